"""A year of shifts on the plant's own calendar: what is planned, when it is closed, who is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from accord.law import FloatArray
from accord.plant.calendar import ShiftPlan, closed_days
from accord.plant.records import Absence, Plant

__all__ = ["YearCalendar", "anniversary", "year_calendar"]

_LEAVE: Final = frozenset({"leave", "conge", "conges", "congé", "congés", "congés payés"})


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The shifts of a year by crew and day: hours planned, and when the plant is open.

    Parameters
    ----------
    first, last
        First and last day.
    monday, num_weeks
        Monday of the first week, and how many civil weeks the year touches.
    planned
        Hours of work by crew and day, closures not considered.
    closed
        Days on which the plant is closed.
    is_open
        For each week, whether somebody works on an open day of it; also true when nobody would.
    """

    first: date
    last: date
    monday: date
    num_weeks: int
    planned: Mapping[str, Mapping[date, float]]
    closed: frozenset[date]
    is_open: tuple[bool, ...]

    def week_h(self, crew: str, *, with_closed: bool) -> FloatArray:
        """Give the hours of the shifts that start in each week, shape (num_weeks,).

        Parameters
        ----------
        crew
            Crew.
        with_closed
            Whether closed days count.
        """
        # LIMIT: by start day; the law of France splits a night at the end of the week
        weeks = np.zeros(self.num_weeks)
        for day, hours in self.planned[crew].items():
            if with_closed or day not in self.closed:
                weeks[(day - self.monday).days // 7] += hours
        return weeks

    def leave_h(self, crew: str, people: Collection[str], absences: Iterable[Absence]) -> float:
        """Give the hours of leave already known within the year, mean of a crew's people."""
        if not people:
            return 0.0
        taken: set[tuple[str, date]] = set()
        for row in absences:
            if row.person in people and row.kind.strip().lower() in _LEAVE:
                first, last = max(row.first, self.first), min(row.last, self.last)
                for i in range((last - first).days + 1):
                    taken.add((row.person, first + timedelta(days=i)))
        planned = self.planned[crew]
        hours = [planned.get(day, 0.0) for _, day in sorted(taken) if day not in self.closed]
        return sum(hours) / len(people)


def anniversary(day: date) -> date:
    """Give the same day of the next year; after 29 February comes 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, day.month + 1, 1)


def year_calendar(plant: Plant, first: date, last: date) -> YearCalendar:
    """Lay the shifts of a plant on the days from ``first`` to ``last``."""
    plan, closed = ShiftPlan(plant), closed_days(plant.closures)
    planned: dict[str, dict[date, float]] = defaultdict(dict)
    for i in range((last - first).days + 1):
        day = first + timedelta(days=i)
        for crew, shifts in plan.on(day).items():
            planned[crew][day] = sum(s.paid_min for s in shifts) / 60
    monday = first - timedelta(days=first.weekday())
    num_weeks = (last - monday).days // 7 + 1
    mondays = [monday + timedelta(weeks=w) for w in range(num_weeks)]
    worked = {day for days in planned.values() for day in days}
    is_open = []
    for start in mondays:
        own = {start + timedelta(days=d) for d in range(7)} & worked
        is_open.append(not own or not own <= closed)
    return YearCalendar(first, last, monday, num_weeks, planned, closed, tuple(is_open))
