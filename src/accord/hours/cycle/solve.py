"""Find a shift cycle, the best one for given aims, or the proof that there is none."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.checker import verify
from accord.hours.cycle.circulation import Circulation, Part, circulation
from accord.hours.cycle.connect import Connector, closed_walk
from accord.hours.cycle.counting import contradiction
from accord.hours.cycle.graph import BETWEEN
from accord.hours.cycle.objectives import AIMS
from accord.hours.cycle.problem import DAYS, CycleProblem, Schedule
from accord.hours.cycle.program import FREE, Answer, IntArray, maximise
from accord.hours.cycle.proof import prove_impossible
from accord.hours.cycle.results import CycleResult, Proof

__all__ = ["Clock", "connected_best", "schedules_of", "solve_cycle"]

GUIDE = "free_weekends"
"""Where no aim is given, the search still follows one: it ends sooner than without any."""


def solve_cycle(
    problem: CycleProblem,
    *,
    objectives: Sequence[str] | Mapping[str, int] = (),
    time_limit_s: float | None = None,
    proof_limit_s: float = 5.0,
) -> CycleResult:
    """Find a cycle that keeps every rule, optimal for its aims, or prove that none exists.

    Parameters
    ----------
    problem
        The rules.
    objectives
        Names of aims, the first the most important; or whole weights of aims to be added up.
    time_limit_s
        CPU seconds of the search after which the answer is ``unknown``, or ``found`` with a bound.
    proof_limit_s
        CPU seconds for the exact proof of ``impossible``; without it the verdict says that it rests
        on one solver.

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
    Source: the circulation model of ``graph`` and ``circulation``; connectivity in ``connect``.
    """
    clock = Clock(time_limit_s)
    aims = _aims(objectives)
    told = contradiction(problem)
    if told is not None:
        return _impossible(problem, Proof("counting", *told), clock)
    flow = circulation(problem)
    if flow is None:
        return _impossible(problem, _without_walk(problem), clock)
    connector = Connector(flow)
    reached: dict[str, float] = {}
    bounds: dict[str, float] = {}
    values = np.zeros(0, dtype=np.int64)
    num_cuts = 0
    for name, gain in aims.items() if aims else [("", None)]:
        weights = _gain(flow, {GUIDE: 1} if gain is None else gain)
        answer, cuts = connected_best(flow, connector, weights, clock, stop_at_first=gain is None)
        num_cuts += cuts
        if answer.status == "impossible":
            proof = prove_impossible(flow, connector, limit_s=proof_limit_s)
            return _impossible(problem, proof, clock, num_cuts)
        if len(answer.values) == 0:
            break
        values = answer.values
        if gain is not None:
            sign = -1 if name in AIMS and not AIMS[name].is_most else 1
            reached[name] = sign * float(weights @ values[: len(weights)])
            bounds[name] = sign * float(np.floor(answer.bound + 1e-6))
            columns = np.flatnonzero(weights)
            least = int(weights @ values[: len(weights)])
            flow.program.add_row(columns, weights[columns], least, FREE)
        if answer.status != "optimal" and gain is not None:
            break
    if len(values) == 0:
        unknown = Proof("solver", "le temps imparti est écoulé", "the time given is up")
        return CycleResult(problem, "unknown", (), {}, {}, unknown, num_cuts, clock.cpu_s)
    schedules = schedules_of(flow, values)
    faults = verify(problem, schedules)
    if faults:
        raise HoursError(f"{problem.name}: the schedule found breaks a rule: {faults[0]}")
    return CycleResult(
        problem, "found", schedules, reached, bounds, _CHECKED, num_cuts, clock.cpu_s
    )


_CHECKED = Proof(
    "checked",
    "cycle contrôlé règle par règle par un vérificateur indépendant",
    "schedule held against every rule by the independent checker",
)


class Clock:
    """CPU seconds since a solve began, and what is left of its limit."""

    def __init__(self, limit_s: float | None) -> None:
        self._begun = time.process_time()
        self._limit_s = limit_s

    @property
    def cpu_s(self) -> float:
        """CPU seconds so far."""
        return time.process_time() - self._begun

    @property
    def left_s(self) -> float | None:
        """CPU seconds left; None without a limit."""
        return None if self._limit_s is None else self._limit_s - self.cpu_s


def connected_best(
    flow: Circulation,
    connector: Connector,
    gain: IntArray,
    clock: Clock,
    *,
    stop_at_first: bool = False,
) -> tuple[Answer, int]:
    """Solve a circulation again and again, with cuts, until its solution is one closed walk.

    Parameters
    ----------
    flow, connector
        The circulation and what cuts it.
    gain
        Gain of each column.
    clock
        Time left.
    stop_at_first
        Take the first connected solution.

    Returns
    -------
    tuple
        The answer, ``unknown`` without values when the time is up, and the number of cuts added.
    """
    num_cuts = 0
    while True:
        left_s = clock.left_s
        if left_s is not None and left_s <= 0:
            return Answer("unknown", np.zeros(0, dtype=np.int64), 0.0, np.inf), num_cuts
        answer = maximise(flow.program, gain, stop_at_first=stop_at_first, time_limit_s=left_s)
        if len(answer.values) == 0:
            return answer, num_cuts
        cuts = connector.cut(answer.values)
        if cuts == 0:
            return answer, num_cuts
        num_cuts += cuts


def schedules_of(flow: Circulation, values: IntArray) -> tuple[Schedule, ...]:
    """Read the schedule of each group off a connected solution, from a Monday on."""
    return tuple(_schedule(part, values[part.columns]) for part in flow.parts)


def _schedule(part: Part, values: IntArray) -> Schedule:
    graph = part.graph
    days = [node for node in closed_walk(part, values) if graph.label[node] != BETWEEN]
    first = next(i for i, node in enumerate(days) if graph.day[node] == 0)
    codes = [int(graph.label[node]) for node in days[first:] + days[:first]]
    return tuple(tuple(codes[i : i + DAYS]) for i in range(0, len(codes), DAYS))


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
    total: IntArray = sum(
        (flow.gain(name, sign=weight) for name, weight in weights.items()),
        start=np.zeros(flow.program.num_columns, dtype=np.int64)[: flow.num_arcs],
    )
    return total


def _without_walk(problem: CycleProblem) -> Proof:
    del problem
    return Proof(
        "counting",
        "aucune suite de jours permise ne passe par l'un des postes demandés",
        "no legal sequence of days passes through one of the shifts asked for",
    )


def _impossible(
    problem: CycleProblem, proof: Proof, clock: Clock, num_cuts: int = 0
) -> CycleResult:
    return CycleResult(problem, "impossible", (), {}, {}, proof, num_cuts, clock.cpu_s)
