"""What is said of a verdict: its proof, a limit on time, a shift that nobody can work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.hours.random_cycles import random_problem

from accord.hours import explain, fewest_people, frontier, solve_cycle
from accord.hours.cycle import words
from accord.hours.cycle.checker import verify
from accord.hours.cycle.circulation import Circulation, circulation
from accord.hours.cycle.clock import Clock, stopped_at
from accord.hours.cycle.problem import CycleProblem, Group, ShiftType
from accord.hours.cycle.program import FREE, Program, maximise
from accord.hours.cycle.proofs import (
    CHECKED,
    TIME_IS_UP,
    TWO_SOLVERS,
    bound_by_one,
    bound_in_integers,
    exact_proof,
    impossible_by_one,
    no_answer,
    weaker,
)
from accord.hours.cycle.results import CycleResult, FrontierPoint, FrontierResult, Proof
from accord.hours.cycle.search import Search
from accord.hours.cycle.tally import tally_all
from accord.hours.cycle.tree import Tree

ALWAYS = (1,) * 7


def shift(name, start_h, block=(1, 7)):
    return ShiftType(name, (60 * start_h,) * 7, (480,) * 7, block)


def problem(people, demand, *, off=(1, 4), work=(2, 6), **rules):
    shifts = (shift("M", 6), shift("A", 14), shift("N", 22))[: len(demand)]
    group = Group("all", people, tuple(range(len(demand))))
    return CycleProblem("case", (group,), shifts, demand, off, work, **rules)


def result_with(proof, *, status="found", objectives=None, bounds=None, open_aims=()):
    case = problem(2, (ALWAYS,))
    values = (objectives or {}, bounds if bounds is not None else objectives or {})
    return CycleResult(case, status, (), *values, proof, 0.0, open_aims)


class TestProven:
    @pytest.mark.parametrize(
        ("proof", "is_proven"),
        [
            (exact_proof(3), True),
            (bound_in_integers(1), True),
            (TWO_SOLVERS, True),
            (Proof("counting", "", ""), True),
            (bound_by_one("HiGHS"), False),
            (bound_by_one("CP-SAT"), False),
            (impossible_by_one("HiGHS"), False),
            (TIME_IS_UP, False),
        ],
    )
    def test_one_solver_alone_proves_nothing(self, proof, is_proven) -> None:
        best = result_with(proof, objectives={"free_weekends": 2.0})
        none = result_with(proof, status="impossible")
        assert (best.is_proven, none.is_proven) == (is_proven, is_proven)

    def test_a_value_below_its_bound_or_an_open_aim_is_not_proven(self) -> None:
        below = result_with(exact_proof(1), objectives={"x": 1.0}, bounds={"x": 2.0})
        open_ = result_with(exact_proof(1), objectives={"x": 1.0}, open_aims=("y",))
        assert not below.is_proven
        assert not open_.is_proven

    def test_a_schedule_without_aims_proves_itself(self) -> None:
        assert result_with(CHECKED).is_proven

    def test_every_point_of_a_frontier_says_what_it_rests_on(self) -> None:
        found = frontier(problem(4, (ALWAYS,) * 3), max_average_h=30)
        assert all(point.is_proven for point in found.points)
        told = found.as_dict()
        assert [p["proof"]["kind"] for p in told["points"]] == ["exact"] * 3
        weak = result_with(bound_by_one("HiGHS"), objectives={"free_weekends": 2.0})
        point = FrontierPoint(2, 28.0, 2, weak.is_proven, weak)
        told = FrontierResult((point,), 0.0).as_dict()["points"][0]
        assert (told["proven"], told["proof"]["kind"], told["bound"]) == (False, "solver", 2.0)

    def test_of_two_aims_the_weaker_proof_is_told_and_exact_cases_are_added_up(self) -> None:
        assert weaker(bound_in_integers(2), bound_in_integers(5)).num_leaves == 7
        assert weaker(TWO_SOLVERS, bound_by_one("HiGHS")).kind == "solver"
        assert weaker(bound_by_one("HiGHS"), bound_in_integers(2)).kind == "solver"
        assert weaker(bound_in_integers(2), TWO_SOLVERS).kind == "two_solvers"
        case = problem(4, (ALWAYS, ALWAYS), pairs=frozenset({(1, 0)}))
        aims = ("free_weekends", "single_days_off")
        both = solve_cycle(case, objectives=aims)
        first = solve_cycle(case, objectives=aims[:1])
        assert both.proof.kind == first.proof.kind == "exact"
        assert both.proof.num_leaves > first.proof.num_leaves


class TestParts:
    def test_weighted_aims_give_their_parts(self) -> None:
        weights = {"free_weekends": 3, "single_days_off": 1}
        result = solve_cycle(problem(4, (ALWAYS, ALWAYS)), objectives=weights)
        counts = result.as_dict()["counts"]
        assert set(counts) == set(weights)
        assert result.objectives["weighted"] == (
            3 * counts["free_weekends"] - counts["single_days_off"]
        )
        every = tally_all(result.problem, result.schedules)
        assert counts == {aim: every[aim] for aim in weights}


class TestStops:
    def test_a_solver_that_fails_is_told_from_one_that_was_stopped(self) -> None:
        refused = Program()
        refused.add_column(0, 1)
        refused.add_row([0], [10**16], 1, FREE)  # beyond what HiGHS takes
        answer = maximise(refused)
        assert (answer.status, len(answer.values)) == ("failed", 0)
        assert no_answer("HiGHS", answer.said).text_en != TIME_IS_UP.text_en

    def test_a_deadline_stops_highs(self) -> None:
        flow = circulation(random_problem(2021, least_weeks=40, most_weeks=60))
        assert isinstance(flow, Circulation)
        clock = Clock()
        gain = flow.gain("free_weekends")
        answer = maximise(flow.program, gain, deadline_s=clock.deadline_s(0.05))
        assert answer.status == "stopped"
        assert clock.cpu_s < 3

    def test_what_runs_past_its_cpu_seconds_is_told_to_stop(self) -> None:
        told = []
        with stopped_at(Clock().deadline_s(0.1), lambda: told.append(True)):
            total = 0
            while not told and total < 10**9:
                total += 1
        assert told

    def test_what_ends_in_time_is_left_alone(self) -> None:
        told = []
        with stopped_at(Clock().deadline_s(60.0), lambda: told.append(True)):
            pass
        assert not told

    def test_a_limit_on_time_gives_the_best_schedule_so_far_with_its_bound(self) -> None:
        case = random_problem(2021, least_weeks=40, most_weeks=60)
        result = solve_cycle(case, objectives=("single_days_off",), time_limit_s=2.0)
        assert result.status == "found"
        assert verify(case, result.schedules) == ()
        value, bound = result.objectives["single_days_off"], result.bounds["single_days_off"]
        assert value >= bound
        assert result.is_optimal == (value == bound)
        if not result.is_optimal:
            assert result.proof.kind == "checked"
            assert "the time given is up" in result.proof.text_en
            assert not result.is_proven

    def test_more_effort_goes_on_where_a_tree_stopped(self) -> None:
        pairs = frozenset({(0, 1), (1, 0)})
        flow = circulation(problem(3, (ALWAYS, ALWAYS), off=(1, 1), work=(2, 2), pairs=pairs))
        assert isinstance(flow, Circulation)
        tree = Tree(flow, Search(flow, Clock(), proof_limit_s=0.0).connector)
        assert tree.grow(effort=1) == "open"
        assert tree.grow() == "impossible"


class TestNobodyCanWorkIt:
    def test_the_shift_and_the_day_are_named_with_what_to_do(self) -> None:
        # nights are worked three days in a row at least, but asked for on Monday only
        nights = replace(problem(4, (ALWAYS, ALWAYS, (1, 0, 0, 0, 0, 0, 0))))
        shifts = (*nights.shifts[:2], shift("N", 22, (3, 5)))
        result = solve_cycle(replace(nights, shifts=shifts))
        assert (result.status, result.proof.kind) == ("impossible", "counting")
        assert "no legal sequence of days passes through N on Monday (1 asked for)" in (
            result.proof.text_en
        )
        assert "do not ask for N on Monday" in result.proof.text_en
        assert "N le lundi (demande : 1)" in result.proof.text_fr

    def test_a_shift_that_no_group_works_is_named(self) -> None:
        case = replace(problem(3, (ALWAYS, ALWAYS)), groups=(Group("a", 3, (0,)),))
        result = solve_cycle(case)
        assert result.proof.text_en.startswith(
            "A is asked for on Monday (1), but no group works it"
        )

    def test_a_group_without_any_legal_week_is_named(self) -> None:
        pairs = frozenset({(1, 1), (1, 0)})
        groups = (Group("old", 4, (0,)), Group("new", 1, (1,)))
        case = replace(problem(5, (ALWAYS, ALWAYS), work=(2, 6), pairs=pairs), groups=groups)
        result = solve_cycle(case)
        assert result.status == "impossible"
        assert result.proof.text_en.startswith("group new: no legal sequence of days passes")

    def test_explain_and_fewest_give_the_way_out(self) -> None:
        nights = problem(4, (ALWAYS, (1, 1, 0, 0, 0, 0, 0)))
        case = replace(nights, shifts=(nights.shifts[0], shift("A", 14, (3, 5))))
        found = explain(case).relaxations
        assert found is not None
        assert all("A block_least" in [c.rule for c in changes] for changes, _ in found.sets)
        assert fewest_people(case).relaxations is not None


class TestLongBounds:
    """A most of more than two weeks is left out at first, and held when a schedule breaks it."""

    def case(self, **rules):
        demand = (3, 3, 3, 3, 3, 2, 2)
        return problem(3, (demand,), off=(1, 2), work=(1, 15), **rules)

    @pytest.fixture(params=[800, 0], ids=["with words", "without words"])
    def cells(self, request, monkeypatch):
        """Let words help, or not."""
        monkeypatch.setattr(words, "MOST_CELLS", request.param)

    @pytest.mark.usefixtures("cells")
    def test_a_bound_that_was_left_out_is_kept(self) -> None:
        free = replace(self.case(), shifts=(shift("M", 6, (1, 99)),))
        assert circulation(free, is_loose=True).is_loose
        result = solve_cycle(free, objectives=("free_weekends",))
        # Saturday and Sunday of one week leave 19 days of work in a row
        assert result.objectives == {"free_weekends": 0.0}
        assert result.is_proven
        longer = replace(free, work_block=(1, 19))
        assert solve_cycle(longer, objectives=("free_weekends",)).objectives == {
            "free_weekends": 1.0
        }

    @pytest.mark.usefixtures("cells")
    def test_what_only_the_long_bound_forbids_is_impossible(self) -> None:
        case = replace(self.case(), shifts=(shift("M", 6, (1, 99)),), off_block=(2, 2))
        result = solve_cycle(case)
        assert result.status == "impossible"
        assert result.is_proven
        assert solve_cycle(replace(case, work_block=(1, 19))).status == "found"

    def test_a_long_run_is_known_modulo_seven(self) -> None:
        case = replace(self.case(), shifts=(shift("M", 6, (1, 99)),), work_block=(1, 99))
        flow = circulation(case)
        assert isinstance(flow, Circulation)
        assert not flow.is_loose
        graph = flow.parts[0].graph
        assert np.all(graph.start_of[graph.is_block_end] >= 0)
        assert solve_cycle(case, objectives=("free_weekends",)).objectives["free_weekends"] == 1
