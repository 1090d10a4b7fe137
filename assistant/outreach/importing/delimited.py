"""CSV in any dialect: rows with the number of their line."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

import clevercsv

from assistant.outreach.importing.records import BadLine
from assistant.outreach.importing.texts import Lines

SAMPLE_LINES = 60
SAMPLE_CHARACTERS = 8_000
MOST_LINES_A_ROW = 40  # more than this inside one pair of quotes is a quote that was never closed
Row = tuple[int, list[str]]


class Plain(csv.Dialect):
    """The usual dialect, until the sample says otherwise."""

    delimiter: str = ","
    quotechar: str | None = '"'
    doublequote = True
    escapechar: str | None = None
    skipinitialspace = True
    lineterminator = "\n"
    quoting = csv.QUOTE_MINIMAL


def dialect_of(path: Path, encoding: str) -> type[Plain]:
    """What separates the cells: the sign that cuts the first lines into equally many, else what clevercsv makes of them."""
    lines = [line for line in itertools.islice(Lines(path, encoding), SAMPLE_LINES) if line.strip()]
    sample = "".join(lines)[:SAMPLE_CHARACTERS]
    delimiter = _even(sample) or _clever(sample) or ","
    return type("Found", (Plain,), {"delimiter": delimiter})


def _even(sample: str) -> str | None:
    best: tuple[float, int, str] | None = None
    for sign in ";\t,|":
        try:
            widths = [len(row) for row in csv.reader(sample.splitlines(), delimiter=sign) if row][:-1]
        except csv.Error:
            continue
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual > 1 and widths.count(usual) >= 0.9 * len(widths):
            best = max(best or (0.0, 0, sign), (widths.count(usual) / len(widths), usual, sign))
    return best[2] if best else None


def _clever(sample: str) -> str | None:
    try:
        found = clevercsv.Detector().detect(sample[:3000], delimiters=list(",;\t|: "))
    except Exception:  # whatever a guesser makes of hostile text, there is a default
        return None
    return found.delimiter if found and found.delimiter else None


def rows(path: Path, encoding: str, dialect: type[Plain], bad: list[BadLine]) -> Iterator[Row]:
    """Each row with the number of its first line. What cannot be a row is added to `bad`."""
    lines = Lines(path, encoding)
    reader = csv.reader(iter(lines), dialect)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            bad.append(BadLine(before + 1, f"not a row of cells ({error})"))
            before = lines.number
            continue
        first, before = before + 1, lines.number
        if before - first >= MOST_LINES_A_ROW:
            bad.append(BadLine(first, f"a quote opens here and is not closed before line {before}"))
        elif any(cells):
            yield first, cells
        while lines.too_long:
            bad.append(BadLine(lines.too_long.pop(0), lines.complaint()))
