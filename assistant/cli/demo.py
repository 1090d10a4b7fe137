"""`assistant demo`: an invented team with months of history, served on this machine only."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from assistant.bootstrap import open_assistant
from assistant.cli.opening import refuse
from assistant.cli.serve import serve
from assistant.demo import making
from assistant.errors import ConfigError
from assistant.outreach.accounts import LONGEST_PASSWORD, SHORTEST_PASSWORD, one_time_password

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Where to serve.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Keep the demo in this folder."
)
@click.option("--password", metavar="TEXT", help="For all sign-ins; made up when not given.")
def command(port: int, data: Path | None, password: str | None) -> None:
    """Set up fictional data (in an empty DIR, or a temporary one) and serve it on 127.0.0.1."""
    if password is not None and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        refuse(f"--password: {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="outreach-demo-")))
        try:
            welcome = _prepare(folder, password or one_time_password(), chosen=password is not None)
            house = open_assistant(making.config_for(folder, port=port))
        except (ConfigError, OSError) as error:
            refuse(str(error))
        click.echo(f"Sign in as {', '.join(_roles())}. {welcome}")
        click.echo("Everybody in it is invented. Ctrl-C ends the demo.")
        serve(house, host=HOST, port=port)


def _prepare(folder: Path, password: str, *, chosen: bool) -> str:
    """Make the demo unless the folder holds one; answers the sentence about the password."""
    if making.is_made(folder):
        return "The password is the one this demo was made with."
    click.echo("Inventing a team and its people, a few seconds …")
    making.make(folder, password=password, now=datetime.now(UTC))
    return "The password is the one you gave." if chosen else f"The password of each: {password}"


def _roles() -> list[str]:
    return [f"{username} ({role.value})" for username, (_name, role) in making.WHO_WORKS_HERE.items()]
