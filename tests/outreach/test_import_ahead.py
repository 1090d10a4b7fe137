"""Reading ahead: one piece at a time, when asked, in a thread of its own that goes when the import does."""

import threading
from collections.abc import Iterator

import pytest

from assistant.outreach.importing.ahead import Ahead


def test_pieces_come_in_order_and_only_when_asked() -> None:
    read: list[int] = []

    def pieces() -> Iterator[int]:
        for number in (1, 2, 3):
            read.append(number)
            yield number

    ahead = Ahead(pieces())
    got = []
    for expected in (1, 2, 3, None):
        assert len(read) == len(got)
        ahead.ask()
        piece = ahead.get()
        assert piece == expected
        if piece is not None:
            got.append(piece)
    ahead.close()
    assert got == read == [1, 2, 3]


def test_what_reading_raises_comes_out_where_the_piece_was_expected() -> None:
    def pieces() -> Iterator[int]:
        yield 1
        raise ValueError("line 2")

    ahead = Ahead(pieces())
    ahead.ask()
    assert ahead.get() == 1
    ahead.ask()
    with pytest.raises(ValueError, match="line 2"):
        ahead.get()
    ahead.close()


def test_the_source_is_read_by_one_thread_that_ends_with_it() -> None:
    readers: set[int] = set()

    def pieces() -> Iterator[int]:
        while True:
            readers.add(threading.get_ident())
            yield 0

    before = threading.active_count()
    ahead = Ahead(pieces())
    for _ in range(3):
        ahead.ask()
        ahead.get()
    ahead.ask()  # and nobody waits for the answer
    ahead.close()
    assert len(readers) == 1
    assert readers != {threading.get_ident()}
    assert threading.active_count() == before
