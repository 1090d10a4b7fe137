"""Which amounts an ad asks: kept only for as long as two versions are compared, to be able to say "the price changed" and no more."""

from collections.abc import Sequence

from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.cardinals import Number
from assistant.rules.facts import Facts

_SIGNS = frozenset("€$£₺₽₴฿")
_SMALLEST_BARE = 20
_SMALLEST_OF_AN_HOUR = 50  # "24 uur" and "48 uur" are hours
_REACH = 2


def read(text: Sequence[Word], found: Found, numbers: Sequence[Number]) -> Facts:
    """Amounts ("150") and "discount". Any other number that is no age, measure or time may be an amount as well."""
    keys = found.keys_of("price", "discount")
    firm, possible = set(keys), set()
    for number in numbers:
        if number.value < _SMALLEST_BARE and number.spoken:
            continue
        if keys and "%" in text[number.last].after:
            firm.add(f"{number.value}%")
        if _is_amount(text, found, number):
            firm.add(str(number.value))
        elif not _is_measure(text, found, number):
            possible.add(str(number.value))
    return Facts(frozenset(firm), frozenset(possible))


def _is_amount(text: Sequence[Word], found: Found, number: Number) -> bool:
    first, last, value = number.first, number.last, number.value
    after = text[last].after
    led = text[first].gap.rstrip(" :\u00a0")[-1:]  # "€ 80", but not the sign of what stands before: "220 €, 1 Std."
    if led in _SIGNS or _SIGNS & set(after[:2]) or after.startswith((",-", ".-", ",--", ",–")):
        return True
    if has_currency(text, found, number):
        return True
    if value < _SMALLEST_BARE or _is_measure(text, found, number):
        return False
    here = Hit("", "", first, last)
    lengths = _close(found, here, "duration")
    asked = [hit for hit in lengths if hit.first == last + 1 and hit.key != "minute"]
    if value >= (_SMALLEST_OF_AN_HOUR if any(hit.key == "hour" for hit in asked) else _SMALLEST_BARE) and asked:
        return True
    if any(_follows(text, hit.last, first) for hit in lengths):
        return not any(hit.first == last + 1 for hit in lengths)
    if "/" in after and any(hit.first == last + 1 for hit in lengths):
        return True
    if any(hit.first == last + 1 for hit in _close(found, here, "price", "per")):
        return True
    return any(0 < first - hit.last <= _REACH for hit in _close(found, here, "price", "word"))


def has_currency(text: Sequence[Word], found: Found, number: Number) -> bool:
    """Does a currency stand right before or after it? One before it that follows a number itself belongs to that: "100 euro, 80 minutes"."""
    here = Hit("", "", number.first, number.last)
    for hit in [*_close(found, here, "price", "currency"), *_close(found, here, "currency")]:
        if hit.first == number.last + 1:
            return True
        if hit.last == number.first - 1 and text[hit.last].clause == text[number.first].clause:
            return not (hit.first and text[hit.first - 1].folded.isdecimal())
    return False


def _is_measure(text: Sequence[Word], found: Found, number: Number) -> bool:
    """Years, centimetres or minutes: what may stand after a number that is no hour, and is no currency."""
    after = found.starting(number.last + 1, "hour", "not")
    minutes = found.starting(number.last + 1, "duration", "minute")
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
