"""The four filters of a template: they change capitals as the message's language does.

Turkish has two letters i, Dutch writes IJsbeer; what differs per language stands in lexicon/<language>/letters.toml.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from assistant import lexicon

Case = Callable[[str, str | None], str]
_WORD_START = re.compile(r"[-\s({\[<]+")


def upper(value: str, language: str | None = None) -> str:
    """Every letter large."""
    return value.translate(_table(language, "upper")).upper()


def lower(value: str, language: str | None = None) -> str:
    """Every letter small."""
    return value.translate(_table(language, "lower")).lower()


def capitalize(value: str, language: str | None = None) -> str:
    """First letter large. The rest stays ("Leuk, Groningen!" keeps its town) unless everything was shouted."""
    return _large_at(_calm(value, language), _first_letter(value), language)


def title(value: str, language: str | None = None) -> str:
    """Every word with a large letter; shouting is calmed first."""
    calm = _calm(value, language)
    starts = [0, *(found.end() for found in _WORD_START.finditer(calm))]
    for start in reversed(starts):  # from the end: a letter may become two
        calm = _large_at(calm, start, language)
    return calm


CASES: Mapping[str, Case] = MappingProxyType({"upper": upper, "lower": lower, "capitalize": capitalize, "title": title})


def _calm(value: str, language: str | None) -> str:
    return lower(value, language) if value.isupper() else value


def _first_letter(value: str) -> int:
    """Where the first letter or figure stands, behind an opening mark as in ¿qué or “hoi”."""
    return next((at for at, character in enumerate(value) if character.isalnum()), 0)


def _large_at(value: str, at: int, language: str | None) -> str:
    pairs = lexicon.words(language, "letters").get("one", ()) if language else ()
    size = 2 if value[at : at + 2] in pairs else 1
    letters = value[at : at + size]
    # str.title of one letter: "ǆ" becomes "ǅ" and "ß" becomes "Ss", which str.upper would shout.
    large = letters.upper() if size == 2 else letters.translate(_table(language, "upper")).title()
    return value[:at] + large + value[at + size :]


@cache
def _table(language: str | None, change: str) -> Mapping[int, str]:
    pairs = lexicon.words(language, "letters").get(change, {}) if language else {}
    return MappingProxyType({ord(old): new for old, new in pairs.items()})
