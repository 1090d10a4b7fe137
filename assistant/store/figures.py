"""What became of our messages, counted where they are stored: one question, set by set, whatever the number of messages.

A thread is cut into turns, each beginning with a message of ours: what she wrote (or asked for) after it and before our next belongs to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    and_,
    case,
    extract,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased

from assistant.rules.outcomes import LATE_DAYS, SOON_DAYS, Counts
from assistant.store.changing import rows_changed
from assistant.store.models import (
    Contact,
    Direction,
    HelpRequest,
    KeptCount,
    Message,
    MessageKind,
    MessageState,
    StopAnswer,
)

DAY = 86_400
COUNTED = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, slots=True)
class Month:
    """A cohort: everything sent from `starts` until the next month starts. `name` is "2026-03"."""

    name: str
    starts: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """Messages that have everything in common that we count by, and what became of them."""

    month: str
    version_id: int | None  # of the template; None: words of our own
    kind: str | None
    language: str | None
    hook_kind: str | None
    channel: str
    side_by_side_id: int | None
    counts: Counts


_BY = ("month", "version_id", "kind", "language", "hook_kind", "channel", "side_by_side_id")


def cells(session: Session, *, team_id: int, months: Sequence[Month], now: datetime) -> list[Cell]:
    """All that was sent since the first of `months` (in order of time), by what we count by; people we forgot included."""
    live = _counted(Contact.team_id == team_id, months, now)
    found = []
    for row in session.execute(live):
        by: dict[str, Any] = dict(zip(_BY, row, strict=False))
        found.append(Cell(**by, counts=Counts(*map(int, tuple(row)[len(_BY) :]))))
    return found + _kept(session, team_id, months)


def _kept(session: Session, team_id: int, months: Sequence[Month]) -> list[Cell]:
    kept = select(KeptCount).where(KeptCount.team_id == team_id, KeptCount.month >= months[0].name)
    return [
        Cell(
            one.month,
            one.template_version_id,
            one.kind,
            one.language,
            one.hook_kind,
            one.channel,
            one.side_by_side_id,
            Counts(*(getattr(one, name) for name in COUNTED)),
        )
        for one in session.scalars(kept)
    ]


def keep_counts(session: Session, contact: Contact, *, now: datetime) -> None:
    """Before somebody is forgotten: add what became of our messages to her to the counts, without her."""
    first = session.scalar(select(func.min(Message.at)).where(Message.contact_id == contact.id))
    if first is None:
        return
    for row in session.execute(_counted(Contact.id == contact.id, _months_since(first, now), now)):
        by, counts = (
            dict(zip(_BY, row, strict=False)),
            dict(zip(COUNTED, map(int, tuple(row)[len(_BY) :]), strict=True)),
        )
        same = {"team_id": contact.team_id, "template_version_id": by.pop("version_id"), **by}
        here = and_(*(getattr(KeptCount, name).is_not_distinct_from(value) for name, value in same.items()))
        more = {name: getattr(KeptCount, name) + count for name, count in counts.items()}
        if not rows_changed(session, update(KeptCount).where(here).values(more)):
            session.execute(insert(KeptCount).values(same | counts))


def _months_since(first: datetime, now: datetime) -> list[Month]:
    starts = first.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = []
    while starts <= now:
        months.append(Month(f"{starts:%Y-%m}", starts))
        starts = (starts + timedelta(days=32)).replace(day=1)
    return months


def _counted(whose: ColumnElement[bool], months: Sequence[Month], now: datetime) -> Any:
    """The question itself: rows of what we count by (_BY) followed by the counts (COUNTED)."""
    turns = _turns(whose)
    sent_at = Message.at
    soon, late = (sent_at <= now - timedelta(days=days) for days in (SOON_DAYS, LATE_DAYS))
    waited = extract("epoch", turns.c.answered_at) - extract("epoch", sent_at)
    talked = and_(
        turns.c.answered_at.is_not(None),
        turns.c.next_answered_at.is_not(None),
        or_(turns.c.next_kind.is_(None), turns.c.next_kind == MessageKind.ANSWER.value),
    )
    unheard = or_(
        turns.c.heard_at.is_(None), extract("epoch", turns.c.heard_at) - extract("epoch", sent_at) > LATE_DAYS * DAY
    )
    repeated = and_(turns.c.turn > 1, turns.c.heard_before.is_(None), unheard)
    month = case(*((sent_at >= one.starts, one.name) for one in reversed(months)))
    by = (
        month.label("month"),
        Message.template_version_id,
        turns.c.kind,
        Message.language,
        Message.hook_kind,
        Message.channel,
        Message.side_by_side_id,
    )
    counts = (
        func.count(),
        _how_many(soon),
        _how_many(late),
        _how_many(soon, waited <= SOON_DAYS * DAY),
        _how_many(late, waited <= LATE_DAYS * DAY),
        _how_many(late, talked),
        _how_many(late, turns.c.helped == 1),
        _how_many(soon, turns.c.unclear == 1),
        _how_many(soon, turns.c.stopped == 1),
        _how_many(late, repeated),
    )
    query = select(*by, *counts).select_from(turns).join(Message, Message.id == turns.c.message_id)
    return query.where(sent_at >= months[0].starts, sent_at <= now).group_by(*by)


def _how_many(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _line(whose: ColumnElement[bool]) -> CTE:
    """Everything said between us and the people concerned, and what they asked for, on one line each."""
    ours, hers = Message.direction == Direction.OUT, Message.direction == Direction.IN
    # Read as unclear, or decided by a person to be no stop: either way somebody had to read it twice.
    unclear = or_(
        Message.stop == StopAnswer.UNCLEAR,
        and_(Message.stop == StopAnswer.NO, Message.stop_decided_by_id.is_not(None)),
    )
    stop = Message.stop.is_not_distinct_from(StopAnswer.YES)
    said = (
        select(
            Message.contact_id,
            Message.at.label("at"),
            Message.id.label("place"),
            literal(0).label("rank"),
            case((ours, Message.id)).label("message_id"),
            case((ours, Message.kind)).label("kind"),
            case((hers, Message.at)).label("heard_at"),
            case((and_(hers, ~stop), Message.at)).label("answered_at"),
            case((and_(hers, stop), 1), else_=0).label("stopped"),
            case((and_(hers, unclear), 1), else_=0).label("unclear"),
            literal(0).label("helped"),
        )
        .join(Contact)
        .where(whose, Message.state.in_((MessageState.SENT, MessageState.RECEIVED)))
    )
    # Her words ask, not the minute in which somebody put it on the list.
    asking = aliased(Message)
    asked = (
        select(
            HelpRequest.contact_id,
            func.coalesce(asking.at, HelpRequest.asked_at),
            HelpRequest.id,
            literal(1),
            null(),
            null(),
            null(),
            null(),
            literal(0),
            literal(0),
            literal(1),
        )
        .join(Contact, Contact.id == HelpRequest.contact_id)
        .outerjoin(asking, asking.id == HelpRequest.message_id)
        .where(whose)
    )
    return union_all(said, asked).cte("line")


def _turns(whose: ColumnElement[bool]) -> CTE:
    """One row a message of ours (turn 0: what she said before any), with what followed, and the turns before and after it."""
    line = _line(whose)
    order = (line.c.at, line.c.rank, line.c.place)
    ours = case((line.c.message_id.is_not(None), 1), else_=0)
    numbered = select(line, func.sum(ours).over(partition_by=line.c.contact_id, order_by=order).label("turn")).cte(
        "numbered"
    )
    one = (
        select(
            numbered.c.contact_id,
            numbered.c.turn,
            func.max(numbered.c.message_id).label("message_id"),
            func.max(numbered.c.kind).label("kind"),
            func.min(numbered.c.heard_at).label("heard_at"),
            func.min(numbered.c.answered_at).label("answered_at"),
            func.max(numbered.c.stopped).label("stopped"),
            func.max(numbered.c.unclear).label("unclear"),
            func.max(numbered.c.helped).label("helped"),
        )
        .group_by(numbered.c.contact_id, numbered.c.turn)
        .cte("one")
    )
    beside: dict[str, Any] = {"partition_by": one.c.contact_id, "order_by": one.c.turn}
    return select(
        one,
        func.lag(one.c.heard_at).over(**beside).label("heard_before"),
        func.lead(one.c.answered_at).over(**beside).label("next_answered_at"),
        func.lead(one.c.kind).over(**beside).label("next_kind"),
    ).cte("turns")
