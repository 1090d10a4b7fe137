"""Undo for a minute: "sent" was pressed, and it did not leave after all. Everything is as it was, unless something happened since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Stale
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold
from assistant.store.models import Contact, DueFor, Message, MessageState, PostponeReason

FOR = timedelta(seconds=60)
_MOMENTS = (
    "last_out_at",
    "waiting_since",
    "urgent_since",
    "urgent_seen_at",
    "due_at",
    "proposed_at",
    "claimed_until",
    "changed_at",
)
_PLAIN = ("unanswered", "renewals", "owner_id", "claimed_by_id")


def as_it_stands(message: Message) -> dict[str, Any]:
    """How message and contact stand, before "sent": counters, dates and codes only, nothing that says who she is."""
    contact = message.contact
    return {
        "message": message.id,
        "state": message.state.value,
        "at": message.at.isoformat(),
        "lease": message.lease_until.isoformat() if message.lease_until else None,
        "stage": contact.stage.value,
        "due_for": contact.due_for.value if contact.due_for else None,
        "postponed_for": contact.postponed_for.value if contact.postponed_for else None,
        **{name: getattr(contact, name) for name in _PLAIN},
        **{name: moment.isoformat() if (moment := getattr(contact, name)) else None for name in _MOMENTS},
    }


def closed(message: Message, before: dict[str, Any]) -> dict[str, Any]:
    """The same with the versions after it, by which anything that happens later is noticed."""
    return {**before, "versions": [message.version, message.contact.version]}


def can_be_taken_back(message: Message, kept: dict[str, Any] | None, *, now: datetime) -> bool:
    """Whether "sent" of this message was pressed less than a minute ago by whoever holds `kept`, and nothing happened since."""
    return (
        kept is not None
        and kept.get("message") == message.id
        and message.state is MessageState.SENT
        and kept.get("versions") == [message.version, message.contact.version]
        and kept.get("state") == MessageState.CLAIMED.value
        and now - message.at <= FOR
    )


def take_back(session: Session, message: Message, kept: dict[str, Any] | None, *, by: Account, now: datetime) -> None:
    """Back to "did it work?". Raises NotPossible("sent_long_ago"), Stale."""
    hold(session, message.contact, message)
    if kept is None or not can_be_taken_back(message, kept, now=now):
        raise NotPossible("sent_long_ago")
    _nothing_else_out(session, message)
    contact = message.contact
    if contact.claimed_by_id not in (None, by.id):
        raise NotPossible("sent_long_ago")
    message.state, message.at = MessageState.CLAIMED, datetime.fromisoformat(kept["at"])
    message.lease_until = datetime.fromisoformat(kept["lease"]) if kept["lease"] else now
    message.active_key = message.point.key if message.point else None
    contact.stage = Stage(kept["stage"])
    contact.due_for = DueFor(kept["due_for"]) if kept["due_for"] else None
    contact.postponed_for = PostponeReason(kept["postponed_for"]) if kept["postponed_for"] else None
    for name in _PLAIN:
        setattr(contact, name, kept[name])
    for name in _MOMENTS:
        setattr(contact, name, datetime.fromisoformat(kept[name]) if kept[name] else None)
    try:
        session.flush()
    except IntegrityError:
        raise Stale from None
    audit.record(session, audit.Event.SENT_TAKEN_BACK, now=now, by_id=by.id, contact_id=contact.id)


def _nothing_else_out(session: Session, message: Message) -> None:
    out = (MessageState.CLAIMED, MessageState.UNKNOWN)
    query = select(Message.id).join(Contact).where(Contact.id == message.contact_id, Message.state.in_(out))
    if session.scalar(query.limit(1)) is not None:
        raise NotPossible("sent_long_ago")
