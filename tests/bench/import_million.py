"""Memory of an import: a million rows against 100,000, each in a process of its own. Asked: at most 150 MB, and 1.3 times."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.import_rows import make_list, ours

SMALL, LARGE = 100_000, 1_000_000


def peak_mb() -> float:
    """The most memory this process ever held, from the kernel."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("the kernel does not tell")


def measured(path: Path, folder: Path) -> dict[str, Any]:
    """An import in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.import_million", str(path), str(folder)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def run(small: int = SMALL, large: int = LARGE) -> dict[str, float]:
    """`peak_mb` of the large import, its `ratio` to the small one's, and how many rows a second it took."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        for rows in (small, large):
            path = Path(place) / f"{rows}.csv"
            make_list(path, rows)
            told = measured(path, Path(place) / f"store-{rows}")
            assert told["rows"] >= rows * 0.999
            figures[f"peak_mb_{rows}"] = round(told["peak_mb"], 1)
            figures[f"rows_a_second_{rows}"] = round(rows / told["seconds"])
    return figures | {"ratio": round(figures[f"peak_mb_{large}"] / figures[f"peak_mb_{small}"], 2)}


if __name__ == "__main__":
    seconds, counts = ours(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({"seconds": seconds, "rows": counts.rows, "peak_mb": peak_mb()}))
