"""Better rosters near a roster: give some people free choice again, the others keep their rows.

Large neighbourhood search: the people are drawn, those more often whose rows cost more than the
prices of the covers suggest; a dive among their rows looks for a roster that is cheaper by one at
least. What the bound shows to be useless for that is left out of the diagrams from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.bound import Node
from accord.hours.rosters.paths.dive import dive
from accord.hours.rosters.paths.relaxation import Relaxation

__all__ = ["improve"]

_FIRST_SIZE: Final = 12  # people with free choice
_GROWTH: Final = 1.25  # when they are too few to gain anything
_IN_VAIN: Final = 4  # tries without progress before it ends


def improve(
    relaxation: Relaxation,
    root: Node,
    rows: NDArray[np.int64],
    prices: NDArray[np.int64],
    rng: np.random.Generator,
) -> Iterator[NDArray[np.int64]]:
    """Yield cheaper and cheaper rosters, until some tries in a row are in vain.

    Parameters
    ----------
    relaxation
        The linear program.
    root
        All rosters.
    rows
        A roster, shape (people, days).
    prices
        The prices of the covers that prove the bound of ``root``, in 1 / scale.
    rng
        Draws the people.
    """
    whole, num_people = relaxation.pricer, len(rows)
    size, in_vain = float(_FIRST_SIZE), 0
    cost = relaxation.instance.cost_of(rows)
    cheapest = whole.price(root, prices)
    if cheapest is None:
        raise AssertionError("somebody has no row")
    try:
        while in_vain < _IN_VAIN and size < num_people:
            smaller = whole.smaller(root, prices, cost - 1)
            if smaller is None:
                break
            relaxation.pricer = smaller
            regret = whole.row_values(prices, rows) - cheapest.values
            room = (cost - 1) * relaxation.instance.scale - cheapest.bound
            node = _around(relaxation, root, rows, _draw(regret, room, int(size), rng))
            if relaxation.solve(node, cost - 1) is None:
                size, in_vain = _GROWTH * size, in_vain + 1
                continue
            found = dive(relaxation, node, cost - 1)
            if found is None:
                in_vain += 1
                continue
            rows, cost, in_vain = found, relaxation.instance.cost_of(found), 0
            yield rows
    finally:
        relaxation.pricer = whole


def _draw(
    regret: NDArray[np.int64], room: int, size: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw people by how much more their row costs than their cheapest.

    Whoever's row alone costs more than a cheaper roster has room for is always among them.
    """
    weight = regret - regret.min() + max(1.0, float(regret.mean()))
    drawn = rng.choice(len(regret), size, replace=False, p=weight / weight.sum())
    return np.union1d(drawn, np.flatnonzero(regret > room))


def _around(
    relaxation: Relaxation, root: Node, rows: NDArray[np.int64], free: NDArray[np.int64]
) -> Node:
    """Return the rosters in which only the free people may have other rows."""
    days = np.arange(relaxation.instance.num_days)
    allowed = root.allowed.copy()
    for person in np.setdiff1d(np.arange(len(rows)), free).tolist():
        allowed[person] = False
        allowed[person, days, rows[person]] = True
        relaxation.master.add(person, rows[person])
    return replace(root, allowed=allowed)
