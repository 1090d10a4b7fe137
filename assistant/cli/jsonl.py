"""JSON Lines in, JSON Lines out: the frame around `read-ad`, `compare-ads`, `read-reply` and `lint`."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

import click

FILE_OPTION = click.option(
    "--jsonl",
    "file",
    type=click.File("rb", lazy=True),
    required=True,
    metavar="FILE",
    help="JSON Lines to read; - is standard input.",
)


def answer_lines(file: BinaryIO, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Print one JSON object per input line, in order, flushing each; a bad line becomes {"error": …} and the run goes on."""
    for reply in answers(file, answer):
        sys.stdout.write(json.dumps(reply, ensure_ascii=False) + "\n")
        sys.stdout.flush()


def answers(lines: Iterable[bytes], answer: Callable[[dict[str, Any]], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The answers to `lines`. `answer` may raise KeyError, TypeError or ValueError to refuse a line."""
    for line in lines:
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"))
            if not isinstance(record, dict):
                raise ValueError("a line holds one JSON object")
            yield answer(record)
        except KeyError as missing:
            yield {"error": f"missing field: {missing.args[0]}"}
        except (TypeError, ValueError, RecursionError) as error:
            yield {"error": str(error)}


def text_field(record: dict[str, Any], name: str) -> str:
    """The string at `name`, with lone surrogates replaced. KeyError when missing, ValueError when it is not text."""
    value = record[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text")
    return value.encode("utf-8", "replace").decode("utf-8")


def optional_text(record: dict[str, Any], name: str) -> str | None:
    """The string at `name`, or None when it is missing, null or empty."""
    return text_field(record, name) or None if record.get(name) is not None else None
