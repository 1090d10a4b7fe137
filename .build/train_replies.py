"""Train what reads replies: python .build/train_replies.py. Deterministic; needs torch beside what the program needs (pip install torch).

It learns from the sentences of the lexicons (assistant/lexicon/<language>/sentences.tsv) and from the sets that the phrases were tuned on
(without the phrases' own word there, since they know those by heart). Stop and danger are as a network hears them, topics half so and half
as plain weights do: on sentences of others each is read best so. One sentence in twelve is kept apart, and only measured.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from list_concepts import list_concepts
from rows import Keys, Rows, scores_of
from teaching import Way, teach

from assistant.rules import reply_features
from assistant.rules.consent_phrases import Stop, by_phrases
from assistant.rules.reply_evidence import read_evidence
from assistant.rules.reply_model import STOPS, WEIGHTS, hints_of
from assistant.rules.signals import Topic

if TYPE_CHECKING:
    from network import Learnt

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "assistant" / "lexicon"
KNOWN_BY_HEART = [
    ROOT / "tests" / "rules" / "data" / name for name in ("replies_tuned.jsonl", "judged_replies_a.jsonl")
]
HEADS = (*(stop.value for stop in STOPS), "danger", *(topic.value for topic in Topic))
WAY = Way(HEADS, rare=14, strength=4.0, against=len(STOPS), half_plain=len(STOPS) + 1)
KEPT_APART = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    language: str
    stop: Stop
    topics: frozenset[str]
    danger: bool
    by_heart: bool = False

    @property
    def apart(self) -> bool:
        """Whether it is only measured, never learnt from."""
        return not self.by_heart and crc32(self.text.encode()) % KEPT_APART == 0

    def labels(self) -> list[bool]:
        return [*(self.stop is stop for stop in STOPS), self.danger, *(topic.value in self.topics for topic in Topic)]


def sentences() -> list[Sentence]:
    """Every sentence there is to learn from or to measure with."""
    return [*_written(), *_known_by_heart()]


def _written() -> Iterator[Sentence]:
    for file in sorted(LEXICON.glob("*/sentences.tsv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                topics = frozenset(row["topics"].split())
                yield Sentence(row["text"], file.parent.name, Stop(row["stop"]), topics, row["danger"] == "yes")


def _known_by_heart() -> Iterator[Sentence]:
    for file in KNOWN_BY_HEART:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            language = row.get("language") or row["kind"]
            yield Sentence(row["text"], language, Stop(row["stop"]), frozenset(row["topics"]), row["danger"], True)


def made_from() -> str:
    """A checksum of what the table is made from; the shipped one must hold the same."""
    digest = sha256()
    written = [file for name in ("sentences.tsv", "concepts.toml") for file in sorted(LEXICON.glob(f"*/{name}"))]
    for file in [*written, *KNOWN_BY_HEART, Path(reply_features.__file__)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def rows_of(chosen: list[Sentence]) -> Rows:
    return Rows.of(map(_features, chosen), [sentence.labels() for sentence in chosen])


def _features(sentence: Sentence) -> list[tuple[int, float]]:
    evidence = read_evidence(sentence.text)
    hints = () if sentence.by_heart else hints_of(evidence, by_phrases(evidence))
    found = reply_features.features_of(evidence.words, sentence.text, evidence.hers, hints)
    return [(place, weight) for place, weight, *_ in found]


def measure(apart: list[Sentence], keys: Keys, learnt: "Learnt") -> None:
    """How many of the sentences kept apart get the right likeliest answer, head by head."""
    rows = rows_of(apart).at(keys)
    scores = scores_of(learnt, rows)
    stops = len(STOPS)
    likeliest = scores[:, :stops].argmax(axis=1) == rows.labels[:, :stops].argmax(axis=1)
    print(f"stop: {likeliest.mean():.3f} right")
    for head in range(stops, len(HEADS)):
        named, wanted = scores[:, head] > 0, rows.labels[:, head]
        print(f"{HEADS[head]}: {(named & wanted).sum()} of {wanted.sum()} found, {(named & ~wanted).sum()} too many")


def main() -> None:
    list_concepts(LEXICON.parent)  # else what was changed in them would be left out, and nobody would see it
    every = [sentence for sentence in sentences() if read_evidence(sentence.text).words]
    keys, found = teach(rows_of([one for one in every if not one.apart]), WAY, LEXICON / WEIGHTS, made_from())
    measure([sentence for sentence in every if sentence.apart], keys, found)


if __name__ == "__main__":
    main()
