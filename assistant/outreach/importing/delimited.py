"""CSV in any dialect: rows with the number of their line."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

import clevercsv

from assistant.outreach.importing.records import BadLine
from assistant.outreach.importing.spooling import BadLines
from assistant.outreach.importing.texts import LONGEST_LINE, Lines

SAMPLE_LINES = 60
SAMPLE_CHARACTERS = 8_000
MOST_LINES_A_ROW = 40  # more than this inside one pair of quotes is a quote that was never closed
MOST_EMPTY = 1_000  # cells of a blank row; a spreadsheet leaves some behind, nobody leaves more
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
    sample = ""
    for line in itertools.islice(Lines(path, encoding), SAMPLE_LINES):
        sample += line[:SAMPLE_CHARACTERS] if line.strip() else ""
        if len(sample) >= SAMPLE_CHARACTERS:
            break
    sample = sample[:SAMPLE_CHARACTERS]
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


class _Cut(Exception):
    """A row goes on for longer than any row of a list."""


class _Fed:
    """Lines for csv, which asks for as many as a row seems to need: a quote never closed, or never open for long, must not hold a file."""

    def __init__(self, lines: Lines) -> None:
        self._lines = iter(lines)
        self.taken = self.characters = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken += 1
        self.characters += len(line)
        if self.taken > MOST_LINES_A_ROW * 25 or (self.taken > 1 and self.characters > 2 * LONGEST_LINE):
            raise _Cut
        return line


def rows(path: Path, encoding: str, dialect: type[Plain], bad: BadLines) -> Iterator[Row]:
    """Each row with the number of its first line. What cannot be a row is added to `bad`."""
    lines = Lines(path, encoding)
    fed = _Fed(lines)
    reader = csv.reader(fed, dialect)
    before = 0
    while True:
        fed.taken = fed.characters = 0
        try:
            cells = next(reader)
        except StopIteration:
            break
        except (csv.Error, _Cut) as error:
            why = "it goes on and on; is a quote missing?" if isinstance(error, _Cut) else str(error)
            bad.append(BadLine(before + 1, f"not a row of cells ({why})"))
            before = lines.number
            reader = csv.reader(fed, dialect)
            continue
        first, before = before + 1, lines.number
        if before - first >= MOST_LINES_A_ROW:
            bad.append(BadLine(first, f"a quote opens here and is not closed before line {before}"))
        elif any(cells):
            yield first, cells
        elif len(cells) > MOST_EMPTY:
            bad.append(BadLine(first, f"{len(cells):,} empty cells"))
        while lines.too_long:
            bad.append(BadLine(lines.too_long.pop(0), lines.complaint()))
