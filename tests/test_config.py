"""Settings: a typo is an error that names its key and its file."""

from pathlib import Path

import pytest

from assistant.bootstrap import desk_of, keeping_of, terms_of
from assistant.config import Config, config_for_folder, find_config, parse_config, read_config
from assistant.errors import ConfigError

MISTAKES = {
    "[organisaton]\nname = 'x'": "organisaton: there is no such setting",
    "[rhythm]\nreminder_after_day = 7": "rhythm.reminder_after_day: there is no such setting",
    "[rhythm]\nreminder_after_days = 1": "rhythm.reminder_after_days",
    "[rhythm]\nunanswered_first = 3": "rhythm.unanswered_first",
    "[rhythm]\nunanswered_first = 'two'": "rhythm.unanswered_first",
    "[rhythm.hours]\nmonday = ['21:00-13:00']": "rhythm.hours.monday.0: hours are written like",
    "[rhythm.hours]\nmonday = ['all day']": "rhythm.hours.monday.0: hours are written like",
    "[rhythm.hours]\nmaandag = []": "rhythm.hours.maandag",
    "[organisation]\nzone = 'Europe/Groningen'": "organisation.zone: not a time zone",
    "[organisation]\ncountry = 'Nederland'": "organisation.country",
    "[organisation]\nlanguage = 'fr'": "organisation.language",
    "[web]\nport = 0": "web.port",
    "[retention]\nnever_answered_days = 1": "retention.never_answered_days",
    "x = ": "Invalid value",
    "\x00": "Invalid statement",
}


@pytest.mark.parametrize("written", MISTAKES)
def test_a_mistake_names_file_and_key(tmp_path: Path, written: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(written)
    with pytest.raises(ConfigError) as mistake:
        read_config(file)
    assert str(mistake.value).startswith(f"{file}: ")
    assert MISTAKES[written] in str(mistake.value)


def test_every_mistake_has_a_line_of_its_own() -> None:
    with pytest.raises(ConfigError) as mistake:
        parse_config({"web": {"prt": 1, "host": 3}, "limits": {"claim_minutes": 0}}, source="config.toml")
    assert len(str(mistake.value).splitlines()) == 3


def test_a_missing_file_says_where_the_example_is(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing\.toml: there is no such file.*config\.example\.toml"):
        read_config(tmp_path / "nothing.toml")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"config\.toml"):
        read_config(tmp_path / "config.toml")


def test_the_example_is_a_valid_config() -> None:
    read_config(Path("config.example.toml"))


def test_relative_places_count_from_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[store]\nurl = 'sqlite:///d/x.db'\nkeys = 'k.json'")
    place = read_config(tmp_path / "config.toml").store
    assert (place.url, place.keys) == (f"sqlite:///{tmp_path}/d/x.db", tmp_path / "k.json")


def test_where_the_config_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ASSISTANT_CONFIG", raising=False)
    assert find_config(None) == Path("config.toml")
    monkeypatch.setenv("ASSISTANT_CONFIG", "/etc/outreach.toml")
    assert find_config(None) == Path("/etc/outreach.toml")
    assert find_config(tmp_path) == tmp_path


def test_the_settings_reach_the_rules() -> None:
    config = parse_config(
        {
            "organisation": {"country": "DE", "zone": "Europe/Berlin", "name": "Die Brücke"},
            "rhythm": {
                "reminder_after_days": 10,
                "recontact_after_days": [30],
                "quiet_dates": {"2027-02-18": "Ramadan"},
            },
            "limits": {"claim_minutes": 5, "messages_a_day": 3},
            "retention": {"ad_text_days": 7},
        },
        source="test",
    )
    terms, desk, keeping = terms_of(config), desk_of(config), keeping_of(config)
    assert (terms.pace.reminder_after.days, len(terms.pace.recontact_after), terms.messages_a_day) == (10, 1, 3)
    assert terms.claim.total_seconds() == 300
    assert (desk.team, desk.country, str(desk.zone)) == ("Die Brücke", "DE", "Europe/Berlin")
    assert keeping.ad_text.days == 7
    assert config_for_folder(Path()).store.url.startswith("sqlite:////")
    assert Config().rhythm.windows(0)
