"""How often the finder has the right person in its first five, on 2,000 invented threads; and how its time grows with the number of people."""

import itertools
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import config_for_folder
from assistant.outreach import accounts, findable, finder
from assistant.store.accounts import Account, RoleName
from assistant.store.models import Contact
from tests.outreach.invented_threads import HELD, TODAY, TUNED, WORKERS, Words, invent, question, store_many

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def a_house(folder: str, count: int, *, seed: int) -> tuple[Assistant, dict[str, int]]:
    """A store with `count` invented threads."""
    house = open_assistant(config_for_folder(Path(folder)), clock=lambda: NOW)
    people = invent(count, seed=seed)
    with house.store.writing() as session:
        workers = {}
        for name in WORKERS:
            made = accounts.make_account(
                session, username=name, shown_name=name.title(), role=RoleName.WORKER, team="De Brug", now=NOW
            )
            workers[name] = made.account.id
        team_id = made.account.team_id
    while some := list(itertools.islice(people, 2000)):
        with house.store.writing() as session:
            store_many(session, some, team_id=team_id, workers=workers)
    findable.settle(house.store)
    findable.pack(house.store)
    return house, workers


def in_first_five(
    house: Assistant,
    workers: dict[str, int],
    count: int,
    *,
    seed: int,
    words: Words,
    asked: int,
    misses: list[str] | None = None,
) -> float:
    """The share of questions whose person stands in the first five."""
    chance = random.Random(seed + (1 if words is HELD else 0))
    people = list(invent(count, seed=seed))
    right = 0
    with house.store.reading() as session:
        by = session.get_one(Account, workers["anna"])
        for one in chance.sample(people, asked):
            query = question(one, words, chance, people)
            answer = finder.find(session, query, today=TODAY, by=by, reason="bench", now=NOW)
            refs = [session.get_one(Contact, found.contact_id).reference for found in answer.found[:5]]
            hit = f"T{one.number:05d}" in refs
            right += hit
            if misses is not None and not hit:
                misses.append(
                    f"{query} | {one.alias} {one.town} {one.country} {one.gender} {one.worker} {one.channel} {one.days[:2]}"
                )
    return right / asked


def milliseconds(house: Assistant, workers: dict[str, int], count: int, *, seed: int) -> list[float]:
    chance = random.Random(seed)
    people = list(invent(min(count, 3000), seed=seed))
    spent = []
    with house.store.reading() as session:
        by = session.get_one(Account, workers["anna"])
        for one in chance.sample(people, 60):
            query = question(one, TUNED, chance, people)
            start = time.perf_counter()
            finder.find(session, query, today=TODAY, by=by, reason="bench", now=NOW)
            spent.append(1000 * (time.perf_counter() - start))
    return sorted(spent)


def run(small: int = 10_000, large: int = 100_000) -> dict[str, Any]:
    """`held` and `tuned`: shares in the first five of 2,000; `grows`: p95 at `large` people over p95 at `small`.

    `python -m tests.bench.find 10000 1000000` asks a million: half an hour to make, and 12 GB of disk.
    """
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        house, workers = a_house(folder, 2000, seed=7)
        for name, words in (("tuned", TUNED), ("held", HELD)):
            figures[name] = in_first_five(house, workers, 2000, seed=7, words=words, asked=600)
        house.close()
    p95 = {}
    for count in (small, large):
        with tempfile.TemporaryDirectory() as folder:
            house, workers = a_house(folder, count, seed=count)
            spent = milliseconds(house, workers, count, seed=count)
            p95[count] = spent[int(len(spent) * 0.95)]
            figures[f"median_ms_{count}"] = statistics.median(spent)
            figures[f"p95_ms_{count}"] = p95[count]
            house.close()
    return figures | {"grows": p95[large] / p95[small]}


if __name__ == "__main__":
    print(run(*map(int, sys.argv[1:])))
