"""The likeliest few of very many, without sorting all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.outreach.finder_candidates import highest

SCORES = st.lists(st.sampled_from([0.0, 0.3, 0.5, 1.0, 1.2, 2.0]), min_size=1, max_size=120)


@given(SCORES, st.integers(1, 45))
def test_the_highest_are_those_that_sorting_all_would_give(given_scores: list[float], most: int) -> None:
    scores = np.array(given_scores, dtype=np.float32)
    fitting = [place for place, score in enumerate(scores) if score > 0]
    assert highest(scores, most) == sorted(fitting, key=lambda place: (-scores[place], -place))[:most]
