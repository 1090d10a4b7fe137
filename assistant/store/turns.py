"""Whose turn it is to write to SQLite, which lets in one writer at a time: who waits says so, and who writes much gives way.

SQLite gives its lock to whoever asks at the right moment, which between the transactions of a long import is hardly ever somebody else.
Who waits therefore holds, with all others who wait, a lock on a file beside the database; the system takes it back when a process dies.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

if sys.platform != "win32":
    import fcntl

GIVES_WAY = 0.1  # seconds at most: who waited may be gone, or wait for something else
LOOKS_AGAIN = 0.001


def beside(engine: Engine, name: str) -> Path | None:
    """The file called after SQLite's and `name`, for a lock among processes; None where the database is no file."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or database in (None, "", ":memory:"):
        return None
    return Path(f"{database}.{name}")


@contextmanager
def waiting(engine: Engine) -> Iterator[None]:
    """Meanwhile `somebody_waits`."""
    place = beside(engine, "turn")
    if place is None or sys.platform == "win32":
        yield
        return
    with place.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # who looks whether anybody waits lets go of it at once
        yield


def somebody_waits(engine: Engine) -> bool:
    """Whether anybody, in any process, waits to write. Never on PostgreSQL, where writers do not wait for each other."""
    place = beside(engine, "turn")
    if place is None or sys.platform == "win32":
        return False
    with place.open("a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def give_way(engine: Engine) -> None:
    """Returns when nobody waits any more, or has waited for long enough."""
    until = time.monotonic() + GIVES_WAY
    while somebody_waits(engine) and time.monotonic() < until:
        time.sleep(LOOKS_AGAIN)
