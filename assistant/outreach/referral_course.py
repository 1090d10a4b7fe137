"""What became of a referral: the day to ask again, accepted or refused by the organisation, and how it ended."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach.referring import follow_up_day, log, request_is
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import Contact, HelpRequest, HelpState, Referral, ReferralState, StepState

LONGEST = 10_000
WITH_THEM = (ReferralState.SENT, ReferralState.ACCEPTED)


class Ending(StrEnum):
    """What it came to for her. HELPED · AGAIN she still needs it, and it is on our list again · UNKNOWN."""

    HELPED = "helped"
    AGAIN = "again"
    UNKNOWN = "unknown"


_THEN = {Ending.HELPED: HelpState.DONE, Ending.AGAIN: HelpState.DOING}


def answered(
    session: Session, referral: Referral, *, accepted: bool, words: str, by: Account, now: datetime, zone: tzinfo
) -> None:
    """The organisation takes it, or does not; then it is on our list again, for today. Raises NotPossible("not_with_them" | "reason_needed")."""
    session.refresh(referral, with_for_update=True)
    if referral.state is not ReferralState.SENT:
        raise NotPossible("not_with_them")
    referral.answered_at = now
    if accepted:
        referral.state = ReferralState.ACCEPTED
    else:
        referral.outcome = _text(words)
        referral.state, referral.open, referral.ended_at = ReferralState.REFUSED, None, now
        _on_our_list(session, referral, by=by, now=now, zone=zone)
    log(session, audit.Event.REFERRAL_CHANGED, referral, by=by, now=now, what=referral.state.value)


def look_again(session: Session, referral: Referral, *, on: date, by: Account, now: datetime, zone: tzinfo) -> None:
    """Another day to ask how it stands. Raises NotPossible("referral_over" | "due_date")."""
    if not referral.open:
        raise NotPossible("referral_over")
    referral.follow_up_on = follow_up_day(on, now.astimezone(zone).date())
    log(session, audit.Event.REFERRAL_CHANGED, referral, by=by, now=now, what="another day")


def end(
    session: Session, referral: Referral, *, ending: Ending, words: str, by: Account, now: datetime, zone: tzinfo
) -> None:
    """How it ended, in words. Raises NotPossible("not_with_them" | "reason_needed"), TextTooLong."""
    session.refresh(referral, with_for_update=True)
    if referral.state not in WITH_THEM:
        raise NotPossible("not_with_them")
    referral.outcome = _text(words)
    referral.state, referral.open, referral.ended_at = ReferralState.ENDED, None, now
    if ending is Ending.AGAIN:
        _on_our_list(session, referral, by=by, now=now, zone=zone)
    elif ending is Ending.HELPED:
        request_is(session, referral, HelpState.DONE, by=by, now=now)
    log(session, audit.Event.REFERRAL_CHANGED, referral, by=by, now=now, what=f"ended, {ending.value}")


def _on_our_list(session: Session, referral: Referral, *, by: Account, now: datetime, zone: tzinfo) -> None:
    request_is(session, referral, HelpState.DOING, by=by, now=now)
    session.get_one(HelpRequest, referral.help_request_id).due_on = now.astimezone(zone).date()


def find(session: Session, contact: Contact, referral_id: int) -> Referral:
    """One of hers. Raises NotThere."""
    query = select(Referral).join(HelpRequest).where(Referral.id == referral_id, HelpRequest.contact_id == contact.id)
    referral = session.scalars(query).one_or_none()
    if referral is None:
        raise NotThere
    return referral


def of(session: Session, contact_id: int) -> Sequence[Referral]:
    """All of hers, the newest first."""
    query = select(Referral).join(HelpRequest).where(HelpRequest.contact_id == contact_id)
    return session.scalars(query.order_by(Referral.id.desc()).options(joinedload(Referral.organisation))).all()


def for_the_board(session: Session, *, by: Account, until: date, everybody: bool) -> Sequence[Referral]:
    """What asks for somebody: prepared and not left yet (also what waits for a second person, for all but the first), or to be followed up
    on `until` or before. Of one's own, or `everybody`'s of the team."""
    waits = (Referral.consent == StepState.WAITING) & (Referral.by_id != by.id)
    mine = Referral.by_id.is_not(None) if everybody else or_(Referral.by_id == by.id, HelpRequest.taken_by_id == by.id)
    now_due = or_(Referral.state == ReferralState.PREPARED, Referral.follow_up_on <= until)
    query = (
        select(Referral)
        .join(HelpRequest)
        .join(Contact, Contact.id == HelpRequest.contact_id)
        .where(Contact.team_id == by.team_id, Referral.open.is_not(None), or_(waits, mine & now_due))
        .order_by(Referral.follow_up_on, Referral.id)
        .options(
            joinedload(Referral.organisation),
            joinedload(Referral.by),
            joinedload(Referral.help_request).joinedload(HelpRequest.contact),
        )
    )
    return session.scalars(query).unique().all()


def _text(words: str) -> str:
    text = words.strip().replace("\0", "")
    if not text:
        raise NotPossible("reason_needed")
    if len(text) > LONGEST:
        raise TextTooLong(size=len(text), limit=LONGEST)
    return text
