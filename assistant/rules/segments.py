"""How many text messages a text costs, what is left in the last one, and which characters make it dear.

GSM 03.38 (ETSI TS 123 038): 160 seven-bit characters in one message, 153 in each part of several; the characters of the
extension table count two. One character outside it and the whole text becomes UCS-2: 70 or 67 sixteen-bit units.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
# What a text processor or a phone keyboard puts in, and what says the same in the small alphabet.
_SAME = {
    "’": "'", "‘": "'", "‚": ",", "‛": "'", "′": "'", "´": "'", "`": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "″": '"',
    "«": '"', "»": '"', "‹": "'", "›": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ", "\u200b": "", "\u200e": "", "\u200f": "",
    "\ufeff": "", "\u00ad": "", "\u200d": "", "\ufe0f": "", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe",
    "Œ": "OE", "×": "x", "™": "TM", "½": "1/2",
}  # fmt: skip


class Encoding(StrEnum):
    """The two alphabets of a text message."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


# (units that fit in a single message, units that fit in each of several)
ROOM = {Encoding.GSM_7: (160, 153), Encoding.UCS_2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """`used` units in `segments` messages and `left` in the last one; units are septets or 16-bit units by `encoding`.

    `forcing`: each character that forces UCS-2, once, in order of appearance, with what could stand in its place ("" when
    it can simply go; None when there is nothing near, as for Cyrillic). The replacement is a suggestion: "ă" → "a" reads,
    but is not how it is spelled.
    """

    encoding: Encoding
    segments: int
    used: int
    left: int
    forcing: tuple[tuple[str, str | None], ...]


def count(text: str) -> Segments:
    """Count `text` as a phone would send it. An empty text is no message at all: 0 segments."""
    forcing = tuple((char, replacement(char)) for char in dict.fromkeys(text) if not _in_gsm(char))
    encoding = Encoding.UCS_2 if forcing else Encoding.GSM_7
    single, each = ROOM[encoding]
    sizes = [_size(char, encoding) for char in text]
    used = sum(sizes)
    if used <= single:
        return Segments(encoding, 1 if text else 0, used, single - used, forcing)
    segments, filled = _fill(sizes, each)
    return Segments(encoding, segments, used, each - filled, forcing)


def _fill(sizes: list[int], each: int) -> tuple[int, int]:
    """(messages, units in the last): a character of two units is never cut in two."""
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > each:
            segments, filled = segments + 1, 0
        filled += size
    return segments, filled


def _in_gsm(char: str) -> bool:
    return char in GSM_BASIC or char in GSM_EXTENDED


def _size(char: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if char in GSM_EXTENDED else 1
    return 2 if ord(char) > 0xFFFF else 1


@cache
def replacement(char: str) -> str | None:
    """What could stand for `char` in GSM-7: the same sign in plain spelling, or the letter without its mark."""
    if char in _SAME:
        return _SAME[char]
    plain = "".join(one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one))
    return plain if plain and plain != char and all(_in_gsm(one) for one in plain) else None
