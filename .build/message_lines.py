"""The lines of the lexicons' messages.toml, and what they can say: "(Geen|Weinig) zin? (Ook|Dat is ook) goed."."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from pathlib import Path
from random import Random
from zlib import crc32

_CHOICE = re.compile(r"(?<!\\)\(([^()]*)\)")
_LOOSE_SIGN = re.compile(r" +([,.!?;:…])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one section ("way_out", "none", "rescue" …) of a language."""

    language: str
    section: str
    pattern: str

    @property
    def lot(self) -> int:
        """A number from 0 to 9 that hangs on the line alone: a whole line is learnt from or kept apart, never a part of it."""
        return crc32(self.pattern.encode()) % 10

    def sayings(self, most: int) -> list[str]:
        """Up to `most` different sentences, the same every time."""
        pieces = _CHOICE.split(self.pattern)
        choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
        if prod(map(len, choices)) <= 4 * most:
            every = [*product(*choices)]
            Random(crc32(self.pattern.encode())).shuffle(every)
        else:
            chance = Random(crc32(self.pattern.encode()))
            every = [tuple(chance.choice(options) for options in choices) for _ in range(4 * most)]
        return list(dict.fromkeys(_tidy("".join(chosen)) for chosen in every))[:most]


def _tidy(said: str) -> str:
    return _LOOSE_SIGN.sub(r"\1", " ".join(said.replace("\\", "").split()))


def lines(lexicon: Path) -> Iterator[Line]:
    """Every line of every language."""
    for file in sorted(lexicon.glob("*/messages.toml")):
        for section, block in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for pattern in filter(None, map(str.strip, block.splitlines())):
                yield Line(file.parent.name, section, pattern)
