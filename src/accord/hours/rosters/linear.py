"""A linear program over whole numbers: expressions, variables, rows; and as arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["INFINITY", "Expression", "Matrix", "Program", "add_up"]

INFINITY: Final = 1 << 40
"""No limit."""

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Expression:
    """A sum of variables times factors, plus a constant."""

    variables: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)
    constant: int = 0

    def add(self, variable: int, factor: int = 1) -> None:
        """Add a variable times a factor."""
        if factor:
            self.variables.append(variable)
            self.factors.append(factor)

    def join(self, other: Expression, factor: int = 1) -> None:
        """Add another expression times a factor."""
        self.variables += other.variables
        self.factors += [factor * f for f in other.factors]
        self.constant += factor * other.constant

    def at(self, values: Sequence[int]) -> int:
        """Return the value at a point."""
        pairs = zip(self.variables, self.factors, strict=True)
        return self.constant + sum(f * values[v] for v, f in pairs)


def add_up(parts: Iterable[Expression]) -> Expression:
    """Return the sum of expressions."""
    total = Expression()
    for part in parts:
        total.join(part)
    return total


@dataclass(frozen=True, slots=True)
class Matrix:
    """A program as arrays: rows ``start[r]:start[r + 1]`` of ``index`` and ``factor``.

    Parameters
    ----------
    start, index, factor
        The rows, compressed.
    least, most
        (rows,) bounds of each row.
    low, high
        (variables,) bounds of each variable.
    """

    start: Ints
    index: Ints
    factor: Ints
    least: Ints
    most: Ints
    low: Ints
    high: Ints

    @property
    def row(self) -> Ints:
        """Row of each entry."""
        count: Ints = np.repeat(np.arange(len(self.least)), np.diff(self.start))
        return count

    def ends(self) -> tuple[Ints, Ints]:
        """Return the least and the largest value that the bounds leave to each row."""
        to_low = np.where(self.factor > 0, self.low[self.index], self.high[self.index])
        to_high = np.where(self.factor > 0, self.high[self.index], self.low[self.index])
        return self._sum(self.factor * to_low), self._sum(self.factor * to_high)

    def _sum(self, entries: Ints) -> Ints:
        total = np.zeros(len(self.least), dtype=np.int64)
        np.add.at(total, self.row, entries)
        return total

    def fixed(self, variables: Sequence[int], values: Sequence[int]) -> Matrix:
        """Return the same program with some variables fixed at a point."""
        low, high = self.low.copy(), self.high.copy()
        at = np.array(variables, dtype=np.int64)
        low[at] = high[at] = np.array(values, dtype=np.int64)[at]
        return replace(self, low=low, high=high)

    def is_kept(self, values: Sequence[int]) -> bool:
        """Say whether a point keeps every bound and row; later variables are not looked at."""
        point = np.array(values[: len(self.low)], dtype=np.int64)
        at, _ = replace(self, low=point, high=point).ends()
        in_rows = (self.least <= at).all() and (at <= self.most).all()
        return bool(in_rows and (self.low <= point).all() and (point <= self.high).all())

    def propagate(self) -> Matrix:
        """Fix the variables of each row that only the ends of its variables can keep."""
        low, high, row = self.low.copy(), self.high.copy(), self.row
        while True:
            now = replace(self, low=low, high=high)
            smallest, largest = now.ends()
            at_end = ((smallest == self.most) & (smallest < largest))[row]
            at_top = ((largest == self.least) & (smallest < largest))[row]
            to_low = (at_end & (self.factor > 0)) | (at_top & (self.factor < 0))
            to_high = (at_end & (self.factor < 0)) | (at_top & (self.factor > 0))
            if not (to_low.any() or to_high.any()):
                return now
            low, high = low.copy(), high.copy()
            high[self.index[to_low]] = low[self.index[to_low]]
            low[self.index[to_high]] = high[self.index[to_high]]

    def compact(self) -> tuple[Matrix, Ints, Ints]:
        """Leave out fixed variables and rows that the bounds keep anyway.

        Returns
        -------
        tuple
            The smaller matrix, the variables kept, the rows kept.
        """
        free = self.low < self.high
        smallest, largest = self.ends()
        rows = np.flatnonzero((smallest < self.least) | (largest > self.most))
        fixed = self._sum(np.where(free[self.index], 0, self.factor * self.low[self.index]))
        number = np.cumsum(free) - 1
        new_row = np.full(len(self.least), -1)
        new_row[rows] = np.arange(len(rows))
        is_kept = free[self.index] & (new_row[self.row] >= 0)
        count = np.bincount(new_row[self.row[is_kept]], minlength=len(rows))
        small = Matrix(
            np.concatenate([[0], np.cumsum(count)]),
            number[self.index[is_kept]],
            self.factor[is_kept],
            np.where(self.least[rows] > -INFINITY // 2, self.least[rows] - fixed[rows], -INFINITY),
            np.where(self.most[rows] < INFINITY // 2, self.most[rows] - fixed[rows], INFINITY),
            self.low[free],
            self.high[free],
        )
        return small, np.flatnonzero(free), rows

    def with_row(self, e: Expression, most: int) -> Matrix:
        """Add the row that keeps an expression at or below a limit."""
        return replace(
            self,
            start=np.append(self.start, self.start[-1] + len(e.variables)),
            index=np.append(self.index, np.array(e.variables, dtype=np.int64)),
            factor=np.append(self.factor, np.array(e.factors, dtype=np.int64)),
            least=np.append(self.least, -INFINITY),
            most=np.append(self.most, most - e.constant),
        )


@dataclass(slots=True)
class Program:
    """Variables with bounds and a known point, and rows.

    The known point is what stands before anything is moved. Variables that follow from others are
    ``derived``: in order, how each is computed from a point.
    """

    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    factor: list[int] = field(default_factory=list)
    count: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    derived: list[tuple[int, Callable[[Sequence[int]], int]]] = field(default_factory=list)

    def new(self, high: int = 1, known: int = 0, low: int = 0) -> int:
        """Add a variable and return its number."""
        self.low.append(low)
        self.high.append(high)
        self.known.append(known)
        return len(self.low) - 1

    def settle(self, values: Sequence[int]) -> list[int]:
        """Return a point with every derived variable at its least value."""
        point = [*values, *self.known[len(values) :]]
        for variable, value in self.derived:
            point[variable] = value(point)
        return point

    def at_most(self, e: Expression, limit: int, *, inherit: bool = False) -> None:
        """Keep an expression at or below a limit; with ``inherit`` at or below its known value.

        A row that its bounds already keep is left out.
        """
        if inherit:
            limit = max(limit, e.at(self.known))
        if self.largest(e) > limit:
            self._row(e, -INFINITY, limit - e.constant)

    def at_least(self, e: Expression, limit: int) -> None:
        """Keep an expression at or above a limit."""
        self._row(e, limit - e.constant, INFINITY)

    def equal(self, e: Expression, value: int) -> None:
        """Keep an expression at a value."""
        self._row(e, value - e.constant, value - e.constant)

    def _row(self, e: Expression, least: int, most: int) -> None:
        self.index += e.variables
        self.factor += e.factors
        self.count.append(len(e.variables))
        self.least.append(least)
        self.most.append(most)

    def largest(self, e: Expression) -> int:
        """Return the largest value that the bounds leave to an expression."""
        pairs = zip(e.variables, e.factors, strict=True)
        return e.constant + sum(f * (self.high if f > 0 else self.low)[v] for v, f in pairs)

    def smallest(self, e: Expression) -> int:
        """Return the least value that the bounds leave to an expression."""
        pairs = zip(e.variables, e.factors, strict=True)
        return e.constant + sum(f * (self.low if f > 0 else self.high)[v] for v, f in pairs)

    def matrix(self) -> Matrix:
        """Return the program as arrays."""
        return Matrix(
            np.concatenate([[0], np.cumsum(np.array(self.count, dtype=np.int64))]),
            np.array(self.index, dtype=np.int64),
            np.array(self.factor, dtype=np.int64),
            np.array(self.least, dtype=np.int64),
            np.array(self.most, dtype=np.int64),
            np.array(self.low, dtype=np.int64),
            np.array(self.high, dtype=np.int64),
        )

    def take(self, other: Matrix) -> None:
        """Take over the bounds of a narrower matrix of the same rows and variables."""
        self.low, self.high = other.low.tolist(), other.high.tolist()
        self.least, self.most = other.least.tolist(), other.most.tolist()
