"""Everything with her in one line of time: ads, messages, replies, notes, calls and the silences between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assistant.rules.folding import fold
from assistant.store import queries
from assistant.store.models import Ad, Contact, Message, MessageState, Note

SILENCE = timedelta(days=3)
RECENT = 12  # entries that stand open; older ones fold away

_UNSEEN = (MessageState.DRAFT, MessageState.APPROVED, MessageState.DROPPED)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the line. `silence` is the gap before it, when that is worth drawing. Exactly one of the three is set."""

    at: datetime
    silence: timedelta | None
    message: Message | None = None
    note: Note | None = None
    ad: Ad | None = None

    @property
    def name(self) -> str:
        """By which the page knows it again: "m12", "n3", "a4"."""
        thing = self.message or self.note or self.ad
        return f"{'m' if self.message else 'n' if self.note else 'a'}{thing.id if thing else ''}"


def timeline(contact: Contact) -> list[Entry]:
    """The line of time, oldest first. Drafts stand in the box below it, not in the line."""
    entries: list[Entry] = []
    for at, thing in sorted(_things(contact), key=_place):
        gap = at - entries[-1].at if entries else timedelta(0)
        silence = gap if gap >= SILENCE else None
        entries.append(
            Entry(
                at,
                silence,
                message=thing if isinstance(thing, Message) else None,
                note=thing if isinstance(thing, Note) else None,
                ad=thing if isinstance(thing, Ad) else None,
            )
        )
    return entries


def _place(pair: tuple[datetime, Message | Note | Ad]) -> tuple[datetime, bool]:
    return pair[0], not isinstance(pair[1], Ad)  # an ad comes before the message that it led to


def _things(contact: Contact) -> Iterator[tuple[datetime, Message | Note | Ad]]:
    yield from ((message.at, message) for message in contact.messages if message.state not in _UNSEEN)
    yield from ((note.at, note) for note in contact.notes)
    yield from ((ad.added_at, ad) for ad in contact.ads)


def open_draft(contact: Contact) -> Message | None:
    """What we are writing to her and has not left: `queries.open_draft`, of a thread that is loaded already."""
    pending = [message for message in contact.messages if message.state in queries.UNSENT]
    return min(pending, key=lambda message: (message.proposal, -message.id), default=None)


def search(entries: list[Entry], words: str) -> list[Entry]:
    """The entries that hold each of `words`, whole or as a part, whatever the capitals and accents; without the silences between."""
    asked = fold(words).text.split()
    return [replace(entry, silence=None) for entry in entries if asked and all(one in _told(entry) for one in asked)]


def _told(entry: Entry) -> str:
    """All that can be read in an entry, folded."""
    if entry.message:
        return fold(entry.message.body).text
    if entry.note:
        return fold(entry.note.body).text
    ad = entry.ad
    return fold(" ".join(filter(None, (ad.noticed.get("alias"), ad.noticed.get("town"), ad.text)))).text if ad else ""


def folded(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """(older, recent): what folds away behind "Earlier", and what stands open."""
    return entries[:-RECENT], entries[-RECENT:]
