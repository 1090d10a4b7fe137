"""When two ad texts are the same ad: they differ only in white space, case, emoji, punctuation, accents, fancy letters or order."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from rapidfuzz.distance import OSA, Levenshtein, Opcodes

from assistant.rules.ad_words import Word, found_in
from assistant.rules.plain_words import plain_words

_MOST_WORDS = 2_000
_SHORT = 3
_TOGETHER = 2  # words
_LONGEST_ENDING = 3  # letters that a long word may lack
_LEAST_FOR_A_SLIP = 5  # letters
_LONGEST_CUT = 7  # letters of a word of which one is left: "г" of "години"
_MOST_SLIPS = 0.34  # of the words
_HALVES_OF_A_DAY = frozenset({"am", "pm"})
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
Neighbours = dict[str, set[tuple[int, str]]]  # a word → what stands right before it (-1) and right after it (1)
_VOWELS = frozenset("aeiouyаеиоуъюяіїєыэ")


def same_words(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Are these the same ad? Letter for letter whatever stands between them, or the same words with the sentences in another order.

    In another order each word still has a neighbour that it had, or stands alone between commas and emoji: "half 80, uur 150" is not
    "half 150, uur 80".
    """
    if letters(old) == letters(new) or _clauses(old) == _clauses(new):
        return True
    if Counter(word.folded for word in old) != Counter(word.folded for word in new):
        return False
    before, after = (_neighbours([word.folded for word in text]) for text in (old, new))
    alone = _alone(old) | _alone(new)
    return all(before[word] & after[word] for word in before if word not in alone)


def retold(old: Sequence[Word], new: Sequence[Word], *, language: str | None) -> bool:
    """Is it the same ad but for order and slips of the pen, each word beside a word that it stood beside?

    Whatever is read otherwise in it then is a misreading: "tonite untill 2" and "2 until tonight".
    """
    texts = _matched(old, new, language=language)
    return texts is not None and _stay_beside(*texts)


def reordered(old: Sequence[Word], new: Sequence[Word], *, language: str | None) -> bool:
    """Are these the same words in any order? At most one number stands elsewhere: "half 150, uur 80" is not "half 80, uur 150".

    "&" is "and", "80 euro" is "€ 80,00", "c/ local" is "com local", and a slip of the pen is none: it says nothing else.
    """
    texts = _matched(old, new, language=language)
    if texts is None:
        return False
    return _moved(*map(_neighbours, texts)) <= 1


def _matched(old: Sequence[Word], new: Sequence[Word], *, language: str | None) -> tuple[list[str], list[str]] | None:
    """The words of both texts, slips in the first put right by the second; None where other words remain."""
    if max(len(old), len(new)) > _MOST_WORDS:
        return None
    before, after = (plain_words(text, language) for text in (old, new))
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if max(len(gone), len(come)) > _MOST_SLIPS * len(after) + 1:
        return None
    had, has = (_names(text) for text in (old, new))
    if _joined(before, gone) == _joined(after, come) and not _joined(before, gone).isdecimal():
        return before, after  # "week-end" may be one word
    meaning, means = (_meanings(text, language) for text in (old, new))
    right: dict[str, str] = {}
    for word in sorted(gone):
        if meant := next((other for other in sorted(come) if _is_alike(word, other)), None):
            if word in had and meant in has:
                return None  # "in Denby" is not "in Derby"
            if meaning.get(word, means.get(meant)) != means.get(meant, meaning.get(word)):
                return None  # "rood" is not "roodbruin"
            del gone[word], come[meant]
            right[word] = meant
    if not (_HALVES_OF_A_DAY & gone.keys() and _HALVES_OF_A_DAY & come.keys()):  # "10 to 6" may be "10am to 6pm"
        gone, come = (
            Counter({word: count for word, count in some.items() if word not in _HALVES_OF_A_DAY})
            for some in (gone, come)
        )
    left, rest = _joined(before, gone), _joined(after, come)
    if left != rest or left.isdecimal() or not has.isdisjoint(come):  # "privénummers" may be two words
        return None
    return [right.get(word, word) for word in before], after


def _joined(text: Sequence[str], some: Mapping[str, int]) -> str:
    """Those of `some` in a text as one word, without single letters, such as the "c" of "c/ local"."""
    return "".join(word for word in text if word in some and (len(word) > 1 or word.isdecimal()))


def _meanings(text: Sequence[Word], language: str | None) -> dict[str, frozenset[tuple[str, str]]]:
    """What the words mean that tell of her hair, of animals and of days."""
    found = found_in(tuple(text), language)
    said: dict[str, frozenset[tuple[str, str]]] = {}
    for subject in ("look", "hair_alone", "animal", "breed", "day"):
        for hit in found.of(subject):
            if hit.first == hit.last:
                word = text[hit.first].folded
                said[word] = said.get(word, frozenset()) | {(subject, hit.key)}
    return said


def _names(text: Sequence[Word]) -> set[str]:
    """The words that are written like names, other than at the start of a sentence."""
    return {word.folded for left, word in pairwise(text) if left.sentence == word.sentence and word.written.istitle()}


def _stay_beside(old: Sequence[str], new: Sequence[str]) -> bool:
    """Does each word have a neighbour that it had, on either side, and each number one on the same side?"""
    before, after = _neighbours(old), _neighbours(new)
    words = [word for word in before.keys() & after.keys() if not word.isdecimal()]
    beside = [({one for _, one in before[word]}, {one for _, one in after[word]}) for word in words]
    return _moved(before, after) == 0 and all(had & has or not had for had, has in beside)


def _moved(before: Neighbours, after: Neighbours) -> int:
    """How many numbers stand beside nothing that they stood beside, on the same side."""
    return sum(not before[word] & after[word] for word in before.keys() & after.keys() if word.isdecimal())


def _is_alike(one: str, other: str) -> bool:
    """Is it one word with a letter wrong, drawn out ("oiii"), or cut to its first letter? A number is never another one."""
    one, other = (_DRAWN_OUT.sub(r"\1", word) for word in (one, other))
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if any(char.isdigit() for char in one + other):
        return False
    if len(short) >= _LEAST_FOR_A_SLIP:
        longer = len(long) - len(short) <= _LONGEST_ENDING and long.startswith(short)
        return longer or OSA.distance(one, other) <= 1
    if len(short) >= _SHORT and (long.startswith(short) or _is_cut_short(short, long)):
        return True  # "год." of "години"
    return len(short) == 1 and len(long) <= _LONGEST_CUT and long.startswith(short)


def _is_cut_short(short: str, long: str) -> bool:
    """Is it a word without some of its vowels: "pls", "apl" of "appel"?"""
    left = iter(long)
    return short[0] == long[0] and all(char in left for char in short) and _VOWELS.isdisjoint(short[1:])


def _alone(text: Sequence[Word]) -> set[str]:
    """The words that stand by themselves between punctuation or emoji; never a number."""
    ends = [
        one.clause != other.clause or any(not (c.isspace() or c in "'-") for c in other.gap)
        for one, other in pairwise(text)
    ]
    free = zip([True, *ends], text, [*ends, True], strict=True)
    return {word.folded for left, word, right in free if left and right and not word.folded.isdecimal()}


def _clauses(text: Sequence[Word]) -> list[str]:
    return sorted(letters(list(group)) for _, group in groupby(text, key=lambda word: word.clause))


def _neighbours(text: Sequence[str]) -> Neighbours:
    """Each word → what stands right before it (-1) and right after it (1) anywhere in the text."""
    beside: dict[str, set[tuple[int, str]]] = {}
    for one, other in pairwise(["", *text, ""]):
        beside.setdefault(one, set()).add((1, other))
        beside.setdefault(other, set()).add((-1, one))
    beside.pop("")
    return beside


def letters(text: Sequence[Word]) -> str:
    """Every letter and digit of an ad in order and nothing else: equal for two texts that are the same."""
    return "".join(word.folded for word in text)


def replaced(old: Sequence[Word], new: Sequence[Word], longest: int = 1) -> Iterator[tuple[int, int]]:
    """Which words stand in each other's place between words that are the same, at most `longest` in a row."""
    for edit in _edits(old, new):
        length = edit.src_end - edit.src_start
        if edit.tag == "replace" and length == edit.dest_end - edit.dest_start <= longest:
            yield from zip(range(edit.src_start, edit.src_end), range(edit.dest_start, edit.dest_end), strict=True)


def stretches(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[range, range]]:
    """Which words stand, however many, in each other's place between words that are the same; either may be none."""
    at = to = 0
    for block in _edits(old, new).as_matching_blocks():
        if (at, to) != (block.a, block.b):
            yield range(at, block.a), range(to, block.b)
        at, to = block.a + block.size, block.b + block.size


def _edits(old: Sequence[Word], new: Sequence[Word]) -> Opcodes:
    """What makes the one text the other; nothing where they are too long for that."""
    if max(len(old), len(new)) > _MOST_WORDS:
        return Opcodes()
    return Levenshtein.opcodes([word.folded for word in old], [word.folded for word in new])


def swapped(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """As `replaced`, the words themselves, where both are written like names."""
    for one, other in replaced(old, new):
        if _may_be_name(old, one) and _may_be_name(new, other):
            yield old[one].written, new[other].written


def exchanged(old: Sequence[Word], new: Sequence[Word]) -> tuple[str, str] | None:
    """The two words, folded, that stand in each other's place while all else stays: "I am Kim, Romy left" → "I am Romy, Kim left"."""
    if len(old) != len(new):
        return None
    pairs = [(old[one].folded, new[other].folded) for one, other in replaced(old, new, longest=_TOGETHER)]
    others = sum(one.folded != other.folded for one, other in zip(old, new, strict=True)) - len(pairs)
    if others or not pairs or _is_same_word(*pairs[0]):
        return None
    first = pairs[0]
    there = [pair for pair in pairs if all(map(_is_same_word, pair, first))]
    back = [pair for pair in pairs if all(map(_is_same_word, pair, first[::-1]))]
    return first if back and len(there) + len(back) == len(pairs) else None


def _is_same_word(one: str, other: str) -> bool:
    return one == other or _is_alike(one, other)


def _may_be_name(text: Sequence[Word], index: int) -> bool:
    """Is it written as a name is? The first word of a sentence has its capital anyway, so there only a short sentence counts."""
    word = text[index]
    if len(word.written) < 2 or not word.written.isalpha() or not word.written[0].isupper():
        return False
    opens = index == 0 or text[index - 1].sentence != word.sentence
    return not opens or index + _SHORT >= len(text) or text[index + _SHORT].sentence != word.sentence
