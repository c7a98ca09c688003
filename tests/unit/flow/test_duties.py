"""Duties become calendar entries: breaks, nights, patterns, arrays, extra shifts."""

import numpy as np
import pytest

from accord import flow
from accord.errors import ModelError
from accord.flow.duties import presence_of
from accord.flow.kernel import layout as k
from accord.flow.model import PersonSpec

MIN = 60_000_000
DAY = 1440
KINDS = {
    int(k.C_DUTY_START): "on",
    int(k.C_DUTY_END): "off",
    int(k.C_BREAK_START): "break",
    int(k.C_BREAK_END): "back",
    int(k.C_CONDITION): "ask",
    int(k.C_SKILL): "skill",
    int(k.C_MACHINE_ON): "machine on",
    int(k.C_MACHINE_OFF): "machine off",
    int(k.C_RELEASE): "release",
}


def entries(model, compiled, who=None):
    """Return (minute, kind) of the entries, of one person if asked."""
    table = compiled(model).calendars.entries(1, 0)
    people = np.isin(table["kind"], (k.C_DUTY_START, k.C_DUTY_END, k.C_BREAK_START, k.C_BREAK_END))
    chosen = table if who is None else table[people & (table["who"] == who)]
    return [(int(e["time"]) // MIN, KINDS[int(e["kind"])]) for e in chosen]


def with_duty(press, duty):
    press.people[0] = PersonSpec("P1", press.people[0].skills, duty)
    return press


def test_a_window_with_breaks_is_left_and_entered_in_turn(press, compiled):
    model = with_duty(press, (flow.Window(360, 840, ((700, 710), (540, 560))),))
    assert entries(model, compiled, who=0) == [
        (360, "on"), (540, "break"), (560, "back"), (700, "break"), (710, "back"), (840, "off"),
    ]  # fmt: skip


def test_each_entry_knows_when_its_person_leaves_next(press, compiled):
    model = with_duty(press, (flow.Window(360, 840, ((540, 560), (700, 710))),))
    table = compiled(model).calendars.table
    mine = table[(table["who"] == 0) & (table["kind"] != k.C_RELEASE)]
    next_away = dict(
        zip((mine["time"] // MIN).tolist(), (mine["off"] // MIN).tolist(), strict=True)
    )
    assert (next_away[360], next_away[560], next_away[710]) == (540, 700, 840)
    until = dict(zip((mine["time"] // MIN).tolist(), (mine["until"] // MIN).tolist(), strict=True))
    assert (until[360], until[540], until[700]) == (840, 560, 710)


def test_breaks_that_touch_are_one_and_a_duty_begins_after_a_first_break(press, compiled):
    model = with_duty(press, (flow.Window(0, 60, ((0, 10), (10, 20), (30, 35), (35, 40))),))
    assert entries(model, compiled, who=0) == [
        (20, "on"), (30, "break"), (40, "back"), (60, "off"),
    ]  # fmt: skip
    with pytest.raises(ModelError, match="person P1: the duty from 0 h is all break"):
        compiled(with_duty(press, (flow.Window(0, 60, ((0, 10), (10, 60))),)))


def test_a_person_with_touching_breaks_works_in_none_of_them():
    model = flow.Model(time_unit="min")
    model.station("press", operators=1)
    model.product("part", [flow.Step("press", time=1.0, transfer=1)])
    model.order("part", 100)
    model.person("P1", ["press"], [flow.Window(0, 60, ((0, 10), (20, 30), (30, 40), (55, 60)))])
    assert int(flow.simulate(model, until=100).good_pieces.sum()) == 10 + 15


def test_arrays_of_windows_say_the_same_as_windows_one_by_one(press, compiled):
    written = (
        flow.Window(3000, 3400),
        flow.Window(360, 840, ((540, 560), (700, 710))),
        flow.Window(1800, 2280, ((2000, 2030),)),
    )
    packed = flow.Windows(
        start=np.array([3000.0, 360.0, 1800.0]),
        end=np.array([3400.0, 840.0, 2280.0]),
        break_window=np.array([2, 1, 1]),
        break_start=np.array([2000.0, 700.0, 540.0]),
        break_end=np.array([2030.0, 710.0, 560.0]),
    )
    one = compiled(with_duty(press, written)).calendars
    other = compiled(with_duty(press, packed)).calendars
    assert one.table.tobytes() == other.table.tobytes()
    assert one.working_day.tolist() == other.working_day.tolist()


def test_a_break_of_arrays_must_lie_in_one_of_their_windows(press, compiled):
    one = np.array([1])
    packed = flow.Windows(np.array([0.0]), np.array([60.0]), one, one * 10.0, one * 20.0)
    with pytest.raises(ModelError, match="person P1: break_window has 1 to 1"):
        compiled(with_duty(press, packed))


def test_a_daily_duty_over_midnight_comes_every_day(press, compiled):
    model = with_duty(press, flow.daily("22:00-06:00"))
    nights = [t for t, kind in entries(model, compiled, who=0) if kind == "on"]
    assert nights == [1320 + DAY * d for d in range(7)]
    ends = [t for t, kind in entries(model, compiled, who=0) if kind == "off"]
    assert ends == [1800 + DAY * d for d in range(7)]


def test_a_weekly_duty_comes_on_its_days(press, compiled):
    duty = flow.weekly({"mon": ["06:00-10:00", "10:30-14:00"], "sat": ["06:00-12:00"]})
    model = with_duty(press, duty)
    starts = [t for t, kind in entries(model, lambda m: compiled(m, days=14), 0) if kind == "on"]
    assert starts == [360, 630, 5 * DAY + 360, 7 * DAY + 360, 7 * DAY + 630, 12 * DAY + 360]


def test_nobody_has_a_calendar_who_is_always_there(press, compiled):
    model = with_duty(press, None)
    assert entries(model, compiled, who=0) == [(0, "on")]


def test_windows_after_the_end_of_the_run_are_left_out(press, compiled):
    model = with_duty(press, tuple(flow.Window(d * DAY, d * DAY + 60) for d in range(400)))
    assert len([e for e in entries(model, compiled, who=0) if e[1] == "on"]) == 8  # day 0 to 7


def test_duties_that_only_touch_are_allowed_and_overlaps_are_not(press, compiled):
    touching = (flow.Window(0, 60), flow.Window(60, 90))
    assert len(entries(with_duty(press, touching), compiled, who=0)) == 4
    with pytest.raises(ModelError, match="two duties overlap at 1 h"):
        compiled(with_duty(press, (flow.Window(60, 90), flow.Window(0, 61))))


def test_overlapping_breaks_are_refused(press, compiled):
    for breaks in (((10, 30), (20, 40)), ((10, 10),), ((50, 70),), ((-5, 5),)):
        with pytest.raises(ModelError, match="person P1: the break from"):
            compiled(with_duty(press, (flow.Window(0, 60, breaks),)))


def test_breaks_of_one_person_are_not_those_of_the_next():
    people = [
        PersonSpec("P1", (), (flow.Window(0, 60, ((50, 60),)),)),
        PersonSpec(
            "P2", (), (flow.Window(0, 60, ((5, 10),)), flow.Window(100, 160, ((110, 120),)))
        ),
    ]
    p = presence_of(people, (), MIN, 10 * DAY * MIN)
    assert p.owner.tolist() == [0, 1, 1]
    assert p.owner[p.break_window].tolist() == [0, 1, 1]
    assert (p.break_start // MIN).tolist() == [50, 5, 110]


def test_at_one_instant_ends_come_before_questions_and_questions_before_starts(press, compiled):
    press.extra_shifts.append(flow.ExtraShift(840.0, 5.0, ((1, flow.Window(840, 900)),)))
    press.machine_dates.append(flow.MachineDate("pack-1", 840.0, None))
    press.machine_dates.append(flow.MachineDate("pack-2", None, 840.0))
    press.order("part", 5, release=840.0)
    press.people[0] = PersonSpec("P1", (flow.Skill("press", since=840.0),), press.people[0].duty)
    at = [kind for t, kind in entries(press, compiled) if t == 840]
    assert set(at[:2]) == {"off", "machine off"}
    assert set(at[2:5]) == {"ask", "machine on", "skill"}
    assert set(at[5:-1]) == {"on"}
    assert at[-1] == "release"


def test_entries_are_sorted_by_time_and_rank(press, compiled):
    press.absence = flow.AbsenceModel((0.3, 0.3))
    table = compiled(press, days=60).calendars.entries(1, 0)
    key = table["time"] * 16 + table["rank"]
    assert (np.diff(key) >= 0).all()


def test_an_extra_shift_carries_its_condition_to_each_person(press, compiled):
    window = flow.Window(1500, 1560, ((1520, 1530),))
    for threshold in (5.0, 9.0):
        press.extra_shifts.append(flow.ExtraShift(1500, threshold, ((0, window), (1, window))))
    press.extra_shifts.pop(0)
    calendars = compiled(press).calendars
    assert calendars.conditions.tolist() == [9.0]
    starts = calendars.table[calendars.table["kind"] == k.C_DUTY_START]
    extra = starts[starts["arg"] == 0]
    assert extra["who"].tolist() == [0, 1]
    assert (extra["off"] // MIN).tolist() == [1520, 1520]
    assert set(starts["arg"].tolist()) == {-1, 0}
