"""Ports and patience, for tests that start a real server."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: Callable[[], bool], *, seconds: float = 15) -> bool:
    """Wait for something outside this process."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if what():
            return True
        time.sleep(0.05)
    return what()
