"""When an ad says she can be reached, as keys that do not depend on its language or wording.

"Ma-vr 10-22u" and "Monday to Friday, from 10 am to 10 pm" read as the same days and the same hours, so a rewording is no change.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from assistant.rules.ad_words import Found, Hit, Word

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {"weekend": DAYS[5:], "weekday": DAYS[:5], "daily": DAYS}
_DASH = frozenset("-–—~/>")
_SOFT = frozenset({"morning", "afternoon", "evening", "night", "today", "tomorrow", "this_week", "next_week"})
_LATEST_HOUR = 24


def read(text: Sequence[Word], found: Found, *, town_clauses: frozenset[int] = frozenset()) -> frozenset[str]:
    """Days, hours ("h600" = ten in the morning, in minutes), dates ("d12/24") and words such as "away", "back", "around".

    In the clauses `town_clauses` a day says when she is in which town, so there only hours count.
    """
    days = _days(text, found)
    round_the_clock = list(_round_the_clock(text, found))
    hours, spoken_for = _hours(text, found, {hit.first for hit in round_the_clock})
    dates = [(hit, key) for hit, key in _dates(text, found) if hit.first not in spoken_for]
    states = [(hit, hit.key) for hit in found.of("when", "away", "back", "holiday", "around", "only")]
    states += ((hit, "around") for hit in round_the_clock)
    states += [(hit, day) for hit, key in states if key == "around" for day in DAYS]
    hard = [*days, *dates, *states]
    firm = {text[hit.first].sentence for hit, _ in [*hard, *hours]}
    firm |= {text[hit.first].sentence for hit in found.of("hour", "open")}
    just = {hit.last for hit in found.of("when", "just")}
    soft = [(hit, hit.key) for hit in [*found.of("when"), *found.of("day")] if hit.key in _SOFT]
    soft = [
        (hit, key) for hit, key in soft if text[hit.first].sentence in firm or just & {hit.first - 1, hit.first - 2}
    ]
    about = _about_other_things(text, found) - {text[hit.first].sentence for hit, _ in hours}
    soft += _limits(found, [hit for hit, _ in [*days, *dates]])
    kept = {
        key
        for hit, key in [*hard, *soft]
        if text[hit.first].clause not in town_clauses and text[hit.first].sentence not in about
    }
    if "around" in kept:
        kept -= _SOFT
    return frozenset(kept | {key for _, key in hours})


def _about_other_things(text: Sequence[Word], found: Found) -> set[int]:
    """Sentences of photos, hair and animals, unless they say when she is open too: a day in them is the day of a photo."""
    things = [*found.of("photo"), *found.of("hair", "noun", "changed"), *found.of("animal")]
    open_too = {text[hit.first].sentence for hit in found.of("hour", "open")}
    return {text[hit.first].sentence for hit in things} - open_too


def _days(text: Sequence[Word], found: Found) -> list[tuple[Hit, str]]:
    """Days one by one, with "Monday to Friday" spelled out."""
    certain = [hit for hit in found.of("day") if hit.key in DAYS]
    short = [hit for hit in found.of("day_short") if _in_company(text, found, hit)]
    single = sorted({hit.first: hit for hit in [*certain, *short]}.values(), key=lambda hit: hit.first)
    out = [(hit, hit.key) for hit in single]
    for one, other in zip(single, single[1:], strict=False):
        if _reaches(text, found, one.last, other.first):
            start, end = DAYS.index(one.key), DAYS.index(other.key)
            out += ((one, DAYS[day % 7]) for day in range(start, end + (8 if end < start else 1)))
    groups = [hit for hit in found.of("day") if hit.key in _GROUPS]
    return out + [(hit, day) for hit in groups for day in _GROUPS[hit.key]]


def _in_company(text: Sequence[Word], found: Found, hit: Hit) -> bool:
    """A short day ("zo", "ma") is one only beside another day or a time: the same letters are often another word."""
    others = [other for other in found.between(hit.first - 4, hit.last + 5, "day_short") if other.first != hit.first]
    beside = any(found.distance(hit, other) <= 2 or _joined(text, found, hit, other) for other in others)
    beside = beside or found.near(hit, "day", within=2)
    after = text[hit.last + 1] if hit.last + 1 < len(text) else None
    return beside or (
        after is not None and after.sentence == text[hit.last].sentence and _hour(after.folded) is not None
    )


def _joined(text: Sequence[Word], found: Found, one: Hit, other: Hit) -> bool:
    early, late = sorted((one, other), key=lambda hit: hit.first)
    return _reaches(text, found, early.last, late.first)


def _reaches(text: Sequence[Word], found: Found, last: int, first: int) -> bool:
    """Is what stands between two times or days "to"? A dash, or a word that the lexicon calls one."""
    if first == last + 1:
        return bool(_DASH & set(text[first].gap)) and "\n" not in text[first].gap
    return any(hit.first == last + 1 and hit.last == first - 1 for hit in found.between(last, last + 2, "hour", "to"))


def _hour(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 and int(word) <= _LATEST_HOUR else None


class _Time:
    """A clock time that may stand at words[first … last]; `sure` when its own spelling says that it is one."""

    def __init__(self, text: Sequence[Word], found: Found, first: int) -> None:
        self.first = self.last = first
        hour = _hour(text[first].folded) or 0
        minutes, self.sure, self.unit = 0, False, False
        following = text[first + 1] if first + 1 < len(text) else None
        if (
            following
            and following.folded in {"h", "u"}
            and not following.gap
            and first + 2 < len(text)
            and not text[first + 2].gap
        ):
            if _is_minutes(text[first + 2].folded):
                minutes, self.last, self.sure = int(text[first + 2].folded), first + 2, True
        elif following and following.gap in {":", "."} and _is_minutes(following.folded):
            minutes, self.last = int(following.folded), first + 1
            self.sure = following.gap == ":" or minutes in {0, 15, 30, 45}
        for hit in found.starting(self.last + 1, "hour", "unit", "pm", "am")[:1]:
            self.unit, self.last = True, hit.last
            self.sure = self.sure or hit.key != "unit"
            hour = hour + 12 if hit.key == "pm" and hour < 12 else hour
        self.key = f"h{(hour * 60 + minutes) % 1440}"


def _is_minutes(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdigit() and int(word) < 60


def _hours(text: Sequence[Word], found: Found, taken: set[int]) -> tuple[list[tuple[Hit, str]], frozenset[int]]:
    """Clock times, and the words they take up: ranges ("10-22", "van 10 tot 22 uur") and single ones ("vanaf 10 uur", "10:30")."""
    out: list[tuple[Hit, str]] = []
    times = [_Time(text, found, index) for index, word in enumerate(text) if _hour(word.folded) is not None]
    by_first = {time.first: time for time in times}
    for time in times:
        if time.first in taken or _is_money_or_age(text, found, time):
            continue
        until = _other_end(text, found, time, by_first)
        if until and not _is_money_or_age(text, found, until) and _is_range(text, found, time, until):
            pair = [time, until]
        elif time.sure or (time.unit and _is_led(text, found, time)):
            pair = [time]
        else:
            continue
        out += ((Hit("", "", one.first, one.last), one.key) for one in pair)
        taken.update(index for one in pair for index in range(one.first, one.last + 1))
    return out, frozenset(taken)


def _other_end(text: Sequence[Word], found: Found, time: _Time, by_first: dict[int, _Time]) -> _Time | None:
    for first in (time.last + 1, time.last + 2, time.last + 3):
        if first in by_first and _reaches(text, found, time.last, first):
            return by_first[first]
    return None


def _is_range(text: Sequence[Word], found: Found, time: _Time, until: _Time) -> bool:
    if time.sure or until.sure or time.unit or until.unit or _is_led(text, found, time):
        return True
    span = Hit("", "", time.first, until.last)
    return (
        found.near(span, "hour", "open", within=6)
        or found.near(span, "day", within=3)
        or found.near(span, "day_short", within=2)
    )


def _is_led(text: Sequence[Word], found: Found, time: _Time) -> bool:
    """Does "from", "until", "between" or "open" come right before it?"""
    led = found.between(time.first - 4, time.first, "hour", "from", "to", "open")
    return any(hit.last == time.first - 1 and text[hit.last].sentence == text[time.first].sentence for hit in led)


def _is_money_or_age(text: Sequence[Word], found: Found, time: _Time) -> bool:
    after = text[time.last + 1] if time.last + 1 < len(text) else None
    if "€" in text[time.first].gap or (after is not None and "€" in after.gap[:2]):
        return True
    after_it = (
        found.starting(time.last + 1, *kind) for kind in (("price", "currency"), ("currency",), ("hour", "not"))
    )
    return any(after_it)


def _dates(text: Sequence[Word], found: Found) -> Iterator[tuple[Hit, str]]:
    """ "12 december", "December 12", "12/12", "12.12." """
    for hit in found.of("month"):
        for index in (hit.first - 1, hit.first - 2, hit.last + 1):
            if 0 <= index < len(text) and (day := _day_of_month(text[index].folded)):
                yield Hit("", "", min(index, hit.first), max(index, hit.last)), f"d{hit.key}/{day}"
                break
    for index, (one, other) in enumerate(zip(text, text[1:], strict=False)):
        day, month = _day_of_month(one.folded), _day_of_month(other.folded)
        if (
            day
            and month
            and month <= 12
            and other.gap in {"/", "."}
            and (other.gap == "/" or not _is_minutes_only(other.folded))
        ):
            yield Hit("", "", index, index + 1), f"d{month}/{day}"


def _is_minutes_only(word: str) -> bool:
    return word in {"00", "15", "30", "45"}


def _day_of_month(word: str) -> int | None:
    for ending in ("st", "nd", "rd", "th", "er"):
        word = word.removesuffix(ending)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def _round_the_clock(text: Sequence[Word], found: Found) -> Iterator[Hit]:
    """ "24/7", "24h", "24 uur" """
    for index, (word, following) in enumerate(zip(text, text[1:], strict=False)):
        if word.folded != "24":
            continue
        week = following.folded == "7" and len(following.gap.strip()) <= 1 and "." not in following.gap
        if week or (found.starting(index + 1, "hour", "unit") and not _ends_range(text, found, index)):
            yield Hit("", "", index, index + 1)


def _ends_range(text: Sequence[Word], found: Found, index: int) -> bool:
    return index > 0 and (
        bool(_DASH & set(text[index].gap))
        or any(hit.last == index - 1 for hit in found.between(index - 3, index, "hour", "to", "from"))
    )


def _limits(found: Found, dated: Sequence[Hit]) -> Iterator[tuple[Hit, str]]:
    """ "until Friday", "from 12 December": only right before a day or date that no other day leads up to."""
    ordered = sorted(dated, key=lambda hit: hit.first)
    for limit in found.of("when", "until", "from"):
        place = bisect_right(ordered, limit.last, key=lambda hit: hit.first)
        leads = place < len(ordered) and found.distance(limit, ordered[place]) <= 2
        if leads and (not place or limit.first - ordered[place - 1].last > 2):
            yield limit, limit.key
