"""The trade-off between crews, hours and free time for the same posts, every point proven."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from accord.hours.cycle.fewest import with_people
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.results import FrontierPoint, FrontierResult
from accord.hours.cycle.solve import solve_cycle
from accord.hours.cycle.tally import tally
from accord.hours.design.crews import AIMS_BY_DEFAULT

__all__ = ["recut", "trade_off"]

_EXACT_H: Final = 1e-9


def recut(problem: CycleProblem, parts: int) -> CycleProblem:
    """Return a problem whose crews are each cut into equal parts, the posts staffed as before."""
    demand = tuple(tuple(parts * asked for asked in row) for row in problem.demand)
    return with_people(replace(problem, demand=demand), parts * problem.num_people)


def trade_off(
    problem: CycleProblem,
    *,
    longest_h: float,
    shortest_h: float,
    aims: Sequence[str] = AIMS_BY_DEFAULT,
    points: int = 6,
) -> FrontierResult:
    """Find the best cycle for every headcount between two average weeks, each point proven.

    Parameters
    ----------
    problem
        The duties to cover; its own headcount is not used.
    longest_h, shortest_h
        Average weeks at the two ends.
    aims
        As for ``design``.
    points
        Most headcounts to solve, both ends among them.

    Returns
    -------
    FrontierResult
        One point per headcount, fewest first; those without a cycle have the proof of it.
    """
    hours = problem.week_min / 60
    low, high = (max(1, math.ceil(hours / h - _EXACT_H)) for h in (longest_h, shortest_h))
    counts = np.unique(np.rint(np.linspace(low, high, min(points, high - low + 1))).astype(int))
    found = []
    for num in counts.tolist():
        case = with_people(problem, num)
        result = solve_cycle(case, objectives=aims)
        weekends = [tally(case, own)["free_weekends"] for own in result.schedules]
        known = sum(weekends) if result.schedules else None
        found.append(FrontierPoint(num, case.average_h, known, result.is_proven, result))
    return FrontierResult(tuple(found), sum(p.cycle.cpu_s for p in found))
