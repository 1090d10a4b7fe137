"""The words of a message, read twice: by the word lists, and by what was learnt from many sentences.

A list is exact about words and blind to what stands round them; what was learnt has a feeling for whole sentences and no certainty.
So a list's finding falls where the sentence is surely harmless, and a sentence that surely hurts is found without a list. An easy no
is one when either says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.rules.folding import Folded
from assistant.rules.lint_codes import BLOCKING, Code
from assistant.rules.lint_model import Sentence, read_sentences
from assistant.rules.lint_words import Hit, Text, lint_words, other_languages

# Sections of a word list that are no code of their own.
LOCK_ONLY, _WAY_OUT = "lock", "way_out"
_ANY = "hurts"  # what the table calls a sentence that is wrong in any way
_WORD_CODES = frozenset(Code) - {Code.NO_SENDER, Code.NO_WAY_OUT, Code.LENGTH}

# Scores (0: as likely as not), set on the lines that .build/train_lint.py keeps apart and on messages that were judged by hand.
# A list's finding falls where a sentence scores below this for hurting at all, and below _UNLIKELY for the code itself.
_HARMLESS: Mapping[Code, float] = {
    Code.RESCUE: -0.6,
    Code.TRAFFICKING: -1.5,
    Code.POLICE: -0.8,
    Code.BODY: -3.0,
    Code.SERVICES: -0.6,
    Code.PRICE: -2.0,
    Code.JUDGEMENT: -0.8,
    Code.PRESSURE: -0.8,
    Code.PROMISE: -0.6,
    Code.EXPOSING: -0.6,
}
_UNLIKELY = -1.5
# A sentence that scores so for a code, and _HURTS for hurting at all, is a finding by itself.
_SURE: Mapping[Code, float] = {
    Code.RESCUE: 1.0,
    Code.TRAFFICKING: 0.8,
    Code.POLICE: 1.5,
    Code.BODY: 2.8,
    Code.SERVICES: 0.8,
    Code.PRICE: 1.5,
    Code.JUDGEMENT: 0.3,
    Code.PRESSURE: 1.0,
    Code.PROMISE: 1.5,
    Code.EXPOSING: 0.5,
}
_HURTS = 1.0
_EASY_NO = 0.3


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
        hits = lint_words(language).hits(text)
        sentences = read_sentences(text, language)
        kindly = [hit for hit in hits if hit.code == _WAY_OUT]
        has_way_out = has_way_out or bool(kindly) or any(map(_is_easy_no, sentences))
        standing = [one for one in _listed(hits, kindly) if not _is_harmless(one, sentences)]
        for hit in (*standing, *_learnt(standing, sentences)):
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


def _is_harmless(hit: Hit, sentences: list[Sentence]) -> bool:
    if hit.code == LOCK_ONLY or Code(hit.code) not in _HARMLESS:
        return False
    its = [one.scores for one in sentences if one.start < hit.end and hit.start < one.end]
    least = _HARMLESS[Code(hit.code)]
    return bool(its) and all(scores[_ANY] < least and scores[hit.code] < _UNLIKELY for scores in its)


def _learnt(listed: list[Hit], sentences: list[Sentence]) -> Iterator[Hit]:
    """Sentences that surely hurt, and in which no list found the same."""
    for one in sentences:
        for code, least in _SURE.items() if one.scores[_ANY] >= _HURTS else ():
            if one.scores[code] >= least and not any(
                hit.code == code and one.start <= hit.start < one.end for hit in listed
            ):
                yield Hit(code, one.start, one.end)


def _is_easy_no(one: Sentence) -> bool:
    return max(one.scores[_WAY_OUT], one.with_next[_WAY_OUT]) >= _EASY_NO
