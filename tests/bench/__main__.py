"""`python -m tests.bench [NAME…] [--json]`: each benchmark prints its figures, as ratios to a floor measured in the same run."""

import argparse
import importlib
import json
import pkgutil

from tests import bench


def names() -> list[str]:
    """The benchmarks there are: one file each."""
    return sorted(found.name for found in pkgutil.iter_modules(bench.__path__) if not found.name.startswith("_"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(names())} (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object a benchmark")
    options = parser.parse_args()
    for name in options.names or names():
        if name not in names():
            parser.error(f"there is no benchmark {name!r}")
        figures = importlib.import_module(f"tests.bench.{name}").run()
        if options.json:
            print(json.dumps({"name": name, **figures}), flush=True)
        else:
            print(name, *(f"{key}={value}" for key, value in figures.items()), sep="  ", flush=True)


if __name__ == "__main__":
    main()
