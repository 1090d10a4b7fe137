"""Who has her today: worker, stand-in or team."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.absence import Away, keeper, looks_after

UNTIL = datetime(2026, 12, 3, tzinfo=UTC)
accounts = st.integers(1, 6)
absences = st.dictionaries(accounts, st.builds(Away, st.just(UNTIL), st.none() | accounts))


def test_whoever_is_there_has_her() -> None:
    assert keeper(1, {2: Away(UNTIL)}) == 1
    assert keeper(None, {2: Away(UNTIL)}) is None


def test_a_stand_in_has_her_and_without_one_the_team() -> None:
    assert keeper(1, {1: Away(UNTIL, stand_in=2)}) == 2
    assert keeper(1, {1: Away(UNTIL)}) is None
    assert keeper(1, {1: Away(None)}) is None


def test_a_stand_in_who_is_away_hands_nothing_on() -> None:
    assert keeper(1, {1: Away(UNTIL, stand_in=2), 2: Away(UNTIL, stand_in=3)}) is None
    assert keeper(1, {1: Away(UNTIL, stand_in=2), 2: Away(UNTIL, stand_in=1)}) is None


@given(st.none() | accounts, absences)
def test_she_is_never_with_somebody_who_is_away_and_never_out_of_sight(
    owner: int | None, away: dict[int, Away]
) -> None:
    found = keeper(owner, away)
    assert found not in away
    looking = [one for one in range(1, 7) if looks_after(one, owner, away)]
    assert looking == ([found] if found is not None else list(range(1, 7)))
