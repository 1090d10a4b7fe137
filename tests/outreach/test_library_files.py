"""The library as files: out and in without loss, and a broken file changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from assistant.bootstrap import open_assistant
from assistant.cli import main
from assistant.config import config_for_folder
from assistant.outreach import library, library_blanks, library_checking, library_files
from assistant.outreach.library_files import BrokenFiles
from assistant.store.accounts import RoleName
from assistant.store.models import Template, TemplateKind, TemplateVersion, VersionState
from tests.cast import AN_AFTERNOON as NOW
from tests.cast import FakeClock, House
from tests.outreach.test_library_checking import DUTCH, ENGLISH, Desk


@pytest.fixture
def told(house: House, tmp_path: Path) -> Path:
    """A folder with a library of which everything happened that can."""
    house.hire("fien", RoleName.SUPERVISOR, "Groningen")
    folder = tmp_path / "library"
    with house.writing() as session:
        office = Desk(session, house)
        values = {"": "9–17", "nl": 'van "9" tot 17 \\ uur'}
        library_blanks.define(session, name="hours", values=values, by=office.by(), now=NOW)
        library_blanks.define(session, name="gone", values={"": "weg"}, by=office.by(), now=NOW)
        first = office.makes(DUTCH + "\n\n+++\n{{ hours }}\n[[version]]\n\u202eשלום 👋")
        office.approves(first, "sofie", needed=2)
        office.approves(first, "fien", needed=2, native_checked=True)
        office.approves(office.saves(ENGLISH, "en"))
        office.approves(office.saves("Salut {{ alias }}, {{ sender }} de la {{ team }}. Nu vrei? Spune-mi.", "ro"))
        office.approves(office.saves(DUTCH + " {{ gone }}", why='"aanhaling"\ttab'), old_is_wrong=True)
        english = library.in_use(office.template, "en")
        library_checking.still_right(session, english, seen_source=2, by=office.by("fien"), now=NOW)
        library_checking.native_read(session, english, yes=True, by=office.by(), now=NOW + timedelta(seconds=1.5))
        office.approves(office.saves(DUTCH + " Drie.", why="half"), "fien", needed=2)
        blank = library_blanks.find_blank(session, "gone")
        library_blanks.remove(session, blank, despite_use=True, by=office.by(), now=NOW)
        office.saves("Hola {{ naam }}", "pt-BR")
        other = library.make(
            session,
            title='Oud "sjabloon" é',
            kind=TemplateKind.ANSWER,
            language="en",
            text="Hi",
            by=office.by(),
            now=NOW,
        )
        library.retire(session, other.template, desk=office.desk, by=office.by(), now=NOW)
        library_files.write_folder(library_files.export(session).items(), folder)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[House]:
    """Another house in which nobody works yet and nothing stands."""
    assistant = open_assistant(config_for_folder(tmp_path / "elsewhere"), clock=FakeClock())
    yield House(assistant, FakeClock())
    assistant.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def comes_in(house: House, folder: Path) -> library_files.Taken:
    with house.writing() as session:
        return library_files.take_over(session, library_files.read_folder(session, folder), now=NOW + timedelta(days=9))


def goes_out(house: House, folder: Path) -> dict[str, bytes]:
    with house.reading() as session:
        library_files.write_folder(library_files.export(session).items(), folder)
    return contents(folder)


def test_out_in_and_out_again_is_the_same_to_the_byte(told: Path, elsewhere: House, tmp_path: Path) -> None:
    taken = comes_in(elsewhere, told)
    assert (taken.templates, taken.versions, taken.drafts, taken.blanks) == (2, 7, 0, 1)
    assert goes_out(elsewhere, tmp_path / "again") == contents(told)
    assert comes_in(elsewhere, told) == library_files.Taken()
    assert goes_out(elsewhere, tmp_path / "third") == contents(told)


def test_what_people_decided_comes_along(told: Path, elsewhere: House) -> None:
    comes_in(elsewhere, told)
    with elsewhere.reading() as session:
        template = session.scalars(select(Template).where(Template.title == "Thee")).one()
        assert library.in_use(template, "nl").old_is_wrong
        english = library.in_use(template, "en")
        assert (english.native_checked, english.confirmed_number, english.source_number) == (True, 2, 1)
        assert library.is_withdrawn(template, "ro")
        first = library.versions_in(template, "nl")[0]
        assert library.approvers(first) == {"sofie", "fien"}
        half = library.newest(template, "nl")
        assert (half.state, half.why, half.saved_by_name, library.approvers(half)) == (
            VersionState.DRAFT, "half", "sofie", {"fien"},
        )  # fmt: skip


def test_edited_words_are_a_draft_and_what_is_in_use_stays(told: Path, elsewhere: House) -> None:
    comes_in(elsewhere, told)
    path = told / "first-thee.en.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("Tea?", "Coffee, {{ naam }}?"), encoding="utf-8")
    taken = comes_in(elsewhere, told)
    assert (taken.versions, taken.drafts) == (0, 1)
    assert comes_in(elsewhere, told).drafts == 0
    with elsewhere.reading() as session:
        template = session.scalars(select(Template).where(Template.key == "first-thee")).one()
        last = library.newest(template, "en")
        assert (last.number, last.state, last.native_checked) == (2, VersionState.DRAFT, False)
        assert "Coffee, {{ alias }}?" in last.text
        assert "Tea?" in library.in_use(template, "en").text


def test_what_is_approved_elsewhere_is_not_approved_here(told: Path, house: House) -> None:
    """The file goes on from version 4 here, and calls its own version 4 the one in use."""
    path = told / "first-thee.history.toml"
    text = path.read_text(encoding="utf-8")
    last = text.rindex("[[version]]", 0, text.index('language = "pt-BR"'))
    more = (
        f'[[version]]\nlanguage = "nl"\nnumber = 4\nstate = "approved"\ntext = "Hoi"\nsaved_at = {NOW.isoformat()}\n\n'
    )
    path.write_text(
        text[:last].replace('state = "approved"', 'state = "replaced"') + more + text[last:], encoding="utf-8"
    )
    comes_in(house, told)
    with house.reading() as session:
        template = session.scalars(select(Template).where(Template.key == "first-thee")).one()
        assert library.in_use(template, "nl").number == 2
        assert library.newest(template, "nl").state is VersionState.DRAFT


def test_histories_that_parted_are_refused(told: Path, house: House) -> None:
    path = told / "first-thee.history.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Tea?", "Coffee?"), encoding="utf-8")
    with pytest.raises(BrokenFiles, match="says something else here"):
        comes_in(house, told)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("first-thee.en.txt", "Tea?", "Tea {{ achternaam }}?", "first-thee.en.txt, line 8: unknown blank"),
        ("first-thee.en.txt", "Tea?", "{% for x in y %}", "first-thee.en.txt, line 8: tag not allowed"),
        ("first-thee.history.toml", 'state = "draft"', 'state = "best"', "state is one of"),
        ("first-thee.history.toml", "Tea?", "{% import os %}", "tag not allowed"),
        ("own-blanks.toml", 'name = "hours"', 'name = "alias"', "own-blanks.toml, line 1: blank taken"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_nothing_comes_in(
    told: Path, elsewhere: House, name: str, old: str, new: str, said: str
) -> None:
    text = (told / name).read_text(encoding="utf-8")
    assert old in text
    (told / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenFiles) as broken:
        comes_in(elsewhere, told)
    assert said in str(broken.value)
    with elsewhere.reading() as session:
        assert session.scalars(select(TemplateVersion)).all() == []
        assert library_blanks.names(session) == frozenset()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"\0" * 1000, b"x" * 30_000, b"+++\n" * 9000])
def test_what_is_no_text_is_refused(told: Path, elsewhere: House, content: bytes) -> None:
    (told / "first-other.nl.txt").write_bytes(content)
    with pytest.raises(BrokenFiles, match=r"first-other\.nl\.txt, line"):
        comes_in(elsewhere, told)


def test_other_files_of_a_repository_are_left_alone(told: Path, elsewhere: House) -> None:
    (told / "README.md").write_text("{{ ours")
    (told / ".git").mkdir()
    assert comes_in(elsewhere, told).templates == 2


def test_by_command(tmp_path: Path) -> None:
    run, out, data = CliRunner(), tmp_path / "out", str(tmp_path / "here")
    assert run.invoke(main, ["upgrade-db", "--data", data]).exit_code == 0
    assert run.invoke(main, ["templates", "export", str(out), "--data", data]).exit_code == 0
    other = str(tmp_path / "there")
    dry = run.invoke(main, ["templates", "import", str(out), "--dry-run", "--data", other])
    assert "dry run" in dry.output
    assert "templates: 29" in dry.output
    taken = run.invoke(main, ["templates", "import", str(out), "--data", other])
    assert "templates: 29" in taken.output  # the dry run had stored nothing
    assert run.invoke(main, ["templates", "export", str(tmp_path / "again"), "--data", other]).exit_code == 0
    assert contents(tmp_path / "again") == contents(out)
    (out / "first-short.nl.txt").write_text("+++\ntitle = 1\n")
    broken = run.invoke(main, ["templates", "import", str(out), "--data", other])
    assert broken.exit_code == 2
    assert "first-short.nl.txt, line 1:" in broken.output
    assert run.invoke(main, ["templates", "import", str(tmp_path / "none"), "--data", other]).exit_code == 2
