"""Names of languages, countries, parts of the world and genders, as they are said in Dutch and English, and the codes behind them."""

from functools import cache

from babel import Locale

from assistant import lexicon
from assistant.rules.sounds import words_of

SPOKEN = ("nl", "en")
SHORTEST_STEM = 4
# What may follow a country's stem in a word for its people: colombi-aanse, bulgar-ian, venezuel-an.
_PEOPLE = frozenset(
    [
        "a",
        "e",
        "ia",
        "ie",
        "an",
        "aan",
        "aans",
        "aanse",
        "ian",
        "iaan",
        "iaans",
        "iaanse",
        "ean",
        "ese",
        "eze",
        "ees",
        "eese",
        "ish",
        "isch",
        "ische",
        "er",
        "ers",
        "se",
        "s",
        "n",
        "ns",
        "nse",
        "i",
        "in",
        "ens",
        "ense",
        "een",
        "eens",
        "eense",
        "ar",
        "aar",
        "aars",
        "aarse",
        "esa",
        "ana",
        "ano",
        "iana",
        "iano",
        "ina",
        "ino",
    ]
)


def _listed(subject: str) -> dict[str, str]:
    """Word → code from the tables of that name."""
    return {
        word: code
        for language in SPOKEN
        for code, listed in lexicon.words(language, "recall").get(subject, {}).items()
        for word in listed.split()
    }


@cache
def languages() -> dict[str, str]:
    """ "spaans", "spanish" → "es"; words of more than one part are joined."""
    named = {
        "".join(words_of(name)): code
        for spoken in (*SPOKEN, "es")
        for code, name in Locale(spoken).languages.items()
        if len(code) == 2
    }
    # Dutch inflects them: "een Spaanse" speaks it too.
    return {f"{name}e": code for name, code in named.items() if len(name) > 4} | named


@cache
def countries() -> dict[str, frozenset[str]]:
    """ "colombia", "colombiaanse", "polish", "southamerica" → ISO 3166 codes; words of more than one part are joined."""
    known: dict[str, frozenset[str]] = {}
    for spoken in (*SPOKEN, "es"):
        for code, name in Locale(spoken).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN"):
                known.setdefault("".join(words_of(name)), frozenset({code}))
    known |= {word: frozenset({code}) for word, code in _listed("people").items()}
    members = {group: frozenset(codes.split()) for group, codes in lexicon.words("en", "recall")["groups"].items()}
    return known | {word: members[group] for word, group in _listed("group_names").items()}


@cache
def _stems() -> dict[str, frozenset[str]]:
    stems: dict[str, set[str]] = {}
    for name, codes in countries().items():
        bare = name.rstrip("aeiouy")
        for one in {bare, name[:-1], name} if len(codes) == 1 else ():
            if len(one) >= SHORTEST_STEM:
                stems.setdefault(one, set()).update(codes)
    return {one: frozenset(codes) for one, codes in stems.items() if len(codes) == 1}


@cache
def country(word: str) -> frozenset[str]:
    """The countries that a folded word names, or whose people it names; empty when none."""
    if word in countries():
        return countries()[word]
    for size in range(len(word) - 1, SHORTEST_STEM - 1, -1):
        codes = _stems().get(word[:size])
        if codes and word[size:] in _PEOPLE:
            return codes
    return frozenset()


@cache
def genders() -> dict[str, str]:
    """ "transvrouw", "female" → "trans", "woman"."""
    spanish = {"mujer": "woman", "hombre": "man", "mulher": "woman", "homem": "man", "femme": "woman", "frau": "woman"}
    return spanish | _listed("genders")


@cache
def channels() -> dict[str, str]:
    """Words for a channel other than its own name."""
    return _listed("channels")


@cache
def skipped() -> frozenset[str]:
    """Words that tell nothing about anybody."""
    return _said("skip")


@cache
def _said(name: str) -> frozenset[str]:
    return frozenset(
        word for language in SPOKEN for word in str(lexicon.words(language, "recall").get(name, "")).split()
    )


def said(name: str) -> frozenset[str]:
    """The words of one list ("ago", "last") in both languages."""
    return _said(name)


def listed(name: str) -> dict[str, str]:
    """Word → key of one table ("seasons", "units") in both languages."""
    return _table(name)


@cache
def _table(name: str) -> dict[str, str]:
    return _listed(name)
