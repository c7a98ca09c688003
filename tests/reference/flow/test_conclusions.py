"""Comparison, ranking, sensitivity and bottleneck against lines solved as Markov chains."""

from __future__ import annotations

import math

import pytest

from accord import flow
from accord.flow import analysis

from .line_chain import saturated_line_throughput
from .small_models import exponential_line

RATES, PLACES = [1.0, 0.8, 1.1], [2, 3]
RUN = {"until": 6000.0, "warm_up": 500.0, "replications": 20}
T95 = 2.093  # Student, 19 degrees of freedom


def exact(rates: list[float], places: list[int]) -> float:
    return saturated_line_throughput(rates, places)


def test_a_paired_difference_is_that_of_the_chains() -> None:
    other = [1.0, 0.85, 1.1]
    found = analysis.compare(
        exponential_line(RATES, PLACES), exponential_line(other, PLACES), **RUN
    )["throughput"]
    error = found.difference.half_width / T95
    assert 0 < error < 0.05 * found.difference.mean
    assert abs(found.difference.mean - (exact(other, PLACES) - exact(RATES, PLACES))) < 4 * error
    assert found.variance_ratio > 10


def test_the_effect_of_each_input_is_that_of_the_chains() -> None:
    ranges = {f"products.part.s{i}.time": (0.9 / r, 1.1 / r) for i, r in enumerate(RATES)}
    found = analysis.sensitivity(
        exponential_line(RATES, PLACES), {**ranges, "stations.s1.buffer": (1, 3)}, **RUN
    )
    for effect in found.effects:
        ends = []
        for value in (effect.low, effect.high):
            rates, places = list(RATES), list(PLACES)
            if effect.place.endswith("buffer"):
                places[0] = int(value)
            else:
                rates[int(effect.place.split(".")[2][1:])] = 1 / value
            ends.append(exact(rates, places))
        error = effect.swing.half_width / T95
        assert 0 < error < 0.2 * abs(ends[1] - ends[0])
        assert abs(effect.swing.mean - (ends[1] - ends[0])) < 4 * error
    assert found.effects[0].place == "products.part.s1.time"


def test_the_gain_of_each_relief_is_that_of_the_chains() -> None:
    found = analysis.bottleneck(exponential_line(RATES, PLACES), **RUN)
    assert found.turning_points == ("s1",)
    base = exact(RATES, PLACES)
    exact_gain = {}
    for gain in found.gains:
        rates = list(RATES)
        rates[int(gain.place[1:])] *= 1.1
        exact_gain[gain.place] = exact(rates, PLACES) - base
        assert gain.gain.low < exact_gain[gain.place] < gain.gain.high
    assert [g.place for g in found.gains] == sorted(exact_gain, key=exact_gain.get, reverse=True)


@pytest.mark.parametrize("places", [[0, 4], [4, 0], [2, 2]])
def test_where_the_places_should_stand_is_ranked_like_the_chains(places: list[int]) -> None:
    layouts = {str(p): p for p in ([0, 4], [4, 0], [2, 2])}
    rates = [0.9, 1.0, 1.1]
    values = {name: exact(rates, p) for name, p in layouts.items()}
    best = max(values, key=values.get)
    second = sorted(values.values())[-2]
    start = list(layouts)[[*layouts.values()].index(places) :]  # in whatever order they come
    order = [*start, *[name for name in layouts if name not in start]]
    found = analysis.rank(
        {name: exponential_line(rates, layouts[name]) for name in order},
        indifference=values[best] - second,
        until=2000.0,
        warm_up=200.0,
    )
    assert found.is_decided
    assert found.best == best


def test_replications_without_their_warm_up_cover_a_queue_that_starts_empty() -> None:
    model = flow.Model(time_unit="min")
    model.station("server")
    model.product("part", [flow.Step("server", time=flow.Exponential(1.0))])
    model.arrivals("part", every=flow.Exponential(1 / 0.9))
    found = analysis.find_warm_up(model, until=5000, measure="queue", replications=40)
    assert found.warm_up > 0
    runs, hits = 40, 0
    for seed in range(100, 100 + runs):
        result = flow.simulate(
            model,
            until=20_000.0 + found.warm_up,
            warm_up=found.warm_up,
            bucket=40.0,
            replications=10,
            seed=seed,
        )
        _, low, high = flow.interval(flow.measure.samples(result, "queue"))
        hits += low <= 0.81 / 0.1 <= high  # rho^2 / (1 - rho)
    assert hits / runs > 0.95 - 4 * math.sqrt(0.95 * 0.05 / runs)
