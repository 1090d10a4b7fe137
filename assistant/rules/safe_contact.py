"""What her safe-contact card allows: which point, which hours, which words. What she said about her safety is never overridden.

Cards of two threads that were joined say both, with " / " between; then only what both allow is allowed.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import zip_longest

from assistant.rules.folding import fold
from assistant.rules.lint import exposing_words
from assistant.rules.lint_facts import links
from assistant.rules.signals import read_signals

_NUMBER = re.compile(r"\d+")
_HOUR = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
_BETWEEN = re.compile(r"[,;/\n]+")
_STEP = timedelta(minutes=15)
LONGEST_TERM = 2  # words: a longer one is a remark to a reader, not something to look for
SHORT = 3  # letters: as a whole word only


class Outside(StrEnum):
    """Why a message is outside her card."""

    POINT = "card_point"
    HOURS = "card_hours"
    WORDS = "card_words"
    NEUTRAL = "card_neutral"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a card says that a machine can check. Empty: not limited. `hours`: (from, until) of the team's clock; over midnight when until < from."""

    points: frozenset[int] = frozenset()
    hours: tuple[tuple[time, time], ...] = ()
    avoid: tuple[str, ...] = ()
    other_reader: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """The first limit that a message breaks. `word`: which one; `until`: from when it may, local time, None when waiting does not help."""

    why: Outside
    word: str = ""
    until: datetime | None = None


def limits_of(facts: Mapping[str, str]) -> Limits:
    """The limits in the facts of a card; what cannot be read is for the human who reads it."""
    starts, ends = _hours(facts.get("from_hour", "")), _hours(facts.get("to_hour", ""))
    pairs: list[tuple[time, time]] = []
    if starts and ends:
        pairs = list(zip_longest(starts, ends[: len(starts)], fillvalue=ends[-1]))
        pairs += [(starts[-1], end) for end in ends[len(starts) :]]
    return Limits(
        points=frozenset(map(int, _NUMBER.findall(facts.get("safe_points", ""))[:50])),
        hours=tuple((start, end) for start, end in pairs if start != end),
        avoid=tuple(_terms(facts.get("avoid", ""))),
        other_reader=bool(facts.get("other_reader", "")),
    )


def broken(
    limits: Limits, *, point_id: int | None, body: str, language: str | None, names: Collection[str], at: datetime
) -> Broken | None:
    """The first limit that `body` to `point_id` at local time `at` breaks; None when it is inside her card.

    `names`: what we are called, which somebody else must not read.
    """
    if limits.points and point_id is not None and point_id not in limits.points:
        return Broken(Outside.POINT)
    if not _open(limits, at):
        return Broken(Outside.HOURS, until=next_open(limits, at))
    if (word := _said(body, limits.avoid)) is not None:
        return Broken(Outside.WORDS, word)
    if limits.other_reader and (word := _telling(body, language, names)) is not None:
        return Broken(Outside.NEUTRAL, word)
    return None


def next_open(limits: Limits, at: datetime) -> datetime | None:
    """The first moment after `at`, within a day and to a quarter of an hour, in all her hours."""
    first = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    moments = (first + step * _STEP for step in range(1, 97))
    return next((moment for moment in moments if _open(limits, moment)), None)


def has_code_word(text: str, code_word: str) -> bool:
    """Whether `code_word` stands in `text` as a word or words of its own."""
    wanted = fold(code_word).text.strip()
    return bool(wanted) and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", fold(text).text) is not None


def _open(limits: Limits, at: datetime) -> bool:
    now = at.time().replace(tzinfo=None)
    return all((start <= now < end) if start < end else (now >= start or now < end) for start, end in limits.hours)


def _hours(said: str) -> list[time]:
    return [time(int(hour), int(minute)) for hour, minute in _HOUR.findall(said)]


def _terms(said: str) -> Iterator[str]:
    for part in _BETWEEN.split(said):
        term = " ".join(fold(part).text.strip(" .!?\"'").split())
        if len(term) > 1 and len(term.split()) <= LONGEST_TERM:
            yield term


def _said(body: str, terms: Collection[str]) -> str | None:
    """The first of `terms` that stands in `body`, also with an ending; in scripts without spaces anywhere."""
    folded = fold(body)
    for term in terms:
        apart = _UNSPACED.match(term) is None
        start = r"(?<!\w)" if apart else ""
        end = r"(?!\w)" if apart and len(term) <= SHORT else ""
        if found := re.search(rf"{start}{re.escape(term)}{end}", folded.text):
            at, until = folded.span(*found.span())
            return body[at:until]
    return None


def _telling(body: str, language: str | None, names: Collection[str]) -> str | None:
    """A word by which a stranger would see who writes, or what about."""
    if word := _said(body, [fold(name).text for name in names if len(name) > 1]):
        return word
    if word := next(iter(exposing_words(body, language=language)), None):
        return word
    if span := next(iter(links(fold(body).text)), None):
        at, until = fold(body).span(*span)
        return body[at:until]
    signals = read_signals(body, language=language)
    quotes = [quote for topic in signals.topics for quote in signals.because.get(topic.value, ())]
    return next((quote for quote in quotes if quote), None)
