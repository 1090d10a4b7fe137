"""Filling a template: its cost against a cached plain Jinja render, and 100,000 fuzzed payloads that must leak nothing."""

import random
import timeit
from typing import Any

import jinja2

from assistant.rules.wording import WordingError, fill

SOURCE = (
    "Hoi {{ alias }}, {% if hook %}{{ hook }} {% else %}hopelijk gaat het goed. {% endif %}Ik ben {{ sender }} van {{ team }} "
    "in {{ town }}. Elke dinsdag drinken we hier koffie en helpen we met brieven, een huisarts of een taalles. Heb je een "
    "vraag, stuur me gerust een bericht op {{ phone_team }}. {{ how_to_stop }}"
)
VALUES: dict[str, str | None] = {
    "alias": "Luna",
    "hook": "Wat een leuke foto met die hond!",
    "sender": "Anna",
    "team": "Huis Oost",
    "town": "Groningen",
    "phone_team": "050 123 45 67",
    "how_to_stop": "Liever niet? Laat het even weten, dan stuur ik niets meer.",
}
SECRET = "s3cr3t-never-shown"
_PIECES = (
    "{{", "}}", "{%", "%}", "{#", "#}", "{{-", "-}}", " ", "\n", "alias", "hook", "naam", "if", "else", "elif", "endif", "for", "in",
    "set", "import", "include", "raw", "endraw", "macro", "|", "upper", "lower", "title", "attr", "format", "safe", "map", ".", "(",
    ")", "[", "]", "'", '"', "~", "+", "*", "**", "%", "__class__", "__globals__", "__init__", "self", "config", "request", "cycler",
    "lipsum", "namespace", "range", "1", "99999999999", "{{ alias }}", "{% if hook %}", "{% endif %}", "{% else %}", "Hoi ", "=", "==",
    "\x00", "\u202e", "\ud800", "{'a':1}", "\\x5f", "not", "and", "is defined", "loop", "caller()", "secret", "os", "popen('id')",
)  # fmt: skip


class _Spy(str):
    """A value that notices being used for anything but its text."""

    touched = False

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__class__", "__len__", "__str__", "__bool__"):
            type(self).touched = True
        return super().__getattribute__(name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        type(self).touched = True


def fuzzed(seed: int) -> str:
    """Fill one random template made of Jinja's pieces: "refused" or "filled". AssertionError when it did more than fill."""
    chance = random.Random(seed)
    source = "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 14)))
    values: dict[str, str | None] = {"alias": _Spy("VALUE"), "hook": "VALUE", "unused": SECRET}
    _Spy.touched = False
    try:
        text = fill(source, values).text
    except WordingError:
        return "refused"
    assert not _Spy.touched, source
    assert SECRET not in text, source
    rest = text.replace("VALUE", "").replace("value", "").replace("Value", "")
    # Every character that is left was typed by the supervisor: nothing was computed, repeated or fetched.
    left = iter(source)
    assert all(char in left for char in rest), (source, text)
    return "filled"


def run() -> dict[str, float]:
    """`ratio`: our fill in plain renders (asked: ≤ 3). `filled` of `cases`: fuzzed templates that were accepted."""
    plain = jinja2.Environment().from_string(SOURCE)
    assert plain.render(VALUES) == fill(SOURCE, VALUES).text
    floor = min(timeit.repeat(lambda: plain.render(VALUES), number=2000, repeat=5))
    ours = min(timeit.repeat(lambda: fill(SOURCE, VALUES), number=2000, repeat=5))
    outcomes = [fuzzed(seed) for seed in range(100_000)]
    return {"ratio": round(ours / floor, 2), "cases": len(outcomes), "filled": outcomes.count("filled")}


if __name__ == "__main__":
    print(run())
