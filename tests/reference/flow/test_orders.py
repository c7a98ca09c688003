"""Due dates, shipping, deliveries, work in progress, rates: small plants worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow

from .small_models import assert_within_4_standard_errors, good


def saw(time: float = 10.0) -> flow.Model:
    """Build one saw and one product."""
    model = flow.Model(time_unit="min")
    model.station("saw", power_kw={"run": 6.0, "idle": 1.5}, cost_eur_h={"run": 30.0})
    model.product("part", [flow.Step("saw", time=time)])
    return model


def test_lateness_counts_from_the_due_date_and_open_orders_count_what_has_passed() -> None:
    model = saw()
    for due in (15.0, 15.0, None, 30.0, 400.0):
        model.order("part", 1, due=due, lot=1)
    model.order("part", 5, due=80.0)  # made from 40 to 90, open when the run ends
    model.order("part", 1, due=500.0)
    deadlines = flow.simulate(model, until=85).deadlines
    # Without a due date first, then by due date.
    no = np.nan
    np.testing.assert_array_equal(deadlines.lateness[0], [5, 15, no, 10, no, no, no])
    np.testing.assert_array_equal(deadlines.tardiness[0], [5, 15, no, 10, no, 5, no])
    assert deadlines.share_on_time[0] == 0.0
    assert deadlines.mean_tardiness[0] == pytest.approx(8.75)


def test_the_json_tells_the_share_on_time_with_its_interval() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.product("part", [flow.Step("saw", time=flow.Exponential(10.0))])
    model.order("part", 1, due=10.0, name="first")
    result = flow.simulate(model, until=1000, replications=400, seed=9)
    told = result.as_dict()["deadlines"]
    assert told["num_due"] == 1
    share = told["share_on_time"]
    exact = 1 - np.exp(-1)
    assert share["low"] < exact < share["high"]
    assert told["orders"][0]["order"] == "first"
    # Mean tardiness of an exponential: 10 e^-1.
    assert told["mean_tardiness"]["low"] < 10 * np.exp(-1) < told["mean_tardiness"]["high"]
    assert "orders on time" in result.summary()


def test_a_model_without_due_dates_tells_none() -> None:
    model = saw()
    model.order("part", 1)
    result = flow.simulate(model, until=100)
    assert "deadlines" not in result.as_dict()
    assert np.isnan(result.deadlines.share_on_time).all()


def test_goods_ship_at_the_next_departure_or_window() -> None:
    no = np.nan
    for at, shipped in (((5, 25, 28), [25, 25, no]), (flow.daily("00:15-00:25"), [15, 20, no])):
        model = saw()
        for _ in range(3):
            model.order("part", 1, due=22)
        model.shipping("part", at)
        result = flow.simulate(model, until=29)
        assert result.order_done[0].tolist()[:2] == [10, 20]
        np.testing.assert_array_equal(result.deadlines.shipped[0], shipped)


def test_a_window_of_the_next_day_is_waited_for() -> None:
    model = saw()
    model.order("part", 1, due=22)
    model.shipping("part", flow.daily("00:02-00:05"))
    result = flow.simulate(model, until=3000)
    assert result.deadlines.lateness[0, 0] == 1440 + 2 - 22


def test_deliveries_let_an_assembly_go_on() -> None:
    model = flow.Model(time_unit="min")
    model.station("bench")
    model.material("bolt", 3)
    model.delivery("bolt", [30, 60], 2)
    model.product("chair", [flow.Step("bench", time=5, components={"bolt": 2})])
    model.order("chair", 4, lot=1)
    result = flow.simulate(model, until=100, trace=True)
    assert result.trace is not None
    assert result.trace["start"].to_list() == [0, 30, 60]
    assert result.as_dict()["stock"] == [
        {"name": "chair", "at_end_pieces": {"mean": 0.0, "low": None, "high": None}},
        {"name": "bolt", "at_end_pieces": {"mean": 1.0, "low": None, "high": None}},
    ]


def test_arrivals_come_only_in_their_windows_and_as_often_as_said() -> None:
    model = flow.Model(time_unit="h")
    model.station("dock")
    model.product("part", [flow.Step("dock", time=0.001)])
    model.arrivals("part", flow.Exponential(0.05), within=flow.daily("22:00-02:00", "10:00-11:00"))
    result = flow.simulate(model, until=24 * 40.0, bucket=1.0, replications=12, seed=2)
    by_hour = result.entered_pieces.reshape(12, 40, 24).sum(axis=1)
    is_open = np.isin(np.arange(24), [22, 23, 0, 1, 10])
    assert (by_hour[:, ~is_open] == 0).all()
    assert_within_4_standard_errors(by_hour.sum(axis=1), 40 * 5 / 0.05)


def test_work_in_progress_stands_in_the_queues_at_the_start() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("weld")
    model.product("part", [flow.Step("saw", time=10), flow.Step("weld", time=4)])
    model.wip("part", 1, 2)
    model.wip("part", 0, 1)
    result = flow.simulate(model, until=100)
    assert good(result) == 3
    assert result.operations[0, 0].tolist() == [1, 3]
    assert result.last_exit[0] == 14
    assert int(result.entered_pieces.sum()) == 3


def test_an_order_launches_what_is_not_in_progress() -> None:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.station("weld")
    model.product("part", [flow.Step("saw", time=10, transfer=1), flow.Step("weld", time=4)])
    model.order("part", 5, name="o", due=20.0)
    model.wip("part", 1, 3, order="o")
    result = flow.simulate(model, until=100)
    assert result.operations[0, 0].tolist() == [2, 5]
    assert result.order_done[0, 0] == 24
    assert result.deadlines.lateness[0, 0] == 4


def test_an_order_all_in_progress_launches_nothing() -> None:
    model = saw()
    model.order("part", 2, name="o")
    model.wip("part", 0, 2, order="o")
    result = flow.simulate(model, until=100)
    assert good(result) == 2
    assert result.order_done[0, 0] == 20


def test_energy_and_cost_follow_the_hours_in_each_state() -> None:
    model = saw(time=30.0)
    model.person("o1", ["saw"], [flow.Window(0, 60)], cost_eur_h=20.0)
    model.order("part", 2, lot=1)
    result = flow.simulate(model, until=180)
    told = result.as_dict()["rates"]
    assert told["energy_kwh"]["mean"] == pytest.approx(6.0 * 1 + 1.5 * 2)
    assert told["machines_eur"]["mean"] == pytest.approx(30.0)
    assert told["people_eur"]["mean"] == pytest.approx(20.0)
    assert told["total_eur"]["mean"] == pytest.approx(50.0)
    assert "rates" not in flow.simulate(_free(), until=10).as_dict()


def _free() -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station("saw")
    model.product("part", [flow.Step("saw", time=1)])
    model.saturate("part")
    return model
