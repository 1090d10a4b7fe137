"""Cyrillic written in Latin letters, as people do for an address or a user name."""

_LETTERS = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip


def in_latin(small: str) -> str:
    """`small` letters, those of Cyrillic one by one in Latin ones; anything else as it is."""
    return small.translate(_LETTERS) if any("\u0400" <= char <= "\u04ff" for char in small) else small
