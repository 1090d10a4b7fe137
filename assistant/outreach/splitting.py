"""Two people in one thread after all: the second gets what is hers, both keep every "no"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible
from assistant.outreach import replies
from assistant.outreach.history import plan
from assistant.outreach.merging import LONGEST_REASON, Thing, hand_over, nothing_underway, refuse, said_no_at
from assistant.outreach.retelling import AWAY, clear_rhythm, picture, put_back, retell
from assistant.rules.cadence import Pace
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold_all
from assistant.store.models import (
    Contact,
    Direction,
    DueFor,
    HelpRequest,
    Joining,
    JoiningKind,
    LookIn,
    MessageState,
    Observation,
    Point,
)
from assistant.store.points import next_slot


@dataclass(frozen=True, slots=True)
class Share:
    """What goes to the second person when a thread is split, by number; `shared`: points that both can be reached at."""

    points: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    ads: frozenset[int] = frozenset()
    messages: frozenset[int] = frozenset()
    notes: frozenset[int] = frozenset()


def split(
    session: Session,
    contact: Contact,
    share: Share,
    *,
    by: Account,
    alias: str | None,
    reason: str,
    now: datetime,
    pace: Pace,
) -> Joining:
    """Take a second person out of a thread. She gets what is named in `share`, and all that was written to the points that go.

    A stop holds for both. Raises NotPossible("reason_needed" | "no_point" | "nothing_left"), HeldByOther, Refused("on_its_way").
    """
    if not reason.strip():
        raise NotPossible("reason_needed")
    hold_all(session, (contact,))
    nothing_underway(session, contact, by=by, now=now)
    points = [point for point in contact.points if point.id in share.points - share.shared]
    shared = [point for point in contact.points if point.id in share.shared]
    if not points and not shared:
        raise NotPossible("no_point")
    if len(points) == len(contact.points):
        raise NotPossible("nothing_left")
    second = Contact(
        team_id=contact.team_id, owner_id=contact.owner_id, language=contact.language, created_at=now, changed_at=now
    )
    second.alias = (alias or "").strip()[:80] or None
    session.add(second)
    session.flush()
    _share_points(session, shared, second, now=now)
    _hand_over_share(session, contact, second, points, share)
    _stand(session, contact, second, pace=pace, by=by, now=now)
    joining = Joining(kind=JoiningKind.SPLIT, kept_id=contact.id, other_id=second.id, facts={}, at=now, by_id=by.id)
    session.add(joining)
    session.flush()
    why = reason.strip()[:LONGEST_REASON]
    for one in (contact, second):
        session.expire(one, ["points", "ads", "messages", "notes", "card"])
        audit.record(session, audit.Event.PARTED, now=now, by_id=by.id, contact_id=one.id, reason=why)
    return joining


def _share_points(session: Session, shared: Sequence[Point], second: Contact, *, now: datetime) -> None:
    for point in shared:
        slot = next_slot(session, point.key)
        twin = Point(
            contact_id=second.id, channel=point.channel, value=point.value, key=point.key, slot=slot, created_at=now
        )
        session.add(twin)
        session.flush()


def _hand_over_share(
    session: Session, contact: Contact, second: Contact, points: Sequence[Point], share: Share
) -> None:
    hers = {point.id for point in points}
    messages = [m for m in contact.messages if m.id in share.messages or m.point_id in hers]
    numbers = {message.id for message in messages}
    things: list[Thing] = [*points, *messages]
    things += [ad for ad in contact.ads if ad.id in share.ads]
    notes = [note for note in contact.notes if note.id in share.notes]
    things += notes
    rounds = {note.visit_id for note in notes if note.visit_id is not None}
    looked_in = select(LookIn).where(LookIn.contact_id == contact.id, LookIn.visit_id.in_(rounds))
    things += session.scalars(looked_in).all()
    asked = session.scalars(select(HelpRequest).where(HelpRequest.contact_id == contact.id))
    things += [request for request in asked if request.message_id in numbers]
    noted = session.scalars(select(Observation).where(Observation.contact_id == contact.id))
    things += [one for one in noted if one.message_id in numbers]
    hand_over(session, things, source=contact, to=second)
    newest = max((ad for ad in second.ads), key=lambda ad: ad.id, default=None)
    if newest is not None:
        second.alias = second.alias or newest.noticed.get("alias")
        second.town = newest.noticed.get("town")
    _point_at_own(session, contact, second)


def _point_at_own(session: Session, contact: Contact, second: Contact) -> None:
    """On a shared number each one's messages point at her own row of it."""
    for one, other in ((contact, second), (second, contact)):
        own = {bytes(point.key): point.id for point in one.points}
        theirs = {point.id: bytes(point.key) for point in other.points}
        for message in one.messages:
            if message.point_id in theirs:
                message.point_id = own.get(theirs[message.point_id])
    session.flush()


def _stand(session: Session, contact: Contact, second: Contact, *, pace: Pace, by: Account, now: datetime) -> None:
    """Tell both their own story again; never is more allowed than before, and whoever waits is still on the board."""
    before = picture(contact)
    urgent_at = contact.urgent_since
    drafted = contact.due_for is DueFor.POSTPONED
    clear_rhythm(contact)
    for one in (contact, second):
        retell(one, one.messages, one.notes, pace=pace, urgent_at=urgent_at)
        wrote = any(m.direction is Direction.OUT and m.state is MessageState.SENT for m in one.messages)
        one.unanswered = max(one.unanswered, before["unanswered"] if wrote or one is contact else 0)
        one.renewals = max(one.renewals, before["renewals"])
        if before["waiting_since"] is None:
            one.waiting_since = None
        rested = before["stage"] == Stage.OPEN_DOOR and one.stage is not Stage.NEW
        if rested or before["stage"] == Stage.STOPPED or one.stage is Stage.TALKING:
            one.stage = Stage(before["stage"])
    if contact.last_in_at is None and contact.last_out_at is None:  # what came in by hand has no words to tell it from
        put_back(contact, before, ("stage", "last_in_at", "last_out_at"))
    if before["waiting_since"] and contact.waiting_since is None and second.waiting_since is None:
        put_back(contact, before, ["waiting_since"])
    if urgent_at and contact.urgent_since is None and second.urgent_since is None:
        put_back(contact, before, ["urgent_since"])
    for one in (contact, second):
        plan(one, now=now, pace=pace)
        if one.urgent_since is not None:
            put_back(one, before, ["urgent_seen_at"])
    if drafted and contact.stage is not Stage.STOPPED:
        put_back(contact, before, AWAY)
    if contact.stage is Stage.STOPPED:
        for one in (contact, second):
            refuse(session, one, at=said_no_at(session, contact), by=by)
            replies.cancel_pending(session, one)
    session.flush()
