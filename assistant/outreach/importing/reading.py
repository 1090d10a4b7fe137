"""What kind of file is it, and who is in it? What a file holds decides, not what its name says."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from assistant.outreach.importing import cards, delimited, fields, saved_pages, tables, texts, threads, workbooks
from assistant.outreach.importing.records import MOST_POINTS, BadLine, Person, Unreadable, tidy
from assistant.outreach.importing.spooling import BadLines
from assistant.rules.dialling import Dialler
from assistant.rules.import_columns import CHANNELS, guess, is_head

HEAD_WITHIN = 15  # rows: titles and merged cells may stand above the heads
MOST_COLUMNS = 300


class Kind(StrEnum):
    """What a file turned out to be."""

    CSV = "csv"
    XLSX = "xlsx"
    THREADS = "jsonl"
    CARDS = "vcard"
    PAGES = "folder"


_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (.xls); save it as .xlsx or CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed file; unpack it first"),
    (b"Rar!", "a compressed file; unpack it first"),
    (b"SQLite format 3", "a database"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file, looked at. `heads` and `columns` (names of rules.import_columns) for tables; `columns` may be corrected with `with_columns`."""

    path: Path
    kind: Kind
    encoding: str | None = None
    heads: tuple[str, ...] = ()
    columns: tuple[str | None, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    skip: int = 0  # rows above the first person
    delimiter: str | None = None
    bad: BadLines = field(default_factory=BadLines)

    def with_columns(self, columns: Sequence[str | None]) -> "Source":
        """The same with other columns."""
        return replace(self, columns=tuple(columns), bad=BadLines())


def look(path: Path) -> Source:
    """Say what `path` is and, for a table, what its columns are. Raises Unreadable."""
    try:
        if path.is_dir():
            return Source(path, Kind.PAGES)
        if not path.is_file():
            raise Unreadable("this is neither a file nor a folder")
        with path.open("rb") as file:
            start = file.read(4096)
        if not start.strip():
            raise Unreadable("the file is empty")
        for mark, what in _FOREIGN:
            if start.startswith(mark):
                raise Unreadable(f"this is {what}, not a list")
        if start.startswith(b"PK"):
            return Source(path, Kind.PAGES) if saved_pages.is_packed(path) else _table(Source(path, Kind.XLSX))
        encoding = texts.encoding_of(path)
    except OSError as error:
        raise Unreadable(f"the file cannot be read ({error.strerror or type(error).__name__})") from None
    head = start.decode(encoding, errors="replace").lstrip("\ufeff\0 \t\r\n")
    if head[:11].upper() == "BEGIN:VCARD":
        return Source(path, Kind.CARDS, encoding)
    if head.startswith(("{", "[")) or path.suffix.lower() in (".jsonl", ".ndjson"):
        return Source(path, Kind.THREADS, encoding)
    if start.count(0) > len(start) // 20 and not encoding.startswith(("utf-16", "utf-32")):
        raise Unreadable("this is not a text file and not a workbook")
    return _table(Source(path, Kind.CSV, encoding, delimiter=delimited.dialect_of(path, encoding).delimiter))


def read_as(source: Source, encoding: str | None, delimiter: str | None) -> Source:
    """The same file as a person says it is to be read; its heads and columns are looked at anew. Raises Unreadable."""
    other = replace(source, encoding=encoding, delimiter=delimiter, bad=BadLines())
    return _table(other) if source.kind is Kind.CSV else other


def _table(source: Source) -> Source:
    first = []
    for line, cells in itertools.islice(_rows(source), HEAD_WITHIN + 50):
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(f"{len(cells)} columns; at most {MOST_COLUMNS} are read", line=line)
        first.append((line, cells))
    if not first:
        raise source.bad and Unreadable(source.bad[0].reason, line=source.bad[0].line) or Unreadable("no rows in it")
    at = next((at for at, (_, cells) in enumerate(first[:HEAD_WITHIN]) if is_head(cells)), None)
    samples = [cells for _, cells in first[(at + 1 if at is not None else 0) :]]
    width = max(len(cells) for _, cells in first)
    heads = first[at][1] if at is not None else []
    heads = [*heads, *[""] * (width - len(heads))]
    return replace(
        source,
        heads=tuple(tidy(head) or "" for head in heads),
        columns=guess(heads, samples),
        samples=tuple(tuple(cells) for cells in samples[:5]),
        skip=at + 1 if at is not None else 0,
        bad=BadLines(),
    )


def _rows(source: Source) -> Iterator[delimited.Row]:
    if source.kind is Kind.XLSX:
        return workbooks.rows(source.path)
    dialect = type("Known", (delimited.Plain,), {"delimiter": source.delimiter or ","})
    return delimited.rows(source.path, source.encoding or "utf-8", dialect, source.bad)


def people(source: Source, *, country: str, now: datetime) -> Iterator[Person]:
    """Everybody in the file, in its order; what is wrong with lines gathers in `source.bad`. Raises Unreadable."""
    dialler = Dialler(country)
    encoding = source.encoding or "utf-8"
    if source.kind is Kind.THREADS:
        return threads.people(source.path, encoding, dialler, source.bad, now=now)
    if source.kind is Kind.CARDS:
        return _from_cards(source, dialler)
    if source.kind is Kind.PAGES:
        return saved_pages.people(source.path, country=country, bad=source.bad)
    if not any(name in CHANNELS for name in source.columns):
        raise Unreadable("no column with phone numbers, addresses or handles was found; say which it is")
    return tables.people(
        itertools.islice(_rows(source), source.skip, None), source.columns, dialler, source.bad, now=now
    )


def _from_cards(source: Source, dialler: Dialler) -> Iterator[Person]:
    for line, card in cards.cards(source.path, source.encoding or "utf-8"):
        numbers = [("phone", one) for value in card.get("phone", ()) for one in fields.phones(value, dialler)]
        addresses = [("email", one) for value in card.get("email", ()) if (one := fields.email(value))]
        points = tuple(dict.fromkeys((*numbers, *addresses)))
        if "cut" in card:
            source.bad.append(BadLine(line, "the card is cut off"))
        elif "long" in card:
            source.bad.append(BadLine(line, f"more than {cards.MOST_PROPERTIES} properties; not one person's card"))
        elif not points or len(points) > MOST_POINTS:
            source.bad.append(BadLine(line, "no valid number or address" if not points else "too many contact points"))
        else:
            language = next(iter(card.get("language", ())), None)
            yield Person(
                line,
                points,
                alias=tidy(next(iter(card.get("alias", ())), None)),
                town=tidy(next(iter(card.get("town", ())), None)),
                language=fields.language(language) if language else None,
            )
