"""The weekly rest as rows, for the people and weeks in which a solution breaks it.

A rest counts for a civil week when it begins in it or when a whole day of it lies inside. Few weeks
come near the limit, so its rows are added when a solution passes it. Each row says: one of the
rests that could reach the limit is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from accord.hours.rosters.duty_problem import DAY_MIN, Cells, DutyProblem
from accord.hours.rosters.duty_rows import DutyRows, is_worked
from accord.hours.rosters.linear import Expression

__all__ = ["FOREVER", "all_rests", "best_rest", "more_rests"]

WEEK: Final = 7
FOREVER: Final = 10**6
"""Minutes of a rest whose begin or end is not known."""


def best_rest(problem: DutyProblem, cells: Cells, i: int, monday: int) -> int:
    """Return the longest rest in minutes that counts for a person's civil week.

    Parameters
    ----------
    problem
        The problem.
    cells
        A roster.
    i
        Worker.
    monday
        First day of the week.
    """
    days = range(max(monday - WEEK, -problem.num_before), min(monday + 10, problem.last_known) + 1)
    duties = [(d, problem.duty_of(i, d, problem.at(cells, i, d))) for d in days]
    ends = [(days[0] * DAY_MIN - FOREVER, days[0] * DAY_MIN - FOREVER)]
    ends += [(d * DAY_MIN + x.start_min, d * DAY_MIN + x.end_min) for d, x in duties if x]
    ends.append((days[-1] * DAY_MIN + FOREVER, 0))
    opens, closes = monday * DAY_MIN, (monday + WEEK) * DAY_MIN
    return max(
        (
            start - end
            for (_, end), (start, _) in pairwise(ends)
            if opens <= end < closes or min(start, closes) - max(end, opens) >= DAY_MIN
        ),
        default=0,
    )


def more_rests(rows: DutyRows, cells: Cells) -> int:
    """Add the rows of the weekly rests that a roster breaks; return how many.

    Everybody who had the same week gets them too: the next solution would break theirs.
    """
    problem = rows.problem
    limit = problem.limits.rest_week_min
    if limit is None:
        return 0
    broken: set[tuple[int, tuple[str, ...]]] = set()
    for i in rows.free_days:
        if cells[i] == rows.base[i]:
            continue
        for monday in problem.weeks():
            least = min(limit, best_rest(problem, rows.base, i, monday))
            if best_rest(problem, cells, i, monday) < least:
                broken.add((monday, _week(rows, i, monday)))
    for i in rows.free_days if broken else ():
        for monday in problem.weeks():
            if (monday, _week(rows, i, monday)) in broken:
                _add(rows, i, monday)
    return len(broken)


def all_rests(rows: DutyRows) -> int:
    """Add the rows of the weekly rests of everybody; return how many had none yet."""
    if rows.problem.limits.rest_week_min is None:
        return 0
    return sum(_add(rows, i, monday) for i in rows.free_days for monday in rows.problem.weeks())


def _week(rows: DutyRows, i: int, monday: int) -> tuple[str, ...]:
    """Return what a person had in a week and on the days round it."""
    return tuple(rows.known(i, day) for day in range(monday - 1, monday + WEEK + 2))


def _add(rows: DutyRows, i: int, monday: int) -> bool:
    """Ask for one rest of the length in a person's week, once; say whether it was new."""
    if (i, monday) in rows.rested:
        return False
    rows.rested.add((i, monday))
    limit = rows.problem.limits.rest_week_min or 0
    least = min(limit, best_rest(rows.problem, rows.base, i, monday))
    program = rows.program
    one = Expression()
    for day in range(monday, monday + WEEK + 1):
        taken = program.new()
        one.add(taken)
        off = rows.sum_of(i, range(day, day + 1), is_worked)
        off.add(taken)
        program.at_most(off, 1)
        _long_enough(rows, i, day, taken, least)
        if day == monday + WEEK:
            # the day off lies in the next week: the rest must begin in this one, after a duty
            _only_with(rows, taken, [v for d, v in rows.duties(i, day - 1) if d.end_min < DAY_MIN])
    for day in range(monday - 1, monday + WEEK):
        for first, second in _long_nights(rows, i, day, monday, least):
            taken = program.new()
            one.add(taken)
            _only_with(rows, taken, [first])
            _only_with(rows, taken, [second])
    program.at_least(one, 1)
    return True


def _only_with(rows: DutyRows, taken: int, duties: list[int | None]) -> None:
    """Allow a rest only with one of some duties; None is a duty that is there for sure."""
    e = Expression([taken], [1])
    for variable in duties:
        if variable is None:
            e.constant -= 1
        else:
            e.add(variable, -1)
    rows.program.at_most(e, 0)


def _long_enough(rows: DutyRows, i: int, day: int, taken: int, least: int) -> None:
    """Forbid the duties round a day off that leave too short a rest."""
    following = list(rows.duties(i, day + 1))
    for duty, variable in rows.duties(i, day - 1):
        e = Expression([taken], [1])
        too_soon = [v for d, v in following if d.start_min + 2 * DAY_MIN - duty.end_min < least]
        for v in (variable, *too_soon):
            if v is None:
                e.constant += 1
            else:
                e.add(v)
        rows.program.at_most(e, 2)


def _long_nights(
    rows: DutyRows, i: int, day: int, monday: int, least: int
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the duties of two days in a row whose rest is long enough and counts for the week."""
    opens, closes = monday * DAY_MIN, (monday + WEEK) * DAY_MIN
    for duty, variable in rows.duties(i, day):
        end = day * DAY_MIN + duty.end_min
        for other, its in rows.duties(i, day + 1):
            start = (day + 1) * DAY_MIN + other.start_min
            counts = opens <= end < closes or min(start, closes) - max(end, opens) >= DAY_MIN
            if start - end >= least and counts:
                yield variable, its
