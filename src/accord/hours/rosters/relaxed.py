"""What the linear relaxation proves: a bound in exact arithmetic, and what no better point uses.

HiGHS gives the prices of the rows; they are rounded to whole millionths and the bound that they
prove is summed in whole numbers, so that no rounding of floats enters the proof: for any prices of
the right sign, price times limit plus the cheapest use of each variable at its reduced cost is a
bound (weak duality).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.linear import INFINITY, Expression, Ints, Matrix

if TYPE_CHECKING:
    import highspy

__all__ = ["Relaxed", "costs", "highs_of", "relaxed"]

UNIT: Final = 10**6
"""One unit of cost in the whole numbers of the proof."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The proof of a relaxation.

    Parameters
    ----------
    bound_units
        No whole point costs less, in millionths.
    reduced
        (variables,) cost of one more of each variable at these prices, in millionths: a point uses
        a variable one step off its cheap end only if it can afford this above the bound.
    prices
        (rows,) price of one step of slack of each row, in millionths.
    """

    bound_units: int
    reduced: Ints
    prices: Ints

    @property
    def bound(self) -> int:
        """The least whole cost that the proof leaves."""
        return -(-self.bound_units // UNIT)

    def narrow(self, matrix: Matrix, value: int) -> Matrix:
        """Return the program of the points that cost at most ``value``, smaller but no other.

        A variable or a slack whose first step costs more than is left above the bound stays at its
        cheap end; variables that follow from that are fixed too.

        Parameters
        ----------
        matrix
            The matrix that was relaxed; rows and variables may have been added to it since.
        value
            Cost.
        """
        left = value * UNIT - self.bound_units
        low, high = matrix.low.copy(), matrix.high.copy()
        least, most = matrix.least.copy(), matrix.most.copy()
        at_low, at_high = np.flatnonzero(self.reduced > left), np.flatnonzero(self.reduced < -left)
        high[at_low] = low[at_low]
        low[at_high] = high[at_high]
        at_least, at_most = np.flatnonzero(self.prices > left), np.flatnonzero(self.prices < -left)
        most[at_least] = least[at_least]
        least[at_most] = most[at_most]
        return replace(matrix, low=low, high=high, least=least, most=most).propagate()


def costs(goal: Expression, size: int) -> Ints:
    """Return the cost of each variable, shape (variables,)."""
    cost = np.zeros(size, dtype=np.int64)
    np.add.at(cost, np.array(goal.variables, dtype=np.int64), np.array(goal.factors, np.int64))
    return cost


def relaxed(matrix: Matrix, goal: Expression) -> Relaxed:
    """Solve the linear relaxation and prove its bound again in whole numbers.

    Parameters
    ----------
    matrix
        Variables and rows.
    goal
        What to minimise.
    """
    cost = costs(goal, len(matrix.low))
    small, variables, rows = matrix.compact()
    duals = _duals(small, cost[variables])
    prices = np.zeros(len(matrix.least), dtype=np.int64)
    prices[rows] = np.rint(duals * UNIT).astype(np.int64)
    # a price needs the limit it speaks of: positive a least, negative a most
    prices[(prices > 0) & (matrix.least <= -INFINITY // 2)] = 0
    prices[(prices < 0) & (matrix.most >= INFINITY // 2)] = 0
    reduced = cost * UNIT
    np.subtract.at(reduced, matrix.index, prices[matrix.row] * matrix.factor)
    limit = np.where(prices > 0, matrix.least, np.where(prices < 0, matrix.most, 0))
    cheapest = np.where(reduced > 0, matrix.low, matrix.high)
    bound = int((prices * limit).sum()) + int((reduced * cheapest).sum())
    return Relaxed(bound + goal.constant * UNIT, reduced, prices)


def _duals(matrix: Matrix, cost: Ints) -> NDArray[np.float64]:
    """Return the prices of the rows at the optimum of the relaxation."""
    if not len(matrix.least) or not len(cost):
        return np.zeros(len(matrix.least))
    solver = highs_of(matrix, cost, is_whole=False)
    solver.run()
    solution = solver.getSolution()
    if not solution.dual_valid:
        return np.zeros(len(matrix.least))
    return np.array(solution.row_dual)


def highs_of(matrix: Matrix, cost: Ints, *, is_whole: bool) -> highspy.Highs:
    """Return HiGHS with a program loaded, one thread, silent.

    Parameters
    ----------
    matrix, cost
        The program.
    is_whole
        Whether the variables must be whole.
    """
    import highspy  # heavy: only to solve

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(matrix.least)
    lp.col_cost_ = cost.astype(np.float64)
    lp.col_lower_, lp.col_upper_ = matrix.low.astype(np.float64), matrix.high.astype(np.float64)
    is_low, is_high = matrix.least <= -INFINITY // 2, matrix.most >= INFINITY // 2
    lp.row_lower_ = np.where(is_low, -np.inf, matrix.least.astype(np.float64))
    lp.row_upper_ = np.where(is_high, np.inf, matrix.most.astype(np.float64))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = matrix.start, matrix.index
    lp.a_matrix_.value_ = matrix.factor.astype(np.float64)
    if is_whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    return solver
