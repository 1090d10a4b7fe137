"""Taking an import back whole: whom it brought goes, what it filled in goes, whatever people did since stays. A stop always stays.

In chunks, each whole or not at all; broken off halfway it is simply done again from the start, as what is gone is gone.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from assistant.outreach.importing import batches
from assistant.outreach.importing.touching import STANDS, plain
from assistant.rules.stages import Stage
from assistant.store import audit, search
from assistant.store.holding import hold
from assistant.store.models import (
    Ad,
    Contact,
    DueFor,
    HelpRequest,
    ImportBatch,
    ImportState,
    ImportTouched,
    Joining,
    LogEntry,
    LookIn,
    Message,
    MessageState,
    Note,
    NotSame,
    Point,
    SafeContactCard,
    StopAnswer,
    TalkWish,
    Visit,
)
from assistant.store.opening import Store

CHUNK = 500
LOOKED_ONLY = (audit.Event.VIEWED.value, audit.Event.SEARCHED.value, audit.Event.EXPORTED.value)


def undo(
    store: Store,
    row: ImportBatch,
    runner: str,
    *,
    clock: Callable[[], datetime],
    tell: Callable[[], None] = lambda: None,
) -> None:
    """Take back the batch that `runner` has claimed as UNDOING. Raises batches.TakenBack."""
    removed, last = row.removed, 0
    while True:
        now = clock()
        with store.writing() as session:
            ids = list(session.scalars(_brought(row).where(Contact.id > last).order_by(Contact.id).limit(CHUNK)))
            if ids:
                removed += _remove(session, row, ids, now=now)
            batches.keep(session, row.id, runner, ImportState.UNDOING, now=now, removed=removed)
        tell()
        if not ids:
            break
        last = ids[-1]
    _take_off_all(store, row, runner, clock=clock, tell=tell)
    with store.writing() as session:
        now = clock()
        visited = select(Note.visit_id).where(Note.visit_id.is_not(None))
        nobodys = select(Visit).where(Visit.import_batch_id == row.id, Visit.id.not_in(visited), ~Visit.look_ins.any())
        for visit in session.scalars(nobodys):
            session.delete(visit)
        kept = session.scalar(select(func.count()).select_from(_brought(row).subquery())) or 0
        batches.end(
            session,
            row.id,
            runner,
            ImportState.UNDOING,
            ImportState.UNDONE,
            now=now,
            undone_at=now,
            removed=removed,
            kept=kept,
        )


def _brought(row: ImportBatch) -> Select[int]:
    return select(Contact.id).where(Contact.import_batch_id == row.id)


def _remove(session: Session, row: ImportBatch, ids: Sequence[int], *, now: datetime) -> int:
    """Remove those of `ids` with whom nobody has done anything since. Their stops stay on the list, as hashes."""
    free = _brought(row).where(Contact.id.in_(ids), ~_gone_on_with(row.id))
    going = list(session.scalars(free.with_for_update(of=Contact)))
    if going:
        session.execute(delete(HelpRequest).where(HelpRequest.contact_id.in_(going)))
        session.execute(delete(Contact).where(Contact.id.in_(going)).execution_options(synchronize_session=False))
    reason = f"list {row.id} taken back: {len(going)} removed, {len(ids) - len(going)} kept"
    audit.record(session, audit.Event.IMPORT_UNDONE, now=now, by_id=row.by_id, reason=reason)
    return len(going)


def _gone_on_with(number: int) -> ColumnElement[bool]:
    """Whether a person did something with a contact since the import. The clock's own proposals and a look do not count."""

    def other(table: type[Point] | type[Message] | type[Note]) -> ColumnElement[bool]:
        return and_(table.contact_id == Contact.id, table.import_batch_id.is_distinct_from(number))

    ours_only = and_(Message.proposal.is_(False), Message.state != MessageState.DROPPED)
    decided = and_(Message.contact_id == Contact.id, Message.stop_decided_by_id.is_not(None))
    done = and_(LogEntry.contact_id == Contact.id, LogEntry.account_id.is_not(None), LogEntry.event.not_in(LOOKED_ONLY))
    again = aliased(ImportTouched)
    return or_(
        Contact.claimed_by_id.is_not(None),
        Contact.postponed_for.is_not(None),
        exists().where(other(Message), ours_only),
        exists().where(decided),
        exists().where(other(Note)),
        exists().where(other(Point)),
        exists().where(Ad.contact_id == Contact.id),
        exists().where(SafeContactCard.contact_id == Contact.id),
        exists().where(HelpRequest.contact_id == Contact.id),
        exists().where(LookIn.contact_id == Contact.id),
        exists().where(TalkWish.contact_id == Contact.id),
        exists().where(done),
        exists().where(or_(Joining.kept_id == Contact.id, Joining.other_id == Contact.id)),
        exists().where(or_(NotSame.one_id == Contact.id, NotSame.other_id == Contact.id)),
        exists().where(again.contact_id == Contact.id, again.batch_id != number),
    )


def _take_off_all(
    store: Store, row: ImportBatch, runner: str, *, clock: Callable[[], datetime], tell: Callable[[], None]
) -> None:
    while True:
        now = clock()
        with store.writing() as session:
            query = select(ImportTouched).where(ImportTouched.batch_id == row.id).order_by(ImportTouched.contact_id)
            touched = list(session.scalars(query.limit(CHUNK)))
            for one in touched:
                take_off(session, one, now=now)
            if touched:
                reason = f"list {row.id} taken back: {len(touched)} people as before"
                audit.record(session, audit.Event.IMPORT_UNDONE, now=now, by_id=row.by_id, reason=reason)
            batches.keep(session, row.id, runner, ImportState.UNDOING, now=now)
        tell()
        if not touched:
            return


def take_off(session: Session, touched: ImportTouched, *, now: datetime) -> None:
    """Take what an import added off one person whom we knew, as far as it still stands as the import left it."""
    contact = session.get_one(Contact, touched.contact_id)
    hold(session, contact)
    for name, value in touched.added["fields"].items():
        if getattr(contact, name) == value:
            setattr(contact, name, None)
            contact.changed_at = now
    _take_words(session, contact.id, touched.batch_id)
    _take_points(session, contact, touched.batch_id)
    _put_back(session, contact, touched)
    session.delete(touched)
    session.flush()
    search.index(session, [contact.id])


def _take_words(session: Session, contact_id: int, number: int) -> None:
    """Messages and notes it brought; not those that a stop or a request for help rests on."""
    rests = exists().where(HelpRequest.message_id == Message.id)
    words = delete(Message).where(
        Message.contact_id == contact_id,
        Message.import_batch_id == number,
        Message.stop_decided_by_id.is_(None),
        Message.stop.is_distinct_from(StopAnswer.YES),
        ~rests,
    )
    notes = delete(Note).where(Note.contact_id == contact_id, Note.import_batch_id == number)
    for statement in (words, notes):
        session.execute(statement.execution_options(synchronize_session="fetch"))


def _take_points(session: Session, contact: Contact, number: int) -> None:
    """Points it brought, unless words went to them or came from them since. A point that is refused stays refused."""
    used = set(session.scalars(select(Message.point_id).where(Message.contact_id == contact.id)))
    for point in [one for one in contact.points if one.import_batch_id == number and one.id not in used]:
        contact.points.remove(point)


def _put_back(session: Session, contact: Contact, touched: ImportTouched) -> None:
    """Where she stood before, when nothing has moved her since. Whoever stopped stays stopped."""
    before, after = touched.added.get("before"), touched.added.get("after")
    if before is None or plain(contact) != after or contact.stage is Stage.STOPPED:
        return
    for name in STANDS:
        setattr(contact, name, _read(name, before[name]))
    contact.proposed_at = None
    proposals = (Message.contact_id == contact.id, Message.proposal.is_(True), Message.state == MessageState.DRAFT)
    session.execute(delete(Message).where(*proposals).execution_options(synchronize_session="fetch"))


def _read(name: str, value: Any) -> Any:
    if value is None or name in ("unanswered", "renewals"):
        return value
    return {"stage": Stage, "due_for": DueFor}.get(name, datetime.fromisoformat)(value)
