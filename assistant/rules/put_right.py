"""What an ad says about its own number: "that was wrong, it is …", "and a zero in front", "my Belgian number"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from assistant import lexicon
from assistant.rules.countries import lettered, nations
from assistant.rules.digits import bare
from assistant.rules.numbers_in_text import Found
from assistant.rules.phones import country_code, dial
from assistant.rules.pieces import Piece
from assistant.rules.words_around import words_of

_BETWEEN = 60  # characters between a number and what it should have been
_SLIPS = 3  # digits in which the two may differ
_NAMED_WITHIN = 32  # characters before a number
_LETTERS = re.compile(r"(?<!\w)([A-Z]{2})\s?[:=]?\s?$")
_BESIDE = 24  # characters between a digit and "in front"
_PREFIX = re.compile(r"00?\d{0,2}|0")


def _says(text: str, subject: str) -> bool:
    """Does one of the words, or two of them side by side, stand in `text`?"""
    words = re.findall(r"[^\W\d_]+", bare(text))
    pairs = (f"{one} {other}" for one, other in zip(words, words[1:], strict=False))
    return not words_of(lexicon.languages(), subject).isdisjoint((*words, *pairs))


def without_slips(found: Sequence[Found], low: str) -> list[Found]:
    """The numbers without one that the next, which is nearly the same, puts right: "043 034 803 … sorry, 043 034 804"."""
    ordered = sorted(found, key=lambda one: one.start)
    kept = list(ordered)
    for one, other in zip(ordered, ordered[1:], strict=False):
        alike = Levenshtein.distance(one.number.e164, other.number.e164, score_cutoff=_SLIPS) <= _SLIPS
        if alike and 0 < other.start - one.end <= _BETWEEN and _says(low[one.end : other.start], "correcting"):
            kept.remove(one)
    return kept


def of_named_country(found: Found, text: str, low: str) -> Found:
    """The same digits in the country that is named right before them, when they are a mobile there: "Belgian number 0452 39 54 20", "BE 0452 …"."""
    before = text[max(0, found.start - _NAMED_WITHIN) : found.start]
    letters = _LETTERS.search(before)
    said = nations().search(bare(before))
    country = letters[1] if letters and letters[1] in lettered() else said.lastgroup if said else None
    if country is None or country == found.number.region or "+" in low[max(0, found.start - 2) : found.end]:
        return found
    national = found.number.e164[1 + len(country_code(found.number.region)) :]
    others = (dial(digits, country) for digits in (f"0{national}", national))
    number = next((one for one in others if one and one.mobile), None)
    return replace(found, number=number) if number else found


def put_in_front(runs: Sequence[Sequence[Piece]], low: str) -> list[list[Piece]]:
    """The runs with what belongs before a number there: "56, 11, 68, 35 with 06 in front", "43 023 123 (in front a zero)"."""
    put: list[list[Piece]] = []
    for run in map(list, runs):
        last = run[-1]
        alone = len(run) == 1 and bool(put) and last.start - put[-1][-1].end <= _BESIDE
        whole = [*put[-1], last] if alone else run
        if len(whole) > 1 and _PREFIX.fullmatch(last.digits) and _says(_around(whole, low), "in_front"):
            first, *others = whole[:-1]
            run = [replace(last, start=first.start, breaks=first.breaks), replace(first, breaks=False), *others]
            put = put[:-1] if alone else put
        put.append(run)
    return put


def _around(run: Sequence[Piece], low: str) -> str:
    """What stands before the last piece, and after it on its line."""
    return f"{low[run[-2].end : run[-1].start]} {low[run[-1].end : run[-1].end + _BESIDE]}".split("\n")[0]
