"""Processes die at any step, and the promises are kept; with a promise taken out, the checker says so.

More by command: python -m tests.faults --kills 10000; PROMISE_KILLS=500 python -m pytest tests/faults
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import a_database
from tests.faults.checker import Remembered, broken_promises
from tests.faults.mutants import MUTANTS

KILLS = int(os.environ.get("PROMISE_KILLS", "24"))
# Those that are caught within a few rounds; PROMISE_MUTANTS=all runs every one.
QUICK = (
    "selects_and_then_sends",
    "stops_without_cancelling",
    "sends_again_what_ran_out",
    "lets_two_leave_for_one_person",
    "puts_nobody_on_the_board",
    "acknowledges_first",
    "passes_over_lines_of_a_broken_list",
)
CHOSEN = tuple(MUTANTS) if os.environ.get("PROMISE_MUTANTS") == "all" else QUICK
ROOT = Path(__file__).parents[2]


def run(*options: str) -> dict[str, Any]:
    """A run in a process of its own: it forks and is patched, which a test's process should not be."""
    command = [sys.executable, "-m", "tests.faults", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600 + KILLS, check=False)
    assert done.returncode in (0, 1), done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_no_promise_breaks_when_processes_die() -> None:
    outcome = run("--kills", str(KILLS))
    assert outcome["broken"] == []
    assert outcome["kills"] >= KILLS
    assert outcome["sent"] > 0


@pytest.mark.postgresql
def test_no_promise_breaks_when_processes_die_on_postgresql(postgresql_server: str) -> None:
    with a_database(postgresql_server) as url:
        outcome = run("--kills", str(min(KILLS, 40)), "--url", url)
    assert outcome["broken"] == []
    assert outcome["kills"] > 10


@pytest.mark.parametrize("mutant", CHOSEN)
def test_the_checker_catches_a_program_without_that_promise(mutant: str) -> None:
    assert run("--kills", "600", "--mutant", mutant)["broken"] != []


def test_an_empty_history_keeps_every_promise() -> None:
    assert broken_promises([], Remembered([], {}, None)) == []


def test_each_rule_of_the_checker_can_fail() -> None:
    sent = {
        "what": "sent",
        "message": 1,
        "contact": 1,
        "to": "+31612345678",
        "body": "a",
        "token": "t",
        "at": "2026-03-17T14:20:00+00:00",
    }
    stop = {"what": "stop_done", "contact": 1, "points": ["+31612345678"]}
    lost = {"what": "acknowledged", "contact": 1, "body": "help", "stop": "no"}
    nothing = Remembered([], {}, None)
    assert any("after a stop" in broken for broken in broken_promises([stop, sent], nothing))
    assert not any("after a stop" in broken for broken in broken_promises([sent, stop], nothing))
    assert any("twice" in broken for broken in broken_promises([sent, sent], nothing))
    assert any("nagged" in broken for broken in broken_promises([sent, sent], nothing))
    assert any("budget" in broken for broken in broken_promises([sent, sent, sent], nothing))
    assert any("lost" in broken for broken in broken_promises([lost], nothing))
    assert any("does not say so" in broken for broken in broken_promises([sent], nothing))
    done = {"what": "list_done", "points": ["a@example.org"]}
    for held, broken in ((0, True), (1, False), (2, True)):
        there = Remembered([], {}, None, {"a@example.org": held})
        assert any("taken over" in one for one in broken_promises([done], there)) is broken
    assert any("log" in broken for broken in broken_promises([], Remembered([], {}, 7)))
