"""The town an ad is in now: "this week Zwolle, from Monday Assen" → Zwolle.

Every town in the text is weighed by what is said beside it in its clause: where ("in", "near"), when (now, later, before), and whether the
word is a town at all here (Best, Goes and Nice are ordinary words too).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.rules.digits import bare
from assistant.rules.first_names import first_names, is_first_name
from assistant.rules.languages import NOUNS_WITH_CAPITALS
from assistant.rules.look_alikes import stands_alone
from assistant.rules.opening import opening
from assistant.rules.town_names import look, named
from assistant.rules.town_signs import ends_a_path, follows_postcode, names_a_street, sign
from assistant.rules.town_times import CLAUSE_ENDS, LATER, phrases_before, when
from assistant.rules.town_words import Reader, reader
from assistant.rules.towns import Town, key, town
from assistant.rules.user_names import masked

__all__ = ["Reader", "Seen", "find", "reader"]

_CUT_SHORT = re.compile(r"\b(St|Ste|Sta|Sto|Tg|Pto|Fco)\.(?=\s?[^\W\d_])", re.IGNORECASE)  # "St. Gallen"
_TOKEN = re.compile(r"['’]?[^\W\d_](?:[^\W\d_]|['’\-–](?=[^\W\d_]))*|\d+|[.,;:!?\n|/()•–]|[^\w\s]")
READ_AT_MOST = 20_000  # characters
ENOUGH_TO_TELL = 200  # tokens
BIG = 50_000  # inhabitants
CITY = 100_000  # known abroad
UNMISTAKABLE = 500_000  # though it is a first name too: Paris
ORIGIN, COMES_FROM = -0.7, -1.0
_VILLAGE = 20_000  # inhabitants
_LEFT, _MOVED = -3.0, 1.2
_PART_OF_TOWN = 2.0
_TITLE = 16  # tokens
_SHORT_CLAUSE = 6
MONTHS = frozenset(("march", "may", "august", "mars", "mai"))  # "since March": a town of that name is not meant
_HEADING = 0.3  # what a town gains with which the ad begins: "Alba Iulia, …"
_AGES = frozenset(map(str, range(18, 70)))
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


def find(text: str, read: Reader) -> tuple[Seen | None, frozenset[str]]:
    """The town that holds now in a folded text (None when the ad names none), and the bare words that name towns in it."""
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
        score, placed = _weigh(tokens, index, size, place, read)
        if left is not None and _moved(tokens, left, (index, index + size), read):
            seen = [replace(one, score=_LEFT) if one.start == tokens[left[0]].start() else one for one in seen]
            score, placed = max(score, 0.0) + _MOVED, True
        left = (index, index + size)
        if placed:
            words.update(bare(token.group()) for token in tokens[index : index + size])
        if score > 0:
            near = not read.near.isdisjoint(phrases_before(tokens, index))
            name = look(tokens, index, size, place, read)
            seen.append(Seen(name, place.country, tokens[index].start(), score, place, near))
        elif placed and when(tokens, index, size, read) == LATER:
            coming.append(
                Seen(look(tokens, index, size, place, read), place.country, tokens[index].start(), score, place)
            )
        index += size if placed else 1
    best = max(seen, key=lambda one: (round(one.score, 1), -one.start), default=None)
    best = best or (coming[0] if len(coming) == 1 else None)  # "from Monday in Freiburg", and nowhere else
    if best is None:
        return None, frozenset(words)
    best = _in_full(_around(best, seen), seen)
    return best, frozenset(words | set(bare(best.name).split()))


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


def _weigh(tokens: Sequence[re.Match[str]], index: int, size: int, found: Town, read: Reader) -> tuple[float, bool]:
    """How much speaks for this being the town she is in now (0 or less: it is not), and whether the words name a town at all."""
    spelled = bare(tokens[index].group()) if size == 1 else ""
    before = frozenset(phrases_before(tokens, index))
    placed, near = bool(before & read.town), bool(before & read.near)
    origin = not (placed or near) and bool(before & read.origin)
    if read.endings_place and not origin:
        placed = placed or _inflected(tokens[index + size - 1].group(), found, read)
    at_home = found.country in read.regions
    placed = placed or (at_home and (follows_postcode(tokens, index) or ends_a_path(tokens, index, size)))
    if _is_her_name(tokens, index + size, read) or spelled in MONTHS or names_a_street(tokens, index):
        return 0.0, False
    if spelled in first_names() and before & read.alias_weak and found.inhabitants < UNMISTAKABLE:
        return 0.0, False  # "pregunta por Lorena"
    if spelled in first_names() and key(found.name) != key(spelled):
        return 0.0, False  # Lili is not in "Lil"
    english = (
        spelled in read.common
        and spelled not in read.own_common
        and found.inhabitants >= CITY
        and tokens[index].group()[0].isupper()
        and index < _TITLE
    )
    if not (
        placed
        or near
        or _believable(
            before, spelled, found, read, origin=origin, english=english, alone=_is_alone(tokens, index, size)
        )
        or _beside_her(tokens, index, found, read)
        or _set_apart(tokens, index, size, found, read)
        or _far_from_home(tokens, index, size, found, read)
    ):
        return 0.0, False
    score = (0.8 if at_home else 0.2) + min(0.6, 0.25 * math.log10(max(1.0, found.inhabitants / 5000)))
    score += 1.5 if placed else 0.9 if near else 0.0
    if not at_home and found.inhabitants < BIG:
        score -= 1.0
    if before & read.quarter:
        score -= _PART_OF_TOWN
    score += _HEADING * (index == 0 and sign(tokens, size))
    said = when(tokens, index, size, read)
    if origin:
        said = ORIGIN if before & read.origin & read.later else min(said, ORIGIN)  # "desde" is "from" in both senses
        said = (
            max(said, COMES_FROM) if before & read.past else said
        )  # "I come from": where she is, when no other town is named
    return score + said, placed or near or origin or found.inhabitants >= BIG


def _is_her_name(tokens: Sequence[re.Match[str]], after: int, read: Reader) -> bool:
    """Does "is my name" come right after?"""
    words = [bare(token.group()) for token in tokens[after : after + 3]]
    return any(" ".join(words[:size]) in read.named for size in (2, 3))


def _believable(
    before: frozenset[str], spelled: str, found: Town, read: Reader, *, origin: bool, english: bool, alone: bool
) -> bool:
    """May words that nothing announces be a town? Not when they are ordinary words or her name; abroad only a city said to be here now.

    `english`: it is a great city in capitals, and an ordinary word in English alone. `alone`: no other word stands beside it.
    """
    if before & read.alias or (spelled in read.common and not (english and found.country in read.regions)):
        return False
    if found.country not in read.regions:
        return found.inhabitants >= CITY and bool(before & read.now) and spelled not in first_names()
    if before & read.alias_weak and found.inhabitants < CITY and not origin:
        return False
    if read.language in NOUNS_WITH_CAPITALS and found.inhabitants < _VILLAGE and not (origin or alone):
        return False  # "ein Glas Weissen"
    return spelled not in first_names() or origin or found.inhabitants >= UNMISTAKABLE


def _is_alone(tokens: Sequence[re.Match[str]], index: int, size: int) -> bool:
    """Do only signs and figures stand beside a name?"""
    beside = (tokens[at].group() for at in (index - 1, index + size) if 0 <= at < len(tokens))
    return not any(word[0].isalpha() for word in beside)


def _inflected(word: str, found: Town, read: Reader) -> bool:
    """Does a name end in what means "in" ("Pécsen", "Konya'da"), and not "from"?"""
    spelled = key(word)
    if is_first_name(word):
        return False  # Lili is not in Lille
    return not key(found.name).endswith(spelled) and not any(spelled.endswith(old) for old, _ in read.last_endings)


def _beside_her(tokens: Sequence[re.Match[str]], index: int, found: Town, read: Reader) -> bool:
    """A town that is a first name too is a town right after one: "LÉA NANCY"."""
    words = [token.group() for token in tokens[max(0, index - 2) : index] if token.group()[0].isalpha()]
    home = found.country in read.regions and found.inhabitants >= CITY
    return home and len(words) == 1 and is_first_name(words[0]) and bare(tokens[index].group()) in first_names()


def _clause(tokens: Sequence[re.Match[str]], index: int) -> list[str]:
    """The few words and signs of its sentence before a token."""
    words: list[str] = []
    for token in reversed(tokens[max(0, index - _SHORT_CLAUSE) : index]):
        if token.group() in CLAUSE_ENDS:
            break
        words.insert(0, token.group())
    return words


def _names_her(tokens: Sequence[re.Match[str]], after: int) -> bool:
    """Does a first name follow shortly: "Constanța, vă așteaptă Ramona"?"""
    for token in tokens[after : after + _SHORT_CLAUSE]:
        word = token.group()
        if word in CLAUSE_ENDS or word.isdigit():
            return False
        if word[0].isupper() and is_first_name(word):
            return True
    return False


def _far_from_home(tokens: Sequence[re.Match[str]], index: int, size: int, found: Town, read: Reader) -> bool:
    """A city abroad that stands by itself between two signs in the title: who writes in Ukrainian may be in "Краків"."""
    if found.country in read.regions or found.inhabitants < CITY or index >= _TITLE:
        return False
    word = tokens[index].group()
    alone = index == 0 or (sign(tokens, index - 1) and tokens[index - 1].group() not in "(/")
    ordinary = size == 1 and (bare(word) in read.common or is_first_name(word))
    return alone and sign(tokens, index + size) and not ordinary and word[0].isupper()


def _set_apart(tokens: Sequence[re.Match[str]], index: int, size: int, found: Town, read: Reader) -> bool:
    """A city of this country that is an everyday word too stands alone in the title, between a comma and the next sign: "Bella, brune, Nice."."""
    home = found.country in read.regions[:1] and found.inhabitants >= CITY
    if not home or not tokens[index].group()[0].isupper():
        return False
    after = tokens[index + size].group() if index + size < len(tokens) else "."
    clause = _clause(tokens, index)
    if not clause:
        return after == "," and _names_her(tokens, index + size)
    aged = clause[-1] == "," and any(word.isdigit() and word in _AGES for word in clause)
    if not (index < _TITLE or aged):
        return False
    before = clause if aged else [token.group() for token in tokens[:index]]
    return before[-1] in ",|•–" and CLAUSE_ENDS.isdisjoint(before[:-1]) and not (after[0].isalnum() or after in "'’")
