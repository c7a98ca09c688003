"""Column generation: the best mix of rows in a node, and the bound that its prices prove.

The linear program proposes prices, the diagrams answer with the cheapest row of each person, and
so on until no row is missing. Between two rounds the prices are pulled towards the best so far,
which takes fewer rounds (smoothing; Wentges 1997, doi:10.1016/S0969-6016(97)00005-2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths.arrays import Instance
from accord.hours.rosters.paths.bound import Node, Priced, Pricer
from accord.hours.rosters.paths.clock import Clock
from accord.hours.rosters.paths.master import Master, Prices, Row

__all__ = ["Point", "Relaxation"]

_SMOOTHING: Final = 0.6
_WORTH: Final = 1e-7  # a row must save at least this much
_CLOSE: Final = 1e-7
_WHOLE: Final = 1e-6
_FEWEST_KEPT: Final = 600
_NO_BOUND: Final = -(2**62)
_SHIFT: Final = 0.02  # people by which wanted counts are moved to see other prices


@dataclass(frozen=True, slots=True)
class Point:
    """The best mix of rows in a node.

    Parameters
    ----------
    value
        Its cost, in floating point.
    bound
        No roster of the node costs less, in 1 / scale.
    prices
        The prices of the covers that prove it, in 1 / scale.
    rows
        The rows in the mix with their shares.
    """

    value: float
    bound: int
    prices: NDArray[np.int64]
    rows: list[Row]

    def roster(self, num_people: int) -> NDArray[np.int64] | None:
        """Return the roster when the mix is one whole row for each person, else None."""
        whole = [row for row in self.rows if row.share > 1 - _WHOLE]
        if len(whole) != num_people or {row.person for row in whole} != set(range(num_people)):
            return None
        return np.stack([row.codes for row in sorted(whole, key=lambda row: row.person)])

    def shares(self, instance: Instance) -> NDArray[np.float64]:
        """Return the share of each code, shape (people, days, codes)."""
        total = np.zeros(instance.cost.shape)
        days = np.arange(instance.num_days)
        for row in self.rows:
            total[row.person, days, row.codes] += row.share
        return total


class Relaxation:
    """The linear program over all rows of a problem, node by node.

    Parameters
    ----------
    instance
        The problem.
    clock
        Stops the work when the time is up.
    """

    def __init__(self, instance: Instance, clock: Clock) -> None:
        self.instance = instance
        self.clock = clock
        self.master = Master(instance)
        self.pricer = Pricer(instance)
        self._num_kept = max(_FEWEST_KEPT, 4 * (len(instance.required) + instance.num_people))

    def solve(self, node: Node, target: int | None = None) -> Point | None:
        """Find the best mix of rows in a node.

        Parameters
        ----------
        node
            The node.
        target
            Stop as soon as no roster of the node can cost so little; None to go to the end.

        Returns
        -------
        Point or None
            None when somebody has no row in the node, or no roster within the target is left.
        """
        scale = self.instance.scale
        self.master.restrict(node)
        best, highest = np.zeros(len(self.instance.required), dtype=np.int64), _NO_BOUND
        is_first = True
        while True:
            self.clock.check()
            answer = self.master.solve(after_adding=not is_first)
            asked = self.pricer.whole(answer.covers)
            smoothed = _SMOOTHING * best + (1 - _SMOOTHING) * asked
            for prices in [asked] if is_first else [np.rint(smoothed).astype(np.int64), asked]:
                priced = self.pricer.price(node, prices)
                if priced is None:
                    return None
                if priced.bound > highest:
                    best, highest = prices, priced.bound
                if target is not None and highest > target * scale:
                    return None
                num_new = self._add_worthy(answer, asked, priced)
                if num_new:
                    break
            is_first = False
            if not num_new or answer.value * scale - highest < _CLOSE * scale:
                bound = max(highest, node.bound)
                return Point(answer.value, bound, best, self.master.shares())

    def other_prices(self, node: Node, rng: np.random.Generator) -> NDArray[np.int64]:
        """Return the prices when slightly other counts of people are wanted.

        Where many prices prove the same bound, others forbid other codes.

        Parameters
        ----------
        node
            The node.
        rng
            Draws how much each count is moved.
        """
        wanted = self.instance.required.astype(np.float64)
        self.master.perturb(wanted + rng.uniform(-_SHIFT, _SHIFT, len(wanted)))
        try:
            return self._best_prices(node)
        finally:
            self.master.perturb(wanted)

    def forget(self) -> None:
        """Drop rows that were not useful for long; the linear program must have an answer."""
        self.master.forget(self._num_kept)

    def _best_prices(self, node: Node) -> NDArray[np.int64]:
        """Generate rows under the counts wanted now; return the prices with the highest bound."""
        self.master.restrict(node)
        best, highest = np.zeros(len(self.instance.required), dtype=np.int64), _NO_BOUND
        after_adding = False
        while True:
            self.clock.check()
            answer = self.master.solve(after_adding=after_adding)
            after_adding = True
            prices = self.pricer.whole(answer.covers)
            priced = self.pricer.price(node, prices)
            if priced is None:
                return best
            if priced.bound > highest:
                best, highest = prices, priced.bound
            if not self._add_worthy(answer, prices, priced):
                return best

    def _add_worthy(self, answer: Prices, asked: NDArray[np.int64], priced: Priced) -> int:
        """Add the rows that save something at the prices asked; return how many were new."""
        people = np.rint(answer.people * self.instance.scale)
        saved = people - self.pricer.row_values(asked, priced.rows)
        worthy = np.flatnonzero(saved > _WORTH * self.instance.scale).tolist()
        return sum(self.master.add(person, priced.rows[person]) for person in worthy)
