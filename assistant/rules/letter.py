"""What a letter to another organisation may say: the fields that can be shared, each chosen by itself, and the blanks of the letter."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from assistant.rules import wording
from assistant.rules.wording import Filled, Wording

# What can be shared about her, in the order of the page. Nothing else ever goes in a letter.
FIELDS = ("alias", "pronouns", "question", "language", "contact_point", "reach", "caution", "hours", "town")
LONGEST_FIELD = 300
LONGEST = {"question": 2_000}  # characters
# What a letter says of us and of them.
AROUND = ("organisation", "function", "date", "agreed_on", "sender", "team", "phone_team")
BLANKS = frozenset({*FIELDS, *AROUND})
_HOLE = re.compile(r"\n{3,}")


def check(source: str) -> Wording:
    """Accept a letter's text, or raise WordingError with line, reason and quote."""
    return wording.check(source, blanks=BLANKS)


def fill(
    source: str, shared: Mapping[str, str], around: Mapping[str, str | None], *, language: str
) -> tuple[Filled, tuple[str, ...]]:
    """The letter, and the shared fields that its text has no blank for. What was left out leaves no hole of empty lines."""
    values = {name: value for name, value in around.items() if name in AROUND} | {
        name: value for name, value in shared.items() if name in FIELDS
    }
    named = set(wording.blanks_in(source))
    filled = wording.fill(source, values, language=language)
    closed = replace(filled, text=_HOLE.sub("\n\n", filled.text).strip())
    return closed, tuple(name for name in FIELDS if name in shared and name not in named)


def chosen(values: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """The fields that somebody chose and that have a value, in their order; everything else stays here."""
    return {name: value for name in FIELDS if name in names and (value := values.get(name, "").strip())}
