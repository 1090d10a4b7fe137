"""Words that come in by themselves: stored first, whole and sealed; then read. What nobody can place waits on the board for a human.

`keep` is called in a transaction of its own and committed before the provider gets its answer: a provider that was answered forgets.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.channels.base import Inbound
from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach import replies, sharing
from assistant.outreach.drafting import Desk
from assistant.outreach.intake import corrected_points
from assistant.rules.ads import Channel
from assistant.rules.cadence import Pace
from assistant.rules.phones import to_e164
from assistant.store.models import Arrival, ArrivalState, Contact, Message, Trouble
from assistant.store.points import contacts_at, point_keys
from assistant.store.sealed import keyring_of_session

log = logging.getLogger(__name__)
REPEATS_END = timedelta(days=30)  # a provider's last try comes within days; our row of it is kept this long
OLDEST = timedelta(days=30)  # a moment further back is a clock that is wrong
WAYS = {Channel.PHONE.value: "sms", Channel.EMAIL.value: "email"}


def keep(session: Session, channel: str, inbound: Inbound, *, now: datetime) -> Arrival | None:
    """Store what came in. None when it is here already: the same provider's number, or, without one, the same words in the same minute."""
    key, *also = _keys(session, channel, inbound, now=now)
    known = select(Arrival.id).where(Arrival.channel == channel, Arrival.key.in_((key, *also)))
    if session.scalar(known.limit(1)) is not None:
        return None
    arrival = Arrival(
        channel=channel,
        key=key,
        raw=inbound.raw,
        text=inbound.text,
        sender=inbound.sender[:320],
        sender_kind=inbound.kind,
        answers=" ".join(inbound.answers) or None,
        said_at=inbound.said_at,
        received_at=now,
        state=ArrivalState.STORED,
        trouble=Trouble.UNREADABLE if inbound.unreadable else None,
    )
    try:
        with session.begin_nested():
            session.add(arrival)
            session.flush()
    except IntegrityError:
        return None  # another process stored it a moment ago
    return arrival


def _keys(session: Session, channel: str, inbound: Inbound, *, now: datetime) -> Iterable[bytes]:
    """What these words are known by: keyed hashes, their own first. Without a provider's number also the minute before, for a late repeat."""
    keyring, place = keyring_of_session(session), f"arrival/{channel}"
    if inbound.provider_id:
        return [keyring.lookup(f"{place}/id", inbound.provider_id)]
    minute = int((inbound.said_at or now).timestamp()) // 60
    minutes = (minute,) if inbound.said_at else (minute, minute - 1)
    return [keyring.lookup(f"{place}/words", f"{one}\0{inbound.sender}\0{inbound.raw}") for one in minutes]


def read(session: Session, arrival_id: int, *, now: datetime, pace: Pace, desk: Desk) -> Message | None:
    """Put stored words into her thread, or on the board with the reason. Answers the message, None when a human has to look.

    Does nothing for words that were read already.
    """
    arrival = session.get(Arrival, arrival_id, with_for_update=True, populate_existing=True)
    if arrival is None or arrival.state is not ArrivalState.STORED:
        return None
    point = _point(arrival, desk=desk)
    contact, sure = _whose(session, arrival, point)
    if arrival.trouble is None and contact is None:
        arrival.trouble = Trouble.UNKNOWN_SENDER
        contact = _quoted(session, arrival)  # perhaps: shown to her team, and a human says
    arrival.contact = contact
    if arrival.trouble is not None or contact is None:
        arrival.state = ArrivalState.OPEN
        return None
    try:
        message = file(session, arrival, contact, text=arrival.text or "", now=now, pace=pace)
        if point is not None:
            sharing.came_in_at(session, message, point, sure=sure)
        return message
    except NotPossible:
        arrival.trouble, arrival.state = Trouble.EMPTY, ArrivalState.OPEN
    except TextTooLong:
        arrival.trouble, arrival.state = Trouble.TOO_LONG, ArrivalState.OPEN
    return None


def file(session: Session, arrival: Arrival, contact: Contact, *, text: str, now: datetime, pace: Pace) -> Message:
    """Her words go into her thread, as if a worker had pasted them; what is kept of the arrival is its key. Raises NotPossible, TextTooLong."""
    said = arrival.said_at or arrival.received_at
    at = min(said, now) if now - said < OLDEST else min(arrival.received_at, now)
    message, _ = replies.record(
        session,
        contact,
        text=text,
        channel=WAYS.get(arrival.sender_kind, arrival.sender_kind),
        at=at,
        now=now,
        by=None,
        pace=pace,
    )
    arrival.contact, arrival.message_id = contact, message.id
    arrival.state, arrival.trouble = ArrivalState.FILED, None
    arrival.raw = arrival.text = arrival.sender = arrival.answers = None
    return message


def not_read(session: Session, arrival_id: int) -> None:
    """Reading failed by a fault of ours: a human looks."""
    arrival = session.get(Arrival, arrival_id)
    if arrival is not None and arrival.state is ArrivalState.STORED:
        arrival.state, arrival.trouble = ArrivalState.OPEN, Trouble.NOT_READ


def stored(session: Session) -> list[int]:
    """What is stored and was not read, oldest first: left by a process that died in between."""
    query = select(Arrival.id).where(Arrival.state == ArrivalState.STORED).order_by(Arrival.id)
    return list(session.scalars(query.limit(500)))


def forget(session: Session, *, now: datetime) -> int:
    """Rows that only serve to know a repeat go when no repeat can come. What waits for a human stays."""
    done = Arrival.state.in_((ArrivalState.FILED, ArrivalState.ASIDE))
    gone = list(session.scalars(select(Arrival.id).where(done, Arrival.received_at < now - REPEATS_END)))
    session.execute(delete(Arrival).where(Arrival.id.in_(gone)))
    return len(gone)


def canonical(sender: str, kind: str, *, desk: Desk) -> str | None:
    """A sender as a contact point is spelled, or None: a short number or a word is nobody who can be written to."""
    sender = sender.strip()
    if kind == Channel.PHONE:
        bare = sender.removeprefix("+")
        if not (bare.isascii() and bare.isdigit()):
            return to_e164(sender, region=desk.country) if bare[:1].isdigit() else None
        plus = None if bare.startswith("0") else to_e164("+" + bare, region=None)
        return plus or to_e164(sender, region=desk.country)
    try:
        return corrected_points([(kind, sender)], region=desk.country)[0].value
    except (NotPossible, IndexError):
        return None


def _point(arrival: Arrival, *, desk: Desk) -> tuple[str, str] | None:
    value = canonical(arrival.sender or "", arrival.sender_kind, desk=desk)
    return (arrival.sender_kind, value) if value else None


def _whose(session: Session, arrival: Arrival, point: tuple[str, str] | None) -> tuple[Contact | None, bool]:
    """Whom these words are from, and whether that is sure: by where they come from. Of several people on a shared contact point whose
    message they answer, else whom we wrote to there last."""
    people = contacts_at(session, [point]) if point else []
    if len(people) > 1 and point:
        answered = _quoted(session, arrival)
        if answered in people:
            return answered, True
        return sharing.likeliest(session, people, point_keys(session, *point)[0]), False
    return next(iter(people), None), True


def _quoted(session: Session, arrival: Arrival) -> Contact | None:
    """To whom the message of ours went that these words answer. It does not say who wrote them: whoever reads her mail can quote it."""
    tokens = (arrival.answers or "").split()
    if not tokens:
        return None
    query = select(Contact).join(Message, Message.contact_id == Contact.id).where(Message.token.in_(tokens))
    return session.scalars(query.order_by(Message.at.desc()).limit(1)).first()


def arrival_for_a_human(session: Session, arrival_id: int) -> Arrival:
    """One that waits for a human. Raises NotThere, also when a colleague was first."""
    arrival = session.get(Arrival, arrival_id, with_for_update=True, populate_existing=True)
    if arrival is None or arrival.state is not ArrivalState.OPEN:
        raise NotThere
    return arrival
