"""Questions about people who were joined, parted, or found not to be the same."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from assistant.store.models import Contact, Joining, JoiningKind, NotSame


def empty_places() -> Select[int]:
    """The numbers of contacts that were merged into another: kept empty while it can be undone, nobody for every other question."""
    return select(Joining.other_id).where(Joining.kind == JoiningKind.MERGE)


def now_under(session: Session, contact_id: int) -> int:
    """The number under which the person of an old number stands now; the same number when she was not merged."""
    seen = {contact_id}
    while True:
        query = select(Joining.kept_id).where(Joining.other_id == contact_id, Joining.kind == JoiningKind.MERGE)
        number = session.scalar(query.limit(1))
        if number is None or number in seen:
            return contact_id
        seen.add(number)
        contact_id = number


def undoable(session: Session, contact: Contact, *, since: datetime) -> list[Joining]:
    """The merges and splits of this person after `since`, the newest first."""
    hers = or_(Joining.kept_id == contact.id, Joining.other_id == contact.id)
    query = select(Joining).where(hers, Joining.at > since).order_by(Joining.id.desc())
    return list(session.scalars(query))


def not_her(session: Session, contact_id: int) -> frozenset[int]:
    """Of whom somebody said: that is not the same person."""
    pair = select(NotSame.one_id, NotSame.other_id).where(
        or_(NotSame.one_id == contact_id, NotSame.other_id == contact_id)
    )
    return frozenset(number for row in session.execute(pair) for number in row if number != contact_id)


def remember_not_same(
    session: Session, contact: Contact, others: Sequence[Contact], *, by_id: int | None, now: datetime
) -> int:
    """Never offer these as the same person again. Answers how many were not known yet."""
    new = 0
    for other in others:
        one, two = sorted((contact.id, other.id))
        if one != two and session.get(NotSame, (one, two)) is None:
            session.add(NotSame(one_id=one, other_id=two, at=now, by_id=by_id))
            session.flush()
            new += 1
    return new
