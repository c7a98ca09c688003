"""Each rule S1-S20 on a plant so small that the numbers can be worked out by hand.

The rules are told in docs/background/flow-semantics.md. Minutes everywhere, no randomness.
"""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow
from accord.errors import DeadlockError

DAY = 24 * 60.0


def one_press(cycle: float = 10.0, **station: object) -> flow.Model:
    """Build a press that needs one person for the whole cycle and never lacks work."""
    model = flow.Model(time_unit="min")
    model.station("press", operators=1, **station)
    model.product("part", [flow.Step("press", time=cycle)])
    model.saturate("part")
    return model


def person_min(result: flow.FlowResult, person: str) -> dict[str, float]:
    """Return the minutes of a person in each state, whole run."""
    hours = np.asarray(result.person_h)[0].sum(axis=0)[list(result.people).index(person)]
    return dict(zip(flow.PERSON_STATES, (hours * 60.0).round(6).tolist(), strict=True))


def machine_min(result: flow.FlowResult, i_machine: int = 0) -> dict[str, float]:
    """Return the minutes of a machine in each state, whole run."""
    hours = np.asarray(result.machine_h)[0].sum(axis=0)[i_machine]
    return dict(zip(flow.MACHINE_STATES, (hours * 60.0).round(6).tolist(), strict=True))


def good(result: flow.FlowResult) -> int:
    """Return all good pieces of the run."""
    return int(np.asarray(result.good_pieces).sum())


def test_s1_a_piece_begun_before_the_shift_ends_is_finished_as_overtime() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:05"))
    result = flow.simulate(model, until=DAY)
    # Pieces end at 370, 380, ... 420; the seventh runs from 420 to 430, five minutes past 425.
    assert good(result) == 7
    assert person_min(result, "P1") | {"attend": 65.0, "overtime": 5.0} == person_min(result, "P1")


def test_s2_a_late_start_shortens_the_break() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("06:00-07:05", "07:20-08:00"))
    result = flow.simulate(model, until=DAY)
    # Seven pieces until 430, back at 440 as planned: four more end at 450, 460, 470 and 480.
    assert good(result) == 11


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


def test_s13_a_person_tends_another_machine_while_one_runs_alone() -> None:
    model = flow.Model(time_unit="min")
    model.station("lathe", machines=3, operators=1, attendance="load", load=1.0)
    model.product("part", [flow.Step("lathe", time=5.0)])
    model.saturate("part")
    model.person("P1", skills=["lathe"], duty=flow.daily("00:00-24:00"))
    result = flow.simulate(model, until=600.0)
    # Loaded at 0, 1 and 2, ended at 6, 7 and 8, and so on every six minutes: nobody ever waits
    # for the person, who is free three minutes of six.
    assert good(result) == 100 + 99 + 99
    person = person_min(result, "P1")
    assert person["load"] == pytest.approx(300.0)
    assert person["wait"] == pytest.approx(300.0)


def test_s18_a_shift_runs_over_midnight() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("22:00-06:00"))
    result = flow.simulate(model, until=2 * DAY)
    # Night of the first day in full (48 pieces) and the first two hours of the second (12).
    assert good(result) == 48 + 12
    minutes = person_min(result, "P1")
    assert minutes["attend"] == 10.0 * good(result)


def test_s19_a_person_nobody_needs_leaves_every_draw_unchanged() -> None:
    def run(num_people: int) -> np.ndarray:
        model = one_press(3.0, failure=flow.Exponential(60.0), repair=flow.Exponential(9.0))
        model.station("idle", operators=1)
        for i in range(num_people):
            skills = ["press"] if i == 0 else ["idle"]
            model.person(f"P{i}", skills=skills, duty=flow.daily("06:00-14:00"))
        result = flow.simulate(model, until=20 * DAY, bucket=DAY, replications=4, seed=3)
        return np.asarray(result.good_pieces)

    assert np.array_equal(run(1), run(2))
    assert np.array_equal(run(1), run(5))


def test_s20_a_plant_starts_empty_and_idle() -> None:
    model = flow.Model(time_unit="min")
    for i in range(4):
        model.station(f"s{i}")
    model.product("part", [flow.Step(f"s{i}", time=5.0) for i in range(4)])
    model.saturate("part")
    result = flow.simulate(model, until=40.0)
    # The first piece leaves at 20, then one every five minutes.
    assert good(result) == 5


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


def test_s11_the_failure_clock_runs_only_with_the_machine() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", failure=flow.Fixed(25.0), repair=flow.Fixed(7.0))
    model.product("part", [flow.Step("press", time=10.0)])
    for at in (0.0, 100.0, 200.0):
        model.order("part", quantity=1, release=at)
    # The third piece fails five minutes in, whatever the machine waited before.
    assert np.asarray(flow.simulate(model, until=300.0).order_done)[0].tolist() == [
        10.0,
        110.0,
        217.0,
    ]


def test_s11_a_clock_that_ends_with_the_piece_does_not_stop_it() -> None:
    model = flow.Model(time_unit="min")
    model.station("press", failure=flow.Fixed(20.0), repair=flow.Fixed(7.0))
    model.product("part", [flow.Step("press", time=10.0)])
    for at in (0.0, 100.0, 200.0):
        model.order("part", quantity=1, release=at)
    # Strict: nothing at 110; the third piece meets a clock at zero and fails as it starts.
    assert np.asarray(flow.simulate(model, until=300.0).order_done)[0].tolist() == [
        10.0,
        110.0,
        217.0,
    ]


def test_s11_a_calendar_clock_runs_always() -> None:
    model = flow.Model(time_unit="min")
    model.station(
        "press", failure=flow.Fixed(45.0), repair=flow.Fixed(7.0), breakdown_clock="calendar"
    )
    model.product("part", [flow.Step("press", time=10.0)])
    for at in (0.0, 40.0, 100.0):
        model.order("part", quantity=1, release=at)
    # Fails at 45 inside the second piece, is repaired at 52, fails again at 97 at the latest
    # when the third piece arrives: its repair then delays it by at most seven minutes.
    first, second, third = np.asarray(flow.simulate(model, until=300.0).order_done)[0].tolist()
    assert first == 10.0
    assert second == 57.0
    assert 110.0 <= third <= 117.0


def test_s12_the_piece_is_kept_and_its_person_stays() -> None:
    model = one_press(10.0, failure=flow.Fixed(4.0), repair=flow.Fixed(6.0))
    model.person("P1", skills=["press"], duty=flow.daily("00:00-24:00"))
    result = flow.simulate(model, until=22.0)
    # Work 0-4, repair 4-10, work 10-14, repair 14-20, work 20-22: ten minutes of work.
    assert good(result) == 1
    assert machine_min(result)["run"] == 10.0
    assert machine_min(result)["repair"] == 12.0
    assert person_min(result, "P1")["attend"] == 10.0
    assert person_min(result, "P1")["down"] == 12.0


def test_s12_a_repairer_is_waited_for() -> None:
    model = flow.Model(time_unit="min")
    model.station(
        "press", failure=flow.Fixed(4.0), repair=flow.Fixed(6.0), repair_skill="MAINTENANCE"
    )
    model.product("part", [flow.Step("press", time=5.0)])
    model.order("part", quantity=1)
    model.person("R1", [flow.Skill("MAINTENANCE", "repair")], flow.daily("01:00-02:00"))
    result = flow.simulate(model, until=200.0)
    assert np.asarray(result.order_done)[0].tolist() == [67.0]  # repaired 60-66, one minute left
    assert machine_min(result)["down"] == 56.0
    assert person_min(result, "R1")["repair"] == 6.0


@pytest.mark.parametrize(
    ("rule", "overtime", "second"), [("stay", 30.0, 0.0), ("until_off", 0.0, 6.0)]
)
def test_s12_at_the_end_of_the_shift_a_person_stays_at_a_broken_machine_or_not(
    rule: str, overtime: float, second: float
) -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(at_failure=rule))
    model.station("press", operators=1, failure=flow.Fixed(14.0), repair=flow.Fixed(30.0))
    model.product("part", [flow.Step("press", time=20.0)])
    model.order("part", quantity=1)
    model.person("P1", ["press"], [flow.Window(0.0, 20.0)])
    model.person("P2", ["press"], [flow.Window(60.0, 100.0)])
    result = flow.simulate(model, until=100.0)
    # Broken at 14, repaired at 44; the last six minutes are P1's until 50, or P2's from 60.
    assert person_min(result, "P1")["overtime"] == overtime
    assert person_min(result, "P2")["attend"] == second


def test_s12_a_person_may_be_free_while_the_machine_is_repaired() -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(at_failure="free"))
    model.station("press", operators=1, failure=flow.Fixed(4.0), repair=flow.Fixed(30.0))
    model.station("bench", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    model.product("odd_job", [flow.Step("bench", time=12.0)])
    model.order("part", quantity=1)
    model.order("odd_job", quantity=1, release=1.0)
    model.person("P1", ["press", "bench"], flow.daily("00:00-24:00"))
    result = flow.simulate(model, until=200.0)
    # Broken at 4: the odd job runs 4-16; back at 34, 4 minutes, repair 38-68, the last 2.
    assert np.asarray(result.order_done)[0].tolist() == [70.0, 16.0]


def test_s14_a_pace_is_taken_at_the_start_of_a_task() -> None:
    model = flow.Model(time_unit="min", rules=flow.Rules(shift_end="finish"))
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=10.0)])
    for _ in range(2):
        model.order("part", quantity=1)
    model.person("slow", [flow.Skill("press", pace=0.5)], [flow.Window(0.0, 15.0)])
    model.person("quick", ["press"], [flow.Window(15.0, 100.0)])
    # The slow person ends his piece at 20, five minutes past his shift, at his own pace.
    assert np.asarray(flow.simulate(model, until=200.0).order_done)[0].tolist() == [20.0, 30.0]


def test_s15_absence_is_drawn_per_person_and_leaves_other_draws_alone() -> None:
    def run(num_people: int, share: float) -> np.ndarray:
        model = flow.Model(time_unit="min")
        model.station("press", operators=1)
        model.product("part", [flow.Step("press", time=10.0)])
        model.saturate("part")
        for i in range(num_people):
            model.person(f"P{i}", ["press"], flow.daily("06:00-14:00"))
        model.absence = flow.AbsenceModel(share=(share,) * num_people)
        result = flow.simulate(model, until=200 * DAY, replications=10, seed=8)
        wait = np.asarray(result.person_h)[:, :, :, [*range(len(flow.PERSON_STATES) - 1)]]
        return wait.sum(axis=(1, 3))  # hours of presence, replication x person

    nobody_ill, some_ill, one_more = run(2, 0.0), run(2, 0.1), run(3, 0.1)
    assert (nobody_ill == 8.0 * 200).all()
    share = 1.0 - some_ill / nobody_ill
    assert 0.04 < share.mean() < 0.18
    assert share.std() > 0.02  # people differ
    assert np.array_equal(some_ill, one_more[:, :2])


def test_s17_no_task_ends_before_it_begins_and_none_overlap_on_a_machine() -> None:
    model = flow.Model(time_unit="min")
    for i in range(3):
        model.station(
            f"s{i}",
            machines=2,
            operators=1,
            buffer=2 if i else None,
            failure=flow.Exponential(30.0),
            repair=flow.Exponential(5.0),
        )
    model.product("part", [flow.Step(f"s{i}", time=flow.Exponential(2.0)) for i in range(3)])
    model.saturate("part")
    for i in range(4):
        model.person(f"P{i}", ["s0", "s1", "s2"], flow.daily("06:00-10:00", "10:30-14:00"))
    trace = flow.simulate(model, until=2 * DAY, seed=6, trace=True).trace
    assert trace is not None
    assert trace.height > 500
    assert (trace["start"] <= trace["end"]).all()
    for (_machine, kind), tasks in trace.group_by("machine", "kind"):
        if kind == "run":
            ordered = tasks.sort("end")
            ends = ordered["end"].to_list()
            starts = ordered["start"].to_list()
            assert all(a <= b for a, b in zip(ends, starts[1:], strict=False))


def test_s18_days_of_the_week_have_their_own_shifts() -> None:
    model = one_press()
    duty = flow.weekly({"mon": ["06:00-07:00"], "sun": ["22:00-02:00"]})
    model.person("P1", ["press"], duty)
    result = flow.simulate(model, until=14 * DAY, bucket=DAY)
    made = np.asarray(result.good_pieces)[0].sum(axis=1)
    # Sunday night runs into Monday: 12 pieces each side of midnight, the first Monday without.
    # The piece that ends at midnight itself belongs to the day that ends then.
    assert made.tolist() == [6, 0, 0, 0, 0, 0, 12, 18, 0, 0, 0, 0, 0, 12]


def test_s20_the_warm_up_is_left_out_of_every_result() -> None:
    model = one_press()
    model.person("P1", ["press"], flow.daily("06:00-14:00"))
    whole = flow.simulate(model, until=5 * DAY, bucket=DAY)
    later = flow.simulate(model, until=5 * DAY, bucket=DAY, warm_up=2 * DAY)
    for field in ("good_pieces", "operations", "machine_h", "person_h"):
        assert np.array_equal(
            np.asarray(getattr(whole, field))[:, 2:], np.asarray(getattr(later, field))
        )
    assert later.bucket_start[0] == 2 * DAY
