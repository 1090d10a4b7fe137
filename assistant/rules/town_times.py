"""What is said about time beside a town: is she there now, later, or was she before?"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from unicodedata import category

from assistant.rules.digits import bare
from assistant.rules.town_words import DATE, Reader

Token = re.Match[str]

LOOK_BACK, LOOK_AHEAD = 9, 5  # words
NOW, LATER, PAST, DENIED, RECEIVING = 1.2, -1.6, -3.0, -2.6, 1.8
LASTED = -1.5  # "three weeks in": before, or still
DENIES_WITHIN = 4  # words before the name
CLAUSE_ENDS = frozenset(".!?\n;|•")
_STILL_BEFORE = 4  # words
_LIMITED_WITHIN = 4  # tokens
ONLY = frozenset(
    (
        "only", "just", "alleen", "slechts", "maar", "nog", "nur", "noch", "seulement", "juste", "solo", "so", "apenas", "soltanto", "doar", "numai", "само",
        "samo", "csak", "tylko", "только", "тільки", "лише", "sadece",
    )
)  # fmt: skip
_PAUSES = frozenset(",–/(")
_LONGEST_PHRASE = 5
_LONGEST_BEFORE = 4


def when(tokens: Sequence[Token], index: int, size: int, read: Reader) -> float:
    """The weight of what is said beside the name of `size` words: the nearest phrase in its own clause counts, then the rest of its sentence."""
    own, sentence = _words_back(tokens, index)
    if not read.denied.isdisjoint(own[-DENIES_WITHIN:]):
        return DENIED  # "no atiendo en"
    weight = _nearest(own, read)
    if weight == 0.0:
        weight = 0.5 * _nearest(sentence, read, apart=True)
    after = _nearest(_words_on(tokens, index + size), read, ahead=True)
    if weight == 0.0 or (after < 0 and weight < 1):
        weight += 0.8 * after
    return weight


def is_limited(tokens: Sequence[Token], index: int, read: Reader) -> bool:
    """Does it say, from `index` on, that she only goes there now and then, or does not: "Sheffield outcalls", "Sevilla solo hotel", "Modena no"?"""
    words = [bare(word) for word in _clause_on(tokens, index, _LIMITED_WITHIN) if word[0].isalpha()]
    said = {" ".join(words[at : at + size]) for size in (1, 2) for at in range(len(words))}
    if not said.isdisjoint(read.now) or words[:1] == ["xx"]:
        return False  # "Zwolle, only today"
    return not (said.isdisjoint(read.limited) and ONLY.isdisjoint(words[:2]))


def phrases_before(tokens: Sequence[Token], index: int) -> tuple[str, ...]:
    """What stands right before the token at `index`: its last word, last two words, up to four; a colon or an emoji may be between."""
    words: list[str] = []
    for at in range(index - 1, max(-1, index - 7), -1):
        word = tokens[at].group()
        if word in CLAUSE_ENDS or word == ",":
            break
        if word[0].isalnum() or word[0] in "'’":
            words.append(bare(word) if not words else f"{bare(word)} {words[-1]}")
            if len(words) == _LONGEST_BEFORE:
                break
    return tuple(words)


def _words_back(tokens: Sequence[Token], index: int) -> tuple[list[str], list[str]]:
    """The words before a name: those of its own clause, and those before them in the sentence."""
    own: list[str] = []
    sentence: list[str] = []
    words = own
    for token in reversed(tokens[max(0, index - 2 * LOOK_BACK) : index]):
        word = token.group()
        if word in CLAUSE_ENDS:
            break
        if word in _PAUSES:
            words = sentence
        elif word[0].isalnum():
            words.insert(0, DATE if word.isdigit() else bare(word))
    return own[-LOOK_BACK:], sentence[-LOOK_BACK:]


def _words_on(tokens: Sequence[Token], index: int) -> list[str]:
    """The words after a name, up to a stop, a sign or the digits of a price or a number; a date may follow "until"."""
    words: list[str] = []
    for word in _clause_on(tokens, index, LOOK_AHEAD):
        if word.isdigit() and not words:
            break
        if word[0].isalnum():
            words.append(DATE if word.isdigit() else bare(word))
    return words


def _clause_on(tokens: Sequence[Token], index: int, within: int) -> Iterator[str]:
    """The words and signs from `index` on, so many at most, up to a stop, a comma or a picture."""
    words = (token.group() for token in tokens[index : index + within])
    return takewhile(lambda word: word not in CLAUSE_ENDS and word != "," and category(word[0]) != "So", words)


def _nearest(words: Sequence[str], read: Reader, *, ahead: bool = False, apart: bool = False) -> float:
    """The weight of the time phrase that stands nearest to the name before (after, when `ahead`) which `words` stand; 0 without one.

    `apart`: in another clause, where a single word says nothing of the past: "after my divorce, Zwolle".
    """
    spans = [one for one in _spans(words, read, ahead=ahead) if not (apart and one[2] == PAST and one[4] == 1)]
    if not spans:
        return 0.0
    *_, weight, start, size = min(spans)
    if weight == PAST and " ".join(words[start : start + size]) in read.lasting and not ahead:
        before = words[max(0, start - _STILL_BEFORE) : start]
        if _still(before, read):
            return NOW  # "only two days in", "now a few days in", "since two weeks in"
        return LASTED if read.past.isdisjoint(before) else PAST  # "after two weeks in"
    if weight == PAST and size == 1 and ahead and any(" ".join(pair) in read.lasting for pair in pairwise(words)):
        return 0.0  # "back in Assen after two weeks in"
    others = [other for _, _, other, *_ in spans]
    if weight >= NOW and _standing(words[start : start + size], read) and LATER in others:
        return LATER  # "from Monday back in", "from Monday you will find me in"
    if weight >= NOW and not ahead and _tells_when(words[:start], read):
        return PAST  # "last month still in"
    if weight == LATER and not ahead and start > 1 and words[start - 1] in read.joiners:
        earlier = _nearest(words[: start - 1], read)
        return NOW if earlier == NOW else weight  # "today and tomorrow still in"
    return weight


def _tells_when(words: Sequence[str], read: Reader) -> bool:
    """Do words end in a phrase of the past such as "last month"? Not in one that leads on: "je viens de m'installer à"."""
    if not words or words[-1] in read.origin or words[-1] in read.town:
        return False
    return any(" ".join(words[-size:]) in read.past for size in (2, 3) if len(words) >= size)


def _still(words: Sequence[str], read: Reader) -> bool:
    """Do words before "days in" say that it is about these days?"""
    return not (ONLY.isdisjoint(words) and read.now.isdisjoint(words) and read.since.isdisjoint(words))


Span = tuple[int, int, float, int, int]  # distance, minus the size, weight, start, size


def _spans(words: Sequence[str], read: Reader, *, ahead: bool) -> list[Span]:
    spans: list[Span] = []
    for size in range(1, min(_LONGEST_PHRASE, len(words)) + 1):
        for start in range(len(words) - size + 1):
            distance = start if ahead else len(words) - start - size
            phrase = " ".join(words[start : start + size])
            for phrases, weight in (
                (read.receiving, RECEIVING),
                (read.now, NOW),
                (read.later, LATER),
                (read.past, PAST),
            ):
                if phrase in phrases and not (size == 1 and weight == PAST and distance > 1):
                    spans.append((distance, -size, weight, start, size))
    return spans


def _standing(phrase: Sequence[str], read: Reader) -> bool:
    """Does a phrase that counts as now only say where ("I am in") or that she is there again ("back in"), and not when?"""
    if " ".join(phrase) in read.again:
        return True
    return len(phrase) > 1 and phrase[-1] in read.town and not any(word in read.now for word in phrase[:-1])
