"""Digits that are no phone number: prices, hours, dates, measures, bank accounts, ad ids. Their spans are kept away from the reader."""

import re
from collections.abc import Iterator

_MONEY = r"(?:€|\$|£|₴|₽|₺|r\$|(?<![^\W\d_])(?:eur\b|euros?\b|lei\b|ron\b|z[lł]\b|pln\b|лв\b|лева\b|ft\b|huf\b|usd\b|dollars?\b|pesos?\b|грн\b|руб\b|tl\b|lira\b))"
_CLOCK = r"(?:[01]?\d|2[0-4])(?:\s?[:.h]\s?[0-5]\d|\s?(?:h|uur|uhr|u|am|pm)\b)(?:\s?(?:h|uur|uhr|am|pm)\b)?"
_NOT_PART_OF_MORE = r"(?<![\d])(?<![\d][-./:_*])"
_NOT_MORE_AFTER = r"(?![\d])(?![-./:_*]\d)"

# What begins with a digit.
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
    # von 8 bis 18 Uhr
    _NOT_PART_OF_MORE
    + r"(?<!\d )(?:[01]?\d|2[0-4])\s?(?:-|–|tot|to|bis|à|a|al|until|до|do|pana la|până la|hasta|até|ate)\s?(?:[01]?\d|2[0-4])\s?(?:h|hs|hrs|uur|uhr|u|am|pm|ч|часа|год|godz)\b",
    # 11-21, at the end of a line before one that holds a whole number
    _NOT_PART_OF_MORE
    + r"(?<!\d[ \n])(?:[6-9]|1\d|2[0-3])\s?[-–—]\s?(?:1\d|2[0-4])[ .,;]{0,2}\n(?=[^\w\n]{0,4}\d(?:[ ().\-/]{0,2}\d){8})",
    # 12-05-2026, 2026-05-12
    _NOT_PART_OF_MORE + r"(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d" + _NOT_MORE_AFTER,
    _NOT_PART_OF_MORE + r"(?:19|20)\d\d([-./])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])" + _NOT_MORE_AFTER,
    # 02.12. bis 07.12., 10-20 Uhr
    r"(?<![\d.])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?=[,;)]|\s(?:bis|tot|do|az|до|[-–])\s|\s?$)",
    # 25.11 до 02.12
    _NOT_PART_OF_MORE
    + r"(?:[12]\d|3[01]|0?[1-9])[./](?:0?[1-9]|1[0-2])\.?\s?(?:-|–|до|bis|tot|to|until|t/m|al|a|au|à|do|pana la|até|ate|hasta)\s?(?:[12]\d|3[01]|0?[1-9])[./](?:0[1-9]|1[0-2])(?!\d)(?![-./*_]\d)",
    # 24.12, 5/12
    _NOT_PART_OF_MORE
    + r"(?<!\d )(?<!\d / )(?<!\d/ )(?<!\.\.)(?<![^\W\d_])(?<![^\W\d_][./-])(?:[12]\d|3[01]|[1-9])[./](?:1[0-2]|[1-9])(?!\d)(?![-/:]? ?\d)(?!\) ?\d)(?![.,_]\d)(?![oilsbz][./-]?\d)",
    r"(?<![\d/)])[1-9]\d{2,3}/\d{4,5}(?![\d/]| ?\d)",  # files and licences
    r"(?<![\d/])\d{2,6}/20[0-3]\d(?![\d/]| ?\d)",  # of that year
    # 90-60-90
    _NOT_PART_OF_MORE
    + r"(?:[6-9]\d|(?<!\d\) )(?<!\d\))(?<!\d{3} )1[0-4]\d)([-/x])[4-9]\d\1(?:[6-9]\d|1[0-4]\d)"
    + _NOT_MORE_AFTER,
    # 1.70 m, 1m70, 170 cm / 55 kg
    r"(?<!\d)1[.,]\s?[4-9]\d\s?m\b|(?<!\d)1\s?m\s?[4-9]\d(?!\d)",
    # 5'4, 5ft7, 34C, 36DD
    r"(?<![\d'])[4-6]\s?(?:'|ft\.?)\s?(?:1[01]|\d)(?:\"|''|in\b)?(?!\d)",
    r"(?<![\d\w])(?<![\doilsbz][-. ])(?:3\d|[6-9]\d|1[01]\d)(?:[a-k]|aa|d{2,4}|e{2})(?![\w-])(?!\.\d)",
    r"(?<![\d.,/-])(?<!\d )[1-9]\d{0,2}(?:[.,' ]\d{3})+\s?(?:km|qm|m2|m²|kr|chf|fr|"
    + _MONEY
    + r")(?![^\W_])",  # 141.500 km
    # 150,- , 100/150/200 €
    r"(?<![\d])(?:\d{1,4}(?:[.,]\d{2})?\s?[-/]\s?){0,4}\d{1,4}(?:[.,]\d{2}|,-)?\s?" + _MONEY + r"(?![\s$€£]{0,3}\d)",
    r"(?<!\d)\d{2,4},-",
    # 1000-2200: hours in four digits
    r"(?<!\d)(?<!\d[-./: )])(?:[01]\d|2[0-4])[0-5]0\s?[-–—]\s?(?:[01]\d|2[0-4])[0-5]0(?!\d)(?![-./ ]\d{3})",
    # people's, firms' and accounts' numbers in their usual groups
    r"(?<![\d.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)",
    r"(?<![\d.-])\d{2}\.\d{3}\.\d{3}(?:/\d{4}-\d{2}|-[\dx])(?!\d)",
    r"(?<![\d.-])756\.\d{4}\.\d{4}\.\d{2}(?!\d)",
    r"(?<![\d+(-])(?<!\d )\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\d)",
    r"(?<![\d(.+-])(?<!\d )(?!00)\d{4,5}-\d{3}(?![\d.-]| \d)",  # a postcode
    r"(?<![\d+-])\d{8}-\d{8}(?:-\d{8})?(?!\d)",
    r"(?<![\d+-])\d{3}-\d{7}-\d{7}(?!\d)",  # an order
    r"(?<![\d+-])\d{3} \d{3} \d{4} \d{4} \d{4}(?!\d)(?! \d)",  # a Mexican account
    r"(?<![\d.,])(?<!\d )1[.,][4-9]\d(?=[.,;)]?(?:\s|$))(?!\s\d)",  # a height
    r"(?<![\d/+])(?:\d{2}/\d{3}/\d{5}|\d{3}/\d{4}/\d{4}|\d{4}/20\d\d/\d{4})(?![\d/])",  # tax numbers, files
    r"(?<![\d+-])\d{3}-\d{3}-\d{3} \d{2}(?!\d)(?! \d)",
    # 40/70705/2020, 168/55/3, 52.3702, 4.8952; 11/28 10-6
    r"(?<![\d/])\d{1,6}/\d{1,7}/(?:19|20)\d\d(?![\d/])",
    r"(?<![\d/])1[4-9]\d\s?/\s?[4-9]\d\s?/\s?\d(?![\d/])",
    r"(?<![\d.])\d{1,3}\.\d{4,8}\s?[,;/]?\s?(?:e|o|w|long|lon|lng)?\s?-?\d{1,3}\.\d{4,8}(?![\d.])",
    r"(?<![\d/])(?:0?[1-9]|1[0-2])/(?:[12]\d|3[01]|0?[1-9])\s+\d{1,2}(?::\d\d)?\s?-\s?\d{1,2}(?!\d)",
)
_IBANS = {  # length: countries
    15: "no", 16: "be", 18: "nl|dk|fi", 20: "at|lu|lt|ee", 21: "ch|lv|hr", 22: "de|gb|ie|bg|rs", 24: "es|ro|se|cz|sk|md",
    25: "pt", 26: "tr", 27: "fr|it|gr", 28: "pl|hu|al|cy", 29: "ua|br",
}  # fmt: skip
# What begins with letters or a sign.
_WORDED = (
    # wallets: hexadecimal, or letters and figures without order
    r"\b0x[0-9a-f]{12,}\b",
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    r"\b(?:bc1|ltc1)[a-z0-9]{8,}\b",
    r"\b[13lm](?=[a-z0-9]{24,60}\b)(?=(?:[a-z]*\d+){5})(?=(?:\d*[a-z]+){5})[a-z0-9]+\b",
    # € 150
    _MONEY + r"[^\S\n]?:?[^\S\n]?\d{1,4}(?:[.,]\d{2}|,-)?(?!\d)(?:\s?[-/]\s?\d{1,4}(?!\d))*(?![-. ]?\d{2})",
    r"\b(?:che[- ]\d{3}\.\d{3}\.\d{3}|(?:be|on(?=\s?:?\s?0?(?!4[5-9]))|(?:kbo|bce|tva|btw)[\s:.]*(?:be\s?)?)[\s:]{0,2}[01]\d{3}[ .]?\d{3}[ .]?\d{3}|(?:rpr|rpm|rcs|hrb|hra)\s+[^\W\d]+\s+[\d. ]{6,14}\d)\b",
)
# What begins with letters that two digits follow on.
_LETTERED = (
    r"\b[a-z]{2}\d{9}[a-z]{2}\b",  # a parcel
    r"\b(?:atu|be|bg|cy|cz|de|dk|ee|fi|fr|hr|hu|it|lt|lv|lu|mt|nl|pl|pt|ro|si|sk|gb)\d{8,12}(?:b\d\d)?\b",
    # bank accounts, whole, or else groups of four after two letters and two check digits
    *(rf"\b(?:{countries})\d\d(?:[ .-]?[a-z0-9]){{{size - 4}}}(?![a-z0-9])" for size, countries in _IBANS.items()),
    r"\b[a-z]{2}\d{2} ?[a-z0-9]{4}(?: ?(?=[a-z]*\d)[a-z0-9]{4}){1,6}(?: ?\d{1,4})?\b",
)
_DIGIT = re.compile(r"(?<!\d)\d")
_BY_DIGIT = tuple(re.compile(pattern) for pattern in _PATTERNS)
_LETTERS = re.compile(r"\b[a-z]{2,3}\d\d")
_BY_LETTERS = tuple(re.compile(pattern) for pattern in _LETTERED)
_BY_WORD = tuple(re.compile(pattern) for pattern in _WORDED)


def spans(text: str) -> list[tuple[int, int]]:
    """The spans of a folded, lower-case text that hold such digits, in order, joined where they overlap."""
    digits = [digit.start() for digit in _DIGIT.finditer(text)]
    found = [match.span() for at in digits for pattern in _BY_DIGIT if (match := pattern.match(text, at))]
    if digits:
        letters = [letter.start() for letter in _LETTERS.finditer(text)]
        found += [match.span() for at in letters for pattern in _BY_LETTERS if (match := pattern.match(text, at))]
        found += (match.span() for pattern in _BY_WORD for match in pattern.finditer(text))
    return joined(found)


def joined(found: Iterator[tuple[int, int]] | list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, overlapping ones made one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        elif start < end:
            kept.append((start, end))
    return kept
