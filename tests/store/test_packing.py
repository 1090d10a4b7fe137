"""The packed lists of the index: an old list is never an old answer."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select

from assistant.outreach import findable
from assistant.store import packing, search
from assistant.store.models import Contact, SearchFresh, SearchKey, SearchPacked
from assistant.store.sealed import keyring_of_session
from tests.cast import Her, House

TOWNS = ("Leeuwarden", "Groningen", "Zwolle", "Assen")


@pytest.fixture(autouse=True)
def _short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes thousands of people, with a handful."""
    monkeypatch.setattr(packing, "LONG", 3)
    monkeypatch.setattr(packing, "CHANGED", 4)
    monkeypatch.setattr(packing, "AT_ONCE", 8)
    monkeypatch.setattr(packing, "ASKED_AT_ONCE", 2)


def answers(house: House) -> tuple[dict[bytes, list[int]], dict[bytes, list[int]]]:
    """(what the lists answer, what the rows say) of every key."""
    with house.reading() as session:
        rows: dict[bytes, list[int]] = {}
        for key, number in session.execute(select(SearchKey.key, SearchKey.contact_id).order_by(SearchKey.contact_id)):
            rows.setdefault(bytes(key), []).append(number)
        lists = packing.lists(session, list(rows))
        return {key: ids.tolist() for key, ids in lists.items()}, rows


def packed(house: House) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(SearchPacked)) or 0


def changes(house: House, her: Her, **facts: str) -> None:
    with house.writing() as session:
        for name, value in facts.items():
            setattr(session.get_one(Contact, her.id), name, value)


def test_nothing_is_packed_for_a_few(house: House) -> None:
    house.anna.meets(town="Assen")
    assert findable.pack(house.assistant.store) == 0
    assert packed(house) == 0


def test_lists_answer_as_the_rows_do_whatever_happened_since(house: House) -> None:
    chance = random.Random(11)
    people: list[Her] = [house.anna.meets(town=chance.choice(TOWNS)) for _ in range(6)]

    def meets() -> None:
        people.append(house.anna.meets(town=chance.choice(TOWNS)))

    def moves() -> None:
        changes(house, chance.choice(people), town=chance.choice(TOWNS))

    def goes() -> None:
        if len(people) > 3:
            house.anna.erases(people.pop(chance.randrange(len(people))))

    def pack() -> None:
        findable.pack(house.assistant.store)

    steps: list[Callable[[], None]] = [meets, moves, goes, pack]
    at_least_once = 0
    for _ in range(40):
        chance.choices(steps, (3, 5, 2, 2))[0]()
        found, rows = answers(house)
        assert found == rows
        at_least_once += packed(house) > 0
    assert at_least_once > 10


def test_who_changes_while_it_is_packed_is_not_lost(house: House) -> None:
    people = [house.anna.meets(town="Assen") for _ in range(5)]
    with house.reading() as session:
        made = packing.plan(session)
        assert made is not None
        lists = list(packing.packed(session, made))
    changes(house, people[0], town="Zwolle")
    late = house.anna.meets(town="Assen")
    for some in lists:
        with house.writing() as session:
            packing.keep(session, some, up_to=made.up_to)
    assert answers(house)[0] == answers(house)[1]
    with house.writing() as session:
        packing.finish(session, made)
    found, rows = answers(house)
    assert found == rows
    with house.reading() as session:
        key = search.search_key(keyring_of_session(session), session.get_one(Contact, late.id).team_id, "town:assen")
        assert sorted(packing.lists(session, [key])[key].tolist()) == sorted([*(one.id for one in people[1:]), late.id])


def test_a_list_that_is_not_long_any_more_goes(house: House) -> None:
    people = [house.anna.meets(town="Assen") for _ in range(4)]
    findable.pack(house.assistant.store)
    with house.reading() as session:
        team_id = session.get_one(Contact, people[0].id).team_id
        here = search.search_key(keyring_of_session(session), team_id, "town:assen")
        assert session.get(SearchPacked, here) is not None
    for one in people:
        changes(house, one, town="Zwolle", alias=f"Naam {one.id}")
    assert findable.pack(house.assistant.store)
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchFresh)) == 0
    with house.reading() as session:
        assert session.get(SearchPacked, here) is None
    assert answers(house)[0] == answers(house)[1]


def test_lists_wait_for_those_who_wait_for_their_keys(house: House) -> None:
    people = [house.anna.meets(town="Assen") for _ in range(5)]
    with house.writing() as session:
        session.execute(delete(SearchKey).where(SearchKey.contact_id == people[0].id))
        search.later(session, [people[0].id])
    assert findable.pack(house.assistant.store) == 0
    assert findable.settle(house.assistant.store) == 1
    assert findable.pack(house.assistant.store) > 0
