"""The optimiser against plain listing of all rosters, and its answers where time or rules end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from accord.errors import HoursError
from accord.hours.rosters import (
    OFF,
    Cover,
    Person,
    Request,
    RosterProblem,
    Shift,
    check_roster,
    solve,
)

from .tiny_rosters import least_cost, random_problem

NUM_CASES = 264


@pytest.mark.parametrize("start", range(0, NUM_CASES, 24))
def test_the_cost_is_the_least_of_all_legal_rosters(start) -> None:
    verdicts = set()
    for seed in range(start, start + 24):
        problem = random_problem(seed)
        least = least_cost(problem)
        result = solve(problem)
        verdicts.add(result.status)
        if least is None:
            assert result.status == "impossible", problem
            assert result.clashes
            continue
        assert (result.status, result.cost, result.bound) == ("optimal", least, least), problem
        check = check_roster(problem, result.roster)
        assert check.is_legal
        assert check.cost == least
    assert "optimal" in verdicts


def week(num_people=4, **rules):
    """Two weeks of early and late, three people wanted in all; wishes that contradict them."""
    shifts = (Shift("E", 480), Shift("L", 480, frozenset({0})))
    person = Person("P", (14, 14), 3360, 4320, 2, 5, 2, 1)
    people = tuple(replace(person, name=f"P{i}", **rules) for i in range(num_people))
    covers = tuple(Cover(day, s, 1 + (s == 0), 100, 1) for day in range(14) for s in (0, 1))
    wishes = tuple(
        Request(i, day, 0, 2, is_on=day < 7) for i in range(num_people) for day in (5, 9)
    )
    return RosterProblem("week", 14, shifts, people, covers, wishes)


@pytest.mark.parametrize(
    "rules",
    [
        {"max_weekends": 2},
        {"max_work_run": 6},
        {"min_work_run": 1},
        {"min_off_run": 1},
        {"min_total_min": 2880},
        {"max_total_min": 4800},
    ],
)
def test_a_looser_rule_never_costs_more(rules) -> None:
    assert solve(week(**rules)).cost <= solve(week()).cost


def test_another_person_never_costs_more_where_nobody_has_to_work() -> None:
    free = {"min_total_min": 0}
    assert solve(week(5, **free)).cost <= solve(week(4, **free)).cost


def test_the_same_seed_gives_the_same_roster() -> None:
    assert solve(week(), seed=5).roster == solve(week(), seed=5).roster
    assert solve(week(), seed=5).cost == solve(week(), seed=6).cost


def test_progress_tells_rising_bounds_and_falling_costs() -> None:
    told = []
    result = solve(week(), progress=lambda bound, cost, cpu_s: told.append((bound, cost, cpu_s)))
    bounds = [bound for bound, _, _ in told]
    costs = [cost for _, cost, _ in told if cost is not None]
    assert bounds == sorted(bounds)
    assert costs == sorted(costs, reverse=True)
    assert (bounds[-1], costs[-1]) == (result.bound, result.cost)


def test_without_time_nothing_is_claimed() -> None:
    result = solve(week(), time_limit_s=0.0)
    assert (result.status, result.cost, result.roster, result.assignments) == (
        "unknown", None, None, None,
    )  # fmt: skip
    assert result.proof == "the time was up before the first bound"


def test_a_roster_found_when_time_ends_keeps_its_proven_bound() -> None:
    told = []
    solve(week(), progress=lambda bound, cost, cpu_s: told.append((bound, cost, cpu_s)))
    first_roster = next(cpu_s for _, cost, cpu_s in told if cost is not None)
    result = solve(week(), time_limit_s=first_roster * 1.01)
    if result.status == "found":
        assert result.bound < result.cost
        assert check_roster(week(), result.roster).cost == result.cost


def test_the_result_is_one_json_object() -> None:
    problem = week()
    result = solve(problem)
    told = json.loads(json.dumps(result.as_dict()))
    assert list(told) == ["file", "status", "cost", "bound", "assignments", "cpu_s", "proof"]
    assert (told["file"], told["status"], told["cost"]) == ("week", "optimal", result.cost)
    assert list(told["assignments"]) == ["P0", "P1", "P2", "P3"]
    names = {"E": 0, "L": 1, "-": OFF}
    rows = [[names[name] for name in row] for row in told["assignments"].values()]
    assert check_roster(problem, rows).cost == result.cost


def test_people_without_a_legal_row_are_named_with_the_rules_that_clash() -> None:
    problem = week()
    people = (problem.people[0], replace(problem.people[1], max_work_run=1))
    result = solve(replace(problem, people=people, requests=()))
    assert (result.status, result.cost, result.bound, result.roster) == (
        "impossible", None, None, None,
    )  # fmt: skip
    (clash,) = result.clashes
    assert clash.person == "P1"
    assert clash.rules == ("min_work_run 2", "max_work_run 1", "min_total_min 3360")
    assert "P1 has no legal row of days" in result.proof


def test_a_day_off_that_was_fixed_and_a_shift_that_was_fixed_are_kept() -> None:
    problem = week()
    allowed = {3: frozenset({OFF}), 4: frozenset({1})}
    people = (replace(problem.people[0], allowed=allowed), *problem.people[1:])
    row = solve(replace(problem, people=people)).assignments["P0"]
    assert row[3:5] == ["-", "L"]


def test_after_an_absence_only_the_days_that_must_change_do() -> None:
    before = solve(week())
    people = tuple(
        replace(person, previous=row, change_weight=1000)
        for person, row in zip(week().people, before.roster, strict=True)
    )
    same = solve(replace(week(), people=people))
    assert same.roster == before.roster
    gone = next(day for day, code in enumerate(before.roster[0]) if code != OFF)
    ill = replace(people[0], days_off=frozenset({gone}))
    after = solve(replace(week(), people=(ill, *people[1:])))
    assert after.status == "optimal"
    assert after.roster[0][gone] == OFF
    assert check_roster(replace(week(), people=people), after.roster).changes >= 1000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"people": ()}, "there must be a day, a shift and a person"),
        ({"num_days": 0}, "there must be a day, a shift and a person"),
        ({"people": (week().people[0],) * 2}, "names of people must differ"),
        ({"requests": (Request(9, 0, 0, 1, is_on=True),)}, "no such person, day or shift"),
        ({"requests": (Request(0, 0, 0, -1, is_on=True),)}, "a negative weight"),
        ({"covers": (Cover(14, 0, 1, 1, 1),)}, "no such day or shift"),
        ({"covers": (Cover(0, 0, -1, 1, 1),)}, "a negative number"),
        ({"people": (replace(week().people[0], max_shifts=(1,)),)}, "must be those of the shifts"),
        ({"people": (replace(week().people[0], history=(2,)),)}, "must be those of the shifts"),
        ({"people": (replace(week().people[0], previous=(0,)),)}, "must have 14 days"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused(change, message) -> None:
    with pytest.raises(HoursError, match=message):
        solve(replace(week(), **change))


def test_without_covers_everyone_has_their_wishes() -> None:
    result = solve(replace(week(), covers=()))
    assert (result.status, result.cost) == ("optimal", 0)


def test_weights_of_very_different_size_keep_the_proof_whole() -> None:
    problem = week(5)
    covers = tuple(replace(cover, under_weight=1_000_000) for cover in problem.covers)
    result = solve(replace(problem, covers=covers))
    assert result.status == "optimal"
    assert check_roster(problem, result.roster).under == 100 * (result.cost // 1_000_000)


def test_the_kernel_gives_the_same_without_its_compiler() -> None:
    script = (
        "from accord.hours.rosters import *\n"
        "shifts = (Shift('E', 480), Shift('L', 480, frozenset({0})))\n"
        "people = tuple(Person(f'P{i}', (7, 3), 960, 2400, 2, 5, 2, 1) for i in range(3))\n"
        "covers = tuple(Cover(d, s, 1, 9, 2) for d in range(7) for s in (0, 1))\n"
        "wish = (Request(0, 3, 1, 4, True), Request(1, 2, 0, 3, False))\n"
        "result = solve(RosterProblem('case', 7, shifts, people, covers, wish))\n"
        "print(result.status, result.cost, result.bound, result.roster)\n"
    )

    def run(**changes):
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **changes},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    compiled = run()
    assert compiled.startswith("optimal ")
    assert run(NUMBA_DISABLE_JIT="1") == compiled
