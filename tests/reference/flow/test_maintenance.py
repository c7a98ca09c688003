"""Planned maintenance worked out by hand, and its share of time in the long run."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow

from .small_models import good, machine_min, one_press, person_min


def press(cycle: float = 10.0) -> flow.Model:
    """Build a press that needs nobody and never lacks work."""
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=cycle)])
    model.saturate("part")
    return model


def test_a_calendar_date_waits_until_the_machine_is_empty() -> None:
    model = press()
    model.maintenance("press", every=25, duration=5)
    result = flow.simulate(model, until=100)
    # 0-30 three pieces, 30-35; date 50: 35-55 two pieces, 55-60; 75: 60-80 two, 80-85; 85-100 one.
    assert good(result) == 8
    assert machine_min(result)["maintenance"] == pytest.approx(15)
    assert machine_min(result)["run"] == pytest.approx(85)
    assert int(result.maintenances.sum()) == 3


def test_dates_missed_while_the_machine_works_are_left_out() -> None:
    model = press(cycle=60.0)
    model.maintenance("press", every=25, duration=5)
    result = flow.simulate(model, until=130)
    # The piece ends at 60, past the dates 25 and 50: one maintenance 60-65; the next at 75 waits.
    assert machine_min(result)["maintenance"] == pytest.approx(10)


def test_running_time_and_wear_count_from_the_last_maintenance() -> None:
    by_time, by_wear = press(), press()
    by_time.maintenance("press", every=30, duration=7, clock="running")
    by_wear.maintenance("press", every=3, duration=7, clock="wear")
    one, other = flow.simulate(by_time, until=370), flow.simulate(by_wear, until=370)
    assert good(one) == good(other) == 30  # ten rounds of 30 min of work and 7 of maintenance
    assert machine_min(one)["maintenance"] == pytest.approx(70)
    assert np.array_equal(one.machine_h, other.machine_h)


def test_wear_of_a_step_weighs_its_pieces() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("hard", [flow.Step("press", time=10, wear=2.5)])
    model.product("soft", [flow.Step("press", time=10, wear=0.0)])
    model.maintenance("press", every=5, duration=20, clock="wear")
    for product in ("hard", "soft", "hard", "soft"):
        model.order(product, 1)
    result = flow.simulate(model, until=200)
    assert result.order_done[0].tolist() == [10, 20, 30, 60]


def test_a_machine_that_is_idle_is_maintained_at_its_date() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=10)])
    model.maintenance("press", every=20, duration=15)
    model.order("part", 1, release=25)
    result = flow.simulate(model, until=60)
    assert result.order_done[0, 0] == 45  # 20-35 maintenance, then the piece
    assert machine_min(result) == {
        **dict.fromkeys(flow.MACHINE_STATES, 0.0),
        "idle": 20.0,
        "maintenance": 30.0,
        "run": 10.0,
    }  # the date 40 waits until 45


def test_a_crew_with_a_shift_of_its_own_is_waited_for() -> None:
    model = press()
    model.maintenance("press", every=30, duration=20, skill="MX")
    model.person("m1", [flow.Skill("MX", "repair")], [flow.Window(50, 60), flow.Window(80, 200)])
    result = flow.simulate(model, until=100)
    # Due at 30, begun at 50, left at the end of the shift at 60 and ended 80-90; then date 120.
    states = machine_min(result)
    assert states["down"] == pytest.approx(20 + 20)
    assert states["maintenance"] == pytest.approx(20)
    assert person_min(result, "m1")["repair"] == pytest.approx(20)
    assert good(result) == 4


def test_a_renewal_starts_the_breakdown_clock_anew() -> None:
    totals = {}
    for renews in (False, True):
        model = press()
        model.stations.clear()
        model.station("press", failure=flow.Fixed(45), repair=flow.Fixed(100))
        model.maintenance("press", every=4, duration=1, clock="wear", renews=renews)
        totals[renews] = int(flow.simulate(model, until=2000).breakdowns.sum())
    assert totals[True] == 0  # renewed every 40 minutes of work, before the clock of 45 strikes
    assert totals[False] > 5


def test_several_plans_follow_each_other_in_the_order_written() -> None:
    model = press()
    model.maintenance("press", every=30, duration=5)
    model.maintenance("press", every=3, duration=1, clock="wear")
    result = flow.simulate(model, until=60, trace=True)
    assert result.trace is not None
    rows = result.trace.filter(result.trace["kind"] == "maintenance")
    assert rows.select("start", "end").rows() == [(30, 35), (35, 36)]
    assert rows["product"].null_count() == 2


def test_a_machine_taken_out_of_service_ends_its_maintenance_and_goes() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", ("p1", "p2"))
    model.product("part", [flow.Step("press", time=10)])
    model.saturate("part")
    model.maintenance("press", every=20, duration=10)
    model.machine_dates.append(flow.MachineDate("p2", None, 25))
    result = flow.simulate(model, until=100)
    hours = result.machine_h[0, 0].sum(axis=1) * 60
    assert hours.tolist() == pytest.approx([100, 30])  # p2 leaves when its maintenance ends at 30


def test_a_machine_that_comes_later_begins_with_its_next_date() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", ("p1",))
    model.product("part", [flow.Step("press", time=10)])
    model.order("part", 1, release=200)
    model.maintenance("press", every=20, duration=5)
    model.machine_dates.append(flow.MachineDate("p1", 70, None))
    result = flow.simulate(model, until=100)
    assert int(result.maintenances.sum()) == 2  # at 80 and at 100
    assert machine_min(result)["maintenance"] == pytest.approx(5)


def test_an_operator_is_free_while_the_machine_is_maintained() -> None:
    model = one_press()
    model.person("o1", ["press"])
    model.maintenance("press", every=40, duration=10)
    result = flow.simulate(model, until=100)
    assert person_min(result, "o1")["attend"] == pytest.approx(80)
    assert person_min(result, "o1")["wait"] == pytest.approx(20)
