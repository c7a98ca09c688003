"""Shift cycles as Booleans over days and shifts: another kind of model than the state graph.

One variable says "this shift on this day of the cyclic word"; every rule is a window or an
implication over neighbouring days. The model grows with the number of weeks, knows no state and
needs no connectivity, because it writes the word itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from accord.hours.cycle.objectives import thresholds
from accord.hours.cycle.problem import OFF


@dataclass(frozen=True)
class Solved:
    """Status, one schedule per group and the value of the aim; ``unknown`` at the limit."""

    status: str
    schedules: tuple = ()
    value: int | None = None


def solve_second(problem, aim=None, *, limit=3.0):
    """Decide a problem, and the best value of one aim; ``limit`` is deterministic time."""
    model = cp_model.CpModel()
    words = [_Word(model, problem, group) for group in problem.groups]
    for shift, row in enumerate(problem.demand):
        for day in range(7):
            cover = sum(word.on[shift][t] for word in words for t in range(day, word.days, 7))
            model.add_linear_constraint(cover, row[day], row[day] + problem.surplus)
    counted = [_AIMS[aim](word) for word in words] if aim else []
    if aim == "free_weekends":
        model.maximize(sum(counted))
    elif aim:
        model.minimize(sum(counted))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 7
    solver.parameters.max_deterministic_time = limit
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Solved("impossible")
    if status != cp_model.OPTIMAL:
        return Solved("unknown")
    schedules = tuple(word.schedule(solver) for word in words)
    return Solved("found", schedules, round(solver.objective_value) if aim else None)


class _Word:
    """The cyclic word of one group, with every rule that concerns it alone."""

    def __init__(self, model, problem, group):
        self.model, self.problem = model, problem
        self.days = 7 * group.num_people
        shifts = range(len(problem.shifts))
        self.on = [[model.new_bool_var("") for _ in range(self.days)] for _ in shifts]
        self.off = [model.new_bool_var("") for _ in range(self.days)]
        for t in range(self.days):
            model.add_exactly_one(self.off[t], *(row[t] for row in self.on))
            for shift in shifts:
                if shift not in group.shifts:
                    model.add(self.on[shift][t] == 0)
        work = [off.negated() for off in self.off]
        self._runs(work, problem.work_block)
        self._runs(self.off, problem.off_block)
        for shift in shifts:
            self._runs(self.on[shift], problem.shifts[shift].block)
        for codes in (*sorted(problem.pairs), *sorted(problem.triples)):
            for t in range(self.days):
                self.model.add_bool_or(
                    self.at(code, t + i).negated() for i, code in enumerate(codes)
                )
        self.free = [self._free_weekend(t) for t in range(5, self.days, 7)]
        self._free_weekends()
        self._rest_in_week()

    def at(self, code, t):
        """Give the literal of a code on a day, round the cycle."""
        row = self.off if code == OFF else self.on[code]
        return row[t % self.days]

    def schedule(self, solver):
        """Read the word that was found."""
        codes = [
            OFF if solver.value(self.off[t]) else [solver.value(r[t]) for r in self.on].index(1)
            for t in range(self.days)
        ]
        return tuple(tuple(codes[i : i + 7]) for i in range(0, self.days, 7))

    def _runs(self, marks, bounds):
        """Bound the runs of a row: a window of ``most`` + 1 days is never full, a start goes on."""
        least, most = bounds
        for t in range(self.days):
            window = min(most + 1, self.days)  # a full turn would be a run without end
            self.model.add_bool_or(marks[(t + i) % self.days].negated() for i in range(window))
            for i in range(1, min(least, self.days)):
                begins = [marks[t - 1].negated(), marks[t]]
                self.model.add_bool_and(marks[(t + i) % self.days]).only_enforce_if(*begins)
            if least >= self.days:
                self.model.add_bool_or(marks[t - 1], marks[t].negated())

    def _free_weekend(self, saturday):
        both = [self.off[saturday], self.off[saturday + 1]]
        return _is_all(self.model, both)

    def _free_weekends(self):
        span, num_weeks = self.problem.free_weekend_in, len(self.free)
        for week in range(num_weeks if span else 0):
            self.model.add_bool_or(self.free[(week + i) % num_weeks] for i in range(span))

    def _rest_in_week(self):
        rest = self.problem.rest_in_week
        for monday in range(0, self.days if rest else 0, 7):
            self.model.add_bool_or(
                _is_all(self.model, self.off[t : t + rest])
                for t in range(monday, monday + 7 - rest + 1)
            )

    def alone(self, row):
        """Count the days that stand alone in their row, for an aim that wants few."""
        count = []
        for t in range(self.days):
            neighbours = [row[t - 1].negated(), row[(t + 1) % self.days].negated()]
            count.append(_is_all(self.model, [row[t], *neighbours]))
        return sum(count)

    def steps(self, is_counted):
        """Count the steps from one day's shift to the next one's that are of a kind."""
        shifts = range(len(self.problem.shifts))
        count = [
            _is_all(self.model, [self.on[a][t], self.at(b, t + 1)])
            for t in range(self.days)
            for a in shifts
            for b in shifts
            if is_counted(self.problem.shifts[a], t % 7, self.problem.shifts[b])
        ]
        return sum(count)


def _is_all(model, literals):
    """Give a literal that is true exactly when all of these are."""
    result = model.new_bool_var("")
    model.add_bool_and(literals).only_enforce_if(result)
    model.add_bool_or(result, *(one.negated() for one in literals))
    return result


def _nights_beyond(word):
    """Count nights that have the advised number of nights of the same shift right before them."""
    advice = thresholds()
    count = []
    for shift, kind in enumerate(word.problem.shifts):
        nights = {day for day in range(7) if _is_night(kind, day, advice)}
        for t in range(word.days):
            row = [t - i for i in range(advice.nights + 1)]
            if all(day % 7 in nights for day in row):
                count.append(_is_all(word.model, [word.at(shift, day) for day in row]))
    return sum(count)


def _is_night(kind, day, advice):
    """Add up the minutes in a day's early hours, the next day's and those of the one after."""
    start = kind.start_min[day]
    end = start + kind.length_min[day]
    early = sum(
        max(0, min(end, d + advice.night_to_min) - max(start, d + advice.night_from_min))
        for d in (0, 1440, 2880)
    )
    return early >= advice.night_least_min


def _is_quick(first, day, second):
    free_at = first.start_min[day] + first.length_min[day]
    return second.start_min[(day + 1) % 7] + 1440 - free_at <= thresholds().quick_return_min


def _is_backward(first, day, second):
    """Tell whether the clock runs back by two hours or more, and by less than half a turn."""
    back = (first.start_min[day] - second.start_min[(day + 1) % 7]) % 1440
    return thresholds().backward_min <= back < 720


_AIMS = {
    "free_weekends": lambda word: sum(word.free),
    "single_days_off": lambda word: word.alone(word.off),
    "single_work_days": lambda word: word.alone([off.negated() for off in word.off]),
    "nights_beyond": _nights_beyond,
    "quick_returns": lambda word: word.steps(_is_quick),
    "backward_steps": lambda word: word.steps(_is_backward),
}
