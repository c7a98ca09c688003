"""The same program put to another solver: CP-SAT, which reasons in integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accord.hours.cycle.clock import stopped_at
from accord.hours.cycle.program import FREE, Program

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = ["has_no_solution", "run"]


def has_no_solution(program: Program, *, limit_s: float, deadline_s: float | None = None) -> bool:
    """Tell whether CP-SAT proves that a program has no solution; False when it does not in time.

    Parameters
    ----------
    program
        The program, its cuts included.
    limit_s
        Seconds for it, counted as CP-SAT counts them to be the same every time.
    deadline_s
        CPU time of the process (``time.process_time``) at which to stop.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    columns = [
        model.new_int_var(low, high, f"x{i}")
        for i, (low, high) in enumerate(zip(program.low, program.high, strict=True))
    ]
    for (index, values), least, most in zip(program.rows, program.least, program.most, strict=True):
        if least <= -FREE and most >= FREE:
            continue
        total = cp_model.LinearExpr.weighted_sum(
            [columns[i] for i in index.tolist()], values.tolist()
        )
        model.add_linear_constraint(total, least, most)
    _, status = run(model, limit_s=limit_s, deadline_s=deadline_s)
    return bool(status == cp_model.INFEASIBLE)


def run(
    model: cp_model.CpModel, *, limit_s: float, deadline_s: float | None
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """Let CP-SAT solve a model: one worker, the same draws every time.

    Parameters
    ----------
    model
        The model.
    limit_s
        Seconds for it, as CP-SAT counts them.
    deadline_s
        CPU time of the process at which to stop; None sets none.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = limit_s
    solver.parameters.linearization_level = 2
    with stopped_at(deadline_s, solver.stop_search):
        status = solver.solve(model)
    return solver, status
