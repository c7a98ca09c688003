"""The fewest people with whom an average week is short enough: over every headcount at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.circulation import NoWalk, circulation
from accord.hours.cycle.climb import best
from accord.hours.cycle.clock import Clock
from accord.hours.cycle.counting import contradiction, most_people
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.proofs import no_walk
from accord.hours.cycle.relax import smallest
from accord.hours.cycle.results import CycleResult, ExplainResult, FewestResult, Proof
from accord.hours.cycle.search import Search
from accord.hours.cycle.solve import aims_of, impossible, result_of, solve_cycle

__all__ = ["Headcounts", "cycle_within", "explain", "fewest_people", "headcounts", "with_people"]


def fewest_people(
    problem: CycleProblem,
    *,
    max_average_h: float = 35.0,
    objectives: Sequence[str] | Mapping[str, int] = (),
    proof_limit_s: float = 2.0,
    limit: int = 10,
) -> FewestResult:
    """Find the fewest people with a legal cycle whose average week is within a limit.

    Parameters
    ----------
    problem
        A problem of one group that covers its demand exactly; its own headcount is not used.
    max_average_h
        Most hours of a person in an average week.
    objectives
        Aims that decide among the schedules of the fewest people, as for ``solve_cycle``.
    proof_limit_s
        CPU seconds for a second proof where no headcount helps.
    limit
        Most sets of rule changes to return.

    Returns
    -------
    FewestResult
        The cycle; or the proof over every headcount that the block rules allow, and the smallest
        changes of rules that would make a cycle possible.

    Raises
    ------
    HoursError
        When the hours are not known (surplus, several groups), the limit is not above 0 or an aim
        is unknown.
    """
    clock = Clock()
    aims_of(objectives)
    counts = headcounts(problem, max_average_h)
    cycle = cycle_within(problem, counts, proof_limit_s=proof_limit_s)
    relaxations, no_fewer = None, cycle.proof
    if cycle.status == "impossible":
        decide = _deciding(max_average_h, proof_limit_s)
        people = (counts.least, None)
        relaxations = smallest(problem, people, decide, cycle.proof, limit=limit)
    elif cycle.status == "found":
        if cycle.problem.num_people == counts.least:
            no_fewer = Proof("counting", *_too_few(problem, counts, max_average_h))
        if objectives:
            cycle = solve_cycle(cycle.problem, objectives=objectives, proof_limit_s=proof_limit_s)
    return FewestResult(cycle, counts.least, counts.most, relaxations, clock.cpu_s, no_fewer)


def explain(
    problem: CycleProblem,
    *,
    max_average_h: float | None = None,
    people: int | None = None,
    proof_limit_s: float = 2.0,
    limit: int = 10,
) -> ExplainResult:
    """Find the smallest changes of rules that make a cycle possible, proven to be smallest.

    Parameters
    ----------
    problem
        A problem; its groups keep their people and their shifts.
    max_average_h
        With a limit on the average week, any headcount that keeps it will do (one group only);
        without one, the headcount is given.
    people
        The headcount (one group only); by default the problem's own.
    proof_limit_s
        CPU seconds for a second proof of each impossibility.
    limit
        Most sets of changes to return.

    Raises
    ------
    HoursError
        When both a headcount and a limit on hours are given, a headcount for several groups, or
        (with a limit on hours) the hours are not known.
    """
    clock = Clock()
    if people is not None:
        if max_average_h is not None:
            raise HoursError(
                f"{problem.name}: {people} people and {max_average_h:g} h fix the same thing: give "
                "a headcount, or a limit on hours that any headcount may keep"
            )
        problem = _of_people(problem, people)
    if max_average_h is None:
        asked: tuple[int, int | None] = (problem.num_people, problem.num_people)
    else:
        asked = (headcounts(problem, max_average_h).least, None)
    decide = _deciding(max_average_h, proof_limit_s)
    cycle = decide(problem)
    if cycle.status != "impossible":
        return ExplainResult(cycle, None, clock.cpu_s)
    relaxations = smallest(problem, asked, decide, cycle.proof, limit=limit)
    return ExplainResult(cycle, relaxations, clock.cpu_s)


def _deciding(
    max_average_h: float | None, proof_limit_s: float
) -> Callable[[CycleProblem], CycleResult]:
    """Give what decides a problem: with its own people, or with any that keep the hours."""

    def decide(problem: CycleProblem) -> CycleResult:
        if max_average_h is None:
            return solve_cycle(problem, proof_limit_s=proof_limit_s)
        counts = headcounts(problem, max_average_h)
        return cycle_within(problem, counts, proof_limit_s=proof_limit_s)

    return decide


def _of_people(problem: CycleProblem, people: int) -> CycleProblem:
    if len(problem.groups) > 1:
        raise HoursError(
            f"{problem.name}: {people} people for {len(problem.groups)} groups: a headcount stands "
            "for one group; set the people of each group instead"
        )
    if people < 1:
        raise HoursError(f"{problem.name}: {people} people: a cycle has at least one person")
    return with_people(problem, people)


@dataclass(frozen=True, slots=True)
class Headcounts:
    """The headcounts that are asked about.

    Parameters
    ----------
    least
        The fewest people whose average week is within the limit and who fill the busiest day.
    most
        The most people that the block rules allow; with more, some block would be too long.
    """

    least: int
    most: int


def headcounts(problem: CycleProblem, max_average_h: float) -> Headcounts:
    """Give the headcounts between the limit on hours and what the block rules allow.

    Raises
    ------
    HoursError
        When the demand may be surpassed (the hours are not known) or there are several groups.
    """
    if problem.surplus or len(problem.groups) > 1:
        raise HoursError(
            f"{problem.name}: a headcount is found for one group that covers its demand exactly; "
            "set surplus to 0 and leave one group"
        )
    if not max_average_h > 0:
        raise HoursError(f"an average of {max_average_h:g} h is no limit: give hours above 0")
    hours = problem.week_min / 60
    by_hours = math.ceil(hours / max_average_h - 1e-9)
    return Headcounts(max(by_hours, 1, problem.busiest_day), most_people(problem))


def with_people(problem: CycleProblem, num_people: int) -> CycleProblem:
    """Return the problem of one group with another headcount."""
    return replace(problem, groups=(replace(problem.groups[0], num_people=num_people),))


def cycle_within(
    problem: CycleProblem, counts: Headcounts, *, proof_limit_s: float = 2.0
) -> CycleResult:
    """Find a cycle with the fewest people between two headcounts, or prove that none helps.

    The fewest are tried first: they are enough for most plants. Where they are not, the headcount
    becomes a column of the circulation, so that one search and one proof speak of all of them.

    Parameters
    ----------
    problem
        A problem of one group; its own headcount is not used.
    counts
        Least and most people.
    proof_limit_s
        CPU seconds for the exact proof that no headcount helps.
    """
    clock = Clock()
    fewest = with_people(problem, counts.least)
    if counts.least > counts.most:
        return impossible(fewest, Proof("counting", *_too_many(problem, counts)), clock)
    is_only = counts.least == counts.most
    first = solve_cycle(fewest, proof_limit_s=proof_limit_s if is_only else 0.0)
    if first.status == "found" or is_only:
        return first
    people = (counts.least, counts.most)
    told = contradiction(fewest, people=people)
    if told is not None:
        return impossible(fewest, Proof("counting", *told), clock)
    flow = circulation(fewest, people=people)
    if isinstance(flow, NoWalk):
        return impossible(fewest, no_walk(fewest, flow), clock)
    gain = np.zeros(flow.program.num_columns, dtype=np.int64)
    gain[flow.people] = -1
    top = best(Search(flow, clock, proof_limit_s=proof_limit_s), gain)
    return result_of(flow, top.verdict, clock)


def _too_many(problem: CycleProblem, counts: Headcounts) -> tuple[str, str]:
    worked = sum(map(sum, problem.demand))
    blocks = worked // problem.work_block[0]
    off, most, least = problem.off_block[1], counts.most, counts.least
    return (
        f"{worked} jours de travail par semaine font au plus {blocks} périodes de travail, suivies "
        f"chacune d'au plus {off} jours de repos : {most} personnes au plus, il en faut {least}",
        f"{worked} days of work a week make at most {blocks} work blocks, each followed by at most "
        f"{off} days off: {most} people at most, {least} are needed",
    )


def _too_few(problem: CycleProblem, counts: Headcounts, max_average_h: float) -> tuple[str, str]:
    """Say why fewer people than the least cannot do: the busiest day, else the hours."""
    least, hours = counts.least, problem.week_min / 60
    if least == problem.busiest_day:
        return (
            f"{least} personnes sont demandées le jour le plus chargé",
            f"{least} people are asked for on the busiest day",
        )
    french = f"{hours:g} h par semaine et {max_average_h:g} h par personne".replace(".", ",")
    return (
        f"{french} demandent {least} personnes",
        f"{hours:g} h a week at {max_average_h:g} h each ask for {least} people",
    )
