"""From an approved message to a channel, one at a time and with pauses. A human said yes to each; the clock only carries them out.

`queue` → `due` → `take` (the gate again, a lease) → the channel, outside any transaction → `left` | `did_not_leave`. What the provider
certainly does not have is tried again later; what it may have is never tried again, and waits for a human.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assistant.channels.base import Channel, ChannelError, Outgoing, Reason, Receipt, Taken
from assistant.errors import NotPossible, Refused
from assistant.outreach import sending
from assistant.outreach.sending import Terms
from assistant.rules.cadence import Pace
from assistant.rules.lock_screen import visible_end
from assistant.rules.pacing import Line, Waiting, expected, next_try
from assistant.store.accounts import Account
from assistant.store.models import Contact, DeliveryState, Departure, Direction, Message, MessageState

BY_CHANNEL = {
    "phone": "gateway",
    "email": "mail",
}  # contact point → Message.channel of words that the program sends itself
ANY_HOUR = timedelta(days=1)
FOLLOWS = 20  # of our earlier messages in a thread, for mail's References


@dataclass(frozen=True, slots=True)
class Pauses:
    """How a channel is spared: the shortest and longest pause between two messages, and how many a day."""

    least: timedelta = timedelta(minutes=2)
    most: timedelta = timedelta(minutes=6)
    a_day: int = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in the queue: when it is expected to leave (None: no hour is found), and the code of why it waits."""

    message: Message
    at: datetime | None
    trouble: str | None


def channel_for(channels: Mapping[str, Channel], kind: str) -> str | None:
    """The channel that reaches a kind of contact point, the preferred one; None when people send by hand."""
    return next((name for name, channel in channels.items() if kind in channel.abilities.carries), None)


def queue(
    session: Session,
    message: Message,
    *,
    channels: Mapping[str, Channel],
    now: datetime,
    pauses: Pauses,
    override: str = "",
) -> Departure:
    """An approved message waits for its channel; `override` is a supervisor's reason. Raises NotPossible("no_channel")."""
    name = channel_for(channels, message.point.channel) if message.point else None
    if name is None or message.state is not MessageState.APPROVED:
        raise NotPossible("no_channel")
    gap = random.SystemRandom().uniform(pauses.least.total_seconds(), pauses.most.total_seconds())
    departure = session.get(Departure, message.id) or Departure(message_id=message.id)
    departure.channel, departure.queued_at, departure.not_before = name, now, now
    departure.gap_seconds, departure.tries, departure.trouble = round(gap), 0, None
    departure.override = override.strip() or None
    session.add(departure)
    session.flush()
    return departure


def places(
    session: Session, channel: str, *, now: datetime, pace: Pace, pauses: Pauses, team_id: int | None = None
) -> list[Place]:
    """The queue of a channel with its expected times, in the order of leaving; of one team or of all."""
    waiting = _waiting(session, channel)
    line = _line(session, channel, now=now, pace=pace, pauses=pauses)
    times = expected([_as_waiting(message, pace) for message in waiting], line, pace, now=now)
    return [
        Place(message, at, message.departure.trouble if message.departure else None)
        for message, at in ((waiting[number], at) for number, at in times)
        if team_id is None or message.contact.team_id == team_id
    ]


def due(session: Session, channel: str, *, now: datetime, pace: Pace, pauses: Pauses) -> Message | None:
    """The message that leaves now, if any."""
    first = next(iter(places(session, channel, now=now, pace=pace, pauses=pauses)), None)
    return first.message if first and first.at is not None and first.at <= now else None


def _waiting(session: Session, channel: str) -> list[Message]:
    query = (
        select(Message)
        .join(Departure)
        .join(Contact, Message.contact_id == Contact.id)
        .where(
            Departure.channel == channel,
            Message.state == MessageState.APPROVED,
            Message.channel.in_(BY_CHANNEL.values()),
        )
        .order_by(Departure.queued_at, Message.id)
        .limit(500)
        .options(joinedload(Message.departure), joinedload(Message.contact), joinedload(Message.by))
    )
    return list(session.scalars(query))


def _as_waiting(message: Message, pace: Pace) -> Waiting:
    departure, contact = message.departure, message.contact
    assert departure is not None
    answering = contact.waiting_since is not None
    free = contact.last_in_at + pace.answer_freely if answering and contact.last_in_at else None
    if departure.override:  # the gate still asks whether that is allowed
        free = departure.queued_at + ANY_HOUR
    return Waiting(departure.not_before, timedelta(seconds=departure.gap_seconds), answering, free)


def _line(session: Session, channel: str, *, now: datetime, pace: Pace, pauses: Pauses) -> Line:
    midnight = now.astimezone(pace.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    here = Departure.channel == channel
    last = session.scalar(select(func.max(Departure.left_at)).where(here))
    today = session.scalar(select(func.count()).where(here, Departure.left_at >= midnight)) or 0
    return Line(last, today, pauses.a_day)


def take(session: Session, message: Message, *, now: datetime, terms: Terms) -> Outgoing | None:
    """Claim a due message and answer what to say to the channel; None when the gate says no: then it waits, or is a draft again."""
    departure, by = message.departure, message.by
    assert departure is not None
    if by is None or message.point is None:
        _not_now(message, departure, Refused("no_point"))
        return None
    try:
        with session.begin_nested():
            token = sending.claim(session, message, by=by, now=now, terms=terms, override=departure.override or "")
    except Refused as refusal:
        session.refresh(message)
        _not_now(message, departure, refusal)
        return None
    except NotPossible:
        session.refresh(message)
        _not_now(message, departure, Refused("no_point"))
        return None
    departure.trouble = None
    return Outgoing(
        token=token,
        to=message.point.value,
        text=message.body,
        language=message.language,
        subject=_subject(message.body) if message.point.channel == "email" else "",
        sender=by.shown_name,
        answers=_earlier(session, message),
    )


def _subject(body: str) -> str:
    """The first line, which is what was approved as the subject (rules/lock_screen.py); the words themselves stay whole."""
    return body[: visible_end(body, channel="email")].strip()


def _not_now(message: Message, departure: Departure, refusal: Refused) -> None:
    departure.trouble = str(refusal.reason)[:40]
    if refusal.until is None and refusal.reason != "on_its_way":
        message.state = MessageState.DRAFT  # waiting does not help: a human decides
    else:
        departure.not_before = max(departure.not_before, refusal.until or departure.not_before + next_try(1))


def _earlier(session: Session, message: Message) -> Sequence[str]:
    query = (
        select(Message.token)
        .where(
            Message.contact_id == message.contact_id,
            Message.direction == Direction.OUT,
            Message.state == MessageState.SENT,
            Message.token.is_not(None),
        )
        .order_by(Message.at.desc())
        .limit(FOLLOWS)
    )
    return tuple(token for token in reversed(list(session.scalars(query))) if token)


def left(session: Session, message: Message, receipt: Receipt, *, now: datetime, pace: Pace) -> None:
    """The channel has taken it."""
    departure = message.departure
    assert departure is not None
    sending.mark_sent(session, message, by=_by(message), now=now, pace=pace)
    departure.left_at, departure.trouble = now, None
    if departure.delivery is None:  # a report may have been faster than the answer
        departure.delivery, departure.delivery_at = DeliveryState(receipt.delivery.value), now


def did_not_leave(session: Session, message: Message, error: ChannelError, *, now: datetime) -> None:
    """What a failure means: once more later, never again, or nobody knows. A number that is not in service is marked."""
    departure, by = message.departure, _by(message)
    assert departure is not None
    departure.tries += 1
    departure.trouble = error.reason.value
    if error.taken is Taken.UNKNOWN:
        departure.left_at = now  # it may have: the pause and the day's count go by that
        sending.mark_unknown(session, message, by=by)
    elif not error.permanent:
        departure.not_before = now + next_try(departure.tries)
        sending.put_back(session, message, by=by, now=now)
    else:
        point = message.point
        if error.reason is Reason.NOT_IN_SERVICE and point is not None:
            point.failed_at = point.failed_at or now
        again = sending.mark_not_sent(session, message, by=by, now=now, failure=error.reason.value)
        if again is not message and point is not None and point.failed_at is not None:
            again.point = next(iter(sending.reachable(message.contact)), None)


def _by(message: Message) -> Account:
    if message.by is None:
        raise NotPossible("no_account")
    return message.by
