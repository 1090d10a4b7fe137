"""From a pasted ad to a contact: read, look whether we know her, and only then, when a human says so, store."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import NotPossible, Suppressed, TextTooLong
from assistant.outreach import likely
from assistant.outreach.drafting import Desk
from assistant.outreach.likely import Alike
from assistant.outreach.replies import suppress_points
from assistant.rules import hooks
from assistant.rules.ad_memory import Remembered, remember
from assistant.rules.ads import AdDetails, Channel, ContactPoint, plain_text, read_ad
from assistant.rules.change import Change
from assistant.rules.changes import compare, compare_noticed, kept_changes
from assistant.rules.hooks import Noticed
from assistant.rules.phones import to_e164
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.holding import hold
from assistant.store.joinings import remember_not_same
from assistant.store.models import Ad, Contact, Point
from assistant.store.points import contacts_at, next_slot, point_keys, suppressed_points
from assistant.store.sealed import keyring_of_session

LONGEST_AD = 40_000  # characters of text; a whole page of a site, copied with its menus, is some 20,000
MOST_POINTS = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """A pasted text, read but not stored. `suppressed` holds the points we may not write to: then nothing else is offered.

    `people`: all of our team that its points lead to, `known` first. More than one share a number, or are one person in two threads.
    `alike`: people it may be of, by name, town and wording only; to be asked about, never decided.
    """

    text: str
    details: AdDetails
    known: Contact | None
    people: tuple[Contact, ...]
    alike: tuple[Alike, ...]
    elsewhere: bool  # another team of this organisation knows her
    suppressed: tuple[ContactPoint, ...]
    changes: tuple[Change, ...]
    noticed: tuple[Noticed, ...]


def look(
    session: Session, pasted: str, *, team_id: int, now: datetime, desk: Desk, corrected: AdDetails | None = None
) -> Seen:
    """Read a pasted ad (text, HTML, or a bare number) and say whether we know her. Stores nothing. Raises TextTooLong, NotPossible("a_list").

    `corrected` is what the worker made of the fields; then only the looking-up is done.
    """
    text = plain_text(pasted)
    if len(text) > LONGEST_AD:
        raise TextTooLong(size=len(text), limit=LONGEST_AD)
    details = corrected or read_ad(text, region=desk.country, today=_day(now, desk))
    if len(details.points) > MOST_POINTS:
        raise NotPossible("a_list")
    pairs = [(point.channel.value, point.value) for point in details.points]
    refused = set(suppressed_points(session, pairs))
    people = contacts_at(session, pairs)
    known = tuple(contact for contact in people if contact.team_id == team_id)
    ours = next(iter(known), None)
    memory = _memory(session, text, details)
    return Seen(
        text=text,
        details=details,
        known=ours,
        people=known,
        alike=() if known else tuple(likely.for_ad(session, text, details, team_id=team_id)),
        elsewhere=ours is None and bool(people),
        suppressed=tuple(p for p in details.points if (p.channel.value, p.value) in refused)
        or (details.points if any(person.stage is Stage.STOPPED for person in people) else ()),
        changes=_changes(ours, text, memory, now=now, desk=desk),
        noticed=notice(memory, known=ours, now=now, desk=desk),
    )


def notice(memory: Remembered, *, known: Contact | None, now: datetime, desk: Desk) -> tuple[Noticed, ...]:
    """What the ad shows that may be mentioned in a friendly way, and what her last ad did not show yet."""
    before = _last_memory(known)
    return hooks.of_traits(
        memory.traits,
        today=_day(now, desk),
        previous_town=known.town if known else None,
        town=memory.town,
        before=before.traits if before else None,
    )


def _memory(session: Session, text: str, details: AdDetails) -> Remembered:
    keyring = keyring_of_session(session)
    return remember(text, details, mark=lambda letters: keyring.lookup("ad", letters).hex()[:32])


def _last_memory(contact: Contact | None) -> Remembered | None:
    if contact is None or not contact.ads:
        return None
    phones = frozenset(point.value for point in contact.points if point.channel == Channel.PHONE)
    return Remembered.from_record(contact.ads[-1].noticed, phones=phones)


def _changes(
    contact: Contact | None, text: str, memory: Remembered, *, now: datetime, desk: Desk
) -> tuple[Change, ...]:
    """What changed since her last ad: read from its text as long as that is kept, then from what was remembered."""
    before = _last_memory(contact)
    if contact is None or before is None or not text.strip():
        return ()
    last = contact.ads[-1]
    if not last.text:
        return compare_noticed(before, memory)
    then = _day(last.added_at, desk)
    return compare(last.text, text, region=desk.country, then=then, today=_day(now, desk))


def _day(moment: datetime, desk: Desk) -> date:
    """The day that a moment is where the desk stands."""
    return moment.astimezone(desk.zone).date()


def corrected_points(entries: Sequence[tuple[str, str]], *, region: str) -> tuple[ContactPoint, ...]:
    """Contact points as a worker typed them, in canonical spelling. Raises NotPossible("bad_number" | "bad_email" | "bad_handle")."""
    points = []
    known = {channel.value for channel in Channel}
    for channel, typed in entries:
        if channel not in known:
            raise NotPossible("bad_handle")
        if value := typed.strip():
            points.append(ContactPoint(Channel(channel), _canonical(Channel(channel), value, region), value))
    return tuple(dict.fromkeys(points))


def _canonical(channel: Channel, value: str, region: str) -> str:
    if channel is Channel.PHONE:
        number = to_e164(value, region=region)
        if number is None:
            raise NotPossible("bad_number")
        return number
    if channel is Channel.EMAIL:
        name, at, host = value.rpartition("@")
        if not (name and at and "." in host) or any(c.isspace() for c in value) or len(value) > 254:
            raise NotPossible("bad_email")
        return f"{name}@{host.lower()}"
    handle = value.lstrip("@")
    if not handle or any(c.isspace() for c in handle) or len(handle) > 80:
        raise NotPossible("bad_handle")
    return handle


def from_ad(
    session: Session,
    *,
    text: str,
    details: AdDetails,
    team_id: int,
    by: Account,
    now: datetime,
    desk: Desk,
    keep_text: timedelta,
    same_as: Contact | None = None,
    second: bool = False,
    not_same: Sequence[Contact] = (),
) -> Contact:
    """Store what the worker approved: a new contact, or a new version of the ad of one we know. Raises Suppressed, NotPossible.

    A worker may say who it is (`same_as`), that it is one more person on a number that we know (`second`), or who it surely is not.
    """
    if not details.points:
        raise NotPossible("no_point")
    pairs = [(point.channel.value, point.value) for point in details.points]
    if suppressed_points(session, pairs):
        raise Suppressed
    people = contacts_at(session, pairs)
    ours = [contact for contact in people if contact.team_id == team_id]
    if people and not ours:
        raise NotPossible("other_team")
    known = None if second else same_as or next(iter(ours), None)
    if known is not None:
        hold(session, known)
        if known.stage is Stage.STOPPED:
            raise Suppressed
    memory = _memory(session, text, details)
    noticed = notice(memory, known=known, now=now, desk=desk)
    changes = _changes(known, text, memory, now=now, desk=desk)
    contact = known or _new_contact(session, team_id=team_id, by=by, now=now)
    contact.alias = details.alias or contact.alias
    contact.town = details.town or contact.town
    contact.language = details.language or contact.language
    contact.changed_at = now
    others = () if second else [bytes(point.key) for one in ours if one is not contact for point in one.points]
    hers = [point for point in details.points if second or not _stand_on(session, point, others)]
    add_points(session, contact, hers, now=now, shared=second)
    remember_not_same(session, contact, not_same, by_id=by.id, now=now)
    kept = {
        **memory.to_record(),
        "hooks": [one.to_record() for one in noticed],
        "changes": kept_changes(changes),
    }
    _add_ad(session, contact, text=text, kept=kept, by=by, now=now, keep_text=keep_text)
    event = audit.Event.CONTACT_CHANGED if known else audit.Event.CONTACT_ADDED
    audit.record(session, event, now=now, by_id=by.id, contact_id=contact.id)
    return contact


def _new_contact(session: Session, *, team_id: int, by: Account, now: datetime) -> Contact:
    contact = Contact(team_id=team_id, owner_id=by.id, created_at=now, changed_at=now)
    session.add(contact)
    session.flush()
    return contact


def _stand_on(session: Session, point: ContactPoint, keys: Collection[bytes]) -> bool:
    """Whether a point stands with somebody else: then joining the two is a step of its own, and nobody's points move by a paste."""
    return not set(point_keys(session, point.channel.value, point.value)).isdisjoint(keys)


def add_points(
    session: Session, contact: Contact, points: Sequence[ContactPoint], *, now: datetime, shared: bool = False
) -> None:
    """Add those points that she does not have yet. Raises NotPossible("taken") when a point leads to somebody else, Suppressed.

    `shared`: somebody said that several people can be reached there.
    """
    if contact.stage is Stage.STOPPED or suppressed_points(session, [(p.channel.value, p.value) for p in points]):
        raise Suppressed
    have = {bytes(point.key) for point in contact.points if point.gone_at is None}
    for point in points:
        keys = point_keys(session, point.channel.value, point.value)
        if have.isdisjoint(keys):
            slot = next_slot(session, keys[0]) if shared else 0
            added = Point(channel=point.channel.value, value=point.value, key=keys[0], slot=slot, created_at=now)
            contact.points.append(added)
            have.add(keys[0])
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise NotPossible("taken") from None


def add_point_by_hand(
    session: Session, contact: Contact, points: Sequence[ContactPoint], *, by: Account, now: datetime
) -> None:
    """A new way to reach somebody we know. Raises Suppressed, NotPossible("no_point" | "taken")."""
    if not points:
        raise NotPossible("no_point")
    pairs = [(point.channel.value, point.value) for point in points]
    if contact.stage is not Stage.STOPPED and suppressed_points(session, pairs):
        raise Suppressed
    if any(other.id != contact.id for other in contacts_at(session, pairs)):
        raise NotPossible("taken")
    add_points(session, contact, points, now=now)
    if contact.stage is Stage.STOPPED:
        suppress_points(session, contact, now=now, by=by)  # a stop holds on every way to reach her
    audit.record(session, audit.Event.CONTACT_CHANGED, now=now, by_id=by.id, contact_id=contact.id)


def _add_ad(
    session: Session,
    contact: Contact,
    *,
    text: str,
    kept: dict[str, Any],
    by: Account,
    now: datetime,
    keep_text: timedelta,
) -> None:
    if not text.strip():
        return
    last = contact.ads[-1] if contact.ads else None
    if last is not None and last.text == text:
        return
    number = (session.scalar(select(func.max(Ad.number)).where(Ad.contact_id == contact.id)) or 0) + 1
    ad = Ad(number=number, text=text, text_until=now + keep_text, noticed=kept, added_at=now, added_by_id=by.id)
    contact.ads.append(ad)
    session.flush()
