"""The thousand published files, a fixed sample of them: verdicts, headcounts and frontiers.

Kind: other_program. Source: the tables of the working-time reference (sections 4 and 6: measured
with a model of another author's, the "yes" re-checked, the "no" confirmed where a second program
decided them). ``bench/cycles.py`` goes through all thousand.
"""

from __future__ import annotations

import pytest

from accord.hours import explain, fewest_people, frontier, solve_cycle
from accord.hours.cycle.checker import verify
from accord.hours.cycle.read import read_problems

# plant: headcount today, headcount at 35 h with a legal cycle (None: none at any headcount)
PLANTS = {
    1: (9, 11), 2: (9, 10), 3: (17, 19), 4: (13, 15), 5: (11, None), 6: (7, None), 7: (29, 24),
    8: (16, 17), 9: (47, 49), 10: (27, 30), 11: (30, 35), 12: (20, 24), 13: (24, 27), 14: (13, 17),
    15: (64, 83), 16: (29, 32), 17: (33, 37), 18: (53, 48), 19: (120, 136), 20: (163, 199),
}  # fmt: skip
HARD = (87, 267, 458, 505)  # for other models


@pytest.fixture(scope="module")
def published(outside):
    folder = outside("rws")
    return lambda number: read_problems(folder / f"Example{number}.txt")[0]


@pytest.mark.parametrize("number", PLANTS)
def test_a_plant_has_the_published_headcount_today_and_at_35_hours(published, number) -> None:
    problem = published(number)
    today, then = PLANTS[number]
    assert problem.num_people == today
    found = fewest_people(problem, limit=1)
    assert (found.cycle.problem.num_people if found.relaxations is None else None) == then
    if then is not None:
        assert found.cycle.problem.average_h <= 35
        assert verify(found.cycle.problem, found.cycle.schedules) == ()


@pytest.mark.parametrize("number", [5, 6])
def test_where_no_headcount_helps_the_smallest_changes_are_said_and_proven(
    published, number
) -> None:
    found = fewest_people(published(number))
    assert found.cycle.proof.kind in {"counting", "exact"}
    assert found.relaxations is not None
    assert found.relaxations.size >= 1
    assert found.relaxations.is_complete
    for changes, cycle in found.relaxations.sets:
        assert sum(change.steps for change in changes) == found.relaxations.size
        assert cycle.problem.average_h <= 35
        assert verify(cycle.problem, cycle.schedules) == ()
    assert all(core.proof.kind in {"counting", "exact"} for core in found.relaxations.cores)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (19, {120: 35 / 120, 126: 0.33, 130: 0.35, 136: 51 / 136}),
        (11, {30: 0.23, 35: 0.37}),
    ],
)
def test_the_frontier_passes_through_the_published_points(published, number, expected) -> None:
    problem = published(number)
    points = frontier(problem, points=20).points
    assert all(point.is_proven for point in points)
    share = {p.people: p.free_weekends / p.people for p in points if p.free_weekends is not None}
    for people, weekends in expected.items():
        assert share[people] == pytest.approx(weekends, abs=0.005)


@pytest.mark.parametrize("number", HARD)
def test_what_is_hard_for_other_models_is_impossible_with_a_proof(published, number) -> None:
    result = solve_cycle(published(number))
    assert result.status == "impossible"
    assert result.proof.kind in {"exact", "two_solvers"}


@pytest.mark.parametrize("number", range(25, 1000, 65))
def test_a_sample_of_the_files_is_decided_and_its_weekends_are_proven_optimal(
    published, number
) -> None:
    problem = published(number)
    result = solve_cycle(problem, objectives=("free_weekends",))
    assert result.status in {"found", "impossible"}
    assert result.proof.kind in {"counting", "exact", "two_solvers"}
    assert result.status == "impossible" or result.is_optimal
    assert solve_cycle(problem).status == result.status


def test_an_impossible_file_is_explained_with_its_own_headcount(published) -> None:
    found = explain(published(87))
    assert found.cycle.status == "impossible"
    assert found.relaxations is not None
    assert found.relaxations.size == 1
