"""What one line of a list says, in our own terms, and what is wrong with a line or a file that says nothing."""

from datetime import datetime
from typing import NamedTuple

from assistant.errors import AssistantError

LONGEST_FIELD = 200  # characters of a name, a town, a reference
LONGEST_TEXT = 20_000  # characters of a message or a note, as for a pasted reply
MOST_POINTS = 12


class Unreadable(AssistantError):
    """The file as a whole cannot be read. `reason` is one sentence for a person; `line` is where, when that is known (from 1)."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason = reason
        self.line = line


class BadLine(NamedTuple):
    """A line that is left out, or of which something is left out (`kept`), and why."""

    line: int
    reason: str
    kept: bool = False


class PastMessage(NamedTuple):
    """Words that went or came before this program knew of them."""

    at: datetime
    inbound: bool
    channel: str
    text: str


class PastVisit(NamedTuple):
    """Where a visit was, and which of us went (user names)."""

    kind: str = "other"  # of place
    place: str = ""
    team: tuple[str, ...] = ()


class PastNote(NamedTuple):
    """A note, or a visit: then `visit` says where."""

    at: datetime
    text: str
    kind: str = "note"  # note, call, meeting, visit, missed
    visit: PastVisit | None = None


class SavedAd(NamedTuple):
    """The text of an ad and what was read in it. `country`: where it was read from (ISO 3166)."""

    text: str
    alias: str | None
    town: str | None
    language: str | None
    country: str


class Person(NamedTuple):
    """One line, read. `points`: (channel, canonical value); `remarks`: what was left out of this line, for whoever imports."""

    line: int
    points: tuple[tuple[str, str], ...]
    alias: str | None = None
    town: str | None = None
    language: str | None = None
    reference: str | None = None
    country: str | None = None
    gender: str | None = None
    worker: str | None = None
    messages: tuple[PastMessage, ...] = ()
    notes: tuple[PastNote, ...] = ()
    stop: bool = False
    remarks: tuple[str, ...] = ()
    ad: SavedAd | None = None


def tidy(text: str | None, longest: int = LONGEST_FIELD) -> str | None:
    """`text` on one line without NUL and outer spaces, at most `longest` characters; None when nothing is left."""
    return " ".join(text.replace("\0", " ").split())[:longest] or None if text else None
