"""The history of a template as a file: back as it was written, refused with its line."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.template_files import TemplateFileError, TemplateKind
from assistant.rules.template_history import Blank, History, Mark, Version, parse, parse_blanks, write, write_blanks

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
TWO = History(
    key="first-tea",
    title='Thee "en" koek',
    kind=TemplateKind.FIRST,
    when="",
    channels=("whatsapp", "sms"),
    source_language="nl",
    created_at=NOW,
    retired_at=NOW,
    versions=(
        Version(
            language="en", number=1, state="approved", text="Hi\n[[version]]\n{{ alias }} \u202e", saved_at=NOW,
            source_number=1, confirmed_number=2, native_checked=True, saved_by="bram", approved_at=NOW,
            marks=(Mark(kind="still_right", by="sofie", at=NOW, source_number=2), Mark(kind="native", by="", at=NOW)),
        ),
        Version(language="nl", number=1, state="replaced", text="Hoi", saved_at=NOW, why="ruzie\tweg"),
        Version(language="nl", number=2, state="approved", text="Hoi!", saved_at=NOW, old_is_wrong=True),
    ),
)  # fmt: skip


def _plain(history: History) -> History:
    return replace(history, versions=tuple(replace(version, line=0) for version in history.versions))


def test_what_is_written_is_read_back() -> None:
    text = write(TWO)
    again = parse(text, name=TWO.name)
    assert _plain(again) == TWO
    assert write(again) == text


@pytest.mark.parametrize(
    ("old", "new", "place", "word"),
    [
        ('kind = "first"', 'kind = "eerste"', 'kind = "eerste"', "one of"),
        ('title = "Thee', 'titel = "Thee', 'titel = "Thee', "title"),
        ("created_at = 2026-03-17T14:20:00+00:00", "created_at = 2026-03-17T14:20:00", "created_at", "zone"),
        ('state = "replaced"', 'state = "stale"', 'state = "stale"', "state"),
        ('text = "Hoi!"', "text = Hoi", "text = Hoi", "Invalid"),
        ("\nnumber = 2\n", "\nnumber = 3\n", "[[version]]", "expected"),
        ('language = "nl"\nnumber = 1', 'language = "../nl"\nnumber = 1', 'language = "../nl"', "language"),
        ("old_is_wrong = true", "old_is_wrong = 1", "old_is_wrong", "true or false"),
        ("old_is_wrong = true", "oud = true", "oud", "'oud'"),
    ],
)
def test_a_mistake_is_refused_with_its_line(old: str, new: str, place: str, word: str) -> None:
    text = write(TWO)
    assert old in text
    broken = text.replace(old, new, 1)
    with pytest.raises(TemplateFileError) as refused:
        parse(broken, name=TWO.name)
    assert word in str(refused.value)
    lines = broken.split("\n")
    if place == 'titel = "Thee':
        assert refused.value.line == 1
    else:
        assert lines[refused.value.line - 1].startswith(place), str(refused.value)


def test_two_versions_in_use_are_refused() -> None:
    with pytest.raises(TemplateFileError, match="in use"):
        parse(write(TWO).replace('"replaced"', '"approved"'), name=TWO.name)


@given(st.text(max_size=120), st.integers(0, 900))
def test_whatever_is_in_a_file_it_is_read_or_refused(noise: str, at: int) -> None:
    text = write(TWO)
    with contextlib.suppress(TemplateFileError):
        history = parse(text[:at] + noise + text[at:], name=TWO.name)
        assert write(parse(write(history), name=history.name)) == write(history)


def test_own_blanks_come_back() -> None:
    blanks = [
        Blank(name="hours", saved_at=NOW, saved_by="sofie", values={"": "9–17", "nl": "9 tot 17", "pt-BR": 'das "9"'}),
        Blank(name="address", saved_at=NOW, saved_by="", values={"nl": "Brugstraat 1"}),
    ]
    text = write_blanks(blanks)
    again = parse_blanks(text)
    assert [(b.name, b.saved_by, dict(b.values)) for b in again] == [
        (b.name, b.saved_by, dict(b.values)) for b in blanks
    ]
    assert write_blanks(again) == text
    with pytest.raises(TemplateFileError) as refused:
        parse_blanks(text.replace('name = "address"', 'name = "Adres!"'))
    assert refused.value.line == text.split("\n").index('name = "address"') + 1
