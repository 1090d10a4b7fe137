"""`assistant check`: is the store whole, and is nothing left lying?"""

import sys
from pathlib import Path

import click

from assistant.cli.opening import house_options, open_house
from assistant.store.checking import faults

FAULTY = 1


@click.command()
@house_options
def command(config: Path | None, data: Path | None) -> None:
    """Check database, keys, every sealed field, the log's chain and due work. Ends with 0 only when all is well."""
    assistant = open_house(config, data)
    found = 0
    try:
        with assistant.store.reading() as session:
            for fault in faults(session, now=assistant.now()):
                click.echo(fault)
                found += 1
    finally:
        assistant.close()
    if found:
        sys.exit(FAULTY)
    click.echo("All is well.")
