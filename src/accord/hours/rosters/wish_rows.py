"""Wishes and training as expressions of a roster's program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from accord.hours.rosters.duty_problem import DAY_OFF, TRAINING
from accord.hours.rosters.duty_rows import DutyRows
from accord.hours.rosters.linear import Expression
from accord.hours.rosters.requests import ANY, Wish, is_broken, wishes_of

__all__ = ["broken_wishes", "training_missed"]


def broken_wishes(rows: DutyRows) -> Expression:
    """Return the weight of the wishes that are broken."""
    problem = rows.problem
    total = Expression()
    for wish, day in wishes_of(problem.wishes, problem.first, problem.num_days):
        cell = (problem.number[wish.person], day)
        total.join(_broken(rows, wish, cell), wish.weight)
    return total


def _broken(rows: DutyRows, wish: Wish, cell: tuple[int, int]) -> Expression:
    """Return 1 where a wish is broken."""
    kinds = frozenset({TRAINING, *rows.problem.duties_on(cell[1])})
    words = rows.words.get(cell)
    if words is None:
        return Expression(constant=int(is_broken(wish, rows.known(*cell), kinds)))
    is_off = wish.kind == DAY_OFF or (wish.kind != ANY and wish.kind not in kinds)
    given = Expression(constant=int(is_off))
    for word, variable in words.items():
        if is_off:
            given.add(variable, -1)
        elif wish.kind in (ANY, word):
            given.add(variable)
    broken = Expression(constant=int(wish.is_on))
    broken.join(given, -1 if wish.is_on else 1)
    return broken


def _short_of(e: Expression, wanted: int) -> Callable[[Sequence[int]], int]:
    return lambda point: max(0, wanted - e.at(point))


def training_missed(rows: DutyRows) -> Expression:
    """Return the days of training that find no place; adds a row for each training."""
    problem, program = rows.problem, rows.program
    total = Expression()
    for training in problem.trainings:
        i = problem.number[training.person]
        low, high = problem.day(training.first), problem.day(training.last)
        days = range(max(low, 0), min(high, problem.num_days - 1) + 1)
        placed = Expression()
        for day in days:
            words = rows.words.get((i, day))
            if words is not None and TRAINING in words:
                placed.add(words[TRAINING])
            elif words is None and rows.known(i, day) == TRAINING:
                placed.constant += 1
        missed = program.new(training.num_days)
        program.known[missed] = max(0, training.num_days - placed.at(program.known))
        program.derived.append((missed, _short_of(placed, training.num_days)))
        program.at_most(placed, training.num_days, inherit=True)
        enough = Expression([missed], [1])
        enough.join(placed)
        program.at_least(enough, training.num_days)
        total.add(missed)
    return total
