"""The town an ad is in now: "this week Zwolle, from Monday Assen" → Zwolle.

Every town in the text is weighed by what is said beside it in its clause: where ("in", "near"), when (now, later, before), and whether the
word is a town at all here (Best, Goes and Nice are ordinary words too).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.rules import tours
from assistant.rules.digits import bare
from assistant.rules.first_names import is_first_name
from assistant.rules.look_alikes import stands_alone
from assistant.rules.opening import opening
from assistant.rules.town_names import look, named
from assistant.rules.town_times import LATER, is_limited, phrases_before, when
from assistant.rules.town_weighing import weigh
from assistant.rules.town_words import Reader, reader
from assistant.rules.towns import Town, key, town
from assistant.rules.user_names import masked

__all__ = ["Reader", "Seen", "find", "reader"]

_CUT_SHORT = re.compile(r"\b(St|Ste|Sta|Sto|Tg|Pto|Fco)\.(?=\s?[^\W\d_])", re.IGNORECASE)  # "St. Gallen"
_TOKEN = re.compile(r"['’]?[^\W\d_](?:[^\W\d_]|['’\-–](?=[^\W\d_]))*|\d+|[.,;:!?\n|/()•–]|[^\w\s]")
READ_AT_MOST = 20_000  # characters
ENOUGH_TO_TELL = 200  # tokens
_LEFT, _MOVED = -3.0, 1.2
_HOLDS, _HOLDS_ALONE = 4.0, 2.0  # what dates say against words: of several towns, and of one
_DOUBTFUL = 0.5  # a quarter, or what is hardly a town: its dates are another's
_BESIDE = 25  # characters between a quarter and the city it is in
_NEXT = 3
BORDERING = 0.15  # degrees
_QUARTERS, CLOSE = 3, 0.06  # times the inhabitants, degrees: its city
_HOMONYMS, FAR = 10, 0.5  # a square or a quarter that is spelled as a village elsewhere


@dataclass(frozen=True, slots=True)
class Seen:
    """A town as the text names it, where, and how much speaks for being there now."""

    name: str
    country: str
    start: int
    score: float
    town: Town
    near: bool = False


def find(text: str, read: Reader, *, today: date | None = None) -> tuple[Seen | None, frozenset[str]]:
    """The town that holds now in a folded text (None when the ad names none), and the bare words that name towns in it.

    `today`: the day on which the ad is read, for towns with dates; without it they are read as if none had passed.
    """
    text = _CUT_SHORT.sub(r"\1 ", masked(text[:READ_AT_MOST]))
    tokens = list(_TOKEN.finditer(text))
    small_too = _without_capitals(tokens)
    her_name = _opens_with_name(text, read)
    seen: list[Seen] = []
    coming: list[Seen] = []
    words: set[str] = set()
    left: tuple[int, int] | None = None
    index = 0
    while index < len(tokens):
        if tokens[index].start() == her_name or not (
            tokens[index].group()[0].isalpha() or tokens[index].group()[0] in "'’"
        ):
            index += 1
            continue
        found = named(tokens, index, read, small_too=small_too)
        if found is None:
            index += 1
            continue
        place, size = found
        score, placed = weigh(tokens, index, size, place, read)
        if left is not None and _moved(tokens, left, (index, index + size), read):
            seen = [replace(one, score=_LEFT) if one.start == tokens[left[0]].start() else one for one in seen]
            score, placed = max(score, 0.0) + _MOVED, True
        left = (index, index + size)
        if placed:
            words.update(bare(token.group()) for token in tokens[index : index + size])
        if score > 0:
            near = not read.near.isdisjoint(phrases_before(tokens, index)) or is_limited(tokens, index + size, read)
            name = look(tokens, index, size, place, read)
            seen.append(Seen(name, place.country, tokens[index].start(), score, place, near))
        elif placed and when(tokens, index, size, read) == LATER:
            coming.append(
                Seen(look(tokens, index, size, place, read), place.country, tokens[index].start(), score, place)
            )
        index += size if placed else 1
    if today:
        seen = _by_date(text, tokens, seen, coming, read, today)
    best = max(seen, key=lambda one: (round(one.score, 1), -one.start), default=None)
    best = best or (coming[0] if len(coming) == 1 else None)  # "from Monday in Freiburg", and nowhere else
    if best is None:
        return None, frozenset(words)
    best = _in_full(_around(best, seen), seen)
    return best, frozenset(words | set(bare(best.name).split()))


def _by_date(
    text: str, tokens: Sequence[re.Match[str]], seen: list[Seen], coming: list[Seen], read: Reader, today: date
) -> list[Seen]:
    """`seen`, weighed anew where one of the towns has dates that hold today: "5-12 nov Zwolle, 24 nov - 3 dec Assen"."""
    dated = tours.stays(tokens, read.language, next(iter(read.regions), ""), today)
    named = [*(one for one in seen if one.score > _DOUBTFUL), *coming]
    if not (dated and named):
        return seen
    plan = tours.of_towns({one.start: one.start + len(one.name) for one in named}, text, dated, read.later)
    if not any(stay.holds(today) for stay in plan.values()):
        return seen
    weight = _HOLDS if len(plan) > 1 else _HOLDS_ALONE
    said = {start: weight if stay.holds(today) else -weight for start, stay in plan.items()}
    dated_too = (*seen, *(one for one in coming if one.start in plan))
    return [replace(one, score=one.score + said.get(one.start, 0.0)) for one in dated_too]


def _moved(tokens: Sequence[re.Match[str]], one: tuple[int, int], other: tuple[int, int], read: Reader) -> bool:
    """Are these two names, from one token up to another, those of "from Assen to Zwolle" or "Szegedről Kecskemétre"?"""
    if one[1] == other[0] and read.leaving_endings:
        here, there = (bare(tokens[end - 1].group()) for end in (one[1], other[1]))
        return here.endswith(read.leaving_endings) and there.endswith(read.towards_endings)
    between = " ".join(bare(token.group()) for token in tokens[one[1] : other[0]])
    return between in read.towards and not read.leaving.isdisjoint(phrases_before(tokens, one[0]))


def _opens_with_name(text: str, read: Reader) -> int:
    """Where a name begins that an age and a town follow; -1 when the ad does not open so, or with the town: "Murcia, 37, Lorena"."""
    opened = opening(text)
    if opened is None or is_first_name(opened.place) > is_first_name(opened.name):
        return -1
    place = town(key(opened.place), read.regions)
    return opened.start if place and place.country in read.regions else -1


def _without_capitals(tokens: Sequence[re.Match[str]]) -> bool:
    """Is the text typed without capitals, or in letters that have none?"""
    words = [
        word
        for token in tokens[:ENOUGH_TO_TELL]
        if len(word := token.group()) > 1 and word[0].isalpha() and not (len(word) < 4 and stands_alone(word))
    ]
    return sum(not word[0].islower() and word[0].lower() != word[0] for word in words) * 12 <= len(words)


def _around(best: Seen, seen: Sequence[Seen]) -> Seen:
    """The city of which `best` is a quarter or a square, when the ad names it right beside: "in Wedding, Berlin", "Unirii, București"."""
    end = best.start + len(best.name)
    for other in seen:
        times = other.town.inhabitants / best.town.inhabitants
        apart = _degrees(best.town, other.town)
        if other.near:
            continue
        if times >= _HOMONYMS and apart < CLOSE and other.country == best.country:
            return other  # its quarter, wherever the ad names it
        if abs(other.start - best.start) > _BESIDE + len(best.name):
            continue
        follows = 0 < other.start - end <= _NEXT
        leads = 0 < best.start - other.start - len(other.name) <= _NEXT  # "Montevideo, Pocitos"
        if leads and times >= _HOMONYMS and other.country != best.country:
            return other
        if follows and times >= _HOMONYMS and (apart < BORDERING or other.country != best.country):
            return other  # "Miraflores, Lima", "Palermo, Buenos Aires": there is a village of that name abroad
        if other.country != best.country:
            continue
        if (times >= _QUARTERS and apart < CLOSE) or (times >= _HOMONYMS and apart > FAR and follows):
            return other
    return best


def _degrees(one: Town, other: Town) -> float:
    """How far apart two towns are, roughly, in degrees of latitude; 0.5 when it is not known."""
    if one.at is None or other.at is None:
        return 0.5
    return max(abs(one.at[0] - other.at[0]), 0.67 * abs(one.at[1] - other.at[1]))


def _in_full(best: Seen, seen: Sequence[Seen]) -> Seen:
    """ "Vegas" is Las Vegas and "Buda" is Budapest when the ad says so elsewhere."""
    short = key(best.name)
    fuller = (one for one in seen if one.town.at == best.town.at and len(one.name) > len(best.name))
    return next((replace(best, name=one.name) for one in fuller if short in key(one.name)), best)
