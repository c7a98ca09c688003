"""Saturated lines: the reversed line, the unreliable line of five, and 700 an hour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from accord import flow

from .small_models import exponential_line, steady_throughput

ORACLES = yaml.safe_load((Path(__file__).parent / "oracles.yaml").read_text(encoding="utf-8"))


def test_a_line_and_its_reverse_make_the_same() -> None:
    rates, places = [1.0, 0.7, 1.2, 0.9], [1, 4, 2]
    forward = steady_throughput(exponential_line(rates, places), 12_000.0, 1000.0, 40, 13)
    backward = steady_throughput(
        exponential_line(rates[::-1], places[::-1]), 12_000.0, 1000.0, 40, 14
    )
    difference = forward.mean() - backward.mean()
    error = np.sqrt(forward.var(ddof=1) / 40 + backward.var(ddof=1) / 40)
    assert 0 < error < 0.005
    assert abs(difference) < 4 * error


def test_the_unreliable_line_of_five_stays_in_its_band() -> None:
    table = ORACLES["unreliable_line"]
    model = flow.Model(time_unit="s")
    for i in range(5):
        model.station(
            f"s{i}",
            buffer=20 if i else None,
            failure=flow.Exponential(100.0),
            repair=flow.Exponential(10.0),
        )
    model.product("part", [flow.Step(f"s{i}", time=1.0) for i in range(5)])
    model.saturate("part")
    rate = steady_throughput(model, until=51_000.0, warm_up=1000.0, replications=20, seed=16)
    mean, low, high = flow.interval(rate)
    assert high - low < 0.008
    assert table["throughput_low"] < mean < table["throughput_high"]


@pytest.mark.parametrize("unit", ["us", "s", "min", "h"])
def test_700_an_hour_for_7_hours_are_4900_exactly(unit: str) -> None:
    table = ORACLES["rate_times_hours"]
    units_per_hour = {"us": 3.6e9, "s": 3600.0, "min": 60.0, "h": 1.0}[unit]
    model = flow.Model(time_unit=unit)
    model.station("press")
    model.product("clip", [flow.Step("press", rate_h=table["rate_h"])])
    model.order("clip", quantity=10_000, release=0.0)
    for is_piecewise in (False, True):
        result = flow.simulate(model, until=table["hours"] * units_per_hour, piecewise=is_piecewise)
        assert int(result.operations.sum()) == table["pieces"]


def test_a_shift_of_7_hours_is_4900_pieces_without_overtime() -> None:
    model = flow.Model(time_unit="h")
    model.station("press", operators=1)
    model.product("clip", [flow.Step("press", rate_h=700)])
    model.saturate("clip")
    model.person("P1", skills=["press"], duty=flow.daily("06:00-13:00"))
    result = flow.simulate(model, until=24.0)
    assert int(result.good_pieces.sum()) == 4900
    hours = dict(zip(flow.PERSON_STATES, result.person_h.sum(axis=(0, 1, 2)), strict=True))
    assert hours["attend"] == pytest.approx(7.0, abs=1e-9)
    assert hours["overtime"] == 0.0
