"""Whom the team was in touch with in a period: one row a person, and what the log still knows of people who are forgotten."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from assistant.store.accounts import Account
from assistant.store.audit import Event
from assistant.store.models import (
    Contact,
    Direction,
    HelpRequest,
    HelpState,
    LogEntry,
    Message,
    MessageState,
    Referral,
    StopAnswer,
)


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts` until just before `ends`; `team_id` None: all teams."""

    starts: datetime
    ends: datetime
    team_id: int | None

    def holds(self, at: Any) -> ColumnElement[bool]:
        return and_(at >= self.starts, at < self.ends)

    @property
    def ours(self) -> ColumnElement[bool]:
        return true() if self.team_id is None else Contact.team_id == self.team_id


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What happened with one person in the period. `first_at`: the first of it. Of somebody forgotten language and town are None."""

    contact_id: int
    language: str | None
    town: str | None
    first_at: datetime
    reached: bool
    answered: bool
    talked: bool
    stopped: bool
    forgotten: bool = False


def people(session: Session, period: Period) -> list[PersonRow]:
    """Everybody a message left for, or who wrote or stopped, in the period. Towns are sealed and opened here, one a person."""
    said = _said(period).subquery()
    stops = _stops(period).subquery()
    first_at = case(
        (said.c.at.is_(None), stops.c.at),
        (stops.c.at.is_(None), said.c.at),
        (said.c.at <= stops.c.at, said.c.at),
        else_=stops.c.at,
    )
    query = (
        select(
            Contact.id,
            Contact.language,
            Contact.town,
            first_at,
            func.coalesce(said.c.ours, 0) > 0,
            func.coalesce(said.c.hers, 0) > 0,
            func.coalesce(said.c.turns, 0) > 1,
            stops.c.at.is_not(None),
        )
        .outerjoin(said, said.c.contact_id == Contact.id)
        .outerjoin(stops, stops.c.contact_id == Contact.id)
        .where(period.ours, or_(said.c.at.is_not(None), stops.c.at.is_not(None)))
    )
    return [PersonRow(*row) for row in session.execute(query)]


def _said(period: Period) -> Select[Any]:
    """By person: the first words, how many of ours, how many of hers that are no stop, and in how many turns she wrote those."""
    her_words = and_(Message.direction == Direction.IN, Message.stop.is_distinct_from(StopAnswer.YES))
    line = (
        select(
            Message.contact_id,
            Message.at,
            case((Message.direction == Direction.OUT, 1), else_=0).label("ours"),
            case((her_words, 1), else_=0).label("hers"),
            func.sum(case((Message.direction == Direction.OUT, 1), else_=0))
            .over(partition_by=Message.contact_id, order_by=(Message.at, Message.id))
            .label("turn"),
        )
        .join(Contact)
        .where(period.ours, Message.state.in_((MessageState.SENT, MessageState.RECEIVED)), period.holds(Message.at))
        .subquery()
    )
    return select(
        line.c.contact_id,
        func.min(line.c.at).label("at"),
        func.sum(line.c.ours).label("ours"),
        func.sum(line.c.hers).label("hers"),
        func.count(func.distinct(case((line.c.hers == 1, line.c.turn)))).label("turns"),
    ).group_by(line.c.contact_id)


def _stops(period: Period) -> Any:
    """Who stopped, by the log, so that a stop said on the phone counts too. What is older than the person is somebody else's."""
    query: Any = (
        select(LogEntry.contact_id, func.min(LogEntry.at).label("at"))
        .join(Contact, and_(Contact.id == LogEntry.contact_id, Contact.created_at <= LogEntry.at))
        .where(period.ours, LogEntry.event == Event.STOPPED.value, period.holds(LogEntry.at))
        .group_by(LogEntry.contact_id)
    )
    return query


def forgotten(session: Session, period: Period) -> list[PersonRow]:
    """People a message left for in the period of whom nothing is kept any more: the log still counts them, without anything else."""
    sender = select(Account.id)
    if period.team_id is not None:
        sender = sender.where(Account.team_id == period.team_id)
    still_here = exists().where(Contact.id == LogEntry.contact_id, Contact.created_at <= LogEntry.at)
    left = select(LogEntry.contact_id).where(
        LogEntry.event == Event.MESSAGE_SENT.value,
        LogEntry.account_id.in_(sender),
        LogEntry.contact_id.is_not(None),
        period.holds(LogEntry.at),
        ~still_here,
    )

    def seen(event: Event) -> ColumnElement[bool]:
        return func.max(case((LogEntry.event == event.value, 1), else_=0)) > 0

    query = (
        select(LogEntry.contact_id, func.min(LogEntry.at), seen(Event.REPLY_STORED), seen(Event.STOPPED))
        .where(
            LogEntry.contact_id.in_(left),
            LogEntry.event.in_([e.value for e in (Event.MESSAGE_SENT, Event.REPLY_STORED, Event.STOPPED)]),
            period.holds(LogEntry.at),
            ~still_here,
        )
        .group_by(LogEntry.contact_id)
    )
    return [
        PersonRow(number or 0, None, None, at, True, bool(answered) and not stopped, False, bool(stopped), True)
        for number, at, answered, stopped in session.execute(query)
    ]


def _handed_on() -> Select[Any]:
    return select(Referral.id).where(Referral.help_request_id == HelpRequest.id)


def helped(session: Session, period: Period) -> list[tuple[int, str, bool, bool, bool]]:
    """(person, topic, asked, helped, referred) in the period. Referred is what went to another organisation, whatever came of it."""
    asked = period.holds(HelpRequest.asked_at)
    changed = period.holds(HelpRequest.changed_at)
    sent_on = select(Referral.id).where(Referral.help_request_id == HelpRequest.id, period.holds(Referral.sent_at))
    referred = or_(
        sent_on.exists(),
        # Marked so before referrals were kept.
        and_(changed, HelpRequest.state == HelpState.REFERRED, ~_handed_on().exists()),
    )
    done = and_(changed, HelpRequest.state == HelpState.DONE)

    def any_of(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return func.max(case((condition, 1), else_=0)) > 0

    query = (
        select(HelpRequest.contact_id, HelpRequest.topic, any_of(asked), any_of(done), any_of(referred))
        .join(Contact, Contact.id == HelpRequest.contact_id)
        .where(period.ours, or_(asked, done, referred))
        .group_by(HelpRequest.contact_id, HelpRequest.topic)
    )
    return [(row[0], row[1], bool(row[2]), bool(row[3]), bool(row[4])) for row in session.execute(query)]
