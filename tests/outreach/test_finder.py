"""Finding somebody again at the door."""

import random
from datetime import date

import pytest

from assistant.errors import NotPossible
from assistant.outreach import finder
from assistant.store.accounts import Account
from assistant.store.audit import Event
from assistant.store.models import Contact
from tests.cast import Her, House, Worker
from tests.outreach.invented_threads import TODAY, TUNED, WORKERS, invent, question, store


def seeks(
    worker: Worker,
    query: str,
    *,
    today: date | None = None,
    reason: str = "at the door",
    off: frozenset[str] = frozenset(),
) -> finder.Answer:
    house = worker.house
    with house.writing() as session:
        by = session.get_one(Account, worker.id)
        return finder.find(
            session, query, today=today or house.clock().date(), by=by, reason=reason, now=house.clock(), off=off
        )


def is_known(house: House, her: Her, **facts: str) -> None:
    with house.writing() as session:
        contact = session.get_one(Contact, her.id)
        for name, value in facts.items():
            setattr(contact, name, value)


@pytest.fixture
def daniela(house: House) -> Her:
    """Met in spring; it is autumn now."""
    her = house.anna.meets("+31612345987", alias="Daniela", town="Drachten")
    is_known(house, her, gender="trans vrouw", country="CO", language="es")
    house.anna.sends(her)
    her.answers("tengo un perrito")
    house.anna.notes(her, "Vroeg naar een huisarts")
    house.clock.forward(days=240)
    return her


@pytest.mark.parametrize(
    "query",
    ["Colombia, trans, Leeuwarden, spring", "trans spaans voorjaar leeuwarden", "danjela huisarts", "dani 5987", "half a year ago south america with Anna", "perrito"],
)  # fmt: skip
def test_she_is_found_by_what_is_left(house: House, daniela: Her, query: str) -> None:
    for number in range(8):
        house.bram.meets(alias=f"Mirela {number}", town="Utrecht")
    answer = seeks(house.anna, query)
    assert answer.found[0].contact_id == daniela.id
    assert answer.found[0].matches == len(answer.facts)


def test_every_fact_says_why_or_why_not(house: House, daniela: Her) -> None:
    (found,) = seeks(house.anna, "trans leeuwarden huisarts tulp").found
    told = {why.fact.value: (why.fits, why.how, why.detail) for why in found.why}
    assert told["trans"] == (True, "gender", "trans vrouw")
    assert told["leeuwarden"] == (True, "near", "Drachten")
    assert told["huisarts"][:2] == (True, "note")
    assert told["tulp"][0] is False


def test_a_reason_is_required_and_logged(house: House, daniela: Her) -> None:
    with pytest.raises(NotPossible):
        seeks(house.anna, "daniela", reason="  ")
    assert Event.SEARCHED not in [entry.event for entry in house.log()]
    seeks(house.anna, "daniela", reason="she is at the door")
    entry = house.log()[-1]
    assert (entry.event, entry.account_id) == (Event.SEARCHED, house.anna.id)
    assert entry.reason is not None
    assert "she is at the door" in entry.reason


def test_another_team_finds_nobody_of_ours(house: House, daniela: Her) -> None:
    assert seeks(house.noor, "daniela trans drachten").found == ()


def test_a_fact_switched_off_does_not_count(house: House, daniela: Her) -> None:
    both = seeks(house.anna, "daniela utrecht")
    without = seeks(house.anna, "daniela utrecht", off=frozenset({"town:utrecht"}))
    assert len(both.found[0].why) == 2
    assert len(without.found[0].why) == 1
    assert len(without.facts) == 2


def test_more_facts_come_before_fewer(house: House, daniela: Her) -> None:
    other = house.anna.meets(alias="Daniela", town="Utrecht")
    found = seeks(house.anna, "daniela leeuwarden trans").found
    assert [one.contact_id for one in found] == [daniela.id, other.id]


def test_somebody_erased_is_not_found(house: House, daniela: Her) -> None:
    house.anna.erases(daniela)
    assert seeks(house.anna, "daniela").found == ()


def test_three_vague_facts_bring_her_into_the_first_five(small_house: House) -> None:
    people = list(invent(150, seed=3))
    with small_house.writing() as session:
        account = session.get_one(Account, small_house.anna.id)
        workers = {
            name: (small_house.people[name].id if name in ("anna", "bram", "sofie") else account.id) for name in WORKERS
        }
        store(session, people, team_id=account.team_id, workers=workers)
    chance, right = random.Random(5), 0
    for one in people[:60]:
        answer = seeks(small_house.anna, question(one, TUNED, chance, people), today=TODAY)
        with small_house.reading() as session:
            refs = [session.get_one(Contact, found.contact_id).reference for found in answer.found[:5]]
        right += f"T{one.number:05d}" in refs
    assert right >= 54
