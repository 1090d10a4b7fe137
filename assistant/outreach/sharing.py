"""Several people on one phone, and numbers that change hands: whose words are these, and is this number still hers?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere, Refused
from assistant.outreach import replies
from assistant.outreach.history import plan
from assistant.outreach.replies import Stopped
from assistant.outreach.retelling import clear_rhythm, picture, put_back, retell
from assistant.rules.cadence import Pace
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold, hold_all
from assistant.store.models import (
    Contact,
    Direction,
    HelpRequest,
    Message,
    MessageState,
    Observation,
    Point,
    StopAnswer,
)
from assistant.store.points import contacts_at, holders, next_slot, point_keys, standing_on

OUT = (MessageState.SENT, MessageState.UNKNOWN)
UNSURE = "unsure_whose"  # in what was read from a message: it came in on a shared number, and nobody has said yet whose it is


@dataclass(frozen=True, slots=True)
class PointState:
    """A contact point as her page shows it. `shared_with`: others who can be reached there."""

    point: Point
    shared_with: tuple[Contact, ...]
    refused: bool

    @property
    def gone(self) -> bool:
        return self.point.gone_at is not None


def points_of(session: Session, contact: Contact) -> list[PointState]:
    """Her contact points with their state, none twice; those of somebody else by now last."""
    others, refused = standing_on(session, contact.points)
    once: dict[tuple[bytes, bool], PointState] = {}
    for point in contact.points:
        gone = point.gone_at is not None
        shared = () if gone else tuple(one for one in others.get(bytes(point.key), ()) if one.id != contact.id)
        state = PointState(point, shared, (point.channel, point.value) in refused)
        once.setdefault((bytes(point.key), gone), state)
    return sorted(once.values(), key=lambda state: state.gone)


def likeliest(session: Session, people: list[Contact], key: bytes) -> Contact:
    """Whose answer words on this number most likely are: of the one we wrote to there last, else wrote to last, else the first known."""

    def last_written(contact: Contact) -> tuple[float, float, int]:
        there = select(func.max(Message.at)).join(Point, Message.point_id == Point.id)
        hers = (Message.contact_id == contact.id, Message.direction == Direction.OUT, Message.state.in_(OUT))
        at = session.scalar(there.where(*hers, Point.key == key))
        return (
            at.timestamp() if at else 0.0,
            contact.last_out_at.timestamp() if contact.last_out_at else 0.0,
            -contact.id,
        )

    return max(people, key=last_written)


def hear(
    session: Session,
    *,
    point: tuple[str, str],
    way: str,
    text: str,
    at: datetime,
    now: datetime,
    by: Account | None,
    pace: Pace,
    team_id: int | None = None,
) -> tuple[Message, Stopped | None]:
    """Words that came in from a contact point (channel, value). On a shared one they go to whom they most likely answer, marked unsure.

    A stop closes the number, for everybody on it. `team_id`: only people of this team. Raises NotThere when nobody stands on it.
    """
    people = [one for one in contacts_at(session, [point]) if team_id in (None, one.team_id)]
    if not people:
        raise NotThere
    keys = point_keys(session, *point)
    contact = likeliest(session, people, keys[0]) if len(people) > 1 else people[0]
    message, outcome = replies.record(session, contact, text=text, channel=way, at=at, now=now, by=by, pace=pace)
    came_in_at(session, message, point, sure=len(people) == 1)
    return message, outcome


def came_in_at(session: Session, message: Message, point: tuple[str, str], *, sure: bool) -> None:
    """Remember on which point (channel, value) words came in; not `sure`: several people stand on it, and a human may say whose they are."""
    keys = point_keys(session, *point)
    message.point = next(
        (one for one in message.contact.points if bytes(one.key) in keys and one.gone_at is None), None
    )
    if not sure and message.point is not None:
        message.reading = dict(message.reading or {}) | {UNSURE: True}
    session.flush()


def may_be_of(session: Session, message: Message) -> list[Contact]:
    """Who else may have written this: the others of the team on its number, while nobody has said whose it is."""
    if not (message.reading or {}).get(UNSURE) or message.point is None:
        return []
    people = holders(session, [bytes(message.point.key)]).get(bytes(message.point.key), [])
    return [one for one in people if one.id != message.contact_id and one.team_id == message.contact.team_id]


def is_hers(session: Session, message: Message) -> None:
    """Somebody says that it is with the right person."""
    hold(session, message.contact, message)
    message.reading = {name: value for name, value in (message.reading or {}).items() if name != UNSURE}


def move(session: Session, message: Message, to: Contact, *, by: Account, now: datetime, pace: Pace) -> Stopped | None:
    """These words are of the other on this number. What they set in motion goes along; a stop holds for both from now on.

    Raises NotPossible("not_on_this_number").
    """
    source = message.contact
    if to.id not in [one.id for one in may_be_of(session, message)]:
        raise NotPossible("not_on_this_number")
    hold_all(session, (source, to))
    session.refresh(message)
    if message.contact_id != source.id or message.point is None:
        raise NotThere
    key, urgent_at = bytes(message.point.key), source.urgent_since
    before = picture(source)
    message.contact_id = to.id
    message.point_id = next((p.id for p in to.points if bytes(p.key) == key and p.gone_at is None), None)
    message.reading = {name: value for name, value in (message.reading or {}).items() if name != UNSURE}
    for noted in session.scalars(select(Observation).where(Observation.message_id == message.id)):
        noted.contact_id = to.id
    for request in session.scalars(select(HelpRequest).where(HelpRequest.message_id == message.id)):
        request.contact_id = to.id
    session.flush()
    for one in (source, to):
        session.expire(one, ["messages"])
    session.expire(message, ["contact", "point"])
    _without(source, message, before, pace=pace, now=now)
    retell(to, [message], [], pace=pace, urgent_at=urgent_at if message.danger else None)
    replies.lay_proposals_aside(session, to, now=now)
    audit.record(session, audit.Event.MESSAGE_MOVED, now=now, by_id=by.id, contact_id=source.id)
    audit.record(session, audit.Event.MESSAGE_MOVED, now=now, by_id=by.id, contact_id=to.id)
    outcome = replies.stop(session, to, now=now, by=by) if message.stop is StopAnswer.YES else None
    session.flush()
    return outcome


def _without(contact: Contact, message: Message, before: dict[str, object], *, pace: Pace, now: datetime) -> None:
    """Where she stands when those words were not hers. A stop stays: a "no" is never taken back by the program."""
    clear_rhythm(contact)
    retell(contact, contact.messages, contact.notes, pace=pace)
    others_in = [m for m in contact.messages if m.direction is Direction.IN and m.at >= message.at]
    if before["stage"] in (Stage.STOPPED, Stage.OPEN_DOOR):
        put_back(contact, before, ["stage"])
    if before["waiting_since"] is None:
        contact.waiting_since = None
    if before["urgent_since"] and (not message.danger or any(m.danger for m in others_in)):
        put_back(contact, before, ["urgent_since", "urgent_seen_at"])
    plan(contact, now=now, pace=pace)


def belongs_to_somebody_else(session: Session, point: Point, *, by: Account, now: datetime) -> None:
    """This number has another owner now: nothing is sent to it for her any more, and it leads to her no more. Raises Refused."""
    contact = point.contact
    hold(session, contact)
    if point.gone_at is not None:
        return
    twins = [one for one in contact.points if bytes(one.key) == bytes(point.key) and one.gone_at is None]
    to_it = select(Message).where(Message.point_id.in_([one.id for one in twins]), Message.contact_id == contact.id)
    messages = list(session.scalars(to_it))
    if any(message.state in (MessageState.CLAIMED, MessageState.UNKNOWN) for message in messages):
        raise Refused("on_its_way")
    for one in twins:
        # Out of the first place, so that whoever has the number now finds it free.
        one.slot, one.gone_at = next_slot(session, one.key), now
        session.flush()
    for message in messages:
        if message.state in (MessageState.DRAFT, MessageState.APPROVED):
            message.state, message.point = MessageState.DRAFT, None
    contact.changed_at = now
    audit.record(session, audit.Event.POINT_GONE, now=now, by_id=by.id, contact_id=contact.id)


def is_hers_again(session: Session, point: Point, *, by: Account, now: datetime) -> None:
    """It was hers after all. When somebody else stands on it by now, they share it. A stop of hers closes it again."""
    contact = point.contact
    hold(session, contact)
    if point.gone_at is None:
        return
    point.gone_at = None
    contact.changed_at = now
    session.flush()
    if contact.stage is Stage.STOPPED:
        replies.suppress_points(session, contact, now=now, by=by)
    audit.record(session, audit.Event.POINT_BACK, now=now, by_id=by.id, contact_id=contact.id)
