"""What the way a number is written says for or against its being one: amounts, lists, letters for digits, the end of a sentence inside it."""

from collections.abc import Sequence

from assistant.rules.pieces import Made, Piece

_COUNTED = 6
_DRAWN, _MOST_DRAWN = 5, 60
_AMOUNTS = 4
SPELLED = 4  # number words
_RISING = 3  # amounts, from which on they are prices


def shape(window: Sequence[Piece]) -> float:
    """What the way it is written says for or against a number."""
    score = 0.0
    often = any(
        piece.made in (Made.LETTERS, Made.LOOKALIKE) for piece in window[1:-1]
    )  # one who writes letters for digits
    for piece, tied in ((window[0], window[-1 if len(window) == 1 else 1].tight), (window[-1], window[-1].tight)):
        score -= (0.3 if often and piece is window[-1] else 1.0 if tied else 3.0) * (piece.made is Made.LOOKALIKE)
    score -= min(1.0, 0.5 * sum(piece.made is Made.LOOKALIKE for piece in window[1:-1]))
    if sum(piece.made is Made.WORD for piece in window) >= SPELLED:
        score += 1.0
    lines = [piece.line for piece in window[1:]]
    if any(lines) and not all(lines):
        score -= min(1.5, 0.5 * sum(lines))
    one_by_one = all(piece.made is Made.DIGITS and len(piece.digits) == 1 for piece in window)
    ended = [piece.ended for piece in window[1:]]
    if any(ended) and not all(ended) and not one_by_one:
        score -= 2.0 * sum(ended)
    if len(window) == 1:
        score += 0.5
    if all(piece.made is Made.DIGITS for piece in window):
        score -= _figures(window)
    if len(window) >= _COUNTED and all(
        int(after.digits) - int(before.digits) == 1 for before, after in zip(window, window[1:], strict=False)
    ):
        score -= 6.0  # "1 2 3 4 5 6 7 8 9 10"
    if (
        len(window) >= _DRAWN
        and (window[0].digits[0] != "0" or all(piece.listed for piece in window[1:]))
        and all(piece.made is Made.DIGITS and len(piece.digits) <= 2 and not piece.tight for piece in window)
    ):
        drawn = [int(piece.digits) for piece in window]
        score -= 4.0 * (sorted(set(drawn)) == drawn and drawn[-1] < _MOST_DRAWN)  # numbers of a lottery
    if any(piece.plus for piece in window[1:]):
        score -= 4.0
    return score


def _figures(window: Sequence[Piece]) -> float:
    """What plain figures lose that look like amounts, or like things of a list rather than the groups of one number."""
    cost = 0.0
    if len(window) > 1 and all(len(piece.digits) >= 2 and piece.digits.endswith("0") for piece in window):
        cost += 4.0
    elif len(window) >= _AMOUNTS and all(
        len(piece.digits) >= 2 and piece.digits[0] != "0" and piece.digits[-1] in "05" for piece in window
    ):
        cost += 5.0
    listed = sum(piece.listed for piece in window[1:])
    one_by_one = all(len(piece.digits) == 1 for piece in window)  # "0 8 6 | 5 3 3 | 0 2 8 2" has its groups
    if listed and not one_by_one and (listed < len(window) - 1 or len(window) == 2):
        cost += 2.0 if len(window) > 2 else 2.5 if window[0].digits[0] == "0" else 3.5
    if len(window) == 2 and window[1].line:
        cost += 1.5
    return cost


def is_price_list(window: Sequence[Piece]) -> bool:
    """Ever larger round amounts side by side, plain and without a zero before: "75 100 150 200"."""
    if window[0].digits.startswith("0") or any(piece.made is not Made.DIGITS for piece in window):
        return False
    amounts = [
        int(piece.digits)
        if piece.digits.endswith(("0", "5")) and piece.digits[0] != "0" and len(piece.digits) < 5
        else 0
        for piece in window
    ]
    rising = longest = 1
    for before, after in zip(amounts, amounts[1:], strict=False):
        rising = rising + 1 if 0 < before < after else 1
        longest = max(longest, rising)
    return longest >= _RISING and any(amount >= 100 for amount in amounts)
