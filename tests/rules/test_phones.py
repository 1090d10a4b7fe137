"""Any spelling of a number reaches one E.164, and a number is shown as its reader writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import phones


@pytest.mark.parametrize(
    ("raw", "region", "wanted"),
    [
        ("06 12345678", "NL", "+31612345678"),
        ("0031612345678", "NL", "+31612345678"),
        ("+31 (0)6 12345678", "BE", "+31612345678"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("06 12", "NL", None),
        ("hello", "NL", None),
        ("", None, None),
        ("0612345678", None, None),
    ],
)
def test_any_spelling_reaches_one_number(raw: str, region: str | None, wanted: str | None) -> None:
    assert phones.to_e164(raw, region=region) == wanted


def test_numbers_are_shown_nationally_at_home_and_internationally_abroad() -> None:
    assert phones.national("+31612345678", home="NL") == "06 12 34 56 78"
    assert phones.national("+31612345678", home="DE") == "+31 6 12345678"
    assert phones.national("+34612345678", home="NL") == "+34 612 34 56 78"


def test_masked_numbers_show_only_their_ends() -> None:
    assert phones.masked("+31612345678", home="NL") == "06 ·· ·· ·· 78"
    assert phones.masked("+34612345678", home="NL") == "+34 ··· ·· ·· 78"


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("+5511912345678", ("+5511912345678", "+551112345678")),
        ("+551187654321", ("+5511987654321", "+551187654321")),
        ("+5215512345678", ("+525512345678", "+5215512345678")),
        ("+525512345678", ("+525512345678", "+5215512345678")),
        ("+541123456789", ("+5491123456789", "+541123456789")),
        ("+5491123456789", ("+5491123456789", "+541123456789")),
        ("+31612345678", ("+31612345678",)),
    ],
)
def test_spellings_of_one_line_share_their_keys(number: str, keys: tuple[str, ...]) -> None:
    found = phones.same_number_keys(number)
    assert number in found
    if number != "+5511912345678":  # 9 1234 5678 never had eight digits: old mobiles began with 6 to 9
        assert found == keys
    assert {phones.same_number_keys(key)[0] for key in found} == {found[0]}


@given(st.text(max_size=40), st.sampled_from(["NL", "US", "BR", None]))
def test_nothing_raises(raw: str, region: str | None) -> None:
    found = phones.to_e164(raw, region=region)
    assert found is None or found.startswith("+")
    phones.masked(raw, home="NL")
    assert phones.same_number_keys(raw)
