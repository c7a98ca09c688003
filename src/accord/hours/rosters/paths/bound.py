"""Bounds in whole numbers: prices on the covers, a cheapest row for each person, and what is left.

With any prices, no roster of a node costs less than the cheapest rows at these prices plus the
cheapest counts of people (Lagrangian bound). Prices are whole multiples of ``1 / scale``, so the
bound has no rounding: it is a proof whatever the solver that proposed the prices. The same sums
show which codes and counts no roster below a target can use.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accord.hours.rosters.paths import kernel
from accord.hours.rosters.paths.arrays import Diagrams, Instance

__all__ = ["Node", "Priced", "Pricer", "root_node"]


@dataclass(frozen=True, slots=True)
class Node:
    """A part of all rosters: the codes each person may have, the counts each cover may have.

    Parameters
    ----------
    allowed
        Codes that may be used, shape (people, days, codes).
    least, most
        People on each cover, shape (covers,).
    depth
        Decisions above this node.
    bound
        No roster of the node costs less, in 1 / scale.
    """

    allowed: NDArray[np.bool_]
    least: NDArray[np.int64]
    most: NDArray[np.int64]
    depth: int = 0
    bound: int = -(2**62)


@dataclass(frozen=True, slots=True)
class Priced:
    """What prices show.

    Parameters
    ----------
    bound
        No roster of the node costs less, in 1 / scale.
    rows
        Cheapest row of each person, shape (people, days).
    values
        Its price, in 1 / scale, shape (people,).
    """

    bound: int
    rows: NDArray[np.int64]
    values: NDArray[np.int64]


def root_node(instance: Instance) -> Node:
    """Return the node with all rosters.

    Parameters
    ----------
    instance
        The problem.
    """
    day, shift = instance.covers[:, 0], instance.covers[:, 1]
    most = (instance.members & instance.allowed[:, day, shift].T).sum(axis=1).astype(np.int64)
    return Node(instance.allowed.copy(), np.zeros_like(most), most)


class Pricer:
    """Prices rows of a problem; ``diagrams`` may be smaller than those of the problem.

    Parameters
    ----------
    instance
        The problem.
    diagrams
        The rows that count; without it all of the problem.
    """

    def __init__(self, instance: Instance, diagrams: Diagrams | None = None) -> None:
        self.instance = instance
        self.diagrams = diagrams or instance.diagrams
        self._scaled_cost = instance.cost * instance.scale
        self._weights = instance.weights * instance.scale
        self._fixed = instance.fixed_cost * instance.scale
        self._to_end = np.empty(len(self.diagrams.day), dtype=np.int64)
        self._reach = np.empty(len(self.diagrams.day), dtype=np.int64)
        self._price = np.empty_like(self._scaled_cost)

    def whole(self, cover_prices: NDArray[np.float64]) -> NDArray[np.int64]:
        """Round prices of covers to whole multiples of 1 / scale."""
        limit = self.instance.penalty
        clipped = np.clip(cover_prices, -limit, limit)
        return np.rint(clipped * self.instance.scale).astype(np.int64)

    def price(self, node: Node, cover_prices: NDArray[np.int64]) -> Priced | None:
        """Find the cheapest rows at these prices, or None when somebody has no row.

        Parameters
        ----------
        node
            What is allowed.
        cover_prices
            Price that a person on each cover saves, in 1 / scale, shape (covers,).
        """
        instance, diagrams = self.instance, self.diagrams
        self._set_prices(cover_prices)
        rows = np.empty((instance.num_people, instance.num_days), dtype=np.int64)
        values = np.empty(instance.num_people, dtype=np.int64)
        if not kernel.cheapest_rows(
            diagrams.successor,
            diagrams.day,
            diagrams.first,
            self._price,
            node.allowed,
            self._to_end,
            rows,
            values,
        ):
            return None
        counts = kernel.cheapest_counts(
            instance.required, self._weights, node.least, node.most, cover_prices
        )
        return Priced(self._fixed + int(values.sum()) + int(counts), rows, values)

    def row_values(
        self, cover_prices: NDArray[np.int64], rows: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return what each person's row costs at these prices, in 1 / scale, shape (people,)."""
        self._set_prices(cover_prices)
        values = np.empty(len(rows), dtype=np.int64)
        kernel.row_prices(self._price, rows, values)
        return values

    def narrow(self, node: Node, cover_prices: NDArray[np.int64], target: int) -> Node | None:
        """Take from a node what no roster that costs at most ``target`` uses.

        Parameters
        ----------
        node
            The node.
        cover_prices
            Prices of the covers, in 1 / scale.
        target
            Cost that is looked for, not scaled.

        Returns
        -------
        Node or None
            None when the prices show that the node has no such roster.
        """
        priced = self.price(node, cover_prices)
        if priced is None:
            return None
        slack = target * self.instance.scale - priced.bound
        if slack < 0:
            return None
        allowed, least, most = node.allowed.copy(), node.least.copy(), node.most.copy()
        kernel.forbid_codes(*self._arguments(allowed), slack)
        kernel.narrow_counts(
            self.instance.required, self._weights, least, most, cover_prices, slack
        )
        fewest, largest = self._counts(allowed)
        least, most = np.maximum(least, fewest), np.minimum(most, largest)
        if (least > most).any():
            return None
        bound = max(node.bound, priced.bound)
        return replace(node, allowed=allowed, least=least, most=most, bound=bound)

    def smaller(self, node: Node, cover_prices: NDArray[np.int64], target: int) -> Pricer | None:
        """Return a pricer of the rows alone that a roster of at most ``target`` can use."""
        priced = self.price(node, cover_prices)
        if priced is None or priced.bound > target * self.instance.scale:
            return None
        slack = target * self.instance.scale - priced.bound
        return Pricer(
            self.instance, Diagrams(*kernel.kept_arcs(*self._arguments(node.allowed), slack))
        )

    def _counts(self, allowed: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the people on each cover who must be there, and who can be."""
        instance = self.instance
        day, shift = instance.covers[:, 0], instance.covers[:, 1]
        can = instance.members & allowed[:, day, shift].T
        is_only = allowed.sum(axis=2)[:, day].T == 1
        return (can & is_only).sum(axis=1), can.sum(axis=1)

    def _set_prices(self, cover_prices: NDArray[np.int64]) -> None:
        np.copyto(self._price, self._scaled_cost)
        kernel.price_codes(self._price, self.instance.covers, self.instance.members, cover_prices)

    def _arguments(
        self, allowed: NDArray[np.bool_]
    ) -> tuple[
        NDArray[np.int32],
        NDArray[np.int32],
        NDArray[np.int64],
        NDArray[np.int64],
        NDArray[np.bool_],
        NDArray[np.int64],
        NDArray[np.int64],
    ]:
        """Return what the kernel takes after the cheapest rows are known."""
        diagrams = self.diagrams
        return (
            diagrams.successor,
            diagrams.day,
            diagrams.first,
            self._price,
            allowed,
            self._to_end,
            self._reach,
        )
