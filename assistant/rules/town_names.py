"""Which town a few words name: in small letters, inflected ("Krakowie"), with a quarter tied on ("Rotterdam-Zuid")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from assistant.rules.digits import bare
from assistant.rules.first_names import is_first_name
from assistant.rules.town_signs import begins_a_part, ends_a_part
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
_OPENING, _NAME_AND_AGE = 6, 2  # tokens
_SHORTEST_INFLECTED = 7  # letters of a town in small letters that an ending alone announces: "veszprémben"
_QUARTERS = 3  # times its inhabitants has the town of which a quarter is part


@dataclass(frozen=True, slots=True)
class _Small:
    """A word in small letters that may begin a town's name. `announced`: "in" stands before it; `apart`: only where it stands says that it is one."""

    announced: bool = False
    apart: bool = False
    alone: bool = False  # no sign need follow


def named(tokens: Sequence[Token], index: int, read: Reader, *, small_too: bool) -> tuple[Town, int] | None:
    """The longest town name that starts at `index`, and its words.

    Small letters only count right after a word such as "in", between two signs, or in a text without capitals (`small_too`).
    """
    first = tokens[index].group()
    letters = first.lstrip("'’")
    if not letters[:1].isalpha():
        return None
    small = letters[0].islower() and first[0].isalpha() and not _cased_later(tokens, index)
    common = small and bare(first) in read.common
    if common and not small_too and first not in _LEADING:
        return None
    how = _in_small(tokens, index, read, small_too=small_too) if small else _Small()
    if how is None:
        return None
    fewest = FEWEST_ANNOUNCED if how.announced else FEWEST_LETTERS
    common = common or (small and (len(first) < fewest or first in _LEADING))
    words = _words(tokens, index)
    led = _led_by_article(tokens, index, words, read)
    if led:
        return led
    for size in range(len(words), 0, -1):
        if size > 1 and letters[0].isupper() and not words[size - 1][0].isupper():
            continue  # "Madrid centro" is Madrid
        if common and size == 1:
            break  # "la" is no town, "san antonio" is
        if how.apart and not (how.alone or ends_a_part(tokens, index, size)):
            continue  # "…, warszawa, …" among capitals
        found = (
            _small_town(words[:size], read, how, small_too=small_too)
            if small
            else _spelled(words[:size], read, small_too=small_too)
        )
        if found:
            return _without_quarter(words[:size], found, read) or (found, size)
    if how.apart or len(part := first.split("-")[0]) < FEWEST_LETTERS or part == first:
        return None
    found = _spelled([part], read, small_too=small_too)  # "Rotterdam-Zuid"
    return (found, 1) if found else None


def _in_small(tokens: Sequence[Token], index: int, read: Reader, *, small_too: bool) -> _Small | None:
    """How a word in small letters may begin a town's name; None when it may not."""
    first = tokens[index].group()
    announced = not read.announcing.isdisjoint(phrases_before(tokens, index))
    if announced or small_too or first in _LEADING:
        return _Small(announced=announced)
    glued = index > 0 and tokens[index - 1].end() == tokens[index].start()  # "luna.szeged"
    inflected = read.endings_place and len(first) >= _SHORTEST_INFLECTED
    alone = inflected or _only_name_before(tokens, index)
    return _Small(apart=True, alone=alone) if not glued and (alone or begins_a_part(tokens, index)) else None


def _small_town(words: Sequence[str], read: Reader, how: _Small, *, small_too: bool) -> Town | None:
    """The town that words in small letters name; one that is large and at home where little says that they name any."""
    found = _spelled(words, read, small_too=small_too or how.apart)
    if found is None and how.announced and not small_too:
        found = _spelled(words, read, small_too=True)  # "w kielcach"
        return found if found and found.inhabitants >= FEWEST_SMALL and found.country in read.regions[:1] else None
    if found is None:
        return None
    if how.apart and (found.country not in read.regions[:1] or is_first_name(" ".join(words))):
        return None
    sure = how.announced and len(words[0]) >= FEWEST_LETTERS
    if not sure and (found.inhabitants < FEWEST_SMALL or found.country not in read.regions):
        return None
    prose = len(words) == 1 and not small_too
    return None if prose and found.inhabitants < FEWEST_IN_PROSE else found  # "la bancă" in a text that has capitals


def _only_name_before(tokens: Sequence[Token], index: int) -> bool:
    """Does an ad open with a name and perhaps an age before it: "Ola 26 radom"?"""
    if index > _OPENING:
        return False
    before = [token.group() for token in tokens[:index] if token.group()[0].isalnum()]
    return 0 < len(before) <= _NAME_AND_AGE and is_first_name(before[0]) and all(map(str.isdigit, before[1:]))


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
