"""What was learnt from sentences of messages: as new as they are, calm with anything, and it says what it means."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules.folding import fold
from assistant.rules.lint import lint
from assistant.rules.lint_codes import Code
from assistant.rules.lint_features import features_of, parts_of
from assistant.rules.lint_model import Sentence, read_sentences, spans_of, weights
from assistant.rules.lint_weighing import is_harmless, said_by
from assistant.rules.lint_words import Text

LANGUAGES = ("ar", "bg", "de", "en", "es", "fr", "hu", "nl", "pl", "pt", "ro", "ru", "tr", "uk")
HURTS = {"rescue", "trafficking", "police", "body", "services", "price", "judgement", "pressure", "promise", "exposing"}


def findings(text: str, language: str, kind: str = "answer") -> set[str]:
    report = lint(text, language=language, channel="whatsapp", kind=kind, sender="Anna", organisation="Huis Oost")
    return {str(problem.code) for problem in report.problems}


def test_the_table_is_as_new_as_its_lines(build: Any) -> None:
    """Otherwise: python .build/train_lint.py"""
    assert weights().made_from == build("train_lint.py")["made_from"]()


def test_the_table_is_small_and_knows_every_language_with_spaces() -> None:
    table = weights()
    assert table.table.shape == (len(table.keys), len(table.heads))
    assert sorted(table.keys.tolist()) == table.keys.tolist()
    assert len(table.network.senses) == len(table.keys)
    assert set(table.heads) == HURTS | {"way_out", "hurts"}
    assert table.languages == set(LANGUAGES)
    assert (Path(lexicon.__file__).parent / "lint_weights.npz").stat().st_size < 6_500_000


def test_every_line_can_be_read_and_is_of_a_known_kind(build: Any) -> None:
    for line in build("message_lines.py")["lines"](Path(lexicon.__file__).parent):
        assert line.section in HURTS | {"way_out", "none"}, line
        said = line.sayings(12)
        assert said, line
        assert not any(mark in one for one in said for mark in "()|\\"), line
        assert said == line.sayings(12)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.sampled_from([*LANGUAGES, "th", "zh", "xx"]))
@example("🄀 ② ٣", "ar")  # figures that are no numbers
def test_any_text_is_read_sentence_by_sentence(text: str, language: str) -> None:
    read = Text(fold(text).text)
    sentences = read_sentences(read, language)
    assert len(sentences) == (len(list(spans_of(read))) if language in LANGUAGES else 0)
    for one in sentences:
        assert 0 <= one.start < one.end <= len(read.folded)
        assert all(score == score for score in (*one.scores.values(), *one.with_next.values()))
    assert [one.end for one in sentences] == sorted(one.end for one in sentences)


@given(st.lists(st.sampled_from(["nee", "koffie", "12", "je", "huis"]), min_size=1, max_size=40))
def test_features_lie_in_the_table_and_grow_with_the_words_alone(words: list[str]) -> None:
    parts = list(parts_of(words, "nl", "."))
    assert len(parts) <= 4 * len(words) + 4
    assert all(0 <= one < 1 << 32 and weight > 0 for part in parts for one, weight in features_of(part))


@pytest.mark.parametrize("hostile", ["je moet nu " * 60_000, "a" * 400_000, "nee. " * 100_000, "9" * 50_000])
def test_a_hostile_text_is_read_in_time(hostile: str) -> None:
    findings("Hoi Luna.", "nl")
    begun = time.process_time()
    findings(hostile, "nl", "first")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("language", "kind_words"),
    [
        ("nl", "Geen trek in een praatje? Helemaal goed."),
        ("en", "Bin this if it's no use to you, I won't mind."),
        ("de", "Wenn nicht, dann nicht, ich nerv nicht."),
    ],
)
def test_an_easy_no_is_heard_in_words_that_no_list_holds(language: str, kind_words: str) -> None:
    assert "no_way_out" not in findings(f"Anna, Huis Oost. {kind_words}", language, "first")
    assert "no_way_out" in findings("Anna, Huis Oost. Soep.", language, "first")


def test_a_sentence_that_surely_hurts_is_found_whole_and_another_wording_is_offered() -> None:
    hurting = "A clever girl like you shouldn't sink so low."
    report = lint(
        f"Anna from Huis Oost here. {hurting} Soup is on.",
        language="en",
        channel="whatsapp",
        kind="answer",
        sender="Anna",
        organisation="Huis Oost",
    )
    assert "judgement" in {str(problem.code) for problem in report.problems}
    assert all(problem.quote and problem.quote in hurting and problem.instead for problem in report.problems)


scored = st.dictionaries(st.just("hurts"), st.floats(-20, 20)).map(
    lambda given: {**dict.fromkeys([*HURTS, "way_out"], 0.0), "hurts": 0.0, **given}
)


@given(scored, st.sampled_from([Code(name) for name in sorted(HURTS)]), st.floats(0, 20))
def test_the_more_a_sentence_hurts_the_less_is_excused_and_the_more_is_said(
    scores: dict[str, float], code: Code, more: float
) -> None:
    mild, worse = Sentence(0, 1, 5, scores, scores), Sentence(0, 1, 5, {**scores, code.value: more}, scores)
    assert not (is_harmless(code, [worse]) and not is_harmless(code, [mild]))
    assert code not in said_by(mild) or code in said_by(worse)
    assert not is_harmless(code, [])
    assert not is_harmless(Code.LINK, [mild])
