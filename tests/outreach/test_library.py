"""Templates: shipped once, saved as versions, never overwritten, approved by a person."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Stale
from assistant.outreach import accounts, drafting, library
from assistant.outreach.drafting import Desk
from assistant.rules.wording import WordingError
from assistant.store.accounts import Account, RoleName
from assistant.store.models import MessageKind, Template, TemplateKind, TemplateVersion, VersionState
from tests.cast import House

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
TEXT = "Hoi {{ alias }}, {{ sender }} hier, van {{ team }}. Zin in een kop thee? Liever niet? Zeg het, dan schrijf ik je niet meer."


@pytest.fixture
def session(house: House) -> Iterator[Session]:
    with house.assistant.store.writing() as opened:
        yield opened


@pytest.fixture
def desk(house: House) -> Desk:
    return house.assistant.desk


@pytest.fixture
def sofie(session: Session) -> Account:
    made = accounts.make_account(
        session, username="sofie2", shown_name="Sofie", role=RoleName.SUPERVISOR, team="De Brug", now=NOW
    )
    return made.account


@pytest.fixture
def made(session: Session, sofie: Account) -> TemplateVersion:
    return library.make(
        session, title="Eerste, thee", kind=TemplateKind.FIRST, language="nl", text=TEXT, by=sofie, now=NOW
    )


def test_the_shipped_library_is_in_use_at_once_and_loads_once(session: Session) -> None:
    assert library.load_shipped(session, now=NOW) > 100
    assert library.load_shipped(session, now=NOW + timedelta(days=1)) == 0
    for kind in (MessageKind.FIRST, MessageKind.RECONTACT, MessageKind.ANSWER):
        for language in ("nl", "en", "es", "ro", "bg", "hu", "pt-BR", "de"):
            assert drafting.choices(session, kind=kind, language=language), (kind, language)


def test_a_shipped_text_never_takes_the_place_of_a_supervisors(session: Session, sofie: Account) -> None:
    library.load_shipped(session, now=NOW)
    template = session.scalars(select(Template).where(Template.key == "first-practical")).one()
    library.save_version(session, template, language="nl", text=TEXT, why="thee", seen=1, by=sofie, now=NOW)
    assert library.load_shipped(session, now=NOW) == 0
    assert library.newest(template, "nl").text == TEXT


def test_every_saving_is_a_version_and_the_team_keeps_the_approved_one(
    session: Session, made: TemplateVersion, sofie: Account, desk: Desk
) -> None:
    template = made.template
    assert library.in_use(template, "nl") is None
    library.approve(session, made, native_checked=True, desk=desk, by=sofie, now=NOW)
    second = library.save_version(
        session, template, language="nl", text=TEXT + " Tot ziens.", why="vriendelijker", seen=1, by=sofie, now=NOW
    )
    assert (second.number, second.state) == (2, VersionState.DRAFT)
    assert library.in_use(template, "nl") is made
    library.approve(session, second, native_checked=True, desk=desk, by=sofie, now=NOW)
    assert library.in_use(template, "nl") is second
    assert made.state is VersionState.REPLACED
    assert made.text == TEXT


def test_a_stale_form_overwrites_nothing(session: Session, made: TemplateVersion, sofie: Account) -> None:
    template = made.template
    library.save_version(session, template, language="nl", text=TEXT + " A", why="a", seen=1, by=sofie, now=NOW)
    with pytest.raises(Stale):
        library.save_version(session, template, language="nl", text=TEXT + " B", why="b", seen=1, by=sofie, now=NOW)
    assert [v.number for v in library.versions_in(template, "nl")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hoi {{ achternaam }}", 1),
        ("Hoi\n\n{% for x in y %}{% endfor %}", 3),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("x" * 1_000_000, 1),
        ("Hoi {{ alias", 1),
    ],
)
def test_what_is_not_a_template_is_refused_with_its_place(
    session: Session, made: TemplateVersion, sofie: Account, text: str, line: int
) -> None:
    with pytest.raises(WordingError) as refused:
        library.save_version(session, made.template, language="nl", text=text, why="x", seen=1, by=sofie, now=NOW)
    assert refused.value.line == line
    assert len(made.template.versions) == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"text": TEXT}, "nothing_changed"),
        ({"text": TEXT + "!", "why": " "}, "why_missing"),
        ({"text": "  "}, "empty_message"),
        ({"text": TEXT, "language": "../nl"}, "bad_language"),
    ],
)
def test_what_cannot_be_saved(
    session: Session, made: TemplateVersion, sofie: Account, values: dict[str, str], reason: str
) -> None:
    given = {"language": "nl", "why": "x", "seen": 1, **values}
    with pytest.raises(NotPossible) as refused:
        library.save_version(session, made.template, by=sofie, now=NOW, **given)
    assert refused.value.reason == reason


def test_words_that_must_change_are_not_approved(session: Session, sofie: Account, desk: Desk) -> None:
    text = "Hoi, {{ sender }} van {{ team }}. Wil je eruit? Wij redden je uit de prostitutie. Liever niet? Zeg het."
    version = library.make(session, title="Fout", kind=TemplateKind.FIRST, language="nl", text=text, by=sofie, now=NOW)
    with pytest.raises(NotPossible, match="blocked_words"):
        library.approve(session, version, native_checked=True, desk=desk, by=sofie, now=NOW)
    assert version.state is VersionState.DRAFT


def test_a_retired_template_is_not_offered_and_can_come_back(
    session: Session, made: TemplateVersion, sofie: Account, desk: Desk
) -> None:
    library.approve(session, made, native_checked=True, desk=desk, by=sofie, now=NOW)
    library.retire(session, made.template, desk=desk, by=sofie, now=NOW)
    assert drafting.choices(session, kind=MessageKind.FIRST, language="nl") == []
    library.bring_back(session, made.template, by=sofie, now=NOW)
    assert drafting.choices(session, kind=MessageKind.FIRST, language="nl")[0].id == made.id


def test_a_translation_falls_behind_when_its_source_changes(
    session: Session, made: TemplateVersion, sofie: Account, desk: Desk
) -> None:
    template = made.template
    library.approve(session, made, native_checked=True, desk=desk, by=sofie, now=NOW)
    english = "Hi {{ alias }}, {{ sender }} from {{ team }}. Tea? Rather not? Tell me and I stop writing."
    hers = library.save_version(session, template, language="en", text=english, why="", seen=0, by=sofie, now=NOW)
    library.approve(session, hers, native_checked=True, desk=desk, by=sofie, now=NOW)
    assert not library.is_behind(template, "en")
    second = library.save_version(
        session, template, language="nl", text=TEXT + " Dag", why="x", seen=1, by=sofie, now=NOW
    )
    assert not library.is_behind(template, "en")  # nobody gets the new one yet
    library.approve(session, second, native_checked=True, desk=desk, by=sofie, now=NOW)
    assert library.is_behind(template, "en")


def test_the_shipped_templates_preview_without_a_finding_that_blocks(session: Session, desk: Desk) -> None:
    library.load_shipped(session, now=NOW)
    blocked = [
        (template.key, version.language)
        for template in library.all_templates(session)
        if template.kind is not TemplateKind.ANSWER
        for version in template.versions
        if library.preview(version.text, template, version.language, desk=desk).report.blocked
    ]
    assert blocked == []
