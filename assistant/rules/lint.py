"""What is wrong with a message, for this channel, in this language: for respect, for her safety, for length.

Its words are read in lint_readers; the meaning of each code is in `Code`. Why a finding matters is worded by the web, from the
code; another wording comes from the word list of the language, lexicon/<language>/lint.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant import lexicon
from assistant.rules import lint_facts
from assistant.rules.folding import Folded, fold
from assistant.rules.lint_codes import BLOCKING, Code, Severity
from assistant.rules.lint_readers import LOCK_ONLY, Found, read
from assistant.rules.lint_words import Text, lint_words, other_languages
from assistant.rules.lock_screen import lock_screen, visible_end
from assistant.rules.segments import Segments, count

__all__ = ["BLOCKING", "Code", "LintReport", "Problem", "Severity", "exposing_words", "lint"]

READ = 10_000  # characters looked at; a longer message is reported as too long
_GOES_ON = re.compile(r"\.\w")  # our name is an address: "debrug.nl"


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
    found, has_way_out = read(folded, own, shown)
    found.extend(_exposing_sender(sender, own))
    found.extend(Found(Code.LINK, *folded.span(*span), own) for span in lint_facts.links(folded.text))
    names = list(_own_names(folded, organisation))
    found = [one for one in found if not _is_our_name(one, names)]
    beyond = lint_facts.overflow(text, segments, channel=channel)
    if beyond is not None:
        found.append(Found(Code.LENGTH, beyond, len(text), own))
    if kind != "answer" and not lint_facts.says_who(folded.text, sender=sender, organisation=organisation):
        found.append(Found(Code.NO_SENDER, 0, 0, own))
    if kind == "first" and not has_way_out:
        found.append(Found(Code.NO_WAY_OUT, 0, 0, own))
    return LintReport(tuple(_problem(text, one) for one in _merged(found)), segments, screen)


def exposing_words(text: str, *, language: str | None) -> Iterator[str]:
    """The words of `text` by which a stranger would see what it is about, wherever they stand in it."""
    folded = fold(text[:READ])
    text_read, own = Text(folded.text), lexicon.base_language(language) or "en"
    for one in (own, *other_languages(text_read, own)):
        for hit in lint_words(one).hits(text_read):
            if hit.code in (Code.EXPOSING, LOCK_ONLY):
                start, end = folded.span(hit.start, hit.end)
                yield text[start:end]


def _own_names(folded: Folded, organisation: str) -> Iterator[tuple[int, int]]:
    """Where the organisation is called by its name: "Punto de Encuentro" is neither an encounter nor a spelled ".de"."""
    name = fold(organisation[:200].strip()).text
    at = folded.text.find(name) if len(name) > 2 else -1
    while at >= 0:
        end = at + len(name)
        if not folded.text[at - 1 : at].isalnum() and not _GOES_ON.match(folded.text, end):
            yield folded.span(at, end)
        at = folded.text.find(name, end)


def _is_our_name(one: Found, names: list[tuple[int, int]]) -> bool:
    """What is found in our name alone. A name that exposes does so in a message too."""
    if one.code is Code.LINK:
        return any(one.start < end and start < one.end for start, end in names)
    return one.code is not Code.EXPOSING and any(start <= one.start < one.end <= end for start, end in names)


def _exposing_sender(sender: str, language: str) -> Iterator[Found]:
    """The sender's name stands on the lock screen too."""
    for hit in lint_words(language).hits(Text(fold(sender[:200]).text)):
        if hit.code in (Code.EXPOSING, LOCK_ONLY):
            yield Found(Code.EXPOSING, 0, 0, language)
            return


def _merged(found: list[Found]) -> list[Found]:
    """In the order of the text; findings of one code that overlap become one."""
    merged: list[Found] = []
    last: dict[Code, int] = {}
    for one in sorted(found, key=lambda each: (each.start, -each.end, each.code)):
        at = last.get(one.code)
        if at is not None and one.start <= max(merged[at].end - 1, merged[at].start):
            previous = merged[at]
            merged[at] = Found(one.code, previous.start, max(previous.end, one.end), previous.language)
            continue
        last[one.code] = len(merged)
        merged.append(one)
    return merged


def _problem(text: str, one: Found) -> Problem:
    quote = text[one.start : one.end]
    severity = Severity.BLOCKING if one.code in BLOCKING else Severity.WARNING
    instead = lint_words(one.language).say(one.code.value, quote[:200])
    return Problem(one.code, one.start, one.end, severity, quote, instead)
