"""Rows of cells to people, by what each column was said to be."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from assistant.outreach.importing import fields
from assistant.outreach.importing.delimited import Row
from assistant.outreach.importing.records import LONGEST_TEXT, MOST_POINTS, BadLine, PastNote, Person, tidy
from assistant.outreach.importing.spooling import BadLines
from assistant.rules.dialling import Dialler
from assistant.rules.import_columns import CHANNELS, Field

_NOTHING_ELSE = tuple(Person._field_defaults.values())
_PLACES: dict[str | None, tuple[str, Callable[[str], Any]]] = {
    Field.ALIAS: ("alias", tidy),
    Field.TOWN: ("town", tidy),
    Field.LANGUAGE: ("language", fields.language),
    Field.REF: ("reference", tidy),
    Field.COUNTRY: ("country", fields.country),
    Field.GENDER: ("gender", tidy),
    Field.WORKER: ("worker", tidy),
    Field.NOTE: ("notes", tidy),
    Field.STOP: ("stop", fields.says_yes),
}


def people(
    rows: Iterable[Row], columns: Sequence[str | None], dialler: Dialler, bad: BadLines, *, now: datetime
) -> Iterator[Person]:
    """The people in a table; rows without a way to reach anybody are added to `bad`."""
    ways = [(at, name) for at, name in enumerate(columns) if name in CHANNELS]
    others = [(at, *_placed(name, now)) for at, name in enumerate(columns) if name in _PLACES]
    for line, cells in rows:
        width = len(cells)
        points: list[tuple[str, str]] = []
        for at, name in ways:
            if at < width and (cell := cells[at]):
                points += [(name, value) for value in fields.point(name, cell, dialler)]
        if not points:
            bad.append(BadLine(line, _why(cells, ways)))
        elif len(points) > MOST_POINTS:
            bad.append(BadLine(line, f"{len(points)} contact points; at most {MOST_POINTS} are one person's"))
        else:
            values: list[Any] = [line, tuple(dict.fromkeys(points)), *_NOTHING_ELSE]
            for at, place, read in others:
                if at < width and (cell := cells[at]):
                    values[place] = read(cell)
            yield Person._make(values)


def _placed(name: str | None, now: datetime) -> tuple[int, Callable[[str], Any]]:
    """Where in a Person a column's value goes, and how its cells are read."""
    field, read = _PLACES[name]
    if name == Field.NOTE:
        return Person._fields.index(field), lambda cell: _note(cell, now)
    return Person._fields.index(field), read


def _note(cell: str, now: datetime) -> tuple[PastNote, ...]:
    return (PastNote(now, cell.replace("\0", "")[:LONGEST_TEXT]),) if cell.strip() else ()


def _why(cells: Sequence[str], ways: Sequence[tuple[int, str | None]]) -> str:
    filled = [cells[at].strip() for at, _ in ways if at < len(cells) and cells[at].strip()]
    if not filled:
        return "no contact point on this line"
    if any(fields.is_rounded(cell) for cell in filled):
        return "the spreadsheet rounded this number; format the column as text"
    return "not a valid number or address"
