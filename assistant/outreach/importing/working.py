"""Doing the work of an import outside the request or in the terminal: count, store, take back. The row of the batch says what and how far."""

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.outreach.importing import batches, left_out, reading, undoing, waiting
from assistant.outreach.importing.batches import TakenBack
from assistant.outreach.importing.reading import Kind, Source
from assistant.outreach.importing.records import BadLine, Person, Unreadable
from assistant.outreach.importing.running import run
from assistant.outreach.importing.standing import Spread
from assistant.outreach.importing.storing import Batch, Counts
from assistant.rules.cadence import Pace
from assistant.rules.import_columns import CHANNELS
from assistant.rules.phones import masked
from assistant.store.models import ImportBatch, ImportState
from assistant.store.opening import Store

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Tell = Callable[[Batch], None]
HEADS = ("line", "left out", "reason")
FILE_GONE = "the list is not here any more; hand it over again"
BROKE = "something broke on our side; what was stored is whole"


@dataclass(frozen=True, slots=True)
class Workplace:
    """What the work needs of the opened house. `folder`: where uploaded lists wait."""

    store: Store
    folder: Path
    pace: Pace
    country: str
    clock: Clock


def source_of(path: Path, choices: dict[str, Any]) -> Source:
    """The file, looked at, with what a person corrected. Raises Unreadable."""
    source = reading.look(path)
    encoding, delimiter = choices.get("encoding"), choices.get("delimiter")
    if source.kind is not Kind.XLSX and ((encoding or source.encoding), (delimiter or source.delimiter)) != (
        source.encoding,
        source.delimiter,
    ):
        source = reading.read_as(source, encoding or source.encoding, delimiter or source.delimiter)
    columns = choices.get("columns")
    if columns is not None and len(columns) == len(source.columns):
        source = source.with_columns(columns)
    return source


@contextlib.contextmanager
def list_of(place: Workplace, row: ImportBatch, given: Source | None = None) -> Iterator[Source]:
    """The list behind a batch: `given`, or the one that waits. Raises Unreadable."""
    if given is not None:
        yield given
    elif row.upload is None:
        raise Unreadable(FILE_GONE)
    else:
        try:
            with waiting.opened(place.folder, place.store.keyring, row.upload) as waits:
                yield source_of(waits, row.choices)
        except waiting.Gone:
            raise Unreadable(FILE_GONE) from None


def start(place: Workplace, number: int, runner: str) -> threading.Thread:
    """Work on a claimed batch in a thread of this process. The claim must be committed."""
    thread = threading.Thread(target=carry_out, args=(place, number, runner), name=f"import-{number}", daemon=True)
    thread.start()
    return thread


def carry_out(
    place: Workplace, number: int, runner: str, *, given: Source | None = None, tell: Tell = lambda batch: None
) -> Batch | None:
    """Do what the state of the claimed batch says. Whatever goes wrong stands in its row afterwards; a KeyboardInterrupt passes on."""
    try:
        row = _row(place, number)
        try:
            if row.state is ImportState.COUNTING:
                return _count(place, row, runner, tell)
            if row.state is ImportState.RUNNING:
                return _store(place, row, runner, given, tell)
            undoing.undo(place.store, row, runner, clock=place.clock, tell=lambda: tell(Batch(row.team_id, place.pace)))
        except Unreadable as unreadable:
            _fail(place, row, runner, str(unreadable))
        except TakenBack:
            pass
        except Exception:
            log.exception("import %d broke off", number)
            _fail(place, row, runner, BROKE)
    finally:
        batches.release(runner)
    return None


def _row(place: Workplace, number: int) -> ImportBatch:
    with place.store.reading() as session:
        row = session.get_one(ImportBatch, number)
        _ = row.by
        session.expunge_all()
    return row


def _fail(place: Workplace, row: ImportBatch, runner: str, why: str) -> None:
    with contextlib.suppress(TakenBack), place.store.writing() as session:
        batches.end(session, row.id, runner, row.state, ImportState.FAILED, now=place.clock(), problem=why[:300])


def _count(place: Workplace, row: ImportBatch, runner: str, tell: Tell) -> Batch:
    batch = Batch(row.team_id, place.pace, dry=True, examples={})
    began = time.monotonic()
    with list_of(place, row) as source:

        def hold(rows: int) -> None:
            with place.store.writing() as session:
                batches.keep(session, row.id, runner, ImportState.COUNTING, now=place.clock(), lines_done=batch.line)
            tell(batch)

        problem = None
        try:
            run(place.store, source, batch, country=place.country, now=place.clock(), tell=hold)
        except Unreadable as unreadable:
            if not source.columns or any(name in CHANNELS for name in source.columns):
                raise
            problem = unreadable.reason  # no column to reach anybody by: a person may still point one out
        _keep_lines(place, row, source, itertools.chain(source.bad, batch.remarks))
        found = _found(source, batch, place.country) | {"seconds": round(time.monotonic() - began, 1)}
    counts = {name: getattr(batch.counts, name) for name in batches.COUNTED}
    with place.store.writing() as session:
        batches.end(
            session,
            row.id,
            runner,
            ImportState.COUNTING,
            ImportState.COUNTED,
            now=place.clock(),
            found=found,
            problem=problem,
            total=batch.counts.rows,
            lines_done=0,
            **counts,
        )
    return batch


def _store(place: Workplace, row: ImportBatch, runner: str, given: Source | None, tell: Tell) -> Batch:
    batch = Batch(
        row.team_id,
        place.pace,
        by=row.by,
        number=row.id,
        line=row.lines_done,
        counts=Counts(**{name: getattr(row, name) for name in batches.COUNTED}) if row.lines_done else Counts(),
        spread=Spread(),
    )
    batch.spread.given = row.spread
    with list_of(place, row, given) as source:
        run(
            place.store,
            source,
            batch,
            country=place.country,
            now=place.clock(),
            tell=lambda rows: tell(batch),
            keep=lambda session: batches.keep(
                session, row.id, runner, ImportState.RUNNING, now=place.clock(), **batches.progress(batch)
            ),
        )
        _keep_lines(place, row, source, itertools.chain(source.bad, batch.remarks))
    with place.store.writing() as session:
        done = batches.progress(batch)
        batches.end(
            session,
            row.id,
            runner,
            ImportState.RUNNING,
            ImportState.DONE,
            now=place.clock(),
            total=batch.counts.rows,
            **done,
        )
    waiting.remove(place.folder, row.upload, lines_too=False)
    return batch


def _keep_lines(place: Workplace, row: ImportBatch, source: Source, lines: Iterable[BadLine]) -> None:
    if row.upload is not None:
        text = left_out.as_csv(source, lines, heads=HEADS)
        waiting.put_lines(place.folder, place.store.keyring, row.upload, text)


def _found(source: Source, batch: Batch, country: str) -> dict[str, Any]:
    """What the page of a dry run shows; nobody's number or name is whole in it."""
    width = len(source.columns)
    seen: list[str] = [""] * width
    for row in reversed(source.samples):
        for at, cell in enumerate(row[:width]):
            seen[at] = cell.strip() or seen[at]
    return {
        "kind": source.kind.value,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "heads": list(source.heads),
        "columns": list(source.columns),
        "samples": [half_hidden(cell) for cell in seen],
        "people": {
            outcome: [_shown(person, country) for person in people]
            for outcome, people in (batch.examples or {}).items()
        },
        "bad": [[line.line, line.reason] for line in source.bad[:5]],
        "remarks": len(batch.remarks),
    }


def half_hidden(cell: str) -> str:
    """A cell of which a glance over the shoulder learns little: a number without its middle, a name without its end."""
    text = " ".join(cell.split())[:60]
    digits = [at for at, char in enumerate(text) if char.isdigit()]
    if len(digits) >= 7:
        hidden = set(digits[2:-2])
        return "".join("·" if at in hidden else char for at, char in enumerate(text))
    return text if len(text) <= 3 else f"{text[:3]}···"


def _shown(person: Person, country: str) -> list[Any]:
    channel, value = person.points[0] if person.points else ("", "")
    point = masked(value, home=country) if channel == "phone" else half_hidden(value)
    return [person.line, point, half_hidden(person.alias or ""), person.town or ""]


def corrected(row: ImportBatch, **choices: Any) -> dict[str, Any]:
    """The choices of a batch with other ones in their place; a choice of None is a guess again."""
    return {name: value for name, value in (row.choices | choices).items() if value is not None}
