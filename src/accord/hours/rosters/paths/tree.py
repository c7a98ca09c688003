"""Is there a roster that costs at most so much? A search tree finds one or proves there is none.

A node is closed when its bound passes the target. The target makes the tree small: what no roster
within it can use is taken away at the top of the tree and again in each node, before a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.bound import Node
from accord.hours.rosters.paths.branching import Branching
from accord.hours.rosters.paths.relaxation import Point, Relaxation

__all__ = ["Reached", "reach"]

_ROUNDS: Final = 8  # sets of prices at the top of the tree


@dataclass(frozen=True, slots=True)
class Reached:
    """What the tree shows.

    Parameters
    ----------
    rows
        A roster within the target, shape (people, days), or None.
    is_closed
        Whether the whole tree was searched: without rows it proves that there is no such roster.
    num_nodes
        Nodes searched.
    """

    rows: NDArray[np.int64] | None
    is_closed: bool
    num_nodes: int


def reach(
    relaxation: Relaxation, root: Node, target: int, *, seed: int, most_nodes: int | None = None
) -> Reached:
    """Find a roster that costs at most ``target``, or prove that there is none.

    Parameters
    ----------
    relaxation
        The linear program; its diagrams are made smaller for this search and restored after it.
    root
        All rosters to look among.
    target
        Cost that is looked for.
    seed
        Draws of the prices that are tried beside the best ones.
    most_nodes
        Stop after so many nodes.

    Raises
    ------
    OutOfTimeError
        When the time is up.
    """
    whole = relaxation.pricer
    try:
        return _search(relaxation, root, target, np.random.default_rng(seed), most_nodes)
    finally:
        relaxation.pricer = whole


def _search(
    relaxation: Relaxation,
    root: Node,
    target: int,
    rng: np.random.Generator,
    most_nodes: int | None,
) -> Reached:
    top = _narrowed_root(relaxation, root, target, rng)
    branching = Branching()
    waiting = [] if top is None else [top]
    num_nodes = 0
    while waiting:
        if num_nodes == most_nodes:
            return Reached(None, is_closed=False, num_nodes=num_nodes)
        num_nodes += 1
        node = waiting.pop()
        found = _narrowed(relaxation, node, target, rng)
        if found is None:
            continue
        node, point = found
        rows = point.roster(relaxation.instance.num_people)
        if rows is not None and relaxation.instance.cost_of(rows) <= target:
            return Reached(rows, is_closed=True, num_nodes=num_nodes)
        relaxation.forget()
        first, second = branching.halves(relaxation, node, point, target)
        waiting += [second, first]
    return Reached(None, is_closed=True, num_nodes=num_nodes)


def _narrowed_root(
    relaxation: Relaxation, root: Node, target: int, rng: np.random.Generator
) -> Node | None:
    """Narrow the top node by several sets of prices, and the diagrams with it."""
    point = relaxation.solve(root, target)
    if point is None:
        return None
    node, prices = root, point.prices
    for _ in range(_ROUNDS):
        narrow = relaxation.pricer.narrow(node, prices, target)
        smaller = narrow and relaxation.pricer.smaller(narrow, prices, target)
        if not narrow or not smaller:
            return None
        node, relaxation.pricer = narrow, smaller
        relaxation.master.forget_forbidden(node)
        prices = relaxation.other_prices(node, rng)
    return relaxation.pricer.narrow(node, prices, target)


def _narrowed(
    relaxation: Relaxation, node: Node, target: int, rng: np.random.Generator
) -> tuple[Node, Point] | None:
    """Solve a node and narrow it; None when nothing within the target is left in it."""
    point = relaxation.solve(node, target)
    if point is None:
        return None
    narrow = relaxation.pricer.narrow(node, point.prices, target)
    if narrow is None or point.roster(relaxation.instance.num_people) is not None:
        return None if narrow is None else (narrow, point)
    narrow = relaxation.pricer.narrow(narrow, relaxation.other_prices(narrow, rng), target)
    if narrow is None:
        return None
    point = relaxation.solve(narrow, target)
    return None if point is None else (narrow, point)
