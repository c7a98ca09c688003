"""The roster of least cost, with its proof: ``solve(problem)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from accord.errors import HoursError
from accord.hours.rosters.checker import check_roster
from accord.hours.rosters.paths.arrays import Instance, compile_instance
from accord.hours.rosters.paths.clash import find_clash
from accord.hours.rosters.paths.clock import Clock
from accord.hours.rosters.paths.diagram import Diagram, build_diagram
from accord.hours.rosters.problem import OFF, Person, RosterProblem, roster_words
from accord.hours.rosters.result import Clash, RosterResult

if TYPE_CHECKING:
    from accord.hours.rosters.paths.optimise import Search

__all__ = ["solve"]


def solve(
    problem: RosterProblem,
    *,
    time_limit_s: float | None = None,
    seed: int = 1,
    progress: Callable[[int, int | None, float], None] | None = None,
) -> RosterResult:
    """Find a roster of least cost and prove that none costs less.

    Each person's legal rows of days are the paths of a diagram; a linear program mixes rows, and a
    search tree makes the mix whole. Bounds are computed in whole numbers from the diagrams.

    Parameters
    ----------
    problem
        People, shifts, covers and wishes.
    time_limit_s
        CPU seconds; None works until the cost is proven least. What is found then is ``found``.
    seed
        Whole number for the draws of the search; the same seed gives the same roster.
    progress
        Called with the bound, the cost of the best roster or None, and CPU seconds so far.

    Returns
    -------
    RosterResult
        The roster, checked by ``check_roster``; or who has no legal row and which rules clash.

    Raises
    ------
    HoursError
        When the problem contradicts itself (a wish of an unknown person, a row of other length), or
        the rules of somebody need more memory than there is.
    """
    _check_shape(problem)
    clock = Clock(time_limit_s)
    diagrams, clashes = _diagrams(problem)
    if clashes:
        return RosterResult(
            problem.name,
            "impossible",
            None,
            None,
            None,
            None,
            clock.cpu_s,
            f"every row of days was counted: {'; '.join(str(clash) for clash in clashes)}",
            clashes,
        )
    from accord.hours.rosters.paths.optimise import optimise  # compiles its kernel: only to solve

    instance = compile_instance(problem, diagrams)
    search = optimise(instance, clock, seed=seed, progress=progress)
    return _result(problem, instance, search, clock)


def _diagrams(problem: RosterProblem) -> tuple[list[Diagram], tuple[Clash, ...]]:
    """Build everyone's diagram; people with the same rules share the work."""
    known: dict[tuple[object, ...], Diagram | None] = {}
    diagrams, clashes = [], []
    for person in problem.people:
        rules = _rules(person)
        if rules not in known:
            known[rules] = build_diagram(problem, person)
        diagram = known[rules]
        if diagram is None:
            clashes.append(find_clash(problem, person))
        else:
            diagrams.append(diagram)
    return diagrams, tuple(clashes)


def _rules(person: Person) -> tuple[object, ...]:
    """Return what a person's diagram depends on."""
    return (
        person.max_shifts,
        person.min_total_min,
        person.max_total_min,
        person.min_work_run,
        person.max_work_run,
        person.min_off_run,
        person.max_weekends,
        person.days_off,
        tuple(sorted((day, tuple(sorted(codes))) for day, codes in person.allowed.items())),
        person.history,
    )


def _result(
    problem: RosterProblem, instance: Instance, search: Search, clock: Clock
) -> RosterResult:
    """Check the roster and say what is proven."""
    proof = _proof(instance, search)
    if search.rows is None:
        return RosterResult(
            problem.name, "unknown", None, search.bound, None, None, clock.cpu_s, proof
        )
    roster = instance.as_roster(search.rows)
    check = check_roster(problem, roster)
    if not check.is_legal or check.cost != search.cost:
        faults = "; ".join(str(breach) for breach in check.breaches)
        raise HoursError(f"{problem.name}: the optimiser and the checker disagree: {faults}")
    names = (person.name for person in problem.people)
    return RosterResult(
        problem.name,
        "found" if search.is_open else "optimal",
        search.cost,
        search.bound,
        roster,
        dict(zip(names, roster_words(problem, roster), strict=True)),
        clock.cpu_s,
        proof,
        num_nodes=search.num_nodes,
    )


def _proof(instance: Instance, search: Search) -> str:
    """Say what the bound rests on."""
    if search.bound is None or search.root_bound is None:
        return "the time was up before the first bound"
    places = instance.scale.bit_length() - 1
    by = f"prices of covers in multiples of 2^-{places}, all legal rows of everyone counted"
    if search.root_bound > search.bound - 1:
        return f"no roster costs less than {search.root_bound:.3f}: {by}"
    return (
        f"no roster costs less than {search.root_bound:.3f} ({by}), and search trees of"
        f" {search.num_nodes} nodes, each closed by such a bound, leave none below {search.bound}"
    )


def _check_shape(problem: RosterProblem) -> None:
    """Raise for a problem whose parts do not fit together."""
    num_days, num_shifts = problem.num_days, len(problem.shifts)
    codes = {OFF, *range(num_shifts)}
    wrong = []
    if num_days < 1 or not num_shifts or not problem.people:
        wrong.append("there must be a day, a shift and a person")
    if len({person.name for person in problem.people}) < len(problem.people):
        wrong.append("names of people must differ")
    for person in problem.people:
        named = {
            *person.history,
            *person.previous,
            *(c for s in person.allowed.values() for c in s),
        }
        if len(person.max_shifts) != num_shifts or not codes.issuperset(named):
            wrong.append(f"{person.name}: limits and codes must be those of the shifts")
        if len(person.previous) not in {0, num_days}:
            wrong.append(f"{person.name}: the earlier roster must have {num_days} days")
        if person.change_weight < 0:
            wrong.append(f"{person.name}: the cost of a change is negative")
    wrong += [
        f"{cover}: no such day or shift, or a negative number"
        for cover in problem.covers
        if not (0 <= cover.day < num_days and 0 <= cover.shift < num_shifts)
        or min(cover.required, cover.under_weight, cover.over_weight) < 0
    ]
    wrong += [
        f"{request}: no such person, day or shift, or a negative weight"
        for request in problem.requests
        if not (0 <= request.person < len(problem.people) and 0 <= request.day < num_days)
        or not 0 <= request.shift < num_shifts
        or request.weight < 0
    ]
    if wrong:
        raise HoursError(f"{problem.name}: " + "; ".join(wrong))
