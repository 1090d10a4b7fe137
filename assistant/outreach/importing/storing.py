"""From people read to people stored, a chunk at a time: each chunk is one short writing transaction, and whole or not at all.

Duplicates, in the file or with what we know, meet by the keyed hash of a contact point. Who asked us to stop is never stored again;
whom we know is completed, nothing of hers is overwritten; of whom the budget is spent nothing is touched. Another team's people stay theirs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from assistant.outreach import replies
from assistant.outreach.history import history_of
from assistant.outreach.importing import touching
from assistant.outreach.importing.known import Seen, complete
from assistant.outreach.importing.records import BadLine, Person
from assistant.outreach.importing.standing import Spread, Standing, standing
from assistant.rules.cadence import Pace, left
from assistant.rules.consent import Stop, read_consent
from assistant.rules.signals import read_signals
from assistant.rules.stages import Stage
from assistant.store import audit, search
from assistant.store.accounts import Account, Team
from assistant.store.bulk import insert_rows
from assistant.store.keys import Keyring
from assistant.store.models import (
    Contact,
    Direction,
    Message,
    MessageKind,
    MessageState,
    Note,
    NoteKind,
    Point,
    StopAnswer,
    Suppression,
)
from assistant.store.points import keys_under, still_hers
from assistant.store.sealed import keyring_of_session

CHUNK = 2_000
ASKED_AT_ONCE = 5_000
EXAMPLES = 5
Extra = tuple[tuple[str, str], tuple[bytes, ...]]  # a contact point that nobody has yet, and its keys


@dataclass(slots=True)
class Counts:
    """What became, or would become, of the lines. `rows` is the sum of the others."""

    new: int = 0
    known: int = 0
    suppressed: int = 0
    over_budget: int = 0
    invalid: int = 0

    @property
    def rows(self) -> int:
        return self.new + self.known + self.suppressed + self.over_budget + self.invalid


@dataclass(slots=True)
class Batch:
    """One import under way. `dry`: only count. `remarks`: lines that came in with something left out."""

    team_id: int
    pace: Pace
    by: Account | None = None
    dry: bool = False
    counts: Counts = field(default_factory=Counts)
    remarks: list[BadLine] = field(default_factory=list)
    spread: Spread = field(default_factory=Spread)
    workers: dict[str, tuple[int, int]] | None = None
    references: dict[str, int] | None = None
    seen: Seen = field(default_factory=Seen)
    number: int | None = (
        None  # of its ImportBatch, which everything it makes will carry; None: nobody will take it back
    )
    line: int = 0  # up to and with this line everybody has been handled
    examples: dict[str, list[Person]] | None = None  # the first people of each outcome, when somebody wants to see them

    def tally(self, outcome: str, person: Person) -> None:
        """Count `person` under the name of a field of Counts."""
        setattr(self.counts, outcome, getattr(self.counts, outcome) + 1)
        if self.examples is not None and len(shown := self.examples.setdefault(outcome, [])) < EXAMPLES:
            shown.append(person)


def chunks(people: Iterable[Person], size: int = CHUNK) -> Iterator[list[Person]]:
    """`people` in lists of at most `size` that also hold at most ten times as many messages and notes."""
    held: list[Person] = []
    weight = 0
    for person in people:
        held.append(person)
        weight += 1 + len(person.messages) + len(person.notes)
        if len(held) >= size or weight >= 4 * size:
            yield held
            held, weight = [], 0
    if held:
        yield held


def store(session: Session, people: Sequence[Person], batch: Batch, *, now: datetime) -> None:
    """Judge and, unless it is a dry run, store one chunk; the counts grow in `batch`."""
    keyring = keyring_of_session(session)
    people = [_once(person, keyring) for person in people]
    keys = [[keys_under(keyring, channel, value) for channel, value in person.points] for person in people]
    asked = list({key for theirs in keys for spellings in theirs for key in spellings})
    refused = {bytes(key) for part in _parts(asked) for key in session.scalars(_suppressed(part))}
    known = {bytes(key): number for part in _parts(asked) for key, number in session.execute(_leading_to(part))}
    contacts = _contacts(session, set(known.values()))
    fresh: dict[bytes, int] = {}
    new: list[tuple[Person, list[tuple[bytes, ...]]]] = []
    before = (batch.counts.new, batch.counts.known)
    for person, theirs in zip(people, keys, strict=True):
        flat = [key for spellings in theirs for key in spellings]
        number = next((known[key] for key in flat if key in known), None)
        if number is None and not flat and person.reference:
            number = _by_reference(session, batch, contacts, person.reference)
        if any(key in refused for key in flat):
            batch.tally("suppressed", person)
            continue
        if number is not None:
            extra = [pair for pair in zip(person.points, theirs, strict=True) if _nobodys(pair[1], known, fresh)]
            known |= {key: number for _, spellings in extra for key in spellings}
            _known(session, contacts[number], person, extra, batch, now=now)
            continue
        twin = next((fresh[key] for key in flat if key in fresh), None)
        if twin is not None:
            batch.tally("known", person)
            extra = [pair for pair in zip(person.points, theirs, strict=True) if _nobodys(pair[1], known, fresh)]
            new[twin] = complete(new[twin], person, extra)
        elif batch.dry and not batch.seen.first(flat, person.reference):
            batch.tally("known", person)
        else:
            batch.tally("new", person)
            new.append((person, theirs))
        for key in flat:
            fresh.setdefault(key, twin if twin is not None else len(new) - 1)
        batch.remarks += [BadLine(person.line, remark, kept=True) for remark in person.remarks]
    if batch.dry:
        return
    _insert(session, new, batch, now=now)
    added, met = batch.counts.new - before[0], batch.counts.known - before[1]
    audit.record(
        session,
        audit.Event.IMPORTED,
        now=now,
        by_id=batch.by.id if batch.by else None,
        reason=f"lines {people[0].line}-{people[-1].line}: {added} new, {met} known",
    )


def _once(person: Person, keyring: Keyring) -> Person:
    """Without a second spelling of the same contact point."""
    if len(person.points) < 2:
        return person
    once = {keys_under(keyring, channel, value)[0]: (channel, value) for channel, value in reversed(person.points)}
    return person._replace(points=tuple(reversed(once.values()))) if len(once) < len(person.points) else person


def _nobodys(spellings: tuple[bytes, ...], *taken: dict[bytes, int]) -> bool:
    return all(theirs.keys().isdisjoint(spellings) for theirs in taken)


def _parts(keys: list[bytes]) -> Iterator[list[bytes]]:
    return (keys[at : at + ASKED_AT_ONCE] for at in range(0, len(keys), ASKED_AT_ONCE))


def _suppressed(keys: list[bytes]) -> Any:
    return select(Suppression.key).where(Suppression.key.in_(keys))


def _leading_to(keys: list[bytes]) -> Any:
    return (
        select(Point.key, Point.contact_id).where(Point.key.in_(keys), still_hers()).order_by(Point.contact_id.desc())
    )


def _contacts(session: Session, numbers: set[int]) -> dict[int, Contact]:
    wanted = sorted(numbers)
    found: dict[int, Contact] = {}
    for at in range(0, len(wanted), ASKED_AT_ONCE):
        query = select(Contact).where(Contact.id.in_(wanted[at : at + ASKED_AT_ONCE]))
        found |= {contact.id: contact for contact in session.scalars(query)}
    return found


def _by_reference(session: Session, batch: Batch, contacts: dict[int, Contact], reference: str) -> int | None:
    """Somebody without a contact point is known by the other system's id alone, among our own people without one."""
    if batch.references is None:
        bare = select(Contact.reference, Contact.id).where(
            Contact.team_id == batch.team_id, Contact.reference.is_not(None), ~Contact.points.any()
        )
        batch.references = {str(ref): number for ref, number in session.execute(bare)}
    number = batch.references.get(reference)
    if number is not None and number not in contacts:
        contact = session.get(Contact, number)
        if contact is None:
            return None
        contacts[number] = contact
    return number


def _known(
    session: Session, contact: Contact, person: Person, extra: Sequence[Extra], batch: Batch, *, now: datetime
) -> None:
    if contact.stage is Stage.STOPPED:
        batch.tally("suppressed", person)
    elif person.stop and not batch.dry:
        batch.tally("known", person)
        replies.stop(session, contact, now=now, by=batch.by)
    elif contact.team_id != batch.team_id:
        batch.tally("known", person)
        batch.remarks.append(BadLine(person.line, "another team knows her; left as she is", kept=True))
    elif contact.stage is not Stage.NEW and left(history_of(contact), batch.pace) == 0:
        batch.tally("over_budget", person)
    else:
        batch.tally("known", person)
        if not batch.dry:
            _complete_known(session, contact, person, extra, batch, now=now)


def _complete_known(
    session: Session, contact: Contact, person: Person, extra: Sequence[Extra], batch: Batch, *, now: datetime
) -> None:
    fields = {
        name: getattr(person, name)
        for name in ("alias", "town", "language", "reference", "country", "gender")
        if getattr(contact, name) is None and getattr(person, name) is not None
    }
    for name, value in fields.items():
        setattr(contact, name, value)
        contact.changed_at = now
    touched = bool(fields)
    for (channel, value), spellings in extra:
        if not _taken(session, spellings):
            point = Point(channel=channel, value=value, key=spellings[0], created_at=now, import_batch_id=batch.number)
            contact.points.append(point)
            contact.changed_at = now
            touched = True
            session.flush()
    if touched:
        touching.remember(session, batch.number, contact, fields)
    if person.messages or person.notes:
        _add_past(session, contact, person, batch, now=now)


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
    rows = _words(contact.id, person, batch.number)
    where = standing(words, notes, stop=_wants_no_more(rows), now=now, pace=batch.pace, spread=batch.spread)
    insert_rows(session, Message, rows)
    insert_rows(session, Note, _notes(contact.id, person, batch.number))
    touching.remember(session, batch.number, contact, {}, stands=where if untouched else None)
    search.index(session, [contact.id])
    session.expire(contact, ["messages", "notes"])
    if where.stage is Stage.STOPPED:
        replies.stop(session, contact, now=now, by=batch.by)
    elif untouched:
        for name in Standing.__slots__:
            setattr(contact, name, getattr(where, name))


def _insert(
    session: Session, new: Sequence[tuple[Person, list[tuple[bytes, ...]]]], batch: Batch, *, now: datetime
) -> None:
    """All new people of a chunk, in a handful of statements. Sealing is done by the columns' own types."""
    if not new:
        return
    contacts, points, words, notes, stops = [], [], [], [], {}
    numbers: list[int] = []
    for number, (person, theirs) in zip(_numbers(session, len(new)), new, strict=True):
        rows = _words(number, person, batch.number) if person.messages else []
        stop = person.stop or _wants_no_more(rows)
        owner, team = _owner(session, person, batch)
        record = dict.fromkeys(("due_at", "due_for", "last_in_at", "last_out_at", "waiting_since", "urgent_since"))
        record |= {"stage": Stage.STOPPED if stop else Stage.NEW, "unanswered": 0, "renewals": 0}
        if rows or person.notes:
            where = standing(person.messages, person.notes, stop=stop, now=now, pace=batch.pace, spread=batch.spread)
            record |= {name: getattr(where, name) for name in Standing.__slots__}
            if where.waiting_since and any(row["danger"] for row in rows):
                record["urgent_since"] = now
        record |= {
            "id": number,
            "team_id": team,
            "owner_id": owner,
            "alias": person.alias,
            "town": person.town,
            "language": person.language,
            "reference": person.reference,
            "country": person.country,
            "gender": person.gender,
            "created_at": now,
            "changed_at": now,
            "version": 1,
            "import_batch_id": batch.number,
        }
        contacts.append(record)
        numbers.append(number)
        if not theirs and person.reference and batch.references is not None:
            batch.references[person.reference] = number
        for (channel, value), spellings in zip(person.points, theirs, strict=True):
            points.append(
                {
                    "contact_id": number,
                    "channel": channel,
                    "value": value,
                    "key": spellings[0],
                    "slot": 0,
                    "created_at": now,
                    "import_batch_id": batch.number,
                }
            )
            if stop:
                stops[spellings[0]] = {
                    "key": spellings[0],
                    "added_at": now,
                    "added_by_id": batch.by.id if batch.by else None,
                }
        words += rows
        notes += _notes(number, person, batch.number)
    for model, records in (
        (Contact, contacts),
        (Point, points),
        (Message, words),
        (Note, notes),
        (Suppression, list(stops.values())),
    ):
        insert_rows(session, model, records)
    search.index(session, numbers)  # rows inserted in bulk pass the session's own watch by


def _numbers(session: Session, how_many: int) -> list[int]:
    """Row numbers for new contacts. On SQLite this transaction is the only writer; PostgreSQL hands them out."""
    if session.get_bind().dialect.name == "postgresql":
        asked = text("SELECT nextval(pg_get_serial_sequence('contact', 'id')) FROM generate_series(1, :many)")
        return [int(number) for number in session.scalars(asked, {"many": how_many})]
    highest = session.scalar(select(func.max(Contact.id))) or 0
    return list(range(highest + 1, highest + 1 + how_many))


def _owner(session: Session, person: Person, batch: Batch) -> tuple[int | None, int]:
    if person.worker is None:
        return None, batch.team_id
    if batch.workers is None:
        everybody = select(Account.username, Account.id, Account.team_id).where(Account.active.is_(True))
        batch.workers = {name.casefold(): (number, team) for name, number, team in session.execute(everybody)}
    owner = batch.workers.get(person.worker.casefold())
    if owner is None or owner[1] != batch.team_id:
        batch.remarks.append(
            BadLine(person.line, f"no worker {person.worker[:40]!r} on this team; nobody's yet", kept=True)
        )
        return None, batch.team_id
    return owner


def _words(number: int, person: Person, import_number: int | None) -> list[dict[str, Any]]:
    rows = []
    answered = False
    for at, message in enumerate(person.messages):
        answered = answered or message.inbound
        kind = (
            None
            if message.inbound
            else MessageKind.ANSWER
            if answered
            else MessageKind.REMINDER
            if at
            else MessageKind.FIRST
        )
        rows.append(
            {
                "contact_id": number,
                "direction": Direction.IN if message.inbound else Direction.OUT,
                "channel": message.channel,
                "kind": kind,
                "state": MessageState.RECEIVED if message.inbound else MessageState.SENT,
                "body": message.text,
                "at": message.at,
                "stop": None,
                "danger": False,
                "proposal": False,
                "version": 1,
                "import_batch_id": import_number,
            }
        )
    last = next((row for row in reversed(rows) if row["direction"] is Direction.IN), None)
    if last is not None:
        _read(last, person.language)
    return rows


def _read(row: dict[str, Any], language: str | None) -> None:
    """Her last words are read as any reply is; a reader that fails leaves the judgement to a human."""
    try:
        row["stop"] = StopAnswer(read_consent(row["body"], language=language).stop.value)
        row["danger"] = read_signals(row["body"], language=language).danger
    except Exception:
        row["stop"] = StopAnswer.UNCLEAR


def _wants_no_more(rows: Sequence[dict[str, Any]]) -> bool:
    return any(row["stop"] is StopAnswer.YES or row["stop"] is Stop.YES for row in rows)


def _notes(number: int, person: Person, import_number: int | None) -> list[dict[str, Any]]:
    return [
        {
            "contact_id": number,
            "kind": NoteKind(note.kind),
            "body": note.text,
            "at": note.at,
            "import_batch_id": import_number,
        }
        for note in person.notes
    ]


def team_number(session: Session, name: str | None, *, default: str, make: bool) -> int | None:
    """The team called `name`; else the only team there is; else the organisation's own, made when it is missing and `make`."""
    teams = {team.name: team.id for team in session.scalars(select(Team))}
    if name is None and len(teams) == 1:
        return next(iter(teams.values()))
    wanted = name or default
    if wanted not in teams and make:
        team = Team(name=wanted)
        session.add(team)
        session.flush()
        return team.id
    return teams.get(wanted)
