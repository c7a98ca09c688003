"""The roster problem as arrays: costs of codes, covers, and everyone's diagram in one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.diagram import Diagram
from accord.hours.rosters.problem import OFF, Person, Roster, RosterProblem

__all__ = ["Diagrams", "Instance", "compile_instance", "join_diagrams"]

_SCALE_BITS: Final = 24  # prices are multiples of 2**-24 where numbers leave room for it
_ROOM_BITS: Final = 58  # sums of prices stay below 2**58, well inside 64 bits
_FEWEST_BITS: Final = 4
_PENALTY: Final = 200  # the price of a missing path or count, in the largest weight


@dataclass(frozen=True, slots=True)
class Diagrams:
    """Diagrams of all people one after another, as ``kernel`` reads them.

    Parameters
    ----------
    successor
        Node after each node and code, -1 for none, shape (nodes, codes).
    day
        Day of each node, shape (nodes,).
    first
        First node of each person, and the number of nodes, shape (people + 1,).
    """

    successor: NDArray[np.int32]
    day: NDArray[np.int32]
    first: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Instance:
    """A roster problem as arrays. The last code is the day off.

    Parameters
    ----------
    cost
        Cost of a code for a person on a day, shape (people, days, codes).
    fixed_cost
        Cost whatever the roster.
    covers
        Day and shift of each cover, shape (covers, 2).
    required
        People wanted, shape (covers,).
    weights
        Cost of each person missing and above, shape (covers, 2).
    members
        Whether a person counts in a cover, shape (covers, people).
    diagrams
        Legal rosters of everyone.
    allowed
        Whether some legal roster has this code, shape (people, days, codes).
    scale
        Prices are multiples of 1 / scale.
    penalty
        Cost in the linear program of what is not yet covered by any path.
    """

    cost: NDArray[np.int64]
    fixed_cost: int
    covers: NDArray[np.int64]
    required: NDArray[np.int64]
    weights: NDArray[np.int64]
    members: NDArray[np.bool_]
    diagrams: Diagrams
    allowed: NDArray[np.bool_]
    scale: int
    penalty: float

    @property
    def num_people(self) -> int:
        """Number of people."""
        return int(self.cost.shape[0])

    @property
    def num_days(self) -> int:
        """Days of the horizon."""
        return int(self.cost.shape[1])

    @property
    def num_codes(self) -> int:
        """Shifts and the day off."""
        return int(self.cost.shape[2])

    def cost_of(self, rows: NDArray[np.int64]) -> int:
        """Return the cost of a roster.

        Parameters
        ----------
        rows
            Codes with the last one for a day off, shape (people, days).
        """
        people, days = np.arange(self.num_people)[:, None], np.arange(self.num_days)[None, :]
        is_given = self.covers[:, 1:2] == rows[:, self.covers[:, 0]].T
        short = self.required - (is_given & self.members).sum(axis=1)
        cover = np.where(short > 0, self.weights[:, 0] * short, -self.weights[:, 1] * short)
        return self.fixed_cost + int(self.cost[people, days, rows].sum()) + int(cover.sum())

    def as_roster(self, rows: NDArray[np.int64]) -> Roster:
        """Return a roster in the codes of the problem."""
        off = self.num_codes - 1
        return tuple(tuple(OFF if c == off else int(c) for c in row) for row in rows)


def compile_instance(problem: RosterProblem, diagrams: Sequence[Diagram]) -> Instance:
    """Write a problem as arrays.

    Parameters
    ----------
    problem
        The problem.
    diagrams
        The diagram of each person.
    """
    off = len(problem.shifts)
    cost = np.zeros((len(problem.people), problem.num_days, off + 1), dtype=np.int64)
    fixed_cost = 0
    for request in problem.requests:
        sign = -1 if request.is_on else 1
        cost[request.person, request.day, request.shift] += sign * request.weight
        fixed_cost += request.weight if request.is_on else 0
    for i_person, person in enumerate(problem.people):
        for day, code in enumerate(person.previous):
            cost[i_person, day, off if code == OFF else code] -= person.change_weight
            fixed_cost += person.change_weight
    covers = problem.covers
    weights = np.array(
        [[cover.under_weight, cover.over_weight] for cover in covers], dtype=np.int64
    ).reshape(-1, 2)
    largest = max(int(weights.max(initial=1)), int(np.abs(cost).max(initial=1)))
    return Instance(
        cost,
        fixed_cost,
        np.array([[c.day, c.shift] for c in covers], dtype=np.int64).reshape(-1, 2),
        np.array([cover.required for cover in covers], dtype=np.int64),
        weights,
        np.array([_members(c.skills, problem.people) for c in covers], dtype=np.bool_).reshape(
            len(covers), len(problem.people)
        ),
        join_diagrams(diagrams),
        np.stack([_codes_used(diagram, problem.num_days) for diagram in diagrams]),
        1 << _scale_bits(problem, largest),
        float(_PENALTY * largest),
    )


def join_diagrams(diagrams: Sequence[Diagram]) -> Diagrams:
    """Put diagrams one after another."""
    first = np.concatenate([[0], np.cumsum([len(d.day) for d in diagrams])]).astype(np.int64)
    rows = [
        np.where(diagram.successor >= 0, diagram.successor + begin, -1)
        for diagram, begin in zip(diagrams, first[:-1], strict=True)
    ]
    successor = np.ascontiguousarray(np.vstack(rows), dtype=np.int32)
    return Diagrams(successor, np.concatenate([d.day for d in diagrams]), first)


def _members(skills: frozenset[str], people: Sequence[Person]) -> list[bool]:
    return [not skills or not skills.isdisjoint(person.skills) for person in people]


def _codes_used(diagram: Diagram, num_days: int) -> NDArray[np.bool_]:
    """Return whether a path has this code on this day, shape (days, codes)."""
    used = np.zeros((num_days, diagram.successor.shape[1]), dtype=np.bool_)
    nodes, codes = np.nonzero(diagram.successor >= 0)
    used[diagram.day[nodes], codes] = True
    return used


def _scale_bits(problem: RosterProblem, largest: int) -> int:
    """Return how many binary places prices can have before sums of them may overflow."""
    together = Counter((cover.day, cover.shift) for cover in problem.covers)
    in_rows = problem.num_days * (1 + max(together.values(), default=0))
    terms = len(problem.people) * (in_rows + len(problem.covers))
    used = (2 * _PENALTY * largest * terms).bit_length()
    return max(_FEWEST_BITS, min(_SCALE_BITS, _ROOM_BITS - used))
