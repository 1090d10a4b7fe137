"""Which languages ads are written in where: a first guess for numbers, towns and short texts."""

import re
from functools import cache

# Where people who write a language advertise, most likely first (ISO 639-1 → ISO 3166).
COUNTRIES = {
    "nl": ("NL", "BE"), "en": ("GB", "US", "IE", "CA"), "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH"), "es": ("ES", "MX", "CO", "AR", "CL", "PE"),
    "pt": ("PT", "BR"), "ro": ("RO", "MD"), "bg": ("BG",), "hu": ("HU",), "pl": ("PL",), "ru": ("RU", "UA", "BY"), "uk": ("UA",), "tr": ("TR",),
    "ar": ("MA", "EG", "SA", "AE"), "it": ("IT", "CH"),
}  # fmt: skip
PRICES_WITHIN = 20_000  # characters
_BY_FEW = (("it", "CH"),)
_MORE = dict.fromkeys(("VE", "EC", "BO", "PY", "UY", "DO", "CR", "PA", "CU", "GT", "HN", "NI", "SV", "PR"), "es") | {
    "LU": "fr",
    "AU": "en",
}


@cache
def spoken_in(region: str | None) -> frozenset[str]:
    """The languages that most ads of a country are written in; none for one we know nothing of."""
    known = (code for code, countries in COUNTRIES.items() if region in countries and (code, region) not in _BY_FEW)
    return frozenset((*known, *((_MORE[region],) if region in _MORE else ())))


# What prices are in tells where an ad stands (ISO 4217 or a usual short form → ISO 3166); euros and dollars are spent in too many places.
_CURRENCIES = {
    "chf": "CH", "sfr": "CH", "franken": "CH", "rappen": "CH", "frs": "CH", "twint": "CH", "zł": "PL", "zl": "PL", "zlotych": "PL", "złotych": "PL", "pln": "PL",
    "lei": "RO", "ron": "RO", "ft": "HU", "huf": "HU", "forint": "HU", "лв": "BG", "лева": "BG", "bgn": "BG", "£": "GB", "gbp": "GB", "r$": "BR", "reais": "BR",
    "brl": "BR", "грн": "UA", "₴": "UA", "uah": "UA", "₺": "TR", "tl": "TR", "руб": "RU", "₽": "RU", "kč": "CZ", "czk": "CZ", "soles": "PE", "s/": "PE",
    "cop": "CO", "mxn": "MX", "clp": "CL", "ars": "AR", "guaraníes": "PY",
}  # fmt: skip
_PRICED = re.compile(
    r"(?:(?<!\w)(r\$|s/|[£₴₺₽]|[a-z]{3})\s?\d|\d[\d.,]*\s?("
    + "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
    + r")(?!\w))"
)


def paid_in(low: str) -> tuple[str, ...]:
    """The countries whose money a lower-case text names prices in, the first one first."""
    found = (_CURRENCIES.get(match[1] or match[2]) for match in _PRICED.finditer(low[:PRICES_WITHIN]))
    return tuple(dict.fromkeys(country for country in found if country))


# How numbers of a country are called, in any language, bare and cut before their endings ("belgisch nummer", "mi número rumano").
_NATIONS = {
    "NL": "nederlands nederlandse dutch hollands niederlandisch neerlandais holandes olandez olandes olandese holland холанд голланд нидерланд нідерланд nederland",
    "BE": "belgisch belgische belgian belge belga belgian белгийск бельгийск бельгійськ belgi",
    "DE": "duits duitse german deutsche allemand aleman alema tedesc nemet niemieck германск немецк німецьк duitsland deutschland germany allemagne alemania almanya germania alemanha nemetorszag niemcy",
    "FR": "frans franse french franzosisch francais frances francez franceze francese francia francusk френск французск французьк frankrijk frankreich france",
    "ES": "spaans spaanse spanish spanisch espagnol espanol espanhol spaniol spagnol spanyol hiszpansk испанск іспанськ spanje spanien spain espagne espana espanha spania hiszpania",
    "PT": "portugees portugese portuguese portugiesisch portugais portugues portughez portoghes portugal portugalsk португалск португальск",
    "RO": "roemeens roemeense romanian rumanisch roumain rumano rumana romeno romena romanesc rumen roman rumunsk румънск румынск румунськ roemenie romania rumanien roumanie rumania rumunia",
    "BG": "bulgaars bulgaarse bulgarian bulgarisch bulgare bulgaro bulgara bulgaresc bolgar bulgarsk българск болгарск bulgarije bulgaria bulgarien bulgarie",
    "HU": "hongaars hongaarse hungarian ungarisch hongrois hungaro hungara unguresc unghere magyar wegiersk унгарск венгерск угорськ hongarije hungary ungarn hongrie hungria ungaria",
    "PL": "pools poolse polish polnisch polonais polaco polaca polones polacc lengyel polsk полск польск polen poland pologne polonia polska",
    "GB": "brits britse british uk britisch britannique britanico british angol brytyjsk британск британськ engeland england",
    "IT": "italiaans italiaanse italian italienisch italien italiano italiana olasz wlosk италианск итальянск італійськ",
    "CH": "zwitsers zwitserse swiss schweizer suisse suizo suico svizzer svajci szwajcarsk швейцарск zwitserland switzerland schweiz suiza",
    "AT": "oostenrijks oostenrijkse austrian osterreichisch autrichien austriaco osztrak austriack австрийск oostenrijk austria",
    "IE": "iers ierse irish irisch irlandais irlandes",
    "UA": "oekraiens oekraiense ukrainian ukrainisch ukrainien ucraniano ucrainean ukran ukrainsk украинск українськ",
    "TR": "turks turkse turkish turkisch turc turco turcesc torok tureck турск турецк",
    "MA": "marokkaans marokkaanse moroccan marokkanisch marocain marroqui",
    "CO": "colombiaans colombian kolumbianisch colombien colombiano",
    "BR": "braziliaans brazilian brasilianisch bresilien brasileno brasileiro brazilian",
    "US": "amerikaans american us usa amerikanisch americain americano amerikan",
}  # fmt: skip


@cache
def nations() -> re.Pattern[str]:
    """A country's adjective or two letters in capitals right before a number, with a word such as "number" between; a group for each country."""
    stems = "|".join(f"(?P<{code}>(?:{'|'.join(words.split())}))" for code, words in _NATIONS.items())
    return re.compile(rf"(?<!\w)(?:{stems})\w{{0,4}}(?:\s\w{{2,10}})?\s?[:=]?\s?$")


def lettered() -> frozenset[str]:
    """The countries whose two letters may stand before a number: "BE 0470…"."""
    return frozenset(_NATIONS)
