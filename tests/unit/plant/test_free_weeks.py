"""Weeks of a cycle without work: between others, and after the last one with a shift."""

from datetime import date, timedelta

import pytest

from accord import plant
from accord.errors import InputError
from accord.plant.calendar import DUTY, ShiftPlan, num_weeks
from accord.plant.records import CycleRequest, Shift

MONDAY = date(1999, 1, 4)
TABLE = """\
crew,week,day,start,end,breaks,cycle_weeks
A,1,mon-fri,06:00,13:20,09:30-09:50 unpaid,{a}
A,3,mon-fri,13:20,20:40,16:30-16:50 unpaid,
B,1,mon-fri,13:20,20:40,16:30-16:50 unpaid,{b}
B,2,mon-fri,06:00,13:20,09:30-09:50 unpaid,
"""


@pytest.fixture
def shop(files, make):
    """Return the small shop whose crews have cycles of so many weeks (empty: not said)."""

    def written(a="", b=""):
        files["shifts.csv"] = TABLE.format(a=a, b=b)
        return make(files)

    return written


def weeks_worked(found, crew, num):
    plan = ShiftPlan(found)
    return [bool(plan.on(MONDAY + timedelta(weeks=week)).get(crew)) for week in range(num)]


def test_a_week_without_rows_is_free_and_the_last_ones_are_when_the_cycle_says_so(shop):
    found = plant.read(shop(a=4, b=3))
    assert weeks_worked(found, "A", 9) == [True, False, True, False] * 2 + [True]
    assert weeks_worked(found, "B", 9) == [True, True, False] * 3
    present = plant.presence(found, MONDAY, 12)
    duties = (present.kind == DUTY) & (present.person_index == present.people.index("P1"))
    assert duties.sum() == 3 * 2 * 5


def test_without_a_word_the_cycle_ends_with_its_highest_week(shop):
    found = plant.read(shop())
    assert weeks_worked(found, "A", 6) == [True, False, True] * 2
    assert weeks_worked(found, "B", 4) == [True] * 4
    assert num_weeks([Shift("A", 3, 0, 360, 800), Shift("A", 1, 0, 360, 800)]) == 3


def told(folder, text):
    return [p for p in plant.check(folder) if text in f"{p.seen}; {p.rule}"]


def test_a_free_week_between_others_is_asked_about_until_the_cycle_is_said(shop):
    (problem,) = told(shop(), "no shift for crew A in week 2 of 3")
    assert problem.kind == "warning"
    assert "cycle_weeks" in problem.remedy
    assert told(shop(a=3), "no shift for crew") == []


def test_contract_hours_are_held_against_all_weeks_of_the_cycle(shop):
    """35 h of shifts in two weeks of four are 17.5 h, not the contract's 35 h."""
    (problem,) = [p for p in told(shop(a=4, b=2), "contract hours") if "crew A" in p.seen]
    assert "17.5 h" in problem.seen


@pytest.mark.parametrize(
    ("weeks", "place", "seen"),
    [
        ({"a": 2}, "shifts.csv:2", "a cycle of 2 weeks and shifts in week 3"),
        ({"a": 0}, "shifts.csv:2", "0"),
        ({"a": "4\nA,2,sat,06:00,12:00,,5"}, "shifts.csv:3", "of 5 weeks and, in line 2, of 4"),
    ],
)
def test_a_cycle_that_cannot_be_is_an_error_with_its_place(shop, weeks, place, seen):
    with pytest.raises(InputError) as error:
        plant.read(shop(**weeks))
    (problem,) = [p for p in error.value.problems if p.kind == "error"]
    assert str(problem.place).startswith(place)
    assert seen in problem.seen


def test_a_free_last_week_is_written_and_read_again(shop, tmp_path):
    first = plant.read(shop(a=4))
    plant.write_folder(first, tmp_path / "again")
    plant.write_workbook(first, tmp_path / "again.xlsx")
    for path in (tmp_path / "again", tmp_path / "again.xlsx"):
        assert plant.read(path).shifts == first.shifts


SCENARIO = """\
name: S1
title: {{fr: semaine libre, en: free week}}
from: 1999-03-01
weekly_h: 35
{more}
shifts:
  - {{crew: [A, B], weeks: 1-2, days: mon-fri, start: "06:00", end: "13:20", cycle_weeks: {weeks}}}
"""


def test_a_scenario_says_the_weeks_of_its_cycle_and_how_long_a_crew_may_be_off(files, make):
    files["scenarios/S1.yaml"] = SCENARIO.format(weeks=3, more="cycle: {most_days_off: 9}")
    found = plant.read(make(files))
    (scenario,) = found.scenarios
    assert scenario.cycle == CycleRequest(most_days_off=9)
    applied = plant.apply(found, scenario)
    plan, first = ShiftPlan(applied), date(1999, 3, 1)
    worked = [bool(plan.on(first + timedelta(weeks=week))) for week in range(6)]
    assert sorted(worked) == [False] * 2 + [True] * 4


def test_a_cycle_of_a_scenario_that_is_too_short_is_an_error(files, make):
    files["scenarios/S1.yaml"] = SCENARIO.format(weeks=1, more="")
    with pytest.raises(InputError, match=r"cycle_weeks is .1.; it must be at least 2"):
        plant.read(make(files))
