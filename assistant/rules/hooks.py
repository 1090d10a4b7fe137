"""Hooks: what an ad shows that a friendly person would remark on, and until when.

A hook opens a first message ("Wat leuk, dat korte haar!"). It may be about hair, a new town, a pet, the setting of a photo, clothes,
humour, the season or a holiday; never about body, services or price: there is no kind for those, so none can be kept. It goes stale:
each kind lasts as long as LASTS says, a season or holiday until it ends. What was noticed is kept when the ad's text is deleted.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Self

from assistant.lexicon import base_language, languages, words
from assistant.rules import noticing, seasons
from assistant.rules.noticing import Traits


class HookKind(StrEnum):
    """What a hook is about, the most personal first."""

    HAIR = "hair"
    TOWN = "town"
    PET = "pet"
    PHOTO_SETTING = "photo_setting"
    PHOTO_MENTION = "photo_mention"
    STYLE = "style"
    HUMOUR = "humour"
    SEASON = "season"
    HOLIDAY = "holiday"


LASTS: Mapping[HookKind, timedelta] = MappingProxyType(
    {
        HookKind.HAIR: timedelta(weeks=3),
        HookKind.TOWN: timedelta(weeks=4),
        HookKind.PET: timedelta(weeks=8),
        HookKind.PHOTO_SETTING: timedelta(weeks=8),
        HookKind.PHOTO_MENTION: timedelta(weeks=3),
        HookKind.STYLE: timedelta(weeks=8),
        HookKind.HUMOUR: timedelta(weeks=8),
    }
)
_OF_THE_AD = frozenset(LASTS)
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing that was noticed, from the day `since` up to and including the day `until`.

    `detail` is the town's name for a town, else a key such as "short", "cat", "beach", "autumn", "kings_day" ("" = nothing finer
    is known). `more` is the pet's name for a pet and "back" for a town where she is back again, else "".
    """

    kind: HookKind
    detail: str
    since: date
    until: date
    more: str = ""

    def to_record(self) -> dict[str, str]:
        """The same as strings, to be kept as JSON."""
        return {
            "kind": self.kind.value,
            "detail": self.detail,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "more": self.more,
        }

    @classmethod
    def from_record(cls, record: Mapping[str, str]) -> Self:
        """Read `to_record` back. KeyError or ValueError when it is not such a record."""
        return cls(
            kind=HookKind(record["kind"]),
            detail=record["detail"],
            since=date.fromisoformat(record["since"]),
            until=date.fromisoformat(record["until"]),
            more=record.get("more", ""),
        )


def notice(
    text: str,
    *,
    language: str | None,
    today: date,
    country: str | None,
    previous_town: str | None = None,
    town: str | None = None,
) -> tuple[Noticed, ...]:
    """What the ad `text` offers for a friendly remark, most personal first, the season and holidays of `today` at the end.

    `language` is BCP 47 or None when unknown, `country` ISO 3166. `town` is where she is now, `previous_town` where she was when last
    seen; a town is noticed when they differ, or when the ad itself says that she is new or back there.
    """
    traits = noticing.read(text, language=base_language(language))
    own = of_traits(traits, today=today, previous_town=previous_town, town=town)
    return own + seasonal(today, country, language)


def of_traits(
    traits: Traits,
    *,
    today: date,
    previous_town: str | None = None,
    town: str | None = None,
    before: Traits | None = None,
) -> tuple[Noticed, ...]:
    """What an ad's traits offer for a friendly remark, most personal first.

    `before` is what her last ad showed, None when there is none: what stood there already was noticed then, and its days are counted
    from then. So an old "new haircut" that is pasted again does not become a new one.
    """
    was = before or Traits()
    found: list[Noticed] = []

    def add(kind: HookKind, detail: str, more: str = "") -> None:
        found.append(lasting(kind, detail, today=today, more=more))

    other_looks = traits.hair_looks - was.hair_looks
    if (traits.hair_is_new and not was.hair_is_new) or (other_looks and before is not None):
        add(HookKind.HAIR, min(other_looks or traits.hair_looks, default=""))
    moved = bool(previous_town and town and previous_town.casefold() != town.casefold())
    if town and (moved or (traits.arrived and not was.arrived) or (traits.back and not was.back)):
        add(HookKind.TOWN, town, "back" if traits.back else "")
    if not traits.pets_gone - was.pets_gone:  # beside a loss nothing about animals is cheerful
        for animal, name in noticing.other_pets(was, traits)[:1]:
            add(HookKind.PET, animal, name)
    for setting in sorted(traits.settings - was.settings)[:2]:
        add(HookKind.PHOTO_SETTING, setting)
    if noticing.other_photos(was, traits, known=before is not None):
        add(HookKind.PHOTO_MENTION, "new")
    for garment in sorted(traits.garments - was.garments)[:1]:
        add(HookKind.STYLE, garment)
    if traits.humour and not was.humour:
        add(HookKind.HUMOUR, "")
    return tuple(found)


def lasting(kind: HookKind, detail: str, *, today: date, more: str = "") -> Noticed:
    """A hook noticed today, with the end that its kind has. ValueError for a season or holiday: those end by the calendar."""
    if kind not in _OF_THE_AD:
        raise ValueError(f"a {kind.value} ends by the calendar")
    return Noticed(kind, detail, since=today, until=today + LASTS[kind], more=more)


def seasonal(
    today: date, country: str | None, language: str | None, *, edited: Mapping[str, Sequence[str]] | None = None
) -> tuple[Noticed, ...]:
    """The holidays and the season that `today` falls in, for the country she is in and the language she reads.

    Holidays first. Only those that `language` has a sentence for: a day that means nothing in a language is no hook in it.
    """
    spans = [(HookKind.HOLIDAY, span) for span in seasons.holidays_on(today, country=country, language=language)]
    spans.append((HookKind.SEASON, seasons.season_on(today, country=country)))
    offered = (Noticed(kind, span.key, since=span.first, until=span.last) for kind, span in spans)
    return tuple(noticed for noticed in offered if variants(noticed, language=language, edited=edited))


def is_fresh(noticed: Noticed, today: date) -> bool:
    """May this still be mentioned today?"""
    return noticed.since <= today <= noticed.until


def label(noticed: Noticed) -> str:
    """A key for pages and statistics: "hair.short", "town", "pet.cat", "holiday.kings_day". Never a name."""
    if noticed.kind is HookKind.TOWN or not noticed.detail:
        return noticed.kind.value
    return f"{noticed.kind.value}.{noticed.detail}"


def sentences(language: str | None) -> Mapping[str, tuple[str, ...]]:
    """The shipped hook sentences of a language: key ("town.back", "hair.short", "pet.named") → variants. Empty where there are none."""
    return _shipped(base_language(language) or "")


@cache
def spoken() -> tuple[str, ...]:
    """The languages that have hook sentences, as ISO 639-1 codes in alphabetical order."""
    return tuple(language for language in languages() if _shipped(language))


@cache
def _shipped(language: str) -> Mapping[str, tuple[str, ...]]:
    kinds = words(language, "hooks").items()
    return MappingProxyType({f"{kind}.{key}": tuple(lines) for kind, keys in kinds for key, lines in keys.items()})


def variants(
    noticed: Noticed, *, language: str | None, edited: Mapping[str, Sequence[str]] | None = None
) -> tuple[str, ...]:
    """Every sentence that fits, filled in. `edited` holds a supervisor's own sentences, keyed as `sentences` is; they replace ours.

    The finest key that has sentences wins: "pet.cat" before "pet.any". Empty when this language has no words for it.
    """
    known = {**sentences(language), **(edited or {})}
    for key in _keys(noticed):
        if known.get(key):
            return tuple(_filled(sentence, noticed) for sentence in known[key])
    return ()


def sentence(
    noticed: Noticed, *, language: str | None, seed: int | str, edited: Mapping[str, Sequence[str]] | None = None
) -> str | None:
    """One sentence that mentions it, or None when this language has none. The same seed picks the same one, always."""
    fitting = variants(noticed, language=language, edited=edited)
    return fitting[zlib.crc32(str(seed).encode("utf-8", "replace")) % len(fitting)] if fitting else None


def _keys(noticed: Noticed) -> tuple[str, ...]:
    """Sentence keys from fine to coarse."""
    kind = noticed.kind.value
    if noticed.kind is HookKind.TOWN:
        if not _is_name(noticed.detail):
            return ()
        return (f"{kind}.back", f"{kind}.any") if noticed.more == "back" else (f"{kind}.any",)
    if noticed.kind is HookKind.PET and _is_name(noticed.more):
        return (f"{kind}.named",)
    if noticed.kind is HookKind.HAIR and noticed.detail in noticing.COLOURS:
        return (f"{kind}.{noticed.detail}", f"{kind}.colour", f"{kind}.any")
    return (f"{kind}.{noticed.detail}", f"{kind}.any") if noticed.detail else (f"{kind}.any",)


def _is_name(value: str) -> bool:
    """Short, starting with a letter, and nothing in it but letters, spaces, hyphens, dots and apostrophes."""
    return 0 < len(value) <= _LONGEST_NAME and value[0].isalpha() and all(c.isalpha() or c in " -'’.·" for c in value)


def _filled(sentence: str, noticed: Noticed) -> str:
    blank, value = ("{town}", noticed.detail) if noticed.kind is HookKind.TOWN else ("{pet}", noticed.more)
    return sentence.replace(blank, value)
