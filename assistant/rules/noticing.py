"""What an ad says about hair, pets, photos, clothes, humour and moving, as keys that do not depend on its language or wording.

"Mijn poes Minoes" and "my cat Minoes" read as the same trait, ("cat", "Minoes"); so two versions of an ad can be compared whatever
was reworded, and a sentence about it can be written in any language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.rules.ad_words import Hit, Word, split, vocabulary

COLOURS = frozenset({"blond", "brown", "black", "red", "grey", "pink", "blue", "purple", "green"})
_NEAR = 3
_OWNER_NEAR = 4
_LONGEST_PET_NAME = 20


@dataclass(frozen=True, slots=True)
class Traits:
    """What one ad says. Keys are those of the lexicon; a pet is (animal, name or "")."""

    hair_looks: frozenset[str] = frozenset()
    hair_is_new: bool = False
    pets: frozenset[tuple[str, str]] = frozenset()
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
    hits = _Hits(text, language)
    looks, hair_is_new = _hair(hits)
    settings, photos, new_photos = _photos(hits)
    return Traits(
        hair_looks=looks,
        hair_is_new=hair_is_new,
        pets=_pets(hits),
        settings=settings,
        photos=photos,
        new_photos=new_photos,
        garments=frozenset(
            hit.key for hit in hits["garment"] if hits.near(hit, "mark", "mine", "with", "new", within=3)
        ),
        humour=bool(hits["humour"]),
        arrived=bool(hits["move"]),
        back=any(hit.key == "back" for hit in hits["move"]),
    )


class _Hits:
    """The phrases found in one text, by subject."""

    def __init__(self, text: Sequence[Word], language: str | None) -> None:
        self.text = text
        self._by_subject: dict[str, list[Hit]] = {}
        for code in dict.fromkeys((language or "en", "en")):
            for hit in vocabulary(code).find(text):
                self._by_subject.setdefault(hit.subject, []).append(hit)

    def __getitem__(self, subject: str) -> list[Hit]:
        return self._by_subject.get(subject, [])

    def of(self, subject: str, *keys: str) -> list[Hit]:
        return [hit for hit in self[subject] if hit.key in keys]

    def distance(self, a: Hit, b: Hit) -> int:
        """Words from one to the other; far when they stand in different sentences, 0 when they overlap."""
        if self.text[a.first].sentence != self.text[b.first].sentence:
            return 1_000
        return max(b.first - a.last, a.first - b.last, 0)

    def near(self, hit: Hit, subject: str, *keys: str, within: int) -> bool:
        return any(self.distance(hit, other) <= within for other in _around(self.of(subject, *keys), hit, within))


def _around(hits: Iterable[Hit], hit: Hit, within: int) -> list[Hit]:
    """Those that begin near enough to be worth measuring."""
    return [other for other in hits if abs(other.first - hit.first) <= within + 6]


def _hair(hits: _Hits) -> tuple[frozenset[str], bool]:
    nouns = hits.of("hair", "noun")
    others = hits["garment"] + hits.of("hair", "other_noun")
    looks = {hit.key for hit in hits["hair_alone"]}
    for look in hits["look"]:
        to_hair = min((hits.distance(look, noun) for noun in _around(nouns, look, _NEAR)), default=1_000)
        to_other = min((hits.distance(look, noun) for noun in _around(others, look, _NEAR)), default=1_000)
        if to_hair <= _NEAR and to_hair <= to_other:
            looks.add(look.key)
    fresh = bool(hits.of("hair", "changed"))
    fresh = fresh or any(hits.near(noun, "mark", "new", within=_NEAR) for noun in nouns)
    return frozenset(looks), fresh


def _photos(hits: _Hits) -> tuple[frozenset[str], bool, bool]:
    photos = hits.of("photo", "noun")
    new = bool(hits.of("photo", "new")) or any(
        hits.near(photo, "mark", "new", "recent", within=_NEAR) for photo in photos
    )
    sentences = {hits.text[photo.first].sentence for photo in photos}
    settings = frozenset(hit.key for hit in hits["setting"] if hits.text[hit.first].sentence in sentences)
    return settings, bool(photos), new


def _pets(hits: _Hits) -> frozenset[tuple[str, str]]:
    found = set()
    for animal in hits["animal"]:
        if hits.near(animal, "not_pet", "any", within=2) or not hits.near(
            animal, "mark", "mine", "with", "new", within=_OWNER_NEAR
        ):
            continue
        found.add((animal.key, _name_after(animal, hits)))
    named = {animal for animal, name in found if name}
    return frozenset((animal, name) for animal, name in found if name or animal not in named)


def _name_after(animal: Hit, hits: _Hits) -> str:
    """The capitalised word after the animal, over "called" or a comma: "mijn kat heet Minoes" → "Minoes"."""
    index = animal.last + 1
    called = {hit.first: hit.last for hit in hits.of("mark", "called")}
    if index in called:
        index = called[index] + 1
    if index >= len(hits.text) or hits.text[index].sentence != hits.text[animal.first].sentence:
        return ""
    name = hits.text[index].written
    return (
        name if name[:1].isupper() and name.isalpha() and not name.isupper() and len(name) <= _LONGEST_PET_NAME else ""
    )
