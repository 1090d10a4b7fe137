"""`assistant run-jobs`: one tick of the clock, by hand."""

import sys
from pathlib import Path

import click

from assistant import jobs
from assistant.cli.opening import house_options, open_house, refuse

FAILED = 1


@click.command()
@house_options
def command(config: Path | None, data: Path | None) -> None:
    """Do what is due now, once: proposals, expired claims, retention. Nothing is sent. For a cron job beside a stopped program."""
    assistant = open_house(config, data)
    lock = jobs.TickerLock(assistant.store)
    try:
        if not lock.hold():
            refuse("a running program keeps the clock of this store already")
        done = jobs.tick(assistant)
    finally:
        lock.release()
        assistant.close()
    click.echo("  ".join(f"{name}: {count if count >= 0 else 'failed'}" for name, count in done.items()))
    if any(count < 0 for count in done.values()):
        sys.exit(FAILED)
