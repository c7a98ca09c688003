"""Decide a circulation, and find the most that a sum of its columns can be, each with its proof.

The tree of cases comes first: it decides nearly every plant within a few cases, and what it says is
exact. Where it does not end soon, HiGHS's branch and bound decides; an "impossible" is then put to
CP-SAT, which counts in integers, and to the tree again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.circulation import Circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.program import FREE, IntArray, linear_bound, maximise
from accord.hours.cycle.results import Proof
from accord.hours.cycle.second import has_no_solution
from accord.hours.cycle.tree import Tree

__all__ = ["NO_WALK", "Best", "Clock", "Verdict", "best", "decide", "exact_proof"]

SOON: Final = 150
"""Cases of a tree before HiGHS is asked; 996 of the 1000 published problems end within as many."""
SOON_EACH: Final = 100
"""The same for each value of an aim that is tried."""
STEPS_DOWN: Final = 3
"""Values below the linear bound that are tried with trees before HiGHS is asked."""
GUIDE: Final = "free_weekends"
"""HiGHS finds some schedule sooner when it looks for a good one."""


class Clock:
    """CPU seconds since a solve began, and what is left of its limit.

    Parameters
    ----------
    limit_s
        CPU seconds; None is no limit.
    """

    def __init__(self, limit_s: float | None = None) -> None:
        self._begun = time.process_time()
        self._limit_s = limit_s

    @property
    def cpu_s(self) -> float:
        """CPU seconds so far."""
        return time.process_time() - self._begun

    @property
    def left_s(self) -> float | None:
        """CPU seconds left; None without a limit."""
        return None if self._limit_s is None else max(0.0, self._limit_s - self.cpu_s)

    def deadline_s(self, limit_s: float | None = None) -> float | None:
        """Give the CPU time at which to stop, the nearer of this clock's and another limit's."""
        limits = [limit for limit in (self.left_s, limit_s) if limit is not None]
        return time.process_time() + min(limits) if limits else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a circulation has a connected solution: ``found``, ``impossible`` or ``unknown``."""

    status: str
    values: IntArray
    proof: Proof


@dataclass(frozen=True, slots=True)
class Best:
    """The most that a sum can be.

    Parameters
    ----------
    verdict
        The solution that reaches ``value``, or why there is none.
    value, bound
        What was reached and what none can pass.
    """

    verdict: Verdict
    value: int
    bound: int


def decide(
    flow: Circulation, connector: Connector, clock: Clock, *, proof_limit_s: float
) -> Verdict:
    """Find a connected solution of a circulation, or prove that there is none.

    Parameters
    ----------
    flow, connector
        The circulation and what cuts it; cuts stay in it.
    clock
        Time left.
    proof_limit_s
        CPU seconds for the exact proof of an ``impossible`` that the tree did not end with.
    """
    tree = Tree(flow, connector)
    status = tree.grow(cases=SOON, deadline_s=clock.deadline_s())
    if status in {"found", "impossible"}:
        return _said_by(tree)
    answer = _connected(flow, connector, flow.gain(GUIDE), clock, stop_at_first=True)
    if answer.status == "found":
        return Verdict("found", answer.values, CHECKED)
    if answer.status != "impossible":
        return answer
    return Verdict("impossible", answer.values, _confirm(flow, tree, clock, proof_limit_s))


def best(
    flow: Circulation, connector: Connector, gain: IntArray, clock: Clock, *, proof_limit_s: float
) -> Best:
    """Find a connected solution with the most of ``gain``, and prove that none has more.

    The linear bound is tried first, then the values below it one by one; in most plants the bound
    is reached at once. The row that holds the gain stays in the program at the value found.

    Parameters
    ----------
    flow, connector, clock, proof_limit_s
        As for ``decide``.
    gain
        Whole gain of each column, shape (columns,).
    """
    program = flow.program
    columns = np.flatnonzero(gain)
    row = program.add_row(columns, gain[columns], -FREE, FREE)
    highest = linear_bound(program, gain)
    if highest is None:
        verdict = decide(flow, connector, clock, proof_limit_s=proof_limit_s)
        if verdict.status == "found":
            raise HoursError(f"{flow.problem.name}: two searches disagree; please report this file")
        return Best(verdict, 0, 0)
    num_leaves = 0
    for value in range(highest + 1, highest - STEPS_DOWN, -1):
        program.least[row] = value
        tree = Tree(flow, connector)
        status = tree.grow(cases=SOON_EACH, deadline_s=clock.deadline_s())
        num_leaves += tree.num_leaves
        if status == "found" and value > highest:
            break  # more than the linear bound: rounding has misled it, and nothing is proven
        if status == "found":
            reached = int(gain[columns] @ tree.values[columns])
            program.least[row] = reached
            return Best(Verdict("found", tree.values, _exact_bound(num_leaves)), reached, value)
        if status != "impossible":
            break
    program.least[row] = -FREE
    return _best_by_highs(flow, connector, gain, clock, row, proof_limit_s=proof_limit_s)


def _best_by_highs(
    flow: Circulation,
    connector: Connector,
    gain: IntArray,
    clock: Clock,
    row: int,
    *,
    proof_limit_s: float,
) -> Best:
    verdict = _connected(flow, connector, gain, clock)
    if verdict.status == "impossible":
        if proof_limit_s > 0 and has_no_solution(flow.program, limit_s=proof_limit_s / 2):
            return Best(Verdict("impossible", verdict.values, TWO_SOLVERS), 0, 0)
        decided = decide(flow, connector, clock, proof_limit_s=proof_limit_s)
        if decided.status == "found":
            raise HoursError(f"{flow.problem.name}: two searches disagree; please report this file")
        return Best(decided, 0, 0)
    if verdict.status != "found":
        return Best(verdict, 0, 0)
    reached = int(gain @ verdict.values[: len(gain)])
    flow.program.least[row] = reached
    return Best(verdict, reached, reached)


def _connected(
    flow: Circulation,
    connector: Connector,
    gain: IntArray,
    clock: Clock,
    *,
    stop_at_first: bool = False,
) -> Verdict:
    """Let HiGHS solve again and again, with cuts, until the solution is one closed walk."""
    while True:
        left_s = clock.left_s
        if left_s is not None and left_s <= 0:
            return Verdict("unknown", np.zeros(0, dtype=np.int64), TIME_IS_UP)
        answer = maximise(flow.program, gain, stop_at_first=stop_at_first, time_limit_s=left_s)
        if answer.status == "impossible":
            return Verdict("impossible", answer.values, ONE_SOLVER)
        if len(answer.values) == 0 or (answer.status == "found" and not stop_at_first):
            return Verdict("unknown", np.zeros(0, dtype=np.int64), TIME_IS_UP)
        if connector.cut(answer.values) == 0:
            return Verdict("found", answer.values, BOUND_BY_HIGHS)


def _said_by(tree: Tree) -> Verdict:
    if tree.status == "found":
        return Verdict("found", tree.values, CHECKED)
    return Verdict("impossible", tree.values, exact_proof(tree.num_leaves))


def _confirm(flow: Circulation, tree: Tree, clock: Clock, limit_s: float) -> Proof:
    """Look for a second proof of what HiGHS found impossible: CP-SAT's, then the tree's.

    Where the tree did not end soon, the reason is often one of divisibility, which CP-SAT sees.
    """
    if limit_s > 0 and has_no_solution(flow.program, limit_s=limit_s / 2):
        return TWO_SOLVERS
    status = tree.grow(deadline_s=clock.deadline_s(limit_s / 2))
    if status == "found":
        raise HoursError(f"{flow.problem.name}: two searches disagree; please report this file")
    return exact_proof(tree.num_leaves) if status == "impossible" else ONE_SOLVER


def exact_proof(num_leaves: int) -> Proof:
    """Say that a tree of so many cases proves an impossibility."""
    fr = "un certificat" if num_leaves == 1 else f"{num_leaves} cas, un certificat chacun"
    en = "one certificate" if num_leaves == 1 else f"{num_leaves} cases, a certificate each"
    return Proof(
        "exact",
        f"preuve exacte : {fr} (Farkas, vérifié en nombres entiers)",
        f"exact proof: {en} (Farkas, checked in integers)",
        num_leaves,
    )


def _exact_bound(num_leaves: int) -> Proof:
    """Say a proof that no schedule is better than the one found."""
    return Proof(
        "exact",
        "cycle contrôlé règle par règle ; aucun n'est meilleur : preuve exacte en "
        f"{num_leaves} cas (Farkas, vérifié en nombres entiers)",
        f"schedule held against every rule; none is better: exact proof in {num_leaves} cases "
        "(Farkas, checked in integers)",
        num_leaves,
    )


CHECKED: Final = Proof(
    "checked",
    "cycle contrôlé règle par règle par un vérificateur indépendant",
    "schedule held against every rule by the independent checker",
)
BOUND_BY_HIGHS: Final = Proof(
    "solver",
    "cycle contrôlé règle par règle ; la borne repose sur un seul solveur (HiGHS, virgule "
    "flottante)",
    "schedule held against every rule; the bound rests on one solver (HiGHS, floating point)",
)
TWO_SOLVERS: Final = Proof(
    "two_solvers",
    "impossible selon HiGHS, confirmé par CP-SAT (nombres entiers)",
    "impossible by HiGHS, confirmed by CP-SAT (integers)",
)
ONE_SOLVER: Final = Proof(
    "solver",
    "repose sur un seul solveur (HiGHS, virgule flottante) : la seconde preuve n'a pas abouti à "
    "temps",
    "rests on one solver (HiGHS, floating point): the second proof did not end in time",
)
NO_WALK: Final = Proof(
    "counting",
    "aucune suite de jours permise ne passe par l'un des postes demandés",
    "no legal sequence of days passes through one of the shifts asked for",
)
TIME_IS_UP: Final = Proof("none", "le temps imparti est écoulé", "the time given is up")
