"""The dates that an ad names: "12 december", "12/12", "hasta el 12", and what they limit: "until Friday", "from 12 December"."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from assistant.rules.ad_words import Found, Hit, Word

_OF = frozenset(
    ("de", "of", "di", "do", "del", "en", "der", "the", "den", "st", "nd", "rd", "th", "er", "e")
)  # "3 de mayo"
_RANGE_WITHIN = 4
_MONTH_NEAR = 2
_MONTH_WITHIN = 6
MONTH_UNNAMED = "d0/"


def dates(text: Sequence[Word], found: Found) -> Iterator[tuple[Hit, str]]:
    """ "12 december", "December 12", "12/12", "12.12." """
    for hit in found.of("month"):
        for index in (hit.first - 1, hit.first - 2, hit.last + 1):
            if not 0 <= index < len(text) or text[index].clause != text[hit.first].clause:
                continue
            if index == hit.first - 2 and text[index + 1].folded not in _OF:
                continue  # "de la 12 la 20. Nu mai …"
            if day := day_of_month(text[index].folded):
                yield Hit("", "", min(index, hit.first), max(index, hit.last)), f"d{hit.key}/{day}"
                break
        else:
            if is_limit(found, hit):
                yield hit, f"m{hit.key}"
    for index, (one, other) in enumerate(zip(text, text[1:], strict=False)):
        day, month = day_of_month(one.folded), day_of_month(other.folded)
        if (
            day
            and month
            and month <= 12
            and not (day == 1 and month == 2 and found.starting(index + 2, "duration"))  # "1/2 Std"
            and other.gap in {"/", "."}
            and (other.gap == "/" or not _is_minutes_only(other.folded))
        ):
            yield Hit("", "", index, index + 1), f"d{month}/{day}"


def month_behind(text: Sequence[Word], found: Found, last: int) -> Hit | None:
    """The month that belongs to a day that ends with the word `last`: "3 May", "3 de mayo"; in its clause."""
    following = last + 1 + (last + 1 < len(text) and text[last + 1].folded in _OF)
    months = found.starting(last + 1, "month") or found.starting(following, "month")
    return next((hit for hit in months if text[hit.first].clause == text[last].clause), None)


def is_limit(found: Found, named: Hit) -> bool:
    """ "until the end of April", "until Easter": a month without its day. Not "from": in some languages that is "since" as well."""
    text = found.text
    limits = found.between(named.first - _MONTH_NEAR, named.first, "when", "until")
    return any(
        named.first - hit.last <= _MONTH_NEAR and text[hit.last].clause == text[named.first].clause for hit in limits
    )


def month_days(text: Sequence[Word], found: Found, dated: AbstractSet[int]) -> Iterator[tuple[Hit, str]]:
    """ "hasta el 12", "volto dia 15", "del 5 al 12": days of the month that is not named, where the language leads them by what leads no hour."""
    days: set[int] = set()
    for hit in found.of("calendar", "monthday", "monthspan"):
        at = hit.last + 1
        end = next((to.last + 1 for to in found.starting(at + 1, "hour", "to") if _is_day(text, to.last + 1)), None)
        if not _is_day(text, at) or (hit.key == "monthspan" and end is None):
            continue
        days |= {at} if end is None else {at, end}
    for at in sorted(days - dated):
        clause = text[at].clause
        months = [hit for hit in found.between(at, at + _MONTH_WITHIN, "month") if text[hit.first].clause == clause]
        if not (months or found.starting(at + 1, "hour", "unit", "am", "pm", "not")):
            yield Hit("", "", at, at), f"{MONTH_UNNAMED}{day_of_month(text[at].folded)}"


def _is_day(text: Sequence[Word], at: int) -> bool:
    """Is it a day of the month in figures, in the clause of the word before it?"""
    return at < len(text) and text[at].clause == text[at - 1].clause and day_of_month(text[at].folded) is not None


def _is_minutes_only(word: str) -> bool:
    return word in {"00", "15", "30", "45"}


def day_of_month(word: str) -> int | None:
    """The day of a month that a word may name in figures: 3 of "3rd"."""
    for ending in ("st", "nd", "rd", "th", "er"):
        word = word.removesuffix(ending)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def limits(text: Sequence[Word], found: Found, dated: Sequence[Hit], hours: set[int]) -> Iterator[tuple[Hit, str]]:
    """ "until Friday", "from 12 December": only right before a day or date that is no end of a range ("from Tuesday to Saturday")."""
    ordered = sorted(dated, key=lambda hit: hit.first)
    for limit in found.of("when", "until", "from"):
        place = bisect_right(ordered, limit.last, key=lambda hit: hit.first)
        if place == len(ordered) or found.distance(limit, ordered[place]) > 2:
            continue
        day = ordered[place]
        led = text[max(0, limit.first - 1) : day.first]
        timed = any(word.folded.isdecimal() and word.sentence == text[limit.first].sentence for word in led)
        timed = timed or not hours.isdisjoint(range(limit.last + 1, day.first))
        after = place and limit.first - ordered[place - 1].last <= 2
        goes_on = any(day.last < other.first <= day.last + _RANGE_WITHIN for other in ordered[place + 1 : place + 8])
        if not (timed or after or goes_on):
            yield limit, limit.key
