"""What changed between two texts, word by word: the longest common words stay, the rest is gone or new."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

# A blank is one word. Chinese and Japanese are compared by character, Thai by letter with the marks that stand on it.
_WORDS = re.compile(
    r"\{[{%][^{}\n]{0,80}[}%]\}|\s+|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[\u0e00-\u0e7f][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|.",
    re.DOTALL,
)
LONGEST = 20_000  # characters of a text that are compared; a template has at most half


class Kind(StrEnum):
    """SAME in both · GONE only in the old · NEW only in the new."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind."""

    kind: Kind
    text: str


def diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order: without the new ones they spell `old`, without the gone ones `new`."""
    before, after = _WORDS.findall(old[:LONGEST]), _WORDS.findall(new[:LONGEST])
    pieces: list[Piece] = []
    for step in LCSseq.opcodes(before, after):
        if step.tag == "equal":
            _add(pieces, Kind.SAME, before[step.src_start : step.src_end])
            continue
        _add(pieces, Kind.GONE, before[step.src_start : step.src_end])
        _add(pieces, Kind.NEW, after[step.dest_start : step.dest_end])
    return tuple(_joined(pieces))


def _add(pieces: list[Piece], kind: Kind, words: list[str]) -> None:
    if words:
        pieces.append(Piece(kind, "".join(words)))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Between two words that changed a space that stayed only makes reading harder: "~~een huis~~ de kamer", not word for word."""
    joined: list[Piece] = []
    gone = new = ""
    for at, piece in enumerate(pieces):
        small = piece.kind is Kind.SAME and not piece.text.strip() and 0 < at < len(pieces) - 1 and (gone or new)
        if piece.kind is Kind.SAME and not small:
            joined += _changed(gone, new)
            joined.append(piece)
            gone = new = ""
            continue
        gone += piece.text if piece.kind is not Kind.NEW else ""
        new += piece.text if piece.kind is not Kind.GONE else ""
    return joined + _changed(gone, new)


def _changed(gone: str, new: str) -> list[Piece]:
    return [piece for piece in (Piece(Kind.GONE, gone), Piece(Kind.NEW, new)) if piece.text]
