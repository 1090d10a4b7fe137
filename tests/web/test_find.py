"""The search page: what was read, why it is asked, who fits and why; every search is in the log."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.store.accounts import Account, Team
from assistant.store.models import (
    Contact,
    Direction,
    LogEntry,
    Message,
    MessageState,
    SafeContactCard,
)
from tests.web.conftest import Person

SPRING = datetime(2025, 4, 8, 14, tzinfo=UTC)


@pytest.fixture
def daniela(house: Assistant) -> int:
    with house.store.writing() as session:
        anna = session.scalars(select(Account).where(Account.username == "anna")).one()
        her = Contact(
            team_id=anna.team_id,
            owner_id=anna.id,
            alias="Daniela",
            town="Leeuwarden",
            language="es",
            created_at=SPRING,
            changed_at=SPRING,
        )
        her.gender = "trans vrouw"
        her.messages.append(
            Message(direction=Direction.OUT, channel="whatsapp", state=MessageState.SENT, body="hola", at=SPRING)
        )
        her.messages.append(
            Message(
                direction=Direction.IN,
                channel="whatsapp",
                state=MessageState.RECEIVED,
                body="tengo un perro",
                at=SPRING + timedelta(days=9),
            )
        )
        her.card = SafeContactCard(
            facts={"code_question": "hoe is het met de tuin?", "code_word": "radijs"}, checked_on=SPRING.date()
        )
        other = Team(name="Elders")
        theirs = Contact(
            team=other, alias="Daniela Elders", town="Leeuwarden", language="es", created_at=SPRING, changed_at=SPRING
        )
        session.add_all([her, theirs])
        session.flush()
        return her.id


def searches(house: Assistant) -> list[str | None]:
    """The reasons in the log."""
    with house.store.reading() as session:
        return list(session.scalars(select(LogEntry.reason).where(LogEntry.event == "searched")))


def test_she_is_found_with_the_reasons_and_it_is_logged(anna: Person, house: Assistant, daniela: int) -> None:
    page = anna.searches("/find/", q="trans spaans voorjaar 2025 leeuwarden", why="door")
    assert "Daniela" in page
    assert "4 van 4" in page or "4 of 4" in page
    assert "hoe is het met de tuin?" in page
    assert "radijs" not in page
    assert "Daniela Elders" not in page
    assert f"/people/{daniela}" in page or f"/{daniela}/" in page
    (entry,) = searches(house)
    assert entry is not None
    assert entry.startswith("door: ")


def test_without_a_reason_nothing_is_looked_up(anna: Person, house: Assistant, daniela: int) -> None:
    page = anna.searches("/find/", q="daniela")
    assert "Leeuwarden" not in page
    assert searches(house) == []


def test_a_chip_switched_off_counts_no_more(anna: Person, daniela: int) -> None:
    page = anna.searches(
        "/find/", q="trans utrecht", why="calls", read=["gender:trans", "town:utrecht"], on="gender:trans"
    )
    assert "Daniela" in page
    assert ">1</" not in page
    assert "1 van 1" in page or "1 of 1" in page


def test_an_administrator_does_not_search(ada: Person) -> None:
    assert ada.gets("/find/").status_code == 403
    assert ada.posts("/find/", q="daniela", why="door").status_code == 403


@pytest.mark.parametrize("query", ["\0", "<script>alert(1)</script>", "a" * 400, "🎄 ‮evil", "7" * 200, "é" * 300])
def test_whatever_is_typed_the_page_stands(anna: Person, query: str) -> None:
    answer = anna.posts("/find/", follow=True, q=query, why="door")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_for_a_call_the_card_says_what_not_to_say_and_opening_is_logged_with_its_reason(
    anna: Person, house: Assistant, daniela: int
) -> None:
    with house.store.writing() as session:
        card = session.get_one(SafeContactCard, daniela)
        card.facts = {**card.facts, "avoid": "haar werk, de rechter", "name": "Dani"}
    found = anna.searches("/find/", q="leeuwarden", why="calls")
    assert "haar werk, de rechter" in found
    assert "Dani" in found
    assert "Tot je weet dat zij het is" in found
    assert "haar werk, de rechter" not in anna.searches("/find/", q="leeuwarden", why="door")
    assert "Tot je weet dat zij het is" in anna.searches("/find/", q="zeppelin", why="calls")
    assert f"/contact/{daniela}/?why=calls" in found
    anna.sees(f"/contact/{daniela}/?why=calls")
    anna.sees(f"/contact/{daniela}/?why=gossip")
    with house.store.reading() as session:
        views = session.scalars(select(LogEntry).where(LogEntry.event == "viewed").order_by(LogEntry.id))
        assert [view.reason for view in views] == ["found: calls", None]
