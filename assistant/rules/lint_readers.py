"""The words of a message, read twice: by the word lists, and by what was learnt from many sentences.

A list is exact about words and blind to what stands round them; what was learnt has a feeling for whole sentences and no certainty.
So a list's finding falls where the sentence, and the clause in it, is surely harmless, and what surely hurts is found without a list.
An easy no is one when either says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.rules.folding import Folded
from assistant.rules.lint_codes import BLOCKING, Code
from assistant.rules.lint_model import Sentence, read_sentences
from assistant.rules.lint_weighing import WAY_OUT, is_easy_no, is_harmless, said_by
from assistant.rules.lint_words import Hit, Text, is_question, lint_words, other_languages

LOCK_ONLY = "lock"  # the section of a list with words that only a locked phone must not show
_WORD_CODES = frozenset(Code) - {Code.NO_SENDER, Code.NO_WAY_OUT, Code.LENGTH}


@dataclass(frozen=True, slots=True)
class Found:
    """`code` at start–end of the message; `language` says whose words offer another wording."""

    code: Code
    start: int
    end: int
    language: str


def read(folded: Folded, own: str, shown: int) -> tuple[list[Found], bool]:
    """What both readers find, in the announced language and in any other that is spoken here; and is there a way out?

    `shown`: how many characters of the message a locked phone shows.
    """
    text = Text(folded.text)
    found: list[Found] = []
    has_way_out = False
    for language in (own, *other_languages(text, own)):
        hits, denied = lint_words(language).read(text)
        sentences = read_sentences(text, language)
        kindly = [hit for hit in hits if hit.code == WAY_OUT]
        has_way_out = has_way_out or bool(kindly) or any(map(is_easy_no, sentences))
        standing = [one for one in _listed(hits, kindly) if not _falls(one, sentences)]
        for hit in (*standing, *_learnt((*standing, *denied), sentences, text)):
            start, end = folded.span(hit.start, hit.end)
            if hit.code == LOCK_ONLY:
                if start < shown:
                    found.append(Found(Code.EXPOSING, start, end, language))
            elif language == own or hit.code in BLOCKING:
                found.append(Found(Code(hit.code), start, end, language))
    return found, has_way_out


def _listed(hits: tuple[Hit, ...], kindly: list[Hit]) -> Iterator[Hit]:
    """The lists' findings. "You don't have to answer" is an easy no, not pressure; "you can always say stop" promises nothing."""
    letters = {letter for hit in kindly for letter in range(hit.start, hit.end)}
    for hit in hits:
        its = range(hit.start, hit.end)
        if hit.code == Code.PRESSURE and not letters.isdisjoint(its):
            continue
        if hit.code == Code.PROMISE and letters.issuperset(its):
            continue
        if hit.code in _WORD_CODES or hit.code == LOCK_ONLY:
            yield hit


def _falls(hit: Hit, sentences: list[Sentence]) -> bool:
    if hit.code == LOCK_ONLY:
        return False
    pieces = (piece for one in sentences for piece in (one, *one.clauses))
    return is_harmless(Code(hit.code), [one for one in pieces if one.start < hit.end and hit.start < one.end])


def _learnt(listed: Sequence[Hit], sentences: list[Sentence], text: Text) -> Iterator[Hit]:
    """What surely hurts in sentences in which no list found the same, or heard it denied: what is denied in so many words is not said.

    A question promises nothing.
    """
    for one in sentences:
        for code, piece in said_by(one).items():
            if code is Code.PROMISE and is_question(text.folded, one.end):
                continue
            if not any(hit.code == code and one.start <= hit.start < one.end for hit in listed):
                yield Hit(code, piece.start, piece.end)
