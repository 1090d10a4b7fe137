"""The town an ad is in now: "this week Zwolle, from Monday Assen" → Zwolle."""

import re
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare
from assistant.rules.towns import Town, by_spelling

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*|[.,;:!?\n|/]")
MOST_WORDS = 4
READ_AT_MOST = 20000


@dataclass(frozen=True, slots=True)
class Seen:
    """A town in the text, and how much its surroundings speak for being there now."""

    town: Town
    start: int
    score: float


def find(text: str, language: str | None, regions: tuple[str, ...]) -> Seen | None:
    """The town that holds now in a folded text; None when the ad names none."""
    tokens = list(_WORD.finditer(text[:READ_AT_MOST]))
    seen = list(_mentions(tokens, language, regions))
    return max(seen, key=lambda mention: (mention.score, -mention.start), default=None)


def _mentions(tokens: list[re.Match[str]], language: str | None, regions: tuple[str, ...]):  # type: ignore[no-untyped-def]
    known = by_spelling()
    index = 0
    while index < len(tokens):
        step = 1
        if tokens[index].group()[0].isupper():
            for size in range(min(MOST_WORDS, len(tokens) - index), 0, -1):
                name = " ".join(token.group() for token in tokens[index : index + size])
                town = known.get(bare(name))
                if town is None:
                    continue
                score = _score(tokens, index, size, town, language, regions)
                if score > 0:
                    yield Seen(town, tokens[index].start(), score)
                    step = size
                    break
        index += step


@cache
def _phrases(language: str | None, key: str) -> frozenset[str]:
    languages = [code for code in (language, "en") if code]
    return frozenset(bare(phrase) for code in languages for phrase in lexicon.words(code, "ads").get(key, ()))


def _score(
    tokens: list[re.Match[str]], index: int, size: int, town: Town, language: str | None, regions: tuple[str, ...]
) -> float:
    score = 0.3 if town.inhabitants > 100_000 else 0.0
    if town.country in regions:
        score += 0.5
    words = [bare(token.group()) for token in tokens[max(0, index - 6) : index]]
    for back in range(1, len(words) + 1):
        for length in range(1, 4):
            if back + length - 1 > len(words):
                continue
            start = len(words) - back - length + 1
            phrase = " ".join(words[start : start + length])
            weight = 1.0 / back
            if back == 1 and phrase in _phrases(language, "town"):
                score += 1.5
            if phrase in _phrases(language, "now"):
                score += 1.5 * weight
            if phrase in _phrases(language, "later"):
                score -= 2.0 * weight
            if phrase in _phrases(language, "past"):
                score -= 2.0 * weight
    common = town.inhabitants < 30_000
    return score - (1.0 if common else 0.2)
