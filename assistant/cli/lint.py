"""`assistant lint --jsonl FILE`: what is wrong with each message, what it costs, and what a locked phone shows."""

from typing import Any, BinaryIO

import click

from assistant.cli.jsonl import FILE_OPTION, answer_lines, optional_text, text_field
from assistant.rules.lint import lint

CHANNELS = ("sms", "whatsapp", "email")
KINDS = ("first", "recontact")


@click.command("lint")
@FILE_OPTION
def command(file: BinaryIO) -> None:
    """Check messages for respect, length and the lock screen."""
    answer_lines(file, answer)


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """One line of CHECKS.md's `lint`."""
    report = lint(
        text_field(record, "text"),
        language=optional_text(record, "language"),
        channel=_one_of(record, "channel", CHANNELS),
        kind=_one_of(record, "kind", KINDS),
        sender=optional_text(record, "sender") or "",
        organisation=optional_text(record, "organisation") or "",
    )
    return {
        "problems": [{"code": one.code.value, "start": one.start, "end": one.end} for one in report.problems],
        "encoding": report.segments.encoding.value,
        "segments": report.segments.segments,
        "lock_screen": report.lock_screen,
    }


def _one_of(record: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = text_field(record, name)
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}")
    return value
