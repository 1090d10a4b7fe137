"""Which language a handful of words is in, by the words of the lexicon: for texts too short to be told by their letters."""

from collections.abc import Collection, Mapping
from functools import cache

from assistant import lexicon
from assistant.rules.ad_words import fold

_FILES = ("noticing", "ads", "numbers", "small_words", "hook_words")
_SHORTEST = 2  # letters
_FEWEST = 2  # words
_MOST_KNOWN, _LEAST_KNOWN = 0.6, 0.34


@cache
def _known(language: str) -> frozenset[str]:
    """Every word of a language's lists."""
    return frozenset(
        word for name in _FILES for text in _texts(lexicon.words(language, name)) for word in fold(text).split()
    )


def _texts(data: object) -> list[str]:
    if isinstance(data, str):
        return [data]
    items = data.values() if isinstance(data, Mapping) else data if isinstance(data, list | tuple) else ()
    return [text for item in items for text in _texts(item)]


def apart(old: Collection[str], new: Collection[str]) -> tuple[str, str] | None:
    """The two languages of folded words that went and came, where each knows its own and hardly the other's; else None."""
    if min(len(old), len(new)) < _FEWEST:
        return None
    shares = {code: (_share(old, code), _share(new, code)) for code in lexicon.languages()}
    was = max(shares, key=lambda code: shares[code][0] - shares[code][1])
    now = max(shares, key=lambda code: shares[code][1] - shares[code][0])
    sure = shares[was][0] >= _MOST_KNOWN and shares[now][1] >= _MOST_KNOWN
    return (was, now) if sure and shares[was][1] <= _LEAST_KNOWN and shares[now][0] <= _LEAST_KNOWN else None


def _share(words: Collection[str], language: str) -> float:
    return sum(word in _known(language) for word in words) / len(words)
