"""How much speaks for a town's being the one she is in now: what is said beside its name, and where in the ad that stands."""

import math
import re
from collections.abc import Sequence

from assistant.rules.digits import bare
from assistant.rules.first_names import first_names, is_first_name
from assistant.rules.languages import NOUNS_WITH_CAPITALS
from assistant.rules.town_signs import (
    before_state,
    begins_a_part,
    ends_a_part,
    ends_a_path,
    follows_postcode,
    is_so_far,
    names_a_street,
    sign,
)
from assistant.rules.town_times import CLAUSE_ENDS, is_limited, phrases_before, when
from assistant.rules.town_words import Reader
from assistant.rules.towns import Town, key

BIG = 50_000  # inhabitants
CITY = 100_000  # known abroad
UNMISTAKABLE = 500_000  # though it is a first name too: Paris
ORIGIN, COMES_FROM = -0.7, -1.0
_VILLAGE = 20_000  # inhabitants
_PART_OF_TOWN = 2.0
_TITLE = 16  # tokens
_SHORT_CLAUSE = 6
MONTHS = frozenset(("march", "may", "august", "mars", "mai"))  # "since March": a town of that name is not meant
_HEADING_ENDS, _IN_HEADING = 200, 1.2  # characters
_TOLD_LATER, _MOST_TOLD_LATER = 400, 0.9  # characters: a long text tells of where she studied and whom she visits
_SO_FAR = -1.0
_HERS = 0.6  # what "from" gains behind her name
_HEADING = 0.3  # what a town gains with which the ad begins: "Alba Iulia, …"
_AGES = frozenset(map(str, range(18, 70)))


def weigh(tokens: Sequence[re.Match[str]], index: int, size: int, found: Town, read: Reader) -> tuple[float, bool]:
    """How much speaks for this being the town she is in now (0 or less: it is not), and whether the words name a town at all."""
    spelled = bare(tokens[index].group()) if size == 1 else ""
    before = frozenset(phrases_before(tokens, index))
    placed, near = bool(before & read.town), bool(before & read.near)
    origin = not (placed or near) and bool(before & read.origin)
    if read.endings_place and not origin:
        placed = placed or _inflected(tokens[index + size - 1].group(), found, read)
    at_home = found.country in read.regions
    placed = placed or (at_home and (follows_postcode(tokens, index) or ends_a_path(tokens, index, size)))
    placed = placed or before_state(tokens, index, size, found.country)
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
    return _scored(tokens, index, size, found, read, before=before, placed=placed, near=near, origin=origin)


def _scored(
    tokens: Sequence[re.Match[str]],
    index: int,
    size: int,
    found: Town,
    read: Reader,
    *,
    before: frozenset[str],
    placed: bool,
    near: bool,
    origin: bool,
) -> tuple[float, bool]:
    """As `weigh`, of words that name a town; `before`: what stands before it: where ("in": placed, "near") or where from."""
    at_home = found.country in read.regions
    score = (0.8 if at_home else 0.2) + min(0.6, 0.25 * math.log10(max(1.0, found.inhabitants / 5000)))
    score += 1.5 if placed else 0.9 if near else 0.0
    if not at_home and found.inhabitants < BIG:
        score -= 1.0
    if before & read.quarter:
        score -= _PART_OF_TOWN
    score += _HEADING * (index == 0 and sign(tokens, size))
    start = tokens[index].start()
    said = when(tokens, index, size, read)
    far = is_so_far(tokens, index, size) or is_limited(tokens, index + size, read)
    if far:
        said = min(said, _SO_FAR)
    heads = 0.0
    if not (far or placed or near) and start < _HEADING_ENDS and begins_a_part(tokens, index):
        heads = _in_heading(found, ends=ends_a_part(tokens, index, size), at_home=at_home)
    if said <= 0:
        score -= min(_MOST_TOLD_LATER, max(0, start - _HEADING_ENDS) / _TOLD_LATER)
    if origin:
        said = ORIGIN if before & read.origin & read.later else min(said, ORIGIN)  # "desde" is "from" in both senses
        said += _HERS * _follows_name(tokens, index)
        said = (
            max(said, COMES_FROM) if before & read.past else said
        )  # "I come from": where she is, when no other town is named
    return score + said + heads, placed or near or origin or heads > 0 or found.inhabitants >= BIG


def _follows_name(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Does a first name stand before the word before a town: "Leni aus Hof"?"""
    return index > 1 and is_first_name(tokens[index - 2].group())


def _in_heading(found: Town, *, ends: bool, at_home: bool) -> float:
    """What a town gains that begins a part of the heading; `ends`: and is all of it."""
    counts = (ends or at_home) if found.inhabitants >= CITY else (ends and at_home)
    if not counts:
        return 0.0
    return _IN_HEADING if found.inhabitants >= _VILLAGE else _IN_HEADING / 2


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
    if found.country in read.regions or found.inhabitants < BIG or index >= _TITLE:
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
