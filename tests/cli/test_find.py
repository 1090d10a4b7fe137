"""`assistant find`: a line in, a line out, in a store of its own."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from assistant.bootstrap import open_assistant
from assistant.cli import main
from assistant.config import config_for_folder
from assistant.outreach import accounts
from assistant.store.accounts import RoleName
from assistant.store.models import Contact, LogEntry

SPRING = datetime(2026, 4, 8, 14, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with Daniela, known to anna's team."""
    house = open_assistant(config_for_folder(tmp_path))
    with house.store.writing() as session:
        for name, role in (("anna", RoleName.WORKER), ("ada", RoleName.ADMINISTRATOR)):
            made = accounts.make_account(session, username=name, shown_name=name, role=role, team="De Brug", now=SPRING)
        her = Contact(team_id=made.account.team_id, alias="Daniela", town="Leeuwarden", reference="OUD-7", created_at=SPRING, changed_at=SPRING)  # fmt: skip
        session.add(her)
    house.close()
    return tmp_path


def find(folder: Path, lines: str, *, user: str = "anna", reason: str = "at the door") -> Result:
    options = ["find", "--jsonl", "-", "--data", str(folder), "--as", user, "--reason", reason]
    return CliRunner().invoke(main, options, input=lines)


def test_a_line_in_a_line_out_and_a_search_in_the_log(folder: Path) -> None:
    result = find(folder, '{"query": "danjela leeuwarden", "today": "2026-11-23"}\nnonsense\n{"query": "mihaela"}\n')
    assert result.exit_code == 0, result.output
    first, second, third = map(json.loads, result.output.splitlines())
    (her,) = first["results"]
    assert (her["ref"], her["alias"], len(her["why"])) == ("OUD-7", "Daniela", 2)
    assert "error" in second
    assert third == {"results": []}
    house = open_assistant(config_for_folder(folder))
    with house.store.reading() as session:
        assert len(list(session.scalars(select(LogEntry.id).where(LogEntry.event == "searched")))) == 2
    house.close()


@pytest.mark.parametrize(("user", "reason"), [("ada", "x"), ("nobody", "x"), ("anna", " ")])
def test_who_may_not_search_gets_nothing(folder: Path, user: str, reason: str) -> None:
    result = find(folder, '{"query": "daniela"}\n', user=user, reason=reason)
    assert result.exit_code == 2
    assert "Daniela" not in result.output
