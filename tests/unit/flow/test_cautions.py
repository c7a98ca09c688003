"""A result says what makes it worth less than it looks, and is silent when nothing does."""

from __future__ import annotations

import numpy as np
import pytest

from accord import flow
from accord.errors import ModelError
from accord.flow.cautions import series_bucket
from accord.flow.measure import is_better_low, samples


def queue(load: float, **station: object) -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station("server", **station)
    model.product("part", [flow.Step("server", time=flow.Exponential(1.0))])
    model.arrivals("part", every=flow.Exponential(1 / load))
    return model


@pytest.mark.parametrize("bucket", [None, 200.0])
@pytest.mark.parametrize("load", [0.5, 0.9])
def test_a_long_run_of_a_stable_queue_is_silent(bucket, load):
    result = flow.simulate(queue(load), until=20_000, replications=10, bucket=bucket)
    assert result.warnings == ()


@pytest.mark.parametrize("bucket", [None, 200.0])
@pytest.mark.parametrize("replications", [2, 10])
def test_a_load_above_one_is_named_with_its_station(bucket, replications):
    result = flow.simulate(queue(1.1), until=20_000, replications=replications, bucket=bucket)
    (said,) = (line for line in result.warnings if "known to" not in line)
    assert said.startswith("server: its queue grows to ")
    assert "load of 1 or more" in said


def test_stable_queues_rarely_alarm():
    alarms = 0
    for seed in range(40):
        result = flow.simulate(queue(0.95), until=20_000, replications=5, bucket=400.0, seed=seed)
        alarms += any("grows" in line for line in result.warnings)
    assert alarms <= 2


def test_one_replication_is_said_to_have_no_interval():
    result = flow.simulate(queue(0.5), until=1000)
    assert result.warnings == ("1 replication: nothing here has an interval. Ask for 5 or more",)


def test_a_wide_interval_is_told_with_its_width():
    result = flow.simulate(queue(0.5), until=100, replications=4)
    assert result.warnings[0].startswith("good pieces are known to +-")


def test_few_breakdowns_name_station_and_machines():
    model = queue(0.5, machines=2, failure=flow.Exponential(5000), repair=flow.Exponential(10))
    few = flow.simulate(model, until=10_000, replications=5)
    assert len(few.warnings) == 1
    each = few.breakdowns.sum() / 2
    assert f"server (machines server-1, server-2) {each:.3g}" in few.warnings[0]
    assert each < 10
    enough = flow.simulate(model, until=200_000, replications=10)
    assert enough.breakdowns.sum() >= 20
    assert enough.warnings == ()


def test_a_machine_that_never_failed_is_named():
    model = queue(0.5, failure=1e9, repair=1.0)
    result = flow.simulate(model, until=20_000, replications=5)
    assert "server (machines server) 0" in result.warnings[0]


def test_a_start_unlike_the_rest_is_told_with_the_warm_up():
    model = flow.Model(time_unit="min")
    names = [f"s{i}" for i in range(30)]
    for name in names:
        model.station(name)
    model.product("part", [flow.Step(name, time=30.0) for name in names])
    model.saturate("part")  # the first piece comes after 900 minutes
    result = flow.simulate(model, until=6000, replications=3, bucket=100)
    said = [line for line in result.warnings if "unlike the rest" in line]
    assert len(said) == 1
    assert "give warm_up=1000" in said[0]
    assert "instead of" in said[0]
    settled = flow.simulate(model, until=6000, replications=3, bucket=100, warm_up=1000)
    assert not any("unlike" in line for line in settled.warnings)


def test_no_good_piece_is_told():
    result = flow.simulate(queue(0.5), until=1e-6, replications=2)
    assert result.warnings[0].startswith("no good piece")


def test_the_course_is_watched_in_whole_cycles_of_the_calendar():
    model = queue(0.5)
    assert series_bucket(model, 6000.0) == 100.0
    model.person("o1", ["server"], flow.daily("06:00-14:00"))
    assert series_bucket(model, 30 * 1440.0) == 1440.0
    assert series_bucket(model, 10 * 1440.0) is None
    model.person("o2", ["server"], flow.weekly({"mon": ["06:00-14:00"]}))
    assert series_bucket(model, 30 * 10_080.0) == 10_080.0


def test_shifts_alone_raise_no_alarm():
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=flow.Exponential(1.0))])
    model.saturate("part")
    model.person("o1", ["press"], flow.daily("06:00-14:00"))
    for bucket in (60.0, 1440.0):
        result = flow.simulate(model, until=60 * 1440.0, replications=5, bucket=bucket)
        assert result.warnings == ()


def test_a_backlog_that_grows_is_told():
    model = flow.Model(time_unit="h")
    model.station("press")
    model.product("part", [flow.Step("press", time=flow.Lognormal(1.0, 0.2))])
    model.conwip(5)
    for i in range(100):
        model.order("part", 30, release=24.0 * i)
    result = flow.simulate(model, until=2400, replications=5, bucket=24)
    (said,) = result.warnings
    assert said.startswith("the backlog grows to ")
    model.orders = model.orders[::2]  # 15 a day are made in time
    kept_up = flow.simulate(model, until=2400, replications=5, bucket=48)
    assert not any("backlog" in line for line in kept_up.warnings)


def test_one_run_without_a_good_piece_says_so():
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)  # and nobody to attend it
    model.product("part", [flow.Step("press", time=1.0)])
    model.saturate("part")
    said = flow.simulate(model, until=100).warnings
    assert [line.split(":")[0].split(".")[0] for line in said] == [
        "nobody masters press, where 1 are needed at a machine",
        "1 replication",
        "no good piece in any replication",
    ]


def test_a_station_that_nobody_masters_is_named():
    model = queue(0.5, operators=1)
    result = flow.simulate(model, until=100.0)
    assert any("nobody masters server" in said for said in result.warnings)


def test_experience_without_effects_is_told_to_change_nothing():
    model = queue(0.5, operators=1)
    model.person("o1", [flow.Skill("server", experience=0)])
    said = flow.simulate(model, until=100.0).warnings
    assert any("experience or mentor of o1 changes nothing" in word for word in said)
    model.effects = model.effects.switched({"learning": "prior"})
    said = flow.simulate(model, until=100.0).warnings
    assert not any("changes nothing" in word for word in said)


def test_late_orders_can_be_measured_and_compared():
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=flow.Exponential(1.0))])
    for k in range(20):
        model.order("part", 1, due=float(k + 1))
    result = flow.simulate(model, until=100.0, replications=5)
    late = samples(result, "tardiness")
    assert np.array_equal(late, result.deadlines.mean_tardiness)
    assert np.array_equal(samples(result, "share_on_time"), result.deadlines.share_on_time)
    assert is_better_low("tardiness")
    assert not is_better_low("share_on_time")
    with pytest.raises(ModelError, match="no order has a due date"):
        samples(flow.simulate(queue(0.5), until=100.0), "tardiness")


def test_a_team_that_is_too_small_is_named():
    model = queue(0.5, operators=2)
    model.person("o1", ["server"])
    result = flow.simulate(model, until=100)
    assert any("only 1 masters server, where 2 are needed" in said for said in result.warnings)


def crewed_press() -> flow.Model:
    model = flow.Model(time_unit="min")
    model.station(
        "press",
        failure=flow.Exponential(50),
        repair=5,
        repair_skill="fitter",
        setup_skill="setter",
    )
    model.product("part", [flow.Step("press", time=1.0, setup=5.0, lot=10)])
    model.order("part", 100)
    model.maintenance("press", 60, 5, skill="oiler")
    return model


def test_crews_without_people_are_named_with_the_task_that_is_missing():
    model = crewed_press()
    model.person("o1", ["fitter"])  # runs a station of that name: no repair
    said = " ".join(flow.simulate(model, until=500).warnings)
    for skill, task in (("fitter", "repair"), ("setter", "setup"), ("oiler", "repair")):
        assert f"nobody masters {skill} as {task}" in said
        assert f"{{station: {skill}, task: {task}}}" in said


def test_crews_with_people_are_not_named():
    model = crewed_press()
    skills = [flow.Skill(s, t) for s, t in (("fitter", "repair"), ("setter", "setup"))]
    model.person("o1", [*skills, flow.Skill("oiler", "repair")])
    assert not any("nobody" in said for said in flow.simulate(model, until=500).warnings)


@pytest.mark.parametrize("enter", ["saturate", "arrivals"])
def test_lots_that_enter_smaller_than_they_are_set_up_for_are_named(enter):
    model = flow.Model(time_unit="min")
    model.station("press")
    model.product("part", [flow.Step("press", time=1.0, setup=30.0, lot=50)])
    if enter == "saturate":
        model.saturate("part")
    else:
        model.arrivals("part", every=flow.Exponential(40))
    said = flow.simulate(model, until=500, replications=2).warnings
    assert any("part enters by 1" in line and "lots of 50" in line for line in said)


@pytest.mark.parametrize(("rule", "is_told"), [("stay", True), ("until_off", False)])
def test_overtime_beside_a_broken_machine_is_told(rule, is_told):
    model = flow.Model(time_unit="min", rules=flow.Rules(at_failure=rule))
    fails = {"failure": flow.Exponential(200), "repair": 10, "repair_skill": "fitter"}
    model.station("press", operators=1, **fails)
    model.product("part", [flow.Step("press", time=1.0)])
    model.saturate("part")
    model.person("o1", ["press"], flow.weekly({"mon": ["06:00-14:00"]}))
    mends = [flow.Skill("fitter", "repair")]
    model.person("m1", mends, flow.weekly({"wed": ["06:00-14:00"]}))
    said = flow.simulate(model, until=4 * 7 * 1440, replications=3).warnings
    assert any("at_failure: until_off" in line for line in said) == is_told


def test_a_crew_for_a_matrix_of_setups_is_looked_for_too():
    model = flow.Model(time_unit="min")
    into = {"white": {"black": 10}, "black": {"white": 40}}
    model.station("press", setups=into, setup_skill="setter")
    for name in into:
        model.product(name, [flow.Step("press", time=1.0, family=name)])
        model.order(name, 10)
    said = flow.simulate(model, until=500).warnings
    assert any("nobody masters setter as setup" in line for line in said)
