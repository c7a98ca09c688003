"""Show that a relaxation of the rules is not enough, and how much more of it would not be either.

One linear program holds every arc that some relaxation opens; a relaxation is a choice of arcs that
may be used. Where it has no solution, its Farkas certificate (see ``certificate``) does more than
close this case: it still holds when arcs are opened that it gives no weight, or little. So each
rule is relaxed further as long as the certificate holds, and one linear program rules out many
relaxations at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from accord.hours.cycle.certificate import Matrix, multipliers
from accord.hours.cycle.circulation import Circulation, NoWalk, circulation
from accord.hours.cycle.connect import Connector
from accord.hours.cycle.graph import RuleKey
from accord.hours.cycle.problem import CycleProblem
from accord.hours.cycle.program import IntArray, load
from accord.hours.cycle.tree import Tree

__all__ = ["Refuter", "Vector", "grown"]

CASES: Final = 60
"""Cases of a tree that has no solution in whole numbers only."""

Vector = tuple[int, ...]


def grown(steps: Vector, room: Vector, holds: Callable[[Vector], bool]) -> Vector:
    """Relax rule after rule as far as something still holds.

    Parameters
    ----------
    steps
        How far each rule is relaxed at first.
    room
        How far each may be relaxed.
    holds
        Tells whether it still holds for a relaxation.
    """
    for i, most in enumerate(room):
        for count in range(most, steps[i], -1):
            larger = (*steps[:i], count, *steps[i + 1 :])
            if holds(larger):
                steps = larger
                break
    return steps


class Refuter:
    """The linear program of all relaxations up to some room.

    Parameters
    ----------
    problem
        The problem before any relaxation.
    keys, room
        The rules, and how far each may be relaxed, shape (rules,).
    people
        Least and most people; of several groups the numbers are fixed.
    """

    def __init__(
        self,
        problem: CycleProblem,
        keys: Sequence[RuleKey],
        room: Sequence[int],
        people: tuple[int, int],
    ) -> None:
        self._room = tuple(room)
        given: Mapping[RuleKey, int] = dict(zip(keys, room, strict=True))
        is_open = len(problem.groups) == 1
        flow = circulation(problem, people=people if is_open else None, room=given)
        self._flow = flow
        if isinstance(flow, NoWalk):
            return
        self._connector = Connector(flow)
        self._needs = np.zeros((flow.num_arcs, len(keys)), dtype=np.int64)
        for part in flow.parts:
            for i, key in enumerate(keys):
                if key in part.graph.needs:
                    self._needs[part.columns, i] = part.graph.needs[key]
        self._high = np.array(flow.program.high)
        self._least, self._most = np.array(flow.program.least), np.array(flow.program.most)
        self._low = np.array(flow.program.low)
        self._matrix = Matrix(flow.program)
        self._solver = load(flow.program, None, is_integer=False)
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("solver", "simplex")

    def core(self, steps: Vector) -> tuple[Vector, int | NoWalk] | None:
        """Give a relaxation, at least ``steps``, that has no solution, and the cases of its proof.

        None without a proof; in place of cases the demand that no legal walk meets.

        Parameters
        ----------
        steps
            How far each rule is relaxed, within the room, shape (rules,).
        """
        import highspy

        if isinstance(self._flow, NoWalk):
            return self._room, self._flow
        high = self._bounds(steps)
        index = np.arange(len(high), dtype=np.int32)
        self._solver.changeColsBounds(len(high), index, self._low.astype(float), high.astype(float))
        self._solver.run()
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return self._core_in_whole_numbers(self._flow, steps)
        for y in multipliers(self._solver):
            if self._holds(y, steps):
                return grown(steps, self._room, partial(self._holds, y)), 1
        return None

    def _core_in_whole_numbers(self, flow: Circulation, steps: Vector) -> tuple[Vector, int] | None:
        """Close a relaxation by a tree of cases, and relax as far as all its certificates hold."""
        tree = Tree(flow, self._connector, self._closed(steps))
        if tree.grow(cases=CASES) != "impossible":
            return None
        core = grown(steps, self._room, lambda larger: tree.holds(self._closed(larger)))
        return core, tree.num_leaves

    def _holds(self, y: IntArray, steps: Vector) -> bool:
        return self._matrix.contradicts(y, self._least, self._most, self._low, self._bounds(steps))

    def _bounds(self, steps: Vector) -> IntArray:
        high = self._high.copy()
        high[self._closed(steps)] = 0
        return high

    def _closed(self, steps: Vector) -> IntArray:
        """Give the arcs that a relaxation does not open."""
        return np.flatnonzero(np.any(self._needs > np.array(steps), axis=1))
