"""Spoken numbers to digits: whole words, compounds, words glued together, in every language that has a lexicon."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from assistant import lexicon
from assistant.rules.digits import bare

LONGEST_WORD = 24  # letters of the longest single number word
LONGEST_GLUED = 160  # letters of the longest glued run that is read
REPEATING = {2: "double", 3: "triple", 4: "quadruple"}  # how often: the lexicon's key for its words


@dataclass(frozen=True, slots=True)
class Numbers:
    """One language's spoken numbers. Values are digit strings; phrases hold two or more words, joined by a space."""

    words: Mapping[str, str]
    phrases: Mapping[str, str]
    tens: frozenset[str]
    tens_with_teens: frozenset[str]
    joiners: frozenset[str]
    fillers: frozenset[str]
    hundred_joiners: frozenset[str]
    ending_in_zeros: Mapping[str, str]  # "hundred" behind a number of its own: "eighty-three hundred"
    repeats: Mapping[str, int]
    doubtful: Mapping[str, str]  # "három nulla" is 3 and 0, or three of it: the latter
    times: frozenset[str]
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
    words |= {name.replace(" ", ""): digits for name, digits in spoken.items() if digits in data.get("hundreds", {})}
    phrases = {name: digits for name, digits in spoken.items() if " " in name}
    times = frozenset(map(_spaced, data.get("times", ())))
    repeats = _repeats(data, times)
    phrases |= _several(data, repeats)
    joiners = frozenset(map(_spaced, data.get("joiners", ())))
    return Numbers(
        words=words,
        phrases=phrases,
        tens=frozenset(digits for digits in data.get("tens", {}) if digits[0] != "0"),
        tens_with_teens=frozenset(str(ten) for ten in data.get("tens_that_take_teens", ())),
        joiners=joiners,
        hundred_joiners=joiners | frozenset(map(_spaced, data.get("hundred_joiners", ()))),
        fillers=frozenset(map(_spaced, data.get("fillers", ()))),
        ending_in_zeros={
            _spaced(name): zeros for zeros, names in data.get("ending_in_zeros", {}).items() for name in names
        },
        repeats=repeats,
        doubtful=_doubtful(data),
        times=times,
        unit_apart=bool(data.get("unit_apart", False)),
        glued={name.replace(" ", ""): digits for name, digits in (*phrases.items(), *spoken.items())},
    )


def _doubtful(data: Mapping[str, Any]) -> dict[str, str]:
    """Counts before a digit whose plural is spelled as it is."""
    doubtful: dict[str, str] = {}
    for digit, names in data.get("plurals", {}).items():
        singular = frozenset(map(_spaced, data.get("units", {}).get(digit, ())))
        for name in singular.intersection(map(_spaced, names)):
            doubtful |= {f"{said} {name}": digit * count for said, count in _counts(data)}
    return doubtful


@cache
def number_words() -> frozenset[str]:
    """The bare words that say a number in any language."""
    return frozenset(word for code in lexicon.languages() for word in numbers(code).words)


def _repeats(data: Mapping[str, Any], times: Iterable[str]) -> dict[str, int]:
    """What says how often the next digits come: "double", "twice", "three times"."""
    said = {_spaced(name): count for count, kind in REPEATING.items() for name in data.get(kind, ())}
    return said | {f"{name} {word}": count for name, count in _counts(data) for word in times}


def _counts(data: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The words for two, three and four."""
    units = data.get("units", {})
    return [(_spaced(name), count) for count in REPEATING for name in units.get(str(count), ())]


def _several(data: Mapping[str, Any], repeats: Mapping[str, int]) -> dict[str, str]:
    """Digits in the plural behind how many there are: "three eights", "vier nullen", "double zeros"."""
    several: dict[str, str] = {}
    for digit, names in data.get("plurals", {}).items():
        singular = frozenset(map(_spaced, data.get("units", {}).get(digit, ())))
        for name in map(_spaced, names):
            # Where the plural is spelled as the digit, "három nulla" may be 3 and 0; "két nulla" is not.
            counts = repeats.items() if name in singular else (*_counts(data), *repeats.items())
            several |= {f"{said} {name}": digit * count for said, count in counts}
    return several


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
    repeated = next((one for one in numbers(language).repeats if word.startswith(one)), None)
    if repeated and word[len(repeated) :] in numbers(language).words:
        return numbers(language).words[word[len(repeated) :]] * numbers(language).repeats[repeated]
    if not 4 <= len(word) <= LONGEST_GLUED or not known:
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
