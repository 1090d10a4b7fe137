"""Where a name may stand in an ad: after "I am", before "is back", at the start, between signs, under the text."""

import re
from collections.abc import Iterator
from functools import cache

from assistant import lexicon
from assistant.rules.alias_ages import aged
from assistant.rules.alias_worth import (
    APART,
    BEFORE_VERB,
    BESIDE_AGE,
    ELSEWHERE,
    FIRST,
    IN_TEXT,
    IN_TITLE,
    INTRODUCED,
    LAST,
    OPENING,
    REACHED,
    SIGNED,
    STARTING,
    WEAKLY,
    Candidate,
)
from assistant.rules.digits import bare, lower
from assistant.rules.first_names import is_first_name
from assistant.rules.opening import opening
from assistant.rules.towns import key, town
from assistant.rules.user_names import masked

_NAME = r"(?P<name>[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_])|-(?=[^\W\d_])){1,23})"
_SECOND = r"(?:[ ](?P<second>[^\W\d_]{2,20}))?"
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_]))*")
LONGEST_TITLE = 160
MOST_SEGMENTS = 400
CITY = 100_000  # inhabitants
_LINES_PASSED = 4
MOST_SKIPPED = 3  # words before her name in the title: "TS", "sexy young"
LETTER_BY_LETTER = re.compile(r"(?<!\w)(?:[^\W\d_a-z] ){2,11}[^\W\d_a-z](?!\w)")  # "M I K A"
_TITLE_END = re.compile(r"[.!?](?:\s|$)|\n")
_STARTING = re.compile(
    r"(?:[.!?]\s+|\n\s*)([^\W\d_](?:[^\W\d_]|['’\-](?=[^\W\d_])){1,23})"
)  # the first word of a sentence
_ANYTHING = re.compile(r"\w")
_BETWEEN = re.compile(r"[^\w\s'’\-]+|\s[-–]+\s|\s{2,}|\n")
_TOKEN = re.compile(r"[\w@/.:-]+")
_MIXED = re.compile(r"\d[^\W\d]|[^\W\d]\d|[@_]|://|[^\W\d]\.[^\W\d]")

_NUMBERED = re.compile(r"[^\W\d]{3}\.\d{1,3}$")  # "athena.07"


def candidates(text: str, language: str | None, ordinary: frozenset[str], towns: frozenset[str]) -> Iterator[Candidate]:
    """Every word of a folded text that may be her name; `ordinary`: bare words that are none, `towns`: those that name towns here."""
    prose = _TOKEN.sub(lambda token: " " * len(token.group()) if _MIXED.search(token.group()) else token.group(), text)
    text = masked(text)
    low = lower(text)  # patterns of many words are quicker without their capitals
    codes = [code for code in dict.fromkeys((language, "en")) if code]
    own = language or "en"
    for rank, code in enumerate(codes):
        for found in _introduced(code, "alias", text, low, own):
            name = _without_ending(found.name, code)
            yield Candidate(name, found.start, INTRODUCED - 0.5 * rank - min(2.0, found.start / 500))
        yield from (Candidate(name, at, BEFORE_VERB) for name, at in _before(_afters(code), text, low))
        yield from (
            Candidate(found.name, found.start, WEAKLY)
            for found in _introduced(code, "alias_weak", text, low, own)
            if not found.name[0].islower() or is_first_name(found.name)
        )
        yield from (
            Candidate(found.name, found.start, WEAKLY)
            for found in _introduced(code, "alias_by", text, low, own)
            if not found.name[0].islower() and is_first_name(found.name)
        )
        yield from _by_pattern(_reached(code), text, low, REACHED)
        yield from _given(code, text, low)
    opened = opening(prose)
    if opened and (bare(opened.place) in towns or _is_a_city(opened.place)):
        yield Candidate(opened.name, opened.start, OPENING)
    yield from (Candidate(match.group(), match.start(), APART) for match in LETTER_BY_LETTER.finditer(prose))
    yield from _first(prose, ordinary)
    yield from aged(text, low, _placing(language or "en"))
    yield from _in_title(prose)
    begun = (Candidate(match[1], match.start(1), STARTING) for match in _STARTING.finditer(prose))
    yield from (one for one in (*_segments(prose), *begun) if not _in_street(low, one.start))
    yield from _elsewhere(prose, low, _placing(language or "en"))


def _is_a_city(word: str) -> bool:
    place = town(key(word))
    return place is not None and place.inhabitants >= CITY


def made(text: str) -> Iterator[str]:
    """The tokens of a text that look made: handles, addresses, links."""
    return (
        token for token in _TOKEN.findall(text) if len(token) > 3 and (_MIXED.search(token) or _NUMBERED.search(token))
    )


def _loose(phrase: str) -> str:
    return r"[\s\"„“«]+".join(re.escape(part).replace("'", "['’]") for part in phrase.lower().split())


def _any_of(*subjects: tuple[str, str]) -> str:
    phrases = {_loose(phrase) for code, subject in subjects for phrase in lexicon.words(code, "ads").get(subject, ())}
    return "|".join(sorted(phrases, key=len, reverse=True))


@cache
def _introductions(language: str, subject: str, own: str) -> re.Pattern[str] | None:
    """What introduces a name in `language`, unless it is an everyday word in the ad's `own`: a German "im" is no "I'm"."""
    everyday = {_loose(word) for part in ("common", "town", "near") for word in lexicon.words(own, "ads").get(part, ())}
    own_too = frozenset(_any_of((own, subject)).split("|"))
    kept = (one for one in _any_of((language, subject)).split("|") if one not in everyday - own_too)
    phrases = "|".join(kept)
    if not phrases:
        return None
    fillers = _any_of((language, "alias_filler"))
    phrases = rf"(?:{phrases})(?:\s+(?:{fillers}))?" if fillers else rf"(?:{phrases})"
    pattern = rf"(?<!\w){phrases}(?:\s*[:\-–~,]\s*|\s+)[^\w\n)]{{0,6}}{_NAME}(?![^\W\d_]|\d{{3}}){_SECOND}"
    return re.compile(pattern)


@cache
def _afters(language: str) -> re.Pattern[str] | None:
    phrases = _any_of((language, "alias_after"), (language, "alias_is"))
    return re.compile(rf"(?<=\s)(?:{phrases})(?!\w)") if phrases else None


@cache
def _reached(language: str) -> re.Pattern[str] | None:
    """ "Call Mel on": a verb, a name and the word before a number."""
    verbs, reach = _any_of((language, "phone")), _any_of((language, "reach_at"))
    return re.compile(rf"(?<!\w)(?:{verbs})\s+{_NAME}\s+(?:{reach})(?!\w)") if verbs and reach else None


def _by_pattern(pattern: re.Pattern[str] | None, text: str, low: str, worth: float) -> Iterator[Candidate]:
    for match in pattern.finditer(low) if pattern else ():
        start, end = match.span("name")
        if not text[start].islower():
            yield Candidate(text[start:end], start, worth)


_BEFORE = re.compile(rf"(?<![\w@./]){_NAME}\s+$")
_LONGEST_BEFORE = 40  # characters of a name and the space after it


def _before(pattern: re.Pattern[str] | None, text: str, low: str) -> Iterator[tuple[str, int]]:
    """Each word in capitals that stands right before what `pattern` finds, and where."""
    for match in pattern.finditer(low) if pattern else ():
        named = _BEFORE.search(text, max(0, match.start() - _LONGEST_BEFORE), match.start())
        if named and not named["name"][0].islower():
            yield named["name"], named.start("name")


ARTICLES = frozenset(
    (
        "la", "el", "de", "die", "das", "der", "den", "the", "le", "a", "o", "os", "an", "miss", "lady", "mistress", "dona", "doña", "ms", "mrs", "madame",
        "frau", "herr", "mevrouw", "mevr", "mme", "mlle", "señora", "sra", "senhora", "signora", "doamna", "domnul", "pani", "pan", "mgr", "г-жа", "госпожа",
    )
)  # fmt: skip


def _again_from_name(pattern: re.Pattern[str], text: str, low: str) -> Iterator[re.Match[str]]:
    """Every match; a small word that stands for a name may begin the next one: "am Telefon meldet sich Beatrix"."""
    at = 0
    while match := pattern.search(low, at):
        yield match
        start, end = match.span("name")
        at = start if text[start:end].islower() else match.end()


def _introduced(language: str, subject: str, text: str, low: str, own: str) -> Iterator[Candidate]:
    pattern = _introductions(language, subject, own)
    for match in _again_from_name(pattern, text, low) if pattern else ():
        name, second = (text[slice(*match.span(group))] if match[group] else "" for group in ("name", "second"))
        if second and bare(name) in ARTICLES and second.islower() and not (name.islower() and is_first_name(second)):
            continue  # "ask for the weekday special"
        if second and name.islower() and bare(name) in _placing(language) | _denying(language):
            continue  # "I'm in Tralee", "bin ka Telefonmensch"
        if second and (bare(name) in ARTICLES or (name.islower() and second[0].isupper())):
            yield Candidate(second, match.start("second"), 0.0)
        else:
            yield Candidate(name, match.start("name"), 0.0)


@cache
def _placing(language: str) -> frozenset[str]:
    """The single words before a place: "in", "from"; "de" and "la" are such where they mean "of" and "at", though articles elsewhere."""
    words = lexicon.words(language, "ads")
    single = {bare(word) for subject in ("town", "origin") for word in words.get(subject, ()) if " " not in word}
    return frozenset(single - ARTICLES | single & {"de", "la"})


@cache
def _denying(language: str) -> frozenset[str]:
    """ "Not", "no"."""
    return frozenset(map(bare, lexicon.words(language, "ads").get("not", ())))


@cache
def _called(language: str) -> re.Pattern[str] | None:
    """ "Cilinek hívnak": a name with an ending that means "to", and a verb."""
    verbs = _any_of((language, "alias_to"))
    return re.compile(rf"(?<=\s)(?:{verbs})(?!\w)") if verbs else None


def _endings(language: str) -> dict[str, str]:
    return dict(ending.split(">", 1) for ending in lexicon.words(language, "ads").get("alias_to_endings", ()))


def _given(language: str, text: str, low: str) -> Iterator[Candidate]:
    """Names that others call her, without their ending."""
    for name, at in _before(_called(language), text, low):
        old, new = next(((old, new) for old, new in _endings(language).items() if name.lower().endswith(old)), ("", ""))
        if old:
            yield Candidate(name[: -len(old)] + new, at, INTRODUCED)


def _without_ending(name: str, language: str) -> str:
    """ "Szonjának" of "szólítsatok Szonjának" is Szonja: only where what is left is known as a name, and the whole is none."""
    if not name[0].isupper() or is_first_name(name):
        return name
    bases = (name[: -len(old)] + new for old, new in _endings(language).items() if name.lower().endswith(old))
    return next((base for base in bases if is_first_name(base)), name)


def _first(prose: str, ordinary: frozenset[str]) -> Iterator[Candidate]:
    """The first word of the ad, past a few such as "TS" and "sexy", and past lines that hold nothing else: "Ad 5512, posted 22-11"."""
    start = 0
    for line in prose[:LONGEST_TITLE].split("\n")[:_LINES_PASSED]:
        words = list(WORD.finditer(line))
        at = next((at for at, word in enumerate(words) if bare(word.group()) not in ordinary), None)
        if at is not None:
            if at <= MOST_SKIPPED:
                yield Candidate(words[at].group(), start + words[at].start(), FIRST)
            return
        start += len(line) + 1


def _in_title(prose: str) -> Iterator[Candidate]:
    start = len(prose) - len(prose.lstrip())
    end = _TITLE_END.search(prose, start)
    stop = min(start + LONGEST_TITLE, end.start() if end else len(prose))
    for match in WORD.finditer(prose, start, stop):
        if len(match.group()) > 1:
            yield Candidate(match.group(), match.start(), IN_TITLE)


_NOT_HER = re.compile(
    r"(?:\b(?:via|viale|piazza|corso|rue|avenue|av|avenida|calle|c/|plaza|rua|praça|travessa|str|strada|bd|bulevardul|piața|ul|ulica|plac|al|os|ул|бул|вул|"
    r"utca|út|tér|street|st|road|rd|square|sq|lane|metro|metrou|m|santa|san|são|saint|sint|sankt|of|parc|park|hotel|friend|vriendin|freundin|copine|amiga|prietena|"
    r"приятелка|подруга|подруги|koleżanka|koleżanką|barátnőm|amica|and|en|und|et|y|e|și|si|и|та|és|i)[.:]?)\s*$"
)
_LONGEST_NOT_HER = 16


_STREET = re.compile(r"(?<!\w)(?:str|ul|al|bd|blvd|av|avda|ул|бул|вул|пл)\.\s*$")


def _in_street(low: str, start: int) -> bool:
    """Does a word that is cut short make it a street: "ul. Anna 14"? Its stop is no end of a sentence."""
    return _STREET.search(low, max(0, start - _LONGEST_NOT_HER), start) is not None


def _elsewhere(prose: str, low: str, placing: frozenset[str]) -> Iterator[Candidate]:
    """A first name anywhere in a sentence, with no other name beside it and no word that makes it a street or somebody else's."""
    words = list(WORD.finditer(prose))[:MOST_SEGMENTS]
    for at, word in enumerate(words):
        name = word.group()
        if not name[0].isupper() or name.isupper() or len(name) < 3 or not is_first_name(name):
            continue
        before, after = words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None
        if before and prose[before.end() : word.start()] == " ":
            starts = at < 2 or _TITLE_END.search(prose, words[at - 2].end(), before.start())
            if bare(before.group()) in placing or (before.group()[0].isupper() and not starts):
                continue
        if after and after.group()[0].isupper() and prose[word.end() : after.start()] == " ":
            continue
        if _NOT_HER.search(low, max(0, word.start() - _LONGEST_NOT_HER), word.start()):
            continue
        yield Candidate(name, word.start(), ELSEWHERE)


_AGED = re.compile(r",\s?(?:1[89]|[2-7]\d)(?=\s?[,.\n]|$)")  # "Bernie, 51, Limerick"
_STARTS_WITHIN = 6  # characters
_STARTS = re.compile(r"[.!?\n][^\w\n]{0,4}$")


def _is_aged(prose: str, start: int, end: int) -> bool:
    """Does a word begin its sentence, and an age follow: "Bernie, 51, Limerick"?"""
    begins = _STARTS.search(prose, max(0, start - _STARTS_WITHIN), start)
    return begins is not None and _AGED.match(prose, end) is not None


def _segments(prose: str) -> Iterator[Candidate]:
    """Single words between signs: the first in the ad, those between emoji in the title, and anywhere else a signature or "Ruby, 29"."""
    at = count = 0
    title = True
    ends = [*_BETWEEN.finditer(prose)][: 2 * MOST_SEGMENTS]
    for end in [*ends, None]:
        part = prose[at : end.start() if end else len(prose)]
        words = list(WORD.finditer(part))
        if words and len(words) <= 2 and (len(words) == 1 or all(is_first_name(word.group()) for word in words)):
            last = not end or not WORD.search(prose, end.end())
            signs = bool(end) and title and not set(end.group() if end else "") <= set(".,;:!?() \n")
            counted = (
                prose[:at].rstrip()[-1:].isdigit() or part[: words[0].start()].rstrip()[-1:].isdigit()
            )  # "120 Euro"
            alone = not (counted or "-" in words[0].group() or (end and _ANYTHING.search(prose, end.end())))
            if count == 0 or signs:
                worth = APART
            elif last:
                worth = SIGNED if alone else LAST
            else:
                worth = BESIDE_AGE if _is_aged(prose, at + words[0].start(), at + words[0].end()) else IN_TEXT
            yield Candidate(words[0].group(), at + words[0].start(), worth)
        count += bool(words)
        if end:
            at = end.end()
            title = title and not _TITLE_END.search(prose, end.start(), end.end() + 1)
