"""Fill, lint, lock screen and segments of one message of 300 characters, against a cached plain Jinja render."""

import timeit

import jinja2

from assistant.rules.lint import lint
from assistant.rules.wording import fill
from tests.bench.wording import SOURCE, VALUES


def _whole() -> None:
    text = fill(SOURCE, VALUES).text
    lint(text, language="nl", channel="whatsapp", kind="first", sender="Anna", organisation="Huis Oost")


def run() -> dict[str, float]:
    """`per_second` (asked: ≥ 1,000) and `ratio` to a plain render in the same run (asked: ≤ 100)."""
    plain = jinja2.Environment().from_string(SOURCE)
    floor = min(timeit.repeat(lambda: plain.render(VALUES), number=500, repeat=5)) / 500
    _whole()
    # As short as the floor's rounds, so that both find quiet moments.
    ours = min(timeit.repeat(_whole, number=5, repeat=200)) / 5
    return {
        "per_second": round(1 / ours),
        "ratio": round(ours / floor, 1),
        "characters": len(fill(SOURCE, VALUES).text),
    }


if __name__ == "__main__":
    print(run())
