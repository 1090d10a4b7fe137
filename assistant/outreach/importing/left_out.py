"""The lines that an import left out, as a list that can be mended in a spreadsheet and taken over again."""

import csv
import heapq
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.outreach.importing import delimited, workbooks
from assistant.outreach.importing.reading import Kind, Source
from assistant.outreach.importing.records import BadLine
from assistant.outreach.importing.spooling import BadLines
from assistant.outreach.importing.texts import Lines

MOST = 100_000  # lines in a list of left out lines
LONGEST_CELL = 1_000
MOST_CHARACTERS = 30_000_000  # of what stood there; the lines after that are listed without it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[(0-9][0-9 ()./\-]{5,}")
SEPARATORS = frozenset(";,\t")


def as_csv(source: Source, lines: Iterable[BadLine], *, heads: tuple[str, str, str]) -> str:
    """The lines as CSV: number, whether all or a part was left out, why, and what stood there.

    `heads`: words for the first three columns. No cell is a formula to a spreadsheet, and numbers stay text: an apostrophe stands
    before them, which our own reading takes off again.
    """
    wanted = heapq.nsmallest(MOST, lines)  # there may be millions: never all at once
    stood = dict(_stood(source, {line.line for line in wanted}))
    delimiter = source.delimiter if source.delimiter in SEPARATORS else ","
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter or ",")
    writer.writerow([*heads, *map(safe, source.heads)])
    for line in wanted:
        cells = stood.get(line.line, ())
        writer.writerow([line.line, "1/2" if line.kept else "1/1", safe(line.reason), *map(safe, cells)])
    return out.getvalue()


def safe(cell: str) -> str:
    """A cell that no spreadsheet reads as a formula or rounds as a number."""
    text = cell[:LONGEST_CELL].replace("\0", "")
    return f"'{text}" if text.startswith(_FORMULA) or _NUMBER.fullmatch(text.strip()) else text


def _stood(source: Source, wanted: set[int]) -> Iterator[tuple[int, Sequence[str]]]:
    if not wanted or source.kind is Kind.PAGES:
        return
    last, left = max(wanted), MOST_CHARACTERS
    for number, cells in _all(source):
        if number in wanted:
            shown = [cell[:LONGEST_CELL] for cell in cells]
            left -= sum(map(len, shown)) + len(shown)
            yield number, shown
        if number >= last or left < 0:
            return


def _all(source: Source) -> Iterable[tuple[int, Sequence[str]]]:
    encoding = source.encoding or "utf-8"
    if source.kind is Kind.XLSX:
        return workbooks.rows(source.path)
    if source.kind is Kind.CSV:
        dialect = type("Known", (delimited.Plain,), {"delimiter": source.delimiter or ","})
        return delimited.rows(source.path, encoding, dialect, BadLines())
    return ((number, [line.rstrip("\r\n")]) for number, line in enumerate(Lines(source.path, encoding), start=1))
