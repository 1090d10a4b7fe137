"""The clock with 100,000 people due among a million conversations, against one plain SQL statement that marks the same people.

Both run on the same store, one after the other, in the order clock, plain, clock, plain; between them the marks are taken off. `rate_ratio` is
the clock's people a second against the plain statement's; its pauses, in which others write, are not counted against it. `lock_ms` is how long
the longest of its transactions held the write lock in one more round, by the wall and in processor time (on a busy machine these differ).
`idle_ms` is the processor time of a whole tick that finds nothing. $TICKER_PEOPLE takes another size than a million; on PostgreSQL with
$TEST_POSTGRESQL_URL.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, insert, select, text, update
from sqlalchemy.orm import Session

from assistant import jobs
from assistant.bootstrap import Assistant, open_assistant
from assistant.collecting import keep_what_is_loaded
from assistant.config import Config, StorePlace
from assistant.store.accounts import Team
from assistant.store.models import Contact
from tests.conftest import POSTGRESQL, a_database

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
PEOPLE = int(os.environ.get("TICKER_PEOPLE", "1000000"))
DUE_OF = 10  # one in ten is due
COPIES = 50  # so many times the same rows: made by the database itself
ROUNDS = 3
MARK = """
    UPDATE contact SET proposed_at = :now, version = version + 1,
        stage = CASE stage WHEN 'talking' THEN 'stalled' ELSE stage END
    WHERE due_at <= :now AND proposed_at IS NULL AND waiting_since IS NULL
"""
# On SQLite: without it the plain statement reads everybody.
BY_ITS_INDEX = " AND substr(due_at, 1, 13) <= substr(:now, 1, 13)"
LINE_UP = "INSERT INTO draft_due (contact_id) SELECT id FROM contact WHERE proposed_at = :now"


def _fill(house: Assistant) -> None:
    """A million conversations, most of them silent for longer or shorter; every tenth has come due."""
    with house.store.writing() as session:
        team = Team(name="De Brug")
        session.add(team)
        session.flush()
        team_id = team.id
    rows = [_person(number, team_id) for number in range(PEOPLE // COPIES)]
    with house.store.writing() as session:
        session.execute(insert(Contact), rows)
    names = [*rows[0], "unanswered", "renewals", "version"]
    again = select(*(getattr(Contact, name) for name in names)).where(Contact.id <= len(rows))
    for _ in range(COPIES - 1):
        with house.store.writing() as session:
            session.execute(insert(Contact).from_select(names, again))


def _person(number: int, team_id: int) -> dict[str, Any]:
    last = NOW - timedelta(days=21, minutes=number % 20_000)
    due = NOW - timedelta(minutes=number % 5000) if number % DUE_OF == 0 else NOW + timedelta(days=1 + number % 60)
    return {
        "team_id": team_id,
        "stage": "talking" if number % 3 else "written",
        "language": "nl",
        "last_out_at": last,
        "last_in_at": last - timedelta(hours=1),
        "due_at": due,
        "due_for": "recontact",
        "created_at": last,
        "changed_at": last,
    }


Span = tuple[float, float]  # seconds by the wall, seconds of the processor


def _now() -> Span:
    return time.perf_counter(), time.process_time()


def _since(start: Span) -> Span:
    wall, processor = _now()
    return wall - start[0], processor - start[1]


@contextmanager
def _locks(house: Assistant) -> Iterator[list[Span]]:
    """How long each writing transaction lasted: from when it had its lock until its commit was done.

    SQLite moves its log to the database after a commit now and then, when the lock is free already; that is left out here.
    """
    held: list[Span] = []
    start = (0.0, 0.0)

    def begun(connection: Connection) -> None:
        nonlocal start
        if house.store.is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA wal_autocheckpoint=0")
        start = _now()

    engine = house.store.engine
    event.listen(engine, "begin", begun)
    try:
        with _after_each_commit(lambda: held.append(_since(start))):
            yield held
    finally:
        event.remove(engine, "begin", begun)
        engine.dispose()


@contextmanager
def _after_each_commit(tell: Callable[[], None]) -> Iterator[None]:
    def committed(session: Session) -> None:
        tell()

    event.listen(Session, "after_commit", committed)
    try:
        yield
    finally:
        event.remove(Session, "after_commit", committed)


def _undo(house: Assistant) -> None:
    with house.store.writing() as session:
        session.execute(text("DELETE FROM draft_due"))
        session.execute(text("UPDATE contact SET proposed_at = NULL WHERE proposed_at IS NOT NULL"))
        session.execute(text("UPDATE contact SET stage = 'talking' WHERE stage = 'stalled'"))


def _clock(house: Assistant) -> tuple[Span, int]:
    """At work, pauses left out, and how many were marked."""
    commits: list[Span] = []
    start = _now()
    with _after_each_commit(lambda: commits.append(_now())):
        done = jobs.JOBS["propose"](house)
    wall, processor = _since(start)
    return (wall - jobs.PAUSE * (len(commits) - 1), processor), done


def _plain(house: Assistant) -> Span:
    now = NOW if not house.store.is_sqlite else NOW.replace(tzinfo=None).isoformat(" ", "microseconds")
    with house.store.writing() as session:
        session.connection()
        start = _now()
        session.execute(text(MARK + (BY_ITS_INDEX if house.store.is_sqlite else "")), {"now": now})
        session.execute(text(LINE_UP), {"now": now})
        session.commit()
        return _since(start)


def _idle(house: Assistant) -> float:
    """Processor milliseconds of a whole tick with nothing to do."""
    jobs.tick(house)
    times = []
    for _ in range(5):
        started = time.process_time()
        done = jobs.tick(house)
        times.append(time.process_time() - started)
        assert not any(done.values()), done
    return min(times) * 1000


def _measure(house: Assistant) -> dict[str, float]:
    started = time.perf_counter()
    _fill(house)
    filled = time.perf_counter() - started
    keep_what_is_loaded()  # as `assistant serve` does
    clock, plain = [], []
    for _ in range(ROUNDS):
        span, done = _clock(house)
        assert done == PEOPLE // DUE_OF, done
        clock.append(span)
        with house.store.reading() as session:
            assert session.scalar(select(Contact.stage).where(Contact.id == 11)) == "stalled"
        _undo(house)
        plain.append(_plain(house))
        _undo(house)
    with _locks(house) as held:
        jobs.JOBS["propose"](house)
    _undo(house)
    with house.store.writing() as session:
        session.execute(update(Contact).where(Contact.due_at <= NOW).values(due_at=None, due_for=None))
    (clock_wall, clock_cpu), (plain_wall, plain_cpu) = map(_best, (clock, plain))
    return {
        "people": PEOPLE,
        "due": PEOPLE // DUE_OF,
        "rate_ratio": round(plain_wall / clock_wall, 2),
        "rate_ratio_cpu": round(plain_cpu / clock_cpu, 2),
        "people_a_second": round(PEOPLE / DUE_OF / clock_wall),
        "lock_ms": round(max(wall for wall, _ in held) * 1000, 1),
        "lock_cpu_ms": round(max(cpu for _, cpu in held) * 1000, 1),
        "locks": len(held),
        "idle_ms": round(_idle(house), 1),
        "filled_s": round(filled),
    }


def _best(spans: list[Span]) -> Span:
    return min(wall for wall, _ in spans), min(cpu for _, cpu in spans)


def run() -> dict[str, float]:
    """The figures, on SQLite, or on PostgreSQL where the environment names one."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys.json"
        if server := os.environ.get(POSTGRESQL):
            with a_database(server) as url:
                house = open_assistant(Config(store=StorePlace(url=url, keys=keys)), clock=lambda: NOW)
                figures = _measure(house)
                house.close()
            return figures
        place = StorePlace(url=f"sqlite:///{Path(folder) / 'outreach.db'}", keys=keys)
        house = open_assistant(Config(store=place), clock=lambda: NOW)
        figures = _measure(house)
        house.close()
        return figures


if __name__ == "__main__":
    print(run())
