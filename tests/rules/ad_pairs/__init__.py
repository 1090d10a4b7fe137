"""Pairs of ad texts with known changes, put together from the sentences in the TOML files beside this.

Every language holds two halves with sentences of their own: `tune`, which may be looked at while building, and `held`, which is only
measured. All people, numbers and ads are made up; phone numbers come from the example numbers of the library phonenumbers.
"""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers

LANGUAGES = ("nl", "en", "es", "pt", "ro", "bg", "hu", "pl", "de", "fr")
HALVES = ("tune", "held", "last")
_SLOTS = ("town", "alias", "phone", "price_slot")
_TOLD = ("hair", "pet", "photo_mention", "availability", "price", "text_only")
_EMOJI = ("💕", "🌹", "✨", "😘", "☎️", "🔥")
_STAMPS = ("12-11-2026", "20-11-2026")


@dataclass(frozen=True)
class Pair:
    """Two versions of an ad and what changed between them."""

    language: str
    old: str
    new: str
    region: str
    expected: frozenset[str]


@cache
def sentences(language: str) -> dict[str, Any]:
    """The made-up sentences of one language."""
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))


def pairs(half: str) -> Iterator[Pair]:
    """Every pair of one half, in all languages; the same ones each time."""
    for language in LANGUAGES:
        chance = random.Random(f"{half} {language}")
        writer = _Writer(language, half, chance)
        yield from writer.alike()
        for what in _SLOTS:
            yield writer.pair([what])
        for kind in _TOLD:
            for index in range(len(sentences(language)[half][kind])):
                yield writer.pair([kind], pick=index)
        for _ in range(5):
            yield writer.pair(chance.sample([*_SLOTS, *_TOLD[:5]], k=chance.choice([2, 2, 3])))
        yield writer.translated()


class _Writer:
    def __init__(self, language: str, half: str, chance: random.Random) -> None:
        self.language, self.half, self.chance = language, half, chance
        self.words = sentences(language)

    def pair(self, changes: list[str], *, pick: int | None = None) -> Pair:
        before = self._values()
        after = {**before, **{key: value for key, value in self._values(other=before).items() if key in changes}}
        if "price_slot" in changes:
            after["price"] = self._price(before["amount"] + 20)
        old, new = self._lines(self.half, before), self._lines(self.half, after)
        for kind in changes:
            if kind in _TOLD:
                options = self.words[self.half][kind]
                was, becomes = options[self.chance.randrange(len(options)) if pick is None else pick]
                place = self.chance.randrange(1, 4)
                old.insert(place, was)
                new.insert(place, becomes)
        expected = {"price" if what == "price_slot" else what for what in changes}
        return self._made(self._dressed(old), self._dressed(new), expected)

    def alike(self) -> Iterator[Pair]:
        lines = self._lines(self.half, self._values())
        text = " ".join(lines)
        yield self._made(text, text.upper().replace(". ", " 💋 "), {"nothing"})
        yield self._made("\n".join(lines), "\n\n".join(f"✨ {line}  🌹" for line in lines), {"nothing"})
        yield self._made(f"{text}\n{_STAMPS[0]} 10:15", f"{text}\n{_STAMPS[1]} 18:40", {"nothing"})
        yield self._made(text, " ".join([lines[0], lines[2], lines[1], *lines[3:]]), {"nothing"})

    def translated(self) -> Pair:
        values = self._values()
        others = [language for language in LANGUAGES if language not in (self.language, "bg", "hu")]
        other = "ro" if self.language == "bg" else self.chance.choice(others)
        if self.language in ("bg", "hu"):
            values["town"] = sentences(other)["towns"][0]
            values["alias"] = sentences(other)["aliases"][0]
        lines = [line.replace("{town}", values["town"]) for line in sentences(other)[self.half]["ad"]]
        lines = [line.format(**{**values, "price": values["price"]}) for line in lines]
        return self._made(" ".join(self._lines(self.half, values)), " ".join(lines), {"language"})

    def _values(self, other: dict[str, Any] | None = None) -> dict[str, Any]:
        used = set((other or {}).values())
        amount = self.chance.randrange(100, 200, 10)
        return {
            "alias": self.chance.choice([name for name in self.words["aliases"] if name not in used]),
            "town": self.chance.choice([town for town in self.words["towns"] if town not in used]),
            "phone": self._phone(used),
            "amount": amount,
            "price": self._price(amount),
        }

    def _price(self, amount: int) -> str:
        return str(self.chance.choice(self.words["prices"])).format(p=amount)

    def _phone(self, used: set[Any]) -> str:
        example = phonenumbers.example_number_for_type(self.words["region"], phonenumbers.PhoneNumberType.MOBILE)
        assert example is not None
        while True:
            number = phonenumbers.PhoneNumber(
                example.country_code, example.national_number - self.chance.randrange(1, 900)
            )
            written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            if phonenumbers.is_valid_number(number) and written not in used:
                return str(written)

    def _lines(self, half: str, values: dict[str, Any]) -> list[str]:
        return [str(line).format(**values) for line in self.words[half]["ad"]]

    def _dressed(self, lines: list[str]) -> str:
        """One of several ways to lay an ad out, with or without emoji."""
        joint = self.chance.choice([" ", "\n", "\n\n", " "])
        lines = [line for line in lines if line]
        if self.chance.random() < 0.4:
            lines = [f"{line} {self.chance.choice(_EMOJI)}" for line in lines]
        return joint.join(lines)

    def _made(self, old: str, new: str, expected: set[str]) -> Pair:
        return Pair(self.language, old, new, self.words["region"], frozenset(expected))
