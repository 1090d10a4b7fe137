"""When what waits for a gateway leaves: one at a time, with its pauses, so many a day, in hours in which we write."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.cadence import Pace, next_open
from assistant.rules.pacing import LONGEST_PAUSE, Line, Waiting, expected, next_try

PACE = Pace()
NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
waiting = st.builds(
    Waiting,
    not_before=st.integers(-600, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes)),
    gap=st.integers(0, 1800).map(lambda seconds: timedelta(seconds=seconds)),
    answering=st.booleans(),
)


@given(st.lists(waiting, max_size=25), st.integers(1, 8), st.integers(0, 8))
def test_pauses_caps_and_hours_hold_whatever_waits(queue: list[Waiting], a_day: int, left_today: int) -> None:
    times = expected(queue, Line(NOW - timedelta(minutes=1), left_today, a_day), PACE, now=NOW)
    assert sorted(number for number, _ in times) == list(range(len(queue)))  # nothing is lost, nothing leaves twice
    last, days = NOW - timedelta(minutes=1), Counter({NOW.astimezone(PACE.zone).date(): left_today})
    for number, at in times:
        assert at is not None
        assert at >= max(NOW, queue[number].not_before)
        assert at >= last + queue[number].gap
        assert next_open(at, PACE, holidays=not queue[number].answering) == at  # an hour in which we write
        last = at
        days[at.astimezone(PACE.zone).date()] += 1
    today = NOW.astimezone(PACE.zone).date()
    assert all(count <= (max(a_day, left_today) if day == today else a_day) for day, count in days.items())


def test_an_answer_may_leave_at_night_while_her_words_are_fresh() -> None:
    night = datetime(2026, 3, 17, 22, 30, tzinfo=UTC)
    fresh = Waiting(night, timedelta(), answering=True, free_until=night + timedelta(minutes=30))
    unasked = Waiting(night, timedelta())
    (first, second) = expected([unasked, fresh], Line(None, 0, 9), PACE, now=night)
    assert first == (1, night)
    assert second[1] is not None
    assert second[1] > night + timedelta(hours=9)


@given(st.integers(0, 200))
def test_it_waits_longer_after_each_failure_and_never_over_an_hour(tries: int) -> None:
    assert timedelta(minutes=2) <= next_try(tries) <= next_try(tries + 1) <= LONGEST_PAUSE
