"""The name she uses: after "I am …" in any language, or in the title line. Never a slogan, a town or an adjective."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare
from assistant.rules.first_names import first_names
from assistant.rules.towns import key
from assistant.rules.towns import town as town_named

_NAME = r"(?P<name>[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_])|-(?=[^\W\d_])){1,23})"
_SECOND = r"(?:[ ](?P<second>[^\W\d_]{2,20}))?"
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*")
LONGEST_TITLE = 160
_ARTICLES = frozenset(
    (
        "la",
        "el",
        "de",
        "die",
        "das",
        "der",
        "den",
        "the",
        "le",
        "a",
        "o",
        "os",
        "an",
        "miss",
        "lady",
        "mistress",
        "dona",
        "doña",
        "ms",
        "mrs",
        "madame",
    )
)


@cache
def _introductions(language: str, subject: str) -> re.Pattern[str] | None:
    phrases = sorted(map(_loose, lexicon.words(language, "ads").get(subject, ())), key=len, reverse=True)
    if not phrases:
        return None
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(phrases)})(?:\s*[:\-–~,]\s*|\s+)[^\w\n]{{0,6}}{_NAME}{_SECOND}", re.IGNORECASE
    )


@cache
def _afters(language: str) -> re.Pattern[str] | None:
    phrases = sorted(
        (_loose(phrase) for phrase in lexicon.words(language, "ads").get("alias_after", ())), key=len, reverse=True
    )
    return re.compile(rf"(?<![\w@./]){_NAME}\s+(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE) if phrases else None


def _loose(phrase: str) -> str:
    return r"\s+".join(re.escape(part).replace("'", "['’]") for part in phrase.split())


@cache
def _no_names(language: str | None) -> frozenset[str]:
    """Words that no alias is: the ad's own language in full, of the others what never doubles as a name."""
    words: set[str] = set()
    for code in lexicon.languages():
        data: Mapping[str, list[str]] = lexicon.words(code, "ads")
        subjects = (
            ("not_alias", "common", "phone", "not_phone", "now", "later", "town", "alias", "alias_weak")
            if code in (language, "en")
            else ()
        )
        words.update(
            bare(part)
            for subject in subjects
            for entry in data.get(subject, ())
            for part in entry.split()
            if len(part) > 1
        )
    return frozenset(words - {"luna", "sol"})


ENOUGH = 4.5


def find(text: str, language: str | None, towns: frozenset[str]) -> str | None:
    """The alias in a folded text, in its usual capitals; None when the text names nobody. `towns`: bare words that name towns here."""
    best: tuple[float, str] | None = None
    for worth, name in _candidates(text, language):
        if bare(name) in towns or not _is_name(name, language):
            continue
        score = worth + (4.0 if bare(name) in first_names() else 0.0) + (0.0 if name[0].isupper() else -3.0)
        if score >= ENOUGH and (best is None or score > best[0]):
            best = (score, name)
    return _as_name(best[1]) if best else None


def _candidates(text: str, language: str | None) -> Iterator[tuple[float, str]]:
    """Words that may be a name, with what the place says for it: after "my name is", before "is back", apart in the title, a signature."""
    codes = [code for code in dict.fromkeys((language, "en")) if code]
    for rank, code in enumerate(codes):
        yield from (
            (10.0 - 0.5 * rank - min(2.0, start / 500), name) for start, name in _introduced(code, "alias", text)
        )
        after = _afters(code)
        if after:
            yield from (
                (5.5, match.group("name")) for match in after.finditer(text) if match.group("name")[0].isupper()
            )
        yield from ((4.5, name) for _, name in _introduced(code, "alias_weak", text) if name[0].isupper())
    title = _TITLE_END.split(text.lstrip(), maxsplit=1)[0][:LONGEST_TITLE]
    yield from ((5.0, word) for word in _apart(title))
    yield from ((3.5, word) for word in _WORD.findall(title) if word[0].isupper() and len(word) > 2)
    yield from ((3.5, word) for word in _signed(text))


_TITLE_END = re.compile(r"[.!?\n](?:\s|$)|\n")


def _introduced(language: str, subject: str, text: str) -> Iterator[tuple[int, str]]:
    pattern = _introductions(language, subject)
    for match in pattern.finditer(text) if pattern else ():
        name, second = match.group("name"), match.group("second")
        if second and (bare(name) in _ARTICLES or (name.islower() and second[0].isupper())):
            yield match.start(), second
        else:
            yield match.start(), name


def _apart(title: str) -> Iterator[str]:
    """Single words in capitals that stand between signs in the title: "✨ Luna ✨ new in town"."""
    parts = re.split(r"[^\w\s'’\-]+|\s[-–]\s|\s{2,}", title)
    yield from (part.strip() for part in parts if len(part.split()) == 1 and part.strip()[0].isupper())


def _signed(text: str) -> Iterator[str]:
    """A last line that is one word: a signature."""
    last = text.rstrip().rsplit("\n", 1)[-1].strip()
    words = _WORD.findall(last)
    if len(words) == 1 and words[0][0].isupper():
        yield words[0]


def _is_name(word: str, language: str | None) -> bool:
    spelled = bare(word)
    if len(spelled) < 2 or spelled in _no_names(language) or spelled in _ARTICLES or not word[0].isalpha():
        return False
    place = town_named(key(word))
    return not (place and place.inhabitants > 250_000 and spelled not in first_names())


def _as_name(word: str) -> str:
    """ "LUNA" and "luna" → "Luna"; "LaLuna" stays."""
    if word.isupper() or word.islower():
        return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
    return word
