"""What changed between two versions of an ad, and which of it a friendly message may mention.

Town, name, language and phone numbers are compared as rules.ads reads them; the rest is read as keys that do not depend on wording
(rules.noticing, rules.timetable, rules.prices), so that "mijn poes Minoes" → "onze kat Minoes" is no new pet.

What is friendly (town, hair, pet, photos) counts only when it appears or alters: hair, or a pet, that is not spoken of any more is not
something to write about, and reads as `text_only`. A pet of which the ad says that it died or left is a change, to be told to the worker;
rules.hooks offers no sentence for it. Of facts (price, hours, phone) leaving one out is a change as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from assistant.lexicon import base_language
from assistant.rules import cardinals, noticing, pets, photos, prices, timetable
from assistant.rules.ad_memory import Remembered
from assistant.rules.ad_version import Version
from assistant.rules.ad_words import Word, fold, split
from assistant.rules.changed_names import other_alias, other_town
from assistant.rules.days_of_week import DAYS
from assistant.rules.facts import Facts
from assistant.rules.pet_names import is_one_name, names_beside_pets, names_of_the_gone
from assistant.rules.same_ad import reordered, replaced, same_words


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
_LOSABLE = frozenset({What.PET, What.PHOTO_MENTION})
_NOT_KEPT = frozenset({What.PRICE, What.AVAILABILITY})
_SAME_LANGUAGE_SHARE = 0.5
_TOGETHER = 3  # words
_MOST_FRESH, _MOST_FRESH_BESIDE = 1, 5  # words
_DARK = frozenset({"brown", "black", "dark"})
_LENGTHS = frozenset({"short", "medium", "long"})
_DAYS = frozenset(DAYS)
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
        """May a message mention it? Never price, hours or numbers: those are work. Nor a new name or language: that feels watched.

        Nor a loss: a pet that died, photos that were taken down.
        """
        return self.what in HOOKABLE and not self.is_loss

    @property
    def is_loss(self) -> bool:
        """A pet that died or left, photos that are gone: told to the worker, and never a cheerful sentence."""
        return self.what in _LOSABLE and not self.after


def compare(old: str, new: str, *, region: str | None = None) -> tuple[Change, ...]:
    """What changed from the ad text `old` to `new`; never empty: at least `nothing` or `text_only`.

    `region` is a hint for reading phone numbers (ISO 3166). TextTooLong when a text is larger than we read.
    """
    before, after = Version(old, region), Version(new, region)
    before.knows(after.phones)
    after.knows(before.phones)
    before, after = _in_one_language(before, after)
    if same_words(before.words, after.words):  # whatever is read differently in other capitals
        return _in_order(_phones(before, after)) or (Change(What.NOTHING),)
    changes = list(_details(before, after))
    kinds = {change.what for change in changes}
    changes += _told(before, after, translated=What.LANGUAGE in kinds, moved=What.TOWN in kinds)
    changes += _unspoken(before, after, told=bool(changes), kinds={change.what for change in changes})
    # Only now: in another order the words may name another town.
    same = reordered(before.words, after.words, language=after.language)
    return _in_order(changes or [Change(What.NOTHING if same else What.TEXT_ONLY)])


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
        changes += _friendly(before.traits, after.traits, noticing.other_pets(before.traits, after.traits))
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
    """Do they read as two languages, in two alphabets or both for sure, with few words that are the same?"""
    old, new = before.details, after.details
    if not (old.language and new.language) or old.language == new.language:
        return False
    if before.in_cyrillic != after.in_cyrillic:
        return True
    return min(old.certainty, new.certainty) >= _SURE and not _share_most(before, after)


def _details(before: Version, after: Version) -> Iterator[Change]:
    old, new = before.details, after.details
    translated = _translated(before, after)
    if towns := other_town(before, after, translated=translated):
        yield Change(What.TOWN, *towns)
    if names := other_alias(before, after):
        yield Change(What.ALIAS, *names)
    if translated:
        yield Change(What.LANGUAGE, old.language or "", new.language or "")
    yield from _phones(before, after)


def _phones(before: Version, after: Version) -> Iterator[Change]:
    if before.phones != after.phones:
        yield Change(What.PHONE, ", ".join(sorted(before.phones)), ", ".join(sorted(after.phones)))


def _share_most(before: Version, after: Version) -> bool:
    """Does one hold most words of the other, besides names and currencies? Then another language is a doubt, not a translation."""
    one, other = (ad.plain_words() for ad in (before, after))
    return len(one & other) >= _SAME_LANGUAGE_SHARE * min(len(one), len(other))


def _told(before: Version, after: Version, *, translated: bool, moved: bool) -> Iterator[Change]:
    """Changes in what the text tells, over the whole of it: a fact said in other words is the same fact."""
    fresh = [pet for pet in noticing.other_pets(before.traits, after.traits) if not before.tells_of(*pet)]
    looks = after.traits.hair_looks - noticing.looks_of(before.found) - set(noticing.colours_at(before.found).values())
    if (
        translated
    ):  # "brunetă" is black, "brunette" is brown, "moreno" may be the skin, and lengths are told in many ways
        looks -= _alike_in_translation(before.traits.hair_looks)
    if before.traits.hair_looks and not translated:
        looks |= (
            noticing.looks_now(after.found) - before.traits.hair_looks
        )  # "now black": hair, as hair was spoken of before
    if not translated:
        looks |= _in_its_place(before, after)
    old, new = (cardinals.read(ad.words, ad.language) for ad in (before, after))
    told = replace(after.traits, hair_looks=looks)
    if translated:  # what is new is told in many ways; what is seen on a photo is not
        told = replace(told, hair_is_new=False, new_photos=told.new_photos and not before.traits.photos)
    friendly = list(_friendly(before.traits, told, fresh))
    yield from friendly
    kinds = {change.what for change in friendly}
    if What.PHOTO_MENTION not in kinds and (seen := _other_photos(before, after)):
        yield seen
    if What.PET not in kinds and (other := _lost_pet(before, after) or _other_count(before, after, old, new)):
        yield other
    asked, asks = prices.read(before.words, before.found, old), prices.read(after.words, after.found, new)
    other_price = asked.differs(asks) and (not translated or (asked.firm and asks.firm))
    if other_price or (not translated and (_other_amount(before, after, old, new) or prices.swapped(asked, asks))):
        yield Change(What.PRICE)
    towns = [name for name in (before.details.town, after.details.town) if name]
    readings = [(_times(before, old, ()), _times(after, new, ()))]
    if (
        moved and len({fold(name) for name in towns}) > 1
    ):  # "this week Mons, next week Namur": days that say where she is
        apart = _times(before, old, towns), _times(after, new, towns)
        if not all((whole.firm - rest.firm) & _DAYS for whole, rest in zip(readings[0], apart, strict=True)):
            readings.append(apart)  # unless both say on which days: "visiting Sligo Tuesday to Thursday"
    if moved:  # "back home, in Opole" is where, not when
        readings.append((_without_return(readings[0][0]), _without_return(readings[0][1])))
    if translated:
        readings = [(_comparable(one, other), _comparable(other, one)) for one, other in readings]
    if all(timetable.differ(one, other) for one, other in readings):
        yield Change(What.AVAILABILITY)


def _other_amount(
    before: Version, after: Version, old: Sequence[cardinals.Number], new: Sequence[cardinals.Number]
) -> bool:
    """Does another large number stand where one stood, without a word of what it is: "a vizit tizenkét ezer"?"""
    had, has = ({number.value for number in numbers} for numbers in (old, new))
    one, other = (
        {at: number.value for number in numbers for at in range(number.first, number.last + 1)}
        for numbers in (old, new)
    )
    places = replaced(before.words, after.words, _TOGETHER) if one and other else ()
    pairs = ((one[at], other[to]) for at, to in places if at in one and to in other)
    return any(min(a, b) >= prices.LEAST_ALONE and a not in has and b not in had for a, b in pairs)


def _times(ad: Version, numbers: Sequence[cardinals.Number], towns: Sequence[str]) -> Facts:
    """When the text says she can be reached, leaving out the clauses that name one of `towns`."""
    return timetable.read(ad.words, ad.found, numbers, town_clauses=_clauses_of(ad.words, towns))


def _alike_in_translation(said: frozenset[str]) -> set[str]:
    """The looks that may be another word for one that was `said`."""
    alike = set(_DARK) if said & _DARK or not said & noticing.COLOURS else set()
    lengths = said & _LENGTHS
    return alike | (
        _LENGTHS - ({"short"} if lengths == {"long"} else {"long"} if lengths == {"short"} else set())
        if lengths
        else set()
    )


def _without_return(times: Facts) -> Facts:
    return Facts(times.firm - {"back"}, times.possible)


def _comparable(times: Facts, other: Facts) -> Facts:
    """What can be compared between two languages: hours and dates, and the days where both name some."""
    days = times.firm & _DAYS if other.firm & _DAYS else frozenset()
    figures = (key for key in times.firm if key[-1].isdigit() and not key.startswith(timetable.MONTH_UNNAMED))
    return Facts(frozenset(figures) | days, times.possible)


def _in_its_place(before: Version, after: Version) -> frozenset[str]:
    """A colour that stands where another one stood: "Erika, Eger, szőke" → "Erika, Eger, barna"."""
    old, new = (noticing.colours_at(ad.found) for ad in (before, after))
    pairs = replaced(before.words, after.words, _TOGETHER) if old and new else ()
    return frozenset(new[other] for one, other in pairs if one in old and other in new and old[one] != new[other])


def _other_photos(before: Version, after: Version) -> Change | None:
    """Photos that were made elsewhere, are gone or hidden, or of which the ad now says that there are none."""
    old, new = photos.read(before.found), photos.read(after.found)
    if photos.differ(old, new) or (new.none and not old.spoken_of):
        gone = new.none or (new.for_who_asks and not new.shown)
        return Change(What.PHOTO_MENTION, *(("photos", "") if gone else ("", min(new.places, default="new"))))
    return None


def _lost_pet(before: Version, after: Version) -> Change | None:
    """A pet of which the ad now says that it is no more, that she has none, or, by its name, something sad or a move."""
    animals = {animal for animal, _ in before.traits.pets}
    denied = pets.denied(after.found)
    left = {animal for animal, _ in after.traits.pets} - denied
    if animals and not left and not (animals | {"pet"}).isdisjoint(denied):
        return Change(What.PET, min(name or animal for animal, name in before.traits.pets))
    still = {name for _, name in after.traits.pets}
    known = [name for name in names_beside_pets(before.found) if name not in still]
    known = [name for name in known if not before.is_her_or_a_town(name)]
    for name in names_of_the_gone(after.found):
        if any(is_one_name(name, one) for one in known):
            return Change(What.PET, name)
    return None


def _unspoken(before: Version, after: Version, *, told: bool, kinds: set[What]) -> Iterator[Change]:
    """A pet, or photos, of which an ad says nothing more while hardly a word came in: taken out, and not merely told otherwise."""
    known = {word.folded for word in before.words}
    fresh = [word for word in after.words if word.folded not in known and word.folded.isalpha()]
    if len(fresh) > (_MOST_FRESH_BESIDE if told else _MOST_FRESH) or What.LANGUAGE in kinds:
        return
    names = {name for _, name in before.traits.pets if name}
    if What.PET not in kinds and before.traits.pets and not (after.found.of("animal") or any(map(after.says, names))):
        yield Change(What.PET)
    if What.PHOTO_MENTION not in kinds and before.traits.photos and not after.found.of("photo", "noun"):
        yield Change(What.PHOTO_MENTION)


def _other_count(
    before: Version, after: Version, old: Sequence[cardinals.Number], new: Sequence[cardinals.Number]
) -> Change | None:
    """ "A dog and two cats" → "a dog and three cats": of one kind there are now more or fewer, where both say how many."""
    had, has = pets.counts(before.found, old), pets.counts(after.found, new)
    for animal in sorted(had.keys() & has.keys()):
        if had[animal] != has[animal]:
            more = has[animal] > had[animal]
            return Change(What.PET, "" if more else animal, animal if more else "")
    return None


def _friendly(old: noticing.Traits, new: noticing.Traits, fresh: Sequence[tuple[str, str]]) -> Iterator[Change]:
    """What may be written about; `fresh`: the pets that are new."""
    looks = new.hair_looks - old.hair_looks
    if looks or (new.hair_is_new and not old.hair_is_new):
        yield Change(What.HAIR, " ".join(sorted(old.hair_looks)), min(looks, default=""))
    if fresh:
        yield Change(What.PET, "", " ".join(filter(None, fresh[0])))
    elif gone := new.pets_gone - old.pets_gone:
        yield Change(What.PET, min(gone))
    if noticing.other_photos(old, new) or new.settings - old.settings:
        yield Change(What.PHOTO_MENTION, "", min(new.settings - old.settings, default="new"))
    elif new.photos_gone and not old.photos_gone:
        yield Change(What.PHOTO_MENTION, "photos")  # gone: no reason for a compliment


def _clauses_of(text: Sequence[Word], towns: Sequence[str]) -> frozenset[int]:
    names = {word.folded for town in towns for word in split(town)}
    return frozenset(word.clause for word in text if word.folded in names)
