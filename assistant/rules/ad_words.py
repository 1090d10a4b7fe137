"""The words of an ad, folded so that spelling does not matter, and the lexicon's phrases found among them.

A phrase in `lexicon/<language>/noticing.toml` is one or more words; a word may end in "*" (anything may follow) or begin with it
(a compound: "*haar"). Each list of phrases stands under a subject and a key: [hair_looks] short = ["kort*"].
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from assistant.lexicon import words

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*|\d+")
_BREAK = re.compile(r"[.!?…。！？;|\n\r•●▪★☆✓✔➤►▶]|\s[-–—*~]\s")
_LONGEST_WORD = 40
_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Word:
    """One word: folded for comparing, as written, where it starts, and the number of the sentence it stands in."""

    folded: str
    written: str
    start: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon found in the text: words[first] … words[last]."""

    subject: str
    key: str
    first: int
    last: int


def fold(text: str) -> str:
    """Lower case, compatibility forms and accents gone: "𝓛𝓾𝓷𝓪" → "luna", "Ștefan" → "stefan". Cyrillic й and ї keep their own letter."""
    out: list[str] = []
    for char in unicodedata.normalize("NFKC", text).casefold():
        if char.isascii():
            out.append(char)
        elif char in _KEPT:
            out.append(_KEPT[char])
        else:
            base = unicodedata.normalize("NFD", char)
            out.append("".join(c for c in base if not unicodedata.combining(c) and c not in _UNSEEN))
    return "".join(out)


_KEPT = {"й": "й", "ї": "ї", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
_UNSEEN = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u0640\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@lru_cache(maxsize=64)
def split(text: str) -> tuple[Word, ...]:
    """The words and numbers of `text` in order. Linear in its length."""
    text = unicodedata.normalize("NFKC", "".join(c for c in text if c not in _UNSEEN))
    breaks = [match.start() for match in _BREAK.finditer(text)]
    found: list[Word] = []
    passed = 0
    for match in _WORD.finditer(text):
        while passed < len(breaks) and breaks[passed] < match.start():
            passed += 1
        found.append(Word(fold(match[0]).replace("’", "'").replace("`", "'"), match[0], match.start(), passed))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Step:
    """The phrases that begin with one word: the words that must follow, and what the phrase means."""

    rest: tuple[str, ...]
    subject: str
    key: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases of a language, by their first word."""

    whole: Mapping[str, tuple[_Step, ...]]
    stems: Mapping[str, tuple[_Step, ...]]
    tails: Mapping[str, tuple[_Step, ...]]

    def find(self, text: Sequence[Word]) -> Iterator[Hit]:
        """Every phrase found, in text order; phrases may overlap."""
        for index, word in enumerate(text):
            for step in self._starting(word.folded):
                last = index + len(step.rest)
                if last < len(text) and all(
                    _matches(pattern, text[index + 1 + offset].folded) for offset, pattern in enumerate(step.rest)
                ):
                    yield Hit(step.subject, step.key, index, last)

    def _starting(self, word: str) -> Iterator[_Step]:
        yield from self.whole.get(word, ())
        for length in range(_SHORTEST_STEM, min(len(word), _LONGEST_WORD) + 1):
            yield from self.stems.get(word[:length], ())
            yield from self.tails.get(word[-length:], ())


def _matches(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def vocabulary(language: str) -> Vocabulary:
    """The phrases of one language; of a language without a file, none."""
    whole: dict[str, list[_Step]] = {}
    stems: dict[str, list[_Step]] = {}
    tails: dict[str, list[_Step]] = {}
    for subject, lists in words(language, "noticing").items():
        for key, phrases in lists.items():
            for phrase in phrases:
                first, *rest = _pattern(phrase)
                step = _Step(tuple(rest), subject, key)
                if first.endswith("*"):
                    stems.setdefault(first[:-1], []).append(step)
                elif first.startswith("*"):
                    tails.setdefault(first[1:], []).append(step)
                else:
                    whole.setdefault(first, []).append(step)
    return Vocabulary(*(MappingProxyType({k: tuple(v) for k, v in by.items()}) for by in (whole, stems, tails)))


def _pattern(phrase: str) -> list[str]:
    return [fold(part).replace("’", "'") for part in phrase.split()]
