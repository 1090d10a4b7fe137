"""Characters to plain characters, with a map back to the source.

Ads write 0️⃣, ⓪, ０, 𝟎, ٠ and ０ for a zero and hide zero-width characters between digits. Here every digit becomes ASCII, letters from
mathematical and enclosed alphabets become plain letters, and what has no width disappears. Emoji stay: they separate.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

_ODD = re.compile(r"[^\x20-\x7e\n]+")
_BLANKS = "\u2800\u3164\u115f\u1160\uffa0"  # characters that are letters or symbols to Unicode, and blank to the eye
_SPECIAL = {
    "➕": "+",
    "º": "°",  # "3ºB": the letter that it is made of would read as a zero
    "ª": "°",
    "\u066b": ".",
    "\u066c": ",",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "＇": "'",
    "＠": "@",
    "﹫": "@",
    "ⓐ": "@",
    "🔟": "10",
    "🎱": "8",
    "Ⅰ": "I",
    "Ⅱ": "II",
    "Ⅲ": "III",
    "ⅰ": "i",
    "ⅼ": "l",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text`: the plain text. `starts[i]`: where its i-th character stood in the source; one more entry holds the source's end."""

    text: str
    starts: tuple[int, ...] | range
    source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of the characters `start` to `end` of the folded text."""
        if start >= end:
            return self.starts[start], self.starts[start]
        return self.starts[start], self.starts[end - 1] + max(1, self.starts[end] - self.starts[end - 1])

    def quote(self, start: int, end: int) -> str:
        """What the source says there, marks and emoji included."""
        first, last = self.span(start, end)
        return self.source[first:last]


def fold(source: str) -> Folded:
    """The folded text of `source`. Linear in its length; every string is accepted."""
    if source.isascii() and not _ODD.search(source):
        return Folded(source, range(len(source) + 1), source)
    parts: list[str] = []
    starts: list[int] = []
    after = 0
    for match in _ODD.finditer(source):
        if match.start() > after:
            parts.extend(source[after : match.start()])
            starts.extend(range(after, match.start()))
        after = match.end()
        for index in range(match.start(), after):
            plain = plain_character(source[index])
            if plain and parts and unicodedata.combining(plain[0]):
                _combine(parts, plain)
                continue
            parts.extend(plain)
            starts.extend([index] * len(plain))
    parts.extend(source[after:])
    starts.extend(range(after, len(source) + 1))
    return Folded("".join(parts), tuple(starts), source)


def _combine(parts: list[str], mark: str) -> None:
    """A combining mark joins the letter before it, or falls away (a struck-through digit stays a digit)."""
    joined = unicodedata.normalize("NFC", parts[-1] + mark)
    if len(joined) == 1:
        parts[-1] = joined


@cache
def plain_character(char: str) -> str:
    """What one character reads as: "" when it has no width, else one or two plain characters."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char in "\n\r\t\x0b\x0c":
        return "\n" if char in "\n\x0b\x0c" else " "
    if char in _BLANKS or char == "\u20e3":
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs", "Me") or 0xFE00 <= ord(char) <= 0xFE0F or char == "\u034f":
        return ""
    if category in ("Nd", "No"):
        return _number(char)
    if category == "Zs":
        return " "
    if 0x1F150 <= ord(char) <= 0x1F169:
        return chr(ord(char) - 0x1F150 + 65)
    if 0x1F170 <= ord(char) <= 0x1F189:
        return chr(ord(char) - 0x1F170 + 65)
    return _compatible(char, category)


def _number(char: str) -> str:
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    value = unicodedata.numeric(char)
    return str(int(value)) if value == int(value) and 10 <= value < 100 else char


def _compatible(char: str, category: str) -> str:
    """Letters and punctuation that only differ in looks (full-width, mathematical, enclosed)."""
    if category[0] not in "LPS":
        return char
    plain = unicodedata.normalize("NFKC", char)
    if category[0] == "S" and not plain.isalpha() and not 0xFE50 <= ord(char) <= 0xFFEF:
        return char
    return plain if len(plain) == 1 else char


def lower(text: str) -> str:
    """Lower case of the same length, character by character."""
    low = text.replace("İ", "i").lower()  # which Unicode makes two of
    return low if len(low) == len(text) else "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """A word for comparing: lower case, without accents and vowel marks ("Tweeëntwintig" → "tweeentwintig")."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.lower().replace("ß", "ss").replace("ı", "i").replace("ł", "l"))
    kept = (char for char in decomposed if not unicodedata.combining(char) or char == "\u0306")
    return unicodedata.normalize("NFC", "".join(kept)).replace("ă", "a").replace("ğ", "g").replace("ĭ", "i")


def lookup_key(name: str) -> str:
    """How a town's name is looked up: bare, with spaces for hyphens, and no full stop behind what is cut short."""
    return bare(name).replace("-", " ").replace(".", "")
