"""Student t quantiles against published tables, and the interval of a mean."""

import math

import pytest

from accord.flow import interval
from accord.flow.student import t_quantile

# Two-sided 95 % and 99 %: NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
TABLE = {
    1: (12.706, 63.657),
    2: (4.303, 9.925),
    3: (3.182, 5.841),
    4: (2.776, 4.604),
    5: (2.571, 4.032),
    9: (2.262, 3.250),
    10: (2.228, 3.169),
    19: (2.093, 2.861),
    29: (2.045, 2.756),
    30: (2.042, 2.750),
    60: (2.000, 2.660),
    100: (1.984, 2.626),
}


@pytest.mark.parametrize("df", TABLE)
def test_quantiles_are_those_of_the_table(df):
    low, high = TABLE[df]
    assert t_quantile(df) == pytest.approx(low, abs=0.0006)
    assert t_quantile(df, 0.99) == pytest.approx(high, abs=0.0006)


def test_many_degrees_of_freedom_give_the_normal_quantile():
    assert t_quantile(10_000) == pytest.approx(1.95996, abs=0.0003)


def test_the_interval_of_five_samples_worked_by_hand():
    # Mean 3, sd sqrt(2.5), t(4) = 2.776: half width 2.776 * sqrt(2.5 / 5) = 1.963.
    mean, low, high = interval([1.0, 2.0, 3.0, 4.0, 5.0])
    assert mean == 3.0
    assert (low, high) == (pytest.approx(3 - 1.963, abs=0.001), pytest.approx(3 + 1.963, abs=0.001))


def test_equal_samples_leave_no_doubt_and_one_sample_has_no_interval():
    assert interval([2.0, 2.0, 2.0]) == (2.0, 2.0, 2.0)
    mean, low, high = interval([2.0])
    assert mean == 2.0
    assert math.isnan(low)
    assert math.isnan(high)
    assert all(math.isnan(x) for x in interval([]))
