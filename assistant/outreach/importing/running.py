"""A whole import: look, count, store. Told the time, and tells how far it is."""

from collections.abc import Callable
from datetime import datetime

from assistant.outreach.importing import reading
from assistant.outreach.importing.reading import Source
from assistant.outreach.importing.storing import Batch, chunks, store
from assistant.store.opening import Store

Progress = Callable[[int], None]


def run(
    house: Store, source: Source, batch: Batch, *, country: str, now: datetime, tell: Progress = lambda rows: None
) -> None:
    """Take over everybody in `source`, or with `batch.dry` only count. Raises Unreadable; chunks stored before that stay whole.

    `tell` gets the number of lines handled after each chunk; what it raises (a cancel) ends the import between two chunks.
    """
    source.bad.clear()
    try:
        for chunk in chunks(reading.people(source, country=country, now=now)):
            with house.reading() if batch.dry else house.writing() as session:
                store(session, chunk, batch, now=now)
            batch.counts.invalid = len(source.bad)
            tell(batch.counts.rows)
    finally:
        batch.seen.close()
        batch.counts.invalid = len(source.bad)
