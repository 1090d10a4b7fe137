"""Intervals against what is known of them: published values, symmetry, and how often they hold the truth."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules.intervals import TOO_FEW, Share, difference, is_above, wilson
from assistant.rules.outcomes import NOTHING, Counts, Outcome


@st.composite
def shares(draw: st.DrawFn, least: int = 0) -> Share:
    total = draw(st.integers(least, 100_000))
    return Share(draw(st.integers(0, total)), total)


# Newcombe 1998 (Stat Med 17: 857–872, table I, method 3, and 873–890, table II, method 10).
@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_one_share_as_published(hits: int, total: int, low: float, high: float) -> None:
    found = wilson(Share(hits, total))
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0),
    ],
)
def test_a_difference_as_published(one: Share, other: Share, low: float, high: float) -> None:
    found = difference(one, other)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(shares())
def test_an_interval_holds_its_share_and_stays_within_bounds(share: Share) -> None:
    found = wilson(share)
    assert 0 <= found.low <= found.high <= 1
    assert not share.total or share.value in found
    mirrored = wilson(Share(share.total - share.hits, share.total))
    assert (1 - mirrored.high, 1 - mirrored.low) == (pytest.approx(found.low), pytest.approx(found.high))


@given(shares(least=1), st.integers(2, 50))
def test_more_of_the_same_is_more_certain(share: Share, times: int) -> None:
    few, many = wilson(share), wilson(Share(share.hits * times, share.total * times))
    assert many.high - many.low < few.high - few.low


@given(shares(), shares())
def test_a_difference_turned_round_is_its_opposite(one: Share, other: Share) -> None:
    there, back = difference(one, other), difference(other, one)
    assert -1 <= there.low <= there.high <= 1
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))


@given(shares(least=TOO_FEW))
def test_no_share_is_above_itself(share: Share) -> None:
    assert not is_above(share, share)


@given(st.integers(0, TOO_FEW - 1), shares())
def test_too_few_to_say(total: int, other: Share) -> None:
    assert not is_above(Share(total, total), other)
    assert not is_above(other, Share(0, total))


def _chance(hits: int, total: int, p: float) -> float:
    return comb(total, hits) * p**hits * (1 - p) ** (total - hits)


@pytest.mark.parametrize("total", [10, 30, 100])
@pytest.mark.parametrize("rate", [0.03, 0.1, 0.3])
def test_an_innocent_template_is_seldom_flagged(total: int, rate: float) -> None:
    """The exact chance that one of `total` messages is flagged though its stop rate is that of the library (of 400 messages)."""
    library = 400
    flagged = sum(
        _chance(own, total, rate) * _chance(rest, library, rate)
        for own in range(total + 1)
        for rest in range(library + 1)
        if _chance(rest, library, rate) > 1e-9 and is_above(Share(own, total), Share(rest, library))
    )
    assert flagged < 0.05


@pytest.mark.parametrize(("rate", "at_least"), [(0.05, 0.92), (0.2, 0.93), (0.5, 0.93)])
def test_how_often_the_interval_holds_the_truth(rate: float, at_least: float) -> None:
    """Exact coverage over all outcomes of 60 messages: about 95 %, as the source says."""
    holds = sum(_chance(hits, 60, rate) for hits in range(61) if rate in wilson(Share(hits, 60)))
    assert holds >= at_least


def test_a_young_message_is_in_no_share() -> None:
    counts = Counts(sent=30, aged_7=20, aged_30=12, answered_7=5, answered_30=4, stopped=2)
    assert counts.share(Outcome.ANSWERED_7) == Share(5, 20)
    assert counts.share(Outcome.ANSWERED_30) == Share(4, 12)
    assert counts.share(Outcome.STOPPED) == Share(2, 20)
    assert counts.too_young == 10
    assert counts + NOTHING == counts
    assert (counts + counts) - counts == counts


def test_what_cannot_be_counted_is_refused() -> None:
    for hits, total in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="of"):
            Share(hits, total)
