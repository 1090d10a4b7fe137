"""`assistant upgrade-db`: bring the tables up to date, and put newly shipped templates into the library."""

from pathlib import Path

import click

from assistant.cli.opening import house_options, open_house
from assistant.outreach import hook_sentences, library


@click.command()
@house_options
def command(config: Path | None, data: Path | None) -> None:
    """Bring the database up to date (opening it runs what has not run yet) and load new shipped templates."""
    assistant = open_house(config, data)
    try:
        with assistant.store.writing() as session:
            new = library.load_shipped(session, now=assistant.now())
            new += hook_sentences.load_shipped(session, now=assistant.now())
    finally:
        assistant.close()
    click.echo(f"The database is up to date; {new} template versions were new.")
