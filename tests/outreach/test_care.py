"""What she asks for: on the list by hand or from a reply, by when and by whom, and never forgotten without an ending."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere
from assistant.outreach import care
from assistant.rules.signals import Topic
from assistant.store.accounts import Account
from assistant.store.models import HelpRequest, HelpState, Urgency
from tests.cast import Her, House, Worker

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 3, 17)


def asks(who: Worker, her: Her, **more: Any) -> HelpRequest:
    house = who.house
    given: dict[str, Any] = {"topic": "health", "words": "waar kan ik een test doen?", "message": None} | more
    if "taken_by" in given:
        given["taken_by"] = given["taken_by"].id
    with house.writing() as session:
        taker = given.pop("taken_by", None)
        request = care.ask(
            session,
            who._her(session, her),
            by=who._me(session),
            now=house.clock(),
            zone=AMSTERDAM,
            taken_by=house_account(session, taker),
            **given,
        )
        session.flush()
        session.expunge(request)
        return request


def house_account(session: Session, number: int | None) -> Any:
    return session.get_one(Account, number) if number else None


def plans(who: Worker, her: Her, number: int, *, taken_by: Worker, due_on: date) -> None:
    house = who.house
    with house.writing() as session:
        care.plan(
            session,
            who._her(session, her),
            number,
            taken_by=house_account(session, taken_by.id),
            due_on=due_on,
            by=who._me(session),
            now=house.clock(),
            zone=AMSTERDAM,
        )


def moves(who: Worker, her: Her, number: int, to: str) -> None:
    with who.house.writing() as session:
        care.move(session, who._her(session, her), number, to=to, by=who._me(session), now=who.house.clock())


def promised(who: Worker, *, on: date = TODAY, everybody: bool = False) -> list[int]:
    with who.house.reading() as session:
        found = care.due_requests(session, who.team_id, until=on, by_id=None if everybody else who.id)
        return [one.id for one in found]


@pytest.mark.parametrize(("urgency", "days"), [(Urgency.TODAY, 0), (Urgency.THIS_WEEK, 5), (Urgency.SOON, 14)], ids=str)
def test_how_soon_she_needs_it_says_by_when(house: House, urgency: Urgency, days: int) -> None:
    request = asks(house.anna, house.anna.meets(), urgency=urgency)
    assert request.due_on == TODAY + timedelta(days=days)
    assert request.taken_by_id == house.anna.id
    assert request.state is HelpState.OPEN


def test_today_is_the_day_of_the_desk_and_not_of_greenwich(house: House) -> None:
    her = house.anna.meets()
    house.clock.forward(hours=9)  # 23.20 in Greenwich, past midnight in Amsterdam
    assert asks(house.anna, her, urgency=Urgency.TODAY).due_on == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"topic": "gossip"}, "unknown_topic"),
        ({"words": "  \n"}, "empty_help"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_date"),
        ({"due_on": TODAY + timedelta(days=367)}, "due_date"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_kept(house: House, given: dict[str, Any], why: str) -> None:
    her = house.anna.meets()
    with pytest.raises(NotPossible, match=why):
        asks(house.anna, her, **given)
    with house.reading() as session:
        assert session.query(HelpRequest).count() == 0


def test_nobody_of_another_team_is_given_her_request(house: House) -> None:
    her = house.anna.meets()
    with pytest.raises(NotPossible, match="not_a_colleague"):
        asks(house.anna, her, taken_by=house.noor)
    request = asks(house.anna, her)
    with pytest.raises(NotPossible, match="not_a_colleague"):
        plans(house.anna, her, request.id, taken_by=house.noor, due_on=TODAY)
    with pytest.raises(NotThere):
        moves(house.noor, her, request.id, "done")


def test_another_persons_request_is_not_reached_through_her(house: House) -> None:
    one, other = house.anna.meets(), house.anna.meets()
    request = asks(house.anna, one)
    with pytest.raises(NotThere):
        moves(house.anna, other, request.id, "done")


def test_promised_things_come_on_the_day_and_leave_when_they_end(house: House) -> None:
    her = house.anna.meets()
    request = asks(house.anna, her, urgency=Urgency.THIS_WEEK, taken_by=house.bram)
    due = TODAY + timedelta(days=5)
    assert promised(house.bram) == []
    assert promised(house.bram, on=due) == [request.id] == promised(house.bram, on=due + timedelta(days=9))
    assert promised(house.anna, on=due) == []
    assert promised(house.sofie, on=due, everybody=True) == [request.id]
    assert promised(house.noor, on=due, everybody=True) == []
    moves(house.bram, her, request.id, "doing")
    assert promised(house.bram, on=due) == [request.id]
    with pytest.raises(NotPossible, match="through_referral"):
        moves(house.bram, her, request.id, "referred")
    assert promised(house.bram, on=due) == [request.id]
    moves(house.bram, her, request.id, "not_wanted")
    assert promised(house.bram, on=due) == []


def test_another_day_and_another_taker(house: House) -> None:
    her = house.anna.meets()
    request = asks(house.anna, her, urgency=Urgency.TODAY)
    plans(house.anna, her, request.id, taken_by=house.bram, due_on=TODAY + timedelta(days=3))
    assert promised(house.anna) == []
    assert promised(house.bram, on=TODAY + timedelta(days=3)) == [request.id]
    moves(house.bram, her, request.id, "done")
    with pytest.raises(NotPossible, match="help_ended"):
        plans(house.anna, her, request.id, taken_by=house.anna, due_on=TODAY)
    reasons = [entry.reason for entry in house.log() if entry.event == "help_changed"]
    assert reasons == ["planned", "done"]


def test_the_board_shows_a_worker_her_own_and_a_supervisor_everything(house: House) -> None:
    her = house.anna.meets()
    request = asks(house.anna, her, urgency=Urgency.TODAY)
    shown = [[one.id for one in who.sees().helps] for who in (house.anna, house.bram, house.sofie)]
    assert shown == [[request.id], [], [request.id]]


@pytest.mark.parametrize("topic", list(Topic), ids=str)
def test_every_topic_can_be_asked_for(house: House, topic: Topic) -> None:
    assert asks(house.anna, house.anna.meets(), topic=topic.value).topic == topic.value
