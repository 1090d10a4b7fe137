"""The queue of silences, handing over, days away and who writes, in the browser."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.bootstrap import Assistant
from assistant.store.accounts import Account
from assistant.store.models import Contact, Direction, DueFor, Message, MessageKind, MessageState, Point
from assistant.store.points import point_keys
from tests.web.conftest import FakeClock, Person


def number(house: Assistant, name: str) -> int:
    with house.store.reading() as session:
        return session.scalars(select(Account.id).where(Account.username == name)).one()


def her(house: Assistant) -> Contact:
    with house.store.reading() as session:
        contact = session.scalars(select(Contact)).one()
        session.expunge_all()
        return contact


@pytest.fixture
def silent(house: Assistant, thread: str) -> str:
    """The thread of somebody of anna's with whom it is quiet, and for whom the clock prepared words."""
    now = house.now()
    with house.store.writing() as session:
        contact = session.scalars(select(Contact)).one()
        contact.owner_id = session.scalars(select(Account.id).where(Account.username == "anna")).one()
        contact.stage, contact.unanswered = "stalled", 1  # type: ignore[assignment]
        contact.last_in_at = contact.last_out_at = now - timedelta(days=22)
        contact.due_at, contact.due_for, contact.proposed_at = now - timedelta(days=1), DueFor.RECONTACT, now
        key = point_keys(session, "phone", "+31612345678")[0]
        session.add(Point(contact_id=contact.id, channel="phone", value="+31612345678", key=key, created_at=now))
        session.add(
            Message(
                contact_id=contact.id,
                direction=Direction.OUT,
                channel="sms",
                kind=MessageKind.RECONTACT,
                state=MessageState.DRAFT,
                body="Hoi Luna, hoe is het met Mimi?",
                language="nl",
                at=now,
                proposal=True,
            )
        )
    return thread


def test_the_queue_shows_why_and_what_is_prepared_and_leads_to_her_thread(anna: Person, silent: str) -> None:
    page = anna.sees("/again/")
    assert "Hoi Luna, hoe is het met Mimi?" in page
    assert "Vandaag aan de beurt" in page
    assert f'href="{silent}/#write"' in page
    assert "De hele rij" in anna.sees("/")


def test_a_colleague_sees_only_whom_they_look_after_until_they_ask_for_all(
    anna: Person, bram: Person, sofie: Person, silent: str
) -> None:
    assert "Luna" not in bram.sees("/again/")
    assert "van Anna" in bram.sees("/again/?whose=all")
    assert "Luna" in sofie.sees("/again/")
    today = "2026-03-17"
    anna.posts("/me/absence", first=today, last="2026-03-20", stand_in=str(number_of(bram)))
    page = bram.sees("/again/")
    assert "Luna" in page
    assert "Je neemt waar voor Anna, tot en met 20 maart." in page
    assert "Anna is weg tot en met 20 maart; jij neemt waar." in bram.sees(silent + "/")


def number_of(person: Person) -> int:
    """The number of somebody's account, from the cast's order."""
    return ["anna", "bram", "sofie", "ada"].index(person.name) + 1


def test_postponed_to_a_day_that_was_filled_in_and_back_in_the_queue(
    anna: Person, house: Assistant, silent: str
) -> None:
    answer = anna.posts(
        f"{silent}/postpone", day="2026-03-26", until="x", reason="she_asked_for_rest", **{"from": "again"}
    )
    assert answer.location == "/again/"
    assert her(house).due_at == datetime(2026, 3, 26, 12, tzinfo=UTC)  # 13.00 in Amsterdam
    page = anna.sees("/again/")
    assert "Uitgesteld tot 26 maart" in page
    assert "hoe is het met Mimi" not in page


@pytest.mark.parametrize("form", [{"day": "ooit"}, {"day": "2026-03-17"}, {"day": "2027-03-17"}, {"until": "straks"}])
def test_a_day_that_cannot_be_is_refused(anna: Person, house: Assistant, silent: str, form: dict[str, str]) -> None:
    said = anna.posts(f"{silent}/postpone", follow=True, reason="looking_into_it", **form).text
    assert "Kies een dag tussen morgen en over vier maanden" in said
    assert her(house).due_for is DueFor.RECONTACT


def test_let_rest_from_the_queue(anna: Person, silent: str) -> None:
    assert anna.posts(f"{silent}/rest", **{"from": "again"}).location == "/again/"
    assert "Met niemand van jou of van het team is het te lang stil." in anna.sees("/again/")


def test_handed_over_with_a_note_and_accepted(anna: Person, bram: Person, house: Assistant, silent: str) -> None:
    anna.posts(f"{silent}/hand-over", to="2", note="ze belt liever <niet>")
    assert "Aangeboden aan Bram" in anna.sees(silent + "/")
    board = bram.sees("/")
    assert "Aangeboden aan jou" in board
    assert "ze belt liever <niet>" in board
    assert bram.posts(f"{silent}/hand-over/1", do="accept", word="goed").location == f"{silent}/"
    assert her(house).owner_id == number(house, "bram")
    board = anna.sees("/")
    assert "Bram heeft haar aangenomen en schrijft voortaan met haar." in board
    anna.posts(f"{silent}/hand-over/1", do="seen")
    assert "Bram heeft haar aangenomen" not in anna.sees("/")
    assert "al antwoord op" in bram.posts(f"{silent}/hand-over/1", follow=True, do="refuse", word="nee").text


def test_a_note_stays_in_the_form_when_it_cannot_be_offered(anna: Person, bram: Person, silent: str) -> None:
    bram.posts("/me/absence", first="2026-03-17", last="2026-03-18")
    answer = anna.posts(f"{silent}/hand-over", to="2", note="haar zus heet Iva")
    assert answer.status_code == 422
    assert "haar zus heet Iva</textarea>" in answer.text
    assert "Die collega is weg." in answer.text


def test_taken_over_with_a_reason_that_the_former_worker_reads(anna: Person, bram: Person, silent: str) -> None:
    assert "Schrijf op waarom" in bram.posts(f"{silent}/take-over", follow=True).text
    bram.posts(f"{silent}/take-over", reason="ze vroeg naar mij")
    board = anna.sees("/")
    assert "Bram heeft haar overgenomen" in board
    assert "ze vroeg naar mij" in board


def test_away_is_said_by_oneself_or_the_supervisor_and_nobody_else(
    anna: Person, bram: Person, sofie: Person, ada: Person
) -> None:
    form = {"first": "2026-03-17", "last": "2026-03-20", "stand_in": "2"}
    assert bram.posts("/team/1/absence", **form).status_code == 403
    sofie.posts("/team/1/absence", **form)
    assert "Weg 17 maart tot en met 20 maart, Bram neemt waar" in sofie.sees("/team/")
    assert "17 maart tot en met 20 maart, Bram neemt waar" in anna.sees("/me")
    assert "17 maart" in ada.sees("/team/")
    anna.posts("/me/absence", do="back")
    assert "17 maart" not in sofie.sees("/team/")
    said = anna.posts("/me/absence", follow=True, first="2026-03-20", last="2026-03-17").text
    assert "Kies een eerste en een laatste dag" in said


class TestWhoWrites:
    def test_a_sign_of_life_is_seen_by_colleagues_and_ends(
        self, anna: Person, bram: Person, clock: FakeClock, silent: str
    ) -> None:
        assert "schrijft haar" not in bram.gets(f"{silent}/writing/").text
        assert 'data-writer="me"' in anna.posts(f"{silent}/writing/", do="writing").text
        seen = bram.gets(f"{silent}/writing/").text
        assert 'data-writer="other"' in seen
        assert "Anna schrijft haar, tot 15.25 uur." in seen
        assert 'data-writer="other"' in bram.posts(f"{silent}/writing/", do="writing").text
        anna.posts(f"{silent}/writing/", do="done")
        assert 'data-writer="me"' in bram.posts(f"{silent}/writing/", do="writing").text
        clock.forward(minutes=5)
        assert 'data-writer=""' in anna.gets(f"{silent}/writing/").text

    def test_without_script_each_button_says_so_and_a_colleagues_words_stay_in_the_form(
        self, anna: Person, bram: Person, house: Assistant, silent: str
    ) -> None:
        assert anna.posts(f"{silent}/", do="check", body="Hoi Luna").status_code == 200
        refused = bram.posts(f"{silent}/", do="save", body="Dag Luna, met Bram")
        assert "Nu niet, omdat Anna haar schrijft. Vraag het, of wacht tot 15.25 uur." in refused.text
        assert "Dag Luna, met Bram</textarea>" in refused.text
        with house.store.reading() as session:
            assert "Dag Luna, met Bram" not in [message.body for message in session.query(Message)]
        assert anna.posts(f"{silent}/", do="save", body="Hoi Luna").status_code == 302
        assert (
            bram.posts(f"{silent}/", do="check", body="Dag Luna").status_code == 200
        )  # kept as a draft: she laid the pen down
        assert "omdat Bram haar schrijft" in anna.posts(f"{silent}/", do="save", body="Hoi").text

    def test_looking_along_with_script_is_not_writing(self, anna: Person, bram: Person, silent: str) -> None:
        bram.posts(f"{silent}/", do="check", body="", live="yes")
        assert 'data-writer=""' in anna.gets(f"{silent}/writing/").text

    def test_nothing_is_told_of_somebody_elsewhere(self, anna: Person) -> None:
        assert anna.gets("/contact/999/writing/").status_code == 404
        assert anna.posts("/contact/999/writing/", do="writing").status_code == 404
        assert anna.posts("/contact/999/writing/", do="done").status_code == 204
