"""The listener of the whole suite can fail: each way in which something of a person gets into a log is caught, and named."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
HEAD = """
import logging
import subprocess
import sys

log = logging.getLogger("assistant.somewhere")
NAME, NUMBER, WORDS = "Lunastella", "+31687654321", "mijn kamer staat onder water, wat nu"


def known(house):
    her = house.anna.meets(NUMBER, "luna.stella@example.org", alias=NAME)
    her.answers(WORDS)
    return her


def test_calls_an_address_that_a_mail_names_too(small_house):
    known(small_house).answers("Received: from post.example.org [127.0.0.1] by mx.example.org")
    log.info("POST Request: http://127.0.0.1:8123/messages")


def test_says_only_which(small_house):
    log.warning("contact %d could not be read", known(small_house).id)
    try:
        raise ValueError(WORDS)
    except ValueError:
        log.exception("it broke")
"""
TELLING = """

def test_tells_a_name(small_house):
    known(small_house)
    log.warning("cannot write to %s", NAME)


def test_tells_a_number(small_house):
    log.info("sms to %s", "0687654399")


def test_tells_an_address(small_house):
    known(small_house)
    log.error("bounce of <luna.stella@example.org>")


def test_tells_words(small_house):
    known(small_house)
    log.warning("unreadable: Mijn kamer staat onder …")


def test_prints_words(small_house):
    known(small_house)
    print(f"got {WORDS!r}", file=sys.stderr)


def test_has_a_child_that_tells(small_house):
    known(small_house)
    subprocess.run([sys.executable, "-c", f"import sys; sys.stderr.write({WORDS!r})"], capture_output=True, check=True)
"""


def run(folder: Path, tests: str) -> "subprocess.CompletedProcess[str]":
    (folder / "conftest.py").write_text(
        "from tests.conftest import *  # noqa\nfrom tests.conftest import pytest_configure\n"
    )
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = postgresql\n")
    (folder / "test_it.py").write_text(tests, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        str(folder / "pytest.ini"),
        str(folder),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_a_run_that_tells_nothing_passes(tmp_path: Path) -> None:
    done = run(tmp_path, HEAD)
    assert (done.returncode, "LEAK" in done.stdout) == (0, False), done.stdout + done.stderr


def test_a_run_that_tells_something_fails_and_says_where(tmp_path: Path) -> None:
    done = run(tmp_path, HEAD + TELLING)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "8 passed" in done.stdout
    told = {
        line.partition("::")[2].split()[0].rstrip(":") for line in done.stdout.splitlines() if line.startswith("LEAK")
    }
    assert told == {
        "test_tells_a_name",
        "test_tells_a_number",
        "test_tells_an_address",
        "test_tells_words",
        "test_prints_words",
        "test_has_a_child_that_tells",
    }
