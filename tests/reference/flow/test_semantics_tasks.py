"""Rules S11-S20, breakdowns, tasks, accounts and chance, on plants small enough for a pencil.

The rules are told in docs/background/flow-semantics.md. Minutes everywhere.
"""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow

from .small_models import DAY, good, machine_min, one_press, person_min


def done_of_three_pieces(failure: float) -> list[float]:
    """Run ten-minute pieces of 0, 100 and 200 on a press that fails; return when they end."""
    model = flow.Model(time_unit="min")
    model.station("press", failure=flow.Fixed(failure), repair=flow.Fixed(7.0))
    model.product("part", [flow.Step("press", time=10.0)])
    for at in (0.0, 100.0, 200.0):
        model.order("part", quantity=1, release=at)
    done: list[float] = np.asarray(flow.simulate(model, until=300.0).order_done)[0].tolist()
    return done


def test_s11_the_failure_clock_runs_only_with_the_machine() -> None:
    # The third piece fails five minutes in, whatever the machine waited before.
    assert done_of_three_pieces(25.0) == [10.0, 110.0, 217.0]


def test_s11_a_clock_that_ends_with_the_piece_does_not_stop_it() -> None:
    # Strict: nothing at 110; the third piece meets a clock at zero and fails as it starts.
    assert done_of_three_pieces(20.0) == [10.0, 110.0, 217.0]


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


def test_s18_a_shift_runs_over_midnight() -> None:
    model = one_press()
    model.person("P1", skills=["press"], duty=flow.daily("22:00-06:00"))
    result = flow.simulate(model, until=2 * DAY)
    # Night of the first day in full (48 pieces) and the first two hours of the second (12).
    assert good(result) == 48 + 12
    minutes = person_min(result, "P1")
    assert minutes["attend"] == 10.0 * good(result)


def test_s18_days_of_the_week_have_their_own_shifts() -> None:
    model = one_press()
    duty = flow.weekly({"mon": ["06:00-07:00"], "sun": ["22:00-02:00"]})
    model.person("P1", ["press"], duty)
    result = flow.simulate(model, until=14 * DAY, bucket=DAY)
    made = np.asarray(result.good_pieces)[0].sum(axis=1)
    # Sunday night runs into Monday: 12 pieces each side of midnight, the first Monday without.
    # The piece that ends at midnight itself belongs to the day that ends then.
    assert made.tolist() == [6, 0, 0, 0, 0, 0, 12, 18, 0, 0, 0, 0, 0, 12]


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
