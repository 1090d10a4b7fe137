"""A letter as a PDF of plain pages. The library and the letters it draws are only loaded when somebody asks for one."""

from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import NotPossible
from assistant.resources import PACKAGE

FONTS = PACKAGE / "fonts"
MAIN, BESIDE = "DejaVuSans.ttf", ("NotoSansThai-Regular.ttf",)
MARGIN, LINE, POINTS = 25, 6, 11  # mm, mm, points
_INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")


def missing(text: str) -> str:
    """The characters of `text` that no letter can be drawn for, each once: Chinese, for one."""
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
    pdf.add_font("letter", fname=FONTS / MAIN)
    for name in BESIDE:
        pdf.add_font(Path(name).stem, fname=FONTS / name)
    pdf.set_fallback_fonts([Path(name).stem for name in BESIDE])
    pdf.set_font("letter", size=POINTS)
    pdf.set_text_shaping(True)
    return pdf


@cache
def _drawn() -> frozenset[int]:
    """Every character that our fonts can draw."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for name in (MAIN, *BESIDE):
        with TTFont(FONTS / name, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)
