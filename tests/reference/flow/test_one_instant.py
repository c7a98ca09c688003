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
