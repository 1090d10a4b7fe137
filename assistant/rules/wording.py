"""A supervisor's template: check it when it is saved, fill it when a worker writes. It never runs as code.

Written with Jinja's syntax: `{{ alias }}`, `{{ hook | capitalize }}`, `{% if hook %} … {% else %} … {% endif %}`. Values are
plain strings that go in as they are: what looks like a template inside a value stays text.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.rules.wording_reader import LONGEST, Choice, Reason, Tree, WordingError, read, spellings

__all__ = [
    "BLANKS",
    "LONGEST",
    "OFFER_BLANKS",
    "Filled",
    "Reason",
    "Wording",
    "WordingError",
    "blanks_in",
    "check",
    "fill",
    "spellings",
]

OFFER_BLANKS = ("offer", "offer_hours", "offer_address", "offer_link")
BLANKS = frozenset({"alias", "hook", "sender", "team", "town", "phone_team", "how_to_stop", *OFFER_BLANKS})
_PUNCTUATION = frozenset(",.!?;:…)،؟。，！？")


@dataclass(frozen=True, slots=True)
class Wording:
    """A template that was accepted: its blanks in order of first use, and the source as it is to be stored."""

    blanks: tuple[str, ...]
    canonical_source: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled message, and the blanks it used that had no value (those in a branch not taken are not missed)."""

    text: str
    missing: tuple[str, ...]


def check(source: str, *, own: Iterable[str] = (), blanks: frozenset[str] = BLANKS) -> Wording:
    """Accept `source`, with the team's `own` blanks beside ours, or raise WordingError with line, reason and quote.

    `blanks`: those that somebody fills, when it is not a message.
    """
    return _check(source, blanks | frozenset(own))


@lru_cache(maxsize=512)
def _check(source: str, known: frozenset[str]) -> Wording:
    reading = read(source)
    for tag in reading.tags:
        for name in tag.names[1:] if tag.block else tag.names:
            if name not in known:
                near = difflib.get_close_matches(name, sorted(known | set(spellings())), n=1)
                raise WordingError(tag.line, Reason.UNKNOWN_BLANK, tag.text, near[0] if near else None)
    return Wording(blanks_in(source), reading.canonical_source)


def blanks_in(source: str) -> tuple[str, ...]:
    """The blanks of `source` in order of first use, whether anybody fills them or not. Raises WordingError when it cannot be read."""
    names = (name for tag in read(source).tags for name in (tag.names[1:] if tag.block else tag.names))
    return tuple(dict.fromkeys(names))


def canonical(source: str) -> str:
    """`source` with every blank in the spelling that is stored. Raises WordingError when it cannot be read."""
    return read(source).canonical_source


def fill(source: str, values: Mapping[str, str | None], *, language: str | None = None) -> Filled:
    """Fill `source`. A blank that nobody fills any more is missing, not an error: an old draft must still open.

    `language` (ISO 639-1) is the one whose rules for capitals the filters follow.
    Where a blank stayed empty, the double space or the space before a comma that it leaves is taken away.
    Raises WordingError when `source` cannot be read at all.
    """
    missing: dict[str, None] = {}
    parts: list[str] = []
    gaps: list[int] = []
    for piece in _spoken(read(source).tree, values, missing, language):
        if piece:
            parts.append(piece)
        else:
            gaps.append(len(parts))
    for gap in gaps:
        _close(parts, gap)
    return Filled("".join(parts), tuple(missing))


def _spoken(
    tree: Tree, values: Mapping[str, str | None], missing: dict[str, None], language: str | None
) -> Iterator[str]:
    """The pieces of the message in order; an empty piece where a blank or a choice said nothing."""
    for piece in tree:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Choice):
            chosen = next((body for name, body in piece.branches if values.get(name)), piece.otherwise)
            yield from _spoken(chosen, values, missing, language) if chosen else ("",)
        else:
            value = values.get(piece.name)
            if not value:
                missing[piece.name] = None
                value = ""
            for case in piece.cases:
                value = case(value, language)
            yield value


def _close(parts: list[str], gap: int) -> None:
    """Close the gap that an empty blank left between parts[gap - 1] and parts[gap]."""
    if gap >= len(parts):
        if parts:
            parts[-1] = parts[-1].rstrip(" ")
        return
    before = parts[gap - 1] if gap else "\n"
    after = parts[gap]
    if before[-1:] == "\n":  # the line began with the blank: ", how are you" starts at "how are you"
        parts[gap] = after.lstrip(" ,;") if after[:1] in " ,;" else after
    elif before[-1:] == " " and after[:1] == " ":
        parts[gap] = after[1:]
    elif before[-1:] == " " and (after[:1] in _PUNCTUATION or after[:1] == "\n"):
        parts[gap - 1] = before[:-1]
