"""Clock times in the words of an ad: "10-22", "van 10 tot 22 uur", "ten to five", "8 till noon", "24/7"."""

from collections.abc import Iterator, Sequence

from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number

PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
A_DAY = 1440  # minutes
_HALF_A_DAY = 720
_DASH = frozenset("-–—~/>")
_LATEST_HOUR = 24


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

    def __init__(self, text: Sequence[Word], found: Found, number: Number) -> None:
        self.number = number
        self.first, self.last = number.first, number.last
        hour, minutes, self.sure, self.unit = number.value, 0, False, False
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
            hour = hour + 12 if hit.key == "pm" and hour < 12 else hour
        self.key = f"h{(hour * 60 + minutes) % A_DAY}"


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
    times = [_Time(text, found, number) for number in _that_may_be_hours(found, numbers)]
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
            loose |= {time.key, half_a_day_later(time.key)}
            continue
        out += ((Hit("", "", one.first, one.last), one.key) for one in pair)
        taken.update(index for one in pair for index in range(one.first, one.last + 1))
    return out, frozenset(taken), frozenset(loose)


def _that_may_be_hours(found: Found, numbers: Sequence[Number]) -> list[Number]:
    named = [
        Number(hit.first, hit.last, 12 if hit.key == "noon" else 0, spoken=True)
        for hit in found.of("hour", "noon", "midnight")
    ]
    spans = {number.first for number in named}
    said = [
        number
        for number in numbers
        if number.value <= _LATEST_HOUR and number.first not in spans and not (number.spoken and number.value == 1)
    ]  # "one" is an article in most languages
    return sorted([*said, *named], key=lambda number: number.first)


def _other_end(text: Sequence[Word], found: Found, time: _Time, by_first: dict[int, _Time]) -> _Time | None:
    for first in (time.last + 1, time.last + 2, time.last + 3):
        if first in by_first and (reaches(text, found, time.last, first) or inflected(found, time.first, first)):
            return by_first[first]
    return None


def _is_range(text: Sequence[Word], found: Found, time: _Time, until: _Time) -> bool:
    if time.sure or until.sure or time.unit or until.unit or _is_led(text, found, time):
        return True
    if inflected(found, time.first, until.first):
        return True
    span = Hit("", "", time.first, until.last)
    return (
        found.near(span, "hour", "open", within=6)
        or found.near(span, "day", within=3)
        or found.near(span, "when", *PARTS_OF_DAY, "just", within=3)
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
