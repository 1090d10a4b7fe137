"""What a provider says became of a message, in any order and as often as it likes. Its word also settles what nobody was sure of."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assistant.channels.base import Reason, Report
from assistant.outreach import sending
from assistant.rules.cadence import Pace
from assistant.store.holding import hold
from assistant.store.models import DeliveryState, Departure, Message, MessageState, Point
from assistant.store.points import point_keys

BOUNCES_END = timedelta(days=14)  # servers try for five days, and then say so
_ORDER = (DeliveryState.TAKEN, DeliveryState.HANDED_OVER, DeliveryState.UNDELIVERED, DeliveryState.DELIVERED)
_OPEN = (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.SUPPRESSED)
_GONE = (DeliveryState.HANDED_OVER, DeliveryState.DELIVERED)


def note(session: Session, channel: str, report: Report, *, now: datetime, pace: Pace) -> bool:
    """Write a report down; False when it is about nothing of ours, or older than what we know."""
    message = _about(session, channel, report.token)
    if message is None or message.departure is None:
        if report.reason is Reason.NOT_IN_SERVICE and report.address:
            _mark_address(session, channel, report.address, now=now)
        return False
    hold(session, message.contact, message)
    departure, state = message.departure, DeliveryState(report.delivery.value)
    if departure.delivery is not None and _ORDER.index(state) <= _ORDER.index(departure.delivery):
        return False
    departure.delivery, departure.delivery_at = state, now
    if state is DeliveryState.UNDELIVERED:
        departure.trouble = (report.reason or Reason.REJECTED).value
        if report.reason is Reason.NOT_IN_SERVICE and message.point is not None:
            message.point.failed_at = message.point.failed_at or now
    elif state is DeliveryState.DELIVERED:
        departure.trouble = None
    if state in _GONE and message.state in _OPEN and message.by is not None:
        departure.left_at = departure.left_at or message.at
        sending.mark_sent(session, message, by=message.by, now=now, pace=pace)
    return True


def _about(session: Session, channel: str, token: str | None) -> Message | None:
    if not token:
        return None
    query = (
        select(Message)
        .join(Departure)
        .where(Message.token == token, Departure.channel == channel)
        .options(joinedload(Message.departure), joinedload(Message.contact), joinedload(Message.by))
    )
    return session.scalars(query).one_or_none()


def _mark_address(session: Session, channel: str, address: str, *, now: datetime) -> None:
    """A report that names no message of ours counts for an address that we wrote to lately: anybody can send such a mail."""
    keys = point_keys(session, "email" if "@" in address else "phone", address)
    wrote = (
        select(Message.point_id)
        .join(Departure)
        .where(Departure.channel == channel, Departure.left_at >= now - BOUNCES_END, Message.point_id.is_not(None))
    )
    query = select(Point).where(Point.key.in_(keys), Point.failed_at.is_(None), Point.id.in_(wrote))
    for point in session.scalars(query):
        point.failed_at = now
