"""What an ad says about hair, pets, photos, clothes, humour and moving, as keys that do not depend on its language or wording.

"Mijn poes Minoes" and "my cat Minoes" read as the same trait, ("cat", "Minoes"); so two versions of an ad can be compared whatever
was reworded, and a sentence about it can be written in any language.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.rules.ad_words import FAR, Found, Hit, Word, found_in, in_order, split
from assistant.rules.lint_words import Text, lint_words

COLOURS = frozenset({"blond", "brown", "black", "red", "grey", "pink", "blue", "purple", "green"})
_OF_HAIR = ("curls", "braids", "fringe", "highlights")
_PLAIN = frozenset({"dog", "bird", "turtle", "hamster"})  # the words for cats and rabbits are said of people as well
_NEAR = 3
_NEAR_COLOUR = 8
_NEAR_NOUN = 2
_OWNER_NEAR = 4
_LIVES_NEAR = 8
_LIFE_NEAR = 10
_BESIDE_NEAR = 3
_OTHERS_NEAR = 7
_LONGEST_PET_NAME = 20
_MOST_PETS = 40  # mentions looked at; each is read in its sentence
_READ_ROUND = 20
_WORK = frozenset({"body", "services", "price", "exposing"})


@dataclass(frozen=True, slots=True)
class Traits:
    """What one ad says. Keys are those of the lexicon; a pet is (animal, name or "")."""

    hair_looks: frozenset[str] = frozenset()
    hair_is_new: bool = False
    pets: frozenset[tuple[str, str]] = frozenset()
    pets_gone: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    photos: bool = False
    new_photos: bool = False
    garments: frozenset[str] = frozenset()
    humour: bool = False
    arrived: bool = False
    back: bool = False


def read(text: str, *, language: str | None) -> Traits:
    """The traits of an ad. `language` is ISO 639-1; English phrases are always understood beside it."""
    return of_words(split(text), language=language)


def of_words(text: Sequence[Word], *, language: str | None) -> Traits:
    """As `read`, of a text that is already split into words."""
    return of_found(found_in(tuple(text), language))


def of_found(found: Found) -> Traits:
    """As `read`, of a text in which the phrases were found already."""
    looks, hair_is_new = _hair(found)
    settings, photos, new_photos = _photos(found)
    return Traits(
        hair_looks=looks,
        hair_is_new=hair_is_new,
        pets=_pets(found),
        pets_gone=_pets_gone(found),
        settings=settings,
        photos=photos,
        new_photos=new_photos,
        garments=frozenset(
            hit.key for hit in found.of("garment") if found.near(hit, "mark", "mine", "with", "new", within=3)
        ),
        humour=bool(found.of("humour")),
        arrived=bool(found.of("move")),
        back=bool(found.of("move", "back")),
    )


def other_pets(old: Traits, new: Traits) -> list[tuple[str, str]]:
    """The pets that are new: another animal, or another name where every name was known."""
    known = {animal for animal, _ in old.pets}
    names = {name for _, name in old.pets}
    return [
        (animal, name) for animal, name in sorted(new.pets) if animal not in known or (name not in names and all(names))
    ]


def other_photos(old: Traits, new: Traits, *, known: bool = True) -> bool:
    """Does the ad now speak of photos that it did not speak of? With nothing `known` of an ad before, only when it calls them new."""
    elsewhere = new.new_photos and bool(old.settings) and new.settings != old.settings
    return (new.new_photos and not old.new_photos) or elsewhere or (known and new.photos and not old.photos)


def _hair(found: Found) -> tuple[frozenset[str], bool]:
    nouns = in_order(found.of("hair", "noun"), found.of("hair_alone", *_OF_HAIR))
    others = in_order(found.of("garment"), found.of("hair", "other_noun"))
    looks = {hit.key for hit in found.of("hair_alone") if found.nearest(hit, others, _NEAR_NOUN) == FAR}
    for look in found.of("look"):
        within = _NEAR_COLOUR if look.key in COLOURS else _NEAR
        to_hair = found.nearest(look, nouns, within)
        if to_hair < FAR and to_hair <= found.nearest(look, others, within):
            looks.add(look.key)
    changed = any(not _is_an_address(hit, found) for hit in found.of("hair", "changed"))
    return frozenset(looks), changed or any(found.near(noun, "mark", "new", within=_NEAR) for noun in nouns)


def _is_an_address(hit: Hit, found: Found) -> bool:
    """ "Above the hairdresser's"; in some languages "above" comes behind."""
    before = found.between(hit.first - _BESIDE_NEAR, hit.first + 1, "beside", "any")
    behind = found.between(hit.last + 1, hit.last + 2, "beside", "after")
    return any(found.distance(hit, other) <= _BESIDE_NEAR for other in [*before, *behind])


def _photos(found: Found) -> tuple[frozenset[str], bool, bool]:
    photos = found.of("photo", "noun")
    new = bool(found.of("photo", "new"))
    new = new or any(found.near(photo, "mark", "new", "recent", within=_NEAR) for photo in photos)
    sentences = {found.text[photo.first].sentence for photo in photos}
    settings = frozenset(hit.key for hit in found.of("setting") if found.text[hit.first].sentence in sentences)
    return settings, bool(photos), new


def _pets(found: Found) -> frozenset[tuple[str, str]]:
    gone = _gone_animals(found)
    pets = {(animal.key, _name_after(animal, found)) for animal in her_animals(found) if animal not in gone}
    named = {animal for animal, name in pets if name}
    return frozenset((animal, name) for animal, name in pets if name or animal not in named)


def _pets_gone(found: Found) -> frozenset[str]:
    """The animals of which the ad says that they died or are with her no more."""
    return frozenset(
        animal.key for animal in _gone_animals(found) if not found.near(animal, "not_hers", within=_OTHERS_NEAR)
    )


def _gone_animals(found: Found) -> list[Hit]:
    """The animal nearest to each "died" or "is no more"."""
    animals = found.of("animal")[:_MOST_PETS]
    gone = []
    for said in found.of("pet_gone")[:_MOST_PETS]:
        nearest = min(animals, key=lambda animal: found.distance(animal, said), default=None)
        if nearest is not None and found.distance(nearest, said) <= _LIVES_NEAR:
            gone.append(nearest)
    return gone


def her_animals(found: Found) -> list[Hit]:
    """The animals that are hers by what is said beside them; not those of a neighbour, "no dogs", or a manner of speaking."""
    hers = []
    for animal in found.of("animal")[:_MOST_PETS]:
        owned = found.near(animal, "mark", "mine", "with", "new", within=_OWNER_NEAR)
        owned = owned or found.near(animal, "mark", "lives", within=_LIVES_NEAR) or _is_called(animal, found)
        owned = owned or found.near(animal, "pet_life", within=_LIFE_NEAR) or _is_plain_word(animal, found)
        if animal.key == "horse" and any(
            found.near(animal, said, within=_OWNER_NEAR) for said in ("hair", "hair_alone", "look")
        ):
            continue  # a pony is a fringe as well
        if owned and not is_no_pet(found, animal) and not _is_about_work(found, animal):
            hers.append(animal)
    return hers


def _is_plain_word(animal: Hit, found: Found) -> bool:
    """Is this a word that means one animal and nothing else, such as a breed, of a kind that lives with people?"""
    doubt = found.between(animal.first, animal.last + 1, "animal_doubt")
    return animal.key in _PLAIN and not doubt


def is_no_pet(found: Found, animal: Hit) -> bool:
    """Somebody else's, "no dogs", or a manner of speaking. What stands in another clause is said of something else."""
    clause = found.text[animal.first].clause
    round_it = found.between(animal.first - 4, animal.last + 3, "not_pet")
    if any(found.distance(animal, hit) <= 2 and found.text[hit.last].clause == clause for hit in round_it):
        return True
    mine = found.near(animal, "mark", "mine", within=_OWNER_NEAR)
    return found.near(animal, "not_hers", within=_OWNER_NEAR if mine else _OTHERS_NEAR)


def _is_about_work(found: Found, animal: Hit) -> bool:
    """Does its sentence speak of body, services or price? The words for some animals are slang as well: then it is no pet."""
    first = last = animal.first
    sentence = found.text[first].sentence
    while first > max(0, animal.first - _READ_ROUND) and found.text[first - 1].sentence == sentence:
        first -= 1
    end = min(len(found.text), animal.last + 1 + _READ_ROUND)
    while last + 1 < end and found.text[last + 1].sentence == sentence:
        last += 1
    words = found.text[first : last + 1]
    if found.near(animal, "pet_life", within=_OWNER_NEAR):  # adopted, from the shelter: then its own word is no slang
        words = (*found.text[first : animal.first], *found.text[animal.last + 1 : last + 1])
    said = Text(" ".join(word.written.lower() for word in words))
    return any(hit.code in _WORK for hit in lint_words(found.language).hits(said))


def _is_called(animal: Hit, found: Found) -> bool:
    """Does "called" come right after the animal?"""
    return bool(found.starting(animal.last + 1, "mark", "called"))


def _name_after(animal: Hit, found: Found) -> str:
    """The capitalised word after the animal, over "called": "mijn kat heet Minoes" → "Minoes"."""
    index = animal.last + 1
    for hit in [*found.starting(index, "mark", "mine"), *found.starting(index, "mark", "called")][:1]:
        index = hit.last + 1
    if index >= len(found.text) or found.text[index].sentence != found.text[animal.first].sentence:
        return ""
    name = found.text[index].written
    return name if name.istitle() and name.isalpha() and len(name) <= _LONGEST_PET_NAME else ""
