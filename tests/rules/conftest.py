"""What tests of the rules share."""

import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

BUILD = Path(__file__).parents[2] / ".build"


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], dict[str, Any]]]:
    """Runs a file of .build, which sees its neighbours while the test lasts."""
    monkeypatch.syspath_prepend(str(BUILD))
    yield lambda name: runpy.run_path(str(BUILD / name))
    for neighbour in BUILD.glob("*.py"):
        sys.modules.pop(neighbour.stem, None)
