"""What each group of a cycle gets: hours of an average week, free weekends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from accord.hours.cycle.problem import OFF, CycleProblem, Schedule

__all__ = ["GroupFigures", "group_figures"]

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of one group.

    Parameters
    ----------
    name, people
        The group, and how many people go through its cycle.
    average_h
        Hours of work of a person in an average week.
    free_weekends
        Weekends of the cycle on whose Saturday and Sunday no shift starts.
    """

    name: str
    people: int
    average_h: float
    free_weekends: int

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.people} people, {self.average_h:.2f} h in an average week, "
            f"{self.free_weekends} free weekends in {self.people} weeks"
        )

    def as_dict(self) -> dict[str, object]:
        """Give the figures as plain data."""
        return {
            "name": self.name,
            "people": self.people,
            "average_h": round(self.average_h, 6),
            "free_weekends": self.free_weekends,
        }


def group_figures(problem: CycleProblem, schedules: Sequence[Schedule]) -> tuple[GroupFigures, ...]:
    """Give the figures of each group of a schedule.

    Parameters
    ----------
    problem
        The problem, for the hours of its shifts.
    schedules
        One for each group; none gives no figures.
    """
    if not schedules:
        return ()
    work_min = [shift.work_min for shift in problem.shifts]
    found = []
    for group, schedule in zip(problem.groups, schedules, strict=True):
        minutes = sum(
            work_min[code][day] for week in schedule for day, code in enumerate(week) if code != OFF
        )
        free = sum(all(code == OFF for code in week[_SATURDAY:]) for week in schedule)
        found.append(GroupFigures(group.name, len(schedule), minutes / 60 / len(schedule), free))
    return tuple(found)
