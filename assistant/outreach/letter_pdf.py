"""A letter as a PDF of plain pages. The library and the letters it draws are only loaded when somebody asks for one."""

from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from assistant.errors import NotPossible

FONT = ("ziafont", "fonts/DejaVuSans.ttf")  # a wheel that brings one: Latin, Greek, Cyrillic and Arabic letters
MARGIN, LINE, POINTS = 25, 6, 11  # mm, mm, points
_INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")


def missing(text: str) -> str:
    """The characters of `text` that no letter can be drawn for, each once: Chinese and Thai, for two."""
    drawn = _drawn()
    return "".join(dict.fromkeys(char for char in text if char not in _INVISIBLE and ord(char) not in drawn))


def make(text: str, *, title: str) -> bytes:
    """The PDF. Words from right to left run so. Raises NotPossible("letter_script") rather than leave a gap where a character was."""
    if missing(text):
        raise NotPossible("letter_script")
    pdf = _pages()
    pdf.set_title(title)
    pdf.add_page()
    for line in text.splitlines():
        pdf.multi_cell(0, LINE, line or " ", new_x="LMARGIN", new_y="NEXT", align="L")
    return bytes(pdf.output())


def _pages() -> Any:
    from fpdf import FPDF  # a second and a half, which nobody should wait for who wants no letter

    pdf = FPDF(format="A4")
    pdf.set_margins(MARGIN, MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    with _font() as font:
        pdf.add_font("letter", fname=font)
    pdf.set_font("letter", size=POINTS)
    pdf.set_text_shaping(True)
    return pdf


def _font() -> AbstractContextManager[Path]:
    package, name = FONT
    return as_file(files(package) / name)


@cache
def _drawn() -> frozenset[int]:
    """Every character that our font can draw."""
    from fontTools.ttLib import TTFont

    with _font() as file, TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())
