"""A whole import: look, count, store. Told the time, and tells how far it is."""

import gc
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.collecting import keep_what_is_loaded
from assistant.outreach import findable
from assistant.outreach.importing import reading
from assistant.outreach.importing.ahead import Ahead
from assistant.outreach.importing.reading import Source
from assistant.outreach.importing.records import BadLine, Person
from assistant.outreach.importing.storing import PIECE, SMALL_PIECE, Batch, chunks, store
from assistant.store.opening import Store

COLLECT_AFTER = 20_000  # new objects
SHORT_LIST = 1_500  # people
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
    """Take over everybody in `source`, or with `batch.dry` only count. Raises Unreadable; what was stored before that stays.

    Whoever stands on `batch.line` or before it is passed over: they are in already. `keep` is called inside each transaction,
    so that how far it is (`batch.line`, `batch.counts`) is stored with the people or not at all; what it raises takes those
    back and ends the import. `tell` gets the number of lines handled after each; what it raises ends it too. Who waits to write
    meanwhile goes first.
    """
    source.bad.clear()
    with _few_collections():
        ahead = Ahead(chunks(_after(batch, reading.people(source, country=country, now=now))))
        interrupted = False
        try:
            ahead.ask()
            while chunk := ahead.get():
                pieces = deque(chunks(chunk, SMALL_PIECE if interrupted else PIECE))
                interrupted = False
                while pieces:
                    with house.reading() if batch.dry else house.writing(at_once=False) as session:
                        store(session, pieces, batch, enough=house.is_waited_for, now=now)
                        batch.counts.invalid = len(source.bad)
                        if keep is not None and not batch.dry:
                            keep(session)
                        session.flush()
                        if not pieces:
                            ahead.ask()  # nothing is left now but to commit
                    tell(batch.counts.rows)
                    if pieces and not interrupted:  # by somebody who waits, and may write more
                        pieces = deque(chunks(itertools.chain.from_iterable(pieces), SMALL_PIECE))
                        interrupted = True
                    house.give_way()
        finally:
            ahead.close()
            batch.seen.close()
            batch.counts.invalid = len(source.bad)
    if not batch.dry and batch.counts.new + batch.counts.known <= SHORT_LIST:
        findable.settle(house)  # a short list can be searched at once; of a long one the clock makes work


@contextmanager
def _few_collections() -> Iterator[None]:
    """What lives already outlives the import, and what it makes goes without the collector: looking through it all takes a quarter of its time."""
    usual, kept = gc.get_threshold(), gc.get_freeze_count() > 0
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        if kept:  # by whoever serves, and does not want to look through it again either
            keep_what_is_loaded()


def _after(batch: Batch, people: Iterable[Person]) -> Iterator[Person]:
    done = batch.line
    people = iter(people)
    for person in people:
        if person.line > done:
            yield person
            break
        batch.remarks += [BadLine(person.line, remark, kept=True) for remark in person.remarks]
    yield from people
