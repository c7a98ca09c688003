"""Which shifts of a cycle leave too little rest between them, and from which weekdays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from accord.hours.cycle.problem import DAYS, OFF, CycleProblem

__all__ = ["ShortRest", "short_rests"]

DAY_MIN: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class ShortRest:
    """Two shifts, with a day off between them or none, that leave too little rest on some days.

    Parameters
    ----------
    codes
        Numbers of the shifts; ``OFF`` is the day off between them.
    days
        Weekdays, 0 is Monday, from which the rest is too short.
    is_always
        Whether it is so on every day on which both are worked.
    least_min
        The shortest of these rests in minutes; negative where they overlap.
    """

    codes: tuple[int, ...]
    days: tuple[int, ...]
    is_always: bool
    least_min: int


def short_rests(problem: CycleProblem, least_min: float) -> Iterator[ShortRest]:
    """Give what leaves less rest than the least on a day on which both shifts are worked.

    Parameters
    ----------
    problem
        The problem with its demand.
    least_min
        Least rest in minutes.
    """
    numbers = range(len(problem.shifts))
    for a in numbers:
        for b in numbers:
            for between in (0, 1):
                rests = {
                    day: _rest_min(problem, a, day, between, b)
                    for day in range(DAYS)
                    if _is_worked(problem, a, day)
                    and _is_worked(problem, b, (day + 1 + between) % DAYS)
                }
                short = tuple(day for day, rest in rests.items() if rest < least_min)
                if short:
                    codes = (a, OFF, b) if between else (a, b)
                    worst = min(rests[day] for day in short)
                    yield ShortRest(codes, short, len(short) == len(rests), worst)


def _is_worked(problem: CycleProblem, shift: int, day: int) -> bool:
    return problem.demand[shift][day] > 0 or problem.surplus > 0


def _rest_min(problem: CycleProblem, a: int, day: int, between: int, b: int) -> int:
    """Return the minutes from the end of ``a`` on a day to ``b``, with days off between."""
    first, second = problem.shifts[a], problem.shifts[b]
    later = (1 + between) * DAY_MIN + second.start_min[(day + 1 + between) % DAYS]
    return later - first.start_min[day] - first.length_min[day]
