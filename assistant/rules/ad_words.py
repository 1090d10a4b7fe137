"""The words of an ad, folded so that spelling does not matter, and the lexicon's phrases found among them.

A phrase in `lexicon/<language>/noticing.toml` is one or more words; a word may end in "*" (anything may follow) or begin with it
(a compound: "*haar"). Each list of phrases stands under a subject and a key: [hair_looks] short = ["kort*"].
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

from assistant.lexicon import languages, section, words
from assistant.rules.languages import IN_CYRILLIC
from assistant.rules.latin import one_spelling, spellings

_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*|\d+")
_SENTENCE_END = re.compile(
    r"[!?…。！？;|\n\r•●▪★☆✓✔➤►▶]|(?:(?<!\d)|(?<=\d{3})|(?<=[4-9]\d)|(?<=[:,]\d\d))\.(?=\s|$)|\.(?=\s\()|\s[*~]\s"
)
_CLAUSE_END = re.compile(r"[,(),،、]|\s[-–—]\s")
_BEHIND_FIGURES = re.compile(r"(?<!\d)[0-3]?\d\.(?=\s+([^\W\d_]{2,}))")
_ORDINARY_COUNTED = frozenset(
    (
        "stock", "stockwerk", "etage", "og", "obergeschoss", "bezirk", "weihnachtstag", "weihnachtsfeiertag", "advent", "mal", "woche", "ker",
        "kerulet", "emelet", "em", "stunde", "std", "quartal", "geburtstag", "platz", "kw", "stiege", "tur", "hof", "gasse", "strasse",
    )
)  # fmt: skip
_LONGEST_WORD = 40
_LONGEST_PHRASE = 6
FAR = 1_000
# English words that ads in any language use; the others mean something else too often ("mon" is a day, and "my" in French).
_ENGLISH_EVERYWHERE = frozenset(
    {"hair", "look", "hair_alone", "photo", "animal", "humour", "not_pet", "animal_doubt", "breed", "stamp", "currency"}
)
_SHORTEST_STEM = 2

_MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class Word:
    """One word: folded for comparing, as written, what stood before and after it, and which sentence and clause it is in.

    Sentences and clauses are numbered through the whole text; a clause ends at a comma, a bracket or a dash, and with its sentence.
    """

    folded: str
    written: str
    gap: str
    sentence: int
    clause: int
    after: str = ""


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
    sentence_ends = sorted((*_positions(_SENTENCE_END, text), *_ends_behind_figures(text)))
    clause_ends = _positions(_CLAUSE_END, text)
    found: list[Word] = []
    sentence = clause = ended = 0
    matches = list(_WORD.finditer(text))
    begins = [*(match.start() for match in matches[1:]), len(text)]
    for match, following in zip(matches, begins, strict=bool(matches)):
        while sentence_ends[sentence] < match.start():
            sentence += 1
        while clause_ends[clause] < match.start():
            clause += 1
        folded = fold(match[0]).replace("’", "'").replace("`", "'")
        found.append(
            Word(
                folded,
                match[0],
                text[ended : match.start()],
                sentence,
                sentence + clause,
                text[match.end() : following],
            )
        )
        ended = match.end()
    return tuple(found)


def _positions(pattern: re.Pattern[str], text: str) -> list[int]:
    return [*(match.start() for match in pattern.finditer(text)), len(text)]


def _ends_behind_figures(text: str) -> Iterator[int]:
    """The full stops behind a small number that end a sentence: "do 22. Zdjęcia", and not "17. August", "2. Stock"."""
    for match in _BEHIND_FIGURES.finditer(text):
        if match[1][0].isupper() and fold(match[1]) not in _counted():
            yield match.start()


@cache
def _counted() -> frozenset[str]:
    """What an ordinal number may stand before: months, in any language, and floors, districts and feasts."""
    months = (name for code in languages() for names in section(code, "noticing", "month").values() for name in names)
    return frozenset(name.removesuffix("*") for name in months) | _ORDINARY_COUNTED


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
def vocabulary(language: str, *, in_latin: bool = False) -> Vocabulary:
    """The phrases of one language; of a language without a file, none. `in_latin`: those in Cyrillic, as `latin.spellings` writes them."""
    whole: dict[str, list[_Step]] = {}
    stems: dict[str, list[_Step]] = {}
    tails: dict[str, list[_Step]] = {}
    for subject, lists in words(language, "noticing").items():
        for key, phrases in lists.items():
            for phrase in phrases:
                for first, *rest in _in_latin(_pattern(phrase)) if in_latin else (_pattern(phrase),):
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


def _in_latin(pattern: Sequence[str]) -> list[list[str]]:
    return [phrase.split() for phrase in sorted(spellings(" ".join(pattern)))]


def _is_latin(text: Sequence[Word]) -> bool:
    """Are its words, but for a few, written in Latin letters?"""
    letters = [word for word in text if word.folded.isalpha()]
    return sum(word.folded.isascii() for word in letters) > _MOSTLY * len(letters)


class Found:
    """The phrases found in one text, by subject: those of its language, and English beside it."""

    def __init__(self, text: Sequence[Word], language: str | None) -> None:
        self.text = text
        self._hits: dict[tuple[str, ...], list[Hit]] = {}
        self.language = own = language or "en"
        hits = list(vocabulary(own).find(text))
        if own in IN_CYRILLIC and _is_latin(text):  # "Imam si kotence", as many write Bulgarian on a phone
            spelled = [replace(word, folded=one_spelling(word.folded)) for word in text]
            hits += vocabulary(own, in_latin=True).find(spelled)
        if own != "en":  # "cât un bloc" is no cat
            own_words = {hit.first for hit in hits if hit.subject == "not_english"}
            english = (hit for hit in vocabulary("en").find(text) if hit.subject in _ENGLISH_EVERYWHERE)
            hits += (hit for hit in english if hit.first != hit.last or hit.first not in own_words)
        for hit in sorted(hits, key=_first):
            self._hits.setdefault((hit.subject,), []).append(hit)

    def of(self, subject: str, *keys: str) -> Sequence[Hit]:
        """The hits of a subject in text order; with keys, only those that have one of them."""
        if (subject, *keys) not in self._hits:
            self._hits[(subject, *keys)] = [hit for hit in self._hits.get((subject,), ()) if hit.key in keys]
        return self._hits[(subject, *keys)]

    def keys(self, subject: str) -> frozenset[str]:
        """The keys of a subject that were found at all."""
        return frozenset(hit.key for hit in self.of(subject))

    def keys_of(self, subject: str, *keys: str) -> frozenset[str]:
        """Those of these keys that were found."""
        return frozenset(hit.key for hit in self.of(subject, *keys))

    def distance(self, a: Hit, b: Hit) -> int:
        """Words from one to the other; far when they stand in different sentences, 0 when they overlap."""
        if self.text[a.first].sentence != self.text[b.first].sentence:
            return FAR
        return max(b.first - a.last, a.first - b.last, 0)

    def nearest(self, hit: Hit, others: Sequence[Hit], within: int) -> int:
        """The distance to the nearest of `others` (in text order) that stands within so many words, else FAR."""
        return min((self.distance(hit, other) for other in self.close(hit, others, within)), default=FAR)

    def close(self, hit: Hit, others: Sequence[Hit], within: int) -> list[Hit]:
        """Those of `others` (in text order) that stand within so many words, in the same sentence."""
        low = bisect_left(others, hit.first - within - _LONGEST_PHRASE, key=_first)
        high = bisect_left(others, hit.last + within + 1, lo=low, key=_first)
        return [other for other in others[low:high] if self.distance(hit, other) <= within]

    def between(self, low: int, high: int, subject: str, *keys: str) -> Sequence[Hit]:
        """Those that begin at word `low` or after it, and before word `high`."""
        hits = self.of(subject, *keys)
        start = bisect_left(hits, low, key=_first)
        return hits[start : bisect_left(hits, high, lo=start, key=_first)]

    def starting(self, index: int, subject: str, *keys: str) -> Sequence[Hit]:
        """Those that begin at word `index`."""
        return self.between(index, index + 1, subject, *keys)

    def ending(self, index: int, subject: str, *keys: str) -> list[Hit]:
        """Those that end with word `index`."""
        return [hit for hit in self.between(index - _LONGEST_PHRASE, index + 1, subject, *keys) if hit.last == index]

    def leading(self, index: int, subject: str, *keys: str, within: int) -> list[Hit]:
        """Those that begin within so many words before word `index`, in its clause."""
        clause = self.text[index].clause
        return [
            hit for hit in self.between(index - within, index, subject, *keys) if self.text[hit.first].clause == clause
        ]

    def ends_clause(self, last: int) -> bool:
        """Does a clause end with word `last`?"""
        return last + 1 == len(self.text) or self.text[last + 1].clause != self.text[last].clause

    def clause_start(self, index: int, within: int) -> int:
        """The first word of the clause that word `index` is in, looking at most `within` words back."""
        first = index
        while first > max(0, index - within) and not self.ends_clause(first - 1):
            first -= 1
        return first

    def near(self, hit: Hit, subject: str, *keys: str, within: int) -> bool:
        """Does one of these stand within so many words of `hit`?"""
        return self.nearest(hit, self.of(subject, *keys), within) < FAR


@lru_cache(maxsize=8)
def found_in(text: tuple[Word, ...], language: str | None) -> Found:
    """The phrases in a text, looked for once however many readers ask in a row."""
    return Found(text, language)


def _first(hit: Hit) -> int:
    return hit.first


def in_order(*some: Sequence[Hit]) -> list[Hit]:
    """Several lists of hits as one, in text order."""
    return sorted((hit for hits in some for hit in hits), key=_first)
