"""What a pet may be called, read only to compare two versions of an ad: "Saar is er niet meer" of a cat that was Saar."""

from collections.abc import Iterator

from assistant.rules.ad_words import Found, Hit, fold
from assistant.rules.first_names import common_words, is_first_name
from assistant.rules.pets import is_no_pet

_BESIDE = 6
_GONE_BESIDE = 10
_MOST = 40
_SHORTEST = 3  # letters: "A" and "La" are articles
_COMMON_START, _LEAST_START = 4, 2
_LONGEST_ENDING = 4


def names_beside_pets(found: Found) -> list[str]:
    """Words written like names that stand beside an animal that may be hers, in its sentence."""
    return [
        name
        for animal in found.of("animal")
        if not is_no_pet(found, animal)
        for name in _names_round(found, animal, _BESIDE)
    ]


def names_of_the_gone(found: Found) -> list[str]:
    """Words written like names that stand beside "died", "is no more" or something sad."""
    told = [*found.of("pet_gone"), *found.of("pet_sad")][:_MOST]
    return [name for said in told for name in _names_round(found, said, _GONE_BESIDE)]


def is_one_name(one: str, other: str) -> bool:
    """Are they one name, whatever its ending ("Mruczek", "Mruczka")?"""
    one, other = fold(one), fold(other)
    if one == other:
        return True
    shorter, longer = sorted((len(one), len(other)))
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return shared >= min(_COMMON_START, max(shorter - 1, _LEAST_START)) and longer - shared <= _LONGEST_ENDING


def _opens(found: Found, index: int) -> bool:
    """Has the word its capital only for opening its sentence? Not what is known as a name."""
    text = found.text
    first = index == 0 or text[index - 1].sentence != text[index].sentence
    return first and not is_first_name(text[index].written)


def _names_round(found: Found, hit: Hit, within: int) -> Iterator[str]:
    text = found.text
    sentence = text[hit.first].sentence
    for index in range(max(0, hit.first - within), min(len(text), hit.last + within + 1)):
        word = text[index]
        if (
            not hit.first <= index <= hit.last
            and word.sentence == sentence
            and len(word.written) >= _SHORTEST
            and word.written.istitle()
            and word.written.isalpha()
            and not (_opens(found, index) and word.folded in common_words(found.language or "en"))
        ):
            yield word.written
