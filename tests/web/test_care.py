"""Requests for help in the browser: put on the list, planned, late on the board, and ended."""

from datetime import UTC, datetime

import pytest

from assistant.bootstrap import Assistant
from assistant.store.models import HelpRequest, HelpState
from tests.web.conftest import FakeClock, Person


def requests(house: Assistant) -> list[tuple[str, str, HelpState]]:
    with house.store.reading() as session:
        return [(one.words, str(one.due_on), one.state) for one in session.query(HelpRequest).order_by(HelpRequest.id)]


def test_a_request_is_put_on_the_list_planned_and_ended(
    anna: Person, sofie: Person, house: Assistant, clock: FakeClock, thread: str
) -> None:
    anna.posts(f"{thread}/help", topic="health", words="een soa-test", urgency="this_week")
    assert requests(house) == [("een soa-test", "2026-03-22", HelpState.OPEN)]
    page = anna.sees(f"{thread}/")
    assert "een soa-test" in page
    assert "uiterlijk" in page
    anna.posts(f"{thread}/help/1/plan", due_on="2026-03-18", taken_by="")
    assert "Beloofd voor vandaag" not in anna.sees("/")
    clock.at = datetime(2026, 3, 20, 9, tzinfo=UTC)
    for who in (anna, sofie):
        assert who.signs_in().status_code in (200, 302)
        assert "Te laat sinds" in who.sees("/")
    assert "Kies waarheen ze doorverwezen wordt" in anna.posts(f"{thread}/help/1", follow=True, state="referred").text
    assert requests(house)[0][2] is HelpState.OPEN
    anna.posts(f"{thread}/help/1", state="done")
    assert requests(house)[0][2] is HelpState.DONE
    assert "Te laat" not in anna.sees("/") + anna.sees(f"{thread}/")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"topic": "nonsense", "words": "x"}, "Kies waar het over gaat."),
        ({"topic": "health", "words": " "}, "Schrijf op wat ze vraagt"),
        ({"topic": "health", "words": "x", "due_on": "18 maart"}, "Kies een dag tussen vandaag en een jaar verder."),
        ({"topic": "health", "words": "x", "due_on": "2026-03-16"}, "Kies een dag tussen vandaag en een jaar verder."),
        ({"topic": "health", "words": "x", "taken_by": "999"}, "collega"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_keeps_nothing(
    anna: Person, house: Assistant, thread: str, form: dict[str, str], said: str
) -> None:
    assert said in anna.posts(f"{thread}/help", follow=True, **form).text
    assert requests(house) == []


def test_a_card_keeps_its_limits_and_half_of_them_is_refused(anna: Person, thread: str) -> None:
    assert anna.posts(f"{thread}/card", reach="appen", from_hour="10:00").status_code == 422
    assert "appen" not in anna.sees(f"{thread}/")
    assert anna.posts(f"{thread}/card", reach="appen", from_hour="10:00", to_hour="17:00").status_code == 302
    page = anna.sees(f"{thread}/")
    assert "Appen. Alleen tussen 10:00 en 17:00." in page
    assert 'value="10:00"' in anna.sees(f"{thread}/card")


def test_somebody_else_may_be_answering_is_one_click_and_so_is_its_end(anna: Person, thread: str) -> None:
    said = "Tot het zeker zij is"
    assert said not in anna.sees(f"{thread}/")
    anna.posts(f"{thread}/other-reader", on="yes")
    assert said in anna.sees(f"{thread}/")
    anna.posts(f"{thread}/other-reader")
    assert said not in anna.sees(f"{thread}/")
