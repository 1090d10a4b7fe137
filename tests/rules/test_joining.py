"""Of two threads the strictest holds."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from assistant.rules.cadence import History, Pace, left, may_write
from assistant.rules.joining import both_cards, joined
from assistant.rules.stages import Stage

NOW = datetime(2026, 3, 17, 14, 20, tzinfo=UTC)
PACE = Pace()
ago = st.one_of(st.none(), st.integers(0, 400).map(lambda days: NOW - timedelta(days=days)))


@st.composite
def histories(draw: st.DrawFn) -> History:
    last_in = draw(ago)
    stage = draw(
        st.sampled_from([Stage.TALKING, Stage.STALLED, Stage.OPEN_DOOR, Stage.STOPPED] if last_in else list(Stage))
    )
    assume(last_in is not None or stage not in (Stage.TALKING, Stage.STALLED))
    last_out = None if stage is Stage.NEW else draw(ago.filter(bool)) if stage is Stage.WRITTEN else draw(ago)
    unanswered = draw(st.integers(1 if stage is Stage.WRITTEN else 0, 5)) if last_out else 0
    waiting = bool(last_in) and draw(st.booleans())
    return History(stage, unanswered, draw(st.integers(0, 3)), last_out, last_in, waiting)


@given(histories(), histories())
@example(History(Stage.TALKING, 2, 0, NOW, NOW), History(Stage.NEW, 0, 3, None, None))
@example(History(Stage.NEW, 0, 3, None, None), History(Stage.STALLED, 0, 0, None, NOW))
def test_what_one_side_refuses_both_refuse(one: History, other: History) -> None:
    both = joined(one, other, PACE)
    assume(not both.waiting)  # who waits gets an answer, whatever was spent
    assert left(both, PACE) <= min(left(one, PACE), left(other, PACE))
    if may_write(both, PACE, now=NOW).allowed:
        assert may_write(one, PACE, now=NOW).allowed
        assert may_write(other, PACE, now=NOW).allowed


@given(histories(), histories())
def test_a_stop_and_a_waiting_person_are_on_both_sides(one: History, other: History) -> None:
    both = joined(one, other, PACE)
    assert (both.stage is Stage.STOPPED) == (Stage.STOPPED in (one.stage, other.stage))
    assert both.waiting == (one.waiting or other.waiting)
    assert both == joined(other, one, PACE)
    assert both.unanswered >= one.unanswered + other.unanswered


facts = st.dictionaries(st.sampled_from(["reach", "not", "hours", "code_word"]), st.text(max_size=12))


@given(facts, facts)
def test_no_word_of_a_card_is_lost(mine: dict[str, str], theirs: dict[str, str]) -> None:
    both = both_cards(mine, theirs)
    for card in (mine, theirs):
        for fact, words in card.items():
            assert words.casefold() in both[fact].casefold()
