"""Tokens of a text that say digits: "06", "O6", "zes", "vierendertig", "6zes7"; and those that are a measure instead ("30 min")."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache

from assistant import lexicon
from assistant.rules import look_alikes
from assistant.rules.digits import bare
from assistant.rules.spoken import MOST_WORDS, Repeat, Vocabulary, next_number, one_word

_ATOM = re.compile(r"(?P<digits>[0-9]+)|(?P<letters>[^\W\d_]+(?:'[^\W\d_]+)*)")


_EXPLAINED = re.compile(r"\s?[=:]\s?[^\W_]")  # "(o = zero)"


_FEWEST_PARTS, _FEWEST_TIMES, _SHORTEST_FILLER = 5, 2, 2  # of a token with a word between its digits
_HOURS = frozenset("huч")  # the letters that are an hour and nothing else behind a figure
_SHORTEST_APART, _LONGEST_APART = 3, 10  # letters of a number word with spaces between
_COUNTS = ("2", "3", "4")  # how often digits may be said to come: "2x 70"
_LEADING_HOURS = frozenset(("saat", "orele", "godz"))  # what stands before hours as well as behind them
_TYING = ("-", ".", "/", "*", "_", "|", "·", "**", "__")  # signs between digits of one number


class Made(Enum):
    """What a piece was written with."""

    DIGITS = "digits"
    LETTERS = "letters"  # digits and look-alike letters: "O6"
    LOOKALIKE = "lookalike"  # only look-alike letters: "O", "lO"
    WORD = "word"


@cache
def measures() -> frozenset[str]:
    """The units of every language, lower case: what stands before one is no part of a number."""
    return frozenset(
        unit for code in lexicon.languages() for unit in lexicon.words(code, "numbers").get("measures", ())
    )


def is_measure(word: str) -> bool:
    """Is it a unit, as one writes it: "lb", "LB", and not the "lB" of somebody who writes letters for digits?"""
    return word.lower() in measures() and not (word[:1].islower() and not word.islower())


def clusters_of(text: str) -> Iterator[list[re.Match[str]]]:
    """Atoms that touch each other."""
    cluster: list[re.Match[str]] = []
    for atom in _ATOM.finditer(text):
        if cluster and cluster[-1].end() != atom.start():
            yield cluster
            cluster = []
        cluster.append(atom)
    if cluster:
        yield cluster


Found = list[tuple[int, int, str, Made, bool | str]]


def read(
    text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary
) -> tuple[int, Found | int | None]:
    """How many clusters were read at `index`, and what they are: pieces, a filler or a repetition (its count), or an ordinary word (None)."""
    cluster = clusters[index]
    first = cluster[0]
    start, end = first.start(), cluster[-1].end()
    if first.group() in _COUNTS and (repeated := _repeated(text, clusters, index, known)):
        return repeated
    if len(cluster) > 1:
        return 1, _mixed(cluster, known)
    if first.lastgroup == "digits":
        unit = _unit_follows(clusters, index, text, known)
        return 1, [(start, end, first.group(), Made.DIGITS, unit)]
    spoken = _spoken(text, clusters, index, known) or _by_letter(text, clusters, index, known)
    if spoken:
        return spoken
    word = first.group()
    hour = word in ("ч", "Ч") and index and clusters[index - 1][-1].lastgroup == "digits"  # "10 ч"
    if look_alikes.stands_alone(word) and not hour and not _EXPLAINED.match(text, end):
        return 1, [(start, end, look_alikes.spelled(word), Made.LOOKALIKE, False)]
    return 1, None


def _repeated(
    text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary
) -> tuple[int, int] | None:
    """ "2x", "3 keer": how many clusters say how often the next digits come, and how often."""
    count, *sign = (atom.group() for atom in clusters[index])
    if len(sign) > 1:
        return None
    if sign:
        return (1, int(count)) if sign[0] in "xX" or sign[0].lower() in known.times else None
    if (
        index + 1 == len(clusters)
        or len(clusters[index + 1]) > 1
        or clusters[index + 1][0].group().lower() not in known.times
    ):
        return None
    gap = text[clusters[index][-1].end() : clusters[index + 1][0].start()]
    return (2, int(count)) if gap == " " else None


def _unit_follows(clusters: Sequence[list[re.Match[str]]], index: int, text: str, known: Vocabulary) -> bool:
    """Does "min", "euro", "cm" or "h" follow after a space? Another letter alone says nothing ("18 y luego 36"), nor does "mi" in "18 mi amor 36"."""
    if index + 1 >= len(clusters):
        return False
    following = clusters[index + 1][0]
    gap = text[clusters[index][-1].end() : following.start()]
    if gap != " " or following.lastgroup != "letters":
        return False
    if len(following.group()) < 2 and following.group().lower() not in _HOURS:
        return False
    tied = index > 0 and text[clusters[index - 1][-1].end() : clusters[index][0].start()] in _TYING
    word = following.group().lower()
    if word in _LEADING_HOURS and index + 2 < len(clusters) and clusters[index + 2][0].group().isdigit():
        return False  # "97 29 saat 12-22"
    return not tied and word in measures() and not (word in known.own_fillers and len(clusters) > index + 2)


def _spoken(
    text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary
) -> tuple[int, Found | int] | None:
    """Number words from `index` on: how many, and the piece they make or how often they repeat the next digit."""
    words = _words_ahead(text, clusters, index, known)
    said = next_number(words, known) if words else None
    if said is None:
        return None
    if isinstance(said, Repeat):
        return said.words, said.times
    start, end = clusters[index][0].start(), clusters[index + said.words - 1][0].end()
    return said.words, [(start, end, said.digits, Made.WORD, said.apart)]


def _by_letter(
    text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary
) -> tuple[int, Found] | None:
    """A number word with a space between its letters: "z e s"."""
    if len(clusters[index][0].group()) > 1:
        return None
    letters = clusters[index][0].group()
    for at in range(index + 1, min(index + _LONGEST_APART, len(clusters))):
        atom = clusters[at][0]
        apart = text[clusters[at - 1][-1].end() : atom.start()] == " "
        if not apart or len(clusters[at]) > 1 or atom.lastgroup != "letters" or len(atom.group()) > 1:
            break
        letters += atom.group()
    for size in range(len(letters), _SHORTEST_APART - 1, -1):
        digits = one_word(bare(letters[:size]), known)
        if digits:
            last = clusters[index + size - 1][0]
            return size, [(clusters[index][0].start(), last.end(), digits, Made.WORD, False)]
    return None


def _words_ahead(text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary) -> list[str]:
    """The word at `index`, bare, and when it may begin a number the few after it that only a space or a hyphen separates."""
    words = [bare(clusters[index][0].group())]
    if words[0] not in known.knowing and words[0] not in known.repeats:
        return words
    for at in range(index + 1, min(index + MOST_WORDS, len(clusters))):
        gap = text[clusters[at - 1][-1].end() : clusters[at][0].start()]
        if len(clusters[at]) > 1 or clusters[at][0].lastgroup != "letters" or gap not in (" ", "-", "  ", "."):
            break
        words.append(bare(clusters[at][0].group()))
    return words


def _interleaved(cluster: Sequence[re.Match[str]], known: Vocabulary) -> Found | None:
    """A token with one word again and again between its digits: "0kiss6kiss12kiss", "SSkiss1lkiss99kiss4"."""
    if len(cluster) < _FEWEST_PARTS:
        return None
    letters = [atom.group() for atom in cluster if atom.lastgroup == "letters"]
    word, times = Counter(letters).most_common(1)[0]
    if times < _FEWEST_TIMES or len(word) < _SHORTEST_FILLER or one_word(bare(word), known):
        return None
    found: Found = []
    for atom in cluster:
        at = atom.start()
        for part in re.split(f"({re.escape(word)})", atom.group()):
            if part and part != word:
                digits = look_alikes.spelled(part)
                if not digits.isdigit():
                    return None
                made = Made.DIGITS if part.isdigit() else Made.LETTERS
                found.append((at, at + len(part), digits, made, False))
            at += len(part)
    return found


def _mixed(cluster: Sequence[re.Match[str]], known: Vocabulary) -> Found | None:
    """A token of digits and letters: look-alikes, number words between digits, separators, or digits with a unit behind them."""
    parts = [atom.group() for atom in cluster]
    measure = len(parts) == 2 and len(parts[1]) > 1 and is_measure(parts[1])  # "120lbs" is not 120185
    whole = None if measure else look_alikes.whole(parts)
    if whole:
        return [(cluster[0].start(), cluster[-1].end(), whole, Made.LETTERS, False)]
    apart = _interleaved(cluster, known)
    if apart:
        return apart
    found: Found = []
    times = 1  # "seven2double6"
    for at, atom in enumerate(cluster):
        if (
            atom.lastgroup == "letters"
            and (said := next_number([bare(atom.group())], known))
            and isinstance(said, Repeat)
        ):
            times = said.times
            continue
        if times > 1:
            digits = atom.group() if atom.lastgroup == "digits" else one_word(bare(atom.group()), known)
            if len(digits) == 1:
                found.append((atom.start(), atom.end(), digits * times, Made.WORD, False))
                times = 1
                continue
            times = 1
        if atom.lastgroup == "digits" and at and len(atom.group()) == 1 and bare(cluster[at - 1].group()) in known.tens:
            begun, _, ten, made, _ = found[-1]
            found[-1] = (begun, atom.end(), ten[0] + atom.group(), made, ten + atom.group())  # "trente7"
            continue
        if atom.lastgroup == "digits":
            following = cluster[at + 1].group() if at + 1 < len(cluster) else ""
            last = at + 2 >= len(cluster)
            found.append((atom.start(), atom.end(), atom.group(), Made.DIGITS, last and is_measure(following)))
            continue
        word = bare(atom.group())
        digits = one_word(word, known)
        if digits:
            found.append((atom.start(), atom.end(), digits, Made.WORD, False))
        elif all(letter in look_alikes.LOOKALIKES for letter in atom.group()) and len(word) <= 3:
            found.append((atom.start(), atom.end(), look_alikes.spelled(atom.group()), Made.LOOKALIKE, False))
        elif len(word) > 2 and found:
            start, end, earlier, made, _ = found[-1]
            found[-1] = (start, end, earlier, made, True)
    return found or None
