"""Words that decide whether another one is a name: bare, by language."""

from collections.abc import Mapping
from functools import cache

from assistant import lexicon
from assistant.rules.alias_candidates import ARTICLES
from assistant.rules.digits import bare
from assistant.rules.first_names import is_first_name


@cache
def no_names(language: str | None) -> frozenset[str]:
    """Words that no alias is: those of the ad's own language and of English."""
    subjects = (
        "not_alias", "common", "phone", "not_phone", "now", "later", "town", "near", "origin", "alias", "alias_weak", "past",
    )  # fmt: skip
    words: set[str] = set()
    for code in dict.fromkeys((language, "en")):
        data: Mapping[str, list[str]] = lexicon.words(code, "ads") if code else {}
        phrases = (phrase for subject in subjects for phrase in data.get(subject, ()))
        words.update(bare(part) for phrase in phrases for part in phrase.split() if len(part) > 1)
        beside = lexicon.words(code or "", "channels")  # "search", "the same", "there": what an ad says of a channel
        said = (phrase for subject in ("find", "same", "too", "there") for phrase in beside.get(subject, ()))
        words.update(bare(part) for phrase in said for part in phrase.split() if len(part) > 1)
    return frozenset(words - {"luna", "sol"}) | ARTICLES | _greetings()


@cache
def _greetings() -> frozenset[str]:
    """Those of every language: who writes in English may begin with "Buna!". Not those that are a name too, such as Ola."""
    said = (lexicon.words(code, "ads").get("greeting", ()) for code in lexicon.languages())
    words = {part for phrases in said for phrase in phrases for part in phrase.split()}
    return frozenset(bare(word) for word in words if not is_first_name(word))


@cache
def place_words(language: str | None) -> frozenset[str]:
    """Last words of what stands before a place: "in", "area", "near"."""
    return frozenset(
        bare(phrase).split()[-1]
        for code in dict.fromkeys((language, "en"))
        for subject in ("town", "near")
        for phrase in lexicon.words(code or "", "ads").get(subject, ())
    )


@cache
def by_words() -> frozenset[str]:
    """What stands before somebody by whom something is done, in every language: "by", "bei"."""
    return frozenset(
        bare(word) for code in lexicon.languages() for word in lexicon.words(code, "ads").get("alias_by", ())
    )


@cache
def house_words() -> frozenset[str]:
    """Words of every language that a house or a business has in its name: "salon", "rooms"."""
    return frozenset(bare(word) for code in lexicon.languages() for word in lexicon.words(code, "ads").get("house", ()))


@cache
def house_endings() -> tuple[str, ...]:
    """Those of them that other words end in: "Privésalon"."""
    return tuple(word for word in house_words() if len(word) > 4)


@cache
def doorbells() -> frozenset[str]:
    """Words of every language before the name on a door."""
    return frozenset(
        bare(phrase) for code in lexicon.languages() for phrase in lexicon.words(code, "ads").get("doorbell", ())
    )


@cache
def pet_words(language: str | None) -> frozenset[str]:
    """Words for an animal that somebody may live with."""
    animals = (
        words for code in (language, "en") if code for words in lexicon.section(code, "noticing", "animal").values()
    )
    return frozenset(bare(word) for words in animals for word in words if " " not in word and "*" not in word)


@cache
def after_name(language: str | None) -> frozenset[str]:
    """First words of what may follow a name that opens an ad: "in", "from", "now", "is back"."""
    return frozenset(
        bare(phrase).split()[0]
        for code in dict.fromkeys((language, "en"))
        for subject in ("town", "near", "origin", "now", "alias_after")
        for phrase in lexicon.words(code or "", "ads").get(subject, ())
    )


@cache
def pet_called(language: str | None) -> tuple[str, ...]:
    """What may stand between an animal and its name, "called", in bare words."""
    codes = (language or "en", "en")
    said = (word for code in codes for word in lexicon.section(code, "noticing", "mark").get("called", ()))
    return tuple(dict.fromkeys(bare(word) for word in said if "*" not in word))


@cache
def pet_owning(language: str | None) -> frozenset[str]:
    """Words beside an animal by which it is hers: "my", "with", "a"."""
    marks = lexicon.section(language or "en", "noticing", "mark")
    said = {bare(word) for key in ("mine", "with", "lives") for phrase in marks.get(key, ()) for word in phrase.split()}
    return frozenset(said) | ARTICLES


_PLAIN_PETS = ("bird", "hamster", "turtle", "rabbit")  # the words for cats and dogs are said of people as well
_LEAST_STEM = 5  # letters


@cache
def plain_pets(language: str | None) -> tuple[str, ...]:
    """What words begin with that mean an animal and nobody."""
    animals = lexicon.section(language or "en", "noticing", "animal")
    stems = (bare(word.removesuffix("*")) for kind in _PLAIN_PETS for word in animals.get(kind, ()))
    return tuple(stem for stem in dict.fromkeys(stems) if len(stem) >= _LEAST_STEM and " " not in stem)
