"""How she may be reached is not whether: "Appen is goed, niet bellen" is a wish, though it says "not".

Asking it is the first thing we do after an answer (the safe-contact card), so taking the reply for a stop would lose her.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from assistant.lexicon import languages, words
from assistant.rules.reply_text import fold


@cache
def _said(what: str) -> frozenset[str]:
    """The words for `what` ("call", "demand", "write") in all languages: replies mix them."""
    listed: Iterable[Mapping[str, str]] = (words(language, "calls") for language in languages())
    return frozenset(fold(word) for lexicon in listed for word in lexicon.get(what, "").split())


def is_wish_about_calling(quote: str) -> bool:
    """Whether the words that look like a stop only speak of calling: no writing, no "again", no "stop"."""
    folded = {fold(word) for word in quote.split()}
    return bool(folded & _said("call")) and folded.isdisjoint(_said("demand")) and folded.isdisjoint(_said("write"))


def other_ways(said: Sequence[str]) -> tuple[bool, bool]:
    """Of the ways of writing that her words name: (is one offered, is one refused like the call)."""
    folded = [fold(word) for word in said]
    offered = refused = False
    for at, word in enumerate(folded):
        if word in _said("write"):
            negated = not _said("no").isdisjoint(folded[max(0, at - 2) : at])
            offered, refused = offered or not negated, refused or negated
    return offered, refused
