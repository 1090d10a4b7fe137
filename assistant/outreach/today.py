"""The board: who waits for an answer, who is due, what has not left yet. Read in one go, for a worker or a supervisor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.outreach import care, danger, due, escalating, handover, referral_course, talks, visits
from assistant.outreach.arrivals_board import open_arrivals
from assistant.rules.patience import Patience
from assistant.store import queries
from assistant.store.accounts import Account, RoleName
from assistant.store.models import (
    Arrival,
    Contact,
    Direction,
    Handover,
    Heartbeat,
    HelpRequest,
    Message,
    MessageKind,
    MessageState,
    Observation,
    Referral,
    StopAnswer,
    TalkWish,
    Visit,
)

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Board:
    """What "Today" shows. Every list is ready in the order of the page."""

    urgent: Sequence[Contact]
    waiting: Sequence[Contact]
    too_long: Sequence[Contact]  # a supervisor's: waiting longer than agreed
    due: Sequence[Contact]
    unsent: Sequence[Message]
    sent: Sequence[Message]
    heartbeats: dict[str, Heartbeat]
    arrivals: Sequence[Arrival] = ()  # came in, and in nobody's thread
    helps: Sequence[HelpRequest] = ()  # promised by today or before, and not finished
    referrals: Sequence[Referral] = ()  # not left yet, waiting for a second person, or to be followed up by today
    observed: Sequence[Observation] = ()  # somebody may not be safe, and that has not ended
    talks: Sequence[TalkWish] = ()  # a supervisor's: what somebody wants to talk about
    rounds: Sequence[Visit] = ()  # planned for today or before, and not written down
    undelivered: Sequence[Message] = ()  # taken by a gateway, and did not arrive
    offered: Sequence[Handover] = ()  # offered to me by a colleague, and not answered
    told: Sequence[Handover] = ()  # what became of people of mine, and I have not seen it
    silent: int = 0  # how many people stand in my queue of silences
    untold: int = 0  # mails to the supervisors that did not leave, or of which that is not sure


@dataclass(frozen=True, slots=True)
class Week:
    """First messages sent in one calendar week and what became of those people since."""

    starts: datetime
    written: int
    answered: int
    stopped: int


def board(session: Session, *, by: Account, now: datetime, patience: Patience, zone: tzinfo = UTC) -> Board:
    """The board of `by`'s team; drafts and sent messages are a worker's own, a supervisor sees the team's."""
    supervisor = by.role is RoleName.SUPERVISOR
    mine = None if supervisor else by.id
    day = now.astimezone(zone).date()
    waiting = queries.awaiting_our_answer(session, team_id=by.team_id)
    late = [one for one in waiting if one.waiting_since and now >= patience.ends(one.waiting_since, one.urgent_since)]
    return Board(
        urgent=queries.urgent(session, team_id=by.team_id),
        waiting=waiting,
        too_long=late,
        due=queries.proposed_today(session, team_id=by.team_id, now=now),
        unsent=queries.not_yet_sent(session, team_id=by.team_id, by_id=mine),
        sent=queries.sent_since(session, team_id=by.team_id, since=now - timedelta(days=1), by_id=mine),
        heartbeats=queries.heartbeats(session),
        arrivals=open_arrivals(session, team_id=by.team_id),
        helps=care.due_requests(session, by.team_id, until=day, by_id=mine),
        referrals=referral_course.for_the_board(session, by=by, until=day, everybody=supervisor),
        observed=danger.open_in(session, by.team_id),
        talks=talks.open_in(session, by.team_id) if supervisor else (),
        rounds=[one for one in visits.to_come(session, by.team_id) if one.at < now + timedelta(days=1)],
        undelivered=queries.undelivered_since(session, team_id=by.team_id, since=now - timedelta(days=3), by_id=mine),
        offered=handover.offered_to(session, by),
        told=handover.not_told_yet(session, by),
        silent=due.how_many(session, by=by, now=now),
        untold=escalating.how_many_untold(session, team_id=by.team_id, now=now),
    )


def reply_figures(session: Session, *, team_id: int, monday: datetime, weeks: int = WEEKS) -> list[Week]:
    """Per week (starting at `monday`, going back) how many people got a first message, and how many answered or said stop since.

    By the week in which we wrote, not in which she answered: a later answer still counts for the message it answers.
    """
    since = monday - timedelta(weeks=weeks - 1)
    query = (
        select(Message.contact_id, Message.at)
        .join(Contact)
        .where(
            Contact.team_id == team_id,
            Message.kind == MessageKind.FIRST,
            Message.state == MessageState.SENT,
            Message.at >= since,
        )
    )
    first = {contact_id: at for contact_id, at in session.execute(query)}  # noqa: C416 — dict() of rows has no types
    answers = select(Message.contact_id, Message.stop).where(
        Message.contact_id.in_(first), Message.direction == Direction.IN, Message.state == MessageState.RECEIVED
    )
    answered, stopped = set(), set()
    for contact_id, stop in session.execute(answers):
        answered.add(contact_id)
        if stop is StopAnswer.YES:
            stopped.add(contact_id)
    figures = []
    for number in range(weeks):
        starts = since + timedelta(weeks=number)
        people = {c for c, at in first.items() if starts <= at < starts + timedelta(weeks=1)}
        figures.append(Week(starts, len(people), len(people & answered - stopped), len(people & stopped)))
    return figures


def last_words(contact: Contact) -> str:
    """What she wrote last, on one line; empty when she never wrote."""
    heard = [message for message in contact.messages if message.direction is Direction.IN]
    return " ".join(max(heard, key=lambda message: message.at).body.split()) if heard else ""


@dataclass(frozen=True, slots=True)
class Load:
    """How many people wait for one colleague, and since when the longest."""

    name: str | None  # None: people without an owner
    waiting: int
    longest: datetime


def loads(waiting: Sequence[Contact]) -> list[Load]:
    """Who in the team has how many people waiting, the longest wait first."""
    groups: dict[str | None, list[datetime]] = {}
    for contact in waiting:
        if contact.waiting_since is not None:
            groups.setdefault(contact.owner.shown_name if contact.owner else None, []).append(contact.waiting_since)
    listed = [Load(name, len(since), min(since)) for name, since in groups.items()]
    return sorted(listed, key=lambda load: load.longest)
