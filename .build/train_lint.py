"""Train what reads messages: python .build/train_lint.py. Deterministic; needs torch beside what the program needs (pip install torch).

It learns from the lines of the lexicons (assistant/lexicon/<language>/messages.toml), from our own templates, which are kind, and from the
sets that the word lists were tuned on. Half of what is said is as a network hears it, half as plain weights do. One line in ten is kept
apart, and only measured.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from known_messages import KNOWN, TEMPLATES, Known, known
from list_concepts import list_concepts
from message_lines import Line, lines
from rows import Rows, scores_of
from teaching import Way, teach

from assistant.rules import lint_features
from assistant.rules.folding import fold
from assistant.rules.lint_codes import Code
from assistant.rules.lint_features import features_of, parts_of
from assistant.rules.lint_model import WEIGHTS, closing, spans_of
from assistant.rules.lint_words import Text

if TYPE_CHECKING:
    from network import Learnt

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "assistant" / "lexicon"
CODES = tuple(
    code.value for code in Code if code not in (Code.NO_SENDER, Code.NO_WAY_OUT, Code.LINK, Code.LENGTH)
)  # those of words
HEADS = ("way_out", *CODES, "hurts")  # hurts: in any of these ways
MOST_SAYINGS = 8
WAY = Way(HEADS, rare=16, strength=6.0)
APART = 0  # the lot of lines that is only measured


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence or two, and what they are: heads, or none of them."""

    text: str
    language: str
    says: frozenset[str]
    counts: float = 1.0

    def labels(self) -> list[bool]:
        return [*(head in self.says for head in HEADS[:-1]), not self.says.isdisjoint(CODES)]


def sayings(chosen: list[Line]) -> list[Saying]:
    """What the lines can say."""
    made = []
    for line in chosen:
        said = line.sayings(MOST_SAYINGS)
        says = frozenset({line.section} - {"none"})
        made.extend(Saying(text, line.language, says, max(1 / len(said), 0.34)) for text in said)
    return made


def varied(said: list[Saying]) -> Iterator[Saying]:
    """The same, as people also write: without accents, capitals or end marks, and two sentences in one."""
    neighbours: dict[str, list[Saying]] = {}
    for one in said:
        neighbours.setdefault(one.language, []).append(one)
    for one in said:
        chance = Random(crc32(one.text.encode()))
        yield one
        if chance.random() < 0.3:
            yield replace(one, text=one.text.rstrip(".!?…"))
        if chance.random() < (0.3 if one.says else 0.15):
            other = chance.choice(neighbours[one.language])
            first, second = (one, other) if chance.random() < 0.5 else (other, one)
            text = f"{first.text.rstrip('.!?…')}{chance.choice((', ', ' - ', ': ', ', '))}{second.text[:1].lower()}{second.text[1:]}"
            yield Saying(text, one.language, one.says | other.says, min(one.counts, other.counts))


def rows_of(said: list[Saying]) -> Rows:
    texts = [Text(fold(one.text).text) for one in said]
    kept = [(one, text) for one, text in zip(said, texts, strict=True) if text.words]
    return Rows.of(
        (_features(text, one.language) for one, text in kept),
        [one.labels() for one, _ in kept],
        [one.counts for one, _ in kept],
    )


def _features(text: Text, language: str) -> list[tuple[int, float]]:
    share = len(text.words) ** -0.5
    parts = chain.from_iterable(
        parts_of(text.words[first : last + 1], language, closing(text, last)) for first, last in spans_of(text)
    )
    return [(place, share * weight) for part in parts for place, weight in features_of(part)]


def made_from() -> str:
    """A checksum of what the table is made from; the shipped one must hold the same."""
    digest = sha256()
    written = [file for name in ("messages.toml", "concepts.toml") for file in sorted(LEXICON.glob(f"*/{name}"))]
    for file in [*written, *KNOWN, *sorted(TEMPLATES.glob("*.txt")), Path(lint_features.__file__)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def of_known(one: Known) -> Saying:
    return Saying(one.text, one.language, one.says)


def measure(apart: Rows, learnt: "Learnt") -> None:
    """How many of the sentences kept apart are read right, head by head."""
    harmless = ~apart.labels.any(axis=1)  # not even an easy no
    scores = scores_of(learnt, apart)
    for at, head in enumerate(HEADS):
        named, wanted = scores[:, at] > 0, apart.labels[:, at]
        print(
            f"{head:12} {(named & wanted).sum():4} of {wanted.sum():4} found, {(named & harmless).sum():3} too many of {harmless.sum()}"
        )


def main() -> None:
    list_concepts(LEXICON.parent)  # else what was changed in them would be left out, and nobody would see it
    every = list(lines(LEXICON))
    print(Counter(line.language for line in every))
    learnt = [*varied(sayings([line for line in every if line.lot != APART])), *map(of_known, known())]
    languages = np.array(sorted({line.language for line in every}))
    keys, found = teach(rows_of(learnt), WAY, LEXICON / WEIGHTS, made_from(), languages=languages)
    measure(rows_of(sayings([line for line in every if line.lot == APART])).at(keys), found)


if __name__ == "__main__":
    main()
