"""Rows of cells to people, by what each column was said to be."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from assistant.outreach.importing import fields
from assistant.outreach.importing.delimited import Row
from assistant.outreach.importing.records import LONGEST_TEXT, MOST_POINTS, BadLine, PastNote, Person, tidy
from assistant.rules.dialling import Dialler
from assistant.rules.import_columns import CHANNELS


def people(
    rows: Iterable[Row], columns: Sequence[str | None], dialler: Dialler, bad: list[BadLine], *, now: datetime
) -> Iterator[Person]:
    """The people in a table; rows without a way to reach anybody are added to `bad`."""
    ways = [(at, name) for at, name in enumerate(columns) if name in CHANNELS]
    others = [(at, name) for at, name in enumerate(columns) if name is not None and name not in CHANNELS]
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
            values = {name: cells[at] for at, name in others if at < width and cells[at]}
            yield _person(line, tuple(dict.fromkeys(points)), values, now)


def _person(line: int, points: tuple[tuple[str, str], ...], values: dict[str, str], now: datetime) -> Person:
    if not values:
        return Person(line, points)
    get = values.get
    language, country, note = get("language"), get("country"), get("note")
    return Person(
        line=line,
        points=points,
        alias=tidy(get("alias")),
        town=tidy(get("town")),
        language=fields.language(language) if language else None,
        reference=tidy(get("ref")),
        country=fields.country(country) if country else None,
        gender=tidy(get("gender")),
        worker=tidy(get("worker")),
        notes=(PastNote(now, note.replace("\0", "")[:LONGEST_TEXT]),) if note and note.strip() else (),
        stop=fields.says_yes(get("stop", "")),
    )


def _why(cells: Sequence[str], ways: Sequence[tuple[int, str | None]]) -> str:
    filled = [cells[at].strip() for at, _ in ways if at < len(cells) and cells[at].strip()]
    if not filled:
        return "no contact point on this line"
    if any(fields.is_rounded(cell) for cell in filled):
        return "the spreadsheet rounded this number; format the column as text"
    return "not a valid number or address"
