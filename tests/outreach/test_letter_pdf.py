"""A letter as a PDF: every character that it holds is drawn, or there is none."""

import subprocess
import sys

import pytest

from assistant.errors import NotPossible
from assistant.outreach import letter_pdf


@pytest.mark.parametrize("text", ["Beste collega,\n\nŞtefania Győző", "Здравейте, Луна", "سلام نرگس", "x\n" * 200])
def test_every_script_that_our_letters_draw_makes_a_pdf(text: str) -> None:
    made = letter_pdf.make(text, title="Brief")
    assert made.startswith(b"%PDF-")
    assert made.rstrip().endswith(b"%%EOF")
    assert made.count(b"/Type /Page\n") == (1 if len(text) < 200 else 5)
    assert letter_pdf.missing(text) == ""


def test_what_cannot_be_drawn_is_named_and_never_left_out() -> None:
    assert letter_pdf.missing("Naam: 小花 小") == "小花"
    assert letter_pdf.missing("ดา") == "ดา"
    with pytest.raises(NotPossible, match="letter_script"):
        letter_pdf.make("Naam: 小花", title="Brief")


def test_the_library_is_only_loaded_for_a_letter() -> None:
    code = "import sys, assistant.web.app; print([n for n in ('fpdf', 'fontTools', 'PIL', 'uharfbuzz', 'ziafont') if n in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
