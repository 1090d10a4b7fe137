"""How a sentence of a message reads, learnt from many: as an easy no, as something that hurts, or as neither.

Word lists are exact, but only where somebody thought of the words; small weights, trained by .build/train_lint.py on the lexicons'
messages.toml, read the wordings that nobody listed, and know the harmless ones. What a word weighs, and what two words near each other
weigh, is kept, since messages say the same things again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.rules.lint_features import Part, features_of, parts_of
from assistant.rules.lint_words import Text
from assistant.rules.trained_table import TrainedTable, trained_table

WEIGHTS = "lint_weights.npz"


def weights() -> TrainedTable:
    """The table that is shipped."""
    return trained_table(WEIGHTS)


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
    table = weights()
    alone, joined = table.scores(sums / np.sqrt(sizes)), table.scores(both / np.sqrt(both_sizes))
    return [
        Sentence(
            text.starts[first],
            text.ends[last],
            len(set(text.words[first : last + 1])),
            dict(zip(table.heads, one, strict=True)),
            dict(zip(table.heads, two, strict=True)),
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


@lru_cache(maxsize=30_000)
def _weight(part: Part) -> bytes:
    """What one part gives, see TrainedTable.gather, as 32-bit floats."""
    checksums, shares = zip(*features_of(part), strict=True)
    return weights().gather(np.array(checksums, np.uint32), np.array(shares, np.float32)).tobytes()
