"""Door 2: the clock. APScheduler only knocks, once a minute; what is due is a column in the database.

Exactly one process ticks: on PostgreSQL an advisory lock on a connection of its own, with SQLite a lock on a file beside the database.
Both locks end with their process, so that another takes over within a minute.
"""

import contextlib
import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from assistant import telling, traffic
from assistant.bootstrap import Assistant
from assistant.outreach import arrivals, escalating, falling_due, findable, merging, recontact, rights, sending
from assistant.outreach.importing import batches
from assistant.store import turns
from assistant.store.models import Heartbeat
from assistant.store.opening import Store

log = logging.getLogger(__name__)
TICKER_LOCK = 7239103
EVERY_SECONDS = 60
RETENTION, RETENTION_EVERY = "retention", timedelta(hours=1)
PAUSE = 0.005  # seconds, for who waits to write
HELD = 0.03  # seconds that a transaction of many rows should hold its lock
FEWEST, AT_FIRST, MOST = 250, 500, 5000  # rows of it
CROWD = 100_000  # people asked for at once: their numbers alone


@dataclass(slots=True)
class TickerLock:
    """Held by the one process that ticks."""

    store: Store
    _connection: Connection | None = field(default=None, repr=False)
    _held: bool = False
    _file: IO[str] | None = field(default=None, repr=False)

    def hold(self) -> bool:
        """Take the lock, or keep it; False when another process has it."""
        return self._hold_file() if self.store.is_sqlite else self._hold_advisory()

    def _hold_advisory(self) -> bool:
        if self._connection is None:
            self._connection = self.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            if self._held:
                self._connection.execute(text("SELECT 1"))  # the lock lives as long as its connection does
            else:
                asked = text("SELECT pg_try_advisory_lock(:lock)")
                self._held = bool(self._connection.scalar(asked, {"lock": TICKER_LOCK}))
        except Exception:
            self._let_go()
            raise
        return self._held

    def _hold_file(self) -> bool:
        if self._file is not None:
            return True
        place = turns.beside(self.store.engine, "ticker")
        if place is None:
            return True
        file = place.open("a", encoding="utf-8")  # held until the process ends
        if not _lock(file):
            file.close()
            return False
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            if self._held:
                # The server notices a closed connection a moment later; whoever takes over need not wait for that.
                with contextlib.suppress(SQLAlchemyError):
                    self._connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": TICKER_LOCK})
            self._let_go()

    def _let_go(self) -> None:
        """End the connection for good: given back to the pool it would keep the lock."""
        assert self._connection is not None
        self._connection.invalidate()
        self._connection.close()
        self._connection, self._held = None, False


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _lock(file: IO[str]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def tick(assistant: Assistant) -> dict[str, int]:
    """Everything that is due now, each in a transaction of its own so that one fault stops nothing else. Answers the counts."""
    done: dict[str, int] = {}
    for name, job in JOBS.items():
        try:
            done[name] = job(assistant)
        except Exception:
            log.exception("the clock's job %r failed; the others go on", name)
            done[name] = -1
    _beat(assistant, done)
    return done


def _expire(assistant: Assistant) -> int:
    with assistant.store.writing() as session:
        return sending.expire_claims(session, now=assistant.now())


def _propose(assistant: Assistant) -> int:
    """Mark who is due: asked for in a crowd, without a lock, and marked many at a time, each time in a moment."""
    total = 0
    while True:
        with assistant.store.reading() as session:
            crowd = falling_due.who_is_due(session, now=assistant.now(), most=CROWD)
        marked = _mark(assistant, crowd)
        total += marked
        if len(crowd) < CROWD or not marked:  # whoever is held by somebody else now is asked for again in a minute
            return total


def _mark(assistant: Assistant, crowd: Sequence[int]) -> int:
    total, begin, size = 0, 0, AT_FIRST
    while begin < len(crowd):
        if begin:
            time.sleep(PAUSE)
        with assistant.store.writing() as session:
            session.connection()  # waits for its lock, if it has to
            started = time.monotonic()
            total += falling_due.mark_due(session, crowd[begin : begin + size], now=assistant.now())
        begin, size = begin + size, _next_size(size, time.monotonic() - started)
    return total


def _next_size(size: int, seconds: float) -> int:
    """How many people at a time, so that this machine, as busy as it is now, holds its lock for some HELD seconds."""
    return max(FEWEST, min(MOST, round(size * min(2.0, HELD / max(seconds, 0.001)))))


def _draft(assistant: Assistant) -> int:
    """Write the proposals of those, for at most half a minute."""
    return _for_half_a_minute(
        assistant, lambda session: recontact.draft_due(session, now=assistant.now(), desk=assistant.desk)
    )


def _refresh(assistant: Assistant) -> int:
    with assistant.store.writing() as session:
        return recontact.lay_old_proposals_aside(
            session, now=assistant.now(), open_for=assistant.proposal_open_for, terms=assistant.terms
        )


def _forget(assistant: Assistant) -> int:
    """Retention looks through everybody, so it looks once an hour; every minute while there is more than it takes at once."""
    with assistant.store.reading() as session:
        last = session.get(Heartbeat, RETENTION)
        if last is not None and assistant.now() - last.ran_at < RETENTION_EVERY:
            return 0
    with assistant.store.writing() as session:
        texts, people = rights.keep_no_longer(session, now=assistant.now(), keeping=assistant.keeping)
        undoable = merging.forget_old(session, now=assistant.now())
        repeats = arrivals.forget(session, now=assistant.now())
        escalating.forget(session, now=assistant.now())
        if people < rights.CHUNK:
            session.merge(Heartbeat(name=RETENTION, ran_at=assistant.now(), detail=""))
    return texts + people + undoable + repeats


def _sweep(assistant: Assistant) -> int:
    with assistant.store.writing() as session:
        return batches.sweep(session, folder=assistant.imports.folder, now=assistant.now())


def _index(assistant: Assistant) -> int:
    """Make people findable who came in with a long list, for at most half a minute."""
    return findable.settle(assistant.store, seconds=EVERY_SECONDS / 2)


def _pack(assistant: Assistant) -> int:
    return findable.pack(assistant.store)


def _for_half_a_minute(assistant: Assistant, some: Callable[[Session], int]) -> int:
    """Do `some` again and again, in short transactions, until nothing is left; the next tick goes on. Answers how much was done."""
    until, total = time.monotonic() + EVERY_SECONDS / 2, 0
    while time.monotonic() < until:
        with assistant.store.writing() as session:
            handled = some(session)
        total += handled
        if not handled:
            break
        time.sleep(PAUSE)
    return total


JOBS: dict[str, Callable[[Assistant], int]] = {
    "expire": _expire,
    "propose": _propose,
    "draft": _draft,
    "refresh": _refresh,
    "forget": _forget,
    "index": _index,
    "pack": _pack,
    "sweep": _sweep,
    "arrive": traffic.read_what_is_stored,
    "poll": traffic.poll,
    "dispatch": traffic.send_what_is_due,
    "knock": traffic.knock,
    "tell": telling.tell,
}


def _beat(assistant: Assistant, done: dict[str, int]) -> None:
    failed = [name for name, count in done.items() if count < 0]
    with assistant.store.writing() as session:
        session.merge(Heartbeat(name="clock", ran_at=assistant.now(), detail=" ".join(failed)))


@dataclass(slots=True)
class Ticker:
    """The scheduler of one process."""

    assistant: Assistant
    lock: TickerLock
    scheduler: BackgroundScheduler

    def knock(self) -> None:
        """Tick when this process holds the lock, or can take it."""
        if self.lock.hold():
            tick(self.assistant)

    def stop(self) -> None:
        self.scheduler.shutdown(wait=True)
        self.lock.release()


def start_ticker(assistant: Assistant) -> Ticker:
    """Knock every minute in this process, coalesced: after a sleep of hours one knock makes up for all."""
    scheduler = BackgroundScheduler(timezone="UTC")
    ticker = Ticker(assistant, TickerLock(assistant.store), scheduler)
    scheduler.add_job(
        ticker.knock, "interval", seconds=EVERY_SECONDS, coalesce=True, max_instances=1, misfire_grace_time=None
    )
    if not ticker.lock.hold():
        log.warning("another process already keeps the clock of this store; this one takes over when that one ends")
    scheduler.start()
    return ticker
