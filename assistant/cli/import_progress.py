"""An import in the terminal: its progress bar, Ctrl-C between two chunks, and what to say when it did not come to its end."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.orm import Session

from assistant.bootstrap import Assistant
from assistant.cli.opening import refuse
from assistant.errors import NotPossible
from assistant.outreach.importing import batches, saved_pages, working
from assistant.outreach.importing.reading import Kind, Source
from assistant.outreach.importing.storing import Batch
from assistant.outreach.importing.working import Tell
from assistant.store.models import ImportBatch, ImportState

FAILED = 1
BLOCK = 1 << 20
REFUSALS = {
    "import_busy": "another process is working on this list at this moment (after a crash: wait a minute)",
    "import_decided": "that is not possible with this list any more",
    "another_import": "another list is being taken over; wait until it is done, or stop it",
    "undo_too_late": "it is more than 30 days ago, so it can no longer be taken back as a whole; erase people one by one",
}


@contextlib.contextmanager
def showing(file: Path, source: Source, *, quiet: bool) -> Iterator[Tell]:
    """A bar on standard error that follows the lines handled; nothing when nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield lambda batch: None
        return
    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(file.name, total=lines_in(source))
        yield lambda batch: bar.update(task, completed=batch.line)


def lines_in(source: Source) -> int | None:
    """How many lines the bar counts to; None when only reading it all would tell."""
    if source.kind is Kind.XLSX:
        return None
    if source.kind is Kind.PAGES:
        return saved_pages.how_many(source.path)
    with source.path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b"")) or None


def claimed(session: Session, row: ImportBatch, to: ImportState, assistant: Assistant) -> str:
    """The runner's name; says why not and ends with 2 when the list cannot be worked on now."""
    try:
        return batches.claim(session, row, to, now=assistant.now())
    except NotPossible as refused:
        session.rollback()
        refuse(REFUSALS[refused.reason])


def carry_on(assistant: Assistant, number: int, runner: str, source: Source | None, tell: Tell) -> Batch:
    """Do the claimed work here. Ctrl-C keeps what is done and says how to go on; what failed ends with its reason."""
    place = assistant.imports
    try:
        batch = working.carry_out(place, number, runner, given=source, tell=tell)
    except KeyboardInterrupt:
        with place.store.writing() as session, contextlib.suppress(NotPossible):
            batches.stop(session, session.get_one(ImportBatch, number), by=None, now=assistant.now())
        click.echo(
            f"Stopped. What is in stays in. Go on: {_again('resume', number)}  Take it back: {_again('undo', number)}",
            err=True,
        )
        sys.exit(FAILED)
    with place.store.reading() as session:
        row = session.get_one(ImportBatch, number)
        state, problem, team = row.state, row.problem, row.team_id
    if problem:
        refuse(problem)
    if state not in (ImportState.DONE, ImportState.UNDONE):
        refuse(f"Somebody stopped it. Go on: {_again('resume', number)}")
    return batch or Batch(team, place.pace)


def _again(verb: str, number: int) -> str:
    return f"assistant imports {verb} {number}"
