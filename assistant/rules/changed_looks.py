"""What is friendly and changed between two versions of an ad: hair, pets and photos; that which came, altered, or is gone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.rules import noticing, pets, photos
from assistant.rules.ad_version import Version
from assistant.rules.cardinals import Number
from assistant.rules.change import Change, What
from assistant.rules.pet_names import is_one_name, names_beside_pets, names_of_the_gone
from assistant.rules.same_ad import replaced

_TOGETHER = 3  # words
_MOST_FRESH, _MOST_FRESH_BESIDE = 1, 5  # words
_DARK = frozenset({"brown", "black", "dark"})
_LENGTHS = frozenset({"short", "medium", "long"})


def told(
    before: Version, after: Version, old: Sequence[Number], new: Sequence[Number], *, translated: bool
) -> Iterator[Change]:
    """What the texts tell otherwise, over the whole of them. `old` and `new`: the numbers that they name."""
    fresh = [pet for pet in noticing.other_pets(before.traits, after.traits) if not before.tells_of(*pet)]
    seen = replace(after.traits, hair_looks=_other_looks(before, after, translated=translated))
    if translated:  # what is new is told in many ways; what is seen on a photo is not
        seen = replace(seen, hair_is_new=False, new_photos=seen.new_photos and not before.traits.photos)
    changes = list(friendly(before.traits, seen, fresh))
    yield from changes
    kinds = {change.what for change in changes}
    if What.PHOTO_MENTION not in kinds and (elsewhere := _other_photos(before, after, translated=translated)):
        yield elsewhere
    if What.PET not in kinds and (other := _other_pet(before, after, old, new)):
        yield other


def friendly(old: noticing.Traits, new: noticing.Traits, fresh: Sequence[tuple[str, str]]) -> Iterator[Change]:
    """What may be written about, of two ads of which the texts may be gone; `fresh`: the pets that are new."""
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


def unspoken(before: Version, after: Version, *, told: bool, kinds: set[What]) -> Iterator[Change]:
    """A pet, or photos, of which an ad says nothing more while hardly a word came in: taken out, and not merely told otherwise.

    A translation tells all that is left, in whatever words.
    """
    known = {word.folded for word in before.words}
    fresh = [word for word in after.words if word.folded not in known and word.folded.isalpha()]
    most = _MOST_FRESH_BESIDE if told else _MOST_FRESH
    if What.LANGUAGE not in kinds and len(fresh) > most:
        return
    names = {name for _, name in before.traits.pets if name}
    if What.PET not in kinds and before.traits.pets and not (after.found.of("animal") or any(map(after.says, names))):
        yield Change(What.PET)
    if What.PHOTO_MENTION not in kinds and before.traits.photos and not after.found.of("photo", "noun"):
        yield Change(What.PHOTO_MENTION)


def _other_looks(before: Version, after: Version, *, translated: bool) -> frozenset[str]:
    """The looks of her hair that were not said of it before, in whatever words."""
    looks = after.traits.hair_looks - noticing.looks_of(before.found) - noticing.looks_alone(before.found)
    if translated:
        return looks - _alike_in_translation(before.traits.hair_looks)
    if before.traits.hair_looks:  # "now black": hair, as hair was spoken of before
        looks |= noticing.looks_now(after.found) - before.traits.hair_looks
    return looks | _in_its_place(before, after)


def _alike_in_translation(said: frozenset[str]) -> frozenset[str]:
    """The looks that may be another word for one that was `said`: "brunetă" is black, "brunette" is brown, "moreno" may be the skin."""
    dark = _DARK if said & _DARK or not said & noticing.COLOURS else frozenset()
    lengths = said & _LENGTHS
    opposite = {frozenset({"long"}): {"short"}, frozenset({"short"}): {"long"}}.get(lengths, set())
    return dark | (_LENGTHS - opposite if lengths else frozenset())


def _in_its_place(before: Version, after: Version) -> frozenset[str]:
    """A colour that stands where another one stood: "Erika, Eger, szőke" → "Erika, Eger, barna"."""
    old, new = (noticing.colours_at(ad.found) for ad in (before, after))
    pairs = replaced(before.words, after.words, _TOGETHER) if old and new else ()
    return frozenset(new[other] for one, other in pairs if one in old and other in new and old[one] != new[other])


def _other_photos(before: Version, after: Version, *, translated: bool) -> Change | None:
    """Photos that were made elsewhere, are gone or hidden, or of which the ad now says that there are none."""
    old, new = photos.read(before.found), photos.read(after.found)
    redated = not translated and photos.redated(old, new)
    if redated or photos.differ(old, new) or (new.none and not old.spoken_of):
        gone = new.none or (new.for_who_asks and not new.shown)
        return Change(What.PHOTO_MENTION, *(("photos", "") if gone else ("", min(new.places, default="new"))))
    return None


def _other_pet(before: Version, after: Version, old: Sequence[Number], new: Sequence[Number]) -> Change | None:
    return _lost_pet(before, after) or _other_count(before, after, old, new) or _other_breed(before, after)


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


def _other_breed(before: Version, after: Version) -> Change | None:
    """A poodle where there was a dachshund."""
    had, has = _breeds(before), _breeds(after)
    other = had and has and had.keys().isdisjoint(has)
    return Change(What.PET, "", has[min(has)]) if other else None


def _breeds(ad: Version) -> dict[str, str]:
    """The breeds of animals that are hers, each with the kind of animal."""
    hers = [hit for hit in ad.found.of("animal") if not pets.is_no_pet(ad.found, hit)]
    beside = ((breed, hit) for breed in ad.found.of("breed") for hit in hers if ad.found.distance(breed, hit) <= 1)
    return {breed.key: hit.key for breed, hit in beside}


def _other_count(before: Version, after: Version, old: Sequence[Number], new: Sequence[Number]) -> Change | None:
    """ "A dog and two cats" → "a dog and three cats": of one kind there are now more or fewer, where both say how many."""
    had, has = pets.counts(before.found, old), pets.counts(after.found, new)
    for animal in sorted(had.keys() & has.keys()):
        if had[animal] != has[animal]:
            more = has[animal] > had[animal]
            return Change(What.PET, "" if more else animal, animal if more else "")
    return None
