"""How right and how fast `compare` is: the share of exactly right pairs per half, and its time as a multiple of reading the two ads."""

import time
from collections.abc import Callable

from assistant.rules.ads import read_ad
from assistant.rules.changes import compare
from tests.rules.ad_pairs import HALVES, LANGUAGES, Pair, pairs


def run() -> dict[str, float]:
    """Shares between 0 and 1 by half and by language (all halves); `times_reading` is a ratio to rules.ads on the same texts."""
    made = {half: list(pairs(half)) for half in HALVES}
    right = {half: [_is_right(pair) for pair in made[half]] for half in HALVES}
    figures = {f"exact_{half}": sum(right[half]) / len(right[half]) for half in HALVES}
    for language in LANGUAGES:
        own = [
            ok for half in HALVES for pair, ok in zip(made[half], right[half], strict=True) if pair.language == language
        ]
        figures[f"exact_{language}"] = sum(own) / len(own)
    everyone = [pair for half in HALVES for pair in made[half]]
    reading = _seconds(
        everyone, lambda pair: (read_ad(pair.old, region=pair.region), read_ad(pair.new, region=pair.region))
    )
    comparing = _seconds(everyone, lambda pair: compare(pair.old, pair.new, region=pair.region))
    return figures | {"times_reading": comparing / reading}


def _is_right(pair: Pair) -> bool:
    return {change.what.value for change in compare(pair.old, pair.new, region=pair.region)} == pair.expected


def _seconds(made: list[Pair], work: Callable[[Pair], object]) -> float:
    start = time.perf_counter()
    for pair in made:
        work(pair)
    return time.perf_counter() - start
