"""Topics and danger, in her own words."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.cli.read_reply import answer
from assistant.rules.consent import Stop, read_consent
from assistant.rules.signals import Topic, read_signals

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    "text",
    [
        "he hits me",
        "help me please he is here",
        "I can't leave, he took my passport",
        "hij slaat me",
        "me quitaron el pasaporte",
        "ma bate",
        "не искам да живея",
        "im 15",
        "ich will nicht mehr leben",
        "dice que si me voy le manda las fotos a mi familia",
        "madame garde mon passeport, je dois encore 12 mille",
        "word over 2 maandjes 17",
    ],
)
def test_danger_is_seen(text: str) -> None:
    signals = read_signals(text)
    assert signals.danger
    assert signals.because["danger"]


@pytest.mark.parametrize(
    "text",
    [
        "my feet are killing me",
        "he is to die for",
        "police stopped me for parking",
        "jaja me muero de risa",
        "hoi, dankjewel",
    ],
)
def test_figures_of_speech_are_no_danger(text: str) -> None:
    assert not read_signals(text).danger


def test_stop_and_danger_may_both_be_true() -> None:
    text = "please never text here again he checks my phone and he'll beat me"
    assert read_consent(text).stop is Stop.YES
    assert read_signals(text).danger


@pytest.mark.parametrize(
    ("name", "recall", "false", "f1"),
    [("replies_tuned.jsonl", 0.95, 0.05, 0.84), ("replies_held_out.jsonl", 0.92, 0.04, 0.9)],
)
def test_the_sets_are_read_as_well_as_before(name: str, recall: float, false: float, f1: float) -> None:
    hits = misses = alarms = calm = right = extra = missed = 0
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        signals = read_signals(row["text"], language=row["language"])
        found, wanted = {topic.value for topic in signals.topics}, set(row["topics"])
        right, extra, missed = right + len(found & wanted), extra + len(found - wanted), missed + len(wanted - found)
        hits, misses = hits + (row["danger"] and signals.danger), misses + (row["danger"] and not signals.danger)
        alarms, calm = alarms + (signals.danger and not row["danger"]), calm + (not row["danger"])
    assert hits / (hits + misses) >= recall
    assert alarms / calm <= false
    assert 2 * right / (2 * right + extra + missed) >= f1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_every_reading_explains_itself(text: str) -> None:
    signals = read_signals(text)
    assert set(signals.because) == {topic.value for topic in signals.topics} | ({"danger"} if signals.danger else set())
    assert all(signals.because.values())


@pytest.mark.parametrize(
    "text",
    [
        "who could walk my dog on tuesday",
        "ik zoek iemand die een kast kan sjouwen",
        "hay wifi gratis por ahí?",
        "gibt es günstige fahrstunden",
        "je me sens seule, vous connaissez un groupe ?",
        "кто починит ноутбук недорого",
    ],
)
def test_help_outside_the_ten_topics_is_a_topic_too(text: str) -> None:
    assert Topic.OTHER in read_signals(text).topics


@pytest.mark.parametrize(
    "text",
    [
        "my phone died in the bath",
        "hij wacht beneden met de fiets",
        "mein bruder holt mich nachts mit dem auto ab",
        "мама звонит каждый вечер",
    ],
)
def test_an_ordinary_day_is_no_danger(text: str) -> None:
    assert not read_signals(text).danger


def test_thanks_asks_for_nothing() -> None:
    assert read_signals("thank you so much").topics == ()


def test_topics_are_named() -> None:
    assert read_signals("i owe so much money and the rent is due").topics == (Topic.FINANCE, Topic.HOUSING)


def test_the_command_answers_in_words() -> None:
    assert answer({"text": "he hits me", "language": "en"}) == {"stop": "no", "topics": ["safety"], "danger": True}
