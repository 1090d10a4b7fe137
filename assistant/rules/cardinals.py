"""Amounts and hours as numbers: in digits ("20.000", "35 mil", "130k") or in words ("honderddertig", "sto czterdzieści").

Other than rules.number_words, which reads the digits of a number said one after another, this reads what a number is worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant import lexicon
from assistant.rules.ad_words import Word, fold
from assistant.rules.number_words import numbers

_HUNDRED, _THOUSAND = 100, 1000
_TEN, _TWENTY = 10, 20
_LONGEST_PHRASE = 4
_LONGEST_DIGITS = 7
_LONGEST_PART = 24
_SHORTEST_GLUED = 6
_LONGEST_GLUED = 40
_SHORTEST_PART = 3
_GROUP = 3


@dataclass(frozen=True, slots=True)
class Number:
    """words[first … last] are worth `value`; `spoken` when it is written in words, `ordinal` when as an hour of the clock ("siódmej")."""

    first: int
    last: int
    value: int
    spoken: bool = False
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The number words of a language: one word or several, each with its value; `joiners` may stand between two of them, `endings` behind one."""

    words: Mapping[str, int]
    phrases: Mapping[tuple[str, ...], int]
    opening: frozenset[str]
    joiners: frozenset[str]
    multiples: Mapping[str, int]
    teens_after: frozenset[int]
    endings: tuple[str, ...]
    ordinals: frozenset[str]


def read(text: Sequence[Word], language: str | None) -> list[Number]:
    """Every number in `text`, in order. Linear in its length."""
    spoken = _spoken(language or "en")
    found: list[Number] = []
    index = 0
    while index < len(text):
        number = _digits(text, index, spoken) if _is_digits(text[index]) else _words(text, index, spoken, language)
        if number is None:
            index += 1
            continue
        found.append(number)
        index = number.last + 1
    return found


def _is_digits(word: Word) -> bool:
    return word.folded.isascii() and word.folded.isdigit() and len(word.folded) <= _LONGEST_DIGITS


def _joins(word: Word, gaps: str) -> bool:
    return _is_digits(word) and len(word.gap) == 1 and word.gap in gaps


def _digits(text: Sequence[Word], index: int, spoken: _Spoken) -> Number:
    """ "20.000", "20 000" and "150,00" are one number each, and so is "35 mil"."""
    last, digits = index, text[index].folded
    grouped = len(digits) <= _GROUP
    while grouped and last + 1 < len(text) and len(digits) < _LONGEST_DIGITS and len(text[last + 1].folded) == _GROUP:
        if not _joins(text[last + 1], ". ,'\u00a0"):
            break
        last += 1
        digits += text[last].folded
    value = int(digits)
    if last + 1 < len(text) and text[last + 1].folded == "00" and _joins(text[last + 1], ".,"):
        last += 1
    elif value < _THOUSAND and last + 1 < len(text) and not _apart(text[last + 1]):  # no "via Roma 18. Cento euro"
        times = spoken.multiples.get(text[last + 1].folded)
        if times is None and value < _TEN and spoken.words.get(text[last + 1].folded) == _HUNDRED:
            times = _HUNDRED  # "3 sute"
        last, value = (last + 1, value * times) if times else (last, value)
    return Number(index, last, value)


def _words(text: Sequence[Word], index: int, spoken: _Spoken, language: str | None) -> Number | None:
    """The longest number that begins at this word."""
    total = current = 0
    at, last = index, None
    while at < len(text):
        joined = last is not None and text[at].folded in spoken.joiners and at + 1 < len(text)
        atom = _atom(text, at + joined, spoken, language)
        if atom is None or (last is not None and _apart(text[at])):
            break
        size, value = atom
        taken = None if value == _THOUSAND and total else _taken(total, current, value, spoken)
        if value == 1 and total + current and (total + current) % _THOUSAND == 0:
            taken = None  # "tízezer egy óra": ten thousand, an hour
        if taken is None:
            break
        total, current = taken
        at += joined + size
        last = at - 1
    if last is None:
        return None
    return Number(index, last, total + current, spoken=True, ordinal=text[last].folded in spoken.ordinals)


def _apart(word: Word) -> bool:
    return bool(set(word.gap) - set(" -\u00a0"))


def _fits(current: int, value: int, spoken: _Spoken) -> bool:
    """May this follow what was said: forty after a hundred, two after forty, ten after "soixante"?"""
    if current % _HUNDRED == 0:
        return value < _HUNDRED
    tens = current % _HUNDRED
    if tens % _TEN or tens < _TWENTY:
        return False
    return value < _TEN or (value < _TWENTY and tens in spoken.teens_after)


def _atom(text: Sequence[Word], at: int, spoken: _Spoken, language: str | None) -> tuple[int, int] | None:
    """How many words the number word at `at` takes, and its value."""
    if at >= len(text):
        return None
    word = text[at].folded
    if word in spoken.opening:
        for size in range(min(_LONGEST_PHRASE, len(text) - at), 1, -1):  # at the end a slice is shorter than asked
            value = spoken.phrases.get(tuple(one.folded for one in text[at : at + size]))
            if value is not None:
                return size, value
    value = spoken.words.get(word)
    if value is None and _SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED:
        value = _glued(language or "en", word)
    if value is None and word.endswith(spoken.endings):
        value = next((spoken.words.get(word.removesuffix(one)) for one in spoken.endings if word.endswith(one)), None)
    return None if value is None else (1, value)


@lru_cache(maxsize=8192)
def _glued(language: str, word: str) -> int | None:
    """ "honderddertig" and "tizenötezer" are one word; None when letters are left over."""
    known = _spoken(language)
    best: list[tuple[int, ...] | None] = [()] + [None] * len(word)
    for end in range(_SHORTEST_PART, len(word) + 1):
        for start in range(max(0, end - _LONGEST_PART), end - _SHORTEST_PART + 1):
            before, value = best[start], known.words.get(word[start:end])
            kept = best[end]
            value = None if value and value > _THOUSAND else value  # "huszonötezer" is no 20 and 5000
            if before is not None and value is not None and (kept is None or len(before) + 1 < len(kept)):
                best[end] = (*before, value)
    parts = best[len(word)]
    return _sum(parts, known) if parts and len(parts) > 1 else None


def _sum(parts: Sequence[int], spoken: _Spoken) -> int | None:
    total = current = 0
    for value in parts:
        taken = _taken(total, current, value, spoken)
        if taken is None:
            return None
        total, current = taken
    return total + current


def _taken(total: int, current: int, value: int, spoken: _Spoken) -> tuple[int, int] | None:
    """(the thousands, what stands behind them) with one number word more; None when it belongs to another number."""
    if value == _THOUSAND and not total:
        return (current or 1) * _THOUSAND, 0
    if value == _HUNDRED and 0 < current < _TEN:
        return total, current * _HUNDRED
    return (total, current + value) if not current or _fits(current, value, spoken) else None


@cache
def _spoken(language: str) -> _Spoken:
    known = numbers(language)
    data = lexicon.words(language, "numbers")
    large = {name: int(value) for value, names in data.get("large", {}).items() for name in names}
    values = {**_worth(known.words), **_worth(known.phrases)}
    for name in data.get("sounds_like", ()):  # "for" is 4 in a number that is hidden, never in "eighty for two"
        values.pop(fold(name), None)
    values |= {fold(name): int(value) for value, names in data.get("ordinals", {}).items() for name in names}
    values |= {" ".join(fold(name).replace("-", " ").split()): value for name, value in large.items()}
    phrases = {tuple(name.split()): value for name, value in values.items() if " " in name}
    return _Spoken(
        words={name: value for name, value in values.items() if " " not in name},
        phrases=phrases,
        opening=frozenset(words[0] for words in phrases),
        joiners=frozenset(map(fold, data.get("joined_by", ()))),
        multiples={fold(name): value for name, value in large.items() if value in (_TEN, _HUNDRED, _THOUSAND)}
        | {"k": _THOUSAND},  # "35 mil", "3 stówki"
        teens_after=frozenset(map(int, known.tens_with_teens)),
        endings=tuple(map(fold, data.get("endings", ()))),
        ordinals=frozenset(fold(name) for names in data.get("ordinals", {}).values() for name in names),
    )


def _worth(names: Mapping[str, str]) -> dict[str, int]:
    return {fold(name): int(digits) for name, digits in names.items() if digits[0] != "0"}
