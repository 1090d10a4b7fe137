"""`assistant export --all`: everybody as JSON Lines on standard output."""

import json
from pathlib import Path

import click

from assistant.cli.opening import house_options, open_house
from assistant.outreach import leaving


@click.command()
@click.option("--all", "everyone", is_flag=True, required=True, help="Everybody, of all teams: the only thing it does.")
@house_options
def command(everyone: bool, config: Path | None, data: Path | None) -> None:
    """Write everybody out, readable, a JSON object a line, as `assistant import` reads them. Logged. Keep the result safe."""
    assistant = open_house(config, data)
    try:
        with assistant.store.writing() as session:
            leaving.log_leaving(session, by=None, now=assistant.now(), reason="everybody, from the command line")
        with assistant.store.reading() as session:
            for record in leaving.everybody(session):
                click.echo(json.dumps(record, ensure_ascii=True))
    finally:
        assistant.close()
