"""Repair a roster after an absence: cover restored with the fewest changed days."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from accord.errors import HoursError
from accord.hours.rosters.duty_problem import DutyProblem
from accord.hours.rosters.duty_roster import PlantRoster
from accord.hours.rosters.plant_roster import EFFORT, changed
from accord.plant.records import Absence

__all__ = ["REPAIR_AIMS", "repair"]

REPAIR_AIMS: Final = ("cover", "training", "changes", "wishes", "fairness")
"""Aims of a repair: fewest changed days before wishes."""


def repair(
    roster: PlantRoster,
    absences: Iterable[Absence],
    *,
    from_day: date | None = None,
    notice_days: int = 0,
    aims: Sequence[str] = REPAIR_AIMS,
    effort: float = EFFORT,
) -> PlantRoster:
    """Repair a roster when somebody falls ill.

    The absence is taken out of the roster; then the fewest places stay empty, with the fewest
    changed days of other people, then the least unfairness. Every day before ``from_day``, and for
    everybody else the days of notice after it, stay as they are.

    Parameters
    ----------
    roster
        The roster in force.
    absences
        New absences; their days before ``from_day`` are past and change nothing.
    from_day
        The day on which the absence becomes known; by default the first day of the absences.
    notice_days
        Days from ``from_day`` on that nobody else can be asked to change any more.
    aims, effort
        As for ``roster``.

    Returns
    -------
    PlantRoster
        Its ``before`` is the roster in force with the absences taken out; ``level("changes")`` is
        the number of changed days with its bound.

    Raises
    ------
    HoursError
        When a person is not in the roster, an absence ends before it begins, or a number of days
        is negative.
    """
    began = time.process_time()
    absences = tuple(absences)
    problem = roster.problem
    _check(problem, absences, notice_days)
    starts = [a.first for a in absences]
    start = max(0, problem.day(from_day or min(starts, default=problem.first)))
    away = dict(problem.away)
    rows = [list(row) for row in roster.cells]
    for a in absences:
        i = problem.number[a.person]
        low, high = max(problem.day(a.first), start), problem.day(a.last)
        for day in range(low, min(high, problem.last_known) + 1):
            if (i, day) not in away:
                away[i, day] = a.kind or "absence"
            if day < problem.num_days:
                rows[i][day] = away[i, day]
    moved: dict[str, int] = {}
    for change in roster.changes:
        moved[change.person] = moved.get(change.person, 0) + 1
    workers = tuple(
        replace(w, changes_before=w.changes_before + moved.get(w.name, 0)) for w in problem.workers
    )
    fixed = frozenset(
        (i, day)
        for i in range(len(workers))
        for day in range(min(start + notice_days, problem.num_days))
    )
    return changed(
        replace(problem, away=away, workers=workers),
        tuple(map(tuple, rows)),
        fixed,
        aims,
        effort,
        derived=roster.station_needs,
        began=began,
    )


def _check(problem: DutyProblem, absences: Sequence[Absence], notice_days: int) -> None:
    for a in absences:
        if a.person not in problem.number:
            raise HoursError(f"{a.person} is not in the roster of {problem.name}; give an id of it")
        if a.last < a.first:
            raise HoursError(f"the absence of {a.person} ends on {a.last}, before {a.first}")
    if notice_days < 0:
        raise HoursError(f"notice of {notice_days} days; give 0 or more")
