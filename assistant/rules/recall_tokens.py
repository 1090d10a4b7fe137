"""What somebody can be found by: the tokens of one person, and what each rests on. The index holds keyed hashes of these tokens only.

A token is "kind:value". Whoever asks makes the same tokens from a vague question (recall.py); where both meet is the finding.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product

from assistant.rules import recall_names, towns
from assistant.rules.ads import Channel
from assistant.rules.sounds import one_letter_less, parts, sound, stem, words_of

CELL = 0.3  # degrees: a square of some 33 by 20 kilometres at our latitude
NEAR_KM = 30.0
DIGITS = (3, 4, 5, 6)
MOST_WORDS = 3000  # different words of one person that are indexed, the newest texts first


@dataclass(frozen=True, slots=True)
class Said:
    """One text with her: `hers` she wrote it, else we did; `is_note`: we wrote it about her."""

    day: date
    text: str
    hers: bool
    is_note: bool
    channel: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that is known of one person, as values."""

    alias: str | None = None
    earlier_aliases: tuple[str, ...] = ()
    reference: str | None = None
    towns: tuple[str, ...] = ()  # now first
    language: str | None = None
    country: str | None = None
    gender: str | None = None
    workers: frozenset[int] = frozenset()
    points: tuple[tuple[str, str], ...] = ()
    card: Mapping[str, str] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    days: tuple[date, ...] = ()  # when there was contact, or an ad

    def tokens(self) -> dict[str, Said | None]:
        """Every token with the newest text it stands in (None: not from a text)."""
        found: dict[str, Said | None] = {}
        for text in sorted(self.said, key=lambda one: one.day, reverse=True):
            for token in text_tokens(text.text):
                if len(found) < MOST_WORDS:
                    found.setdefault(token, text)
        found.update(dict.fromkeys(self._facts()))
        return found

    def _facts(self) -> Iterator[str]:
        for alias in filter(None, (self.alias, *self.earlier_aliases)):
            yield from alias_tokens(alias)
        yield from (
            f"ref:{word}" for word in (*words_of(self.reference or ""), "".join(words_of(self.reference or ""))) if word
        )
        for name in self.towns:
            yield from town_tokens(name)
        yield from (f"language:{code}" for code in self.languages())
        if self.country:
            yield f"country:{self.country.upper()}"
        yield from gender_tokens(self.gender)
        yield from (f"worker:{number}" for number in self.workers)
        yield from self._ways()
        yield from {f"month:{day:%Y-%m}" for day in self.days}
        for fact, value in self.card.items():
            kind = "code" if fact.startswith("code") else "word"
            yield from (f"{kind}:{word}" for word in words_of(value))
            yield from (f"stem:{stem(word)}" for word in words_of(value))

    def languages(self) -> tuple[str, ...]:
        """Hers first, then those that were written in: ISO 639-1."""
        tags = (self.language, *(text.language for text in self.said))
        return tuple(dict.fromkeys(tag.replace("_", "-").split("-")[0].lower() for tag in tags if tag))

    def _ways(self) -> Iterator[str]:
        used = {text.channel for text in self.said if text.channel} | {channel for channel, _ in self.points}
        yield from (f"channel:{channel}" for channel in used)
        for channel, value in self.points:
            if channel == Channel.PHONE:
                digits = "".join(char for char in value if char.isdigit())
                yield from (f"digits:{digits[-size:]}" for size in DIGITS if len(digits) >= size)
            else:
                yield from (f"word:{word}" for word in words_of(value))
                yield f"word:{''.join(words_of(value.partition('@')[0]))}"


def text_tokens(text: str) -> Iterator[str]:
    """The tokens of somebody's words: the words, their stems, and what country or gender they mention."""
    skipped = recall_names.skipped()
    words = [word for word in words_of(text[:20_000]) if word not in skipped]
    for word in dict.fromkeys(words):
        yield from _word_tokens(word)
    yield from (f"word:{one}{two}" for one, two in zip(words, words[1:], strict=False) if 2 < len(one) + len(two) < 24)


@lru_cache(maxsize=16384)
def _word_tokens(word: str) -> tuple[str, ...]:
    found = [f"word:{word}"]
    if len(word) > 3 and not word.isdigit():
        found.append(f"stem:{stem(word)}")
    found += (f"said-country:{code}" for code in _countries_said(word))
    if gender := recall_names.genders().get(word):
        found.append(f"said-gender:{gender}")
    if language := recall_names.languages().get(word):
        found.append(f"said-language:{language}")
    return tuple(found)


def _countries_said(word: str) -> frozenset[str]:
    codes = recall_names.country(word) if len(word) > 3 else frozenset()
    return codes if len(codes) == 1 else frozenset()


@lru_cache(maxsize=4096)
def alias_tokens(alias: str) -> tuple[str, ...]:
    """By its words, by a part, by sound, with a slip."""
    words = words_of(alias)[:6]
    found: list[str] = []
    for word in {*words, "".join(words)} - {""}:
        found.append(f"alias:{word}")
        found += (f"part:{part}" for part in parts(word))
        if heard := sound(word):
            found.append(f"sound:{heard}")
        found += (f"slip:{less}" for less in one_letter_less(word))
    return tuple(found)


@lru_cache(maxsize=4096)
def town_tokens(name: str) -> tuple[str, ...]:
    """By its name, by where it is (every spelling of one town), by its neighbourhood, with a slip."""
    bare = town_key(name)
    if not bare:
        return ()
    found = [f"town:{bare}", *(f"town-slip:{less}" for less in one_letter_less(bare))]
    if known := town_at(name):
        found += [f"place:{known[0]:.2f},{known[1]:.2f}", f"cell:{_cell(known)[0]},{_cell(known)[1]}"]
    return tuple(found)


def town_key(name: str) -> str:
    return "".join(words_of(name))[:40]


def town_at(name: str) -> tuple[float, float] | None:
    """Latitude and longitude of the largest town of that name; None when nobody knows it."""
    known = towns.town(towns.key(name.strip()[:60]))
    return known.at if known else None


def _cell(at: tuple[float, float]) -> tuple[int, int]:
    return math.floor(at[0] / CELL), math.floor(at[1] / CELL)


def cells_around(at: tuple[float, float]) -> tuple[str, ...]:
    """The tokens of the squares in which a town within NEAR_KM may lie."""
    row, column = _cell(at)
    return tuple(f"cell:{row + up},{column + right}" for up, right in product((-1, 0, 1), (-2, -1, 0, 1, 2)))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies."""
    up = math.radians(other[0] - one[0])
    right = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return 6371.0 * math.hypot(up, right)


def gender_tokens(gender: str | None) -> Iterator[str]:
    """As she names it, and the group of words it belongs to."""
    words = words_of(gender or "")[:8]
    for word in {*words, "".join(words)} - {""}:
        yield f"gender-word:{word}"
        if group := recall_names.genders().get(word):
            yield f"gender:{group}"
            if group == "trans" and any(one in word for one in ("vrouw", "woman")):
                yield "gender:woman"


def unique(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens))
