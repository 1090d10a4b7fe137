"""How a sentence of a message reads, learnt from many: as an easy no, as something that hurts, or as neither.

Word lists are exact, but only where somebody thought of the words; small weights, trained by .build/train_lint.py on the lexicons'
messages.toml, read the wordings that nobody listed, and know the harmless ones. What a word weighs, and what two words near each other
weigh, is kept, since messages say the same things again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.rules.lint_features import Part, features_of, parts_of
from assistant.rules.lint_words import Text
from assistant.rules.trained_network import TrainedNetwork, trained_network
from assistant.rules.trained_table import Scores, TrainedTable, trained_table

WEIGHTS = "lint_weights.npz"


def weights() -> TrainedTable:
    """The table that is shipped."""
    return trained_table(WEIGHTS)


def network() -> TrainedNetwork:
    """What is shipped beside it, for the same heads."""
    return trained_network(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] of the folded text, of so many different words, and how it reads by itself."""

    start: int
    end: int
    words: int
    scores: dict[str, float]
    with_next: dict[str, float]  # together with the sentence behind it; the same as `scores` for the last one


def read_sentences(text: Text, language: str) -> list[Sentence]:
    """Every sentence of a text; none for a language that nothing was learnt of."""
    if language not in weights().languages or not text.words:
        return []
    spans = list(spans_of(text))
    rows: list[bytes] = []
    begins: list[int] = []
    for first, last in spans:
        begins.append(len(rows))
        rows.extend(_weight(part) for part in parts_of(text.words[first : last + 1], language, closing(text, last)))
    sums = np.add.reduceat(np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), -1), begins)
    sizes = np.array([last - first + 1 for first, last in spans], np.float32)[:, None]
    both, both_sizes = sums.copy(), sizes.copy()
    both[:-1] += sums[1:]
    both_sizes[:-1] += sizes[1:]
    heads, alone, joined = weights().heads, _scores(sums / np.sqrt(sizes)), _scores(both / np.sqrt(both_sizes))
    return [
        Sentence(
            text.starts[first],
            text.ends[last],
            len(set(text.words[first : last + 1])),
            dict(zip(heads, one, strict=True)),
            dict(zip(heads, two, strict=True)),
        )
        for (first, last), one, two in zip(spans, alone.tolist(), joined.tolist(), strict=True)
    ]


def spans_of(text: Text) -> Iterator[tuple[int, int]]:
    """(first word, last word) of every sentence."""
    first = 0
    for at in range(1, len(text.words) + 1):
        if at == len(text.words) or text.sentences[at] != text.sentences[first]:
            yield first, at - 1
            first = at


def closing(text: Text, last: int) -> str:
    """What stands between the word `last` and the next."""
    return text.folded[text.ends[last] : text.starts[last + 1] if last + 1 < len(text.words) else text.ends[last] + 8]


def _scores(weighed: NDArray[np.floating]) -> Scores:
    """A row a sentence, a column a head; from what `_weight` gives of its parts together."""
    heads = len(weights().heads)
    return weighed[:, :heads] + weights().bias + network().read(weighed[:, heads:])


@lru_cache(maxsize=30_000)
def _weight(part: Part) -> bytes:
    """What one part weighs for every head, then where it lies for the network, as 32-bit floats."""
    checksums, shares = zip(*features_of(part), strict=True)
    rows, known = weights().known(np.array(checksums, np.uint32), np.array(shares, np.float32))
    return weights().weigh(rows, known).tobytes() + network().sense(rows, known).tobytes()
