"""From people read to people stored, a chunk at a time: in short writing transactions, each of them whole or not at all.

Duplicates, in the file or with what we know, meet by the keyed hash of a contact point. Who asked us to stop is never stored again;
whom we know is completed, nothing of hers is overwritten; of whom the budget is spent nothing is touched. Another team's people stay theirs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.outreach.importing import adding, completing
from assistant.outreach.importing.counting import Batch, Counts
from assistant.outreach.importing.known import complete
from assistant.outreach.importing.meeting import Keys, Met, keyed, meet, nobodys
from assistant.outreach.importing.records import BadLine, Person
from assistant.store import audit
from assistant.store.accounts import Team
from assistant.store.models import Contact

__all__ = ["CHUNK", "PIECE", "SMALL_PIECE", "Batch", "Counts", "chunks", "store", "team_number"]

CHUNK = 6_000  # people a transaction at most: many at once cost less
PIECE = 1_000  # people after whom it ends when somebody else waits to write
SMALL_PIECE = 50  # the same once somebody did


def chunks(people: Iterable[Person], size: int = CHUNK) -> Iterator[list[Person]]:
    """`people` in lists of at most `size`, and of fewer when they hold four times as many messages and notes."""
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


def store(
    session: Session, pieces: deque[list[Person]], batch: Batch, *, enough: Callable[[], bool], now: datetime
) -> None:
    """Judge and, unless it is a dry run, store the first of `pieces`, and more until it is `enough`; those are taken off.

    The counts, and the last line that is done, grow in `batch`.
    """
    before = (batch.counts.new, batch.counts.known)
    first = pieces[0][0].line
    while pieces:
        piece = pieces.popleft()
        _store(session, piece, batch, now=now)
        batch.line = piece[-1].line
        if enough():
            break
    if batch.dry:
        return
    added, met = batch.counts.new - before[0], batch.counts.known - before[1]
    audit.record(
        session,
        audit.Event.IMPORTED,
        now=now,
        by_id=batch.by.id if batch.by else None,
        reason=f"lines {first}-{batch.line}: {added} new, {met} known",
    )


def _store(session: Session, people: Sequence[Person], batch: Batch, *, now: datetime) -> None:
    pairs = keyed(session, people)
    fills = completing.Fills()
    new = _judged(session, pairs, meet(session, pairs), batch, fills, now=now)
    if not batch.dry:
        fills.write(session, batch, now=now)
        adding.add(session, new, batch, now=now)


def _judged(
    session: Session,
    pairs: Sequence[tuple[Person, Keys]],
    met: Met,
    batch: Batch,
    fills: completing.Fills,
    *,
    now: datetime,
) -> list[tuple[Person, Keys]]:
    """Who is new; everybody else is counted, and completed, here."""
    fresh: dict[bytes, int] = {}
    new: list[tuple[Person, Keys]] = []
    for person, theirs in pairs:
        flat = theirs[0] if len(theirs) == 1 else [key for spellings in theirs for key in spellings]
        number = _first(met.known, flat)
        if number is None and not flat and person.reference:
            number = _by_reference(session, batch, person.reference)
        if not met.refused.isdisjoint(flat):
            batch.tally("suppressed", person)
            continue
        glimpse = met.glimpse(session, number) if number is not None else None
        if number is not None and glimpse is not None:
            extra = [pair for pair in zip(person.points, theirs, strict=True) if nobodys(pair[1], met.known, fresh)]
            met.known |= {key: number for _, spellings in extra for key in spellings}
            completing.known(session, number, glimpse, person, extra, batch, fills, now=now)
            continue
        twin = _first(fresh, flat)
        if twin is not None:
            batch.tally("known", person)
            extra = [pair for pair in zip(person.points, theirs, strict=True) if nobodys(pair[1], met.known, fresh)]
            new[twin] = complete(new[twin], person, extra)
        elif batch.dry and not batch.seen.first(flat, person.reference):
            batch.tally("known", person)
        else:
            batch.tally("new", person)
            new.append((person, theirs))
        for key in flat:
            fresh.setdefault(key, twin if twin is not None else len(new) - 1)
        if person.remarks:
            batch.remarks += [BadLine(person.line, remark, kept=True) for remark in person.remarks]
    return new


def _first(known: dict[bytes, int], keys: Sequence[bytes]) -> int | None:
    for key in keys:
        if key in known:
            return known[key]
    return None


def _by_reference(session: Session, batch: Batch, reference: str) -> int | None:
    """Somebody without a contact point is known by the other system's id alone, among our own people without one."""
    if batch.references is None:
        bare = select(Contact.reference, Contact.id).where(
            Contact.team_id == batch.team_id, Contact.reference.is_not(None), ~Contact.points.any()
        )
        batch.references = {str(ref): number for ref, number in session.execute(bare)}
    return batch.references.get(reference)


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
