"""A sentence of a message as numbers: its words, their beginnings and letter groups, and which words stand near which.

Every feature is a short string, kept as a checksum of 32 bits. What a word gives, by
itself and with those behind it, depends on nothing else, so that a reader may keep what it weighs. Linear in the number of words.
"""

from collections.abc import Iterator, Sequence
from zlib import crc32

from assistant.rules.reply_concepts import concepts_of
from assistant.rules.reply_text import Word, word_of

NEAR = 3  # words; two that stand this close together may mean something as a pair

Feature = tuple[int, float]
"""(checksum, weight)"""
Part = tuple[str, ...]
"""One thing that a sentence holds: a word with those behind it, how it begins or ends, or a sign; see `parts_of`."""

_LETTERS = (3, 4, 5)
_BEGINNING = 5  # letters that hold a word's sense in most of our languages
_LONGEST = 24
_PAIR, _LOOSE_PAIR, _SIGN, _CONCEPT, _CONCEPT_PAIR = 0.6, 0.42, 0.5, 0.7, 0.5
_LAST_HOUR = 31  # figures up to here are hours and days


def parts_of(words: Sequence[str], language: str, closing: str) -> Iterator[Part]:
    """What a sentence of folded words holds; `closing`: the signs behind its last word."""
    last = len(words) - 1
    cut = [word[:_LONGEST] for word in words]
    for at in range(len(cut)):
        yield ("words", language, *cut[at : at + NEAR + 1])
    yield ("first", cut[0])
    yield ("last", cut[-1])
    yield ("sign", "?" if "?" in closing or "؟" in closing else "!" if "!" in closing else ".")
    yield (
        "size",
        next((size for size, most in (("one", 1), ("few", 3), ("some", 6), ("more", 12)) if last < most), "many"),
    )


def features_of(part: Part) -> Iterator[Feature]:
    """The features of one part, the same wherever it stands."""
    kind = part[0]
    if kind == "words":
        _, language, word, *after = part
        yield from _of_word(language, word)
        for gap, other in enumerate(after):
            yield from _of_pair("near" if gap else "pair", language, word, other)
    else:
        value = _number(part[1]) if part[1].isdigit() else part[1]
        yield _sum(f"{kind} {value}"), 1.0 if kind in ("first", "last") else _SIGN


def _of_word(language: str, word: str) -> Iterator[Feature]:
    if word.isdigit():
        yield _sum(f"w{_number(word)}"), 1.0
        return
    yield _sum(f"w{word}"), 1.0
    yield _sum(f"t{word[:_BEGINNING]}"), 1.0
    framed = f"<{word}>"
    groups = [framed[at : at + size] for size in _LETTERS if size < len(framed) for at in range(len(framed) - size + 1)]
    share = max(1, len(groups)) ** -0.5
    yield from ((_sum(f"c{group}"), share) for group in groups)
    yield from ((_sum(f"k{concept}"), _CONCEPT) for concept in _about(language, word))


def _of_pair(kind: str, language: str, one: str, other: str) -> Iterator[Feature]:
    first, second = (_number(word) if word.isdigit() else word for word in (one, other))
    gap = "" if kind == "pair" else "-"
    yield _sum(f"p{gap}{first} {second}"), _PAIR
    yield _sum(f"q{first[:_BEGINNING]} {second[:_BEGINNING]}"), _LOOSE_PAIR
    seconds = _about(language, other)
    for before in _about(language, one):
        yield from ((_sum(f"m{before} {after}"), _CONCEPT_PAIR) for after in seconds)


def _about(language: str, word: str) -> tuple[str, ...]:
    read: Word = word_of(word)
    return concepts_of(read, frozenset((language,)))


def _number(word: str) -> str:
    """Figures by kind: an hour or day, else by their length."""
    return "#hour" if word.isdecimal() and int(word[:9]) <= _LAST_HOUR else f"#{min(len(word), 5)}"


def _sum(feature: str) -> int:
    return crc32(feature.encode("utf-8", "replace"))
