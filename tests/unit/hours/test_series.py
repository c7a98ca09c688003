"""Values along a timeline: the worst, those beyond the limit, windows that overlap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from accord.hours.check.series import apart, series
from accord.hours.records import BREACH, FLAG, OK


def made(values, limit=10.0, **more):
    at = tuple(np.arange(len(values)) for _ in range(3))
    return series("rule", np.array(values, dtype=np.float64), limit, "h", at=at, **more)


def test_the_worst_value_is_the_first_of_those_furthest_beyond_the_limit():
    assert made([9, 12, 12, 11]).i_worst == 1
    assert made([9, 12, 8, 8], is_maximum=False).i_worst == 2
    # with limits of their own 40 minutes of 45 are nearer than 10 of 30
    limits = np.array([45.0, 30.0])
    assert made([40, 10], limits, is_maximum=False).i_worst == 1


def test_the_limit_itself_is_kept():
    found = made([10, 10.5, 9])
    assert [found.severity(i) for i in range(3)] == [OK, BREACH, OK]
    assert found.passed(BREACH) == [1]


def test_what_passes_a_limit_that_is_to_be_looked_at_is_a_flag():
    found = replace(made([9, 10.5]), worse=FLAG)
    assert (found.passed(FLAG), found.passed(BREACH)) == ([1], [])


def test_a_series_of_nothing_is_none():
    assert made([1, 2], where=np.array([False, False])) is None


@pytest.mark.parametrize(
    ("begin", "excess", "turn", "kept"),
    [
        ([0, 1, 2, 30, 31], [1, 3, 2, 5, 5], 0, [1, 3]),
        ([0, 12, 24], [1, 2, 3], 0, [0, 1, 2]),  # end to end is not overlapping
        ([0, 1, 38, 39], [1, 2, 3, 4], 40, [3]),  # round the end of the turn they are one
        ([0, 1, 20, 21], [2, 1, 3, 4], 40, [0, 3]),
        ([0, 8, 16, 24, 32], [1, 1, 9, 1, 1], 40, [2]),  # every one reaches the next: one run
        ([5], [1], 40, [0]),
    ],
)
def test_one_of_each_run_of_overlapping_windows_is_kept(begin, excess, turn, kept):
    first = np.array(begin, dtype=np.int64)
    found = apart(np.array(excess, dtype=np.float64), first, first + 12, turn_min=turn)
    assert sorted(found) == kept
