"""The best whole point of a program: by CP-SAT where it is small, by HiGHS where it is large.

Both run on one thread and stop at an amount of work, not at a time: the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from accord.hours.rosters.linear import INFINITY, Expression, Matrix
from accord.hours.rosters.relaxed import costs, highs_of

__all__ = ["Solved", "branch", "search"]


WHOLE: Final = 0.99
"""Costs are whole numbers: a bound this close is the value."""
TOLERANCE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Solved:
    """A point, its value, a proven bound and the work done.

    ``values`` is empty when none was found; the bound is ``INFINITY`` when there is none.
    """

    values: list[int]
    value: int
    bound: int
    effort: float


def search(matrix: Matrix, goal: Expression, hint: Sequence[int], *, effort: float) -> Solved:
    """Minimise an expression.

    Parameters
    ----------
    matrix
        Variables and rows; what is fixed costs nothing.
    goal
        What to minimise.
    hint
        A point to begin from.
    effort
        Most work, in the solver's deterministic seconds.
    """
    from ortools.sat.python import cp_model  # heavy: only to solve

    smallest, largest = matrix.ends()
    if ((smallest > matrix.most) | (largest < matrix.least)).any():
        return Solved([], 0, INFINITY, 0.0)
    small, kept, _ = matrix.compact()
    model = cp_model.CpModel()
    variables = [
        model.new_int_var(low, high, "")
        for low, high in zip(small.low.tolist(), small.high.tolist(), strict=True)
    ]
    start, index, factor = small.start.tolist(), small.index.tolist(), small.factor.tolist()
    least, most = small.least.tolist(), small.most.tolist()
    for r, (begin, end) in enumerate(pairwise(start)):
        terms = cp_model.LinearExpr.weighted_sum(
            [variables[v] for v in index[begin:end]], factor[begin:end]
        )
        model.add_linear_constraint(terms, least[r], most[r])
    cost = costs(goal, len(matrix.low))
    fixed = goal.constant + int((cost * matrix.low)[matrix.low == matrix.high].sum())
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, cost[kept].tolist()))
    for number, variable in zip(kept.tolist(), variables, strict=True):
        model.add_hint(variable, hint[number])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    # with a hint, its presolve by symmetry can fail (9.15: absl::btree_map::at)
    solver.parameters.symmetry_level = 0
    status = solver.solve(model)
    work = solver.deterministic_time
    if status == cp_model.INFEASIBLE:
        return Solved([], 0, INFINITY, work)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # out of effort before any bound: what the bounds of the variables alone allow
        ends = np.where(cost > 0, matrix.low, matrix.high)
        return Solved([], 0, goal.constant + int((cost * ends).sum()), work)
    bound = round(solver.best_objective_bound) + fixed
    point = matrix.low.copy()
    point[kept] = np.array([solver.value(v) for v in variables], dtype=np.int64)
    values = point.tolist()
    return Solved(values, goal.at(values), bound, work)


def branch(matrix: Matrix, goal: Expression, *, nodes: int) -> Solved:
    """Minimise an expression whose relaxation is close, by branch and cut.

    Parameters
    ----------
    matrix
        Variables and rows.
    goal
        What to minimise, whole at whole points.
    nodes
        Most nodes of the tree.

    Notes
    -----
    The bound rests on floating point. Limits: the root of the tree has no limit of work; it took 7
    to 15 CPU s on the tightest rosters of 60 and 200 people that were tried.
    """
    import highspy  # heavy: only to solve

    small, kept, _ = matrix.compact()
    cost = costs(goal, len(matrix.low))
    fixed = goal.constant + int((cost * matrix.low)[matrix.low == matrix.high].sum())
    solver = highs_of(small, cost[kept], is_whole=True)
    for name, value in (("mip_abs_gap", WHOLE), ("mip_rel_gap", 0.0), ("mip_max_nodes", nodes)):
        solver.setOptionValue(name, value)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved([], 0, INFINITY, 0.0)
    bound = -INFINITY
    if math.isfinite(info.mip_dual_bound):
        bound = math.ceil(info.mip_dual_bound - TOLERANCE) + fixed
    point = matrix.low.copy()
    point[kept] = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    values = point.tolist()
    if not matrix.is_kept(values):
        return Solved([], 0, bound, 0.0)
    return Solved(values, goal.at(values), bound, 0.0)
