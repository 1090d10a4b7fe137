"""Perhaps the same person as …: people whom an ad, or another person, resembles by name, town and wording. Offered, never done.

Candidates come from the keyed index (store/search.py), so that only a few dozen are unsealed; the wording of an ad counts while its
text is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from assistant.rules.ads import AdDetails
from assistant.rules.likeness import Likeness, Shown, likeness
from assistant.rules.recall_tokens import town_key
from assistant.rules.sounds import one_letter_less, sound, words_of
from assistant.rules.stages import Stage
from assistant.store import search
from assistant.store.joinings import empty_places, not_her
from assistant.store.models import Contact
from assistant.store.sealed import keyring_of_session

MOST = 3  # offered at a time
LOOKED_AT = 60  # people unsealed
BY_NAME = 40
# So many of one name in one town are a common name in a large town: then only the wording tells.
COMMON = 3
COMMON_IN_PERSON = 6  # who stands before us can tell


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of whom it may be asked whether she is the same, and why."""

    contact: Contact
    likeness: Likeness


def for_ad(session: Session, text: str, details: AdDetails, *, team_id: int) -> list[Alike]:
    """Whom a pasted ad may be of, the likeliest first. Never somebody who asked us to stop: her name says nothing about a new number."""
    shown = Shown(details.alias, (details.town,) if details.town else (), text)
    found = _alike(session, shown, team_id=team_id)
    return [one for one in found if one.contact.stage is not Stage.STOPPED][:MOST]


def for_name(session: Session, alias: str, town: str, *, team_id: int) -> list[Alike]:
    """Whom somebody met in person may be, by the name she gave and the town: also when it is a common one, she can be asked."""
    shown = Shown(alias, (town,) if town else ())
    return _alike(session, shown, team_id=team_id, common=COMMON_IN_PERSON)[:COMMON_IN_PERSON]


def for_person(session: Session, contact: Contact) -> list[Alike]:
    """Who of the team may be the same person as `contact`, the likeliest first; nobody of whom it was denied."""
    return _alike(session, shown_of(contact), team_id=contact.team_id, but=contact)[:MOST]


def shown_of(contact: Contact) -> Shown:
    """What the ads of somebody stored show: all her towns, and the newest text that is still kept."""
    towns = [contact.town, *(ad.noticed.get("town") for ad in reversed(contact.ads))]
    text = next((ad.text for ad in reversed(contact.ads) if ad.text), "")
    return Shown(contact.alias, tuple(dict.fromkeys(town for town in towns if isinstance(town, str) and town)), text)


def _alike(
    session: Session, shown: Shown, *, team_id: int, but: Contact | None = None, common: int = COMMON
) -> list[Alike]:
    ids = [number for number in _candidates(session, shown, team_id) if but is None or number != but.id]
    if ids and but is not None:
        denied = not_her(session, but.id)
        ids = [number for number in ids if number not in denied]
    if not ids:
        return []
    ids = ids[:LOOKED_AT]
    query = select(Contact).where(Contact.id.in_(ids), Contact.team_id == team_id, Contact.id.not_in(empty_places()))
    people = session.scalars(query.options(selectinload(Contact.ads))).all()
    found = [Alike(one, like) for one in people if (like := likeness(shown, shown_of(one))) is not None]
    by_name = [one for one in found if not one.likeness.by_wording]
    if len(by_name) > common:
        found = [one for one in found if one.likeness.by_wording]
    return sorted(found, key=lambda one: (-one.likeness.score, one.contact.id))


def _candidates(session: Session, shown: Shown, team_id: int) -> list[int]:
    """Of this name in this town first, then of this name, then newest of this town."""
    keyring = keyring_of_session(session)

    def keys(tokens: Iterable[str]) -> list[bytes]:
        return [search.search_key(keyring, team_id, token) for token in tokens]

    names, towns = (
        keys(_name_tokens(shown.alias)),
        keys(f"town:{town_key(town)}" for town in shown.towns if town_key(town)),
    )
    asked = [([names, towns], BY_NAME), ([names], BY_NAME), ([towns], 10 * LOOKED_AT)]
    both, of_name, of_town = search.each_having_all(session, asked)
    return list(dict.fromkeys([*both, *of_name, *sorted(of_town, reverse=True)]))


def _name_tokens(alias: str | None) -> list[str]:
    words = words_of(alias or "")[:4]
    tokens: list[str] = []
    for word in {*words, "".join(words)} - {""}:
        tokens.append(f"alias:{word}")
        tokens += [f"sound:{heard}" for heard in [sound(word)] if heard]
        tokens += [f"slip:{less}" for less in sorted(one_letter_less(word))]
    return tokens
