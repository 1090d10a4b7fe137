"""A vague question, read into facts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.recall import MOST_FACTS, Fact, FactKind, read
from assistant.rules.recall_periods import easter
from assistant.rules.recall_tokens import Portrait, Said, kilometres, town_at
from assistant.rules.sounds import one_letter_less, sound, stem, words_of

TODAY = date(2026, 11, 23)
TEAM = {"anna": 1, "bram": 2}


def facts(query: str, today: date = TODAY) -> tuple[Fact, ...]:
    return read(query, today=today, workers=TEAM)


def read_as(query: str) -> set[tuple[str, str]]:
    return {(fact.kind.value, fact.value) for fact in facts(query)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("trans spaans leeuwarden", {("gender", "trans"), ("language", "es"), ("town", "leeuwarden")}),
        ("Leeuwarden, Spanish speaking trans woman", {("gender", "trans"), ("language", "es"), ("town", "leeuwarden")}),
        ("colombiaanse met Anna", {("country", "CO"), ("worker", "anna")}),
        ("Venezuelan, wrote with Bram on telegram", {("country", "VE"), ("worker", "bram"), ("channel", "telegram")}),
        ("zuid-amerika den haag", {("country", "zuidamerika"), ("town", "denhaag")}),
        ("South America the hague", {("country", "southamerica"), ("town", "thehague")}),
        ("nummer eindigt op 2025", {("digits", "2025")}),
        ("digits 4578 whatsapp", {("digits", "4578"), ("channel", "whatsapp")}),
        ("ze had een hondje", {("word", "hondje")}),
    ],
)  # fmt: skip
def test_facts_are_read_in_both_languages_and_any_order(query: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= read_as(query)
    turned = " ".join(reversed(query.split(", ")))
    assert expected <= read_as(turned)


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ("voorjaar", date(2026, 4, 8), date(2026, 9, 1)),
        ("spring", date(2026, 4, 8), date(2026, 12, 1)),
        ("half jaar geleden", date(2026, 5, 24), date(2026, 10, 24)),
        ("half a year ago", date(2026, 5, 24), date(2025, 11, 24)),
        ("a couple of months ago", date(2026, 8, 24), date(2026, 1, 24)),
        ("anderhalf jaar terug", date(2025, 5, 20), date(2026, 5, 20)),
        ("rond kerst", date(2025, 12, 24), date(2025, 9, 24)),
        ("around Christmas", date(2025, 12, 28), date(2026, 3, 24)),
        ("vorige zomer", date(2026, 7, 1), date(2026, 1, 1)),
        ("maart 2025", date(2025, 3, 31), date(2026, 3, 31)),
        ("end of 2025", date(2025, 12, 1), date(2025, 3, 1)),
        ("vorig jaar", date(2025, 2, 1), date(2024, 7, 1)),
        ("afgelopen maand", date(2026, 10, 15), date(2026, 5, 1)),
        ("winter", date(2026, 1, 15), date(2026, 6, 15)),
    ],
)
def test_a_period_is_relative_to_today(query: str, inside: date, outside: date) -> None:
    (fact,) = facts(query)
    assert fact.kind is FactKind.PERIOD
    near, far = (max(span.nearness(day) for span in fact.spans) for day in (inside, outside))
    assert near > 0.7
    assert far < 0.25


@pytest.mark.parametrize(("one", "other"), [("jessica", "yesika"), ("wanessa", "vanesa"), ("tsvetelina", "zvetelina"), ("sophie", "sofie"), ("bianca", "byanka")])  # fmt: skip
def test_names_that_sound_alike_share_their_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)
    assert sound("luna") != sound("daniela")


def test_a_slip_shares_a_shortened_form() -> None:
    for slip in ("danela", "daniella", "danlela", "dainela"):
        assert one_letter_less("daniela") & one_letter_less(slip)
    assert not one_letter_less("daniela") & one_letter_less("mihaela")


def test_a_stem_is_shared() -> None:
    assert stem("hond") == stem("honden") == stem("hondje")


def test_easter_falls_where_the_almanac_says() -> None:
    assert [easter(year) for year in (2024, 2025, 2026)] == [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)]


def test_near_is_near() -> None:
    leeuwarden, drachten, utrecht = (town_at(name) for name in ("Leeuwarden", "Drachten", "Utrecht"))
    assert leeuwarden
    assert drachten
    assert utrecht
    assert kilometres(leeuwarden, drachten) < 30 < kilometres(leeuwarden, utrecht)
    (fact,) = facts("leeuwarden")
    assert set(fact.tokens) & set(Portrait(towns=("Drachten",)).tokens())
    assert not set(fact.tokens) & set(Portrait(towns=("Utrecht",)).tokens())


def test_a_portrait_is_found_by_each_of_its_facts() -> None:
    her = Portrait(
        alias="Daniela", reference="OUD-77", towns=("Leeuwarden",), language="es", country="CO", gender="trans vrouw", workers=frozenset({1}),
        points=(("phone", "+31612345678"), ("telegram", "dani_l")), card={"code_word": "radijs"},
        said=(Said(date(2025, 4, 8), "Ze heeft een hondje", False, True, None, None),), days=(date(2025, 4, 8),),
    )  # fmt: skip
    tokens = her.tokens()
    for query in ("daniela", "dani", "danjela", "oud77", "leeuwarden", "spaans", "colombiaanse", "trans", "met Anna", "5678", "345678", "honden", "radijs", "april 2025", "telegram"):  # fmt: skip
        for fact in facts(query):
            assert set(fact.tokens) & set(tokens), query
    for query in ("mihaela", "utrecht", "roemeens", "brazilie", "met Bram", "9999", "kat", "december 2024", "signal"):
        for fact in facts(query):
            assert not set(fact.tokens) & set(tokens), query


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read(query: str) -> None:
    read_facts = facts(query)
    assert len(read_facts) <= MOST_FACTS
    assert len({fact.key for fact in read_facts}) == len(read_facts)
    assert all(0 < weight <= 1 for fact in read_facts for weight in fact.tokens.values())


@given(st.text(max_size=60))
def test_words_are_folded_once(text: str) -> None:
    assert words_of(" ".join(words_of(text))) == words_of(text)


@pytest.mark.parametrize(
    "hostile",
    ["a" * 1_000_000, "half " * 200_000, "1 " * 500_000, "\x00\u202e\ud800" * 100_000, "last of in " * 90_000],
)
def test_a_huge_question_is_cut(hostile: str) -> None:
    assert len(facts(hostile)) <= MOST_FACTS
