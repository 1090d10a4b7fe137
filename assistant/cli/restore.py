"""`assistant restore`: put a copy of the database back."""

from pathlib import Path

import click

from assistant import jobs
from assistant.cli.backup import USE_PG_DUMP
from assistant.cli.opening import house_options, open_house, refuse
from assistant.store.copying import database_of, fault_of, put_back


@click.command()
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask before what is there now is replaced.")
@house_options
def command(copy: Path, yes: bool, config: Path | None, data: Path | None) -> None:
    """Put COPY, made by `assistant backup`, in the place of the database. The program must stand still.

    Stops that were said since the copy was made stay on the suppression list.
    """
    assistant = open_house(config, data)
    lock = jobs.TickerLock(assistant.store)
    try:
        if not assistant.store.is_sqlite:
            refuse(USE_PG_DUMP)
        if fault := fault_of(copy, assistant.store.keyring):
            refuse(f"{copy}: {fault}")
        if not lock.hold():
            refuse("the program is running on this store; stop it first")
        if not yes:
            click.confirm("Everything since this copy was made will be gone. Put it back?", abort=True)
        database = database_of(assistant.store)
        assistant.store.close()
        kept = put_back(copy, database)
    finally:
        lock.release()
        assistant.close()
    click.echo(f"{copy} is back in place; {kept} stops said since then were kept.")
