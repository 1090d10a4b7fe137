"""Replies and messages by people who never saw a word list: what is read right there may not grow less.

They were written, and labelled, by others than who wrote the sentences that the tables were learnt from. Where they were first read,
the figures were those of CHANGELOG.md; the floors here are a little below what is reached now.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.rules.consent import read_consent
from assistant.rules.signals import read_signals
from tests.rules import score_judged

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def test_replies() -> None:
    stops: Counter[tuple[str, str]] = Counter()
    danger: Counter[tuple[bool, bool]] = Counter()
    right = extra = missed = 0
    for row in rows("stranger_replies.jsonl"):
        signals = read_signals(row["text"])
        stops[row["stop"], read_consent(row["text"]).stop.value] += 1
        danger[row["danger"], signals.danger] += 1
        found, wanted = {topic.value for topic in signals.topics}, set(row["topics"])
        right, extra, missed = right + len(found & wanted), extra + len(found - wanted), missed + len(wanted - found)
    asked = Counter({stop: sum(many for (wanted, _), many in stops.items() if wanted == stop) for stop, _ in stops})
    assert stops["yes", "yes"] / asked["yes"] >= 0.95
    assert stops["yes", "no"] / asked["yes"] <= 0.02
    assert stops["no", "yes"] / asked["no"] <= 0.015
    assert stops["unclear", "unclear"] / asked["unclear"] >= 0.9
    assert danger[True, True] / (danger[True, True] + danger[True, False]) >= 0.95
    assert danger[False, True] / (danger[False, True] + danger[False, False]) <= 0.045
    assert 2 * right / (2 * right + extra + missed) >= 0.86


@pytest.mark.parametrize(
    ("name", "kind", "found_by_code"),
    [
        ("stranger_messages.jsonl", 0.95, 0.92),
        ("stranger_messages_b.jsonl", 0.93, 0.8),  # two thirds of them were written to avoid every usual word
    ],
)
def test_messages(name: str, kind: float, found_by_code: float) -> None:
    clean = good = 0
    hit: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in rows(name):
        report = score_judged.looked_at(row)
        found, wanted = {problem.code.value for problem in report.problems}, set(row["codes"])
        good, clean = good + (not wanted), clean + (not wanted and not found)
        asked.update(wanted)
        hit.update(found & wanted)
    assert clean / good >= kind
    # "We are not the police" was labelled as naming them; a denial is no finding, and is left out of the mean.
    assert sum(hit[code] / asked[code] for code in asked if code != "police") / (len(asked) - 1) >= found_by_code
