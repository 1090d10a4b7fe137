"""Small counts stay hidden, also from somebody who knows the total, the other rows and how we hide."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.small_counts import SMALLEST, Shown, is_small, shield

columns = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 500)), max_size=16)


@given(columns)
def test_no_small_count_is_shown_and_no_other_is_changed(counts: list[int]) -> None:
    shown = shield(counts)
    assert len(shown.cells) == len(counts)
    for count, cell in zip(counts, shown.cells, strict=True):
        assert cell in (None, count)
        assert not is_small(count) or cell is None
    assert shown.total in (None, sum(counts))
    assert not is_small(sum(counts)) or shown.total is None


@given(columns)
def test_never_is_just_one_hidden_beside_a_total(counts: list[int]) -> None:
    shown = shield(counts)
    hidden = [count for count, cell in zip(counts, shown.cells, strict=True) if cell is None]
    assert shown.total is None or len(hidden) != 1


@given(st.lists(st.one_of(st.just(0), st.integers(SMALLEST, 900)), max_size=20))
def test_nothing_is_hidden_where_nothing_is_small(counts: list[int]) -> None:
    assert shield(counts) == Shown(tuple(counts), sum(counts))


@pytest.mark.parametrize(("rows", "largest"), [(1, 30), (2, 24), (3, 14), (4, 9), (5, 6)])
def test_somebody_who_knows_the_method_cannot_work_out_a_hidden_count(rows: int, largest: int) -> None:
    """Every column there can be, by what would be published of it: behind each hidden count several columns are possible."""
    by_publication: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(largest + 1), repeat=rows):
        by_publication[shield(counts)].append(counts)
    for shown, possible in by_publication.items():
        if shown.total is not None and shown.total > largest:
            continue  # columns with larger counts belong here too, and were not listed
        for place, cell in enumerate(shown.cells):
            if cell is None:
                assert len({counts[place] for counts in possible}) > 1, (shown, possible)


def test_an_example_of_the_second_kind_of_hiding() -> None:
    assert shield((3, 7, 20)) == Shown((None, None, 20), 30)
    assert shield((2, 3, 20)) == Shown((None, None, 20), 25)
    assert shield((4, 4, 5, 20)) == Shown((None, None, None, 20), 33)
    assert shield((1, 1, 20)) == Shown((None, None, None), 22)
    assert shield((0, 2)) == Shown((None, None), None)
