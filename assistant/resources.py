"""Find what is shipped beside the package: templates, the message library, the example config."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@cache
def shipped(name: str) -> Path:
    """The file or folder `name`. A checkout holds it beside the package, a wheel inside it; the checkout goes first,
    because in an editable install the copies inside may be stale. Raises FileNotFoundError."""
    for place in (PACKAGE.parent / name, PACKAGE / name):
        if place.exists() and (place.parent / "assistant" == PACKAGE or place.parent == PACKAGE):
            return place
    raise FileNotFoundError(f"{name} is not shipped with this package")
