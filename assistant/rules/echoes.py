"""What a number says twice, in figures and in words: "06 (zero six) 12", "six (06) 12"."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.rules.pieces import Made, Piece

_LONGEST_ECHO = 80  # characters


def without_echoes(run: Sequence[Piece], text: str) -> list[Piece]:
    """A run without what is said twice, in figures and in words: "06 (zero six) 12", "six (06) 12"."""
    if "(" not in text[run[0].start : run[-1].end + 1]:
        return list(run)
    kept: list[Piece] = []
    at = 0
    while at < len(run):
        last = _closing(run, at, text) if kept and text[run[at].start - 1] == "(" else None
        if last is None:
            kept.append(run[at])
            at += 1
            continue
        inside = run[at : last + 1]
        before = _saying(kept, inside)
        if before is None:
            kept += inside
        elif sum(len(piece.digits) for piece in kept[before:]) < sum(len(piece.digits) for piece in inside):
            kept[before:] = inside
        at = last + 1
    return kept


def _closing(run: Sequence[Piece], first: int, text: str) -> int | None:
    """The last piece of the bracket that opens before the piece `first`."""
    end = text.find(")", run[first].end, run[first].end + _LONGEST_ECHO)
    last = first
    for at, (_, after) in enumerate(pairwise(run[first:]), first + 1):
        if after.start > end:
            break
        last = at
    return last if end >= 0 and run[last].end == end else None


def _saying(kept: Sequence[Piece], inside: Sequence[Piece]) -> int | None:
    """Where the pieces begin that say the same as those `inside` the bracket, in the other way of writing."""
    said = "".join(piece.digits for piece in inside).lstrip("0")
    digits = ""
    for at in range(len(kept) - 1, -1, -1):
        digits = kept[at].digits + digits
        if digits.lstrip("0") == said and said:
            ways = {piece.made is Made.WORD for piece in (*kept[at:], *inside)}
            return at if len(ways) > 1 else None
        if len(digits) > len(said) + 1:
            return None
    return None
