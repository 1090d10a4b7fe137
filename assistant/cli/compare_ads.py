"""`assistant compare-ads`: what changed between two versions of an ad."""

from typing import Any, BinaryIO

import click

from assistant.cli.jsonl import FILE_OPTION, answer_lines, optional_text, text_field
from assistant.errors import TextTooLong
from assistant.rules.changes import compare


@click.command()
@FILE_OPTION
def command(file: BinaryIO) -> None:
    """Say what changed between two versions of an ad.

    A line in: {"old", "new", "region"?}. A line out: {"changes": [{"what": "town", "hookable": true}]}; what is one of town, alias,
    language, hair, pet, photo_mention, availability, price, phone, text_only, nothing.
    """
    answer_lines(file, _answer)


def _answer(record: dict[str, Any]) -> dict[str, Any]:
    try:
        changes = compare(text_field(record, "old"), text_field(record, "new"), region=optional_text(record, "region"))
    except TextTooLong as too_long:
        raise ValueError(str(too_long)) from too_long
    return {"changes": [{"what": change.what.value, "hookable": change.hookable} for change in changes]}
