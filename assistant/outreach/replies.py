"""What came back. Stored first, then read; a stop takes effect in the same transaction."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, TextTooLong
from assistant.outreach.history import gave_a_sign, plan
from assistant.rules.cadence import Pace
from assistant.rules.consent import read_consent
from assistant.rules.signals import read_signals
from assistant.rules.stages import Stage, Step, after
from assistant.store import audit
from assistant.store.accounts import Account, RoleName
from assistant.store.holding import hold
from assistant.store.models import (
    PENDING,
    Contact,
    Direction,
    Message,
    MessageState,
    Note,
    NoteKind,
    Point,
    StopAnswer,
    Suppression,
)
from assistant.store.points import still_hers

log = logging.getLogger(__name__)
MAX_REPLY = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a stop did: how many prepared messages were dropped, and whether words may still be leaving (a live claim)."""

    dropped: int
    still_leaving: bool


def record(
    session: Session,
    contact: Contact,
    *,
    text: str,
    channel: str,
    at: datetime,
    now: datetime,
    by: Account | None,
    pace: Pace,
) -> tuple[Message, Stopped | None]:
    """Store her words, then read them. Answers the message and, when it is a stop, what stopping did. Raises NotPossible, TextTooLong."""
    body = text.replace("\0", "").strip()
    if not body:
        raise NotPossible("empty_reply")
    if len(body) > MAX_REPLY:
        raise TextTooLong(size=len(body), limit=MAX_REPLY)
    if at > now:
        raise NotPossible("future")
    hold(session, contact)
    message = Message(
        contact=contact,
        direction=Direction.IN,
        channel=channel,
        state=MessageState.RECEIVED,
        body=body,
        at=at,
        by_id=by.id if by else None,
    )
    session.add(message)
    session.flush()
    _read(message, language=contact.language)
    _mark_what_it_crossed(session, contact, at=at)
    gave_a_sign(contact, at=at, step=Step.SHE_WROTE, pace=pace)
    lay_proposals_aside(session, contact, now=now)
    if message.danger:
        contact.urgent_since = contact.urgent_since or now
        contact.urgent_seen_at = None
    audit.record(session, audit.Event.REPLY_STORED, now=now, by_id=by.id if by else None, contact_id=contact.id)
    outcome = stop(session, contact, now=now, by=by) if message.stop is StopAnswer.YES else None
    session.flush()
    return message, outcome


def _read(message: Message, *, language: str | None) -> None:
    """Read what is stored already. A reader that fails must not lose her words: then a human decides."""
    try:
        consent, signals = read_consent(message.body, language=language), read_signals(message.body, language=language)
    except Exception as error:
        log.error("a reply could not be read (%s); a human decides", type(error).__name__)  # never her words
        message.stop, message.reading = StopAnswer.UNCLEAR, {"stop": [], "topics": [], "because": {}}
        return
    message.stop = StopAnswer(consent.stop.value)
    message.danger = signals.danger
    message.reading = {
        "stop": list(consent.because),
        "topics": [topic.value for topic in signals.topics],
        "because": {key: list(words) for key, words in signals.because.items()},
    }


def _mark_what_it_crossed(session: Session, contact: Contact, *, at: datetime) -> None:
    """Words of ours that are on their way now were written before hers were read."""
    out = (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.SUPPRESSED)
    query = select(Message).where(
        Message.contact_id == contact.id,
        Message.state.in_(out),
        Message.token.is_not(None),
        Message.crossed_at.is_(None),
    )
    for message in session.scalars(query.with_for_update().execution_options(populate_existing=True)):
        message.crossed_at = at


def lay_proposals_aside(session: Session, contact: Contact, *, now: datetime) -> None:
    """A proposal of the clock makes no sense once she wrote."""
    query = select(Message).where(
        Message.contact_id == contact.id, Message.proposal.is_(True), Message.state == MessageState.DRAFT
    )
    for proposal in session.scalars(query):
        proposal.state = MessageState.DROPPED
        proposal.proposal = False
        proposal.at = now


def stop(session: Session, contact: Contact, *, now: datetime, by: Account | None) -> Stopped:
    """She wants no more messages: everything pending is cancelled and all her points go on the suppression list. One transaction.

    Somebody who also sounds unsafe stays urgent, so that a human looks; still nothing is sent.
    """
    hold(session, contact)
    pending = cancel_pending(session, contact)
    suppress_points(session, contact, now=now, by=by)
    contact.stage = after(contact.stage, Step.STOPPED)
    contact.waiting_since = contact.due_at = contact.due_for = contact.proposed_at = contact.postponed_for = None
    contact.changed_at = now
    audit.record(session, audit.Event.STOPPED, now=now, by_id=by.id if by else None, contact_id=contact.id)
    session.flush()
    return Stopped(dropped=len(pending), still_leaving=still_leaving(session, contact, now=now))


def cancel_pending(session: Session, contact: Contact) -> list[Message]:
    """Nothing that was prepared for her leaves any more, also not to one of her points in the thread of somebody else."""
    session.flush()
    query = select(Message).where(_to_her(contact), Message.state.in_((*PENDING, MessageState.UNKNOWN)))
    query = query.order_by(Message.id).with_for_update().execution_options(populate_existing=True)
    pending = list(session.scalars(query))
    for message in pending:
        message.state = MessageState.SUPPRESSED
        message.active_key = None
        message.proposal = False
    return pending


def still_leaving(session: Session, contact: Contact, *, now: datetime) -> bool:
    """Whether words of ours may still be leaving for her: a live claim. Only when not may a stop be shown as done."""
    query = select(Message.id).where(
        _to_her(contact),
        Message.state.in_((MessageState.CLAIMED, MessageState.SUPPRESSED)),
        Message.lease_until > now,
    )
    return session.scalar(query.limit(1)) is not None


def _to_her(contact: Contact) -> ColumnElement[bool]:
    """Messages to this contact, or to one of her points in the thread of a duplicate."""
    hers = select(Point.key).where(Point.contact_id == contact.id, still_hers())
    same = select(Point.id).where(Point.key.in_(hers))
    return or_(Message.contact_id == contact.id, Message.point_id.in_(same))


def suppress_points(session: Session, contact: Contact, *, now: datetime, by: Account | None) -> None:
    """Put the keyed hashes of all her points on the suppression list. A stop said again counts from now.

    A point that belongs to somebody else by now is not hers to close.
    """
    hers = select(Point.key).where(Point.contact_id == contact.id, still_hers())
    keys = {bytes(key) for key in session.scalars(hers)}
    known = set()
    for suppression in session.scalars(select(Suppression).where(Suppression.key.in_(keys))):
        suppression.added_at = now
        known.add(bytes(suppression.key))
    session.add_all(
        Suppression(key=key, added_at=now, added_by_id=by.id if by else None) for key in sorted(keys - known)
    )
    session.flush()


def decide_stop(session: Session, message: Message, *, is_stop: bool, by: Account, now: datetime) -> Stopped | None:
    """A human says what an unclear answer means. Also corrects a wrong "no" or, while nothing else was decided, a wrong "yes"."""
    hold(session, message.contact, message)
    message.stop = StopAnswer.YES if is_stop else StopAnswer.NO
    message.stop_decided_by_id = by.id
    if is_stop:
        return stop(session, message.contact, now=now, by=by)
    if message.contact.stage is Stage.STOPPED:
        raise NotPossible("stop_stays")
    return None


def lift_stop(session: Session, contact: Contact, *, by: Account, now: datetime, reason: str, pace: Pace) -> None:
    """Take a stop off: needs her own message after the stop was set, and a supervisor with a reason. Raises NotPossible."""
    hold(session, contact)
    if by.role is not RoleName.SUPERVISOR:
        raise NotPossible("supervisor_needed")
    if contact.stage is not Stage.STOPPED:
        raise NotPossible("not_stopped")
    if not reason.strip():
        raise NotPossible("reason_needed")
    keys = [point.key for point in contact.points if point.gone_at is None]
    since = session.scalars(
        select(Suppression.added_at).where(Suppression.key.in_(keys)).order_by(Suppression.added_at.desc())
    ).first()
    if since is None or not _wrote_after(session, contact, since):
        raise NotPossible("needs_her_message")
    others = (
        select(Point.key)
        .join(Contact)
        .where(Point.key.in_(keys), still_hers(), Contact.id != contact.id, Contact.stage == Stage.STOPPED)
    )
    hers = select(Suppression).where(Suppression.key.in_(keys), Suppression.key.not_in(others))
    for suppression in session.scalars(hers):  # on a shared phone the "no" of somebody else stands
        session.delete(suppression)
    contact.stage = after(contact.stage, Step.STOP_LIFTED)
    contact.waiting_since = contact.last_in_at
    plan(contact, now=now, pace=pace)
    audit.record(
        session, audit.Event.STOP_LIFTED, now=now, by_id=by.id, contact_id=contact.id, reason=reason.strip()[:200]
    )


def _wrote_after(session: Session, contact: Contact, since: datetime) -> bool:
    """Whether she wrote after `since`, something other than once more a stop. A call or a visit noted by us is not her message."""
    query = select(Message.id).where(
        Message.contact_id == contact.id,
        Message.direction == Direction.IN,
        Message.at > since,
        Message.stop.is_distinct_from(StopAnswer.YES),
    )
    return session.scalar(query.limit(1)) is not None


def note(
    session: Session,
    contact: Contact,
    *,
    text: str,
    kind: NoteKind,
    at: datetime,
    now: datetime,
    by: Account,
    pace: Pace,
) -> Note:
    """Remember something; a call, a meeting or a visit also resets the rhythm. Raises NotPossible, TextTooLong."""
    body = text.replace("\0", "").strip()
    if not body:
        raise NotPossible("empty_note")
    if len(body) > MAX_REPLY:
        raise TextTooLong(size=len(body), limit=MAX_REPLY)
    hold(session, contact)
    written = Note(contact=contact, kind=kind, body=body, at=at, by_id=by.id)
    session.add(written)
    if kind.is_contact:
        gave_a_sign(contact, at=at, step=Step.MET, pace=pace)
    session.flush()
    return written


def no_answer_needed(contact: Contact, *, now: datetime, pace: Pace) -> None:
    """Her last words ask for nothing ("thank you"): she no longer waits, the rhythm goes on from there."""
    contact.waiting_since = None
    plan(contact, now=now, pace=pace)
