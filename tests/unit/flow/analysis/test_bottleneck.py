"""The bottleneck of plants in which it is known."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from accord import flow
from accord.flow import analysis
from accord.flow.analysis.bottleneck import faster, turning_points


@pytest.mark.parametrize("slow", range(5))
def test_the_slowest_station_of_a_line_is_found_both_ways(line, slow):
    times = [1.0] * 5
    times[slow] = 1.4
    found = analysis.bottleneck(line(times, buffer=4), until=2000, warm_up=200, replications=10)
    assert found.turning_points == (f"s{slow}",)
    assert found.gains[0].place == f"s{slow}"
    assert found.gains[0].gain.excludes_zero
    assert found.gains[0].gain_share > 0.05


def test_a_lone_machine_gains_what_it_is_faster(fixed_press):
    found = analysis.bottleneck(fixed_press(), until=100, replications=2)
    assert found.turning_points == ("press",)
    assert found.gains[0].gain.mean == pytest.approx(60.0)
    assert found.gains[0].gain_share == pytest.approx(0.1)


def test_breakdowns_make_a_bottleneck_too(line):
    model = line((1.0, 1.0, 1.0), buffer=5)
    model.stations[1] = dataclasses.replace(
        model.stations[1], failure=flow.Exponential(50), repair=flow.Exponential(25)
    )
    found = analysis.bottleneck(model, until=4000, warm_up=200, replications=10)
    assert found.turning_points == ("s1",)
    assert found.gains[0].place == "s1"


def test_people_are_found_to_be_short():
    model = flow.Model(time_unit="min")
    for name in ("cut", "bend"):
        model.station(name, 2, operators=1)
    model.product("part", [flow.Step(s, time=flow.Exponential(3)) for s in ("cut", "bend")])
    model.saturate("part")
    for i in range(2):
        model.person(f"o{i}", ["cut", "bend"], flow.daily("06:00-14:00"))
    model.person("o9", ["bend"], flow.daily("06:00-14:00"))
    found = analysis.bottleneck(model, until=14_400, replications=4)
    best = found.gains[0]
    assert best.what == "operator"
    assert best.added_people == 1  # one duty
    assert best.gain.excludes_zero
    assert max(row.waiting.mean for row in found.rows) > 0.1


def test_each_duty_gets_one_more():
    model = flow.Model(time_unit="min")
    model.station("cut", 3, operators=1)
    model.product("part", [flow.Step("cut", time=6.0)])
    model.saturate("part")
    model.person("o1", ["cut"], flow.daily("06:00-14:00"))
    model.person("o2", ["cut"], flow.daily("14:00-22:00"))
    found = analysis.bottleneck(model, until=1440, replications=2)
    gain = next(g for g in found.gains if g.what == "operator")
    assert gain.added_people == 2
    assert gain.gain_share == pytest.approx(1.0, abs=0.01)  # two people instead of one all day


def test_a_shop_without_one_route_has_no_turning_point(line):
    model = line((1.0, 1.2))
    model.product("other", [flow.Step("s1", time=1.0)])
    model.order("other", 10)
    found = analysis.bottleneck(model, until=200, replications=2)
    assert found.turning_points == ()
    assert any("no line" in text for text in found.warnings)


def test_a_turning_point_worked_by_hand():
    # Li, Chang and Ni's rule: blocked before, starved after, least of both at the point.
    blocked = np.array([0.30, 0.20, 0.05, 0.04, 0.00])
    starved = np.array([0.00, 0.05, 0.06, 0.20, 0.25])
    assert turning_points(blocked, starved) == [2]
    two = turning_points(np.array([0.0, 0.2, 0.0]), np.array([0.0, 0.0, 0.0]))
    assert two == [2]
    assert turning_points(np.zeros(1), np.zeros(1)) == [0]


def test_a_faster_station_keeps_everything_else():
    model = flow.Model(time_unit="min")
    model.station("a", attendance="load", operators=1, load=1.1, unload=2.2)
    model.station("b", repair=5.0, failure=100.0)
    times = (
        flow.Fixed(1.1),
        flow.Exponential(2.2),
        flow.Lognormal(3.3, 0.4),
        flow.Uniform(1.1, 0.55),
    )
    steps = [flow.Step("a", time=t) for t in (*times, 5.5)]
    route = [*steps, flow.Step("a", rate_h=100), flow.Step("b", time=1.0, setup=9.0)]
    model.product(
        "part", [*route, flow.Step("b", time=1, rework=0.1, rework_station="a", rework_time=1.1)]
    )
    quick = faster(model, "a")
    assert quick.stations[0].load == pytest.approx(1.0)
    assert quick.stations[0].unload == pytest.approx(2.0)
    assert quick.stations[1] == model.stations[1]
    made = quick.products["part"]
    assert [getattr(s.time, "mean", s.time) for s in made[:5]] == pytest.approx([1, 2, 3, 1, 5])
    assert made[2].time.cv == 0.4
    assert made[3].time.half_width == pytest.approx(0.5)
    assert made[5].rate_h == pytest.approx(110)
    assert made[6] == model.products["part"][6]
    assert made[7].rework_time == pytest.approx(1.0)


def hours_of(model: flow.Model) -> dict[str, float]:
    """Return the running hours of each station for 60 pieces of an hour's shop."""
    hours = flow.simulate(model, until=1000.0).machine_h[0, 0, :, 4]
    return dict(zip((s.name for s in model.stations), hours.tolist(), strict=True))


def test_an_alternative_is_made_faster_by_its_own_station_alone():
    model = flow.Model(time_unit="h")
    model.station("old")
    model.station("new")
    ways = (flow.Alternative("new", share=1.0),)
    model.product("p", [flow.Step("old", time=1.0, alternatives=ways, choice="share")])
    for _ in range(60):
        model.order("p", 1)
    now, old, new = hours_of(model), hours_of(faster(model, "old")), hours_of(faster(model, "new"))
    assert old == pytest.approx({"old": now["old"] / 1.1, "new": now["new"]})
    assert new == pytest.approx({"old": now["old"], "new": now["new"] / 1.1})


def test_rework_is_made_faster_by_the_station_that_does_it():
    model = flow.Model(time_unit="h")
    model.station("cut")
    model.station("fix")
    step = flow.Step("cut", time=1.0, rework=0.5, rework_station="fix")
    model.product("p", [step])
    for _ in range(60):
        model.order("p", 1)
    now, cut, fix = hours_of(model), hours_of(faster(model, "cut")), hours_of(faster(model, "fix"))
    assert now["fix"] > 10
    assert cut == pytest.approx({"cut": now["cut"] / 1.1, "fix": now["fix"]})
    assert fix == pytest.approx({"cut": now["cut"], "fix": now["fix"] / 1.1})


def test_one_person_more_comes_and_leaves_with_those_who_master_the_station():
    model = flow.Model(time_unit="h")
    model.station("s", operators=1)
    model.product("p", [flow.Step("s", time=1.0)])
    model.saturate("p")
    model.person("temp", ["s"], start=0.0, end=10.0)
    found = analysis.bottleneck(model, until=1000.0, replications=2)
    (more,) = (gain for gain in found.gains if gain.what == "operator")
    assert more.gain_share == pytest.approx(0.0)


def test_orders_are_said_to_bound_the_throughput(line):
    model = line()
    model.sources.clear()
    model.order("part", 50)
    found = analysis.bottleneck(model, until=400.0, replications=2)
    assert any("orders or arrivals bound the throughput" in said for said in found.warnings)


def test_a_relief_that_gains_is_not_said_to_be_bounded(fixed_press):
    found = analysis.bottleneck(fixed_press(), until=100, replications=2)
    assert not any("bound the throughput" in said for said in found.warnings)
