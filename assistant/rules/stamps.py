"""What a site adds to an ad by itself (dates of posting, ids, counters) is not her text."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, dropwhile, groupby
from unicodedata import category

from assistant.rules.ad_words import Word, found_in

_STARTS_WITHIN = 2
_LONGEST_STAMP = 12
_SHORT = 3
_YEARS = range(2000, 2100)


def without_stamps(text: Sequence[Word], *, language: str | None) -> tuple[Word, ...]:
    """The words of an ad, without the lines that a site wrote: "Geplaatst op 12 november 2026", "12-11-2026 14:33", "Views: 1034"."""
    found = found_in(tuple(text), language)
    calendar = {
        index
        for subject in ("month", "day", "day_short")
        for hit in found.of(subject)
        for index in range(hit.first, hit.last + 1)
    }
    clock = {
        index
        for hit in [*found.of("stamp"), *found.of("duration"), *found.of("hour")]
        for index in range(hit.first, hit.last + 1)
    }
    months = {hit.first for hit in found.of("month")}
    posted: dict[int, int] = {}
    for hit in found.of("stamp", "posted"):
        posted[hit.first] = max(hit.last, posted.get(hit.first, 0))
    kept: list[Word] = []
    stamped = False
    parts = list(accumulate(any(category(char) == "So" for char in word.gap) for word in text))  # a picture ends it too
    for _, numbered in groupby(enumerate(text), key=lambda pair: (pair[1].sentence, parts[pair[0]])):
        sentence = list(numbered)
        if stamped:  # the "2" of "Feladva: máj. 2.", and "november 3" of "Feladva: 2026. november 3."
            rest = list(dropwhile(lambda pair: pair[1].folded.isdecimal() or pair[0] in months, sentence))
            dated = any(word.folded.isdecimal() for _, word in sentence[: len(sentence) - len(rest)])
            sentence = rest if dated else sentence
        stamped = not sentence or _is_stamp(sentence, posted.keys(), calendar, clock)
        if not stamped:
            begins = _stamped_until(sentence, posted, calendar | clock)
            ends = _stamped_from(sentence, posted, calendar | clock)
            kept += (word for _, word in sentence[begins:ends])
    return tuple(kept)


def _stamped_until(sentence: Sequence[tuple[int, Word]], posted: Mapping[int, int], dated: set[int]) -> int:
    """How many words of a sentence the site put before hers: 4 of "Inserat vom 4.1. – Sandra in Graz", mostly 0."""
    start = sentence[0][0]
    if start not in posted:
        return 0
    at, told = posted[start] - start + 1, False
    while at < len(sentence):
        index, word = sentence[at]
        number = word.folded.isdecimal()
        if not (number or index in dated or (not told and len(word.folded) <= _SHORT)):
            break
        told = told or number or index in dated
        at += 1
    apart = at == len(sentence) or bool(sentence[at][1].gap.strip()) or sentence[at - 1][1].folded.isdecimal()
    return at if told and apart else 0


def _stamped_from(sentence: Sequence[tuple[int, Word]], posted: Mapping[int, int], dated: set[int]) -> int:
    """Where in a sentence a stamp begins that ends it, behind a bracket or a picture: "… if I am busy (ad renewed 14/06)"."""
    last = len(sentence)
    while last and (sentence[last - 1][1].folded.isdecimal() or sentence[last - 1][0] in dated):
        last -= 1
    dates = any(word.folded.isdecimal() for _, word in sentence[last:])
    for at in range(max(1, last - 1), len(sentence)):
        begins = any(sentence[one][0] in posted for one in range(at, min(at + _STARTS_WITHIN, len(sentence))))
        if begins and dates and _sets_apart(sentence[at][1].gap):
            return at
    return len(sentence)


def _sets_apart(gap: str) -> bool:
    """Does a bracket open there, or stand a picture or a dash?"""
    return any(char in "([*~|-–—.," or category(char) == "So" for char in gap)


def _is_stamp(
    sentence: Sequence[tuple[int, Word]], posted: AbstractSet[int], calendar: set[int], clock: set[int]
) -> bool:
    if len(sentence) > _LONGEST_STAMP:
        return False
    says_so = any(index in posted for index, _ in sentence[:_STARTS_WITHIN])
    numbers = [word.folded for _, word in sentence if word.folded.isdecimal()]
    others = [index for index, word in sentence if not word.folded.isdecimal()]
    if says_so:
        return all(
            index in calendar or index in clock or len(text.folded) <= 2 for index, text in sentence if index in others
        )
    dated = any(len(number) == 4 and int(number) in _YEARS for number in numbers) and len(numbers) + len(others) >= 3
    return dated and all(index in calendar for index in others)
