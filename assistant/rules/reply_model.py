"""What was learnt from many sentences that people could write, beside what the phrases of the lexicons know.

Phrases are precise, but only where somebody thought of them; small weights, trained by .build/train_replies.py on the sentences of the
lexicons, read the wordings that nobody listed: a table for what each word says, and a network for what they say together. They give
likelihoods, and the words that these rest on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import base_language
from assistant.rules.consent_phrases import Consent, Stop, by_phrases
from assistant.rules.reply_evidence import Evidence, read_evidence
from assistant.rules.reply_features import Feature, features_of
from assistant.rules.reply_text import MAX_READ, Word
from assistant.rules.trained_table import Scores, TrainedTable, trained_table

WEIGHTS = "reply_weights.npz"
STOPS = (Stop.YES, Stop.UNCLEAR, Stop.NO)
_WINDOW, _STEP = 40, 30  # words; a long letter is read in parts, so that one sentence in it still counts
_LONGEST_WORD = 45  # letters; where all are longer there is nothing to read
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n")
_MOST_SENTENCES = 50  # that are read by themselves too
_TELLING = 0.5  # of what the heaviest word weighs, for another to be named too
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """How likely each answer is, between 0 and 1. `stop`: the three add up to 1. `other`: "danger" and each topic by its value."""

    stop: Mapping[Stop, float]
    other: Mapping[str, float]


def weights() -> TrainedTable:
    """The table that is shipped; its heads are the three of Stop, then danger and topics."""
    return trained_table(WEIGHTS)


def hints_of(evidence: Evidence, phrased: Consent) -> tuple[str, ...]:
    """What the phrases say, as features of their own: they are weighed like words are."""
    labels = {hit.label for hit in evidence.hits}
    said = [*sorted(labels or {"nothing"}), f"stop={phrased.stop}"]
    return (*said, "doubtful") if evidence.doubtful_stop else tuple(said)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as both readers see it. `phrased`: what the phrases make of it; `learnt` is None where there is no word in it."""

    text: str
    evidence: Evidence
    phrased: Consent
    learnt: Reading | None
    language: str | None = None  # the hint that it was read with

    def in_a_sentence(self) -> Mapping[str, float]:
        """How likely "danger" and each topic are in the sentence that says it most; empty where there is only one."""
        return _by_sentence(self.text, self.language)

    def words_behind(self, head: str) -> tuple[str, ...]:
        """Her own words that weigh most for `head` ("yes", "danger", a topic), in the order of the text; at least one."""
        words = self.evidence.words
        weighed = [0.0] * len(words)
        for begin, part in _parts(words):
            features = features_of(part, self.text, self.evidence.hers)
            for (_, _, start, end), weight in zip(
                features, weights().each(*_arrays(features), head).tolist(), strict=True
            ):
                for at in range(start, end):
                    weighed[begin + at] += weight / (end - start)
        heaviest = sorted(range(len(weighed)), key=lambda at: -weighed[at])[:_MOST_NAMED]
        named = sorted(at for at in heaviest if weighed[at] >= _TELLING * weighed[heaviest[0]]) or heaviest[:1]
        return tuple(dict.fromkeys(" ".join(words[at].text for at in run) for run in _runs(named)))


def read_reply(text: str, language: str | None = None) -> Reply:
    """Both readings of the first MAX_READ characters. The latest few are kept, since consent and signals ask for the same."""
    return _read(text[:MAX_READ], base_language(language))


@lru_cache(maxsize=64)
def _read(text: str, language: str | None) -> Reply:
    evidence = read_evidence(text, language)
    phrased = by_phrases(evidence)
    return Reply(text, evidence, phrased, _learnt(evidence, phrased, text) if _readable(evidence) else None, language)


def _readable(evidence: Evidence) -> bool:
    return any(len(word.text) <= _LONGEST_WORD for word in evidence.words)


def _by_sentence(text: str, language: str | None) -> Mapping[str, float]:
    """What a sentence asks for is not less asked for because others stand round it."""
    sentences = [one for one in _SENTENCE_END.split(text) if " " in one.strip()]
    if len(sentences) < 2:
        return {}
    most: dict[str, float] = {}
    for one in sentences[:_MOST_SENTENCES]:
        evidence = read_evidence(one, language)
        if _readable(evidence):
            for head, likely in _learnt(evidence, by_phrases(evidence), one).other.items():
                most[head] = max(likely, most.get(head, 0.0))
    return most


def _learnt(evidence: Evidence, phrased: Consent, text: str) -> Reading:
    hints = hints_of(evidence, phrased)
    scores = np.stack(
        [_scores(features_of(part, text, evidence.hers, hints)) for _, part in _parts(_once_or_twice(evidence.words))]
    )
    odds = scores[scores[:, 0].argmax(), : len(STOPS)]
    shares = np.exp(odds - odds.max())
    likely = 1 / (1 + np.exp(-scores[:, len(STOPS) :].max(axis=0)))
    return Reading(
        dict(zip(STOPS, (shares / shares.sum()).tolist(), strict=True)),
        dict(zip(weights().heads[len(STOPS) :], likely.tolist(), strict=True)),
    )


def _once_or_twice(words: Sequence[Word]) -> list[Word]:
    """A word said again and again says no more than said twice."""
    return [
        word for at, word in enumerate(words) if at < 2 or not word.text == words[at - 1].text == words[at - 2].text
    ]


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Words that stand side by side, together."""
    run: list[int] = []
    for at in places:
        if run and at != run[-1] + 1:
            yield run
            run = []
        run.append(at)
    yield run


def _parts(words: Sequence[Word]) -> Iterator[tuple[int, Sequence[Word]]]:
    """(where it begins, the words) of each part of a reply; one part for nearly all of them."""
    for begin in range(0, max(1, len(words) - (_WINDOW - _STEP)), _STEP):
        yield begin, words[begin : begin + _WINDOW]


def _scores(features: Sequence[Feature]) -> Scores:
    return weights().scores(weights().gather(*_arrays(features)))


def _arrays(features: Sequence[Feature]) -> tuple[NDArray[np.uint32], Scores]:
    """The checksums, and the share of each."""
    checksums = np.fromiter((one[0] for one in features), np.uint32, len(features))
    return checksums, np.fromiter((one[1] for one in features), np.float32, len(features))
