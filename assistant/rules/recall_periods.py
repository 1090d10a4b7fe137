"""Periods as they are remembered: "spring", "half a year ago", "around Christmas", "maart 2025", relative to today."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale

from assistant.rules.recall_names import SPOKEN, listed, said
from assistant.rules.sounds import words_of

SEASON_STARTS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
YEARS_BACK = 4
FADES = 0.85  # a season without its year: each year further back counts a little less
_UNIT_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included, and how likely it is that these are meant (the likeliest 1.0)."""

    first: date
    last: date
    weight: float = 1.0

    def nearness(self, day: date) -> float:
        """The weight inside, half of it up to two weeks outside, fading to nothing at two months."""
        off = max((self.first - day).days, (day - self.last).days, 0)
        return self.weight * (1.0 if off == 0 else max(0.0, 0.5 * (1 - max(0, off - 14) / 46)))

    def months(self) -> tuple[str, ...]:
        """The months it touches, with a month on either side: "2025-03"."""
        first, last = self.first - timedelta(days=31), self.last + timedelta(days=31)
        found, at = [], first.replace(day=1)
        while at <= last:
            found.append(f"{at:%Y-%m}")
            at = (at + timedelta(days=32)).replace(day=1)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Period:
    """What one phrase says about when; `size`: how many words it took; `name`: "spring", "month:3", "ago:182", "year"."""

    name: str
    spans: tuple[Span, ...]
    size: int


@cache
def _months() -> dict[str, int]:
    named = {}
    for spoken in SPOKEN:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in Locale(spoken).months[context][width].items():
                    named[words_of(name)[0]] = number
    return named | {"mrt": 3, "sept": 9, "okt": 10}


def read_period(words: Sequence[str], at: int, *, today: date) -> Period | None:
    """The period that words[at:] begin with, or None."""
    for read in (_ago, _dated, _relative):
        if found := read(words, at, today):
            return found
    return None


def _year(word: str, today: date) -> int | None:
    return int(word) if re.fullmatch("20[0-9]{2}", word) and 2005 <= int(word) <= today.year else None


def _number(word: str) -> float | None:
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return float(word)
    if word in said("half"):
        return 0.5
    if word in said("several"):
        return 3.0
    known = listed("numbers").get(word)
    return float(known) if known else None


def _ago(words: Sequence[str], at: int, today: date) -> Period | None:
    """ "half a year ago", "een paar maanden geleden", "anderhalf jaar terug"."""
    amount: float | None = None
    for index in range(at, min(len(words), at + 5)):
        word = words[index]
        if unit := listed("units").get(word):
            following = words[index + 1] if index + 1 < len(words) else ""
            if following not in said("ago") or (amount is None and index > at):
                return None
            days = (amount or (1.0 if unit == "year" else 3.0)) * _UNIT_DAYS[unit]
            if days > 365 * 20:
                return None
            slack = max(3.0 if unit == "day" else 7.0 if unit == "week" else 18.0, days * 0.2)
            first, last = today - timedelta(days=int(days + slack)), today - timedelta(days=int(max(0.0, days - slack)))
            return Period(f"ago:{days:.0f}", (Span(first, last),), index + 2 - at)
        number = _number(word)
        if number is None and amount is not None and word in ("of", "van"):
            continue
        if number is None:
            return None
        amount = number if amount is None or number != 1.0 else amount
    return None


def _dated(words: Sequence[str], at: int, today: date) -> Period | None:
    """ "maart 2025", "spring of 2025", "eind 2025", "2025", "kerst", and all of them without a year."""
    index, edge = at, ""
    while index < len(words) and words[index] in said("begin") | said("end"):
        edge = "begin" if words[index] in said("begin") else "end"
        index += 1
    if edge and index < len(words) and words[index] in ("of", "van"):
        index += 1
    if index >= len(words):
        return None
    back = _back(words[index])
    if back is not None:
        index += 1
    if index >= len(words):
        return None
    named = _named(words, index)
    if named is None:
        year = _year(words[index], today)
        if year is None or back is not None:
            return None
        return Period(
            f"{edge or 'in'}:year:{year}", (_edge(Span(date(year, 1, 1), date(year, 12, 31)), edge),), index + 1 - at
        )
    name, index = named
    year = None
    while index < len(words) and year is None:
        year = _year(words[index], today)
        if year is None and words[index] not in ("of", "van", "in"):
            break
        index += 1
    if year is None:
        while words[index - 1] in ("of", "van", "in"):
            index -= 1
    return Period(
        f"{edge}{':' if edge else ''}{name}" + (f":{year}" if year else ""),
        _spans(name, year, back, edge, today),
        index - at,
    )


def _back(word: str) -> int | None:
    return 1 if word in said("last") else 0 if word in said("this") else None


def _named(words: Sequence[str], at: int) -> tuple[str, int] | None:
    for size in (3, 2, 1):
        joined = "".join(words[at : at + size])
        if len(words[at : at + size]) < size:
            continue
        for table in ("seasons", "feasts"):
            if name := listed(table).get(joined):
                return name, at + size
        if size == 1 and joined in _months():
            return f"month:{_months()[joined]}", at + 1
    return None


def _span_in(name: str, year: int) -> Span:
    """The span of a season (named by the year in which it begins), feast or month in a year."""
    if name in SEASON_STARTS:
        first = date(year, SEASON_STARTS[name], 1)
        last_month = (first + timedelta(days=75)).replace(day=1)
        return Span(first, last_month.replace(day=calendar.monthrange(last_month.year, last_month.month)[1]))
    if name.startswith("month:"):
        month = int(name[6:])
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    middle = {
        "christmas": date(year, 12, 25),
        "new_year": date(year, 12, 31),
        "easter": easter(year),
        "saint_nicholas": date(year, 12, 5),
        "kings_day": date(year, 4, 27),
        "carnival": easter(year) - timedelta(days=49),
        "valentine": date(year, 2, 14),
    }[name]
    return Span(middle - timedelta(days=11), middle + timedelta(days=11))


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def _spans(name: str, year: int | None, back: int | None, edge: str, today: date) -> tuple[Span, ...]:
    if year is not None:
        years = [year, year - 1] if name == "winter" else [year]
        return tuple(_edge(_span_in(name, one), edge) for one in years)
    candidates = [_span_in(name, today.year - step) for step in range(-1, YEARS_BACK)]
    begun = [span for span in candidates if span.first <= today]
    if back == 1:
        begun = [span for span in begun if span.last < today] or begun
    weights = (
        1.0,
        FADES if back is None else 0.5,
        FADES**2 if back is None else 0.25,
        FADES**3 if back is None else 0.1,
    )
    return tuple(_edge(Span(span.first, span.last, weight), edge) for span, weight in zip(begun, weights, strict=False))


def _edge(span: Span, edge: str) -> Span:
    length = (span.last - span.first) / 3
    if edge == "begin":
        return Span(span.first, span.first + length, span.weight)
    if edge == "end":
        return Span(span.last - length, span.last, span.weight)
    return span


def _relative(words: Sequence[str], at: int, today: date) -> Period | None:
    """ "vorig jaar", "last month", "this year"."""
    back = _back(words[at])
    unit = listed("units").get(words[at + 1]) if back is not None and at + 1 < len(words) else None
    if unit is None or back is None:
        return None
    if unit == "year":
        year = today.year - back
        span = Span(date(year, 1, 1), date(year, 12, 31))
    elif unit == "month":
        last = today.replace(day=1) - timedelta(days=1) if back else today
        span = Span(last.replace(day=1), last)
    else:
        days = int(_UNIT_DAYS[unit])
        monday = today - timedelta(days=today.weekday() if unit == "week" else 0)
        first = monday - timedelta(days=days * back)
        span = Span(first, first + timedelta(days=days - 1))
    return Period(f"{'last' if back else 'this'}:{unit}", (span,), 2)
