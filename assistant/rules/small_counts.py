"""Counts that may leave the house: small ones hidden, and others with them, so that a total does not give them away.

A count of 1 to 4 people is hidden (primary suppression). When the total of the column would still tell what it is, the next smallest
counts are hidden too (secondary suppression), all behind the same mark, so that nobody sees which was small. Method after L. Willenborg
and T. de Waal, "Elements of Statistical Disclosure Control" (2001), chapters 1 and 4, for one column with one total.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as it may be shown: None where hidden."""

    cells: tuple[int | None, ...]
    total: int | None


def is_small(count: int) -> bool:
    """Whether a count of people is too small to be told. Nobody (0) is nobody."""
    return 0 < count < SMALLEST


def shield(counts: Sequence[int]) -> Shown:
    """Hide in a column of counts that add up to its total whatever is small, and what would give that away."""
    total = sum(counts)
    if is_small(total):
        return Shown((None,) * len(counts), None)
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    for next_smallest in sorted({count for count in counts if count >= SMALLEST}):
        if not hidden or _is_safe([counts[one] for one in hidden]):
            break
        hidden |= {
            place for place, count in enumerate(counts) if count == next_smallest
        }  # all: which of equals is hidden, tells
    if hidden and not _is_safe([counts[one] for one in hidden]):
        # Nothing is left to hide it behind but the empty rows, so nobody is told which rows those are.
        return Shown((None,) * len(counts), total)
    return Shown(tuple(None if place in hidden else count for place, count in enumerate(counts)), total)


def _is_safe(hidden: Sequence[int]) -> bool:
    """Whether the sum of the hidden counts leaves each of them open: at least two, neither all 1 nor all 4, with room between."""
    above, below = sum(hidden) - len(hidden), (SMALLEST - 1) * len(hidden) - sum(hidden)
    return len(hidden) >= 2 and above >= 3 and (below >= 3 or max(hidden) >= SMALLEST)
