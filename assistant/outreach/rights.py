"""What is kept about her, and how it goes: export of one person, erasure, retention. A "no" outlives all of it as a keyed hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from assistant.outreach import danger, referral_course, talks
from assistant.outreach.replies import suppress_points
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.changing import rows_changed
from assistant.store.figures import keep_counts
from assistant.store.joinings import empty_places
from assistant.store.models import (
    Ad,
    Arrival,
    Contact,
    HelpRequest,
    Joining,
    JoiningKind,
    LookIn,
    Message,
    Note,
    Observation,
    Referral,
    TalkWish,
    Visit,
)

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long what is kept (config: [retention])."""

    ad_text: timedelta = timedelta(days=30)
    never_answered: timedelta = timedelta(days=60)
    silent_conversation: timedelta = timedelta(days=730)


def export(session: Session, contact: Contact, *, by: Account, now: datetime) -> dict[str, Any]:
    """Everything kept about one person, readable, for her to see. Logged."""
    audit.record(session, audit.Event.EXPORTED, now=now, by_id=by.id, contact_id=contact.id)
    numbers = [note.visit_id for note in contact.notes if note.visit_id is not None]
    visits = {one.id: one for one in session.scalars(select(Visit).where(Visit.id.in_(numbers)))}
    helps = session.scalars(select(HelpRequest).where(HelpRequest.contact_id == contact.id).order_by(HelpRequest.id))
    return {
        "alias": contact.alias,
        "town": contact.town,
        "language": contact.language,
        "stage": contact.stage.value,
        "points": [{"channel": point.channel, "value": point.value} for point in contact.points],
        "ads": [{"at": ad.added_at.isoformat(), "text": ad.text, "noticed": ad.noticed} for ad in contact.ads],
        "messages": [_message(message) for message in contact.messages],
        "notes": [_note(note, visits) for note in contact.notes],
        "card": contact.card.facts if contact.card else None,
        "observations": [_observation(one) for one in danger.of(session, contact.id)],
        "handed_over": [
            {"at": one.at.isoformat(), "note": one.note, "answer": one.answer} for one in contact.handovers
        ],
        "help_requests": [{"topic": one.topic, "text": one.words, "state": one.state.value} for one in helps],
        "referrals": [_referral(one) for one in referral_course.of(session, contact.id)],
        "asked_to_talk_about": [
            {"at": one.asked_at.isoformat(), "text": one.words} for one in talks.of_thread(session, contact.id)
        ],
    }


def _note(note: Note, visits: dict[int, Visit]) -> dict[str, Any]:
    visit = visits.get(note.visit_id) if note.visit_id is not None else None
    said = {"at": note.at.isoformat(), "kind": note.kind.value, "text": note.body}
    return said | ({"visited": visit.kind.value} if visit else {})


def _observation(seen: Observation) -> dict[str, Any]:
    return {
        "at": seen.at.isoformat(),
        "about": seen.worry.value,
        "source": seen.source.value,
        "text": seen.words,
        "ended": seen.ending,
        "steps": [
            {"at": step.at.isoformat(), "step": step.key, "state": step.state.value, "told": step.told, "how": step.how}
            for step in seen.steps
        ],
    }


def _referral(referral: Referral) -> dict[str, Any]:
    return {
        "organisation": referral.organisation.name,
        "about": referral.help_request.topic,
        "went_herself": referral.herself,
        "shared": referral.shared,
        "letter": referral.letter,
        "she_knew": referral.knows.value,
        "she_agreed": referral.agrees.value,
        "agreed_on": referral.agreed_on.isoformat() if referral.agreed_on else None,
        "how": referral.how,
        "prepared_at": referral.prepared_at.isoformat(),
        "left_at": referral.sent_at.isoformat() if referral.sent_at else None,
        "state": referral.state.value,
        "outcome": referral.outcome,
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "at": message.at.isoformat(),
        "direction": message.direction.value,
        "channel": message.channel,
        "state": message.state.value,
        "text": message.body,
    }


def erase(
    session: Session, contact: Contact, *, now: datetime, by: Account | None, keep_no: bool, reason: str | None = None
) -> None:
    """Remove a person with all her words. With `keep_no` (or after a stop) her points stay refused, as hashes only."""
    if keep_no or contact.stage is Stage.STOPPED:
        suppress_points(session, contact, now=now, by=by)
    number = contact.id
    keep_counts(session, contact, now=now)
    for place in session.scalars(select(Contact).where(Contact.id.in_(_places_in(number)))):
        session.delete(place)  # what was joined with her goes with her
    visited = [note.visit_id for note in contact.notes if note.visit_id is not None]
    session.execute(delete(LookIn).where(LookIn.contact_id == number))
    session.execute(delete(TalkWish).where(TalkWish.contact_id == number))
    session.execute(delete(HelpRequest).where(HelpRequest.contact_id == number))  # with what was referred of it
    session.execute(delete(Observation).where(Observation.contact_id == number))  # its steps go with it
    session.execute(delete(Arrival).where(Arrival.contact_id == number))
    session.delete(contact)
    session.flush()
    _forget_on_visits(session, visited)
    audit.record(session, audit.Event.ERASED, now=now, by_id=by.id if by else None, contact_id=number, reason=reason)


def _forget_on_visits(session: Session, numbers: list[int]) -> None:
    """Where she was the only one we met by name, words about the place may be words about her."""
    others = select(Note.visit_id).where(Note.visit_id.is_not(None))
    alone = select(Visit).where(Visit.id.in_(numbers), Visit.id.not_in(others))
    for visit in session.scalars(alone):
        visit.words = ""
    session.flush()


def _places_in(number: int) -> Select[int]:
    """The empty places of everybody who was merged into this contact, also by way of another."""
    merges = select(Joining.other_id).where(Joining.kind == JoiningKind.MERGE)
    tree = merges.where(Joining.kept_id == number).cte("places", recursive=True)
    whole = tree.union(merges.join(tree, Joining.kept_id == tree.c.other_id))
    return select(whole.c.other_id)


def keep_no_longer(session: Session, *, now: datetime, keeping: Keeping) -> tuple[int, int]:
    """Retention: ad texts past their date go, then people who have been silent for longer than agreed. At most CHUNK people a call.

    Nobody who waits for us, sounds unsafe, or is being referred is removed. Answers (texts removed, people removed).
    """
    texts = rows_changed(session, update(Ad).where(Ad.text_until <= now, Ad.text.is_not(None)).values(text=None))
    silent = _too_long_silent(now, keeping).limit(CHUNK)
    people = list(session.scalars(silent.with_for_update(of=Contact, skip_locked=True)))
    for contact in people:
        erase(session, contact, now=now, by=None, keep_no=False, reason="retention")
    _old_visits(session, now=now, keeping=keeping)
    return texts, len(people)


def _old_visits(session: Session, *, now: datetime, keeping: Keeping) -> None:
    """A visit is kept as long as a silent conversation; what stands in somebody's thread stays as long as she does."""
    old = list(session.scalars(select(Visit.id).where(Visit.at <= now - keeping.silent_conversation).limit(CHUNK)))
    if old:
        session.execute(update(Note).where(Note.visit_id.in_(old)).values(visit_id=None))
        for visit in session.scalars(select(Visit).where(Visit.id.in_(old))):
            session.delete(visit)
        session.flush()


def _too_long_silent(now: datetime, keeping: Keeping) -> Select[Contact]:
    nobody_writes = or_(Contact.claimed_until.is_(None), Contact.claimed_until <= now)
    at_rest = and_(Contact.waiting_since.is_(None), Contact.urgent_since.is_(None), nobody_writes)
    # What came in by import or was changed a moment ago is looked at from then on, whatever its history.
    never = and_(
        Contact.last_in_at.is_(None),
        Contact.changed_at <= now - keeping.never_answered,
        or_(Contact.last_out_at.is_(None), Contact.last_out_at <= now - keeping.never_answered),
    )
    long = and_(
        Contact.last_in_at <= now - keeping.silent_conversation, Contact.changed_at <= now - keeping.silent_conversation
    )
    unsafe = select(Observation.contact_id).where(Observation.open.is_not(None))
    referred = select(HelpRequest.contact_id).join(Referral).where(Referral.open.is_not(None))
    gone = (Contact.id.not_in(empty_places()), Contact.id.not_in(unsafe), Contact.id.not_in(referred))
    return select(Contact).where(at_rest, or_(never, long), *gone).order_by(Contact.id)
