"""Towns of two versions of an ad: could she have moved from one to the other, and where to when the new one was not read as a town?"""

from collections.abc import Sequence

from assistant.rules.ad_words import Found, Hit, Word
from assistant.rules.towns import homonyms, key

_WITHIN = 9
_LONGEST = 3
_MOST = 20


def in_one_country(old: str, new: str, region: str | None) -> bool:
    """Is `new` a town of the country of `old`, or of `region`?"""
    home = _countries(old) | ({region.upper()} if region else set())
    return not home or not (there := _countries(new)) or bool(home & there)


def is_one_place(one: str, other: str) -> bool:
    """Are these two spellings of one town, such as Gand and Gent? By where it lies, whatever the language."""
    places = {town.at for town in homonyms(key(one)) if town.at}
    return any(town.at in places for town in homonyms(key(other)))


def moved_to(found: Found, known: Sequence[Word], *, near: str, region: str | None) -> str:
    """The town named after "moved": of the country of `near`, written as a name and not among the `known` words; "" when there is none."""
    return _named_after(found, found.of("move"), known, near, region)


def left_for(found: Found, known: Sequence[Word], *, near: str, region: str | None) -> str:
    """As `moved_to`, after "left" or "goodbye": "swapped Ipswich for Norwich"."""
    return _named_after(found, found.of("left"), known, near, region)


def _named_after(found: Found, hits: Sequence[Hit], known: Sequence[Word], near: str, region: str | None) -> str:
    text, old = found.text, {word.folded for word in known}
    for hit in hits[:_MOST]:
        for first in range(hit.last + 1, min(hit.last + 1 + _WITHIN, len(text))):
            if text[first].sentence != text[hit.last].sentence:
                break
            if not text[first].written[0].isupper() or text[first].folded in old:
                continue
            for size in range(min(_LONGEST, len(text) - first), 0, -1):
                name = " ".join(word.written for word in text[first : first + size])
                if homonyms(key(name)) and in_one_country(near, name, region):
                    return name
    return ""


def _countries(name: str) -> set[str]:
    return {town.country for town in homonyms(key(name))}
