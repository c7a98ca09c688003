"""The searches and proofs of the cycle optimiser, on plants small enough to judge by hand."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from accord.errors import HoursError
from accord.hours import explain, fewest_people, frontier, solve_cycle
from accord.hours.cycle.certificate import Matrix
from accord.hours.cycle.checker import verify
from accord.hours.cycle.circulation import Circulation, circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.fewest import headcounts, with_people
from accord.hours.cycle.problem import CycleProblem, Group, ShiftType
from accord.hours.cycle.program import FREE, Program, linear_bound
from accord.hours.cycle.relax import relax, rules_of
from accord.hours.cycle.second import has_no_solution
from accord.hours.cycle.tree import Tree


def shift(name, start_h, block, length_h=8):
    return ShiftType(name, (60 * start_h,) * 7, (round(60 * length_h),) * 7, block)


def problem(people, demand, *, off=(1, 4), work=(2, 6), blocks=None, **rules):
    shifts = tuple(
        shift(name, start, (blocks or {}).get(name, (1, 7)))
        for name, start in zip("MAN", (6, 14, 22), strict=True)
    )[: len(demand)]
    group = Group("all", people, tuple(range(len(demand))))
    return CycleProblem("case", (group,), shifts, demand, off, work, **rules)


WEEKDAYS = (1, 1, 1, 1, 1, 0, 0)
ALWAYS = (1,) * 7


class TestVerdicts:
    def test_two_crews_take_turns_on_a_two_shift_week(self) -> None:
        result = solve_cycle(problem(2, (WEEKDAYS, WEEKDAYS)), objectives=("free_weekends",))
        assert result.status == "found"
        assert result.objectives == {"free_weekends": 2.0}
        assert result.is_optimal
        assert result.problem.average_h == 40

    @pytest.mark.parametrize(
        ("case", "words"),
        [
            (problem(1, (ALWAYS, ALWAYS)), "Monday: 2 shifts are asked for, there are 1 people"),
            (problem(2, (ALWAYS, ALWAYS)), "nobody is ever off"),
            (problem(2, ((0,) * 7,)), "no work is asked for"),
            (problem(2, (WEEKDAYS,), off=(1, 1), work=(5, 5)), "5 days of work make 1 to 1"),
        ],
    )
    def test_what_counting_shows_is_said_in_words_that_a_reader_can_check(
        self, case, words
    ) -> None:
        result = solve_cycle(case)
        assert (result.status, result.proof.kind) == ("impossible", "counting")
        assert words in result.proof.text_en

    def test_an_unknown_aim_is_refused_with_the_aims_there_are(self) -> None:
        with pytest.raises(HoursError, match="unknown aim 'sundays'; the aims are free_weekends"):
            solve_cycle(problem(2, (WEEKDAYS, WEEKDAYS)), objectives=("sundays",))

    def test_a_time_limit_of_nothing_is_unknown_and_says_so(self) -> None:
        result = solve_cycle(problem(4, (ALWAYS,) * 2), time_limit_s=0.0)
        assert (result.status, result.proof.kind) == ("unknown", "none")

    def test_weights_add_aims_up(self) -> None:
        case = problem(4, (ALWAYS, ALWAYS), off=(1, 4))
        result = solve_cycle(case, objectives={"free_weekends": 3, "single_days_off": 1})
        assert result.is_optimal
        separate = [
            solve_cycle(case, objectives=(aim,)).objectives[aim]
            for aim in ("free_weekends", "single_days_off")
        ]
        assert result.objectives["weighted"] <= 3 * separate[0] - separate[1]

    def test_aims_one_after_another_never_spoil_the_first(self) -> None:
        case = problem(4, (ALWAYS, ALWAYS), pairs=frozenset({(1, 0)}))
        both = solve_cycle(case, objectives=("single_days_off", "free_weekends"))
        first = solve_cycle(case, objectives=("single_days_off",))
        assert both.objectives["single_days_off"] == first.objectives["single_days_off"]


class TestCertificates:
    def test_a_contradiction_is_checked_in_integers(self) -> None:
        program = Program()
        program.add_column(0, 3)
        program.add_column(0, 3)
        program.add_row([0, 1], 1, 7, FREE)
        args = np.array([7]), np.array([FREE]), np.array([0, 0]), np.array([3, 3])
        assert Matrix(program).contradicts(np.array([1]), *args)
        assert not Matrix(program).contradicts(np.array([-1]), *args)

    def test_multipliers_of_something_possible_contradict_nothing(self) -> None:
        program = Program()
        program.add_column(0, 3)
        program.add_column(0, 3)
        program.add_row([0, 1], 1, 6, FREE)
        args = np.array([6]), np.array([FREE]), np.array([0, 0]), np.array([3, 3])
        assert not any(Matrix(program).contradicts(np.array([y]), *args) for y in range(-5, 6))

    def test_large_numbers_do_not_wrap_around(self) -> None:
        program = Program()
        program.add_column(0, 2**40)
        program.add_row([0], [2**20], 2**60 + 1, FREE)
        huge = np.array([2**20])
        args = np.array([2**60 + 1]), np.array([FREE]), np.array([0]), np.array([2**40])
        assert Matrix(program).contradicts(huge, *args)
        args = np.array([2**60]), np.array([FREE]), np.array([0]), np.array([2**40])
        assert not Matrix(program).contradicts(huge, *args)

    def test_the_tree_and_cp_sat_agree_on_what_is_impossible(self) -> None:
        # seven mornings in blocks of two: only whole numbers tell
        pairs = frozenset({(0, 1), (1, 0)})
        case = problem(3, (ALWAYS, ALWAYS), off=(1, 1), work=(2, 2), pairs=pairs)
        flow = circulation(case)
        assert isinstance(flow, Circulation)
        assert Tree(flow, Connector(flow)).grow() == "impossible"
        assert has_no_solution(flow.program, limit_s=1.0)

    def test_the_linear_bound_is_a_whole_number(self) -> None:
        program = Program()
        program.add_column(0, 10)
        program.add_row([0], 2, -FREE, 5)
        assert linear_bound(program, np.array([1])) == 2
        program.add_row([0], 1, 4, FREE)
        assert linear_bound(program) is None


class TestFewest:
    def test_the_fewest_people_at_35_hours_are_the_hours_divided(self) -> None:
        found = fewest_people(problem(9, (ALWAYS,) * 3, work=(2, 6)), max_average_h=35)
        assert found.cycle.problem.num_people == 5  # 168 h / 35 h = 4.8
        assert verify(found.cycle.problem, found.cycle.schedules) == ()

    def test_a_headcount_between_is_found_where_the_least_does_not_work(self) -> None:
        # three days of work, three off: a cycle of n weeks has 7 n days, an even number of blocks
        case = problem(1, ((3, 3, 3, 3, 3, 3, 3),), off=(3, 3), work=(3, 3))
        found = fewest_people(case, max_average_h=35)
        assert found.cycle.problem.num_people == 6
        worse = with_people(case, 5)
        assert solve_cycle(worse).status == "impossible"

    def test_aims_decide_among_the_schedules_of_the_fewest_people(self) -> None:
        case = problem(9, (ALWAYS,) * 3, work=(2, 6))
        any_, best = fewest_people(case), fewest_people(case, objectives=("single_days_off",))
        assert best.cycle.problem.num_people == any_.cycle.problem.num_people == 5
        assert best.cycle.is_optimal
        same = solve_cycle(with_people(case, 5), objectives=("single_days_off",))
        assert best.cycle.objectives == same.objectives
        with pytest.raises(HoursError, match="unknown aim"):
            fewest_people(case, objectives=("sundays",))

    def test_why_fewer_people_cannot_do_is_said(self) -> None:
        found = fewest_people(problem(9, (ALWAYS,) * 3, work=(2, 6)))
        assert found.no_fewer.text_en == "168 h a week at 35 h each ask for 5 people"
        busy = fewest_people(problem(9, ((2, 0, 0, 0, 0, 0, 0),), off=(1, 9), work=(1, 6)))
        assert busy.no_fewer.text_en == "2 people are asked for on the busiest day"
        case = problem(1, ((3, 3, 3, 3, 3, 3, 3),), off=(3, 3), work=(3, 3))
        skipped = fewest_people(case)
        assert (skipped.least, skipped.cycle.problem.num_people) == (5, 6)
        assert skipped.no_fewer.kind == "exact"

    @pytest.mark.parametrize("hours", [0.0, -3.0, float("nan")])
    def test_a_limit_that_is_none_is_refused(self, hours) -> None:
        with pytest.raises(HoursError, match="is no limit"):
            headcounts(problem(2, (WEEKDAYS,)), hours)

    def test_surplus_and_groups_have_no_known_hours(self) -> None:
        with pytest.raises(HoursError, match="set surplus to 0 and leave one group"):
            fewest_people(problem(2, (WEEKDAYS,), surplus=1))


def in_groups(case, *groups):
    """Share the people of a problem out over groups of their own skills."""
    people = tuple(Group(f"g{i}", num, codes) for i, (num, codes) in enumerate(groups))
    return replace(case, groups=people)


class TestSmallestChanges:
    CASES = (
        in_groups(problem(3, (ALWAYS, WEEKDAYS), off=(1, 2), work=(4, 5)), (2, (0, 1)), (1, (1,))),
        in_groups(
            problem(4, (ALWAYS, WEEKDAYS), off=(1, 2), work=(2, 3), pairs=frozenset({(0, 1)})),
            (2, (0, 1)),
            (2, (0,)),
        ),
        problem(3, (ALWAYS,), off=(1, 2), work=(4, 5)),
        problem(3, (ALWAYS, WEEKDAYS), triples=frozenset({(1, -1, 0)}), off=(1, 1), work=(2, 3)),
        problem(4, (ALWAYS, ALWAYS), off=(3, 3), work=(3, 4), pairs=frozenset({(0, 1), (1, 0)})),
    )

    @pytest.mark.parametrize("case", CASES)
    def test_no_smaller_set_of_steps_is_enough_and_every_set_is_told(self, case) -> None:
        found = explain(case, limit=1000)
        assert found.cycle.status == "impossible"
        assert found.relaxations is not None
        assert found.relaxations.is_complete
        rules = rules_of(case)
        by_hand = set()
        for size in range(found.relaxations.size + 1):
            for chosen in itertools.combinations_with_replacement(range(len(rules)), size):
                steps = tuple(chosen.count(i) for i in range(len(rules)))
                if any(s > r.most_steps for s, r in zip(steps, rules, strict=True)):
                    continue
                if solve_cycle(relax(case, rules, steps)).status == "found":
                    by_hand.add((size, steps))
        assert {size for size, _ in by_hand} == {found.relaxations.size}
        assert len(by_hand) == len(found.relaxations.sets)

    @pytest.mark.parametrize("case", CASES)
    def test_each_core_is_impossible_as_far_as_it_goes(self, case) -> None:
        found = explain(case)
        assert found.relaxations is not None
        for core in found.relaxations.cores:
            assert core.must_pass
            assert core.proof.kind in {"counting", "exact", "two_solvers"}

    def test_the_rules_that_no_step_relaxes_are_named_and_kept(self) -> None:
        pair = frozenset({(0, 1)})
        case = problem(3, (ALWAYS, WEEKDAYS), off=(1, 2), work=(4, 5), pairs=pair)
        case = replace(case, held=pair, rest_in_week=1, free_weekend_in=3)
        found = explain(case)
        assert found.relaxations is not None
        names = [shift.name for shift in case.shifts]
        told = ("demand", f"pair {names[0]} {names[1]}", "rest_in_week", "free_weekend_in")
        assert found.relaxations.held == told
        assert found.as_dict()["not_relaxed"] == list(told)
        for _, cycle in found.relaxations.sets:
            kept = cycle.problem
            assert (kept.held, kept.rest_in_week, kept.free_weekend_in) == (pair, 1, 3)
            assert kept.demand == case.demand

    def test_what_is_possible_needs_no_change(self) -> None:
        found = explain(problem(2, (WEEKDAYS, WEEKDAYS)))
        assert found.relaxations is None
        assert found.cycle.status == "found"

    def test_a_headcount_can_be_asked_about_in_place_of_the_problems_own(self) -> None:
        case = problem(6, ((3, 3, 3, 3, 3, 3, 3),), off=(3, 3), work=(3, 3))
        assert explain(case).relaxations is None
        found = explain(case, people=5)
        assert found.cycle.status == "impossible"
        assert found.relaxations is not None
        for _, cycle in found.relaxations.sets:
            assert cycle.problem.num_people == 5
        alone = explain(with_people(case, 5)).relaxations
        assert alone is not None
        assert [changes for changes, _ in found.relaxations.sets] == [c for c, _ in alone.sets]

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"people": 0}, "a cycle has at least one person"),
            ({"people": 5, "max_average_h": 35.0}, "give a headcount, or a limit on hours"),
        ],
    )
    def test_headcounts_that_make_no_sense_are_refused(self, asked, words) -> None:
        with pytest.raises(HoursError, match=words):
            explain(problem(2, (WEEKDAYS, WEEKDAYS)), **asked)

    def test_groups_keep_their_people(self) -> None:
        case = problem(4, (ALWAYS, ALWAYS))
        two = replace(case, groups=(Group("a", 2, (0,)), Group("b", 2, (1,))))
        with pytest.raises(HoursError, match="set the people of each group"):
            explain(two, people=4)
        with pytest.raises(HoursError, match="leave one group"):
            explain(two, max_average_h=35)


class TestFrontier:
    def test_points_go_from_todays_headcount_to_the_shorter_week(self) -> None:
        case = problem(4, (ALWAYS,) * 3, work=(2, 6), off=(1, 4))
        found = frontier(case, max_average_h=30)
        assert [p.people for p in found.points] == [4, 5, 6]
        assert all(p.is_proven for p in found.points)
        weekends = [p.free_weekends for p in found.points]
        assert weekends == sorted(weekends)
        assert [p.average_h for p in found.points] == [42.0, pytest.approx(33.6), 28.0]

    def test_a_headcount_without_a_cycle_stands_apart_with_its_proof(self) -> None:
        case = problem(5, ((3, 3, 3, 3, 3, 3, 3),), off=(3, 3), work=(3, 3))
        told = frontier(case, max_average_h=28).as_dict()
        assert [p["people"] for p in told["points"]] == [6]
        assert [p["people"] for p in told["impossible"]] == [5]

    def test_one_point_is_no_frontier(self) -> None:
        with pytest.raises(HoursError, match="ask for 2 or more"):
            frontier(problem(2, (WEEKDAYS,)), points=1)


def test_a_sequence_that_stands_for_a_rest_is_never_lifted() -> None:
    pair = frozenset({(0, 1)})
    case = problem(3, (ALWAYS, WEEKDAYS), pairs=pair | {(1, 0)}, held=pair)
    assert [rule.name for rule in rules_of(case) if rule.name.startswith("pair")] == ["pair A M"]


@pytest.mark.parametrize(
    ("case", "size"),
    [
        (problem(1, ((1, 1, 0, 0, 0, 0, 0),), off=(1, 7), work=(3, 7)), 1),
        (problem(1, ((1, 1, 1, 1, 1, 1, 0),), off=(2, 7), work=(1, 7)), 1),
    ],
)
def test_a_shorter_block_alone_is_found_where_the_other_bound_is_loose(case, size) -> None:
    found = explain(case).relaxations
    assert found is not None
    assert found.size == size


def test_a_cycle_without_any_day_off_is_no_answer_for_a_range_of_people() -> None:
    case = problem(5, ((5,) * 7,), off=(1, 1), work=(1, 99))
    case = replace(case, shifts=(shift("D", 6, (1, 99), length_h=5),))
    found = fewest_people(case, max_average_h=35)
    assert found.cycle.problem.num_people == 6
    assert verify(found.cycle.problem, found.cycle.schedules) == ()
