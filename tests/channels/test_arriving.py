"""Killed at any step while words come in, we lose nothing and double nothing.

More by command: python -m tests.channels.arriving, python -m tests.channels.fetching.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.channels.post_office import missing
from tests.conftest import a_database

TRIALS = os.environ.get("ARRIVING_TRIALS", "2")
ROOT = Path(__file__).parents[2]


def run(folder: Path, *options: str, by: str = "arriving") -> dict[str, Any]:
    """In a process of its own: it forks and is patched."""
    command = [sys.executable, "-m", f"tests.channels.{by}", *options]
    surroundings = os.environ | {"TRIALS_IN": str(folder)}
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=1800, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_kill_9_loses_and_doubles_nothing_that_came_in(tmp_path: Path) -> None:
    outcome = run(tmp_path, "--trials", TRIALS)
    assert (outcome["lost"], outcome["doubled"]) == (0, 0)
    assert outcome["kills"] >= 1


@pytest.mark.postgresql
def test_kill_9_loses_and_doubles_nothing_on_postgresql(tmp_path: Path, postgresql_server: str) -> None:
    with a_database(postgresql_server) as url:
        outcome = run(tmp_path, "--trials", "1", "--url", url)
    assert (outcome["lost"], outcome["doubled"]) == (0, 0)


def test_a_program_that_answers_before_it_stores_is_caught(tmp_path: Path) -> None:
    outcome = run(tmp_path, "--trials", "2", "--answers-first")
    assert outcome["lost"] > 0


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
@pytest.mark.parametrize("afterwards", ["move", "delete"])
def test_kill_9_loses_and_doubles_no_mail(tmp_path: Path, afterwards: str) -> None:
    outcome = run(tmp_path, "--trials", "1", "--afterwards", afterwards, by="fetching")
    assert (outcome["lost"], outcome["doubled"]) == (0, 0)
    assert outcome["kills"] >= 1


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
def test_a_program_that_moves_a_mail_before_it_keeps_it_is_caught(tmp_path: Path) -> None:
    outcome = run(tmp_path, "--trials", "1", "--moves-first", by="fetching")
    assert outcome["lost"] > 0
