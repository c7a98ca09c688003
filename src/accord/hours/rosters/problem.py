"""What a dated roster must satisfy: people, shifts, cover, requests; and what it costs.

A roster gives each person one shift or a day off on each day of a horizon. Rules of a person are
hard; cover, requests and changes against an earlier roster cost whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from accord.errors import Place
from accord.hours.cycle.problem import OFF

__all__ = ["OFF", "Cover", "Person", "Request", "Roster", "RosterProblem", "Shift", "roster_words"]

SATURDAY: Final = 5

Roster: TypeAlias = tuple[tuple[int, ...], ...]
"""One row a person, one code a day: the number of a shift in its problem, or ``OFF``."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift.

    Parameters
    ----------
    name
        Name, for example ``N``.
    length_min
        Minutes of work, above 0.
    not_next
        Numbers of the shifts that the same person must not work on the day after.
    """

    name: str
    length_min: int
    not_next: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """The hard rules of one person over the horizon.

    A run that touches the last day may go on after it, and a run that touches the first day may
    have begun before it, unless ``history`` tells: least lengths do not apply to such runs.

    Parameters
    ----------
    name
        Name.
    max_shifts
        Most shifts of each type, shape (shifts,).
    min_total_min, max_total_min
        Least and most minutes of work over the horizon.
    min_work_run, max_work_run
        Least and most days of work in a row.
    min_off_run
        Least days off in a row.
    max_weekends
        Most weekends with work on Saturday or Sunday.
    days_off
        Days on which the person is off (leave, absence).
    allowed
        By day, the codes that may be assigned: shifts, and ``OFF`` for a day off. A day that is not
        named allows everything; ``{OFF}`` is a day off, ``{s}`` fixes shift s.
    skills
        What the person can do; counted by covers that ask for a skill.
    history
        Codes of the days just before the horizon, the oldest first; empty when unknown. They are
        fixed, and runs and forbidden sequences go on from them; totals and weekends count the
        horizon alone.
    previous
        Codes of an earlier roster, one a day, or empty when there is none.
    change_weight
        Cost of each day on which the roster differs from ``previous``.
    """

    name: str
    max_shifts: tuple[int, ...]
    min_total_min: int
    max_total_min: int
    min_work_run: int
    max_work_run: int
    min_off_run: int
    max_weekends: int
    days_off: frozenset[int] = frozenset()
    allowed: Mapping[int, frozenset[int]] = field(default_factory=dict, hash=False)
    skills: frozenset[str] = frozenset()
    history: tuple[int, ...] = ()
    previous: tuple[int, ...] = ()
    change_weight: int = 0

    def may(self, day: int, code: int) -> bool:
        """Say whether this code may be assigned on this day, runs and totals apart."""
        if code != OFF and (day in self.days_off or self.max_shifts[code] == 0):
            return False
        return day not in self.allowed or code in self.allowed[day]


@dataclass(frozen=True, slots=True)
class Request:
    """A wish: cost ``weight`` when the shift is not given (``is_on``) or is given (not ``is_on``).

    Parameters
    ----------
    person
        Number of the person.
    day
        Day, from 0.
    shift
        Number of the shift.
    weight
        Cost when the wish is broken, 0 or more.
    is_on
        True for a wish to work this shift, false for a wish not to.
    """

    person: int
    day: int
    shift: int
    weight: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people are wanted on a shift of a day.

    Parameters
    ----------
    day, shift
        Day from 0, number of the shift.
    required
        People wanted.
    under_weight, over_weight
        Cost of each person missing, and of each person above, 0 or more.
    skills
        Count only people who have one of these skills; empty counts all. A person with several
        skills counts in every cover that asks for one of them.
    """

    day: int
    shift: int
    required: int
    under_weight: int
    over_weight: int
    skills: frozenset[str] = frozenset()

    def counts(self, person: Person) -> bool:
        """Say whether a person on this shift counts."""
        return not self.skills or not self.skills.isdisjoint(person.skills)

    def cost(self, given: int) -> int:
        """Return the cost of so many people."""
        missing = self.required - given
        return self.under_weight * missing if missing > 0 else -self.over_weight * missing


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """One roster to make.

    Parameters
    ----------
    name
        Name of the plant or the file.
    num_days
        Days of the horizon.
    shifts
        Shift types.
    people
        People with their rules.
    covers
        People wanted. A shift and day without a cover may be given to anyone at no cost.
    requests
        Wishes.
    first_weekday
        Weekday of day 0, 0 for Monday.
    places
        Where a person was read, by name; empty when the problem was built in Python.
    """

    name: str
    num_days: int
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    covers: tuple[Cover, ...] = ()
    requests: tuple[Request, ...] = ()
    first_weekday: int = 0
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, hash=False)

    def weekday(self, day: int) -> int:
        """Weekday of a day, 0 for Monday."""
        return (self.first_weekday + day) % 7

    def is_weekend(self, day: int) -> bool:
        """Say whether a day is a Saturday or a Sunday."""
        return self.weekday(day) >= SATURDAY


def roster_words(problem: RosterProblem, roster: Iterable[Iterable[int]]) -> list[list[str]]:
    """Write a roster with the names of its shifts; a day off is ``-``.

    Parameters
    ----------
    problem
        The problem, for the names.
    roster
        Codes, one row a person.
    """
    return [["-" if c == OFF else problem.shifts[c].name for c in row] for row in roster]
