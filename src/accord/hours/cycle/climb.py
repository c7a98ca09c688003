"""Find the schedules with the most of a sum, and prove that none has more.

The linear bound is tried first, then the values below it one by one, each with a tree of cases; in
most plants the bound is reached at once. Where a tree stays open, CP-SAT is given the word of a
small cycle; then HiGHS's branch and bound decides (see ``search``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from accord.errors import HoursError
from accord.hours.cycle.problem import Schedule
from accord.hours.cycle.program import FREE, IntArray, linear_bound
from accord.hours.cycle.proofs import bound_by_one, bound_by_two, bound_in_integers, open_bound
from accord.hours.cycle.search import BEYOND, Connected, Search, Verdict
from accord.hours.cycle.tally import tally_all
from accord.hours.cycle.tree import Tree
from accord.hours.cycle.words import Weights

__all__ = ["Best", "best"]

SOON_EACH: Final = 100
"""Cases of the tree of each value before others are asked."""
STEPS_DOWN: Final = 3
"""Values below the linear bound that are tried with trees before others are asked."""


@dataclass(frozen=True, slots=True)
class Best:
    """The most that a sum can be.

    Parameters
    ----------
    verdict
        The schedules that reach ``value``, or why there are none.
    value, bound
        What was reached and what none can pass.
    """

    verdict: Verdict
    value: int = 0
    bound: int = 0


def best(search: Search, gain: IntArray, weights: Weights | None = None) -> Best:
    """Find the schedules with the most of ``gain``, and prove that none has more.

    The row that holds the gain stays in the program at the value found.

    Parameters
    ----------
    search
        The search of the circulation.
    gain
        Whole gain of each column, shape (columns,).
    weights
        The aims whose weighted sum the gain is; None where fewer people are the gain.
    """
    climb = _Climb(search, gain, weights)
    found = climb.best()
    if found.verdict.status == "found":
        climb.hold(found.value)
        if weights is not None:
            search.held.append((weights, found.value))
    return found


class _Climb:
    """Looks for the most of one gain.

    ``_proven`` is the exact upper bound known so far, closed in ``_num_leaves`` cases; ``_highest``
    the bound of the linear program; ``_reached`` the best schedules so far with their value.
    """

    def __init__(self, search: Search, gain: IntArray, weights: Weights | None) -> None:
        self._search, self._gain, self._weights = search, gain, weights
        self._program = search.flow.program
        self._columns = np.flatnonzero(gain)
        self._row = self._program.add_row(self._columns, gain[self._columns], -FREE, FREE)
        self._proven: int | None = None
        self._num_leaves = 0
        self._reached: tuple[int, tuple[Schedule, ...]] | None = None

    def hold(self, least: int) -> None:
        """Ask for so much of the gain."""
        self._program.least[self._row] = least

    def best(self) -> Best:
        """Try the linear bound and some values below it, then ask the solvers."""
        search = self._search
        self._highest = linear_bound(self._program, self._gain)
        if self._highest is None:
            verdict = search.decide()
            if verdict.status == "found":
                raise search.disagreement()
            return Best(verdict)
        # where time is short, or fewer people have been tried in vain, any schedule comes first
        is_first = search.clock.has_limit or self._weights is None
        first = search.decide() if is_first else None
        if first is None or self._kept(first):
            found = self._by_trees(self._highest)
            self.hold(-FREE)
            if found is not None:
                return found
            first = search.decide() if first is None else first
        if not self._kept(first):
            return Best(first)
        found = self._if_proven() or self._by_words()
        if found is None and search.flow.is_loose and not search.clock.has_limit:
            return Best(Verdict(BEYOND, (), first.proof))
        return found or self._by_highs()

    def _kept(self, verdict: Verdict) -> bool:
        """Keep the schedules of a verdict, if it has some."""
        if verdict.status == "found":
            self._keep(verdict.schedules)
        return verdict.status == "found"

    def _by_trees(self, highest: int) -> Best | None:
        """Try the values from above the linear bound down, each with a tree."""
        search = self._search
        for value in range(highest + 1, highest - STEPS_DOWN, -1):
            self.hold(value)
            tree = Tree(search.flow, search.connector)
            status = tree.grow(
                cases=SOON_EACH, effort=search.effort, deadline_s=search.clock.deadline_s()
            )
            self._num_leaves += tree.num_leaves if status == "impossible" else 0
            if status == "impossible":
                self._proven = value - 1
                if self._reached is not None and self._reached[0] == self._proven:
                    break
                continue
            if status == "found":
                verdict = search.held_against_rules(tree.values)
                if verdict.status == "found":
                    self._keep(verdict.schedules, int(self._gain @ tree.values[: len(self._gain)]))
                elif not search.has_words:
                    return Best(verdict)
            break
        return self._if_proven()

    def _by_words(self) -> Best | None:
        if self._weights is None:
            return None
        search = self._search
        spelled = search.spell(self._weights)
        if spelled.schedules:
            self._keep(spelled.schedules, spelled.value)
        if spelled.status == "impossible":
            raise search.disagreement()  # some schedules are known
        return self._closed("CP-SAT") if spelled.status == "optimal" else None

    def _by_highs(self) -> Best:
        search = self._search
        assert self._reached is not None  # noqa: S101 - the solvers come after some schedules
        self.hold(self._reached[0])
        answer = search.connected(self._gain)
        if answer.status == "impossible":
            raise search.disagreement()
        if answer.status in {"found", "open"}:
            verdict = search.held_against_rules(answer.values)
            if verdict.status != "found":
                return Best(verdict)
            self._keep(verdict.schedules, int(self._gain @ answer.values[: len(self._gain)]))
            if answer.status == "found":
                return self._closed("HiGHS")
        return self._open(answer)

    def _keep(self, schedules: tuple[Schedule, ...], value: int | None = None) -> None:
        """Keep schedules if they are the best so far; a solver's count must be that of their days.

        Raises
        ------
        HoursError
            When the two counts differ: a defect of the optimiser.
        """
        problem = self._search.flow.problem_of(schedules)
        counted = -problem.num_people
        if self._weights is not None:
            counts = tally_all(problem, schedules)
            counted = sum(weight * counts[aim] for aim, weight in self._weights.items())
        if value not in {None, counted}:
            raise HoursError(
                f"{problem.name}: the search counts {value}, the days of its schedule {counted}: "
                "please report this file"
            )
        if self._reached is None or counted > self._reached[0]:
            self._reached = counted, schedules

    def _if_proven(self) -> Best | None:
        """Give the best so far if it is as good as the exact bound."""
        if self._reached is None or self._reached[0] != self._proven:
            return None
        value, schedules = self._reached
        proof = bound_in_integers(self._num_leaves)
        return Best(Verdict("found", schedules, proof), value, value)

    def _closed(self, solver: str) -> Best:
        """Give the best so far, which a solver says none passes; look for a second proof."""
        done = self._if_proven()
        if done is not None:
            return done
        assert self._reached is not None  # noqa: S101 - the solver has found it
        value, schedules = self._reached
        self.hold(value + 1)
        said = self._search.confirmed(solver)
        if said.kind == "exact":
            proof = bound_in_integers(self._num_leaves + said.num_leaves)
        else:
            proof = bound_by_two() if said.kind == "two_solvers" else bound_by_one(solver)
        return Best(Verdict("found", schedules, proof), value, value)

    def _open(self, answer: Connected) -> Best:
        """Give the best so far with its bound: the time was up, or HiGHS gave no answer."""
        assert self._reached is not None  # noqa: S101 - the solvers come after some schedules
        value, schedules = self._reached
        bounds = [self._proven, self._highest]
        if answer.bound is not None:
            bounds.append(int(np.floor(answer.bound + 1e-6)))
        bound = min(b for b in bounds if b is not None)
        num_leaves = self._num_leaves if bound == self._proven else 0
        proof = open_bound(answer.proof, num_leaves)
        return Best(Verdict("found", schedules, proof), value, bound)
