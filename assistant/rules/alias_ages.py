"""A name that her age tells: "venezuelana Yessica 25enne", "Curitiba centro, Suellen 26a"."""

import re
from collections.abc import Iterator

from assistant.rules.alias_worth import BESIDE_AGE, IN_TEXT, Candidate
from assistant.rules.digits import bare

READ_AT_MOST = 2_000  # characters
_STARTS_A_SENTENCE = 0.5  # what a word loses whose capital says nothing

_AGE = re.compile(
    r"(?:1[89]|[2-6]\d)\s?(?:años|añitos|anni|enne|ans|anos|aninhos|jaar|jr|jahre|lat|éves|év|yaşında|yaş|лет|год[аи]?|години|рок[иі]в?|ani|de ani"
    r"|years|yo|y/o|a|j|l|г)\b"
    r"|(?<=\()(?:1[89]|[2-6]\d)(?=\))"  # "Ladina (31)"
)
_NAMED = re.compile(
    r"(?P<before>[^\W\d_]+ |[,|/–] )?(?<![\w@./])(?P<name>[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])){2,23})(?P<gap>[ ,(]{1,3})$"
)
_LONGEST_BEFORE = 60  # characters
_SENTENCE_ENDS = ("", "\n", ".", "!", "?", ")")


def aged(text: str, low: str, placing: frozenset[str]) -> Iterator[Candidate]:
    """A word in capitals that her age follows; `low`: the text in lower case, `placing`: bare words that stand before a place."""
    for age in _AGE.finditer(low, 0, READ_AT_MOST):
        match = _NAMED.search(text, max(0, age.start() - _LONGEST_BEFORE), age.start())
        if not match or match["name"][0].islower():
            continue
        before, start = (match["before"] or "").strip(), match.start("name")
        if bare(before) in placing:
            continue
        first = not before and text[max(0, start - 3) : start].rstrip(" ")[-1:] in _SENTENCE_ENDS
        apart = first or before.islower() or (before and not before.isalpha() and match["gap"] == " ")
        yield Candidate(match["name"], start, BESIDE_AGE - _STARTS_A_SENTENCE * first if apart else IN_TEXT)
