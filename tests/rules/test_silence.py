"""Due, overdue, or about to be lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.cadence import History, Pace, earliest, left
from assistant.rules.silence import OVERDUE_AFTER, Losing, Silence, standing
from assistant.rules.stages import Stage

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
PACE = Pace()


def talked(days_ago: float, *, unanswered: int = 1, renewals: int = 0) -> History:
    then = NOW - timedelta(days=days_ago)
    return History(Stage.STALLED, unanswered, renewals, last_out=then, last_in=then - timedelta(hours=1))


def written(days_ago: float) -> History:
    return History(Stage.WRITTEN, 1, last_out=NOW - timedelta(days=days_ago))


@pytest.mark.parametrize(("days", "silence"), [(21, Silence.DUE), (27.9, Silence.DUE), (28, Silence.OVERDUE)])
def test_a_week_after_it_could_have_gone_it_is_overdue(days: float, silence: Silence) -> None:
    found = standing(talked(days), PACE, due_at=NOW, now=NOW)
    assert found is not None
    assert (found.silence, found.since) == (silence, NOW - timedelta(days=days - 21))


def test_a_proposal_that_was_made_anew_does_not_hide_how_long_it_waits() -> None:
    found = standing(talked(60), PACE, due_at=NOW - timedelta(minutes=1), now=NOW)
    assert found is not None
    assert found.silence is Silence.OVERDUE


def test_what_was_postponed_counts_from_the_day_it_was_postponed_to() -> None:
    found = standing(talked(60), PACE, due_at=NOW, postponed=True, now=NOW)
    assert found is not None
    assert found.silence is Silence.DUE


def test_before_its_day_nothing_is_asked() -> None:
    assert standing(talked(3), PACE, due_at=NOW + timedelta(days=18), now=NOW) is None
    assert standing(talked(3), PACE, due_at=None, now=NOW) is None


def test_the_last_message_of_the_rhythm_is_the_last_chance() -> None:
    found = standing(talked(181, unanswered=3, renewals=2), PACE, due_at=NOW, now=NOW)
    assert found is not None
    assert (found.silence, found.why) == (Silence.LOSING, Losing.LAST_ONE)


@pytest.mark.parametrize(("days", "seen"), [(15, False), (14, True), (1, True)])
def test_a_rest_is_announced_two_weeks_before(days: int, seen: bool) -> None:
    due = NOW + timedelta(days=days)
    found = standing(talked(5, unanswered=4, renewals=3), PACE, due_at=due, farewell=True, now=NOW)
    assert (found is not None and found.why is Losing.AT_THE_END) is seen


def test_without_a_way_to_reach_her_we_are_losing_her_whatever_the_day() -> None:
    found = standing(talked(1), PACE, due_at=NOW + timedelta(days=20), reachable=False, now=NOW)
    assert found is not None
    assert found.why is Losing.NO_WAY_LEFT


def test_who_never_answered_is_not_ours_to_lose() -> None:
    found = standing(written(8), PACE, due_at=NOW, reachable=False, now=NOW)
    assert found is not None
    assert found.silence is Silence.DUE
    assert standing(written(8), PACE, due_at=NOW + timedelta(days=1), farewell=True, now=NOW) is None


moments = st.integers(0, 400).map(lambda days: NOW - timedelta(days=days))
histories = st.builds(
    History,
    st.sampled_from(Stage),
    st.integers(0, 5),
    st.integers(0, 4),
    st.none() | moments,
    st.none() | moments,
    st.booleans(),
)


@given(histories, st.none() | st.integers(-300, 300), st.booleans(), st.booleans(), st.booleans())
def test_nobody_who_waits_or_stopped_is_asked_for_and_a_reason_stands_with_each_loss(
    history: History, due_in: int | None, farewell: bool, postponed: bool, reachable: bool
) -> None:
    due = None if due_in is None else NOW + timedelta(days=due_in)
    found = standing(history, PACE, due_at=due, farewell=farewell, postponed=postponed, reachable=reachable, now=NOW)
    if found is None:
        return
    assert not history.waiting
    assert history.stage not in (Stage.STOPPED, Stage.OPEN_DOOR)
    assert (found.silence is Silence.LOSING) == (found.why is not None)
    if found.why is Losing.LAST_ONE:
        assert left(history, PACE) == 1
    if found.silence is Silence.OVERDUE:
        assert NOW - found.since >= OVERDUE_AFTER
        assert postponed or found.since == min(earliest(history, PACE) or due or NOW, due or NOW)
