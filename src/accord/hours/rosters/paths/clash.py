"""Which hard rules of a person leave no legal row of days: a smallest set, by leaving rules out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeAlias

from accord.hours.rosters.paths.diagram import build_diagram
from accord.hours.rosters.problem import Person, RosterProblem
from accord.hours.rosters.result import Clash

__all__ = ["find_clash"]

_ENDLESS_MIN: Final = 10**7

_Case: TypeAlias = tuple[RosterProblem, Person]
_Rule: TypeAlias = tuple[str, Callable[[RosterProblem, Person], _Case]]


def find_clash(problem: RosterProblem, person: Person) -> Clash:
    """Find rules that no row of a person keeps together, none of which can be left out.

    Parameters
    ----------
    problem
        Horizon and shifts.
    person
        Somebody for whom ``build_diagram`` gives None.
    """
    kept = []
    case = (problem, person)
    for wording, leave_out in _rules(problem, person):
        without = leave_out(*case)
        if build_diagram(*without) is None:
            case = without
        else:
            kept.append(wording)
    return Clash(person.name, tuple(kept))


def _rules(problem: RosterProblem, person: Person) -> Iterable[_Rule]:
    """Yield the wording of each rule and how to leave it out; the ones most often right first."""
    num_days = problem.num_days
    banned = [s.name for s in problem.shifts if s.not_next]
    if banned:
        yield f"not_next of {', '.join(banned)}", _without_not_next
    if person.history:
        yield f"history of {len(person.history)} days", _changed(history=())
    yield f"max_weekends {person.max_weekends}", _changed(max_weekends=num_days)
    yield f"min_off_run {person.min_off_run}", _changed(min_off_run=1)
    yield f"min_work_run {person.min_work_run}", _changed(min_work_run=1)
    yield f"max_work_run {person.max_work_run}", _changed(max_work_run=num_days)
    limits = ", ".join(
        f"{shift.name}={most}"
        for shift, most in zip(problem.shifts, person.max_shifts, strict=True)
    )
    yield f"max_shifts {limits}", _changed(max_shifts=(num_days,) * len(problem.shifts))
    if person.allowed:
        yield f"allowed on {_days(person.allowed)}", _changed(allowed={})
    if person.days_off:
        yield f"days_off on {_days(person.days_off)}", _changed(days_off=frozenset())
    yield f"max_total_min {person.max_total_min}", _changed(max_total_min=_ENDLESS_MIN)
    yield f"min_total_min {person.min_total_min}", _changed(min_total_min=0)


def _changed(**values: object) -> Callable[[RosterProblem, Person], _Case]:
    def leave_out(problem: RosterProblem, person: Person) -> _Case:
        return problem, replace(person, **values)  # type: ignore[arg-type]

    return leave_out


def _without_not_next(problem: RosterProblem, person: Person) -> _Case:
    shifts = tuple(replace(shift, not_next=frozenset()) for shift in problem.shifts)
    return replace(problem, shifts=shifts), person


def _days(days: Iterable[int]) -> str:
    named = sorted(days)
    shown = ", ".join(str(day) for day in named[:8])
    return f"day {shown}" if len(named) == 1 else f"days {shown}{', ...' if named[8:] else ''}"
