"""The pets that an ad tells of, as (animal, name or ""): hers by what is said beside them, not a neighbour's, and no manner of speaking."""

from collections.abc import Sequence
from functools import cache
from unicodedata import category

from assistant import lexicon
from assistant.rules.ad_words import Found, Hit, fold, in_order
from assistant.rules.cardinals import Number
from assistant.rules.first_names import is_first_name
from assistant.rules.languages import NOUNS_WITH_CAPITALS
from assistant.rules.lint_words import Text, lint_words

_NEVER_SLANG = frozenset({"bird", "turtle", "hamster", "fish"})
_PLAIN = frozenset({"dog", "bird", "turtle", "hamster"})  # the words for cats and rabbits are said of people as well
_OWNER_NEAR = 4
_LIVES_NEAR = 8
_LIFE_NEAR = 10
_OTHERS_NEAR = 7
_LONGEST_PET_NAME = 20
_MOST_OF_A_KIND = 12
_MOST_PETS = 40  # mentions looked at; each is read in its sentence
_READ_ROUND = 20
_WORK = frozenset({"body", "services", "price", "exposing"})
_BESIDE_NEAR = 3
_DENIED_NEAR = 4
_LONGEST_INTRODUCTION = 4  # words


def told(found: Found, her_name: str = "") -> frozenset[tuple[str, str]]:
    """Her pets as the ad tells of them; an animal without its name only where none of that kind has one.

    `her_name` is never a pet's: "Fleur, my cat and I".
    """
    lost, hers = _gone_animals(found), {fold(word) for word in her_name.split()}
    read = {(animal.key, _name_of(animal, found)) for animal in her_animals(found) if animal not in lost}
    pets = {(animal, "" if fold(name) in hers else name) for animal, name in read}
    named = {animal for animal, name in pets if name}
    return frozenset((animal, name) for animal, name in pets if name or animal not in named)


def animals_of(found: Found) -> frozenset[str]:
    """The animals that an ad speaks of and that may be hers, whether or not it says so; a doubtful word counts only when it does."""
    hers = {animal.key for animal in her_animals(found)}
    certain = (animal for animal in found.of("animal")[:_MOST_PETS] if not _is_doubtful(animal, found))
    return frozenset(hers | {animal.key for animal in certain if not is_no_pet(found, animal)})


def counts(found: Found, numbers: Sequence[Number]) -> dict[str, int]:
    """How many of a kind she has, where the text says so once: "two cats", "my three old hens"; an article ("a dog") counts as one."""
    by_last = {number.last: number for number in numbers if 0 < number.value <= _MOST_OF_A_KIND}
    said: dict[str, set[int]] = {}
    lost = _gone_animals(found)
    for animal in found.of("animal")[:_MOST_PETS]:
        beside = [by_last[at] for at in (animal.first - 1, animal.first - 2) if at in by_last]
        same = [one.value for one in beside if found.text[one.last].clause == found.text[animal.first].clause]
        if animal not in lost and not is_no_pet(found, animal):
            said.setdefault(animal.key, set()).update(same[:1])
    return {kind: values.pop() for kind, values in said.items() if len(values) == 1}


def gone(found: Found) -> frozenset[str]:
    """The animals of which the ad says that they died or are with her no more."""
    return frozenset(animal.key for animal, said in _losses(found) if not _is_lost_by_others(animal, said, found))


def _is_lost_by_others(animal: Hit, said: Hit, found: Found) -> bool:
    """ "The neighbour's dog died", but not "I gave the dog to the neighbour": there somebody else stands behind what is said."""
    others = found.between(animal.first - _OTHERS_NEAR, animal.last + _OTHERS_NEAR + 1, "not_hers")
    return any(
        found.distance(animal, other) <= _OTHERS_NEAR and not animal.last <= said.last <= other.first
        for other in others
    )


def denied(found: Found) -> frozenset[str]:
    """The animals, "pet" for any, of which the ad says that she has none: "einen Hund habe ich nicht mehr", "nincs cicám"."""
    return frozenset(
        animal.key if animal.subject == "animal" else "pet"
        for animal in in_order(found.of("animal")[:_MOST_PETS], found.of("animal_any")[:_MOST_PETS])
        if any(
            found.text[no.first].clause == found.text[animal.first].clause
            for no in found.between(animal.first - _DENIED_NEAR, animal.last + _DENIED_NEAR + 1, "pet_none")
        )
    )


def _gone_animals(found: Found) -> list[Hit]:
    return [animal for animal, _ in _losses(found)]


def _losses(found: Found) -> list[tuple[Hit, Hit]]:
    """The animal nearest to each "died" or "is no more", and where that is said."""
    animals = found.of("animal")[:_MOST_PETS]
    lost = []
    for said in found.of("pet_gone")[:_MOST_PETS]:
        nearest = min(animals, key=lambda animal: found.distance(animal, said), default=None)
        if nearest is not None and found.distance(nearest, said) <= _LIVES_NEAR:
            lost.append((nearest, said))
    return lost


def her_animals(found: Found) -> list[Hit]:
    """The animals that are hers by what is said beside them; not those of a neighbour, "no dogs", or a manner of speaking."""
    return [
        animal
        for animal in found.of("animal")[:_MOST_PETS]
        if _is_owned(animal, found)
        and not _is_hair(animal, found)
        and not is_herself(animal, found)
        and not is_no_pet(found, animal)
        and (animal.key in _NEVER_SLANG or not _is_about_work(found, animal))
    ]


def _is_owned(animal: Hit, found: Found) -> bool:
    """Is it said whose it is, what it does or what it is called, or can its word mean nothing else?"""
    return (
        found.near(animal, "mark", "mine", "with", "new", within=_OWNER_NEAR)
        or found.near(animal, "mark", "lives", within=_LIVES_NEAR)
        or found.near(animal, "pet_life", within=_LIFE_NEAR)
        or _is_called(animal, found)
        or _is_plain_word(animal, found)
        or _is_named(animal, found)
        or _is_listed_with_hers(animal, found)
    )


def _is_listed_with_hers(animal: Hit, found: Found) -> bool:
    """ "J'ai un lapin et une tortue": joined by "and" to one of which it is said that she has it."""
    for other in found.between(animal.first - _OWNER_NEAR, animal.first, "animal"):
        named = found.text[min(other.last + 1, len(found.text) - 1)].written.istitle()  # "my cat Nina and a dog"
        joined = any(
            hit.first <= other.last + 1 + named for hit in found.between(other.last, animal.first, "hour", "also")
        )
        if joined and found.near(other, "mark", "mine", "with", "lives", within=_OWNER_NEAR):
            return True
    return False


def _is_hair(animal: Hit, found: Found) -> bool:
    """A pony is a fringe as well."""
    said = (("hair", "noun", "changed"), ("hair_alone",), ("look",))
    return animal.key == "horse" and any(found.near(animal, *subject, within=_OWNER_NEAR) for subject in said)


def is_herself(animal: Hit, found: Found) -> bool:
    """ "Me llamo Paloma": written as a name, where nouns are not, and known as one."""
    word = found.text[animal.first].written
    return found.language not in NOUNS_WITH_CAPITALS and word[0].isupper() and is_first_name(word)


def _is_named(animal: Hit, found: Found) -> bool:
    """Does a name stand right beside it: "Mops Emil", "Cirmi, a fekete cica"? The animal in capitals may be a name itself: "Kitty Lara"."""
    nouns = found.language in NOUNS_WITH_CAPITALS
    word = found.text[animal.first].written
    if word[0].isupper() and not nouns:
        return False
    if name := _as_name(found, animal.last + 1, animal):
        return is_first_name(name) or not nouns
    first = found.clause_start(animal.first, within=_BESIDE_NEAR)
    return "," in found.text[first].gap and is_first_name(_as_name(found, first - 1, animal))


def _is_plain_word(animal: Hit, found: Found) -> bool:
    """Is this a word that means one animal and nothing else, such as a breed, of a kind that lives with people?"""
    return animal.key in _PLAIN and not _is_doubtful(animal, found)


def _is_doubtful(animal: Hit, found: Found) -> bool:
    """Does the word mean other things as well, such as "pup", a kiss in Romanian?"""
    return bool(found.between(animal.first, animal.last + 1, "animal_doubt"))


def is_no_pet(found: Found, animal: Hit) -> bool:
    """Somebody else's, "no dogs", or a manner of speaking. What stands in another clause is said of something else."""
    clause = found.text[animal.first].clause
    round_it = found.between(animal.first - 4, animal.last + 3, "not_pet")
    told = bool(found.between(animal.first - 3, animal.first, "mark", "mine", "lives"))
    told = told or found.near(animal, "pet_life", within=_OTHERS_NEAR)
    if any(
        found.distance(animal, hit) <= 2
        and found.text[hit.last].clause == clause
        and (
            hit.first < animal.first
            or (hit.first <= animal.last < hit.last)  # "husky voice": the animal's word is a part of it
            or not told
            or found.ends_clause(hit.last)
        )  # "perros no", but "mi perro no muerde"
        for hit in round_it
    ):
        return True
    mine = found.near(animal, "mark", "mine", within=_OWNER_NEAR)
    owned = found.ending(animal.first - 1, "mark", "mine")
    reach = 0 if owned else _OTHERS_NEAR  # "my cat will watch your shoes" is hers, whatever follows
    others = found.between(animal.first - _OTHERS_NEAR, animal.last + reach + 1, "not_hers")
    return any(
        found.distance(animal, hit) <= (_OWNER_NEAR if mine or found.text[hit.first].clause != clause else _OTHERS_NEAR)
        for hit in others
    )


def _is_about_work(found: Found, animal: Hit) -> bool:
    """Does what is said round it speak of body, services or price? The words for some animals are slang as well: then it is no pet."""
    text = found.text
    clause, sentence = text[animal.first].clause, text[animal.first].sentence
    lives = found.near(animal, "pet_life", within=_OWNER_NEAR) or found.near(
        animal, "mark", "lives", within=_OWNER_NEAR
    )
    apart = 0 if lives else 1  # clauses: from the shelter, so its own word is no slang
    start = max(0, animal.first - _READ_ROUND)
    end = next((at for at in range(animal.last + 1, len(text)) if _has_picture(text[at].gap)), len(text))
    around = [
        word
        for at, word in enumerate(text[start : min(end, animal.last + 1 + _READ_ROUND)], start)
        if word.sentence == sentence
        and abs(word.clause - clause) <= apart
        and not (lives and animal.first <= at <= animal.last)
    ]
    said = Text(" ".join(word.written.lower() for word in around))
    return any(hit.code in _WORK for hit in lint_words(found.language).hits(said))


def _has_picture(gap: str) -> bool:
    return any(category(char) == "So" for char in gap)


def _is_called(animal: Hit, found: Found) -> bool:
    """Does "called" come right after the animal?"""
    return bool(found.starting(animal.last + 1, "mark", "called"))


def _name_of(animal: Hit, found: Found) -> str:
    """The capitalised word behind the animal, over "called" ("mijn kat heet Minoes"), or before it ("Minoes, mijn kat")."""
    index = animal.last + 1
    for hit in [*found.starting(index, "mark", "mine"), *found.starting(index, "mark", "called")][:1]:
        index = hit.last + 1
    return _as_name(found, index, animal) or _name_before(animal, found)


def _name_before(animal: Hit, found: Found) -> str:
    """ "Minoes" of "Minoes, mijn kat" and "Minoes (mijn lieve kat)"."""
    first = found.clause_start(animal.first, within=_OWNER_NEAR)
    owned = found.between(first, animal.first, "mark", "mine") or found.between(
        animal.last + 1, animal.last + 2, "mark", "mine"
    )
    beside = owned and found.text[first].gap.strip() and not _introduces(found, first - 1)
    return _as_name(found, first - 1, animal) if beside else ""


def _introduces(found: Found, index: int) -> bool:
    """Does what stands before a word say that it is her name: "I am", "welcome at"?"""
    words = [word.folded for word in found.text[max(0, index - _LONGEST_INTRODUCTION) : index]]
    return any(" ".join(words[start:]) in _introductions(found.language) for start in range(len(words)))


@cache
def _introductions(language: str) -> frozenset[str]:
    said = lexicon.words(language, "ads")
    return frozenset(fold(phrase) for kind in ("alias", "alias_weak", "alias_by") for phrase in said.get(kind, ()))


def _as_name(found: Found, index: int, animal: Hit) -> str:
    """The word there when it is written as a name, in the sentence of the animal."""
    if not 0 <= index < len(found.text) or found.text[index].sentence != found.text[animal.first].sentence:
        return ""
    name = found.text[index].written
    return name if name.istitle() and name.isalpha() and 1 < len(name) <= _LONGEST_PET_NAME else ""
