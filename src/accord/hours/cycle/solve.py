"""Find a shift cycle, the best one for given aims, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.circulation import Circulation, NoWalk, circulation
from accord.hours.cycle.climb import best
from accord.hours.cycle.clock import Clock
from accord.hours.cycle.counting import contradiction
from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.program import IntArray
from accord.hours.cycle.proofs import no_walk, weaker
from accord.hours.cycle.results import CycleResult, Proof
from accord.hours.cycle.search import BEYOND, Search, Verdict
from accord.hours.cycle.tally import tally_all
from accord.hours.cycle.words import fits

__all__ = ["aims_of", "impossible", "result_of", "solve_cycle"]

Aims = dict[str, dict[str, int]]


def solve_cycle(
    problem: CycleProblem,
    *,
    objectives: Sequence[str] | Mapping[str, int] = (),
    time_limit_s: float | None = None,
    proof_limit_s: float = 2.0,
) -> CycleResult:
    """Find a cycle that keeps every rule, optimal for its aims, or prove that none exists.

    Parameters
    ----------
    problem
        The rules.
    objectives
        Names of aims, the first the most important; or whole weights of aims to be added up.
    time_limit_s
        CPU seconds of the search after which the answer is the best found so far with its bound, or
        ``unknown`` where none was found.
    proof_limit_s
        CPU seconds for a second proof where the first search did not end with an exact one.

    Returns
    -------
    CycleResult
        The schedule (held against every rule by the independent checker), each aim with its proven
        bound, or what the impossibility rests on.

    Raises
    ------
    HoursError
        When an aim is unknown, or a schedule found breaks a rule (a defect of the optimiser).

    Notes
    -----
    Source: the circulation of ``graph`` and ``circulation``; connectivity in ``connect``; the order
    of the searches in ``search``.
    """
    clock = Clock(time_limit_s)
    aims = aims_of(objectives)
    told = contradiction(problem)
    if told is not None:
        return impossible(problem, Proof("counting", *told), clock)
    loose: CycleResult | None = None
    # people could stay at work for ever in a loose graph: only words tell them quickly that not
    for is_loose in (True, False) if fits(problem) else (False,):
        flow = circulation(problem, is_loose=is_loose)
        if isinstance(flow, NoWalk):
            return impossible(problem, no_walk(problem, flow), clock)
        search = Search(flow, clock, proof_limit_s=proof_limit_s)
        result = _by_aims(search, aims) if aims else result_of(flow, search.decide(), clock)
        if result.status == BEYOND:
            continue
        if result.is_proven or not flow.is_loose or clock.is_up or proof_limit_s == 0:
            break
        loose = result  # the whole graph may prove what this one could not
    if loose is None or result.is_proven:
        return result
    return replace(loose, cpu_s=clock.cpu_s)


def _by_aims(search: Search, aims: Aims) -> CycleResult:
    """Make aim after aim the best it can be; each holds for those after it."""
    reached: dict[str, float] = {}
    bounds: dict[str, float] = {}
    verdict: Verdict | None = None
    for name, weights in aims.items():
        top = best(search, _gain(search.flow, weights), weights)
        if top.verdict.status != "found":
            if verdict is None or top.verdict.status == BEYOND:
                return result_of(search.flow, top.verdict, search.clock)
            break  # this aim and those after it are open
        proof = top.verdict.proof
        if verdict is not None:
            proof = weaker(verdict.proof, proof)
        verdict = Verdict("found", top.verdict.schedules, proof)
        sign = -1 if name in AIMS and not AIMS[name].is_most else 1
        reached[name], bounds[name] = float(sign * top.value), float(sign * top.bound)
        if top.value != top.bound:
            break
    assert verdict is not None  # noqa: S101 - there is at least one aim
    found = result_of(search.flow, verdict, search.clock)
    every = tally_all(found.problem, found.schedules)
    return replace(
        found,
        objectives=reached,
        bounds=bounds,
        counts={aim: every[aim] for weights in aims.values() for aim in weights},
        open_aims=tuple(aim for aim in aims if aim not in reached),
    )


def result_of(flow: Circulation, verdict: Verdict, clock: Clock) -> CycleResult:
    """Turn a verdict without aims into a result."""
    schedules, status = verdict.schedules, verdict.status
    problem = flow.problem_of(schedules) if schedules else flow.problem
    return CycleResult(problem, status, schedules, {}, {}, verdict.proof, clock.cpu_s)


def impossible(problem: CycleProblem, proof: Proof, clock: Clock) -> CycleResult:
    """Return that there is no cycle, and why."""
    return CycleResult(problem, "impossible", (), {}, {}, proof, clock.cpu_s)


def aims_of(objectives: Sequence[str] | Mapping[str, int]) -> Aims:
    """Give the aims one after another, each as a sum of weighted counts to be made the most.

    Raises
    ------
    HoursError
        When an aim is unknown.
    """
    unknown = [name for name in objectives if name not in AIMS]
    if unknown:
        raise HoursError(f"unknown aim {unknown[0]!r}; the aims are {', '.join(AIMS)}")
    signs = {name: 1 if AIMS[name].is_most else -1 for name in objectives}
    if isinstance(objectives, Mapping):
        return {"weighted": {name: signs[name] * weight for name, weight in objectives.items()}}
    return {name: {name: signs[name]} for name in objectives}


def _gain(flow: Circulation, weights: dict[str, int]) -> IntArray:
    total = np.zeros(flow.num_arcs, dtype=np.int64)
    for name, weight in weights.items():
        total += flow.gain(name, sign=weight)
    return total
