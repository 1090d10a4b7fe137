"""Open the house for a command: --config FILE, or --data DIR for a store with all defaults in a folder."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Never, TypeVar

import click

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import Config, config_for_folder, find_config, read_config
from assistant.errors import ConfigError
from assistant.logs import write_discreetly

Command = TypeVar("Command", bound=Callable[..., Any])
MISTAKEN = 2


def house_options(command: Command) -> Command:
    """The two options of every command that opens a store."""
    data = click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Instead of --config: a store with all defaults in this folder, made when it is not there.",
    )
    config = click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Settings (default: $ASSISTANT_CONFIG, then ./config.toml).",
    )
    return config(data(command))


def settings(config: Path | None, data: Path | None) -> Config:
    """The settings that the options name; prints what is wrong with them and ends with 2."""
    if config is not None and data is not None:
        refuse("--config and --data: give one of the two")
    try:
        return config_for_folder(data) if data is not None else read_config(find_config(config))
    except ConfigError as error:
        refuse(str(error))


def open_house(config: Path | None, data: Path | None) -> Assistant:
    """The opened house; prints why not and ends with 2."""
    write_discreetly()
    known = settings(config, data)
    try:
        return open_assistant(known)
    except ConfigError as error:
        refuse(str(error))


def refuse(reason: str) -> Never:
    """Say on standard error why not, one line a mistake, and end with 2."""
    click.echo(reason, err=True)
    sys.exit(MISTAKEN)
