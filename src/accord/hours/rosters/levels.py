"""Solve a roster aim by aim: cover first, then the next aim with those before it kept.

Aims that one objective can keep in order are one stage. A stage solves its linear relaxation, which
is near whole here, and then looks among the variables alone that a point close to its bound can use
(``Relaxed.narrow``): a small program for CP-SAT. Where a solution passes a set of skills or a
weekly rest that has no row yet, the row is added and the stage goes on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from accord.hours.rosters.cover_rows import CoverRows
from accord.hours.rosters.duty_problem import Cells
from accord.hours.rosters.duty_rows import DutyRows
from accord.hours.rosters.linear import INFINITY, Expression, Matrix, Program
from accord.hours.rosters.relaxed import Relaxed, relaxed
from accord.hours.rosters.search import branch, search
from accord.hours.rosters.week_rest import all_rests, more_rests

__all__ = ["EXACT", "FLOATING", "OPEN", "Aim", "Level", "Outcome", "solve_levels"]

EXACT, FLOATING, OPEN = "exact", "floating point", "open"
"""What the bound of a level rests on; open when it does not meet the value."""

MOST_FACTOR: Final = 10**7
"""Aims are solved together while the factor that keeps them in order stays below this."""
TINY: Final = 1000
"""Free variables up to which an aim of many equal points is closed at once."""
SMALL: Final = 3000
"""Free variables up to which CP-SAT is the faster one."""
NODES: Final = 200
"""Most nodes of a branch and cut."""
LOOSE_SHARE: Final = 0.12
"""Share of the work of a stage that an aim of many equal points may take."""
STEP_SHARE: Final = 0.6
"""Share of the work left that one step may take: what it finds may have to be mended."""
WEEK: Final = 7
LEAST_STEP: Final = 0.001
"""Work that a step counts at least, so that the shares come to an end."""
WEEK_EFFORT: Final = 0.4
"""Most work for one week of an aim that is made better week by week."""
MOST_ROUNDS: Final = 60
"""Most rounds of one stage; each adds rows that the last solution passed."""


@dataclass(frozen=True, slots=True)
class Level:
    """One aim: its value in the roster, and a bound below which no roster can be.

    The bound of a level holds for rosters that keep the value of the levels before it. ``proof``
    says what a bound that meets the value rests on: ``exact`` (whole numbers only), ``floating
    point`` (one solver), or ``open``.
    """

    name: str
    value: int
    bound: int
    proof: str

    @property
    def is_proven(self) -> bool:
        """Whether no roster is better."""
        return self.value <= self.bound


@dataclass(frozen=True, slots=True)
class Aim:
    """What to minimise: how its expression is built once it is its turn.

    ``is_loose`` marks an aim of many equal points: it has a stage of its own, and where its program
    stays large it is made better week by week, with a bound but no proof.
    """

    name: str
    build: Callable[[], Expression]
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A roster and its levels."""

    cells: Cells
    levels: tuple[Level, ...]
    num_rounds: int


def solve_levels(
    rows: DutyRows, cover: CoverRows, aims: Sequence[Aim], *, effort: float
) -> Outcome:
    """Minimise aims in order.

    Parameters
    ----------
    rows, cover
        The program.
    aims
        The most important first.
    effort
        Most work for each stage, in the deterministic seconds of CP-SAT.
    """
    program = rows.program
    point = list(program.known)
    levels: list[Level] = []
    rounds, left = 0, list(aims)
    while left:
        stage = _stage(program, left)
        left = left[len(stage.aims) :]
        share = LOOSE_SHARE if stage.is_loose else 1.0
        found = _solve(rows, cover, stage, program.settle(point), share * effort)
        point, rounds = found.point, rounds + found.num_rounds
        told = _told(program, stage, found)
        levels += told
        for (_, aim), level in zip(stage.aims, told, strict=True):
            program.at_most(aim, level.value)
        matrix = program.matrix()
        if found.relaxation is not None:
            matrix = found.relaxation.narrow(matrix, stage.goal.at(point))
        program.take(matrix.propagate())
    return Outcome(rows.cells(point), tuple(levels), rounds)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Aims solved together: a factor for each that keeps them in order, and their sum."""

    aims: list[tuple[str, Expression]]
    factors: list[int]
    goal: Expression
    is_loose: bool


def _stage(program: Program, left: Sequence[Aim]) -> _Stage:
    """Join the first aims as long as one objective can keep them in order."""
    first = left[0].build()
    aims = [(left[0].name, first)]
    spans = [first.at(program.settle(program.known)) - program.smallest(first) + 1]
    for aim in left[1:]:
        if left[0].is_loose or aim.is_loose:
            break
        e = aim.build()
        span = program.largest(e) - program.smallest(e) + 1
        if math.prod(spans) * span > MOST_FACTOR:
            break
        aims.append((aim.name, e))
        spans.append(span)
    factors = [math.prod(spans[i + 1 :]) for i in range(len(spans))]
    goal = Expression()
    for (_, e), factor in zip(aims, factors, strict=True):
        goal.join(e, factor)
    return _Stage(aims, factors, goal, left[0].is_loose)


@dataclass(slots=True)
class _Found:
    """The best point of a stage so far, the bound of its goal and what the bound rests on."""

    point: list[int]
    bound: int
    effort: float
    proof: str = EXACT
    num_rounds: int = 0
    relaxation: Relaxed | None = None

    def raise_bound(self, bound: int, proof: str = EXACT) -> None:
        """Take a better bound."""
        if bound > self.bound:
            self.bound, self.proof = bound, proof


def _solve(
    rows: DutyRows, cover: CoverRows, stage: _Stage, point: list[int], effort: float
) -> _Found:
    """Minimise one goal; add the rows that a solution passes and solve again until none is."""
    program, goal = rows.program, stage.goal
    found = _Found(point, program.smallest(goal), effort)
    while found.bound < goal.at(found.point) and found.num_rounds < MOST_ROUNDS:
        found.num_rounds += 1
        matrix = program.matrix()
        found.relaxation = relaxed(matrix, goal)
        found.raise_bound(found.relaxation.bound)
        found.point = program.settle(found.point)
        if found.bound >= goal.at(found.point) or found.effort <= 0:
            break
        num_free = int((matrix.low < matrix.high).sum())
        if stage.is_loose and found.num_rounds == 1 and num_free > TINY:
            _week_by_week(rows, cover, goal, found)
            if num_free > SMALL:
                break
            continue
        values, is_done = _close_by(matrix, goal, found)
        if not is_done:
            if all_rests(rows):
                continue  # one more relaxation is cheaper than a tree for each rest that is passed
            values = _tree(matrix, goal, found)
        if not values or not _take_in(rows, cover, goal, found, values):
            break
    found.point = program.settle(found.point)
    return found


def _take_in(
    rows: DutyRows, cover: CoverRows, goal: Expression, found: _Found, values: list[int]
) -> bool:
    """Take a point if it is better and breaks nothing; say whether it led to new rows."""
    matrix = rows.program.matrix()
    cells = rows.cells(values)
    broken = more_rests(rows, cells)
    added = cover.more_sets(cells) + broken
    cover.point(values, cells)
    values = rows.program.settle(values)
    # counted rightly, more people may be missing than the levels before allow
    if not broken and goal.at(values) < goal.at(found.point) and matrix.is_kept(values):
        found.point = values
    return added > 0


def _close_by(matrix: Matrix, goal: Expression, found: _Found) -> tuple[list[int], bool]:
    """Look among the points close to the bound, then farther, while what is left is small.

    A step holds only what a point of that cost can use, so that a step without a point proves that
    none costs so little. Returns the point, and whether the search came to an end.
    """
    value, gap = goal.at(found.point), 0
    while found.relaxation is not None and found.bound < value and found.effort > 0:
        most = min(found.bound + gap, value - 1)
        part = found.relaxation.narrow(matrix, most).with_row(goal, most)
        if int((part.low < part.high).sum()) > SMALL:
            return [], False
        step = search(part, goal, found.point, effort=STEP_SHARE * found.effort)
        found.effort -= max(step.effort, LEAST_STEP)
        found.raise_bound(min(step.bound, most + 1))
        if step.values or step.bound < INFINITY:
            return step.values, True
        gap = 2 * gap + 1
    return [], True


def _tree(matrix: Matrix, goal: Expression, found: _Found) -> list[int]:
    """Look among all points that are better than the known one."""
    if found.relaxation is None:
        return []
    most = goal.at(found.point) - 1
    part = found.relaxation.narrow(matrix, most).with_row(goal, most)
    step = branch(part, goal, nodes=NODES)
    found.raise_bound(min(step.bound, most + 1), FLOATING)
    return step.values


def _week_by_week(rows: DutyRows, cover: CoverRows, goal: Expression, found: _Found) -> None:
    """Make the point better one civil week at a time, the others fixed; it proves nothing."""
    problem = rows.problem
    for monday in problem.weeks():
        week = range(monday, monday + WEEK)
        outside = [
            variable
            for (_, day), words in rows.words.items()
            if day not in week
            for variable in words.values()
        ]
        found.point = rows.program.settle(found.point)
        part = rows.program.matrix().fixed(outside, found.point)
        step = search(part, goal, found.point, effort=min(found.effort, WEEK_EFFORT))
        found.effort -= step.effort
        if step.values:
            _take_in(rows, cover, goal, found, step.values)


def _told(program: Program, stage: _Stage, found: _Found) -> list[Level]:
    """Split the bound of a joint objective into bounds of its levels."""
    least = [program.smallest(aim) for _, aim in stage.aims]
    left = found.bound - sum(f * low for f, low in zip(stage.factors, least, strict=True))
    told = []
    for (name, aim), factor, low in zip(stage.aims, stage.factors, least, strict=True):
        value = aim.at(found.point)
        bound = min(value, low + max(0, left) // factor)
        told.append(Level(name, value, bound, found.proof if bound >= value else OPEN))
        left = left - factor * (value - low) if bound >= value else 0
    return told
