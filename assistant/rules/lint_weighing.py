"""How much a sentence's scores say: against what a list found in it, and by themselves.

Each is a weighed sum of three scores: for the code, for hurting in any way, and for being an easy no. The weights were fitted by logistic
regression, codes sharing all but the least sum, which was chosen by code on messages judged by hand: a hundredth more of the kind
messages blamed is worth it when a tenth more of those that hurt are found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.rules.lint_codes import Code
from assistant.rules.lint_model import Piece, Sentence

WAY_OUT, _ANY = "way_out", "hurts"  # heads of the table that are no code
_EASY_NO = -0.2
_FEWEST_WORDS = 3  # of a sentence that says something by itself: "Don't you?" may belong to anything


@dataclass(frozen=True, slots=True)
class _Sum:
    """`code`, `any`, `way_out`: what one point of each score weighs. `least`: the sum from which on the answer is yes, by code."""

    code: float
    any: float
    way_out: float
    least: Mapping[Code, float]

    def reached(self, scores: Mapping[str, float]) -> Iterator[Code]:
        """The codes that the scores speak for."""
        rest = self.any * scores[_ANY] + self.way_out * scores[WAY_OUT]
        for code, least in self.least.items():
            if self.code * scores[code] + rest >= least:
                yield code


# Below it, what a list found falls.
_STANDS = _Sum(
    0.38,
    0.51,
    -0.11,
    {
        Code.RESCUE: -0.4,
        Code.TRAFFICKING: -2.4,
        Code.POLICE: 0.0,
        Code.BODY: -2.4,
        Code.SERVICES: 0.8,
        Code.PRICE: -0.4,
        Code.JUDGEMENT: 0.8,
        Code.PRESSURE: 2.0,
        Code.PROMISE: 1.6,
        Code.EXPOSING: -3.2,
    },
)
# From there on, a sentence is a finding by itself.
_SPEAKS = _Sum(
    0.86,
    0.54,
    -0.07,
    {
        Code.RESCUE: 3.2,
        Code.TRAFFICKING: 5.6,
        Code.POLICE: 2.8,
        Code.BODY: 2.8,
        Code.SERVICES: 3.2,
        Code.PRICE: 4.0,
        Code.JUDGEMENT: 4.4,
        Code.PRESSURE: 4.0,
        Code.PROMISE: 5.2,
        Code.EXPOSING: 3.2,
    },
)


# The same for a clause, which has less round it that could excuse it.
_SPEAKS_ALONE = replace(
    _SPEAKS,
    least={
        Code.RESCUE: 3.2,
        Code.TRAFFICKING: 6.0,
        Code.POLICE: 3.2,
        Code.BODY: 4.0,
        Code.SERVICES: 3.6,
        Code.PRICE: 4.0,
        Code.JUDGEMENT: 4.4,
        Code.PRESSURE: 4.0,
        Code.PROMISE: 5.2,
        Code.EXPOSING: 4.0,
    },
)


def is_harmless(code: Code, pieces: Sequence[Piece]) -> bool:
    """Whether what a list found for `code` falls: none of the sentences and clauses that it stands in speaks so."""
    return code in _STANDS.least and bool(pieces) and not any(code in _STANDS.reached(one.scores) for one in pieces)


def said_by(sentence: Sentence) -> dict[Code, Piece]:
    """What a sentence surely says, list or no list, and which piece of it says so: a clause where one does."""
    said = dict[Code, Piece]()
    pieces = [(clause, _SPEAKS_ALONE) for clause in sentence.clauses]
    for piece, enough in [(sentence, _SPEAKS), *pieces]:
        said |= dict.fromkeys(_said(piece, enough), piece)
    return said


def _said(piece: Piece, enough: _Sum) -> Iterator[Code]:
    if piece.words >= _FEWEST_WORDS:
        yield from enough.reached(piece.scores)


def is_easy_no(sentence: Sentence) -> bool:
    """Whether a sentence, by itself or with the next, leaves her free not to answer."""
    return max(sentence.scores[WAY_OUT], sentence.with_next[WAY_OUT]) >= _EASY_NO
