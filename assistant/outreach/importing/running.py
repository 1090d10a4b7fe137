"""A whole import: look, count, store. Told the time, and tells how far it is."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.outreach.importing import reading
from assistant.outreach.importing.reading import Source
from assistant.outreach.importing.records import BadLine, Person
from assistant.outreach.importing.storing import Batch, chunks, store
from assistant.store.opening import Store

Progress = Callable[[int], None]
Keep = Callable[[Session], None]


def run(
    house: Store,
    source: Source,
    batch: Batch,
    *,
    country: str,
    now: datetime,
    tell: Progress = lambda rows: None,
    keep: Keep | None = None,
) -> None:
    """Take over everybody in `source`, or with `batch.dry` only count. Raises Unreadable; chunks stored before that stay whole.

    Whoever stands on `batch.line` or before it is passed over: they are in already. `keep` is called inside each chunk's own
    transaction, so that how far it is (`batch.line`, `batch.counts`) is stored with the people or not at all; what it raises takes
    that chunk back and ends the import. `tell` gets the number of lines handled after each chunk; what it raises ends it too.
    """
    source.bad.clear()
    try:
        for chunk in chunks(_after(batch, reading.people(source, country=country, now=now))):
            with house.reading() if batch.dry else house.writing() as session:
                store(session, chunk, batch, now=now)
                batch.line = chunk[-1].line
                batch.counts.invalid = len(source.bad)
                if keep is not None and not batch.dry:
                    keep(session)
            tell(batch.counts.rows)
    finally:
        batch.seen.close()
        batch.counts.invalid = len(source.bad)


def _after(batch: Batch, people: Iterable[Person]) -> Iterator[Person]:
    done = batch.line
    for person in people:
        if person.line > done:
            yield person
        else:
            batch.remarks += [BadLine(person.line, remark, kept=True) for remark in person.remarks]
