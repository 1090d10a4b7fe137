"""When an ad says she can be reached, as keys that do not depend on its language or wording.

"Ma-vr 10-22u" and "Monday to Friday, from 10 am to 10 pm" read as the same days and the same hours, so a rewording is no change.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from assistant.rules import clock_times, dates, elsewhere, pets
from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number
from assistant.rules.days_of_week import DAYS, GROUPS, closings, days_of_week, outermost
from assistant.rules.facts import Facts

_ALL_WEEK = frozenset({"daily", "weekday"})
_SOFT = frozenset({"morning", "afternoon", "evening", "night", "today", "tomorrow", "this_week", "next_week"})
_OF_A_DAY = frozenset({"today", "tomorrow"})
_LIMITED_NEAR = 3
_DATED_NEAR = 6
_FIGURES_NEAR = 8
_DENIED_NEAR = 5
_PHONE_NEAR = 4
_SHORT = 3  # letters: "and", "por", "las"
_DAY_ALONE = 3  # words


def read(
    text: Sequence[Word], found: Found, numbers: Sequence[Number], *, town_clauses: frozenset[int] = frozenset()
) -> Facts:
    """Days, hours ("h600" = ten in the morning, in minutes), dates ("d12/24") and words such as "away", "back", "around".

    In the clauses `town_clauses` a day says when she is in which town, so there only hours count. What is said of something else, such as
    the day of a photo, or only in passing ("a fine evening") is possible at most.
    """
    all_day = list(clock_times.round_the_clock(text, found))
    named = {index for hit in outermost(found) for index in range(hit.first, hit.last + 1)}
    figures = {number.first for number in numbers if number.first in named}  # "7/7" is no hour
    hours, spoken_for, loose = clock_times.hours(text, found, numbers, figures | {hit.first for hit in all_day})
    named_dates = [(hit, key) for hit, key in dates.dates(text, found) if hit.first not in spoken_for]
    taken = {index for hit, _ in named_dates for index in range(hit.first, hit.last + 1)}
    named_dates += dates.month_days(text, found, taken)
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
    hard = [*days, *named_dates, *states]
    passing, firm_soft = _soft(text, found, [hit for hit, _ in [*hard, *hours]], spoken_for)
    limits = dates.limits(
        text, found, [hit for hit, _ in [*days, *named_dates] if hit.key not in GROUPS], {hit.first for hit, _ in hours}
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
    said += ((hit, "feast") for hit in found.of("when", "feast") if _is_shut(found, hit) or dates.is_limit(found, hit))
    said += (
        (hit, "around")
        for hit in found.of("when", "around")
        # "any time after two"
        if text[hit.first].clause not in timed and not found.starting(hit.last + 1, "hour", "after")
    )
    said += ((hit, "away") for hit in found.of("when", "away_then") if _is_dated(found, hit))
    said = [(hit, key) for hit, key in said if not (_is_of_a_pet(found, hit) or _is_of_a_look(found, hit))]
    return [(hit, key) for hit, key in said if text[hit.first].clause not in weekly and not _is_of_a_phone(found, hit)]


def _is_of_a_look(found: Found, hit: Hit) -> bool:
    """ "De volta ao castanho": it is a colour that is back."""
    return hit.key == "back" and bool(found.starting(hit.last + 1, "look") or found.starting(hit.last + 2, "look"))


def _is_shut(found: Found, feast: Hit) -> bool:
    """ "Closed at Christmas": something in the clause of the feast says that she is not there."""
    clause = found.text[feast.first].clause
    said = [*found.of("hour", "closed"), *found.of("when", "away", "away_then", "holiday")]
    said += (hit for hit in found.of("hour", "closed_behind") if found.ends_clause(hit.last))
    return any(found.text[hit.first].clause == clause for hit in said)


def _is_date(key: str) -> bool:
    return key[0] == "d" and "/" in key


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
    days = [word for word in near if word.clause == found.text[hit.first].clause and dates.day_of_month(word.folded)]
    return len(days) > 1  # "between 22 and 28"
