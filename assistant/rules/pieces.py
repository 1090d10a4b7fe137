"""A text's digit-bearing pieces: "O6", "zes", "⓪", "vierendertig", and what stands between them.

A piece is the smallest part that a phone number may be built from. Pieces that may belong together form a run; whatever cannot stand
inside a number (a currency sign, a unit, an ordinary word) ends it. One pass, linear in the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant import lexicon
from assistant.rules import remarks
from assistant.rules.digit_tokens import Made, clusters_of, measures, read
from assistant.rules.digits import bare
from assistant.rules.spoken import Vocabulary, ordinary, vocabulary

__all__ = ["Made", "Piece", "runs"]


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    digits: str
    made: Made
    breaks: bool = False  # nothing before it can belong to the same number
    line: bool = False  # a line break stands before it
    tight: bool = False  # it follows the piece before with nothing but one or two signs between
    ended: bool = False  # a sentence or a listed thing ended before it: ". " or "; "
    listed: bool = False  # what stands before it parts one thing from the next: ", " or " | "
    plus: bool = False  # "+" or the word for it stands right before
    bridged: bool = False  # a few ordinary words stand before it and nothing else: "06 sweetheart 12"
    filled: bool = False  # a word such as "then" stands before it: "06 and then 12"
    idle: bool = False  # a word that says a number, and is an everyday one besides: "for", "un", "een"
    apart: str = ""  # what it may say instead: "twenty one" is 21, or 20 and 1
    bracketed: bool = False  # it stands alone in brackets
    trunk_zero: bool = False  # a "(0)" that is dropped after a country code


_BREAKING = re.compile(r"[€$£¥₴₽₺%@°]")
_PLUS = re.compile(r"(?<!\d)\+[\s(\[.\-]*$")
_SAID_PLUS = re.compile(r"(?:\bplus[sz]?|\bплюс|\bm[aá]s|\bmais|\bpi[uù]|\bart[ıi])[\s(\[.\-]*$", re.IGNORECASE)
_ENDED = re.compile(r"(?<![\s.])[.!?;]\s")  # neither "086 . 533" nor "086... 533": a sign there is a gap or a pause
_LISTED = re.compile(r"[,;|•/]\s|\s[-–—|•/]\s")
# Words between two parts of a number, or on a line of their own what the next part is: "the end: 12".
_BRIDGE = re.compile(r"(?:\s?\n)?(?:[^\d\n€$£¥₴₽₺%@:;#/()|•.!?]|\.{2,3}){2,32}(?::\s?|\s?\n)?")
LONGEST_RUN = 2000  # pieces; no text that somebody wrote has more in a row
MOST_BETWEEN = 4  # words
_LONGEST_WORD = 12
_LONGEST_ARTICLE = 3  # letters
_FARTHEST_REPEATED = 16  # characters
_LONGEST_REPEATED = 3  # digits: "twice 70"
_LONGEST_GAP = 60  # characters; visible ones are counted apart
_MOST_VISIBLE = 14


def runs(text: str, languages: Sequence[str], blocked: Sequence[tuple[int, int]]) -> Iterator[list[Piece]]:
    """The runs of pieces in a folded text, number words read as the first of `languages` that knows them; spans in `blocked` hold none."""
    run: list[Piece] = []
    for piece in _pieces(text, vocabulary(tuple(languages)), blocked):
        if run and (piece.breaks or len(run) >= LONGEST_RUN):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _pieces(text: str, known: Vocabulary, blocked: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    after = 0  # where the last piece ended
    broken = True
    repeat, said = 1, 0  # how often the next digits come, and where that was said
    filled = False
    fences = iter(blocked)
    fence = next(fences, None)
    clusters = list(clusters_of(text))
    index = 0
    is_ordinary = ordinary(known.languages)
    words = 0  # ordinary ones since the last piece; too many when what stands there is no bridge
    while index < len(clusters):
        cluster = clusters[index]
        if len(cluster) == 1 and cluster[0].lastgroup == "letters" and is_ordinary(cluster[0].group()):
            if repeat > 1 and _is_article(cluster[0], text[said : cluster[0].start()]):
                index += 1
                continue
            broken, repeat = True, 1
            words += bridging(cluster[0].group())
            index += 1
            continue
        start, end = cluster[0].start(), cluster[-1].end()
        while fence and fence[1] <= start:
            fence = next(fences, None)
            broken, words = True, MOST_BETWEEN + 1
        if fence and fence[0] < end:
            broken, words = True, MOST_BETWEEN + 1
            index += 1
            continue
        used, found = read(text, clusters, index, known)
        index += used
        if found is None and repeat > 1 and len(cluster) == 1 and _is_article(cluster[0], text[said:start]):
            continue
        if found is None:  # an ordinary word
            broken, repeat = True, 1
            words += bridging(cluster[0].group()) if len(cluster) == 1 else MOST_BETWEEN + 1
            continue
        if isinstance(found, int):  # a filler (1) or a word such as "double" (2, 3)
            repeat, filled = max(found, repeat) if found == 1 else found, True  # "twee keer een 7"
            said = clusters[index - 1][-1].end() if found > 1 else said
            continue
        for at, piece_end, digits, made, unit in found:
            if unit is True and len(digits) <= 4:  # "30 min": a measure, never part of a number
                after, broken, words = piece_end, True, MOST_BETWEEN + 1
                continue
            idle = made in (Made.WORD, Made.LOOKALIKE) and bare(text[at:piece_end]) in known.everyday
            if idle and repeat > 1 and made is Made.LOOKALIKE:
                continue  # "duas vezes o 52"
            if repeat > 1 and ("\n" in text[said:at] or at - said > _FARTHEST_REPEATED):
                repeat = 1
            bracketed = _bracketed(text, at, piece_end)
            gap = text[after:at]
            breaks = broken or _breaks(gap)
            wide = len(gap) > 1  # most pieces have one sign between them, which parts nothing
            listed = wide and not filled and _LISTED.search(gap) is not None
            ended = wide and _ENDED.search(gap) is not None
            yield Piece(
                at,
                piece_end,
                digits * repeat if len(digits) <= _LONGEST_REPEATED else digits,
                made,
                breaks=breaks,
                line="\n" in gap,
                listed=listed,
                ended=ended,
                tight=not (breaks or listed or ended) and len(gap) <= 2 and not gap.isspace(),
                plus=_signed(text, at, gap, breaks=breaks),
                bridged=broken and after > 0 and _bridges(gap, words),
                filled=filled,
                idle=idle,
                apart=unit if isinstance(unit, str) and repeat == 1 else "",
                bracketed=bracketed,
                trunk_zero=bracketed and digits == "0",
            )
            after, broken, repeat, filled = piece_end, unit is True, 1, False
            words = MOST_BETWEEN + 1 if unit is True else 0


def _is_article(word: re.Match[str], gap: str) -> bool:
    """Is it a little word right after what says how often a digit comes: "deux fois le 2"?"""
    return gap == " " and len(word.group()) <= _LONGEST_ARTICLE


def _bridges(gap: str, words: int) -> bool:
    """Are there only idle words between two pieces, `words` of them, or any words in brackets that measure nothing ("half hour")?"""
    if 0 < words <= MOST_BETWEEN and (_BRIDGE.fullmatch(gap) or remarks.line(gap)):
        return True
    return remarks.bracketed(gap) and measures().isdisjoint(
        word for word in gap.strip(" ()[],.-/\n").split() if len(word) > 1
    )


@cache
def _saying_more() -> frozenset[str]:
    """Words beside which figures mean something, so that they are no idle words between the parts of a number."""
    subjects = ("not_phone", "counted", "days")
    words = (
        word
        for code in lexicon.languages()
        for subject in subjects
        for word in lexicon.words(code, "ads").get(subject, ())
    )
    hours = (
        phrase
        for code in lexicon.languages()
        for part in ("morning", "afternoon", "evening", "night")
        for phrase in lexicon.section(code, "noticing", "when").get(part, ())
        if phrase.isalpha()
    )
    return frozenset(bare(word) for word in (*measures(), *words, *hours) if len(word) > 1)


@lru_cache(maxsize=16384)
def bridging(word: str) -> int:
    """How many words `word` counts for between two parts of a number; too many when it says something about one of them."""
    return MOST_BETWEEN + 1 if len(word) > _LONGEST_WORD or bare(word) in _saying_more() else 1


def _signed(text: str, start: int, gap: str, *, breaks: bool) -> bool:
    """Is a "+" or the word for it right before, that is no mere sign or filler between two parts of one number?"""
    before = text[max(0, start - 8) : start]
    between = gap == "+" and start > len(gap)
    return (not between and bool(_PLUS.search(before))) or (breaks and bool(_SAID_PLUS.search(before)))


def _bracketed(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in ("(", "[") and text[end : end + 1] in (")", "]")


def _breaks(gap: str) -> bool:
    """Can two pieces with `gap` between them not belong to one number? Words in it were judged before."""
    if len(gap) > _LONGEST_GAP or (_BREAKING.search(gap) and gap != "@"):
        return True
    visible = sum(1 for char in gap if not char.isspace() and not char.isalpha())
    return visible > _MOST_VISIBLE or gap.count("\n") > 2
