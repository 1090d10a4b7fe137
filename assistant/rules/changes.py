"""What changed between two versions of an ad, and which of it a friendly message may mention.

Town, name, language and phone numbers are compared as rules.ads reads them; the rest is read as keys that do not depend on wording
(rules.noticing, rules.timetable, rules.prices), so that "mijn poes Minoes" → "onze kat Minoes" is no new pet.

What is friendly (town, hair, pet, photos) counts only when it appears or alters: a pet that is gone, or hair that is not spoken of any
more, is not something to write about, and reads as `text_only`. Of facts (price, hours, phone) leaving one out is a change as well.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from assistant.lexicon import base_language
from assistant.rules import noticing, prices, timetable
from assistant.rules.ad_memory import Remembered, told_words
from assistant.rules.ad_words import Found, Word, fold, split, vocabulary
from assistant.rules.ads import AdDetails, Channel, plain_text, read_ad
from assistant.rules.same_ad import changed_words, same_words, swapped


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


def compare(old: str, new: str, *, region: str | None = None) -> tuple[Change, ...]:
    """What changed from the ad text `old` to `new`; never empty: at least `nothing` or `text_only`.

    `region` is a hint for reading phone numbers (ISO 3166). TextTooLong when a text is larger than we read.
    """
    before, after = _in_one_language(_Ad(old, region), _Ad(new, region))
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


class _Ad:
    """One version of an ad, read: its details, and its words without contact points and without what the site added."""

    def __init__(self, pasted: str, region: str | None) -> None:
        text = plain_text(pasted)
        self.details: AdDetails = read_ad(text, region=region)
        self.words = told_words(text, self.details)
        self.phones = {point.value for point in self.details.points if point.channel is Channel.PHONE}
        self.speaks(self.details.language)

    def speaks(self, language: str | None) -> None:
        """Read what it tells in this language."""
        self.language = language
        self.traits = noticing.of_words(self.words, language=language)

    def alias(self) -> str:
        """The name that was read, unless it is a town or a word that we know to be no name ("Blonde", "Maandag")."""
        alias = self.details.alias or ""
        return "" if alias and self.means_something(alias) else alias

    def means_something(self, name: str) -> bool:
        """Is this the town she is in, her pet, or a word of the lexicon?"""
        folded = fold(name)
        names = {fold(other) for _, other in self.traits.pets} | {fold(self.details.town or "")}
        hits = vocabulary(self.language or "en").find(split(name))
        return folded in names or any(hit.subject != "month" for hit in hits)  # April is a name as well

    def is_common_word(self, town: str) -> bool:
        """Is this town written small, and a word of the lexicon ("fotos novas no jardim")?"""
        small = any(word.folded == fold(town) and word.written.islower() for word in self.words)
        return small and any(True for _ in vocabulary(self.language or "en").find(split(town)))

    def says(self, name: str) -> bool:
        """Does this name stand in the text?"""
        return self.finds(name) >= 0

    def finds(self, name: str) -> int:
        """Where this name first stands as whole words, counted in letters; -1 when it does not."""
        return f" {_spaced(self.words)} ".find(f" {_spaced(split(name))} ")


def _in_one_language(before: _Ad, after: _Ad) -> tuple[_Ad, _Ad]:
    """Both read in the language of the surer one, when that of the other is a doubt and no translation."""
    if before.language != after.language and not _translated(before, after):
        surer = max(before, after, key=lambda ad: ad.details.certainty if ad.language else 0)
        for ad in (before, after):
            ad.speaks(surer.language)
    return before, after


def _translated(before: _Ad, after: _Ad) -> bool:
    """Do they read as two languages, both for sure, with few words that are the same?"""
    old, new = before.details, after.details
    sure = min(old.certainty, new.certainty) >= _SURE
    return sure and old.language != new.language and not _share_most(before.words, after.words)


def _details(before: _Ad, after: _Ad) -> Iterator[Change]:
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


def _town(before: _Ad, after: _Ad, *, translated: bool) -> Change | None:
    """Where she is now, when that is another town than before; towns that both texts name in the same order did not change."""
    old, new = (ad.details.town or "" for ad in (before, after))
    if after.is_common_word(new):
        return None
    if new and fold(old) != fold(new):
        both = [ad.finds(old) < ad.finds(new) for ad in (before, after)] if before.says(new) and after.says(old) else []
        same = both and (translated or both[0] == both[1])
        return None if same or (not old and before.says(new)) else Change(What.TOWN, old, new)
    return None


def _alias(before: _Ad, after: _Ad) -> Change | None:
    """Another name, where both were read; else one name in the other's place, in a sentence that is the same for the rest."""
    old, new = before.alias(), after.alias()
    if old and new and fold(old) != fold(new):
        return None if before.says(new) or after.says(old) else Change(What.ALIAS, old, new)
    for one, other in swapped(before.words, after.words):
        fits = fold(old or one) == fold(one) and fold(new or other) == fold(other)
        if fits and not before.means_something(one) and not after.means_something(other):
            return Change(What.ALIAS, one, other)
    return None


def _share_most(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Does one hold most words of the other? Then a language that reads differently is a doubt, not a translation."""
    one, other = ({word.folded for word in text if word.folded.isalpha()} for text in (old, new))
    return len(one & other) >= _SAME_LANGUAGE_SHARE * min(len(one), len(other))


def _spaced(text: Sequence[Word]) -> str:
    return " ".join(word.folded for word in text)


def _told(before: _Ad, after: _Ad, *, translated: bool) -> Iterator[Change]:
    """Changes in what the text tells: friendly ones over the whole text, facts only in the sentences that are not word for word the same."""
    yield from _friendly(before.traits, after.traits)
    old, new = changed_words(before.words, after.words), changed_words(after.words, before.words)
    old_found, new_found = Found(old, before.language), Found(new, after.language)
    old_prices, new_prices = prices.read(old, old_found), prices.read(new, new_found)
    if old_prices != new_prices and (not translated or (old_prices and new_prices)):
        yield Change(What.PRICE)
    towns = [name for name in (before.details.town, after.details.town) if name]
    moved = len({fold(name) for name in towns}) > 1
    readings = [_times(old, old_found, new, new_found, ())]
    if moved:  # "this week Mons, next week Namur": days that say where she is
        readings.append(_times(old, old_found, new, new_found, towns))
    if translated:
        readings = [tuple(frozenset(key for key in times if key[-1].isdigit()) for times in both) for both in readings]
    if all(old_times != new_times for old_times, new_times in readings):
        yield Change(What.AVAILABILITY)


def _times(
    old: Sequence[Word], old_found: Found, new: Sequence[Word], new_found: Found, towns: Sequence[str]
) -> tuple[frozenset[str], ...]:
    """When each text says she can be reached, leaving out the clauses that name one of `towns`."""
    return tuple(
        timetable.read(words, found, town_clauses=_clauses_of(words, towns))
        for words, found in ((old, old_found), (new, new_found))
    )


def _friendly(old: noticing.Traits, new: noticing.Traits) -> Iterator[Change]:
    looks = new.hair_looks - old.hair_looks
    if looks or (new.hair_is_new and not old.hair_is_new):
        yield Change(What.HAIR, " ".join(sorted(old.hair_looks)), min(looks, default=""))
    if fresh := noticing.other_pets(old, new):
        yield Change(What.PET, "", " ".join(filter(None, fresh[0])))
    if noticing.other_photos(old, new) or new.settings - old.settings:
        yield Change(What.PHOTO_MENTION, "", min(new.settings - old.settings, default="new"))


def _clauses_of(text: Sequence[Word], towns: Sequence[str]) -> frozenset[int]:
    names = {word.folded for town in towns for word in split(town)}
    return frozenset(word.clause for word in text if word.folded in names)
