"""What changed between two versions of an ad, and which of it a friendly message may mention.

Town, name, language and phone numbers are compared as rules.ads reads them; the rest is read as keys that do not depend on wording
(rules.noticing, rules.timetable, rules.prices), so that "mijn poes Minoes" → "onze kat Minoes" is no new pet.

What is friendly (town, hair, pet, photos) counts only when it appears or alters: hair, or a pet, that is not spoken of any more is not
something to write about, and reads as `text_only`. A pet of which the ad says that it died or left is a change, to be told to the worker;
rules.hooks offers no sentence for it. Of facts (price, hours, phone) leaving one out is a change as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from rapidfuzz import fuzz

from assistant.lexicon import base_language
from assistant.rules import cardinals, noticing, prices, timetable
from assistant.rules.ad_memory import Remembered
from assistant.rules.ad_version import Version
from assistant.rules.ad_words import Word, fold, split
from assistant.rules.facts import Facts
from assistant.rules.latin import in_latin
from assistant.rules.moving import in_one_country, is_one_place, left_for, moved_to
from assistant.rules.pet_names import is_one_name, names_beside_pets, names_of_the_gone
from assistant.rules.same_ad import same_words, swapped


class What(StrEnum):
    """A kind of change, in the order in which they are told."""

    TOWN = "town"
    ALIAS = "alias"
    LANGUAGE = "language"
    HAIR = "hair"
    PET = "pet"
    PHOTO_MENTION = "photo_mention"
    AVAILABILITY = "availability"
    PRICE = "price"
    PHONE = "phone"
    TEXT_ONLY = "text_only"
    NOTHING = "nothing"


HOOKABLE = frozenset({What.TOWN, What.HAIR, What.PET, What.PHOTO_MENTION})
_NOT_KEPT = frozenset({What.PRICE, What.AVAILABILITY})
_SAME_LANGUAGE_SHARE = 0.5
_NAMES_WITH_ENDINGS = frozenset({"pl", "hu"})
_ALIKE = 75  # of 100: two spellings of one name
_SURE = 0.6  # of a language; below it two short texts that read differently are a doubt


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `before` and `after` say it in a word or two for the screen, "" where there is nothing to show."""

    what: What
    before: str = ""
    after: str = ""

    def to_record(self) -> dict[str, str] | None:
        """As it is kept with an ad, to be told later; None for what is not kept. Of a number only that it is another one."""
        if self.what in _NOT_KEPT:
            return None
        said = {"before": self.before, "after": self.after} if self.what is not What.PHONE else {}
        return {"what": self.what.value, **{name: value for name, value in said.items() if value}}

    @classmethod
    def from_record(cls, record: Mapping[str, str]) -> Self:
        """Read `to_record` back. KeyError or ValueError when it is not such a record."""
        return cls(What(record["what"]), record.get("before", ""), record.get("after", ""))

    @property
    def hookable(self) -> bool:
        """May a message mention it? Never price, hours or numbers: those are work. Nor a new name or language: that feels watched."""
        return self.what in HOOKABLE

    @property
    def is_loss(self) -> bool:
        """A pet that died or left: told to the worker, and never a cheerful sentence."""
        return self.what is What.PET and not self.after


def compare(old: str, new: str, *, region: str | None = None) -> tuple[Change, ...]:
    """What changed from the ad text `old` to `new`; never empty: at least `nothing` or `text_only`.

    `region` is a hint for reading phone numbers (ISO 3166). TextTooLong when a text is larger than we read.
    """
    before, after = Version(old, region), Version(new, region)
    before.knows(after.phones)
    after.knows(before.phones)
    before, after = _in_one_language(before, after)
    changes = list(_details(before, after))
    if not same_words(before.words, after.words):
        changes += _told(before, after, translated=any(change.what is What.LANGUAGE for change in changes))
        changes = changes or [Change(What.TEXT_ONLY)]
    return _in_order(changes or [Change(What.NOTHING)])


def compare_noticed(before: Remembered, after: Remembered) -> tuple[Change, ...]:
    """The same when the old text is gone. Price and hours were not kept, so such a change reads as `text_only`."""
    changes = [
        Change(what, old, new)
        for what, old, new in (
            (What.TOWN, before.town, after.town),
            (What.ALIAS, before.alias, after.alias),
            (What.LANGUAGE, base_language(before.language), base_language(after.language)),
        )
        if old and new and fold(old) != fold(new)
    ]
    if before.phones and (fresh := after.phones - before.phones):
        changes.append(Change(What.PHONE, "", ", ".join(sorted(fresh))))
    if before.mark != after.mark or not after.mark:
        changes += _friendly(before.traits, after.traits)
        if not changes and before.mark and after.mark:
            changes.append(Change(What.TEXT_ONLY))
    return _in_order(changes or [Change(What.NOTHING)])


def kept_changes(changes: Iterable[Change]) -> list[dict[str, str]]:
    """The records of changes as they stay with an ad: price and hours tell only that the words are others."""
    changes = tuple(changes)
    records = [record for change in changes if (record := change.to_record())]
    return records or ([Change(What.TEXT_ONLY).to_record() or {}] if changes else [])


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    order = list(What)
    return tuple(sorted(changes, key=lambda change: order.index(change.what)))


def _in_one_language(before: Version, after: Version) -> tuple[Version, Version]:
    """Both read in the language of the surer one, when that of the other is a doubt and no translation."""
    if before.language != after.language and not _translated(before, after):
        surer = max(before, after, key=lambda ad: ad.details.certainty if ad.language else 0)
        for ad in (before, after):
            ad.speaks(surer.language)
    return before, after


def _translated(before: Version, after: Version) -> bool:
    """Do they read as two languages, both for sure, with few words that are the same?"""
    old, new = before.details, after.details
    sure = min(old.certainty, new.certainty) >= _SURE
    return sure and old.language != new.language and not _share_most(before, after)


def _details(before: Version, after: Version) -> Iterator[Change]:
    old, new = before.details, after.details
    translated = _translated(before, after)
    if town := _town(before, after, translated=translated):
        yield town
    if alias := _alias(before, after):
        yield alias
    if translated and old.language and new.language:
        yield Change(What.LANGUAGE, old.language, new.language)
    if before.phones != after.phones:
        yield Change(What.PHONE, ", ".join(sorted(before.phones)), ", ".join(sorted(after.phones)))


def _town(before: Version, after: Version, *, translated: bool) -> Change | None:
    """Where she is now, when that is another town than before; towns that both texts name in the same order did not change."""
    old, new = (ad.details.town or "" for ad in (before, after))
    if after.is_common_word(new):
        return None
    if old and not new and not after.says(old):
        new = moved_to(after.found, before.words, near=old, region=after.region)
    if old and (not new or fold(old) == fold(new)):
        new = left_for(after.found, before.words, near=old, region=after.region) or new
    if new and fold(old) != fold(new):
        if old and is_one_place(old, new):
            return None
        if old and after.says(old) and not in_one_country(old, new, after.region):
            return None
        if after.language in _NAMES_WITH_ENDINGS and is_one_name(old, new):
            return None
        both = [ad.finds(old) < ad.finds(new) for ad in (before, after)] if before.says(new) and after.says(old) else []
        same = both and (translated or both[0] == both[1])
        return None if same or (not old and before.says(new)) else Change(What.TOWN, old, new)
    return None


def _alias(before: Version, after: Version) -> Change | None:
    """Another name, where both were read; else one name in the other's place, or another first name in a text where hers is gone."""
    old, new = before.alias(), after.alias()
    if old and new and fold(old) != fold(new):
        inflected = after.language in _NAMES_WITH_ENDINGS and is_one_name(old, new)
        if before.language != after.language and _sounds_alike(old, new):
            return None  # "Ольга" is Olga, "Галя" Galja
        return None if inflected or before.says(new) or after.says(old) else Change(What.ALIAS, old, new)
    for one, other in swapped(before.words, after.words):
        fits = fold(old or one) == fold(one) and fold(new or other) == fold(other)
        if fits and not before.means_something(one) and not after.means_something(other):
            return Change(What.ALIAS, one, other)
    if old and not new and not any(is_one_name(old, word.written) for word in after.words):
        names = after.other_names(frozenset(word.folded for word in before.words))
        if len(names) == 1:
            return Change(What.ALIAS, old, names.pop())
    return None


def _sounds_alike(one: str, other: str) -> bool:
    """Is it one name in two alphabets, or in two spellings?"""
    return fuzz.ratio(in_latin(fold(one)), in_latin(fold(other))) >= _ALIKE


def _share_most(before: Version, after: Version) -> bool:
    """Does one hold most words of the other, besides names and currencies? Then another language is a doubt, not a translation."""
    one, other = (ad.plain_words() for ad in (before, after))
    return len(one & other) >= _SAME_LANGUAGE_SHARE * min(len(one), len(other))


def _told(before: Version, after: Version, *, translated: bool) -> Iterator[Change]:
    """Changes in what the text tells, over the whole of it: a fact said in other words is the same fact."""
    friendly = list(_friendly(before.traits, after.traits))
    yield from friendly
    if not any(change.what is What.PET for change in friendly) and (lost := _lost_pet(before, after)):
        yield lost
    old, new = (cardinals.read(ad.words, ad.language) for ad in (before, after))
    asked, asks = prices.read(before.words, before.found, old), prices.read(after.words, after.found, new)
    if asked.differs(asks) and (not translated or (asked.firm and asks.firm)):
        yield Change(What.PRICE)
    towns = [name for name in (before.details.town, after.details.town) if name]
    readings = [(_times(before, old, ()), _times(after, new, ()))]
    if len({fold(name) for name in towns}) > 1:  # "this week Mons, next week Namur": days that say where she is
        readings.append((_times(before, old, towns), _times(after, new, towns)))
    if translated:
        readings = [(_only_figures(one), _only_figures(other)) for one, other in readings]
    if all(timetable.differ(one, other) for one, other in readings):
        yield Change(What.AVAILABILITY)


def _times(ad: Version, numbers: Sequence[cardinals.Number], towns: Sequence[str]) -> Facts:
    """When the text says she can be reached, leaving out the clauses that name one of `towns`."""
    return timetable.read(ad.words, ad.found, numbers, town_clauses=_clauses_of(ad.words, towns))


def _only_figures(times: Facts) -> Facts:
    """The hours and dates: what can be compared between two languages."""
    return Facts(frozenset(key for key in times.firm if key[-1].isdigit()), times.possible)


def _lost_pet(before: Version, after: Version) -> Change | None:
    """A pet that is known by its name, of which the ad now says that it is no more."""
    pets = [name for name in names_beside_pets(before.found) if not before.is_her_or_a_town(name)]
    for name in names_of_the_gone(after.found):
        if any(is_one_name(name, known) for known in pets):
            return Change(What.PET, name)
    return None


def _friendly(old: noticing.Traits, new: noticing.Traits) -> Iterator[Change]:
    looks = new.hair_looks - old.hair_looks
    if looks or (new.hair_is_new and not old.hair_is_new):
        yield Change(What.HAIR, " ".join(sorted(old.hair_looks)), min(looks, default=""))
    if fresh := noticing.other_pets(old, new):
        yield Change(What.PET, "", " ".join(filter(None, fresh[0])))
    elif gone := new.pets_gone - old.pets_gone:
        yield Change(What.PET, min(gone))
    if noticing.other_photos(old, new) or new.settings - old.settings:
        yield Change(What.PHOTO_MENTION, "", min(new.settings - old.settings, default="new"))


def _clauses_of(text: Sequence[Word], towns: Sequence[str]) -> frozenset[int]:
    names = {word.folded for town in towns for word in split(town)}
    return frozenset(word.clause for word in text if word.folded in names)
