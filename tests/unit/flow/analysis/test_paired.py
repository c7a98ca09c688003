"""Paired differences meet exact differences, and say what pairing saved."""

from __future__ import annotations

import math

import numpy as np
import pytest

from accord import flow
from accord.errors import ModelError
from accord.flow import analysis
from accord.flow.analysis.paired import _row


def test_one_place_more_is_worth_what_theory_says(line):
    found = analysis.compare(
        line(buffer=1), line(buffer=2), until=3000, warm_up=200, replications=30
    )
    row = found["throughput"]
    error = row.difference.half_width / 2.045
    assert 0 < error < 0.002
    assert abs(row.difference.mean - 0.05) < 4 * error  # 4/5 - 3/4
    assert row.difference.excludes_zero
    assert row.variance_ratio > 3
    assert row.correlation > 0.8


def test_the_variance_ratio_is_that_of_the_samples():
    one, two = np.array([1.0, 2, 4, 3]), np.array([2.0, 3, 4, 5])
    row = _row("throughput", one, two)
    paired = (two - one).var(ddof=1)
    assert row.variance_ratio == pytest.approx((one.var(ddof=1) + two.var(ddof=1)) / paired)
    assert row.difference.mean == pytest.approx(1.0)


def test_the_precision_of_a_difference_is_reached(line):
    found = analysis.compare(
        line(buffer=1), line(buffer=2), until=1000, measures=["throughput"], precision=0.004
    )
    row = found["throughput"]
    assert found.replications > 20
    assert row.difference.half_width <= 0.004 * row.first.mean
    assert row.difference.num_samples == found.replications


def test_a_difference_not_reached_is_told(line):
    found = analysis.compare(line(), line(buffer=2), until=200, precision=1e-5, max_replications=25)
    assert found.replications == 25
    assert any("the difference of throughput is known to" in line for line in found.warnings)


def test_a_model_against_itself_differs_by_nothing(line):
    found = analysis.compare(line(), line(), until=500, replications=5)
    for row in found.rows:
        assert row.difference.mean == 0
        assert row.difference.half_width == 0
        assert not row.difference.excludes_zero
        assert "the same difference in every replication" in str(row)


def test_a_certain_difference_needs_no_chance(fixed_press):
    found = analysis.compare(fixed_press(600), fixed_press(660), until=10, replications=3)
    row = found["throughput"]
    assert row.difference.mean == pytest.approx(60)
    assert row.difference.excludes_zero
    assert math.isnan(row.variance_ratio)


def test_one_replication_has_no_interval(line):
    found = analysis.compare(line(), line(buffer=2), until=500, replications=1)
    row = found["throughput"]
    assert math.isnan(row.difference.low)
    assert not row.difference.excludes_zero
    assert "one replication: no interval" in str(row)
    assert row.as_dict()["difference"]["low"] is None


def test_people_waiting_is_compared_when_both_have_people():
    def build(presses: int) -> flow.Model:
        model = flow.Model(time_unit="min")
        model.station("press", presses, operators=1)
        model.product("part", [flow.Step("press", time=10.0)])
        model.person("o1", ["press"], flow.daily("06:00-14:00"))
        model.person("o2", ["press"], flow.daily("06:00-14:00"))
        model.saturate("part")
        return model

    row = analysis.compare(build(1), build(2), until=1440, replications=2)["waiting_h"]
    assert row.first.mean == pytest.approx(8.0)  # the second person has no machine
    assert row.second.mean == pytest.approx(0.0)


def test_a_measure_without_a_value_is_refused(line):
    with pytest.raises(ModelError, match="no value in any replication"):
        analysis.compare(line(), line(), until=1e-6, measures=["time_in_system"], replications=2)


def test_a_measure_without_a_value_that_nobody_asked_for_is_left_out(line):
    found = analysis.compare(line(), line(), until=1e-6, replications=2)
    assert "time_in_system" not in [row.measure for row in found.rows]
    assert found["throughput"].difference.mean == 0.0
    assert any(line.startswith("time_in_system is left out") for line in found.warnings)


def test_models_in_different_units_of_time_are_refused(line):
    other = line()
    other.time_unit = "h"
    said = "the first is in min and the second in h"
    with pytest.raises(ModelError, match=said):
        analysis.compare(line(), other, until=100)
    with pytest.raises(ModelError, match="a is in min and b in h"):
        analysis.rank({"a": line(), "b": other}, until=100)


def test_a_precision_is_not_believed_after_two_replications(line):
    found = analysis.compare(line(), line(buffer=2), until=50, replications=2, precision=0.9)
    assert found.replications >= 10


def test_warnings_are_those_of_the_most_runs(line):
    found = analysis.compare(line(), line(buffer=2), until=50, replications=1, precision=0.05)
    assert not any("1 replication" in said for said in found.warnings)
