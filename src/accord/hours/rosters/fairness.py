"""Who bears what: weekends, nights and changed days of each person, and how unequally.

Unfairness is the sum of squares of these counts over all people, with what each bore before the
horizon: of all ways to share the same number it is least when the shares are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from accord.hours.rosters.duty_problem import Cells, DutyProblem
from accord.hours.rosters.duty_rows import DutyRows, is_night, is_worked
from accord.hours.rosters.linear import Expression

__all__ = ["Burden", "Share", "burdens", "shares", "unfairness"]

WEEK: Final = 7
SATURDAY: Final = 5
WEEKEND: Final = 2


@dataclass(frozen=True, slots=True)
class Burden:
    """What one person bears, history included.

    Parameters
    ----------
    person, group
        Id, and the people the burden is shared with.
    weekends, nights, changes
        Weekends with a duty on Saturday or Sunday, nights, days changed.
    """

    person: str
    group: str
    weekends: int
    nights: int
    changes: int

    @property
    def square(self) -> int:
        """Sum of the squares."""
        return self.weekends**2 + self.nights**2 + self.changes**2


@dataclass(frozen=True, slots=True)
class Share:
    """The least and the most that somebody of a group bears, and the mean."""

    group: str
    what: str
    people: int
    least: int
    most: int
    mean: float

    @property
    def spread(self) -> int:
        """Most less least."""
        return self.most - self.least


def burdens(problem: DutyProblem, cells: Cells, before: Cells) -> tuple[Burden, ...]:
    """Count what each person bears in a roster.

    Parameters
    ----------
    problem
        The problem, with what each person bore before.
    cells, before
        The roster, and the one against which changed days count.
    """
    found = []
    for i, worker in enumerate(problem.workers):
        duties = [problem.duty_of(i, d, w) for d, w in enumerate(cells[i])]
        weekends = sum(any(duties[d] is not None for d in days) for days in _weekends(problem))
        changed = sum(
            problem.is_changed(d, a, b)
            for d, (a, b) in enumerate(zip(before[i], cells[i], strict=True))
        )
        found.append(
            Burden(
                worker.name,
                worker.group,
                worker.weekends_before + weekends,
                worker.nights_before + sum(d.is_night for d in duties if d is not None),
                worker.changes_before + changed,
            )
        )
    return tuple(found)


def shares(found: tuple[Burden, ...]) -> tuple[Share, ...]:
    """Return how weekends and nights are shared inside each group of at least two people."""
    told = []
    for group in sorted({b.group for b in found}):
        own = [b for b in found if b.group == group]
        for what in ("weekends", "nights", "changes"):
            counts = [int(getattr(b, what)) for b in own]
            if len(own) > 1 and max(counts):
                mean = sum(counts) / len(own)
                told.append(Share(group, what, len(own), min(counts), max(counts), mean))
    return tuple(told)


def _weekends(problem: DutyProblem) -> Iterator[range]:
    """Yield the days of each weekend that lie in the horizon."""
    for monday in problem.weeks():
        low, high = max(monday + SATURDAY, 0), min(monday + WEEK, problem.num_days)
        if low < high:
            yield range(low, high)


def unfairness(rows: DutyRows) -> Expression:
    """Return the sum of squares of what people bear, as an expression of a program.

    Rows are added for people whose count can move; the square is held from below by its tangents
    at whole numbers, exact there.
    """
    problem, base = rows.problem, rows.base
    total = Expression()
    now = burdens(problem, base, base)
    for i, burden in enumerate(now):
        if i not in rows.free_days:
            total.constant += burden.square
            continue
        worker = problem.workers[i]
        changed = Expression(constant=worker.changes_before)
        for day in rows.free_days[i]:
            changed.join(rows.changes(i, day))
        nights = rows.sum_of(i, range(problem.num_days), is_night)
        nights.constant += worker.nights_before
        for count in (_worked_weekends(rows, i), nights, changed):
            total.join(_square(rows, count))
    return total


def _worked_weekends(rows: DutyRows, i: int) -> Expression:
    """Count the weekends with work, those of the history included."""
    program, problem = rows.program, rows.problem
    count = Expression(constant=problem.workers[i].weekends_before)
    for days in _weekends(problem):
        worked = rows.sum_of(i, days, is_worked)
        if not worked.variables:
            count.constant += int(worked.constant > 0)
            continue
        if worked.constant:
            count.constant += 1
            continue
        is_used = program.new(known=int(worked.at(program.known) > 0))
        for day in days:
            e = rows.sum_of(i, range(day, day + 1), is_worked)
            e.add(is_used, -1)
            program.at_most(e, 0)
        program.derived.append((is_used, _is_above_zero(worked)))
        count.add(is_used)
    return count


def _is_above_zero(e: Expression) -> Callable[[Sequence[int]], int]:
    return lambda point: int(e.at(point) > 0)


def _square(rows: DutyRows, count: Expression) -> Expression:
    """Return a variable that is at least the square of a count."""
    program = rows.program
    # bounds of single words may leave a sum below 0, the people's rows do not
    low, high = max(0, program.smallest(count)), program.largest(count)
    if low == high:
        return Expression(constant=low**2)
    square = program.new(high**2, count.at(program.known) ** 2, low**2)
    for k in range(low, high):
        # the line through (k, k^2) and (k + 1, (k + 1)^2)
        e = Expression([square], [-1])
        e.join(count, 2 * k + 1)
        program.at_most(e, k * (k + 1))
    program.derived.append((square, lambda point: count.at(point) ** 2))
    return Expression([square], [1])
