"""Which runs of pieces are phone numbers: every window of a run is judged, and the best cover of the run wins.

A window scores by how it can be dialled (with +, with a trunk zero, bare), in which country, mobile or not, what is said before it and
what would be left over beside it. Numbers below zero are not worth saying.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.rules.number_readings import Places, spellings
from assistant.rules.number_shapes import SPELLED, is_price_list, shape
from assistant.rules.phones import Number
from assistant.rules.pieces import Made, Piece

MOST_PIECES = 20
FEWEST_DIGITS, MOST_DIGITS = 7, 17
ENOUGH = 1.4  # what a number needs; those of true ads have it


@dataclass(frozen=True, slots=True)
class Found:
    """A number, where it stands in the folded text, and how sure it is (any positive score)."""

    number: Number
    start: int
    end: int
    score: float


Near = Callable[[int, int], float]  # what the words around a span say: positive for "call me", negative for "ad id"


def best_cover(run: Sequence[Piece], places: Places, near: Near) -> list[Found]:
    """The numbers in a run, by dynamic programming over its windows. Linear in the number of pieces."""
    size = len(run)
    best = [0.0] * (size + 1)
    choice: list[tuple[int, Found | None]] = [(0, None)] * (size + 1)
    for end in range(1, size + 1):
        best[end], choice[end] = best[end - 1] - _left_over(run, end - 1), (end - 1, None)
        digits = most = 0
        for start in range(end - 1, max(-1, end - 1 - MOST_PIECES), -1):
            digits += len(run[start].digits)
            most += len(run[start].apart or run[start].digits)
            if digits > MOST_DIGITS:
                break
            if most < FEWEST_DIGITS:
                continue
            found = judge(run, start, end, places, near)
            if found and found.score >= ENOUGH and best[start] + found.score > best[end]:
                best[end], choice[end] = best[start] + found.score, (start, found)
    return list(_chosen(choice))[::-1]


def _chosen(choice: Sequence[tuple[int, Found | None]]) -> list[Found]:
    found: list[Found] = []
    at = len(choice) - 1
    while at > 0:
        at, number = choice[at]
        if number:
            found.append(number)
    return found


def _left_over(run: Sequence[Piece], at: int) -> float:
    """What it costs to leave a piece out of every number."""
    piece = run[at]
    if piece.made is Made.LOOKALIKE:
        others = [one.made for one in run[max(0, at - 4) : at]]
        return 0.5 if Made.LOOKALIKE in others and not piece.breaks else 0.1  # "8 8 б" of somebody who writes so
    if piece.made is Made.WORD:
        return (
            0.4
            if any(beside.made is Made.WORD for beside in (*run[max(0, at - 1) : at], *run[at + 1 : at + 2]))
            else 0.1
        )
    tied = piece.tight or (at + 1 < len(run) and run[at + 1].tight)
    return 1.0 if tied else 0.3


def judge(run: Sequence[Piece], start: int, end: int, places: Places, near: Near) -> Found | None:
    """The most likely number that the pieces `start` to `end` spell, with its score; None when they spell none."""
    window = run[start:end]
    best = max(spellings(window, places), key=lambda reading: reading[1], default=None)
    if best is None:
        return None
    number, score = best
    first, last = window[0].start, window[-1].end
    if is_price_list(run[start : end + 2]):
        score -= 5.0
    said = near(first, last)
    international = window[0].plus or (window[0].digits.startswith("00") and number.mobile)
    if international or sum(piece.made is Made.WORD for piece in window) >= SPELLED:
        said = max(said, 0.0)  # no ad's or tax number is written like that, whatever word stands before it
    score += shape(window) + said - _torn(run, start, end)
    if _says_idly(window):
        score -= 5.0
    if not number.mobile and not 10 <= len(number.e164) <= 13:
        score -= 2.0  # some countries' fixed lines may have nearly any length
    return Found(number, first, last, score)


def _says_idly(window: Sequence[Piece]) -> bool:
    """Is an everyday word that says a digit too, such as "eine", the only word among figures, at their end or in a list of them?

    "0162 7493015, eine Antwort", "500 for 90, 1200 dinner".
    """
    words = [piece for piece in window if piece.made is Made.WORD]
    figures = all(piece.made in (Made.DIGITS, Made.WORD) for piece in window)
    if len(words) != 1 or not words[0].idle or not figures:
        return False
    return window[-1] is words[0] or any(piece.listed for piece in window[1:])


def _torn(run: Sequence[Piece], start: int, end: int) -> float:
    """The cost of tearing a window out of digits that stand right beside it."""
    cost = 0.0
    if run[start].tight and start > 0 and not run[start].plus and len(run[start - 1].digits) < FEWEST_DIGITS:
        cost += 2.5
    if end < len(run) and run[end].tight and not run[end].plus and len(run[end].digits) < FEWEST_DIGITS:
        cost += 2.5
    return cost
