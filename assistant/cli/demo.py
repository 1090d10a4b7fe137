"""`assistant demo`: a team with invented people, to try everything on."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from assistant.bootstrap import open_assistant, system_clock
from assistant.cli.opening import refuse
from assistant.cli.serve import serve
from assistant.demo import making
from assistant.errors import ConfigError
from assistant.outreach import accounts

PORT = 8080


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, metavar="N")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the demo in this folder and go on with it next time (default: a folder that is removed at the end).",
)
@click.option("--password", metavar="TEXT", help="The password of all four accounts (default: a new one, printed).")
def command(port: int, data: Path | None, password: str | None) -> None:
    """Serve a team with invented people and months of history, on this machine only."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # so that a temporary folder is removed then, too
    with _place(data) as folder:
        try:
            _prepare(folder, password)
            assistant = open_assistant(making.served_config(folder, port=port))
        except ConfigError as error:
            refuse(str(error))
        serve(assistant, host=assistant.config.web.host, port=port)


def _prepare(folder: Path, password: str | None) -> None:
    if making.is_made(folder):
        click.echo(f"The demo in {folder} goes on; its passwords are those of its first start.")
        return
    chosen = password or accounts.one_time_password()
    making.make(folder, password=chosen, now=system_clock())
    click.echo("Everybody in this demo is invented, and here you may write at any hour. Sign in as:")
    for username, (name, role) in making.WHO_WORKS_HERE.items():
        click.echo(f"  {username:6} {chosen}  ({name}, {role.value})")


@contextmanager
def _place(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="assistant-demo-") as folder:
        yield Path(folder)
