"""All new people of a chunk, in a handful of statements. Sealing is done by the columns' own types."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from assistant.outreach.importing import ads, visiting
from assistant.outreach.importing.counting import Batch
from assistant.outreach.importing.meeting import FILLED, Keys
from assistant.outreach.importing.past import message_rows, note_rows, wants_no_more
from assistant.outreach.importing.records import BadLine, Person
from assistant.outreach.importing.standing import Standing, standing
from assistant.rules.stages import Stage
from assistant.store import search
from assistant.store.bulk import insert_columns, insert_rows
from assistant.store.models import Contact, Message, Note, Point, Suppression

_UNTOUCHED = Standing()


def add(session: Session, new: Sequence[tuple[Person, Keys]], batch: Batch, *, now: datetime) -> None:
    """Store everybody in `new` with their contact points, words and ads."""
    if not new:
        return
    people = [person for person, _ in new]
    numbers = _numbers(session, len(new))
    words = [
        message_rows(*pair, batch.number) if pair[1].messages else [] for pair in zip(numbers, people, strict=True)
    ]
    stands = [
        _stands(person, rows, batch, now=now) if rows or person.notes or person.stop else _UNTOUCHED
        for person, rows in zip(people, words, strict=True)
    ]
    _add_contacts(session, numbers, people, words, stands, batch, now=now)
    _add_points(session, numbers, new, stands, batch, now=now)
    insert_rows(session, Message, [row for rows in words for row in rows])
    noted = [pair for pair in zip(numbers, people, strict=True) if pair[1].notes]
    visits = visiting.add(session, [note for _, person in noted for note in person.notes], batch, now=now)
    insert_rows(session, Note, [row for pair in noted for row in note_rows(*pair, batch.number, visits)])
    for number, person in zip(numbers, people, strict=True):
        if person.ad:
            ads.add_version(session, session.get_one(Contact, number), person.ad, batch, now=now)
    search.later(session, numbers, new=True)  # rows inserted in bulk pass the session's own watch by
    if batch.references is not None:
        bare = zip(numbers, people, strict=True)
        batch.references |= {one.reference: number for number, one in bare if one.reference and not one.points}


def _stands(person: Person, rows: Sequence[dict[str, Any]], batch: Batch, *, now: datetime) -> Standing:
    stop = person.stop or (bool(rows) and wants_no_more(rows))
    if rows or person.notes:
        return standing(person.messages, person.notes, stop=stop, now=now, pace=batch.pace, spread=batch.spread)
    return Standing(stage=Stage.STOPPED)


def _add_contacts(
    session: Session,
    numbers: Sequence[int],
    people: Sequence[Person],
    words: Sequence[Sequence[dict[str, Any]]],
    stands: Sequence[Standing],
    batch: Batch,
    *,
    now: datetime,
) -> None:
    many = len(numbers)
    owners = [_owner(session, person, batch) for person in people]
    urgent = [
        now if rows and where.waiting_since and any(row["danger"] for row in rows) else None
        for rows, where in zip(words, stands, strict=True)
    ]
    columns: dict[str, Sequence[Any]] = {
        "id": numbers,
        "team_id": [batch.team_id] * many,
        "owner_id": owners,
        "urgent_since": urgent,
        "created_at": [now] * many,
        "changed_at": [now] * many,
        "version": [1] * many,
        "import_batch_id": [batch.number] * many,
    }
    same = all(where is _UNTOUCHED for where in stands)
    for name in Standing.__slots__:
        columns[name] = [getattr(_UNTOUCHED, name)] * many if same else [getattr(where, name) for where in stands]
    said = dict(zip(Person._fields, zip(*people, strict=True), strict=True))
    columns |= {name: said[name] for name in FILLED}
    insert_columns(session, Contact, columns)


def _add_points(
    session: Session,
    numbers: Sequence[int],
    new: Sequence[tuple[Person, Keys]],
    stands: Sequence[Standing],
    batch: Batch,
    *,
    now: datetime,
) -> None:
    rows = [
        (number, channel, value, spellings[0])
        for number, (person, theirs) in zip(numbers, new, strict=True)
        for (channel, value), spellings in zip(person.points, theirs, strict=True)
    ]
    if rows:
        owners, channels, values, keys = zip(*rows, strict=True)
        columns = {"contact_id": owners, "channel": channels, "value": values, "key": keys}
        same = {"slot": 0, "created_at": now, "import_batch_id": batch.number}
        insert_columns(session, Point, columns | {name: [value] * len(rows) for name, value in same.items()})
    stopped = {
        spellings[0]
        for (_, theirs), where in zip(new, stands, strict=True)
        if where.stage is Stage.STOPPED
        for spellings in theirs
    }
    by_id = batch.by.id if batch.by else None
    insert_rows(session, Suppression, [{"key": key, "added_at": now, "added_by_id": by_id} for key in stopped])


def _numbers(session: Session, how_many: int) -> list[int]:
    """Row numbers for new contacts. On SQLite this transaction is the only writer; PostgreSQL hands them out."""
    if session.get_bind().dialect.name == "postgresql":
        asked = text("SELECT nextval(pg_get_serial_sequence('contact', 'id')) FROM generate_series(1, :many)")
        return [int(number) for number in session.scalars(asked, {"many": how_many})]
    highest = session.scalar(select(func.max(Contact.id))) or 0
    return list(range(highest + 1, highest + 1 + how_many))


def _owner(session: Session, person: Person, batch: Batch) -> int | None:
    if person.worker is None:
        return None
    owner = visiting.workers(session, batch).get(person.worker.casefold())
    if owner is None or owner[1] != batch.team_id:
        batch.remarks.append(
            BadLine(person.line, f"no worker {person.worker[:40]!r} on this team; nobody's yet", kept=True)
        )
        return None
    return owner[0]
