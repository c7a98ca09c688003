"""The same program put to another solver: CP-SAT, which reasons in integers."""

from __future__ import annotations

from accord.hours.cycle.program import FREE, Program

__all__ = ["has_no_solution"]


def has_no_solution(program: Program, *, limit_s: float) -> bool:
    """Tell whether CP-SAT proves that a program has no solution; False when it does not in time.

    Parameters
    ----------
    program
        The program, its cuts included.
    limit_s
        Seconds for it, counted as CP-SAT counts them to be the same every time.
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
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = limit_s
    solver.parameters.linearization_level = 2
    return bool(solver.solve(model) == cp_model.INFEASIBLE)
