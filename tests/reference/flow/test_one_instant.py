"""Several things at one instant: the order of rule S6, worked out by hand for small plants."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow
from accord.flow.compile import compile_model
from accord.flow.model import ExtraShift, MachineDate

WAYS = ({}, {"trace": True}, {"piecewise": True})


@pytest.mark.parametrize("way", WAYS)
def test_a_machine_that_leaves_when_its_piece_ends_begins_no_other(way: dict[str, bool]) -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=10)])
    model.saturate("part")
    model.machine_dates.append(MachineDate("press", None, 100))
    result = flow.simulate(model, until=200, **way)
    assert int(result.good_pieces.sum()) == 10


@pytest.mark.parametrize("way", WAYS)
def test_an_extra_shift_is_called_for_by_the_backlog_before_the_next_piece_begins(
    way: dict[str, bool],
) -> None:
    """At 100 ten pieces are made and ten not begun: a backlog of 10 calls for the shift."""
    model = flow.Model(time_unit="min")
    model.station("press")
    model.station("bench", operators=1)
    model.product("part", [flow.Step("press", time=10), flow.Step("bench", time=1)])
    model.person("P1", ["bench"], duty=[flow.Window(300, 310)])
    model.order("part", quantity=20, lot=1)
    model.extra_shifts.append(ExtraShift(100, 10, ((0, flow.Window(100, 200)),)))
    result = flow.simulate(model, until=250, **way)
    assert int(result.good_pieces.sum()) == 19
    assert float(result.extra_h.sum()) == pytest.approx(100 / 60)


@pytest.mark.parametrize("way", WAYS)
def test_a_step_without_duration_in_a_circle_of_small_queues_blocks_nobody_for_good(
    way: dict[str, bool],
) -> None:
    model = flow.Model(time_unit="min")
    model.station("in")
    model.station("first", buffer=1)
    model.station("second", buffer=1)
    model.station("out")
    step = flow.Step
    straight = [step("in", time=0), step("first", time=1), step("second", time=10)]
    back = [step("in", time=0), step("first", time=1), step("second", time=0)]
    model.product("straight", [*straight, step("out", time=0)])
    model.product("back", [*back, step("first", time=1), step("out", time=0)])
    for i, product in enumerate(("straight", "back", "straight", "straight")):
        model.order(product, quantity=1, lot=1, release=i * 0.01, name=f"order {i}")
    result = flow.simulate(model, until=200, **way)
    assert int(result.good_pieces.sum()) == 4


def test_a_clock_that_ends_with_its_piece_stops_the_next_one_after_staffing() -> None:
    """At 20 the person goes to the waiting machine; the machine that fails then is next."""
    model = flow.Model(time_unit="min")
    model.station("a", failure=flow.Fixed(20), repair=7, repair_skill="M")
    model.station("c", operators=1)
    model.product("p", [flow.Step("a", time=10)])
    model.product("q", [flow.Step("c", time=10)])
    model.person("P1", ["c", flow.Skill("M", "repair")])
    for product in "pq":
        model.order(product, quantity=9, lot=1)
    trace = flow.simulate(model, until=60, trace=True).trace
    assert trace is not None
    tasks = trace.select("start", "end", "machine", "kind").rows()
    assert (20.0, 30.0, "c", "run") in tasks
    assert (30.0, 37.0, "a", "repair") in tasks


def test_a_full_pool_of_units_in_the_middle_of_an_instant_ends() -> None:
    model = flow.Model(time_unit="min")
    model.station("a")
    model.station("b")
    model.product("x", [flow.Step("b", time=10)])
    cut = flow.Step("a", time=0, setup=10, transfer=1, scrap=0.5)
    model.product("y", [cut, flow.Step("b", time=0)])
    model.order("x", quantity=1)
    model.order("y", quantity=5000)
    result = flow.simulate(model, until=200)
    assert int(result.good_pieces.sum()) == 2501


@pytest.mark.parametrize("leaves_at", [10.25, 11.0, 40.0])
def test_a_machine_that_leaves_a_staffed_line_ends_its_piece_and_starts_no_other(
    leaves_at: float,
) -> None:
    model = flow.Model(time_unit="min")
    for name in ("a", "b", "c"):
        model.station(name, operators=1, buffer=None if name == "a" else 5)
    model.product("p", [flow.Step(name, time=1.0) for name in ("a", "b", "c")])
    for k in range(6):
        model.person(f"o{k}", ["a", "b", "c"])
    model.machine_dates.append(MachineDate("b", None, leaves_at))
    model.machine_dates.append(MachineDate("c", 5.0, None))
    model.saturate("p")
    assert len(compile_model(model, 1).steps) == 3
    by_rounds = flow.simulate(model, until=200.0)
    by_events = flow.simulate(model, until=200.0, trace=True)
    assert np.array_equal(by_rounds.operations, by_events.operations)
    assert np.array_equal(by_rounds.machine_h, by_events.machine_h)
    assert np.array_equal(by_rounds.person_h, by_events.person_h)


@pytest.mark.parametrize("every", [1.0, 2.0])
@pytest.mark.parametrize("machines", [3, 5])
@pytest.mark.parametrize("comes_at", [6.0, 10.0, 11.0])
@pytest.mark.parametrize("fails", [False, True])
def test_parallel_machines_before_a_staffed_one_go_in_one_order(
    every: float, machines: int, comes_at: float, fails: bool
) -> None:
    model = flow.Model(time_unit="min")
    model.station("end", operators=1, buffer=1)
    model.station("mid", buffer=0)
    breaks = {"failure": flow.Exponential(6.0), "repair": flow.Exponential(4.0)} if fails else {}
    model.station("cut", machines, **breaks)
    model.product("p", [flow.Step(name, time=1.0) for name in ("cut", "mid", "end")])
    model.arrivals("p", every=every)
    model.person("w", ["end"], [flow.Window(comes_at, 400.0)])
    results = [flow.simulate(model, until=190.0, **way) for way in WAYS]
    for other in results[1:]:
        assert np.array_equal(results[0].machine_h, other.machine_h)
        assert np.array_equal(results[0].operations, other.operations)


def _failing_station() -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station("s", failure=5.0, repair=1.0)
    model.product("p", [flow.Step("s", time=1.0)])
    model.saturate("p")
    return model


def _line_with_a_zero_step() -> flow.Model:
    model = flow.Model(time_unit="min")
    for k in range(3):
        model.station(f"s{k}", buffer=5 if k else None)
    model.product("p", [flow.Step(f"s{k}", time=t) for k, t in enumerate((1.0, 0.0, 2.0))])
    model.arrivals("p", every=1.0)
    return model


@pytest.mark.parametrize("build", [_failing_station, _line_with_a_zero_step])
def test_the_instant_of_the_last_piece_is_done_to_its_end(build) -> None:
    results = [flow.simulate(build(), until=100, until_pieces=5, **way) for way in WAYS]
    for other in results:
        assert int(other.good_pieces.sum()) == 5
        for field in ("operations", "breakdowns", "wip_pieces", "machine_h"):
            assert np.array_equal(getattr(results[0], field), getattr(other, field)), field


def test_a_pool_that_runs_out_in_the_middle_of_rounds_is_made_larger() -> None:
    model = flow.Model(time_unit="min")
    model.station("a", operators=1)
    model.station("b", buffer=1)
    model.station("c", operators=1)
    steps = [flow.Step(name, time=t) for name, t in (("a", 1.0), ("b", 1.0), ("c", 1.5))]
    model.product("p", steps)
    model.saturate("p")  # the queue before c grows beyond the first pool of 256 lots
    duty = [flow.Window(0.0, 300.0, ((100.0, 110.0), (200.5, 203.0))), flow.Window(300.0, 600.0)]
    for k, given in enumerate((None, duty, duty, duty, duty, None)):
        model.person(f"w{k}", ["a", "b"] if k == 2 else ["a", "b", "c"], given)
    run = {"until": 3000.0, "bucket": 7.0, "warm_up": 480.0}
    by_rounds = flow.simulate(model, **run)
    by_events = flow.simulate(model, trace=True, **run)
    assert int(by_rounds.wip_pieces[0, -1].sum()) > 256
    assert np.array_equal(by_rounds.operations, by_events.operations)
    assert np.array_equal(by_rounds.person_h, by_events.person_h)
