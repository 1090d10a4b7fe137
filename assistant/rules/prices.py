"""Which amounts an ad asks: kept only for as long as two versions are compared, to be able to say "the price changed" and no more."""

from collections.abc import Sequence

from assistant.rules.ad_words import Found, Hit, Word

_SIGNS = frozenset("€$£₺₽₴฿")
_SMALLEST_BARE = 20
_SMALLEST_OF_AN_HOUR = 50  # "24 uur" and "48 uur" are hours
_REACH = 2


def read(text: Sequence[Word], found: Found) -> frozenset[str]:
    """Amounts ("150"), "discount" and "word" (the price is talked about) as far as the sentences of `text` hold them."""
    keys = {hit.key for hit in found.of("price", "discount")}
    numbers = _numbers(text)
    amounts = {str(value) for first, last, value in numbers if _is_amount(text, found, first, last, value)}
    if keys:
        amounts |= {f"{value}%" for _, last, value in numbers if "%" in text[last].after}
    talked = {"word"} if found.of("price", "word") and not amounts else set()
    return frozenset(keys | amounts | talked)


def _numbers(text: Sequence[Word]) -> list[tuple[int, int, int]]:
    """(first word, last word, value) of every number; "20.000", "20 000" and "150,00" are one number each."""
    found, index = [], 0
    while index < len(text):
        if not _is_number(text[index]):
            index += 1
            continue
        last, digits = index, text[index].folded
        while (
            last + 1 < len(text)
            and len(digits) <= 6
            and len(text[last + 1].folded) == 3
            and _joins(text[last + 1], ". ,'")
        ):
            last += 1
            digits += text[last].folded
        value = int(digits)
        if last + 1 < len(text) and text[last + 1].folded == "00" and _joins(text[last + 1], ".,"):
            last += 1
        found.append((index, last, value))
        index = last + 1
    return found


def _is_number(word: Word) -> bool:
    return word.folded.isascii() and word.folded.isdigit() and len(word.folded) <= 7


def _joins(word: Word, gaps: str) -> bool:
    return _is_number(word) and len(word.gap) == 1 and word.gap in gaps


def _is_amount(text: Sequence[Word], found: Found, first: int, last: int, value: int) -> bool:
    after = text[last].after
    if _SIGNS & set(text[first].gap[-3:]) or _SIGNS & set(after[:2]) or after.startswith((",-", ".-", ",--", ",–")):
        return True
    number = Hit("", "", first, last)
    money = [*_close(found, number, "price", "currency"), *_close(found, number, "currency")]
    if any(hit.first == last + 1 or hit.last == first - 1 for hit in money):
        return True
    if value < _SMALLEST_BARE:
        return False
    asked = [hit for hit in _close(found, number, "duration", "hour", "half", "night") if hit.first == last + 1]
    if value >= (_SMALLEST_OF_AN_HOUR if any(hit.key == "hour" for hit in asked) else _SMALLEST_BARE) and asked:
        return True
    if any(_follows(text, hit.last, first) for hit in _close(found, number, "duration")):
        return not any(hit.first == last + 1 for hit in _close(found, number, "duration"))
    if "/" in after and any(hit.first == last + 1 for hit in _close(found, number, "duration")):
        return True
    if any(hit.first == last + 1 for hit in _close(found, number, "price", "per")):
        return True
    return any(0 < first - hit.last <= _REACH for hit in _close(found, number, "price", "word"))


def _follows(text: Sequence[Word], last: int, first: int) -> bool:
    """Does the number at `first` come right after the duration that ends at `last`: "1 uur 150", "30 min = 80"?"""
    return last == first - 1 and not set("/-–—") & set(text[first].gap) and text[last].sentence == text[first].sentence


def _close(found: Found, number: Hit, subject: str, *keys: str) -> list[Hit]:
    return [
        hit
        for hit in found.between(number.first - 8, number.last + 3, subject, *keys)
        if found.distance(number, hit) <= 3
    ]
