"""Nights in a row, where a shift is a night on some weekdays only: one meaning, counted three ways.

The brute force reads every word of one or two weeks and counts on its own; the optimiser must give
its best value, the tally its count of every word.
"""

from __future__ import annotations

from itertools import product

import pytest

from accord.hours import solve_cycle
from accord.hours.cycle.checker import verify
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType
from accord.hours.cycle.tally import tally
from accord.hours.cycle.words import spell

ADVISED = 3


def late_shift(night_days, block=(1, 99)):
    """Give a shift of 8 h: from 22:00 on its night days, from 14:00 on the others."""
    starts = tuple(1320 if day in night_days else 840 for day in range(7))
    return ShiftType("L", starts, (480,) * 7, block)


def early_shift():
    return ShiftType("E", (360,) * 7, (480,) * 7, (1, 99))


def brute_count(word, night_days, late=0):
    """Count the nights with three more of the late shift right before them, round the cycle."""
    is_night = [code == late and i % 7 in night_days for i, code in enumerate(word)]
    return sum(all(is_night[i - back] for back in range(ADVISED + 1)) for i in range(len(word)))


def in_weeks(word):
    return tuple(tuple(word[i : i + 7]) for i in range(0, len(word), 7))


def problem(weeks, shifts, demand, **rules):
    group = Group("all", weeks, tuple(range(len(shifts))))
    bounds = {"off_block": (1, 99), "work_block": (1, 99)} | rules
    return CycleProblem("nights", (group,), shifts, demand, **bounds)


@pytest.mark.parametrize(
    ("text", "night_days", "expected"),
    [
        # Monday to Thursday are nights: the fourth is beyond three, Friday is none
        ("LLLLLL-", {0, 1, 2, 3}, 1),
        # five days of the shift, but only three nights in a row
        ("LLLLL--", {0, 1, 2}, 0),
        # Wednesday ends the row: two nights before it, two after it
        ("LLLLL--", {0, 1, 3, 4}, 0),
        # Friday to Monday over the seam: the row goes on into the first week
        ("L---LLL ----LLL", {0, 4, 5, 6}, 1),
        ("LLL--EL -----LL", {0, 1, 2, 6}, 1),
        ("LLE--EL -----LL", {0, 1, 2, 6}, 0),
        ("LLL----", {0, 1, 2, 3, 4, 5, 6}, 0),
        ("LLLLL-- LLLLLL-", {0, 1, 2, 3, 4, 5, 6}, 5),
    ],
)
def test_a_day_on_which_the_shift_is_no_night_ends_the_row(text, night_days, expected) -> None:
    shifts = (late_shift(night_days), early_shift())
    schedule = tuple(tuple("LE".find(c) if c != "-" else OFF for c in w) for w in text.split())
    case = problem(len(schedule), shifts, ((0,) * 7,) * 2)
    assert tally(case, schedule)["nights_beyond"] == expected
    word = [code for week in schedule for code in week]
    assert brute_count(word, night_days) == expected


@pytest.mark.parametrize("night_days", [{0, 1, 2, 3}, {4, 5, 6, 0}])
def test_the_tally_counts_every_word_of_a_week_as_brute_force_does(night_days) -> None:
    case = problem(1, (late_shift(night_days), early_shift()), ((0,) * 7,) * 2)
    for word in product((OFF, 0, 1), repeat=7):
        assert tally(case, in_weeks(word))["nights_beyond"] == brute_count(word, night_days), word


CASES = [
    # nights of five weekdays, people asked for on six
    ({0, 1, 2, 3, 4}, (2, 1, 1, 2, 1, 1, 0), {}),
    ({0, 1, 3, 4, 5}, (1, 2, 1, 1, 1, 2, 0), {}),
    ({3, 4, 5, 6, 0}, (1, 1, 0, 1, 1, 2, 1), {}),
    (set(range(7)), (1, 1, 1, 1, 1, 1, 1), {"work_block": (5, 14)}),
    ({0, 1, 2, 3}, (1, 1, 1, 1, 1, 1, 1), {"work_block": (4, 14)}),
    ({0, 1, 2, 3}, (2, 2, 1, 1, 1, 1, 0), {"work_block": (1, 14)}),
]


@pytest.mark.parametrize(("night_days", "demand", "rules"), CASES)
def test_the_optimiser_and_cp_sat_reach_the_best_of_all_words(night_days, demand, rules) -> None:
    case = problem(2, (late_shift(night_days),), (demand,), **rules)
    values = [
        brute_count(word, night_days)
        for word in product((OFF, 0), repeat=14)
        if tuple(sum(word[d + 7 * w] == 0 for w in (0, 1)) for d in range(7)) == demand
        and not verify(case, [in_weeks(word)])
    ]
    result = solve_cycle(case, objectives=("nights_beyond",))
    assert result.status == "found"
    assert result.is_optimal
    assert result.objectives == {"nights_beyond": min(values)}
    assert result.counts == {"nights_beyond": min(values)}
    assert spell(case, {"nights_beyond": -1}, limit_s=5.0).value == -min(values)


def test_brute_force_meets_cases_in_which_the_meanings_differ() -> None:
    # counted as days of the block, Friday would be the fourth night; it is the second in a row
    word = (0, 0, OFF, 0, 0, 0, 0)
    assert brute_count(word, {3, 4}) == 0
    assert max(brute_count(w, {0, 1, 2, 3}) for w in product((OFF, 0), repeat=7)) == 1
