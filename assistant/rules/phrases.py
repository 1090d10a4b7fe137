"""The phrase grammar of the reply lexicons: small patterns of words, matched word by word.

A phrase is a line of elements with spaces between: `word`; `begin*` (any ending); `a|b` (either); `@name` (a word of the class `name` of
that file); an element with `?` behind it may be missing; `..` is up to three words of anything; `^` a clause starts here; `$` a clause
ends here, also as the last choice of the last element (`now|$`: "now", or nothing more). A phrase never runs on over the end of a sentence. Work per word is bounded by the phrases that start with it, so a text
takes time in proportion to its length.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.rules.reply_text import Word, lexicon_keys

GAP = 3


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a phrase: the keys that fit it. `gap`: up to GAP words of anything instead."""

    keys: frozenset[str] = frozenset()
    optional: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled line of a lexicon. `label`: the list it stands in ("stop", "topic.housing"). `starts`, `ends`: only as a clause does."""

    label: str
    language: str
    elements: tuple[Element, ...]
    starts: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Words [start, end) of a reply that a phrase matched."""

    label: str
    language: str
    start: int
    end: int


class PhraseError(ValueError):
    """A line of a lexicon that does not follow the grammar."""


def compile_phrases(line: str, label: str, language: str, classes: Mapping[str, str]) -> tuple[Phrase, ...]:
    """One line of a lexicon as one or two Phrases (two where its last element may also be the end). PhraseError names the line."""
    parts = line.split()
    choices = parts[-1].split("|")
    if len(parts) == 1 or len(choices) == 1 or "$" not in choices:
        return (_compile(parts, label, language, classes, line),)
    longer = "|".join(choice for choice in choices if choice != "$")
    before = parts[:-1] if parts[-2] != ".." else parts[:-2]
    return (
        _compile([*parts[:-1], longer], label, language, classes, line),
        _compile([*before, "$"], label, language, classes, line),
    )


def _compile(parts: list[str], label: str, language: str, classes: Mapping[str, str], line: str) -> Phrase:
    starts, ends = parts[0] == "^", parts[-1] == "$"
    elements = tuple(_element(part, language, classes, line) for part in parts[starts : len(parts) - ends])
    if all(element.optional or element.gap for element in elements) or elements[0].gap or elements[-1].gap:
        raise PhraseError(f"{language} {label}: {line!r} must start and end with a word")
    return Phrase(label, language, elements, starts, ends)


def _element(part: str, language: str, classes: Mapping[str, str], line: str) -> Element:
    if part == "..":
        return Element(gap=True)
    if part in ("^", "$"):
        raise PhraseError(f"{language}: {line!r} has {part} inside")
    optional = part.endswith("?") and len(part) > 1
    return Element(_keys((part.removesuffix("?") if optional else part).split("|"), language, classes, line), optional)


def _keys(spellings: Iterable[str], language: str, classes: Mapping[str, str], line: str) -> frozenset[str]:
    found: set[str] = set()
    for spelling in spellings:
        if spelling.startswith("@") and len(spelling) > 1:
            if spelling[1:] not in classes:
                raise PhraseError(f"{language}: {line!r} names an unknown class {spelling}")
            found.update(_keys(classes[spelling[1:]].split(), language, classes, line))
        else:
            found.update(lexicon_keys(spelling, language))
    return frozenset(found)


class PhraseBook:
    """Many phrases, found by the word that they start with."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self.phrases = tuple(phrases)

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[Phrase, int]]]:
        """Key → the phrases that may start with it, and the place of that element (those before it may be missing)."""
        index: dict[str, list[tuple[Phrase, int]]] = {}
        for phrase in self.phrases:
            for place, element in enumerate(phrase.elements):
                for key in element.keys:
                    index.setdefault(key, []).append((phrase, place))
                if not (element.optional or element.gap):
                    break
        return index

    def hits(self, words: tuple[Word, ...]) -> tuple[Hit, ...]:
        """Every place where a phrase fits, with the longest end that the optional words give it."""
        index = self._by_first
        found: set[Hit] = set()
        for at, word in enumerate(words):
            for form in word.forms:
                for phrase, place in index.get(form, ()):
                    if phrase.starts and not word.starts:
                        continue
                    end = _match(phrase, place, words, at, at)
                    if end is not None:
                        found.add(Hit(phrase.label, phrase.language, at, end))
        return tuple(sorted(found, key=lambda hit: (hit.start, hit.end, hit.label, hit.language)))


def _match(phrase: Phrase, place: int, words: tuple[Word, ...], at: int, begin: int) -> int | None:
    """The end of the words that fit the phrase, begun at word `begin`, from its element `place` and word `at` on; None where they do not fit."""
    if place == len(phrase.elements):
        return at if not phrase.ends or words[at - 1].ends else None
    element = phrase.elements[place]
    if at < len(words) and not (at > begin and words[at - 1].breaks):
        if element.gap:
            return _skip(phrase, place + 1, words, at, begin)
        if not element.keys.isdisjoint(words[at].forms):
            end = _match(phrase, place + 1, words, at + 1, begin)
            if end is not None:
                return end
    return _match(phrase, place + 1, words, at, begin) if element.optional else None


def _skip(phrase: Phrase, place: int, words: tuple[Word, ...], at: int, begin: int) -> int | None:
    for skipped in range(min(GAP, len(words) - at) + 1):
        end = _match(phrase, place, words, at + skipped, begin)
        if end is not None:
            return end
        if at + skipped < len(words) and words[at + skipped].breaks:
            return None
    return None
