"""The clock's question "who is due?", answered in a few statements for thousands of people at once.

Marking is set-based and short, so that whoever writes meanwhile hardly waits. The drafts that go with it are made a few at a time
afterwards (`recontact.draft_due`): whoever waits for one stands in `draft_due`.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Integer, Table, bindparam, case, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.rules.stages import Stage, Step, after
from assistant.store.base import UtcTime
from assistant.store.models import Contact, DraftDue, DueFor, Message, MessageState
from assistant.store.models.people import hour_of

_her = cast(Table, Contact.__table__).c  # columns, not attributes: nobody is loaded here
_NOW = bindparam("moment", type_=UtcTime())
_MOST = bindparam("most", type_=Integer())
_UNHANDLED = (_her.due_at <= _NOW, _her.proposed_at.is_(None), _her.waiting_since.is_(None))
_STOPPED = _her.stage == Stage.STOPPED
_FAREWELL = _her.due_for == DueFor.FAREWELL


def who_is_due(session: Session, *, now: datetime, most: int) -> list[int]:
    """The numbers of at most `most` people who are due and not handled yet: the longest due ones, in the order of their numbers.

    Neighbours in the store are then marked in one piece. People who fell due together lie anywhere, and each touches a page of its own.
    """
    numbers = session.connection().scalars(_due(_is_sqlite(session)), {"moment": now, "most": most})
    return sorted(numbers)


def mark_due(session: Session, numbers: Sequence[int], *, now: datetime) -> int:
    """Mark those of `numbers` who are still due and not handled. Answers how many.

    A rhythm or postponement that came due is to be proposed; an ended rhythm becomes an open door; after a stop nothing is due.
    """
    session.flush()
    done = _to_be_proposed(session, numbers, now=now)
    if done < len(numbers):
        done += _let_rest(session, numbers, now=now)
    if done < len(numbers):
        done += len(_changed(session, _stopped, numbers, now=now))
    session.expire_all()
    return done


def _to_be_proposed(session: Session, numbers: Sequence[int], *, now: datetime) -> int:
    proposed = _changed(session, _proposed, numbers, now=now)
    if proposed:
        on_sqlite = _is_sqlite(session)
        session.connection().execute(_lined_up(on_sqlite), {"numbers": _given(proposed, on_sqlite)})
    return len(proposed)


def _let_rest(session: Session, numbers: Sequence[int], *, now: datetime) -> int:
    """The same as `recontact.rest`, for many."""
    rested = _changed(session, _rested, numbers, now=now)
    if rested:
        hers = (Message.contact_id.in_(rested), Message.proposal.is_(True), Message.state == MessageState.DRAFT)
        dropped = {"state": MessageState.DROPPED, "proposal": False, "at": now, "version": Message.version + 1}
        session.execute(update(Message).where(*hers).values(dropped), execution_options={"synchronize_session": False})
    return len(rested)


def _changed(session: Session, make: Callable[[bool], Any], numbers: Sequence[int], *, now: datetime) -> list[int]:
    on_sqlite = _is_sqlite(session)
    given = {"moment": now, "numbers": _given(numbers, on_sqlite)}
    result = cast("CursorResult[Any]", session.connection().execute(make(on_sqlite), given))
    return list(result.scalars().all())


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _given(numbers: Sequence[int], on_sqlite: bool) -> object:
    """In one piece: a parameter for each of them takes longer than the marking."""
    return json.dumps(numbers) if on_sqlite else list(numbers)


# Made once: for a few hundred people the making would take as long as the marking.


def _each(on_sqlite: bool) -> Any:
    """The given numbers, as rows."""
    if on_sqlite:
        return select(func.json_each(bindparam("numbers")).table_valued("value").c.value)
    return select(func.unnest(bindparam("numbers", type_=postgresql.ARRAY(_her.id.type))))


@cache
def _due(on_sqlite: bool) -> Any:
    hour = (hour_of(_her.due_at) <= hour_of(_NOW),) if on_sqlite else ()
    first = hour_of(_her.due_at) if on_sqlite else _her.due_at
    return select(_her.id).where(*hour, *_UNHANDLED).order_by(first).limit(_MOST)


@cache
def _lined_up(on_sqlite: bool) -> Any:
    """Puts all numbers in the queue for a draft."""
    if on_sqlite:
        every = _each(on_sqlite).where(true())  # without a WHERE, SQLite takes what follows for a join
        return sqlite.insert(DraftDue).from_select(["contact_id"], every).on_conflict_do_nothing()
    return postgresql.insert(DraftDue).from_select(["contact_id"], _each(on_sqlite)).on_conflict_do_nothing()


@cache
def _proposed(on_sqlite: bool) -> Any:
    silent = {stage: after(stage, Step.FELL_SILENT) for stage in (Stage.TALKING, Stage.STALLED)}
    stage = case(silent, value=_her.stage, else_=_her.stage)
    which = (_her.stage != Stage.STOPPED) & (_her.due_for.is_(None) | (_her.due_for != DueFor.FAREWELL))
    return _change(on_sqlite, which, proposed_at=_NOW, stage=stage)


@cache
def _rested(on_sqlite: bool) -> Any:
    opened = {stage: after(stage, Step.LET_REST) for stage in Stage if stage is not Stage.STOPPED}
    stage = case(opened, value=_her.stage, else_=_her.stage)
    gone = {"due_at": None, "due_for": None, "postponed_for": None}
    return _change(on_sqlite, (_her.stage != Stage.STOPPED) & _FAREWELL, stage=stage, changed_at=_NOW, **gone)


@cache
def _stopped(on_sqlite: bool) -> Any:
    return _change(on_sqlite, _STOPPED, due_at=None, due_for=None)


def _change(on_sqlite: bool, which: ColumnElement[bool], **values: object) -> Any:
    """Whoever loaded one of them meanwhile is told by the version that she has changed; whoever is held by somebody waits a minute."""
    chosen = select(_her.id).where(_her.id.in_(_each(on_sqlite)), *_UNHANDLED, which)
    if not on_sqlite:
        chosen = chosen.with_for_update(skip_locked=True, key_share=True)
    changed = update(Contact.__table__).where(_her.id.in_(chosen))  # type: ignore[arg-type]
    return changed.values(version=_her.version + 1, **values).returning(_her.id)
