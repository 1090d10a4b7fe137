"""The log: complete, chained, and it notices when somebody was at it."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, text, update

from assistant.store import audit
from assistant.store.audit import Event, first_broken_entry, record
from assistant.store.models import LogEntry
from tests.cast import House


def fill(house: House, entries: int = 5) -> list[int]:
    for number in range(entries):
        with house.writing() as session:
            record(session, Event.VIEWED, now=house.clock(), by_id=house.anna.id, contact_id=7, reason=f"nr {number}")
        house.clock.forward(minutes=1)
    return [entry.id for entry in house.log()]


def broken(house: House) -> int | None:
    with house.reading() as session:
        return first_broken_entry(session)


def test_an_empty_log_and_a_fresh_one_hold(house: House) -> None:
    assert broken(house) is None
    fill(house)
    assert broken(house) is None


@pytest.mark.parametrize("where", [0, 2, 4])
@pytest.mark.parametrize(
    "change",
    [
        {"event": "exported"},
        {"account_id": None},
        {"contact_id": 8},
        {"responsible_id": 99},
        {"at": datetime(2020, 1, 1, tzinfo=timezone.utc)},  # noqa: UP017
        {"reason": "another reason"},
    ],
)
def test_a_changed_entry_is_found(house: House, where: int, change: dict[str, object]) -> None:
    numbers = fill(house)
    with house.writing() as session:
        session.execute(update(LogEntry).where(LogEntry.id == numbers[where]).values(**change))
    assert broken(house) == numbers[where]


@pytest.mark.parametrize("where", [0, 2, 4])
def test_a_removed_entry_is_found_also_the_last(house: House, where: int) -> None:
    numbers = fill(house)
    with house.writing() as session:
        session.execute(delete(LogEntry).where(LogEntry.id == numbers[where]))
    assert broken(house) in (numbers[where], numbers[where] + 1)


def test_a_log_that_was_emptied_is_found(house: House) -> None:
    fill(house)
    with house.writing() as session:
        session.execute(delete(LogEntry))
    assert broken(house) is not None


def test_two_entries_that_changed_places_are_found(house: House) -> None:
    first, second, *_ = fill(house)
    with house.writing() as session:
        for old, new in ((first, -1), (second, first), (-1, second)):
            session.execute(update(LogEntry).where(LogEntry.id == old).values(id=new))
    assert broken(house) == first


def test_the_chain_holds_whatever_zone_the_clock_speaks_and_whatever_stands_in_a_reason(house: House) -> None:
    there = house.clock().astimezone(timezone(timedelta(hours=-3)))
    with house.writing() as session:
        for reason in ("", None, "half \ud800", "\0", "🛑" * 50, "' OR 1=1 --"):
            record(session, Event.SEARCHED, now=there, by_id=None, reason=reason)
    assert broken(house) is None


def test_an_entry_that_was_rolled_back_leaves_no_hole(house: House) -> None:
    fill(house, 2)
    with house.assistant.store.reading() as session:  # rolls back
        record(session, Event.VIEWED, now=house.clock(), by_id=None)
    fill(house, 2)
    assert broken(house) is None
    assert len(house.log()) == 4


def test_every_step_leaves_its_entry(house: House, scripted_reader: object) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers("stop")
    house.clock.forward(hours=1)
    her.answers("I am back, can you help?")
    house.sofie.lifts_the_stop(her, reason="she wrote again")
    house.anna.erases(her)
    said = [(entry.event, entry.account_id, entry.contact_id) for entry in house.log()]
    anna, sofie = house.anna.id, house.sofie.id
    assert said == [
        (Event.CONTACT_ADDED, anna, her.id),
        (Event.MESSAGE_APPROVED, anna, her.id),
        (Event.MESSAGE_SENT, anna, her.id),
        (Event.REPLY_STORED, anna, her.id),
        (Event.STOPPED, anna, her.id),
        (Event.REPLY_STORED, anna, her.id),
        (Event.STOP_LIFTED, sofie, her.id),
        (Event.ERASED, anna, her.id),
    ]
    assert broken(house) is None


def test_the_reason_is_sealed(house: House) -> None:
    fill(house, 1)
    with house.reading() as session:
        assert b"nr 0" not in bytes(session.execute(text("SELECT reason FROM log_entry")).scalar_one())
    assert audit.START == b"\0" * 32
