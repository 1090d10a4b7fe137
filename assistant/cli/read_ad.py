"""`assistant read-ad`: what the reader makes of ads."""

from datetime import date
from typing import Any, BinaryIO

import click

from assistant.cli.jsonl import FILE_OPTION, answer_lines, optional_text, text_field
from assistant.errors import TextTooLong
from assistant.rules.ads import AdDetails, Channel, plain_text, read_ad


@click.command("read-ad")
@FILE_OPTION
def command(file: BinaryIO) -> None:
    """Read contact points, name, town and language from ads: a JSON object with "text" (and "region", and "today" as
    2026-11-27 for what an ad tells by date; otherwise the day of this computer) a line."""
    answer_lines(file, answer)


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """The answer to one line."""
    try:
        text = plain_text(text_field(record, "text"))
    except TextTooLong as refusal:
        raise ValueError(str(refusal)) from refusal
    given = optional_text(record, "today")
    today = date.fromisoformat(given) if given else date.today()  # noqa: DTZ011 — an ad's days are those where it is read
    return shown(read_ad(text, region=optional_text(record, "region"), today=today))


def shown(details: AdDetails) -> dict[str, Any]:
    """Details as the command prints them."""
    points = details.points
    return {
        "phones": [point.value for point in points if point.channel is Channel.PHONE],
        "emails": [point.value for point in points if point.channel is Channel.EMAIL],
        "handles": [
            {"channel": point.channel.value, "value": point.value}
            for point in points
            if point.channel not in (Channel.PHONE, Channel.EMAIL)
        ],
        "alias": details.alias,
        "town": details.town,
        "language": details.language,
    }
