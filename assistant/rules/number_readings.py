"""What the digits of a window dial: in which country, mobile or not, and how likely that is meant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.rules.phones import (
    LONGEST_CODE,
    Number,
    country_code,
    dial,
    is_country_code,
    may_be_mobile,
    parse,
    trunk_prefix,
)
from assistant.rules.pieces import Piece

CONVINCING = 3.2  # a mobile with its trunk zero in a likely country, or one of a country without
# Countries whose numbers turn up in ads, tried when nothing else fits. Order breaks ties.
COMMON = ("NL", "BE", "DE", "GB", "FR", "ES", "PT", "IT", "RO", "BG", "HU", "PL", "AT", "CH", "US")
ABROAD = COMMON + (
    "BR", "CO", "MX", "AR", "PE", "VE", "CL", "EC", "DO", "PY", "UY", "BO", "CU", "CR", "PA", "CZ", "SK", "GR", "RU", "UA", "TR", "MA", "AL", "RS", "HR",
    "MD", "LT", "LV", "EE", "SE", "DK", "NO", "FI", "IE", "LU", "TH", "CN", "SR", "CW", "GH", "NG", "AE", "EG", "SA",
)  # fmt: skip
# Countries that dial no trunk prefix, with the groupings people write their numbers in.
_TRUNKLESS = frozenset(
    ("ES", "PT", "PL", "IT", "US", "CO", "CL", "CZ", "GR", "MX", "BR", "DK", "NO", "LU", "DO", "CR", "PA", "UY", "AR", "EC", "PE", "VE", "CA", "PR")
)  # fmt: skip
_PREFIX_DROPPED = ("HU",)  # people write 20/123-4567 for 06-20/123-4567
_NORTH_AMERICA = ("US", "CA", "DO", "PR")
_ELSEWHERE = 2.5
_ONLY_SPOKEN = 1.3  # what a fixed line loses in a country that only the language tells
_LANDLINE_AT_HOME = 4.0  # in groups: "36-1-234-8519"
_AT_HOME = 1.5  # what a country code without a sign gains where the ad stands
_CODE_JOINED = -2.5  # and what it loses by being no piece of its own
MOST_DOUBTS = 4  # pieces of a window that are read both ways


@dataclass(frozen=True, slots=True)
class Places:
    """Where the ad stands, as far as known. `likely`: countries in order; `hint`: the one that was told; `sure`: how many of the likely ones are told or
    of a town that is named, and not only where the language is spoken."""

    likely: tuple[str, ...]
    hint: str | None = None
    sure: int = 0

    @property
    def certain(self) -> tuple[str, ...]:
        """The likely countries that are told, or of a town that is named."""
        return self.likely[: self.sure]


def spellings(window: Sequence[Piece], places: Places) -> list[tuple[Number, float]]:
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
    without_zero = "".join(
        piece.digits for at, piece in enumerate(window) if not (piece.trunk_zero and _is_code(window[:at]))
    )
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


def _is_code(before: Sequence[Piece]) -> bool:
    """May what stands before a "(0)" be all of a country code? "+38(0)67" is +380 67, as no country has the code 38."""
    digits = "".join(piece.digits for piece in before).lstrip("0")
    return len(digits) > LONGEST_CODE or not digits or is_country_code(digits)


def _dropped(window: Sequence[Piece], number: Number) -> float:
    """What a mobile without its trunk prefix gains where people leave that out, when its area code stands apart: "20/123-4567"."""
    apart = len(window) > 1 and len(window[0].digits) == 2
    left_out = number.region in _PREFIX_DROPPED and not window[0].digits.startswith("0")
    return 2.0 if apart and left_out and number.mobile else 0.0


def _international(window: Sequence[Piece], number: Number, places: Places) -> float:
    """What a country code without a sign gains by being the country's where the ad stands, and loses by being no piece of its own."""
    apart = _code_apart(window, number)
    joined = 0.0 if apart else _CODE_JOINED
    if number.region not in places.certain:
        return joined
    landline = _LANDLINE_AT_HOME if apart and not number.mobile and len(window) > 1 else 0.0
    return _AT_HOME + landline + joined


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
            landline = not number.mobile or region == "CA"  # which calls all of them either
            if landline and rank >= places.sure:
                if places.sure:
                    continue  # a landline of a country that only shares the language
                worth -= _ONLY_SPOKEN
            found.append((number, worth))
    if any(number.region in places.certain for number, _ in found):
        found = [  # dialled at home, it is no number of a country that only shares the language
            (number, worth if number.region in places.certain else worth - _ELSEWHERE) for number, worth in found
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
    prefixed = bool(prefix) and region not in _TRUNKLESS
    # Where none is dialled some write the zero, most do not.
    if (prefixed or prefix == "0") and digits.startswith(prefix):
        return (3.5 if number.mobile else 2.5 if known else 0.0) + nearness
    if prefixed:
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
