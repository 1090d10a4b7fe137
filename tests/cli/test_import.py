"""`assistant import` and `assistant imports`, as an administrator types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from assistant.outreach.importing import storing, working
from assistant.outreach.importing.storing import Batch

LIST = "Naam;Tel;Opm.\nLuna;06 12345678;geheim\nLuna;+31612345678;\nMira;06 87654321;\n=niemand;onbekend;\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lijst.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> str:
    return str(tmp_path / "data")


def types(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=given)


def listed(data: str) -> list[dict[str, object]]:
    answer = types("imports", "list", "--json", "--data", data)
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.stdout.splitlines()]


def people(data: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in types("export", "--all", "--data", data).stdout.splitlines()]


def test_a_dry_run_then_the_same_and_back(file: Path, data: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    dry = types("import", str(file), "--dry-run", "--json", "--bad-lines", str(bad), "--data", data)
    told = json.loads(dry.stdout)
    assert list(told) == ["rows", "new", "known", "suppressed", "over_budget", "invalid", "seconds"]
    assert [told[name] for name in list(told)[:-1]] == [4, 2, 1, 0, 0, 1]
    assert "5;1/1;not a valid number or address;'=niemand;onbekend;" in bad.read_text(encoding="utf-8-sig")
    assert (people(data), listed(data)) == ([], [])
    real = json.loads(types("import", str(file), "--json", "--data", data).stdout)
    assert real | {"seconds": 0} == told | {"seconds": 0}
    assert len(people(data)) == 2
    [row] = listed(data)
    assert (row["state"], row["new"], row["known"]) == ("done", 2, 1)
    again = json.loads(types("import", str(file), "--json", "--data", data).stdout)
    assert (again["new"], again["known"]) == (0, 3)
    no = types("imports", "undo", "1", "--data", data, given="n\n")
    assert (no.exit_code, len(people(data))) == (1, 2)
    yes = types("imports", "undo", "1", "--yes", "--data", data)
    assert (yes.exit_code, people(data)) == (0, [])
    assert "2 people are gone again" in yes.output
    assert types("imports", "undo", "1", "--yes", "--data", data).exit_code == 2
    assert types("check", "--data", data).exit_code == 0


@pytest.mark.parametrize("how", ["import", "resume"])
def test_ctrl_c_keeps_what_is_in_and_says_how_to_go_on(
    file: Path, data: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing.chunks, "__defaults__", (1,))
    with monkeypatch.context() as patch:
        store = working.run

        def interrupted(*args: object, **more: object) -> None:
            def tell(rows: int) -> None:
                raise KeyboardInterrupt

            store(*args, **{**more, "tell": tell})  # type: ignore[arg-type]

        patch.setattr(working, "run", interrupted)
        answer = types("import", str(file), "--json", "--data", data)
    assert answer.exit_code == 1
    assert "assistant imports resume 1" in answer.output
    assert (len(people(data)), listed(data)[0]["state"]) == (1, "stopped")
    go_on = (
        types("import", str(file), "--json", "--data", data)
        if how == "import"
        else types("imports", "resume", "1", "--data", data)
    )
    assert go_on.exit_code == 0, go_on.output
    assert len(people(data)) == 2
    [row] = listed(data)
    assert (row["state"], row["new"], row["known"], row["invalid"]) == ("done", 2, 1, 1)


def test_a_file_that_changed_meanwhile_is_not_gone_on_with(
    file: Path, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def breaks(*args: object, **more: object) -> Batch:
            raise KeyboardInterrupt

        patch.setattr(working, "run", breaks)
        types("import", str(file), "--json", "--data", data)
    file.write_text(LIST + "Nog een;06 11111111;\n", encoding="utf-8")
    answer = types("imports", "resume", "1", "--data", data)
    assert (answer.exit_code, people(data)) == (2, [])
    assert "not the one that was begun with" in answer.output


def test_what_is_no_list_is_refused_in_one_line(tmp_path: Path, data: str) -> None:
    for name, content in (("a.csv", b"%PDF-1.4"), ("b.xlsx", b"PK\x03\x04x"), ("c.csv", b""), ("d.csv", b"Naam\nx\n")):
        path = tmp_path / name
        path.write_bytes(content)
        for more in ((), ("--dry-run",)):
            answer = types("import", str(path), *more, "--data", data)
            assert (answer.exit_code, len(answer.output.strip().splitlines())) == (2, 1), (name, answer.output)
    assert types("imports", "undo", "7", "--yes", "--data", data).exit_code == 2
    assert people(data) == []
