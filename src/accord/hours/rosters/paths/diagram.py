"""All legal rosters of one person as the paths of a smallest decision diagram.

A node is what is left to do from a day on; two beginnings with the same legal endings share one
node. Runs, forbidden sequences and weekends are laid out first; totals are then laid over them one
by one, and after each step nodes with the same endings become one again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.errors import HoursError
from accord.hours.rosters.paths.automaton import Automaton, build_automaton
from accord.hours.rosters.problem import OFF, SATURDAY, Person, RosterProblem

__all__ = ["MAX_LAYER", "Diagram", "build_diagram"]

MAX_LAYER: Final = 2_000_000
NO_NODE: Final = -1

_Layers: TypeAlias = list[NDArray[np.int64]]
"""One array a day, shape (nodes of the day, codes): node of the next day, or -1."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """Rosters of one person: every path from node 0 to the last node is legal, and all are there.

    Parameters
    ----------
    successor
        Node after each node and code, -1 when the code is not allowed; nodes in the order of days,
        the last code is the day off; shape (nodes, shifts + 1).
    day
        Day of each node, shape (nodes,); the last node stands after the last day.
    """

    successor: NDArray[np.int32]
    day: NDArray[np.int32]


def build_diagram(problem: RosterProblem, person: Person) -> Diagram | None:
    """Build the diagram of a person, or return None when no roster is legal.

    Parameters
    ----------
    problem
        Horizon and shifts.
    person
        The hard rules.

    Raises
    ------
    HoursError
        When the rules need more nodes on a day than fit in memory.
    """
    if person.min_total_min > person.max_total_min or person.max_weekends < 0:
        return None
    layers = _smallest(_runs_and_weekends(problem, person, build_automaton(problem, person)))
    lengths = [shift.length_min for shift in problem.shifts]
    unit_min = gcd(*lengths)
    totals: list[tuple[list[int], int, int]] = [
        (
            [length // unit_min for length in lengths],
            -(-person.min_total_min // unit_min),
            person.max_total_min // unit_min,
        )
    ]
    for code, most in enumerate(person.max_shifts):
        if most < problem.num_days:
            totals.append(([int(other == code) for other in range(len(lengths))], 0, most))
    for weights, least, most in totals:
        if layers is not None:
            layers = _smallest(_with_total(layers, [*weights, 0], least, most, person.name))
    return None if layers is None else _flat(layers)


def _runs_and_weekends(problem: RosterProblem, person: Person, automaton: Automaton) -> _Layers:
    """Lay the automaton out over the days, with the weekends worked so far in the state."""
    num_codes = automaton.successor.shape[1]
    width = person.max_weekends + 1
    keys = np.zeros(1, dtype=np.int64)
    layers: _Layers = []
    for day in range(problem.num_days):
        state, weekends = keys // width, keys % width
        arcs = np.full((len(keys), num_codes), NO_NODE, dtype=np.int64)
        for i_code in range(num_codes):
            code = OFF if i_code == num_codes - 1 else i_code
            if not person.may(day, code):
                continue
            after = automaton.successor[state, i_code]
            count = weekends
            if code != OFF and problem.is_weekend(day):
                is_saturday = problem.weekday(day) == SATURDAY
                is_first = is_saturday or day == 0
                count = weekends + (np.True_ if is_first else ~automaton.is_work[state])
            is_legal = (after >= 0) & (count < width)
            arcs[is_legal, i_code] = (after * width + count)[is_legal]
        keys, arcs = _numbered(arcs)
        layers.append(arcs)
    return layers


def _with_total(
    layers: _Layers, weights: Sequence[int], least: int, most: int, name: str
) -> _Layers:
    """Lay a total over the days: the sum of the weights of the codes must be in least..most.

    A total that can no longer break a limit is not told apart: of all that is sure to stay below
    ``most`` and reach ``least``, one stands for all.
    """
    low, high = _left_over(layers, weights)
    num_codes = len(weights)
    width = most + 2
    sure = most + 1
    nodes, totals = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    laid: _Layers = []
    for day, arcs in enumerate(layers):
        keys = np.full((len(nodes), num_codes), NO_NODE, dtype=np.int64)
        is_sure = totals == sure
        for i_code in range(num_codes):
            after = arcs[nodes, i_code]
            total = totals + weights[i_code]
            fits = (total + low[day + 1][after] <= most) & (total + high[day + 1][after] >= least)
            is_free = (total + high[day + 1][after] <= most) & (
                total + low[day + 1][after] >= least
            )
            is_legal = (after >= 0) & (fits | is_sure)
            total = np.where(is_free | is_sure, sure, total)
            keys[is_legal, i_code] = (after * width + total)[is_legal]
        found, numbered = _numbered(keys)
        if len(found) > MAX_LAYER:
            raise HoursError(
                f"{name}: {len(found)} different situations on day {day + 1}; at most {MAX_LAYER}"
                " fit. Give shifts lengths that are multiples of one number, or a shorter horizon."
            )
        nodes, totals = found // width, found % width
        laid.append(numbered)
    return laid


def _left_over(
    layers: _Layers, weights: Sequence[int]
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Return the least and the most weight from each node to the end; index -1 is harmless."""
    end = np.zeros(1, dtype=np.int64)
    low, high = [end], [end]
    far = np.int64(2) ** 40
    for arcs in reversed(layers):
        is_arc = arcs >= 0
        weight = np.asarray(weights, dtype=np.int64)
        low.append(np.where(is_arc, low[-1][arcs] + weight, far).min(axis=1))
        high.append(np.where(is_arc, high[-1][arcs] + weight, -far).max(axis=1))
    return low[::-1], high[::-1]


def _numbered(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the keys of the next day in order, and their numbers in place of the keys."""
    numbers = np.full(keys.shape, NO_NODE, dtype=np.int64)
    is_arc = keys >= 0
    found, numbers[is_arc] = np.unique(keys[is_arc], return_inverse=True)
    return found, numbers


def _smallest(layers: _Layers) -> _Layers | None:
    """Join nodes with the same endings, from the last day back; None when nothing is left."""
    class_of = np.zeros(int(layers[-1].max(initial=0)) + 1, dtype=np.int64)
    small: _Layers = []
    for arcs in reversed(layers):
        joined = np.where(arcs >= 0, class_of[arcs], NO_NODE)
        alive = np.flatnonzero((joined >= 0).any(axis=1))
        if not len(alive):
            return None
        signature = joined[alive, 0] + 1
        for column in joined[alive, 1:].T:
            pairs = signature * (int(column.max()) + 2) + column + 1
            signature = np.unique(pairs, return_inverse=True)[1]
        _, first, numbers = np.unique(signature, return_index=True, return_inverse=True)
        class_of = np.full(len(arcs), NO_NODE, dtype=np.int64)
        class_of[alive] = numbers
        small.append(joined[alive[first]])
    return small[::-1]


def _flat(layers: _Layers) -> Diagram:
    """Give the nodes of all days numbers in one row."""
    begin = np.concatenate([[0], np.cumsum([len(arcs) for arcs in layers])])
    num_codes = layers[0].shape[1]
    end = np.full((1, num_codes), NO_NODE, dtype=np.int64)
    rows = [np.where(arcs >= 0, arcs + begin[day + 1], NO_NODE) for day, arcs in enumerate(layers)]
    days = np.repeat(np.arange(len(layers) + 1), [*(len(arcs) for arcs in layers), 1])
    return Diagram(np.vstack([*rows, end]).astype(np.int32), days.astype(np.int32))
