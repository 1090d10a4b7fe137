"""Hostile words are folded away; words of help, of danger and plain refusals never are.

Measured on sets written here, ten languages, 80 hostile and 80 other replies in each half: tuned 1.00 found and .00 bothered,
held out .85 and .00. The held-out half was not looked at while the word lists were made.
"""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules.consent import Stop, read_consent
from assistant.rules.hostile import hostile_book, is_hostile
from assistant.rules.signals import read_signals

DATA = Path(__file__).parent / "data"
TEN = ("nl", "en", "de", "fr", "es", "pt", "ro", "bg", "hu", "pl")


def said(half: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / f"hostile_{half}.toml").read_text(encoding="utf-8"))


def shares(half: str) -> tuple[float, float]:
    """(hostile that is folded, other words that are)."""
    rows = [
        (kind, is_hostile(text, language=tag))
        for tag, sets in said(half).items()
        for kind in sets
        for text in sets[kind]
    ]
    folded = {kind: [one for k, one in rows if k == kind] for kind in ("hostile", "fine")}
    return sum(folded["hostile"]) / len(folded["hostile"]), sum(folded["fine"]) / len(folded["fine"])


@pytest.mark.parametrize(("half", "found", "bothered"), [("tuned", 0.97, 0.0), ("held_out", 0.82, 0.02)])
def test_the_sets_are_read_as_well_as_before(half: str, found: float, bothered: float) -> None:
    folded, fine = shares(half)
    assert folded >= found
    assert fine <= bothered


@pytest.mark.parametrize("half", ["tuned", "held_out"])
def test_ten_languages_with_sixteen_sentences_each(half: str) -> None:
    assert set(said(half)) == set(TEN)
    assert all(len(sets[kind]) == 8 for sets in said(half).values() for kind in ("hostile", "fine"))
    assert {phrase.language for phrase in hostile_book().phrases} == set(TEN)


@pytest.mark.parametrize("name", ["replies_tuned.jsonl", "replies_held_out.jsonl"])
def test_nothing_that_asks_for_help_or_sounds_unsafe_is_folded(name: str) -> None:
    rows = [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    serious = [row for row in rows if row["danger"] or row["topics"]]
    assert len(serious) > 70
    assert [row["text"] for row in serious if is_hostile(row["text"], language=row["language"])] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("fuck off and stop texting me", "en"),
        ("laat me met rust vuile hoer", "nl"),
        ("no me escribas más hijo de puta", "es"),
        ("lass mich in Ruhe du Arschloch", "de"),
    ],
)
def test_a_stop_in_such_words_is_read_all_the_same(text: str, language: str) -> None:
    assert is_hostile(text, language=language)
    assert read_consent(text, language=language).stop is Stop.YES


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("fuck you all, he beats me and took my passport", "en"),
        ("kutwijven, niemand helpt me, ik moet mijn huur betalen", "nl"),
        ("hijos de puta, tengo miedo, no me deja salir", "es"),
    ],
)
def test_whoever_curses_in_fear_or_need_is_seen(text: str, language: str) -> None:
    read = read_signals(text, language=language)
    assert read.danger or read.topics
    assert not is_hostile(text, language=language)


def test_a_single_word_counts_in_her_own_language_only() -> None:
    assert is_hostile("idiota", language="es")
    assert not is_hostile("das ist dick und kalt heute, ich bin müde", language="de")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, *lexicon.languages()]))
def test_any_text_gets_an_answer(text: str, language: str | None) -> None:
    assert is_hostile(text, language=language) in (True, False)
