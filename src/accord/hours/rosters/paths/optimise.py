"""Raise the bound and lower the cost until they meet, target by target."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.arrays import Instance
from accord.hours.rosters.paths.bound import Node, root_node
from accord.hours.rosters.paths.clock import Clock, OutOfTimeError
from accord.hours.rosters.paths.dive import dive
from accord.hours.rosters.paths.neighbours import improve
from accord.hours.rosters.paths.relaxation import Relaxation
from accord.hours.rosters.paths.tree import reach

__all__ = ["Progress", "Search", "optimise"]

_NODES: Final = 1_000  # of the first tree for a target; four times as many when all targets had so
_MORE: Final = 4

Progress: TypeAlias = Callable[[int, int | None, float], None]
"""Called with the bound, the cost of the best roster or None, and CPU seconds so far."""


@dataclass(slots=True)
class Search:
    """What is known so far.

    Parameters
    ----------
    instance
        The problem.
    clock
        Ends the work.
    progress
        Told of each better bound or roster.
    bound
        No roster costs less; None before the first bound.
    root_bound
        Bound before any tree, None before it is known.
    rows
        Best roster, shape (people, days), or None.
    cost
        Its cost, or None.
    num_nodes
        Nodes of trees.
    """

    instance: Instance
    clock: Clock
    progress: Progress | None = None
    bound: int | None = None
    root_bound: float | None = None
    rows: NDArray[np.int64] | None = None
    cost: int | None = None
    num_nodes: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a cheaper roster may exist."""
        return self.bound is None or self.cost is None or self.bound < self.cost

    def raise_bound(self, bound: int) -> None:
        """Note that no roster costs less."""
        self.bound = bound
        self._tell()

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Keep a roster when it is better."""
        cost = self.instance.cost_of(rows)
        if self.cost is None or cost < self.cost:
            self.rows, self.cost = rows, cost
            self._tell()

    def _tell(self) -> None:
        if self.progress is not None and self.bound is not None:
            self.progress(self.bound, self.cost, self.clock.cpu_s)


def optimise(
    instance: Instance, clock: Clock, *, seed: int, progress: Progress | None = None
) -> Search:
    """Find a roster of least cost, or what can be found and proven in the time.

    Parameters
    ----------
    instance
        The problem; everyone has a legal row.
    clock
        Ends the work.
    seed
        Draws of the search.
    progress
        Told of each better bound or roster.
    """
    search = Search(instance, clock, progress)
    relaxation, root = Relaxation(instance, clock), root_node(instance)
    with suppress(OutOfTimeError):
        _start(search, relaxation, root, seed)
        _meet(search, relaxation, root, seed)
    return search


def _start(search: Search, relaxation: Relaxation, root: Node, seed: int) -> None:
    """Find the bound of the linear program and a good roster."""
    point = relaxation.solve(root)
    if point is None:
        raise AssertionError("somebody has no legal row")
    search.root_bound = point.bound / search.instance.scale
    search.raise_bound(-(-point.bound // search.instance.scale))
    rows = dive(relaxation, root)
    if rows is None:
        raise AssertionError("a dive without a target gave up")
    search.keep(rows)
    if search.is_open:
        rng = np.random.default_rng(seed)
        for better in improve(relaxation, root, rows, point.prices, rng):
            search.keep(better)


def _meet(search: Search, relaxation: Relaxation, root: Node, seed: int) -> None:
    """Search one tree after another until the bound is the cost.

    A target that has no roster raises the bound above it, and the next one is farther; a roster
    lowers the cost, and the next target is the bound again. Targets whose trees are too large are
    passed over; when all have been, every tree may be larger.
    """
    most_nodes, step, passed = _NODES, 0, -1
    while search.bound is not None and search.cost is not None and search.is_open:
        target = max(search.bound, passed + 1)
        if target >= search.cost:
            most_nodes, step, passed = _MORE * most_nodes, 0, -1
            continue
        target = min(target + max(0, step - 1), search.cost - 1)
        reached = reach(relaxation, root, target, seed=seed, most_nodes=most_nodes)
        search.num_nodes += reached.num_nodes
        if reached.rows is not None:
            search.keep(reached.rows)
            step = 0
        elif reached.is_closed:
            search.raise_bound(target + 1)
            step = max(1, 2 * step)
        else:
            passed = target
            step = max(1, 2 * step)
