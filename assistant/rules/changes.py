"""What changed between two versions of an ad, and which of it a friendly message may mention.

Town, name, language and phone numbers are compared as rules.ads reads them; the rest is read as keys that do not depend on wording
(rules.noticing, rules.timetable, rules.prices), so that "mijn poes Minoes" → "onze kat Minoes" is no new pet.

What is friendly (town, hair, pet, photos) counts when it appears or alters: hair that is not spoken of any more is not something to write
about, and reads as `text_only`; so does a pet, or photos, that an ad written anew in the same language leaves out. A pet of which the ad
says that it died or left, photos that are gone, and either where it alone was taken out, are a loss, to be told to the worker;
rules.hooks offers no sentence for it. Of facts (price, hours, phone) leaving one out is a change as well.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.lexicon import base_language
from assistant.rules import cardinals, changed_looks, noticing, prices, word_languages
from assistant.rules.ad_memory import Remembered
from assistant.rules.ad_version import Version
from assistant.rules.ad_words import fold
from assistant.rules.change import Change, What
from assistant.rules.changed_names import other_alias, other_couple, other_town
from assistant.rules.changed_times import other_price, other_times
from assistant.rules.lengths import other_length
from assistant.rules.same_ad import exchanged, reordered, retold, same_words

_SAME_LANGUAGE_SHARE = 0.5
_SURE = 0.6  # of a language; below it two short texts that read differently are a doubt


def compare(
    old: str, new: str, *, region: str | None = None, then: date | None = None, today: date | None = None
) -> tuple[Change, ...]:
    """What changed from the ad text `old` to `new`; never empty: at least `nothing` or `text_only`.

    `region` is a hint for reading phone numbers (ISO 3166). `then` and `today`: the days on which the two were read, for towns with dates:
    the same tour may have brought her elsewhere. TextTooLong when a text is larger than we read.
    """
    before, after = Version(old, region, then), Version(new, region, today)
    before.knows(after.phones)
    after.knows(before.phones)
    before, after = _in_one_language(before, after)
    if what := _exchanged(before, after):
        return _in_order([what, *_phones(before, after)])
    if same_words(before.words, after.words) or retold(before.words, after.words, language=after.language):
        # Whatever is read differently in other capitals.
        return _in_order((*_toured(before, after, then, today), *_phones(before, after))) or (Change(What.NOTHING),)
    changes = list(_details(before, after))
    changes += _told(before, after, {change.what for change in changes})
    changes += changed_looks.unspoken(before, after, told=bool(changes), kinds={change.what for change in changes})
    if changes:
        return _in_order(changes)
    # Only now: in another order the words may name another town.
    same = reordered(before.words, after.words, language=after.language)
    return (Change(What.NOTHING if same else What.TEXT_ONLY),)


def _exchanged(before: Version, after: Version) -> Change | None:
    """What two words mean that stand in each other's place: names, towns or times of the day; None when they are others."""
    pair = exchanged(before.words, after.words)
    if pair is None:
        return None
    # Which of two is which the readings must say: told the wrong way round it would be worse than not told.
    for what, was, now in (
        (What.TOWN, before.details.town, after.details.town),
        (What.ALIAS, before.details.alias, after.details.alias),
    ):
        if was and now and {fold(was), fold(now)} == set(pair):
            return Change(what, was, now)
    asked = prices.read(before.words, before.found, cardinals.read(before.words, before.language))
    if asked.firm.issuperset(pair):
        return Change(What.PRICE)  # "half 80, uur 150" and "half 150, uur 80"
    times = {
        word.folded
        for ad in (before, after)
        for hit in [*ad.found.of("when"), *ad.found.of("day")]
        for word in ad.words[hit.first : hit.last + 1]
    }
    return Change(What.AVAILABILITY) if times.issuperset(pair) else None


def _toured(before: Version, after: Version, then: date | None, today: date | None) -> Iterator[Change]:
    """The next town of the same dates."""
    was, now = before.details.town, after.details.town
    if then != today and was and now and fold(was) != fold(now):
        yield Change(What.TOWN, was, now)


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
    if other_couple(before.alias or "", after.alias or "") is False:
        changes = [change for change in changes if change.what is not What.ALIAS]
    if before.phones and (fresh := after.phones - before.phones):
        changes.append(Change(What.PHONE, "", ", ".join(sorted(fresh))))
    if before.mark != after.mark or not after.mark:
        changes += changed_looks.friendly(before.traits, after.traits, noticing.other_pets(before.traits, after.traits))
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
    if before.language != after.language and not _languages(before, after):
        surer = max(before, after, key=lambda ad: ad.details.certainty if ad.language else 0)
        for ad in (before, after):
            ad.speaks(surer.language)
    return before, after


def _languages(before: Version, after: Version) -> tuple[str, str] | None:
    """The two languages, where one ad is the other's translation: in two alphabets, both told for sure with few words the same, or by the
    words that went and came.
    """
    old, new = before.details, after.details
    if old.language and new.language and old.language != new.language:
        sure = min(old.certainty, new.certainty) >= _SURE and not _share_most(before, after)
        if sure or before.in_cyrillic != after.in_cyrillic:
            return old.language, new.language
    if min(old.certainty, new.certainty) >= _SURE and old.language == new.language:
        return None
    one, other = before.plain_words(), after.plain_words()
    return word_languages.apart(one - other, other - one)


def _details(before: Version, after: Version) -> Iterator[Change]:
    languages = _languages(before, after)
    if towns := other_town(before, after, translated=languages is not None):
        yield Change(What.TOWN, *towns)
    if names := other_alias(before, after):
        yield Change(What.ALIAS, *names)
    if languages:
        yield Change(What.LANGUAGE, *languages)
    yield from _phones(before, after)


def _phones(before: Version, after: Version) -> Iterator[Change]:
    if before.phones != after.phones:
        yield Change(What.PHONE, ", ".join(sorted(before.phones)), ", ".join(sorted(after.phones)))


def _told(before: Version, after: Version, kinds: set[What]) -> Iterator[Change]:
    """Changes in what the text tells, over the whole of it, beside those of the `kinds` that are known."""
    translated, moved = What.LANGUAGE in kinds, What.TOWN in kinds
    old, new = (cardinals.read(ad.words, ad.language) for ad in (before, after))
    yield from changed_looks.told(before, after, old, new, translated=translated)
    longer = not translated and other_length(before, after, old, new)
    if longer or other_price(before, after, old, new, translated=translated):
        yield Change(What.PRICE)
    if other_times(before, after, old, new, translated=translated, moved=moved):
        yield Change(What.AVAILABILITY)


def _share_most(before: Version, after: Version) -> bool:
    """Does one hold most words of the other, besides names and currencies? Then another language is a doubt, not a translation."""
    one, other = (ad.plain_words() for ad in (before, after))
    return len(one & other) >= _SAME_LANGUAGE_SHARE * min(len(one), len(other))
