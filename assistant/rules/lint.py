"""What is wrong with a message, for this channel, in this language: for respect, for her safety, for length.

Word lists are in lexicon/<language>/lint.toml; the meaning of each code is in `Code`. Why a finding matters is worded by
the web, from the code; another wording comes from the word list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant import lexicon
from assistant.rules import lint_facts
from assistant.rules.folding import Folded, fold
from assistant.rules.lint_words import Text, lint_words, other_languages
from assistant.rules.lock_screen import lock_screen, visible_end
from assistant.rules.segments import Segments, count

READ = 10_000  # characters looked at; a longer message is reported as too long
_GOES_ON = re.compile(r"\.\w")  # our name is an address: "debrug.nl"


class Code(StrEnum):
    """What can be wrong."""

    RESCUE = "rescue"  # speaks as if she had to be saved: "want out?", "a better life", "there is hope"
    TRAFFICKING = "trafficking"  # names trafficking, force, pimps, victims
    POLICE = "police"  # names police, arrest, raids, immigration control
    BODY = "body"  # speaks about body or looks (hair and style are fine)
    SERVICES = "services"  # reads like a client: services, booking, massage
    PRICE = "price"  # rates, amounts, earnings (free of charge is fine)
    JUDGEMENT = "judgement"  # says that what she does is wrong, or below her
    PRESSURE = "pressure"  # hurries, reproaches, demands an answer
    NO_SENDER = "no_sender"  # says nowhere who writes
    NO_WAY_OUT = "no_way_out"  # a first message without an easy way to say no
    PROMISE = "promise"  # promises what nobody can guarantee
    EXPOSING = "exposing"  # tells whoever reads the screen about sex work
    LINK = "link"  # a web address: looks like a scam, and opens on a shared phone
    LENGTH = "length"  # longer than two text messages, or than a message app shows at once


class Severity(StrEnum):
    """BLOCKING findings must be gone before a message can be sent; for WARNING the worker decides."""

    BLOCKING = "blocking"
    WARNING = "warning"


BLOCKING = frozenset({Code.RESCUE, Code.TRAFFICKING, Code.POLICE, Code.BODY, Code.SERVICES, Code.PRICE, Code.EXPOSING})
# Sections of a word list that are no code of their own.
_LOCK_ONLY, _WAY_OUT = "lock", "way_out"
_WORD_CODES = frozenset(Code) - {Code.NO_SENDER, Code.NO_WAY_OUT, Code.LENGTH}


@dataclass(frozen=True, slots=True)
class Problem:
    """`quote` = text[start:end] breaks `code`. Findings about the whole text have start = end = 0 and quote nothing.

    `instead` is another wording in the language of the message, or None.
    """

    code: Code
    start: int
    end: int
    severity: Severity
    quote: str
    instead: str | None


@dataclass(frozen=True, slots=True)
class LintReport:
    """All problems in the order of the text, what the message costs, and what a locked phone shows of it."""

    problems: tuple[Problem, ...]
    segments: Segments
    lock_screen: str

    @property
    def blocked(self) -> bool:
        """Whether something must be changed before this may be sent."""
        return any(problem.severity is Severity.BLOCKING for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Found:
    code: Code
    start: int
    end: int
    language: str


def lint(text: str, *, language: str | None, channel: str, kind: str, sender: str, organisation: str) -> LintReport:
    """Check one message as it would be sent.

    `language`: BCP 47, or None when unknown; sentences in another language are checked in theirs. `channel`: "sms",
    "whatsapp" or "email" (first line = subject). `kind`: "first" asks for an easy way to say no, "first" and "recontact"
    for a name; in an "answer" she knows both.
    """
    segments = count(text)
    screen = lock_screen(text, channel=channel, sender=sender)
    own = lexicon.base_language(language) or "en"
    folded = fold(text[:READ])
    shown = visible_end(text[:READ], channel=channel)
    found, has_way_out = _words(folded, own, shown)
    found.extend(_exposing_sender(sender, own))
    found.extend(_Found(Code.LINK, *folded.span(*span), own) for span in lint_facts.links(folded.text))
    names = list(_own_names(folded, organisation))
    found = [one for one in found if not _is_our_name(one, names)]
    beyond = lint_facts.overflow(text, segments, channel=channel)
    if beyond is not None:
        found.append(_Found(Code.LENGTH, beyond, len(text), own))
    if kind != "answer" and not lint_facts.says_who(folded.text, sender=sender, organisation=organisation):
        found.append(_Found(Code.NO_SENDER, 0, 0, own))
    if kind == "first" and not has_way_out:
        found.append(_Found(Code.NO_WAY_OUT, 0, 0, own))
    return LintReport(tuple(_problem(text, one) for one in _merged(found)), segments, screen)


def exposing_words(text: str, *, language: str | None) -> Iterator[str]:
    """The words of `text` by which a stranger would see what it is about, wherever they stand in it."""
    folded = fold(text[:READ])
    read, own = Text(folded.text), lexicon.base_language(language) or "en"
    for one in (own, *other_languages(read, own)):
        for hit in lint_words(one).hits(read):
            if hit.code in (Code.EXPOSING, _LOCK_ONLY):
                start, end = folded.span(hit.start, hit.end)
                yield text[start:end]


def _words(folded: Folded, own: str, shown: int) -> tuple[list[_Found], bool]:
    """What the word lists find, in the announced language and in any other that is spoken here; and is there a way out?"""
    text = Text(folded.text)
    found: list[_Found] = []
    has_way_out = False
    for language in (own, *other_languages(text, own)):
        hits = lint_words(language).hits(text)
        ways_out = [hit for hit in hits if hit.code == _WAY_OUT]
        has_way_out = has_way_out or bool(ways_out)
        kindly = {letter for hit in ways_out for letter in range(hit.start, hit.end)}
        for hit in hits:
            start, end = folded.span(hit.start, hit.end)
            if hit.code == _LOCK_ONLY:
                if start < shown:
                    found.append(_Found(Code.EXPOSING, start, end, language))
            elif hit.code in _WORD_CODES:
                code = Code(hit.code)
                if language != own and code not in BLOCKING:
                    continue
                # "You don't have to answer" is an easy no, not pressure; "you can always say stop" promises nothing.
                letters = range(hit.start, hit.end)
                if code is Code.PRESSURE and not kindly.isdisjoint(letters):
                    continue
                if code is Code.PROMISE and kindly.issuperset(letters):
                    continue
                found.append(_Found(code, start, end, language))
    return found, has_way_out


def _own_names(folded: Folded, organisation: str) -> Iterator[tuple[int, int]]:
    """Where the organisation is called by its name: "Punto de Encuentro" is neither an encounter nor a spelled ".de"."""
    name = fold(organisation[:200].strip()).text
    at = folded.text.find(name) if len(name) > 2 else -1
    while at >= 0:
        end = at + len(name)
        if not folded.text[at - 1 : at].isalnum() and not _GOES_ON.match(folded.text, end):
            yield folded.span(at, end)
        at = folded.text.find(name, end)


def _is_our_name(one: _Found, names: list[tuple[int, int]]) -> bool:
    """What is found in our name alone. A name that exposes does so in a message too."""
    if one.code is Code.LINK:
        return any(one.start < end and start < one.end for start, end in names)
    return one.code is not Code.EXPOSING and any(start <= one.start < one.end <= end for start, end in names)


def _exposing_sender(sender: str, language: str) -> Iterator[_Found]:
    """The sender's name stands on the lock screen too."""
    for hit in lint_words(language).hits(Text(fold(sender[:200]).text)):
        if hit.code in (Code.EXPOSING, _LOCK_ONLY):
            yield _Found(Code.EXPOSING, 0, 0, language)
            return


def _merged(found: list[_Found]) -> list[_Found]:
    """In the order of the text; findings of one code that overlap become one."""
    merged: list[_Found] = []
    last: dict[Code, int] = {}
    for one in sorted(found, key=lambda each: (each.start, -each.end, each.code)):
        at = last.get(one.code)
        if at is not None and one.start <= max(merged[at].end - 1, merged[at].start):
            previous = merged[at]
            merged[at] = _Found(one.code, previous.start, max(previous.end, one.end), previous.language)
            continue
        last[one.code] = len(merged)
        merged.append(one)
    return merged


def _problem(text: str, one: _Found) -> Problem:
    quote = text[one.start : one.end]
    severity = Severity.BLOCKING if one.code in BLOCKING else Severity.WARNING
    instead = lint_words(one.language).say(one.code.value, quote[:200])
    return Problem(one.code, one.start, one.end, severity, quote, instead)
