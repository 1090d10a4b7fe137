"""One template, one file: read, written, and refused with the line to look at."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.template_files import MAX_CHARACTERS, TemplateFile, TemplateFileError, TemplateKind, parse, write

NAME = "first-kort.nl.txt"
FILE = """+++
title = "Kort"
kind = "first"
when = "short"
channels = ["whatsapp", "sms"]
source_language = "nl"
checked = false
+++
Hoi{% if alias %} {{ alias }}{% endif %}, {{ sender }} hier.

Liever niet? Zeg het.
"""


def test_reads_what_a_person_wrote() -> None:
    template = parse(FILE, name=NAME)
    assert template == TemplateFile(
        key="first-kort",
        language="nl",
        title="Kort",
        kind=TemplateKind.FIRST,
        when="short",
        channels=("whatsapp", "sms"),
        text="Hoi{% if alias %} {{ alias }}{% endif %}, {{ sender }} hier.\n\nLiever niet? Zeg het.",
    )
    assert template.name == NAME
    assert template.is_source
    assert write(template) == FILE


def test_a_country_in_the_language_and_a_reader_are_kept() -> None:
    file = FILE.replace("checked = false", 'checked = true\nchecked_by = "Sofie \\"So\\" de Boer"')
    template = parse(file, name="first-kort.pt-BR.txt")
    assert (template.language, template.is_source) == ("pt-BR", False)
    assert (template.checked, template.checked_by) == (True, 'Sofie "So" de Boer')
    assert write(template) == file


@pytest.mark.parametrize("touch", [lambda file: "\ufeff" + file, lambda file: file.replace("\n", "\r\n") + "\r\n\r\n"])
def test_what_editors_leave_behind_changes_nothing(touch) -> None:  # type: ignore[no-untyped-def]
    assert parse(touch(FILE), name=NAME) == parse(FILE, name=NAME)


def test_a_team_may_have_blanks_of_its_own() -> None:
    file = FILE.replace("{{ sender }}", "{{ bezoekadres }}")
    with pytest.raises(TemplateFileError) as refused:
        parse(file, name=NAME)
    assert refused.value.line == 9
    assert "bezoekadres" in refused.value.reason
    assert "{{ bezoekadres }}" in parse(file, name=NAME, own=["bezoekadres"]).text


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ('+++\ntitle = "Kort"', 'title = "Kort"', 1, "starts with"),
        ("+++\nHoi", "Hoi", 1, "not closed"),
        ('title = "Kort"\n', "", 7, "title"),
        ('title = "Kort"', 'title = "  "', 2, "title"),
        ('title = "Kort"', "title = Kort", 2, "Invalid value"),
        ('when = "short"', 'when = "Heel kort"', 4, "when"),
        ('kind = "first"', 'kind = "eerste"', 3, "kind is one of first, recontact, answer"),
        ('["whatsapp", "sms"]', '["whatsapp", "whatsapp"]', 5, "twice"),
        ('["whatsapp", "sms"]', '"sms"', 5, "list"),
        ('["whatsapp", "sms"]', "[]", 5, "list"),
        ('source_language = "nl"', 'source_language = "Dutch"', 6, "language code"),
        ("checked = false", 'checked = "no"', 7, "true or false"),
        ("checked = false", 'checked = false\nchecked_by = "Sofie"', 8, "checked is not true"),
        ("checked = false", 'checked = false\ntekst = "Hoi"', 8, "'tekst'"),
        ("Liever niet", "Liever\x00 niet", 11, "control character"),
        ("Liever niet", "Liever\ud800 niet", 11, "control character"),
        ("Liever niet", "{% for x in y %}", 11, "tag not allowed"),
        ("+++\nHoi{% if", "+++\n\n\nHoi{% if alias %}{% if", 11, "not closed"),
    ],
)
def test_a_mistake_is_refused_with_its_line(old: str, new: str, line: int, word: str) -> None:
    assert old in FILE
    with pytest.raises(TemplateFileError) as refused:
        parse(FILE.replace(old, new, 1), name=NAME)
    assert (refused.value.name, refused.value.line) == (NAME, line), str(refused.value)
    assert word in refused.value.reason
    assert str(refused.value).startswith(f"{NAME}, line {line}: ")


@pytest.mark.parametrize("name", ["first.txt", "First.nl.txt", "../first.nl.txt", "first.dutch.txt", "first.nl.md", ""])
def test_a_file_that_is_not_named_for_its_template_is_refused(name: str) -> None:
    with pytest.raises(TemplateFileError, match="named like"):
        parse(FILE, name=name)


@pytest.mark.parametrize(
    "text", ["", "+++", "+++\n+++", "+++\n+++\nHoi", "\x00" * 50, "x" * (MAX_CHARACTERS + 1), "[" * 9000]
)
def test_an_empty_or_endless_file_is_refused(text: str) -> None:
    with pytest.raises(TemplateFileError):
        parse(text, name=NAME)


def test_a_header_alone_has_no_words() -> None:
    with pytest.raises(TemplateFileError, match="line 8: there is no text"):
        parse(FILE[: FILE.index("Hoi")] + "\n  \n", name=NAME)


@given(st.text(max_size=200), st.integers(0, len(FILE)))
def test_whatever_is_in_a_file_it_is_read_or_refused(noise: str, at: int) -> None:
    with contextlib.suppress(TemplateFileError):
        template = parse(FILE[:at] + noise + FILE[at:], name=NAME)
        assert parse(write(template), name=NAME) == template


_words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="{}#"), min_size=1)
_tags = st.from_regex(r"[a-z0-9]{1,8}(_[a-z0-9]{1,5})?", fullmatch=True)


@given(
    title=_words.filter(str.strip),
    text=st.lists(_words, min_size=1).map("\n".join).filter(str.strip),
    when=_tags,
    channels=st.lists(_tags, min_size=1, max_size=4, unique=True).map(tuple),
    kind=st.sampled_from(TemplateKind),
    reader=st.none() | _words.filter(str.strip),
)
def test_what_is_written_is_read_back_the_same(
    title: str, text: str, when: str, channels: tuple[str, ...], kind: TemplateKind, reader: str | None
) -> None:
    template = TemplateFile(
        key="first-kort",
        language="nl",
        title=title,
        kind=kind,
        when=when,
        channels=channels,
        text=text,
        source_language="en",
        checked=reader is not None,
        checked_by=reader,
    )
    assert parse(write(template), name=template.name) == template
