"""How she may be reached is not whether: "Appen is goed, niet bellen" is a wish, though it says "not".

Asking it is the first thing we do after an answer (the safe-contact card), so taking the reply for a stop would lose her.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from assistant.lexicon import base_language, languages, words
from assistant.rules.reply_text import fold


@cache
def _said(what: str) -> frozenset[str]:
    """The words for `what` ("call", "demand", "write") in all languages: replies mix them."""
    listed: Iterable[Mapping[str, str]] = (words(language, "calls") for language in languages())
    return frozenset(fold(word) for lexicon in listed for word in lexicon.get(what, "").split())


def is_wish_about_calling(quote: str) -> bool:
    """Whether the words that look like a stop only refuse calls: no writing, no "again", no "stop"."""
    folded = {fold(word) for word in quote.split()}
    refuses = not folded.isdisjoint(_said("call")) and not folded.isdisjoint(_said("no"))
    return refuses and folded.isdisjoint(_said("demand")) and folded.isdisjoint(_said("write"))


def who_is_speaking(language: str | None) -> str:
    """The sentence to say to whoever calls, in that language; "" where we have none. It tells nothing of us, of her or of anything kept."""
    return str(words(base_language(language) or "", "calls").get("who", ""))


def ways(said: Sequence[str], what: str) -> tuple[bool, bool]:
    """Of the ways ("call" or "write") that her words name: (is one offered, is one refused)."""
    folded = [fold(word) for word in said]
    named = [_is_refused(folded, at) for at, word in enumerate(folded) if word in _said(what)]
    return False in named, True in named


def _is_refused(folded: Sequence[str], at: int) -> bool:
    before = folded[max(0, at - 2) : at]
    if before and before[-1] in _said("between"):
        before = before[:-1]
    return bool(before) and before[-1] in _said("no")
