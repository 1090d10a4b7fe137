"""Which runs of pieces are phone numbers: every window of a run is judged, and the best cover of the run wins.

A window scores by how it can be dialled (with +, with a trunk zero, bare), in which country, mobile or not, what is said before it and
what would be left over beside it. Numbers below zero are not worth saying.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.rules.phones import Number, country_code, dial, may_be_mobile, parse, trunk_prefix
from assistant.rules.pieces import Made, Piece

MOST_PIECES = 20
FEWEST_DIGITS, MOST_DIGITS = 7, 17
_COUNTED = 6
_DRAWN, _MOST_DRAWN = 5, 60
_AMOUNTS = 4
_SPELLED = 4  # number words
_RISING = 3  # amounts, from which on they are prices
ENOUGH = 1.4  # what a number needs; those of true ads have it
CONVINCING = 3.2  # a mobile with its trunk zero in a likely country, or one of a country without

# Countries whose numbers turn up in ads, tried when nothing else fits. Order breaks ties.
COMMON = ("NL", "BE", "DE", "GB", "FR", "ES", "PT", "IT", "RO", "BG", "HU", "PL", "AT", "CH", "US")
ABROAD = COMMON + (
    "BR", "CO", "MX", "AR", "PE", "VE", "CL", "EC", "DO", "PY", "UY", "BO", "CU", "CR", "PA", "CZ", "SK", "GR", "RU", "UA", "TR", "MA", "AL", "RS", "HR",
    "MD", "LT", "LV", "EE", "SE", "DK", "NO", "FI", "IE", "LU", "TH", "CN", "SR", "CW", "GH", "NG", "AE", "EG", "SA",
)  # fmt: skip
# Countries that dial no trunk prefix, with the groupings people write their numbers in.
_TRUNKLESS = frozenset(
    (
        "ES",
        "PT",
        "PL",
        "IT",
        "US",
        "CO",
        "CL",
        "CZ",
        "GR",
        "MX",
        "BR",
        "DK",
        "NO",
        "LU",
        "DO",
        "CR",
        "PA",
        "UY",
        "AR",
        "EC",
        "PE",
        "VE",
        "CA",
        "PR",
    )
)
_PREFIX_DROPPED = ("HU",)  # people write 20/123-4567 for 06-20/123-4567
_NORTH_AMERICA = ("US", "CA", "DO", "PR")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the ad stands, as far as known. `likely`: countries in order; `hint`: the one that was told; `sure`: how many of the likely ones are told or
    of a town that is named, and not only where the language is spoken."""

    likely: tuple[str, ...]
    hint: str | None = None
    sure: int = 0


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
    best = max(_spellings(window, places), key=lambda reading: reading[1], default=None)
    if best is None:
        return None
    number, score = best
    first, last = window[0].start, window[-1].end
    if _is_price_list(run[start : end + 2]):
        score -= 5.0
    said = near(first, last)
    international = window[0].plus or (window[0].digits.startswith("00") and number.mobile)
    if international or sum(piece.made is Made.WORD for piece in window) >= _SPELLED:
        said = max(said, 0.0)  # no ad's or tax number is written like that, whatever word stands before it
    score += _shape(window) + said - _torn(run, start, end)
    if not number.mobile and not 10 <= len(number.e164) <= 13:
        score -= 2.0  # some countries' fixed lines may have nearly any length
    return Found(number, first, last, score)


_ELSEWHERE = 2.5
_ONLY_SPOKEN = 1.3  # what a fixed line loses in a country that only the language tells
_LANDLINE_AT_HOME = 4.0  # in groups: "36-1-234-8519"
_AT_HOME = 1.5  # what a country code without a sign gains where the ad stands
MOST_DOUBTS = 4  # pieces of a window that are read both ways


def _spellings(window: Sequence[Piece], places: Places) -> list[tuple[Number, float]]:
    """The readings of a window, each "twenty one" as 21 and, worth a little less, as 20 and 1."""
    doubts = [at for at, piece in enumerate(window) if piece.apart][:MOST_DOUBTS]
    readings = _readings(window, places)
    for chosen in range(1, 2 ** len(doubts)):
        apart = [at for bit, at in enumerate(doubts) if chosen >> bit & 1]
        spelled = [replace(piece, digits=piece.apart) if at in apart else piece for at, piece in enumerate(window)]
        readings += [(number, score - 0.6 * len(apart)) for number, score in _readings(spelled, places)]
    return readings


def _readings(window: Sequence[Piece], places: Places) -> list[tuple[Number, float]]:
    digits = "".join(piece.digits for piece in window)
    without_zero = "".join(piece.digits for piece in window if not piece.trunk_zero)
    if window[0].plus:
        number = parse("+" + without_zero, None) or parse("+" + digits, None)
        if number:
            return [(number, 7.0 if number.mobile else 6.0)]
        if digits.startswith("00"):
            return _from_abroad(without_zero, 7.0)
        if not digits.startswith("0"):
            return []  # else it is "and": "0612345678 + 0687654321"
    if digits.startswith("00"):
        return _from_abroad(without_zero, 6.5)
    home = places.likely[:1]
    readings = [
        (number, score + (_dropped(window, number) if number.region in home else 0.0))
        for number, score in dialled(digits, places)
    ]
    readings += [
        (number, score + _international(window, number, places)) for number, score in _bare_international(digits)
    ]
    if window[0].bracketed and places.likely:  # "(1) 232 67 99": an area code without what is dialled before it
        prefix = trunk_prefix(places.likely[0])
        if prefix and places.likely[0] not in _TRUNKLESS and not digits.startswith(prefix):
            readings += [(number, worth - 0.5) for number, worth in dialled(prefix + digits, places)]
    if without_zero != digits:
        readings += [(number, score + 2) for number, score in _bare_international(without_zero)]
    return readings


def _dropped(window: Sequence[Piece], number: Number) -> float:
    """What a mobile without its trunk prefix gains where people leave that out, when its area code stands apart: "20/123-4567"."""
    apart = len(window) > 1 and len(window[0].digits) == 2
    left_out = number.region in _PREFIX_DROPPED and not window[0].digits.startswith("0")
    return 2.0 if apart and left_out and number.mobile else 0.0


def _international(window: Sequence[Piece], number: Number, places: Places) -> float:
    """What a country code without a sign gains by being the country's where the ad stands, and loses by being no piece of its own."""
    apart = _code_apart(window, number)
    if number.region not in places.likely[: places.sure]:
        return 0.0 if apart else -2.5
    landline = _LANDLINE_AT_HOME if apart and not number.mobile and len(window) > 1 else 0.0
    return _AT_HOME + landline + (0.0 if apart else -2.5)


def _code_apart(window: Sequence[Piece], number: Number) -> bool:
    """Is a country code without a sign a piece of its own, or the whole number one piece?"""
    code = country_code(number.region)
    return len(window) == 1 or window[0].digits in (code, "0" + code) or all(len(piece.digits) == 1 for piece in window)


def _from_abroad(digits: str, worth: float) -> list[tuple[Number, float]]:
    number = parse("+" + digits[2:], None)
    return [(number, worth if number.mobile else worth - 1)] if number else []


@lru_cache(maxsize=16384)
def dialled(digits: str, places: Places) -> tuple[tuple[Number, float], ...]:
    """Every way to dial bare digits, with its worth: in the likely countries, and when none of them is convincing in the common ones."""
    found: list[tuple[Number, float]] = []
    for rank, region in enumerate(places.likely):
        number = dial(digits, region)
        if number:
            worth = _worth(digits, region, number, rank) + (0.5 if region == places.hint else 0)
            found.append((number, worth if number.mobile or rank < places.sure else worth - _ONLY_SPOKEN))
    if any(number.region in places.likely[: places.sure] for number, _ in found):
        found = [  # dialled at home, it is no number of a country that only shares the language
            (number, worth if number.region in places.likely[: places.sure] else worth - _ELSEWHERE)
            for number, worth in found
        ]
    if max((worth for _, worth in found), default=0.0) >= CONVINCING:
        return tuple(found)
    for region in COMMON:
        prefix = trunk_prefix(region)
        if region in places.likely or (prefix and region not in _TRUNKLESS and not digits.startswith(prefix)):
            continue
        if not may_be_mobile(digits, region):
            continue  # nobody advertises with a landline abroad
        number = dial(digits, region)
        if number:
            found.append((number, _worth(digits, region, number, None)))
    return tuple(found)


def _worth(digits: str, region: str, number: Number, rank: int | None) -> float:
    """How likely a bare number is meant in `region`; `rank` is its place among the likely countries, None when it is not one."""
    known = rank is not None
    prefix = trunk_prefix(region)
    nearness = 1.0 - 0.15 * rank if rank is not None else -1.5
    if prefix == "0" and region in _TRUNKLESS and digits.startswith(prefix):
        return (3.5 if number.mobile else 2.5 if known else 0.0) + nearness  # some write it, most do not
    if region not in _TRUNKLESS and prefix:
        if digits.startswith(prefix):
            return (3.5 if number.mobile else 2.5 if known else 0.0) + nearness
        return nearness - (1.0 if number.mobile else 3.5)
    if region in _NORTH_AMERICA:
        return (2.5 if known else 0.2) + nearness
    return ((2.5 if known else 1.2) if number.mobile else (0.3 if known else -2.5)) + nearness


def _bare_international(digits: str) -> list[tuple[Number, float]]:
    """A number with its country code and no sign for it ("31612345678")."""
    if not 10 <= len(digits) <= 14 or not _calls_abroad(digits):
        return []
    number = parse("+" + digits, None)
    if number is None:
        return []
    return [(number, (1.5 if number.region in COMMON else 0.5) if number.mobile else -4.0)]


@cache
def _codes() -> frozenset[str]:
    return frozenset(country_code(region) for region in ABROAD)


def _calls_abroad(digits: str) -> bool:
    return any(digits[:length] in _codes() for length in (1, 2, 3))


def _shape(window: Sequence[Piece]) -> float:
    """What the way it is written says for or against a number."""
    score = 0.0
    often = any(
        piece.made in (Made.LETTERS, Made.LOOKALIKE) for piece in window[1:-1]
    )  # one who writes letters for digits
    for piece, tied in ((window[0], window[-1 if len(window) == 1 else 1].tight), (window[-1], window[-1].tight)):
        score -= (0.3 if often and piece is window[-1] else 1.0 if tied else 3.0) * (piece.made is Made.LOOKALIKE)
    score -= min(1.0, 0.5 * sum(piece.made is Made.LOOKALIKE for piece in window[1:-1]))
    if sum(piece.made is Made.WORD for piece in window) >= _SPELLED:
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
    if len(window) >= _DRAWN and all(
        piece.made is Made.DIGITS and len(piece.digits) <= 2 and not piece.tight for piece in window
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


def _is_price_list(window: Sequence[Piece]) -> bool:
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


def _torn(run: Sequence[Piece], start: int, end: int) -> float:
    """The cost of tearing a window out of digits that stand right beside it."""
    cost = 0.0
    if run[start].tight and start > 0 and not run[start].plus and len(run[start - 1].digits) < FEWEST_DIGITS:
        cost += 2.5
    if end < len(run) and run[end].tight and not run[end].plus and len(run[end].digits) < FEWEST_DIGITS:
        cost += 2.5
    return cost
