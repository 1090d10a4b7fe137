"""What an ad says about hair, pets, photos, clothes, humour and moving, as keys that do not depend on its language or wording.

"Mijn poes Minoes" and "my cat Minoes" read as the same trait, ("cat", "Minoes"); so two versions of an ad can be compared whatever
was reworded, and a sentence about it can be written in any language.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from assistant.rules import pets, photos
from assistant.rules.ad_words import FAR, Found, Hit, Word, found_in, in_order, split

COLOURS = frozenset({"blond", "brown", "black", "red", "grey", "pink", "blue", "purple", "green"})
_BECOME = COLOURS | {"dark", "curls"}
_OF_HAIR = ("curls", "braids", "fringe", "highlights")
_NEAR = 3
_NEAR_COLOUR = 8
_NEAR_NOUN = 2
_LONGEST_SMALL = 5  # letters
_BESIDE_NEAR = 3
_LONGEST_BESIDE = 3  # words of "por cima de"
_OBJECT_NEAR = 3


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
    photos_gone: bool = False
    garments: frozenset[str] = frozenset()
    humour: bool = False
    arrived: bool = False
    back: bool = False


def read(text: str, *, language: str | None) -> Traits:
    """The traits of an ad. `language` is ISO 639-1; English phrases are always understood beside it."""
    return of_words(split(text), language=language)


def of_words(text: Sequence[Word], *, language: str | None, her_name: str = "") -> Traits:
    """As `read`, of a text that is already split into words; `her_name` is no pet's."""
    return of_found(found_in(tuple(text), language), her_name)


def of_found(found: Found, her_name: str = "") -> Traits:
    """As `of_words`, of a text in which the phrases were found already."""
    looks, hair_is_new = _hair(found)
    seen = photos.read(found)
    return Traits(
        hair_looks=looks,
        hair_is_new=hair_is_new,
        pets=pets.told(found, her_name),
        pets_gone=pets.gone(found),
        settings=frozenset() if seen.none else seen.settings,
        photos=seen.spoken_of and not seen.none,
        new_photos=seen.new and not seen.none,
        photos_gone=seen.none,
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
        (animal, name)
        for animal, name in sorted(new.pets)
        if animal not in known or (name and name not in names and all(names))
    ]


def other_photos(old: Traits, new: Traits, *, known: bool = True) -> bool:
    """Does the ad now speak of photos that it did not speak of? With nothing `known` of an ad before, only when it calls them new."""
    elsewhere = new.new_photos and bool(old.settings) and new.settings != old.settings
    shown = new.photos and (old.photos_gone or (known and not old.photos))
    return (new.new_photos and not old.new_photos) or elsewhere or shown


def _other_nouns(found: Found) -> list[Hit]:
    """What a colour may be said of instead of hair: clothes, eyes."""
    return in_order(found.of("garment"), found.of("hair", "other_noun"))


def _hair(found: Found) -> tuple[frozenset[str], bool]:
    nouns = in_order(found.of("hair", "noun"), found.of("hair_alone", *_OF_HAIR))
    others = _other_nouns(found)
    alone = [
        hit for hit in found.of("hair_alone") if not found.near(hit, "animal", within=_NEAR_NOUN)
    ]  # "a ginger tom"
    looks = {hit.key for hit in alone if not _belongs_to(hit, others, found)}
    named, hair = in_order(nouns, others), frozenset(nouns)
    last = -FAR  # the last word of the look before, where that is hers
    for look in found.of("look"):
        within = _NEAR_COLOUR if look.key in COLOURS else _NEAR
        joined = look.first == last + 2 and bool(found.starting(last + 1, "hour", "also"))  # "my hair is red and long"
        if joined or _is_said_of(look, named, hair, found, within):
            looks.add(look.key)
            last = look.last
    become = [look for look in found.of("look") if look.key in _BECOME and found.near(look, "hair", "become", within=2)]
    looks |= {hit.key for hit in become}
    changed = bool(become) or any(
        not (_is_an_address(hit, found) or _is_of_something_else(hit, found)) for hit in found.of("hair", "changed")
    )
    return frozenset(looks), changed or any(found.near(noun, "mark", "new", within=_NEAR) for noun in nouns)


def _is_said_of(look: Hit, nouns: Sequence[Hit], hair: AbstractSet[Hit], found: Found, within: int) -> bool:
    """Is the nearest of `nouns` one of `hair`? In another clause only where its own names none of them.

    So "short hair, green eyes" has no green hair, and of "pelo corto, rubio, ojos verdes" the hair is blond: what a look alone in
    its clause says is told of what was named before.
    """
    clause = found.text[look.first].clause
    close = found.close(look, nouns, within)
    own = [noun for noun in close if found.text[noun.first].clause == clause]
    before = [noun for noun in close if noun.first < look.first]
    if before and found.starting(look.last + 1, "hour", "also"):
        own = [noun for noun in own if noun in before]  # "hair to the shoulders and brown eyes"
    nearest = min(own or before or close, key=lambda noun: (found.distance(look, noun), noun not in hair), default=None)
    return nearest in hair


def looks_now(found: Found) -> frozenset[str]:
    """The colours that are said to be there now, with no other noun beside them: "jetzt schwarz", "morena agora"."""
    others = _other_nouns(found)
    now = [*found.of("mark", "new"), *found.of("hair", "become")]
    return frozenset(
        look.key
        for look in found.of("look")
        if (look.key in COLOURS or look.key == "dark")
        and any(mark.last == look.first - 1 or mark.first == look.last + 1 for mark in now)
        and not found.text[look.first].written.isupper()  # "MEL agora é a LARA"
        and not _belongs_to(look, others, found)
        and not _leads_a_noun(look, found)
    )


def colours_at(found: Found) -> dict[int, str]:
    """Where a colour is said of nothing else that the ad names: word → colour."""
    others = _other_nouns(found)
    said = [hit for hit in [*found.of("look"), *found.of("hair_alone")] if hit.key in COLOURS or hit.key == "dark"]
    return {hit.first: hit.key for hit in said if not _belongs_to(hit, others, found)}


def looks_alone(found: Found) -> frozenset[str]:
    """The looks of any kind that are said of nothing else that the ad names: "39, braun, Pferdeschwanz"."""
    others = _other_nouns(found)
    said = [*found.of("look"), *found.of("hair_alone")]
    return frozenset(hit.key for hit in said if not _belongs_to(hit, others, found))


def _belongs_to(look: Hit, others: Sequence[Hit], found: Found) -> bool:
    """Is it the colour of another thing, which stands beside it in its clause?

    "Agora castanha, de olhos azuis" is her hair, and so is "rubia con lencería".
    """
    near = [other for other in found.close(look, others, _NEAR_NOUN) if other.first <= look.last + 1]
    return any(found.text[other.first].clause == found.text[look.last].clause for other in near)


def _leads_a_noun(look: Hit, found: Found) -> bool:
    """Does another word follow in its clause that is no small one: "jetzt schwarze Fotos"?"""
    at = look.last + 1
    return (
        at < len(found.text)
        and found.text[at].clause == found.text[look.last].clause
        and len(found.text[at].folded) > _LONGEST_SMALL
    )


def looks_of(found: Found) -> frozenset[str]:
    """Every look that may be that of her hair: it stands in a sentence that speaks of hair."""
    spoken_of = {
        found.text[hit.first].sentence for hit in [*found.of("hair", "noun", "changed"), *found.of("hair_alone")]
    }
    looks = [*found.of("look"), *found.of("hair_alone")]
    return frozenset(hit.key for hit in looks if found.text[hit.first].sentence in spoken_of)


def _is_of_something_else(hit: Hit, found: Found) -> bool:
    """ "I cut my finger", "I painted the walls": a verb of cutting or colouring whose object comes next, before any hair."""
    after = found.between(hit.last + 1, hit.last + 1 + _OBJECT_NEAR, "hair", "other_thing", "noun")
    after = [other for other in after if found.text[other.first].clause == found.text[hit.last].clause]
    return bool(after) and after[0].key == "other_thing"


def _is_an_address(hit: Hit, found: Found) -> bool:
    """ "Above the hairdresser's"; in some languages "above" comes behind."""
    before = found.between(hit.first - _BESIDE_NEAR - _LONGEST_BESIDE, hit.first + 1, "beside", "any")
    behind = found.between(hit.last + 1, hit.last + 2, "beside", "after")
    return any(found.distance(hit, other) <= _BESIDE_NEAR for other in [*before, *behind])
