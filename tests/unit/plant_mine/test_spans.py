"""Intervals: shares of one person's time, unions per window, stretches of presence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.plant.mine.spans import attention, busy_in, sessions, together

SPANS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 200)).map(lambda p: (p[0], p[0] + p[1])),
    min_size=1,
    max_size=25,
)


def arrays(spans):
    table = np.array(spans, dtype=float)
    return table[:, 0], table[:, 1]


def minutes_covered(spans):
    """Count covered minutes one by one: the slow way."""
    return len({m for a, b in spans for m in range(a, b)})


@given(SPANS)
def test_attention_adds_up_to_the_union(spans):
    start, end = arrays(spans)
    share = attention(start, end)
    assert share.sum() == pytest.approx(minutes_covered(spans))
    assert (share <= end - start + 1e-9).all()


@given(SPANS, st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_windows_cut_the_union_without_loss(spans, widths):
    start, end = arrays(spans)
    edges = np.concatenate(([0.0], np.cumsum(widths)))
    found = busy_in(start, end, edges)
    for i, minutes in enumerate(found):
        low, high = int(edges[i]), int(edges[i + 1])
        inside = [(max(a, low), min(b, high)) for a, b in spans if a < high and b > low]
        assert minutes == pytest.approx(minutes_covered(inside))


@given(SPANS)
def test_time_by_number_running_adds_up_to_all_minutes(spans):
    start, end = arrays(spans)
    level = together(start, end)
    assert (level * np.arange(level.size)).sum() == pytest.approx((end - start).sum())
    assert level[1:].sum() == pytest.approx(minutes_covered(spans))


def test_two_machines_at_once_share_the_hour():
    share = attention(np.array([0.0, 30.0]), np.array([60.0, 90.0]))
    assert share.tolist() == [45.0, 45.0]


def test_a_long_pause_ends_a_stretch_and_a_short_one_does_not():
    start, end = np.array([0.0, 100.0, 500.0]), np.array([60.0, 200.0, 560.0])
    assert sessions(start, end, gap=240, longest=960) == [(0.0, 200.0), (500.0, 560.0)]


def test_a_stretch_is_cut_at_its_longest_length():
    assert sessions(np.array([0.0]), np.array([1500.0]), gap=240, longest=960) == [(0.0, 960.0)]


def test_an_empty_person_has_no_time():
    nothing = np.zeros(0)
    assert attention(nothing, nothing).size == 0
    assert busy_in(nothing, nothing, np.array([0.0, 1.0])).tolist() == [0.0]
    assert together(nothing, nothing).tolist() == [0.0]
