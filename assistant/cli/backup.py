"""`assistant backup`: a copy of the database, while it is in use."""

from pathlib import Path

import click

from assistant.cli.opening import house_options, open_house, refuse
from assistant.store.copying import copy_to

USE_PG_DUMP = "This store is on PostgreSQL: copy it with pg_dump, and put it back with pg_restore."


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@house_options
def command(folder: Path, config: Path | None, data: Path | None) -> None:
    """Copy the database into FOLDER under today's date and time. The key file is not in it: keep a copy of that elsewhere."""
    assistant = open_house(config, data)
    try:
        if not assistant.store.is_sqlite:
            refuse(USE_PG_DUMP)
        target = folder / f"outreach-{assistant.now():%Y%m%dT%H%M%SZ}.db"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy_to(assistant.store, target)
    except FileExistsError:
        refuse(f"{target}: there is a copy of this second already")
    except OSError as error:
        refuse(f"{folder}: {error.strerror}")
    finally:
        assistant.close()
    click.echo(target)
    keys = assistant.config.store.keys
    click.echo(
        f"The keys are not in it. Keep a copy of {keys} in another place: without it this copy cannot be read.",
        err=True,
    )
