"""Which amounts an ad asks: kept only for as long as two versions are compared, to be able to say "the price changed" and no more."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from assistant.rules import elsewhere
from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number
from assistant.rules.facts import Facts

_SIGNS = frozenset("€$£₺₽₴฿")
_SMALLEST_BARE = 20
_SMALLEST_OF_AN_HOUR = 50  # "24 uur" and "48 uur" are hours
_REACH = 2
LEAST_ALONE = 80  # what is less may be an age,
_SMALLEST_BESIDE_AN_AGE = 30  # unless that is said as well
_LARGEST_HOURLY = 10_000
_HOURS = frozenset({"h", "u"})
_LARGEST = 10_000_000
_LARGEST_DISCOUNT = 50  # per cent: what is more is a manner of speaking, such as "100 % real"
_LARGEST_HOUR = 24
_ROUND = 5
_HUNDRED, _THOUSAND = 100, 1_000
_MINUTES = frozenset({30, 45, 60, 90, 120})
_AROUND = 12
_AGES = range(18, 71)
_ASKED_NEAR = 6
_DENIED_NEAR = 2


def read(text: Sequence[Word], found: Found, numbers: Sequence[Number]) -> Facts:
    """Amounts ("150") and "discount". Any other number that is no age, measure or time may be an amount as well."""
    keys = frozenset(hit.key for hit in found.of("price", "discount") if not _is_denied(text, found, hit))
    firm, possible = set(keys), set()
    for number in numbers:
        if (number.value < _SMALLEST_BARE and number.spoken) or number.value > _LARGEST:
            continue
        if number.first and not text[number.first].gap and text[number.first - 1].folded in _HOURS:
            continue  # the minutes of "12h30"
        if "%" in text[number.last].after and (keys or number.value <= _LARGEST_DISCOUNT):
            firm.add(f"{number.value}%")
        elif _is_amount(text, found, number) and text[number.first].clause not in elsewhere.clauses(found):
            firm.add(str(number.value))
        elif not _is_measure(text, found, number):
            possible.add(str(number.value))
    firm |= {
        str(number.value) for number in numbers if str(number.value) in possible and _is_led(text, found, number, firm)
    }
    if firm.isdisjoint(map(str, (number.value for number in numbers))):  # no amount is said as one
        firm |= _alone(text, found, numbers) & possible
    return Facts(frozenset(firm), frozenset(possible - firm))


def _is_denied(text: Sequence[Word], found: Found, hit: Hit) -> bool:
    """ "No discounts", "pas de rabais": it offers none."""
    denied = found.between(hit.first - _DENIED_NEAR, hit.last + _DENIED_NEAR + 1, "hour", "denied")
    return any(text[one.first].clause == text[hit.first].clause for one in denied)


def swapped(old: Facts, new: Facts) -> bool:
    """Is one round number, of what is only perhaps an amount, in the place of another: "at home 75", "85 at yours"?"""
    had, has = (
        {
            int(key)
            for key in one.possible - other.possible - other.firm
            if key.isdecimal() and _LARGEST_HOUR < int(key) <= _LARGEST_HOURLY and int(key) % _ROUND == 0
        }
        for one, other in ((old, new), (new, old))
    )
    return len(had) == len(has) == 1


def _is_amount(text: Sequence[Word], found: Found, number: Number) -> bool:
    first, last, value = number.first, number.last, number.value
    after = text[last].after
    led = text[first].gap.rstrip(" :\u00a0")[-1:]  # "€ 80", but not the sign of what stands before: "220 €, 1 Std."
    if (
        (led in _SIGNS and not _is_of_the_last(text, found, number))
        or _SIGNS & set(after[:2])
        or after.startswith((",-", ".-", ",--", ",–"))
    ):
        return True
    if has_currency(text, found, number):
        return True
    if value >= _SMALLEST_BARE and not (number.spoken or text[last].folded.isdecimal()):
        return True  # "10e", "35 mil", "3 stówki"
    if value < _SMALLEST_BARE or _is_measure(text, found, number):
        return False
    here = Hit("", "", first, last)
    lengths = _close(found, here, "duration")
    ended = after.startswith(". ") or "\n" in after  # "9-21. Half an hour 80"
    asked = [hit for hit in lengths if hit.first == last + 1 and hit.key != "minute" and not ended]
    if value >= (_SMALLEST_OF_AN_HOUR if any(hit.key == "hour" for hit in asked) else _SMALLEST_BARE) and asked:
        return True
    begins = _led_from(found, number)  # "an hour is 150"
    if value > _LARGEST_HOUR and any(_follows(text, hit.last, begins) for hit in lengths):  # "la ora 22" is an hour
        return not any(hit.first == last + 1 for hit in lengths)
    if "/" in after and any(hit.first == last + 1 for hit in lengths):
        return True
    if not ended and any(hit.first == last + 1 for hit in _close(found, here, "price", "per")):
        return True
    return any(0 < first - hit.last <= _REACH for hit in _close(found, here, "price", "word"))


def _alone(text: Sequence[Word], found: Found, numbers: Sequence[Number]) -> set[str]:
    """The round numbers that are a sentence by themselves: "Marta, 34, Segovia. 60.", "Mona, Cluj. De la 300."

    One that may be her age only where another one is that.
    """
    alone = [number for number in numbers if number.value % _ROUND == 0 and _is_all(text, found, number)]
    aged = any(number not in alone and number.value in _AGES for number in numbers)
    return {str(number.value) for number in alone if number.value >= LEAST_ALONE or (aged and len(alone) == 1)}


def _is_of_the_last(text: Sequence[Word], found: Found, number: Number) -> bool:
    """Does the sign before a number belong to the one before that: "80€ 30mn", "35 € 30 min"?"""
    glued = text[number.first].gap[:1] in _SIGNS or bool(found.starting(number.last + 1, "duration", "minute"))
    return number.first > 0 and text[number.first - 1].folded.isdecimal() and glued


def _led_from(found: Found, number: Number) -> int:
    """The first word of the number, with the word that leads a price before it: "from 60"."""
    return min([number.first, *(hit.first for hit in found.ending(number.first - 1, "price", "lead"))])


def _is_all(text: Sequence[Word], found: Found, number: Number) -> bool:
    """Is it all that its sentence says, but for a word that leads a price?"""
    first, last = _led_from(found, number), number.last
    if number.spoken or number.value < _SMALLEST_BESIDE_AN_AGE:
        return False
    ends = last + 1 == len(text) or _parts(text[last], text[last + 1])
    return ends and (first == 0 or _parts(text[first - 1], text[first]))


def _parts(word: Word, following: Word) -> bool:
    """Does a sentence end between them, be it behind an age: "Segovia, 34. 60."?"""
    return word.sentence != following.sentence or following.gap.startswith(". ")


def _is_led(text: Sequence[Word], found: Found, number: Number, amounts: AbstractSet[str]) -> bool:
    """Does "for" or "pay" lead a round number in a sentence that names an amount: "half an hour 50, for you 40"?"""
    if number.value <= _LARGEST_HOUR or number.value % _ROUND:
        return False
    if number.value in _MINUTES and found.near(
        Hit("", "", number.first, number.last), "duration", "minute", within=_AROUND
    ):
        return False  # "thirty minutes 90, for sixty 150"
    led = bool(found.ending(number.first - 1, "price", "lead")) or bool(
        found.leading(number.first, "price", "word", "discount", within=_ASKED_NEAR)
    )
    sentence = text[number.first].sentence
    first = last = number.first
    while first and text[first - 1].sentence == sentence and number.first - first < _AROUND:
        first -= 1
    while last + 1 < len(text) and text[last + 1].sentence == sentence and last - number.first < _AROUND:
        last += 1
    return led and any(word.folded in amounts for word in text[first : last + 1])


def has_currency(text: Sequence[Word], found: Found, number: Number) -> bool:
    """Does a currency stand right before or after it? One before it that follows a number itself belongs to that: "100 euro, 80 minutes"."""
    here = Hit("", "", number.first, number.last)
    large = _close(found, here, "price", "currency_large") if number.value > _LARGEST_HOUR else []  # "Fr" is Friday too
    money = [*_close(found, here, "price", "currency"), *_close(found, here, "currency"), *large]
    if any(hit.first == number.last + 1 or _ends_in(hit, number) for hit in money):
        return True
    for hit in money:
        if hit.last == number.first - 1 and text[hit.last].clause == text[number.first].clause:
            return not (hit.first and text[hit.first - 1].folded.isdecimal())
    return False


def _ends_in(hit: Hit, number: Number) -> bool:
    """Is money what the number itself ends in: "tizenöt ezer", "dwie stówki"? Such a word alone is a manner of speaking: "ezer csók"."""
    if hit.last != number.last or not number.spoken:
        return False
    return hit.first > number.first or number.value not in (_HUNDRED, _THOUSAND)


def _is_measure(text: Sequence[Word], found: Found, number: Number) -> bool:
    """Years, centimetres or minutes: what may stand after a number that is no hour, and is no currency."""
    after = found.starting(number.last + 1, "hour", "not")
    minutes = found.starting(number.last + 1, "duration", "minute")
    hours = found.ending(number.first - 1, "duration", "hour")
    if number.spoken and number.value < _SMALLEST_OF_AN_HOUR and hours:
        return True  # "une heure trente"
    return bool(after or minutes) and not has_currency(text, found, number)


def _follows(text: Sequence[Word], last: int, first: int) -> bool:
    """Does the number at `first` come right after the duration that ends at `last`: "1 uur 150", "30 min = 80"?"""
    return last == first - 1 and not set("/-–—") & set(text[first].gap) and text[last].sentence == text[first].sentence


def _close(found: Found, number: Hit, subject: str, *keys: str) -> list[Hit]:
    return [
        hit
        for hit in found.between(number.first - 8, number.last + 3, subject, *keys)
        if found.distance(number, hit) <= 3
    ]
