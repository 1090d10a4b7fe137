"""What is wrong with a hook sentence: all that lint finds in a message, and more, because a hook is a remark about somebody.

A message may say "face" in "face to face"; a sentence that opens with something friendly names nothing of a body and nothing of money at
all. Those words are in lexicon/<language>/hook_words.toml, written as in rules.ad_words.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.lexicon import base_language, words
from assistant.rules.ad_words import fold, split
from assistant.rules.hooks import HookKind
from assistant.rules.lint import Code, Severity, lint

LONGEST_LINE = 90
MOST_LINES = 12
_BLANK = re.compile(r"\{[^{}\n]{0,40}\}?|\}")
_NUMBER = re.compile(r"\d+")
_BLANKS = {HookKind.TOWN.value: "{town}", HookKind.PET.value: "{pet}"}
_UNSPACED = frozenset({"th", "zh"})


class Fault(StrEnum):
    """What can be wrong with a hook sentence beside the codes of lint."""

    BODY = "hook_body"  # names something of her body
    PRICE = "hook_price"  # names money, or holds a number or a currency sign
    BLANK = "hook_blank"  # a blank that nobody fills here, or a brace that is left open
    BLANK_MISSING = "hook_blank_missing"  # about a town or a pet by name, and does not name it
    LONG = "hook_long"  # longer than an opening should be


_SAME = {Fault.BODY: Code.BODY, Fault.PRICE: Code.PRICE}


@dataclass(frozen=True, slots=True)
class HookProblem:
    """`quote` in line `line` (from 1) is wrong; `blocking` must be gone before anybody may use the sentence."""

    line: int
    code: Code | Fault
    quote: str
    blocking: bool


def lines_of(text: str) -> list[str]:
    """The sentences of a form, one a line, without white space round them and without doubles."""
    plain = "".join(c for c in text.replace("\r", "\n") if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return list(dict.fromkeys(line.strip() for line in plain.split("\n") if line.strip()))


def lint_hook(lines: Sequence[str], *, key: str, language: str) -> tuple[HookProblem, ...]:
    """All that is wrong with the sentences for the hook `key` ("town.back") in a language (BCP 47)."""
    return tuple(problem for number, line in enumerate(lines, 1) for problem in _of_line(number, line, key, language))


def _of_line(number: int, line: str, key: str, language: str) -> Iterator[HookProblem]:
    if len(line) > LONGEST_LINE:
        yield HookProblem(number, Fault.LONG, line[LONGEST_LINE:][:40], blocking=True)
        line = line[: 2 * LONGEST_LINE]
    kind, _, finer = key.partition(".")
    allowed = _BLANKS.get(kind, "") if kind == HookKind.TOWN.value or finer == "named" else ""
    for blank in _BLANK.findall(line):
        if blank != allowed:
            yield HookProblem(number, Fault.BLANK, blank, blocking=True)
    if key in ("town.any", "pet.named") and allowed not in line:
        yield HookProblem(number, Fault.BLANK_MISSING, allowed, blocking=key == "pet.named")
    said = _BLANK.sub(" ", line)
    named = list(_names(said, language))
    yield from (HookProblem(number, fault, quote, blocking=True) for fault, quote in named)
    told = {_SAME.get(fault) for fault, _quote in named}  # said once, in the words that fit a hook
    report = lint(said, language=language, channel="whatsapp", kind="answer", sender="", organisation="")
    for problem in report.problems:
        if problem.code not in told:
            yield HookProblem(number, problem.code, problem.quote, problem.severity is Severity.BLOCKING)


def _names(line: str, language: str) -> Iterator[tuple[Fault, str]]:
    """Words of body or money; and digits and currency signs, which a friendly opening does not need."""
    base = base_language(language) or "en"
    listed = words(base, "hook_words")
    for fault, subject in ((Fault.BODY, "body"), (Fault.PRICE, "price")):
        if base in _UNSPACED:
            yield from ((fault, word) for word in listed.get(subject, ()) if word in line)
        else:
            patterns = [fold(pattern) for pattern in listed.get(subject, ())]
            yield from (
                (fault, word.written)
                for word in split(line)
                if any(_fits(pattern, word.folded) for pattern in patterns)
            )
    yield from ((Fault.PRICE, number) for number in _NUMBER.findall(line))
    yield from ((Fault.PRICE, char) for char in line if unicodedata.category(char) == "Sc")


def _fits(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return word.endswith(pattern[1:]) if pattern.startswith("*") else word == pattern
