"""The frontier between headcount, hours and free weekends: each point proven by itself."""

from __future__ import annotations

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.clock import Clock
from accord.hours.cycle.fewest import headcounts, with_people
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.results import FrontierPoint, FrontierResult
from accord.hours.cycle.solve import solve_cycle

__all__ = ["frontier"]


def frontier(
    problem: CycleProblem, *, max_average_h: float = 35.0, points: int = 6
) -> FrontierResult:
    """Find the most free weekends for headcounts from today's to that of a shorter week.

    Parameters
    ----------
    problem
        A problem of one group that covers its demand exactly.
    max_average_h
        Hours of the average week at the other end of the frontier.
    points
        Most headcounts to solve, both ends among them.

    Returns
    -------
    FrontierResult
        One point per headcount, with the proven most free weekends; or the proof that no cycle
        exists with that headcount.

    Raises
    ------
    HoursError
        When the hours are not known (surplus, several groups), or fewer than two points are asked
        for.
    """
    if points < 2:
        raise HoursError(f"a frontier of {points} points has no two ends: ask for 2 or more")
    clock = Clock()
    there = headcounts(problem, max_average_h).least
    low, high = sorted((problem.num_people, there))
    low = max(low, *problem.demand_by_day)
    counts = np.unique(np.rint(np.linspace(low, high, min(points, high - low + 1))).astype(int))
    found = []
    for num_people in counts.tolist():
        case = with_people(problem, num_people)
        result = solve_cycle(case, objectives=("free_weekends",))
        value = result.objectives.get("free_weekends")
        weekends = None if value is None else int(value)
        found.append(FrontierPoint(num_people, case.average_h, weekends, result.is_proven, result))
    return FrontierResult(tuple(found), clock.cpu_s)
