"""Field visits: where, when, who of us went and whom we met. Each person met has a note in her own thread, and that resets the rhythm.

A visit is planned as a round (whom to look in on) or written down afterwards; both are the same record.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from assistant.errors import NotPossible, NotThere, TextTooLong
from assistant.outreach.history import gave_a_sign
from assistant.outreach.retelling import RHYTHM, picture, put_back
from assistant.rules.cadence import Pace
from assistant.rules.stages import Stage, Step
from assistant.rules.visit_words import visit_body
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold
from assistant.store.joinings import empty_places
from assistant.store.models import Contact, LookIn, Note, NoteKind, PlaceKind, Visit, VisitColleague

LONGEST_NAME = 120  # characters of a place or a town
LONGEST_WORDS = 5_000
MOST_NAMELESS = 200
AHEAD, BACK = timedelta(days=92), timedelta(days=366)
LISTED = 60


def begin(
    session: Session,
    *,
    kind: PlaceKind,
    place: str,
    town: str,
    at: datetime,
    team: Sequence[Account],
    by: Account,
    now: datetime,
) -> Visit:
    """Plan a visit, or begin to write one down. Without `team` whoever does so went alone. Raises NotPossible("visit_date")."""
    if not now - BACK <= at <= now + AHEAD:
        raise NotPossible("visit_date")
    visit = Visit(
        team_id=by.team_id,
        kind=kind,
        place=_one_line(place),
        town=_one_line(town),
        words="",
        at=at,
        made_at=now,
        by_id=by.id,
    )
    session.add(visit)
    session.flush()
    went = {account.id for account in team} or {by.id}
    visit.went = [VisitColleague(visit_id=visit.id, account_id=number) for number in sorted(went)]
    session.flush()
    audit.record(session, audit.Event.VISIT_PLANNED, now=now, by_id=by.id)
    return visit


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())[:LONGEST_NAME]


def visit_of(session: Session, visit_id: int, *, team_id: int) -> Visit:
    """The visit with its people. Raises NotThere, also when it is another team's."""
    query = select(Visit).where(Visit.id == visit_id, Visit.team_id == team_id)
    visit = session.scalars(query.options(selectinload(Visit.look_ins), selectinload(Visit.went))).one_or_none()
    if visit is None:
        raise NotThere
    return visit


def of_team(session: Session, team_id: int) -> list[Visit]:
    """The team's visits, those that are not ended first, then the newest."""
    query = select(Visit).where(Visit.team_id == team_id).order_by(Visit.ended_at.is_not(None), Visit.at.desc())
    return list(session.scalars(query.options(selectinload(Visit.went)).limit(LISTED)))


def to_come(session: Session, team_id: int) -> list[Visit]:
    """Rounds that somebody can still be put on, the next one first."""
    query = select(Visit).where(Visit.team_id == team_id, Visit.ended_at.is_(None)).order_by(Visit.at)
    return list(session.scalars(query))


def put_on(session: Session, visit: Visit, people: Sequence[Contact], *, by: Account, now: datetime) -> None:
    """Have the round look in on these people. Raises NotPossible("visit_ended" | "other_team" | "stopped_visit").

    Whoever asked us to stop is left in peace at her door too.
    """
    if visit.ended_at is not None:
        raise NotPossible("visit_ended")
    if any(contact.team_id != visit.team_id for contact in people):
        raise NotPossible("other_team")
    for contact in sorted(people, key=lambda one: one.id):  # in one order, so that no two wait for each other
        hold(session, contact)
        if contact.stage is Stage.STOPPED:
            raise NotPossible("stopped_visit")
        if _look_in(session, visit, contact) is None:
            session.add(LookIn(visit_id=visit.id, contact_id=contact.id))
            audit.record(session, audit.Event.VISIT_PLANNED, now=now, by_id=by.id, contact_id=contact.id)
    session.flush()
    session.expire(visit, ["look_ins"])


def _look_in(session: Session, visit: Visit, contact: Contact) -> LookIn | None:
    """Asked anew: whoever holds her sees what a colleague stored a moment ago."""
    return session.scalar(select(LookIn).where(LookIn.visit_id == visit.id, LookIn.contact_id == contact.id))


def take_off(session: Session, visit: Visit, contact: Contact) -> None:
    """The round does not look in on her after all. Raises NotPossible("visit_stands") once she was met or missed."""
    if note_of(session, visit, contact) is not None:
        raise NotPossible("visit_stands")
    for look_in in [one for one in visit.look_ins if one.contact_id == contact.id]:
        visit.look_ins.remove(look_in)
    session.flush()


def people_on(session: Session, visit: Visit) -> list[Contact]:
    """Whom a round looks in on, and whom it met besides, in the order in which they were put on it."""
    hers = select(LookIn.contact_id).where(LookIn.visit_id == visit.id)
    met = select(Note.contact_id).where(Note.visit_id == visit.id)
    query = select(Contact).where(Contact.id.in_(hers.union(met)), Contact.id.not_in(empty_places()))
    parts = (selectinload(Contact.messages), selectinload(Contact.notes), selectinload(Contact.card))
    order = {look_in.contact_id: at for at, look_in in enumerate(visit.look_ins)}
    people = session.scalars(query.options(*parts, selectinload(Contact.points)))
    return sorted(people, key=lambda one: (order.get(one.id, len(order)), one.id))


def note_of(session: Session, visit: Visit, contact: Contact) -> Note | None:
    """What came of looking in on her; None when nobody said yet."""
    query = select(Note).where(Note.visit_id == visit.id, Note.contact_id == contact.id).order_by(Note.id.desc())
    return session.scalars(query).first()


def met(
    session: Session,
    visit: Visit,
    contact: Contact,
    *,
    word: str,
    by: Account,
    now: datetime,
    pace: Pace,
    zone: tzinfo,
) -> Note:
    """We met her: it stands in her thread with `word`, and the rhythm starts anew. Said again, only the word changes. Raises TextTooLong."""
    look_in = _looked_in_on(session, visit, contact)
    note = note_of(session, visit, contact)
    if note is None or note.kind is not NoteKind.VISIT:
        before = picture(contact)
        gave_a_sign(contact, at=_moment(visit, now, zone), step=Step.MET, pace=pace)
        look_in.stood = {"before": before, "after": picture(contact)}
    return _written(session, visit, contact, note, NoteKind.VISIT, word, by=by, now=now, zone=zone)


def not_there(
    session: Session, visit: Visit, contact: Contact, *, word: str, by: Account, now: datetime, zone: tzinfo
) -> Note:
    """We looked in and she was not there: noted in her thread, the rhythm goes on. Raises TextTooLong, NotPossible("visit_stands")."""
    look_in = _looked_in_on(session, visit, contact)
    note = note_of(session, visit, contact)
    if note is not None and note.kind is NoteKind.VISIT:
        _stands_as_before(contact, look_in)
    return _written(session, visit, contact, note, NoteKind.MISSED, word, by=by, now=now, zone=zone)


def take_back(session: Session, visit: Visit, contact: Contact, *, by: Account, now: datetime) -> None:
    """A slip of the thumb: neither met nor missed. Raises NotPossible("visit_stands") when something happened with her since."""
    look_in = _looked_in_on(session, visit, contact)
    note = note_of(session, visit, contact)
    if note is None:
        return
    if note.kind is NoteKind.VISIT:
        _stands_as_before(contact, look_in)
    session.delete(note)
    session.flush()
    session.expire(contact, ["notes"])
    audit.record(session, audit.Event.VISIT_TAKEN_BACK, now=now, by_id=by.id, contact_id=contact.id)


def _stands_as_before(contact: Contact, look_in: LookIn) -> None:
    stood = look_in.stood
    if stood is None or picture(contact) != stood["after"]:
        raise NotPossible("visit_stands")
    put_back(contact, stood["before"], RHYTHM)
    look_in.stood = None


def _looked_in_on(session: Session, visit: Visit, contact: Contact) -> LookIn:
    if contact.team_id != visit.team_id:
        raise NotThere
    hold(session, contact)
    look_in = _look_in(session, visit, contact)
    if look_in is None:
        look_in = LookIn(visit_id=visit.id, contact_id=contact.id)
        session.add(look_in)
        session.flush()
        session.expire(visit, ["look_ins"])
    return look_in


def _written(
    session: Session,
    visit: Visit,
    contact: Contact,
    note: Note | None,
    kind: NoteKind,
    word: str,
    *,
    by: Account,
    now: datetime,
    zone: tzinfo,
) -> Note:
    body = visit_body(visit.where, _short(word))
    if note is None:
        note = Note(contact=contact, kind=kind, body=body, at=_moment(visit, now, zone), by_id=by.id, visit_id=visit.id)
        session.add(note)
    else:
        note.kind, note.body, note.by_id = kind, body, by.id
    session.flush()
    audit.record(session, audit.Event.VISITED, now=now, by_id=by.id, contact_id=contact.id, reason=kind.value)
    return note


def _moment(visit: Visit, now: datetime, zone: tzinfo) -> datetime:
    """On the day itself this very moment; written down later, the moment of the visit."""
    same_day = visit.at.astimezone(zone).date() == now.astimezone(zone).date()
    return now if same_day or visit.at > now else visit.at


def _short(text: str) -> str:
    words = text.replace("\0", "").strip()
    if len(words) > LONGEST_WORDS:
        raise TextTooLong(size=len(words), limit=LONGEST_WORDS)
    return words


def about_the_place(visit: Visit, *, words: str, nameless: int) -> None:
    """How it was there, and how many people were met who gave no name. Raises TextTooLong, NotPossible("nameless")."""
    if not 0 <= nameless <= MOST_NAMELESS:
        raise NotPossible("nameless")
    visit.words, visit.nameless = _short(words), nameless


def end(visit: Visit, *, now: datetime) -> None:
    """Everything is written down; the round leaves the board."""
    visit.ended_at = visit.ended_at or now


def reopen(visit: Visit) -> None:
    """Something was forgotten."""
    visit.ended_at = None
