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
    highest = max((int(ids[-1]) for ids in lists.values() if len(ids)), default=0)
    scores = np.zeros(highest + 1, dtype=np.float32)
    rarity: dict[str, float] = {}
    for name, weights in keys.items():
        best = np.zeros(highest + 1, dtype=np.float32)
        for key, weight in sorted(weights.items(), key=lambda pair: pair[1]):
            if key in lists:
                best[lists[key]] = weight  # the heaviest comes last
        rarity[name] = 1.0 + RARE_WEIGHS * math.log((people + 1) / (1 + int(np.count_nonzero(best))))
        scores += best * np.float32(rarity[name])
    return _highest(scores, most), rarity


def _highest(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]", most: int) -> list[int]:
    ids = np.flatnonzero(scores)
    if len(ids) > most:
        least = np.partition(scores[ids], len(ids) - most)[len(ids) - most]
        ids = ids[scores[ids] >= least]
    order = np.lexsort((-ids, -scores[ids]))
    return [int(one) for one in ids[order][:most]]
