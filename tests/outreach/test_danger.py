"""Somebody may not be safe: noted, known to the supervisor, and nothing leaves without her yes or two people."""

from typing import Any

import pytest
from sqlalchemy import func, select

from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach import danger, rights
from assistant.rules.pathways import Asked, Worry
from assistant.store.models import Contact, Observation, ObservationStep, Source, StepState
from tests.cast import Her, House, Worker


def notes(
    who: Worker, her: Her, worry: Worry = Worry.TRAFFICKING, words: str = "Ze zei: hij heeft mijn paspoort"
) -> int:
    house = who.house
    with house.writing() as session:
        return danger.note(
            session,
            who._her(session, her),
            worry=worry,
            source=Source.SAID,
            words=words,
            at=house.clock(),
            message=None,
            by=who._me(session),
            now=house.clock(),
        ).id


def takes(who: Worker, number: int, key: str, **more: Any) -> StepState:
    house = who.house
    answers = {
        "knows": Asked.YES,
        "agrees": Asked.YES,
        "told": "haar naam, aan de zorgcoördinator",
        "how": "zelf gezegd",
    }
    with house.writing() as session:
        seen = session.get_one(Observation, number)
        return danger.take(
            session, seen, house.assistant.pathways, key=key, by=who._me(session), now=house.clock(), **(answers | more)
        ).state


def decides(who: Worker, number: int, *, agrees: bool) -> None:
    with who.house.writing() as session:
        [step] = session.get_one(Observation, number).steps
        danger.second(session, step, agrees=agrees, by=who._me(session), now=who.house.clock())


def ends(who: Worker, number: int, words: str = "Ze is bij haar zus") -> None:
    with who.house.writing() as session:
        danger.end(
            session, session.get_one(Observation, number), words=words, by=who._me(session), now=who.house.clock()
        )


def open_now(house: House) -> list[int]:
    with house.reading() as session:
        return [seen.id for seen in danger.open_in(session, house.anna.team_id)]


def test_it_stands_on_the_board_until_it_ends(house: House) -> None:
    her = house.anna.meets()
    number = notes(house.anna, her)
    assert open_now(house) == [number]
    with house.reading() as session:
        assert danger.how_many_unseen(session, team_id=house.anna.team_id) == 1
        assert danger.open_in(session, house.noor.team_id) == []
    with house.writing() as session:
        danger.see(session, session.get_one(Observation, number), by=house.sofie._me(session), now=house.clock())
    with house.reading() as session:
        assert danger.how_many_unseen(session, team_id=house.anna.team_id) == 0
    her.answers("alles goed")
    assert open_now(house) == [number], "an answer of hers takes nothing off the board"
    ends(house.sofie, number)
    assert open_now(house) == []
    with pytest.raises(NotPossible, match="observation_ended"):
        takes(house.anna, number, "supervisor")


def test_with_her_yes_one_person_is_enough(house: House) -> None:
    number = notes(house.anna, house.anna.meets())
    assert takes(house.anna, number, "care_coordinator") is StepState.DONE


@pytest.mark.parametrize("agrees", [Asked.NO, Asked.NOT_ASKED])
def test_without_her_yes_it_takes_a_second_person(house: House, agrees: Asked) -> None:
    number = notes(house.anna, house.anna.meets())
    assert takes(house.anna, number, "care_coordinator", knows=Asked.NO, agrees=agrees) is StepState.WAITING
    with pytest.raises(NotPossible, match="same_two"):
        decides(house.anna, number, agrees=True)
    with pytest.raises(NotPossible, match="second_waits"):
        ends(house.anna, number)
    decides(house.bram, number, agrees=True)
    with house.reading() as session:
        [step] = session.scalars(select(ObservationStep))
        assert (step.state, step.by_id, step.second_id) == (StepState.DONE, house.anna.id, house.bram.id)
    with pytest.raises(NotPossible, match="decided"):
        decides(house.sofie, number, agrees=False)


def test_a_second_person_may_say_no(house: House) -> None:
    number = notes(house.anna, house.anna.meets())
    takes(house.anna, number, "comensha", agrees=Asked.NO)
    decides(house.sofie, number, agrees=False)
    with house.reading() as session:
        assert session.scalars(select(ObservationStep)).one().state is StepState.REFUSED
    ends(house.anna, number)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"told": "  "}, "told_needed"),
        ({"how": ""}, "how_needed"),
        ({"knows": Asked.NO}, "agrees_unknowing"),
        ({"knows": Asked.NOT_ASKED}, "agrees_unknowing"),
    ],
)
def test_what_leaves_says_what_and_how(house: House, more: dict[str, Any], reason: str) -> None:
    number = notes(house.anna, house.anna.meets())
    with pytest.raises(NotPossible, match=reason):
        takes(house.anna, number, "care_coordinator", **more)
    with house.reading() as session:
        assert session.scalar(select(func.count(ObservationStep.id))) == 0


def test_a_step_inside_the_team_needs_no_words(house: House) -> None:
    number = notes(house.anna, house.anna.meets())
    assert takes(house.anna, number, "supervisor", knows=Asked.NOT_ASKED, agrees=Asked.NOT_ASKED, told="", how="") is (
        StepState.DONE
    )
    with pytest.raises(NotThere):
        takes(house.anna, number, "police")


def test_bad_input(house: House) -> None:
    her = house.anna.meets()
    with pytest.raises(NotPossible, match="empty_observation"):
        notes(house.anna, her, words=" \n")
    with pytest.raises(TextTooLong):
        notes(house.anna, her, words="x" * 10_001)
    with pytest.raises(NotThere):
        notes(house.noor, her)
    assert open_now(house) == []


def test_it_goes_along_with_her_and_goes_with_her(house: House) -> None:
    her, other = house.anna.meets(), house.anna.meets(alias="Maya")
    number = notes(house.anna, other)
    takes(house.anna, number, "care_coordinator")
    joining = house.anna.joins(her, other)
    with house.reading() as session:
        assert session.get_one(Observation, number).contact_id == her.id
    house.anna.undoes(joining)
    with house.reading() as session:
        assert session.get_one(Observation, number).contact_id == other.id
    with house.writing() as session:
        told = rights.export(session, session.get_one(Contact, other.id), by=house.anna._me(session), now=house.clock())
    assert told["observations"][0]["steps"][0]["told"] == "haar naam, aan de zorgcoördinator"
    with house.writing() as session:
        rights.erase(
            session, session.get_one(Contact, other.id), now=house.clock(), by=house.anna._me(session), keep_no=False
        )
    with house.reading() as session:
        assert session.scalar(select(func.count(Observation.id))) == 0
        assert session.scalar(select(func.count(ObservationStep.id))) == 0


def test_nobody_who_may_not_be_safe_is_forgotten(house: House) -> None:
    her = house.anna.meets()
    number = notes(house.anna, her)
    house.clock.forward(days=800)
    house.forgets()
    assert her.is_remembered
    ends(house.anna, number)
    house.clock.forward(days=800)
    house.forgets()
    assert not her.is_remembered
