"""Houses that are made once a session and copied for each test: to migrate a store, and to fill its library, takes longer than most tests."""

import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

_kept: list[tempfile.TemporaryDirectory[str]] = []  # emptied when Python ends


def copy_of(make: Callable[[Path], None], folder: Path) -> None:
    """Put into `folder` what `make` puts into an empty one. `make` closes what it opened."""
    shutil.copytree(_made(make), folder, dirs_exist_ok=True)


@cache
def _made(make: Callable[[Path], None]) -> Path:
    kept = tempfile.TemporaryDirectory(prefix="ready-made-")
    _kept.append(kept)
    make(Path(kept.name))
    return Path(kept.name)
