"""Open the store: engine, keys and sessions, on SQLite or PostgreSQL."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assistant.errors import ConfigError, Stale
from assistant.store import search_watching, shared, turns
from assistant.store.keys import Keyring, make_keyring, read_keyring, write_keyring
from assistant.store.migrating import bring_up_to_date
from assistant.store.models import StoreMark

# The first version without the rare corruption after a WAL reset (sqlite.org/wal.html, "WAL-reset bug").
SOUND_SQLITE = (3, 51, 3)
BUSY_SECONDS = 10
PAGES_KEPT = (
    8 << 20
)  # bytes a connection: as many as a chunk of an import changes, or they go to disk before their time
LOG_PAGES = 4000  # of 4 KB in the write-ahead log before they move to the database: pages that change often move once
ASKS_AGAIN = 0.002  # seconds between two times that a writer asks for SQLite's lock


@dataclass(frozen=True, slots=True)
class Store:
    """An opened store. `reading()` for questions, `writing()` for verbs: it commits at the end or not at all."""

    engine: Engine
    keyring: Keyring

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only asks. What it changed is thrown away."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self, *, at_once: bool = True) -> Iterator[Session]:
        """A session in one transaction that holds SQLite's write lock from its start, so that nothing it read can change under it.

        On PostgreSQL verbs `hold` the rows they go by; whoever did not gets Stale, and nothing is overwritten.

        Without `at_once` its end does not wait for the disk. Only a power cut can then take it back, whole, and never alone: whatever
        was written after it and did wait came to the disk with it. For work that is gone on with where the store says it broke off.
        """
        try:
            writer = self.writer if at_once else self.writer.execution_options(at_once=False)
            with Session(writer, expire_on_commit=False) as session, session.begin():
                if not at_once and not self.is_sqlite:
                    session.execute(text("SET LOCAL synchronous_commit TO OFF"))
                yield session
        except StaleDataError:
            raise Stale from None

    def is_waited_for(self) -> bool:
        """Whether somebody waits to write now: a long writer ends its transaction then, and gives way."""
        return turns.somebody_waits(self.engine)

    def give_way(self) -> None:
        """Between two transactions: returns when who waited to write has begun."""
        turns.give_way(self.engine)

    @property
    def writer(self) -> Engine:
        """The engine whose transactions start as writers (BEGIN IMMEDIATE on SQLite; the same as `engine` on PostgreSQL)."""
        return self.engine.execution_options(begins_as_writer=True)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str, keys: Path) -> Store:
    """The store at `url`, brought up to date, with the keys in the file `keys`; both are made when neither is there yet.

    Raises ConfigError for a wrong URL, an unreachable database, a missing or mistaken key file.
    """
    engine = _engine(url)
    try:
        return _opened(engine, keys)
    except BaseException:
        engine.dispose()
        raise


def _opened(engine: Engine, keys: Path) -> Store:
    try:
        with engine.connect() as connection:
            holds_data = engine.dialect.has_table(connection, StoreMark.__tablename__)
    except DatabaseError as error:
        raise ConfigError(f"store.url: the database cannot be opened ({error.orig})") from None
    keyring = _keyring(keys, holds_data=holds_data)
    engine.dialect.keyring = keyring  # type: ignore[attr-defined]  # read by sealed.keyring_of
    try:
        bring_up_to_date(engine)
    except CommandError as error:
        raise ConfigError(f"store.url: the database is of a later version of this program ({error})") from None
    search_watching.watch_sessions()
    shared.watch_sessions()
    store = Store(engine, keyring)
    _check_mark(store, keys)
    return store


def sqlite_warning() -> str | None:
    """One line about the SQLite in use when it is older than it should be, else None."""
    if sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return None
    sound = ".".join(map(str, SOUND_SQLITE))
    return f"SQLite {sqlite3.sqlite_version} is in use; {sound} or newer also mends a rare fault. One process writes, which keeps out of its way."


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            _prepare_file(Path(str(parsed.database)))
        engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except (ArgumentError, ModuleNotFoundError, OSError) as error:
        raise ConfigError(f"store.url: {error}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name != "postgresql":
        raise ConfigError("store.url: only sqlite and postgresql are supported")
    return engine


def _prepare_file(database: Path) -> None:
    database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not database.exists():
        os.close(os.open(database, os.O_CREAT | os.O_WRONLY, 0o600))


def _set_up_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: pysqlite's own comes too late for IMMEDIATE
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "secure_delete=ON",
        f"cache_size=-{PAGES_KEPT // 1024}",
        f"wal_autocheckpoint={LOG_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("begins_as_writer", False):
        connection.exec_driver_sql("BEGIN")
        return
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA busy_timeout=0")
    waits = connection.get_execution_options().get("at_once", True)
    driver.execute(f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
    try:
        if _began(driver):
            return
        until = time.monotonic() + BUSY_SECONDS
        with turns.waiting(connection.engine):
            while not _began(driver):
                if time.monotonic() >= until:
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                    return
                time.sleep(ASKS_AGAIN)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _began(driver: Any) -> bool:
    """Ask for the write lock once. SQLite's own waiting asks ever less often, and misses the moments between an import's chunks."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _keyring(path: Path, *, holds_data: bool) -> Keyring:
    if path.exists():
        return read_keyring(path)
    if holds_data:
        raise ConfigError(
            f"{path}: the key file is missing, and without it this store cannot be read. Put it back from its backup."
        )
    try:
        write_keyring(path, make_keyring())
    except FileExistsError:
        pass  # another process made it a moment ago
    except OSError as error:
        raise ConfigError(f"{path}: the key file cannot be made ({error})") from None
    return read_keyring(path)


def _check_mark(store: Store, keys: Path) -> None:
    with store.writing() as session:
        mark = session.get(StoreMark, 1)
        if mark is None:
            session.add(StoreMark(id=1, fingerprint=store.keyring.fingerprint))
        elif mark.fingerprint != store.keyring.fingerprint:
            raise ConfigError(f"{keys}: these are the keys of another store")
