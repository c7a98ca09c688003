"""An integer program as arrays, and HiGHS as its solver.

Every number of a program is an integer, so that a certificate can be checked in exact arithmetic
(see ``proof``). Columns are boxed on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import highspy

__all__ = ["FREE", "Answer", "Program", "linear_bound", "load", "maximise"]

FREE: Final = 10**12
"""A row bound that bounds nothing."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(slots=True)
class Program:
    """Columns with bounds, rows with bounds, all of them integers.

    Parameters
    ----------
    low, high
        Bounds of each column.
    rows
        Columns and coefficients of each row.
    least, most
        Bounds of each row; ``-FREE`` or ``FREE`` bounds nothing.
    """

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    rows: list[tuple[IntArray, IntArray]] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)

    @property
    def num_columns(self) -> int:
        """Number of columns."""
        return len(self.low)

    def add_column(self, low: int, high: int) -> int:
        """Add a column and give its number."""
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def add_row(
        self,
        columns: Sequence[int] | IntArray,
        values: Sequence[int] | IntArray | int,
        least: int,
        most: int,
    ) -> int:
        """Add a row and give its number; a single value stands for every column."""
        index = np.asarray(columns, dtype=np.int64)
        if isinstance(values, int):
            value = np.full(len(index), values, dtype=np.int64)
        else:
            value = np.asarray(values, dtype=np.int64)
        self.rows.append((index, value))
        self.least.append(least)
        self.most.append(most)
        return len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS says of a program.

    Parameters
    ----------
    status
        ``optimal``, ``found`` (stopped at a solution), ``impossible`` or ``unknown`` (time is up).
    values
        Value of each column, rounded to integers; empty without a solution.
    objective, bound
        Value of the solution, and the proven upper bound of every solution.
    """

    status: str
    values: IntArray
    objective: float
    bound: float


def maximise(
    program: Program,
    gain: IntArray | None = None,
    *,
    stop_at_first: bool = False,
    time_limit_s: float | None = None,
) -> Answer:
    """Solve a program: the most of ``gain`` times the columns, proven with gap zero.

    Parameters
    ----------
    program
        The program.
    gain
        Integer gain of each column, shape (columns,); columns added later than it count nothing.
    stop_at_first
        Stop at the first solution.
    time_limit_s
        Seconds after which to give up.
    """
    import highspy

    solver = load(program, gain, is_integer=True)
    if stop_at_first:
        solver.setOptionValue("mip_max_improving_sols", 1)
    if time_limit_s is not None:
        solver.setOptionValue("time_limit", max(0.01, time_limit_s))
    solver.run()
    status = solver.getModelStatus()
    kinds = highspy.HighsModelStatus
    if status in {kinds.kInfeasible, kinds.kUnboundedOrInfeasible}:
        return Answer("impossible", np.zeros(0, dtype=np.int64), 0.0, 0.0)
    info = solver.getInfo()
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.zeros(0, dtype=np.int64)
    if has_solution:
        values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    bound = -info.mip_dual_bound if status != kinds.kOptimal else -info.objective_function_value
    if status != kinds.kOptimal:
        found = "found" if has_solution else "unknown"
        return Answer(found, values, -info.objective_function_value, bound)
    return Answer("optimal", values, -info.objective_function_value, bound)


def linear_bound(program: Program, gain: IntArray | None = None) -> int | None:
    """Give the whole part of the most that ``gain`` can be in real numbers.

    Parameters
    ----------
    program
        The program.
    gain
        Whole gain of each column; without it the bound is 0.

    Returns
    -------
    int or None
        None where the program has no solution even in real numbers, as far as HiGHS's tolerances
        go. The bound is a place to begin at: it is no proof.
    """
    import highspy

    solver = load(program, gain, is_integer=False)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    most = -float(solver.getInfo().objective_function_value)
    return math.floor(most + 1e-6)


def load(program: Program, gain: IntArray | None, *, is_integer: bool) -> highspy.Highs:
    """Give HiGHS a program to maximise; one thread, gap zero, the same draws every time."""
    import highspy

    num_columns, num_rows = program.num_columns, len(program.rows)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = num_columns, num_rows
    cost = np.zeros(num_columns)
    if gain is not None:
        cost[: len(gain)] = -gain
    model.col_cost_ = cost
    model.col_lower_ = np.array(program.low, dtype=np.float64)
    model.col_upper_ = np.array(program.high, dtype=np.float64)
    least = np.array(program.least, dtype=np.float64)
    most = np.array(program.most, dtype=np.float64)
    model.row_lower_ = np.where(least <= -FREE, -highspy.kHighsInf, least)
    model.row_upper_ = np.where(most >= FREE, highspy.kHighsInf, most)
    sizes = np.array([len(index) for index, _ in program.rows], dtype=np.int32)
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    if num_rows:
        matrix.index_ = np.concatenate([i for i, _ in program.rows]).astype(np.int32)
        matrix.value_ = np.concatenate([v for _, v in program.rows]).astype(np.float64)
    if is_integer:
        model.integrality_ = [highspy.HighsVarType.kInteger] * num_columns
    solver = highspy.Highs()
    for option, value in _OPTIONS:
        solver.setOptionValue(option, value)
    solver.passModel(model)
    return solver


_OPTIONS: Final = (
    ("output_flag", False),
    ("threads", 1),
    ("parallel", "off"),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 0.999),  # gains are integers
    ("mip_detect_symmetry", False),
    ("mip_heuristic_run_feasibility_jump", False),
)
