"""Rules S1-S10, who goes and what has room, on plants small enough for a pencil.

The rules are told in docs/background/flow-semantics.md. Minutes everywhere, no randomness.
"""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow
from accord.errors import DeadlockError

from .small_models import DAY, good, machine_min, one_press, person_min


def test_s1_a_piece_begun_before_the_shift_ends_is_finished_as_overtime() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:05"))
    result = flow.simulate(model, until=DAY)
    # Pieces end at 370, 380, ... 420; the seventh runs from 420 to 430, five minutes past 425.
    assert good(result) == 7
    assert person_min(result, "P1") | {"attend": 65.0, "overtime": 5.0} == person_min(result, "P1")


def shift_of_65_minutes(**rules: str) -> tuple[int, dict[str, float]]:
    """Run ten-minute pieces on two days of 06:00-07:05; return good pieces and minutes of P1."""
    model = flow.Model(time_unit="min", rules=flow.Rules(**rules))
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.saturate("part")
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:05"))
    result = flow.simulate(model, until=2 * DAY)
    return good(result), person_min(result, "P1")


def test_s1_preempted_pieces_are_resumed_where_they_stopped() -> None:
    pieces, minutes = shift_of_65_minutes(shift_end="preempt")
    assert pieces == 13  # 130 minutes of presence, all used
    assert minutes["attend"] == 130.0
    assert minutes["overtime"] == 0.0


def test_s1_what_cannot_end_in_time_is_not_begun() -> None:
    pieces, minutes = shift_of_65_minutes(shift_end="no_start")
    assert pieces == 12
    assert minutes["wait"] == 10.0
    assert minutes["overtime"] == 0.0


def test_s1_a_colleague_takes_over_at_the_same_instant() -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(shift_end="handover"))
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.saturate("part")
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:05"))
    model.person("P2", skills=["press"], duty=flow.daily("07:05-08:00"))
    result = flow.simulate(model, until=DAY)
    assert good(result) == 12
    assert person_min(result, "P1")["attend"] == 65.0
    assert person_min(result, "P2")["attend"] == 55.0
    assert machine_min(result)["run"] == 120.0


def test_s1_a_piece_worked_through_a_break_still_stops_at_the_shift_end() -> None:
    rules = flow.Rules(shift_end="preempt", break_rule="finish")
    model = flow.Model(time_unit="min", rules=rules)
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=90.0)])
    model.order("part", quantity=1)
    duty = [flow.Window(0, 60, breaks=((20, 30),)), flow.Window(100, 200)]
    model.person("P1", skills=["press"], duty=duty)
    result = flow.simulate(model, until=300)
    assert result.order_done[0, 0] == 130.0  # 60 minutes, then the 30 that are left
    assert person_min(result, "P1")["overtime"] == 0.0


def test_s1_a_shift_that_begins_during_overtime_brings_its_own_breaks() -> None:
    rules = flow.Rules(shift_end="finish", break_rule="preempt")
    model = flow.Model(time_unit="min", rules=rules)
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=90.0)])
    model.order("part", quantity=1)
    duty = [flow.Window(0, 30), flow.Window(40, 120, breaks=((50, 60),))]
    model.person("P1", skills=["press"], duty=duty)
    result = flow.simulate(model, until=300)
    assert result.order_done[0, 0] == 100.0
    minutes = person_min(result, "P1")
    assert (minutes["attend"], minutes["overtime"]) == (80.0, 10.0)


@pytest.mark.parametrize(
    ("rule", "end", "overtime"), [("preempt", 70.0, 0.0), ("finish", 40.0, 10.0)]
)
def test_s1_a_long_set_up_follows_its_own_rule(rule: str, end: float, overtime: float) -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(long_task_end=rule))
    model.station("press", setup_skill="SETTERS")
    model.product("part", [flow.Step("press", time=1.0, setup=30.0, lot=10)])
    model.order("part", quantity=10)
    duty = [flow.Window(0.0, 20.0), flow.Window(50.0, 200.0)]
    model.person("P1", [flow.Skill("SETTERS", "setup")], duty)
    result = flow.simulate(model, until=200.0)
    assert np.asarray(result.order_done)[0].tolist() == [end]
    assert person_min(result, "P1")["overtime"] == overtime


def test_s2_a_late_start_shortens_the_break() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:05", "07:20-08:00"))
    result = flow.simulate(model, until=DAY)
    # Seven pieces until 430, back at 440 as planned: four more end at 450, 460, 470 and 480.
    assert good(result) == 11


def test_s2_a_break_inside_a_shift_is_no_overtime_when_work_stops() -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(break_rule="preempt"))
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.saturate("part")
    model.person("P1", ["press"], [flow.Window(0.0, 120.0, breaks=((45.0, 65.0),))])
    result = flow.simulate(model, until=200.0)
    assert good(result) == 10
    assert person_min(result, "P1")["break_"] == 20.0
    assert person_min(result, "P1")["attend"] == 100.0


def test_s3_it_is_the_named_person_who_leaves() -> None:
    model = flow.Model(time_unit="min")
    for name in ("left", "right"):
        model.station(name, operators=1)
        model.product(f"part_{name}", [flow.Step(name, time=10.0)])
        model.saturate(f"part_{name}")
    model.person("P1", skills=["left"], duty=flow.daily("06:00-10:00"))
    model.person("P2", skills=["right"], duty=flow.daily("06:00-08:00"))
    result = flow.simulate(model, until=DAY)
    made = np.asarray(result.good_pieces)[0].sum(axis=0)
    assert dict(zip(result.products, made.tolist(), strict=True)) == {
        "part_left": 24,
        "part_right": 12,
    }


def test_s4_attended_machines_wait_when_nobody_is_there() -> None:
    result = flow.simulate(one_press(), until=DAY)
    assert good(result) == 0
    state = machine_min(result)
    assert state["run"] == 0.0
    assert sum(state.values()) == pytest.approx(DAY)


def test_s4_an_automatic_cycle_ends_alone_and_waits_for_unloading() -> None:
    model = flow.Model(time_unit="min")
    model.station("oven", operators=1, attendance="load", load=1.0, unload=1.0)
    model.product("part", [flow.Step("oven", time=30.0)])
    model.saturate("part")
    model.person("P1", skills=["oven"], duty=flow.daily("06:00-06:10"))
    result = flow.simulate(model, until=2 * DAY)
    # Loaded at 360, ended at 391 with nobody there; unloaded the next day, loaded once more.
    assert good(result) == 1
    state = machine_min(result)
    assert state["run"] == 60.0
    assert state["load"] == 3.0


def test_s5_people_without_machines_that_need_them_change_no_bit() -> None:
    def build(with_people: bool) -> flow.Model:
        model = flow.Model(time_unit="min")
        for i in range(3):
            model.station(
                f"s{i}",
                buffer=4 if i else None,
                failure=flow.Exponential(50.0),
                repair=flow.Exponential(5.0),
            )
        steps = [flow.Step(f"s{i}", time=flow.Lognormal(1.0, 0.5), scrap=0.02) for i in range(3)]
        model.product("part", steps)
        model.saturate("part")
        if with_people:
            duty = flow.daily("06:00-10:00", "10:30-14:00")
            model.person("P1", skills=["s0", "s1", "s2"], duty=duty)
        return model

    alone = flow.simulate(build(False), until=5 * DAY, replications=3, seed=4)
    staffed = flow.simulate(build(True), until=5 * DAY, replications=3, seed=4)
    for field in ("good_pieces", "scrap_pieces", "operations", "wip_pieces", "breakdowns"):
        assert np.array_equal(getattr(alone, field), getattr(staffed, field)), field
    assert np.array_equal(alone.machine_h, staffed.machine_h)
    assert alone.breakdowns.sum() > 0


def test_s6_a_piece_that_ends_with_the_shift_is_no_overtime() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:00"))
    result = flow.simulate(model, until=DAY)
    assert good(result) == 6
    assert person_min(result, "P1")["overtime"] == 0.0


def test_s6_the_order_in_which_stations_are_named_does_not_matter() -> None:
    def run(names: list[str]) -> dict[str, int]:
        model = flow.Model(time_unit="min")
        for name in names:
            model.station(name, operators=1)
        for name in names:
            model.product(f"part_{name}", [flow.Step(name, time=7.0)])
            model.saturate(f"part_{name}")
        for name in ("a", "b", "c"):
            model.person(f"P_{name}", skills=[name], duty=flow.daily("06:00-09:00"))
        result = flow.simulate(model, until=DAY)
        made = np.asarray(result.good_pieces)[0].sum(axis=0).tolist()
        return dict(zip(result.products, made, strict=True))

    assert run(["a", "b", "c"]) == run(["c", "a", "b"])


def test_s7_a_freed_person_takes_the_oldest_request() -> None:
    model = flow.Model(time_unit="min")
    for name, at in (("early", 1.0), ("late", 2.0)):
        model.station(name, operators=1)
        model.product(name, [flow.Step(name, time=10.0)])
        model.order(name, quantity=1, release=at)
    model.station("first", operators=1)
    model.product("first", [flow.Step("first", time=5.0)])
    model.order("first", quantity=1, release=0.0)
    # The late station stands first in the person's list: age decides, not the list.
    model.person("P1", skills=["late", "early", "first"], duty=flow.daily("00:00-24:00"))
    done = np.asarray(flow.simulate(model, until=100.0).order_done)[0]
    assert done.tolist() == [15.0, 25.0, 5.0]


def test_s7_a_new_request_takes_the_person_idle_longest() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", machines=2, operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    for at in (0.0, 3.0, 20.0):
        model.order("part", quantity=1, release=at)
    for name in ("P1", "P2"):
        model.person(name, skills=["press"], duty=flow.daily("00:00-24:00"))
    result = flow.simulate(model, until=60.0)
    # P1 works 0-10, P2 3-13; at 20 P1 has been idle longer.
    assert person_min(result, "P1")["attend"] == 20.0
    assert person_min(result, "P2")["attend"] == 10.0


def test_s7_of_two_requests_born_together_the_piece_that_waited_goes_first() -> None:
    model = flow.Model(time_unit="min")
    model.station("next", operators=1)
    model.station("own", operators=1)
    model.product("part", [flow.Step("own", time=10.0), flow.Step("next", time=10.0)])
    for _ in range(2):
        model.order("part", quantity=1)
    model.person("P1", ["own", "next"])
    # At 10 the first piece comes to `next` while the second has waited at `own` since 0: it goes
    # first although `own` has the higher index.
    trace = flow.simulate(model, until=100.0, trace=True).trace
    assert trace is not None
    runs = trace.sort("start").select("start", "machine").rows()
    assert runs == [(0.0, "own"), (10.0, "own"), (20.0, "next"), (30.0, "next")]


def test_s8_a_finished_piece_blocks_its_machine_but_frees_its_person() -> None:
    model = flow.Model(time_unit="min")
    model.station("quick", operators=1)
    model.station("slow", buffer=0)
    model.product("part", [flow.Step("quick", time=1.0), flow.Step("slow", time=5.0)])
    model.saturate("part")
    model.person("P1", skills=["quick"], duty=flow.daily("00:00-24:00"))
    result = flow.simulate(model, until=101.0)
    # slow runs 1-6, 6-11, ...; quick works one minute of five and is blocked for four.
    assert good(result) == 20
    state = machine_min(result)
    assert state["run"] == 21.0
    assert state["blocked"] == pytest.approx(80.0)
    person = person_min(result, "P1")
    assert person["attend"] == 21.0
    assert person["wait"] == pytest.approx(80.0)


def test_s9_a_machine_that_waits_for_its_person_adds_one_place() -> None:
    model = flow.Model(time_unit="min")
    model.station("first")
    model.station("second", operators=1, buffer=2)
    model.product("part", [flow.Step("first", time=1.0), flow.Step("second", time=1.0)])
    model.saturate("part")
    model.person("P1", skills=["second"], duty=flow.daily("06:00-14:00"))
    result = flow.simulate(model, until=300.0)
    # One piece on the machine that waits, two in the buffer, one finished and blocked.
    assert int(np.asarray(result.operations)[0].sum(axis=0)[0]) == 4


def test_s10_a_circle_of_blocked_machines_is_named() -> None:
    model = flow.Model(time_unit="min")
    for name in ("A", "B"):
        model.station(name, buffer=0)
    model.product("there", [flow.Step("A", time=1.0), flow.Step("B", time=1.0)])
    model.product("back", [flow.Step("B", time=1.0), flow.Step("A", time=1.0)])
    model.order("there", quantity=1, release=0.0)
    model.order("back", quantity=1, release=0.0)
    with pytest.raises(DeadlockError, match=r"A.*B|B.*A"):
        flow.simulate(model, until=DAY)


def test_s12_who_stayed_at_a_broken_machine_past_his_shift_leaves_when_it_is_repaired() -> None:
    rules = flow.Rules(shift_end="preempt", break_rule="preempt", at_failure="stay")
    model = flow.Model(time_unit="min", rules=rules)
    model.station("press", operators=1, failure=flow.Fixed(14), repair=flow.Fixed(30))
    model.product("part", [flow.Step("press", time=20.0)])
    model.order("part", quantity=1)
    model.person("P1", skills=["press"], duty=[flow.Window(0, 20)])
    model.person("P2", skills=["press"], duty=[flow.Window(60, 100)])
    result = flow.simulate(model, until=300)
    assert result.order_done[0, 0] == 66.0  # the six minutes that were left
    assert person_min(result, "P1")["overtime"] == 24.0  # at the broken machine, from 20 to 44


def test_s1_only_what_was_handed_over_goes_before_older_requests() -> None:
    rules = flow.Rules(shift_end="handover", long_task_end="handover")
    model = flow.Model(time_unit="min", rules=rules)
    for name, life in (("a", 10.0), ("b", 20.0)):
        model.station(
            name, failure=flow.Fixed(life), repair=flow.Fixed(30), repair_skill="MAINTENANCE"
        )
        model.product(f"part_{name}", [flow.Step(name, time=25.0)])
        model.order(f"part_{name}", quantity=1)
    model.person("P1", skills=[flow.Skill("MAINTENANCE", "repair")], duty=[flow.Window(40, 200)])
    result = flow.simulate(model, until=300)
    # a is repaired 40-70 and again 100-130, b 70-100: the older request first, each time
    assert result.order_done[0].tolist() == [135.0, 105.0]


def minutes_of(rules: flow.Rules, until: float, **demand: int) -> tuple[int, dict[str, float]]:
    """Run 50-minute pieces for a person of 0-480 with a break of 120-150; pieces and minutes."""
    model = flow.Model(time_unit="min", rules=rules)
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=50.0)])
    model.order("part", **demand)
    model.person("P1", ["press"], [flow.Window(0, 480, breaks=((120, 150),))])
    result = flow.simulate(model, until=until)
    return int(result.num_operations[0]), person_min(result, "P1")


def test_s1_inside_a_lot_too_no_piece_is_begun_that_cannot_end_in_time() -> None:
    pieces, minutes = minutes_of(flow.Rules(shift_end="no_start"), 1440, quantity=100)
    assert pieces == 9  # two to 100, one through the break to 150, six to 450; 30 are left
    assert (minutes["overtime"], minutes["wait"]) == (0.0, 30.0)


@pytest.mark.parametrize(
    ("rules", "attend", "wait"),
    [
        (flow.Rules(break_rule="no_start"), 110.0, 20.0),
        (flow.Rules(shift_end="no_start", break_rule="preempt"), 130.0, 0.0),
    ],
)
def test_s2_breaks_and_shift_ends_are_ruled_apart(
    rules: flow.Rules, attend: float, wait: float
) -> None:
    _, minutes = minutes_of(rules, 160, quantity=100)
    assert (minutes["attend"], minutes["wait"], minutes["break_"]) == (attend, wait, 30.0)


def test_s1_an_unloading_is_judged_by_its_own_time() -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(shift_end="no_start"))
    model.station("press", operators=1, attendance="load", load=1, unload=1)
    model.product("part", [flow.Step("press", time=60.0)])
    model.person("P1", ["press"], [flow.Window(0, 100)])
    model.order("part", 1)
    assert flow.simulate(model, until=200).order_done[0, 0] == 62.0


def test_s7_a_skill_learnt_does_not_cost_the_place_in_the_row() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.station("lathe", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.order("part", 1, release=30)
    model.person("A", ["press", flow.Skill("lathe", since=20)])
    model.person("B", ["press"], [flow.Window(10, 100)])
    result = flow.simulate(model, until=100)
    assert person_min(result, "A")["attend"] == 10.0


def test_s13_who_tends_several_machines_loads_them_one_by_one() -> None:
    model = flow.Model(time_unit="min")
    model.station(
        "lathe", machines=3, operators=1, machines_per_operator=3, attendance="load", load=10
    )
    model.product("part", [flow.Step("lathe", time=100.0)])
    model.person("P1", ["lathe"])
    model.order("part", 3, lot=1)
    result = flow.simulate(model, until=200, trace=True)
    assert result.trace["end"].to_list() == [110.0, 120.0, 130.0]


def test_s10_a_station_that_opens_later_is_no_circle() -> None:
    model = flow.Model(time_unit="min")
    model.station("a", buffer=0)
    model.station("b", buffer=0)
    model.product("p", [flow.Step("a", time=1), flow.Step("b", time=1)])
    model.product("q", [flow.Step("b", time=1), flow.Step("a", time=1)])
    model.order("p", 5, lot=1)
    model.machine_dates.append(flow.MachineDate("b", 100.0, None))
    assert good(flow.simulate(model, until=500)) == 5


def test_s19_an_unrelated_event_moves_no_piece_to_another_machine() -> None:
    def plant(spectator: bool) -> flow.FlowResult:
        model = flow.Model(time_unit="min")
        model.station("press", machines=2)
        twice = [flow.Step("press", time=5, setup=3), flow.Step("press", time=5, setup=3)]
        model.product("part", twice)
        for release in (0, 9, 18):
            model.order("part", 1, release=release)
        if spectator:  # comes and goes at every minute and masters nothing
            model.person("P1", [], [flow.Window(t, t + 1) for t in range(1, 200, 2)])
        return flow.simulate(model, until=200)

    alone, watched = plant(False), plant(True)
    assert alone.order_done.tolist() == watched.order_done.tolist() == [[16.0, 22.0, 28.0]]
    assert alone.setups.sum() == watched.setups.sum() == 3


def test_the_end_is_that_of_the_last_piece_where_pieces_end_the_run() -> None:
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0)])
    model.saturate("part")
    assert flow.simulate(model, until=1000, until_pieces=10).end_time.tolist() == [10.0]
