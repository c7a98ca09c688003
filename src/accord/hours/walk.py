"""From the schedule of an optimiser to duties: the walk of one person through the cycle."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.errors import Place
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, Cycle

__all__ = ["duties_of"]


def duties_of(
    problem: CycleProblem, schedule: Schedule, group: int = 0, *, since: date = date.min
) -> Cycle:
    """Give the duties of one person who goes through a cycle from its first week.

    The others of the group go the same way, each some weeks later: what the law says of one walk
    it says of all.

    Parameters
    ----------
    problem
        The problem, for the hours of its shifts.
    schedule
        Weeks of seven codes.
    group
        0-based group, for the name.
    since
        First day on which it is worked, for the law in force.

    Returns
    -------
    Cycle
        Duties whose hours are all work; breaks are not known (``-1``).
    """
    found = [
        (week * WEEK_MIN + day * DAY_MIN + problem.shifts[code].start_min[day], code, day, week)
        for week, codes in enumerate(schedule)
        for day, code in enumerate(codes)
        if code != OFF
    ]
    length = [problem.shifts[code].length_min[day] for _, code, day, _ in found]
    start = np.array([begins for begins, *_ in found], dtype=np.int64)
    work = np.array(length, dtype=np.int64)
    return Cycle(
        crew=problem.groups[group].name or problem.name,
        num_weeks=len(schedule),
        start_min=start,
        end_min=start + work,
        work_min=work,
        longest_break_min=np.full(len(found), UNKNOWN, dtype=np.int64),
        places=tuple(
            Place(f"schedule of {problem.name}", week + 1, day + 1) for *_, day, week in found
        ),
        since=since,
        until=None,
    )
