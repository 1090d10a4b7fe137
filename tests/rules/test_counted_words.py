"""What others counted: first names of many countries, and words that are used often. Hints beside our own lists."""

import pytest

from assistant import lexicon
from assistant.rules.ads import read_ad
from assistant.rules.first_names import common_words, first_names, given_names

UNSPACED = {"zh", "th"}


@pytest.mark.parametrize("language", sorted(set(lexicon.languages()) - UNSPACED))
def test_every_language_has_its_common_words(language: str) -> None:
    words = common_words(language)
    assert len(words) > 4000
    assert all(word == word.strip() and len(word) > 2 for word in words)


def test_a_language_without_a_list_has_none() -> None:
    assert common_words("zh") == frozenset()
    assert common_words("xx") == frozenset()


def test_the_names_are_more_than_our_own() -> None:
    assert len(given_names() - first_names()) > 15_000


@pytest.mark.parametrize(
    ("text", "region", "alias"),
    [
        ("Clothilde, 41 ans, reçoit à Metz le soir", "FR", "Clothilde"),
        ("massage in Hull with Rhian, ring after ten", "GB", "Rhian"),
        ("Egyszerű, mosolygós nő vár Egerben", "HU", None),
        ("Prosta, uśmiechnięta kobieta. Kielce", "PL", None),
        ("Mosolygós Dalma vár Egerben", "HU", "Dalma"),
    ],
)
def test_they_tell_a_name_from_a_word(text: str, region: str, alias: str | None) -> None:
    assert read_ad(text, region=region).alias == alias
