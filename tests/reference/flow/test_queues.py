"""Queues: what scrap does to the flow, and Little's law."""

from __future__ import annotations

import numpy as np

from accord import flow

from .small_models import assert_within_4_standard_errors


def test_scrap_thins_the_flow() -> None:
    model = flow.Model(time_unit="s")
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0, scrap=0.1)])
    model.saturate("part")
    result = flow.simulate(model, until=5000.0, replications=30, seed=30)
    good = np.asarray(result.good_pieces).sum(axis=(1, 2))
    scrap = np.asarray(result.scrap_pieces).sum(axis=(1, 2))
    assert ((good + scrap) == 5000).all()
    assert_within_4_standard_errors(good / 5000.0, 0.9)


def test_littles_law_holds_for_a_queue_seen_at_many_instants() -> None:
    model = flow.Model(time_unit="s")
    model.station("server")
    model.product("customer", [flow.Step("server", time=flow.Exponential(1.0))])
    model.arrivals("customer", every=flow.Exponential(1.0 / 0.7))
    result = flow.simulate(model, until=60_000.0, bucket=10.0, replications=20, seed=31)
    seen = np.asarray(result.wip_pieces).sum(axis=2).mean(axis=1)  # queue at bucket ends
    wait = np.asarray(result.mean_time_in_system) - 1.0
    mean_seen, mean_wait = seen.mean(), wait.mean()
    error = np.hypot(seen.std(ddof=1), 0.7 * wait.std(ddof=1)) / np.sqrt(20)
    assert error < 0.05 * mean_seen
    assert abs(mean_seen - 0.7 * mean_wait) < 4 * error
