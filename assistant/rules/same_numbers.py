"""One phone number in two texts, spelled in two ways of which only one was read as a number."""

import re
from collections.abc import Iterable, Sequence

_RUN = re.compile(r"\+?\d(?:[ \t().\-/·–—_\u00a0]{0,3}\d){6,20}")
_TAIL = 8
_SHORTEST = 6


def written_as(text: str, numbers: Iterable[str]) -> dict[str, str]:
    """Those of `numbers` (E.164) whose last digits stand in `text`, each with how they are written there."""
    runs = [(match[0], re.sub(r"\D", "", match[0])) for match in _RUN.finditer(text)]
    return {number: quote for number in numbers if (quote := _quote(runs, number)) is not None}


def _quote(runs: Sequence[tuple[str, str]], number: str) -> str | None:
    digits = number.removeprefix("+")
    tail = digits[-_TAIL:]
    if len(tail) < _SHORTEST:
        return None
    return next((quote for quote, written in runs if written.endswith(tail)), None)
