"""The fewest people with whom an average week is short enough: over every headcount at once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.circulation import circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.counting import contradiction, most_people
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.relax import smallest
from accord.hours.cycle.results import CycleResult, ExplainResult, FewestResult, Proof
from accord.hours.cycle.search import NO_WALK, Clock, best
from accord.hours.cycle.solve import impossible, result_of, solve_cycle

__all__ = ["Headcounts", "cycle_within", "explain", "fewest_people", "headcounts", "with_people"]


def fewest_people(
    problem: CycleProblem,
    *,
    max_average_h: float = 35.0,
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
        When the hours are not known (surplus, several groups) or the limit is not above 0.
    """
    clock = Clock()
    counts = headcounts(problem, max_average_h)
    cycle = cycle_within(problem, counts, proof_limit_s=proof_limit_s)
    relaxations = None
    if cycle.status == "impossible":
        relaxations = explain(problem, max_average_h=max_average_h, limit=limit).relaxations
    return FewestResult(cycle, counts.least, counts.most, relaxations, clock.cpu_s)


def explain(
    problem: CycleProblem, *, max_average_h: float | None = None, limit: int = 10
) -> ExplainResult:
    """Find the smallest changes of rules that make a cycle possible, proven to be smallest.

    Parameters
    ----------
    problem
        A problem of one group.
    max_average_h
        With a limit on the average week, any headcount that keeps it will do; without one, the
        problem's own headcount.
    limit
        Most sets of changes to return.

    Raises
    ------
    HoursError
        When there are several groups, or (with a limit on hours) the hours are not known.
    """
    clock = Clock()
    if len(problem.groups) > 1:
        raise HoursError(f"{problem.name}: rules are relaxed for one group at a time")
    if max_average_h is None:
        people: tuple[int, int | None] = (problem.num_people, problem.num_people)
        decide: Callable[[CycleProblem], CycleResult] = solve_cycle
    else:
        people = (headcounts(problem, max_average_h).least, None)
        decide = partial(_within, max_average_h)
    cycle = decide(problem)
    if cycle.status != "impossible":
        return ExplainResult(cycle, None, clock.cpu_s)
    relaxations = smallest(problem, people, decide, cycle.proof, limit=limit)
    return ExplainResult(cycle, relaxations, clock.cpu_s)


def _within(max_average_h: float, problem: CycleProblem) -> CycleResult:
    return cycle_within(problem, headcounts(problem, max_average_h))


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
    if flow is None:
        return impossible(fewest, NO_WALK, clock)
    gain = np.zeros(flow.program.num_columns, dtype=np.int64)
    gain[flow.people] = -1
    top = best(flow, Connector(flow), gain, clock, proof_limit_s=proof_limit_s)
    if top.verdict.status != "found":
        return result_of(flow, top.verdict, clock)
    flow.problem = with_people(problem, -top.value)
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
