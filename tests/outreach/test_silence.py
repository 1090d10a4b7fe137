"""Gentle new messages, and forgetting in time."""

from datetime import timedelta

import pytest

from assistant.errors import NotPossible
from assistant.outreach import recontact
from assistant.rules.stages import NotAllowed, Stage
from assistant.store.models import DueFor, MessageKind, MessageState, PostponeReason
from tests.cast import Her, House


def a_talk(house: House) -> Her:
    her = house.anna.meets()
    house.anna.sends(her)
    her.answers()
    house.anna.sends(her, "fijn om te horen")
    return her


def test_the_clock_proposes_once_and_never_sends(house: House) -> None:
    her = a_talk(house)
    house.clock.forward(days=20)
    assert house.ticks() == 0
    house.clock.forward(days=1)
    assert [house.ticks() for _ in range(3)] == [1, 0, 0]
    [proposal] = her.proposals()
    assert (proposal.kind, proposal.state) == (MessageKind.RECONTACT, MessageState.DRAFT)
    assert her.stage is Stage.STALLED
    assert [contact.id for contact in house.bram.sees().due] == [her.id]
    sent_before = len(her.messages(MessageState.SENT))
    for _ in range(5):
        house.clock.forward(days=30)
        house.ticks()
        house.expires()
    assert len(her.messages(MessageState.SENT)) == sent_before


def test_a_reminder_then_silence_then_the_door_stays_open(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    house.clock.forward(days=7)
    house.ticks()
    assert her.proposals()[0].kind is MessageKind.REMINDER
    house.anna.sends(her)
    assert her.proposals() == []
    house.clock.forward(days=7)
    assert house.ticks() == 1
    assert her.stage is Stage.OPEN_DOOR
    assert her.contact.due_at is None


def test_three_weeks_three_months_half_a_year(house: House) -> None:
    her = a_talk(house)
    waits = []
    for _ in range(3):
        due = her.contact.due_at
        assert due is not None
        waits.append(round((due - house.clock()) / timedelta(days=1)))
        house.clock.now = max(due, house.clock())
        house.ticks()
        house.anna.sends(her, "even een groet")
    assert waits == [21, 90, 180]
    assert her.contact.due_for is DueFor.FAREWELL


def test_writing_takes_up_the_proposal(house: House) -> None:
    her = a_talk(house)
    house.clock.forward(days=21)
    house.ticks()
    [proposal] = her.proposals()
    assert house.anna.writes(her, "met andere woorden") == proposal.id
    assert her.proposals() == []


def test_when_she_writes_the_proposal_goes_and_the_thread_wakes(house: House) -> None:
    her = a_talk(house)
    house.clock.forward(days=21)
    house.ticks()
    her.answers("ik ben terug")
    assert her.proposals() == []
    assert her.stage is Stage.TALKING
    assert her.is_on_the_board
    house.clock.forward(days=100)
    assert house.ticks() == 0  # who waits is answered, not proposed to


def test_the_clock_does_not_propose_beside_a_draft(house: House) -> None:
    her = a_talk(house)
    house.anna.writes(her, "half af")
    house.clock.forward(days=21)
    house.ticks()
    assert her.proposals() == []


def test_a_suppressed_number_is_not_proposed_to(house: House) -> None:
    her = a_talk(house)
    house.anna.stops(her)
    with house.writing() as session:
        contact = house.anna._her(session, her)
        assert recontact.propose(session, contact, now=house.clock(), desk=house.assistant.desk) is None


def test_postponing_shows_why_and_comes_back(house: House) -> None:
    her = a_talk(house)
    house.clock.forward(days=21)
    house.ticks()
    house.anna.postpones(her, days=10, reason=PostponeReason.SHE_ASKED_FOR_REST)
    assert her.proposals() == []
    assert her.contact.postponed_for is PostponeReason.SHE_ASKED_FOR_REST
    assert house.bram.sees().due == []
    house.clock.forward(days=9)
    assert house.ticks() == 0
    house.clock.forward(days=1)
    assert house.ticks() == 1
    assert len(her.proposals()) == 1


@pytest.mark.parametrize("days", [0, -1, 121])
def test_not_postponed_to_the_past_nor_for_ever(house: House, days: float) -> None:
    her = a_talk(house)
    with pytest.raises(NotPossible, match="postpone_date"):
        house.anna.postpones(her, days=days)


def test_resting_ends_the_rhythm_until_she_writes(house: House) -> None:
    her = a_talk(house)
    house.clock.forward(days=21)
    house.ticks()
    house.anna.lets_rest(her)
    assert (her.stage, her.proposals(), her.contact.due_at) == (Stage.OPEN_DOOR, [], None)
    house.clock.forward(days=300)
    assert house.ticks() == 0
    her.answers("ik sta voor de deur")
    assert her.stage is Stage.TALKING
    assert her.is_on_the_board


def test_who_waits_is_not_laid_to_rest(house: House) -> None:
    her = a_talk(house)
    her.answers("nog een vraag")
    with pytest.raises(NotPossible, match="she_waits"):
        house.anna.lets_rest(her)
    assert her.is_on_the_board


def test_a_stop_is_not_laid_to_rest_nor_postponed(house: House) -> None:
    her = a_talk(house)
    her.answers("stop")
    with pytest.raises(NotAllowed):
        house.anna.lets_rest(her)
    with pytest.raises(NotPossible, match="stopped"):
        house.anna.postpones(her, days=3)


def test_a_proposal_nobody_used_is_made_anew(house: House) -> None:
    her = a_talk(house)
    house.clock.forward(days=21)
    house.ticks()
    first = her.proposals()[0].id
    house.clock.forward(days=15)
    with house.writing() as session:
        laid = recontact.lay_old_proposals_aside(
            session, now=house.clock(), open_for=house.assistant.proposal_open_for, terms=house.assistant.terms
        )
    assert laid == 1
    assert house.message(first).state is MessageState.DROPPED
    house.ticks()
    assert [proposal.id for proposal in her.proposals()] != [first]
    assert len(her.proposals()) == 1


def test_the_longest_waiting_stands_on_top_and_too_long_reaches_the_supervisor(house: House) -> None:
    early = house.anna.meets()
    early.answers()
    house.clock.forward(hours=23)
    late = house.anna.meets()
    late.answers()
    assert [contact.id for contact in house.anna.sees().waiting] == [early.id, late.id]
    assert house.sofie.sees().too_long == []
    house.clock.forward(hours=1)
    assert [contact.id for contact in house.sofie.sees().too_long] == [early.id]


class TestForgetting:
    def test_the_text_of_an_ad_goes_and_what_was_noticed_stays(self, house: House) -> None:
        her = house.anna.meets(text="een advertentie")
        house.clock.forward(days=30)
        assert house.forgets() == (1, 0)
        assert her.contact.ads[0].text is None
        assert "hooks" in her.contact.ads[0].noticed

    def test_who_never_answered_goes_after_two_months(self, house: House) -> None:
        her = house.anna.meets()
        house.anna.sends(her)
        house.clock.forward(days=59)
        house.forgets()
        assert her.is_remembered
        house.clock.forward(days=1)
        assert house.forgets() == (0, 1)
        assert not her.is_remembered

    def test_a_talk_goes_after_two_years_of_silence(self, house: House) -> None:
        her = a_talk(house)
        house.clock.forward(days=729)
        house.forgets()
        assert her.is_remembered
        house.clock.forward(days=1)
        house.forgets()
        assert not her.is_remembered

    @pytest.mark.parametrize("words", ["hallo?", "I am afraid", "hmm"])
    def test_nobody_who_waits_is_ever_removed(self, house: House, words: str) -> None:
        her = house.anna.meets()
        her.answers(words)
        house.clock.forward(days=5000)
        house.forgets()
        assert her.is_remembered

    def test_who_sounded_unsafe_and_said_stop_stays_until_somebody_looked(self, house: House) -> None:
        her = house.anna.meets()
        her.answers("stop, I am afraid")
        house.clock.forward(days=5000)
        house.forgets()
        assert her.is_remembered

    def test_a_no_outlives_forgetting(self, house: House) -> None:
        from assistant.errors import Suppressed

        her = house.anna.meets()
        number = her.contact.points[0].value
        house.anna.sends(her)
        her.answers("stop")
        house.clock.forward(days=5000)
        house.forgets()
        assert not her.is_remembered
        with pytest.raises(Suppressed):
            house.anna.meets(number)

    def test_nobody_is_removed_under_the_hands_of_who_writes(self, house: House) -> None:
        her = house.anna.meets()
        house.clock.forward(days=60)
        house.anna.starts_writing_to(her)
        house.forgets()
        assert her.is_remembered
