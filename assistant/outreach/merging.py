"""Two threads turn out to be one person's: everything of the other goes to the one that is kept, and can come back for 30 days.

Nothing is lost and of everything the strictest holds: a stop on either side stops both, the smaller budget is what is left, whoever
waits goes on waiting since the earliest moment. What was where is kept sealed in `joining` (undone in parting.py). The other's row stays
as an empty place under its number until then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, NotThere, Refused
from assistant.outreach import handover, replies
from assistant.outreach.history import history_of, plan
from assistant.outreach.retelling import WHO_SHE_IS, clear, picture
from assistant.outreach.sending import check_claim
from assistant.rules.cadence import Pace
from assistant.rules.joining import both_cards, earliest, joined, latest
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold_all
from assistant.store.joinings import now_under, remember_not_same
from assistant.store.models import (
    Ad,
    Arrival,
    Contact,
    DueFor,
    Handover,
    HelpRequest,
    Joining,
    JoiningKind,
    LookIn,
    Message,
    MessageState,
    Note,
    NotSame,
    Observation,
    Point,
    SafeContactCard,
    Suppression,
    TalkWish,
)
from assistant.store.points import still_hers

Thing = Point | Ad | Message | Note | HelpRequest | Observation | Handover | LookIn | TalkWish
UNDO_WITHIN = timedelta(days=30)
LONGEST_REASON = 200
DROPPED_BY_MERGE = "joined"
UNSENT = (MessageState.DRAFT, MessageState.APPROVED)


@dataclass(slots=True)
class _Moved:
    """What came from where."""

    points: list[int] = field(default_factory=list)
    ads: dict[str, int] = field(default_factory=dict)
    messages: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    helps: list[int] = field(default_factory=list)
    observations: list[int] = field(default_factory=list)
    handovers: list[int] = field(default_factory=list)
    look_ins: list[int] = field(default_factory=list)
    talks: list[int] = field(default_factory=list)


def merge(
    session: Session, kept: Contact, other: Contact, *, by: Account, reason: str, now: datetime, pace: Pace
) -> Joining:
    """Make one thread of two. Raises NotPossible("same_person" | "other_team" | "reason_needed" | "both_unknown"), HeldByOther,
    Refused("on_its_way"), NotThere."""
    why = check(session, kept, other, by=by, reason=reason, now=now)
    before = {"kept": picture(kept), "other": picture(other)}
    last = {"message": session.scalar(select(func.max(Message.id))), "note": session.scalar(select(func.max(Note.id)))}
    unsent = [m.id for m in (*kept.messages, *other.messages) if m.state in (*UNSENT, MessageState.UNKNOWN)]
    drafts, said = _lay_aside(session, kept, other, now=now)
    no = {
        side: said_no_at(session, one) for side, one in (("kept", kept), ("other", other)) if one.stage is Stage.STOPPED
    }
    cards = _join_cards(session, kept, other)
    handover.end_offer(session, other, now=now)  # one person is offered once, and by whoever the kept thread is of
    moved = _move(session, other, kept)
    _stricter(kept, other, pace=pace, now=now)
    refused = _stop_both(session, kept, no, by=by) if no else {}
    note = _note(session, kept, before["other"], said, why, by=by, now=now)
    _carry_over_not_same(session, kept, other)
    arrivals = follow(session, other, kept)
    clear(other)
    kept.changed_at = other.changed_at = now
    session.flush()
    joining = Joining(
        kind=JoiningKind.MERGE,
        kept_id=kept.id,
        other_id=other.id,
        at=now,
        by_id=by.id,
        facts={
            "points": moved.points,
            "ads": moved.ads,
            "messages": moved.messages,
            "notes": moved.notes,
            "helps": moved.helps,
            "observations": moved.observations,
            "handovers": moved.handovers,
            "look_ins": moved.look_ins,
            "talks": moved.talks,
            "before": before,
            "after": picture(kept),
            "cards": cards,
            "last": last,
            "unsent": unsent,
            "drafts": drafts,
            "refused": refused,
            "note": note.id,
            "arrivals": arrivals,
        },
    )
    session.add(joining)
    session.flush()
    for contact in (kept, other):
        session.expire(contact, ["points", "ads", "messages", "notes", "card"])
        audit.record(session, audit.Event.JOINED, now=now, by_id=by.id, contact_id=contact.id, reason=why)
    return joining


def check(session: Session, kept: Contact, other: Contact, *, by: Account, reason: str, now: datetime) -> str:
    """Hold both as they stand, and raise when they cannot be joined now. Answers the reason as it is logged."""
    if kept.id == other.id:
        raise NotPossible("same_person")
    if kept.team_id != other.team_id:
        raise NotPossible("other_team")
    if not reason.strip():
        raise NotPossible("reason_needed")
    hold_all(session, (kept, other))
    for contact in (kept, other):
        if now_under(session, contact.id) != contact.id:
            raise NotThere
        nothing_underway(session, contact, by=by, now=now)
    if all(_has(session, contact, MessageState.UNKNOWN) for contact in (kept, other)):
        raise NotPossible("both_unknown")
    return reason.strip()[:LONGEST_REASON]


def nothing_underway(session: Session, contact: Contact, *, by: Account, now: datetime) -> None:
    """Raise while a colleague is writing to her, or words of ours are leaving."""
    check_claim(contact, by=by, now=now)
    if _has(session, contact, MessageState.CLAIMED) or replies.still_leaving(session, contact, now=now):
        raise Refused("on_its_way")


def _has(session: Session, contact: Contact, state: MessageState) -> bool:
    query = select(Message.id).where(Message.contact_id == contact.id, Message.state == state)
    return session.scalar(query.limit(1)) is not None


def _lay_aside(session: Session, kept: Contact, other: Contact, *, now: datetime) -> tuple[list[int], list[str]]:
    """One draft at a time to one person: the kept one's stands, else the other's newest. Answers the dropped drafts and their words."""
    mine, theirs = (_drafts(session, contact) for contact in (kept, other))
    stands = theirs[-1:] if not any(not draft.proposal for draft in mine) else []
    dropped = [draft for draft in theirs if draft not in stands or draft.proposal]
    dropped += [draft for draft in mine if draft.proposal]
    written = [draft for draft in dropped if not draft.proposal]
    for draft in dropped:
        draft.state, draft.failure, draft.at, draft.proposal = MessageState.DROPPED, DROPPED_BY_MERGE, now, False
    for draft in stands:
        if draft not in dropped:
            draft.state = MessageState.DRAFT  # words approved for one thread are looked at again in the other
    return [draft.id for draft in written], [draft.body for draft in written]


def _drafts(session: Session, contact: Contact) -> list[Message]:
    query = select(Message).where(Message.contact_id == contact.id, Message.state.in_(UNSENT))
    return sorted(session.scalars(query), key=lambda draft: (not draft.proposal, draft.id))


def _join_cards(session: Session, kept: Contact, other: Contact) -> dict[str, Any]:
    cards: dict[str, Any] = {"kept": card_picture(kept.card), "other": card_picture(other.card), "after": None}
    if other.card is not None:
        theirs = other.card
        facts = both_cards(kept.card.facts if kept.card else {}, theirs.facts)
        if kept.card is None:
            session.add(
                SafeContactCard(contact_id=kept.id, facts=facts, checked_on=theirs.checked_on, by_id=theirs.by_id)
            )
        else:
            # Two cards in one are as old as the older: ask her again.
            kept.card.facts, kept.card.checked_on = facts, min(kept.card.checked_on, theirs.checked_on)
        session.delete(theirs)
        session.flush()
        session.expire(kept, ["card"])
        session.expire(other, ["card"])
        cards["after"] = card_picture(kept.card)
    return cards


def card_picture(card: SafeContactCard | None) -> dict[str, Any] | None:
    """A card as JSON holds it."""
    if card is None:
        return None
    return {"facts": card.facts, "checked_on": card.checked_on.isoformat(), "by_id": card.by_id}


def _move(session: Session, source: Contact, to: Contact) -> _Moved:
    helps = session.scalars(select(HelpRequest).where(HelpRequest.contact_id == source.id)).all()
    observed = session.scalars(select(Observation).where(Observation.contact_id == source.id)).all()
    look_ins = _look_ins(session, source, without=to)
    talks = session.scalars(select(TalkWish).where(TalkWish.contact_id == source.id)).all()
    moved = _Moved(
        points=[point.id for point in source.points],
        ads={str(ad.id): ad.number for ad in source.ads},
        messages=[message.id for message in source.messages],
        notes=[note.id for note in source.notes],
        helps=[request.id for request in helps],
        observations=[one.id for one in observed],
        handovers=[one.id for one in source.handovers],
        look_ins=[one.id for one in look_ins],
        talks=[one.id for one in talks],
    )
    things: list[Thing] = [*source.points, *source.ads, *source.messages, *source.notes, *helps, *observed]
    things += [*source.handovers, *look_ins, *talks]
    hand_over(session, things, source=source, to=to)
    return moved


def _look_ins(session: Session, source: Contact, *, without: Contact) -> Sequence[LookIn]:
    """The rounds that look in on her; one that looks in on both does so once."""
    theirs = select(LookIn.visit_id).where(LookIn.contact_id == without.id)
    return session.scalars(select(LookIn).where(LookIn.contact_id == source.id, LookIn.visit_id.not_in(theirs))).all()


def hand_over(session: Session, things: Sequence[Thing], *, source: Contact, to: Contact) -> None:
    """Give rows of one contact to another. Ads are numbered on."""
    number = session.scalar(select(func.max(Ad.number)).where(Ad.contact_id == to.id)) or 0
    for thing in things:
        thing.contact_id = to.id
        if isinstance(thing, Ad):
            number += 1
            thing.number = number
    session.flush()
    for thing in things:
        if not isinstance(thing, HelpRequest):
            session.expire(thing, ["contact"])
    for contact in (source, to):
        session.expire(contact, ["points", "ads", "messages", "notes", "handovers"])


def _stricter(kept: Contact, other: Contact, *, pace: Pace, now: datetime) -> None:
    """Let `kept` stand where both together stand."""
    for name in WHO_SHE_IS:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(other, name))
    dues = [
        (c.due_at, c.postponed_for) for c in (kept, other) if c.due_for is DueFor.POSTPONED and c.due_at is not None
    ]
    urgent = [contact for contact in (kept, other) if contact.urgent_since is not None]
    seen = [contact.urgent_seen_at for contact in urgent]
    together = joined(history_of(kept), history_of(other), pace)
    kept.stage, kept.unanswered, kept.renewals = together.stage, together.unanswered, together.renewals
    kept.last_in_at, kept.last_out_at = together.last_in, together.last_out
    for since, told in (("waiting_since", "waiting_told_for"), ("urgent_since", "urgent_told_for")):
        if getattr(other, since) == earliest(getattr(kept, since), getattr(other, since)):
            setattr(kept, told, getattr(other, told))  # of hers, which counts on, the supervisors know or not
    kept.waiting_since = earliest(kept.waiting_since, other.waiting_since)
    kept.urgent_since = earliest(*(contact.urgent_since for contact in urgent))
    kept.urgent_seen_at = latest(*seen) if None not in seen else None
    plan(kept, now=now, pace=pace)
    if dues and kept.stage is not Stage.STOPPED:
        kept.due_at, kept.postponed_for = max(dues, key=lambda due: due[0])
        kept.due_for, kept.proposed_at = DueFor.POSTPONED, None


def said_no_at(session: Session, contact: Contact) -> datetime:
    """When somebody who is stopped said so: what the suppression list remembers, else when she was last changed."""
    keys = [point.key for point in contact.points if point.gone_at is None]
    return session.scalar(select(func.max(Suppression.added_at)).where(Suppression.key.in_(keys))) or contact.changed_at


def _stop_both(session: Session, kept: Contact, no: dict[str, datetime], *, by: Account) -> dict[str, Any]:
    """A stop on either side holds for every point of both, since the moment she said it. Answers what that changed."""
    replies.cancel_pending(session, kept)
    at = max(no.values())
    keys = refuse(session, kept, at=at, by=by)
    return {"keys": keys, "at": at.isoformat()} | {side: moment.isoformat() for side, moment in no.items()}


def refuse(session: Session, contact: Contact, *, at: datetime, by: Account) -> list[str]:
    """Put her points on the suppression list from `at`; those that stand there keep their moment. Answers the new keys, as hex."""
    hers = {
        bytes(key) for key in session.scalars(select(Point.key).where(Point.contact_id == contact.id, still_hers()))
    }
    new = sorted(
        hers - {bytes(key) for key in session.scalars(select(Suppression.key).where(Suppression.key.in_(hers)))}
    )
    session.add_all(Suppression(key=key, added_at=at, added_by_id=by.id) for key in new)
    session.flush()
    return [key.hex() for key in new]


def _note(
    session: Session, kept: Contact, other: dict[str, Any], said: list[str], why: str, *, by: Account, now: datetime
) -> Note:
    """What the kept person's own fields have no room for stays readable and findable: other names, another town, words not sent."""
    told = [other[name] for name in WHO_SHE_IS if name != "owner_id" and other[name] not in (None, getattr(kept, name))]
    note = Note(
        contact_id=kept.id,
        body="\n".join((why, " · ".join(told), *said)).replace("\n\n", "\n").strip(),
        at=now,
        by_id=by.id,
    )
    session.add(note)
    session.flush()
    return note


def follow(session: Session, source: Contact, to: Contact, only: Sequence[int] | None = None) -> list[int]:
    """What came in by itself and waits on the board for a human is of the other thread now. Answers which."""
    waiting = select(Arrival).where(Arrival.contact_id == source.id)
    arrivals = session.scalars(waiting if only is None else waiting.where(Arrival.id.in_(only))).all()
    for arrival in arrivals:
        arrival.contact_id = to.id
    session.flush()
    for arrival in arrivals:
        session.expire(arrival, ["contact"])
    return [arrival.id for arrival in arrivals]


def _carry_over_not_same(session: Session, kept: Contact, other: Contact) -> None:
    for pair in session.scalars(select(NotSame).where((NotSame.one_id == other.id) | (NotSame.other_id == other.id))):
        third = pair.other_id if pair.one_id == other.id else pair.one_id
        one, two = sorted((kept.id, third))
        if one != two and session.get(NotSame, (one, two)) is None:
            session.add(NotSame(one_id=one, other_id=two, at=pair.at, by_id=pair.by_id))
    session.flush()


def deny(session: Session, one: Contact, other: Contact, *, by: Account, now: datetime) -> None:
    """Two people: they are never offered as one again. Said twice it is logged once."""
    if remember_not_same(session, one, [other], by_id=by.id, now=now):
        for contact in (one, other):
            audit.record(session, audit.Event.NOT_SAME, now=now, by_id=by.id, contact_id=contact.id)


def forget_old(session: Session, *, now: datetime) -> int:
    """What can no longer be undone is not remembered either: the record goes, and with it the empty place. Answers how many."""
    old = list(session.scalars(select(Joining).where(Joining.at <= now - UNDO_WITHIN).order_by(Joining.id)))
    for joining in old:
        place = joining.other_id if joining.kind is JoiningKind.MERGE else None
        session.delete(joining)
        session.flush()
        if place is not None:
            session.delete(session.get_one(Contact, place))
            session.flush()
    return len(old)
