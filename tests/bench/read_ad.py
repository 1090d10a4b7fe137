"""How fast ads are read, as a share of the rate at which PhoneNumberMatcher only scans them for numbers."""

import time
from typing import Any

import phonenumbers

from assistant.rules.ads import plain_text, read_ad
from tests.rules.make_ads import ads

COUNT = 800


def run() -> dict[str, Any]:
    """`rate_to_matcher`: asked is at least 0.1. `linear`: time of a hostile megabyte over ten times that of a tenth; near 1 is linear."""
    examples = list(ads("held", seed=11, count=COUNT))
    for example in ads("tune", seed=12, count=100):
        read_ad(example["text"], region=example.get("region"))
    floor = _seconds(
        lambda: [list(phonenumbers.PhoneNumberMatcher(one["text"], one.get("region") or "NL")) for one in examples]
    )
    ours = _seconds(lambda: [read_ad(one["text"], region=one.get("region")) for one in examples])
    hostile = "bel 06 een 2 drie 0612345678 (0) "
    tenth, whole = (
        _seconds(lambda size=size: read_ad(plain_text(hostile * (size // len(hostile)))))
        for size in (100_000, 1_000_000)
    )
    return {
        "rate_to_matcher": round(floor / ours, 3),
        "ads_a_second": round(COUNT / ours),
        "linear": round(whole / (10 * tenth), 2),
    }


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(run())
