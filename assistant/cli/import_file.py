"""`assistant import`: take over a list. First a dry run, then the same without --dry-run."""

import contextlib
import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from assistant.bootstrap import Assistant
from assistant.cli.opening import house_options, open_house, refuse
from assistant.outreach.importing import reading
from assistant.outreach.importing.records import BadLine, Unreadable
from assistant.outreach.importing.running import run
from assistant.outreach.importing.storing import Batch, team_number
from assistant.rules.import_columns import KNOWN

SHOWN = 20
FAILED = 1


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--dry-run", is_flag=True, help="Only count; nothing is stored.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.option(
    "--team",
    default=None,
    metavar="TEAM",
    help="Whose people they become. Default: the only team, or the organisation's.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEAD=NAME",
    help=f"What a column is: {', '.join(sorted(KNOWN))}, or nothing.",
)
@click.option(
    "--bad-lines",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the lines left out here, as CSV.",
)
@house_options
def command(
    file: Path,
    dry_run: bool,
    as_json: bool,
    team: str | None,
    columns: tuple[str, ...],
    bad_lines: Path | None,
    config: Path | None,
    data: Path | None,
) -> None:
    """Take over a list of people: CSV, XLSX, JSON Lines with whole threads, vCard, or a folder of saved ads.

    Nothing is drafted and nothing is sent. Columns of free text are not read unless --column says that they are a note.
    """
    try:
        source = _with_columns(reading.look(file), columns)
    except Unreadable as unreadable:
        refuse(f"{file}: {unreadable}")
    assistant = open_house(config, data)
    try:
        batch = _batch(assistant, team, dry=dry_run)
        began = time.monotonic()
        with _progress(file, quiet=as_json) as tell:
            run(
                assistant.store,
                source,
                batch,
                country=assistant.config.organisation.country,
                now=assistant.now(),
                tell=tell,
            )
    except Unreadable as unreadable:
        refuse(f"{file}: {unreadable}")
    finally:
        assistant.close()
    if bad_lines is not None:
        write_bad_lines(bad_lines, [*source.bad, *batch.remarks])
    _say(source, batch, time.monotonic() - began, as_json=as_json)


def _with_columns(source: reading.Source, given: tuple[str, ...]) -> reading.Source:
    columns = list(source.columns)
    heads = [head.casefold() for head in source.heads]
    for pair in given:
        head, _, name = pair.rpartition("=")
        if head.strip().casefold() not in heads:
            raise click.BadParameter(f"there is no column {head!r}; there are: {', '.join(filter(None, source.heads))}")
        if name not in KNOWN and name not in ("", "nothing"):
            raise click.BadParameter(f"{name!r} is not one of {', '.join(sorted(KNOWN))}")
        columns[heads.index(head.strip().casefold())] = name if name in KNOWN else None
    return source.with_columns(columns)


def _batch(assistant: Assistant, team: str | None, *, dry: bool) -> Batch:
    name = assistant.config.organisation.name
    with assistant.store.reading() if dry else assistant.store.writing() as session:
        number = team_number(session, team, default=name, make=not dry and team is None)
    if number is None and team is not None:
        refuse(f"there is no team {team!r}")
    return Batch(number or 0, assistant.terms.pace, dry=dry)


@contextlib.contextmanager
def _progress(file: Path, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    if quiet or not sys.stderr.isatty():
        yield lambda rows: None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(file.name, total=None)
        yield lambda rows: bar.update(task, completed=rows, description=f"{file.name}: {rows:,}")


def _say(source: reading.Source, batch: Batch, seconds: float, *, as_json: bool) -> None:
    counts = batch.counts
    numbers = {"rows": counts.rows}
    numbers |= {name: getattr(counts, name) for name in ("new", "known", "suppressed", "over_budget", "invalid")}
    if as_json:
        click.echo(json.dumps(numbers | {"seconds": round(seconds, 3)}))
    else:
        what = ", ".join(filter(None, (source.kind.value, source.encoding)))
        click.echo(f"{source.path.name}: {what}")
        for head, name in zip(source.heads, source.columns, strict=True):
            click.echo(f"  {head or '(no head)'} -> {name or 'not read'}")
        click.echo("Nothing was stored: this was a dry run." if batch.dry else "Stored. Nothing was drafted or sent.")
        click.echo("  ".join(f"{name}: {number}" for name, number in numbers.items()))
    for line in [*source.bad, *batch.remarks][:SHOWN]:
        click.echo(f"line {line.line}: {line.reason}", err=True)
    if (more := len(source.bad) + len(batch.remarks) - SHOWN) > 0:
        click.echo(f"and {more} more; --bad-lines FILE writes them all", err=True)


def write_bad_lines(path: Path, lines: list[BadLine]) -> None:
    """The lines that were left out, or of which something was, with the reason; safe to open in a spreadsheet."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "left out", "reason"))
        for line in sorted(lines):
            reason = f"'{line.reason}" if line.reason[:1] in "=+-@\t\r" else line.reason
            writer.writerow((line.line, "part" if line.kept else "whole", reason))
