"""A name that her age tells: "venezuelana Yessica 25enne", "Curitiba centro, Suellen 26a"."""

import re
from collections.abc import Iterator

from assistant.rules.alias_worth import BESIDE_AGE, IN_TEXT, Candidate
from assistant.rules.digits import bare

READ_AT_MOST = 2_000  # characters
_STARTS_A_SENTENCE = 0.5  # what a word loses whose capital says nothing

_AGED = re.compile(
    r"(?P<before>[^\W\d_]+[ ]|[,|/–][ ])?(?<![\w@./])(?P<name>[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])){2,23})(?P<gap>[ ,(]{1,3})(?:1[89]|[2-6]\d)\s?"
    r"(?:años|añitos|anni|enne|ans|anos|aninhos|jaar|jr|jahre|lat|éves|év|yaşında|yaş|лет|год[аи]?|години|рок[иі]в?|ani|de ani|years|yo|y/o|a|j|l|г)\b",
    re.IGNORECASE,
)


def aged(text: str, placing: frozenset[str]) -> Iterator[Candidate]:
    """A word in capitals that her age follows: "venezuelana Yessica 25enne", "Curitiba centro, Suellen 26a"."""
    for match in _AGED.finditer(text[:READ_AT_MOST]):
        before = (match["before"] or "").strip()
        if match["name"][0].islower() or bare(before) in placing:
            continue
        first = text[: match.start("name")].rstrip(" ")[-1:] in ("", "\n", ".", "!", "?", ")") if not before else False
        apart = first or before.islower() or (before and not before.isalpha() and match["gap"] == " ")
        yield Candidate(
            match["name"], match.start("name"), BESIDE_AGE - _STARTS_A_SENTENCE * first if apart else IN_TEXT
        )
