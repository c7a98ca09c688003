"""Lots, set-ups, transfer units, moves, assembly, teams: small enough for a pencil.

Minutes everywhere, no randomness. Numbers in comments are instants.
"""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow

ROUND_THE_CLOCK = flow.daily("00:00-24:00")


def done_at(model: flow.Model, until: float = 2000.0) -> list[float]:
    """Return the instants at which the orders are complete; fused and piecewise must agree."""
    fused = np.asarray(flow.simulate(model, until=until).order_done)[0]
    pieces = np.asarray(flow.simulate(model, until=until, piecewise=True).order_done)[0]
    assert np.array_equal(fused, pieces, equal_nan=True)
    return [float(t) for t in fused]


def two_steps(first: flow.Step, second: flow.Step, **second_station: object) -> flow.Model:
    """Build two stations that need nobody, and one order of 50 pieces."""
    model = flow.Model(time_unit="min")
    model.station("first")
    model.station("second", **second_station)
    model.product("part", [first, second])
    model.order("part", quantity=50)
    return model


def test_each_lot_is_set_up() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0, setup=10.0, lot=50)])
    model.order("part", quantity=100)
    assert done_at(model) == [120.0]  # 10 + 50 + 10 + 50
    assert int(flow.simulate(model, until=2000.0).setups.sum()) == 2


def test_without_lots_a_machine_is_set_up_when_the_product_changes() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    for name in ("a", "b"):
        model.product(name, [flow.Step("press", time=1.0, setup=10.0)])
    for name in ("a", "a", "b", "a"):
        model.order(name, quantity=5)
    result = flow.simulate(model, until=2000.0)
    # a: 10-15, again without set-up -20, b: 30-35, a: 45-50.
    assert np.asarray(result.order_done)[0].tolist() == [15.0, 20.0, 35.0, 50.0]
    assert int(result.setups.sum()) == 3


def test_without_transfer_units_the_whole_lot_goes_on() -> None:
    model = two_steps(flow.Step("first", time=1.0), flow.Step("second", time=1.0))
    assert done_at(model) == [100.0]


def test_transfer_units_let_steps_overlap() -> None:
    model = two_steps(flow.Step("first", time=1.0, transfer=10), flow.Step("second", time=1.0))
    assert done_at(model) == [60.0]  # the first ten arrive at 10


def test_a_remainder_leaves_as_a_smaller_unit() -> None:
    model = two_steps(flow.Step("first", time=1.0, transfer=20), flow.Step("second", time=0.5))
    assert done_at(model) == [55.0]  # 20, 40 and 50; the last ten take five


def test_a_step_that_sets_up_lots_waits_for_the_whole_lot() -> None:
    model = two_steps(
        flow.Step("first", time=1.0, lot=50, transfer=10),
        flow.Step("second", time=1.0, setup=5.0, lot=50),
    )
    assert done_at(model) == [105.0]


def test_a_lot_larger_than_the_steps_lot_is_split_over_its_machines() -> None:
    model = two_steps(
        flow.Step("first", time=1.0, lot=50),
        flow.Step("second", time=1.0, setup=5.0, lot=25),
        machines=2,
    )
    assert done_at(model) == [80.0]  # 50, then 5 + 25 on both


def test_a_mover_carries_each_transfer_unit() -> None:
    model = flow.Model(time_unit="min")
    model.station("first", moved_by="fork", move=3.0)
    model.station("second")
    model.station("fork")
    model.product(
        "part", [flow.Step("first", time=1.0, transfer=10), flow.Step("second", time=1.0)]
    )
    model.order("part", quantity=50)
    assert done_at(model) == [63.0]


def test_a_mover_needs_its_driver() -> None:
    model = flow.Model(time_unit="min")
    model.station("first", moved_by="fork", move=3.0)
    model.station("second")
    model.station("fork", operators=1)
    model.product("part", [flow.Step("first", time=1.0), flow.Step("second", time=1.0)])
    model.order("part", quantity=10)
    model.person("driver", ["fork"], flow.daily("01:00-02:00"))
    assert done_at(model) == [73.0]  # made at 10, fetched from 60, there at 63


def test_an_assembly_waits_for_its_components() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.station("bench")
    model.product("leg", [flow.Step("press", time=1.0, transfer=1)])
    model.product("chair", [flow.Step("bench", time=2.0, components={"leg": 4})])
    model.order("leg", quantity=8, name="legs")
    model.order("chair", quantity=1, name="one")
    model.order("chair", quantity=1, name="two")
    result = flow.simulate(model, until=100.0)
    done = dict(zip(result.orders, np.asarray(result.order_done)[0].tolist(), strict=True))
    # Four legs at 4: the first chair runs 4-6; eight at 8: the second 8-10.
    assert done["one"] == 6.0
    assert done["two"] == 10.0


def test_a_setter_sets_up_and_the_operator_runs() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, setup_skill="SETTERS")
    model.product("part", [flow.Step("press", time=1.0, setup=10.0, lot=20)])
    model.order("part", quantity=20)
    model.person("operator", ["press"], ROUND_THE_CLOCK)
    model.person("setter", [flow.Skill("SETTERS", "setup")], flow.daily("01:00-02:00"))
    assert done_at(model) == [90.0]  # set up 60-70, run 70-90
    result = flow.simulate(model, until=120.0)
    hours = np.asarray(result.person_h)[0].sum(axis=0) * 60.0
    setter = dict(zip(flow.PERSON_STATES, hours[1].round(9).tolist(), strict=True))
    assert setter["setup"] == 10.0
    assert setter["wait"] == 50.0


def test_a_team_of_two_starts_when_both_are_there() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=2)
    model.product("part", [flow.Step("press", time=10.0)])
    model.order("part", quantity=1)
    model.person("P1", ["press"], ROUND_THE_CLOCK)
    model.person("P2", ["press"], flow.daily("01:00-02:00"))
    assert done_at(model) == [70.0]


def test_one_person_tends_as_many_machines_as_the_station_allows() -> None:
    model = flow.Model(time_unit="min")
    model.station("lathe", machines=3, operators=1, machines_per_operator=2)
    model.product("part", [flow.Step("lathe", time=10.0)])
    for _ in range(3):
        model.order("part", quantity=1)
    model.person("P1", ["lathe"], ROUND_THE_CLOCK)
    assert done_at(model) == [10.0, 10.0, 20.0]


def test_a_relief_comes_when_no_regular_operator_is_there() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, relief_skill="RELIEF")
    model.product("part", [flow.Step("press", time=10.0)])
    for at in (0.0, 100.0):
        model.order("part", quantity=1, release=at)
    model.person("relief", [flow.Skill("RELIEF", "relief")], ROUND_THE_CLOCK)
    model.person("regular", ["press"], flow.daily("01:00-04:00"))
    assert done_at(model) == [10.0, 110.0]
    result = flow.simulate(model, until=200.0)
    attend = flow.PERSON_STATES.index("attend")
    minutes = np.asarray(result.person_h)[0].sum(axis=0)[:, attend] * 60.0
    assert minutes.tolist() == [10.0, 10.0]  # the second piece is the regular operator's


def test_the_more_urgent_order_goes_first() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=10.0)])
    for priority in (0, 0, 5):
        model.order("part", quantity=1, priority=priority)
    assert done_at(model) == [20.0, 30.0, 10.0]


def test_conwip_holds_lots_outside() -> None:
    model = flow.Model(time_unit="min")
    model.station("first")
    model.station("second")
    model.product("part", [flow.Step("first", time=10.0), flow.Step("second", time=30.0)])
    for _ in range(3):
        model.order("part", quantity=1)
    model.conwip(1)
    assert done_at(model) == [40.0, 80.0, 120.0]
    result = flow.simulate(model, until=120.0, bucket=20.0)
    assert np.asarray(result.backlog_pieces)[0].tolist() == [2, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(("pace", "end"), [(1.0, 20.0), (0.5, 40.0), (1.25, 16.0)])
def test_a_persons_pace_stretches_the_cycle(pace: float, end: float) -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=1.0)])
    model.order("part", quantity=20)
    model.person("P1", [flow.Skill("press", pace=pace)], ROUND_THE_CLOCK)
    assert done_at(model) == [end]


def test_a_skill_counts_from_its_date() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.order("part", quantity=1)
    model.person("P1", [flow.Skill("press", since=45.0)], ROUND_THE_CLOCK)
    assert done_at(model) == [55.0]


def test_a_machine_comes_into_service_and_another_leaves() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", machines=("old", "new"))
    model.product("part", [flow.Step("press", time=10.0)])
    for _ in range(4):
        model.order("part", quantity=1)
    model.machine_dates.append(flow.MachineDate("new", start=25.0, end=None))
    model.machine_dates.append(flow.MachineDate("old", start=None, end=28.0))
    # old: 0-10, 10-20, 20-30 (ends its piece, then leaves); new: 25-35.
    assert done_at(model) == [10.0, 20.0, 30.0, 35.0]


def test_extra_shifts_are_worked_only_when_the_backlog_asks() -> None:
    def made(threshold: float) -> int:
        model = flow.Model(time_unit="min")
        model.station("press", operators=1)
        model.product("part", [flow.Step("press", time=10.0)])
        for _ in range(30):
            model.order("part", quantity=1)
        model.person("P1", ["press"], [flow.Window(0.0, 100.0)])
        window = (0, flow.Window(200.0, 260.0))
        model.extra_shifts.append(flow.ExtraShift(200.0, threshold, (window,)))
        model.conwip(1)
        return int(flow.simulate(model, until=500.0).good_pieces.sum())

    # Ten pieces are done at 200, one waits on the press and counts as started: 19 are not.
    assert made(threshold=19.0) == 16
    assert made(threshold=20.0) == 10
