"""What people call each chat and social channel, in any language."""

from collections.abc import Mapping
from functools import cache

from assistant import lexicon

_APART = 6  # letters of a name that is known with a space between each


@cache
def channel_names() -> Mapping[str, tuple[str, ...]]:
    """channel as in `ads.Channel` → its names in lower case, longest first, most specific channel first."""
    names: dict[str, set[str]] = {}
    for code in ("en", *lexicon.languages()):
        for channel, words in lexicon.words(code, "channels").get("channels", {}).items():
            names.setdefault(channel, set()).update(words)
            names[channel].update(" ".join(word) for word in words if len(word) >= _APART and word.isalpha())
            names[channel].update(
                f"و{word}" for word in words if word[0] > "\u0600"
            )  # "and" is written to the next word
    return {channel: tuple(sorted(words, key=len, reverse=True)) for channel, words in names.items()}


@cache
def channel_words() -> frozenset[str]:
    """All names of all channels."""
    return frozenset(word for words in channel_names().values() for word in words)
