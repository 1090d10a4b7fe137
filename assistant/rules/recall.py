"""Read a vague question in Dutch or English, in any order, into facts to look for: "trans spaans voorjaar leeuwarden".

Each fact offers several tokens (recall_tokens.py) with how much each counts: the town itself 1.0, a town nearby 0.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.rules import recall_names, towns
from assistant.rules.ads import Channel
from assistant.rules.recall_names import said
from assistant.rules.recall_periods import Period, Span, read_period
from assistant.rules.recall_tokens import DIGITS, cells_around, town_at, town_key
from assistant.rules.sounds import one_letter_less, sound, stem, words_of

LONGEST_QUERY = 300  # characters
MOST_FACTS = 12
NEAR = 0.5
MENTIONED = 0.7
_TOWN_WORDS = 4


class FactKind(StrEnum):
    """What a fact is about. WORD: any other word: a name, a part of one, something that was said, a code word."""

    WORD = "word"
    TOWN = "town"
    LANGUAGE = "language"
    COUNTRY = "country"
    GENDER = "gender"
    PERIOD = "period"
    CHANNEL = "channel"
    WORKER = "worker"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing somebody remembers. `said`: the words of the question; `value`: what was made of them, for showing it back."""

    kind: FactKind
    said: str
    value: str
    tokens: Mapping[str, float]
    spans: tuple[Span, ...] = ()
    at: tuple[float, float] | None = None  # of a town, in degrees

    @property
    def key(self) -> str:
        """Names this fact in a form, so that it can be switched off."""
        return f"{self.kind.value}:{self.value}"


def read(query: str, *, today: date, workers: Mapping[str, int] | None = None) -> tuple[Fact, ...]:
    """The facts of a question, in its order, none twice. `workers`: folded names of colleagues → their number. Never raises."""
    words = words_of(query[:LONGEST_QUERY])
    facts: dict[str, Fact] = {}
    index = 0
    while index < len(words) and len(facts) < MOST_FACTS:
        fact, size = _at(words, index, today, workers or {})
        if fact is not None:
            facts.setdefault(fact.key, fact)
        index += size
    return tuple(facts.values())


def _at(words: list[str], at: int, today: date, workers: Mapping[str, int]) -> tuple[Fact | None, int]:
    word = words[at]
    if word in said("worker_before") and at + 1 < len(words) and words[at + 1] in workers:
        name = words[at + 1]
        return Fact(FactKind.WORKER, name, name, {f"worker:{workers[name]}": 1.0}), 2
    if word in said("digits_before") and at + 1 < len(words) and _are_digits(words[at + 1]):
        return _digits(words[at + 1]), 2
    period = read_period(words, at, today=today)
    if period is not None:
        return _period(period, words[at : at + period.size]), period.size
    for size in (3, 2, 1):
        part = words[at : at + size]
        if len(part) == size and (fact := _named(part)):
            return fact, size
    if _are_digits(word):
        size = 1
        while at + size < len(words) and words[at + size].isdigit():
            size += 1
        return _digits("".join(words[at : at + size])), size
    for size in range(min(_TOWN_WORDS, len(words) - at), 0, -1):
        if fact := _town(
            words[at : at + size], sure=at > 0 and words[at - 1] in ("in", "uit", "from", "near", "rond", "bij")
        ):
            return fact, size
    if word in recall_names.skipped() or len(word) < 2:
        return None, 1
    return _word(word, workers), 1


def _are_digits(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) >= DIGITS[0]


def _digits(digits: str) -> Fact:
    last = digits[-DIGITS[-1] :]
    return Fact(
        FactKind.DIGITS,
        digits,
        digits[-12:],
        {f"digits:{last}": 1.0, f"word:{digits}": 0.8, f"ref:{digits}": 1.0, f"code:{digits}": 1.0},
    )


def _period(period: Period, words: list[str]) -> Fact:
    tokens: dict[str, float] = {}
    for span in period.spans:
        for month in span.months():
            tokens[f"month:{month}"] = max(tokens.get(f"month:{month}", 0.0), span.weight)
    if len(words) == 1:
        tokens[f"alias:{words[0]}"] = 1.0  # Mei, June and Summer are names too
    return Fact(FactKind.PERIOD, " ".join(words), period.name, tokens, spans=period.spans)


def _named(part: list[str]) -> Fact | None:
    """A gender, language, country, part of the world or channel."""
    joined, shown = "".join(part), " ".join(part)
    if gender := recall_names.genders().get(joined):
        mentioned = {f"said-gender:{gender}": MENTIONED, f"gender-word:{joined}": 1.0}
        return Fact(FactKind.GENDER, shown, gender, {f"gender:{gender}": 1.0} | mentioned)
    language = recall_names.languages().get(joined) if len(joined) > 3 else None
    countries = (
        recall_names.country(joined)
        if len(joined) > 3 or joined in recall_names.countries() and joined in ("usa", "thai")
        else frozenset()
    )
    if language or countries:
        return _people(shown, joined, language, countries)
    channel = recall_names.channels().get(joined) or (
        joined if joined in {one.value for one in Channel} - {"line", "session"} else None
    )
    if channel:
        return Fact(FactKind.CHANNEL, shown, channel, {f"channel:{channel}": 1.0})
    return None


def _people(shown: str, joined: str, language: str | None, countries: frozenset[str]) -> Fact:
    """A word for a language, a people or both: "spaans"."""
    tokens = {f"country:{code}": 1.0 for code in countries}
    tokens |= {f"said-country:{code}": MENTIONED for code in countries}
    tokens[f"word:{joined}"] = MENTIONED
    if language:
        tokens |= {f"language:{language}": 1.0, f"said-language:{language}": MENTIONED}
        return Fact(FactKind.LANGUAGE, shown, language, tokens)
    value = "+".join(sorted(countries)) if len(countries) < 4 else joined
    return Fact(FactKind.COUNTRY, shown, value, tokens)


def _town(part: list[str], *, sure: bool) -> Fact | None:
    name = " ".join(part)
    if len(name) < 3 or name in recall_names.skipped():
        return None
    known = towns.town(name)
    if known is None or (known.country not in ("NL", "BE", "DE") and not sure and known.inhabitants < 100_000):
        return None
    tokens = {f"town:{town_key(name)}": 1.0, f"word:{town_key(name)}": MENTIONED, f"alias:{''.join(part)}": 0.9}
    if at := town_at(name):
        tokens |= dict.fromkeys(cells_around(at), NEAR)
        tokens[f"place:{at[0]:.2f},{at[1]:.2f}"] = 1.0
    return Fact(FactKind.TOWN, known.name, town_key(name), tokens, at=known.at)


def _word(word: str, workers: Mapping[str, int]) -> Fact:
    tokens = {f"slip:{less}": 0.6 for less in one_letter_less(word)}
    tokens |= {f"town-slip:{less}": 0.6 for less in one_letter_less(word)}
    if heard := sound(word):
        tokens[f"sound:{heard}"] = 0.6
    if len(word) >= 3:
        tokens[f"part:{word}"] = 0.8
        tokens[f"stem:{stem(word)}"] = 0.8
    tokens |= {f"gender-word:{word}": 1.0, f"town:{word}": 1.0, f"word:{word}": 0.9}
    tokens |= {f"code:{word}": 1.0, f"ref:{word}": 1.0, f"alias:{word}": 1.0}
    if word in workers:
        tokens[f"worker:{workers[word]}"] = 0.8
    return Fact(FactKind.WORD, word, word, tokens)
