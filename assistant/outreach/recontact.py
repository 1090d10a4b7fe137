"""Silence: who may get a gentle new message, with which reason. The clock proposes; a human sends, postpones or lets it rest."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assistant.errors import NotPossible
from assistant.outreach import absence, drafting
from assistant.outreach.history import plan
from assistant.outreach.sending import Terms, drop, reachable
from assistant.rules.stages import Stage, Step, after
from assistant.store import queries
from assistant.store.changing import rows_changed
from assistant.store.holding import hold
from assistant.store.models import Contact, Direction, DueFor, Message, MessageKind, MessageState, PostponeReason
from assistant.store.points import suppressed_points

CHUNK = 200
MOST_POSTPONED = timedelta(days=120)


def tick(session: Session, *, now: datetime, terms: Terms, desk: drafting.Desk) -> int:
    """Handle the contacts that are due and not handled yet, at most CHUNK. Each row is claimed before anything is done with it.

    A postponement or a rhythm that came due becomes a proposal (a draft with a reason); an ended rhythm becomes an open door.
    Answers how many were handled.
    """
    due = select(Contact.id).where(
        Contact.due_at <= now, Contact.proposed_at.is_(None), Contact.waiting_since.is_(None)
    )
    handled = 0
    for contact_id in session.scalars(due.order_by(Contact.due_at).limit(CHUNK)).all():
        still_due = (Contact.id == contact_id, Contact.proposed_at.is_(None), Contact.due_at <= now)
        if rows_changed(session, update(Contact).where(*still_due).values(proposed_at=now)) == 1:
            contact = session.get_one(Contact, contact_id, populate_existing=True)
            _fall_silent(session, contact, now=now, terms=terms, desk=desk)
            handled += 1
    return handled


def _fall_silent(session: Session, contact: Contact, *, now: datetime, terms: Terms, desk: drafting.Desk) -> None:
    if contact.stage is Stage.STOPPED:
        contact.due_at = contact.due_for = None
        return
    if contact.due_for is DueFor.FAREWELL:
        rest(session, contact, now=now)
        return
    if contact.stage in (Stage.TALKING, Stage.STALLED):
        contact.stage = after(contact.stage, Step.FELL_SILENT)
    propose(session, contact, now=now, desk=desk)


def propose(session: Session, contact: Contact, *, now: datetime, desk: drafting.Desk) -> Message | None:
    """A draft with a reason in her language, for a human to judge. None when she cannot be reached or a draft already waits.

    It speaks for whoever has her today: while her worker is away that is the stand-in, or the team.
    """
    if queries.open_draft(session, contact.id) is not None:
        return None
    points = reachable(contact)
    if not points or suppressed_points(session, [(point.channel, point.value) for point in points]):
        return None
    keeper = absence.keeper_of(session, contact, now=now)
    sketch = drafting.sketch_for(session, contact, now=now, desk=desk, sender=keeper)
    kind = MessageKind.RECONTACT if contact.last_in_at else MessageKind.REMINDER
    message = Message(
        contact=contact,
        point=points[0],
        direction=Direction.OUT,
        channel=drafting.usual_way(session, contact),
        kind=kind,
        state=MessageState.DRAFT,
        body=sketch.text,
        language=sketch.language,
        at=now,
        by_id=keeper.id if keeper else None,
        template_version_id=sketch.version_id,
        hook=sketch.hook,
        side_by_side_id=sketch.side_by_side_id,
        lot=drafting.lot_of(contact),
        proposal=True,
    )
    session.add(message)
    session.flush()
    return message


def postpone(session: Session, contact: Contact, *, until: datetime, reason: PostponeReason, now: datetime) -> None:
    """Not now, but then, and why: everybody sees it. Also for an answer that needs some looking into. Raises NotPossible."""
    if not now < until <= now + MOST_POSTPONED:
        raise NotPossible("postpone_date")
    hold(session, contact)
    if contact.stage is Stage.STOPPED:
        raise NotPossible("stopped")
    _drop_proposal(session, contact, now=now)
    contact.due_at, contact.due_for, contact.proposed_at = until, DueFor.POSTPONED, None
    contact.postponed_for = reason
    contact.changed_at = now


def rest(session: Session, contact: Contact, *, now: datetime) -> None:
    """No more messages of ours; the door stays open: when she writes, the thread wakes.

    Raises NotPossible for somebody who waits for our answer: she gets one, or a human says that none is needed.
    """
    hold(session, contact)
    if contact.waiting_since is not None:
        raise NotPossible("she_waits")
    _drop_proposal(session, contact, now=now)
    contact.stage = after(contact.stage, Step.LET_REST)
    contact.due_at = contact.due_for = contact.proposed_at = contact.postponed_for = None
    contact.changed_at = now


def _drop_proposal(session: Session, contact: Contact, *, now: datetime) -> None:
    proposal = queries.open_proposal(session, contact.id)
    if proposal is not None:
        drop(proposal, now=now)


def lay_old_proposals_aside(session: Session, *, now: datetime, open_for: timedelta, terms: Terms) -> int:
    """A proposal nobody used in `open_for` is laid aside; the rhythm is planned anew from what happened. Answers how many."""
    old = select(Contact).where(
        Contact.proposed_at <= now - open_for, or_(Contact.due_for != DueFor.FAREWELL, Contact.due_for.is_(None))
    )
    free = old.limit(CHUNK).with_for_update(of=Contact, skip_locked=True, key_share=True)
    contacts = list(session.scalars(free.execution_options(populate_existing=True)))
    for contact in contacts:
        _drop_proposal(session, contact, now=now)
        plan(contact, now=now, pace=terms.pace)
    return len(contacts)
