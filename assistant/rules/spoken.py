"""Number words in running text: what the next words spell, in the likeliest language that knows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant import lexicon
from assistant.rules import look_alikes
from assistant.rules.digits import bare
from assistant.rules.number_words import Numbers, numbers, unglue

FILLER_LANGUAGES = 2  # fillers such as "y" or "dan" count in the ad's own language and in English only
MOST_WORDS = 6  # of one spoken number and what is needed to read it


@dataclass(frozen=True, slots=True)
class Spoken:
    """`words` words that say `digits`, or, said apart, the digits `apart` ("twenty one": 21, or 20 and 1; "" when there is no doubt)."""

    words: int
    digits: str
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """`words` words that say that the next digit, or pair of digits, comes `times` times; 1 is a word that may stand between digits and says nothing."""

    words: int
    times: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The number words of several languages, the likeliest first."""

    languages: tuple[str, ...]
    knowing: Mapping[str, tuple[Numbers, ...]]  # first word of a number → who knows it
    repeats: Mapping[str, tuple[Numbers, ...]]
    times: frozenset[str]  # what makes "2" before it say how often the next digits come
    tens: frozenset[str]  # words that take a figure written to them: "trente7"
    tens_with_teens: frozenset[str]  # tens as digits that take a teen: "soixante15"
    fillers: frozenset[str]
    own_fillers: frozenset[str]  # of the likeliest language alone
    everyday: frozenset[str]  # its commonest words
    edges: tuple[
        tuple[str, frozenset[str], frozenset[str]], ...
    ]  # language, first two and last two letters of its words


@cache
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """The number words of `languages`, in that order."""
    knowing: dict[str, list[Numbers]] = {}
    repeats: dict[str, list[Numbers]] = {}
    everyday = _everyday(languages[0]) if languages else frozenset()
    for rank, known in enumerate(map(numbers, languages)):
        for word in dict.fromkeys([*known.words, *(phrase.split()[0] for phrase in known.phrases)]):
            if rank and word in everyday:
                continue  # a Dutch "het" is no Hungarian seven
            knowing.setdefault(word, []).append(known)
        for phrase in dict.fromkeys(phrase.split()[0] for phrase in known.repeats):
            repeats.setdefault(phrase, []).append(known)
    fillers = frozenset(filler for language in languages[:FILLER_LANGUAGES] for filler in numbers(language).fillers)
    edges = ((code, (*numbers(code).glued, *numbers(code).repeats)) for code in languages)
    return Vocabulary(
        languages=languages,
        knowing={word: tuple(known) for word, known in knowing.items()},
        repeats={word: tuple(known) for word, known in repeats.items()},
        times=frozenset(word for language in languages[:FILLER_LANGUAGES] for word in numbers(language).times),
        tens=frozenset(
            word
            for language in languages
            if numbers(language).unit_apart
            for word, digits in numbers(language).words.items()
            if digits in numbers(language).tens
        ),
        tens_with_teens=frozenset(ten for language in languages for ten in numbers(language).tens_with_teens),
        fillers=fillers | {"plus", "плюс"},
        own_fillers=numbers(languages[0]).fillers if languages else frozenset(),
        everyday=everyday,
        edges=tuple(
            (code, frozenset(word[:2] for word in glued), frozenset(word[-2:] for word in glued))
            for code, glued in edges
        ),
    )


def _everyday(language: str) -> frozenset[str]:
    return frozenset(bare(word) for word in lexicon.words(language, "ads").get("common", ()))


@cache
def ordinary(languages: tuple[str, ...]) -> Callable[[str], bool]:
    """A quick test for words, as typed, that neither say a number in `languages` nor may stand inside one."""
    known = vocabulary(languages)

    @lru_cache(maxsize=32768)
    def is_ordinary(word: str) -> bool:
        plain = bare(word)
        says = plain in known.knowing or plain in known.repeats or plain in known.fillers
        return not says and not look_alikes.stands_alone(word) and not glued(plain, languages)

    return is_ordinary


def next_number(words: Sequence[str], known: Vocabulary) -> Spoken | Repeat | None:
    """What bare `words` (up to MOST_WORDS of them, side by side in the text) begin with; None for an ordinary word."""
    repeated = _repeated(words, known)
    if repeated and repeated.words > 1:
        return repeated  # "twee keer" is no two
    for spoken in known.knowing.get(words[0], ()):
        doubtful = spoken.doubtful.get(" ".join(words[:2]))
        if doubtful:
            return Spoken(2, spoken.words[words[0]] + spoken.words[words[1]], doubtful)
        length, digits = _number_here(words, spoken)
        zeros = spoken.ending_in_zeros.get(words[length], "") if 0 < length < len(words) and len(digits) < 3 else ""
        if zeros and digits[0] != "0":
            return Spoken(length + 1, digits + zeros)
        if length:
            return Spoken(length, digits, _apart(words[:length], digits, spoken))
    digits = glued(words[0], known.languages)
    if digits:
        return Spoken(1, digits)
    return repeated or (Repeat(1, 1) if words[0] in known.fillers else None)


def _apart(words: Sequence[str], digits: str, spoken: Numbers) -> str:
    """What the words of one number say one by one, a hundred and what is behind it; "" when that is the same, or no number."""
    if len(digits) == 3 and digits[1:] != "00":
        two = spoken.phrases.get(" ".join(words[:2]), "")
        hundred = two if two.endswith("00") else spoken.words.get(words[0], "")
        return hundred + digits[1:].lstrip("0") if hundred.endswith("00") else ""
    apart = "".join(spoken.words.get(word, "?") for word in words) if len(words) > 1 else ""
    return apart if "?" not in apart and apart != digits else ""


def _repeated(words: Sequence[str], known: Vocabulary) -> Repeat | None:
    """The longest saying of how often something comes, unless what comes is said in the same breath: "three eights"."""
    for spoken in known.repeats.get(words[0], ()):
        for length in range(min(3, len(words)), 0, -1):
            times = spoken.repeats.get(" ".join(words[:length]))
            if times:
                whole = any(" ".join(words[:more]) in spoken.phrases for more in range(length + 1, length + 3))
                return None if whole else Repeat(length, times)
    return None


def one_word(word: str, known: Vocabulary) -> str:
    """The digits that one bare word says by itself, glued or not; "" when it says none."""
    return next((spoken.words[word] for spoken in known.knowing.get(word, ()) if word in spoken.words), "") or glued(
        word, known.languages
    )


@lru_cache(maxsize=16384)
def glued(word: str, languages: tuple[str, ...]) -> str:
    """The digits of number words written as one, in the first of `languages` that reads it whole, "double" among them; "" when none does."""
    if len(word) < 6 and word[: len(word) // 2] * 2 != word:
        return ""  # "umum"
    start, end = word[:2], word[-2:]
    for code, starts, ends in vocabulary(languages).edges:
        if start in starts and end in ends:
            digits = unglue(code, word)
            if digits:
                return digits
    return ""


def _number_here(words: Sequence[str], spoken: Numbers) -> tuple[int, str]:
    """The longest number at the start of `words`: how many words, and its digits. (0, "") when there is none."""
    for length in range(min(3, len(words)), 1, -1):
        digits = spoken.phrases.get(" ".join(words[:length]))
        if digits:
            return _with_unit(words, length, digits, spoken)
    digits = spoken.words.get(words[0])
    if digits is None:
        return 0, ""
    return _with_unit(words, 1, digits, spoken)


def _with_unit(words: Sequence[str], length: int, digits: str, spoken: Numbers) -> tuple[int, str]:
    """A ten takes the unit that follows it ("treinta y cuatro" → 34), a hundred both; sixty takes a teen in French."""
    if len(digits) == 3 and digits.endswith("00") and digits[0] != "0" and length < len(words):
        at = length + (words[length] in spoken.hundred_joiners)
        more, rest = _number_here(words[at:], spoken) if at < len(words) else (0, "")
        if more and 0 < len(rest) <= 2 and rest[0] != "0":
            return at + more, digits[0] + rest.zfill(2)
        return length, digits
    if digits not in spoken.tens:
        return length, digits
    joined = length < len(words) and words[length] in spoken.joiners
    if not joined and not spoken.unit_apart:
        return length, digits
    at = length + joined
    if at >= len(words):
        return length, digits
    takes_teens = digits in spoken.tens_with_teens
    phrase = next(
        (spoken.phrases[said] for size in (3, 2) if (said := " ".join(words[at : at + size])) in spoken.phrases), ""
    )
    multiplied = spoken.ending_in_zeros and phrase.endswith("00")  # "eighty-three hundred"
    if phrase and not multiplied and not (takes_teens and phrase[0] == "1"):
        return length, digits  # "quarante quatre-vingt" is 40 and 80, "trente deux cent" 30 and 200
    more, unit = _number_here(words[at : at + 3], spoken) if takes_teens else (1, spoken.words.get(words[at], ""))
    if len(unit) == 1 and unit != "0":
        return at + more, digits[0] + unit
    if takes_teens and len(unit) == 2 and unit[0] == "1":
        return at + more, str(int(digits) + int(unit))
    return length, digits
