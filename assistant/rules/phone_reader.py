"""All phone numbers of an ad: those behind links, then those that its pieces spell."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.rules import bridged, half_spoken, not_numbers, phone_links, put_right, words_around
from assistant.rules.digits import Folded, bare
from assistant.rules.echoes import without_echoes
from assistant.rules.number_readings import Places
from assistant.rules.numbers_in_text import FEWEST_DIGITS, Found, best_cover
from assistant.rules.phones import Number, same_number_keys
from assistant.rules.pieces import Piece, runs
from assistant.rules.spoken import vocabulary

MOST_PIECES_READ = 6000  # an ad has some dozens, a page of fifty ads some thousands; what comes after them is no ad
DISGUISED = 0.5  # what digits are worth that no machine reads: nobody writes an ad's number in such


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number and its span in the folded text."""

    number: Number
    start: int
    end: int


def find(
    folded: Folded,
    low: str,
    language: str | None,
    places: Places,
    taken: Sequence[tuple[int, int]],
    rejected: Sequence[tuple[int, int]],
) -> list[Spoken]:
    """The numbers of a folded text (`low`: the same in lower case), each once, in order. Spans in `taken` belong to addresses and handles, those in
    `rejected` to prices, hours and the like."""
    linked = phone_links.find(low, places.likely)
    spoken = [Spoken(link.number, link.start, link.end) for link in linked]
    blocked = not_numbers.joined([*rejected, *taken, *((link.start, link.end) for link in linked)])

    odd = not folded.source.isascii()

    def near(start: int, end: int) -> float:
        said = words_around.near(low, language, start, end)
        return (
            DISGUISED
            if odd and words_around.NUMBERS_NOTHING <= said < DISGUISED and _disguised(folded.quote(start, end))
            else said
        )

    def announced(start: int) -> bool:
        return words_around.announced(bare(low[max(0, start - words_around.LOOK_BACK) : start]), language) >= 0

    pieces = 0
    read: list[list[Piece]] = []
    languages = _reading_order(language)
    known = vocabulary(tuple(languages))
    for apart in runs(folded.text, languages, blocked):
        pieces += len(apart)
        if pieces > MOST_PIECES_READ:
            break
        run = list(half_spoken.joined(apart, folded.text, known))
        read.append(bridged.uncounted(without_echoes(run, folded.text)))
    read = put_right.put_in_front(read, low)
    covers = [
        found
        for run in read
        if sum(len(piece.apart or piece.digits) for piece in run) >= FEWEST_DIGITS
        for found in best_cover(run, places, near)
    ]
    told = [found for chain in bridged.chains(read) for found in bridged.told(chain, places, near, announced)]
    named = (put_right.of_named_country(found, folded.text, low) for found in _surest(covers, told))
    sure = put_right.without_slips(list(named), low)
    spoken += [Spoken(found.number, found.start, found.end) for found in sure]
    unique: dict[str, Spoken] = {}
    for entry in sorted(spoken, key=lambda entry: entry.start):
        canonical = same_number_keys(entry.number.e164)[0]
        if canonical not in unique or unique[canonical].number.e164 != canonical:
            unique[canonical] = entry
    return list(unique.values())


def _surest(covers: Sequence[Found], told: Sequence[Found]) -> list[Found]:
    """Numbers in one run, and those told with words between unless a mobile in one run begins where they do, or before, or is cut by them."""
    if not told:
        return list(covers)
    mobiles = [found for found in covers if found.number.mobile]
    kept = [
        one
        for one in told
        if not any(_overlap(one, other) and (other.start <= one.start or one.end < other.end) for other in mobiles)
    ]
    return [*(one for one in covers if not any(_overlap(one, other) for other in kept)), *kept]


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _disguised(quote: str) -> bool:
    """Is each digit of a number another character than the ten that machines read: circled, a keycap, full-width?"""
    plain = sum(char in "0123456789" for char in quote)
    return plain <= quote.count("\u20e3") and any(not char.isascii() for char in quote)


@cache
def _reading_order(language: str | None) -> tuple[str, ...]:
    first = [code for code in (language, "en") if code]
    return tuple(dict.fromkeys([*first, *lexicon.languages()]))
