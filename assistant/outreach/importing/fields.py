"""One value of a list in canonical form: numbers, addresses, handles, languages, countries."""

import re
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError

from assistant import lexicon
from assistant.outreach.importing.records import tidy
from assistant.rules.dialling import Dialler

LONGEST_POINT = 400
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,6})?")
_BETWEEN = re.compile(r"[,;/|\n]|\s(?:of|en|or|and|y|e|et|oder|und)\s|\s{3,}")
_EMAIL = re.compile(r"[^\s@<>\",;:()]{1,64}@[^\s@<>\",;:()]{1,180}\.[^\s@<>\",;:().]{2,60}")
_HANDLE = re.compile(r"[^\s@/]{1,80}")
_ROUNDED = re.compile(r"[+]?[0-9][.,][0-9]+E[+]?[0-9]{1,2}", re.IGNORECASE)
_NO = frozenset(
    {"", "0", "n", "no", "nee", "nein", "non", "nu", "nem", "nie", "não", "нет", "не", "false", "onwaar", "-"}
)


def is_rounded(cell: str) -> bool:
    """A number that a spreadsheet has rounded ("3.16E+10"): its last digits are gone."""
    return bool(_ROUNDED.fullmatch(cell.strip()))


def phones(cell: str, dialler: Dialler) -> list[str]:
    """The valid numbers in a cell, in E.164. Spreadsheets' ="06…" and '06… are undone; 31612345678 is read with its +."""
    if number := dialler.plainly(cell):
        return [number]
    text = cell.strip().strip("\0")
    if text[:2] == '="' or text[:1] in "='":
        text = text.strip("='\" ")
    if not text or len(text) > LONGEST_POINT or not any(char.isdigit() for char in text) or is_rounded(text):
        return []
    if number := _phone(text, dialler):
        return [number]
    pieces = [piece for piece in _BETWEEN.split(text) if piece.strip()][:12]
    found = (_phone(piece.strip(), dialler) for piece in pieces) if len(pieces) > 1 else ()
    return list(dict.fromkeys(number for number in found if number))


def _phone(text: str, dialler: Dialler) -> str | None:
    number = dialler.e164(text)
    if number is None and text.isascii() and text.isdigit() and 10 <= len(text) <= 15 and text[0] != "0":
        number = dialler.e164("+" + text)
    return number


def email(cell: str) -> str | None:
    """An address with its host in lower case, or None."""
    text = cell.strip().strip("<>")
    if len(text) > 254 or not _EMAIL.fullmatch(text):
        return None
    name, _, host = text.rpartition("@")
    return f"{name}@{host.lower()}"


def handle(cell: str) -> str | None:
    """A handle without its @ or link, or None."""
    text = cell.strip()[:LONGEST_POINT].rstrip("/").rpartition("/")[2].lstrip("@")
    return text if _HANDLE.fullmatch(text) else None


def point(channel: str, cell: str, dialler: Dialler) -> list[str]:
    """The canonical values of a cell for a channel; none when it holds none."""
    if channel == "phone":
        return phones(cell, dialler)
    value = email(cell) if channel == "email" else handle(cell)
    return [value] if value else []


@lru_cache(maxsize=1024)
def language(cell: str) -> str | None:
    """A BCP 47 tag from a tag or from a language's name in any of our languages ("RO", "Roemeens", "pt_BR"); None when it is neither."""
    text = (tidy(cell, 60) or "").replace("_", "-")
    base, _, rest = text.partition("-")
    ours = base.lower() in lexicon.languages()  # a tag of ours needs no names of languages, which take a while to load
    name = _languages().get(text.casefold()) if not ours else None
    if name:
        return name
    if not _TAG.fullmatch(text):
        return None
    tag = base.lower() + (f"-{rest.upper() if len(rest) == 2 else rest}" if rest else "")
    return tag if ours or base.lower() in _codes() else None


@lru_cache(maxsize=1024)
def country(cell: str) -> str | None:
    """ISO 3166 from a code or from a country's name in any of our languages; None when it is neither."""
    text = tidy(cell, 60) or ""
    names = _countries()
    return text.upper() if text.upper() in names.values() else names.get(text.casefold())


def says_yes(cell: str) -> bool:
    """Does a cell under "stop" say so? Anything but empty, 0 and no: in doubt we do not write."""
    return cell.strip().casefold() not in _NO


@cache
def _locales() -> tuple[Locale, ...]:
    found = []
    for tag in lexicon.languages():
        try:
            found.append(Locale.parse(tag))
        except (UnknownLocaleError, ValueError):
            continue
    return tuple(found)


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(tag) for tag in Locale.parse("en").languages if len(str(tag)) <= 3)


@cache
def _languages() -> dict[str, str]:
    shown = {
        name.casefold(): tag.replace("_", "-")
        for where in _locales()
        for tag, name in where.languages.items()
        if len(tag) < 6
    }
    return shown | {tag: tag for tag in _codes()}


@cache
def _countries() -> dict[str, str]:
    places = ((name, tag) for where in _locales() for tag, name in where.territories.items())
    return {name.casefold(): tag for name, tag in places if len(tag) == 2 and tag.isalpha()}
