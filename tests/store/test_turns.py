"""Who waits to write is let in between the transactions of a long writer, in this process and from another."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assistant.store import turns
from assistant.store.opening import Store, open_store

WAITS = """
import sys
from pathlib import Path
from assistant.store.opening import open_store
store = open_store(sys.argv[1], Path(sys.argv[2]))
with store.writing() as session:
    session.connection()
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'store.db'}", tmp_path / "keys")


def until_waited_for(store: Store) -> None:
    until = time.monotonic() + 20
    while not store.is_waited_for():
        assert time.monotonic() < until
        time.sleep(0.001)


def test_nobody_waits_for_nobody(store: Store) -> None:
    assert not store.is_waited_for()
    with store.writing() as session:
        session.connection()
        assert not store.is_waited_for()
    began = time.monotonic()
    store.give_way()
    assert time.monotonic() - began < turns.GIVES_WAY


def test_a_thread_that_waits_goes_first(store: Store) -> None:
    order: list[str] = []

    def waits() -> None:
        with store.writing() as session:
            session.connection()
            order.append("who waited")

    other = threading.Thread(target=waits)
    with store.writing() as session:
        session.connection()
        other.start()
        until_waited_for(store)
        order.append("long one")
    store.give_way()
    with store.writing() as session:
        session.connection()
        order.append("long one again")
    other.join()
    assert order == ["long one", "who waited", "long one again"]
    assert not store.is_waited_for()


def test_a_process_that_waits_is_seen_and_forgotten_when_it_dies(store: Store, tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITS, str(store.engine.url), str(tmp_path / "keys")]
    with store.writing() as session:
        session.connection()
        with subprocess.Popen(command) as other:
            until_waited_for(store)
            other.kill()
            other.wait()
            assert not store.is_waited_for()


def test_who_waits_for_something_else_is_not_waited_for_forever(store: Store) -> None:
    with turns.waiting(store.engine):
        began = time.monotonic()
        store.give_way()
        assert turns.GIVES_WAY <= time.monotonic() - began < 10 * turns.GIVES_WAY
