"""Every sentence in two languages, and times as people say them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

from assistant.resources import PACKAGE, shipped
from assistant.web import language
from tests.web.conftest import FakeClock, Person

AT = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
WORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def sentences() -> set[str]:
    """Every sentence of the pages, as it stands in templates and code."""
    found = set()
    places = [(shipped("templates"), [("**.html", "jinja2")]), (PACKAGE / "web", [("**.py", "python")])]
    for folder, methods in places:
        extracted = extract_from_dir(
            folder, methods, {"**.html": {"trimmed": "true"}}, keywords=WORDS, strip_comment_tags=False
        )
        found |= {m[0] if isinstance(m, tuple) else m for _file, _line, m, _comments, _context in extracted}
    return found


def test_every_sentence_is_dutch_too() -> None:
    with Path(language.TRANSLATIONS / "nl" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        dutch = read_po(file, locale="nl")
    told = sentences()
    assert len(told) > 300
    missing = sorted(one for one in told if (found := dutch.get(one)) is None or not found.string)
    assert missing == []


@pytest.mark.parametrize(
    ("back", "dutch", "english"),
    [
        (timedelta(0), "15.20 uur", "15:20"),
        (timedelta(hours=23), "gisteren, 16.20 uur", "yesterday, 16:20"),
        (timedelta(hours=-24), "morgen, 15.20 uur", "tomorrow, 15:20"),
        (timedelta(days=8), "9 maart, 15.20 uur", "9 March, 15:20"),
        (timedelta(days=100), "7 december 2025, 15.20 uur", "7 December 2025, 15:20"),
    ],
)
def test_moments(app: Flask, back: timedelta, dutch: str, english: str) -> None:
    for tag, said in (("nl", dutch), ("en", english)):
        with app.test_request_context(headers={"Accept-Language": tag}):
            assert language.moment(AT - back) == said


def test_a_long_day(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert language.long_day(AT) == "Dinsdag 17 maart, 15.20 uur"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=40), (40, "min")),
        (timedelta(hours=5), (5, "uur")),
        (timedelta(hours=23, minutes=59), (23, "uur")),
        (timedelta(days=3), (3, "dagen")),
        (timedelta(weeks=3), (3, "wkn")),
        (timedelta(days=91), (3, "mnd")),
        (timedelta(days=800), (2, "jr")),
        (timedelta(seconds=-5), (0, "min")),
    ],
)
def test_ages(app: Flask, length: timedelta, said: tuple[int, str]) -> None:
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert language.span(length) == said


def test_the_browser_chooses_then_the_account(anna: Person) -> None:
    assert 'lang="en"' in anna.client.get("/me", headers={"Accept-Language": "en-GB,nl;q=0.5"}).text
    assert 'lang="nl"' in anna.client.get("/me", headers={"Accept-Language": "xx"}).text  # the config's
    anna.posts("/me", language="nl", single_keys="yes")
    assert 'lang="nl"' in anna.client.get("/me", headers={"Accept-Language": "en"}).text


def test_a_mistaken_language_tag_is_shown_as_it_is(app: Flask, clock: FakeClock) -> None:
    with app.test_request_context(headers={"Accept-Language": "nl"}):
        assert language.language_name("pt-BR").startswith("Portugees")
        assert language.language_name("zz-??") == "zz-??"
        assert language.language_name(None)
