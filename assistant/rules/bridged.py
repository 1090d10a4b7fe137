"""Numbers told with idle words between their parts: "06 sweetheart 12 and now 34 deep breath 56 78".

Any word may stand there, so the number must be convincing: a mobile of a likely country, after a word for a phone or with its trunk zero.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.rules.number_readings import Places
from assistant.rules.numbers_in_text import FEWEST_DIGITS, MOST_DIGITS, MOST_PIECES, Found, Near, judge
from assistant.rules.phones import trunk_prefix
from assistant.rules.pieces import Made, Piece

ENOUGH = 3.0
_COUNTED_DIGITS = 3
_AMOUNTS = 2  # round amounts in a chain, from which on it is a list of prices
_WHOLE = 2  # gaps with words in a chain that is a number from its first piece to its last, though nothing announces it


def chains(runs: Sequence[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """Runs that only idle words keep apart, joined; one that stands alone only when such a word is in it that says a digit too."""
    chain: list[Piece] = []
    joined = 0
    for run in runs:
        if not run[0].bridged:
            if joined or any(piece.idle for piece in chain):
                yield chain
            chain, joined = [], 0
        joined += bool(chain)
        chain = [*chain, *run]
    if joined or any(piece.idle for piece in chain):
        yield chain


def uncounted(run: Sequence[Piece]) -> list[Piece]:
    """A run without words that say how many digits follow: "next three 597, last four 4784"."""
    kept: list[Piece] = []
    counted: Piece | None = None
    for piece, after in zip(run, [*run[1:], None], strict=True):
        if after and _counts(piece, after):
            counted = piece
            continue
        kept.append(replace(piece, breaks=counted.breaks, bridged=counted.bridged) if counted else piece)
        counted = None
    return kept


def _counts(piece: Piece, after: Piece) -> bool:
    figures = piece.filled and piece.made is Made.WORD and after.made is Made.DIGITS
    return figures and len(after.digits) >= _COUNTED_DIGITS and piece.digits == str(len(after.digits))


def told(chain: Sequence[Piece], places: Places, near: Near, announced: Callable[[int], bool]) -> list[Found]:
    """The numbers in a chain. `announced`: does a word for a phone stand shortly before this place in the text?"""
    found = _told(chain, places, near, announced)
    if any(piece.idle for piece in chain):
        found = max(_told(_without_idle(chain), places, near, announced), found, key=_surety)
    return found


def _surety(found: Sequence[Found]) -> float:
    return sum(one.score for one in found)


def _without_idle(chain: Sequence[Piece]) -> list[Piece]:
    """The chain without everyday words that say a number too: "wait for 900" has no four."""
    kept: list[Piece] = []
    idle = False
    for piece in chain:
        if not piece.idle:
            kept.append(replace(piece, bridged=True) if idle else piece)
        idle = piece.idle
    return kept


def _told(chain: Sequence[Piece], places: Places, near: Near, announced: Callable[[int], bool]) -> list[Found]:
    found: list[Found] = []
    start = 0
    left = sum(len(piece.digits) for piece in chain)
    while left >= FEWEST_DIGITS:
        number = _from(chain, start, places, near, announced(chain[start].start))
        found += [number] if number else []
        end = number.end if number else chain[start].end
        while start < len(chain) and chain[start].end <= end:
            left -= len(chain[start].digits)
            start += 1
    return found


def _from(chain: Sequence[Piece], start: int, places: Places, near: Near, announced: bool) -> Found | None:
    """The number that begins with a piece: the surest one."""
    if not (announced or start == 0 or _dialled(chain[start], places)):
        return None
    best: Found | None = None
    size = bridges = filled = parted = 0
    for end in range(start + 1, min(len(chain), start + MOST_PIECES) + 1):
        piece = chain[end - 1]
        size += len(piece.digits)
        bridges += end - 1 > start and piece.bridged
        filled += end - 1 > start and (piece.bridged or piece.filled)
        parted += end - 1 > start and piece.bridged and piece.listed
        if size > MOST_DIGITS or piece.made is Made.LOOKALIKE:
            break
        whole = start == 0 and end == len(chain) and filled >= _WHOLE
        ordered = whole and any(piece.filled for piece in chain[1:])
        if size < FEWEST_DIGITS or not bridges or (parted and not (announced or ordered)):
            continue
        if not (announced or whole or _dialled(chain[start], places)):
            continue
        if sum(_round(one) for one in chain[start:end]) >= _AMOUNTS:
            continue
        number = judge(chain, start, end, places, near)
        if number and _convinces(number, places) and (best is None or number.score >= best.score):
            best = number
    return best


def _round(piece: Piece) -> bool:
    """Is it an amount rather than a part of a number: 600, 5000?"""
    return (
        piece.made is Made.DIGITS and piece.digits.endswith("00") and piece.digits[0] != "0" and len(piece.digits) > 2
    )


def _dialled(piece: Piece, places: Places) -> bool:
    """Does it begin as numbers do that are dialled in a likely country?"""
    if piece.plus or piece.digits.startswith("00"):
        return True
    prefixes = (trunk_prefix(region) for region in places.likely)
    return any(prefix and piece.digits.startswith(prefix) for prefix in prefixes)


def _convinces(found: Found, places: Places) -> bool:
    return found.number.mobile and found.number.region in places.likely and found.score >= ENOUGH
