"""What came back. Stored first, then read; a stop takes effect in the same transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, TextTooLong
from assistant.outreach.history import gave_a_sign, plan
from assistant.rules.cadence import Pace
from assistant.rules.consent import read_consent
from assistant.rules.signals import read_signals
from assistant.rules.stages import Stage, Step, after
from assistant.store import audit
from assistant.store.accounts import Account
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
    consent, signals = read_consent(body, language=contact.language), read_signals(body, language=contact.language)
    message.stop = StopAnswer(consent.stop.value)
    message.danger = signals.danger
    message.reading = {
        "stop": list(consent.because),
        "topics": [topic.value for topic in signals.topics],
        "because": {key: list(words) for key, words in signals.because.items()},
    }
    gave_a_sign(contact, at=at, step=Step.SHE_WROTE, pace=pace)
    lay_proposals_aside(session, contact, now=now)
    if message.danger:
        contact.urgent_since = contact.urgent_since or now
        contact.urgent_seen_at = None
    audit.record(session, audit.Event.REPLY_STORED, now=now, by_id=by.id if by else None, contact_id=contact.id)
    outcome = stop(session, contact, now=now, by=by) if message.stop is StopAnswer.YES else None
    session.flush()
    return message, outcome


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
    session.flush()
    pending = list(
        session.scalars(
            select(Message)
            .where(Message.contact_id == contact.id, Message.state.in_((*PENDING, MessageState.UNKNOWN)))
            .with_for_update()
        )
    )
    still_leaving = any(m.lease_until is not None and m.lease_until > now for m in pending)
    for message in pending:
        message.state = MessageState.SUPPRESSED
        message.active_key = None
        message.proposal = False
    suppress_points(session, contact, now=now, by=by)
    contact.stage = after(contact.stage, Step.STOPPED)
    contact.waiting_since = contact.due_at = contact.due_for = contact.proposed_at = contact.postponed_for = None
    contact.changed_at = now
    audit.record(session, audit.Event.STOPPED, now=now, by_id=by.id if by else None, contact_id=contact.id)
    return Stopped(dropped=len(pending), still_leaving=still_leaving)


def suppress_points(session: Session, contact: Contact, *, now: datetime, by: Account | None) -> None:
    """Put the keyed hashes of all her points on the suppression list."""
    keys = {bytes(point.key) for point in session.scalars(select(Point).where(Point.contact_id == contact.id))}
    known = {bytes(key) for key in session.scalars(select(Suppression.key).where(Suppression.key.in_(keys)))}
    session.add_all(
        Suppression(key=key, added_at=now, added_by_id=by.id if by else None) for key in sorted(keys - known)
    )
    session.flush()


def decide_stop(session: Session, message: Message, *, is_stop: bool, by: Account, now: datetime) -> Stopped | None:
    """A human says what an unclear answer means. Also corrects a wrong "no" or, while nothing else was decided, a wrong "yes"."""
    message.stop = StopAnswer.YES if is_stop else StopAnswer.NO
    message.stop_decided_by_id = by.id
    if is_stop:
        return stop(session, message.contact, now=now, by=by)
    if message.contact.stage is Stage.STOPPED:
        raise NotPossible("stop_stays")
    return None


def lift_stop(session: Session, contact: Contact, *, by: Account, now: datetime, reason: str, pace: Pace) -> None:
    """Take a stop off: needs her own message after the stop was set, and a supervisor with a reason."""
    if contact.stage is not Stage.STOPPED:
        raise NotPossible("not_stopped")
    if not reason.strip():
        raise NotPossible("reason_needed")
    keys = [point.key for point in contact.points]
    since = session.scalars(
        select(Suppression.added_at).where(Suppression.key.in_(keys)).order_by(Suppression.added_at.desc())
    ).first()
    if contact.last_in_at is None or since is None or contact.last_in_at <= since:
        raise NotPossible("needs_her_message")
    for suppression in session.scalars(select(Suppression).where(Suppression.key.in_(keys))):
        session.delete(suppression)
    contact.stage = after(contact.stage, Step.STOP_LIFTED)
    contact.waiting_since = contact.last_in_at
    plan(contact, now=now, pace=pace)
    audit.record(
        session, audit.Event.STOP_LIFTED, now=now, by_id=by.id, contact_id=contact.id, reason=reason.strip()[:200]
    )


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
    written = Note(contact=contact, kind=kind, body=body, at=at, by_id=by.id)
    session.add(written)
    if kind is not NoteKind.NOTE:
        gave_a_sign(contact, at=at, step=Step.MET, pace=pace)
    session.flush()
    return written


def no_answer_needed(contact: Contact, *, now: datetime, pace: Pace) -> None:
    """Her last words ask for nothing ("thank you"): she no longer waits, the rhythm goes on from there."""
    contact.waiting_since = None
    plan(contact, now=now, pace=pace)
