"""Put the weeks of a designed cycle in a good order, and deal its start weeks to the crews.

Neither changes what the optimiser proved: an order is taken only if the independent checker finds
no rule broken and every aim counts the same, and who starts where is free in any cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from accord.hours.cycle.checker import verify
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule
from accord.hours.cycle.tally import tally

__all__ = ["alternating", "longest_on_one_duty", "start_weeks"]


def alternating(problem: CycleProblem, schedule: Schedule) -> Schedule:
    """Return the weeks in the order in which a crew changes its duty most evenly.

    The order is kept as it is where every other breaks a rule or costs something in an aim: so it
    is where work blocks run through weekends.

    Notes
    -----
    Limits: three orders are tried, not all; the evenest of them need not be the evenest there is.
    """
    counts = tally(problem, schedule)
    best = schedule
    for kind_of in (_most_worked, _first_worked, _last_worked):
        found = _spread(schedule, kind_of)
        if (
            longest_on_one_duty(found) < longest_on_one_duty(best)
            and not verify(problem, (found,))
            and tally(problem, found) == counts
        ):
            best = found
    return best


def longest_on_one_duty(schedule: Schedule) -> int:
    """Count the most working days on the same duty before it changes, days off left out."""
    worked = [code for week in schedule for code in week if code != OFF]
    first = next((i for i, code in enumerate(worked) if code != worked[0]), 0)
    longest = run = 0
    before: int | None = None
    for code in worked[first:] + worked[:first]:
        run = run + 1 if code == before else 1
        before, longest = code, max(longest, run)
    return longest


def start_weeks(schedule: Schedule, written: Sequence[Schedule]) -> tuple[int, ...]:
    """Deal the weeks of the cycle to the crews so that most duties stay as they were written.

    Parameters
    ----------
    schedule
        The cycle, one week per crew.
    written
        What the table gives each crew today, as a cycle of its own.

    Returns
    -------
    tuple
        For each crew the 0-based week of the cycle that it works in week 1.
    """
    from ortools.graph.python import linear_sum_assignment

    num = len(schedule)
    cycle = np.array(schedule)
    deal = linear_sum_assignment.SimpleLinearSumAssignment()
    # of equal deals the one that keeps the order of crews: a bias too small to change a count
    weight = num * num + 1
    for i_crew, weeks in enumerate(written):
        own = np.array(weeks)[np.arange(num) % len(weeks)]
        for start in range(num):
            changed = int(np.count_nonzero(np.roll(cycle, -start, axis=0) != own))
            deal.add_arc_with_cost(i_crew, start, changed * weight + abs(i_crew - start))
    deal.solve()
    return tuple(deal.right_mate(i_crew) for i_crew in range(len(written)))


def _spread(schedule: Schedule, kind_of: Callable[[Sequence[int]], int]) -> Schedule:
    """Spread the weeks of each kind evenly over the cycle."""
    by_kind: dict[int, list[tuple[int, ...]]] = {}
    for week in schedule:
        by_kind.setdefault(kind_of(week), []).append(week)
    placed = [
        ((i + 0.5) / len(weeks), kind, week)
        for kind, weeks in sorted(by_kind.items())
        for i, week in enumerate(weeks)
    ]
    return tuple(week for _, _, week in sorted(placed, key=lambda p: p[:2]))


def _most_worked(week: Sequence[int]) -> int:
    worked = [code for code in week if code != OFF]
    return max(sorted(set(worked)), key=worked.count, default=OFF)


def _first_worked(week: Sequence[int]) -> int:
    return next((code for code in week if code != OFF), OFF)


def _last_worked(week: Sequence[int]) -> int:
    return _first_worked(week[::-1])
