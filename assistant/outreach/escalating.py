"""A supervisor hears of it: somebody waits too long, words sounded unsafe, a colleague noted that somebody may not be safe. Each once.

On the board they stand anyway. Here they are also marked as told and, where the settings say so, put in line as a mail without content.
`raise_due` → `due` → `take` (a lease, committed before the words) → `told` | `not_told`. What the mail server certainly does not have is
tried again; what it may have is never mailed again and stands on the board as uncertain.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from assistant.channels.base import ChannelError, Taken
from assistant.rules.pacing import next_try
from assistant.rules.patience import Patience
from assistant.store.accounts import Team
from assistant.store.changing import rows_changed
from assistant.store.models import Contact, Notice, NoticeKind, NoticeState, Observation

Addresses = Mapping[str, Sequence[str]]  # team → who is told by mail
LEASE = timedelta(minutes=5)
LATE = timedelta(minutes=15)
LOOKED_BACK = timedelta(days=3)  # so long a mail that failed stands on the board
KEPT = timedelta(days=30)


def raise_due(session: Session, *, now: datetime, patience: Patience, to: Addresses) -> int:
    """Mark everybody of whom a supervisor should hear now, in one statement a kind, and put the mails in line. Answers how many."""
    raised = 0
    for kind, statement in _statements(now, patience):
        teams = list(session.scalars(statement.execution_options(synchronize_session=False)))
        for team_id in sorted(set(teams)):
            _put_in_line(session, team_id, kind, to, now=now)
        raised += len(teams)
    return raised


def _statements(now: datetime, patience: Patience) -> list[tuple[NoticeKind, Any]]:
    waits = Contact.waiting_since.is_not(None)
    urgent = (
        waits,
        Contact.urgent_since <= now - patience.urgent,
        _untold(Contact.waiting_told_for, Contact.urgent_since),
    )
    long = (Contact.waiting_since <= now - patience.ordinary, _untold(Contact.waiting_told_for, Contact.waiting_since))
    unsafe = (
        Contact.urgent_since.is_not(None),
        Contact.urgent_seen_at.is_(None),
        _untold(Contact.urgent_told_for, Contact.urgent_since),
    )
    noted = (Observation.open.is_not(None), Observation.seen_at.is_(None), Observation.told_at.is_(None))
    team_of_hers = select(Contact.team_id).where(Contact.id == Observation.contact_id).scalar_subquery()
    return [
        (NoticeKind.UNSAFE, _mark(update(Contact).where(*unsafe), urgent_told_for=Contact.urgent_since)),
        (NoticeKind.WAITS_URGENT, _mark(update(Contact).where(*urgent), waiting_told_for=Contact.urgent_since)),
        (NoticeKind.WAITS, _mark(update(Contact).where(*long), waiting_told_for=Contact.waiting_since)),
        (NoticeKind.OBSERVED, update(Observation).where(*noted).values(told_at=now).returning(team_of_hers)),
    ]


def _untold(mark: InstrumentedAttribute[datetime | None], since: Any) -> ColumnElement[bool]:
    return or_(mark.is_(None), mark < since)


def _mark(statement: Update, **values: Any) -> Any:
    return statement.values(**values).returning(Contact.team_id)


def _put_in_line(session: Session, team_id: int, kind: NoticeKind, to: Addresses, *, now: datetime) -> None:
    addresses = to.get(session.get_one(Team, team_id).name, ())
    waiting = select(Notice.address).where(Notice.team_id == team_id, Notice.kind == kind, Notice.open.is_not(None))
    have = set(session.scalars(waiting)) if addresses else set()
    session.add_all(
        Notice(team_id=team_id, kind=kind, address=one, token=secrets.token_hex(16), raised_at=now, not_before=now)
        for one in addresses
        if one not in have
    )
    session.flush()


def due(session: Session, *, now: datetime) -> list[Notice]:
    """What may be mailed now, oldest first."""
    query = select(Notice).where(Notice.state == NoticeState.WAITING, Notice.not_before <= now)
    return list(session.scalars(query.order_by(Notice.id).limit(100)))


def take(session: Session, number: int, *, now: datetime) -> bool:
    """Claim a mail just before its words are said; False when another process has it."""
    mine = (Notice.id == number, Notice.state == NoticeState.WAITING)
    values = {"state": NoticeState.SAYING, "lease_until": now + LEASE}
    return rows_changed(session, update(Notice).where(*mine).values(**values)) == 1


def told(session: Session, number: int, *, now: datetime) -> None:
    """The mail server has it."""
    _close(session, Notice.id == number, NoticeState.TOLD, told_at=now, trouble=None)


def not_told(session: Session, number: int, error: ChannelError, *, now: datetime) -> None:
    """What a failure means: later again, never, or nobody knows."""
    notice = session.get_one(Notice, number)
    notice.tries, notice.trouble, notice.lease_until = notice.tries + 1, error.reason.value, None
    if error.taken is Taken.UNKNOWN:
        notice.state, notice.open = NoticeState.UNKNOWN, None
    elif error.permanent:
        notice.state, notice.open = NoticeState.REFUSED, None
    else:
        notice.state, notice.not_before = NoticeState.WAITING, now + next_try(notice.tries)


def expire(session: Session, *, now: datetime) -> int:
    """A process ended while it said the words: whether they left nobody knows. They are not said again."""
    return _close(
        session, (Notice.state == NoticeState.SAYING) & (Notice.lease_until <= now), NoticeState.UNKNOWN, told_at=None
    )


def _close(session: Session, which: ColumnElement[bool], state: NoticeState, **values: Any) -> int:
    statement = update(Notice).where(which).values(state=state, open=None, lease_until=None, **values)
    return rows_changed(session, statement)


def how_many_untold(session: Session, *, team_id: int, now: datetime) -> int:
    """Mails to a team's supervisors that have not left for a quarter of an hour, or of which that is not sure."""
    late = (Notice.state == NoticeState.WAITING) & (Notice.raised_at <= now - LATE)
    failed = Notice.state.in_((NoticeState.REFUSED, NoticeState.UNKNOWN)) & (Notice.raised_at >= now - LOOKED_BACK)
    return session.scalar(select(func.count(Notice.id)).where(Notice.team_id == team_id, or_(late, failed))) or 0


def forget(session: Session, *, now: datetime) -> int:
    """Mails that ended go after a month."""
    gone = delete(Notice).where(Notice.open.is_(None), Notice.raised_at < now - KEPT)
    return int(cast("CursorResult[Any]", session.execute(gone)).rowcount)
