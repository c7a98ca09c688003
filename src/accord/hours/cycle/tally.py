"""What a schedule counts of each aim, read off its days; shares nothing with the optimiser."""

from __future__ import annotations

from accord.hours.cycle.objectives import is_backward, is_night, is_quick, thresholds
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Schedule

__all__ = ["tally"]

SATURDAY = 5


def tally(problem: CycleProblem, schedule: Schedule) -> dict[str, int]:
    """Count every aim of ``cycle.objectives`` in one cyclic schedule.

    Parameters
    ----------
    problem
        For the hours of the shifts.
    schedule
        Weeks of seven codes; the last Sunday joins the first Monday.
    """
    days = [code for week in schedule for code in week]
    limits = thresholds()
    steps = [
        (problem.shifts[a], i % DAYS, problem.shifts[b])
        for i, (a, b) in enumerate(zip(days, days[1:] + days[:1], strict=True))
        if OFF not in {a, b}
    ]
    return {
        "free_weekends": sum(week[SATURDAY:] == (OFF, OFF) for week in schedule),
        "single_days_off": _single([code == OFF for code in days]),
        "single_work_days": _single([code != OFF for code in days]),
        "nights_beyond": sum(_nights_beyond(problem, days, k) for k in range(len(problem.shifts))),
        "quick_returns": sum(is_quick(*step, limits) for step in steps),
        "backward_steps": sum(is_backward(*step, limits) for step in steps),
    }


def _single(marks: list[bool]) -> int:
    """Count the days that are marked while neither neighbour is."""
    following = marks[1:] + marks[:1]
    before = marks[-1:] + marks[:-1]
    return sum(m and not a and not b for m, a, b in zip(marks, following, before, strict=True))


def _nights_beyond(problem: CycleProblem, days: list[int], code: int) -> int:
    """Count the nights of a shift's blocks beyond the advised number."""
    limits = thresholds()
    first = next((i for i, c in enumerate(days) if c != code), 0)
    beyond = run = 0
    for i in range(first, first + len(days)):
        if days[i % len(days)] != code:
            run = 0
        elif is_night(problem.shifts[code], i % len(days) % DAYS, limits):
            run += 1
            beyond += run > limits.nights
    return beyond
