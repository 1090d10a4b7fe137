"""Finding people by a contact point without the point standing readable in the database."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.rules.ads import Channel
from assistant.rules.phones import same_number_keys
from assistant.store.keys import Keyring
from assistant.store.models import Contact, Point, Suppression
from assistant.store.sealed import keyring_of_session


def point_keys(session: Session, channel: str, value: str) -> tuple[bytes, ...]:
    """The keyed hashes under which a point may be known, its own first (a phone may have several spellings that reach the same person)."""
    return keys_under(keyring_of_session(session), channel, value)


def keys_under(keyring: Keyring, channel: str, value: str) -> tuple[bytes, ...]:
    """The same, for whoever holds the keys already."""
    spellings = same_number_keys(value) if channel == Channel.PHONE else (value.casefold(),)
    kind = "email" if channel == Channel.EMAIL else channel
    return tuple(keyring.lookup(f"point/{kind}", spelling) for spelling in spellings)


def suppressed_points(session: Session, points: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the (channel, value) pairs that stand on the suppression list."""
    keys = {key: point for point in points for key in point_keys(session, *point)}
    if not keys:
        return []
    found = session.scalars(select(Suppression.key).where(Suppression.key.in_(keys)))
    return list(dict.fromkeys(keys[bytes(key)] for key in found))


def contacts_at(session: Session, points: Iterable[tuple[str, str]]) -> list[Contact]:
    """The contacts that any of the (channel, value) pairs leads to, oldest first. Of every team: nobody is approached twice."""
    keys = [key for point in points for key in point_keys(session, *point)]
    if not keys:
        return []
    query = select(Contact).join(Point).where(Point.key.in_(keys)).distinct().order_by(Contact.id)
    return list(session.scalars(query))
