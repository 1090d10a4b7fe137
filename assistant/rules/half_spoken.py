"""Numbers half in words and half in figures: "vingt 8" is 28, "soixante15" 75, and "een 8" may be an 8 and no 18."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.rules.digit_tokens import Made
from assistant.rules.digits import bare
from assistant.rules.pieces import Piece
from assistant.rules.spoken import Vocabulary

_TEENS = range(10, 20)
_BETWEEN = frozenset(("", " ", "-"))


def joined(pieces: Iterable[Piece], text: str, known: Vocabulary) -> Iterator[Piece]:
    """`pieces` of `text`, a word and the figure behind it as one where together they may say something else than one by one."""
    held: Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
            continue
        one = _as_one(held, piece, text, known)
        if one is None:
            yield held
        held = one or piece
    if held is not None:
        yield held


def _as_one(word: Piece, figure: Piece, text: str, known: Vocabulary) -> Piece | None:
    parted = figure.breaks or figure.line or text[word.end : figure.start] not in _BETWEEN
    if word.made is not Made.WORD or figure.made is not Made.DIGITS or parted:
        return None
    both = word.digits + figure.digits
    last = bare(text[word.start : word.end].replace("-", " ").rsplit(" ", 1)[-1])
    unit = len(figure.digits) == 1 and figure.digits != "0"
    if last in known.tens and len(word.digits) == 2 and word.digits[1] == "0" and unit:
        return replace(word, end=figure.end, digits=word.digits[0] + figure.digits, apart=both)
    if word.digits in known.tens_with_teens and len(figure.digits) == 2 and int(figure.digits) in _TEENS:
        return replace(word, end=figure.end, digits=str(int(word.digits) + int(figure.digits)), apart=both)
    if word.idle and word.digits == "1" and len(figure.digits) == 1:
        return replace(word, end=figure.end, digits=both, apart=figure.digits, made=Made.DIGITS, idle=False)
    return None
