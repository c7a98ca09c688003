"""Check and price a roster, rule by rule, from its codes alone; shares nothing with the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from accord.hours.rosters.problem import OFF, Person, RosterProblem

__all__ = ["Breach", "RosterCheck", "check_roster"]


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that a roster breaks.

    Parameters
    ----------
    person
        Name of the person.
    first_day, last_day
        Days of the horizon, from 0; before it they are negative.
    rule
        Name of the rule, as in ``Person`` and ``Shift``.
    value, limit
        What was found and what is allowed.
    """

    person: str
    first_day: int
    last_day: int
    rule: str
    value: int
    limit: int

    def __str__(self) -> str:
        days = f"day {self.first_day}"
        if self.last_day != self.first_day:
            days = f"days {self.first_day} to {self.last_day}"
        return f"{self.person}, {days}: {self.rule} is {self.value}, limit {self.limit}"


@dataclass(frozen=True, slots=True)
class RosterCheck:
    """What a roster costs and which hard rules it breaks.

    Parameters
    ----------
    requests, under, over, changes
        Cost of broken wishes, of people missing and above what is wanted, of changed days.
    breaches
        Hard rules broken, in the order of people.
    """

    requests: int
    under: int
    over: int
    changes: int
    breaches: tuple[Breach, ...]

    @property
    def cost(self) -> int:
        """Cost of the roster."""
        return self.requests + self.under + self.over + self.changes

    @property
    def is_legal(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.breaches


def check_roster(problem: RosterProblem, roster: Sequence[Sequence[int]]) -> RosterCheck:
    """Price a roster and name each hard rule that it breaks.

    Parameters
    ----------
    problem
        Rules and weights.
    roster
        Codes, one row a person and one code a day.

    Raises
    ------
    ValueError
        When the roster has not one code of the problem for each person and day.
    """
    codes = {OFF, *range(len(problem.shifts))}
    if len(roster) != len(problem.people):
        raise ValueError(f"{len(roster)} rows for {len(problem.people)} people")
    for person, row in zip(problem.people, roster, strict=True):
        if len(row) != problem.num_days or not codes.issuperset(row):
            raise ValueError(f"{person.name}: a row must have {problem.num_days} known codes")
    breaches = tuple(
        breach
        for person, row in zip(problem.people, roster, strict=True)
        for breach in _breaches(problem, person, list(row))
    )
    under, over = _cover_cost(problem, roster)
    return RosterCheck(
        sum(r.weight for r in problem.requests if (roster[r.person][r.day] == r.shift) != r.is_on),
        under,
        over,
        sum(
            person.change_weight * sum(a != b for a, b in zip(row, person.previous, strict=True))
            for person, row in zip(problem.people, roster, strict=True)
            if person.previous
        ),
        breaches,
    )


def _cover_cost(problem: RosterProblem, roster: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the cost of people missing and of people above what is wanted."""
    under = over = 0
    for cover in problem.covers:
        given = sum(
            row[cover.day] == cover.shift
            for person, row in zip(problem.people, roster, strict=True)
            if not cover.skills or cover.skills & person.skills
        )
        under += cover.under_weight * max(0, cover.required - given)
        over += cover.over_weight * max(0, given - cover.required)
    return under, over


def _breaches(problem: RosterProblem, person: Person, row: list[int]) -> Iterator[Breach]:
    """Yield what one person's row breaks."""
    last = problem.num_days - 1
    for day, code in enumerate(row):
        if code != OFF and day in person.days_off:
            yield Breach(person.name, day, day, "days_off", 1, 0)
        if day in person.allowed and code not in person.allowed[day]:
            yield Breach(person.name, day, day, "allowed", code, 0)
    for code, most in enumerate(person.max_shifts):
        if row.count(code) > most:
            rule = f"max_shifts of {problem.shifts[code].name}"
            yield Breach(person.name, 0, last, rule, row.count(code), most)
    total_min = sum(problem.shifts[code].length_min for code in row if code != OFF)
    if total_min > person.max_total_min:
        yield Breach(person.name, 0, last, "max_total_min", total_min, person.max_total_min)
    if total_min < person.min_total_min:
        yield Breach(person.name, 0, last, "min_total_min", total_min, person.min_total_min)
    yield from _run_breaches(problem, person, row)
    yield from _weekend_breaches(problem, person, row)


def _run_breaches(problem: RosterProblem, person: Person, row: list[int]) -> Iterator[Breach]:
    """Yield sequences and runs that the person must not have; those before day 0 are fixed."""
    begin = -len(person.history)
    days = [*person.history, *row]
    for at, (code, following) in enumerate(pairwise(days)):
        if at + 1 + begin >= 0 and code != OFF and following in problem.shifts[code].not_next:
            rule = f"not_next of {problem.shifts[code].name}"
            yield Breach(person.name, at + begin, at + begin + 1, rule, 1, 0)
    at = 0
    for works, run in groupby(days, key=lambda code: code != OFF):
        length = len(list(run))
        first, until = at + begin, at + begin + length
        at += length
        is_whole = first > begin and 0 <= until < problem.num_days
        least = person.min_work_run if works else person.min_off_run
        if works and until > 0 and length > person.max_work_run:
            yield Breach(person.name, first, until - 1, "max_work_run", length, person.max_work_run)
        if is_whole and length < least:
            rule = "min_work_run" if works else "min_off_run"
            yield Breach(person.name, first, until - 1, rule, length, least)


def _weekend_breaches(problem: RosterProblem, person: Person, row: list[int]) -> Iterator[Breach]:
    """Yield too many weekends with work, by their days in the horizon."""
    worked = {
        (problem.first_weekday + day) // 7
        for day, code in enumerate(row)
        if code != OFF and problem.is_weekend(day)
    }
    if len(worked) > person.max_weekends:
        yield Breach(
            person.name, 0, problem.num_days - 1, "max_weekends", len(worked), person.max_weekends
        )
