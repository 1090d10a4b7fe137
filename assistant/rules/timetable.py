"""When an ad says she can be reached, as keys that do not depend on its language or wording.

"Ma-vr 10-22u" and "Monday to Friday, from 10 am to 10 pm" read as the same days and the same hours, so a rewording is no change.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from assistant.rules import clock_times
from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number
from assistant.rules.facts import Facts

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {"weekend": DAYS[5:], "weekday": DAYS[:5], "daily": DAYS}
_SOFT = frozenset({"morning", "afternoon", "evening", "night", "today", "tomorrow", "this_week", "next_week"})
_EXCEPT_NEAR = 3
_RANGE_WITHIN = 4
_CLOSED_NEAR = 2
_CLOSED_IN_CLAUSE = 3


def read(
    text: Sequence[Word], found: Found, numbers: Sequence[Number], *, town_clauses: frozenset[int] = frozenset()
) -> Facts:
    """Days, hours ("h600" = ten in the morning, in minutes), dates ("d12/24") and words such as "away", "back", "around".

    In the clauses `town_clauses` a day says when she is in which town, so there only hours count. What is said of something else, such as
    the day of a photo, or only in passing ("a fine evening") is possible at most.
    """
    closings = list(_closings(found))
    days = _days(text, found, closings)
    all_day = list(clock_times.round_the_clock(text, found))
    hours, spoken_for, loose = clock_times.hours(text, found, numbers, {hit.first for hit in all_day})
    dates = [(hit, key) for hit, key in _dates(text, found) if hit.first not in spoken_for]
    weekly = {hit for hit, _ in closings}
    states = [
        (hit, hit.key) for hit in found.of("when", "away", "back", "holiday", "around") if _bare(hit) not in weekly
    ]
    states += ((hit, "around") for hit in all_day)
    states += [(hit, day) for hit, key in states if key == "around" for day in DAYS]
    hard = [*days, *dates, *states]
    passing, firm_soft = _soft(text, found, [hit for hit, _ in [*hard, *hours]])
    limits = _limits(text, found, [hit for hit, _ in [*days, *dates]])
    about = _about_other_things(text, found, {text[hit.first].sentence for hit, _ in hours})
    firm: set[str] = set()
    possible = {*loose, *passing}
    for hit, key in [*hard, *firm_soft, *limits]:
        if text[hit.first].clause not in town_clauses:
            (possible if about(hit) else firm).add(key)
    if "around" in firm:
        firm -= _SOFT
    return Facts(frozenset(firm | {key for _, key in hours}), frozenset(possible))


def differ(old: Facts, new: Facts) -> bool:
    """Is she there at other times? "8 to 4" may be the same as "8:00-16:00", and an evening needs no name beside its hours."""
    gone, come = set(old.firm - new.firm), set(new.firm - old.firm)
    for key in tuple(gone):
        if _is_hour(key) and (other := clock_times.half_a_day_later(key)) in come:
            gone.discard(key)
            come.discard(other)
    gone, come = gone - new.possible, come - old.possible
    timed = all(any(_is_hour(key) for key in facts.firm) for facts in (old, new))
    if timed and not any(_is_hour(key) for key in gone | come):
        gone, come = gone - clock_times.PARTS_OF_DAY, come - clock_times.PARTS_OF_DAY
    return bool(gone or come)


def _is_hour(key: str) -> bool:
    return key[0] == "h" and key[1:].isdigit()


def _soft(text: Sequence[Word], found: Found, hard: Sequence[Hit]) -> tuple[list[str], list[tuple[Hit, str]]]:
    """Parts of the day and "today": what is said in passing, and what is said of when she is there."""
    firm = {text[hit.first].sentence for hit in hard}
    firm |= {text[hit.first].sentence for hit in found.of("hour", "open")}
    just = found.of("when", "just")
    edges = {edge for hit in just for edge in (hit.last + 1, hit.last + 2, hit.first - 1)}
    soft = [hit for hit in [*found.of("when"), *found.of("day")] if hit.key in _SOFT]
    said = [hit for hit in soft if text[hit.first].sentence in firm or edges & {hit.first, hit.last}]
    return [hit.key for hit in soft if hit not in said], [(hit, hit.key) for hit in said]


def _about_other_things(text: Sequence[Word], found: Found, timed: set[int]) -> Callable[[Hit], bool]:
    """Is what is said there the day of a photo, of a haircut or of an animal? Not in a sentence that says when she is open too.

    "Every day" is when she is there, unless the other thing stands in its very clause.
    """
    things = [*found.of("photo"), *found.of("hair", "noun", "changed"), *found.of("animal")]
    open_too = timed | {text[hit.first].sentence for hit in found.of("hour", "open")}
    sentences = {text[hit.first].sentence for hit in things} - open_too
    clauses = {text[hit.first].clause for hit in things}

    def about(hit: Hit) -> bool:
        word = text[hit.first]
        return word.sentence in sentences and (hit.key not in _GROUPS or word.clause in clauses)

    return about


def _days(text: Sequence[Word], found: Found, closings: Sequence[tuple[Hit, Hit]]) -> list[tuple[Hit, str]]:
    """Days one by one, with "Monday to Friday" spelled out; those of the `closings` are left out."""
    certain = [hit for hit in found.of("day") if hit.key in DAYS]
    short = [hit for hit in found.of("day_short") if _in_company(text, found, hit)]
    single = sorted({hit.first: hit for hit in [*certain, *short]}.values(), key=lambda hit: hit.first)
    excepted = {hit.key for hit in single if _is_excepted(found, hit)}
    shut = [day for _, day in closings] + [hit for hit in single if hit.key in excepted]
    excepted |= {day.key for day in shut}
    out = [(hit, hit.key) for hit in single if hit.key not in excepted]
    for one, other in zip(single, single[1:], strict=False):
        listed = found.starting(one.last + 1, "hour", "also")  # "Tuesday and Thursday" leaves Wednesday out
        joined = clock_times.reaches(text, found, one.last, other.first) or bool(listed)
        inflected = other.first - one.last <= 2 and clock_times.inflected(found, one.first, other.first)
        if inflected or (joined and (not listed or _is_between(found, one, other))):
            start, end = DAYS.index(one.key), DAYS.index(other.key)
            out += ((one, DAYS[day % 7]) for day in range(start, end + (8 if end < start else 1)))
    groups = [hit for hit in found.of("day") if hit.key in _GROUPS]
    out += ((hit, day) for hit in groups for day in _GROUPS[hit.key] if day not in excepted)
    if shut and not out:  # "closed on Sundays" says that she is there on every other day
        out += ((shut[0], day) for day in DAYS if day not in excepted)
    return out


def _is_between(found: Found, one: Hit, other: Hit) -> bool:
    """ "between Tuesday and Friday"; in Hungarian the word comes behind."""
    return any(found.between(one.first - 2, one.first, "hour", "between")) or bool(
        found.starting(other.last + 1, "hour", "between_behind")
    )


def _is_excepted(found: Found, day: Hit) -> bool:
    """ "Every day except Sunday" """
    excepts = found.between(day.first - _EXCEPT_NEAR, day.first, "when", "except")
    return any(found.distance(hit, day) <= _EXCEPT_NEAR for hit in excepts)


def _closings(found: Found) -> Iterator[tuple[Hit, Hit]]:
    """(what says that she rests, the day) of days of each week: "closed on Sundays", but not "closed until Sunday"."""
    days = [hit for hit in found.of("day") if hit.key in DAYS]
    for rest in [*found.of("hour", "closed"), *found.of("when", "away")]:
        for day in days:
            first, last = min(rest.last, day.last), max(rest.first, day.first)
            dated = found.between(first + 1, last, "when", "until", "from")
            apart = found.distance(rest, day)
            one_clause = found.text[rest.first].clause == found.text[day.first].clause
            if apart <= (_CLOSED_IN_CLAUSE if one_clause else _CLOSED_NEAR) and not dated:
                yield _bare(rest), day


def _bare(hit: Hit) -> Hit:
    """The same place, whatever it was found for."""
    return Hit("", "", hit.first, hit.last)


def _in_company(text: Sequence[Word], found: Found, hit: Hit) -> bool:
    """A short day ("zo", "ma") is one only beside another day or a time: the same letters are often another word."""
    others = [other for other in found.between(hit.first - 4, hit.last + 5, "day_short") if other.first != hit.first]
    beside = any(found.distance(hit, other) <= 2 or _joined(text, found, hit, other) for other in others)
    beside = beside or found.near(hit, "day", within=2)
    after = text[hit.last + 1] if hit.last + 1 < len(text) else None
    return beside or (
        after is not None and after.sentence == text[hit.last].sentence and clock_times.hour(after.folded) is not None
    )


def _joined(text: Sequence[Word], found: Found, one: Hit, other: Hit) -> bool:
    early, late = sorted((one, other), key=lambda hit: hit.first)
    return clock_times.reaches(text, found, early.last, late.first)


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


def _limits(text: Sequence[Word], found: Found, dated: Sequence[Hit]) -> Iterator[tuple[Hit, str]]:
    """ "until Friday", "from 12 December": only right before a day or date that is no end of a range ("from Tuesday to Saturday")."""
    ordered = sorted(dated, key=lambda hit: hit.first)
    for limit in found.of("when", "until", "from"):
        place = bisect_right(ordered, limit.last, key=lambda hit: hit.first)
        if place == len(ordered) or found.distance(limit, ordered[place]) > 2:
            continue
        day = ordered[place]
        timed = any(word.folded.isdecimal() for word in text[limit.last + 1 : day.first])
        after = place and limit.first - ordered[place - 1].last <= 2
        goes_on = any(day.last < other.first <= day.last + _RANGE_WITHIN for other in ordered[place + 1 : place + 8])
        if not (timed or after or goes_on):
            yield limit, limit.key
