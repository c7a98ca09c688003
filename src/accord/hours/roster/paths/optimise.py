"""Raise the bound and lower the cost until they meet, target by target."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from accord.hours.roster.paths.arrays import Instance
from accord.hours.roster.paths.bound import root_node
from accord.hours.roster.paths.clock import Clock, OutOfTimeError
from accord.hours.roster.paths.dive import dive
from accord.hours.roster.paths.neighbours import improve
from accord.hours.roster.paths.relaxation import Relaxation
from accord.hours.roster.paths.tree import reach

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

    bound: int | None = None
    root_bound: float | None = None
    rows: NDArray[np.int64] | None = None
    cost: int | None = None
    num_nodes: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a cheaper roster may exist."""
        return self.bound is None or self.cost is None or self.bound < self.cost


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
        Draws of the trees.
    progress
        Told of each better bound or roster.
    """
    search = Search()

    def tell() -> None:
        if progress is not None and search.bound is not None:
            progress(search.bound, search.cost, clock.cpu_s)

    with suppress(OutOfTimeError):
        _run(instance, clock, search, seed, tell)
    return search


def _run(
    instance: Instance, clock: Clock, search: Search, seed: int, tell: Callable[[], None]
) -> None:
    """Bound, dive, then one tree after another."""
    relaxation = Relaxation(instance, clock)
    root = root_node(instance)
    point = relaxation.solve(root)
    if point is None:
        raise AssertionError("somebody has no legal row")
    search.root_bound = point.bound / instance.scale
    search.bound = -(-point.bound // instance.scale)
    tell()
    rows = dive(relaxation, root)
    if rows is None:
        raise AssertionError("a dive without a target gave up")
    _keep(search, instance, rows)
    tell()
    if search.is_open:
        rng = np.random.default_rng(seed)
        for better in improve(relaxation, root, rows, point.prices, rng):
            _keep(search, instance, better)
            tell()
            if not search.is_open:
                break
    most_nodes, step, target = _NODES, 0, search.bound
    cut = target - 1  # up to here trees were cut off at ``most_nodes``
    while search.is_open and search.cost is not None:
        target = min(target, search.cost - 1)
        reached = reach(relaxation, root, target, seed=seed, most_nodes=most_nodes)
        search.num_nodes += reached.num_nodes
        if reached.rows is not None:
            _keep(search, instance, reached.rows)
            target, step = max(search.bound, cut + 1), 0
        else:
            if reached.is_closed:
                search.bound = target + 1
            else:
                cut = target
            step = max(1, 2 * step)
            target += step
        if cut >= search.cost - 1:
            most_nodes, step, target = _MORE * most_nodes, 0, search.bound
            cut = target - 1
        tell()


def _keep(search: Search, instance: Instance, rows: NDArray[np.int64]) -> None:
    """Keep a roster when it is better."""
    cost = instance.cost_of(rows)
    if search.cost is None or cost < search.cost:
        search.rows, search.cost = rows, cost
