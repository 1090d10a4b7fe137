"""assistant read-reply: what the reader makes of replies, one JSON object a line."""

from typing import Any, BinaryIO

import click

from assistant.cli.jsonl import FILE_OPTION, answer_lines, optional_text, text_field
from assistant.rules.consent import read_consent
from assistant.rules.signals import read_signals


@click.command("read-reply")
@FILE_OPTION
def command(file: BinaryIO) -> None:
    """Read replies: {"text", "language"?} → {"stop", "topics", "danger"}. The first 10,000 characters of a text are read."""
    answer_lines(file, answer)


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """The answer to one line."""
    text, language = text_field(record, "text"), optional_text(record, "language")
    signals = read_signals(text, language=language)
    return {
        "stop": read_consent(text, language=language).stop.value,
        "topics": [topic.value for topic in signals.topics],
        "danger": signals.danger,
    }
