"""Does she ask other amounts, or is she there at other times, than an earlier version of her ad said? Said in other words is the same."""

from collections.abc import Sequence

from assistant.rules import prices, timetable
from assistant.rules.ad_version import Version
from assistant.rules.ad_words import Word, fold, split
from assistant.rules.cardinals import Number
from assistant.rules.dates import MONTH_UNNAMED
from assistant.rules.days_of_week import DAYS
from assistant.rules.facts import Facts
from assistant.rules.same_ad import replaced
from assistant.rules.times_differ import differ

_TOGETHER = 3  # words
_DAYS = frozenset(DAYS)


def other_price(
    before: Version, after: Version, old: Sequence[Number], new: Sequence[Number], *, translated: bool
) -> bool:
    """Is another amount asked? `old` and `new`: the numbers that the two texts name."""
    asked, asks = prices.read(before.words, before.found, old), prices.read(after.words, after.found, new)
    if translated:
        return bool(asked.firm and asks.firm) and asked.differs(asks)
    return asked.differs(asks) or _other_amount(before, after, old, new) or prices.swapped(asked, asks)


def other_times(
    before: Version, after: Version, old: Sequence[Number], new: Sequence[Number], *, translated: bool, moved: bool
) -> bool:
    """Is she there on other days or hours, in whatever way the texts may be read? `moved`: she is in another town."""
    towns = [name for name in (before.details.town, after.details.town) if name]
    whole = _times(before, old, ()), _times(after, new, ())
    readings = [whole]
    if moved:  # "back home, in Opole" is where, not when
        readings.append((_without_return(whole[0]), _without_return(whole[1])))
    if (
        moved and len({fold(name) for name in towns}) > 1
    ):  # "this week Mons, next week Namur": days that say where she is
        apart = _times(before, old, towns), _times(after, new, towns)
        if not all((all_of.firm - rest.firm) & _DAYS for all_of, rest in zip(whole, apart, strict=True)):
            readings.append(apart)  # unless both say on which days: "visiting Sligo Tuesday to Thursday"
    if translated:
        readings = [(_comparable(one, other), _comparable(other, one)) for one, other in readings]
    return all(differ(one, other) for one, other in readings)


def _other_amount(before: Version, after: Version, old: Sequence[Number], new: Sequence[Number]) -> bool:
    """Does another large number stand where one stood, without a word of what it is: "a vizit tizenkét ezer"?"""
    had, has = ({number.value for number in numbers} for numbers in (old, new))
    one, other = (
        {at: number.value for number in numbers for at in range(number.first, number.last + 1)}
        for numbers in (old, new)
    )
    places = replaced(before.words, after.words, _TOGETHER) if one and other else ()
    pairs = ((one[at], other[to]) for at, to in places if at in one and to in other)
    return any(min(a, b) >= prices.LEAST_ALONE and a not in has and b not in had for a, b in pairs)


def _times(ad: Version, numbers: Sequence[Number], towns: Sequence[str]) -> Facts:
    """When the text says she can be reached, leaving out the clauses that name one of `towns`."""
    limits = {
        ad.words[hit.first].clause for hit in ad.found.of("when", "just")
    }  # "moved to Gouda and open only at weekends"
    return timetable.read(ad.words, ad.found, numbers, town_clauses=_clauses_of(ad.words, towns) - limits)


def _without_return(times: Facts) -> Facts:
    return Facts(times.firm - {"back"}, times.possible)


def _comparable(times: Facts, other: Facts) -> Facts:
    """What can be compared between two languages: hours and dates, and the days where both name some."""
    days = times.firm & _DAYS if other.firm & _DAYS else frozenset()
    figures = (key for key in times.firm if key[-1].isdigit() and not key.startswith(MONTH_UNNAMED))
    return Facts(frozenset(figures) | days, times.possible)


def _clauses_of(text: Sequence[Word], towns: Sequence[str]) -> frozenset[int]:
    names = {word.folded for town in towns for word in split(town)}
    return frozenset(word.clause for word in text if word.folded in names)
