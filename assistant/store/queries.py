"""Questions with names. Reading only; a route or a page asks these and never selects by itself."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from assistant.errors import NotThere
from assistant.store.accounts import Account, RoleName
from assistant.store.models import (
    Contact,
    DeliveryState,
    Departure,
    Direction,
    Heartbeat,
    HelpRequest,
    Message,
    MessageKind,
    MessageState,
)

UNSENT = (MessageState.DRAFT, MessageState.APPROVED, MessageState.CLAIMED, MessageState.UNKNOWN)
LEFT = (MessageState.SENT, MessageState.CLAIMED, MessageState.UNKNOWN)  # or may be leaving just now
UNASKED = (MessageKind.FIRST, MessageKind.REMINDER, MessageKind.RECONTACT)


def message_of_team(session: Session, message_id: int, *, team_id: int) -> Message:
    """A message with its contact. Raises NotThere, also when it is another team's."""
    query = select(Message).join(Contact).where(Message.id == message_id, Contact.team_id == team_id)
    message = session.scalars(query.options(joinedload(Message.contact))).one_or_none()
    if message is None:
        raise NotThere
    return message


def urgent(session: Session, *, team_id: int) -> list[Contact]:
    """Whoever's last words sounded unsafe and has not been answered since, the newest first."""
    return _contacts(session, team_id, Contact.urgent_since.is_not(None), Contact.urgent_since.desc())


def awaiting_our_answer(session: Session, *, team_id: int) -> list[Contact]:
    """Whoever wrote and has no answer yet, the longest waiting first."""
    return _contacts(session, team_id, Contact.waiting_since.is_not(None), Contact.waiting_since.asc())


def how_many_wait(session: Session, *, team_id: int) -> int:
    """How many people wait for our answer: the number beside "Today"."""
    return session.scalar(_how_many_wait(), {"team_id": team_id}) or 0


@cache  # asked with every page
def _how_many_wait() -> Select[Any]:
    people = cast(Table, Contact.__table__).c  # columns, not attributes: nobody is loaded here
    return select(func.count()).where(people.team_id == bindparam("team_id"), people.waiting_since.is_not(None))


def proposed_today(session: Session, *, team_id: int, now: datetime) -> list[Contact]:
    """Whoever the clock proposes a light message for, and whose postponement is over; the longest silent first."""
    due = and_(Contact.due_at <= now, Contact.proposed_at.is_not(None), Contact.waiting_since.is_(None))
    return _contacts(session, team_id, due, Contact.last_out_at.asc())


def _contacts(session: Session, team_id: int, which: ColumnElement[bool], order: ColumnElement[Any]) -> list[Contact]:
    query = select(Contact).where(Contact.team_id == team_id, which).order_by(order, Contact.id).limit(200)
    return list(session.scalars(query.options(selectinload(Contact.messages), joinedload(Contact.owner))).unique())


def not_yet_sent(session: Session, *, team_id: int, by_id: int | None = None) -> list[Message]:
    """Messages of ours that a worker began and that have not left, or of which nobody knows; proposals of the clock aside."""
    query = (
        select(Message)
        .join(Contact)
        .where(Contact.team_id == team_id, Message.state.in_(UNSENT), Message.proposal.is_(False))
        .order_by(Message.at.desc())
        .limit(100)
        .options(joinedload(Message.contact), joinedload(Message.by), joinedload(Message.departure))
    )
    if by_id is not None:
        query = query.where(or_(Message.by_id == by_id, Message.by_id.is_(None)))
    return list(session.scalars(query))


def sent_since(session: Session, *, team_id: int, since: datetime, by_id: int | None = None) -> list[Message]:
    """What left since `since`, the newest first."""
    query = (
        select(Message)
        .join(Contact)
        .where(Contact.team_id == team_id, Message.state == MessageState.SENT, Message.at >= since)
        .order_by(Message.at.desc())
        .limit(100)
        .options(joinedload(Message.contact), joinedload(Message.by))
    )
    if by_id is not None:
        query = query.where(Message.by_id == by_id)
    return list(session.scalars(query))


def undelivered_since(session: Session, *, team_id: int, since: datetime, by_id: int | None = None) -> list[Message]:
    """What a gateway refused for good, or took and could not bring, the newest first."""
    lost = and_(Departure.delivery == DeliveryState.UNDELIVERED, Departure.delivery_at >= since)
    refused = and_(Message.state == MessageState.FAILED, Departure.trouble.is_not(None), Message.at >= since)
    query = (
        select(Message)
        .join(Contact)
        .join(Departure)
        .where(Contact.team_id == team_id, or_(lost, refused))
        .order_by(Message.at.desc())
        .limit(50)
        .options(joinedload(Message.contact), joinedload(Message.departure))
    )
    if by_id is not None:
        query = query.where(Message.by_id == by_id)
    return list(session.scalars(query))


def unasked_sent_by(session: Session, *, by_id: int, since: datetime, kinds: Sequence[MessageKind] = UNASKED) -> int:
    """How many first messages and re-contacts one worker sent since `since`, what may just be leaving included (the daily caps)."""
    query = select(func.count()).where(
        Message.by_id == by_id,
        Message.direction == Direction.OUT,
        Message.state.in_(LEFT),
        Message.kind.in_(kinds),
        Message.at >= since,
    )
    return session.scalar(query) or 0


def unasked_sent_by_team(session: Session, *, team_id: int, since: datetime) -> int:
    """The same of a whole team together."""
    query = (
        select(func.count())
        .select_from(Message)
        .join(Contact)
        .where(
            Contact.team_id == team_id,
            Message.direction == Direction.OUT,
            Message.state.in_(LEFT),
            Message.kind.in_(UNASKED),
            Message.at >= since,
        )
    )
    return session.scalar(query) or 0


def open_proposal(session: Session, contact_id: int) -> Message | None:
    """The clock's own draft for a contact, if nobody has taken or dropped it."""
    query = select(Message).where(
        Message.contact_id == contact_id, Message.proposal.is_(True), Message.state == MessageState.DRAFT
    )
    return session.scalars(query.order_by(Message.id.desc())).first()


def open_draft(session: Session, contact_id: int) -> Message | None:
    """What we are writing to a contact and has not left, if anything."""
    query = select(Message).where(Message.contact_id == contact_id, Message.state.in_(UNSENT))
    return session.scalars(query.order_by(Message.proposal, Message.id.desc())).first()


def colleagues(session: Session, *, team_id: int) -> list[Account]:
    """Who of a team writes with people: workers and supervisors who may sign in, by name."""
    everybody = session.scalars(_colleagues(), {"team_id": team_id}).unique()
    writes = (one for one in everybody if one.role is not RoleName.ADMINISTRATOR)
    return sorted(writes, key=lambda one: one.shown_name.casefold())


@cache  # asked with every thread
def _colleagues() -> Select[Account]:
    hers = (Account.team_id == bindparam("team_id"), Account.active.is_(True))
    return select(Account).where(*hers).options(joinedload(Account.roles), lazyload(Account.team))


def help_requests_of(session: Session, contact_id: int) -> list[HelpRequest]:
    """What she asked for, the newest first."""
    query = select(HelpRequest).where(HelpRequest.contact_id == contact_id).order_by(HelpRequest.id.desc())
    return list(session.scalars(query))


def heartbeats(session: Session) -> dict[str, Heartbeat]:
    """When each piece of clockwork last ran, by name."""
    return {beat.name: beat for beat in session.scalars(select(Heartbeat))}
