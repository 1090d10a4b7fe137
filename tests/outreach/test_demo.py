"""The demo: every page has something to show, at whatever hour somebody starts it, and nobody in it exists."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.bootstrap import Assistant, open_assistant, terms_of
from assistant.config import Config
from assistant.demo import making, numbers
from assistant.demo.moments import NotAMoment, in_our_hours, moment, next_in_our_hours
from assistant.demo.stories import everybody
from assistant.demo.telling import IN_OUR_HOURS, ON_HOLIDAYS_TOO, VERBS, Teller
from assistant.errors import ConfigError
from assistant.outreach import care, today
from assistant.outreach.accounts import find_account, password_fits
from assistant.rules.cadence import next_open
from assistant.rules.patience import Patience
from assistant.rules.stages import Stage
from assistant.store import audit
from assistant.store.accounts import Account
from assistant.store.models import (
    Contact,
    Direction,
    HandoverState,
    HelpRequest,
    HelpState,
    Message,
    MessageState,
    Note,
    NoteKind,
)

# Boxing Day, a Saturday night: nothing may be written at this hour, nor on the two days around it.
NOW = datetime(2026, 12, 26, 2, 40, tzinfo=UTC)
PACE = terms_of(Config()).pace
PASSWORD = "een lange zin"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("demo")
    making.make(folder, password=PASSWORD, now=NOW)
    house = open_assistant(making.config_for(folder, port=8080), clock=lambda: NOW)
    yield house
    house.close()


@pytest.fixture
def session(demo: Assistant) -> Iterator[Session]:
    with demo.store.reading() as session:
        yield session


def board_of(session: Session, username: str) -> today.Board:
    worker = find_account(session, username)
    assert worker is not None
    return today.board(session, by=worker, now=NOW, patience=Patience())


def test_somebody_waits_in_every_way(session: Session) -> None:
    board = board_of(session, "anna")
    waits = {contact.alias: NOW - contact.waiting_since for contact in board.waiting if contact.waiting_since}
    assert [contact.alias for contact in board.urgent] == ["Daria"]
    assert waits["Camila"] == timedelta(hours=23)
    assert waits["Daria"] == timedelta(minutes=28)
    assert None in waits, "somebody whose name we do not know"
    assert [contact.alias for contact in board_of(session, "sofie").too_long] == ["Ploy"]


def test_the_clock_proposed_with_words_of_ours(session: Session) -> None:
    board = board_of(session, "anna")
    due = {contact.alias: contact for contact in board.due}
    assert {"Mirela", "Sasha", "Lin"} <= set(due)
    for contact in board.due:
        proposals = [m for m in contact.messages if m.proposal and m.state is MessageState.DRAFT]
        assert len(proposals) == 1, contact.alias
        assert proposals[0].body


def test_drafts_prepared_words_and_one_that_nobody_is_sure_of(session: Session) -> None:
    unsent = {message.contact.alias: message.state for message in board_of(session, "anna").unsent}
    assert unsent == {
        "Luna": MessageState.DRAFT,
        "Elena": MessageState.APPROVED,
        "Bianca": MessageState.UNKNOWN,
    }


def test_somebody_is_offered_refused_and_taken_over(session: Session) -> None:
    anna, bram = board_of(session, "anna"), board_of(session, "bram")
    assert [one.contact.alias for one in anna.offered] == ["Yara"]
    assert [(one.contact.alias, one.state) for one in anna.told] == [("Fay", HandoverState.REFUSED)]
    assert [(one.contact.alias, one.state) for one in bram.told] == [("Chris", HandoverState.TAKEN)]


def test_stops_by_their_own_words_leave_nothing_pending(session: Session) -> None:
    stopped = list(session.scalars(select(Contact).where(Contact.stage == Stage.STOPPED)))
    assert {"Петя", "Sanne", "Iulia"} <= {contact.alias for contact in stopped}
    for contact in stopped:
        assert contact.messages[-1].direction is Direction.IN
        assert not {m.state for m in contact.messages} & {MessageState.DRAFT, MessageState.APPROVED}


def test_failed_words_were_sent_again_by_a_human(session: Session) -> None:
    camila = next(c for c in session.scalars(select(Contact)) if c.alias == "Camila")
    states = [m.state for m in camila.messages if "zon doorbrak" in m.body]
    assert states == [MessageState.FAILED, MessageState.SENT]


def test_the_figures_of_eight_weeks_show_something(session: Session) -> None:
    monday = NOW.replace(hour=0, minute=0) - timedelta(days=NOW.weekday())
    team_id = session.scalars(select(Account.team_id)).first()
    weeks = today.reply_figures(session, team_id=team_id or 0, monday=monday)
    full = weeks[1:]
    assert all(week.written >= 4 for week in full)
    assert 15 <= sum(week.answered for week in weeks) < sum(week.written for week in weeks) / 2
    assert 2 <= sum(week.stopped for week in weeks) <= 8


def test_every_page_has_something_to_show(session: Session) -> None:
    contacts = list(session.scalars(select(Contact)))
    assert 60 <= len(contacts) <= 110
    assert {contact.stage for contact in contacts} == set(Stage)
    assert {"nl", "es", "ro", "bg", "hu", "pt", "en", "pl", "de", "th", "zh"} <= {c.language for c in contacts}
    assert {c.postponed_for for c in contacts if c.due_at and c.due_at > NOW} >= {
        "looking_into_it",
        "she_asked_for_rest",
        "waiting_for_colleague",
    }
    assert {help.state for help in session.scalars(select(HelpRequest))} >= {
        HelpState.OPEN,
        HelpState.DOING,
        HelpState.DONE,
    }
    assert {note.kind for note in session.scalars(select(Note))} == set(NoteKind)
    cards = [contact.card for contact in contacts if contact.card]
    assert len(cards) >= 6
    assert all(set(card.facts) <= set(care.CARD_FACTS) for card in cards)
    assert any(len(contact.ads) > 1 for contact in contacts)


def test_the_woman_of_the_story_can_be_found_again(session: Session) -> None:
    (daniela,) = [contact for contact in session.scalars(select(Contact)) if contact.alias == "Daniela"]
    written = [m.at for m in daniela.messages if m.state in (MessageState.SENT, MessageState.RECEIVED)]
    assert (daniela.town, daniela.language, daniela.country) == ("Leeuwarden", "es", "CO")
    assert daniela.gender is not None
    assert daniela.gender.startswith("trans")
    assert daniela.stage is Stage.OPEN_DOOR
    assert min(written).year == NOW.year - 1
    assert min(written).month == 4
    assert daniela.card is not None
    assert daniela.card.facts["code_word"]


def test_nothing_left_at_an_hour_at_which_we_do_not_write(session: Session) -> None:
    sent = list(session.scalars(select(Message).where(Message.state == MessageState.SENT)))
    assert len(sent) > 150
    outside = [message for message in sent if next_open(message.at, PACE, holidays=False) != message.at]
    assert outside == []


def test_the_log_is_whole_and_everybody_signs_in(session: Session) -> None:
    assert audit.first_broken_entry(session) is None
    for username, (_, role) in making.WHO_WORKS_HERE.items():
        account = find_account(session, username)
        assert account is not None
        assert account.role is role
        assert password_fits(account, PASSWORD)
        assert not account.must_change_password


def test_numbers_are_valid_and_belong_to_one_person_each() -> None:
    people = list(everybody())
    made = [numbers.invented(person.number, index) for index, person in enumerate(people) if person.number]
    assert len(set(made)) == len(made)
    assert all(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in made)


def test_every_story_uses_words_that_the_teller_knows() -> None:
    people = list(everybody())
    assert len({person.key for person in people}) == len(people)
    assert {step.verb for person in people for step in person.story} <= set(VERBS)


nows = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1)).map(lambda now: now.replace(tzinfo=UTC))  # noqa: DTZ001


@given(nows)
@settings(max_examples=25, deadline=None)
def test_at_whatever_hour_it_is_told_things_happen_one_after_the_other(now: datetime) -> None:
    teller = Teller.__new__(Teller)
    teller.until = now
    for person in everybody():
        at = None
        moments = []
        for step in person.story:
            at = teller.moment_of(step, previous=at, pace=PACE)
            moments.append(at)
            if step.verb in IN_OUR_HOURS:
                assert next_open(at, PACE, holidays=step.verb not in ON_HOLIDAYS_TOO) == at
        assert all(earlier < later for earlier, later in pairwise(moments)), person.key
        assert moments[0] <= now, "everybody is known, whatever the hour"


@pytest.mark.parametrize("words", ["", "soon", "-3", "+2h", "-99999d", "year-1 13:00", "-2d 25:00"])
def test_a_time_that_cannot_be_read_is_refused(words: str) -> None:
    with pytest.raises(NotAMoment):
        moment(words, previous=None, now=NOW, pace=PACE)


@given(nows, st.integers(0, 400))
@settings(deadline=None)
def test_our_hours_are_found_near_the_wanted_moment(now: datetime, hours: int) -> None:
    wanted = now - timedelta(hours=hours)
    before = in_our_hours(wanted, after=None, now=now, pace=PACE)
    later = next_in_our_hours(wanted, pace=PACE)
    assert before <= wanted <= later
    assert next_open(before, PACE) == before
    assert next_open(later, PACE) == later


def test_a_store_that_is_no_demo_is_not_served_as_one(tmp_path: Path) -> None:
    (tmp_path / making.DATABASE).touch()
    with pytest.raises(ConfigError, match="holds no demo"):
        making.is_made(tmp_path)


def test_a_broken_off_making_leaves_nothing_that_looks_like_a_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_tell", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        making.make(tmp_path, password=PASSWORD, now=NOW)
    assert list(tmp_path.iterdir()) == []
    assert not making.is_made(tmp_path)
