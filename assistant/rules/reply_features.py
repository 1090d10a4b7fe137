"""A reply as numbers: its words, their beginnings and letter groups, and which words stand near which.

Every feature is a short string, kept as a checksum of 32 bits, so that the trained table holds nobody's words. Each
names the words that it rests on, so that a decision can be traced back to her own words. Linear in the number of words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from assistant.rules.reply_concepts import concepts_of, ranks
from assistant.rules.reply_text import Word, keys

NEAR = 3  # words; two that stand this close together may mean something as a pair

Feature = tuple[int, float, int, int]
"""(checksum, weight, first word, word after the last); a feature of the text as a whole rests on no word: 0, 0."""

_LETTERS = (2, 3, 4, 5)
_BEGINNING = 4  # letters that hold a word's sense in most of our languages
_LONGEST = 24
_PAIR, _LOOSE_PAIR, _SIGN, _HINT = 0.6, 0.42, 0.3, 0.5
_CONCEPT, _CONCEPT_PAIR, _TOGETHER = 0.8, 0.6, 0.4
_MOST_CONCEPTS = 24
_TELLING = frozenset(("112", "911", "999", "18"))  # numbers that mean something by themselves
_YOUNG = frozenset(str(age) for age in range(10, 18))


def features_of(
    words: Sequence[Word], text: str, hers: frozenset[str] = frozenset(), hints: Sequence[str] = ()
) -> list[Feature]:
    """The features of a reply of at least one word.

    `hers`: the languages that it seems to be in; `hints`: what else is known of it, such as which phrases stand in it.
    """
    tokens = [_token(word.text) for word in words]
    count = len(tokens)
    share = count**-0.5  # long replies hold more features, but do not say things more strongly
    found: list[Feature] = []
    for at, token in enumerate(tokens):
        for one in token.whole:
            found.append((one, share, at, at + 1))
        for one in token.parts:
            found.append((one, share * token.part, at, at + 1))
        for other_at in range(at + 1, min(at + NEAR, count - 1) + 1):
            other = tokens[other_at]
            gap = "" if other_at == at + 1 else "-"
            found.append((_sum(f"p{gap}{token.key} {other.key}"), share * _PAIR, at, other_at + 1))
            found.append((_sum(f"q{token.stem} {other.stem}"), share * _LOOSE_PAIR, at, other_at + 1))
    found.append((_sum(f"f{tokens[0].key}"), share, 0, 1))
    found.append((_sum(f"l{tokens[-1].key}"), share, count - 1, count))
    found.extend((_sum(f"s{sign}"), _SIGN, 0, 0) for sign in _signs(text, count))
    found.extend((_sum(f"h{hint}"), _HINT, 0, 0) for hint in hints)
    found.extend(_about(words, hers, share))
    return found


def _about(words: Sequence[Word], hers: frozenset[str], share: float) -> Iterator[Feature]:
    """What the words are about, in order where they stand close together, and what is spoken of in one reply."""
    near: list[tuple[int, str]] = []
    first: dict[str, int] = {}
    for at, word in enumerate(words):
        concepts = concepts_of(word, hers)
        near = [(before, concept) for before, concept in near if at - before <= NEAR]
        for concept in concepts:
            yield _sum(f"k{concept}"), share * _CONCEPT, at, at + 1
            for before, other in near:
                yield _sum(f"m{other} {concept}"), share * _CONCEPT_PAIR, before, at + 1
        near.extend((at, concept) for concept in concepts)
        for concept in concepts:
            first.setdefault(concept, at)
    spoken_of = sorted(sorted(first, key=ranks().__getitem__)[:_MOST_CONCEPTS])
    for number, one in enumerate(spoken_of):
        for other in spoken_of[number + 1 :]:
            start, end = sorted((first[one], first[other]))
            yield _sum(f"a{one} {other}"), share * _TOGETHER, start, end + 1


@dataclass(frozen=True, slots=True)
class _Token:
    """What one word gives. `whole`: checksums of its spellings; `parts`: of its letter groups, each weighing `part`."""

    key: str
    stem: str
    whole: tuple[int, ...]
    parts: tuple[int, ...]
    part: float


@lru_cache(maxsize=20_000)
def _token(word: str) -> _Token:
    spelled = [_number(word)] if word.isdigit() else [key[:_LONGEST] for key in keys(word.casefold())]
    key = spelled[0] or word[:_LONGEST]
    bare = key.removeprefix("~")
    stem = key[: len(key) - len(bare) + _BEGINNING]
    framed = f"<{bare}>"
    parts = tuple(
        _sum(f"c{framed[at : at + size]}")
        for size in _LETTERS
        for at in range(len(framed) - size + 1)
        if size < len(framed)
    )
    whole = (*(_sum(f"w{one}") for one in spelled), _sum(f"t{stem}"))
    return _Token(key, stem, whole, parts, max(1, len(parts)) ** -0.5)


def _number(word: str) -> str:
    """Numbers by kind: "#young" for an age below eighteen, else by their length."""
    if word in _YOUNG:
        return "#young"
    return word if word in _TELLING else f"#{min(len(word), 6)}"


def _signs(text: str, count: int) -> Iterator[str]:
    if "?" in text or "؟" in text:
        yield "??" if "??" in text else "?"
    if "!" in text:
        yield "!!" if "!!" in text else "!"
    if ":)" in text or ";)" in text or ":D" in text:
        yield ":)"
    if text.isupper():
        yield "loud"
    yield next((size for size, most in (("one", 1), ("few", 3), ("some", 6), ("more", 14)) if count <= most), "many")


def _sum(feature: str) -> int:
    return crc32(feature.encode("utf-8", "replace"))
