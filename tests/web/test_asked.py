"""What is searched for: in no address that anybody else can read, for whoever asked, and not for ever."""

import logging
from urllib.parse import urlsplit

import pytest

from assistant.bootstrap import Assistant
from tests.web.conftest import FakeClock, Person

SAID = {"q": "Daniela Leeuwarden", "name": "Daniela Leeuwarden", "point": "Daniela Leeuwarden", "why": "door"}


def address_of(person: Person, form: str, **said: str) -> str:
    answer = person.posts(form, **said)
    assert answer.status_code == 303
    return str(answer.location)


@pytest.mark.parametrize("form", ["/find/", "/call/"])
def test_nothing_typed_stands_in_the_address(anna: Person, form: str) -> None:
    address = address_of(anna, form, **SAID)
    assert "aniela" not in address
    assert "eeuwarden" not in address
    assert "Daniela Leeuwarden" in anna.sees(address)
    assert address != address_of(anna, form, **SAID)  # the same search twice is not seen to be the same


def test_words_in_an_address_are_not_looked_up(anna: Person) -> None:
    for address in ("/find/?q=daniela&why=door", "/call/?q=daniela"):
        assert 'value="daniela"' not in anna.sees(address)


def test_it_can_be_loaded_again_and_gone_back_to(anna: Person) -> None:
    first, second = (address_of(anna, "/find/", q=said, why="door") for said in ("zeppelin", "trein"))
    assert "trein" in anna.sees(second)
    assert "zeppelin" in anna.sees(first)
    assert "zeppelin" in anna.sees(first)


def test_it_is_for_whoever_asked_and_for_that_page(anna: Person, bram: Person) -> None:
    address = address_of(anna, "/find/", q="zeppelin", why="door")
    theirs = bram.sees(address)
    assert "zeppelin" not in theirs
    assert "wordt niet zo lang bewaard" in theirs
    assert "zeppelin" not in anna.sees(f"/call/?{urlsplit(address).query}")


def test_it_ends_with_the_session(anna: Person, clock: FakeClock, house: Assistant) -> None:
    address = address_of(anna, "/find/", q="zeppelin", why="door")
    clock.forward(minutes=house.config.web.session_minutes + 1)
    anna.signs_in()
    assert "zeppelin" not in anna.sees(address)


@pytest.mark.parametrize("part", ["x", "%00", "AQ", "🛑", "A" * 3000, "=" * 7, "AQEBAQ=="])
def test_a_mistaken_address_shows_an_empty_box(anna: Person, part: str) -> None:
    assert "wordt niet zo lang bewaard" in anna.sees(f"/find/?s={part}")


def test_the_longest_search_comes_back_after_covering_the_screen(anna: Person) -> None:
    address = address_of(anna, "/find/", q="é" * 300, why="door")
    anna.posts("/cover", **{"from": address})
    back = anna.posts("/uncover", code="seven calm herons")
    assert back.location == address


def test_no_log_line_says_it(anna: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        anna.sees(address_of(anna, "/find/", q="zeppelin", why="door"))
    assert "zeppelin" not in caplog.text
