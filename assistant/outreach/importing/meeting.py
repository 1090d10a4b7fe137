"""Whom a chunk of a list meets: who asked us to stop, whom we know already, and how much of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.outreach.importing.records import Person
from assistant.rules.stages import Stage
from assistant.store.bulk import ASKED_AT_ONCE, rows_with_key
from assistant.store.keys import Keyring
from assistant.store.models import Contact, Point, Suppression
from assistant.store.points import keys_under
from assistant.store.sealed import keyring_of_session

FILLED = ("alias", "town", "language", "reference", "country", "gender")
Keys = list[tuple[bytes, ...]]  # of each of somebody's contact points, in every spelling
Extra = tuple[tuple[str, str], tuple[bytes, ...]]  # a contact point that nobody has yet, and its keys


@dataclass(slots=True)
class Glimpse:
    """As much of somebody known as most lines need; nothing sealed is opened for it. `lacks`: fields of FILLED without a value."""

    team_id: int
    stage: Stage
    lacks: set[str]


@dataclass(slots=True)
class Met:
    """`refused`: keys on the suppression list; `known`: key → contact; `people`: contact → a glimpse of her."""

    refused: set[bytes]
    known: dict[bytes, int]
    people: dict[int, Glimpse] = field(default_factory=dict)

    def glimpse(self, session: Session, number: int) -> Glimpse | None:
        """Somebody known by other ways than her keys."""
        if number not in self.people:
            self.people |= _glimpses(session, [number])
        return self.people.get(number)


def keyed(session: Session, people: Sequence[Person]) -> list[tuple[Person, Keys]]:
    """Each person without a second spelling of one contact point, with the keys of those that remain."""
    keyring = keyring_of_session(session)
    return [
        (person, [keys_under(keyring, *person.points[0])]) if len(person.points) == 1 else _once(person, keyring)
        for person in people
    ]


def _once(person: Person, keyring: Keyring) -> tuple[Person, Keys]:
    different = {keys_under(keyring, *point): point for point in reversed(person.points)}
    once = dict(reversed([*{keys[0]: (keys, point) for keys, point in different.items()}.values()]))
    return person._replace(points=tuple(once.values())), list(once)


def meet(session: Session, people: Iterable[tuple[Person, Keys]]) -> Met:
    """Ask for a whole chunk at once."""
    asked = list({key for _, theirs in people for spellings in theirs for key in spellings})
    refused = {bytes(row[0]) for row in rows_with_key(session, Suppression.key, asked)}
    leading = sorted(
        (
            (bytes(row[0]), int(row[1]))
            for row in rows_with_key(session, Point.key, asked, Point.contact_id, empty=Point.gone_at)
        ),
        key=lambda pair: -pair[1],
    )
    known = dict(leading)  # of several people on one number the oldest
    return Met(refused, known, _glimpses(session, sorted(set(known.values()))))


def _glimpses(session: Session, numbers: Sequence[int]) -> dict[int, Glimpse]:
    missing = [getattr(Contact, name).is_(None) for name in FILLED]
    found: dict[int, Glimpse] = {}
    for at in range(0, len(numbers), ASKED_AT_ONCE):
        asked = select(Contact.id, Contact.team_id, Contact.stage, *missing)
        for number, team_id, stage, *lacks in session.execute(
            asked.where(Contact.id.in_(numbers[at : at + ASKED_AT_ONCE]))
        ):
            lacking = {name for name, lack in zip(FILLED, lacks, strict=True) if lack}
            found[number] = Glimpse(team_id, stage, lacking)
    return found


def nobodys(spellings: tuple[bytes, ...], *taken: dict[bytes, int]) -> bool:
    """Does none of these keys lead to anybody?"""
    return all(theirs.keys().isdisjoint(spellings) for theirs in taken)
