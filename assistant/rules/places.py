"""The town an ad is in now: "this week Zwolle, from Monday Assen" → Zwolle.

Every town in the text is weighed by what is said beside it in its clause: where ("in", "regio"), when (now, later, before), and whether the
word is a town at all here (Best, Goes and Nice are ordinary words too).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from assistant import lexicon
from assistant.rules.digits import bare
from assistant.rules.first_names import first_names
from assistant.rules.towns import Town, key, town

_TOKEN = re.compile(r"['’]?[^\W\d_](?:[^\W\d_]|['’\-–](?=[^\W\d_]))*|\d+|[.,;:!?\n|/()•–]|[^\w\s]")
_CLAUSE_ENDS = frozenset(".!?\n;|•")
MOST_WORDS = 5  # of one town's name
READ_AT_MOST = 20_000  # characters
LOOK_BACK, LOOK_AHEAD = 9, 5  # words


@dataclass(frozen=True, slots=True)
class Seen:
    """A town as the text names it, where, and how much speaks for being there now."""

    name: str
    country: str
    start: int
    score: float


@dataclass(frozen=True, slots=True)
class Reader:
    """What an ad in one language says around towns."""

    language: str | None
    homes: tuple[str, ...]
    regions: tuple[str, ...]
    town: frozenset[str]
    now: frozenset[str]
    later: frozenset[str]
    past: frozenset[str]
    alias: frozenset[str]
    common: frozenset[str]
    endings: tuple[tuple[str, str], ...]


@cache
def reader(language: str | None, homes: tuple[str, ...], regions: tuple[str, ...]) -> Reader:
    """The words of `language` (and English); `homes`: where it is spoken; `regions`: where the ad may stand, likeliest first."""
    codes = [code for code in dict.fromkeys((language, "en")) if code]

    def phrases(subject: str) -> frozenset[str]:
        return frozenset(bare(phrase) for code in codes for phrase in lexicon.words(code, "ads").get(subject, ()))

    def dated(subject: str) -> frozenset[str]:
        return frozenset(
            bare(f"{word} {day}")
            for code in codes
            for word in lexicon.words(code, "ads").get(subject, ())
            for day in lexicon.words(code, "ads").get("days", ())
        )

    endings = lexicon.words(language or "", "ads").get("town_endings", ())
    split = (ending.split(">", 1) for ending in endings)
    return Reader(
        language=language,
        homes=homes,
        regions=regions,
        town=phrases("town"),
        now=phrases("now") | dated("until"),
        later=phrases("later") | dated("from"),
        past=phrases("past"),
        alias=phrases("alias") | phrases("alias_weak"),
        common=phrases("common") | phrases("not_alias"),
        endings=tuple(
            sorted(((bare(old.strip()), bare(new.strip())) for old, new in split), key=lambda ending: -len(ending[0]))
        ),
    )


def find(text: str, read: Reader) -> tuple[Seen | None, frozenset[str]]:
    """The town that holds now in a folded text (None when the ad names none), and the bare words that name towns in it."""
    tokens = list(_TOKEN.finditer(text[:READ_AT_MOST]))
    seen: list[Seen] = []
    words: set[str] = set()
    index = 0
    while index < len(tokens):
        named = _named(tokens, index, read)
        if named is None:
            index += 1
            continue
        found, size = named
        score, placed = _weigh(tokens, index, size, found, read)
        if placed:
            words.update(bare(token.group()) for token in tokens[index : index + size])
        if score > 0:
            seen.append(Seen(_look(tokens, index, size, found, read), found.country, tokens[index].start(), score))
        index += size if placed else 1
    return max(seen, key=lambda one: (round(one.score, 1), -one.start), default=None), frozenset(words)


def _named(tokens: Sequence[re.Match[str]], index: int, read: Reader) -> tuple[Town, int] | None:
    """The longest town name that starts at `index`, and its words. Small letters only count right after a word such as "in"."""
    first = tokens[index].group()
    letters = first.lstrip("'’")
    if not letters[:1].isalpha():
        return None
    small = not letters[0].isupper() and first[0].isalpha() and not _cased_later(tokens, index)
    if small and (len(first) < 4 or bare(first) in read.common or not _before(tokens, index, read.town)):
        return None
    words = [first]
    for token in tokens[index + 1 : index + MOST_WORDS]:
        if not token.group()[0].isalpha():
            break
        words.append(token.group())
    for size in range(len(words), 0, -1):
        if size > 1 and letters[0].isupper() and not words[size - 1][0].isupper():
            continue  # "Madrid centro" is Madrid
        found = _spelled(words[:size], read)
        if found:
            return found, size
    part = first.split("-")[0]  # "Rotterdam-Zuid"
    found = _spelled([part], read) if len(part) >= 4 and part != first else None
    return (found, 1) if found else None


def _cased_later(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Is a small first word part of a name in capitals ("den Haag", "'s-Hertogenbosch")?"""
    first = tokens[index].group()
    if any(char.isupper() for char in first):
        return True
    following = tokens[index + 1].group() if index + 1 < len(tokens) else ""
    return len(first) <= 3 and following[:1].isupper()


def _spelled(words: Sequence[str], read: Reader) -> Town | None:
    """The town that these words name, as they stand or without their endings.

    The larger town wins; among spellings of one town the one whose ending is the longest and comes first in the lexicon.
    """
    exact = town(key(" ".join(words)))
    if not read.endings or len(words) > 3 or not words[-1][0].isupper():
        return exact
    known: list[tuple[int, int, int, Town]] = []
    if exact and exact.country in read.regions:
        known.append((exact.inhabitants, 999 if read.language == "tr" else -1, len(exact.name), exact))
    for stems in product(*(_stems(word, read) for word in words)):
        found = town(" ".join(stem for _, stem in stems))
        if found and (found.country in read.regions or found.inhabitants > 150_000):
            known.append((found.inhabitants, sum(taken for taken, _ in stems), len(found.name), found))
    return max(known, key=lambda one: one[:3])[3] if known else exact


def _stems(word: str, read: Reader) -> list[tuple[int, str]]:
    """What an inflected word may be a form of, each with its worth: longer endings first, then as the lexicon orders them. At most 24."""
    whole = key(word.split("'")[0] if read.language == "tr" else word)
    if "-" in word and read.language in ("pl", "uk", "ru"):
        joined = product(*(_stems(part, read)[:6] for part in word.split("-")[:3]))
        return [(sum(taken for taken, _ in parts), " ".join(stem for _, stem in parts)) for parts in joined][:24]
    stems = [(0, whole)]
    for rank, (old, new) in enumerate(read.endings):
        if whole.endswith(old) and len(whole) - len(old) >= 2:
            stems.append((len(read.endings) - rank, whole[: -len(old)] + new))
    return stems[:24]


def _look(tokens: Sequence[re.Match[str]], index: int, size: int, found: Town, read: Reader) -> str:
    """As the ad spells it; in its usual capitals and accents when the ad leaves them out at home."""
    words = [token.group() for token in tokens[index : index + size]]
    surface = words[0]
    for token, before in zip(tokens[index + 1 : index + size], tokens[index : index + size - 1], strict=True):
        surface += (" " if token.start() > before.end() else "") + token.group()
    if len(found.name) < len(surface) and key(surface.split("-")[0]) == key(found.name):
        return found.name
    if key(surface) != key(found.name) or surface.isupper() or surface.islower():
        return found.name
    if surface.isascii() and not found.name.isascii() and found.country in read.homes:
        return found.name
    return surface


def _weigh(tokens: Sequence[re.Match[str]], index: int, size: int, found: Town, read: Reader) -> tuple[float, bool]:
    """How much speaks for this being the town she is in now (0 or less: it is not), and whether the words name a town at all."""
    placed = _before(tokens, index, read.town)
    at_home = found.country in read.regions
    ordinary = size == 1 and bare(tokens[index].group()) in read.common
    if not placed and (ordinary or not at_home or _before(tokens, index, read.alias)):
        return 0.0, False
    if not placed and size == 1 and bare(tokens[index].group()) in first_names():
        return 0.0, False
    if not placed and found.inhabitants < 20_000 and not _alone(tokens, index, size):
        return 0.0, False
    if ordinary and not tokens[index].group()[0].isupper():
        return 0.0, False
    score = (0.8 if at_home else 0.2) + min(0.6, 0.25 * math.log10(max(1.0, found.inhabitants / 5000)))
    score += 1.5 if placed else 0.0
    if not at_home and found.inhabitants < 50_000:
        score -= 1.0
    return score + _when(tokens, index, size, read), placed or found.inhabitants >= 50_000


def _before(tokens: Sequence[re.Match[str]], index: int, phrases: frozenset[str]) -> bool:
    """Does one of `phrases` stand right before the token at `index` (a colon or an emoji may be between)?"""
    words: list[str] = []
    for token in reversed(tokens[max(0, index - 6) : index]):
        word = token.group()
        if word in _CLAUSE_ENDS or word == ",":
            break
        if word[0].isalnum() or word[0] in "'’":
            words.insert(0, bare(word))
    return any(" ".join(words[-size:]) in phrases for size in range(1, min(4, len(words)) + 1))


def _alone(tokens: Sequence[re.Match[str]], index: int, size: int) -> bool:
    """Does the name stand apart, between signs or line ends?"""
    before = tokens[index - 1].group() if index else "\n"
    after = tokens[index + size].group() if index + size < len(tokens) else "\n"
    return not before[0].isalnum() and not after[0].isalnum()


def _when(tokens: Sequence[re.Match[str]], index: int, size: int, read: Reader) -> float:
    """What is said about time beside the name: the nearest word in its own clause counts, then the rest of its sentence."""
    own, sentence = _words_back(tokens, index)
    weight = _nearest(own, read)
    if weight == 0.0:
        weight = 0.5 * _nearest(sentence, read)
    after = _words_on(tokens, index + size)
    later = _nearest(after[::-1], read, ahead=True)
    if weight == 0.0 or (later < 0 and weight < 1):
        weight += 0.8 * later
    return weight


def _words_back(tokens: Sequence[re.Match[str]], index: int) -> tuple[list[str], list[str]]:
    """The words before a name: those of its own clause, and those before them in the sentence."""
    own: list[str] = []
    sentence: list[str] = []
    words = own
    for token in reversed(tokens[max(0, index - 2 * LOOK_BACK) : index]):
        word = token.group()
        if word in _CLAUSE_ENDS:
            break
        if word in ",–/(":
            words = sentence
        elif word[0].isalnum():
            words.insert(0, bare(word))
    return own[-LOOK_BACK:], sentence[-LOOK_BACK:]


def _words_on(tokens: Sequence[re.Match[str]], index: int) -> list[str]:
    words: list[str] = []
    for token in tokens[index : index + LOOK_AHEAD]:
        word = token.group()
        if word in _CLAUSE_ENDS or word == ",":
            break
        if word[0].isalpha():
            words.append(bare(word))
    return words


def _nearest(words: Sequence[str], read: Reader, *, ahead: bool = False) -> float:
    """The weight of the time phrase that stands nearest to the end of `words`: now 1.2, later -1.6, past -2.2; 0 without one."""
    if ahead:
        words = list(words)[::-1]
    spans: list[tuple[int, int, float]] = []
    for phrases, weight in ((read.now, 1.2), (read.later, -1.6), (read.past, -2.2)):
        for size in range(1, min(5, len(words)) + 1):
            for start in range(len(words) - size + 1):
                distance = start if ahead else len(words) - start - size
                if " ".join(words[start : start + size]) in phrases and not (
                    size == 1 and weight < -2 and distance > 1
                ):
                    spans.append((distance, -size, weight))
    return min(spans)[2] if spans else 0.0
