"""Finding people by a contact point without the point standing readable in the database."""

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, func, null, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from assistant.rules.ads import Channel
from assistant.rules.phones import RESPELLED, same_number_keys
from assistant.store.keys import Keyring
from assistant.store.models import Contact, Point, Suppression
from assistant.store.models.columns import HASH
from assistant.store.sealed import keyring_of_session


def point_keys(session: Session, channel: str, value: str) -> tuple[bytes, ...]:
    """The keyed hashes under which a point may be known, its own first (a phone may have several spellings that reach the same person)."""
    return keys_under(keyring_of_session(session), channel, value)


def keys_under(keyring: Keyring, channel: str, value: str) -> tuple[bytes, ...]:
    """The same, for whoever holds the keys already."""
    if channel == "phone" and not value.startswith(RESPELLED):
        return (keyring.lookup("point/phone", value),)
    spellings = same_number_keys(value) if channel == Channel.PHONE else (value.casefold(),)
    kind = "email" if channel == Channel.EMAIL else channel
    return tuple(keyring.lookup(f"point/{kind}", spelling) for spelling in spellings)


def suppressed_points(session: Session, points: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the (channel, value) pairs that stand on the suppression list."""
    keys = {key: point for point in points for key in point_keys(session, *point)}
    if not keys:
        return []
    found = session.scalars(_SUPPRESSED, {"keys": list(keys)})
    return list(dict.fromkeys(keys[bytes(key)] for key in found))


def contacts_at(session: Session, points: Iterable[tuple[str, str]]) -> list[Contact]:
    """The contacts that any of the (channel, value) pairs leads to, oldest first. Of every team: nobody is approached twice."""
    keys = [key for point in points for key in point_keys(session, *point)]
    if not keys:
        return []
    hers = select(Point.contact_id).where(Point.key.in_(keys), still_hers())
    return list(session.scalars(select(Contact).where(Contact.id.in_(hers)).order_by(Contact.id)))


def still_hers() -> ColumnElement[bool]:
    """Points that lead to their contact: not those that belong to somebody else by now."""
    return Point.gone_at.is_(None)


def writable_points(contact: Contact) -> list[tuple[str, str]]:
    """The (channel, value) pairs that are hers now. What the suppression list says of another one does not concern her."""
    return [(point.channel, point.value) for point in contact.points if point.gone_at is None]


def standing_on(session: Session, points: Sequence[Point]) -> tuple[dict[bytes, list[Contact]], set[tuple[str, str]]]:
    """`holders` of these points' keys, and the (channel, value) pairs that stand on the suppression list, in one question."""
    spelled = {key: (one.channel, one.value) for one in points for key in point_keys(session, one.channel, one.value)}
    keys = {bytes(point.key) for point in points}
    rows = session.execute(_BOTH, {"keys": list(keys), "spelled": list(spelled)}).all() if points else ()
    refused = {spelled[bytes(key)] for key, number in rows if number is None}
    return _by_key(session, [(bytes(key), number) for key, number in rows if number is not None]), refused


def holders(session: Session, keys: Iterable[bytes]) -> dict[bytes, list[Contact]]:
    """Who stands on each of these keys now, oldest first: more than one on a shared phone."""
    standing = session.execute(_STANDING, {"keys": list(set(keys))})
    return _by_key(session, [(bytes(key), number) for key, number in standing])


def _by_key(session: Session, standing: Iterable[tuple[bytes, int]]) -> dict[bytes, list[Contact]]:
    once = sorted(set(standing), key=lambda pair: pair[1])
    people = _known(session, {number for _key, number in once})
    found: dict[bytes, list[Contact]] = {}
    for key, number in once:
        found.setdefault(key, []).append(people[number])
    return found


def _known(session: Session, numbers: Iterable[int]) -> dict[int, Contact]:
    """These contacts; whoever the session knows already is not asked for again."""
    here = {number: session.identity_map.get(identity_key(Contact, number)) for number in numbers}
    unknown = [number for number, contact in here.items() if contact is None]
    asked = session.scalars(select(Contact).where(Contact.id.in_(unknown))).unique() if unknown else ()
    return {number: contact for number, contact in here.items() if contact is not None} | {one.id: one for one in asked}


# Columns, not attributes: nobody is loaded here, and both are asked with every thread.
_point, _refused = cast(Table, Point.__table__).c, cast(Table, Suppression.__table__).c
_KEYS: BindParameter[bytes] = bindparam("keys", expanding=True, type_=HASH)
_SUPPRESSED = select(_refused.key).where(_refused.key.in_(_KEYS))
_STANDING = select(_point.key, _point.contact_id).where(_point.key.in_(_KEYS), _point.gone_at.is_(None))
_SPELLED: BindParameter[bytes] = bindparam("spelled", expanding=True, type_=HASH)
_BOTH = union_all(_STANDING, select(_refused.key, null()).where(_refused.key.in_(_SPELLED)))


def next_slot(session: Session, key: bytes) -> int:
    """The first slot after all those taken on a key: 0 for one that nobody has."""
    highest = session.scalar(select(func.max(Point.slot)).where(Point.key == key))
    return 0 if highest is None else highest + 1
