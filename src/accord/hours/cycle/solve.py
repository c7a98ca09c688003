"""Find a shift cycle, the best one for given aims, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.checker import verify
from accord.hours.cycle.circulation import Circulation, Part, circulation
from accord.hours.cycle.connect import Connector, closed_walk
from accord.hours.cycle.counting import contradiction
from accord.hours.cycle.graph import BETWEEN
from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import DAYS, CycleProblem, Schedule
from accord.hours.cycle.program import IntArray
from accord.hours.cycle.results import CycleResult, Proof
from accord.hours.cycle.search import NO_WALK, Clock, Verdict, best, decide

__all__ = ["impossible", "result_of", "solve_cycle"]


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
        CPU seconds of the search after which the answer is ``unknown``, or what was found so far.
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
    aims = _aims(objectives)
    told = contradiction(problem)
    if told is not None:
        return impossible(problem, Proof("counting", *told), clock)
    flow = circulation(problem)
    if flow is None:
        return impossible(problem, NO_WALK, clock)
    connector = Connector(flow)
    if not aims:
        return result_of(flow, decide(flow, connector, clock, proof_limit_s=proof_limit_s), clock)
    reached: dict[str, float] = {}
    bounds: dict[str, float] = {}
    verdict: Verdict | None = None
    for name, weights in aims.items():
        top = best(flow, connector, _gain(flow, weights), clock, proof_limit_s=proof_limit_s)
        if top.verdict.status != "found":
            if (
                verdict is not None
            ):  # the time is up: what was found so far, and which aims are open
                open_aims = [aim for aim in aims if aim not in reached]
                return replace(
                    result_of(flow, verdict, clock, reached, bounds), open_aims=tuple(open_aims)
                )
            verdict = top.verdict
            break
        verdict = top.verdict if verdict is None else _both(verdict, top.verdict)
        sign = -1 if name in AIMS and not AIMS[name].is_most else 1
        reached[name], bounds[name] = float(sign * top.value), float(sign * top.bound)
    assert verdict is not None  # noqa: S101 - there is at least one aim
    return result_of(flow, verdict, clock, reached, bounds)


def result_of(
    flow: Circulation,
    verdict: Verdict,
    clock: Clock,
    reached: dict[str, float] | None = None,
    bounds: dict[str, float] | None = None,
) -> CycleResult:
    """Turn a verdict into a result: read the schedules and hold them against every rule.

    Raises
    ------
    HoursError
        When a schedule breaks a rule: a defect of the optimiser.
    """
    problem = flow.problem
    if verdict.status != "found":
        return CycleResult(problem, verdict.status, (), {}, {}, verdict.proof, clock.cpu_s)
    schedules = tuple(_schedule(part, verdict.values[part.columns]) for part in flow.parts)
    faults = verify(problem, schedules)
    if faults:
        raise HoursError(f"{problem.name}: the schedule found breaks a rule: {faults[0]}")
    proof = verdict.proof
    return CycleResult(problem, "found", schedules, reached or {}, bounds or {}, proof, clock.cpu_s)


def impossible(problem: CycleProblem, proof: Proof, clock: Clock) -> CycleResult:
    """Return that there is no cycle, and why."""
    return CycleResult(problem, "impossible", (), {}, {}, proof, clock.cpu_s)


def _schedule(part: Part, values: IntArray) -> Schedule:
    graph = part.graph
    days = [node for node in closed_walk(part, values) if graph.label[node] != BETWEEN]
    first = next(i for i, node in enumerate(days) if graph.day[node] == 0)
    codes = [int(graph.label[node]) for node in days[first:] + days[:first]]
    return tuple(tuple(codes[i : i + DAYS]) for i in range(0, len(codes), DAYS))


def _both(first: Verdict, second: Verdict) -> Verdict:
    """Give the later solution; its proof is only as strong as the weaker of the two."""
    weaker = second.proof if first.proof.kind == "exact" else first.proof
    return Verdict(second.status, second.values, weaker)


def _aims(objectives: Sequence[str] | Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Give the aims one after another, each as a sum of weighted counts to be made the most."""
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
