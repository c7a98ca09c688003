"""Inputs by their place, and effects that are known."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow
from accord.errors import ModelError
from accord.flow import analysis
from accord.flow.analysis.places import Input
from accord.flow.analysis.sensitivity import _fit, _latin, ratio


@pytest.fixture
def shop() -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station("press", 2, failure=flow.Exponential(100), repair=flow.Lognormal(10, 0.5))
    model.station("pack.1", operators=1, attendance="load", load=1.5)
    steps = [
        flow.Step("press", rate_h=60, scrap=0.1),
        flow.Step("pack.1", time=flow.Lognormal(2, 0.1)),
    ]
    steps.append(flow.Step("press", time=3.0, setup=5.0, lot=10))
    model.product("part", [*steps, flow.Step("paint", time=1.0)])
    model.station("paint", buffer=40, operators=1)
    model.arrivals("part", every=flow.Uniform(5, 1), quantity=2)
    model.order("part", 50, name="o")
    model.conwip(7)
    model.person("p", ["pack.1", "paint"])
    model.person("q", ["paint"])
    return model


@pytest.mark.parametrize(
    ("place", "value", "new"),
    [
        ("stations.press.repair", 10, 12.5),
        ("stations.press.repair.cv", 0.5, 0.9),
        ("stations.press.failure", 100, 50),
        ("stations.press.machines", 2, 5),
        ("stations.paint.buffer", 40, 30),
        ("stations.pack.1.load", 1.5, 2.5),
        ("stations.paint.operators", 1, 2),
        ("products.part.0.rate_h", 60, 90),
        ("products.part.0.scrap", 0.1, 0.2),
        ("products.part.pack.1.time", 2, 3),
        ("products.part.pack.1.time.cv", 0.1, 0.5),
        ("products.part.2.time", 3, 4),
        ("products.part.2.setup", 5, 6),
        ("products.part.2.lot", 10, 20),
        ("arrivals.part.every", 5, 6),
        ("arrivals.part.every.half_width", 1, 0.5),
        ("arrivals.part.quantity", 2, 3),
        ("orders.o.quantity", 50, 60),
        ("conwip.limit", 7, 9),
    ],
)
def test_a_number_is_read_and_changed_in_a_copy(shop, place, value, new):
    assert analysis.read_input(shop, place).value == value
    changed = analysis.with_input(shop, place, new)
    assert analysis.read_input(changed, place).value == new
    assert analysis.read_input(shop, place).value == value
    flow.simulate(changed, until=100)


def test_known_machines_keep_their_names_and_so_their_random_numbers(shop):
    more = analysis.with_input(shop, "stations.press.machines", 3)
    assert more.stations[0].machines == ("press-1", "press-2", "press-1+1")
    assert analysis.with_input(shop, "stations.press.machines", 1).stations[0].machines == (
        "press-1",
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("press.repair", "write stations.NAME.KEY"),
        ("stations.pres.repair", "'pres' is not in the model. Did you mean 'press'?"),
        ("stations.press.repairs", "'repairs' is no number that can be varied. Did you mean"),
        ("stations.pack.1.repair", "nothing stands there"),
        ("stations.press.failure.cv", "failure has no cv"),
        ("products.part.press.time", "more than once; write a step: 0, 2"),
        ("conwip.limits", "'limits' is no number"),
    ],
)
def test_a_place_that_is_none_is_refused(shop, place, said):
    with pytest.raises(ModelError) as error:
        analysis.read_input(shop, place)
    assert said in str(error.value)


def test_half_a_machine_is_refused(shop):
    with pytest.raises(ModelError, match=r"is a count: 2\.5 is not whole"):
        analysis.with_input(shop, "stations.press.machines", 2.5)


def lone_machine() -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station("press", failure=flow.Exponential(100), repair=flow.Exponential(10))
    model.product("part", [flow.Step("press", time=1.0)])
    model.saturate("part")
    return model


def test_the_repair_time_of_a_lone_machine_has_its_exact_effect():
    found = analysis.sensitivity(
        lone_machine(), {"stations.press.repair": (5, 15)}, until=40_000, replications=20
    )
    (effect,) = found.effects
    exact = 100 / 115 - 100 / 105
    error = effect.swing.half_width / 2.093
    assert 0 < error < 0.02 * abs(exact)
    assert abs(effect.swing.mean - exact) < 4 * error
    elasticity = exact / 1.0 / (100 / 110)
    assert abs(effect.elasticity.mean - elasticity) < 4 * effect.elasticity.half_width / 2.093
    assert effect.at_low.mean > 0 > effect.at_high.mean


def test_the_input_that_matters_comes_first():
    places = ["stations.press.repair", "products.part.press.time", "stations.press.failure"]
    found = analysis.sensitivity(
        lone_machine(), places, until=20_000, replications=10, latin_points=25
    )
    assert found.effects[0].place == "products.part.press.time"
    assert found.effects[0].elasticity.mean == pytest.approx(-1 / 1.0, abs=0.03)
    assert found.together.weights[0].place == "products.part.press.time"
    assert found.together.explained_share > 0.95
    assert [w.effect.mean < 0 for w in found.together.weights].count(False) == 1


def test_the_random_numbers_are_common():
    found = analysis.sensitivity(
        lone_machine(), ["stations.press.repair"], until=2000, replications=10
    )
    assert found.effects[0].swing.half_width < found.base.half_width / 3


def test_one_replication_and_no_chance_are_told(fixed_press):
    one = analysis.sensitivity(lone_machine(), ["stations.press.repair"], until=500, replications=1)
    assert "not clear" in str(one)
    assert one.as_dict()["effects"][0]["swing"]["low"] is None
    sure = analysis.sensitivity(fixed_press(), ["products.part.press.rate_h"], until=10)
    assert sure.effects[0].swing.mean == pytest.approx(120)
    assert sure.effects[0].swing.half_width == 0
    assert "Nothing random" in sure.warnings[0]


def test_ranges_without_sense_are_refused(shop):
    for ranges, said in [
        ({}, "at least one input"),
        ({"stations.press.repair": (5, 5)}, "has no width"),
        (["stations.press.load"], "is 0: give its range"),
        ([], "at least one input"),
    ]:
        with pytest.raises(ModelError, match=said):
            analysis.sensitivity(shop, ranges, until=10)


def test_a_straight_line_is_found_exactly():
    inputs = [Input("a", 1.0, is_whole=False), Input("b", 1.0, is_whole=False)]
    points = np.random.default_rng(1).random((20, 2))
    y = 3 * points[:, 0] - 2 * points[:, 1]
    fit = _fit(inputs, points, y)
    sd = points.std(axis=0)
    assert fit.explained_share == pytest.approx(1.0)
    assert [w.place for w in fit.weights] == ["a", "b"]
    assert fit.weights[0].effect.mean == pytest.approx(3 * sd[0] / y.std())
    assert fit.weights[1].effect.mean == pytest.approx(-2 * sd[1] / y.std())


def test_each_slice_of_a_range_is_taken_once():
    inputs = [Input("a", 5.0, is_whole=False), Input("b.buffer", 2.0, is_whole=True)]
    points = _latin(inputs, {"a": (0.0, 10.0), "b.buffer": (1.0, 3.0)}, 30, seed=1)
    assert sorted((points[:, 0] * 3).astype(int)) == list(range(30))
    assert np.bincount(points[:, 1].astype(int)).tolist() == [0, 10, 10, 10]
    with pytest.raises(ModelError, match="2 inputs need 12 or more"):
        _latin(inputs, {}, 11, seed=1)


def test_the_interval_of_a_ratio_covers_it():
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(400):
        bottom = rng.normal(10, 1, 40)
        found = ratio(2 * bottom + rng.normal(0, 1, 40), bottom)
        hits += found.low <= 2 <= found.high
    assert abs(hits / 400 - 0.95) < 4 * np.sqrt(0.95 * 0.05 / 400)


def test_the_spread_of_a_step_can_be_varied():
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("p", [flow.Step("press", rate_h=60, cv=0.3)])
    model.saturate("p")
    found = analysis.sensitivity(model, ["products.p.press.cv"], until=500, replications=2)
    assert found.effects[0].place == "products.p.press.cv"
