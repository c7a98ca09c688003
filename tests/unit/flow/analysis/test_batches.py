"""Batch means cover the known mean of queues and of correlated series."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from accord.errors import ModelError
from accord.flow import analysis
from accord.flow.analysis.batches import batch_means, von_neumann


def covered(found, mean):
    return found.estimate.low <= mean <= found.estimate.high


def test_the_statistic_worked_by_hand():
    # 1 -1 1 -1: squares of steps 12, around the mean 4: C = 1 - 12 / 8; variance 2 / 15.
    expected = 1 - NormalDist().cdf(-0.5 / math.sqrt(2 / 15))
    assert von_neumann(np.array([1.0, -1, 1, -1])) == pytest.approx(expected)


def test_independent_values_fail_the_test_as_often_as_stated(autoregressive):
    p = np.array([von_neumann(values) for values in autoregressive(0.0, 60, 2000)])
    assert abs((p < 0.1).mean() - 0.1) < 4 * math.sqrt(0.09 / 2000)


@pytest.mark.parametrize("phi", [0.0, 0.5, 0.9])
def test_intervals_cover_the_mean_of_a_correlated_series(autoregressive, phi):
    found = [batch_means(values) for values in autoregressive(phi, 20_000, 150)]
    assert np.mean([covered(f, 0.0) for f in found]) > 0.95 - 4 * math.sqrt(0.95 * 0.05 / 150)
    assert np.mean([f.is_independent for f in found]) > 0.9
    # the half width that the known long-run variance 1 / (1 - phi)^2 asks for
    known = 2.05 / (1 - phi) / math.sqrt(20_000)
    assert np.mean([f.estimate.half_width for f in found]) == pytest.approx(known, rel=0.1)


def test_plain_intervals_of_the_same_series_would_not(autoregressive):
    series = autoregressive(0.9, 20_000, 100)
    half = 1.96 * series.std(axis=1) / math.sqrt(20_000)
    assert (abs(series.mean(axis=1)) < half).mean() < 0.6


def test_a_short_series_is_told_to_be_short(autoregressive):
    found = [batch_means(values) for values in autoregressive(0.98, 1000, 50)]
    assert not any(f.is_independent for f in found)
    assert {f.num_batches for f in found} == {10}


def test_intervals_cover_the_time_in_an_m_m_1_queue():
    rng = np.random.default_rng(3)
    num, runs, hits = 200_000, 40, 0
    for _ in range(runs):
        service, gap = rng.exponential(1.0, num), rng.exponential(1 / 0.9, num)
        walk = np.concatenate([[0.0], np.cumsum(service[:-1] - gap[1:])])
        waits = walk - np.minimum.accumulate(walk)  # Lindley's recursion, closed
        hits += covered(batch_means((waits + service)[10_000:]), 10.0)
    assert hits / runs > 0.95 - 4 * math.sqrt(0.95 * 0.05 / runs)


def test_a_long_run_of_a_queue_covers_its_mean(queue):
    found = analysis.long_run(queue(0.5), until=300_000, measure="queue")
    assert found.batches.estimate.low < 0.5 < found.batches.estimate.high  # rho^2 / (1 - rho)
    assert found.batches.estimate.relative < 0.15
    assert found.warnings == ()


def test_a_run_that_is_too_short_says_so(queue):
    found = analysis.long_run(queue(0.97), until=4000, measure="queue", warm_up=0.0)
    assert "too narrow" in found.warnings[0]
    with pytest.raises(ModelError, match="10 are needed"):
        analysis.long_run(queue(0.5), until=90, bucket=10, warm_up=0.0)


def test_a_series_that_never_varies_has_no_width(fixed_press):
    found = analysis.long_run(fixed_press(), until=100, bucket=1)
    assert found.batches.estimate.mean == pytest.approx(600)
    assert found.warnings == ("the series never varies: the interval has no width",)
