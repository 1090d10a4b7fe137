"""Her safe-contact card, as far as a machine can keep to it: points, hours, words, and somebody else who may be reading."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.safe_contact import Broken, Outside, broken, has_code_word, limits_of, next_open

NOON = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)


def judged(facts: dict[str, str], **given: Any) -> Broken | None:
    asked: dict[str, Any] = {
        "point_id": 1,
        "body": "Hoi, alles goed? Groet, Anna",
        "language": "nl",
        "names": ("De Brug",),
        "at": NOON,
    }
    return broken(limits_of(facts), **(asked | given))


def test_an_empty_card_allows_everything() -> None:
    assert judged({}, body="De Brug helpt met je belastingbrief") is None


def test_only_the_points_she_named() -> None:
    assert judged({"safe_points": "3, 1"}) is None
    assert judged({"safe_points": "3, 4"}) == Broken(Outside.POINT)
    assert judged({"safe_points": "3, 4"}, point_id=None) is None


@pytest.mark.parametrize(
    ("start", "end", "hour", "allowed"),
    [
        ("10:00", "17:00", "10:00", True),
        ("10:00", "17:00", "16:59", True),
        ("10:00", "17:00", "17:00", False),
        ("10:00", "17:00", "09:59", False),
        ("22:00", "02:00", "23:30", True),
        ("22:00", "02:00", "01:59", True),
        ("22:00", "02:00", "12:00", False),
        ("10:00 / 12:00", "17:00", "11:00", False),
        ("10:00 / 12:00", "17:00", "12:30", True),
        ("10:00", "17:00 / 12:00", "13:00", False),
        ("10:00 / 14:00", "12:00 / 16:00", "11:00", False),
        ("10:00 / 14:00", "12:00 / 16:00", "15:00", False),
    ],
)
def test_only_in_her_hours_and_of_joined_cards_in_both(start: str, end: str, hour: str, allowed: bool) -> None:
    at = datetime.combine(NOON.date(), time.fromisoformat(hour), tzinfo=UTC)
    said = judged({"from_hour": start, "to_hour": end}, at=at)
    assert (said is None) is allowed
    if said is not None:
        assert said.why is Outside.HOURS


TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(TIMES, TIMES, st.datetimes(timezones=st.just(UTC)))
def test_the_next_moment_is_inside_and_within_a_day(start: time, end: time, at: datetime) -> None:
    limits = limits_of({"from_hour": f"{start:%H:%M}", "to_hour": f"{end:%H:%M}"})
    at = at.replace(year=2026, day=min(at.day, 28))
    found = next_open(limits, at)
    if found is not None:
        assert broken(limits, point_id=1, body="hoi", language="nl", names=(), at=found) is None
        assert timedelta(0) < found - at <= timedelta(days=1)
    else:  # narrower than a quarter of an hour
        assert limits.hours


@pytest.mark.parametrize(
    ("avoid", "body", "word"),
    [
        ("geld, haar man", "Heb je hulp nodig met geld?", "geld"),
        ("geld, haar man", "Hoe is het met haar man?", "haar man"),
        ("kind", "Hoe gaat het met je kinderen?", "kind"),
        ("niño", "¿Cómo está el NINO?", "NINO"),
        ("пари", "Имаш ли пари?", "пари"),
        ("งาน", "เรื่องงานเป็นไงบ้าง", "งาน"),
        ("man", "Tot maandag!", None),
        ("begin niet over de rechtszaak van vorig jaar", "Tot maandag!", None),
        ("geld", "Alles goed?", None),
    ],
)
def test_a_word_that_is_not_to_be_mentioned(avoid: str, body: str, word: str | None) -> None:
    said = judged({"avoid": avoid}, body=body)
    assert said == (None if word is None else Broken(Outside.WORDS, word))


@pytest.mark.parametrize(
    ("body", "language", "neutral"),
    [
        ("Hoi, alles goed? Ik ben er weer. Groet, Anna", "nl", True),
        ("Hi! How are you? Talk soon, Anna", "en", True),
        ("Hola, ¿cómo estás? Un saludo, Anna", "es", True),
        ("Bună, ce mai faci? Anna", "ro", True),
        ("Hoi, hier De Brug weer!", "nl", False),
        ("Hoi, donderdag is er weer een soa-test", "nl", False),
        ("Hi, we support sex workers", "en", False),
        ("Hola, te ayudamos con la renta y los impuestos", "es", False),
        ("Kijk op https://example.org/hulp", "nl", False),
        ("Hoi Luna, hoe gaat je werk als escort?", "nl", False),
    ],
)
def test_somebody_else_who_reads_learns_nothing(body: str, language: str, neutral: bool) -> None:
    said = judged({"other_reader": "2026-03-01T10:00:00+00:00"}, body=body, language=language)
    assert (said is None) is neutral, said
    if said is not None:
        assert said.why is Outside.NEUTRAL
        assert said.word in body
    assert judged({}, body=body, language=language) is None


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("ja, vlinder!", "Vlinder", True),
        ("VLÍNDER", "vlinder", True),
        ("vlinders", "vlinder", False),
        ("ik ben het", "", False),
        ("rode fiets dus", "rode fiets", True),
    ],
)
def test_the_code_word_stands_by_itself(text: str, word: str, there: bool) -> None:
    assert has_code_word(text, word) is there


@given(st.dictionaries(st.sampled_from(["safe_points", "from_hour", "to_hour", "avoid", "other_reader"]), st.text()))
def test_whatever_stands_on_a_card_it_is_read(facts: dict[str, str]) -> None:
    judged(facts, body="hoi")
