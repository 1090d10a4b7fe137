"""`assistant import`: take over a list. First a dry run, then the same without --dry-run."""

import itertools
import json
import time
from pathlib import Path

import click

from assistant.bootstrap import Assistant
from assistant.cli.import_progress import carry_on, claimed, showing
from assistant.cli.opening import house_options, open_house, refuse
from assistant.outreach.importing import batches, left_out, reading, waiting
from assistant.outreach.importing.records import Unreadable
from assistant.outreach.importing.running import run
from assistant.outreach.importing.storing import Batch, team_number
from assistant.outreach.importing.working import HEADS, Tell
from assistant.rules.import_columns import KNOWN
from assistant.store.models import ImportState

SHOWN = 20


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
        began = time.monotonic()
        number = _team(assistant, team, make=not dry_run)
        with showing(file, source, quiet=as_json) as tell:
            batch = (
                _only_count(assistant, source, number, tell) if dry_run else _take_over(assistant, source, number, tell)
            )
    except Unreadable as unreadable:
        refuse(f"{file}: {unreadable}")
    finally:
        assistant.close()
    if bad_lines is not None:
        with bad_lines.open("w", encoding="utf-8-sig", newline="") as out:
            out.write(left_out.as_csv(source, itertools.chain(source.bad, batch.remarks), heads=HEADS))
    _say(source, batch, time.monotonic() - began, as_json=as_json)


def _only_count(assistant: Assistant, source: reading.Source, team: int, tell: Tell) -> Batch:
    batch = Batch(team, assistant.terms.pace, dry=True)
    country, now = assistant.config.organisation.country, assistant.now()
    run(assistant.store, source, batch, country=country, now=now, tell=lambda rows: tell(batch))
    return batch


def _take_over(assistant: Assistant, source: reading.Source, team: int, tell: Tell) -> Batch:
    """Store the list as a batch of its own, or go on with the same list where it broke off."""
    place, now = assistant.imports, assistant.now()
    key = waiting.file_key(place.store.keyring, source.path)
    with place.store.writing() as session:
        row = batches.unfinished(session, team_id=team, file_key=key)
        if row is None:
            row = batches.make(session, team_id=team, by=None, name=source.path.name, file_key=key, now=now)
        elif row.lines_done:
            click.echo(f"This list broke off before; going on after line {row.lines_done:,}.", err=True)
        row.choices = {"path": str(source.path.resolve()), "columns": list(source.columns)}
        number = row.id
        runner = claimed(session, row, ImportState.RUNNING, assistant)
    return carry_on(assistant, number, runner, source, tell)


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


def _team(assistant: Assistant, team: str | None, *, make: bool) -> int:
    name = assistant.config.organisation.name
    with assistant.store.writing() if make else assistant.store.reading() as session:
        number = team_number(session, team, default=name, make=make and team is None)
    if number is None and team is not None:
        refuse(f"there is no team {team!r}")
    return number or 0


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
    for line in itertools.islice(itertools.chain(source.bad, batch.remarks), SHOWN):
        click.echo(f"line {line.line}: {line.reason}", err=True)
    if (more := len(source.bad) + len(batch.remarks) - SHOWN) > 0:
        click.echo(f"and {more} more; --bad-lines FILE writes them all", err=True)
