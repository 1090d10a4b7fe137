"""Listens to all that is logged or printed while the tests run, and fails the run when anything of a person is in it.

Planted is whatever was sealed in a store meanwhile: what is sealed in the database may not stand in a log. Besides, no mobile number
at all may stand there. Heard are the records of every logger from INFO up as the program writes them, what tests and the servers in
them print, and what child processes print as errors.
"""

import logging
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pytest

from assistant.logs import DiscreetFormatter
from assistant.store import bulk, sealed
from assistant.store.keys import Keyring

NAMES = frozenset({"contact.alias"})
NUMBERS = frozenset({"point.value", "arrival.sender"})
WORDS = frozenset({"arrival.text", "ad.text", "message.body", "note.body", "help_request.words", "observation.words"})
SHINGLE = 4  # words in a row that no log says by chance
SHORTEST_NAME, SHORTEST_POINT, SHORTEST_TEXT, LONGEST_TEXT, MOST_PHRASES = 5, 6, 8, 2000, 60
# The loggers of servers that only tests run: mail's other end, and the one that serves pages here and writes down each address it is asked
# (ours, waitress, writes none).
OTHERS = ("mail.log", "werkzeug")
OF_MANY = 40  # texts of one bulk insert that are planted: they are alike
_UNLIKE_A_WORD = re.compile(r"[\d@_]")
_WORD = re.compile(r"\w+")
_MOBILE = re.compile(r"(?<![\w.:/-])(?:\+\d{9,14}|00[1-9]\d{8,12}|0[67]\d{8})(?![\w:-])")


class Listener(logging.Handler):
    """A plugin of pytest and a handler of logs."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(DiscreetFormatter("%(name)s %(message)s"))
        self.names: set[str] = set()
        self.phrases: set[int] = set()  # hashes: a whole suite seals much
        self.sizes = {SHINGLE}
        self.whole: set[str] = set()
        self.lines: dict[str, str] = {}  # what was said → during which test
        self.leaks: list[str] = []

    # Planting

    def plant(self, place: str, value: str) -> None:
        if place in NUMBERS:
            if len(value) >= SHORTEST_POINT and _UNLIKE_A_WORD.search(value):
                self.whole.add(value.casefold())
        elif place in NAMES:
            if len(value) >= SHORTEST_NAME and value.isalpha() and value.istitle():
                self.names.add(value)
        elif place in WORDS:
            said = _words(value[:LONGEST_TEXT])
            self.phrases.update(islice(map(hash, _in_a_row(said)), MOST_PHRASES))
            if 1 < len(said) < SHINGLE and len(value) >= SHORTEST_TEXT:
                self.phrases.add(hash(tuple(said)))
                self.sizes.add(len(said))

    def overhear(self, patch: pytest.MonkeyPatch) -> None:
        """From here on all that is sealed is planted, and what a child process prints as an error is heard."""
        seal, seal_all, communicate = sealed.seal, sealed.seal_all, subprocess.Popen.communicate

        def one(keyring: Keyring, place: str, value: str) -> bytes:
            self.plant(place, value)
            return seal(keyring, place, value)

        def many(keyring: Keyring, place: str, values: Sequence[str | None]) -> list[bytes | None]:
            for value in values[:OF_MANY]:
                if value is not None:
                    self.plant(place, value)
            return seal_all(keyring, place, values)

        def heard(child: Any, *given: Any, **named: Any) -> tuple[Any, Any]:
            out, errors = communicate(child, *given, **named)
            if errors:
                self.hear(errors.decode(errors="replace") if isinstance(errors, bytes) else errors)
            return out, errors

        patch.setattr(sealed, "seal", one)
        for module in (sealed, bulk):
            patch.setattr(module, "seal_all", many)
        patch.setattr(subprocess.Popen, "communicate", heard)

    # Hearing

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(OTHERS):
            self.hear(self.format(record))

    def hear(self, said: str) -> None:
        during = os.environ.get("PYTEST_CURRENT_TEST", "before or after the tests")
        for line in said.splitlines():
            self.lines.setdefault(line, during)

    # Judging

    def found(self) -> Iterator[str]:
        """What should not have been said, and during which test."""
        for line, during in self.lines.items():
            said = _words(line)
            if (
                _MOBILE.search(line)
                or any(word in self.names for word in _WORD.findall(line))
                or any(part in self.whole for part in re.split(r"[\s'\"<>()\[\],;+=]+", line.casefold()) if part)
                or any(hash(phrase) in self.phrases for size in self.sizes for phrase in _in_a_row(said, size))
            ):
                yield f"{during}: {line[:200]}"

    # What pytest calls

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.passed:
            for title, said in report.sections:
                if title.startswith(("Captured stdout", "Captured stderr")):
                    for line in said.splitlines():
                        self.lines.setdefault(line, report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.leaks = sorted(self.found())
        if self.leaks and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.leaks:
            terminalreporter.section("somebody's words, name or number were logged")
            for leak in self.leaks[:50]:
                terminalreporter.write_line(f"LEAK {leak}")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _in_a_row(said: Sequence[str], size: int = SHINGLE) -> Iterable[tuple[str, ...]]:
    """Phrases. Figures alone are none: the raw text of a mail holds 127.0.0.1, as every address that is called here does."""
    phrases = (tuple(said[at : at + size]) for at in range(len(said) - size + 1))
    return (phrase for phrase in phrases if sum(not word.isdigit() for word in phrase) > 1)


def listen(config: pytest.Config) -> None:
    """From now until the end of the run."""
    listener, patch, root = Listener(), pytest.MonkeyPatch(), logging.getLogger()
    listener.overhear(patch)
    root.addHandler(listener)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # one line a migration, for each store of each test
    root.setLevel(min(root.level, logging.INFO) or logging.INFO)
    config.pluginmanager.register(listener, "listener")
    config.add_cleanup(patch.undo)
    config.add_cleanup(lambda: root.removeHandler(listener))
