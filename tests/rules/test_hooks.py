"""Hooks: what is noticed, how long it lasts, and how it is said."""

import json
import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import lexicon
from assistant.rules import hooks
from assistant.rules.hooks import HookKind, Noticed, is_fresh, lasting, notice, seasonal, sentence, variants

TODAY = date(2026, 9, 20)
SHIPPED = ("nl", "en", "es", "pt", "ro", "bg", "hu", "pl", "de", "fr", "ru", "uk", "tr", "ar", "th", "zh")
IN_FULL = SHIPPED[:10]
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


def seen(text: str, language: str = "nl", **more: str | None) -> dict[HookKind, Noticed]:
    return {noticed.kind: noticed for noticed in notice(text, language=language, today=TODAY, country="NL", **more)}


def test_an_ad_offers_what_a_friend_would_remark_on() -> None:
    found = seen("Nu kort haar! Nieuwe foto's in de tuin, met mijn hond Bello. Haha")
    assert found[HookKind.HAIR].detail == "short"
    assert (found[HookKind.PET].detail, found[HookKind.PET].more) == ("dog", "Bello")
    assert found[HookKind.PHOTO_SETTING].detail == "garden"
    assert {HookKind.PHOTO_MENTION, HookKind.HUMOUR} <= found.keys()


@pytest.mark.parametrize(
    "text",
    [
        "Lang blond haar, slank, 150 euro per uur",
        "Op zijn hondjes, standje poes, alles mag",
        "Ik woon dicht bij het strand",
        "Korte afspraak kan ook, half uur 80",
        "Geen katten, ik ben allergisch",
    ],
)
def test_body_price_and_services_are_no_hook(text: str) -> None:
    assert not seen(text).keys() - {HookKind.SEASON, HookKind.HOLIDAY}


@pytest.mark.parametrize(
    ("kind", "weeks"), [(HookKind.HAIR, 3), (HookKind.TOWN, 4), (HookKind.PET, 8), (HookKind.PHOTO_SETTING, 8)]
)
def test_hooks_go_stale(kind: HookKind, weeks: int) -> None:
    noticed = lasting(kind, "x", today=TODAY)
    assert is_fresh(noticed, TODAY)
    assert is_fresh(noticed, TODAY + timedelta(weeks=weeks))
    assert not is_fresh(noticed, TODAY + timedelta(weeks=weeks, days=1))
    assert not is_fresh(noticed, TODAY - timedelta(days=1))


def test_a_town_is_noticed_when_it_is_new_or_when_she_is_back() -> None:
    assert seen("Hallo", town="Assen", previous_town="Zwolle")[HookKind.TOWN].detail == "Assen"
    assert seen("Weer terug in Assen!", town="Assen")[HookKind.TOWN].more == "back"
    assert HookKind.TOWN not in seen("Ik woon in Assen", town="Assen", previous_town="assen")
    assert HookKind.TOWN not in seen("Ik woon in Assen", town="Assen")


def test_nobody_can_make_a_season_last() -> None:
    with pytest.raises(ValueError, match="calendar"):
        lasting(HookKind.SEASON, "autumn", today=TODAY)


@pytest.mark.parametrize(
    ("day", "country", "language", "expected"),
    [
        (date(2026, 4, 26), "NL", "nl", "kings_day"),
        (date(2025, 4, 26), "NL", "es", "kings_day"),
        (date(2026, 3, 1), "NL", "ro", "martisor"),
        (date(2026, 3, 1), "NL", "bg-BG", "martisor"),
        (date(2026, 4, 5), "NL", "pl", "easter"),
        (date(2026, 4, 12), "NL", "ro", "easter"),
        (date(2026, 2, 15), "BE", "nl", "carnival"),
        (date(2026, 12, 20), "DE", "de", "christmas"),
        (date(2027, 1, 1), None, "hu", "new_year"),
        (date(2026, 2, 17), "NL", "zh", "lunar_new_year"),
        (date(2026, 3, 20), "NL", "tr", "eid"),
        (date(2026, 4, 13), "NL", "th", "songkran"),
        (date(2026, 1, 6), "ES", "es", "three_kings"),
    ],
)
def test_holidays_follow_country_and_language(day: date, country: str | None, language: str, expected: str) -> None:
    assert expected in {noticed.detail for noticed in seasonal(day, country, language)}


@pytest.mark.parametrize(
    ("day", "country", "language", "absent"),
    [
        (date(2026, 4, 27), "BE", "nl", "kings_day"),
        (date(2026, 4, 12), "NL", "nl", "easter"),
        (date(2026, 4, 5), "NL", "ro", "easter"),
        (date(2026, 3, 1), "NL", "nl", "martisor"),
        (date(2026, 4, 28), "NL", "nl", "kings_day"),
    ],
)
def test_a_holiday_of_others_is_not_offered(day: date, country: str, language: str, absent: str) -> None:
    assert absent not in {noticed.detail for noticed in seasonal(day, country, language)}


def test_the_south_has_its_own_seasons() -> None:
    assert [noticed.detail for noticed in seasonal(date(2026, 7, 10), "AR", "es")] == ["winter"]
    assert [noticed.detail for noticed in seasonal(date(2026, 7, 10), "NL", "es")] == ["summer"]


@given(
    day=DAYS, country=st.sampled_from(["NL", "BE", "DE", "AR", None, "xx"]), language=st.sampled_from([*SHIPPED, None])
)
def test_what_the_calendar_offers_is_fresh_and_can_be_said(
    day: date, country: str | None, language: str | None
) -> None:
    offered = seasonal(day, country, language)
    assert len([noticed for noticed in offered if noticed.kind is HookKind.SEASON]) == (language is not None)
    for noticed in offered:
        assert is_fresh(noticed, day)
        assert not is_fresh(noticed, noticed.until + timedelta(days=1))
        assert sentence(noticed, language=language, seed=1)


@given(kind=st.sampled_from(HookKind), detail=st.text(), since=DAYS, until=DAYS, more=st.text())
def test_what_was_noticed_survives_being_kept(kind: HookKind, detail: str, since: date, until: date, more: str) -> None:
    noticed = Noticed(kind, detail, since, until, more)
    assert Noticed.from_record(json.loads(json.dumps(noticed.to_record()))) == noticed


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_can_say_the_hooks_that_come_up_most(language: str) -> None:
    for kind, detail, more in [
        (HookKind.HAIR, "", ""),
        (HookKind.HAIR, "blond", ""),
        (HookKind.TOWN, "Groningen", ""),
        (HookKind.TOWN, "Den Haag", "back"),
        (HookKind.PET, "cat", ""),
        (HookKind.PET, "turtle", "Sam"),
        (HookKind.PHOTO_SETTING, "beach", ""),
        (HookKind.PHOTO_MENTION, "new", ""),
    ]:
        said = sentence(lasting(kind, detail, today=TODAY, more=more), language=language, seed=3)
        assert said is not None
        assert "{" not in said
        assert kind is not HookKind.TOWN or detail in said or more


@pytest.mark.parametrize("language", IN_FULL)
def test_the_first_ten_languages_say_every_kind_in_more_than_one_way(language: str) -> None:
    english = hooks.sentences("en")
    own = hooks.sentences(language)
    assert not english.keys() - own.keys()
    for key in (
        "hair.any",
        "town.any",
        "pet.named",
        "pet.dog",
        "season.winter",
        "holiday.new_year",
        "photo_mention.any",
    ):
        assert len(own[key]) >= 2, key


@pytest.mark.parametrize("language", lexicon.languages())
def test_sentences_hold_no_other_blank_and_no_digit_or_link(language: str) -> None:
    for key, lines in hooks.sentences(language).items():
        assert len(set(lines)) == len(lines)
        for line in lines:
            blanks = {name for _, name, _, _ in string.Formatter().parse(line) if name is not None}
            assert blanks <= ({"town"} if key.startswith("town.") else {"pet"} if key == "pet.named" else set()), line
            assert 2 < len(line) <= 90
            assert line == line.strip()
            assert "http" not in line


def test_the_same_seed_says_the_same_and_seeds_differ() -> None:
    noticed = lasting(HookKind.TOWN, "Assen", today=TODAY)
    said = {sentence(noticed, language="nl", seed=seed) for seed in range(30)}
    assert said == set(variants(noticed, language="nl"))
    assert sentence(noticed, language="nl", seed="a") == sentence(noticed, language="nl", seed="a")


def test_a_supervisors_sentence_replaces_ours() -> None:
    noticed = lasting(HookKind.TOWN, "Assen", today=TODAY)
    own = {"town.any": ["Assen dus! Of nee: {town}."], "hair.any": []}
    assert sentence(noticed, language="nl", seed=1, edited=own) == "Assen dus! Of nee: Assen."
    assert sentence(noticed, language="xx", seed=1) is None


@given(name=st.text(max_size=60), seed=st.integers())
def test_a_hostile_name_never_becomes_a_sentence_with_markup(name: str, seed: int) -> None:
    said = sentence(lasting(HookKind.TOWN, name, today=TODAY), language="nl", seed=seed)
    assert said is None or not set(said) & set("{}<>/@#0123456789\n")


def test_labels_hold_no_names() -> None:
    assert hooks.label(lasting(HookKind.TOWN, "Assen", today=TODAY)) == "town"
    assert hooks.label(lasting(HookKind.PET, "cat", today=TODAY, more="Minoes")) == "pet.cat"


@given(text=st.text(max_size=300), language=st.sampled_from([*SHIPPED, None, "xx"]))
def test_noticing_never_raises_and_is_the_same_twice(text: str, language: str | None) -> None:
    first = notice(text, language=language, today=TODAY, country=None)
    assert first == notice(text, language=language, today=TODAY, country=None)
    assert all(is_fresh(noticed, TODAY) for noticed in first)
