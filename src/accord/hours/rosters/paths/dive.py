"""A good roster soon: fix whole rows where the mix is surest, solve again, and so on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.bound import Node
from accord.hours.rosters.paths.relaxation import Relaxation

__all__ = ["dive"]

_SURE: Final = 1 - 1e-6


def dive(relaxation: Relaxation, node: Node, target: int | None = None) -> NDArray[np.int64] | None:
    """Find a roster by fixing rows one after another, never taking one back.

    Parameters
    ----------
    relaxation
        The linear program.
    node
        Rosters to look among; everyone has a row in it, and it asks for no counts.
    target
        Give up when the cost must pass it; without it a roster is always found.

    Returns
    -------
    NDArray or None
        Codes, shape (people, days), or None after giving up.
    """
    num_people = relaxation.instance.num_people
    days = np.arange(relaxation.instance.num_days)
    fixed: dict[int, NDArray[np.int64]] = {}
    while len(fixed) < num_people:
        point = relaxation.solve(node, target)
        if point is None:
            return None
        free = [row for row in point.rows if row.person not in fixed]
        surest = max(free, key=lambda row: (row.share, -row.person))
        allowed = node.allowed.copy()
        for row in [surest, *(row for row in free if row.share > _SURE)]:
            fixed[row.person] = row.codes
            allowed[row.person] = False
            allowed[row.person, days, row.codes] = True
        node = replace(node, allowed=allowed, depth=node.depth + 1)
        relaxation.forget()
    return np.stack([fixed[person] for person in range(num_people)])
