"""Topics that a team makes its own, and its offers beside them: nothing in use disappears, and what cannot be said is not kept."""

from typing import Any

import pytest

from assistant.errors import NotPossible, NotThere
from assistant.outreach import care, composing, drafting, offers, topics
from assistant.outreach.composing import Choices, Composition
from assistant.rules import wording
from assistant.rules.signals import Topic
from assistant.store import queries
from assistant.store.models import MessageKind, TeamOffer
from tests.cast import Her, House

KEEPS: dict[str, Any] = {
    "topic": "housing",
    "said": {"": {"name": "Inloop wonen", "hours": "dinsdag 10 tot 12"}, "es": {"name": "Hora de vivienda"}},
    "address": "Brugstraat 12",
    "link": "",
    "languages": ["nl", "es"],
}


def offers_it(house: House, known: int | None = None, **more: Any) -> int:
    with house.writing() as session:
        return offers.keep(
            session,
            session.get_one(TeamOffer, known) if known else None,
            **(KEEPS | more),
            desk=house.assistant.desk,
            by=house.sofie._me(session),
            now=house.clock(),
        ).id


def does(house: House, step: Any, *given: Any, **more: Any) -> Any:
    with house.writing() as session:
        done = step(session, *given, by=house.sofie._me(session), now=house.clock(), **more)
        return getattr(done, "code", None)


def codes(house: House) -> list[str]:
    with house.reading() as session:
        return topics.codes_in_use(session, team_id=house.sofie.team_id)


def composed(house: House, her: Her, **choices: Any) -> Composition:
    with house.reading() as session:
        contact = house.anna._her(session, her)
        return composing.compose(
            session,
            contact=contact,
            person=drafting.person_of(contact),
            choices=Choices(**({"language": "nl"} | choices)),
            ways=("whatsapp",),
            by=house.anna._me(session),
            now=house.clock(),
            desk=house.assistant.desk,
            terms=house.assistant.terms,
            kind=MessageKind.ANSWER,
        )


def asks(house: House, her: Her, topic: str) -> None:
    with house.writing() as session:
        contact, me = house.anna._her(session, her), house.anna._me(session)
        care.ask(session, contact, topic=topic, words="…", message=None, by=me, now=house.clock())


def test_every_shipped_topic_is_there_until_a_team_says_otherwise(house: House) -> None:
    assert codes(house) == [topic.value for topic in Topic]
    own = does(house, topics.add, name="  Uit  eten ")
    assert codes(house)[-2:] == [own, "other"]
    with house.reading() as session:
        assert topics.own_names(session, team_id=house.sofie.team_id) == {own: "Uit eten"}
        assert topics.codes_in_use(session, team_id=house.noor.team_id) == [topic.value for topic in Topic]
    her = house.anna.meets()
    asks(house, her, own)
    does(house, topics.retire, own, retired=True)
    with pytest.raises(NotPossible, match="unknown_topic"):
        asks(house, her, own)
    with house.reading() as session:
        [kept] = queries.help_requests_of(session, her.id)
        assert kept.topic == own
        assert topics.own_names(session, team_id=house.sofie.team_id)[own] == "Uit eten", (
            "its name stays where it is used"
        )
    does(house, topics.retire, own, retired=False)
    asks(house, her, own)


def test_a_renamed_topic_keeps_its_code_and_gets_its_name_back(house: House) -> None:
    does(house, topics.rename, "housing", name="Een dak")
    with house.reading() as session:
        assert topics.own_names(session, team_id=house.sofie.team_id) == {"housing": "Een dak"}
        assert topics.own_names(session) == {}, "over all teams a shipped code has its shipped name"
    assert "housing" in codes(house)
    with pytest.raises(NotPossible, match="topic_taken"):
        does(house, topics.add, name="een DAK")
    does(house, topics.rename, "housing", name="")
    with house.reading() as session:
        assert topics.own_names(session, team_id=house.sofie.team_id) == {}


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_topic_without_a_fit_name_is_refused(house: House, name: str) -> None:
    with pytest.raises(NotPossible, match="topic_name"):
        does(house, topics.add, name=name)


def test_the_last_resort_stays_and_a_strange_code_is_nobodys(house: House) -> None:
    with pytest.raises(NotPossible, match="last_topic"):
        does(house, topics.retire, "other", retired=True)
    with pytest.raises(NotThere):
        does(house, topics.rename, "own_0", name="x")


def test_a_suggestion_for_a_retired_topic_is_put_under_the_last_resort(house: House) -> None:
    does(house, topics.retire, "housing", retired=True)
    her = house.anna.meets()
    heard = her.answers("ik zoek een kamer, ik heb geen plek om te slapen")
    with house.writing() as session:
        message = queries.message_of_team(session, heard.message_id, team_id=house.anna.team_id)
        message.reading = (message.reading or {}) | {"topics": ["housing"]}
        care.answer_suggestion(
            session, message, topic="housing", is_request=True, by=house.anna._me(session), now=house.clock()
        )
    with house.reading() as session:
        assert [one.topic for one in queries.help_requests_of(session, her.id)] == ["other"]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"topic": "gossip"}, "unknown_topic"),
        ({"said": {"": {"name": " "}}}, "offer_name"),
        ({"said": {"es": {"name": "Hora"}}}, "offer_name"),
        ({"said": {"": {"name": "Inloop"}, "NL": {"name": "x"}}}, "bad_language"),
        ({"said": {"": {"name": "a\nb"}}}, "offer_line"),
        ({"address": "x" * 201}, "offer_line"),
        ({"link": "example.org"}, "offer_link"),
        ({"link": "javascript:alert(1)"}, "offer_link"),
        ({"said": {"": {"name": "Hulp voor slachtoffers van mensenhandel"}}}, "blocked_words"),
        ({"said": {"": {"name": "Inloop"}, "es": {"name": "ayuda a víctimas de trata"}}}, "blocked_words"),
    ],
)
def test_an_offer_that_could_not_be_said_is_not_kept(house: House, more: dict[str, Any], why: str) -> None:
    with pytest.raises(NotPossible, match=why):
        offers_it(house, **more)
    with house.reading() as session:
        assert offers.every(session, team_id=house.sofie.team_id) == []


def test_a_link_is_pointed_out_by_the_same_lint(house: House) -> None:
    number = offers_it(house, link="https://example.org/wonen")
    with house.reading() as session:
        offer = session.get_one(TeamOffer, number)
        assert "link" in [problem.code.value for problem in offers.problems(offer, desk=house.assistant.desk)]
    her = house.anna.meets()
    her.answers("hallo")
    said = composed(house, her, body="Hoi Luna", say_id=number)
    assert "link" in [problem.code.value for problem in said.report.problems]


def test_an_offer_is_said_behind_the_words_in_the_language_of_the_message(house: House) -> None:
    number = offers_it(house)
    her = house.anna.meets()
    her.answers("hallo")
    said = composed(house, her, body="Hoi Luna", say_id=number)
    assert said.body == "Hoi Luna\n\nInloop wonen: dinsdag 10 tot 12, Brugstraat 12."
    with house.reading() as session:
        offer = session.get_one(TeamOffer, number)
        assert offers.sentence(offer, "es-CO") == "Hora de vivienda: dinsdag 10 tot 12, Brugstraat 12."
        assert offers.as_blanks(offer)["offer"] == {"": "Inloop wonen", "es": "Hora de vivienda"}
        assert "offer_link" not in offers.as_blanks(offer)


def test_the_blanks_say_the_offer_for_what_she_asks_and_nothing_else(house: House) -> None:
    number = offers_it(house)
    other = offers_it(house, topic="health", said={"": {"name": "Verpleegkundige"}}, address="")
    her = house.anna.meets()
    her.answers("hallo")
    assert composed(house, her).our_offer is None
    asks(house, her, "housing")
    writing = composed(house, her)
    assert writing.our_offer is not None
    assert (writing.our_offer.id, [one.id for one in writing.our_offers]) == (number, [number, other])
    assert composed(house, her, offer_id=0).our_offer is None
    chosen = composed(house, her, offer_id=other).our_offer
    assert chosen is not None
    assert chosen.id == other
    with house.writing() as session:
        offers.end(
            session, session.get_one(TeamOffer, number), ended=True, by=house.sofie._me(session), now=house.clock()
        )
    assert composed(house, her).our_offer is None, "what has ended is offered to nobody"


def test_a_template_with_the_blanks_is_filled_and_a_gap_is_said(house: House) -> None:
    source = "{{ aanbod }} ({{ aanbod_tijden }}), {{ aanbod_adres }} {{ aanbod_link }}"
    assert wording.check(source).blanks == wording.OFFER_BLANKS
    number = offers_it(house)
    with house.reading() as session:
        desk = drafting.Desk("De Brug", offer=offers.as_blanks(session.get_one(TeamOffer, number)))
    filled = wording.fill(source, desk.own_in("es"))
    assert filled.text.startswith("Hora de vivienda (dinsdag 10 tot 12), Brugstraat 12")
    assert filled.missing == ("offer_link",)
    assert wording.fill(source, drafting.Desk("De Brug").own_in("nl")).missing == wording.OFFER_BLANKS


def test_what_the_program_proposes_says_the_offer_for_what_she_asks(house: House) -> None:
    offers_it(house)
    her = house.anna.meets()

    def told() -> object:
        with house.reading() as session:
            desk = offers.about_her(session, house.anna._her(session, her), house.assistant.desk)
            return desk.own_in("nl").get("offer")

    assert told() is None
    asks(house, her, "housing")
    assert told() == "Inloop wonen"


def test_another_team_has_its_own(house: House) -> None:
    number = offers_it(house)
    with house.reading() as session:
        assert offers.current(session, team_id=house.noor.team_id) == []
        with pytest.raises(NotThere):
            offers.find(session, number, team_id=house.noor.team_id)
