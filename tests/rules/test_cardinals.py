"""What numbers are worth, in digits and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon import languages
from assistant.rules.ad_words import split
from assistant.rules.cardinals import read


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("nl", "honderddertig, zestig en honderdvijfentwintig", [130, 60, 125]),
        ("en", "ninety-five pounds, one hundred and twenty, 1,000 and 130k", [95, 120, 1000, 130_000]),
        ("de", "hundertzwanzig, hundert fünfzig, siebzig", [120, 150, 70]),
        ("fr", "cent trente, soixante-dix, quatre-vingts, quatre-vingt-dix, cent vingt-cinq", [130, 70, 80, 90, 125]),
        ("es", "ciento veinte, noventa y cinco, 35 mil", [120, 95, 35_000]),
        ("pt", "setenta e cinco, cento e vinte, mil", [75, 120, 1000]),
        ("ro", "o sută douăzeci, două sute, optzeci", [120, 200, 80]),
        ("bg", "сто и двадесет, седемдесет, двеста", [120, 70, 200]),
        ("hu", "tizenötezer, tízezer, 18 ezer, 22 000", [15_000, 10_000, 18_000, 22_000]),
        ("pl", "sto czterdzieści, dwieście, sto", [140, 200, 100]),
        ("it", "centoventi, sessanta", [120, 60]),
    ],
)
def test_numbers_in_every_language(language: str, text: str, values: list[int]) -> None:
    assert [number.value for number in read(split(text), language)] == values


@pytest.mark.parametrize(
    ("text", "values"), [("20.000", [20_000]), ("150,00", [150]), ("80, 150", [80, 150]), ("9.30", [9, 30])]
)
def test_digits(text: str, values: list[int]) -> None:
    assert [number.value for number in read(split(text), "nl")] == values


@given(st.text(), st.sampled_from(languages()))
def test_numbers_stand_in_order_and_do_not_overlap(text: str, language: str) -> None:
    words = split(text)
    end = -1
    for number in read(words, language):
        assert end < number.first <= number.last < len(words)
        assert number.value >= 0
        end = number.last
