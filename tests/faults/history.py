"""What really happened, as told by those it happened to: an append-only file that no fault can take back.

A line a fact, in one order for all processes. `sent` is the provider's word, `offered` and `acknowledged` are hers, `stop_done` is
what a page showed.
"""

import json
import os
from pathlib import Path
from typing import Any

Fact = dict[str, Any]


class History:
    def __init__(self, file: Path) -> None:
        self.file = file
        self._handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def add(self, what: str, **facts: Any) -> None:
        """Append a fact; one write, so that a killed process leaves a whole line or none."""
        os.write(self._handle, (json.dumps({"what": what, **facts}) + "\n").encode())

    def read(self) -> list[Fact]:
        return [json.loads(line) for line in self.file.read_text().splitlines()]
