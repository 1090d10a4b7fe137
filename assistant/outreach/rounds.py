"""Whom a round may look in on, and somebody met there whom we did not know: by place, by town, by name. Offered, never done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from assistant.errors import NotPossible, Suppressed
from assistant.outreach import care, intake, likely, visits
from assistant.outreach.likely import Alike
from assistant.rules.ads import ContactPoint
from assistant.rules.cadence import Pace
from assistant.rules.folding import fold
from assistant.rules.recall_tokens import town_key
from assistant.rules.signals import Topic, read_signals
from assistant.rules.sounds import sound, words_of
from assistant.rules.stages import Stage
from assistant.store import audit, search
from assistant.store.accounts import Account
from assistant.store.joinings import empty_places, remember_not_same
from assistant.store.models import Contact, Note, NoteKind, Visit
from assistant.store.points import contacts_at, suppressed_points
from assistant.store.sealed import keyring_of_session

OFFERED = 40
LOOKED_BACK = 300  # of the team's visits
IN_A_TOWN = 400


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody a round may look in on. `here_at`: when we last met her at this very place; None: she is in that town."""

    contact: Contact
    here_at: datetime | None


def whom(session: Session, visit: Visit) -> list[Offer]:
    """Who was met at this place before, the latest first, then who is in its town; nobody who is on the round or asked us to stop."""
    here = _met_here(session, visit)
    return _offers(session, visit, (*here, *_in_town(session, visit)), here)


def named(session: Session, visit: Visit, name: str) -> list[Offer]:
    """Whoever calls herself so, also as it sounds, wherever she is."""
    keyring = keyring_of_session(session)
    tokens = [
        token for word in words_of(name)[:4] for token in (f"alias:{word}", f"part:{word}", f"sound:{sound(word)}")
    ]
    keys = [search.search_key(keyring, visit.team_id, token) for token in tokens]
    return _offers(session, visit, search.having_all(session, [keys], most=OFFERED) if keys else (), {})


def _offers(session: Session, visit: Visit, ids: Sequence[int], here: Mapping[int, datetime]) -> list[Offer]:
    on_it = {look_in.contact_id for look_in in visit.look_ins}
    numbers = [number for number in ids if number not in on_it]
    query = select(Contact).where(
        Contact.id.in_(list(dict.fromkeys(numbers))[: 4 * OFFERED]),
        Contact.team_id == visit.team_id,
        Contact.stage != Stage.STOPPED,
        Contact.id.not_in(empty_places()),
    )
    people = {one.id: one for one in session.scalars(query.options(selectinload(Contact.notes)))}
    return [Offer(people[number], here.get(number)) for number in dict.fromkeys(numbers) if number in people][:OFFERED]


def _met_here(session: Session, visit: Visit) -> dict[int, datetime]:
    if not visit.place:
        return {}
    query = select(Visit).where(Visit.team_id == visit.team_id, Visit.id != visit.id).order_by(Visit.at.desc())
    wanted = _same_place(visit)
    same = [one.id for one in session.scalars(query.limit(LOOKED_BACK)) if _same_place(one) == wanted]
    notes = select(Note.contact_id, Note.at).where(Note.visit_id.in_(same), Note.kind == NoteKind.VISIT)
    found: dict[int, datetime] = {}
    for number, at in session.execute(notes.order_by(Note.at.desc())):
        found.setdefault(number, at)
    return found


def _same_place(visit: Visit) -> tuple[str, str]:
    return fold(visit.place).text, town_key(visit.town)


def _in_town(session: Session, visit: Visit) -> list[int]:
    bare = town_key(visit.town)
    if not bare:
        return []
    key = search.search_key(keyring_of_session(session), visit.team_id, f"town:{bare}")
    return sorted(search.having_all(session, [[key]], most=IN_A_TOWN), reverse=True)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody met whom we may not know yet, as the form says it. Only the name to use is needed."""

    name: str
    town: str = ""
    language: str | None = None
    wants: str = ""  # what she looks for, in her own words
    word: str = ""  # how it was
    points: tuple[ContactPoint, ...] = ()


def who_she_may_be(session: Session, visit: Visit, her: Stranger) -> list[Alike]:
    """Whom of the team she may be: by name in this town, also somebody who asked us to stop. To be asked, never decided."""
    return likely.for_name(session, her.name, her.town or visit.town, team_id=visit.team_id)


def whose_points(session: Session, visit: Visit, her: Stranger) -> list[Contact]:
    """Whom of the team the points lead to that she gave."""
    pairs = [(point.channel.value, point.value) for point in her.points]
    return [contact for contact in contacts_at(session, pairs) if contact.team_id == visit.team_id]


def somebody_new(
    session: Session,
    visit: Visit,
    her: Stranger,
    *,
    not_same: Sequence[Contact] = (),
    by: Account,
    now: datetime,
    pace: Pace,
    zone: tzinfo,
) -> Contact:
    """Keep somebody met on a visit, without an ad and perhaps without a way to reach her; the meeting is the first thing in her thread.

    Raises NotPossible("name_needed" | "other_team" | "taken"), Suppressed, TextTooLong.
    """
    alias = " ".join(her.name.replace("\0", " ").split())[:80]
    if not alias:
        raise NotPossible("name_needed")
    pairs = [(point.channel.value, point.value) for point in her.points]
    if suppressed_points(session, pairs):
        raise Suppressed
    for known in contacts_at(session, pairs):
        raise NotPossible("taken" if known.team_id == visit.team_id else "other_team")
    contact = Contact(
        team_id=visit.team_id,
        owner_id=by.id,
        alias=alias,
        town=" ".join((her.town or visit.town).split())[:80] or None,
        language=her.language,
        created_at=now,
        changed_at=now,
    )
    session.add(contact)
    session.flush()
    intake.add_points(session, contact, her.points, now=now)
    remember_not_same(session, contact, not_same, by_id=by.id, now=now)
    audit.record(session, audit.Event.CONTACT_ADDED, now=now, by_id=by.id, contact_id=contact.id)
    visits.met(session, visit, contact, word=her.word, by=by, now=now, pace=pace, zone=zone)
    wants(session, contact, her, by=by, now=now, zone=zone)
    return contact


def wants(session: Session, contact: Contact, her: Stranger, *, by: Account, now: datetime, zone: tzinfo) -> None:
    """Put what she looks for on the list, under the topic that her words name."""
    if her.wants.strip():
        topics = read_signals(her.wants, language=her.language).topics
        topic = topics[0] if topics else Topic.OTHER
        care.ask(session, contact, topic=topic, words=her.wants, message=None, by=by, now=now, zone=zone)
