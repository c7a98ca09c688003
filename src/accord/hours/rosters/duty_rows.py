"""A roster as a linear program: one variable a free cell and word, one row a rule.

A cell is free when the person is not away and the day is not fixed; its words are what stands
there, what the cycle plans and each kind to which the person may move and is of use. A day off is
no variable: it is the day without one. Rules are inherited: where the roster to change already
passes a limit, the row keeps its value, so that a change never makes it worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from accord.hours.rosters.duty_problem import DAY_MIN, DAY_OFF, TRAINING, Cells, Duty, DutyProblem
from accord.hours.rosters.linear import Expression, Program
from accord.hours.rosters.requests import ANY, wishes_of

__all__ = ["DutyRows", "build", "is_night", "is_worked", "minutes"]

WEEK: Final = 7

Cell = tuple[int, int]
"""(worker, day)."""


@dataclass(slots=True)
class DutyRows:
    """The program of a roster and what its variables mean.

    Parameters
    ----------
    problem
        The problem.
    base
        The roster to change.
    program
        Variables and rows.
    words
        Free cell -> word -> variable.
    free_days
        Worker -> days with a free cell, in order.
    rested
        (worker, Monday) of the weeks whose rest has its rows.
    """

    problem: DutyProblem
    base: Cells
    program: Program = field(default_factory=Program)
    words: dict[Cell, dict[str, int]] = field(default_factory=dict)
    free_days: dict[int, list[int]] = field(default_factory=dict)
    rested: set[Cell] = field(default_factory=set)

    def known(self, i: int, day: int) -> str:
        """Return the word of a cell that is not free."""
        return self.problem.at(self.base, i, day)

    def duties(self, i: int, day: int) -> Iterator[tuple[Duty, int | None]]:
        """Yield the duties that a person may have on a day; the variable is None where it is."""
        free = self.words.get((i, day))
        if free is None:
            duty = self.problem.duty_of(i, day, self.known(i, day))
            if duty is not None:
                yield duty, None
            return
        for word, variable in free.items():
            duty = self.problem.duty_of(i, day, word)
            if duty is not None:
                yield duty, variable

    def sum_of(self, i: int, days: range, value: Callable[[Duty], int]) -> Expression:
        """Return the sum over days of a value of each duty: its minutes, whether it is a night."""
        e = Expression()
        for day in days:
            for duty, variable in self.duties(i, day):
                factor = value(duty)
                if variable is None:
                    e.constant += factor
                else:
                    e.add(variable, factor)
        return e

    def cells(self, values: list[int]) -> Cells:
        """Read the roster off a point."""
        rows = [list(row) for row in self.base]
        for (i, day), words in self.words.items():
            chosen = [word for word, variable in words.items() if values[variable]]
            rows[i][day] = chosen[0] if chosen else "-"
        return tuple(map(tuple, rows))

    def changes(self, i: int, day: int) -> Expression:
        """Return 1 where the cell differs from the base; training in place of a duty does not."""
        e = Expression()
        words = self.words.get((i, day))
        if words is None:
            return e
        before = self.base[i][day]
        had_duty = before in words
        e.constant = int(had_duty)
        for word, variable in words.items():
            if not had_duty:
                e.add(variable)
            elif word == before or (word == TRAINING and before != TRAINING):
                e.add(variable, -1)
        return e


def is_worked(_duty: Duty) -> int:
    """Count a duty."""
    return 1


def is_night(duty: Duty) -> int:
    """Count a night."""
    return int(duty.is_night)


def minutes(duty: Duty) -> int:
    """Return the minutes of work of a duty."""
    return duty.work_min


def build(problem: DutyProblem, base: Cells, fixed: frozenset[Cell] = frozenset()) -> DutyRows:
    """Return the program of a roster with the rules of each person.

    Parameters
    ----------
    problem
        The problem.
    base
        The roster to change.
    fixed
        Cells that must stay.
    """
    rows = DutyRows(problem, base)
    _variables(rows, fixed)
    for i, days in rows.free_days.items():
        _rest(rows, i, days)
        _weeks(rows, i, days)
        _in_a_row(rows, i, days)
    return rows


def _variables(rows: DutyRows, fixed: frozenset[Cell]) -> None:
    """Add the variables: what stands, what is planned, where the person may go and is of use."""
    problem = rows.problem
    useful: dict[tuple[int, str], set[str]] = defaultdict(set)
    for need in problem.needs:
        for slot in need.slots:
            useful[slot] |= set(need.wanted)
    asked = _asked(problem)
    for i, worker in enumerate(problem.workers):
        cells: dict[int, list[str]] = {}
        is_of_use = any((i, day) in asked for day in range(problem.num_days))
        for day in range(problem.num_days):
            if (i, day) in problem.away or (i, day) in fixed:
                continue
            kinds = _kinds(problem, i, day, useful)
            is_of_use = is_of_use or any(worker.skills & useful[day, k] for k in kinds)
            words = {rows.base[i][day], problem.planned(i, day), *kinds, *asked.get((i, day), ())}
            cells[day] = sorted(w for w in words if problem.duty_of(i, day, w) is not None)
        for day, words_of in cells.items():
            if words_of and is_of_use:
                _cell(rows, i, day, words_of)


def _cell(rows: DutyRows, i: int, day: int, words: list[str]) -> None:
    before = rows.base[i][day]
    variables = {w: rows.program.new(known=int(w == before)) for w in words}
    rows.words[i, day] = variables
    rows.free_days.setdefault(i, []).append(day)
    if len(words) > 1:
        one = Expression(list(variables.values()), [1] * len(words))
        rows.program.at_most(one, 1)


def _kinds(
    problem: DutyProblem, i: int, day: int, useful: Mapping[tuple[int, str], set[str]]
) -> list[str]:
    """Return the kinds to which a person may move on a day and be of use."""
    worker, limits = problem.workers[i], problem.limits
    found = []
    for kind, duty in problem.duties_on(day).items():
        if kind not in worker.may or not worker.skills & useful.get((day, kind), set()):
            continue
        longest = limits.night_min if duty.is_night else None
        is_short = limits.day_min is None or duty.work_min <= limits.day_min
        if is_short and (longest is None or duty.work_min <= longest):
            found.append(kind)
    return found


def _asked(problem: DutyProblem) -> dict[Cell, set[str]]:
    """Return the further words that wishes and trainings put into cells."""
    asked: dict[Cell, set[str]] = defaultdict(set)
    for wish, day in wishes_of(problem.wishes, problem.first, problem.num_days):
        i = problem.number[wish.person]
        may = problem.workers[i].may
        # a day off is no word: only a wish to work brings new ones
        wants_work = wish.is_on == (wish.kind != DAY_OFF)
        asked[i, day] |= {wish.kind} & may if wish.kind not in (ANY, DAY_OFF) else set()
        if wants_work and wish.kind in (ANY, DAY_OFF):
            asked[i, day] |= may
    for training in problem.trainings:
        i = problem.number[training.person]
        low, high = problem.day(training.first), problem.day(training.last)
        for day in range(max(low, 0), min(high, problem.num_days - 1) + 1):
            asked[i, day].add(TRAINING)
    return asked


def _rest(rows: DutyRows, i: int, days: list[int]) -> None:
    """Forbid two duties on following days without the rest between them."""
    for day in sorted({d + shift for d in days for shift in (-1, 0)}):
        rest = _rest_of(rows, i, day)
        following = list(rows.duties(i, day + 1))
        for duty, variable in rows.duties(i, day):
            pair = [variable]
            pair += [v for other, v in following if _gap(duty, other) < rest]
            e = Expression(constant=pair.count(None))
            for v in pair:
                if v is not None:
                    e.add(v)
            if len(pair) > 1 and e.variables:
                rows.program.at_most(e, 1)


def _gap(duty: Duty, following: Duty) -> int:
    """Return the minutes between a duty and one of the next day."""
    return following.start_min + DAY_MIN - duty.end_min


def _rest_of(rows: DutyRows, i: int, day: int) -> int:
    """Return the rest to keep after a day: the limit, or what the base leaves if that is less."""
    problem = rows.problem
    duty, following = (problem.duty_of(i, d, rows.known(i, d)) for d in (day, day + 1))
    limit = problem.limits.rest_min or 0
    if duty is None or following is None:
        return limit
    return min(limit, _gap(duty, following))


def _weeks(rows: DutyRows, i: int, days: list[int]) -> None:
    """Keep days and hours of each civil week, and the average over several weeks."""
    problem, limits = rows.problem, rows.problem.limits
    mondays = sorted({problem.monday(day) for day in days})
    for monday in mondays:
        week = range(monday, monday + WEEK)
        if limits.days_week is not None:
            rows.program.at_most(rows.sum_of(i, week, is_worked), limits.days_week, inherit=True)
        if limits.week_min is not None:
            hours = rows.sum_of(i, week, minutes)
            rows.program.at_most(hours, limits.week_min, inherit=True)
    if limits.average_min is None:
        return
    span = limits.average_weeks * WEEK
    for monday in range(mondays[0], problem.last_known - WEEK + 2, WEEK):
        if monday + WEEK - span >= -problem.num_before:
            window = range(monday + WEEK - span, monday + WEEK)
            most = limits.average_min * limits.average_weeks
            rows.program.at_most(rows.sum_of(i, window, minutes), most, inherit=True)


def _in_a_row(rows: DutyRows, i: int, days: list[int]) -> None:
    """Keep runs of work and of nights."""
    problem, limits = rows.problem, rows.problem.limits
    for most, value in ((limits.days_row, is_worked), (limits.nights_row, is_night)):
        if most is None:
            continue
        for begin in range(days[0] - most, days[-1] + 1):
            window = range(begin, begin + most + 1)
            if begin >= -problem.num_before and window[-1] <= problem.last_known:
                rows.program.at_most(rows.sum_of(i, window, value), most, inherit=True)
