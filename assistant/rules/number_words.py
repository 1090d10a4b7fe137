"""Spoken numbers to digits: whole words, compounds, words glued together, in every language that has a lexicon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from assistant import lexicon
from assistant.rules.digits import bare

LONGEST_WORD = 24  # letters of the longest single number word
LONGEST_GLUED = 160  # letters of the longest glued run that is read


@dataclass(frozen=True, slots=True)
class Numbers:
    """One language's spoken numbers. Values are digit strings; phrases hold two or more words, joined by a space."""

    words: Mapping[str, str]
    phrases: Mapping[str, str]
    tens: frozenset[str]
    tens_with_teens: frozenset[str]
    joiners: frozenset[str]
    fillers: frozenset[str]
    repeats: Mapping[str, int]
    unit_apart: bool = False
    glued: Mapping[str, str] = field(default_factory=dict)


@cache
def numbers(language: str) -> Numbers:
    """The spoken numbers of `language`; empty when it has none."""
    data = lexicon.words(language, "numbers")
    spoken: dict[str, str] = {}
    for section in ("compounds", "hundreds", "teens", "tens", "units"):
        entries = _compounds(data) if section == "compounds" else data.get(section, {}).items()
        for digits, names in entries:
            spoken.update((_spaced(name), digits) for name in names)
    words = {name: digits for name, digits in spoken.items() if " " not in name}
    phrases = {name: digits for name, digits in spoken.items() if " " in name}
    repeats = {_spaced(name): 2 for name in data.get("double", ())} | {
        _spaced(name): 3 for name in data.get("triple", ())
    }
    return Numbers(
        words=words,
        phrases=phrases,
        tens=frozenset(digits for digits in data.get("tens", {}) if digits[0] != "0"),
        tens_with_teens=frozenset(str(ten) for ten in data.get("tens_that_take_teens", ())),
        joiners=frozenset(map(_spaced, data.get("joiners", ()))),
        fillers=frozenset(map(_spaced, data.get("fillers", ()))),
        repeats=repeats,
        unit_apart=bool(data.get("unit_apart", False)),
        glued={name.replace(" ", ""): digits for name, digits in spoken.items()},
    )


def _spaced(name: str) -> str:
    return bare(name).replace("-", " ")


def _compounds(data: Mapping[str, Any]) -> Iterable[tuple[str, list[str]]]:
    """21 to 99 as one word, by the language's own patterns ("{unit}en{ten}")."""
    for ten, ten_names in data.get("tens", {}).items():
        for unit, unit_names in data.get("units", {}).items():
            if ten[0] == "0" or unit == "0":
                continue
            names = [
                pattern.format(ten=ten_name, unit=unit_name)
                for pattern in data.get("compounds", ())
                for ten_name in ten_names
                for unit_name in unit_names
            ]
            yield ten[0] + unit, names


@lru_cache(maxsize=4096)
def unglue(language: str, word: str) -> str | None:
    """The digits of number words written as one ("nulzestwaalf" → "0612"), longest words first; None when letters are left over.

    A hundred takes the ten or the unit behind it: "trecentodiciotto" → "318".
    """
    known = numbers(language).glued
    if not 6 <= len(word) <= LONGEST_GLUED or not known:
        return None
    # best[i]: the digits of the words of word[:i], as few as possible
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            before = best[start]
            digits = known.get(word[start:end])
            if before is None or digits is None or (end - start < 2):
                continue
            kept = best[end]
            if kept is None or len(before) + 1 < len(kept):
                best[end] = (*before, digits)
    whole = best[len(word)]
    return _with_hundreds(whole) if whole and len(whole) >= 2 else None


def _with_hundreds(parts: tuple[str, ...]) -> str:
    said: list[str] = []
    for digits in parts:
        takes = said and len(said[-1]) == 3 and said[-1].endswith("00") and len(digits) <= 2 and digits != "0"
        if takes:
            said[-1] = said[-1][0] + digits.zfill(2)
        else:
            said.append(digits)
    return "".join(said)
