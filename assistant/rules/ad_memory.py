"""What is remembered of an ad when its text goes: enough to see, months later, that something changed, and nothing else.

Kept are the name, town and language as a worker approved them, the traits of rules.noticing (keys from a closed list, and the name of a
pet) and a mark of the wording: a keyed hash that tells "the same words" from "other words" and cannot be read back. No age, no
services, no price, no picture, no sentence. Which numbers we knew stands with the contact, not here.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import Any, Self

from assistant import lexicon
from assistant.lexicon import base_language
from assistant.rules import noticing
from assistant.rules.ad_words import Word, fold, split
from assistant.rules.ads import AdDetails, Channel
from assistant.rules.noticing import Traits
from assistant.rules.stamps import without_stamps

_NUMBERED_DAY = re.compile(
    r"\b([2-6])(?:\s?\.?ª(?:[ -]feira)?|a(?=\s?[-–/,ea]\s?[2-6]a\b)|(?<=[2-6]a[-–/,]\d)a\b|(?<=[2-6]a [-ea] \d)a\b)"
)  # "2.ª a 6.ª": so Portugal writes Monday to Friday
_DAYS = ("segunda", "terça", "quarta", "quinta", "sexta")
_TAKEN_OUT = "\u2022"
_EVERYWHERE = ("tel", "phone", "nr")
_FLAGS = tuple(one.name for one in fields(Traits) if isinstance(one.default, bool))
_SETS = ("hair_looks", "settings", "garments", "pets_gone")


@dataclass(frozen=True, slots=True)
class Remembered:
    """One version of an ad as it is remembered. `mark` is opaque and "" when unknown; `phones` are the numbers of that moment."""

    alias: str | None = None
    town: str | None = None
    language: str | None = None
    traits: Traits = Traits()
    mark: str = ""
    phones: frozenset[str] = frozenset()

    def to_record(self) -> dict[str, Any]:
        """As it is kept, sealed, in JSON: without the numbers, and without what says nothing."""
        traits = asdict(self.traits)
        seen: dict[str, Any] = {name: sorted(traits[name]) for name in (*_SETS, "pets")}
        seen |= {name: traits[name] for name in _FLAGS}
        kept = {name: value for name, value in seen.items() if value}
        return {"alias": self.alias, "town": self.town, "language": self.language, "seen": kept, "mark": self.mark}

    @classmethod
    def from_record(cls, record: Mapping[str, Any], *, phones: frozenset[str] = frozenset()) -> Self:
        """Read `to_record` back. What a record does not hold is taken as not seen; nothing in it raises."""
        seen = record.get("seen") or {}
        found: dict[str, Any] = {name: frozenset(map(str, seen.get(name, ()))) for name in _SETS}
        found |= {name: bool(seen.get(name)) for name in _FLAGS}
        found["pets"] = frozenset((str(pet[0]), str(pet[1])) for pet in seen.get("pets", ()) if len(pet) == 2)
        return cls(
            alias=record.get("alias") or None,
            town=record.get("town") or None,
            language=record.get("language") or None,
            traits=Traits(**found),
            mark=str(record.get("mark") or ""),
            phones=phones,
        )


def remember(text: str, details: AdDetails, *, mark: Callable[[str], str]) -> Remembered:
    """What to remember of the plain text of an ad. `mark` makes a keyed hash of its words; whoever holds the key brings it."""
    told = told_words(text, details)
    traits = noticing.of_words(told, language=base_language(details.language), her_name=details.alias or "")
    phones = frozenset(point.value for point in details.points if point.channel is Channel.PHONE)
    wording = " ".join(sorted(word.folded for word in told))  # another order of sentences is no other ad
    return Remembered(details.alias, details.town, details.language, traits, mark(wording) if wording else "", phones)


def told_words(text: str, details: AdDetails, also: Iterable[str] = ()) -> tuple[Word, ...]:
    """The words of an ad, without contact points (those that were read and those quoted in `also`) and without what the site added."""
    quotes = [*(point.quote for point in details.points), *also]
    for quote in sorted(quotes, key=len, reverse=True):
        text = text.replace(quote, f" {_TAKEN_OUT} ") if quote else text
    text = _NUMBERED_DAY.sub(lambda day: _DAYS[int(day[1]) - 2], text)
    return without_stamps(_without_labels(split(text), details.language), language=base_language(details.language))


def _without_labels(text: Sequence[Word], language: str | None) -> tuple[Word, ...]:
    """The words without a "tel." right before a number that was taken out: that is a part of the number."""
    labels = _labels(base_language(language) or "en")
    kept: list[Word] = []
    dropped = False
    for word in reversed(text):
        beside = _TAKEN_OUT in word.after or (dropped and not word.after.strip(" .:"))
        dropped = beside and word.folded in labels
        if not dropped:
            kept.append(word)
    return tuple(reversed(kept))


@cache
def _labels(language: str) -> frozenset[str]:
    """What a column of phone numbers is headed with, in words: "tel", "nr", "telefoon"; a channel tells more than that."""
    heads = [*lexicon.words(language, "import_columns").get("phone", ()), *_EVERYWHERE]
    return frozenset(word for head in heads for word in fold(head).split() if len(word) > 1) - {"whatsapp", "de"}
