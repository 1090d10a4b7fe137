"""The days of the week that an ad names, spelled out one by one: "Mo-Fr", "every day but Sunday", "at weekends I rest"."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from assistant.rules import cardinals, clock_times
from assistant.rules.ad_words import Found, Hit, Word

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
GROUPS = {"weekend": DAYS[5:], "weekday": DAYS[:5], "daily": DAYS, "others": DAYS}
_AT_REST = frozenset({*DAYS, "weekend", "weekday"})
_EXCEPT_NEAR = 3
_LISTED_NEAR = 2
_DASHES = frozenset("-–—")
_LONGEST_DAY = 4  # words of a phrase
_LETTER_NEAR = 7
_RANGE_WITHIN = 4
_CLOSED_NEAR = 2
_UNTIL_NEAR = 5
_OPENS_NEAR = 6
_CLOSED_IN_CLAUSE = 4


def days_of_week(
    text: Sequence[Word], found: Found, closings: Sequence[tuple[Hit, Hit]]
) -> tuple[list[tuple[Hit, str]], frozenset[str]]:
    """(where, day) of each day, with "Monday to Friday" spelled out, and the days on which she is not there: the `closings` and exceptions."""
    said = outermost(found)
    groups = [hit for hit in said if hit.key in GROUPS and not (hit.key == "others" and not _opens(text, found, hit))]
    single = _single(text, found, said)
    shut = [day for _, day in closings] + _excepted(found, [*single, *groups])
    excepted = {day for hit in shut for day in GROUPS.get(hit.key, (hit.key,))}
    places = {(day.first, day.last) for day in shut}
    only = [hit for hit in single if (hit.first, hit.last) not in places and _is_only(found, hit)]
    excepted -= {hit.key for hit in _with_following(found, only, single)}  # "away at weekends, so only Saturday"
    groups = [hit for hit in groups if not _is_spelled_out(text, found, hit, single)]
    out = [(hit, hit.key) for hit in single if hit.key not in excepted]
    for one, other in zip(single, single[1:], strict=False):
        if {one.key, other.key} <= excepted:
            continue  # "Saturday to Sunday I rest"
        if not _is_list(text, single, one, other) and _is_range(text, found, one, other):
            start, end = DAYS.index(one.key), DAYS.index(other.key)
            named = (DAYS[day % 7] for day in range(start, end + (8 if end <= start else 1)))
            out += ((one, day) for day in named if day not in excepted)
    out += (
        (hit, day)
        for hit in groups
        if (hit.first, hit.last) not in places
        for day in GROUPS[hit.key]
        if day not in excepted
    )
    return out, frozenset(excepted if shut else ())


def _is_spelled_out(text: Sequence[Word], found: Found, group: Hit, single: Sequence[Hit]) -> bool:
    """Does a range of days say which ones "every day" are: "any day from Tuesday to Friday"?"""
    if group.key not in {"daily", "weekday"}:
        return False
    for one, other in zip(single, single[1:], strict=False):
        if 0 < group.first - other.last <= _LISTED_NEAR and text[other.last].clause == text[group.first].clause:
            return _is_range(text, found, one, other)  # "hétfőtől péntekig minden nap"
        if 0 < one.first - group.last <= _LISTED_NEAR and text[one.first].clause == text[group.last].clause:
            if text[group.last + 1].gap.strip() == ":":  # "werkdagen: woensdag en vrijdag"
                return True
            excepts = found.between(group.last + 1, one.first, "when", "except")
            return not excepts and other.first - one.last <= _RANGE_WITHIN and _is_range(text, found, one, other)
    return False


def _opens(text: Sequence[Word], found: Found, hit: Hit) -> bool:
    """Does the sentence go on to when she is open: "the rest of the week from ten", but not "college the other days"?"""
    behind = range(hit.last + 1, min(len(text), hit.last + 1 + _OPENS_NEAR))
    same = [at for at in behind if text[at].sentence == text[hit.first].sentence]
    said = found.between(hit.first - _LISTED_NEAR, hit.last + _OPENS_NEAR, "hour", "open", "from", "to")
    return any(clock_times.hour(text[at].folded) is not None for at in same) or any(
        text[one.first].sentence == text[hit.first].sentence for one in said
    )


def _is_only(found: Found, day: Hit) -> bool:
    just = found.between(day.first - _LISTED_NEAR - 1, day.first, "when", "just")
    return any(day.first - hit.last <= _LISTED_NEAR for hit in just)


def _with_following(found: Found, some: Sequence[Hit], days: Sequence[Hit]) -> list[Hit]:
    """Those days, and the next one of "only Saturday and Sunday"."""
    return [*some, *(day for one in some for day in _near(days, one, _LISTED_NEAR + 1) if _are_listed(found, one, day))]


def closings(found: Found) -> list[tuple[Hit, Hit]]:
    """(what says that she rests, the day) of days of each week: "closed on Sundays", but not "closed until Sunday"."""
    said = outermost(found)
    groups = [hit for hit in said if hit.key in _AT_REST and hit.key in GROUPS]
    days = sorted([*groups, *_single(found.text, found, said)], key=_first)
    out: list[tuple[Hit, Hit]] = []
    for rest in [*found.of("hour", "closed"), *found.of("when", "away", "away_then")]:
        if _is_for_a_while(found, rest):
            continue
        near = _near(days, rest, _CLOSED_IN_CLAUSE + _LONGEST_DAY)
        near = [day for day in near if not _dated_between(found, rest, day)]
        clause = found.text[rest.first].clause
        beside = [
            day
            for day in near
            if found.text[day.first].clause == clause and found.distance(rest, day) <= _CLOSED_IN_CLAUSE
        ]
        beside = beside or [day for day in near if found.distance(rest, day) <= _CLOSED_NEAR]
        listed = _with_listed(found, beside, days)
        behind = [day for day in beside if day.first > rest.first]  # "libro los lunes y los martes"
        listed += [day for day in _with_following(found, behind, days) if day not in listed]
        out += ((rest, day) for day in listed)
    for denied in found.of("hour", "closed_behind"):  # "only Sundays not", at the end of what is said
        if found.ends_clause(denied.last) and denied.first and not found.ends_clause(denied.first - 1):
            beside = [day for day in _near(days, denied, 1 + _LONGEST_DAY) if day.last == denied.first - 1]
            out += ((denied, day) for day in _with_listed(found, beside, days))
    return out


@lru_cache(maxsize=8)
def outermost(found: Found) -> tuple[Hit, ...]:
    """What names days, but for what is part of a longer phrase: "all working days" is not "all days", "de la mañana" no tomorrow."""
    longest: dict[int, int] = {}
    for hit in [*found.of("day"), *found.of("when")]:
        longest[hit.first] = max(longest.get(hit.first, 0), hit.last)

    def is_part(hit: Hit) -> bool:
        return any(
            longest.get(first, -1) >= hit.last and longest[first] - first > hit.last - hit.first
            for first in range(hit.first - _LONGEST_DAY, hit.first + 1)
        )

    return tuple(hit for hit in found.of("day") if not is_part(hit))


def _single(text: Sequence[Word], found: Found, said: Sequence[Hit]) -> list[Hit]:
    """The single days in text order, written out or short."""
    certain = [hit for hit in said if hit.key in DAYS]
    short = [hit for hit in found.of("day_short") if _in_company(text, found, hit)]
    by_place = {hit.first: hit for hit in [*certain, *short, *_letters(text, found)]}
    return sorted(by_place.values(), key=_first)


def _is_list(text: Sequence[Word], single: Sequence[Hit], one: Hit, other: Hit) -> bool:
    """Is it two of three or more days with a "/" between, or dashes and nothing else: "Mon/Wed/Fri", "L-X-V"?"""
    ends = {day.first: day for day in single}, {day.last: day for day in single}
    beside = ends[0].get(other.last + 1), ends[1].get(one.first - 1)
    chained = [late for late, early in ((beside[0], other), (one, beside[1])) if late and early]
    if other.first == one.last + 1 and any(text[day.first].gap.strip() in _DASHES for day in chained):
        return text[other.first].gap.strip() in _DASHES
    slashed = [
        text[day.first].gap.strip() == "/"
        for day in single
        if one.first - _RANGE_WITHIN <= day.first <= other.last + _RANGE_WITHIN
    ]
    return text[other.first].gap.strip() == "/" and sum(slashed) > 1


def _is_range(text: Sequence[Word], found: Found, one: Hit, other: Hit) -> bool:
    if other.first - one.last <= _LISTED_NEAR and clock_times.inflected(found, one.first, other.first):
        return True
    if found.starting(one.last + 1, "hour", "also"):  # "Tuesday and Thursday" leaves Wednesday out
        return _is_between(found, one, other)
    return clock_times.reaches(text, found, one.last, other.first)


def _is_between(found: Found, one: Hit, other: Hit) -> bool:
    """ "between Tuesday and Friday"; in Hungarian the word comes behind."""
    return any(found.between(one.first - 2, one.first, "hour", "between")) or bool(
        found.starting(other.last + 1, "hour", "between_behind")
    )


def _excepted(found: Found, days: Sequence[Hit]) -> list[Hit]:
    """The days in "every day except Sunday" and in "except Friday and the weekend"."""
    out: list[Hit] = []
    for day in sorted(days, key=_first):
        excepts = found.between(day.first - _EXCEPT_NEAR, day.first, "when", "except")
        behind = found.starting(day.last + 1, "when", "except_behind")  # "vasárnap kivételével"
        listed = out and _are_listed(found, out[-1], day)
        if listed or behind or any(_excepts(found, hit, day) for hit in excepts) or _is_denied(found, day):
            out.append(day)
    return out


def _is_denied(found: Found, day: Hit) -> bool:
    """ "Never at the weekend", but not "not only on Monday" """
    return any(
        not found.between(hit.last + 1, day.first, "when", "just", "until")
        and not found.between(hit.last + 1, day.first, "day")
        for hit in found.leading(day.first, "hour", "denied", within=_EXCEPT_NEAR)
    )


def _excepts(found: Found, said: Hit, day: Hit) -> bool:
    """ "Except Sunday", "except for, well, Sunday"; but not "without haste, weekdays"."""
    apart = found.distance(said, day)
    return apart == 1 or (apart <= _EXCEPT_NEAR and found.text[said.first].clause == found.text[day.first].clause)


def _with_listed(found: Found, some: Sequence[Hit], days: Sequence[Hit]) -> list[Hit]:
    """Those days, and the one before them in "Sunday and Monday I rest"."""
    before = [
        day
        for one in some
        for day in _near(days, one, _LISTED_NEAR)
        if _are_listed(found, day, one) or clock_times.reaches(found.text, found, day.last, one.first)
    ]
    return [*some, *(day for day in before if day not in some)]


def _are_listed(found: Found, one: Hit, other: Hit) -> bool:
    """ "Friday and Sunday", "Friday and the weekend" """
    return 0 < other.first - one.last <= _LISTED_NEAR + 1 and bool(found.starting(one.last + 1, "hour", "also"))


def _near(days: Sequence[Hit], hit: Hit, within: int) -> Sequence[Hit]:
    low = bisect_left(days, hit.first - within, key=_first)
    return days[low : bisect_left(days, hit.last + within + 1, lo=low, key=_first)]


def _is_for_a_while(found: Found, rest: Hit) -> bool:
    """ "Until the end of the month I pause" is no day of each week."""
    return bool(found.leading(rest.first, "when", "until", within=_UNTIL_NEAR))


def _dated_between(found: Found, rest: Hit, day: Hit) -> bool:
    """ "Closed until Sunday", which says nothing of other Sundays."""
    limits = found.between(min(rest.first, day.first), day.first, "when", "until", "from")
    return any(hit.last == day.first - 1 for hit in limits)


def _in_company(text: Sequence[Word], found: Found, hit: Hit) -> bool:
    """A short day ("zo", "ma") is one only beside another day or a time: the same letters are often another word."""
    if hit.first and _is_amount(text[hit.first - 1].folded) and text[hit.first].gap in ("", " ", "\u00a0"):
        return False  # "200 Fr."
    if _is_an_hour(text, found, hit):
        return False
    others = [other for other in found.between(hit.first - 4, hit.last + 5, "day_short") if other.first != hit.first]
    beside = any(found.distance(hit, other) <= 2 or _joined(text, found, hit, other) for other in others)
    days = found.between(hit.first - 2 - _LONGEST_DAY, hit.last + 3, "day")
    beside = beside or any(
        found.distance(hit, day) <= 2 and text[day.first].clause == text[hit.first].clause for day in days
    )
    after = text[hit.last + 1] if hit.last + 1 < len(text) else None
    return beside or (
        after is not None and after.sentence == text[hit.last].sentence and clock_times.hour(after.folded) is not None
    )


def _is_an_hour(text: Sequence[Word], found: Found, hit: Hit) -> bool:
    """ "Wednesday from пет to ten": the short form of Friday is five as well, unless it ends a range of days itself ("от пон до пет")."""
    ends = {one.last for one in found.between(hit.first - 3, hit.first, "hour", "to")}
    begins = {one.last for one in found.between(hit.first - 3, hit.first, "hour", "from")} - ends
    if hit.first - 1 not in begins or not cardinals.read(text[hit.first : hit.last + 1], found.language):
        return False
    after = [one.last + 1 for one in found.starting(hit.last + 1, "hour", "to")]
    return any(cardinals.read(text[at : at + 1], found.language) for at in after)


def _is_amount(word: str) -> bool:
    return word.isdecimal() and clock_times.hour(word) is None


def _letters(text: Sequence[Word], found: Found) -> list[Hit]:
    """The days in "L-V" and "De L a J": letters that mean a day only in capitals, with another one at the other end, or before hours after such a range."""
    letters = [hit for hit in found.of("day_letter") if text[hit.first].written[0].isupper()]
    ends: list[Hit] = []
    for one, other in zip(letters, letters[1:], strict=False):
        if other.first - one.last <= _RANGE_WITHIN and clock_times.reaches(text, found, one.last, other.first):
            ends += [one, other]
    for letter in letters:  # "L-V 10-19, S 10-14"
        follows = any(0 < letter.first - end.last <= _LETTER_NEAR for end in ends)
        after = text[letter.last + 1] if letter.last + 1 < len(text) else None
        if letter not in ends and follows and after is not None and clock_times.hour(after.folded) is not None:
            ends.append(letter)
    return sorted(ends, key=_first)


def _joined(text: Sequence[Word], found: Found, one: Hit, other: Hit) -> bool:
    early, late = sorted((one, other), key=_first)
    return clock_times.reaches(text, found, early.last, late.first)


def _first(hit: Hit) -> int:
    return hit.first
