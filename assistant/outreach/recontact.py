"""Silence: who may get a gentle new message, with which reason. The clock proposes; a human sends, postpones or lets it rest."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible
from assistant.outreach import absence, drafting, offers
from assistant.outreach.history import plan
from assistant.outreach.sending import Terms, drop, reachable
from assistant.rules.stages import Stage, Step, after
from assistant.store import queries
from assistant.store.holding import hold
from assistant.store.models import (
    Contact,
    Direction,
    DraftDue,
    DueFor,
    Message,
    MessageKind,
    MessageState,
    PostponeReason,
)
from assistant.store.points import suppressed_points

log = logging.getLogger(__name__)
CHUNK = 200
AT_ONCE = 10  # proposals written in one transaction
MOST_POSTPONED = timedelta(days=120)


def draft_due(session: Session, *, now: datetime, desk: drafting.Desk, most: int = AT_ONCE) -> int:
    """Write the proposals of at most `most` people who fell due (falling_due.py). Answers how many were handled.

    Whoever wrote, stopped or was written to meanwhile needs none any more.
    """
    # In the order of the line: asked in that of the people, SQLite walks past all of them to see that nobody waits.
    waiting = (
        select(Contact).join(DraftDue, DraftDue.contact_id == Contact.id).order_by(DraftDue.contact_id).limit(most)
    )
    contacts = list(session.scalars(waiting.with_for_update(of=Contact, skip_locked=True, key_share=True)))
    for contact in contacts:
        if contact.proposed_at is not None and contact.waiting_since is None and contact.stage is not Stage.STOPPED:
            _propose_if_possible(session, contact, now=now, desk=desk)
    session.execute(delete(DraftDue).where(DraftDue.contact_id.in_([contact.id for contact in contacts])))
    return len(contacts)


def _propose_if_possible(session: Session, contact: Contact, *, now: datetime, desk: drafting.Desk) -> None:
    """A fault in one person's draft must not keep the others from theirs: she is on the board, and somebody writes it by hand."""
    try:
        with session.begin_nested():
            propose(session, contact, now=now, desk=desk)
    except Exception as error:
        log.error("the proposal for contact %s could not be written (%s)", contact.id, type(error).__name__)


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
    desk = offers.about_her(session, contact, desk)
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
