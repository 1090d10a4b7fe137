"""Pairs of ads from data/ad_edits.toml: each edit alone, edits two at a time, the same ad dressed or shuffled, and a translation.

    python -m tests.rules.ad_edits [a|b] [--failures]

Part b is held out: its figure is taken, its failures are not looked at.
"""

import random
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers

from assistant.rules.changes import compare

FILE = Path(__file__).parent / "data" / "ad_edits.toml"
ALPHABETS = {"bg": 1, "ru": 1, "uk": 1, "ar": 2}


@dataclass(frozen=True)
class Edited:
    """Two versions of an ad and what changed between them."""

    language: str
    region: str
    old: str
    new: str
    expected: frozenset[str]


def edited(half: str) -> Iterator[Edited]:
    """Every pair of one half, the same ones each time."""
    told: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for language, words in told.items():
        yield from _Language(language, words, told, half).pairs()


class _Language:
    def __init__(self, language: str, words: dict[str, Any], told: dict[str, Any], half: str) -> None:
        self.language, self.words, self.told, self.half = language, words, told, half
        self.chance = random.Random(f"{language} {half}")
        self.values = {"a": words["aliases"][0], "t": words["towns"][0], "p": self._phone(1)}
        self.ad = words[half]["ad"]

    def pairs(self) -> Iterator[Edited]:
        others = {
            "alias": {"a": self.words["aliases"][1]},
            "town": {"t": self.words["towns"][1]},
            "phone": {"p": self._phone(2)},
        }
        edits = self.words[self.half]["edits"]
        for what, value in others.items():
            yield self._made(self.ad, self.ad, {what}, **value)
        for what, was, becomes in edits:
            yield self._made(self.ad, self._with(self.ad, was, becomes), {what})
        for (one, was, becomes), (other, old, new) in zip(edits, edits[1:], strict=False):
            if "text_only" not in (one, other):
                yield self._made(self.ad, self._with(self._with(self.ad, was, becomes), old, new), {one, other})
        one, was, becomes = edits[0]
        yield self._made(self.ad, self._with(self.ad, was, becomes), {one, "town"}, t=self.words["towns"][2])
        yield from self._dressed()
        yield self._translated()

    def _dressed(self) -> Iterator[Edited]:
        parts = re.split(r"(?<=[.!])\s+", self.ad)
        shuffled = [parts[0], *self.chance.sample(parts[1:-1], len(parts) - 2), parts[-1]]
        yield self._made(self.ad, " ".join(shuffled), {"nothing"})
        yield self._made(self.ad, "\n".join(f"✨{part}  💋" for part in parts), {"nothing"})
        yield self._made(self.ad, "   ".join(parts).replace("!", "!!!"), {"nothing"})

    def _translated(self) -> Edited:
        group = ALPHABETS.get(self.language)
        others = [one for one in self.told if one != self.language and ALPHABETS.get(one) == group] or ["en"]
        told = (self.ad, self.told[self.chance.choice(others)][self.half]["ad"])
        old, new = (re.split(r"(?<=[.!])\s+", ad) for ad in told)  # only who, where and how to reach her: prices differ
        return self._made(" ".join([*old[:2], old[-1]]), " ".join([*new[:2], new[-1]]), {"language"})

    def _with(self, ad: str, was: str, becomes: str) -> str:
        assert was in ad, (self.language, was)
        if was:
            return ad.replace(was, becomes)
        first, joint, rest = ad.partition(". ")
        return f"{first}{joint}{becomes} {rest}"

    def _made(self, old: str, new: str, expected: set[str], **other: str) -> Edited:
        old, new = old.format(**self.values), new.format(**{**self.values, **other})
        return Edited(self.language, self.words["region"], old, new, frozenset(expected))

    def _phone(self, step: int) -> str:
        example = phonenumbers.example_number_for_type(self.words["region"], phonenumbers.PhoneNumberType.MOBILE)
        assert example is not None
        number = phonenumbers.PhoneNumber(example.country_code, example.national_number - 7 * step)
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


def main() -> None:
    half = "b" if "b" in sys.argv[1:] else "a"
    right, made, wrong = 0, 0, dict[str, int]()
    for pair in edited(half):
        got = {change.what.value for change in compare(pair.old, pair.new, region=pair.region)}
        made += 1
        right += got == pair.expected
        if got != pair.expected:
            wrong[pair.language] = wrong.get(pair.language, 0) + 1
            if "--failures" in sys.argv and half == "a":
                sys.stdout.write(f"{pair.language} {set(pair.expected)} {got}\n    {pair.old}\n    {pair.new}\n")
    sys.stdout.write(f"{half}: {right}/{made} = {right / made:.3f} {wrong}\n")


if __name__ == "__main__":
    main()
