"""Lines that were left out, with why: in memory while they are few, else in an anonymous temporary file, so that a million of them cost nothing."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, overload

from assistant.outreach.importing.records import BadLine

HELD = 1000  # lines in memory


class BadLines:
    """Append, count, clear, go through; `[at]` and `[a:b]` as in a list. Its file goes with it."""

    def __init__(self, lines: Iterable[BadLine] = ()) -> None:
        self._spooled = 0
        self._newest: list[BadLine] = []
        self._file: IO[bytes] | None = None
        self += lines

    def append(self, line: BadLine) -> None:
        """Add one at the end."""
        self._newest.append(line)
        if len(self._newest) >= HELD:
            self._spool()

    def _spool(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 — lives as long as the object
        self._file.seek(0, 2)
        self._file.writelines(json.dumps(line).encode() + b"\n" for line in self._newest)
        self._spooled += len(self._newest)
        self._newest = []

    def __iadd__(self, lines: Iterable[BadLine]) -> "BadLines":
        for line in lines:
            self.append(line)
        return self

    def clear(self) -> None:
        """Forget them all."""
        if self._file is not None:
            self._file.close()
        self._file, self._spooled, self._newest = None, 0, []

    def __del__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return self._spooled + len(self._newest)

    def __iter__(self) -> Iterator[BadLine]:
        return chain(self._from_file(), self._newest)

    def _from_file(self) -> Iterator[BadLine]:
        at = 0
        for _ in range(self._spooled):
            if self._file is None:
                return
            self._file.seek(at)  # somebody may append meanwhile
            line = self._file.readline()
            at += len(line)
            yield BadLine(*json.loads(line))

    @overload
    def __getitem__(self, at: int) -> BadLine: ...

    @overload
    def __getitem__(self, at: slice) -> list[BadLine]: ...

    def __getitem__(self, at: int | slice) -> BadLine | list[BadLine]:
        if isinstance(at, slice):
            first, last, step = at.indices(len(self))
            return list(islice(self, first, last))[::step] if step > 0 else list(self)[at]
        wanted = at if at >= 0 else len(self) + at
        if not 0 <= wanted < len(self):
            raise IndexError(at)
        return next(islice(self, wanted, None))
