"""The oracles of shift cycles against each other, before anything is measured by them.

Kind: other_program and hand. Three programs that share no code - depth-first enumeration, a model
of days and shifts for CP-SAT, and every word of one week read by the checker - must agree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from accord.hours.cycle.checker import verify
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType

from .enumerate_cycles import AIMS, count_aims, enumerate_cycle
from .random_cycles import random_problem, random_problems
from .second_formulation import solve_second


def weeks_of(text, names):
    return tuple(tuple(OFF if c == "-" else names.index(c) for c in w) for w in text.split())


def day_shifts():
    """M from 06:00, A from 14:00, N from 22:00, 8 h each; L from 05:00 for 14 h."""
    clock = {"M": (360, 480), "A": (840, 480), "N": (1320, 480), "L": (300, 840)}
    return [ShiftType(n, (s,) * 7, (m,) * 7, (1, 9)) for n, (s, m) in clock.items()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MMMMM--", {"free_weekends": 1}),
        # Sunday of week 1 and Monday of week 2 are no weekend; M after N is earlier by 16 of 24 h
        # on the clock, which is 8 h forward, without rest
        ("MAN---- -MMM-NM", {"free_weekends": 1, "single_days_off": 1, "quick_returns": 1}),
        # Saturday stands alone; and over the seam Sunday (work) and Monday (off) each stand alone
        ("-M----- -MMMM-A", {"single_days_off": 2, "single_work_days": 2, "free_weekends": 1}),
        # six nights over the seam are three beyond the third; A after N is 8 h back with 8 h rest
        ("NNN--NA -MM-NNN", {
            "nights_beyond": 3, "single_days_off": 2, "quick_returns": 1, "backward_steps": 1
        }),
        # 14 h from 05:00 leave 10 h before the same shift and 11 h before 06:00, both too little;
        # from 06:00 to 05:00 is no step back, it is less than two hours
        ("MMMMLL- ----LMM", {"quick_returns": 2}),
    ],
)  # fmt: skip
def test_the_count_of_each_aim_is_the_one_counted_by_hand(text, expected):
    schedule = weeks_of(text, "MANL")
    groups = (Group("all", len(schedule), (0, 1, 2, 3)),)
    shifts = tuple(day_shifts())
    problem = CycleProblem("hand", groups, shifts, ((0,) * 7,) * 4, (1, 99), (1, 99))
    assert count_aims(problem, [schedule]) == dict.fromkeys(AIMS, 0) | expected


def test_random_problems_are_the_same_for_a_seed():
    assert random_problems(range(20)) == random_problems(range(20))


def test_random_problems_step_on_every_trap():
    problems = random_problems(range(400))
    seen = Counter()
    for p in problems:
        shift_most = max(s.block[1] for s in p.shifts)
        seen["work and rest shorter than a week"] += p.work_block[0] + p.off_block[0] < 7
        seen["blocks of one day"] += p.work_block == (1, 1)
        seen["shift block above work block"] += shift_most > p.work_block[1]
        seen["bounds that do not bind"] += p.work_block[1] > 7 * p.num_people
        seen["flat demand"] += all(len(set(row)) == 1 and row[0] for row in p.demand)
        seen["nobody is ever off"] += {*map(sum, zip(*p.demand, strict=True))} == {p.num_people}
        seen["nobody is asked for"] += not any(map(any, p.demand))
        seen["a shift that may not follow itself"] += any(a == b for a, b in p.pairs)
        seen["triple over a day off"] += any(b == OFF for _, b, _ in p.triples)
        seen["triple over a shift"] += any(b != OFF for _, b, _ in p.triples)
        seen["hours by weekday"] += any(len(set(s.length_min)) > 1 for s in p.shifts)
        seen["surplus"] += p.surplus > 0
        seen["rest in week"] += p.rest_in_week > 0
        seen["free weekend"] += p.free_weekend_in > 0
        seen["two groups"] += len(p.groups) == 2
        seen["unlike skills"] += len({g.shifts for g in p.groups}) == 2
        seen[f"{len(p.shifts)} shifts"] += 1
    assert min(seen.values()) >= 3
    assert len(seen) == 22


def with_demand_of(problem, codes):
    """Ask for exactly what one week gives."""
    shifts = range(len(problem.shifts))
    demand = tuple(tuple(int(code == s) for code in codes) for s in shifts)
    return replace(problem, demand=demand)


@pytest.mark.parametrize("seed", range(24))
def test_enumeration_of_one_week_agrees_with_every_word_read_by_the_checker(seed):
    problem = random_problem(seed, most_weeks=1, most_shifts=2)
    codes = (OFF, *range(len(problem.shifts)))
    words = [[w] for w in product(codes, repeat=7) if not verify(problem, [(w,)])]
    result = enumerate_cycle(problem)
    assert result.status == ("found" if words else "impossible")
    if words:
        counts = [count_aims(problem, [word]) for word in words]
        for aim in AIMS:
            best = (max if aim == "free_weekends" else min)(c[aim] for c in counts)
            assert enumerate_cycle(problem, (aim,)).values == (best,)


def test_enumeration_and_the_second_formulation_agree_and_the_checker_finds_no_fault():
    statuses = Counter()
    for problem in random_problems(range(150)):
        first, second = enumerate_cycle(problem), solve_second(problem)
        if "unknown" in {first.status, second.status}:
            continue
        assert first.status == second.status, problem.name
        statuses[first.status] += 1
        if first.status == "found":
            assert verify(problem, first.schedules) == verify(problem, second.schedules) == ()
            aim = AIMS[statuses["found"] % len(AIMS)]
            first, second = enumerate_cycle(problem, (aim,)), solve_second(problem, aim)
            assert "unknown" in {first.status, second.status} or first.values == (second.value,)
            for found in (first, second):
                if found.status == "found":
                    assert verify(problem, found.schedules) == ()
                    assert count_aims(problem, found.schedules)[aim] == first.values[0]
    assert min(statuses["found"], statuses["impossible"]) >= 40


def test_two_aims_are_ranked_one_after_the_other():
    for problem in random_problems(range(60)):
        both = enumerate_cycle(problem, ("free_weekends", "single_days_off"))
        if both.status == "found":
            assert both.values[:1] == enumerate_cycle(problem, ("free_weekends",)).values
            assert both.values[1] >= enumerate_cycle(problem, ("single_days_off",)).values[0]
            counts = count_aims(problem, both.schedules)
            assert both.values == (counts["free_weekends"], counts["single_days_off"])
