"""Clock times in the words of an ad: "10-22", "van 10 tot 22 uur", "ten to five", "8 till noon", "24/7"."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number
from assistant.rules.dates import month_behind

PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
_LATE = frozenset({"afternoon", "evening", "night"})
A_DAY = 1440  # minutes
_HALF_A_DAY = 720
_DASH = frozenset("-–—~/>")
_LATEST_HOUR = 24
_NOON = 12
_SMALL_HOURS = 5  # "three at night" is before dawn, "nine at night" is not
_LONGEST_BETWEEN = 3  # letters of a word that may stand in "nine IN THE morning"
_MOST_BETWEEN = 2
_PART_NEAR = 5


def reaches(text: Sequence[Word], found: Found, last: int, first: int) -> bool:
    """Is what stands between two times or days "to"? A dash, or a word that the lexicon calls one."""
    if first == last + 1:
        return bool(_DASH & set(text[first].gap)) and "\n" not in text[first].gap
    return any(hit.first == last + 1 and hit.last == first - 1 for hit in found.between(last, last + 2, "hour", "to"))


def inflected(found: Found, first: int, second: int) -> bool:
    """ "hétfőtől péntekig", "tíztől ötig": in some languages the ending says from and to."""
    return all((found.starting(first, "day_range", "from"), found.starting(second, "day_range", "to")))


def hour(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 and int(word) <= _LATEST_HOUR else None


class _Time:
    """A clock time that may stand at words[first … last]; `sure` when its own spelling says that it is one."""

    def __init__(self, text: Sequence[Word], found: Found, number: Number, begins: frozenset[int]) -> None:
        self.number = number
        self.first, self.last = number.first, number.last
        hour, minutes, self.sure, self.unit = number.value, 0, False, number.ordinal
        following = text[self.last + 1] if self.last + 1 < len(text) else None
        if number.spoken or following is None:
            pass
        elif following.folded in {"h", "u"} and not following.gap:
            if self.last + 2 < len(text) and not text[self.last + 2].gap and _is_minutes(text[self.last + 2].folded):
                minutes, self.last, self.sure = int(text[self.last + 2].folded), self.last + 2, True
        elif following.gap in {":", "."} and _is_minutes(following.folded):
            minutes, self.last = int(following.folded), self.last + 1
            self.sure = following.gap == ":" or minutes in {0, 15, 30, 45}
        for hit in found.starting(self.last + 1, "hour", "unit", "pm", "am")[:1]:
            self.unit, self.last = True, hit.last
            self.sure = self.sure or hit.key != "unit"
            hour = hour + _NOON if hit.key == "pm" and hour < _NOON else hour
        for hit in () if number.spoken else found.ending(number.first - 1, "hour", "unit_before"):  # "la ora 22"
            self.unit, self.first = True, hit.first
        if minutes == 0 and (half := _half(found, self.first, self.last)):
            hit, offset = half
            self.first, self.last, self.unit = min(self.first, hit.first), max(self.last, hit.last), True
            minutes = offset
        named = number.spoken and found.starting(number.first, "hour", "noon", "midnight")
        if not named and (part := _part_of_day(text, found, (self.first, self.last), begins)):
            self.unit, self.first, self.last = True, min(self.first, part.first), max(self.last, part.last)
            hour = _at(hour, part.key)
        self.key = f"h{(hour * 60 + minutes) % A_DAY}"
        self.is_before_dawn = 0 < hour <= _SMALL_HOURS  # "no calls at three at night", unless it ends a range


def _half(found: Found, first: int, last: int) -> tuple[Hit, int] | None:
    """The "half" of "half nine", "nueve y media" and "halb zehn", and the minutes it adds."""
    for hit in found.starting(last + 1, "hour", "half_behind"):
        return hit, 30
    for key, minutes in (("half_past", 30), ("half_before", -30)):
        for hit in found.ending(first - 1, "hour", key):
            if not found.ends_clause(hit.last):  # not "7000 the half, 9-20"
                return hit, minutes
    return None


def _part_of_day(text: Sequence[Word], found: Found, time: tuple[int, int], begins: frozenset[int]) -> Hit | None:
    """The part of the day that belongs to a `time` (its first and last word): "nine in the morning", "délután öt".

    One behind it does not when that leads the next time, which `begins` right after it: "délelőtt tíztől este nyolcig".
    """
    first, last = time
    for noon in found.between(last + 1, last + 3, "hour", "noon"):
        begins_range = found.between(last + 1, noon.first, "hour", "to") or found.between(
            first, last + 1, "day_range", "from"
        )
        if text[noon.first].clause == text[last].clause and not begins_range:
            return Hit("when", "afternoon", last + 1, noon.last)  # "una del mediodía"
    for at in range(last + 1, min(last + 2 + _MOST_BETWEEN, len(text))):
        if text[at].clause != text[last].clause:
            break
        if behind := found.starting(at, "when", *PARTS_OF_DAY):
            hit = max(behind, key=lambda one: one.last)
            leads = hit.last + 1 in begins and not (_DASH & set(text[hit.last + 1].gap) or found.ends_clause(hit.last))
            if not leads and at not in begins:
                return hit
            break
        if len(text[at].folded) > _LONGEST_BETWEEN or text[at].folded.isdecimal() or found.starting(at, "hour", "to"):
            break
    before = found.between(first - _PART_NEAR, first, "when", *PARTS_OF_DAY)
    before = [hit for hit in before if text[hit.last].clause == text[first].clause]
    limits = [hit.first for hit in found.between(first - _PART_NEAR, first, "when", "from") if hit.last >= first - 2]
    begins_at = min([first, *limits])  # "por las tardes desde las cinco"
    return next((hit for hit in before if hit.last == begins_at - 1), None)


def _at(hour: int, part: str) -> int:
    """The hour of the day that is meant by an hour of the clock with a part of the day."""
    if part == "night" and (hour == _NOON or hour <= _SMALL_HOURS):
        return hour % _NOON
    return hour + _NOON if part in _LATE and hour < _NOON else hour


def _is_minutes(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdigit() and int(word) < 60


def hours(
    text: Sequence[Word], found: Found, numbers: Sequence[Number], taken: set[int]
) -> tuple[list[tuple[Hit, str]], frozenset[int], frozenset[str]]:
    """Clock times, the words they take up, and times that perhaps are some.

    Ranges ("10-22", "van 10 tot 22 uur", "ten to five", "8 till noon") and single ones ("vanaf 10 uur", "10:30").
    """
    out: list[tuple[Hit, str]] = []
    loose: set[str] = set()
    readings = _that_may_be_hours(found, numbers)
    begins = frozenset(number.first for number in readings)
    times = [_Time(text, found, number, begins) for number in readings]
    by_first = {time.first: time for time in times}
    for time in times:
        if time.first in taken or _is_something_else(text, found, time) or _is_half(text, time):
            continue
        until = _other_end(text, found, time, by_first)
        if (
            until
            and not (_is_something_else(text, found, until) or _is_half(text, until))
            and _is_range(text, found, time, until)
        ):
            pair = [time, until]
        elif _is_said_alone(text, found, time) and (not time.is_before_dawn or _is_end(found, time)):
            pair = [time]
        else:
            loose |= {time.key, half_a_day_later(time.key)}
            continue
        out += ((Hit("", "", one.first, one.last), one.key) for one in pair)
        taken.update(index for one in pair for index in range(one.first, one.last + 1))
    return out, frozenset(taken), frozenset(loose)


def _that_may_be_hours(found: Found, numbers: Sequence[Number]) -> list[Number]:
    named = [
        Number(hit.first, hit.last, 12 if hit.key == "noon" else 0, spoken=True)
        for hit in found.of("hour", "noon", "midnight")
        if not _is_in_part_of_day(found, hit)
    ]
    spans = {number.first for number in named}
    begins, ends = {number.first for number in numbers}, {number.last for number in numbers}
    said = [
        number
        for number in numbers
        if number.value <= _LATEST_HOUR
        and number.first not in spans
        and not (number.spoken and number.value == 1 and not _is_one_oclock(found, number, begins, ends))
    ]
    return sorted([*said, *named], key=lambda number: number.first)


def _is_in_part_of_day(found: Found, noon: Hit) -> bool:
    """Is "noon" a part of "after noon"?"""
    parts = found.between(noon.first - 2, noon.first + 1, "when", *PARTS_OF_DAY)
    return any(part.last >= noon.last and part.last - part.first > noon.last - noon.first for part in parts)


def _is_one_oclock(found: Found, number: Number, begins: AbstractSet[int], all_ends: AbstractSet[int]) -> bool:
    """ "da uma às seis", "da uma da tarde", "vanaf één uur": else "one" is an article in most languages."""
    units = [hit.last for hit in found.starting(number.last + 1, "hour", "unit")]
    ends = [hit.last + 1 for last in (number.last, *units) for hit in found.starting(last + 1, "hour", "to")]
    before = found.ending(number.first - 1, "hour", "to")
    if not begins.isdisjoint(ends) or any(hit.first - 1 in all_ends for hit in before):
        return True
    if any(found.starting(number.last + step, "when", *PARTS_OF_DAY) for step in (2, 3)):  # not "un après-midi"
        return True
    if found.between(number.first, number.last + 1, "day_range"):  # "egytől"
        return True
    if any(found.starting(hit.last + 1, "hour", "noon") for hit in found.starting(number.last + 1, "hour", "unit")):
        return True  # "von ein Uhr mittags"
    led = found.ending(number.first - 1, "when", "from", "until")
    part = found.starting(number.last + 1, "when", *PARTS_OF_DAY) or found.between(
        number.last + 1, number.last + 3, "hour", "noon"
    )  # "from one in the afternoon"
    return bool(led) and bool(part or found.starting(number.last + 1, "hour", "unit"))


def _other_end(text: Sequence[Word], found: Found, time: _Time, by_first: dict[int, _Time]) -> _Time | None:
    for first in (time.last + 1, time.last + 2, time.last + 3):
        until = by_first.get(first)
        if until and (reaches(text, found, time.last, first) or _inflected(found, time, until)):
            return until
    return None


def _inflected(found: Found, time: _Time, until: _Time) -> bool:
    """ "14-től este 10-ig": the ending may be a word of its own."""
    begins = found.between(time.first, time.last + 1, "day_range", "from")
    return bool(begins and found.between(until.first, until.last + 1, "day_range", "to"))


def _is_range(text: Sequence[Word], found: Found, time: _Time, until: _Time) -> bool:
    if time.sure or until.sure or time.unit or until.unit or _is_led(text, found, time):
        return True
    if _inflected(found, time, until) or _is_all(text, time, until):
        return True
    span = Hit("", "", time.first, until.last)
    return (
        found.near(span, "hour", "open", within=6)
        or found.near(span, "day", within=3)
        or found.near(span, "when", *PARTS_OF_DAY, "just", within=3)
        or found.near(span, "day_short", within=2)
        or found.near(span, "day_letter", within=2)
    )


def _is_all(text: Sequence[Word], time: _Time, until: _Time) -> bool:
    """Is the range all that its sentence says: "Monika, Ełk. 16-22." """
    sentence = text[time.first].sentence
    before = time.first and text[time.first - 1].sentence == sentence
    after = until.last + 1 < len(text) and text[until.last + 1].sentence == sentence
    return not (before or after)


def _is_led(text: Sequence[Word], found: Found, time: _Time) -> bool:
    """Does "from", "until", "between" or "open" come right before it?"""
    if found.starting(time.last + 1, "hour", "from_behind") or found.between(time.first, time.last + 1, "day_range"):
        return True  # "16 óra után", "négytől"
    first = time.number.first
    led = [
        *found.between(first - 4, first, "hour", "from", "to", "open"),
        *found.between(time.first - 4, time.first, "hour"),
    ]
    return any(
        hit.last in (first - 1, time.first - 1) and text[hit.last].sentence == text[time.first].sentence for hit in led
    )


def _is_said_alone(text: Sequence[Word], found: Found, time: _Time) -> bool:
    """Is it surely a time, though no range: by its spelling, its unit or what leads it?"""
    if found.ending(time.first - 1, "month"):
        return False  # "December 10-ig"
    if time.sure or _is_after(text, found, time) or _ends_opening(text, found, time):
        return True
    return time.unit and _is_led(text, found, time)


def _is_after(text: Sequence[Word], found: Found, time: _Time) -> bool:
    """Does "after" lead it, at the end of what is said ("dupa 18."), or "after the hour"? Amounts are led by "from"."""
    if time.number.spoken or time.number.value < _SMALL_HOURS:
        return False
    led = found.ending(time.first - 1, "hour", "after")
    ends = found.ends_clause(time.last) or text[time.last + 1].gap[:1] in {".", ":"}
    return bool(led) and (ends or any(found.starting(hit.last, "hour", "unit") for hit in led))


def _ends_opening(text: Sequence[Word], found: Found, time: _Time) -> bool:
    """ "Only after 17", "I receive until 22": nothing follows in the clause, and before "after" stands that she is open, or "only"."""
    first, last = time.first, time.last
    if time.number.spoken or time.unit or not (found.ends_clause(last) or _ends_with_stop(text, last)):
        return False
    begins = min((hit.first for hit in found.ending(first - 1, "hour", "from", "to")), default=first)
    clause = found.clause_start(first, within=_PART_NEAR)
    opens = [*found.between(clause, begins, "hour", "open"), *found.between(clause, begins, "when", "just", "around")]
    return any(hit.last < begins for hit in opens)


def _ends_with_stop(text: Sequence[Word], last: int) -> bool:
    """Does a full stop and a capital follow? After a small number `split` ends no sentence: it may be a "17. August"."""
    return last + 1 < len(text) and text[last].after.rstrip() == "." and text[last + 1].written[0].isupper()


def _is_something_else(text: Sequence[Word], found: Found, time: _Time) -> bool:
    after = text[time.last + 1] if time.last + 1 < len(text) else None
    if text[time.first].gap.rstrip().endswith("€") or (after is not None and "€" in after.gap[:2]):
        return True
    if month_behind(text, found, time.last):
        return True  # "de 3 a 17 de outubro"
    if after is None or after.clause != text[time.last].clause:
        return False  # "until 21 Uhr, CHF 200"
    after_it = (
        found.starting(time.last + 1, *kind) for kind in (("price", "currency"), ("currency",), ("hour", "not"))
    )
    return any(after_it)


def _is_half(text: Sequence[Word], time: _Time) -> bool:
    """ "1/2u": half an hour."""
    halves = time.first > 0 and text[time.first].gap in {"/", "\u2044"} and text[time.first].folded == "2"
    return halves and text[time.first - 1].folded == "1"


def _is_end(found: Found, time: _Time) -> bool:
    """ "awake until three at night": the end of her day, though its beginning is not said."""
    first = time.number.first
    return any(
        hit.last in (first - 1, time.first - 1) and found.text[hit.last].clause == found.text[first].clause
        for hit in found.between(first - 4, first, "when", "until")
    )


def round_the_clock(text: Sequence[Word], found: Found) -> Iterator[Hit]:
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


def half_a_day_later(key: str) -> str:
    return f"h{(int(key[1:]) + _HALF_A_DAY) % A_DAY}"
