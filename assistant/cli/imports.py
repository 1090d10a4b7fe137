"""`assistant imports`: the lists taken over so far; going on with one that broke off, taking one back as a whole."""

import json
from pathlib import Path

import click
from sqlalchemy.orm import Session

from assistant.bootstrap import Assistant
from assistant.cli.import_progress import carry_on, claimed, showing
from assistant.cli.opening import house_options, open_house, refuse
from assistant.outreach.importing import batches, waiting, working
from assistant.outreach.importing.reading import Kind, Source
from assistant.outreach.importing.records import Unreadable
from assistant.store.models import ImportBatch, ImportState


@click.group()
def command() -> None:
    """See the lists taken over; go on with one that broke off, or take one back as a whole within 30 days."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@house_options
def list_all(as_json: bool, config: Path | None, data: Path | None) -> None:
    """The last lists, newest first."""
    assistant = open_house(config, data)
    try:
        with assistant.store.reading() as session:
            for row in batches.latest(session, team_id=None):
                off = batches.broken_off(row, now=assistant.now())
                counts = {name: getattr(row, name) for name in batches.COUNTED}
                state = "broken off" if off else row.state.value
                if as_json:
                    told = {"id": row.id, "name": row.name, "state": state, "at": row.made_at.isoformat(), **counts}
                    click.echo(json.dumps(told))
                else:
                    figures = "  ".join(f"{name}: {number}" for name, number in counts.items())
                    click.echo(f"{row.id:4}  {row.made_at:%Y-%m-%d %H:%M}  {state:10}  {row.name}  {figures}")
    finally:
        assistant.close()


@command.command()
@click.argument("number", type=int)
@house_options
def resume(number: int, config: Path | None, data: Path | None) -> None:
    """Go on with list NUMBER where it broke off. The file must still be where it was."""
    assistant = open_house(config, data)
    try:
        with assistant.store.writing() as session:
            row = _row(session, number)
            undoing = row.state is ImportState.UNDOING
            source = None if row.upload or undoing else _file_of(assistant, row)
            runner = claimed(session, row, ImportState.UNDOING if undoing else ImportState.RUNNING, assistant)
            name = row.name
        with showing(Path(name), source or Source(Path(name), Kind.XLSX), quiet=False) as tell:
            carry_on(assistant, number, runner, source, tell)
        _say(assistant, number)
    finally:
        assistant.close()


@command.command()
@click.argument("number", type=int)
@click.option("--yes", is_flag=True, help="Do not ask.")
@house_options
def undo(number: int, yes: bool, config: Path | None, data: Path | None) -> None:
    """Take list NUMBER back: whom it brought goes, unless somebody went on with them. Stops stay."""
    assistant = open_house(config, data)
    try:
        with assistant.store.reading() as session:
            row = _row(session, number)
        if not yes:
            click.confirm(f"{row.name}: take {row.new} people out again?", abort=True)
        with assistant.store.writing() as session:
            row = _row(session, number)
            batches.log(session, row, "being taken back", by=None, now=assistant.now())
            runner = claimed(session, row, ImportState.UNDOING, assistant)
        carry_on(assistant, number, runner, None, lambda batch: None)
        _say(assistant, number)
    finally:
        assistant.close()


def _row(session: Session, number: int) -> ImportBatch:
    row = session.get(ImportBatch, number)
    if row is None:
        refuse(f"there is no list {number}; see assistant imports list")
    return row


def _file_of(assistant: Assistant, row: ImportBatch) -> Source:
    path = Path(str(row.choices.get("path", "")))
    try:
        if waiting.file_key(assistant.store.keyring, path) != row.file_key:
            refuse(f"{path}: the file is not the one that was begun with")
        return working.source_of(path, row.choices)
    except (OSError, Unreadable) as error:
        refuse(f"{path}: {error}")


def _say(assistant: Assistant, number: int) -> None:
    with assistant.store.reading() as session:
        row = session.get_one(ImportBatch, number)
        if row.state is ImportState.UNDONE:
            click.echo(
                f"Taken back: {row.removed} people are gone again, {row.kept} stayed because somebody went on with them."
            )
        else:
            click.echo("  ".join(f"{name}: {getattr(row, name)}" for name in batches.COUNTED))
