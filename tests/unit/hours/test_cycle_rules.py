"""A written cycle held against the rules of its own problem, as part of the law check."""

from __future__ import annotations

import json

import pytest

from accord.errors import Place
from accord.hours import check_file, exports, solve_cycle
from accord.hours.cycle.read import read_problems

# two people on D by day, one on N at night; D in runs of 2 to 5, N of 2 to 3, no D after N
PLANT = """\
7
6
2
2 2 2 2 2 2 2
1 1 1 1 1 1 1
D 360 480 2 5
N 1320 480 2 3
2 4
3 5
1 0
N D
"""
HEAD = "week,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n"
PROFILES = """\
name: bakery
people: 3
shifts: {D: {start: '06:00', length_h: 8}}
days_off: [2, 5]
work: [2, 5]
profiles: {low: {D: {mon-fri: 1, sat-sun: 0}}, high: {D: {mon-fri: 2, sat-sun: 0}}}
"""


@pytest.fixture
def problem(tmp_path):
    path = tmp_path / "plant.txt"
    path.write_text(PLANT, encoding="utf-8")
    (found,) = read_problems(path)
    return found


@pytest.fixture
def five(tmp_path):
    """The same with five people: the only number for which there is a cycle."""
    path = tmp_path / "five.txt"
    path.write_text(PLANT.replace("7\n6\n", "7\n5\n", 1), encoding="utf-8")
    (found,) = read_problems(path)
    return found


@pytest.fixture
def solved(five):
    """A cycle that keeps every rule, as the rows of its file."""
    result = solve_cycle(five)
    return exports.matrix_csv(five, result.schedules).replace("\r", "").splitlines()


def check(tmp_path, rows, problem, name="cycle.csv"):
    path = tmp_path / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = check_file(path, country="us", problem=problem)
    return [v for v in found.violations if v.rule.startswith("cycle.")], found


def told(violations):
    return {(v.rule, v.who, v.first, v.value, v.limit) for v in violations}


def test_a_cycle_of_the_optimiser_keeps_its_own_rules(tmp_path, solved, five):
    broken, found = check(tmp_path, solved, five)
    assert broken == []
    assert found.verdict is True  # the law of the United States limits nothing


def test_each_rule_is_a_violation_with_value_limit_and_the_place_of_the_rule(tmp_path, problem):
    rows = [
        *HEAD.split(),
        "1,D,D,D,D,D,D,-",  # six days of D, seven with the last Sunday; one day off
        "2,N,D,-,-,N,N,-",  # a night before a day, a run of one of each
        "3,D,D,-,-,N,N,N",
        "4,-,-,-,-,-,D,D",  # five days off
        "5,-,-,D,D,D,-,-",
        "6,-,N,N,N,-,-,D",
    ]
    broken, found = check(tmp_path, rows, problem)
    assert found.verdict is False
    assert told(broken) >= {
        ("cycle.shift_block", "cycle", "week 6 sun", 7.0, 5.0),
        ("cycle.work_block", "cycle", "week 6 sun", 7.0, 5.0),
        ("cycle.off_block", "cycle", "week 1 sun", 1.0, 2.0),
        ("cycle.pair", "cycle", "week 2 mon", 1.0, 0.0),
        ("cycle.shift_block", "cycle", "week 2 mon", 1.0, 2.0),
        ("cycle.off_block", "cycle", "week 4 mon", 5.0, 4.0),
        ("cycle.cover", "*", "every fri", 2.0, 1.0),  # N in weeks 2 and 3
    }
    places = {v.rule: v.article for v in broken}
    file = str(tmp_path / "plant.txt")
    assert places["cycle.pair"] == f"{file}:11:1"
    assert places["cycle.off_block"].startswith(f"{file}:8:")
    assert next(v.place for v in broken if v.rule == "cycle.pair") == Place(
        str(tmp_path / "cycle.csv"), 3, 2
    )
    json.dumps(found.as_dict())


def test_a_run_across_the_end_of_the_cycle_is_one(tmp_path, problem):
    rows = [*HEAD.split(), *(f"{w},-,-,-,-,-,-,-" for w in range(1, 6)), "6,-,-,-,-,-,D,D"]
    rows[1] = "1,D,D,D,D,-,-,-"
    broken, _ = check(tmp_path, rows, problem)
    (run,) = [v for v in broken if v.rule == "cycle.work_block"]
    assert (run.first, run.last, run.value, run.limit) == ("week 6 sat", "week 1 thu", 6.0, 5.0)


def test_a_cycle_without_a_day_off_is_a_run_as_long_as_itself(tmp_path, problem):
    broken, _ = check(
        tmp_path, [*HEAD.split(), *(f"{w},D,D,D,D,D,D,D" for w in range(1, 7))], problem
    )
    (run,) = [v for v in broken if v.rule == "cycle.work_block"]
    assert (run.value, run.limit, run.unit) == (42.0, 5.0, "day")


def test_a_demand_that_is_not_met_names_its_weekday_shift_and_number(tmp_path, solved, five):
    short = [row.replace("N", "-") for row in solved]
    broken, _ = check(tmp_path, short, five)
    cover = [v for v in broken if v.rule == "cycle.cover"]
    assert {(v.value, v.limit) for v in cover} == {(0.0, 1.0)}
    assert {v.first for v in cover} == {
        f"every {day}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    }
    assert all("people on N" in v.text_en for v in cover)
    assert {v.article.rpartition(":")[0] for v in cover} == {f"{tmp_path / 'five.txt'}:5"}


def test_other_weeks_than_people_are_said_and_the_rules_held(tmp_path, solved, five):
    broken, found = check(tmp_path, solved[:-1], five)
    assert any("4 weeks, 5 people" in en for _, en in found.notes)
    assert "cycle.cover" in {v.rule for v in broken}  # who worked in the week left out is missing
    assert not any("weeks, 5" in en for _, en in check(tmp_path, solved, five)[1].notes)


def test_other_groups_than_those_of_the_problem_are_told_and_nothing_else(tmp_path, solved, five):
    rows = [f"group,{solved[0]}", *(f"a,{row}" for row in solved[1:]), "b,1,-,-,-,-,-,-,-"]
    broken, _ = check(tmp_path, rows, five)
    assert [(v.rule, v.value, v.limit) for v in broken] == [("cycle.shape", 2.0, 1.0)]


def test_hours_written_in_cells_are_the_shift_that_has_them(tmp_path, solved, five):
    clocks = [
        ",".join({"D": "06:00-14:00", "N": "22:00-06:00"}.get(c, c) for c in row.split(","))
        for row in solved
    ]
    assert check(tmp_path, clocks, five)[0] == []
    other = [row.replace("06:00-14:00", "06:00-15:00") for row in clocks]
    broken, _ = check(tmp_path, other, five)
    assert {v.rule for v in broken} == {"cycle.code"}
    assert "06:00-15:00 is no shift of five" in broken[0].text_en


def test_duties_of_a_crew_by_week_and_day_are_held_too(tmp_path, problem):
    rows = ["crew,week,day,start,end", "A,1,mon-sun,06:00,14:00"]
    rows += [f"A,{w},sun,," for w in range(2, 7)]
    broken, _ = check(tmp_path, rows, problem)
    assert ("cycle.work_block", "A", "week 1 mon", 7.0, 5.0) in told(broken)


def test_of_several_profiles_the_one_that_is_broken_least_is_held(tmp_path):
    (tmp_path / "bakery.yaml").write_text(PROFILES, encoding="utf-8")
    problems = read_problems(tmp_path / "bakery.yaml")
    rows = [*HEAD.split(), "1,D,D,D,D,D,-,-", "2,D,D,D,D,D,-,-", "3,-,-,-,-,-,-,-"]
    path = tmp_path / "c.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = check_file(path, country="us", problem=problems)
    assert {v.rule for v in found.violations} == {"cycle.off_block"}  # nine days off in a row
    assert any("bakery: high" in en for _, en in found.notes)


def test_groups_are_known_by_their_names_in_any_order(tmp_path):
    text = (
        "groups: [{name: a, people: 2}, {name: b, people: 1}]\n"
        "shifts: {D: {start: '06:00', length_h: 8}}\ndays_off: [2, 2]\nwork: [5, 5]\n"
        "demand: {D: {mon-fri: 3, sat-sun: 0}}\n"
    )
    (tmp_path / "g.yaml").write_text(text, encoding="utf-8")
    (problem,) = read_problems(tmp_path / "g.yaml")
    head = "group,week,Mon,Tue,Wed,Thu,Fri,Sat,Sun"
    week = "D,D,D,D,D,-,-"
    rows = [head, f"b,1,{week}", f"a,1,{week}", f"a,2,{week}"]
    assert check(tmp_path, rows, problem)[0] == []
    late = [head, "b,1,-,D,D,D,D,D,-", f"a,1,{week}", f"a,2,{week}"]
    broken, _ = check(tmp_path, late, problem)
    assert {v.who for v in broken if v.rule == "cycle.off_block"} == set()
    assert ("cycle.cover", "*", "every mon", 2.0, 3.0) in told(broken)
    assert {v.first for v in broken if v.rule == "cycle.cover"} == {"every mon", "every sat"}


def test_each_group_has_its_own_hours_and_free_weekends(tmp_path):
    rows = [
        "# D=06:00-14:00 N=22:00-06:00",
        "group,week,Mon,Tue,Wed,Thu,Fri,Sat,Sun",
        "a,1,D,D,D,D,D,-,-",
        "a,2,D,D,D,D,-,-,-",
        "b,1,-,-,-,-,D,D,N",
        "b,2,-,-,-,-,-,-,-",
    ]
    path = tmp_path / "g.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    told = check_file(path).as_dict()["crews"]
    assert told == [
        {"who": "a", "weeks": 2, "average_h": 36.0, "longest_week_h": 40.0, "free_weekends": 2},
        # of the night on Sunday two hours are in week 1, six in week 2
        {"who": "b", "weeks": 2, "average_h": 12.0, "longest_week_h": 18.0, "free_weekends": 1},
    ]
