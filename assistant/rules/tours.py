"""Towns with dates: "5-12 nov Zwolle, 24 nov - 3 dec Assen". Which of them holds depends on the day on which the ad is read."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from re import Match
from unicodedata import category

from assistant import lexicon
from assistant.rules.digits import bare
from assistant.rules.town_times import CLAUSE_ENDS

Token = Match[str]

SOON = timedelta(days=60)  # an end or a beginning that is further off says nothing of today
_ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "re", "°", "º", "."))
_OF = frozenset(("de", "of", "di", "van"))
_DASHES = frozenset("-–—")
_LONGEST_LINK = 3  # words: "tot en met"
_PARTED, _CROWDED = 30, 60  # characters that a sign between, or another town or stay, counts for
_FARTHEST = 45  # characters, so counted
_MOST = 60  # stays of one ad
_THIS_CENTURY = 2000
_MONTH_FIRST = frozenset(("US",))


@dataclass(frozen=True, slots=True)
class Stay:
    """Days that an ad names: from `first` up to and with `last` (None: open), and the characters that say so."""

    first: date | None
    last: date | None
    start: int
    end: int

    def holds(self, today: date) -> bool:
        """Is `today` one of these days? Of an open stay only when its one day is near."""
        named = [day for day in (self.first, self.last) if day]
        if len(named) == 1 and abs(named[0] - today) > SOON:
            return False
        return (self.first is None or self.first <= today) and (self.last is None or today <= self.last)


def stays(tokens: Sequence[Token], language: str | None, region: str, today: date) -> list[Stay]:
    """Every stretch of days that a tokenized ad names; a date alone, such as that of the ad, is none. Dates lie in the year nearest to `today`."""
    reader = _Dates(tokens, language or "en", month_first=region in _MONTH_FIRST, today=today)
    found: list[Stay] = []
    at = 0
    while at < len(tokens) and len(found) < _MOST:
        stay, at = reader.stay(at)
        if stay:
            found.append(stay)
    return found


def of_towns(ends: Mapping[int, int], text: str, found: Sequence[Stay], later: AbstractSet[str]) -> dict[int, Stay]:
    """Which stay belongs to the town that begins at each key of `ends` (and ends at its value): the nearest, with least between them.

    `later`: words that part a town from the days before: "until 10 December, then Assen".
    """
    pairs: dict[int, Stay] = {}
    leads = min(ends) < found[0].start
    for stay in found:
        near = {start: end for start, end in ends.items() if max(start - stay.end, stay.start - end) < _FARTHEST}
        reach = []
        for start, end in near.items():
            low, high = (end, stay.start) if end <= stay.start else (stay.end, start)
            crowd = sum(low <= other < high for other in (*near, *(one.start for one in found)))
            other_side = leads != (start < stay.start)  # the first stay tells whether dates lead or follow
            reach.append((_apart(text[low:high], later) + _CROWDED * crowd + other_side / 2, start))
        cost, start = min(reach, default=(_FARTHEST, -1))
        if cost < _FARTHEST:
            pairs.setdefault(start, stay)
    return pairs


def _apart(between: str, later: AbstractSet[str]) -> int:
    """How far apart a town and a stay are, by what stands between them."""
    signs = sum(char in CLAUSE_ENDS or char in ",;/" or category(char) == "So" for char in between)
    then = any(bare(word) in later for word in between.split())
    return len(between) + _PARTED * signs + _CROWDED * then


class _Dates:
    """Reads dates in the tokens of one ad."""

    def __init__(self, tokens: Sequence[Token], language: str, *, month_first: bool, today: date) -> None:
        self.tokens, self.month_first, self.today = tokens, month_first, today
        self.words = [bare(token.group()) for token in tokens]
        self.months, self.stems = _months(language)
        self.links = _links(language)

    def stay(self, at: int) -> tuple[Stay | None, int]:
        """The stay that begins with the token `at`, and where to read on."""
        one = self._day(at)
        if one is None:
            return None, at + 1
        day, month, year, after = one
        link = self._link(after)
        other = self._day(link) if link > after else None
        if other and (month or other[1]):
            last_day, last_month, last_year, end = other
            last = self._date(last_day, last_month or month, last_year)
            first = self._date(day, month or last_month, year or last_year)
            if first and last and first > last:  # "28 - 3 dec", "28 dec - 3 jan"
                first = _before(last, day, month)
            return self._made(first, last, at, end), end
        known = self._date(day, month, year) if month else None
        if known is None:
            return None, at + 1
        if self._said(at, after, "until"):
            return self._made(None, known, at, after), after
        if self._said(at, after, "from"):
            return self._made(known, None, at, after), after
        return None, after

    def _made(self, first: date | None, last: date | None, at: int, end: int) -> Stay | None:
        if first is None and last is None:
            return None
        return Stay(first, last, self.tokens[at].start(), self.tokens[end - 1].end())

    def _day(self, at: int) -> tuple[int, int | None, int | None, int] | None:
        """(day, month, year, the token after it) of a date that begins at a token: "24 nov", "nov. 24", "24.11.2026", or 24 alone."""
        if month := self._month(at):
            then = at + 1 + (self._word(at + 1) == ".")
            if day := self._number(then, 31):
                return day, month, *self._year(then + 1 + (self._word(then + 1) in _ORDINALS))
            return None
        day = self._number(at, 31)
        if day is None:
            return None
        sign = self._word(at + 1)
        if sign in {".", "/"} and (month := self._number(at + 2, 31)):
            if self.month_first or month > 12:
                day, month = month, day
            if month <= 12 and self._word(at + 3) != ":":
                after = at + 3 + (self._word(at + 3) == sign)
                return day, month, *self._year(after)
            return None
        then = at + 1 + (sign in _ORDINALS)
        then += self._word(then) in _OF
        if month := self._month(then):
            return day, month, *self._year(then + 1 + (self._word(then + 1) == "."))
        return day, None, None, at + 1 + (sign in _ORDINALS)

    def _year(self, at: int) -> tuple[int | None, int]:
        """A year that stands at a token, and the token after it."""
        word = self._word(at)
        if len(word) == 4 and word.isdecimal() and int(word) > _THIS_CENTURY:
            return int(word), at + 1
        return None, at

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _number(self, at: int, most: int) -> int | None:
        word = self._word(at)
        return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= most else None

    def _month(self, at: int) -> int | None:
        word = self._word(at)
        return self.months.get(word) or next((month for stem, month in self.stems if word.startswith(stem)), None)

    def _link(self, at: int) -> int:
        """Where what joins two dates ends; `at` itself where none stands."""
        if self._word(at) in _DASHES:
            return at + 1
        for size in range(_LONGEST_LINK, 0, -1):
            if self._phrase(at, at + size) in self.links["to"]:
                return at + size
        return at

    def _phrase(self, start: int, end: int) -> str:
        """Words as the lexicon spells them: "t m" of "t/m"."""
        return " ".join(word for word in self.words[start:end] if word != "/")

    def _said(self, at: int, after: int, subject: str) -> bool:
        """Does "until" (or "from") stand before a date, or end it: "20-ig"?"""
        words = self.links[subject]
        if any(self._phrase(max(0, at - size), at) in words for size in range(1, _LONGEST_LINK + 1)):
            return True
        ends = after + (self._word(after) in _DASHES)
        return ends > after and self._word(ends) in words

    def _date(self, day: int, month: int | None, year: int | None) -> date | None:
        """That day in `year`, or in the year that brings it nearest to today; None when there is no such day."""
        years = (year,) if year else (self.today.year - 1, self.today.year, self.today.year + 1)
        days = [made for one in years if month and (made := _that_day(one, month, day))]
        return min(days, key=lambda made: abs(made - self.today), default=None)


def _before(last: date, day: int, month: int | None) -> date | None:
    """The last time before `last` that it was this day of the month (of any month, where none is given)."""
    if month is None:
        year, month = (last.year, last.month - 1) if last.month > 1 else (last.year - 1, 12)
        return _that_day(year, month, day)
    return _that_day(last.year - 1, month, day)


def _that_day(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none: 31 November."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """The names of months in a language and in English, whole, and those of which only the beginning is given."""
    names: dict[str, int] = {}
    for code in ("en", language):
        for number, words in lexicon.section(code, "noticing", "month").items():
            names.update((bare(word), int(number)) for word in words)
    stems = tuple((name.removesuffix("*"), number) for name, number in names.items() if name.endswith("*"))
    return {name: number for name, number in names.items() if not name.endswith("*")}, stems


@cache
def _links(language: str) -> Mapping[str, frozenset[str]]:
    """What stands between two dates ("to"), before the last day ("until") and before the first one ("from")."""
    return {
        "to": frozenset(_said_of(language, ("hour", "to"), ("when", "until"))),
        "until": frozenset(_said_of(language, ("when", "until"))),
        "from": frozenset(_said_of(language, ("when", "from"))),
    }


def _said_of(language: str, *subjects: tuple[str, str]) -> Iterator[str]:
    for code in dict.fromkeys((language, "en")):
        for title, name in subjects:
            yield from (bare(word).replace("/", " ") for word in lexicon.section(code, "noticing", title).get(name, ()))
