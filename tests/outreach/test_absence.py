"""Somebody is away: what is theirs goes to the stand-in or the team, and comes back with them."""

from datetime import timedelta

import pytest

from assistant.errors import NotPossible
from assistant.outreach import absence
from assistant.outreach.due import Queue
from assistant.rules.silence import Losing, Silence
from assistant.store.audit import Event
from assistant.store.models import PostponeReason
from tests.cast import Her, House, Worker


def fallen_silent(house: House, by: Worker | None = None) -> Her:
    """Somebody who talked with anna, three weeks ago."""
    worker = by or house.anna
    her = worker.meets()
    worker.sends(her)
    worker.hears(her)
    worker.sends(her, "fijn om te horen")
    house.clock.forward(days=21)
    house.ticks()
    return her


def people(queue: Queue) -> dict[int, Silence]:
    return {one.contact.id: silence for silence, group in queue.groups.items() for one in group}


def keeper(house: House, her: Her) -> int | None:
    with house.reading() as session:
        found = absence.keeper_of(session, house.anna._her(session, her), now=house.clock())
        return found.id if found else None


def test_a_stand_in_has_her_from_the_first_day_to_the_last(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    house.anna.is_away(starting_in=2, days=3, stand_in=house.bram)
    found = []
    for _ in range(7):
        found.append(keeper(house, her))
        house.clock.forward(days=1)
    anna, bram = house.anna.id, house.bram.id
    assert found == [anna, anna, bram, bram, bram, anna, anna]
    assert her.contact.owner_id == anna


def test_the_day_begins_and_ends_at_midnight_in_the_teams_zone(house: House) -> None:
    her = house.anna.meets()
    house.anna.sends(her)
    house.anna.is_away(days=1)  # 17 March, until 23.00 UTC
    house.clock.now = house.clock.now.replace(hour=22, minute=59)
    assert keeper(house, her) is None
    house.clock.forward(minutes=1)
    assert keeper(house, her) == house.anna.id


def test_what_is_due_goes_to_the_stand_in_and_to_nobody_else(house: House) -> None:
    house.anna.is_away(days=60, stand_in=house.bram)
    her = fallen_silent(house)
    assert her.id in people(house.bram.queue())
    assert her.id not in people(house.sofie.queue())
    assert her.id not in people(house.anna.queue())
    assert her.id in people(house.sofie.queue(whole_team=True))
    house.anna.is_back()
    assert her.id in people(house.anna.queue())
    assert her.id not in people(house.bram.queue())


def test_without_a_stand_in_it_is_the_teams(house: House) -> None:
    house.anna.is_away(days=60)
    her = fallen_silent(house)
    assert all(her.id in people(who.queue()) for who in (house.anna, house.bram, house.sofie))


def test_a_proposal_speaks_for_whoever_has_her_then(house: House) -> None:
    house.anna.is_away(days=60, stand_in=house.bram)
    assert [one.by_id for one in fallen_silent(house).proposals()] == [house.bram.id]


def test_a_sleeping_thread_wakes_and_stands_with_the_stand_in(house: House) -> None:
    her = fallen_silent(house)
    house.anna.lets_rest(her)
    house.anna.is_away(stand_in=house.bram)
    her.answers("ik sta op het station")
    assert her.id in [contact.id for contact in house.bram.sees().waiting]
    assert keeper(house, her) == house.bram.id
    house.bram.is_away()
    assert keeper(house, her) is None  # the team's


def test_who_no_longer_works_here_leaves_nobody_alone(house: House) -> None:
    her = fallen_silent(house)
    with house.writing() as session:
        house.anna._me(session).active = False
    assert keeper(house, her) is None
    assert her.id in people(house.bram.queue())


def test_a_supervisor_says_it_for_somebody_who_fell_ill_and_a_colleague_does_not(house: House) -> None:
    with pytest.raises(NotPossible, match="supervisor_needed"):
        house.anna.is_away(by=house.bram)
    house.anna.is_away(by=house.sofie, stand_in=house.bram)
    entry = house.log()[-1]
    assert (entry.event, entry.account_id) == (Event.ABSENCE_SET, house.sofie.id)
    house.anna.is_away(days=3)  # said again: it replaces what was noted
    with house.reading() as session:
        [noted] = absence.noted(session, team_id=house.anna.team_id, now=house.clock()).values()
    assert noted.stand_in_id is None
    assert noted.ends_at - noted.starts_at == timedelta(days=3)


def test_who_cannot_stand_in_does_not(house: House) -> None:
    for who in (house.anna, house.ada, house.noor):
        with pytest.raises(NotPossible, match="not_a_colleague"):
            house.anna.is_away(stand_in=who)


@pytest.mark.parametrize(("starting_in", "days"), [(0, 0), (-9, 5), (0, 400), (500, 2)])
def test_days_that_cannot_be(house: House, starting_in: int, days: int) -> None:
    with pytest.raises(NotPossible, match="absence_days"):
        house.anna.is_away(starting_in=starting_in, days=days)


class TestTheQueue:
    def test_due_then_overdue_however_often_the_proposal_is_made_anew(self, house: House) -> None:
        her = fallen_silent(house)
        assert people(house.anna.queue()) == {her.id: Silence.DUE}
        [silent] = house.anna.queue().groups[Silence.DUE]
        assert silent.mine
        assert silent.draft is not None
        assert silent.draft.proposal
        house.clock.forward(days=7)
        assert people(house.anna.queue()) == {her.id: Silence.OVERDUE}

    def test_postponed_let_rest_or_written_to_she_is_gone_from_it(self, house: House) -> None:
        for act in (
            lambda her: house.anna.postpones(her, days=5, reason=PostponeReason.LOOKING_INTO_IT),
            house.anna.lets_rest,
            lambda her: house.anna.sends(her, "een groet"),
            lambda her: house.anna.hears(her, "hoi"),
            house.anna.stops,
        ):
            her = fallen_silent(house)
            assert her.id in people(house.anna.queue())
            act(her)
            assert her.id not in people(house.anna.queue())

    def test_who_can_no_longer_be_reached_is_about_to_be_lost(self, house: House) -> None:
        her = fallen_silent(house)
        with house.writing() as session:
            for point in house.anna._her(session, her).points:
                point.failed_at = house.clock()
        [silent] = house.anna.queue().groups[Silence.LOSING]
        assert (silent.contact.id, silent.standing.why) == (her.id, Losing.NO_WAY_LEFT)

    def test_another_team_sees_nothing_of_it(self, house: House) -> None:
        fallen_silent(house)
        assert house.noor.queue(whole_team=True).total == 0

    def test_today_says_how_many_stand_there(self, house: House) -> None:
        fallen_silent(house)
        fallen_silent(house, by=house.bram)
        assert (house.anna.sees().silent, house.bram.sees().silent) == (1, 1)
        house.bram.is_away()
        assert house.anna.sees().silent == 2


class TestWriting:
    def test_a_colleague_sees_who_writes_and_until_when(self, house: House) -> None:
        her = house.anna.meets()
        assert house.bram.sees_who_writes_to(her) is None
        until = house.anna.opens_the_answer_box(her)
        assert until == house.clock() + timedelta(minutes=5)
        writer = house.bram.sees_who_writes_to(her)
        assert writer is not None
        assert (writer.account_id, writer.name, writer.until) == (house.anna.id, "Anna", until)

    def test_signs_of_life_hold_on_and_without_them_it_ends(self, house: House) -> None:
        her = house.anna.meets()
        house.anna.opens_the_answer_box(her)
        house.clock.forward(minutes=4)
        house.anna.opens_the_answer_box(her)
        house.clock.forward(minutes=4)
        assert house.bram.sees_who_writes_to(her) is not None
        house.clock.forward(minutes=1)
        assert house.bram.sees_who_writes_to(her) is None
        house.bram.opens_the_answer_box(her)

    def test_it_never_shortens_the_hold_of_a_message_that_leaves(self, house: House) -> None:
        her = house.anna.meets()
        house.anna.hands_off(her)
        assert house.anna.opens_the_answer_box(her) == house.clock() + timedelta(minutes=15)
        house.anna.leaves_the_answer_box(her)
        assert house.bram.sees_who_writes_to(her) is not None

    def test_leaving_the_page_lets_a_colleague_in_and_never_ends_anothers_hold(self, house: House) -> None:
        her = house.anna.meets()
        house.anna.opens_the_answer_box(her)
        house.bram.leaves_the_answer_box(her)
        assert house.bram.sees_who_writes_to(her) is not None
        house.anna.leaves_the_answer_box(her)
        assert house.bram.opens_the_answer_box(her)
