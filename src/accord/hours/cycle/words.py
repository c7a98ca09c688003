"""A cycle as a word: one Boolean for each day and shift, for CP-SAT.

It shares nothing with the circulation but the problem: no states, no cuts, for the word is one from
the start. It grows with the number of people, so it serves cycles of some weeks only; there it
often finds in a tenth of a second what a tree of linear programs looks for in vain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from accord.hours.cycle.objectives import is_backward, is_night, is_quick, thresholds
from accord.hours.cycle.problem import DAYS, OFF, Bounds, CycleProblem, Group, Schedule
from accord.hours.cycle.second import run

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
    from ortools.sat.python.cp_model_helper import Literal

    Cell: TypeAlias = cp_model.IntVar | Literal

__all__ = ["Held", "Spelled", "fits", "spell"]

MOST_CELLS: Final = 450
"""Days times shifts up to which a word is asked for."""

Weights = Mapping[str, int]
Held = tuple[Weights, int]
"""Weights of aims, and the least that their sum must be."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """What CP-SAT says of a word.

    Parameters
    ----------
    status
        ``optimal``, ``found`` (not proven best), ``impossible`` or ``unknown``.
    schedules
        One per group, empty without a word.
    value, bound
        The weighted sum of the aims, and what none passes.
    """

    status: str
    schedules: tuple[Schedule, ...] = ()
    value: int = 0
    bound: int = 0


def fits(problem: CycleProblem) -> bool:
    """Tell whether a problem is small enough for its words."""
    return DAYS * problem.num_people * len(problem.shifts) <= MOST_CELLS


def spell(
    problem: CycleProblem,
    weights: Weights | None = None,
    held: Sequence[Held] = (),
    *,
    limit_s: float,
    deadline_s: float | None = None,
) -> Spelled:
    """Find the words of all groups, with the most of a weighted sum of aims.

    Parameters
    ----------
    problem
        The rules.
    weights
        Weight of each aim in the sum; None asks for any words.
    held
        Sums that earlier aims hold.
    limit_s
        Seconds for it, as CP-SAT counts them.
    deadline_s
        CPU time of the process at which to stop.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    words = [_Word(model, problem, group) for group in problem.groups]
    for code, row in enumerate(problem.demand):
        for day, asked in enumerate(row):
            there = [cell for word in words for cell in word.at[code][day::DAYS]]
            model.add_linear_constraint(sum(there), asked, asked + problem.surplus)
    for earlier, least in held:
        model.add(_sum(words, earlier) >= least)
    if weights is not None:
        model.maximize(_sum(words, weights))
    solver, status = run(model, limit_s=limit_s, deadline_s=deadline_s)
    if status == cp_model.INFEASIBLE:
        return Spelled("impossible")
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Spelled("unknown")
    schedules = tuple(word.read(solver) for word in words)
    if weights is None:
        return Spelled("optimal", schedules)
    value, bound = round(solver.objective_value), round(solver.best_objective_bound)
    return Spelled("optimal" if status == cp_model.OPTIMAL else "found", schedules, value, bound)


def _sum(words: Sequence[_Word], weights: Weights) -> cp_model.LinearExprT:
    return sum(weight * word.count(aim) for word in words for aim, weight in weights.items())


class _Word:
    """The word of one group and its rules."""

    def __init__(self, model: cp_model.CpModel, problem: CycleProblem, group: Group) -> None:
        self._model, self._problem = model, problem
        self._num_days = DAYS * group.num_people
        self._marks: dict[tuple[Cell, ...], Cell] = {}
        days = range(self._num_days)
        self.at = {code: [model.new_bool_var("") for _ in days] for code in group.shifts}
        self.at[OFF] = [model.new_bool_var("") for _ in days]
        nobody = model.new_constant(0)
        for code in range(len(problem.shifts)):
            self.at.setdefault(code, [nobody] * self._num_days)
        self._work = [off.negated() for off in self.at[OFF]]
        for day in days:
            model.add_exactly_one(cells[day] for cells in self.at.values())
        self._runs(self.at[OFF], problem.off_block)
        self._runs(self._work, problem.work_block)
        for code in group.shifts:
            self._runs(self.at[code], problem.shifts[code].block)
        for codes in (*sorted(problem.pairs), *sorted(problem.triples)):
            for day in days:
                self._not_all([self._cell(code, day + i) for i, code in enumerate(codes)])
        self._weeks(group.num_people)

    def _cell(self, code: int, day: int) -> Cell:
        return self.at[code][day % self._num_days]

    def _not_all(self, cells: Sequence[Cell]) -> None:
        self._model.add_bool_or(cell.negated() for cell in cells)

    def _runs(self, row: Sequence[Cell], bounds: Bounds) -> None:
        """Bound the runs of a row: at most so many in a row, and no stop sooner than allowed."""
        least, most = bounds
        num = self._num_days
        longer = min(most + 1, num)  # the whole word would be a run without end
        for day in range(num if longer < num else 1):
            self._not_all([row[(day + i) % num] for i in range(longer)])
        for day in range(num):
            for length in range(1, min(least, num)):
                run_ = [row[(day + i) % num] for i in range(length)]
                end = row[(day + length) % num]
                self._model.add_bool_or(row[day - 1], end, *(cell.negated() for cell in run_))

    def _weeks(self, num_weeks: int) -> None:
        """Ask for the rest in each week and for free weekends."""
        problem, off = self._problem, self.at[OFF]
        rest, spans = problem.rest_in_week, problem.free_weekend_in
        for week in range(num_weeks):
            first = DAYS * week
            if rest:
                starts = range(first, first + DAYS - rest + 1)
                self._model.add_bool_or(self._all(off[day : day + rest]) for day in starts)
            if spans:
                free = [self._free_weekend((week + i) % num_weeks) for i in range(spans)]
                self._model.add_bool_or(free)

    def _free_weekend(self, week: int) -> Cell:
        sunday = DAYS * (week + 1) - 1
        return self._all(self.at[OFF][sunday - 1 : sunday + 1])

    def _all(self, cells: Sequence[Cell]) -> Cell:
        """Give what is true exactly where all of these are."""
        key = tuple(cells)
        if key not in self._marks:
            mark = self._model.new_bool_var("")
            self._model.add_bool_or(mark, *(cell.negated() for cell in key))
            for cell in key:
                self._model.add_implication(mark, cell)
            self._marks[key] = mark
        return self._marks[key]

    def count(self, aim: str) -> cp_model.LinearExprT:
        """Count an aim of ``objectives`` over the word."""
        if aim == "free_weekends":
            return sum(self._free_weekend(week) for week in range(self._num_days // DAYS))
        if aim in {"single_days_off", "single_work_days"}:
            row = self.at[OFF] if aim == "single_days_off" else self._work
            return self._alone(row)
        if aim == "nights_beyond":
            return self._nights_beyond()
        return self._steps(aim)

    def _alone(self, row: Sequence[Cell]) -> cp_model.LinearExprT:
        num = self._num_days
        return sum(
            self._all([row[day - 1].negated(), row[day], row[(day + 1) % num].negated()])
            for day in range(num)
        )

    def _nights_beyond(self) -> cp_model.LinearExprT:
        limits, shifts = thresholds(), self._problem.shifts
        back = range(limits.nights + 1)
        return sum(
            self._all([self._cell(code, day - i) for i in back])
            for code, shift in enumerate(shifts)
            for day in range(self._num_days)
            if all(is_night(shift, (day - i) % DAYS, limits) for i in back)
        )

    def _steps(self, aim: str) -> cp_model.LinearExprT:
        limits, shifts = thresholds(), self._problem.shifts
        judge = is_quick if aim == "quick_returns" else is_backward
        return sum(
            self._all([self._cell(a, day), self._cell(b, day + 1)])
            for a, first in enumerate(shifts)
            for b, second in enumerate(shifts)
            for day in range(self._num_days)
            if judge(first, day % DAYS, second, limits)
        )

    def read(self, solver: cp_model.CpSolver) -> Schedule:
        """Read the word that was found, week by week."""
        codes = [
            next(code for code, cells in self.at.items() if solver.value(cells[day]))
            for day in range(self._num_days)
        ]
        return tuple(tuple(codes[i : i + DAYS]) for i in range(0, self._num_days, DAYS))
