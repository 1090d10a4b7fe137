"""Cyrillic written in Latin letters, as people do for an address or a user name."""

_LETTERS = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip


def in_latin(small: str) -> str:
    """`small` letters, those of Cyrillic one by one in Latin ones; anything else as it is."""
    return small.translate(_LETTERS) if any("\u0400" <= char <= "\u04ff" for char in small) else small


_HARD = "ъ"
_HARD_SPELLED = ("a", "u", "y")  # "sym", "sum" and "sam" are all "съм"
_ONE_SPELLING = (
    ("tz", "c"), ("ts", "c"), ("zh", "j"), ("kh", "h"), ("x", "h"), ("w", "v"), ("q", "ia"), ("y", "i"), ("ja", "ia"), ("ju", "iu"),
    ("ii", "i"),
)  # fmt: skip


def one_spelling(latin: str) -> str:
    """Small Latin letters in the one spelling that `spellings` gives: "snimkyte", "kosa" and "sedmitsa" as "snimkite", "kosa", "sedmica"."""
    for several, one in _ONE_SPELLING:
        latin = latin.replace(several, one)
    return latin


def spellings(cyrillic: str) -> frozenset[str]:
    """How small Cyrillic letters may be written in Latin ones, each as `one_spelling` gives it; Latin text as it stands."""
    return frozenset(one_spelling(in_latin(cyrillic.replace(_HARD, hard))) for hard in _HARD_SPELLED)
