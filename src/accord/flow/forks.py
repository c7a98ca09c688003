"""Forks of routes: where a unit has several ways, by choice of a station or by chance.

What follows an operation is a code: an operation (0 or more), ``EXIT``, or -2 - f for fork f.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.kernel import layout as k
from accord.flow.keys import entity_key

EXIT = -1
WAYS = {"shortest": int(k.WAY_SHORTEST), "first": int(k.WAY_FIRST), "share": int(k.WAY_SHARE)}


class Forks:
    """The forks of all routes, in the order in which they are found."""

    def __init__(self) -> None:
        self._ways: list[tuple[str, str, tuple[int, ...], tuple[float, ...]]] = []

    def __len__(self) -> int:
        return len(self._ways)

    def add(self, name: str, choice: str, codes: Sequence[int], shares: Sequence[float]) -> int:
        """Add a fork whose ways lead to ``codes``; return its own code."""
        self._ways.append((name, choice, tuple(codes), tuple(shares)))
        return -1 - len(self._ways)

    def leaves(self, code: int) -> list[int]:
        """Return the operations that a code may lead to."""
        if code >= 0:
            return [code]
        if code == EXIT:
            return []
        return [leaf for way in self._ways[-2 - code][2] for leaf in self.leaves(way)]

    def ways_through(self, operations: NDArray[np.void], first: int) -> Iterator[list[int]]:
        """Give what a unit is sure to pass from ``first`` on.

        Without forks that is the whole way; each operation by itself where forks may lead round.
        """
        if not self._ways:
            way = [first]
            while (following := int(operations[way[-1]]["next"])) >= 0:
                way.append(following)
            yield way
            return
        seen = set(self.leaves(first))
        todo = list(seen)
        while todo:
            op = todo.pop()
            yield [op]
            new = set(self.leaves(int(operations[op]["following"]))) - seen
            seen |= new
            todo += new

    def check_ends(self, name: str, followings: list[list[int]], entries: list[int]) -> None:
        """Refuse a route of which some step never leads out of the shop."""
        step = {code: j for j, code in enumerate(entries)}
        ends = {EXIT}
        before = 0
        while before < len(ends):  # one pass from the last step where nothing goes back
            before = len(ends)
            for code, ways in zip(reversed(entries), reversed(followings), strict=True):
                if not ends.isdisjoint(ways):
                    ends.add(code)
        lost = [step[code] for code in entries if code not in ends]
        if lost:
            raise ModelError(
                f"product {name}, step {lost[0] + 1}: from here its branches never lead out of "
                "the shop; let the shares that go back be less than 1"
            )

    def table(self) -> tuple[NDArray[np.void], NDArray[np.int64], NDArray[np.float64]]:
        """Return the forks as records, and the codes and cumulated shares of their ways."""
        rows = np.zeros(len(self._ways), dtype=k.FORK)
        codes: list[int] = []
        shares: list[float] = []
        for row, (name, choice, ways, weights) in zip(rows, self._ways, strict=True):
            row["kind"], row["first"], row["count"] = WAYS[choice], len(codes), len(ways)
            row["entity"] = entity_key(f"fork:{name}")
            codes += ways
            shares += (np.cumsum(weights) / math.fsum(weights)).tolist()
        return rows, np.array(codes, dtype=np.int64), np.array(shares, dtype=np.float64)


def check_shares(shares: Sequence[float], where: str) -> None:
    """Refuse weights that are no weights."""
    if any(not 0.0 <= s < math.inf for s in shares) or not math.fsum(shares) > 0:
        raise ModelError(
            f"{where}: the shares of its stations are {list(shares)}; write zero or more to each, "
            "and more to one"
        )
