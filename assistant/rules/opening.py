"""How many ads open: name, age, town. What is said there needs no other word: "Lorena, 37, Murcia" names no second town."""

import re
from dataclasses import dataclass

_OPENING = re.compile(
    r"\W{0,12}(?P<name>[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])){1,23})(?:\s?[,|/–-]\s?|\s)(?:1[89]|[2-6]\d)"
    r"(?:\s?[^\W\d_]{1,6}\.?)?\s?[,|/–-]\s?(?P<place>[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))+)"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands where a name and a town do, and where the name begins in the text."""

    name: str
    start: int
    place: str


def opening(text: str) -> Opening | None:
    """The first words of an ad when they are a word, an age and a word; None else."""
    found = _OPENING.match(text[:120])
    return Opening(found["name"], found.start("name"), found["place"]) if found else None
