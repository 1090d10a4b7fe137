"""The names of two who write together: "koppel Tom & Ilse", "Cuplu Mihai și Oana"."""

import re
from functools import cache

from assistant import lexicon
from assistant.rules.alias_candidates import WORD
from assistant.rules.digits import bare
from assistant.rules.first_names import is_first_name
from assistant.rules.languages import NOUNS_WITH_CAPITALS

READ_AT_MOST = 2_000  # characters
_LONGEST_BESIDE = 40  # characters of a joiner and a name


def both(text: str, start: int, end: int, language: str | None) -> tuple[str, str, str] | None:
    """(first name, "and", second name) as typed, when two write and one of them stands at text[start:end]; None else.

    Two do where the ad says that it is a couple's, or where both are known as first names.
    """
    pair = _joined_with(text, start, end, language)
    if pair is None or (is_first_name(pair[0]) and is_first_name(pair[2])):
        return pair
    found = WORD.findall(text[:READ_AT_MOST])
    words = {bare(word) for word in found if word[0].isupper() or language not in NOUNS_WITH_CAPITALS}  # "ein paar"
    return None if _couples(language).isdisjoint(words) else pair


def _joined_with(text: str, start: int, end: int, language: str | None) -> tuple[str, str, str] | None:
    """As `both`, of any name at text[start:end] that "and" and another one stand beside."""
    after = _joined(language).match(text, end, end + _LONGEST_BESIDE)
    if after and _is_name(after["name"]):
        return text[start:end], after["and"], after["name"]
    before = _joining(language).search(text, max(0, start - _LONGEST_BESIDE), start)
    if before and _is_name(before["name"]):
        return before["name"], before["and"], text[start:end]
    return None


def names(alias: str) -> tuple[str, ...]:
    """The two names of a couple's alias, as `both` joins them; of any other the alias itself."""
    parts = alias.split()
    joined = len(parts) == 3 and not parts[1][0].isupper()
    return (parts[0], parts[2]) if joined else (alias,) if alias else ()


def _is_name(word: str) -> bool:
    return word[0].isupper() or is_first_name(word)


@cache
def _couples(language: str | None) -> frozenset[str]:
    said = (lexicon.words(code, "ads").get("couple", ()) for code in dict.fromkeys((language or "en", "en")))
    return frozenset(bare(word) for words in said for word in words)


@cache
def _joiners(language: str | None) -> str:
    words = {word for code in (language or "en", "en") for word in lexicon.words(code, "ads").get("and", ())}
    return rf"(?P<and>{'|'.join(map(re.escape, sorted(words | {'+'})))})"


@cache
def _joined(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"\s?{_joiners(language)}\s(?P<name>[^\W\d_]{{2,24}})(?![\w@])", re.IGNORECASE)


@cache
def _joining(language: str | None) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.])(?P<name>[^\W\d_]{{2,24}})\s{_joiners(language)}\s$", re.IGNORECASE)
