"""Train the table that reads replies: python .build/train_replies.py. Deterministic; needs nothing but what the program needs.

It learns from the sentences of the lexicons (assistant/lexicon/<language>/sentences.tsv) and from the sets that the phrases were tuned on
(without the phrases' own word there, since they know those by heart). One sentence in twelve is kept apart, and only measured.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from assistant.rules import reply_features
from assistant.rules.consent_phrases import Stop, by_phrases
from assistant.rules.reply_evidence import read_evidence
from assistant.rules.reply_model import STOPS, WEIGHTS, hints_of
from assistant.rules.signals import Topic

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "assistant" / "lexicon"
KNOWN_BY_HEART = [
    ROOT / "tests" / "rules" / "data" / name for name in ("replies_tuned.jsonl", "judged_replies_a.jsonl")
]
HEADS = (*(stop.value for stop in STOPS), "danger", *(topic.value for topic in Topic))
STRENGTH = 6.0  # how much a sentence counts against the wish for small weights
ROUNDS = 40
KEPT_APART = 12

Floats = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences as sparse rows: row i has `values` at `places` from bounds[i] up to bounds[i + 1]."""

    places: NDArray[np.int64]
    values: Floats
    bounds: NDArray[np.int64]
    labels: NDArray[np.bool_]

    def take(self, chosen: NDArray[np.int64]) -> "Rows":
        spans = [slice(self.bounds[at], self.bounds[at + 1]) for at in chosen]
        sizes = np.array([0, *(span.stop - span.start for span in spans)])
        return Rows(
            np.concatenate([self.places[span] for span in spans]),
            np.concatenate([self.values[span] for span in spans]),
            sizes.cumsum(),
            self.labels[chosen],
        )

    def times(self, weights: Floats) -> Floats:
        """Each row's score for one column of weights."""
        return np.add.reduceat(weights[self.places] * self.values, self.bounds[:-1])

    def back(self, errors: Floats) -> Floats:
        """What each place had to do with the rows' errors."""
        spread = np.repeat(errors, np.diff(self.bounds)) * self.values
        return np.bincount(self.places, spread, reply_features.SIZE).astype(np.float64)


def rows_of(chosen: list[Sentence]) -> Rows:
    places: list[int] = []
    values: list[float] = []
    bounds = [0]
    for sentence in chosen:
        evidence = read_evidence(sentence.text)
        hints = () if sentence.by_heart else hints_of(evidence, by_phrases(evidence))
        for place, weight, *_ in reply_features.features_of(evidence.words, sentence.text, evidence.hers, hints):
            places.append(place)
            values.append(weight)
        bounds.append(len(places))
    labels = np.array([sentence.labels() for sentence in chosen])
    return Rows(np.array(places), np.array(values), np.array(bounds), labels)


def learn(rows: Rows) -> tuple[Floats, Floats]:
    """(weights of every place and head, bias of every head): the stops against each other, every other head by itself."""
    size, stops = reply_features.SIZE, len(STOPS)
    columns = [_descend(_softmax_loss(rows), (size + 1) * stops).reshape(stops, size + 1)]
    columns += [
        _descend(_yes_no_loss(rows, rows.labels[:, head]), size + 1)[None, :] for head in range(stops, len(HEADS))
    ]
    solved = np.vstack(columns).T
    return solved[:-1], solved[-1]


Loss = Callable[[Floats], tuple[float, Floats]]


def _softmax_loss(rows: Rows) -> Loss:
    right = rows.labels[:, : len(STOPS)].astype(float)

    def loss(flat: Floats) -> tuple[float, Floats]:
        columns = flat.reshape(len(STOPS), -1)
        scores = np.stack([rows.times(column[:-1]) + column[-1] for column in columns], axis=1)
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        errors = STRENGTH * (shares - right)
        slope = np.stack([np.append(rows.back(errors[:, at]), errors[:, at].sum()) for at in range(len(STOPS))])
        held = columns * _held(columns.shape[1])
        value = -STRENGTH * np.log(np.maximum((shares * right).sum(axis=1), 1e-12)).sum() + 0.5 * (held**2).sum()
        return float(value), (slope + held).ravel()

    return loss


def _yes_no_loss(rows: Rows, right: NDArray[np.bool_]) -> Loss:
    def loss(flat: Floats) -> tuple[float, Floats]:
        scores = rows.times(flat[:-1]) + flat[-1]
        errors = STRENGTH * (1 / (1 + np.exp(-scores)) - right)
        held = flat * _held(len(flat))
        value = STRENGTH * np.logaddexp(0, np.where(right, -scores, scores)).sum() + 0.5 * (held**2).sum()
        return float(value), np.append(rows.back(errors), errors.sum()) + held

    return loss


def _held(size: int) -> Floats:
    """Weights are held small, the bias is not."""
    free = np.ones(size)
    free[-1] = 0.0
    return free


def _descend(loss: Loss, size: int, memory: int = 8) -> Floats:
    """Downhill by L-BFGS: the slope, bent by what the last steps showed of the curve."""
    at = np.zeros(size)
    value, slope = loss(at)
    steps: list[tuple[Floats, Floats]] = []
    for _ in range(ROUNDS):
        way = -_bent(slope, steps)
        length = 1.0 if steps else 1.0 / max(1.0, float(np.linalg.norm(slope)))
        for _ in range(20):
            after, slope_after = loss(at + length * way)
            if after <= value + 1e-4 * length * float(slope @ way):
                break
            length /= 2
        step, bend = length * way, slope_after - slope
        if float(step @ bend) > 0:
            steps = [*steps, (step, bend)][-memory:]
        done = value - after < 3e-5 * abs(value)
        at, value, slope = at + step, after, slope_after
        if done:
            break
    return at


def _bent(slope: Floats, steps: list[tuple[Floats, Floats]]) -> Floats:
    way = slope.copy()
    kept: list[float] = []
    for step, bend in reversed(steps):
        share = float(step @ way) / float(step @ bend)
        kept.append(share)
        way -= share * bend
    if steps:
        step, bend = steps[-1]
        way *= float(step @ bend) / float(bend @ bend)
    for (step, bend), share in zip(steps, reversed(kept), strict=True):
        way += (share - float(bend @ way) / float(step @ bend)) * step
    return way


def write(weights: Floats, bias: Floats) -> int:
    """Ship the table; its size in bytes."""
    units = np.abs(weights).max(axis=0) / 127
    table = np.rint(weights / units).astype(np.int8)
    target = LEXICON / WEIGHTS
    np.savez_compressed(
        target,
        heads=np.array(HEADS),
        table=table,
        units=units.astype(np.float32),
        bias=bias.astype(np.float32),
        made_from=np.array(made_from()),
    )
    return target.stat().st_size


def measure(apart: list[Sentence], weights: Floats, bias: Floats) -> None:
    """How many of the sentences kept apart get the right likeliest answer, head by head."""
    rows = rows_of(apart)
    scores = np.stack([rows.times(weights[:, head]) + bias[head] for head in range(len(HEADS))], axis=1)
    stops = len(STOPS)
    likeliest = scores[:, :stops].argmax(axis=1) == rows.labels[:, :stops].argmax(axis=1)
    print(f"stop: {likeliest.mean():.3f} right")
    for head in range(stops, len(HEADS)):
        named, wanted = scores[:, head] > 0, rows.labels[:, head]
        print(f"{HEADS[head]}: {(named & wanted).sum()} of {wanted.sum()} found, {(named & ~wanted).sum()} too many")


def main() -> None:
    every = [sentence for sentence in sentences() if read_evidence(sentence.text).words]
    learnt = [sentence for sentence in every if not sentence.apart]
    print(f"{len(every)} sentences, {len(every) - len(learnt)} of them kept apart")
    weights, bias = learn(rows_of(learnt))
    print(f"{write(weights, bias)} bytes")
    measure([sentence for sentence in every if sentence.apart], weights, bias)


if __name__ == "__main__":
    main()
