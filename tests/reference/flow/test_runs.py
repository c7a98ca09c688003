"""Runs of many pieces: the k-th completion is computed, and nothing drifts over interruptions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from accord import flow

from .small_models import assert_within_4_standard_errors

RATE_H = 700
PREEMPT = flow.Rules(shift_end="preempt", break_rule="preempt", at_failure="free")


def press(rules: flow.Rules | None = None, **station: object) -> flow.Model:
    """Build a press at 700 an hour with work for ever; bare numbers are hours."""
    model = flow.Model(time_unit="h", rules=rules)
    model.station("press", **station)
    model.product("clip", [flow.Step("press", rate_h=RATE_H)])
    model.order("clip", quantity=1_000_000)
    return model


def made_by(model: flow.Model, until: float, bucket: float) -> list[int]:
    """Return operations per bucket; fused and piecewise must agree."""
    fused = flow.simulate(model, until=until, bucket=bucket)
    pieces = flow.simulate(model, until=until, bucket=bucket, piecewise=True)
    assert np.array_equal(fused.operations, pieces.operations)
    assert int(fused.num_events[0]) < int(pieces.num_events[0]) / 50
    return [int(n) for n in np.asarray(fused.operations)[0].sum(axis=1)]


@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 699, 700, 701, 4900, 100_000])
def test_the_kth_piece_is_done_at_its_computed_microsecond(pieces: int) -> None:
    model = flow.Model(time_unit="us")
    model.station("press")
    model.product("clip", [flow.Step("press", rate_h=RATE_H)])
    model.order("clip", quantity=pieces)
    exact = Fraction(pieces * 3_600_000_000, RATE_H)
    result = flow.simulate(model, until=float(exact) + 10.0)
    assert abs(Fraction(float(result.order_done[0, 0])) - exact) <= Fraction(1, 2)


def test_every_hour_makes_exactly_its_rate() -> None:
    assert made_by(press(), until=24.0, bucket=1.0) == [RATE_H] * 24


def test_a_break_takes_its_own_time_and_no_more() -> None:
    model = press(PREEMPT, operators=1)
    model.person("P1", ["press"], [flow.Window(6.0, 14.0, breaks=((10.0, 10.5),))])
    made = made_by(model, until=15.0, bucket=1.0)
    assert made == [0] * 6 + [700] * 4 + [350] + [700] * 3 + [0]


def test_a_break_at_an_odd_minute_costs_no_piece_when_work_is_resumed() -> None:
    model = press(PREEMPT, operators=1)
    breaks = ((7.123, 7.456), (9.001, 9.002), (11.11, 12.0))
    model.person("P1", ["press"], [flow.Window(6.0, 14.0, breaks=breaks)])
    worked = Fraction(8) - sum(Fraction(str(b)) - Fraction(str(a)) for a, b in breaks)
    assert sum(made_by(model, until=15.0, bucket=15.0)) == int(worked * RATE_H)


def test_breakdowns_stop_the_run_for_their_repair_only() -> None:
    model = press(failure=flow.Fixed(1.7), repair=flow.Fixed(0.3))
    # Two hours of each round: 1.7 of running and .3 of repair.
    assert sum(made_by(model, until=20.0, bucket=20.0)) == int(Fraction("17.0") * RATE_H)
    assert int(flow.simulate(model, until=19.99).breakdowns.sum()) == 10


def test_breaks_and_breakdowns_together_leave_exactly_the_time_worked() -> None:
    model = press(PREEMPT, operators=1, failure=flow.Fixed(1.3), repair=flow.Fixed(0.4))
    model.person("P1", ["press"], [flow.Window(6.0, 14.0, breaks=((8.0, 8.25),))])
    # 6-7.3 run, repaired 7.7; 7.7-8, 8.25-9.25 (clock at 1.3), repaired 9.65; 9.65-10.95, 11.35;
    # 11.35-12.65, 13.05; 13.05-14.
    ran = Fraction("1.3") * 4 + Fraction("0.95")
    assert sum(made_by(model, until=15.0, bucket=15.0)) == int(ran * RATE_H)


def test_set_ups_and_runs_of_ten_lots_add_up() -> None:
    model = flow.Model(time_unit="h")
    model.station("press")
    model.product("clip", [flow.Step("press", rate_h=RATE_H, setup=0.25, lot=100)])
    model.order("clip", quantity=1000)
    done = float(flow.simulate(model, until=10.0).order_done[0, 0])
    assert done == pytest.approx(10 * (0.25 + 100 / RATE_H), abs=10 * 0.5e-6 / 3600)


def test_noise_of_batches_leaves_the_mean_time_of_a_piece() -> None:
    model = flow.Model(time_unit="h")
    model.station("press")
    model.product("clip", [flow.Step("press", rate_h=RATE_H, cv=0.3, noise_pieces=100)])
    model.order("clip", quantity=70_000)
    result = flow.simulate(model, until=200.0, replications=40, seed=5)
    assert int(result.num_events.max()) < 3000
    assert_within_4_standard_errors(np.asarray(result.order_done)[:, 0], 100.0)
