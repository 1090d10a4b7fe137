"""Saved ads, a file each: in a folder, or packed in one zip (so a folder can be handed over in the browser)."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from assistant.errors import TextTooLong
from assistant.outreach.importing import texts
from assistant.outreach.importing.records import MOST_POINTS, BadLine, Person, SavedAd, Unreadable, tidy
from assistant.outreach.importing.spooling import BadLines
from assistant.rules.ads import plain_text, read_ad

LARGEST = 4 << 20  # bytes of one page
MOST_TEXT = 100_000  # characters of a page without its tags; reading two million takes 400 MB
MOST_PAGES = 20_000
ENDINGS = (".html", ".htm", ".txt")
_Named = tuple[str, Callable[[], bytes]]


def is_packed(path: Path) -> bool:
    """Whether this zip holds saved pages, and is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError):
        return False
    return "[Content_Types].xml" not in names and any(map(_is_page, names))


def how_many(path: Path) -> int:
    """How many pages a folder or zip holds."""
    if path.is_dir():
        return sum(1 for one in path.iterdir() if _is_page(one.name))
    with zipfile.ZipFile(path) as archive:
        return sum(map(_is_page, archive.namelist()))


def pack(pages: Iterable[tuple[str, IO[bytes]]]) -> io.BytesIO:
    """One zip of the pages among `pages`, the same for the same pages, in memory. Raises Unreadable when there is none, or too many."""
    packed = io.BytesIO()
    chosen = sorted(((name, page) for name, page in pages if _is_page(name)), key=lambda one: one[0])
    if not chosen:
        raise Unreadable("no saved page (.html or .txt) in it")
    if len(chosen) > MOST_PAGES:
        raise Unreadable(f"{len(chosen)} files; at most {MOST_PAGES} are read")
    with zipfile.ZipFile(packed, "w") as archive:
        for name, page in chosen:
            archive.writestr(zipfile.ZipInfo(name), page.read(), zipfile.ZIP_DEFLATED)
    packed.seek(0)
    return packed


def people(path: Path, *, country: str, bad: BadLines) -> Iterator[Person]:
    """Who is in the pages; the number of the page, by name, stands for the line. What cannot be read gathers in `bad`."""
    for number, (name, raw) in enumerate(_in_folder(path) if path.is_dir() else _in_zip(path), start=1):
        try:
            page = raw()
            if len(page) > LARGEST:
                raise Unreadable(f"larger than {LARGEST >> 20} MB")
            text = plain_text(page.decode(texts.encoding_in(io.BytesIO(page)), errors="replace"))
            if len(text) > MOST_TEXT:
                raise TextTooLong(size=len(text), limit=MOST_TEXT)
            ad = read_ad(text, region=country)
        except (OSError, TextTooLong, Unreadable) as error:
            bad.append(BadLine(number, f"{name}: {error}"))
            continue
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
            bad.append(BadLine(number, f"{name}: the file is damaged"))
            continue
        points = tuple((point.channel.value, point.value) for point in ad.points)
        if not points or len(points) > MOST_POINTS:
            bad.append(BadLine(number, f"{name}: {'no contact point' if not points else 'a list, not an ad'}"))
        else:
            saved = SavedAd(text, tidy(ad.alias), tidy(ad.town), ad.language, country)
            yield Person(number, points, saved.alias, saved.town, saved.language, ad=saved)


def _is_page(name: str) -> bool:
    where = PurePosixPath(name)
    return where.suffix.lower() in ENDINGS and "__MACOSX" not in where.parts and not where.name.startswith(".")


def _in_folder(folder: Path) -> Iterator[_Named]:
    def start_of(path: Path) -> bytes:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)

    files = sorted(one for one in folder.iterdir() if _is_page(one.name) and one.is_file() and not one.is_symlink())
    for path in files:
        yield path.name, lambda path=path: start_of(path)  # type: ignore[misc]


def _in_zip(path: Path) -> Iterator[_Named]:
    with zipfile.ZipFile(path) as archive:
        parts = sorted((part for part in archive.infolist() if _is_page(part.filename)), key=lambda one: one.filename)
        if len(parts) > MOST_PAGES:
            raise Unreadable(f"{len(parts)} files; at most {MOST_PAGES} are read")

        def start_of(part: zipfile.ZipInfo) -> bytes:
            # What a part says of its size can be a lie: only what comes out counts.
            with archive.open(part) as file:
                return file.read(LARGEST + 1)

        for part in parts:
            yield part.filename, lambda part=part: start_of(part)  # type: ignore[misc]
