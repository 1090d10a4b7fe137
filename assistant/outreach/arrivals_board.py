"""What came in and is in nobody's thread: shown to the team, and placed by a human. Laying aside takes a reason and empties the row."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotPossible
from assistant.outreach import intake
from assistant.outreach.arrivals import canonical, file
from assistant.outreach.drafting import Desk
from assistant.rules.ads import AdDetails, Channel, ContactPoint
from assistant.rules.cadence import Pace
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Arrival, ArrivalState, Contact, Message
from assistant.store.points import contacts_at, suppressed_points

MOST = 200


def open_arrivals(session: Session, *, team_id: int) -> list[Arrival]:
    """What waits for a human: from unknown senders, and unreadable ones of this team's people. The longest waiting first."""
    query = (
        select(Arrival)
        .outerjoin(Contact, Arrival.contact_id == Contact.id)
        .where(Arrival.state == ArrivalState.OPEN, or_(Arrival.contact_id.is_(None), Contact.team_id == team_id))
        .order_by(Arrival.received_at, Arrival.id)
        .limit(MOST)
        .options(joinedload(Arrival.contact))
    )
    return list(session.scalars(query))


def said_no_before(session: Session, arrival: Arrival, *, desk: Desk) -> bool:
    """Whether the sender once asked us to stop: then she is not written to, and nobody is made of it."""
    value = canonical(arrival.sender or "", arrival.sender_kind, desk=desk)
    return bool(value and suppressed_points(session, [(arrival.sender_kind, value)]))


def somebody_to_join(session: Session, *, team_id: int) -> list[Contact]:
    """The team's people, those we heard of last on top."""
    query = select(Contact).where(Contact.team_id == team_id).order_by(Contact.changed_at.desc(), Contact.id)
    return list(session.scalars(query.limit(MOST)))


def make_a_person(
    session: Session,
    arrival: Arrival,
    *,
    alias: str,
    text: str,
    by: Account,
    now: datetime,
    pace: Pace,
    desk: Desk,
) -> Message:
    """Somebody new, known by the point she wrote from, with these words in her thread. Raises Suppressed, NotPossible."""
    value = canonical(arrival.sender or "", arrival.sender_kind, desk=desk)
    if value is None:
        raise NotPossible("no_point")
    point = ContactPoint(Channel(arrival.sender_kind), value, value)
    contact = intake.from_ad(
        session,
        text="",
        details=AdDetails((point,), alias.strip()[:80] or None, None, None, 1.0, ()),
        team_id=by.team_id,
        by=by,
        now=now,
        desk=desk,
        keep_text=timedelta(days=1),
    )
    return _place(session, arrival, contact, text=text, by=by, now=now, pace=pace)


def join(
    session: Session,
    arrival: Arrival,
    contact: Contact,
    *,
    text: str,
    by: Account,
    now: datetime,
    pace: Pace,
    desk: Desk,
) -> Message:
    """These words are hers; what she wrote from becomes one of her contact points when nobody else has it. Raises NotPossible, TextTooLong."""
    value = canonical(arrival.sender or "", arrival.sender_kind, desk=desk)
    point = (arrival.sender_kind, value) if value else None
    if point and not contacts_at(session, [point]) and not suppressed_points(session, [point]):
        new = ContactPoint(Channel(arrival.sender_kind), point[1], point[1])
        intake.add_point_by_hand(session, contact, [new], by=by, now=now)
    return _place(session, arrival, contact, text=text, by=by, now=now, pace=pace)


def _place(
    session: Session, arrival: Arrival, contact: Contact, *, text: str, by: Account, now: datetime, pace: Pace
) -> Message:
    message = file(session, arrival, contact, text=text or arrival.text or "", now=now, pace=pace)
    message.by_id = by.id
    arrival.handled_by_id, arrival.handled_at = by.id, now
    return message


def lay_aside(session: Session, arrival: Arrival, *, reason: str, by: Account, now: datetime) -> None:
    """Nothing of hers, or nothing to keep. Raises NotPossible("reason_needed")."""
    if not reason.strip():
        raise NotPossible("reason_needed")
    arrival.state = ArrivalState.ASIDE
    arrival.raw = arrival.text = arrival.sender = arrival.answers = None
    arrival.reason = reason.strip()[:200]
    arrival.handled_by_id, arrival.handled_at = by.id, now
    audit.record(
        session,
        audit.Event.ARRIVAL_LAID_ASIDE,
        now=now,
        by_id=by.id,
        contact_id=arrival.contact_id,
        reason=arrival.reason,
    )
