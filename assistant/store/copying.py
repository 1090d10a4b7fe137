"""A copy of an SQLite store while it is in use, and putting a copy back without losing anybody's stop."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.errors import ConfigError
from assistant.store.keys import Keyring
from assistant.store.opening import Store

PAGES = 2000  # copied at a time, so that writers get their turn


def copy_to(store: Store, target: Path) -> None:
    """The whole database in a new file `target`, mode 0600; whole or not at all. FileExistsError when it is there."""
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(database_of(store))) as source, closing(sqlite3.connect(draft)) as copy:
            source.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        os.link(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def database_of(store: Store) -> Path:
    """The file of an SQLite store. Raises ConfigError for one in memory."""
    database = store.engine.url.database
    if not database or database == ":memory:":
        raise ConfigError("store.url: a database in memory cannot be copied")
    return Path(database)


def fault_of(copy: Path, keyring: Keyring) -> str | None:
    """Why `copy` cannot be put back, or None."""
    try:
        with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro", uri=True)) as database:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return "the copy is damaged"
            mark = database.execute("SELECT fingerprint FROM store_mark").fetchone()
    except sqlite3.Error:
        return "this is not a copy of a store"
    if mark is None or mark[0] != keyring.fingerprint:
        return "these are the keys of another store"
    return None


def put_back(copy: Path, database: Path) -> int:
    """Put `copy` in the place of `database`. Who asked to stop since the copy was made stays on the list: answers how many."""
    with closing(sqlite3.connect(database)) as now, closing(sqlite3.connect(copy)) as before:
        try:
            stops = now.execute("SELECT key, added_at FROM suppression").fetchall()
        except sqlite3.Error:
            stops = []  # a damaged or empty store is why somebody puts a copy back
        kept = sqlite3.connect(":memory:")
        with closing(kept):
            before.backup(kept)
            had = kept.execute("SELECT count(*) FROM suppression").fetchone()[0]
            kept.executemany("INSERT OR IGNORE INTO suppression (key, added_at) VALUES (?, ?)", stops)
            kept.commit()
            added = int(kept.execute("SELECT count(*) FROM suppression").fetchone()[0]) - int(had)
            kept.backup(now)
    return added
