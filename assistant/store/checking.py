"""Is the store whole? Every sealed value opens, the log's chain holds, the database finds no fault with itself, no due work lies waiting."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, func, select, text, type_coerce
from sqlalchemy.orm import Session

from assistant.store.audit import first_broken_entry
from assistant.store.base import Base
from assistant.store.models import Contact, Heartbeat, Message, MessageState
from assistant.store.sealed import CannotUnseal, Sealed, SealedJson, keyring_of_session, unseal

LATE = timedelta(minutes=15)


def faults(session: Session, *, now: datetime) -> Iterator[str]:
    """One line in English for each fault; none when all is well. Reads every sealed value, so it takes a while on a large store."""
    yield from _database_faults(session)
    yield from _unopened(session)
    broken = first_broken_entry(session)
    if broken is not None:
        yield f"log_entry {broken}: the chain breaks here; an entry was changed or removed"
    yield from _work_left(session, now=now)


def _database_faults(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name != "sqlite":
        return
    for (line,) in session.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"database: {line}"
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield f"database: a row of {row[0]} points at a missing row of {row[2]}"


def _unopened(session: Session) -> Iterator[str]:
    keyring = keyring_of_session(session)
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, Sealed | SealedJson):
                continue
            raw = select(*table.primary_key.columns, type_coerce(column, LargeBinary)).where(column.is_not(None))
            for *key, sealed in session.execute(raw):
                try:
                    unseal(keyring, column.type.place, bytes(sealed))
                except CannotUnseal:
                    yield f"{table.name} {' '.join(map(str, key))}: {column.name} does not open with these keys"


def _work_left(session: Session, *, now: datetime) -> Iterator[str]:
    late = now - LATE
    beat = session.get(Heartbeat, "clock")
    if beat is not None and beat.ran_at < late:
        yield f"clock: last ran {beat.ran_at.isoformat()}; proposals and reminders wait"
    due = select(func.count()).where(
        Contact.due_at <= late, Contact.proposed_at.is_(None), Contact.waiting_since.is_(None)
    )
    if left := session.scalar(due):
        yield f"due: {left} contacts were due and nobody proposed anything; is the clock running?"
    expired = select(func.count()).where(Message.state == MessageState.CLAIMED, Message.lease_until <= late)
    if left := session.scalar(expired):
        yield f"claims: {left} leases ran out and were not handed to a human; is the clock running?"
