"""Which town a few words name: in small letters, inflected ("Krakowie"), with a quarter tied on ("Rotterdam-Zuid")."""

import re
from collections.abc import Sequence
from itertools import product

from assistant.rules.digits import bare
from assistant.rules.town_times import phrases_before
from assistant.rules.town_words import Reader
from assistant.rules.towns import Town, homonyms, key, town

Token = re.Match[str]
Endings = tuple[tuple[str, str], ...]

_LEADING = ("den",)  # small words that begin a town's name, and no other: "den haag"
MOST_WORDS = 5  # of one town's name
MOST_STEMS = 24
FEWEST_LETTERS = 4  # of a town in small letters
FEWEST_ANNOUNCED = (
    3  # of one in small letters that "in" or "from" announces, and that is large and at home here: "uit ede"
)
FEWEST_IN_PROSE = 20_000  # inhabitants of one in small letters among capitals
FEWEST_SMALL = 50_000  # inhabitants of one that nothing announces
_QUARTERS = 3  # times its inhabitants has the town of which a quarter is part


def named(tokens: Sequence[Token], index: int, read: Reader, *, small_too: bool) -> tuple[Town, int] | None:
    """The longest town name that starts at `index`, and its words.

    Small letters only count right after a word such as "in", or in a text without capitals (`small_too`).
    """
    first = tokens[index].group()
    letters = first.lstrip("'’")
    if not letters[:1].isalpha():
        return None
    small = letters[0].islower() and first[0].isalpha() and not _cased_later(tokens, index)
    announced = False
    common = small and bare(first) in read.common
    if common and not small_too and first not in _LEADING:
        return None
    if small:
        announced = not read.announcing.isdisjoint(phrases_before(tokens, index))
        fewest = FEWEST_ANNOUNCED if announced else FEWEST_LETTERS
        common = common or len(first) < fewest or first in _LEADING
        if not (announced or small_too or first in _LEADING):
            return None
    words = _words(tokens, index)
    led = _led_by_article(tokens, index, words, read)
    if led:
        return led
    for size in range(len(words), 0, -1):
        if size > 1 and letters[0].isupper() and not words[size - 1][0].isupper():
            continue  # "Madrid centro" is Madrid
        if common and size == 1:
            break  # "la" is no town, "san antonio" is
        found = _spelled(words[:size], read, small_too=small_too)
        if (
            found
            and small
            and not (announced and len(first) >= FEWEST_LETTERS)
            and (found.inhabitants < FEWEST_SMALL or found.country not in read.regions)
        ):
            continue
        if found and small and size == 1 and not small_too and found.inhabitants < FEWEST_IN_PROSE:
            continue  # "la bancă" in a text that has capitals
        if found:
            return _without_quarter(words[:size], found, read) or (found, size)
    part = first.split("-")[0]  # "Rotterdam-Zuid"
    found = _spelled([part], read, small_too=small_too) if len(part) >= FEWEST_LETTERS and part != first else None
    return (found, 1) if found else None


def _led_by_article(tokens: Sequence[Token], index: int, words: Sequence[str], read: Reader) -> tuple[Town, int] | None:
    """ "au Mans" is Le Mans and "all'Aquila" is L'Aquila."""
    first = bare(words[0])
    before = tokens[index - 1].group() if index else ""
    for word, article in read.contracted:
        if word.endswith("'"):
            name = [article + words[0][len(word) :], *words[1:]] if first.startswith(word) else []
        else:
            name = [f"{article} {words[0]}", *words[1:]] if bare(before) == word and words[0][0].isupper() else []
        for size in range(len(name), 0, -1):
            found = town(key(" ".join(name[:size])), read.regions)
            if found and found.country in read.regions:
                return found, size
    return None


def _words(tokens: Sequence[Token], index: int) -> list[str]:
    words = [tokens[index].group()]
    for before, token in zip(tokens[index:], tokens[index + 1 : index + MOST_WORDS], strict=False):
        if not token.group()[0].isalpha() or token.start() - before.end() > 2:
            break
        words.append(token.group())
    return [word.removesuffix("'s").removesuffix("’s") if at else word for at, word in enumerate(words)]


def _cased_later(tokens: Sequence[Token], index: int) -> bool:
    """Is a small first word part of a name in capitals ("den Haag", "'s-Hertogenbosch")?"""
    first = tokens[index].group()
    if not first.islower():
        return True
    if len(first) > 3:
        return False
    following = tokens[index + 1].group() if index + 1 < len(tokens) else ""
    return following[:1].isupper()


def _without_quarter(words: Sequence[str], found: Town, read: Reader) -> tuple[Town, int] | None:
    """ "Almere Stad" and "Berlin-Wedding" are in Almere and Berlin; "San Jose" is not in San."""
    parts = words[0].split("-")
    whole = parts[0] if len(parts) == 2 and len(words) == 1 else words[0] if len(words) == 2 else ""
    city = town(key(whole), read.regions) if len(whole) >= FEWEST_LETTERS else None
    if city is None or city.country != found.country or city.at is None or found.at is None:
        return None
    near = abs(city.at[0] - found.at[0]) < 0.2 and abs(city.at[1] - found.at[1]) < 0.3
    return (city, len(words)) if near and city.inhabitants >= _QUARTERS * found.inhabitants else None


def _spelled(words: Sequence[str], read: Reader, *, small_too: bool) -> Town | None:
    """The town that these words name, as they stand or without their endings.

    The larger town wins; among spellings of one town the one whose ending is the longest and comes first in the lexicon.
    """
    exact = town(key(" ".join(words)), read.regions)
    if not read.endings or len(words) > 3 or not (small_too or words[-1][0].isupper()):
        return exact
    known = _without_endings(words, read, read.endings)
    if not any(worth for _, worth, *_ in known):
        stripped = _without_endings(words, read, read.last_endings)
        # The table also lists "Lublina": the same place without the ending is how the town is called.
        called = [one for one in stripped if one[1] and (exact is None or _is_form_of(exact, one[3]))]
        if called and not (exact and _is_called_so(exact, words)):
            return max(called, key=lambda one: one[:3])[3]
    if exact and (exact.country in read.regions or exact.own):
        worth = 999 if read.language == "tr" or "-" in words[-1] or exact.own else -1
        known.append((exact.inhabitants, worth, len(exact.name), exact))
    return max(known, key=lambda one: one[:3])[3] if known else exact


# Cyrillic letters in Latin ones, as the table's other spellings have them.
_LATIN = str.maketrans(
    dict(zip("абвгдезиіклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True))
    | {
        "ж": "zh",
        "й": "y",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ь": "",
        "ъ": "",
        "ї": "yi",
        "є": "ye",
        "ґ": "g",
    }
)


def _is_called_so(exact: Town, words: Sequence[str]) -> bool:
    """Does the town bear this very name in Latin letters too? Then Самара is no form of "Самар", though the table knows that as well."""
    latin = key(" ".join(words)).translate(_LATIN)
    if not latin.isascii() or latin == key(" ".join(words)):
        return False
    return any(one.at == exact.at for one in homonyms(latin))


def _is_form_of(exact: Town, called: Town) -> bool:
    """Are both the same place, and does it not bear the longer name itself? "Warszaw" is a spelling of Warszawa, and Lublin the name of "Lublina"."""
    own = called.own or not exact.name[0].isascii()
    return exact.at is not None and exact.at == called.at and own and not exact.own


Ranked = tuple[int, int, int, Town]


def _without_endings(words: Sequence[str], read: Reader, endings: Endings) -> list[Ranked]:
    known: list[Ranked] = []
    for stems in product(*(_stems(word, read.language, endings) for word in words)):
        found = town(" ".join(stem for _, stem in stems), read.regions)
        if found and (found.country in read.regions or found.inhabitants > 150_000):
            known.append((found.inhabitants, sum(taken for taken, _ in stems), len(found.name), found))
    return known


def _stems(word: str, language: str | None, endings: Endings) -> list[tuple[int, str]]:
    """What an inflected word may be a form of, each with its worth: longer endings first, then as the lexicon orders them."""
    if language == "tr" and "'" in word:
        return [(0, key(word.split("'")[0]))]  # "Bursa'dayım" says itself where the name ends
    whole = key(word)
    if "-" in word and language in ("pl", "uk", "ru"):
        joined = product(*(_stems(part, language, endings)[:6] for part in word.split("-")[:3]))
        return [(sum(taken for taken, _ in parts), " ".join(stem for _, stem in parts)) for parts in joined][
            :MOST_STEMS
        ]
    stems = [(0, whole)]
    for rank, (old, new) in enumerate(endings):
        if whole.endswith(old) and len(whole) - len(old) >= 2:
            stems.append((len(endings) - rank, whole[: -len(old)] + new))
    return stems[:MOST_STEMS]


def look(tokens: Sequence[Token], index: int, size: int, found: Town, read: Reader) -> str:
    """As the ad spells it; in its usual capitals and accents when the ad leaves them out at home."""
    surface = tokens[index].group()
    for token, before in zip(tokens[index + 1 : index + size], tokens[index : index + size - 1], strict=True):
        surface += (" " if token.start() > before.end() else "") + token.group()
    start = (
        surface[: len(found.name) - 1] + found.name[-1:]
    )  # the last letter may be long for the ending's sake: "Baján"
    if found.name.isascii() and not start.isascii() and start[:1].isupper() and key(start) == key(found.name):
        return start  # "Bécsben": the ad has the accents that the table lacks
    if key(surface) != key(found.name) or surface.isupper() or surface.islower() or "." in found.name:
        return found.name
    if surface.isascii() and not found.name.isascii() and found.country in read.homes:
        return found.name
    return surface
