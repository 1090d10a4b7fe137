"""What each place in an ad says for a word's being her name."""

from dataclasses import dataclass

# What a place says for a word; `aliases.ENOUGH` is needed.
INTRODUCED, OPENING, BEFORE_VERB, WEAKLY, REACHED = 10.0, 8.0, 5.5, 4.5, 4.5
BESIDE_AGE = 3.5
APART, SIGNED, FIRST, IN_TITLE, LAST, IN_TEXT, ELSEWHERE, STARTING = 5.0, 4.6, 4.0, 3.5, 3.5, 2.5, 0.55, 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word as typed, where it stands, and what the place says for its being her name."""

    name: str
    start: int
    worth: float
