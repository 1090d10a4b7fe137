"""Digits that are no phone number: prices, hours, dates, measures, bank accounts, ad ids. Their spans are kept away from the reader."""

import re
from collections.abc import Iterator

_MONEY = r"(?:€|\$|£|₴|₽|₺|eur\b|euros?\b|lei\b|ron\b|z[lł]\b|pln\b|лв\b|лева\b|ft\b|huf\b|usd\b|dollars?\b|r\$|pesos?\b|грн\b|руб\b|tl\b|lira\b)"
_CLOCK = r"(?:[01]?\d|2[0-4])(?:\s?[:.h]\s?[0-5]\d|\s?(?:h|uur|uhr|u|am|pm)\b)(?:\s?(?:h|uur|uhr|am|pm)\b)?"
_NOT_PART_OF_MORE = r"(?<![\d])(?<![\d][-./:])"
_NOT_MORE_AFTER = r"(?![\d])(?![-./:]\d)"

_PATTERNS = (
    # 24/7, 7/7, 24 uur
    _NOT_PART_OF_MORE + r"24\s?[/x\\]\s?7" + _NOT_MORE_AFTER,
    _NOT_PART_OF_MORE + r"7\s?/\s?7" + _NOT_MORE_AFTER,
    # 10:00-22:00, 10h-22h, van 10.00 tot 22.00 uur
    _NOT_PART_OF_MORE
    + _CLOCK
    + r"\s?(?:-|–|—|~|/|tot|to|bis|à|a|until|до|do|pana la|hasta|até|ate)\s?"
    + _CLOCK
    + _NOT_MORE_AFTER,
    _NOT_PART_OF_MORE + r"(?:[01]?\d|2[0-4]):[0-5]\d" + _NOT_MORE_AFTER,
    # 12-05-2026, 2026-05-12
    _NOT_PART_OF_MORE + r"(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d" + _NOT_MORE_AFTER,
    _NOT_PART_OF_MORE + r"(?:19|20)\d\d([-./])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])" + _NOT_MORE_AFTER,
    # 90-60-90
    _NOT_PART_OF_MORE
    + r"(?:[6-9]\d|(?<!\d\) )(?<!\d\))(?<!\d{3} )1[0-4]\d)([-/x])[4-9]\d\1(?:[6-9]\d|1[0-4]\d)"
    + _NOT_MORE_AFTER,
    # 1.70 m, 1m70, 170 cm / 55 kg
    r"(?<!\d)1[.,]\s?[4-9]\d\s?m\b|(?<!\d)1\s?m\s?[4-9]\d(?!\d)",
    # 5'4, 5ft7, 34C, 36DD
    r"(?<![\d'])[4-6]\s?(?:'|ft\.?)\s?(?:1[01]|\d)(?:\"|''|in\b)?(?!\d)",
    r"(?<![\d\w])(?<!\d[-. ])(?:3\d|[6-9]\d|1[01]\d)(?:[a-k]|aa|d{2,4}|e{2})(?![\w-])(?!\.\d)",
    # € 150, 150,- , 100/150/200 €
    _MONEY + r"\s?:?\s?\d{1,4}(?:[.,]\d{2}|,-)?(?!\d)(?:\s?[-/]\s?\d{1,4}(?!\d))*(?![-. ]?\d{2})",
    r"(?<![\d])(?:\d{1,4}(?:[.,]\d{2})?\s?[-/]\s?){0,4}\d{1,4}(?:[.,]\d{2}|,-)?\s?" + _MONEY + r"(?![\s$€£]{0,3}\d)",
    r"(?<!\d)\d{2,4},-",
    # 40/70705/2020, 168/55/3, 52.3702, 4.8952; 11/28 10-6
    r"(?<![\d/])\d{1,6}/\d{1,7}/(?:19|20)\d\d(?![\d/])",
    r"(?<![\d/])1[4-9]\d\s?/\s?[4-9]\d\s?/\s?\d(?![\d/])",
    r"(?<![\d.])\d{1,3}\.\d{4,8}\s?[,;/]?\s?(?:e|o|w|long|lon|lng)?\s?-?\d{1,3}\.\d{4,8}(?![\d.])",
    r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:[12]\d|3[01]|0?[1-9])\s+\d{1,2}(?::\d\d)?\s?-\s?\d{1,2}(?!\d)",
    # bank accounts: letters and two check digits, then groups of four
    r"\b[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){2,7}(?:\s?[a-z0-9]{1,4})?\b",
    r"\biban\s?:?\s?[a-z]{2}\d{2}[\s.\-]?[a-z0-9][a-z0-9\s.\-]{8,38}[0-9]\b",
)
_BLOCKED = tuple(re.compile(pattern) for pattern in _PATTERNS)


def spans(text: str) -> list[tuple[int, int]]:
    """The spans of a folded, lower-case text that hold such digits, in order, joined where they overlap."""
    return joined(match.span() for pattern in _BLOCKED for match in pattern.finditer(text))


def joined(found: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, overlapping ones made one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        elif start < end:
            kept.append((start, end))
    return kept
