"""What a shift cycle must satisfy: demand, blocks, forbidden sequences; and what a schedule is.

A cycle of ``n`` weeks is worked by ``n`` people (or crews): person ``i`` begins in week ``i`` and
moves one week down every Monday. So a schedule is one cyclic word of ``7 n`` days over the shifts
and the day off. Every run of days is cyclic: the last Sunday joins the first Monday.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from accord.errors import Place
from accord.plant.records import Break

__all__ = ["OFF", "Bounds", "CycleProblem", "Group", "Schedule", "ShiftType", "as_words"]

DAYS: Final = 7
OFF: Final = -1
"""A day off in a schedule of codes."""

Bounds: TypeAlias = tuple[int, int]
"""Least and most, both allowed."""

Schedule: TypeAlias = tuple[tuple[int, ...], ...]
"""Weeks of seven codes, Monday first: the number of a shift in its problem, or ``OFF``."""


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A shift: when it starts, how long it is, how many days in a row it is worked.

    Parameters
    ----------
    name
        Name, for example ``N``.
    start_min
        Start in minutes after midnight, one for each weekday from Monday, shape (7,).
    length_min
        Length in minutes, one for each weekday, shape (7,). A shift that ends after midnight
        belongs to the day on which it starts.
    block
        Least and most days in a row on this shift.
    unpaid_min
        Minutes of the length that are no work, one for each weekday, shape (7,).
    breaks
        Breaks on the clock of each weekday, shape (7,); None when their times are not known.
    """

    name: str
    start_min: tuple[int, ...]
    length_min: tuple[int, ...]
    block: Bounds
    unpaid_min: tuple[int, ...] = (0,) * DAYS
    breaks: tuple[tuple[Break, ...], ...] | None = None

    @property
    def work_min(self) -> tuple[int, ...]:
        """Minutes of work, one for each weekday, shape (7,): length less unpaid breaks."""
        return tuple(
            length - unpaid for length, unpaid in zip(self.length_min, self.unpaid_min, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Group:
    """People who rotate together because they have the same skills.

    Parameters
    ----------
    name
        Name of the group.
    num_people
        People (weeks of the cycle) in it.
    shifts
        Numbers of the shifts that they can work.
    """

    name: str
    num_people: int
    shifts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CycleProblem:
    """The rules of one cycle.

    Parameters
    ----------
    name
        Name of the plant or the case.
    groups
        Groups of people, each with a cycle of its own; together they cover the demand. Mostly one.
    shifts
        Shift types.
    demand
        People asked for on each shift and weekday, shape (shifts, 7).
    off_block, work_block
        Least and most days off, and days of work, in a row.
    pairs
        Forbidden ``(a, b)``: shift a on one day and b on the next.
    triples
        Forbidden ``(a, b, c)`` on three days in a row; b may be ``OFF``.
    held
        Those of the pairs and triples that stand for a rest between shifts: no explanation lifts
        them.
    surplus
        How many people above the demand are allowed on a shift and weekday; 0 is exactly the
        demand.
    rest_in_week
        Days off that must follow each other inside each week from Monday to Sunday; 0 is no rule.
    free_weekend_in
        Of so many weekends in a row, one must be free (Saturday and Sunday off); 0 is no rule.
    places
        Where each rule was read, by its name; empty when it was built in Python.
    """

    name: str
    groups: tuple[Group, ...]
    shifts: tuple[ShiftType, ...]
    demand: tuple[tuple[int, ...], ...]
    off_block: Bounds
    work_block: Bounds
    pairs: frozenset[tuple[int, int]] = frozenset()
    triples: frozenset[tuple[int, int, int]] = frozenset()
    held: frozenset[tuple[int, ...]] = frozenset()
    surplus: int = 0
    rest_in_week: int = 0
    free_weekend_in: int = 0
    places: dict[str, Place] = field(default_factory=dict, compare=False, hash=False)

    @property
    def num_people(self) -> int:
        """People of all groups."""
        return sum(g.num_people for g in self.groups)

    @property
    def week_min(self) -> int:
        """Minutes of work that the demand asks for in a week."""
        return sum(
            asked * minutes
            for shift, row in zip(self.shifts, self.demand, strict=True)
            for asked, minutes in zip(row, shift.work_min, strict=True)
        )

    @property
    def average_h(self) -> float:
        """Hours of work of a person in an average week."""
        return self.week_min / 60 / self.num_people

    @property
    def demand_by_day(self) -> tuple[int, ...]:
        """People asked for on each weekday, all shifts together, shape (7,)."""
        return tuple(sum(row[day] for row in self.demand) for day in range(DAYS))

    @property
    def busiest_day(self) -> int:
        """Most people asked for on one weekday."""
        return max(self.demand_by_day)


def as_words(problem: CycleProblem, schedule: Schedule) -> list[list[str]]:
    """Write a schedule with the names of its shifts; a day off is ``-``.

    Parameters
    ----------
    problem
        The problem, for the names.
    schedule
        Weeks of seven codes.
    """
    return [
        ["-" if code == OFF else problem.shifts[code].name for code in week] for week in schedule
    ]
