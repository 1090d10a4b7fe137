"""XLSX: looked through before it is opened, so that a small file cannot become a large one in memory."""

import copy
import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from assistant.outreach.importing.delimited import Row
from assistant.outreach.importing.records import Unreadable

MOST_UNPACKED = 72 << 20  # bytes; the texts of one are held three or four times over while it is read
SMALL_UNPACKED = 24 << 20
MOST_RATIO = 60  # unpacked to packed; a sheet of real data stays under 20
MOST_PARTS = 1000
MOST_CELLS = 4_000_000  # the reader holds the whole rectangle, also its empty cells
BLOCK = 1 << 18
_PLACE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{0,3})([0-9]{1,7})["']""")


def rows(path: Path) -> Iterator[Row]:
    """The rows of the first sheet that holds any, with their numbers. Raises Unreadable."""
    check(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height:
                for number, cells in enumerate(sheet.iter_rows(), start=1 + (sheet.start or (0, 0))[0]):
                    texts = [_text(cell) for cell in cells]
                    if any(texts):
                        yield number, texts
                return
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"the workbook is damaged ({_short(error)})") from None
    except BaseException as error:  # the reader's own panic is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("the workbook is damaged") from None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def check(path: Path) -> None:
    """Unpack all parts in small blocks, keeping nothing, and refuse what is too large. What the file says of its sizes is not believed."""
    packed, total = path.stat().st_size, 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Unreadable(f"the workbook has {len(parts)} parts; at most {MOST_PARTS} are read")
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable("this is an archive, not a workbook (.xlsx)")
            for part in parts:
                total = _look_through(archive, part, total, packed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Unreadable(f"the workbook is damaged or cut off ({_short(error)})") from None


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, total: int, packed: int) -> int:
    honest = copy.copy(part)
    honest.file_size = MOST_UNPACKED + 1
    is_sheet = part.filename.lower().endswith(".xml") and "sheet" in part.filename.lower()
    widest = tallest = 0
    tail = b""
    with archive.open(honest) as stream:
        while block := stream.read(BLOCK):
            total += len(block)
            if total > MOST_UNPACKED or (total > SMALL_UNPACKED and total > MOST_RATIO * packed):
                raise Unreadable(f"the workbook unpacks to more than {total >> 20} MB; save the sheet as CSV instead")
            if is_sheet:
                for letters, number in _PLACE.findall(tail + block):
                    widest = max(widest, _column(letters)) if letters else widest
                    tallest = max(tallest, int(number))
                tail = block[-24:]
    if widest * tallest > MOST_CELLS:
        raise Unreadable(
            f"the sheet reaches to row {tallest:,} and column {widest:,}; remove the empty ones or save it as CSV"
        )
    return total


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
