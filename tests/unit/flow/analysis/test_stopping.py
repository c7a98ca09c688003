"""Replications until a measure is precise; the interval then covers the known value."""

from __future__ import annotations

import math

import pytest

from accord import flow
from accord.errors import ModelError


def test_a_measure_is_as_precise_as_asked_and_right(queue):
    result = flow.simulate(
        queue(0.9), until=100_000, precision=0.02, measure="time_in_system", seed=5
    )
    (reached,) = result.reached
    assert reached.is_reached
    assert reached.half_width <= 0.02 * reached.mean
    assert abs(reached.mean - 10.0) < 2 * reached.half_width
    assert result.replications > 10


def test_every_measure_is_met_by_the_same_replications(line):
    measures = ("throughput", "use:s0", "blocked:s0")
    result = flow.simulate(line(), until=2000, precision=0.02, measure=measures)
    assert [r.measure for r in result.reached] == list(measures)
    assert all(r.is_reached for r in result.reached)
    assert result.reached[0].mean == pytest.approx(0.75, abs=0.02)  # (b + 2) / (b + 3), b = 1


def test_stopped_intervals_cover_the_known_value(line):
    hits = 0
    for seed in range(60):
        result = flow.simulate(
            line(), until=1000, warm_up=100, precision=0.02, measure="throughput", seed=seed
        )
        (reached,) = result.reached
        hits += abs(reached.mean - 0.75) <= reached.half_width
    assert hits / 60 > 0.95 - 4 * math.sqrt(0.95 * 0.05 / 60)


def test_a_limit_that_is_too_low_is_told(queue):
    result = flow.simulate(
        queue(0.9),
        until=1000,
        precision=0.001,
        measure="time_in_system",
        max_replications=12,
    )
    assert result.replications == 12
    assert result.warnings[0].startswith("time_in_system is known to +-")
    assert "after 12 replications; 0.10% was asked" in result.warnings[0]
    told = result.as_dict()
    assert told["reached"][0]["is_reached"] is False
    assert told["warnings"] == list(result.warnings)


def test_a_plant_without_chance_stops_at_once(fixed_press):
    result = flow.simulate(fixed_press(), until=7, precision=0.001)
    assert result.replications == 10
    assert result.reached[0].half_width == 0
    assert "Nothing random" in result.warnings[0]


def test_a_measure_without_a_value_goes_to_the_limit_and_says_so(queue):
    model = queue(0.5)
    model.orders.clear()
    result = flow.simulate(
        model, until=0.001, precision=0.1, measure="time_in_system", max_replications=8
    )
    assert result.replications == 8
    assert result.warnings[0].startswith("time_in_system has no interval after 8 replications")


def test_replications_can_be_asked_for_in_parts(line):
    whole = flow.simulate(line(), until=500, replications=7)
    part = flow.simulate(line(), until=500, replications=3, first_replication=4)
    assert (part.good_pieces == whole.good_pieces[4:]).all()
    assert (part.machine_h == whole.machine_h[4:]).all()


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("thruput", "is not known; write one of good_pieces, throughput"),
        ("use:s9", "'s9' is none of the stations. Known: s0, s1."),
        ("waiting_h:o1", "'o1' is none of the people. Nothing of that kind"),
    ],
)
def test_an_unknown_measure_is_refused_before_the_run(line, measure, said):
    with pytest.raises(ModelError, match="measure") as error:
        flow.simulate(line(), until=1e8, precision=0.1, measure=measure)
    assert said in str(error.value)
