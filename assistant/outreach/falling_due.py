"""The clock's question "who is due?", answered in a few statements for thousands of people at once.

Marking is set-based and short, so that whoever writes meanwhile hardly waits. The drafts that go with it are made a few at a time
afterwards (`recontact.draft_due`): whoever waits for one stands in `draft_due`.
"""

import json
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Table, Update, bindparam, case, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.rules.stages import Stage, Step, after
from assistant.store.base import UtcTime
from assistant.store.models import Contact, DraftDue, DueFor, Message, MessageState

_her = cast(Table, Contact.__table__).c  # columns, not attributes: nobody is loaded here
_NOW = bindparam("moment", type_=UtcTime())
_STOPPED = _her.stage == Stage.STOPPED
_FAREWELL = _her.due_for == DueFor.FAREWELL


def mark_due(session: Session, *, now: datetime, most: int) -> int:
    """Mark at most `most` people who are due and not handled yet, the longest due first. Answers how many: fewer when none is left.

    A rhythm or postponement that came due is to be proposed; an ended rhythm becomes an open door; after a stop nothing is due.
    """
    session.flush()
    done = _to_be_proposed(session, now=now, most=most)
    if done < most:
        done += _let_rest(session, now=now, most=most - done)
    if done < most:
        done += len(_changed(session, _stopped(), now=now, most=most - done))
    session.expire_all()
    return done


def _to_be_proposed(session: Session, *, now: datetime, most: int) -> int:
    numbers = _changed(session, _proposed(), now=now, most=most)
    if numbers:
        on_sqlite = session.get_bind().dialect.name == "sqlite"
        given = json.dumps(numbers) if on_sqlite else numbers
        session.connection().execute(_lined_up(on_sqlite), {"numbers": given})
    return len(numbers)


def _let_rest(session: Session, *, now: datetime, most: int) -> int:
    """The same as `recontact.rest`, for many."""
    numbers = _changed(session, _rested(), now=now, most=most)
    if numbers:
        hers = (Message.contact_id.in_(numbers), Message.proposal.is_(True), Message.state == MessageState.DRAFT)
        dropped = {"state": MessageState.DROPPED, "proposal": False, "at": now, "version": Message.version + 1}
        session.execute(update(Message).where(*hers).values(dropped), execution_options={"synchronize_session": False})
    return len(numbers)


def _changed(session: Session, statement: Any, *, now: datetime, most: int) -> list[int]:
    result = cast("CursorResult[Any]", session.connection().execute(statement, {"moment": now, "most": most}))
    return list(result.scalars().all())


# Made once: for a few hundred people the making would take as long as the marking.


@cache
def _lined_up(on_sqlite: bool) -> Any:
    """Puts all `numbers` in the queue for a draft, in one piece: a row a parameter takes longer than the marking."""
    if on_sqlite:
        each = select(func.json_each(bindparam("numbers")).table_valued("value").c.value)
        every = each.where(true())  # without a WHERE, SQLite takes what follows for a join
        return sqlite.insert(DraftDue).from_select(["contact_id"], every).on_conflict_do_nothing()
    every = select(func.unnest(bindparam("numbers", type_=postgresql.ARRAY(_her.id.type))))
    return postgresql.insert(DraftDue).from_select(["contact_id"], every).on_conflict_do_nothing()


@cache
def _proposed() -> Any:
    silent = {stage: after(stage, Step.FELL_SILENT) for stage in (Stage.TALKING, Stage.STALLED)}
    stage = case(silent, value=_her.stage, else_=_her.stage)
    which = (_her.stage != Stage.STOPPED) & (_her.due_for.is_(None) | (_her.due_for != DueFor.FAREWELL))
    return _change(which, proposed_at=_NOW, stage=stage).returning(_her.id)


@cache
def _rested() -> Any:
    opened = {stage: after(stage, Step.LET_REST) for stage in Stage if stage is not Stage.STOPPED}
    stage = case(opened, value=_her.stage, else_=_her.stage)
    gone = {"due_at": None, "due_for": None, "postponed_for": None}
    return _change((_her.stage != Stage.STOPPED) & _FAREWELL, stage=stage, changed_at=_NOW, **gone).returning(_her.id)


@cache
def _stopped() -> Any:
    return _change(_STOPPED, due_at=None, due_for=None).returning(_her.id)


def _change(which: ColumnElement[bool], **values: object) -> Update:
    """Whoever loaded one of them meanwhile is told by the version that she has changed; whoever is held by somebody waits a minute."""
    due = (_her.due_at <= _NOW, _her.proposed_at.is_(None), _her.waiting_since.is_(None), which)
    chosen = select(_her.id).where(*due).order_by(_her.due_at).limit(bindparam("most"))
    chosen = chosen.with_for_update(skip_locked=True, key_share=True)
    return update(Contact.__table__).where(_her.id.in_(chosen)).values(version=_her.version + 1, **values)  # type: ignore[arg-type]
