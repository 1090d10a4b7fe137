"""A text's digit-bearing pieces: "O6", "zes", "⓪", "vierendertig", and what stands between them.

A piece is the smallest part that a phone number may be built from. Pieces that may belong together form a run; whatever cannot stand
inside a number (a currency sign, a unit, an ordinary word) ends it. One pass, linear in the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.rules.digits import bare
from assistant.rules.spoken import MOST_WORDS, Repeat, Vocabulary, next_number, one_word, vocabulary


class Made(Enum):
    """What a piece was written with."""

    DIGITS = "digits"
    LETTERS = "letters"  # digits and look-alike letters: "O6"
    LOOKALIKE = "lookalike"  # only look-alike letters: "O", "lO"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    digits: str
    made: Made
    breaks: bool = False  # nothing before it can belong to the same number
    line: bool = False  # a line break stands before it
    tight: bool = False  # it follows the piece before with nothing but one or two signs between
    plus: bool = False  # "+" or the word for it stands right before
    apart: str = ""  # what it may say instead: "twenty one" is 21, or 20 and 1
    trunk_zero: bool = False  # a "(0)" that is dropped after a country code


LOOKALIKES = dict(
    zip(
        "oOоОοΟØøQDiIlLіІιΙzZsSѕЅbBвВßзЗбчЧGgqT",
        "0000000000" + "1111" + "1111" + "22" + "5555" + "88888" + "33" + "6" + "44" + "6997",
        strict=True,
    )
)
_SURE = frozenset("oOоОοΟiIlіІιΙsSѕЅbBвВзЗбzZ")
_ALONE = frozenset(("oo", "lo", "ol", "ll", "ooo", "lll"))  # look-alikes that stand apart, but are no word
_ATOM = re.compile(r"(?P<digits>[0-9]+)|(?P<letters>[^\W\d_]+(?:'[^\W\d_]+)*)")
_BREAKING = re.compile(r"[€$£¥₴₽₺%@]")
_UNITS = frozenset(
    [
        "m",
        "min",
        "mins",
        "minut",
        "minute",
        "minuten",
        "minutes",
        "minutos",
        "minuti",
        "minuta",
        "perc",
        "h",
        "hr",
        "hrs",
        "u",
        "uur",
        "std",
        "stunde",
        "hora",
        "horas",
        "ore",
        "ora",
        "óra",
        "ч",
        "час",
        "мин",
        "cm",
        "kg",
        "kilo",
        "eur",
        "euro",
        "euros",
        "lei",
        "ron",
        "zl",
        "pln",
        "lv",
        "лв",
        "лева",
        "ft",
        "huf",
        "eu",
        "usd",
        "dollar",
        "k",
        "y",
        "yo",
        "yr",
        "yrs",
        "j",
        "jr",
        "jaar",
        "ans",
        "ani",
        "lat",
        "let",
        "año",
        "años",
        "anos",
        "jahre",
        "éves",
        "г",
        "год",
        "лет",
        "грн",
        "руб",
        "tl",
        "st",
        "nd",
        "rd",
        "th",
        "er",
        "e",
        "a",
        "p",
        "pm",
        "am",
        "x",
        "e1",
        "km",
        "mtr",
    ]
)
_PLUS = re.compile(r"(?:\+|\bplus|\bплюс|\bpluss)[\s(\[.\-]*$")
_LONGEST_GAP = 60  # characters; visible ones are counted apart
_MOST_VISIBLE = 14
_ZERO_IN_BRACKETS = re.compile(r"[(\[]\s*$")


def runs(text: str, languages: Sequence[str], blocked: Sequence[tuple[int, int]]) -> Iterator[list[Piece]]:
    """The runs of pieces in a folded text, number words read as the first of `languages` that knows them; spans in `blocked` hold none."""
    run: list[Piece] = []
    for piece in _pieces(text, vocabulary(tuple(languages)), blocked):
        if piece.breaks and run:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _clusters(text: str) -> Iterator[list[re.Match[str]]]:
    """Atoms that touch each other."""
    cluster: list[re.Match[str]] = []
    for atom in _ATOM.finditer(text):
        if cluster and cluster[-1].end() != atom.start():
            yield cluster
            cluster = []
        cluster.append(atom)
    if cluster:
        yield cluster


def _pieces(text: str, known: Vocabulary, blocked: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    after = 0  # where the last piece ended
    broken = True
    repeat = 1
    fences = iter(blocked)
    fence = next(fences, None)
    clusters = list(_clusters(text))
    index = 0
    while index < len(clusters):
        cluster = clusters[index]
        start, end = cluster[0].start(), cluster[-1].end()
        while fence and fence[1] <= start:
            fence = next(fences, None)
            broken = True
        if fence and fence[0] < end:
            broken = True
            index += 1
            continue
        used, found = _read(text, clusters, index, known)
        index += used
        if found is None:  # an ordinary word
            broken, repeat = True, 1
            continue
        if isinstance(found, int):  # a filler (1) or a word such as "double" (2, 3)
            repeat = found
            continue
        for at, piece_end, digits, made, unit in found:
            if unit is True and len(digits) <= 4:  # "30 min": a measure, never part of a number
                after, broken = piece_end, True
                continue
            gap = text[after:at]
            breaks = broken or _breaks(gap)
            yield Piece(
                at,
                piece_end,
                digits * repeat if len(digits) == 1 else digits,
                made,
                breaks=breaks,
                line="\n" in gap,
                tight=not breaks and len(gap) <= 2 and not gap.isspace(),
                plus=bool(_PLUS.search(text[max(0, at - 8) : at])),
                apart=unit if isinstance(unit, str) else "",
                trunk_zero=digits == "0" and _bracketed(text, at, piece_end),
            )
            after, broken, repeat = piece_end, unit is True, 1


def _bracketed(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")


def _breaks(gap: str) -> bool:
    """Can two pieces with `gap` between them not belong to one number? Words in it were judged before."""
    if len(gap) > _LONGEST_GAP or _BREAKING.search(gap):
        return True
    visible = sum(1 for char in gap if not char.isspace() and not char.isalpha())
    return visible > _MOST_VISIBLE or gap.count("\n") > 2


Found = list[tuple[int, int, str, Made, bool | str]]


def _read(
    text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary
) -> tuple[int, Found | int | None]:
    """How many clusters were read at `index`, and what they are: pieces, a filler or a repetition (its count), or an ordinary word (None)."""
    cluster = clusters[index]
    first = cluster[0]
    start, end = first.start(), cluster[-1].end()
    if len(cluster) > 1:
        return 1, _mixed(cluster, known)
    if first.lastgroup == "digits":
        unit = _unit_follows(clusters, index, text)
        return 1, [(start, end, first.group(), Made.DIGITS, unit)]
    spoken = _spoken(text, clusters, index, known)
    if spoken:
        return spoken
    word = first.group()
    if (
        (len(word) == 1 or not word.islower() or len(set(word)) == 1 or word in _ALONE)
        and len(word) <= 3
        and all(letter in _SURE for letter in word)
    ):
        return 1, [(start, end, "".join(LOOKALIKES[letter] for letter in word), Made.LOOKALIKE, False)]
    return 1, None


def _unit_follows(clusters: Sequence[list[re.Match[str]]], index: int, text: str) -> bool:
    """Does "min", "euro" or "cm" follow after a space? One letter alone says nothing ("18 y luego 36")."""
    if index + 1 >= len(clusters):
        return False
    following = clusters[index + 1][0]
    gap = text[clusters[index][-1].end() : following.start()]
    if gap != " " or following.lastgroup != "letters" or len(following.group()) < 2:
        return False
    tied = index > 0 and text[clusters[index - 1][-1].end() : clusters[index][0].start()] in ("-", ".", "/")
    return not tied and following.group().lower() in _UNITS


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


def _words_ahead(text: str, clusters: Sequence[list[re.Match[str]]], index: int, known: Vocabulary) -> list[str]:
    """The word at `index`, bare, and when it may begin a number the few after it that only a space or a hyphen separates."""
    words = [bare(clusters[index][0].group())]
    if words[0] not in known.knowing and words[0] not in known.repeats:
        return words
    for at in range(index + 1, min(index + MOST_WORDS, len(clusters))):
        gap = text[clusters[at - 1][-1].end() : clusters[at][0].start()]
        if len(clusters[at]) > 1 or clusters[at][0].lastgroup != "letters" or gap not in (" ", "-", "  "):
            break
        words.append(bare(clusters[at][0].group()))
    return words


def _mixed(cluster: Sequence[re.Match[str]], known: Vocabulary) -> Found | None:
    """A token of digits and letters: look-alikes, number words between digits, separators, or digits with a unit behind them."""
    whole = _lookalike(cluster)
    if whole:
        return whole
    found: Found = []
    for at, atom in enumerate(cluster):
        if atom.lastgroup == "digits":
            following = cluster[at + 1].group().lower() if at + 1 < len(cluster) else ""
            last = at + 2 >= len(cluster)
            found.append((atom.start(), atom.end(), atom.group(), Made.DIGITS, last and following in _UNITS))
            continue
        word = bare(atom.group())
        digits = one_word(word, known)
        if digits:
            found.append((atom.start(), atom.end(), digits, Made.WORD, False))
        elif all(letter in LOOKALIKES for letter in atom.group()) and len(word) <= 3:
            found.append(
                (
                    atom.start(),
                    atom.end(),
                    "".join(LOOKALIKES[letter] for letter in atom.group()),
                    Made.LOOKALIKE,
                    False,
                )
            )
        elif len(word) > 2 and found:
            start, end, earlier, made, _ = found[-1]
            found[-1] = (start, end, earlier, made, True)
    return found or None


def _lookalike(cluster: Sequence[re.Match[str]]) -> Found | None:
    """The whole token as one piece when each of its letters looks like a digit ("O6l2")."""
    token = "".join(atom.group() for atom in cluster)
    letters = [char for char in token if not char.isdigit()]
    if any(letter not in LOOKALIKES for letter in letters) or (
        len(letters) == 1 and token[-1] in "hHgGmM" and len(token) <= 4
    ):
        return None
    if not all(letter in _SURE for letter in letters) and len(token) < 5:
        return None
    digits = "".join(LOOKALIKES.get(char, char) for char in token)
    return [(cluster[0].start(), cluster[-1].end(), digits, Made.LETTERS, False)]
