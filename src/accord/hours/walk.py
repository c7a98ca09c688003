"""From the schedule of an optimiser to duties: the walk of one person through the cycle."""

from __future__ import annotations

from datetime import date

import numpy as np

from accord.errors import Place
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule, ShiftType
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, Cycle, unpaid_of

__all__ = ["duties_of", "longest_break"]


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
        Duties with the breaks of their shifts; of a shift without them the longest break is not
        known (``-1``).
    """
    found = [
        (week * WEEK_MIN + day * DAY_MIN + problem.shifts[code].start_min[day], code, day, week)
        for week, codes in enumerate(schedule)
        for day, code in enumerate(codes)
        if code != OFF
    ]
    shifts = [(problem.shifts[code], day) for _, code, day, _ in found]
    start = np.array([begins for begins, *_ in found], dtype=np.int64)
    length = np.array([shift.length_min[day] for shift, day in shifts], dtype=np.int64)
    return Cycle(
        crew=problem.groups[group].name or problem.name,
        num_weeks=len(schedule),
        start_min=start,
        end_min=start + length,
        work_min=np.array([shift.work_min[day] for shift, day in shifts], dtype=np.int64),
        longest_break_min=np.array([longest_break(*one) for one in shifts], dtype=np.int64),
        places=tuple(
            Place(f"schedule of {problem.name}", week + 1, day + 1) for *_, day, week in found
        ),
        since=since,
        until=None,
        pauses_min=unpaid_of(
            (week * WEEK_MIN + day * DAY_MIN, breaks[day])
            for _, code, day, week in found
            if (breaks := problem.shifts[code].breaks) is not None
        ),
    )


def longest_break(shift: ShiftType, day: int) -> int:
    """Give the minutes of the longest break of a shift on a weekday, ``UNKNOWN`` without breaks.

    Parameters
    ----------
    shift
        The shift.
    day
        Weekday, 0 for Monday.
    """
    if shift.breaks is None:
        return UNKNOWN
    return max((b.end_min - b.start_min for b in shift.breaks[day]), default=0)
