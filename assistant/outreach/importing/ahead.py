"""Reading the next piece of a list while the last one is written to disk: writing waits for the disk, and needs no Python meanwhile."""

import threading
from collections.abc import Iterable, Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Ahead(Generic[Piece]):
    """The pieces of `source`, each read in a thread of its own once it was asked for; only that thread touches the source.

    A plain thread that is asked for one piece at a time, no pool: a program that ends does not wait for it, and starts no new ones.
    """

    def __init__(self, source: Iterable[Piece]) -> None:
        self._asked: SimpleQueue[bool] = SimpleQueue()
        self._read: SimpleQueue[tuple[Piece | None, BaseException | None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, args=(iter(source),), name="import-reader", daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Begin with the next piece."""
        self._asked.put(True)

    def get(self) -> Piece | None:
        """The piece that was asked for; None after the last one. Raises what reading it raised."""
        piece, error = self._read.get()
        if error is not None:
            raise error
        return piece

    def close(self) -> None:
        """Read no more; returns when the thread has let go of the source."""
        self._asked.put(False)
        self._thread.join()

    def _work(self, pieces: Iterator[Piece]) -> None:
        while self._asked.get():
            try:
                self._read.put((next(pieces, None), None))
            except BaseException as error:
                self._read.put((None, error))
