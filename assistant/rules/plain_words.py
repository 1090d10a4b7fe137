"""The words of an ad as they are held against those of another version: what is written in two ways and means one thing is one word."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from assistant import lexicon
from assistant.rules import cardinals
from assistant.rules.ad_words import Found, Hit, Word, fold, found_in

_SHORT = 3  # letters
_BETWEEN_THOUSANDS = frozenset({" ", ".", ",", "\u00a0", "'"})
_LONGEST_GROUP = 3  # digits
_KISSES = frozenset("xo")
_A_DAY = 25  # hours, and one more
_DASHES = frozenset("-–—")
_CENTS_AFTER = frozenset(",:.")


def plain_words(text: Sequence[Word], language: str | None) -> list[str]:
    """The words, numbers in digits ("15 000" and "15.000" as "15000"), days, hours and lengths by one name ("Mon" and "Monday", "21 hours" and "21h").

    Without "and", currencies, the "to" of "10 to 18", and the cents of a round amount.
    """
    found = found_in(tuple(text), language)
    spoken = {
        number.first: number for number in cardinals.read(text, language) if number.spoken or number.last > number.first
    }
    days = {hit.first: hit.key for hit in [*found.of("day"), *found.of("day_short")] if hit.first == hit.last}
    hours = {
        hit.first for hit in found.of("hour", "unit") if hit.first == hit.last and _is_of_the_clock(text, spoken, hit)
    }
    lengths = {hit.first: hit.key for hit in found.of("duration", "hour", "minute") if hit.first == hit.last}
    idle = _idle(text, found, language) | _between_hours(text, found, spoken, hours)
    said = {at for number in spoken.values() for at in range(number.first + 1, number.last + 1)}
    out: list[str] = []
    for index, word in enumerate(text):
        if index in spoken:
            out.append(str(spoken[index].value))
        elif index in said or _is_numbering(text, index):
            continue
        elif _goes_on_cut_short(text, index):
            out[-1:] = ["".join(out[-1:]) + word.folded]  # "p.u." is "pu"
        elif _is_a_thousand(out, word):
            out[-1] += word.folded
        elif not (
            index in idle or _KISSES.issuperset(word.folded) or (word.folded == "00" and word.gap in _CENTS_AFTER)
        ):
            out.append("h" if index in hours else days.get(index) or lengths.get(index) or word.folded.replace("'", ""))
    return [_in_one_spelling(word, language) for word in out]


# "Suesse" as "süße", whose dots are folded away; "lyf" as "lijf".
_SPELLINGS = {"de": (("ae", "a"), ("oe", "o"), ("ue", "u")), "nl": (("ij", "y"),)}


def _in_one_spelling(word: str, language: str | None) -> str:
    for one, other in _SPELLINGS.get(language or "", ()):
        word = word.replace(one, other)
    return word


def _idle(text: Sequence[Word], found: Found, language: str | None) -> set[int]:
    """The words that say nothing by themselves: "and", currencies, and the smallest of the language but those that deny."""
    hits = [*found.of("hour", "also"), *found.of("price", "currency"), *found.of("currency")]
    denied = {hit.first for hit in [*found.of("hour", "denied"), *found.of("pet_none"), *found.of("not_pet")]}
    small = _small_words(language or "en")
    idle = {at for at, word in enumerate(text) if word.folded in small and at not in denied}
    return idle | set(_indices(hits))


def _indices(hits: Sequence[Hit]) -> Iterator[int]:
    return (index for hit in hits for index in range(hit.first, hit.last + 1))


def _between_hours(
    text: Sequence[Word], found: Found, spoken: Mapping[int, cardinals.Number], units: AbstractSet[int]
) -> set[int]:
    """The words between two numbers, with `units` such as "h" or without, that mean "to", and the "from" before those.

    Not those between two days: "Tuesday to Friday" is not "Tuesday and Friday".
    """
    figures = {at for at, word in enumerate(text) if word.folded.isdecimal()}
    begins, ends = figures | spoken.keys(), figures | {one.last for one in spoken.values()} | units
    to = [hit for hit in found.of("hour", "to") if hit.first - 1 in ends and hit.last + 1 in begins]
    ranges = {hit.first for hit in to} | {at for at in begins if text[at].gap.strip() in _DASHES}
    leads = [
        hit
        for hit in found.of("hour", "from", "between")
        if hit.last + 1 in begins and not ranges.isdisjoint(range(hit.last + 2, hit.last + 5))
    ]
    return set(_indices([*to, *leads]))


def _goes_on_cut_short(text: Sequence[Word], index: int) -> bool:
    """Is it the second letter of "p.u."?"""
    word, before = text[index], text[index - 1].folded if index else ""
    return word.gap == "." and len(word.folded) == len(before) == 1 and word.folded.isalpha()


def _is_a_thousand(out: Sequence[str], word: Word) -> bool:
    """Is it the second group of "15 000"?"""
    behind = bool(out) and out[-1].isdecimal() and len(out[-1]) <= _LONGEST_GROUP
    return behind and word.gap in _BETWEEN_THOUSANDS and len(word.folded) == _LONGEST_GROUP and word.folded.isdecimal()


def _is_of_the_clock(text: Sequence[Word], spoken: Mapping[int, cardinals.Number], unit: Hit) -> bool:
    """Does a number of hours stand before it: "21 h", which is "21 hours", and not "180 the hour"?"""
    if not unit.first or "." in text[unit.first].gap:
        return False
    before = text[unit.first - 1].folded
    told = [one.value for one in spoken.values() if one.last == unit.first - 1]
    return min([int(before) if before.isdecimal() else _A_DAY, *told]) < _A_DAY


@cache
def _small_words(language: str) -> frozenset[str]:
    """The shortest everyday words of a language, such as "de" and "la"."""
    common = lexicon.words(language, "small_words").get("common", ())
    words = " ".join(common) if not isinstance(common, str) else common
    return frozenset(word for word in map(fold, words.split()) if len(word) <= _SHORT)


def _is_numbering(text: Sequence[Word], index: int) -> bool:
    """Is it the "2." that begins a line of a list?"""
    word = text[index]
    begins = index == 0 or "\n" in word.gap
    return begins and word.folded.isdecimal() and len(word.folded) == 1 and word.after[:1] in {".", ")"}
