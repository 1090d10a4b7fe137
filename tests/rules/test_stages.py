"""The moves of a conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.stages import NotAllowed, Stage, Step, after


@given(st.lists(st.sampled_from([step for step in Step if step is not Step.STOP_LIFTED])))
def test_nothing_but_lifting_leads_out_of_a_stop(steps: list[Step]) -> None:
    stage = Stage.STOPPED
    for step in steps:
        if step in (Step.WE_WROTE, Step.FELL_SILENT, Step.LET_REST):
            with pytest.raises(NotAllowed):
                after(stage, step)
        else:
            stage = after(stage, step)
        assert stage is Stage.STOPPED


@given(st.sampled_from([stage for stage in Stage if stage is not Stage.STOPPED]))
def test_her_answer_always_opens_the_talk(stage: Stage) -> None:
    assert after(stage, Step.SHE_WROTE) is Stage.TALKING


@given(st.sampled_from(Stage))
def test_a_stop_can_come_at_any_moment(stage: Stage) -> None:
    assert after(stage, Step.STOPPED) is Stage.STOPPED


def test_a_new_contact_cannot_fall_silent() -> None:
    with pytest.raises(NotAllowed, match="fell_silent cannot follow new"):
        after(Stage.NEW, Step.FELL_SILENT)
