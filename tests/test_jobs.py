"""The clock: one process ticks, another takes over, one fault stops nothing else."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from assistant import jobs
from assistant.config import StorePlace
from assistant.jobs import TickerLock, start_ticker, tick
from assistant.outreach import falling_due
from assistant.store import queries
from assistant.store.models import Contact
from assistant.store.opening import Store, open_store
from tests.cast import House

HOLDER = """
import sys, time
from pathlib import Path
from assistant.store.opening import open_store
from assistant.jobs import TickerLock
lock = TickerLock(open_store(sys.argv[1], Path(sys.argv[2])))
print(lock.hold(), flush=True)
time.sleep(120)
"""
SECOND = """
import logging, sys
from pathlib import Path
from assistant.bootstrap import open_assistant
from assistant.config import Config, StorePlace
from assistant.jobs import start_ticker
ticker = start_ticker(open_assistant(Config(store=StorePlace(url=sys.argv[1], keys=Path(sys.argv[2])))))
ticker.stop()
"""


@pytest.fixture
def store(store_place: StorePlace) -> Iterator[Store]:
    opened = open_store(store_place.url, store_place.keys)
    yield opened
    opened.close()


def another_process(code: str, place: StorePlace) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, place.url, str(place.keys)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_lock_is_taken_over_after_kill_9(store: Store, store_place: StorePlace) -> None:
    with another_process(HOLDER, store_place) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        ours = TickerLock(store)
        assert not ours.hold()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    patience = time.monotonic() + 20
    while not ours.hold() and time.monotonic() < patience:
        time.sleep(0.05)
    assert ours.hold()
    assert ours.hold()  # and keeps it
    with another_process(HOLDER, store_place) as late:
        assert late.stdout is not None
        assert late.stdout.readline() == "False\n"
        late.kill()
    ours.release()
    again = TickerLock(store)
    assert again.hold()
    again.release()


def test_who_lets_go_lets_go_at_once(store: Store) -> None:
    first, second = TickerLock(store), TickerLock(store)
    for _ in range(3):
        assert first.hold()
        assert first.hold()
        assert not second.hold()
        first.release()
        assert second.hold()
        second.release()


def test_the_second_process_says_so(store: Store, store_place: StorePlace) -> None:
    lock = TickerLock(store)
    assert lock.hold()
    with another_process(SECOND, store_place) as second:
        _, said = second.communicate(timeout=60)
    assert second.returncode == 0, said
    assert "another process already keeps the clock of this store" in said
    lock.release()


def test_a_tick_does_everything_and_leaves_a_heartbeat(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    other = house.anna.meets(text="een advertentie")
    house.anna.hands_off(other)
    house.clock.forward(days=30)
    quiet = {"arrive": 0, "poll": 0, "dispatch": 0, "knock": 0, "index": 0, "pack": 0, "sweep": 0}
    assert tick(house.assistant) == {
        "expire": 1,
        "propose": 1,
        "draft": 1,
        "tell": 0,
        "refresh": 0,
        "forget": 1,
        **quiet,
    }
    with house.reading() as session:
        beat = queries.heartbeats(session)["clock"]
    assert (beat.ran_at, beat.detail) == (house.clock(), "")


def test_an_idle_tick_does_nothing(house: House) -> None:
    assert set(tick(house.assistant).values()) == {0}


def test_one_fault_stops_nothing_else_and_shows(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(assistant: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setitem(jobs.JOBS, "expire", breaks)
    her = house.anna.meets()
    house.anna.sends(her)
    house.clock.forward(days=7)
    assert tick(house.assistant)["propose"] == 1
    assert tick(house.assistant)["expire"] == -1
    with house.reading() as session:
        assert queries.heartbeats(session)["clock"].detail == "expire"


def test_more_than_one_chunk_is_proposed_in_one_tick(small_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_FIRST", 2)
    monkeypatch.setattr(jobs, "FEWEST", 1)
    for _ in range(5):
        small_house.anna.sends(small_house.anna.meets())
    small_house.clock.forward(days=7)
    done = tick(small_house.assistant)
    assert (done["propose"], done["draft"]) == (5, 5)


def test_a_fault_in_one_proposal_keeps_nobody_else_from_hers(
    small_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [small_house.anna.meets() for _ in range(3)]
    for her in people:
        small_house.anna.sends(her)
    small_house.clock.forward(days=7)
    real = jobs.recontact.propose

    def breaks(session: object, contact: Contact, **named: object) -> object:
        if contact.id == people[1].id:
            raise RuntimeError("broken")
        return real(session, contact, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(jobs.recontact, "propose", breaks)
    assert tick(small_house.assistant)["draft"] == 3
    assert [len(her.proposals()) for her in people] == [1, 0, 1]
    assert {her.contact.proposed_at for her in people} == {small_house.clock()}
    assert tick(small_house.assistant)["draft"] == 0


def test_whoever_wrote_before_her_proposal_was_written_gets_none(small_house: House) -> None:
    her = small_house.anna.meets()
    small_house.anna.sends(her)
    small_house.clock.forward(days=7)
    with small_house.writing() as session:
        assert falling_due.mark_due(session, [her.id], now=small_house.clock()) == 1
    her.answers("hallo")
    assert tick(small_house.assistant)["draft"] == 1
    assert her.proposals() == []


def test_how_many_at_a_time_follows_how_long_it_took() -> None:
    assert jobs._next_size(1000, jobs.HELD) == 1000
    assert jobs._next_size(1000, jobs.HELD * 2) == 500
    assert jobs._next_size(1000, 0) == 2000
    assert jobs._next_size(jobs.MOST, 0) == jobs.MOST
    assert jobs._next_size(300, 10) == jobs.FEWEST


def test_retention_looks_once_an_hour(small_house: House) -> None:
    assert tick(small_house.assistant)["forget"] == 0
    her = small_house.anna.meets()
    with small_house.writing() as session:
        session.get_one(Contact, her.id).changed_at = small_house.clock() - timedelta(days=90)
    assert tick(small_house.assistant)["forget"] == 0
    small_house.clock.forward(hours=1)
    assert tick(small_house.assistant)["forget"] == 1


def test_the_ticker_knocks_only_with_the_lock(small_house: House) -> None:
    ticker = start_ticker(small_house.assistant)
    rival = jobs.Ticker(small_house.assistant, TickerLock(small_house.assistant.store), ticker.scheduler)
    rival.knock()
    with small_house.reading() as session:
        assert queries.heartbeats(session) == {}
    ticker.knock()
    with small_house.reading() as session:
        assert set(queries.heartbeats(session)) == {"clock", "retention"}
    ticker.stop()
