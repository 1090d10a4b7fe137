"""When an ad says she can be reached, as keys that do not depend on its language or wording.

"Ma-vr 10-22u" and "Monday to Friday, from 10 am to 10 pm" read as the same days and the same hours, so a rewording is no change.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from assistant.rules import clock_times, elsewhere, pets
from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number
from assistant.rules.days_of_week import DAYS, GROUPS, closings, days_of_week, outermost
from assistant.rules.facts import Facts

_ALL_WEEK = frozenset({"daily", "weekday"})
_SOFT = frozenset({"morning", "afternoon", "evening", "night", "today", "tomorrow", "this_week", "next_week"})
_LATE = frozenset({"evening", "night"})
_ABSENT = frozenset({"away", "holiday"})
_RANGE_WITHIN = 4
_OF_A_DAY = frozenset({"today", "tomorrow"})
_LIMITED_NEAR = 3
_DATED_NEAR = 6
_FIGURES_NEAR = 8
_DENIED_NEAR = 5
_PHONE_NEAR = 4
_SHORT = 3  # letters: "and", "por", "las"
_MONTH_NEAR = 2
_DAY_ALONE = 3  # words
MONTH_UNNAMED = "d0/"
_MONTH_WITHIN = 6
_NOON = 720  # minutes


def read(
    text: Sequence[Word], found: Found, numbers: Sequence[Number], *, town_clauses: frozenset[int] = frozenset()
) -> Facts:
    """Days, hours ("h600" = ten in the morning, in minutes), dates ("d12/24") and words such as "away", "back", "around".

    In the clauses `town_clauses` a day says when she is in which town, so there only hours count. What is said of something else, such as
    the day of a photo, or only in passing ("a fine evening") is possible at most.
    """
    all_day = list(clock_times.round_the_clock(text, found))
    named = {index for hit in outermost(found) for index in range(hit.first, hit.last + 1)}
    figures = {index for index in named if text[index].folded.isdecimal()}  # "7/7" is no hour
    hours, spoken_for, loose = clock_times.hours(text, found, numbers, figures | {hit.first for hit in all_day})
    dates = [(hit, key) for hit, key in _dates(text, found) if hit.first not in spoken_for]
    dates += _month_days(text, found, {index for hit, _ in dates for index in range(hit.first, hit.last + 1)})
    discounts = {text[hit.first].clause for hit in found.of("price", "discount")}
    of_things = _hours_of_things(text, found, hours, discounts)
    of_things |= {hit for hit, _ in hours if text[hit.first].clause in elsewhere.clauses(found)}
    loose |= {key for hit, key in hours if hit in of_things}
    hours = [(hit, key) for hit, key in hours if hit not in of_things]
    timed = {text[hit.first].clause for hit, _ in hours}
    about = _about_other_things(text, found, timed)
    shut = [(rest, day) for rest, day in closings(found) if text[day.first].clause not in discounts]
    days, never = days_of_week(text, found, shut)
    weekly = {text[hit.first].clause for hit, _ in shut}
    states = [(hit, key) for hit, key in _states(text, found, timed, weekly) if hit.first not in named]
    states += ((hit, "around") for hit in all_day)
    whole = all_day if days else [hit for hit, key in states if key == "around"]  # "at weekends all day"
    states += ((hit, day) for hit in whole for day in DAYS)
    hard = [*days, *dates, *states]
    passing, firm_soft = _soft(text, found, [hit for hit, _ in [*hard, *hours]], spoken_for)
    limits = _limits(
        text, found, [hit for hit, _ in [*days, *dates] if hit.key not in GROUPS], {hit.first for hit, _ in hours}
    )
    firm: set[str] = set()
    possible = {*loose, *passing}
    for hit, key in [*hard, *firm_soft, *limits]:
        # until when she is in a town is told all the same
        if text[hit.first].clause not in town_clauses or key == "until" or _is_date(key):
            (possible if about(hit) else firm).add(key)
    if never and firm.isdisjoint(DAYS):  # "closed on Sundays" says that she is there on every other day
        firm.update(set(DAYS) - never)
    if "around" in firm:
        firm -= _SOFT
    return Facts(frozenset(firm | {key for _, key in hours}), frozenset(possible))


def _states(text: Sequence[Word], found: Found, timed: set[int], weekly: set[int]) -> list[tuple[Hit, str]]:
    """Where it says that she is away, back or always there: not in the `weekly` clauses, which say so of days of each week.

    "Any time" in one of the `timed` clauses is any time of the hours there; "without a day off" is no holiday.
    """
    said = [(hit, hit.key) for hit in found.of("when", "away", "back", "holiday", "stays")]
    said += ((hit, "feast") for hit in found.of("when", "feast") if _is_shut(found, hit) or _until(found, hit))
    said += ((hit, "around") for hit in found.of("when", "around") if text[hit.first].clause not in timed)
    said += ((hit, "away") for hit in found.of("when", "away_then") if _is_dated(found, hit))
    said = [(hit, key) for hit, key in said if not _is_of_a_pet(found, hit)]
    return [(hit, key) for hit, key in said if text[hit.first].clause not in weekly and not _is_of_a_phone(found, hit)]


def _is_shut(found: Found, feast: Hit) -> bool:
    """ "Closed at Christmas": something in the clause of the feast says that she is not there."""
    clause = found.text[feast.first].clause
    said = [*found.of("hour", "closed"), *found.of("when", "away", "away_then", "holiday")]
    said += (hit for hit in found.of("hour", "closed_behind") if found.ends_clause(hit.last))
    return any(found.text[hit.first].clause == clause for hit in said)


def differ(old: Facts, new: Facts) -> bool:
    """Is she there at other times? "8 to 4" may be the same as "8:00-16:00", and an evening needs no name beside its hours."""
    gone, come = set(old.firm - new.firm), set(new.firm - old.firm)
    shared = any(_is_hour(key) or key in clock_times.PARTS_OF_DAY for key in old.firm & new.firm)
    twice = {key for key in gone if _is_hour(key) and clock_times.half_a_day_later(key) in come}
    shared = shared or bool(twice)
    gone, come = gone - twice, come - {clock_times.half_a_day_later(key) for key in twice}
    if not (_counts_to_24(old) and _counts_to_24(new)):  # "ten to ten"; but "9-17" and "9-21" say what they mean
        gone -= {key for key in gone if _is_hour(key) and clock_times.half_a_day_later(key) in new.firm}
        come -= {key for key in come if _is_hour(key) and clock_times.half_a_day_later(key) in old.firm}
    if all(facts.firm & _ABSENT for facts in (old, new)) and any("/" in key for key in old.firm & new.firm):
        gone, come = gone - _ABSENT, come - _ABSENT  # "on holiday until 1/9" is "until 1/9 I am away, on holiday"
    if old.firm & _LATE and new.firm & _LATE:
        gone, come = gone - _LATE, come - _LATE  # Friday evenings are Friday nights
    gone, come = gone - new.possible, come - old.possible
    if shared and sorted(len(facts.firm.intersection(DAYS)) for facts in (old, new)) == [0, len(DAYS)]:
        gone, come = gone - set(DAYS), come - set(DAYS)  # "from ten to six" is every day
    timed = all(any(_is_hour(key) for key in facts.firm) for facts in (old, new))
    if timed and not any(_is_hour(key) for key in gone | come):
        hours = [int(key[1:]) for key in old.firm | new.firm if _is_hour(key)]
        told = clock_times.PARTS_OF_DAY - ({"morning"} if min(hours) >= _NOON else set())  # "16-21, mornings too"
        gone, come = gone - told, come - told
    return bool(gone or come)


def _counts_to_24(facts: Facts) -> bool:
    """Does it name an hour after noon as such?"""
    return any(_is_hour(key) and int(key[1:]) > clock_times.A_DAY // 2 for key in facts.firm)


def _is_date(key: str) -> bool:
    return key[0] == "d" and "/" in key


def _is_hour(key: str) -> bool:
    return key[0] == "h" and key[1:].isdigit()


def _soft(
    text: Sequence[Word], found: Found, hard: Sequence[Hit], spoken_for: frozenset[int]
) -> tuple[list[str], list[tuple[Hit, str]]]:
    """Parts of the day and "today": what is said in passing, and what is said of when she is there; not what is part of a time."""
    firm = {text[hit.first].sentence for hit in hard}
    firm |= {text[hit.first].sentence for hit in found.of("hour", "open")}
    just = found.of("when", "just")
    edges = {edge for hit in just for edge in (hit.last + 1, hit.last + 2, hit.first - 1)}
    soft = [hit for hit in [*found.of("when"), *outermost(found)] if hit.key in _SOFT and hit.first not in spoken_for]
    soft = [hit for hit in soft if not _is_denied(found, hit)]
    soft = [
        hit
        for hit in soft
        if hit.key not in _OF_A_DAY
        or found.near(hit, "hour", "open", within=_LIMITED_NEAR)
        or hit.last + 1 in {one.first for one in hard}
    ]
    alone = _ending_clauses(text, found)
    said = [
        hit
        for hit in soft
        if text[hit.first].sentence in firm or edges & {hit.first, hit.last} or text[hit.first].clause in alone
    ]
    return [hit.key for hit in soft if hit not in said], [(hit, hit.key) for hit in said]


def _ending_clauses(text: Sequence[Word], found: Found) -> set[int]:
    """The clauses that end their sentence and hold nothing but parts of the day: "Tardes.", "…, mornings and afternoons." """
    small = [*found.of("hour", "also"), *found.of("when", "just"), *found.of("calendar", "besides")]
    parts = [*found.of("when", *clock_times.PARTS_OF_DAY), *small]
    said = {index for hit in parts for index in range(hit.first, hit.last + 1)}
    others = {
        word.clause
        for index, word in enumerate(text)
        if index not in said and (len(word.folded) > _SHORT or word.folded.isdecimal())
    }
    last = {word.sentence: word.clause for word in text}
    return set(last.values()) - others


def _hours_of_things(
    text: Sequence[Word], found: Found, hours: Sequence[tuple[Hit, str]], discounts: set[int]
) -> set[Hit]:
    """Single hours in a sentence about photos or an animal ("by the light of six in the morning"), and "10 % off before two".

    `discounts`: the clauses that tell of one.
    """
    things = {text[hit.first].sentence for hit in [*found.of("photo"), *found.of("animal")]}
    in_sentence = Counter(text[hit.first].sentence for hit, _ in hours)
    open_too = {text[hit.first].clause for hit in [*found.of("hour", "open"), *found.of("day")]}
    return {
        hit
        for hit, _ in hours
        if text[hit.first].clause in discounts
        or (
            text[hit.first].sentence in things
            and in_sentence[text[hit.first].sentence] == 1
            and text[hit.first].clause not in open_too
        )
    }


def _about_other_things(text: Sequence[Word], found: Found, timed: set[int]) -> Callable[[Hit], bool]:
    """Is what is said there the day of a photo, of a haircut, of an animal or of a discount? `timed`: the clauses with hours.

    It is in the very clause that speaks of such a thing, and further on in its sentence until something says when she is open: "my
    parrot sings, all day, I receive from two to seven". "Every day" is when she is there, unless the other thing stands in its clause.
    """
    of_pets = {text[hit.first].sentence for hit in found.of("animal")}
    opening = timed | {text[hit.first].clause for hit in found.of("hour", "open")}
    things = [
        *found.of("photo"),
        *found.of("hair", "noun", "changed"),
        *(animal for animal in found.of("animal") if not pets.is_herself(animal, found)),  # Paloma is no dove
        *found.of("price", "discount"),
        *(gone for gone in found.of("pet_gone") if text[gone.first].sentence in of_pets),
    ]
    clauses = {text[hit.first].clause for hit in things}
    clauses |= _days_before(text, found, opening)
    of_hair = {text[hit.first].clause for hit in found.of("hair_alone")} - opening  # "blonde since Monday"
    spoken_of: dict[int, int] = {}
    for clause, sentence in sorted({(word.clause, word.sentence) for word in text}):
        goes_on = spoken_of.get(clause - 1) == sentence and clause not in opening
        if goes_on or (clause in clauses and clause not in timed):
            spoken_of[clause] = sentence

    def about(hit: Hit) -> bool:
        word = text[hit.first]
        if word.clause in of_hair:
            return hit.key not in _ALL_WEEK
        if word.clause in elsewhere.clauses(found):
            return True
        return word.clause in spoken_of and (hit.key not in _ALL_WEEK or word.clause in clauses)

    return about


def _days_before(text: Sequence[Word], found: Found, opening: AbstractSet[int]) -> set[int]:
    """The clauses that are a day and no more, before one that tells of a discount: "on Tuesdays, a reduced price"."""
    out: set[int] = set()
    for discount in found.of("price", "discount"):
        first = discount.first
        while first and text[first - 1].clause == text[discount.first].clause:
            first -= 1
        if not first or text[first - 1].sentence != text[first].sentence or text[first - 1].clause in opening:
            continue
        clause = text[first - 1].clause
        words = [word for word in text[max(0, first - 1 - _DAY_ALONE) : first] if word.clause == clause]
        if len(words) <= _DAY_ALONE and found.between(first - len(words), first, "day"):
            out.add(clause)
    return out


def _is_denied(found: Found, hit: Hit) -> bool:
    """ "But not in the middle of the night" """
    return bool(found.leading(hit.first, "hour", "denied", within=_DENIED_NEAR))


def _is_of_a_pet(found: Found, hit: Hit) -> bool:
    """The "away" of "slipped away on Monday"."""
    gone = found.between(hit.first - _PHONE_NEAR, hit.first + 1, "pet_gone")
    return any(one.last >= hit.last and one.last - one.first > hit.last - hit.first for one in gone)


def _is_of_a_phone(found: Found, hit: Hit) -> bool:
    """ "The old number is not in use any more": it is no absence of hers."""
    clause = found.text[hit.first].clause
    said = found.between(hit.first - _PHONE_NEAR, hit.last + _PHONE_NEAR, "telephone")
    return hit.key != "around" and any(found.text[one.first].clause == clause for one in said)


def _is_dated(found: Found, hit: Hit) -> bool:
    """Is a day, a date or an "until" near? "Weg" and "closed" are said of other things than of when she is there."""
    subjects = (("day",), ("month",), ("when", "until", "holiday", "this_week", "next_week"))
    if any(found.near(hit, *said, within=_DATED_NEAR) for said in subjects):
        return True
    near = found.text[max(0, hit.first - _DATED_NEAR) : hit.last + _FIGURES_NEAR]
    days = [word for word in near if word.clause == found.text[hit.first].clause and _day_of_month(word.folded)]
    return len(days) > 1  # "between 22 and 28"


def _dates(text: Sequence[Word], found: Found) -> Iterator[tuple[Hit, str]]:
    """ "12 december", "December 12", "12/12", "12.12." """
    for hit in found.of("month"):
        for index in (hit.first - 1, hit.first - 2, hit.last + 1):
            if not 0 <= index < len(text) or text[index].clause != text[hit.first].clause:
                continue
            if day := _day_of_month(text[index].folded):
                yield Hit("", "", min(index, hit.first), max(index, hit.last)), f"d{hit.key}/{day}"
                break
        else:
            if _until(found, hit):
                yield hit, f"m{hit.key}"
    for index, (one, other) in enumerate(zip(text, text[1:], strict=False)):
        day, month = _day_of_month(one.folded), _day_of_month(other.folded)
        if (
            day
            and month
            and month <= 12
            and not (day == 1 and month == 2 and found.starting(index + 2, "duration"))  # "1/2 Std"
            and other.gap in {"/", "."}
            and (other.gap == "/" or not _is_minutes_only(other.folded))
        ):
            yield Hit("", "", index, index + 1), f"d{month}/{day}"


def _until(found: Found, named: Hit) -> bool:
    """ "until the end of April", "until Easter": a month without its day. Not "from": in some languages that is "since" as well."""
    text = found.text
    limits = found.between(named.first - _MONTH_NEAR, named.first, "when", "until")
    return any(
        named.first - hit.last <= _MONTH_NEAR and text[hit.last].clause == text[named.first].clause for hit in limits
    )


def _month_days(text: Sequence[Word], found: Found, dated: AbstractSet[int]) -> Iterator[tuple[Hit, str]]:
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
            yield Hit("", "", at, at), f"{MONTH_UNNAMED}{_day_of_month(text[at].folded)}"


def _is_day(text: Sequence[Word], at: int) -> bool:
    """Is it a day of the month in figures, in the clause of the word before it?"""
    return at < len(text) and text[at].clause == text[at - 1].clause and _day_of_month(text[at].folded) is not None


def _is_minutes_only(word: str) -> bool:
    return word in {"00", "15", "30", "45"}


def _day_of_month(word: str) -> int | None:
    for ending in ("st", "nd", "rd", "th", "er"):
        word = word.removesuffix(ending)
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 2 and 1 <= int(word) <= 31 else None


def _limits(text: Sequence[Word], found: Found, dated: Sequence[Hit], hours: set[int]) -> Iterator[tuple[Hit, str]]:
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
