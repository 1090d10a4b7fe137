"""The same person twice: in one chunk she is completed before she is stored; a dry run remembers whom it has counted."""

import sqlite3
from collections.abc import Iterable, Sequence

from assistant.outreach.importing.records import Person

Keyed = tuple[Person, list[tuple[bytes, ...]]]


def complete(first: Keyed, second: Person, extra: Sequence[tuple[tuple[str, str], tuple[bytes, ...]]]) -> Keyed:
    """`first` with what only `second` says; `extra`: its points that nobody has yet. Nothing of the first is replaced."""
    person, have = first
    words = sorted(dict.fromkeys((*person.messages, *second.messages)), key=lambda message: message.at)
    notes = sorted(dict.fromkeys((*person.notes, *second.notes)), key=lambda note: note.at)
    joined = person._replace(
        points=(*person.points, *(point for point, _ in extra)),
        alias=person.alias or second.alias,
        town=person.town or second.town,
        language=person.language or second.language,
        reference=person.reference or second.reference,
        country=person.country or second.country,
        gender=person.gender or second.gender,
        worker=person.worker or second.worker,
        messages=tuple(words),
        notes=tuple(notes),
        stop=person.stop or second.stop,
        ad=person.ad or second.ad,
    )
    return joined, [*have, *(spellings for _, spellings in extra)]


class Seen:
    """Keys already met, in a temporary file of SQLite's own so that a million of them take no memory."""

    def __init__(self) -> None:
        self._file: sqlite3.Connection | None = None

    def first(self, keys: Iterable[bytes], reference: str | None) -> bool:
        """Remember `keys`; whether none of them was met before. Without keys the reference stands in."""
        if self._file is None:
            self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._file.execute("CREATE TABLE seen (key BLOB PRIMARY KEY) WITHOUT ROWID")
            self._file.execute("BEGIN")
        asked = list(keys) or ([b"ref" + reference.encode(errors="replace")] if reference else [])
        added = [self._file.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount for key in asked]
        return all(added)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
