"""A text as natives type it in a hurry: small letters, no accents, straight quotes; with the way back to the original."""

import unicodedata
from dataclasses import dataclass

_QUOTES = dict.fromkeys("’‘‛′´`ʼ", "'") | dict.fromkeys("“”„″«»", '"')
_LETTERS = {"ł": "l", "đ": "d", "ı": "i", "ø": "o", "œ": "o", "æ": "a"}
# Written to be unseen: zero-width signs, direction marks, soft hyphens, emoji selectors.
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0e\ufe0f\u202a\u202b\u202c\u202d\u202e")


class _Table(dict[int, str]):
    """Code point → its folded spelling of at most one character, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        plain = _plain(char)
        self[point] = plain
        return plain


def _plain(char: str) -> str:
    if char in _UNSEEN or unicodedata.category(char) == "Mn":
        return ""
    if char in _QUOTES:
        return _QUOTES[char]
    small = "".join(one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)).lower()
    small = small if len(small) == 1 else char.lower()[:1]
    return _LETTERS.get(small, small)


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded; its character i came from the original's character `at[i]` (`at` is None where nothing moved)."""

    text: str
    at: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        if self.at is None or start >= end:
            return (start, end) if self.at is None else (0, 0)
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold every character by itself: none becomes two, marks and unseen signs vanish."""
    folded = text.translate(_TABLE)
    if len(folded) == len(text):
        return Folded(folded, None)
    return Folded(folded, tuple(at for at, char in enumerate(text) if _TABLE[ord(char)]))
