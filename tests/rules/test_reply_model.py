"""What was learnt from sentences: as new as they are, calm with anything, and it names her words."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules.consent import Stop, read_consent
from assistant.rules.reply_concepts import LISTED, concepts_of
from assistant.rules.reply_features import features_of
from assistant.rules.reply_model import read_reply, weights
from assistant.rules.reply_text import MAX_READ, read_words
from assistant.rules.signals import read_signals


def test_the_table_is_as_new_as_its_sentences(build: Any) -> None:
    """Otherwise: python .build/train_replies.py"""
    assert weights().made_from == build("train_replies.py")["made_from"]()


def test_the_table_is_small() -> None:
    table = weights()
    assert table.table.shape == (len(table.keys), len(table.heads))
    assert sorted(table.keys.tolist()) == table.keys.tolist()
    assert len(table.network.senses) == len(table.keys)
    assert (Path(lexicon.__file__).parent / "reply_weights.npz").stat().st_size < 6_500_000


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("paspoort", "nl"),
        ("passports", "en"),
        ("útlevelemet", "hu"),
        ("паспорта", "ru"),
        ("pasaportum", "tr"),
        ("pasaport", "ro"),
    ],
)
def test_one_concept_has_a_word_in_every_language(word: str, language: str) -> None:
    assert "papers" in concepts_of(read_words(word)[0], frozenset({language}))


def test_the_list_by_word_is_made_from_the_concepts_as_they_are(build: Any) -> None:
    """Otherwise: python .build/list_concepts.py"""
    package = Path(lexicon.__file__).parents[1]
    listing = build("list_concepts.py")["listing"]
    assert (package / "lexicon" / LISTED).read_text(encoding="utf-8") == listing(package)


def test_every_language_knows_the_same_concepts() -> None:
    known = {language: set(lexicon.words(language, "concepts")) for language in lexicon.languages()}
    told = {language: names for language, names in known.items() if names}
    assert len(told) >= 14
    assert all(names == told["en"] for names in told.values())


@pytest.mark.parametrize(
    ("text", "word"),
    [("jeszcze jeden sms i zgłaszam to do prawnika", "zgłaszam"), ("he hits me when i hide money", "hits")],
)
def test_a_decision_names_her_words(text: str, word: str) -> None:
    said = (*read_consent(text).because, *(quote for quotes in read_signals(text).because.values() for quote in quotes))
    assert word in " ".join(said)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_likelihoods_are_likelihoods(text: str) -> None:
    learnt = read_reply(text).learnt
    if learnt is not None:
        assert sum(learnt.stop.values()) == pytest.approx(1, abs=1e-3)
        assert all(0 <= likely <= 1 for likely in learnt.other.values())


def test_one_sentence_in_a_long_letter_counts() -> None:
    letter = "the weather was nice and we walked along the river with the dog. " * 12
    assert read_signals(letter + "He hits me every night and took my passport. " + letter).danger


def test_features_grow_with_the_words_alone() -> None:
    short, long = (len(features_of(read_words("one two three " * times), "")) for times in (20, 200))
    assert long < 11 * short


@pytest.mark.parametrize("text", ["he hits me no stop " * 60_000, "a b " * 300_000, "passport money he boss " * 50_000])
def test_a_hostile_text_is_read_in_time(text: str) -> None:
    read_consent("warm up")
    begun = time.process_time()
    assert read_consent(text).stop in Stop
    read_signals(text)
    assert time.process_time() - begun < 5
    assert len(read_reply(text).text) <= MAX_READ
