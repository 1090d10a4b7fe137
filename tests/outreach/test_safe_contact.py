"""Nothing leaves outside her safe-contact card: not when approved, not when taken out later, not by a supervisor."""

from datetime import UTC

import pytest

from assistant.errors import NotPossible, Refused
from assistant.outreach import care
from tests.cast import Her, House, Worker, a_phone


def keeps_card(who: Worker, her: Her, **facts: str) -> None:
    with who.house.writing() as session:
        care.keep_card(session, who._her(session, her), facts, by=who._me(session), now=who.house.clock(), zone=UTC)


def says_somebody_else(who: Worker, her: Her, may_answer: bool) -> None:
    with who.house.writing() as session:
        care.somebody_else(
            session, who._her(session, her), may_answer=may_answer, by=who._me(session), now=who.house.clock()
        )


def test_another_point_than_she_named_is_refused_to_everybody(house: House) -> None:
    her = house.anna.meets(a_phone(), a_phone())
    keeps_card(house.anna, her, safe_points=str(her.contact.points[1].id))
    for who in (house.anna, house.sofie):
        with pytest.raises(Refused, match="card_point"):
            who.hands_off(her, override="het moet")
        house.clock.forward(minutes=20)
    house.anna.approves(house.anna.writes(her, to=1))


def test_an_approved_message_is_looked_at_again_when_it_leaves(house: House) -> None:
    her = house.anna.meets()
    message = house.anna.writes(her)
    house.anna.approves(message)
    keeps_card(house.anna, her, from_hour="18:00", to_hour="20:00")
    with pytest.raises(Refused, match="card_hours") as refused:
        house.anna.claims(message)
    assert refused.value.until is not None
    assert refused.value.until > house.clock()
    house.clock.now = refused.value.until
    house.anna.claims(message)


def test_somebody_else_may_be_answering_until_the_code_word(house: House) -> None:
    her = house.anna.meets()
    keeps_card(house.anna, her, code_word="vlinder")
    house.anna.sends(her)
    house.clock.forward(hours=1)
    says_somebody_else(house.bram, her, may_answer=True)
    keeps_card(house.anna, her, code_word="vlinder", reach="alleen appen")  # the card changes, this stays
    her.answers("wie is dit")
    assert not care.code_word_came(her.contact)
    with pytest.raises(Refused, match="card_neutral"):
        house.anna.hands_off(her, "De Brug hier, donderdag een soa-test?")
    house.anna.hands_off(her, "Hoi! Ik ben het, Anna")
    her.answers("sorry, vlinder")
    assert care.code_word_came(her.contact)
    says_somebody_else(house.anna, her, may_answer=False)
    assert care.other_reader_since(her.contact) is None
    assert her.contact.card is not None
    assert her.contact.card.facts == {"code_word": "vlinder", "reach": "alleen appen"}


@pytest.mark.parametrize("hours", [{"from_hour": "10:00"}, {"to_hour": "10:00"}, {"from_hour": "x", "to_hour": "y"}])
def test_half_an_hour_is_no_hours(house: House, hours: dict[str, str]) -> None:
    her = house.anna.meets()
    with pytest.raises(NotPossible, match="card_hours"):
        keeps_card(house.anna, her, reach="app", **hours)
    assert her.contact.card is None
