"""Rules between tables: routes that end, people who can, hours that add up, enough capacity."""

from itertools import pairwise

import pytest

from accord import plant
from accord.plant.capacity import loads


def found(folder, text):
    return [p for p in plant.check(folder) if text in f"{p.seen}; {p.rule}"]


def test_assemblies_in_a_circle_are_explained(files, make):
    files["components.csv"] = (
        "product,step,component,quantity\nunit,10,bracket,1\nbracket,10,clip,1\nclip,10,unit,1\n"
    )
    (problem,) = found(make(files), "circular")
    assert problem.seen == (
        "circular: unit is made of bracket is made of clip is made of unit"
    )  # fmt: skip
    assert str(problem.place) == "components.csv:2:9"


def test_a_long_chain_of_components_is_no_circle_and_no_crash(files, make):
    names = [f"part{i}" for i in range(3000)]
    files["operations.csv"] += "".join(f"{n},10,WELD,100,,0.1,100,0,,,0,0,,\n" for n in names)
    files["components.csv"] += "".join(f"{a},10,{b},1\n" for a, b in pairwise(names))
    files["orders.csv"] += "W9,part0,1,1999-01-04,1999-01-22,0\n"
    assert found(make(files), "circular") == []


def test_an_operator_without_skills_is_named(files, make):
    files["people.csv"] += "P6,presser,worker,O1,A,,,,,35,,,,,,,,,\n"
    (problem,) = found(make(files), "no skills")
    assert (str(problem.place), problem.kind) == ("people.csv:7:1", "warning")
    assert "skills for P6" in problem.remedy


def test_office_staff_need_no_skills(files, make):
    assert found(make(files), "no skills") == []


def test_a_team_larger_than_those_who_can_is_an_error(files, make):
    files["stations.csv"] = files["stations.csv"].replace("PR01-PR02,1,1", "PR01-PR02,3,1")
    (problem,) = found(make(files), "G63 needs 3 operators and 2 people run it")
    assert problem.kind == "error"


def test_a_set_up_that_nobody_masters_is_an_error(files, make):
    files["skills.csv"] = files["skills.csv"].replace("P4,SETUP,setup,3", "P4,SETUP,setup,1")
    (problem,) = found(make(files), "setup_skill of G63 is 'SETUP'")
    assert "level 2 or 3" in problem.rule


def test_demand_above_capacity_names_station_use_and_levers(files, make):
    files["orders.csv"] = files["orders.csv"].replace("W1,clip,5000", "W1,clip,400000")
    (problem,) = found(make(files), "demand above capacity")
    assert problem.kind == "warning"
    assert "G63 needs" in problem.seen
    assert "set-ups" in problem.remedy
    assert str(problem.place) == "stations.csv:2"


def test_the_load_of_one_press_is_what_arithmetic_says(one_press):
    (load,) = loads(plant.read(one_press))
    assert load.run_h == pytest.approx(4 * 24500 / 700)
    assert load.open_h == 4 * 5 * 7
    assert load.use_share == pytest.approx(1.0)


def test_scrap_rework_setups_and_breakdowns_are_in_the_load(files, make):
    by_name = {load.station.station: load for load in loads(plant.read(make(files)))}
    # clip: 5000 ordered and 2 x 1000 in units; bracket: 4000 and 1000; 0.5 % scrap at G63; 2 % of
    # the brackets go from WELD to SORT and come back to WELD.
    clips, brackets = 7000 / 0.995, 5000 / 0.995 / 0.98
    press = by_name["G63"]
    assert press.run_h == pytest.approx(clips / 700 + brackets * 0.98 / 600)
    assert press.setup_h == pytest.approx((clips + brackets * 0.98) / 5000 * 1.5)
    assert by_name["WELD"].run_h == pytest.approx(brackets * 0.995 * 18 / 3600 + 1000 / 100)
    assert by_name["SORT"].run_h == pytest.approx(0.02 * brackets * 0.995 * 18 / 3600)
    # Two crews back to back, 14 h 40 a day, 20 weekdays of the 26 days from 4 to 29 January.
    assert press.open_h == pytest.approx(2 * 20 * 44 / 3 * 60 / 62)


def test_contract_hours_and_shift_hours_are_compared_over_the_cycle(files, make):
    files["shifts.csv"] = files["shifts.csv"].replace("B,2,mon-fri", "B,2,mon-thu")
    (problem,) = found(make(files), "contract hours and shift hours agree")
    assert problem.seen == "1 person of crew B with 35 h a week, and shifts that pay 31.5 h"


def test_shifts_that_meet_around_midnight_overlap(files, make):
    files["shifts.csv"] = (
        "crew,week,day,start,end,breaks\nA,1,mon-sun,22:00,06:30,\nA,1,mon,06:00,10:00,\n"
        "B,1,mon-fri,06:00,13:00,\n"
    )
    (problem,) = found(make(files), "shifts of a crew do not overlap")
    assert problem.seen == "crew A works sun 22:00-06:30 and mon 06:00-10:00"


def test_the_last_week_of_a_cycle_meets_the_first(files, make):
    files["shifts.csv"] += "A,2,sun,22:00,07:00,\n"
    assert len(found(make(files), "shifts of a crew do not overlap")) == 1


def test_a_gap_in_the_steps_is_doubted(files, make):
    files["operations.csv"] = files["operations.csv"].replace("unit,10,WELD", "unit,30,WELD")
    files["operations.csv"] += (
        "unit,10,G63,100,,0.1,100,0,,,0,0,,\nunit,20,G63,100,,0.1,100,0,,,0,0,,\nunit,60,G63,100,,0.1,100,0,,,0,0,,\n"
    )
    files["components.csv"] = files["components.csv"].replace("unit,10", "unit,30")
    (problem,) = found(make(files), "equal distances")
    assert problem.remedy == "Is step 40 missing?"


def test_a_problem_in_every_row_is_listed_up_to_a_limit_and_counted(files, make):
    files["orders.csv"] = "order,product,quantity,release,due,priority\n" + "".join(
        f"W{i},clip,x,1999-01-04,1999-01-22,0\n" for i in range(1000)
    )
    told = [p for p in plant.check(make(files)) if p.place.file == "orders.csv"]
    assert len(told) == 201
    assert any(p.seen == "800 more rows like this" for p in told)


def test_scenario_mistakes_come_with_the_others(files, make):
    files["scenarios/s1.yaml"] = "name: S1\nfrom: 1999-02-30\nweekly_h: 35\n"
    files["scenarios/s2.yaml"] = (
        "name: S2\nfrom: 1999-02-01\nweekly_h: 35\n"
        "exits: [{person: P9, on: 1999-03-01, kind: layoff}]\n"
    )
    files["orders.csv"] = files["orders.csv"].replace("W1,clip,5000", "W1,clip,-1")
    places = [str(p.place) for p in plant.check(make(files)) if p.kind == "error"]
    assert "orders.csv:2:9" in places
    assert "scenarios/s1.yaml:2:7" in places
    assert any(place.startswith("scenarios/s2.yaml:4") for place in places)


def test_a_rework_bench_is_step_0_off_the_route_and_leaves_no_gap(files, make):
    files["operations.csv"] = files["operations.csv"].replace("bracket,20,", "bracket,30,")
    files["operations.csv"] = files["operations.csv"].replace("SORT,20", "SORT,30")
    files["operations.csv"] += (
        "bracket,20,G63,100,,0.1,100,0,,,0,0,,\nbracket,0,SORT,250,,0.1,100,0,,,0,0,,\n"
    )
    assert [p for p in plant.check(make(files)) if p.kind != "note"] == []


def test_a_bench_where_nothing_is_reworked_is_doubted(files, make):
    files["operations.csv"] += "clip,0,SORT,250,,0.1,100,0,,,0,0,,\n"
    (problem,) = found(make(files), "where none of it is reworked")
    assert (str(problem.place), problem.kind) == ("operations.csv:6:8", "warning")
    assert problem.seen == "step 0 of clip is at SORT, where none of it is reworked"


def test_a_route_of_a_bench_alone_is_an_error(files, make):
    files["operations.csv"] = files["operations.csv"].replace("clip,10,G63", "clip,0,G63")
    (problem,) = found(make(files), "clip has step 0 only")
    assert (str(problem.place), problem.kind) == ("operations.csv:2:6", "error")


def test_rework_does_not_return_to_the_bench(files, make):
    files["operations.csv"] = files["operations.csv"].replace("SORT,20", "SORT,0")
    files["operations.csv"] += "bracket,0,SORT,250,,0.1,100,0,,,0,0,,\n"
    (problem,) = found(make(files), "bracket has no step 0")
    assert problem.remedy == "Its steps: 10, 20."


@pytest.mark.parametrize("word", ["stay", "until_off", "free"])
def test_what_happens_at_a_failure_is_a_rule_of_the_plant(files, make, word):
    files["plant.yaml"] += f"rules: {{at_failure: {word}}}\n"
    assert plant.read(make(files)).rules.at_failure == word


def test_an_unknown_word_for_a_failure_lists_the_words(files, make):
    files["plant.yaml"] += "rules: {at_failure: leave}\n"
    (problem,) = found(make(files), "at_failure")
    assert "stay, until_off, free" in f"{problem.rule} {problem.remedy}"
    assert problem.place.line == 11
