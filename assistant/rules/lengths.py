"""For how long an amount is asked: "70 for 30 mins" that becomes "70 for 20 mins" is another price, though no amount changed."""

from collections.abc import Sequence

from assistant.rules import prices
from assistant.rules.ad_version import Version
from assistant.rules.ad_words import Found
from assistant.rules.cardinals import Number
from assistant.rules.same_ad import stretches

_AN_HOUR, _HALF = 60, 30
_MOST_HOURS = 5  # what is more is a time of the day
_SHORT = 3  # letters of a word that may join: "e" of "uma hora e meia"


def other_length(before: Version, after: Version, old: Sequence[Number], new: Sequence[Number]) -> bool:
    """Does another length stand where one stood, in a clause that names an amount? `old` and `new`: the numbers that the texts name."""
    for gone, come in stretches(before.words, after.words):
        one, other = _said(before, old, gone.start, gone.stop), _said(after, new, come.start, come.stop)
        if one and other and one[0] == other[0] and one[1] != other[1]:
            return True
    return False


def _said(ad: Version, numbers: Sequence[Number], first: int, end: int) -> tuple[list[str], list[int]] | None:
    """The other words of the clause round the words `first` to `end`, and the minutes of each length in it.

    None where those words are no length, or nothing is asked there.
    """
    at = min(first, len(ad.words) - 1)
    if not ad.words or (first == end and (at == 0 or end == len(ad.words))):
        return None
    span = _clause_of(ad, at if first < end else at - 1)
    if end > span[-1] + 1 or first < span[0]:
        return None
    found = ad.found
    lengths = [hit for hit in found.between(span[0], span[-1] + 1, "duration") if hit.key != "night"]
    within = {index for hit in lengths for index in range(hit.first, hit.last + 1)}
    halves = found.between(span[0], span[-1] + 1, "hour", "half_behind")
    within |= {index for hit in halves for index in range(hit.first, hit.last + 1)}
    counted = {index for number in numbers for index in range(number.first, number.last + 1)}
    idle = {index for index in range(first, end) if len(ad.words[index].folded) <= _SHORT}
    if not set(range(first, end)) <= within | counted | idle:
        return None
    if within.isdisjoint(range(first - 1, end + 1)):
        return None
    read = prices.read(ad.words, found, numbers)
    asked = read.firm | read.possible
    amounts = [n for n in numbers if str(n.value) in asked and span[0] <= n.first <= span[-1] and n.first not in within]
    beside = [n for n in amounts if not first <= n.first < end]
    minutes = _minutes(found, numbers, span[0], span[-1]) if beside else None
    others = [ad.words[index].folded for index in span if not first <= index < end]
    return (others, minutes) if minutes else None


def _clause_of(ad: Version, index: int) -> range:
    """The words of the clause that word `index` is in."""
    first = ad.found.clause_start(index, within=len(ad.words))
    last = index
    while not ad.found.ends_clause(last):
        last += 1
    return range(first, last + 1)


def _minutes(found: Found, numbers: Sequence[Number], low: int, high: int) -> list[int] | None:
    """Every length between two words in minutes; None when one cannot be told, or there is none."""
    said: list[int] = []
    taken = -1
    for hit in found.between(low, high + 1, "duration"):
        if hit.first <= taken:
            continue  # the "hour" of "half hour"
        taken = max(other.last for other in found.starting(hit.first, "duration"))
        keys = {other.key for other in found.starting(hit.first, "duration") if other.last == taken}
        before = next((number for number in numbers if number.last == hit.first - 1), None)
        behind = next((number for number in numbers if number.first == taken + 1), None)
        if "half" in keys:
            said.append(_HALF)
        elif "minute" in keys:
            if before is None:
                return None
            said.append(before.value)
        elif "hour" in keys:
            if before and before.value > _MOST_HOURS and before.first >= low:
                return None
            hours = before.value if before else 1
            glued = behind is not None and not found.text[behind.first].gap and behind.value < _AN_HOUR
            half = bool(found.starting(taken + 1, "hour", "half_behind"))
            said.append(hours * _AN_HOUR + (behind.value if glued and behind else 0) + _HALF * half)
    return sorted(said) or None
