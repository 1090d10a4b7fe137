"""May two ads be of one person? By name, town and wording only: enough to ask a human, never to decide.

Names are compared as spelled and as they sound, wording as the share of uncommon words that both use. A name and a town together are
common ("Luna in Amsterdam"); how many others fit is for whoever asks to weigh.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from assistant.rules.sounds import sound, words_of

LONGEST = 600  # words of an ad that are compared
FEWEST = 8  # words without which wording says nothing
ALIKE_NAME = 0.9
ALIKE_WORDING = 0.55
SAME_WORDING = 0.8


class Sign(StrEnum):
    """What speaks for one person."""

    SAME_NAME = "same_name"
    LIKE_NAME = "like_name"
    TOWN = "town"
    SAME_WORDING = "same_wording"
    LIKE_WORDING = "like_wording"


WEIGHT = {
    Sign.SAME_NAME: 2.0,
    Sign.LIKE_NAME: 1.4,
    Sign.TOWN: 1.0,
    Sign.SAME_WORDING: 3.0,
    Sign.LIKE_WORDING: 1.8,
}
ENOUGH = 2.4


@dataclass(frozen=True, slots=True)
class Shown:
    """What an ad shows of somebody. `towns`: the present one first; `text` is empty when it is kept no longer."""

    alias: str | None = None
    towns: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for it, the strongest first."""

    signs: tuple[Sign, ...]

    @property
    def score(self) -> float:
        return sum(WEIGHT[sign] for sign in self.signs)

    @property
    def by_wording(self) -> bool:
        return bool({Sign.SAME_WORDING, Sign.LIKE_WORDING} & set(self.signs))


def likeness(one: Shown, other: Shown) -> Likeness | None:
    """What speaks for one person; None when it is not enough to ask."""
    signs = [sign for sign in (_wording(one, other), _name(one, other), _town(one, other)) if sign is not None]
    found = Likeness(tuple(sorted(signs, key=lambda sign: -WEIGHT[sign])))
    return found if found.score >= ENOUGH else None


def _name(one: Shown, other: Shown) -> Sign | None:
    mine, theirs = ("".join(words_of(shown.alias or "")) for shown in (one, other))
    if not mine or not theirs:
        return None
    if mine == theirs:
        return Sign.SAME_NAME
    if min(len(mine), len(theirs)) < 3:
        return None
    heard = sound(mine) == sound(theirs) != "" and OSA.distance(mine, theirs) <= 2
    close = mine[0] == theirs[0] and JaroWinkler.similarity(mine, theirs) >= ALIKE_NAME
    slip = min(len(mine), len(theirs)) >= 5 and OSA.distance(mine, theirs) == 1
    return Sign.LIKE_NAME if heard or close or slip else None


def _town(one: Shown, other: Shown) -> Sign | None:
    mine, theirs = ({"".join(words_of(town)) for town in shown.towns} - {""} for shown in (one, other))
    return Sign.TOWN if mine & theirs else None


def _wording(one: Shown, other: Shown) -> Sign | None:
    mine, theirs = wording(one), wording(other)
    if min(len(mine), len(theirs)) < FEWEST:
        return None
    share = 2 * len(set(mine) & set(theirs)) / (len(set(mine)) + len(set(theirs)))
    order = fuzz.ratio(mine, theirs, score_cutoff=100 * ALIKE_WORDING) / 100
    alike = min(share, order) if share >= ALIKE_WORDING else 0.0
    if alike >= SAME_WORDING:
        return Sign.SAME_WORDING
    return Sign.LIKE_WORDING if alike >= ALIKE_WORDING else None


def wording(shown: Shown) -> list[str]:
    """The words of an ad in order: without numbers (a new phone is no other wording), names and towns."""
    left_out = {word for name in (shown.alias or "", *shown.towns) for word in words_of(name)}
    return [word for word in _words(shown.text) if word not in left_out]


def _words(text: str) -> Iterable[str]:
    return [word for word in words_of(text[: 20 * LONGEST]) if not any(c.isdigit() for c in word)][:LONGEST]
