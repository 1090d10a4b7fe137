"""Handles that stand apart from their channel's name: "Insta en tg allebei: mila.noir", "pe telegram mă cheamă @steluta_g".

What looks like nothing but a user name, in a sentence that names a channel, is one, whatever words stand between: no list holds them all.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.rules.handle_links import tells
from assistant.rules.number_words import number_words

_SENTENCE = re.compile(r"[^\n]+?(?:[.!…;](?=\s)|\n|$)")  # "On Insta? My profile is @luna_x" is one

_TOKEN = re.compile(r"(?<![\w@/.:+-])@?[a-z0-9_](?:[a-z0-9_.-]{1,48}[a-z0-9_])(?![\w@/]|\s?(?:@|\(?at\)?\s))")
_MEASURE = re.compile(
    r"\d+\s?[a-z]{1,4}\d*|[a-z]{1,3}\d+|\d+(?:[.,-]\d+)*[a-z]{0,4}|\d+(?:st|nd|rd|th|er|eme|ste|de|e)"
)
_DOMAIN = re.compile(
    r"\.(?:com|net|org|info|biz|eu|nl|be|de|at|ch|fr|es|pt|it|ro|bg|hu|pl|uk|ie|us|br|mx|co|ar|ru|ua|tr|xxx|sex|me|io|example)$"
)
_WITH_FIGURES = re.compile(r"[a-z]{4,}\d{1,4}")
_FARTHEST_TOLD = 50  # letters between a channel's name and a bare word with figures
_FARTHEST_BEFORE, _FARTHEST_AFTER = 90, 30  # letters between a channel's name and a handle
MOST_SHARING = 3  # channels that may share one name: "snap & insta: luna_xo"
_TOGETHER = re.compile(
    r"[\s,/&+-]*(?:\w{1,5}[\s,]{1,2})?(?:(?:&|/|\+|,|[eé]n|and|und|et|y|e|și|si|и|й|та|і|és|i|ou|o|или|або|ve|the|op|on|auf|sur|na|pe|в|en)[\s,/&+-]*){0,3}(?:\w{1,5}\s)?"
)

Span = tuple[int, int]
Named = tuple[str, int, int]
"""(channel, where its name begins, where it ends)."""


def apart(text: str, channels: Sequence[Named], taken: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """(channel, where the handle stands without @) in a folded text, for what no other rule has `taken`; `channels` in order."""
    starts = [start for _, start, _ in channels]
    theirs = sorted([*taken, *((start, end) for _, start, end in channels)])
    for sentence in _SENTENCE.finditer(text) if channels else ():
        here = channels[bisect_left(starts, sentence.start()) : bisect_left(starts, sentence.end())]
        if here:
            yield from _joined(text, list(_names(text, sentence.span(), theirs, here)), here)


def _names(text: str, where: Span, theirs: Sequence[Span], channels: Sequence[Named]) -> Iterator[Span]:
    """What looks like a user name there, and is no part of what is known already."""
    for match in _TOKEN.finditer(text, *where):
        start, end = match.start() + match.group().startswith("@"), match.end()
        after = bisect_left(theirs, (end, 0))
        if after and theirs[after - 1][1] > start:
            continue
        if _made(match.group()) or (_WITH_FIGURES.fullmatch(match.group()) and _is_told(text, start, channels)):
            yield start, end


def _is_told(text: str, name: int, channels: Sequence[Named]) -> bool:
    """Do the words between the last channel and what stands at `name` introduce a user name: "the name is the same on both: …"?"""
    ends = [end for *_, end in channels if end <= name]
    return bool(ends) and name - ends[-1] <= _FARTHEST_TOLD and bool(tells().search(text, ends[-1], name))


def _joined(text: str, names: Sequence[Span], channels: Sequence[Named]) -> Iterator[tuple[str, Span]]:
    """Each name with the channels before it that no other name follows; else with the one right after it."""
    at = 0
    for name in names:
        first = at
        while at < len(channels) and channels[at][2] <= name[0]:
            at += 1
        before = [one for one in channels[max(first, at - MOST_SHARING) : at] if name[0] - one[2] <= _FARTHEST_BEFORE]
        if before:
            yield from ((one[0], name) for one in _last_together(text, before))
        elif first == at < len(channels) and channels[at][1] - name[1] <= _FARTHEST_AFTER:
            yield channels[at][0], name
            at += 1


def _last_together(text: str, channels: Sequence[Named]) -> Sequence[Named]:
    """The last channel, and those that are named in one breath with it."""
    first = len(channels) - 1
    for at, (one, other) in reversed(list(enumerate(pairwise(channels)))):
        if not _TOGETHER.fullmatch(text, one[2], other[1]):
            break
        first = at
    return channels[first:]


def _made(token: str) -> bool:
    """Does this look like a user name and like nothing else?"""
    name = token.removeprefix("@")
    letters = sum(char.isalpha() for char in name)
    if letters < 3 or _MEASURE.fullmatch(name):
        return False
    if "_" in name.strip("_"):
        return True
    if _DOMAIN.search(name) or "-" in name and not token.startswith("@"):
        return False
    if token.startswith("@"):
        return True
    parts = name.split(".")
    if len(parts) == 1:
        return False  # a bare word, or one with a figure behind it: "studio54" may be anything
    if number_words().issuperset(parts):
        return False  # "nul.zes.een"
    return all(parts) and max(map(len, parts)) >= 3 and sum(map(len, parts)) >= 6 and not name[0].isdigit()
