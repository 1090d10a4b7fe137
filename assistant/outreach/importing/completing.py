"""Somebody we know stands in a list: what only the list says is filled in, nothing of hers is overwritten.

Most lines about somebody known add at most a name or a town: those are gathered (`Fills`) and written at the chunk's end, without
opening anything sealed. Whoever's thread, ways or stop the line adds to is loaded as any verb does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.outreach import replies
from assistant.outreach.history import history_of
from assistant.outreach.importing import ads, touching, visiting
from assistant.outreach.importing.counting import Batch
from assistant.outreach.importing.meeting import FILLED, Extra, Glimpse
from assistant.outreach.importing.past import message_rows, note_rows, wants_no_more
from assistant.outreach.importing.records import BadLine, Person
from assistant.outreach.importing.standing import Standing, standing
from assistant.rules.cadence import left
from assistant.rules.stages import Stage
from assistant.store import search
from assistant.store.bulk import fill_in, insert_rows
from assistant.store.models import Contact, Direction, ImportTouched, Message, Note, Point
from assistant.store.points import still_hers


@dataclass(slots=True)
class Fills:
    """Contact → field → value that she lacked."""

    of: dict[int, dict[str, str]] = field(default_factory=dict)

    def add(self, number: int, person: Person, glimpse: Glimpse) -> None:
        """Note what `person` says and she lacks; it lacks no longer."""
        for name in FILLED:
            if name in glimpse.lacks and (value := getattr(person, name)):
                self.of.setdefault(number, {})[name] = value
                glimpse.lacks.discard(name)

    def write(self, session: Session, batch: Batch, *, now: datetime) -> None:
        """All of them in one statement, and what was filled in remembered for the batch."""
        if not self.of:
            return
        numbers = sorted(self.of)  # as whoever holds several does
        names = [name for name in FILLED if any(name in fields for fields in self.of.values())]
        session.flush()  # what verbs changed on the same people goes first: after this their version is another
        columns = {name: [self.of[number].get(name) for number in numbers] for name in names}
        fill_in(session, Contact, numbers, columns, changed_at=now)
        search.later(session, numbers)
        if batch.number is not None:
            self._remember(session, batch.number)

    def _remember(self, session: Session, batch_number: int) -> None:
        asked = select(ImportTouched.contact_id).where(
            ImportTouched.batch_id == batch_number, ImportTouched.contact_id.in_(list(self.of))
        )
        again = set(session.scalars(asked))
        for number in again:
            touching.remember(session, batch_number, session.get_one(Contact, number), self.of[number])
        rows = [
            {"batch_id": batch_number, "contact_id": number, "added": {"fields": fields}}
            for number, fields in self.of.items()
            if number not in again
        ]
        insert_rows(session, ImportTouched, rows)


def known(
    session: Session,
    number: int,
    glimpse: Glimpse,
    person: Person,
    extra: Sequence[Extra],
    batch: Batch,
    fills: Fills,
    *,
    now: datetime,
) -> None:
    """Judge a line about contact `number`, and unless it is a dry run take over what it adds."""
    if glimpse.stage is Stage.STOPPED:
        batch.tally("suppressed", person)
    elif person.stop and not batch.dry:
        batch.tally("known", person)
        contact = session.get_one(Contact, number)
        replies.stop(session, contact, now=now, by=batch.by)
        glimpse.stage = contact.stage
    elif glimpse.team_id != batch.team_id:
        batch.tally("known", person)
        batch.remarks.append(BadLine(person.line, "another team knows her; left as she is", kept=True))
    elif glimpse.stage is not Stage.NEW and left(history_of(session.get_one(Contact, number)), batch.pace) == 0:
        batch.tally("over_budget", person)
    else:
        batch.tally("known", person)
        if not batch.dry:
            fills.add(number, person, glimpse)
            if extra or person.messages or person.notes or person.ad:
                _add(session, session.get_one(Contact, number), glimpse, person, extra, batch, now=now)


def _add(
    session: Session,
    contact: Contact,
    glimpse: Glimpse,
    person: Person,
    extra: Sequence[Extra],
    batch: Batch,
    *,
    now: datetime,
) -> None:
    touched = False
    for (channel, value), spellings in extra:
        if not _taken(session, spellings):
            point = Point(channel=channel, value=value, key=spellings[0], created_at=now, import_batch_id=batch.number)
            contact.points.append(point)
            contact.changed_at = now
            touched = True
            session.flush()
    if touched:
        touching.remember(session, batch.number, contact, {})
    if person.messages or person.notes:
        _add_past(session, contact, person, batch, now=now)
        glimpse.stage = contact.stage
    if person.ad:
        ads.add_version(session, contact, person.ad, batch, now=now)


def _taken(session: Session, keys: tuple[bytes, ...]) -> bool:
    return session.scalar(select(Point.id).where(Point.key.in_(keys), still_hers()).limit(1)) is not None


def _add_past(session: Session, contact: Contact, person: Person, batch: Batch, *, now: datetime) -> None:
    """Words we did not have yet. Her place in the rhythm follows only when she had no words here before: what happened here rules."""
    had = {(m.at, m.direction is Direction.IN, m.body) for m in contact.messages}
    noted = {(n.at, n.body) for n in contact.notes}
    words = tuple(m for m in person.messages if (m.at, m.inbound, m.text) not in had)
    notes = tuple(n for n in person.notes if (n.at, n.text) not in noted)
    if not words and not notes:
        return
    untouched = not had and contact.stage is Stage.NEW
    person = person._replace(messages=words, notes=notes)
    rows = message_rows(contact.id, person, batch.number)
    where = standing(words, notes, stop=wants_no_more(rows), now=now, pace=batch.pace, spread=batch.spread)
    insert_rows(session, Message, rows)
    visits = visiting.add(session, notes, batch, now=now)
    insert_rows(session, Note, note_rows(contact.id, person, batch.number, visits))
    touching.remember(session, batch.number, contact, {}, stands=where if untouched else None)
    search.later(session, [contact.id])
    session.expire(contact, ["messages", "notes"])
    if where.stage is Stage.STOPPED:
        replies.stop(session, contact, now=now, by=batch.by)
    elif untouched:
        for name in Standing.__slots__:
            setattr(contact, name, getattr(where, name))
