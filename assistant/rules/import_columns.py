"""Which column of somebody's list is what: guessed from the heads in our languages, else from what stands below them.

Free text (remarks) is never taken by itself: it often holds more than is needed. Whoever imports may choose `note` for it.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from assistant import lexicon
from assistant.rules.ads import Channel


class Field(StrEnum):
    """What a column may become. Handle channels have their own names (`Channel`)."""

    PHONE = "phone"
    EMAIL = "email"
    ALIAS = "alias"
    TOWN = "town"
    LANGUAGE = "language"
    COUNTRY = "country"
    GENDER = "gender"
    WORKER = "worker"
    REF = "ref"
    STOP = "stop"
    NOTE = "note"


CHANNELS = frozenset(channel.value for channel in Channel)
KNOWN = CHANNELS | {field.value for field in Field}
_NEVER_GUESSED = frozenset({Field.NOTE.value})
_ONE_ONLY = KNOWN - CHANNELS - {Field.NOTE.value}
SAMPLES = 50
ENOUGH = 0.5  # the share of filled samples that must look like it
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()./\-]{6,22}", re.ASCII)
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24}")


def guess(heads: Sequence[str], samples: Sequence[Sequence[str]]) -> tuple[str | None, ...]:
    """For each column a name out of KNOWN, or None: not read. `samples`: some rows, cells in the order of `heads`."""
    named = [_by_head(head) for head in heads]
    taken: set[str] = set()
    for at, name in enumerate(named):
        if name in taken and name in _ONE_ONLY:
            named[at] = None
        elif name:
            taken.add(name)
    for at in range(len(named)):
        if named[at] is None and not _is_free_text(heads[at]):
            cells = [row[at].strip() for row in samples[:SAMPLES] if at < len(row) and row[at].strip()]
            named[at] = _by_look(cells)
    return tuple(None if name in _NEVER_GUESSED else name for name in named)


def is_head(cells: Sequence[str]) -> bool:
    """Does this row name columns? At least one known head, and no cell that looks like a contact point."""
    return any(_by_head(cell) for cell in cells) and not any(_by_look([cell.strip()]) for cell in cells if cell.strip())


def _by_look(cells: Sequence[str]) -> str | None:
    if not cells:
        return None
    for name, pattern in ((Field.EMAIL, _EMAIL), (Field.PHONE, _PHONE)):
        hits = sum(1 for cell in cells if len(cell) < 260 and pattern.fullmatch(cell) and _digits_fit(name, cell))
        if hits >= max(1, ENOUGH * len(cells)):
            return name.value
    return None


def _digits_fit(name: Field, cell: str) -> bool:
    return name is not Field.PHONE or (8 <= sum(char.isdigit() for char in cell) <= 15 and not _is_date(cell))


def _is_date(cell: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}(?: [0-9]{1,2}[:.][0-9]{2}.{0,6})?", cell))


def _by_head(head: str) -> str | None:
    name = _key(head)
    if not name or len(name) > 60:
        return None
    if name in _heads():
        return _heads()[name]
    stem = re.sub(r"\s*[0-9]{1,2}$", "", name)  # "telefoon 2"
    if stem in _heads():
        return _heads()[stem]
    words = stem.split()
    found = {_heads()[word] for word in words if word in _heads()} if len(words) <= 4 else set()
    return found.pop() if len(found) == 1 else None


def _is_free_text(head: str) -> bool:
    return _by_head(head) == Field.NOTE.value


def _key(head: str) -> str:
    """ "Tel.nr" and "tel nr" are one head: without accents, signs and capitals."""
    plain = unicodedata.normalize("NFKD", head[:200]).casefold()
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


@cache
def _heads() -> dict[str, str]:
    heads = {_key(name): name for name in KNOWN}
    for language in lexicon.languages():
        for name, spellings in lexicon.words(language, "import_columns").items():
            heads |= {_key(spelling): name for spelling in spellings}
    return heads
