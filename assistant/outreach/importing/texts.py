"""Text files of any encoding, line by line, with bounded memory: a line too long is drained and named, not held."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import chardet

from assistant.outreach.importing.records import Unreadable

BLOCK = 1 << 20
SAMPLE = 1 << 16
LONGEST_LINE = 1 << 20  # characters
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets in our countries write when they do not write UTF-8.
_PLAUSIBLE = ("cp1252", "cp1250", "cp1251", "cp1254", "iso8859-2", "iso8859-5", "iso8859-15", "koi8-r", "mac-roman")


def encoding_of(path: Path) -> str:
    """How the file is encoded, see `encoding_in`."""
    with path.open("rb") as file:
        return encoding_in(file)


def encoding_in(file: IO[bytes]) -> str:
    """How what `file` holds is encoded: its mark, else UTF-8 when all of it is, else the likeliest of the old code pages."""
    start = file.read(SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if wide := _without_mark(start):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    odd = b""
    block = start
    try:
        while block:
            odd = block
            decoder.decode(block)
            block = file.read(BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _code_page(odd)
    return "utf-8"


def _without_mark(start: bytes) -> str | None:
    even, odd = start[0:2000:2].count(0), start[1:2000:2].count(0)
    half = len(start[:2000]) // 2
    if half and odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if half and even > 0.6 * half and odd < 0.1 * half else None


def _code_page(block: bytes) -> str:
    telling = b"\n".join(line for line in block[: 8 * SAMPLE].splitlines() if not line.isascii())[: SAMPLE // 4]
    guessed = str(chardet.detect(telling)["encoding"] or "cp1252")
    try:
        name = codecs.lookup(guessed).name
    except LookupError:
        name = "cp1252"
    if name in ("iso8859-1", "ascii", "utf-8"):
        return "cp1252"
    return name if name in _PLAUSIBLE else "cp1252"


@dataclass(slots=True)
class Lines:
    """The lines of a text file, ends included. A line over LONGEST_LINE comes out empty, and its number stands in `too_long`."""

    path: Path
    encoding: str
    number: int = 0
    too_long: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        try:
            with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
                while line := file.readline(LONGEST_LINE):
                    self.number += 1
                    if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                        self.too_long.append(self.number)
                        while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                            pass
                        line = "\n"
                    yield line
        except (UnicodeError, OSError) as error:
            raise Unreadable(f"the text cannot be read ({type(error).__name__})", line=self.number + 1) from None

    def complaint(self) -> str:
        return f"longer than {LONGEST_LINE:,} characters; not a line of a list"
