"""How certain a share is: intervals for proportions and for the difference of two, and when a share is above another.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), for one proportion;
R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods", Statistics in
Medicine 17 (1998), method 10, for a difference. Both stay sensible with few observations and with shares of 0 and 1.
"""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # two-sided 95 %
TOO_FEW = 10  # below this a share says nothing; the page says so instead of a percentage


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `total`. Raises ValueError for what cannot be counted so."""

    hits: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.total:
            raise ValueError(f"{self.hits} of {self.total}")

    @property
    def is_too_small(self) -> bool:
        return self.total < TOO_FEW

    @property
    def value(self) -> float:
        """The share as a fraction, 0 when nothing was counted."""
        return self.hits / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` up to and including `high`."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def wilson(share: Share, *, z: float = Z95) -> Interval:
    """The 95 % score interval of a proportion, within 0 and 1; of nothing at all it is everything."""
    if not share.total:
        return Interval(0.0, 1.0)
    n, p = share.total, share.value
    middle = p + z * z / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    whole = 1 + z * z / n
    # The ends are exactly 0 and 1 there; rounding would leave a dust of either sign.
    low = 0.0 if share.hits == 0 else max(0.0, (middle - spread) / whole)
    high = 1.0 if share.hits == n else min(1.0, (middle + spread) / whole)
    return Interval(low, high)


def difference(first: Share, second: Share, *, z: float = Z95) -> Interval:
    """Newcombe's 95 % interval of `first` minus `second`, within -1 and 1."""
    one, other = wilson(first, z=z), wilson(second, z=z)
    p, q = (first.value, second.value) if first.total and second.total else (0.5, 0.5)
    low = p - q - sqrt((p - one.low) ** 2 + (other.high - q) ** 2)
    high = p - q + sqrt((one.high - p) ** 2 + (q - other.low) ** 2)
    return Interval(max(-1.0, low), min(1.0, high))


def is_above(first: Share, second: Share) -> bool:
    """Whether `first` is higher than `second` with 95 % certainty. With too few of either nothing is said: then it is not."""
    if first.is_too_small or second.is_too_small:
        return False
    return difference(first, second).low > 0
