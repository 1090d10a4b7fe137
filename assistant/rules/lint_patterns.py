"""The small language in which a colleague writes down words to look for, and how it becomes a linear regular expression.

One pattern a line:
    word            that word, whatever its accents and capitals
    stem*           every word that begins so          *end   every word that ends so
    (a|b c|d*)      one of these, each one or more words
    word?  (a|b)?   may be left out
    ..              up to three words that do not matter
    #               a number
Between words may stand a space, a line end, a comma, a dash, an emoji; never the end of a sentence.
"""

import re
from collections.abc import Iterator
from functools import cache

from assistant.rules.folding import fold

_GAP = r"[^\w.!?…]{1,4}"
_SKIP = r"(?:[^\w.!?…]{1,4}\w++){0,3}"
_WORD = r"(?:\#|\*?[\w'’/%-]+\*?)"
_WORDS = rf"{_WORD}(?: {_WORD})*"
_WELL_FORMED = re.compile(
    rf"(?:\({_WORDS}(?:\|{_WORDS})*\)\??|{_WORD}\??)(?: (?:\.\.|\({_WORDS}(?:\|{_WORDS})*\)\??|{_WORD}\??))*"
)
_PLAIN = re.compile(r"[^\W_äöüßÄÖÜ]+\*?")
_SURE = re.compile(r"[^\W_äöüßÄÖÜ]*[äöüÄÖÜ]?")
_ELEMENT = re.compile(r"\(([^()]*)\)(\?)?|(\.\.)|([^\s()]+)")


def lines(block: str) -> tuple[str, ...]:
    """The patterns of a block, without blank lines and remarks (`-- why`)."""
    cut = (line.partition("--")[0].strip() for line in block.splitlines())
    return tuple(line for line in cut if line)


def expression(pattern: str) -> str:
    """The regular expression of one pattern, to be matched at the start of a word of a folded text."""
    return _sequence(list(_elements(pattern))) + r"(?!\w)"


def keys(pattern: str) -> frozenset[str]:
    """How the word that a match begins at can look: "nee", "stop*" for any ending, "#" for a figure; "*" when it can be any."""
    starts: set[str] = set()
    for source, optional in _elements(pattern):
        for option in source.split("|"):
            starts.add(_key(option.split()[0]))
        if not optional:
            break
    return frozenset(starts)


def _key(word: str) -> str:
    if word == "#":
        return "#"
    if _PLAIN.fullmatch(word):
        return _fold(word.removesuffix("*")) + ("*" if word.endswith("*") else "")
    # "über" is also "ueber", "don't" is also "dont" and "don t", "*man" is any word: only the letters before that are sure.
    sure = _SURE.match(word)
    return _fold(sure[0] if sure else "") + "*"


def _elements(pattern: str) -> Iterator[tuple[str, bool]]:
    """(alternatives joined by "|", may be left out) for each element; ".." as it is. ValueError for a slip of the pen."""
    if not _WELL_FORMED.fullmatch(pattern):
        raise ValueError(f"not a pattern: {pattern}")
    for group, optional, skip, word in _ELEMENT.findall(pattern):
        if skip:
            yield "..", True
        elif word:
            yield word.removesuffix("?"), word.endswith("?")
        else:
            yield group, bool(optional)


def _sequence(elements: list[tuple[str, bool]]) -> str:
    parts: list[str] = []
    begun = False
    for source, optional in elements:
        if source == "..":
            parts.append(_SKIP)
            continue
        words = "(?:" + "|".join(_words(option) for option in source.split("|")) + ")"
        if not begun:
            parts.append(f"(?:{words}{_GAP})?" if optional else words)
            begun = not optional
        else:
            parts.append(f"(?:{_GAP}{words})?" if optional else _GAP + words)
    return "".join(parts)


def _words(option: str) -> str:
    return _GAP.join(_word(word) for word in option.split())


def _word(word: str) -> str:
    if word == "#":
        return r"\d[\d.,]*+"
    body = "".join(_letter(char) for char in word.strip("*").rstrip("'’"))
    return (r"\w*?" if word.startswith("*") else "") + body + (r"\w*+" if word.endswith("*") else r"(?!\w)")


@cache
def _letter(char: str) -> str:
    if char in "äöü":
        return _fold(char) + "e?"
    if char == "ß":
        return "(?:ß|ss?)"
    return "'? ?" if char in "'’" else re.escape(_fold(char))


def _fold(text: str) -> str:
    return fold(text).text
