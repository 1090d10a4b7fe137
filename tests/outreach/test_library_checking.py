"""Translations that follow a source, approval by two, versions, own blanks, templates that leave use."""

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere, Stale
from assistant.outreach import drafting, library, library_blanks, library_checking
from assistant.rules.wording import WordingError
from assistant.store import thread_questions
from assistant.store.accounts import Account, RoleName
from assistant.store.models import (
    MarkKind,
    Message,
    MessageKind,
    MessageState,
    Template,
    TemplateKind,
    TemplateVersion,
    VersionState,
)
from assistant.store.template_questions import Shelf, page_of_templates
from tests.cast import AN_AFTERNOON as NOW
from tests.cast import House

DUTCH = "Hoi {{ alias }}, {{ sender }} hier, van {{ team }}. Zin in thee? Liever niet? Zeg het, dan schrijf ik je niet meer."
ENGLISH = "Hi {{ alias }}, {{ sender }} from {{ team }}. Tea? Rather not? Tell me and I stop writing."
DOUBLE = "We redden je uit de prostitutie."


@pytest.fixture
def session(her_number: int, house: House) -> Iterator[Session]:
    house.hire("fien", RoleName.SUPERVISOR, "Groningen")
    with house.assistant.store.writing() as opened:
        yield opened


def me(session: Session, name: str = "sofie") -> Account:
    return session.scalars(select(Account).where(Account.username == name)).one()


class Desk:
    """The library as one supervisor after another works in it."""

    def __init__(self, session: Session, house: House) -> None:
        self.session, self.desk = session, house.assistant.desk
        self.template: Template

    def makes(self, text: str = DUTCH, *, kind: TemplateKind = TemplateKind.FIRST) -> TemplateVersion:
        version = library.make(self.session, title="Thee", kind=kind, language="nl", text=text, by=self.by(), now=NOW)
        self.template = version.template
        return version

    def by(self, name: str = "sofie") -> Account:
        return me(self.session, name)

    def saves(self, text: str, language: str = "nl", **more: object) -> TemplateVersion:
        last = library.newest(self.template, language)
        given = {"why": "beter", "seen": last.number if last else 0, "by": self.by(), "now": NOW, **more}
        return library.save_version(self.session, self.template, language=language, text=text, **given)

    def approves(self, version: TemplateVersion, name: str = "sofie", **more: object) -> bool:
        given = {"native_checked": False, **more}
        return library.approve(self.session, version, desk=self.desk, by=self.by(name), now=NOW, **given)

    def offers(self, language: str) -> list[TemplateVersion]:
        offered = drafting.choices(self.session, kind=MessageKind.FIRST, language=language)
        return [self.session.get_one(TemplateVersion, one.id) for one in offered]


@pytest.fixture
def her_number(house: House) -> int:
    """Somebody known before the library opens."""
    return house.anna.meets(alias="Luna").id


@pytest.fixture
def office(session: Session, house: House) -> Desk:
    made = Desk(session, house)
    made.approves(made.makes())
    made.approves(made.saves(ENGLISH, "en"))
    return made


def test_a_translation_whose_source_changed_stays_in_use_with_a_mark_until_somebody_looked(office: Desk) -> None:
    office.approves(office.saves(DUTCH + " Tot gauw."))
    english = library.in_use(office.template, "en")
    assert library.behind(office.template) == ["en"]
    assert office.offers("en") == [english]
    listed = page_of_templates(office.session, shelf=Shelf.BEHIND).templates
    assert listed == [office.template]
    library_checking.still_right(office.session, english, seen_source=2, by=office.by("fien"), now=NOW)
    assert library.behind(office.template) == []
    assert page_of_templates(office.session, shelf=Shelf.BEHIND).templates == []
    mark = library_checking.last_mark(english, MarkKind.STILL_RIGHT)
    assert (mark.account.username, mark.source_number, english.number) == ("fien", 2, 1)
    office.approves(office.saves(DUTCH + " Tot dan."))
    assert library.behind(office.template) == ["en"]


def test_still_right_is_said_of_the_source_that_was_seen(office: Desk) -> None:
    office.approves(office.saves(DUTCH + " A."))
    office.approves(office.saves(DUTCH + " B."))
    english = library.in_use(office.template, "en")
    with pytest.raises(Stale):
        library_checking.still_right(office.session, english, seen_source=2, by=office.by(), now=NOW)
    assert library.behind(office.template) == ["en"]


def test_a_translator_follows_the_source_that_stood_beside_it(office: Desk) -> None:
    office.approves(office.saves(DUTCH + " A."))
    late = office.saves(ENGLISH + " Bye.", "en", source_seen=1)
    office.approves(late)
    assert (late.source_number, library.behind(office.template)) == (1, ["en"])
    office.approves(office.saves(ENGLISH + " See you.", "en", source_seen=2))
    assert library.behind(office.template) == []


def test_what_is_no_longer_so_is_given_to_nobody_until_somebody_looked(office: Desk) -> None:
    office.approves(office.saves(DUTCH + " Nu zonder thee."), old_is_wrong=True)
    english = library.in_use(office.template, "en")
    assert library.is_withdrawn(office.template, "en")
    assert office.offers("en") == []
    assert office.offers("nl") != []
    assert "en" not in drafting.languages(office.session, kind=MessageKind.FIRST)
    office.approves(office.saves(DUTCH + " Met koek."))  # a later, harmless change does not bring it back
    assert office.offers("en") == []
    library_checking.still_right(office.session, english, seen_source=3, by=office.by(), now=NOW)
    assert office.offers("en") == [english]
    assert not library.is_withdrawn(office.template, "en")


def test_nobody_begins_a_message_with_what_is_not_approved(her_number: int, office: Desk, house: House) -> None:
    """The gate of drafting: whatever number a form sends, the words come from an approved version or from nowhere."""
    spanish = office.saves("Hola {{ alias }}", "es")
    assert office.offers("es") == []
    person = drafting.Person("Luna", None, "es")
    sketch = drafting.sketch(
        office.session, contact=None, person=person, kind=MessageKind.FIRST, language="es", sender="Anna",
        desk=office.desk, version_id=spanish.id,
    )  # fmt: skip
    assert (sketch.version, sketch.text) == (None, "")
    contact = thread_questions.contact_of_team(office.session, her_number, team_id=house.anna.team_id)
    contact.language = "es"  # and the clock proposes nothing in it, and in no other language either
    sketch = drafting.sketch_for(office.session, contact, now=NOW, desk=office.desk, sender=None)
    assert (sketch.version, sketch.text) == (None, "")


@pytest.mark.parametrize("route", ["draft", "replaced", "retired", "withdrawn"])
def test_saving_a_draft_checks_its_version_again(house: House, route: str) -> None:
    her = house.anna.meets(alias="Luna")
    with house.writing() as session:
        office = Desk(session, house)
        first = office.makes()
        if route != "draft":
            office.approves(first)
        english = office.saves(ENGLISH, "en")
        version = first
        if route == "replaced":
            office.approves(office.saves(DUTCH + " A."))
        elif route == "retired":
            library.retire(session, office.template, desk=office.desk, by=office.by(), now=NOW)
        elif route == "withdrawn":
            office.approves(english)
            office.approves(office.saves(DUTCH + " B."), old_is_wrong=True)
            version = english
        number = version.id
    with house.writing() as session:
        contact, anna = house.anna._her(session, her), me(session, "anna")
        point = contact.points[0]
        given = {"body": "Hoi", "kind": MessageKind.FIRST, "channel": "sms", "point": point, "by": anna, "now": NOW}
        with pytest.raises(NotPossible, match="template_not_in_use"):
            drafting.save(session, contact, version_id=number, **given)
    assert her.messages(MessageState.DRAFT) == []


def test_two_supervisors_approve_and_one_of_them_may_have_saved_it(session: Session, house: House) -> None:
    office = Desk(session, house)
    version = office.makes()
    assert not office.approves(version, "sofie", needed=2)
    assert (version.state, office.offers("nl")) == (VersionState.DRAFT, [])
    with pytest.raises(NotPossible, match="approved_by_you"):
        office.approves(version, "sofie", needed=2)
    assert office.approves(version, "fien", needed=2)
    assert (version.state, office.offers("nl")) == (VersionState.APPROVED, [version])
    assert library.approvers(version) == {office.by("sofie").id, office.by("fien").id}
    changed = office.saves(DUTCH + " A.")
    assert not office.approves(changed, "fien", needed=2)  # other words need two people again
    assert library.in_use(office.template, "nl") is version


def test_one_approval_is_enough_again_when_the_rule_is_loosened(session: Session, house: House) -> None:
    office = Desk(session, house)
    version = office.makes()
    office.approves(version, needed=2)
    assert office.approves(version, needed=1)


def test_a_native_reader_needs_no_new_approval_and_new_words_lose_it(office: Desk) -> None:
    english = library.in_use(office.template, "en")
    library_checking.native_read(office.session, english, yes=True, by=office.by("fien"), now=NOW)
    assert (english.native_checked, english.state) == (True, VersionState.APPROVED)
    assert library_checking.last_mark(english, MarkKind.NATIVE).account.username == "fien"
    assert not office.saves(ENGLISH + " Bye.", "en").native_checked
    library_checking.native_read(office.session, english, yes=False, by=office.by(), now=NOW)
    assert not english.native_checked


def test_going_back_is_a_new_draft_that_needs_approval(office: Desk) -> None:
    office.approves(office.saves(DUTCH + " A."))
    back = library_checking.roll_back(
        office.session, office.template, language="nl", number=1, seen=2, by=office.by(), now=NOW
    )
    assert (back.number, back.text, back.state) == (3, DUTCH, VersionState.DRAFT)
    assert "1" in back.why
    with pytest.raises(Stale):
        library_checking.roll_back(
            office.session, office.template, language="nl", number=2, seen=2, by=office.by(), now=NOW
        )
    with pytest.raises(NotPossible, match="nothing_changed"):
        library_checking.roll_back(
            office.session, office.template, language="nl", number=9, seen=3, by=office.by(), now=NOW
        )


def test_a_translation_that_goes_back_follows_what_it_followed_then(office: Desk) -> None:
    office.approves(office.saves(DUTCH + " A."))
    office.approves(office.saves(ENGLISH + " B.", "en"))
    back = library_checking.roll_back(
        office.session, office.template, language="en", number=1, seen=2, by=office.by(), now=NOW
    )
    office.approves(back)
    assert library.behind(office.template) == ["en"]


@pytest.mark.parametrize(
    "text", [DUTCH + " {% if town %}" + DOUBLE + "{% endif %}", DUTCH + " {% if alias %}Dag{% else %}" + DOUBLE + "{% endif %}"]
)  # fmt: skip
def test_what_only_some_people_would_get_must_be_right_too(session: Session, house: House, text: str) -> None:
    office = Desk(session, house)
    version = office.makes(text)
    with pytest.raises(NotPossible, match="blocked_words"):
        office.approves(version)


# ── Own blanks ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def define(office: Desk, name: str = "hours", **values: str) -> None:
    said = {"" if tag == "all" else tag: value for tag, value in (values or {"all": "9–17"}).items()}
    library_blanks.define(office.session, name=name, values=said, by=office.by(), now=NOW)


def test_an_own_blank_is_filled_in_the_language_of_the_message(office: Desk) -> None:
    with pytest.raises(WordingError, match="unknown_blank"):
        office.saves(DUTCH + " Open: {{ hours }}.")
    define(office, all="9–17", nl="9 tot 17 uur")
    for language, text in (("nl", DUTCH), ("en", ENGLISH)):
        office.approves(office.saves(text + " {{ hours }}.", language))
        sketch = drafting.sketch(
            office.session, contact=None, person=drafting.Person("Luna"), kind=MessageKind.FIRST, language=language,
            sender="Anna", desk=office.desk,
        )  # fmt: skip
        assert sketch.text.endswith({"nl": "9 tot 17 uur.", "en": "9–17."}[language])


def test_a_blank_that_says_nothing_in_a_language_is_not_approved_in_it(office: Desk) -> None:
    define(office, nl="9 tot 17 uur")
    office.approves(office.saves(DUTCH + " {{ hours }}."))
    with pytest.raises(NotPossible, match="blank_without_value"):
        office.approves(office.saves(ENGLISH + " {{ hours }}.", "en"))


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("alias", {"": "x"}, "blank_taken"),
        ("naam", {"": "x"}, "blank_taken"),
        ("Hours", {"": "x"}, "blank_name"),
        ("h-ours", {"": "x"}, "blank_name"),
        ("endif", {"": "x"}, "blank_name"),
        ("h" * 41, {"": "x"}, "blank_name"),
        ("hours", {"": " "}, "blank_value"),
        ("hours", {"nl": "x" * 301}, "blank_value"),
        ("hours", {"nl": "a\nb"}, "blank_value"),
        ("hours", {"nl": "a\ud800"}, "blank_value"),
        ("hours", {"../": "x"}, "bad_language"),
    ],
)
def test_what_cannot_be_a_blank(office: Desk, name: str, values: dict[str, str], reason: str) -> None:
    with pytest.raises(NotPossible, match=reason):
        library_blanks.define(office.session, name=name, values=values, by=office.by(), now=NOW)
    assert library_blanks.names(office.session) == frozenset()


def test_a_value_is_never_read_as_a_template(office: Desk) -> None:
    define(office, all="{{ sender }} {% if x %}")
    office.approves(office.saves(DUTCH + " {{ hours }}"))
    version = library.in_use(office.template, "nl")
    desk = drafting.equipped(office.session, office.desk)
    filled = drafting.fill(version, person=drafting.Person("Luna"), hook_sentence=None, sender="Anna", desk=desk)
    assert filled.text.endswith("{{ sender }} {% if x %}")


def test_a_blank_in_use_is_not_removed_without_being_told_where(office: Desk) -> None:
    define(office)
    draft = office.saves(DUTCH + " {{ hours }}")
    blank = library_blanks.find_blank(office.session, "hours")
    used = library_blanks.where_used(office.session, "hours")
    assert [(use.template.title, use.language, use.number) for use in used] == [("Thee", "nl", 2)]
    with pytest.raises(NotPossible, match="blank_in_use"):
        library_blanks.remove(office.session, blank, despite_use=False, by=office.by(), now=NOW)
    library_blanks.remove(office.session, blank, despite_use=True, by=office.by(), now=NOW)
    assert draft.text.endswith("{{ hours }}")  # the draft is kept, but it is not approved as it is
    with pytest.raises(WordingError, match="unknown_blank"):
        office.approves(draft)
    desk = drafting.equipped(office.session, office.desk)
    filled = drafting.fill(draft, person=drafting.Person("Luna"), hook_sentence=None, sender="Anna", desk=desk)
    assert filled.missing == ("hours",)
    assert filled.text.startswith("Hoi Luna, Anna hier")


# ── Leaving use ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_retiring_fills_the_clocks_proposals_anew_and_leaves_what_a_worker_wrote(house: House) -> None:
    hers, other = house.anna.meets(alias="Luna"), house.anna.meets(alias="Inés")
    with house.writing() as session:
        office = Desk(session, house)
        office.approves(office.makes())
        template, old = office.template, library.in_use(office.template, "nl")
        for her, is_proposal in ((hers, True), (other, False)):
            contact = house.anna._her(session, her)
            session.add(
                Message(
                    contact=contact, point=contact.points[0], direction="out", channel="sms", kind=MessageKind.FIRST,
                    state=MessageState.DRAFT, body="oude woorden", language="nl", at=NOW, proposal=is_proposal,
                    template_version_id=old.id, by_id=None if is_proposal else me(session, "anna").id,
                )
            )  # fmt: skip
        session.flush()
        office.approves(office.makes(DUTCH.replace("thee", "koffie")))
        assert library.retire(session, template, desk=office.desk, by=office.by(), now=NOW) == 1
    [proposal], [draft] = hers.messages(MessageState.DRAFT), other.messages(MessageState.DRAFT)
    assert "koffie" in proposal.body
    assert proposal.proposal
    assert draft.body == "oude woorden"
    house.anna.approves(draft.id)  # and a human can still send it


def test_retiring_with_nothing_else_in_her_language_leaves_the_proposal(house: House) -> None:
    her = house.anna.meets(alias="Luna")
    with house.writing() as session:
        office = Desk(session, house)
        office.approves(office.makes())
        contact = house.anna._her(session, her)
        version = library.in_use(office.template, "nl")
        session.add(
            Message(
                contact=contact, point=contact.points[0], direction="out", channel="sms", kind=MessageKind.FIRST,
                state=MessageState.DRAFT, body="oude woorden", language="nl", at=NOW, proposal=True,
                template_version_id=version.id,
            )
        )  # fmt: skip
        assert library.retire(session, office.template, desk=office.desk, by=office.by(), now=NOW) == 0
    assert [message.body for message in her.messages(MessageState.DRAFT)] == ["oude woorden"]


# ── Many, and at the same moment ────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_supervisors_saving_at_once_make_one_version_and_one_stale(house: House) -> None:
    with house.writing() as session:
        office = Desk(session, house)
        office.makes()
        template_id = office.template.id
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def saves(text: str) -> None:
        together.wait()
        try:
            with house.writing() as session:
                template = library.find_template(session, template_id)
                library.save_version(
                    session, template, language="nl", text=text, why="x", seen=1, by=me(session), now=NOW
                )
            outcomes.append("saved")
        except Stale:
            outcomes.append("stale")

    threads = [threading.Thread(target=saves, args=(DUTCH + word,)) for word in (" A.", " B.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale"]
    with house.reading() as session:
        assert [v.number for v in library.versions_in(library.find_template(session, template_id), "nl")] == [1, 2]


def test_the_list_finds_words_kinds_and_pages(session: Session, house: House) -> None:
    for number in range(120):
        session.add(
            Template(
                key=f"t-{number}", title=f"Sjabloon {number:03}", kind=TemplateKind.ANSWER, created_at=NOW,
                versions=[
                    TemplateVersion(
                        language="nl", number=1, text=f"woord{number} 100%", state=VersionState.DRAFT, saved_at=NOW
                    )
                ],
            )
        )  # fmt: skip
    session.flush()
    third = page_of_templates(session, page=3)
    assert (third.pages, third.total, third.templates[0].title) == (3, 120, "Sjabloon 100")
    assert page_of_templates(session, page=99).page == 3
    assert [t.title for t in page_of_templates(session, words="WOORD77 sjabloon").templates] == ["Sjabloon 077"]
    assert page_of_templates(session, words="0% _").total == 0
    assert page_of_templates(session, words="100%").total == 120
    assert page_of_templates(session, kind=TemplateKind.FIRST).total == 0
    assert page_of_templates(session, shelf=Shelf.DRAFTS).total == 120
    assert page_of_templates(session, shelf=Shelf.RETIRED).total == 0


@pytest.mark.parametrize("words", ["\0", "%", "_", "'; --", "\u202e", "a" * 100_000, "\\", "[a-z]*" * 50])
def test_whatever_is_looked_for_is_only_looked_for(office: Desk, words: str) -> None:
    assert page_of_templates(office.session, words=words).total <= 1


def test_what_cannot_be_there_is_not_there(office: Desk) -> None:
    for number in (0, 2**31, 10**30):
        with pytest.raises(NotThere):
            library.find_template(office.session, number)
    for name in ("\0", "x" * 500, "hours"):
        with pytest.raises(NotThere):
            library_blanks.find_blank(office.session, name)
        if name != "hours":
            with pytest.raises(NotPossible, match="blank_name"):
                define(office, name)
