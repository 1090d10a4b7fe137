"""How a sentence of a message reads, learnt from many: as an easy no, as something that hurts, or as neither.

Word lists are exact, but only where somebody thought of the words; small weights, trained by .build/train_lint.py on the lexicons'
messages.toml, read the wordings that nobody listed, and know the harmless ones. What a word weighs, and what two words near each other
weigh, is kept, since messages say the same things again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

import numpy as np

from assistant.rules.lint_features import Part, features_of, parts_of
from assistant.rules.lint_words import Text
from assistant.rules.trained_table import TrainedTable, trained_table

WEIGHTS = "lint_weights.npz"
SHORTEST_CLAUSE = 5  # words: fewer may belong to anything
FARTHEST = 6.0  # a score beyond it says no more
_CUT = re.compile(r"[,;:()–—]| - ")


def weights() -> TrainedTable:
    """The table that is shipped."""
    return trained_table(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Piece:
    """text[start:end] of the folded text, of so many different words, and how it reads by itself."""

    start: int
    end: int
    words: int
    scores: dict[str, float]


@dataclass(frozen=True, slots=True)
class Sentence(Piece):
    """`with_next`: together with the sentence behind it; the same as `scores` for the last one. `clauses`: none where commas cut nothing."""

    with_next: dict[str, float]
    clauses: tuple[Piece, ...] = ()


def read_sentences(text: Text, language: str) -> list[Sentence]:
    """Every sentence of a text and every clause of them; nothing for a language that nothing was learnt of."""
    if language not in weights().languages or not text.words:
        return []
    spans = list(spans_of(text))
    clauses = [clauses_of(text, *span) for span in spans]
    cut = [*spans, *chain.from_iterable(clauses)]
    rows: list[bytes] = []
    begins: list[int] = []
    for first, last in cut:
        begins.append(len(rows))
        rows.extend(_weight(part) for part in parts_of(text.words[first : last + 1], language, closing(text, last)))
    sums = np.add.reduceat(np.frombuffer(b"".join(rows), np.float32).reshape(len(rows), -1), begins)
    sizes = np.array([last - first + 1 for first, last in cut], np.float32)[:, None]
    many = len(spans)
    both, both_sizes = sums[:many].copy(), sizes[:many].copy()
    both[:-1] += sums[1:many]
    both_sizes[:-1] += sizes[1:many]
    table = weights()
    scored = table.scores(np.concatenate([sums / np.sqrt(sizes), both / np.sqrt(both_sizes)])).clip(-FARTHEST, FARTHEST)
    scores = [dict(zip(table.heads, one, strict=True)) for one in scored.tolist()]
    pieces = [
        Piece(text.starts[first], text.ends[last], len(set(text.words[first : last + 1])), one)
        for (first, last), one in zip(cut, scores[: len(cut)], strict=True)
    ]
    theirs = iter(pieces[many:])
    return [
        Sentence(one.start, one.end, one.words, one.scores, joined, tuple(islice(theirs, len(cuts))))
        for one, joined, cuts in zip(pieces[:many], scores[len(cut) :], clauses, strict=True)
    ]


def spans_of(text: Text) -> Iterator[tuple[int, int]]:
    """(first word, last word) of every sentence."""
    first = 0
    for at in range(1, len(text.words) + 1):
        if at == len(text.words) or text.sentences[at] != text.sentences[first]:
            yield first, at - 1
            first = at


def clauses_of(text: Text, first: int, last: int) -> list[tuple[int, int]]:
    """The same of what commas and the like make of one sentence, each of some words; nothing when that is the whole of it."""
    begins = [first]
    for at in range(first + SHORTEST_CLAUSE, last + 2 - SHORTEST_CLAUSE):
        if at - begins[-1] >= SHORTEST_CLAUSE and _CUT.search(text.folded, text.ends[at - 1], text.starts[at]):
            begins.append(at)
    if len(begins) == 1:
        return []
    return list(zip(begins, [*(begin - 1 for begin in begins[1:]), last], strict=True))


def closing(text: Text, last: int) -> str:
    """What stands between the word `last` and the next."""
    return text.folded[text.ends[last] : text.starts[last + 1] if last + 1 < len(text.words) else text.ends[last] + 8]


@lru_cache(maxsize=30_000)
def _weight(part: Part) -> bytes:
    """What one part gives, see TrainedTable.gather, as 32-bit floats."""
    checksums, shares = zip(*features_of(part), strict=True)
    return weights().gather(np.array(checksums, np.uint32), np.array(shares, np.float32)).tobytes()
