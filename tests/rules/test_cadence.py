"""The rhythm: budget, gaps, hours, holidays, daylight saving."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.cadence import (
    History,
    Pace,
    WhyNot,
    budget_parts,
    left,
    may_write,
    next_contact_at,
    next_open,
    quiet_days,
)
from assistant.rules.stages import Stage

PACE = Pace()
AFTERNOON = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)  # 15.20 in Amsterdam

START = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.integers(0, 12 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
histories = st.builds(
    History,
    stage=st.sampled_from(Stage),
    unanswered=st.integers(0, 6),
    renewals=st.integers(0, 6),
    last_out=st.none() | moments,
    last_in=st.none() | moments,
    waiting=st.booleans(),
)


def written(times: int, days_ago: float) -> History:
    return History(Stage.WRITTEN, unanswered=times, last_out=AFTERNOON - timedelta(days=days_ago))


def talked(unanswered: int, days_ago: float, stage: Stage = Stage.STALLED) -> History:
    out = AFTERNOON - timedelta(days=days_ago)
    return History(stage, unanswered=unanswered, last_out=out, last_in=out - timedelta(days=1))


def test_a_first_message_may_go_in_the_afternoon() -> None:
    assert may_write(History(Stage.NEW), PACE, now=AFTERNOON).allowed


def test_a_reminder_waits_seven_days_and_nobody_is_written_to_a_third_time_in_silence() -> None:
    early = may_write(written(1, 3), PACE, now=AFTERNOON)
    assert (early.why, early.until) == (WhyNot.TOO_SOON, AFTERNOON + timedelta(days=4))
    assert may_write(written(1, 7), PACE, now=AFTERNOON).allowed
    assert may_write(written(2, 400), PACE, now=AFTERNOON).why is WhyNot.BUDGET_SPENT
    assert next_contact_at(written(2, 7), PACE, now=AFTERNOON) is None


@pytest.mark.parametrize(("unanswered", "days"), [(1, 21), (2, 90), (3, 180)])
def test_after_a_conversation_three_weeks_three_months_half_a_year(unanswered: int, days: int) -> None:
    too_soon = may_write(talked(unanswered, days - 1), PACE, now=AFTERNOON)
    assert too_soon.why is WhyNot.TOO_SOON
    assert may_write(talked(unanswered, days), PACE, now=AFTERNOON).allowed


def test_then_the_door_stays_open_without_messages() -> None:
    assert may_write(talked(4, 2000), PACE, now=AFTERNOON).why is WhyNot.BUDGET_SPENT


def test_who_waits_for_an_answer_gets_it_at_night_only_right_after_her_own_message() -> None:
    night = datetime(2026, 3, 17, 1, 30, tzinfo=UTC)
    just_now = History(Stage.TALKING, last_in=night - timedelta(minutes=20), waiting=True)
    yesterday = History(Stage.TALKING, last_in=night - timedelta(hours=9), waiting=True)
    assert may_write(just_now, PACE, now=night).allowed
    refused = may_write(yesterday, PACE, now=night)
    assert refused.why is WhyNot.NIGHT
    assert refused.until == datetime(2026, 3, 17, 12, 0, tzinfo=UTC)


def test_a_holiday_stops_a_greeting_but_not_an_answer() -> None:
    pace = Pace(quiet_day=quiet_days({date(2026, 3, 17): "Feestdag"}, {}))
    refused = may_write(History(Stage.NEW), pace, now=AFTERNOON)
    assert (refused.why, refused.name) == (WhyNot.HOLIDAY, "Feestdag")
    assert refused.until == datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
    waiting = History(Stage.TALKING, last_in=AFTERNOON - timedelta(hours=5), waiting=True)
    assert may_write(waiting, pace, now=AFTERNOON).allowed


@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)])
def test_both_daylight_saving_nights_open_at_the_wall_clocks_hour(night: datetime) -> None:
    opens = next_open(night, PACE)
    assert opens is not None
    assert opens.astimezone(ZoneInfo("Europe/Amsterdam")).hour == 13


def test_a_leap_day_counts_as_a_day() -> None:
    out = datetime(2028, 2, 28, 14, 0, tzinfo=UTC)
    assert next_contact_at(History(Stage.WRITTEN, unanswered=1, last_out=out), PACE, now=out) == out + timedelta(days=7)


def test_a_week_without_hours_has_no_moment() -> None:
    assert next_open(AFTERNOON, Pace(windows=lambda day: ())) is None


@given(histories, moments)
def test_a_stop_is_a_stop(history: History, now: datetime) -> None:
    if history.stage is Stage.STOPPED:
        assert may_write(history, PACE, now=now).why is WhyNot.STOPPED
        assert left(history, PACE) == 0
        assert not history.waiting or next_contact_at(history, PACE, now=now) is None


@given(histories, moments)
def test_a_refusal_always_says_why_and_its_moment_lies_ahead(history: History, now: datetime) -> None:
    verdict = may_write(history, PACE, now=now)
    assert verdict.allowed is (verdict.why is None)
    if verdict.until is not None:
        assert verdict.until > now


@given(histories, moments)
def test_what_is_proposed_is_in_the_future_at_an_hour_in_which_we_write(history: History, now: datetime) -> None:
    moment = next_contact_at(history, PACE, now=now)
    if moment is not None:
        assert moment >= now
        assert 13 <= moment.astimezone(PACE.zone).hour < 21
        assert left(history, PACE) > 0


@given(histories)
def test_the_budget_is_never_negative_nor_more_than_its_total(history: History) -> None:
    remaining, total = budget_parts(history, PACE)
    assert 0 <= remaining <= total


@given(st.integers(2, 50), moments)
def test_never_a_third_message_into_silence(unanswered: int, now: datetime) -> None:
    history = History(Stage.WRITTEN, unanswered=unanswered, last_out=now - timedelta(days=3000))
    assert not may_write(history, PACE, now=now).allowed
