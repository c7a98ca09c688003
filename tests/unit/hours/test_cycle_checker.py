"""Each rule of a cycle is broken by a schedule that breaks nothing else, at the seam too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.hours.cycle.checker import Fault, verify
from accord.hours.cycle.problem import OFF, CycleProblem, Group, ShiftType

NAMES = "DAN"
FREE = (1, 99)
D, A, N = range(3)


def read(text):
    """Read weeks such as ``DDDDD-- NNNN---``."""
    return tuple(tuple(OFF if c == "-" else NAMES.index(c) for c in w) for w in text.split())


def problem_of(*texts, **rules):
    """Build the loosest problem that the schedules keep: their own demand, no bound that binds."""
    schedules = [read(text) for text in texts]
    shifts = tuple(ShiftType(name, (360,) * 7, (480,) * 7, FREE) for name in NAMES)
    demand = tuple(
        tuple(sum(week[day] == s for plan in schedules for week in plan) for day in range(7))
        for s in range(len(NAMES))
    )
    groups = tuple(
        Group(f"g{i}", len(plan), tuple(range(len(NAMES)))) for i, plan in enumerate(schedules)
    )
    free = CycleProblem("case", groups, shifts, demand, off_block=FREE, work_block=FREE)
    return replace(free, **rules)


def with_block(problem, shift, block):
    shifts = list(problem.shifts)
    shifts[shift] = replace(shifts[shift], block=block)
    return replace(problem, shifts=tuple(shifts))


def faults(text, problem=None, **rules):
    """Return the faults in short: rule, week, weekday, value, limit."""
    problem = problem or problem_of(text, **rules)
    assert verify(problem_of(text), [read(text)]) == ()  # nothing but the rule under test
    return [(f.rule, f.week, f.weekday, f.value, f.limit) for f in verify(problem, [read(text)])]


def test_a_schedule_that_keeps_every_rule_has_no_fault():
    text = "DDDDD-- DDAAA-- -NNNN--"
    problem = problem_of(
        text,
        off_block=(2, 3),
        work_block=(4, 5),
        pairs=frozenset({(N, D), (N, A), (A, D)}),
        triples=frozenset({(N, OFF, D)}),
        rest_in_week=2,
        free_weekend_in=2,
    )
    problem = with_block(with_block(with_block(problem, D, (2, 5)), A, (3, 3)), N, (4, 4))
    assert verify(problem, [read(text)]) == ()


@pytest.mark.parametrize(("surplus", "found"), [(0, 2), (1, 0)])
def test_cover_above_the_demand_is_a_fault_only_beyond_the_surplus(surplus, found):
    text = "DDDDD-- DDAAA--"
    problem = problem_of(text, surplus=surplus)
    demand = [list(row) for row in problem.demand]
    demand[D][1] -= 1
    demand[A][4] -= 1
    problem = replace(problem, demand=tuple(map(tuple, demand)))
    result = verify(problem, [read(text)])
    assert [f.rule for f in result] == ["cover"] * found
    if found:
        assert [(f.week, f.weekday, f.value, f.limit) for f in result] == [
            (0, 1, 2, 1),
            (0, 4, 1, 0),
        ]


@pytest.mark.parametrize("surplus", [0, 1, 5])
def test_cover_below_the_demand_is_a_fault_whatever_the_surplus(surplus):
    text = "DDDDD-- DDAAA--"
    problem = problem_of(text)
    demand = [list(row) for row in problem.demand]
    demand[N][6] = 1
    problem = replace(problem, demand=tuple(map(tuple, demand)), surplus=surplus)
    (fault,) = verify(problem, [read(text)])
    assert (fault.rule, fault.weekday, fault.value, fault.limit) == ("cover", 6, 0, 1)


def test_cover_counts_the_people_of_all_groups():
    plans = "DDDDD--", "--DDDDD NN-----"
    problem = problem_of(*plans)
    assert problem.demand[D] == (1, 1, 2, 2, 2, 1, 1)
    assert verify(problem, [read(p) for p in plans]) == ()
    (fault,) = verify(
        replace(problem, demand=((1, 1, 2, 2, 2, 1, 0), *problem.demand[1:])),
        [read(p) for p in plans],
    )
    assert (fault.group, fault.rule, fault.weekday) == ("", "cover", 6)


def test_a_group_works_only_its_own_shifts():
    plans = "DDDDD--", "--DDDDD NN-----"
    problem = problem_of(*plans)
    first, second = problem.groups
    problem = replace(problem, groups=(replace(first, shifts=(D, A)), replace(second, shifts=(D,))))
    result = verify(problem, [read(p) for p in plans])
    assert [(f.group, f.rule, f.week, f.weekday, f.value) for f in result] == [
        ("g1", "skill", 2, 0, N),
        ("g1", "skill", 2, 1, N),
    ]


@pytest.mark.parametrize(
    ("text", "block", "expected"),
    [
        ("DDDAA-- DD-----", (3, 9), [("shift_block", 2, 0, 2, 3)]),
        ("DDDAA-- DD-----", (1, 2), [("shift_block", 1, 0, 3, 2)]),
        ("DDDAA-- DD---AD", (3, 9), [("shift_block", 2, 0, 2, 3)]),  # DDDD over the seam is one
        ("DDDAA-- -----DD", (1, 4), [("shift_block", 2, 5, 5, 4)]),
        ("DAAAA-- -----AA", (2, 9), [("shift_block", 1, 0, 1, 2)]),
    ],
)
def test_a_block_of_one_shift_has_a_least_and_a_most(text, block, expected):
    assert faults(text, with_block(problem_of(text), D, block)) == expected


@pytest.mark.parametrize(
    ("text", "bounds", "expected"),
    [
        ("DDDAA-- DD-----", (3, 9), [("work_block", 2, 0, 2, 3)]),
        ("DDDAA-- DD-----", (2, 4), [("work_block", 1, 0, 5, 4)]),
        ("DDDAA-- DD---AN", (5, 6), [("work_block", 2, 0, 2, 5), ("work_block", 2, 5, 7, 6)]),
        ("DDDAA-- DD-----", (2, 5), []),
    ],
)
def test_work_in_a_row_has_a_least_and_a_most(text, bounds, expected):
    assert faults(text, work_block=bounds) == expected


@pytest.mark.parametrize(
    ("text", "bounds", "expected"),
    [
        ("DDDAA-- DD-DDDD", (2, 9), [("off_block", 2, 2, 1, 2)]),
        ("DDDAA-- DD-DDDD", (1, 1), [("off_block", 1, 5, 2, 1)]),
        ("--DAA-D DD-DD--", (1, 3), [("off_block", 2, 5, 4, 3)]),  # over the seam
        ("-DDAA-- DD--DDD", (2, 9), [("off_block", 1, 0, 1, 2)]),
        ("-DDAA-- DD--DD-", (2, 2), []),
    ],
)
def test_days_off_in_a_row_have_a_least_and_a_most(text, bounds, expected):
    assert faults(text, off_block=bounds) == expected


def test_a_word_that_is_all_work_is_longer_than_any_maximum():
    text = "DDDDAAA NNNNAAA"
    problem = problem_of(text, work_block=(1, 10**9), off_block=(5, 6))
    (fault,) = verify(problem, [read(text)])
    assert (fault.rule, fault.value, fault.limit) == ("work_block", None, 10**9)
    assert "without end" in str(fault)


def test_a_word_of_one_shift_is_one_run_without_end_of_that_shift_and_of_work():
    text = "DDDDDDD DDDDDDD"
    result = verify(problem_of(text), [read(text)])
    assert [(f.rule, f.value) for f in result] == [("shift_block", None), ("work_block", None)]


def test_a_word_that_is_all_off_is_longer_than_any_maximum_and_keeps_every_minimum():
    text = "------- -------"
    problem = problem_of(text, off_block=(15, 10**9), work_block=(5, 6), rest_in_week=7)
    (fault,) = verify(problem, [read(text)])
    assert (fault.rule, fault.value, fault.limit) == ("off_block", None, 10**9)


@pytest.mark.parametrize(
    ("text", "pair", "expected"),
    [
        ("DDNNA-- DD-----", (N, A), [("pair", 1, 3, 1, 0)]),
        ("DDNNA-- DD---AN", (N, D), [("pair", 2, 6, 1, 0)]),  # over the seam
        ("DDNNA-- DD-----", (A, N), []),
        ("DDNNA-- AD-----", (D, D), [("pair", 1, 0, 1, 0)]),
    ],
)
def test_a_forbidden_pair_is_found(text, pair, expected):
    assert faults(text, pairs=frozenset({pair})) == expected


@pytest.mark.parametrize(
    ("text", "triple", "expected"),
    [
        ("DDNN-A- DD-----", (N, OFF, A), [("triple", 1, 3, 1, 0)]),
        ("DDNN--A DD-----", (N, OFF, A), []),  # two days off
        ("DDNNNA- DD-----", (N, OFF, A), []),
        ("-DNNA-- DD--NNN", (N, OFF, D), [("triple", 2, 6, 1, 0)]),  # last day, over the seam
        ("DDNNA-- DD--NN-", (N, OFF, D), [("triple", 2, 5, 1, 0)]),  # last but one
        ("DDNAA-- DD-----", (N, A, A), [("triple", 1, 2, 1, 0)]),
        ("AANNN-- DD-DDDN", (N, A, A), [("triple", 2, 6, 1, 0)]),
        ("ADDNN-- DD-DDDA", (A, A, D), [("triple", 2, 6, 1, 0)]),
    ],
)
def test_a_forbidden_triple_is_found_with_a_day_off_or_a_shift_in_the_middle(
    text, triple, expected
):
    assert faults(text, triples=frozenset({triple})) == expected


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("D-DAA-- DD--D-D", 2, []),
        ("D-DAA-D DD--D-D", 2, [("rest_in_week", 1, 0, 1, 2)]),
        ("DDDDDD- -DDDD--", 2, [("rest_in_week", 1, 0, 1, 2)]),  # Sunday and Monday: two weeks
        ("DDDDD-- -DDDDD-", 2, [("rest_in_week", 2, 0, 1, 2)]),
        ("DDDDDDD -DDDDD-", 1, [("rest_in_week", 1, 0, 0, 1)]),
        ("DDDDDDD -DDDDD-", 0, []),
    ],
)
def test_rest_in_week_is_a_run_of_days_off_inside_a_calendar_week(text, days, expected):
    assert faults(text, rest_in_week=days) == expected


@pytest.mark.parametrize(
    ("text", "in_row", "expected"),
    [
        ("DDD---- -DDDDDD ---DDDD", 2, [("free_weekend_in", 2, 5, 0, 1)]),
        ("DDD---- -DDDDDD ---DDDD", 3, []),
        ("-DDDDDD DDD---- ---DDDD", 2, [("free_weekend_in", 3, 5, 0, 1)]),  # over the seam
        ("DDDDD-D DDDDDD-", 9, [("free_weekend_in", 1, 5, 0, 1), ("free_weekend_in", 2, 5, 0, 1)]),
        ("DDDDDD- -DDDDD-", 0, []),
        ("DDDDD-- -DDDDD-", 9, []),  # fewer weeks than the row: one free weekend is enough
        ("DDDDD-- -DDDDD-", 1, [("free_weekend_in", 2, 5, 0, 1)]),
    ],
)
def test_one_weekend_in_so_many_must_be_free(text, in_row, expected):
    assert faults(text, free_weekend_in=in_row) == expected


def test_each_group_has_its_own_seam():
    plans = "DDDDD-D", "DD---AA"
    problem = problem_of(*plans, work_block=(1, 5))
    result = verify(problem, [read(p) for p in plans])
    assert [(f.group, f.rule, f.weekday, f.value) for f in result] == [("g0", "work_block", 6, 6)]


@pytest.mark.parametrize(
    ("schedules", "expected"),
    [
        ([], [("", 0, -1, "shape", 0, 1)]),
        ([read("DDDDD--")], [("g0", 0, -1, "shape", 1, 2)]),
        ([read("DDDDD-- DD----")], [("g0", 2, -1, "shape", 6, 7)]),
        ([read("DDDDD-- DD------")], [("g0", 2, -1, "shape", 8, 7)]),
        (
            [((0, 0, 3, 0, 0, -1, -1), (0, -2, *[-1] * 5))],
            [("g0", 1, 2, "code", 3, 2), ("g0", 2, 1, "code", -2, 2)],
        ),
    ],
)
def test_a_schedule_that_cannot_be_read_is_said_and_nothing_else(schedules, expected):
    problem = problem_of("DDDDD-- DD-----", work_block=(3, 4))
    found = verify(problem, schedules)
    assert [(f.group, f.week, f.weekday, f.rule, f.value, f.limit) for f in found] == expected


def test_a_fault_says_its_place_in_words():
    fault = Fault("night crew", 3, 6, "work_block", 7, 6, "7 days of work in a row, at most 6")
    assert str(fault) == (
        "group night crew, week 3, Sunday: 7 days of work in a row, at most 6 (work_block)"
    )
    assert str(Fault("", 0, -1, "shape", 2, 1, "2 schedules for 1 groups")) == (
        "schedule: 2 schedules for 1 groups (shape)"
    )
    assert str(Fault("", 0, 0, "cover", 2, 1, "2 people on D, asked are 1")) == (
        "Monday: 2 people on D, asked are 1 (cover)"
    )
