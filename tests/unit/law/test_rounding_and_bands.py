"""Half-up rounding, bands, thresholds and whole months."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.law.bands import banded, from_threshold, whole_months
from accord.law.rounding import half_up


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(0.125, 0.13), (2.675, 2.68), (1.005, 1.01), (4.225, 4.23), (2.5, 2.5), (0.0, 0.0)],
)
def test_a_half_cent_goes_up_even_where_binary_would_drop_it(value, rounded):
    assert half_up(value) == rounded


def test_an_array_is_rounded_as_its_elements():
    values = np.linspace(0, 3, 301)
    np.testing.assert_array_equal(half_up(values), [half_up(float(v)) for v in values])


@given(st.floats(0, 100), st.floats(0.5, 20), st.floats(0, 1), st.floats(0, 1))
def test_bands_sum_to_the_parts_on_each_side_of_the_limit(amount, limit, low, high):
    expected = min(amount, limit) * low + max(amount - limit, 0) * high
    got = banded(np.array([amount]), np.array([0, limit]), np.array([low, high]))
    assert got[0] == pytest.approx(expected, abs=1e-9)


def test_a_threshold_counts_from_the_value_itself():
    got = from_threshold(np.array([0, 49.99, 50, 51]), np.array([0, 50]), np.array([0, 2]))
    np.testing.assert_array_equal(got, [0, 0, 2, 2])


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(1999, 1, 31), date(1999, 2, 28), 1),
        (date(1999, 1, 31), date(1999, 2, 27), 0),
        (date(1999, 1, 15), date(1999, 2, 14), 0),
        (date(1999, 1, 15), date(1999, 2, 15), 1),
        (date(1969, 5, 3), date(1999, 5, 3), 360),
    ],
)
def test_whole_months_follow_the_day_of_the_month_and_month_ends(first, last, months):
    got = whole_months(np.array([first], "datetime64[D]"), np.array([last], "datetime64[D]"))
    assert got[0] == months


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.integers(0, 15000))
def test_one_day_more_never_means_fewer_whole_months(first, days):
    start = np.array([first, first], "datetime64[D]")
    last = first + timedelta(days=days)
    ends = np.array([last, last + timedelta(days=1)], "datetime64[D]")
    shorter, longer = whole_months(start, ends)
    # the month-end rule may give a month back on the 1st when hired on the 29th to 31st
    assert longer >= shorter or last.day >= 28
