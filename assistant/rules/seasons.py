"""Seasons and holidays: which one `today` falls in, by country (where she is) and by language (what she grew up with).

Moving feasts (both Easters, King's Day, Eid, Lunar New Year) come from the library holidays; a handful of days that people wish each other something on, but that no list of days off holds, have their dates here. Left out on purpose: Valentine's Day
(courts), Mother's Day (she may not see her children), Women's Day (we do not know), national days
(a side is taken).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from assistant.lexicon import base_language

_SOUTHERN = frozenset({"AR", "AU", "BO", "BR", "CL", "LS", "MG", "MZ", "NA", "NZ", "PE", "PY", "SZ", "UY", "ZA", "ZW"})
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_ACROSS = {"spring": "autumn", "summer": "winter", "autumn": "spring", "winter": "summer"}
_ORTHODOX = frozenset({"ro", "bg", "ru", "uk"})
_SAINT_NICHOLAS = frozenset({"nl", "de", "hu", "pl", "ro", "bg"})
_LUNAR = {
    "tr": ("eid", "TR", "Eid al-Fitr"),
    "ar": ("eid", "TR", "Eid al-Fitr"),
    "zh": ("lunar_new_year", "CN", "Chinese New Year (Spring"),
}
_CARNIVAL = frozenset({"NL", "BE", "DE", "ES", "PT", "BR"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days with a name; both ends belong to it."""

    key: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def season_on(today: date, *, country: str | None) -> Span:
    """The meteorological season, turned round in the south; in a country that we do not know, as in Europe."""
    month = max((month for month in _SEASONS if month <= today.month), default=12)
    first = date(today.year if today.month >= 3 else today.year - 1, month, 1)
    last = date(first.year + (month == 12), 3 if month == 12 else month + 3, 1) - timedelta(days=1)
    north = _SEASONS[month]
    return Span(_ACROSS[north] if (country or "").upper() in _SOUTHERN else north, first, last)


def holidays_on(today: date, *, country: str | None, language: str | None) -> tuple[Span, ...]:
    """The holidays whose days around it `today` falls in, the shortest first: what is rare is worth more words."""
    where, speaks = (country or "").upper(), base_language(language) or ""
    spans = {span for find in _CALENDAR for span in find(today.year, where, speaks) if span.holds(today)}
    return tuple(sorted(spans, key=lambda span: (span.last - span.first, span.key)))


def _year_round(year: int, country: str, language: str) -> Iterator[Span]:
    yield Span("new_year", date(year, 1, 1), date(year, 1, 8))
    yield Span("christmas", date(year, 12, 12), date(year, 12, 26))
    yield Span("year_end", date(year, 12, 27), date(year, 12, 31))


def _easter(year: int, country: str, language: str) -> Iterator[Span]:
    western = min(_days_named("NL", year, "Easter Sunday"))
    own = min(_days_named("RO", year, "Easter")) if language in _ORTHODOX else western
    yield Span("easter", own - timedelta(days=3), own + timedelta(days=1))
    if country in _CARNIVAL:
        yield Span("carnival", western - timedelta(days=52), western - timedelta(days=47))


def _by_language(year: int, country: str, language: str) -> Iterator[Span]:
    if language in {"ro", "bg"}:
        yield Span("martisor", date(year, 2, 28), date(year, 3, 3))
    if language in _SAINT_NICHOLAS:
        yield Span(
            "saint_nicholas", date(year, 12, 1 if language == "nl" else 5), date(year, 12, 5 if language == "nl" else 6)
        )
    if language == "es":
        yield Span("three_kings", date(year, 1, 4), date(year, 1, 6))
    if language == "ru":
        yield Span("orthodox_christmas", date(year, 1, 6), date(year, 1, 8))
    if language == "pt":
        yield Span("sao_joao", date(year, 6, 22), date(year, 6, 25))
    if language == "th":
        yield Span("songkran", date(year, 4, 12), date(year, 4, 15))


def _kings_day(year: int, country: str, language: str) -> Iterator[Span]:
    for day in _days_named("NL", year, "King's Day") if country == "NL" else ():
        yield Span("kings_day", day - timedelta(days=3), day)


def _lunar(year: int, country: str, language: str) -> Iterator[Span]:
    if language not in _LUNAR:
        return
    key, home, name = _LUNAR[language]
    if days := _days_named(home, year, name):
        yield Span(key, min(days) - timedelta(days=1), max(days))


@cache
def _days_named(country: str, year: int, name: str) -> tuple[date, ...]:
    days = holidays.country_holidays(country, years=year, language="en_US")
    return tuple(sorted(day for day, names in days.items() if names.startswith(name)))


_CALENDAR: tuple[Callable[[int, str, str], Iterator[Span]], ...] = (
    _year_round,
    _easter,
    _by_language,
    _kings_day,
    _lunar,
)
