"""What an ad in one language says around towns: where ("in", "near"), when (now, later, before), where from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant import lexicon
from assistant.rules.digits import bare


@dataclass(frozen=True, slots=True)
class Reader:
    """The bare words and phrases of one language and English. `homes`: where it is spoken; `regions`: where the ad may stand, likeliest first."""

    language: str | None
    homes: tuple[str, ...]
    regions: tuple[str, ...]
    town: frozenset[str]  # right before the town she is in
    near: frozenset[str]  # before a town close by
    contracted: tuple[tuple[str, str], ...]  # a word before a town, and the article of its name in it: "au", "le"
    origin: frozenset[str]  # "from": a town to fall back on
    leaving: frozenset[str]  # "from", of a move
    towards: frozenset[str]  # "to", of a move
    leaving_endings: tuple[str, ...]  # the same as endings of the towns
    towards_endings: tuple[str, ...]
    announcing: frozenset[str]  # all that stands before a town
    now: frozenset[str]
    receiving: frozenset[str]  # "I receive in": says where more than "I live in" does
    again: frozenset[str]  # "back in": says nothing about when
    later: frozenset[str]
    past: frozenset[str]
    limited: frozenset[str]  # behind a town that she only goes to: "Sheffield outcalls only"
    lasting: frozenset[str]  # of `past`, how long: "weeks in"
    since: frozenset[str]  # "for": before "two weeks in"
    denied: frozenset[str]  # "not": before the verb and the town
    quarter: frozenset[str]  # right before a part of a town
    named: frozenset[str]  # right after her name: "is my name"
    joiners: frozenset[str]  # "and"
    alias: frozenset[str]
    alias_weak: frozenset[str]
    common: frozenset[str]  # its everyday words, and those of English
    own_common: frozenset[str]  # its own alone
    endings: tuple[
        tuple[str, str], ...
    ]  # of an inflected name, and what stands there in the name itself; longest first
    endings_place: bool  # those endings mean "in"
    last_endings: tuple[tuple[str, str], ...]  # those that only count when the word as it stands names no town


@cache
def reader(language: str | None, homes: tuple[str, ...], regions: tuple[str, ...]) -> Reader:
    """The words of `language` (and English)."""
    codes = [code for code in dict.fromkeys((language, "en")) if code]

    def phrases(*subjects: str) -> frozenset[str]:
        return frozenset(
            bare(phrase)
            for code in codes
            for subject in subjects
            for phrase in lexicon.words(code, "ads").get(subject, ())
        )

    def dated(subject: str) -> frozenset[str]:
        return frozenset(
            bare(f"{word} {day}")
            for code in codes
            for word in lexicon.words(code, "ads").get(subject, ())
            for day in lexicon.words(code, "ads").get("days", ())
        )

    until = phrases("until")
    near = phrases("near")
    receiving = phrases("receiving")
    now, past = phrases("now") - receiving, phrases("past")
    origin = frozenset(map(bare, lexicon.words(language or "", "ads").get("origin", ())))
    own = lexicon.words(language or "", "ads")

    def endings(subject: str) -> tuple[tuple[str, str], ...]:
        split = (ending.split(">", 1) for ending in own.get(subject, ()))
        bared = ((bare(old.strip()), bare(new.strip())) for old, new in split)
        return tuple(sorted(bared, key=lambda ending: -len(ending[0])))

    return Reader(
        language=language,
        homes=homes,
        regions=regions,
        town=phrases("town") - near,
        near=near,
        contracted=endings("contracted"),
        origin=origin,
        leaving=phrases("leaving"),
        towards=phrases("towards"),
        leaving_endings=tuple(map(bare, own.get("leaving_endings", ()))),
        towards_endings=tuple(map(bare, own.get("towards_endings", ()))),
        announcing=phrases("town", "near") | origin,
        now=now | frozenset(_this_week_in(now, past)) | dated("until") | frozenset(f"{word} {DATE}" for word in until),
        receiving=receiving,
        again=phrases("again"),
        later=phrases("later") | dated("from"),
        past=past,
        limited=phrases("limited"),
        lasting=phrases("lasting"),
        since=frozenset(map(bare, own.get("since", ()))),
        denied=frozenset(map(bare, lexicon.words(language or "", "ads").get("not", ()))),
        quarter=phrases("quarter"),
        named=phrases("alias_is"),
        joiners=phrases("and"),
        alias=phrases("alias"),
        alias_weak=phrases("alias_weak"),
        common=phrases("common", "not_alias", "regions"),
        own_common=frozenset(
            bare(phrase) for subject in ("common", "not_alias", "regions") for phrase in own.get(subject, ())
        ),
        endings=endings("town_endings"),
        endings_place=bool(own.get("endings_place")),
        last_endings=endings("town_endings_last"),
    )


DATE = "#"  # stands for any digits: "until 12/12"


def _this_week_in(now: frozenset[str], past: frozenset[str]) -> Iterator[str]:
    """ "this week in" is now, though "a week in" is past."""
    for phrase in past:
        word, _, rest = phrase.partition(" ")
        yield from (f"{present} {rest}" for present in now if rest and present.endswith(f" {word}"))
