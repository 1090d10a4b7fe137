"""The name she uses: after "I am …" in any language, or in the title line. Never a slogan, a town or an adjective."""

import re
from collections.abc import Mapping
from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare
from assistant.rules.towns import by_spelling

_NAME = r"(?P<name>[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_])|-(?=[^\W\d_])){1,23})"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*")
LONGEST_TITLE = 160


@cache
def _introductions(language: str) -> re.Pattern[str] | None:
    phrases = [_loose(phrase) for phrase in lexicon.words(language, "ads").get("alias", ())]
    if not phrases:
        return None
    phrases.sort(key=len, reverse=True)
    return re.compile(
        rf"(?<![\w])(?:{'|'.join(phrases)})(?:\s*[:\-–~]\s*|\s+)[^\w\n]{{0,6}}{_NAME}(?:\s(?P<second>[^\W\d_]{{2,20}}))?",
        re.IGNORECASE,
    )


def _loose(phrase: str) -> str:
    return r"\s+".join(re.escape(part).replace("'", "['’]") for part in phrase.split())


@cache
def _no_names() -> frozenset[str]:
    words: set[str] = set()
    for language in lexicon.languages():
        data: Mapping[str, list[str]] = lexicon.words(language, "ads")
        for key in ("not_alias", "common", "phone", "now", "later", "town"):
            words.update(bare(part) for entry in data.get(key, ()) for part in entry.split())
    return frozenset(words)


def find(text: str, language: str | None, town: str | None) -> str | None:
    """The alias in a folded text, in its usual capitals; None when the text names nobody."""
    order = dict.fromkeys([code for code in (language, "en") if code])
    for code in order:
        pattern = _introductions(code)
        for match in pattern.finditer(text) if pattern else ():
            name = match.group("name")
            if _is_name(name, town, sure=False):
                return _as_name(name)
    return _from_title(text, town)


def _from_title(text: str, town: str | None) -> str | None:
    title = next((line for line in text.split("\n") if _WORD.search(line)), "")[:LONGEST_TITLE]
    words = [word for word in _WORD.findall(title) if bare(word) not in _no_names()]
    for word in words:
        if word[0].isupper() and _is_name(word, town, sure=False):
            return _as_name(word)
    return None


def _is_name(word: str, town: str | None, *, sure: bool) -> bool:
    key = bare(word)
    if len(key) < 2 or key in _no_names():
        return False
    if town and key == bare(town):
        return False
    place = by_spelling().get(key)
    return not (
        place
        and place.inhabitants > 100_000
        and not sure
        and bare(place.name) == key
        and place.name.lower() not in _ALSO_NAMES
    )


_ALSO_NAMES = frozenset(
    (
        "sofia",
        "valencia",
        "paris",
        "victoria",
        "florence",
        "adelaide",
        "carolina",
        "lorena",
        "laura",
        "alexandria",
        "santiago",
        "medina",
    )
)


def _as_name(word: str) -> str:
    """ "LUNA" and "luna" → "Luna"; "LaLuna" stays."""
    if word.isupper() or word.islower():
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word
