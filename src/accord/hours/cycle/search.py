"""Decide a circulation, with its proof; ``climb`` builds the search for the best on it.

The tree of cases comes first: it decides nearly every plant within a few cases, and what it says is
exact. Where it does not end soon, CP-SAT is given the word of a small cycle (``words``); then
HiGHS's branch and bound decides. What one of them says alone is put to the tree again and to
another solver; if neither ends in time, the proof says that it rests on one solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.checker import verify
from accord.hours.cycle.circulation import Circulation, Part
from accord.hours.cycle.clock import Clock
from accord.hours.cycle.connect import Connector, closed_walk
from accord.hours.cycle.graph import BETWEEN
from accord.hours.cycle.problem import DAYS, Schedule
from accord.hours.cycle.program import Answer, IntArray, maximise
from accord.hours.cycle.proofs import (
    CHECKED,
    TIME_IS_UP,
    TWO_SOLVERS,
    exact_proof,
    impossible_by_one,
    no_answer,
)
from accord.hours.cycle.results import Proof
from accord.hours.cycle.second import has_no_solution
from accord.hours.cycle.tree import Tree
from accord.hours.cycle.words import Held, Spelled, Weights, fits, spell

__all__ = ["BEYOND", "Connected", "Search", "Verdict"]

SOON: Final = 40
"""Cases of a tree before CP-SAT is asked whether the circulation is impossible; nearly every
published problem ends within these."""
LATER: Final = 110
"""Cases more of the tree before others are asked."""
EFFORT_PER_S: Final = 60_000_000
"""Work of a tree (see ``Tree.grow``) in a second, about: counted, to be the same every time."""
EFFORT_OF_WORDS: Final = EFFORT_PER_S // 2
"""Work of a tree before the word of a small cycle is asked for."""
SHORT: Final = 0.05
"""Share of the time for a second proof that a tree gets before another solver is asked."""
LONG: Final = 0.75
"""The same after another solver."""
GLANCE_S: Final = 0.1
"""Seconds for a circulation, as CP-SAT counts them, before the word of its cycle is asked for."""
GLANCED: Final = 800
"""Columns of a circulation up to which that takes less than a tenth of a second."""
GLANCED_NODES: Final = 30
"""Nodes of HiGHS before the word of a small cycle is asked for."""
SPELL_S: Final = 0.3
"""Seconds for a word, as CP-SAT counts them."""
GUIDE: Final = "free_weekends"
"""HiGHS finds some schedule sooner when it looks for a good one."""
BEYOND: Final = "beyond"
"""Status of a loose circulation that does not tell: the whole one is to be searched."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there are schedules.

    Parameters
    ----------
    status
        ``found``, ``impossible``, ``unknown`` or ``beyond``: a loose circulation does not tell, for
        its schedule breaks a bound that was left out, or none is found soon.
    schedules
        One per group, when found.
    proof
        What it rests on.
    """

    status: str
    schedules: tuple[Schedule, ...]
    proof: Proof


class Search:
    """Looks for the schedules of one circulation.

    Parameters
    ----------
    flow
        The circulation; cuts, and the values of the aims reached, stay in it.
    clock
        Time left.
    proof_limit_s
        CPU seconds for the second proof of what one solver says.
    """

    def __init__(self, flow: Circulation, clock: Clock, *, proof_limit_s: float) -> None:
        self.flow, self.clock = flow, clock
        self.connector = Connector(flow)
        self.proof_limit_s = proof_limit_s
        self.held: list[Held] = []
        self.has_words = flow.people < 0 and fits(flow.problem)

    @property
    def effort(self) -> int | None:
        """Work of a tree before others are asked; None where its cases alone are counted."""
        return EFFORT_OF_WORDS if self.has_words else None

    def decide(self) -> Verdict:
        """Find some schedules, or prove that there are none."""
        tree = Tree(self.flow, self.connector)
        deadline_s = self.clock.deadline_s()
        status = tree.grow(cases=SOON, effort=self.effort, deadline_s=deadline_s)
        if status not in {"found", "impossible"}:
            if self._is_refused():
                return _no(self.confirmed("CP-SAT", tree))
            status = tree.grow(cases=LATER, effort=self.effort, deadline_s=deadline_s)
        if status == "impossible":
            return _no(exact_proof(tree.num_leaves))
        found = self.read(tree.values) if status == "found" else None
        if found is not None and not self._breaks(found):
            return Verdict("found", found, CHECKED)
        if self.has_words:
            glance = self.connected(
                self.flow.gain(GUIDE), stop_at_first=True, num_nodes=GLANCED_NODES
            )
            if glance.status == "impossible":
                return _no(self.confirmed("HiGHS", tree))
            if glance.status == "found":
                return self.held_against_rules(glance.values)
        spelled = self.spell()
        if spelled.status == "optimal":
            return Verdict("found", spelled.schedules, CHECKED)
        if spelled.status == "impossible":
            return _no(self.confirmed("CP-SAT", tree))
        if self.flow.is_loose:
            return Verdict(BEYOND, (), CHECKED)
        answer = self.connected(self.flow.gain(GUIDE), stop_at_first=True)
        if answer.status == "found":
            return self.held_against_rules(answer.values)
        if answer.status == "impossible":
            return _no(self.confirmed("HiGHS", tree))
        return Verdict("unknown", (), answer.proof)

    def _is_refused(self) -> bool:
        """Ask CP-SAT, shortly, whether the circulation has no solution: it sees divisibility."""
        if self.flow.program.num_columns > GLANCED:
            return False
        deadline_s = self.clock.deadline_s()
        return has_no_solution(self.flow.program, limit_s=GLANCE_S, deadline_s=deadline_s)

    def spell(self, weights: Weights | None = None) -> Spelled:
        """Ask CP-SAT for words, where they are few."""
        if not self.has_words or self.clock.is_up:
            return Spelled("unknown")
        deadline_s = self.clock.deadline_s()
        found = spell(self.flow.problem, weights, self.held, limit_s=SPELL_S, deadline_s=deadline_s)
        if found.schedules:
            self._refuse_faults(found.schedules)
        return found

    def connected(
        self,
        gain: IntArray | None,
        *,
        stop_at_first: bool = False,
        num_nodes: int | None = None,
        deadline_s: float | None = None,
    ) -> Connected:
        """Let HiGHS solve again and again, with cuts, until the solution is one closed walk.

        Parameters
        ----------
        gain
            Gain to be made the most.
        stop_at_first
            Take the first solution.
        num_nodes
            Nodes of a tree after which to stop; None sets no limit.
        deadline_s
            CPU time of the process at which to stop, if before the clock's.
        """
        last = self.clock.deadline_s()
        last = last if deadline_s is None else min(deadline_s, last or deadline_s)
        bound: float | None = None
        while True:
            answer = maximise(
                self.flow.program,
                gain,
                stop_at_first=stop_at_first,
                num_nodes=num_nodes,
                deadline_s=last,
            )
            bound = _least(bound, answer.bound)
            if answer.status == "impossible":
                return Connected("impossible", answer.values, bound, impossible_by_one("HiGHS"))
            if len(answer.values) and self.connector.cut(answer.values) == 0:
                is_best = answer.status == "optimal" or stop_at_first
                proof = CHECKED if is_best else _why_none(answer)
                return Connected("found" if is_best else "open", answer.values, bound, proof)
            if answer.status == "optimal" or (stop_at_first and len(answer.values)):
                continue
            nothing = np.zeros(0, dtype=np.int64)
            return Connected("unknown", nothing, bound, _why_none(answer))

    def confirmed(self, solver: str, tree: Tree | None = None) -> Proof:
        """Look for a second proof that the program, as it stands, has no connected solution.

        Parameters
        ----------
        solver
            Who said so: ``HiGHS`` or ``CP-SAT``.
        tree
            A tree of the same program to go on with.
        """
        if self.proof_limit_s <= 0:
            return impossible_by_one(solver)
        tree = Tree(self.flow, self.connector) if tree is None else tree
        if self._closes(tree, SHORT * self.proof_limit_s):
            return exact_proof(tree.num_leaves)
        if self._is_said_by_other(solver):
            return TWO_SOLVERS
        if self._closes(tree, LONG * self.proof_limit_s):
            return exact_proof(tree.num_leaves)
        return impossible_by_one(solver)

    def _closes(self, tree: Tree, limit_s: float) -> bool:
        """Let a tree go on for a while, and tell whether it is a proof now."""
        if tree.status == "open":
            effort = round(limit_s * EFFORT_PER_S)
            tree.grow(effort=effort, deadline_s=self.clock.deadline_s())
        if tree.status == "found" and not self._breaks(self.read(tree.values)):
            raise self.disagreement()
        return tree.status == "impossible"

    def _is_said_by_other(self, solver: str) -> bool:
        """Ask the other solver whether the circulation has no solution."""
        half_s = self.proof_limit_s / 2
        if solver == "HiGHS":
            deadline_s = self.clock.deadline_s()
            return has_no_solution(self.flow.program, limit_s=half_s, deadline_s=deadline_s)
        deadline_s = self.clock.deadline_s(half_s)
        answer = self.connected(self.flow.gain(GUIDE), deadline_s=deadline_s)
        if answer.status == "found" and not self._breaks(self.read(answer.values)):
            raise self.disagreement()
        return answer.status == "impossible"

    def held_against_rules(self, values: IntArray) -> Verdict:
        """Read a connected solution; in a loose circulation it may break what was left out."""
        schedules = self.read(values)
        if self._breaks(schedules):
            return Verdict(BEYOND, (), CHECKED)
        return Verdict("found", schedules, CHECKED)

    def read(self, values: IntArray) -> tuple[Schedule, ...]:
        """Read the schedules of a connected solution."""
        return tuple(_schedule(part, values[part.columns]) for part in self.flow.parts)

    def _breaks(self, schedules: tuple[Schedule, ...]) -> bool:
        """Tell whether schedules break a bound that a loose circulation leaves out."""
        problem = self.flow.problem_of(schedules)
        if self.flow.is_loose:
            return bool(verify(problem, schedules))
        self._refuse_faults(schedules)
        return False

    def _refuse_faults(self, schedules: tuple[Schedule, ...]) -> None:
        problem = self.flow.problem_of(schedules)
        faults = verify(problem, schedules)
        if faults:
            raise HoursError(f"{problem.name}: the schedule found breaks a rule: {faults[0]}")

    def disagreement(self) -> HoursError:
        """Give the error of two searches that cannot both be right."""
        return HoursError(
            f"{self.flow.problem.name}: two searches disagree; please report this file"
        )


@dataclass(frozen=True, slots=True)
class Connected:
    """What HiGHS says with cuts.

    ``status`` is ``found`` (the best), ``open`` (some solution), ``impossible`` or ``unknown``.
    """

    status: str
    values: IntArray
    bound: float | None
    proof: Proof


def _schedule(part: Part, values: IntArray) -> Schedule:
    graph = part.graph
    days = [node for node in closed_walk(part, values) if graph.label[node] != BETWEEN]
    first = next(i for i, node in enumerate(days) if graph.day[node] == 0)
    codes = [int(graph.label[node]) for node in days[first:] + days[:first]]
    return tuple(tuple(codes[i : i + DAYS]) for i in range(0, len(codes), DAYS))


def _no(proof: Proof) -> Verdict:
    return Verdict("impossible", (), proof)


def _least(first: float | None, second: float | None) -> float | None:
    known = [bound for bound in (first, second) if bound is not None]
    return min(known) if known else None


def _why_none(answer: Answer) -> Proof:
    """Tell a solver that was stopped from one that failed."""
    return TIME_IS_UP if answer.status == "stopped" else no_answer("HiGHS", answer.said)
