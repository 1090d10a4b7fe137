"""Everybody out, one JSON object a line, in the form that an import reads: a team can leave as it came."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant.rules.stages import Stage
from assistant.rules.visit_words import visit_parts
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.joinings import empty_places
from assistant.store.models import Contact, Direction, MessageState, Note, NoteKind, PlaceKind, Visit

SAID = (
    MessageState.SENT,
    MessageState.RECEIVED,
    MessageState.UNKNOWN,
)  # unknown: it may have left, and counts as if it had
VISITS = (NoteKind.VISIT, NoteKind.MISSED)
CHUNK = 500


def log_leaving(session: Session, *, by: Account | None, now: datetime, reason: str) -> None:
    """An export of everybody is logged before its first line."""
    audit.record(session, audit.Event.EXPORTED, now=now, by_id=by.id if by else None, reason=reason)


def everybody(session: Session, *, team_id: int | None = None) -> Iterator[dict[str, Any]]:
    """Every person (of one team, or of all), oldest first."""
    last = 0
    parts = (Contact.points, Contact.messages, Contact.notes, Contact.handovers)
    names = {number: name for number, name in session.execute(select(Account.id, Account.username))}  # noqa: C416
    while True:
        query = select(Contact).where(Contact.id > last, Contact.id.not_in(empty_places()))
        query = query.order_by(Contact.id).limit(CHUNK)
        if team_id is not None:
            query = query.where(Contact.team_id == team_id)
        people = list(session.scalars(query.options(*map(selectinload, parts), joinedload(Contact.owner))))
        if not people:
            return
        last = people[-1].id
        visits = _visits(session, people)
        yield from (line(person, visits, names) for person in people)
        session.expunge_all()


def _visits(session: Session, people: Sequence[Contact]) -> dict[int, Visit]:
    numbers = {note.visit_id for person in people for note in person.notes if note.visit_id is not None}
    query = select(Visit).where(Visit.id.in_(numbers)).options(selectinload(Visit.went))
    return {visit.id: visit for visit in session.scalars(query)}


def _visited(note: Note, visits: Mapping[int, Visit], names: Mapping[int, str]) -> dict[str, Any]:
    record: dict[str, Any] = {"at": note.at.isoformat()}
    record |= dict(zip(("place", "text"), visit_parts(note.body), strict=True))
    if note.kind is NoteKind.MISSED:
        record["met"] = False
    visit = visits.get(note.visit_id) if note.visit_id is not None else None
    if visit is not None:
        record |= {"kind": visit.kind.value} if visit.kind is not PlaceKind.OTHER else {}
        record |= {"team": [names[one.account_id] for one in visit.went]} if visit.went else {}
    return record


def line(contact: Contact, visits: Mapping[int, Visit], names: Mapping[int, str]) -> dict[str, Any]:
    """One person as a line; what is not known is left out. `names`: account → user name."""
    said = sorted((m for m in contact.messages if m.state in SAID), key=lambda message: (message.at, message.id))
    notes = sorted(contact.notes, key=lambda note: (note.at, note.id))
    record: dict[str, Any] = {
        "ref": contact.reference,
        "alias": contact.alias,
        "points": [
            {"channel": point.channel, "value": point.value} for point in contact.points if point.gone_at is None
        ],
        "town": contact.town,
        "language": contact.language,
        "country": contact.country,
        "gender": contact.gender,
        "worker": contact.owner.username if contact.owner else None,
        "messages": [
            {
                "at": message.at.isoformat(),
                "direction": "in" if message.direction is Direction.IN else "out",
                "channel": message.channel,
                "text": message.body,
            }
            for message in said
        ],
        "notes": [
            {"at": note.at.isoformat(), "text": note.body}
            | ({} if note.kind is NoteKind.NOTE else {"kind": note.kind.value})
            for note in notes
            if note.kind not in VISITS
        ]
        # What one colleague told another about her goes along as a note: other systems know no handing over.
        + [{"at": one.at.isoformat(), "text": one.note} for one in contact.handovers if one.note],
        "visits": [_visited(note, visits, names) for note in notes if note.kind in VISITS],
        "stop": contact.stage is Stage.STOPPED,
    }
    return {name: value for name, value in record.items() if value is not None}
