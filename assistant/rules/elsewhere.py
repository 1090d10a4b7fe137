"""Clauses that tell of another place or of what goes on there: the baker's hours, a museum's portraits, what parking costs the town asks."""

from functools import lru_cache

from assistant.rules.ad_words import Found

_BESIDE_NEAR = 3


@lru_cache(maxsize=8)
def clauses(found: Found) -> frozenset[int]:
    """The clauses that name such a place, and not to say where she is ("opposite the museum") or when she is open.

    What is said there of days, hours, amounts and pictures is not hers.
    """
    opens = {found.text[hit.first].clause for hit in found.of("hour", "open")}
    told = set()
    for hit in found.of("elsewhere"):
        clause = found.text[hit.first].clause
        if clause not in opens and not found.leading(hit.first, "beside", "any", within=_BESIDE_NEAR):
            told.add(clause)
    return frozenset(told)
