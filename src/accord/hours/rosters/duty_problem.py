"""What a roster of a plant must satisfy: who is planned where, who may go where, who is needed.

Days are counted from the first day of the horizon; days before it (history) and a few after it are
known and fixed, so that rest, weeks and averages are whole at both ends. A duty belongs to the day
on which it starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final, TypeAlias

from accord.hours.rosters.requests import Training, Wish
from accord.plant.records import Break

__all__ = ["DAY_OFF", "TRAINING", "Cells", "Duty", "DutyProblem", "Limits", "Need", "Worker"]

DAY_MIN: Final = 24 * 60
DAY_OFF: Final = "-"
"""A day without a duty."""
TRAINING: Final = "T"
"""A day of training: at work for the hours planned, not counted at any station."""

Cells: TypeAlias = tuple[tuple[str, ...], ...]
"""One row a worker, one word a day: a kind of duty, ``-``, ``T``, or why the person is away."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of duty on one day.

    Parameters
    ----------
    kind
        Its name, for example ``M``; the same kind may have other times on another day.
    spans
        (start, end) of each part in minutes after midnight of its day, in order; past midnight
        above 1440.
    work_min
        Minutes of work: length less unpaid breaks.
    is_night
        Whether it counts as a night.
    breaks
        Breaks on the same clock; None when they are not known.
    """

    kind: str
    spans: tuple[tuple[int, int], ...]
    work_min: int
    is_night: bool = False
    breaks: tuple[Break, ...] | None = field(default=None, compare=False)

    @property
    def start_min(self) -> int:
        """First minute."""
        return self.spans[0][0]

    @property
    def end_min(self) -> int:
        """Last minute."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Worker:
    """One person.

    Parameters
    ----------
    name
        Id.
    crew
        Crew on the first day.
    skills
        What the person masters: a station, or ``station:task`` for a task other than ``run``.
    may
        Kinds of duty to which the person may be moved; what is planned is always allowed.
    group
        People who share weekends and nights with each other.
    weekends_before, nights_before, changes_before
        Weekends and nights worked, and days changed, before the horizon.
    """

    name: str
    crew: str = ""
    skills: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    group: str = ""
    weekends_before: int = 0
    nights_before: int = 0
    changes_before: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """People needed at the same time.

    Parameters
    ----------
    day
        Day on which the stretch begins.
    from_min, to_min
        The stretch, in minutes after midnight of that day.
    slots
        (day, kind) of the duties that are at work in the whole stretch.
    wanted
        Skill -> people who master it, each counted at one skill only.
    """

    day: int
    from_min: int
    to_min: int
    slots: tuple[tuple[int, str], ...]
    wanted: Mapping[str, int] = field(hash=False)

    @property
    def total(self) -> int:
        """People wanted in all."""
        return sum(self.wanted.values())


@dataclass(frozen=True, slots=True)
class Limits:
    """Rules that no change of a roster may break; None is no rule. Minutes and days.

    Parameters
    ----------
    rest_min
        Least rest between two duties.
    rest_week_min
        Least rest once in each civil week.
    days_week
        Most days worked in a civil week.
    week_min
        Most minutes in a civil week.
    average_min, average_weeks
        Most minutes on average over so many civil weeks in a row.
    days_row, nights_row
        Most days of work, and nights, in a row.
    day_min, night_min
        Longest duty, and longest night, that a person may be moved to.
    sources
        Name of a field above -> (rule of law, article, ``checked`` or ``draft``).
    """

    rest_min: int | None = None
    rest_week_min: int | None = None
    days_week: int | None = None
    week_min: int | None = None
    average_min: int | None = None
    average_weeks: int = 1
    days_row: int | None = None
    nights_row: int | None = None
    day_min: int | None = None
    night_min: int | None = None
    sources: Mapping[str, tuple[str, str, str]] = field(
        default_factory=dict, compare=False, hash=False
    )


@dataclass(frozen=True)
class DutyProblem:
    """A plant's roster to make.

    Parameters
    ----------
    name
        Name of the plant.
    first
        First day of the horizon.
    num_days
        Days of the horizon.
    num_before, num_after
        Days known before and after it.
    duties
        Kind -> duty, one mapping for each day from ``-num_before`` on.
    workers
        People.
    plan
        What the cycles plan, one row a worker, one kind or ``-`` a day from ``-num_before`` on.
    away
        (worker, day) -> why the person cannot work: leave, sickness.
    needs
        People needed.
    limits
        Rules.
    wishes, trainings
        What people asked for, and training to be placed.
    """

    name: str
    first: date
    num_days: int
    num_before: int
    num_after: int
    duties: tuple[Mapping[str, Duty], ...]
    workers: tuple[Worker, ...]
    plan: Cells
    away: Mapping[tuple[int, int], str] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    limits: Limits = field(default_factory=Limits)
    wishes: tuple[Wish, ...] = ()
    trainings: tuple[Training, ...] = ()

    def duties_on(self, day: int) -> Mapping[str, Duty]:
        """Return the duties that start on a day."""
        return self.duties[day + self.num_before]

    def planned(self, i_worker: int, day: int) -> str:
        """Return what the cycle plans for a person on a day."""
        return self.plan[i_worker][day + self.num_before]

    def duty_of(self, i_worker: int, day: int, cell: str) -> Duty | None:
        """Return the duty behind a cell; None when the person is not at work."""
        if cell == TRAINING:
            cell = self.planned(i_worker, day)
        return self.duties_on(day).get(cell)

    def base(self) -> Cells:
        """Return the roster that the cycles give: leave and absences taken out, nothing moved."""
        return tuple(
            tuple(self.away.get((i, d)) or self.planned(i, d) for d in range(self.num_days))
            for i in range(len(self.workers))
        )

    def at(self, cells: Cells, i_worker: int, day: int) -> str:
        """Return a person's word on a day of the horizon, before it or after it."""
        if 0 <= day < self.num_days:
            return cells[i_worker][day]
        return self.away.get((i_worker, day)) or self.planned(i_worker, day)

    def is_changed(self, day: int, before: str, after: str) -> bool:
        """Say whether a word differs; training in place of a duty does not."""
        is_training = after == TRAINING and before in self.duties_on(day)
        return before != after and not is_training

    def day(self, when: date) -> int:
        """Return the day of a date."""
        return (when - self.first).days

    def date(self, day: int) -> date:
        """Return the date of a day."""
        return self.first + timedelta(days=day)

    def monday(self, day: int) -> int:
        """Return the Monday of a day's civil week."""
        return day - (self.first.weekday() + day) % 7

    def weeks(self) -> Iterator[int]:
        """Yield the Monday of each civil week that the horizon touches."""
        yield from range(-self.first.weekday(), self.num_days, 7)

    @property
    def last_known(self) -> int:
        """The last day that is known."""
        return self.num_days + self.num_after - 1

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Name of a person -> row."""
        return {w.name: i for i, w in enumerate(self.workers)}
