"""Supervisors' words: blanks and `if` are filled, everything else is refused and never run."""

import tomllib
from pathlib import Path

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.rules.wording import LONGEST, Reason, WordingError, check, fill
from tests.bench.wording import fuzzed

PAYLOADS = tomllib.loads((Path(__file__).parent / "data" / "wording_payloads.toml").read_text(encoding="utf-8"))[
    "payloads"
]


def refused(source: str) -> WordingError:
    with pytest.raises(WordingError) as error:
        check(source)
    return error.value


def test_fills_the_blanks() -> None:
    filled = fill(
        "Hoi {{ alias }}, {{ hook }} Groet, {{sender}}", {"alias": "Luna", "hook": "Leuk haar!", "sender": "Anna"}
    )
    assert filled.text == "Hoi Luna, Leuk haar! Groet, Anna"
    assert filled.missing == ()


def test_dutch_spellings_are_read_and_the_english_one_is_stored() -> None:
    source = "{{ naam }} {%- if haakje %} {{haakje|capitalize}}{% endif %} {{ afzender }} {{ team }} {{ plaats }} {{ telefoon_team }} {{ hoe_stoppen }}"
    wording = check(source)
    assert wording.blanks == ("alias", "hook", "sender", "team", "town", "phone_team", "how_to_stop")
    assert "{{hook|capitalize}}" in wording.canonical_source
    assert "naam" not in wording.canonical_source
    assert check(wording.canonical_source) == wording
    assert fill("Hoi {{ naam }}!", {"alias": "Luna"}).text == "Hoi Luna!"


def test_if_elif_else() -> None:
    source = "{% if hook %}{{ hook }}{% elif town %}In {{ town }}!{% else %}Hallo!{% endif %}"
    assert fill(source, {"hook": "Mooi!"}) == fill("{{ hook }}", {"hook": "Mooi!"})
    assert fill(source, {"town": "Assen"}).text == "In Assen!"
    empty = fill(source, {})
    assert empty.text == "Hallo!"
    assert empty.missing == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Hoi {{ alias }}, alles goed?", "Hoi, alles goed?"),
        ("Hoi {{ alias }} alles goed?", "Hoi alles goed?"),
        ("{{ alias }}, alles goed?", "alles goed?"),
        ("Salut {{ alias }} !", "Salut !"),
        ("¡Hola {{ alias }}!", "¡Hola!"),
        ("Groet,\n{{ sender }}\n", "Groet,\n\n"),
        ("Tot later {{ alias }}", "Tot later"),
        ("A {% if hook %}{{ hook }}{% endif %} B", "A B"),
        ("Twee  spaties {{ town }} blijven", "Twee  spaties blijven"),
    ],
)
def test_an_empty_blank_leaves_no_trace(source: str, text: str) -> None:
    assert fill(source, {}).text == text


def test_a_tag_alone_on_its_line_takes_the_line_with_it() -> None:
    source = "Hoi\n{% if hook %}\n{{ hook }}\n{% endif %}\nGroet"
    assert fill(source, {"hook": "Leuk!"}).text == "Hoi\nLeuk!\nGroet"
    assert fill(source, {}).text == "Hoi\nGroet"


def test_missing_names_each_blank_once_and_a_retired_blank_still_opens() -> None:
    filled = fill("{{ alias }} {{ alias }} {{ retired }} {% if hook %}{{ town }}{% endif %}", {"hook": ""})
    assert filled.missing == ("alias", "retired")


def test_values_are_never_read_again() -> None:
    nasty = "{{ sender }} {% if x %} {{ ''.__class__ }} <b>&amp;"
    assert fill("Hoi {{ alias }}!", {"alias": nasty, "sender": "Anna"}).text == f"Hoi {nasty}!"


def test_case_filters_keep_names_but_calm_shouting() -> None:
    values = {"alias": "LUNA MARIE", "hook": "leuk dat je in Assen bent"}
    assert fill("{{ alias|title }}", values).text == "Luna Marie"
    assert fill("{{ hook|capitalize }}", values).text == "Leuk dat je in Assen bent"
    assert fill("{{ hook|upper|lower }}", values).text == "leuk dat je in assen bent"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_refused_on_saving_and_never_filled_with_anything(payload: str) -> None:
    assert refused(payload).quote in payload
    assert refused("Hoi {{ alias }}\n" + payload).line == 2


@pytest.mark.parametrize(
    ("source", "line", "reason", "quote"),
    [
        ("Hoi\n{{ alais }}", 2, Reason.UNKNOWN_BLANK, "{{ alais }}"),
        ("{% if huk %}x{% endif %}", 1, Reason.UNKNOWN_BLANK, "{% if huk %}"),
        ("{{ alias|reverse }}", 1, Reason.FILTER_NOT_ALLOWED, "{{ alias|reverse }}"),
        ("{{ alias", 1, Reason.NOT_CLOSED, "{{ alias"),
        ("a\n{% if hook %} x", 2, Reason.NOT_CLOSED, "{% if hook %}"),
        ("{% endif %}", 1, Reason.NOT_CLOSED, "{% endif %}"),
        ("{% if %}x{% endif %}", 1, Reason.NOT_A_BLANK, "{% if %}"),
        ("{{ }}", 1, Reason.NOT_A_BLANK, "{{ }}"),
        ("{{ alias | }}", 1, Reason.NOT_A_BLANK, "{{ alias | }}"),
        ("{{ alias || upper }}", 1, Reason.NOT_CLOSED, "{{ alias || upper }}"),
        ("{% for a in b %}", 1, Reason.TAG_NOT_ALLOWED, "{% for a in b %}"),
        ("{% if a %}" * 9 + "{% endif %}" * 9, 1, Reason.TOO_NESTED, "{% if a %}"),
    ],
)
def test_a_refusal_says_where_and_why(source: str, line: int, reason: Reason, quote: str) -> None:
    error = refused(source)
    assert (error.line, error.reason, error.quote) == (line, reason, quote)


def test_a_refusal_suggests_the_blank_that_was_meant() -> None:
    assert refused("{{ alais }}").near == "alias"
    assert refused("{{ afzendr }}").near == "afzender"
    assert refused("{{ zzzzzz }}").near is None


def test_a_teams_own_blanks() -> None:
    assert check("{{ opening_hours }}", own={"opening_hours"}).blanks == ("opening_hours",)
    assert fill("{{ opening_hours }}", {"opening_hours": "9-17"}).text == "9-17"


def test_length_and_depth_bombs_end_in_a_refusal() -> None:
    assert refused("x" * (LONGEST + 1)).reason is Reason.TOO_LONG
    assert refused("{% if a %}" * 900).reason in (Reason.TOO_NESTED, Reason.NOT_CLOSED)
    assert refused("{{ " + "(" * 9000 + " }}").reason in (Reason.NOT_A_BLANK, Reason.NOT_CLOSED)
    assert refused("{{ " + "9" * 9000 + " }}").reason is Reason.NOT_A_BLANK
    check("x" * LONGEST)


@given(st.text(alphabet=st.sampled_from("abc ,.!{}%\n|-_'\"()[]#"), max_size=60))
def test_any_text_is_accepted_or_refused(source: str) -> None:
    try:
        wording = check(source, own={"a", "b", "c"})
    except WordingError as refusal:
        error = refusal
    else:
        assert check(wording.canonical_source, own={"a", "b", "c"}) == wording
        return
    assert error.quote in source
    assert 1 <= error.line <= source.count("\n") + 1


@given(st.dictionaries(st.sampled_from(["alias", "hook", "sender"]), st.text(min_size=1, max_size=30), min_size=3))
def test_fills_as_jinja_would_when_nothing_is_missing(values: dict[str, str]) -> None:
    source = "Hoi {{ alias }}! {% if hook %}{{ hook|upper }}{% else %}-{% endif %} {{ sender|lower }}."
    assert fill(source, values).text == jinja2.Environment().from_string(source).render(values)


def test_eighteen_payloads_are_known() -> None:
    assert len(PAYLOADS) >= 18


@settings(max_examples=400)
@given(st.integers(min_value=0, max_value=2**32))
def test_fuzzed_payloads_leak_nothing(seed: int) -> None:
    assert fuzzed(seed) in ("refused", "filled")
