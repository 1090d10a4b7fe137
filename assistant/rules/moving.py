"""Towns of two versions of an ad: could she have moved from one to the other, and where to when the new one was not read as a town?"""

from collections.abc import Sequence
from functools import cache

from assistant import lexicon
from assistant.rules.ad_words import Found, Hit, Word, split
from assistant.rules.digits import bare
from assistant.rules.towns import homonyms, key

_WITHIN = 9
_LONGEST = 3
_MOST = 20
_SHORTEST_STEM = 3  # letters
_NO_VILLAGE = 5_000  # inhabitants
_LEFT_NEAR = 2


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
    """As `moved_to`, after "left" or "goodbye", or after "no longer" and the old town: "swapped Ipswich for Norwich", "not X any more but Y"."""
    begins = {word.folded for word in split(near)[:1]}
    text = found.text
    behind = [
        hit
        for hit in found.of("left_behind")
        if any(word.folded in begins for word in text[hit.last + 1 : hit.last + 1 + _LEFT_NEAR])
    ]
    return _named_after(found, [*found.of("left"), *behind], known, near, region)


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
            if base := _without_ending(text[first].written, found.language, near, region):
                return base
    return ""


def _without_ending(written: str, language: str, near: str, region: str | None) -> str:
    """The town that an inflected name is a form of, no village and not `near`: "Sopronban", "na Nysę"; "" when there is none."""
    whole = key(written)
    for old, new in _town_endings(language):
        if not whole.endswith(old) or len(whole) - len(old) < _SHORTEST_STEM:
            continue
        towns = [town for town in homonyms(whole[: len(whole) - len(old)] + new) if town.inhabitants >= _NO_VILLAGE]
        if towns and in_one_country(near, towns[0].name, region) and not is_one_place(near, towns[0].name):
            return towns[0].name
    return ""


@cache
def _town_endings(language: str) -> tuple[tuple[str, str], ...]:
    """The endings that a town takes, longest first, and what stands there in the name itself."""
    data = lexicon.words(language, "ads")
    subjects = ("town_endings", "town_endings_last", "moved_endings")
    both = (ending for subject in subjects for ending in data.get(subject, ()))
    parted = [(bare(old.strip()), bare(new.strip())) for old, _, new in (ending.partition(">") for ending in both)]
    return tuple(sorted(parted, key=lambda one: -len(one[0])))


def _countries(name: str) -> set[str]:
    return {town.country for town in homonyms(key(name))}
