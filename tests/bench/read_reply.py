"""How fast replies are read, as a ratio to the floor: splitting the same texts into words."""

import json
import re
import time
from pathlib import Path

from assistant.rules.consent import read_consent
from assistant.rules.signals import read_signals

REPLIES = Path(__file__).parents[1] / "rules" / "data" / "replies_tuned.jsonl"
ROUNDS = 5


def run() -> dict[str, float]:
    """Replies read a second, and how many times the floor that takes. Loading the lexicons is a figure of its own, in seconds."""
    texts = [json.loads(line)["text"] for line in REPLIES.read_text(encoding="utf-8").splitlines()]
    start = time.perf_counter()
    read_consent("warm up")
    loading = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            read_consent(text)
            read_signals(text)
    reading = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for text in texts:
            re.findall(r"\w+", text.casefold())
    floor = time.perf_counter() - start
    return {
        "replies_per_second": ROUNDS * len(texts) / reading,
        "times_floor": reading / floor,
        "seconds_to_load": loading,
    }


if __name__ == "__main__":
    print(json.dumps(run()))
