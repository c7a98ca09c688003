"""The cycle optimiser against two other programs: depth-first enumeration and a day-shift model.

Kind: other_program. Verdicts agree both ways; where a cycle exists the proven optimum is that of
the oracle, is counted again on the schedule itself, and the checker finds no fault. The default
tests take a sample; the slow ones the whole number.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from accord.hours import solve_cycle
from accord.hours.cycle.checker import verify
from accord.hours.cycle.read import read_problems
from accord.hours.cycle.words import spell

from .enumerate_cycles import AIMS, count_aims, enumerate_cycle
from .random_cycles import random_problem
from .second_formulation import solve_second

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("ACCORD_DATA", ROOT / ".." / "shared" / "data")).resolve()
RANKED = ("free_weekends", "single_days_off", "backward_steps")
PROOF_S = 0.2  # the verdicts are compared here; how they are proven is tested elsewhere


def solved(problem, aims):
    """Solve, and hold the schedule against the rules and the values against the schedule."""
    result = solve_cycle(problem, objectives=aims, proof_limit_s=PROOF_S)
    if result.status == "found":
        assert verify(problem, result.schedules) == (), problem
        counts = count_aims(problem, result.schedules)
        assert result.objectives == {aim: counts[aim] for aim in aims}, problem
        assert result.bounds == result.objectives, problem  # proven
    return result


def agrees_with_enumeration(problem, aims):
    """Tell the common status; "unknown" where the enumeration gives up."""
    expected = enumerate_cycle(problem, aims)
    if expected.status == "unknown":
        return "unknown"
    result = solved(problem, aims)
    assert result.status == expected.status, problem
    assert tuple(result.objectives.values()) == expected.values, (problem, aims)
    return expected.status


def agrees_with_second_formulation(problem, aim=None, *, limit=0.5):
    """Tell the common status; "unknown" where the second formulation does not decide in time."""
    expected = solve_second(problem, aim, limit=limit)
    if expected.status == "unknown":
        return "unknown"
    result = solved(problem, (aim,) if aim else ())
    assert result.status == expected.status, problem
    assert aim is None or result.objectives.get(aim) == expected.value, (problem, aim)
    return expected.status


def aims_of(seed):
    """Take turns: none, each of the six, three ranked."""
    turns = ((), *((aim,) for aim in AIMS), RANKED)
    return turns[seed % len(turns)]


def test_a_sample_of_small_cycles_agrees_with_enumeration():
    found = Counter(
        agrees_with_enumeration(random_problem(seed), aims_of(seed)) for seed in range(130)
    )
    assert found["found"] + found["impossible"] >= 125
    assert min(found["found"], found["impossible"]) >= 50


def test_the_words_of_cp_sat_agree_with_enumeration():
    found = Counter()
    for seed in range(200, 236):
        problem, aim = random_problem(seed), AIMS[seed % len(AIMS)]
        expected = enumerate_cycle(problem, (aim,))
        sign = 1 if aim == "free_weekends" else -1
        spelled = spell(problem, {aim: sign}, limit_s=1.0)
        if "unknown" in {expected.status, spelled.status}:
            continue
        status = "impossible" if spelled.status == "impossible" else "found"
        assert status == expected.status, problem
        found[status] += 1
        if status == "found":
            assert verify(problem, spelled.schedules) == (), problem
            assert spelled.value == spelled.bound == sign * expected.values[0], problem
            # what an earlier aim holds: one better than its best is impossible
            held = [({aim: sign}, spelled.value + 1)]
            assert spell(problem, None, held, limit_s=1.0).status == "impossible"
    assert min(found["found"], found["impossible"]) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("block", range(6))
def test_six_hundred_small_cycles_agree_with_enumeration_in_every_aim(block):
    found = Counter()
    for seed in range(100 * block, 100 * block + 100):
        problem = random_problem(seed)
        status = agrees_with_enumeration(problem, ())
        found[status] += 1
        for aims in (*((aim,) for aim in AIMS), RANKED) if status == "found" else ():
            agrees_with_enumeration(problem, aims)
    assert found["found"] + found["impossible"] >= 95
    assert min(found["found"], found["impossible"]) >= 30


def test_a_sample_of_cycles_of_four_to_ten_weeks_agrees_with_the_second_formulation():
    found = Counter()
    for seed in range(40, 80):
        problem = random_problem(seed, least_weeks=4, most_weeks=10)
        aims = aims_of(seed)
        found[agrees_with_second_formulation(problem, aims[0] if aims else None)] += 1
    assert found["found"] + found["impossible"] >= 36
    assert min(found["found"], found["impossible"]) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("block", range(4))
def test_three_hundred_cycles_of_four_to_ten_weeks_agree_with_the_second_formulation(block):
    found = Counter()
    for seed in range(1000 + 100 * block, 1100 + 100 * block):
        problem = random_problem(seed, least_weeks=4, most_weeks=10)
        aims = aims_of(seed)
        found[agrees_with_second_formulation(problem, aims[0] if aims else None)] += 1
    assert found["found"] + found["impossible"] >= 90
    assert min(found["found"], found["impossible"]) >= 30


def published(every, most_people):
    """Read every so manieth published problem that is small."""
    folder = DATA / "rws"
    if not folder.is_dir():
        pytest.skip(f"no outside data in {folder} (set ACCORD_DATA)")
    problems = [read_problems(folder / f"Example{i}.txt")[0] for i in range(1, 1001, every)]
    return [problem for problem in problems if problem.num_people <= most_people]


def test_a_sample_of_published_problems_agrees_with_the_second_formulation():
    problems = published(every=17, most_people=20)
    found = Counter(agrees_with_second_formulation(p, limit=0.1) for p in problems)
    assert found["found"] >= 3
    assert found["impossible"] >= 3


@pytest.mark.slow
def test_published_problems_of_up_to_24_people_agree_with_the_second_formulation():
    problems = published(every=4, most_people=24)
    found = Counter(agrees_with_second_formulation(p, limit=0.5) for p in problems)
    assert found["found"] + found["impossible"] >= 70
    assert min(found["found"], found["impossible"]) >= 12
