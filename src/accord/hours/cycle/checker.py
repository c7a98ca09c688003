"""Does a schedule keep every rule of its cycle? Read day by day, sharing nothing with a solver.

Each group's schedule is one cyclic word: Monday of the first week follows Sunday of the last. A
word without a change of kind (all work, or all off) is one run without end: it is longer than any
maximum and no shorter than any minimum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Group, Schedule

__all__ = ["Fault", "verify"]

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule broken at one place.

    Parameters
    ----------
    group
        Name of the group; empty when all groups together are meant (cover).
    week
        Week of the group's cycle, from 1, in which it begins; 0 when no single week is meant.
    weekday
        Weekday on which it begins, 0 is Monday; -1 when no single day is meant.
    rule
        ``shape``, ``code``, ``skill``, ``cover``, ``shift_block``, ``work_block``, ``off_block``,
        ``pair``, ``triple``, ``rest_in_week`` or ``free_weekend_in``.
    value
        What was found: a count, a length in days, a code; None for a run without end.
    limit
        The limit that it passes, in the same unit.
    sentence
        The fault in words.
    """

    group: str
    week: int
    weekday: int
    rule: str
    value: int | None
    limit: int
    sentence: str

    def __str__(self) -> str:
        where = [f"group {self.group}"] if self.group else []
        where += [f"week {self.week}"] if self.week else []
        where += [_WEEKDAYS[self.weekday]] if self.weekday >= 0 else []
        return f"{', '.join(where) or 'schedule'}: {self.sentence} ({self.rule})"


def verify(problem: CycleProblem, schedules: Sequence[Schedule]) -> tuple[Fault, ...]:
    """Hold schedules against every rule of their problem.

    Parameters
    ----------
    problem
        The rules.
    schedules
        One schedule for each group, in the order of ``problem.groups``.

    Returns
    -------
    tuple of Fault
        Every fault; empty when the schedules are right. Where a schedule cannot be read (its
        shape, its codes) only that is said.
    """
    unreadable = tuple(_unreadable(problem, schedules))
    if unreadable:
        return unreadable
    faults = list(_cover(problem, schedules))
    for group, schedule in zip(problem.groups, schedules, strict=True):
        word = [code for week in schedule for code in week]
        faults += _skills(problem, group, word)
        faults += _blocks(problem, group, word)
        faults += _sequences(problem, group, word)
        faults += _rest_in_week(problem, group, word)
        faults += _free_weekends(problem, group, word)
    return tuple(faults)


def _unreadable(problem: CycleProblem, schedules: Sequence[Schedule]) -> Iterator[Fault]:
    """Say what stops a schedule from being read at all."""
    if len(schedules) != len(problem.groups):
        text = f"{len(schedules)} schedules for {len(problem.groups)} groups"
        yield Fault("", 0, -1, "shape", len(schedules), len(problem.groups), text)
        return
    known = {OFF, *range(len(problem.shifts))}
    for group, schedule in zip(problem.groups, schedules, strict=True):
        if len(schedule) != group.num_people:
            text = f"{len(schedule)} weeks for {group.num_people} people"
            yield Fault(group.name, 0, -1, "shape", len(schedule), group.num_people, text)
        for i_week, week in enumerate(schedule):
            if len(week) != DAYS:
                text = f"a week of {len(week)} days"
                yield Fault(group.name, i_week + 1, -1, "shape", len(week), DAYS, text)
            for day, code in enumerate(week):
                if code not in known:
                    text = f"{code} is neither a shift nor a day off"
                    # a day past Sunday has no name; its week has been said already
                    weekday = day if day < DAYS else -1
                    last = len(problem.shifts) - 1
                    yield Fault(group.name, i_week + 1, weekday, "code", code, last, text)


def _cover(problem: CycleProblem, schedules: Sequence[Schedule]) -> Iterator[Fault]:
    """People on each shift and weekday, all groups together: the demand, or a surplus above it."""
    for (shift, row), day in product(enumerate(problem.demand), range(DAYS)):
        found = sum(week[day] == shift for schedule in schedules for week in schedule)
        least, most = row[day], row[day] + problem.surplus
        if not least <= found <= most:
            asked = f"{least}" if least == most else f"{least} to {most}"
            text = f"{found} people on {problem.shifts[shift].name}, asked are {asked}"
            limit = least if found < least else most
            yield Fault("", 0, day, "cover", found, limit, text)


def _skills(problem: CycleProblem, group: Group, word: list[int]) -> Iterator[Fault]:
    """Check that a group works only the shifts that it can."""
    for day, code in enumerate(word):
        if code != OFF and code not in group.shifts:
            text = f"{problem.shifts[code].name} is not a shift of this group"
            yield Fault(*_at(group, day), "skill", code, OFF, text)


def _blocks(problem: CycleProblem, group: Group, word: list[int]) -> Iterator[Fault]:
    """Check every run of one shift, of work and of days off, across the seam too."""
    for run in _runs(word):
        code = word[run[0]]
        if code != OFF:
            shift = problem.shifts[code]
            yield from _bounded(group, run, "shift_block", shift.block, shift.name)
    for run in _runs([code != OFF for code in word]):
        if word[run[0]] == OFF:
            yield from _bounded(group, run, "off_block", problem.off_block, "rest")
        else:
            yield from _bounded(group, run, "work_block", problem.work_block, "work")


def _runs(marks: Sequence[int]) -> list[tuple[int, int | None]]:
    """First day and length of every cyclic run of equal marks; None is a run without end."""
    starts = [i for i in range(len(marks)) if marks[i] != marks[i - 1]]
    if not starts:
        return [(0, None)] if marks else []
    ends = [*starts[1:], starts[0] + len(marks)]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def _bounded(
    group: Group, run: tuple[int, int | None], rule: str, bounds: tuple[int, int], what: str
) -> Iterator[Fault]:
    """Hold the length of one run against its least and most."""
    (start, length), (least, most) = run, bounds
    if length is None:
        yield Fault(
            *_at(group, start), rule, None, most, f"{what} without end, at most {most} days"
        )
    elif length > most:
        text = f"{length} days of {what} in a row, at most {most}"
        yield Fault(*_at(group, start), rule, length, most, text)
    elif length < least:
        text = f"{length} days of {what} in a row, at least {least}"
        yield Fault(*_at(group, start), rule, length, least, text)


def _sequences(problem: CycleProblem, group: Group, word: list[int]) -> Iterator[Fault]:
    """Check each day with the one after it, and with the two after it."""
    names = {OFF: "-"} | {i: shift.name for i, shift in enumerate(problem.shifts)}
    for day in range(len(word)):
        three = (word[day], word[(day + 1) % len(word)], word[(day + 2) % len(word)])
        if three[:2] in problem.pairs:
            text = f"{' '.join(names[c] for c in three[:2])} is forbidden"
            yield Fault(*_at(group, day), "pair", 1, 0, text)
        if three in problem.triples:
            text = f"{' '.join(names[c] for c in three)} is forbidden"
            yield Fault(*_at(group, day), "triple", 1, 0, text)


def _rest_in_week(problem: CycleProblem, group: Group, word: list[int]) -> Iterator[Fault]:
    """Check the longest run of days off inside each week, Monday to Sunday."""
    if problem.rest_in_week == 0:
        return
    for monday in range(0, len(word), DAYS):
        longest = run = 0
        for code in word[monday : monday + DAYS]:
            run = run + 1 if code == OFF else 0
            longest = max(longest, run)
        if longest < problem.rest_in_week:
            text = f"{longest} days off in a row in this week, at least {problem.rest_in_week}"
            yield Fault(*_at(group, monday), "rest_in_week", longest, problem.rest_in_week, text)


def _free_weekends(problem: CycleProblem, group: Group, word: list[int]) -> Iterator[Fault]:
    """Check every row of so many weekends, from each week on and round the cycle."""
    in_row = problem.free_weekend_in
    if in_row == 0:
        return
    num_weeks = len(word) // DAYS
    is_free = [
        word[monday + _SATURDAY] == word[monday + _SATURDAY + 1] == OFF
        for monday in range(0, len(word), DAYS)
    ]
    for week in range(num_weeks):
        if not any(is_free[(week + i) % num_weeks] for i in range(in_row)):
            text = f"no free weekend among {in_row} in a row, at least 1"
            yield Fault(*_at(group, DAYS * week + _SATURDAY), "free_weekend_in", 0, 1, text)


def _at(group: Group, day: int) -> tuple[str, int, int]:
    """Name the place of a day of the word: group, week and weekday."""
    return group.name, day // DAYS + 1, day % DAYS
