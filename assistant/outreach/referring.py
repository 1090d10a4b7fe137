"""Handing her question on to another organisation. What leaves is chosen field by field, seen before it leaves, and leaves only with her
consent (how and when), or as an exception that a second person agreed to. That is held here, whatever a page asks."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Stale, TextTooLong
from assistant.outreach import address_book, agreeing, letters
from assistant.outreach.care import UNFINISHED
from assistant.outreach.drafting import Desk
from assistant.rules import letter
from assistant.rules.pathways import Asked
from assistant.rules.safe_contact import limits_of
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import (
    Contact,
    HelpRequest,
    HelpState,
    Organisation,
    Point,
    Referral,
    ReferralState,
    StepState,
)

LONGEST_HOW = 10_000
FOLLOW_UP_IN = timedelta(days=14)
LATEST_FOLLOW_UP = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody means to hand on: the values as they stand in the form, which of them were chosen, and what she said to it."""

    organisation_id: int
    values: Mapping[str, str]
    fields: Collection[str]
    language: str
    knows: Asked | None
    agrees: Asked | None
    agreed_on: date | None
    how: str
    follow_up_on: date


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would leave. `unsaid`: chosen fields that the letter has no place for; `mark` tells whether it changed since."""

    letter: str
    shared: Mapping[str, str]
    unsaid: tuple[str, ...]
    missing: tuple[str, ...]
    mark: str


def known(contact: Contact, *, language: str) -> dict[str, str]:
    """What we could share about her, to begin with; nothing of it is chosen. Her question is put in our words, so it stays empty."""
    facts = contact.card.facts if contact.card else {}
    values = {
        "alias": facts.get("name") or contact.alias or "",
        "pronouns": facts.get("pronouns", ""),
        "language": letters.language_said(contact.language, language)
        if contact.language
        else facts.get("language", ""),
        "reach": facts.get("reach", ""),
        "caution": facts.get("not", ""),
        "hours": facts.get("hours", "") or _hours(facts),
        "town": contact.town or "",
    }
    return {name: value for name, value in values.items() if value}


def points_to_share(contact: Contact) -> list[Point]:
    """The ways to reach her that may be told: her own, and only the safe ones when her card says which those are."""
    safe = limits_of(contact.card.facts).points if contact.card else frozenset()
    hers = [point for point in contact.points if point.gone_at is None]
    return [point for point in hers if point.id in safe] if safe else hers


def preview(session: Session, request: HelpRequest, plan: Plan, *, desk: Desk, by: Account, now: datetime) -> Preview:
    """The letter as it would leave. Raises NotThere, NotPossible("nothing_shared" | "bad_language" | "not_her_point"), TextTooLong."""
    organisation = address_book.find(session, plan.organisation_id, team_id=by.team_id)
    shared = letter.chosen(plan.values, plan.fields)
    if not shared:
        raise NotPossible("nothing_shared")
    for name, value in shared.items():
        if len(value) > (limit := letter.LONGEST.get(name, letter.LONGEST_FIELD)):
            raise TextTooLong(size=len(value), limit=limit)
    if (point := shared.get("contact_point")) and point not in {one.value for one in points_to_share(request.contact)}:
        raise NotPossible("not_her_point")
    source = letters.text(session, team_id=by.team_id, language=plan.language)
    if not source:
        raise NotPossible("bad_language")
    agreed = plan.agreed_on if plan.agrees is Asked.YES else None
    around = {
        "organisation": organisation.name,
        "function": organisation.function or None,
        "date": letters.long_day(now.astimezone(desk.zone).date(), plan.language),
        "agreed_on": letters.long_day(agreed, plan.language) if agreed else None,
        "sender": by.shown_name,
        "team": desk.team,
        "phone_team": desk.phone or None,
    }
    filled, unsaid = letter.fill(source, shared, around, language=plan.language)
    told = "\n".join((str(organisation.id), filled.text, repr(sorted(shared.items()))))
    mark = hashlib.sha256(told.encode(errors="replace")).hexdigest()
    return Preview(filled.text, shared, unsaid, filled.missing, mark)


def prepare(
    session: Session, request: HelpRequest, plan: Plan, *, seen: str, desk: Desk, by: Account, now: datetime
) -> Referral:
    """Keep a referral as it was previewed (`seen` is that preview's mark). Without her yes it waits for a second person.

    Raises as `preview`, and Stale when it is not what was previewed, NotPossible("help_ended" | "under_way" | "choose_one" |
    "agrees_unknowing" | "stop_needs_yes" | "agreed_when" | "how_needed" | "due_date").
    """
    _free(session, request)
    if plan.knows is None or plan.agrees is None:
        raise NotPossible("choose_one")
    agreeing.check_answers(knows=plan.knows, agrees=plan.agrees)
    if request.contact.stage is Stage.STOPPED and plan.agrees is not Asked.YES:
        raise NotPossible("stop_needs_yes")
    today = now.astimezone(desk.zone).date()
    if plan.agrees is Asked.YES and (plan.agreed_on is None or plan.agreed_on > today):
        raise NotPossible("agreed_when")
    how = _text(plan.how, "how_needed")
    looked_at = preview(session, request, plan, desk=desk, by=by, now=now)
    if looked_at.mark != seen:
        raise Stale
    waits = plan.agrees is not Asked.YES
    referral = Referral(
        help_request_id=request.id,
        organisation_id=plan.organisation_id,
        shared=dict(looked_at.shared),
        letter=looked_at.letter,
        language=plan.language,
        knows=plan.knows,
        agrees=plan.agrees,
        agreed_on=plan.agreed_on if plan.agrees is Asked.YES else None,
        how=how,
        consent=StepState.WAITING if waits else StepState.DONE,
        follow_up_on=follow_up_day(plan.follow_up_on, today),
        prepared_at=now,
        by_id=by.id,
    )
    session.add(referral)
    session.flush()
    log(session, audit.Event.REFERRAL_ASKED if waits else audit.Event.REFERRAL_PREPARED, referral, by=by, now=now)
    return referral


def point_the_way(
    session: Session,
    request: HelpRequest,
    *,
    organisation_id: int,
    follow_up_on: date,
    by: Account,
    now: datetime,
    zone: tzinfo,
) -> Referral:
    """She goes there herself: nothing about her leaves, so nothing has to be asked. Raises NotThere, NotPossible."""
    _free(session, request)
    address_book.find(session, organisation_id, team_id=by.team_id)
    referral = Referral(
        help_request_id=request.id,
        organisation_id=organisation_id,
        herself=True,
        shared={},
        letter="",
        language="",
        knows=Asked.YES,
        agrees=Asked.YES,
        how="",
        consent=StepState.DONE,
        follow_up_on=follow_up_day(follow_up_on, now.astimezone(zone).date()),
        prepared_at=now,
        by_id=by.id,
    )
    session.add(referral)
    session.flush()
    leave(session, referral, by=by, now=now)
    return referral


def second(session: Session, referral: Referral, *, agrees: bool, by: Account, now: datetime) -> None:
    """A second colleague says whether it may leave without her yes. Raises NotPossible("decided" | "same_two")."""
    session.refresh(referral, with_for_update=True)
    agreeing.check_second(referral.consent, asked_by=referral.by_id, by=by)
    referral.consent = StepState.DONE if agrees else StepState.REFUSED
    referral.second_id, referral.second_at = by.id, now
    if not agrees:
        referral.state, referral.open, referral.ended_at = ReferralState.CALLED_OFF, None, now
    session.flush()
    session.expire(referral, ["second"])
    log(session, audit.Event.REFERRAL_AGREED if agrees else audit.Event.REFERRAL_NOT_AGREED, referral, by=by, now=now)


def letter_of(session: Session, referral: Referral, *, form: str, by: Account, now: datetime) -> str:
    """The letter, to be taken out of the program; each time is logged. Raises NotPossible("no_consent" | "referral_over")."""
    may_leave(referral)
    if referral.state is ReferralState.CALLED_OFF:
        raise NotPossible("referral_over")
    log(session, audit.Event.LETTER_TAKEN, referral, by=by, now=now, what=form)
    return referral.letter


def may_leave(referral: Referral) -> None:
    """Raises NotPossible("no_consent") for what neither she nor two of us agreed to."""
    agreed = referral.agrees is Asked.YES and referral.knows is Asked.YES
    two = referral.second_id is not None and referral.second_id != referral.by_id
    if referral.consent is not StepState.DONE or not (agreed or two):
        raise NotPossible("no_consent")


def leave(session: Session, referral: Referral, *, by: Account, now: datetime) -> None:
    """It left: the organisation knows, and her request is referred. Raises NotPossible("no_consent" | "referral_over")."""
    session.refresh(referral, with_for_update=True)
    may_leave(referral)
    if referral.state is not ReferralState.PREPARED:
        raise NotPossible("referral_over")
    referral.state, referral.sent_at = ReferralState.SENT, now
    request_is(session, referral, HelpState.REFERRED, by=by, now=now)
    log(session, audit.Event.REFERRAL_SENT, referral, by=by, now=now)


def call_off(session: Session, referral: Referral, *, by: Account, now: datetime) -> None:
    """She, or we, would rather not; possible as long as nothing left. Raises NotPossible("referral_over")."""
    session.refresh(referral, with_for_update=True)
    if referral.state is not ReferralState.PREPARED:
        raise NotPossible("referral_over")
    referral.state, referral.open, referral.ended_at = ReferralState.CALLED_OFF, None, now
    log(session, audit.Event.REFERRAL_CHANGED, referral, by=by, now=now, what="called off")


def follow_up_day(day: date, today: date) -> date:
    """`day`, when it is one to look again. Raises NotPossible("due_date")."""
    if not today <= day <= today + LATEST_FOLLOW_UP:
        raise NotPossible("due_date")
    return day


def log(
    session: Session, event: audit.Event, referral: Referral, *, by: Account, now: datetime, what: str = ""
) -> None:
    """One entry: who, when, about whom, to whom, and which fields."""
    session.flush()
    told = what or ", ".join(referral.shared) or "nothing shared"
    organisation = session.get_one(Organisation, referral.organisation_id).name
    contact_id = session.get_one(HelpRequest, referral.help_request_id).contact_id
    audit.record(session, event, now=now, by_id=by.id, contact_id=contact_id, reason=f"{organisation}: {told}")


def request_is(session: Session, referral: Referral, state: HelpState, *, by: Account, now: datetime) -> None:
    """How far her request is by what happened with the referral."""
    request = session.get_one(HelpRequest, referral.help_request_id)
    request.state, request.changed_at, request.taken_by_id = state, now, by.id
    audit.record(
        session, audit.Event.HELP_CHANGED, now=now, by_id=by.id, contact_id=request.contact_id, reason=state.value
    )


def _free(session: Session, request: HelpRequest) -> None:
    """Raises NotPossible when this request has ended, or is with an organisation already."""
    if request.state not in UNFINISHED:
        raise NotPossible("help_ended")
    there = select(Referral.id).where(Referral.help_request_id == request.id, Referral.open.is_not(None))
    if session.scalar(there.limit(1)) is not None:
        raise NotPossible("under_way")


def _hours(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{start:%H:%M} – {end:%H:%M}" for start, end in limits_of(facts).hours)


def _text(words: str, reason: str) -> str:
    text = words.strip().replace("\0", "")
    if not text:
        raise NotPossible(reason)
    if len(text) > LONGEST_HOW:
        raise TextTooLong(size=len(text), limit=LONGEST_HOW)
    return text
