"""An integer program as arrays, and HiGHS as its solver.

Every number of a program is an integer, so that a certificate can be checked in exact arithmetic
(see ``certificate``). Columns are boxed on both sides.
"""

from __future__ import annotations

import math
import time
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
        ``optimal``, ``impossible``, ``stopped`` (at the first solution, or at the deadline) or
        ``failed`` (HiGHS gave up for another reason).
    values
        Value of each column, rounded to integers; empty without a solution.
    bound
        Upper bound of every solution's gain, in floating point; None where none is known.
    said
        HiGHS's own word for its status.
    """

    status: str
    values: IntArray
    bound: float | None
    said: str


def maximise(
    program: Program,
    gain: IntArray | None = None,
    *,
    stop_at_first: bool = False,
    num_nodes: int | None = None,
    deadline_s: float | None = None,
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
    num_nodes
        Nodes of its tree after which to stop; None sets no limit.
    deadline_s
        CPU time of the process (``time.process_time``) at which to stop.
    """
    import highspy

    solver = load(program, gain, is_integer=True)
    if num_nodes is not None:
        solver.setOptionValue("mip_max_nodes", num_nodes)
    if stop_at_first:
        solver.setOptionValue("mip_max_improving_sols", 1)
    if deadline_s is not None:
        _stop_at(solver, deadline_s)
    solver.run()
    status = solver.getModelStatus()
    kinds = highspy.HighsModelStatus
    info = solver.getInfo()
    values = np.zeros(0, dtype=np.int64)
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    words = {
        kinds.kOptimal: "optimal",
        kinds.kInfeasible: "impossible",
        kinds.kUnboundedOrInfeasible: "impossible",  # every column is bounded
        kinds.kSolutionLimit: "stopped",
        kinds.kInterrupt: "stopped",
        kinds.kTimeLimit: "stopped",
    }
    bound = -float(info.mip_dual_bound)
    return Answer(
        words.get(status, "failed"),
        values,
        bound if math.isfinite(bound) else None,
        solver.modelStatusToString(status),
    )


def _stop_at(solver: highspy.Highs, deadline_s: float) -> None:
    """Let HiGHS ask, now and then, whether the process has used so many CPU seconds."""

    def look(event: highspy.HighsCallbackEvent) -> None:
        if time.process_time() >= deadline_s:
            event.interrupt()

    solver.cbMipInterrupt.subscribe(look)
    solver.cbSimplexInterrupt.subscribe(look)


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
