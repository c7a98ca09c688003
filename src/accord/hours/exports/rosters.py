"""A cycle as ``rosters.txt`` of the Transit Operational Data Standard (a proposal, not yet in it).

A row for each roster and week of its cycle, a column for the run of each day from Monday to Sunday,
``OFF`` for a day off. In the proposal (issue 45 of the standard) a driver begins a roster in its
first week, so a cycle of n weeks is written n times, each beginning in another week. A run is the
name of a shift; the columns for services are empty, for a plant has none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from accord.errors import HoursError
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule, as_words

__all__ = ["tods_rosters"]

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
REST: Final = "OFF"
MAX_ROWS: Final = 1_000_000


def tods_rosters(problem: CycleProblem, schedules: Sequence[Schedule]) -> str:
    """Write a cycle as ``rosters.txt``.

    Parameters
    ----------
    problem
        The problem, for names.
    schedules
        One schedule for each group; each group is a roster group.

    Raises
    ------
    HoursError
        When a shift is named ``OFF``, or there are more than a million rows (weeks squared).
    """
    num_rows = sum(len(schedule) ** 2 for schedule in schedules)
    if num_rows > MAX_ROWS:
        raise HoursError(
            f"{problem.name}: rosters.txt would have {num_rows:,} rows, a row for each person and "
            f"week; at most {MAX_ROWS:,} are written. Write the matrix instead"
        )
    if any(shift.name == REST for shift in problem.shifts):
        raise HoursError(f"{problem.name}: a shift is named {REST}, a day off in rosters.txt")
    text = io.StringIO()
    pen = csv.writer(text, lineterminator="\r\n")
    days = [column for day in WEEKDAYS for column in (day, f"service_id_{day}")]
    pen.writerow(["roster_id", "week_sequence", "roster_group", *days])
    for group, schedule in zip(problem.groups, schedules, strict=True):
        words = as_words(problem, schedule)
        for person in range(len(schedule)):
            for i_week in range(len(schedule)):
                week = (person + i_week) % len(schedule)
                runs = [
                    REST if code == OFF else word
                    for code, word in zip(schedule[week], words[week], strict=True)
                ]
                cells = [cell for run in runs for cell in (run, "")]
                pen.writerow([f"{group.name}-{person + 1}", i_week + 1, group.name, *cells])
    return text.getvalue()
