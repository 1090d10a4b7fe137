"""Who may be meant, by the keyed index alone: everybody is weighed, and nobody is unsealed for it."""

import math
from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from assistant.rules.recall import Fact
from assistant.store import packing, search
from assistant.store.sealed import keyring_of_session

RARE_WEIGHS = 0.15


def likeliest(
    session: Session, facts: Sequence[Fact], *, team_id: int, people: int, most: int
) -> tuple[list[int], dict[str, float]]:
    """At most `most` contacts that fit best, the best first, of equals the newest; and how much each fact weighs, by how few share it.

    A fact counts once a person, by its best token. The numbers of contacts run up from 1 without large holes, so each stands in its own
    place of an array: a million people take some milliseconds, however many share a fact.
    """
    keyring = keyring_of_session(session)
    keys = {
        fact.key: {search.search_key(keyring, team_id, token): weight for token, weight in fact.tokens.items()}
        for fact in facts
    }
    lists = packing.lists(session, list({key for of in keys.values() for key in of}))
    last = max((int(ids[-1]) for ids in lists.values() if len(ids)), default=0)
    scores = np.zeros(last + 1, dtype=np.float32)
    rarity: dict[str, float] = {}
    for name, weights in keys.items():
        seen = np.zeros(last + 1, dtype=np.bool_)
        fitting: list[tuple[packing.Numbers, float]] = []
        for key, weight in sorted(weights.items(), key=lambda pair: -pair[1]):  # who has a heavier one counts by that
            if key in lists:
                ids = lists[key]
                fitting.append((ids[~seen[ids]], weight))
                seen[ids] = True
        rarity[name] = 1.0 + RARE_WEIGHS * math.log((people + 1) / (1 + sum(len(ids) for ids, _ in fitting)))
        for ids, weight in fitting:
            scores[ids] += np.float32(weight) * np.float32(rarity[name])
    return highest(scores, most), rarity


def highest(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]", most: int) -> list[int]:
    """The places of the highest scores above 0, the highest first, of equals the last; to look at few is much quicker than to sort all."""
    best = scores.max()
    for share in (0.75, 0.5, 0.25, 0.0):
        ids = np.flatnonzero(scores > share * best)
        if len(ids) >= most:
            break
    if len(ids) > most:
        theirs = scores[ids]
        least = np.partition(theirs, len(ids) - most)[len(ids) - most]
        above = ids[theirs > least]
        ids = np.concatenate((above, ids[theirs == least][len(above) - most :]))
    order = np.lexsort((-ids, -scores[ids]))
    return [int(one) for one in ids[order]]
