"""Which steps are shown when somebody may not be safe: the team's own file, else its country's, else general ones."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from assistant.errors import ConfigError
from assistant.rules.pathways import Pathway, Worry, parse_pathways


def read_pathways(country: str, own: Path | None = None) -> Mapping[Worry, Pathway]:
    """The pathways for an ISO 3166 country, or those of the file `own`. Raises ConfigError naming file, kind and step."""
    shipped = files(__name__) / f"{country}.toml"
    place = own or (shipped if shipped.is_file() else files(__name__) / "general.toml")
    try:
        record = tomllib.loads(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{place}: {error}") from None
    return parse_pathways(record, source=str(own or place.name))
