"""The queue of silences: who may get a gentle new message, who should have had one, whom we are about to lose; each with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from assistant import lexicon
from assistant.outreach import absence, drafting
from assistant.outreach.drafting import Desk, Offer
from assistant.outreach.history import history_of
from assistant.outreach.sending import reachable
from assistant.rules.absence import Away, looks_after
from assistant.rules.cadence import Pace
from assistant.rules.silence import FAREWELL_IN_SIGHT, Silence, Standing, standing
from assistant.rules.stages import Stage
from assistant.store import queries
from assistant.store.accounts import Account
from assistant.store.models import Contact, DueFor, Message, Point, TemplateKind, TemplateVersion
from assistant.store.template_questions import usable_versions

MOST = 100  # people on the page; whoever does not fit stands there once others are done


@dataclass(frozen=True, slots=True)
class Silent:
    """One silent person: why she stands here, the words prepared for her, and what could be a reason to write today."""

    contact: Contact
    standing: Standing
    mine: bool  # whoever asked looks after her
    draft: Message | None
    reasons: tuple[Offer, ...]  # what is fresh today: her ad, the season
    news: tuple[TemplateVersion, ...]  # what the team offers since we last heard of each other, in her language


@dataclass(frozen=True, slots=True)
class Queue:
    """The page: three groups, each the longest waiting first. `more`: there are people who did not fit."""

    groups: dict[Silence, list[Silent]] = field(default_factory=lambda: {silence: [] for silence in Silence})
    away: Mapping[int, Away] = field(default_factory=dict)
    more: bool = False

    @property
    def total(self) -> int:
        return sum(map(len, self.groups.values()))


def queue(session: Session, *, by: Account, whole_team: bool, now: datetime, pace: Pace, desk: Desk) -> Queue:
    """Whom `by` is asked to look after: theirs, those they stand in for, and whoever is the team's; with `whole_team` everybody's."""
    away = absence.away_now(session, team_id=by.team_id, now=now)
    theirs = () if whole_team else (_looked_after(session, by, away),)
    people = _silent(session, by.team_id, *theirs, now=now)
    offers = _offers_of_the_team(session)
    found = Queue(away=away, more=len(people) > MOST)
    for contact in people[:MOST]:
        place = standing(
            history_of(contact),
            pace,
            due_at=contact.due_at,
            farewell=contact.due_for is DueFor.FAREWELL,
            postponed=contact.due_for is DueFor.POSTPONED,
            reachable=bool(reachable(contact)),
            now=now,
        )
        if place is not None:
            silent = Silent(
                contact,
                place,
                looks_after(by.id, contact.owner_id, away),
                _draft(contact),
                _reasons(session, contact, now=now, desk=desk),
                _news(contact, offers),
            )
            found.groups[place.silence].append(silent)
    for group in found.groups.values():
        group.sort(key=lambda silent: silent.standing.since)
    return found


def how_many(session: Session, *, by: Account, now: datetime) -> int:
    """How many people stand in `by`'s queue, at most as many as the page shows."""
    away = absence.away_now(session, team_id=by.team_id, now=now)
    query = select(Contact.id).where(*_asked_for(by.team_id, now), _looked_after(session, by, away)).limit(MOST)
    return len(session.scalars(query).all())


def _looked_after(session: Session, by: Account, away: Mapping[int, Away]) -> ColumnElement[bool]:
    team = session.scalars(select(Account.id).where(Account.team_id == by.team_id))
    owners = [number for number in team if looks_after(by.id, number, away)]
    return or_(Contact.owner_id.is_(None), Contact.owner_id.in_(owners))


def _asked_for(team_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    still_works = exists().where(Point.contact_id == Contact.id, Point.failed_at.is_(None), Point.gone_at.is_(None))
    talked = Contact.last_in_at.is_not(None)
    return (
        Contact.team_id == team_id,
        Contact.due_at.is_not(None),
        Contact.waiting_since.is_(None),
        Contact.stage.not_in((Stage.STOPPED, Stage.OPEN_DOOR)),
        or_(
            and_(Contact.due_at <= now, Contact.due_for != DueFor.FAREWELL),
            and_(Contact.due_at <= now + FAREWELL_IN_SIGHT, Contact.due_for == DueFor.FAREWELL, talked),
            and_(talked, ~still_works),
        ),
    )


def _silent(session: Session, team_id: int, *which: ColumnElement[bool], now: datetime) -> list[Contact]:
    query = select(Contact).where(*_asked_for(team_id, now), *which).order_by(Contact.due_at, Contact.id)
    parts = (
        selectinload(Contact.messages).joinedload(Message.template_version),
        selectinload(Contact.points),
        selectinload(Contact.ads),
        joinedload(Contact.owner),
    )
    return list(session.scalars(query.limit(MOST + 1).options(*parts)).unique())


def _draft(contact: Contact) -> Message | None:
    """What is prepared for her: the clock's proposal, or what a colleague began."""
    kept = (message for message in contact.messages if message.state in queries.UNSENT)
    return max(kept, key=lambda message: (not message.proposal, message.id), default=None)


def _reasons(session: Session, contact: Contact, *, now: datetime, desk: Desk) -> tuple[Offer, ...]:
    person = drafting.person_of(contact)
    offered = drafting.offers(session, person, language=contact.language, now=now, desk=desk)
    return tuple(offer for offer in offered if offer.fresh)


def _offers_of_the_team(session: Session) -> list[TemplateVersion]:
    """The light messages that a supervisor of this team wrote; what came with the program is no news of theirs."""
    used = usable_versions(session, kind=TemplateKind.RECONTACT).values()
    return [version for versions in used for version in versions if version.approved_by_id is not None]


def _news(contact: Contact, offers: Iterable[TemplateVersion]) -> tuple[TemplateVersion, ...]:
    last = max((at for at in (contact.last_in_at, contact.last_out_at) if at), default=contact.created_at)
    hers = lexicon.base_language(contact.language)
    return tuple(
        offer for offer in offers if offer.template.created_at > last and lexicon.base_language(offer.language) == hers
    )
