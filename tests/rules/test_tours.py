"""Towns with dates: which one holds on the day of reading."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.ads import read_ad
from assistant.rules.change import What
from assistant.rules.changes import compare

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "region", "town"),
    [
        ("Yara op tournee. 2-9 nov Deventer / 23 nov - 4 dec Venlo. Bel gerust", "NL", "Venlo"),
        ("Deventer 2-9 nov, Venlo 23 nov t/m 4 dec, Goes vanaf 6 dec", "NL", "Venlo"),
        ("Mareike unterwegs: 3.-10.11. Kassel, 22.11.-2.12. Fulda, 5.12.-9.12. Erfurt", "DE", "Fulda"),
        ("Tournée : 8 au 15 novembre Metz, du 25 nov au 1er déc Amiens", "FR", "Amiens"),
        ("Del 3 al 9 nov Burgos; del 21 nov al 2 dic León. Soy Zaida", "ES", "León"),
        ("De 3 a 9/11 Braga e de 24/11 a 2/12 Leiria. Rute", "PT", "Leiria"),
        ("3-9 nov Arad, 24 nov - 2 dec Deva. Sunt Mirela", "RO", "Deva"),
        ("3-9 ноември Видин, от 24 ноември до 2 декември Русе. Казвам се Диана", "BG", "Русе"),
        ("Nov. 3-9. Eger, nov. 24-dec. 2. Pápa. Bori vagyok", "HU", "Pápa"),
        ("Do 20.11 Radom, od 21.11 do 3.12 Kielce, potem Lublin. Sandra", "PL", "Kielce"),
        ("On tour: 3-9 Nov Derby, 24 Nov to 2 Dec Luton, 5-9 Dec Hull. Poppy", "GB", "Luton"),
        ("Reno 11/3 - 11/9, Tucson 11/24 - 12/2. Brandy", "US", "Tucson"),
        ("До 20 ноября — Пермь, сейчас до 4 декабря — Тула. Жанна", None, "Тула"),
        ("Sligo until 26 Nov, from 27 Nov Galway. Aoife", "IE", "Galway"),
    ],
)
def test_the_dates_of_a_tour_tell_where_she_is_today(text: str, region: str | None, town: str) -> None:
    assert read_ad(text, region=region, today=TODAY).town == town


@pytest.mark.parametrize(
    ("text", "region", "town"),
    [
        ("Zwolle, until 10 December, then Assen. Poppy", "NL", "Zwolle"),  # the days are those of the first
        ("Zwolle 3-9 mrt, Assen 12-20 mrt. Poppy", "NL", "Zwolle"),  # none of them holds
        (
            "Placed 27-11-2026. Born 27/11/1998. Poppy, Zwolle, on Monday Assen",
            "NL",
            "Zwolle",
        ),  # a date alone is no stay
        ("Zwolle, 30 min 60, 2-3 hours 240, Assen by taxi. Poppy", "NL", "Zwolle"),
    ],
)
def test_other_figures_and_days_do_not(text: str, region: str, town: str) -> None:
    assert read_ad(text, region=region, today=TODAY).town == town


@pytest.mark.parametrize("day", [date(2026, 12, 30), date(2027, 1, 2)])
def test_a_stay_may_pass_the_new_year(day: date) -> None:
    assert read_ad("Breda 10-20 dec, Weert 28 dec - 3 jan. Yara", region="NL", today=day).town == "Weert"


def test_a_range_may_begin_in_the_month_before() -> None:
    assert read_ad("Breda 10-20 nov, Weert 28 - 3 dec. Yara", region="NL", today=date(2026, 11, 30)).town == "Weert"


def test_without_a_day_the_first_town_is_taken_as_before() -> None:
    assert read_ad("2-9 nov Deventer / 23 nov - 4 dec Venlo", region="NL").town == "Deventer"


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 9), st.integers(1, 9))
def test_of_two_stays_the_one_that_holds_is_told(today: date, before: int, after: int) -> None:
    first, last = today - timedelta(days=before), today + timedelta(days=after)
    past = f"{first - timedelta(days=9):%d.%m.}-{first - timedelta(days=1):%d.%m.}"
    text = f"Yara. {past} Deventer, {first:%d.%m.}-{last:%d.%m.} Venlo"
    assert read_ad(text, region="NL", today=today).town == "Venlo"


@given(
    st.lists(
        st.sampled_from(
            ["5", "31", "nov", "dec.", "-", "/", ".", "11", "t/m", "until", "from", "Assen", "Goes", "2026", "\n"]
        )
    )
)
def test_no_heap_of_dates_breaks_the_reader(parts: list[str]) -> None:
    read_ad(" ".join(parts), region="NL", today=TODAY)


def test_the_same_tour_read_later_has_brought_her_elsewhere() -> None:
    text = "Yara op tournee. 2-9 nov Deventer / 23 nov - 4 dec Venlo"
    (moved,) = compare(text, text, region="NL", then=date(2026, 11, 5), today=TODAY)
    assert (moved.what, moved.before, moved.after) == (What.TOWN, "Deventer", "Venlo")
    (same,) = compare(text, text, region="NL", then=date(2026, 11, 25), today=TODAY)
    assert same.what is What.NOTHING
