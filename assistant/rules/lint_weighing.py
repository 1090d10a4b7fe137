"""How much a sentence's scores say: against what a list found in it, and by themselves.

Each is a weighed sum of three scores: for the code, for hurting in any way, and for being an easy no. The weights were fitted by logistic
regression, codes sharing all but the least sum, which was chosen by code on messages judged by hand: a hundredth more of the kind
messages blamed is worth it when a sixth more of those that hurt are found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.rules.lint_codes import Code
from assistant.rules.lint_model import Sentence

WAY_OUT, _ANY = "way_out", "hurts"  # heads of the table that are no code
_EASY_NO = -0.2
_FEWEST_WORDS = 3  # of a sentence that says something by itself: "Don't you?" may belong to anything
_FARTHEST = 6.0  # a score beyond it says no more


@dataclass(frozen=True, slots=True)
class _Sum:
    """`code`, `any`, `way_out`: what one point of each score weighs. `least`: the sum from which on the answer is yes, by code."""

    code: float
    any: float
    way_out: float
    least: Mapping[Code, float]

    def reached(self, scores: Mapping[str, float], code: Code) -> bool:
        summed = (
            self.code * _held(scores[code]) + self.any * _held(scores[_ANY]) + self.way_out * _held(scores[WAY_OUT])
        )
        return summed >= self.least[code]


# Below it, what a list found falls.
_STANDS = _Sum(
    0.38,
    0.51,
    -0.11,
    {
        Code.RESCUE: 1.2,
        Code.TRAFFICKING: -0.8,
        Code.POLICE: -3.2,
        Code.BODY: -1.6,
        Code.SERVICES: 1.6,
        Code.PRICE: -1.7,
        Code.JUDGEMENT: -4.0,
        Code.PRESSURE: 0.4,
        Code.PROMISE: 2.8,
        Code.EXPOSING: -2.4,
    },
)
# From there on, a sentence is a finding by itself.
_SPEAKS = _Sum(
    0.86,
    0.54,
    -0.07,
    {
        Code.RESCUE: 3.6,
        Code.TRAFFICKING: 3.8,
        Code.POLICE: 4.0,
        Code.BODY: 2.0,
        Code.SERVICES: 3.2,
        Code.PRICE: 2.8,
        Code.JUDGEMENT: 3.6,
        Code.PRESSURE: 3.0,
        Code.PROMISE: 3.0,
        Code.EXPOSING: 3.6,
    },
)


def is_harmless(code: Code, sentences: list[Sentence]) -> bool:
    """Whether what a list found for `code` falls: none of the sentences that it stands in speaks so."""
    return code in _STANDS.least and bool(sentences) and not any(_STANDS.reached(one.scores, code) for one in sentences)


def said_by(sentence: Sentence) -> Iterator[Code]:
    """What a sentence surely says, list or no list."""
    if sentence.words >= _FEWEST_WORDS:
        yield from (code for code in _SPEAKS.least if _SPEAKS.reached(sentence.scores, code))


def is_easy_no(sentence: Sentence) -> bool:
    """Whether a sentence, by itself or with the next, leaves her free not to answer."""
    return max(sentence.scores[WAY_OUT], sentence.with_next[WAY_OUT]) >= _EASY_NO


def _held(score: float) -> float:
    return max(-_FARTHEST, min(_FARTHEST, score))
