"""Certificates in integers: multipliers of rows that no values of the columns can satisfy.

A linear program without solution has a Farkas certificate: multipliers of its rows whose sum asks
for more than any value of its columns can give. HiGHS finds multipliers in floating point; rounded
to integers, the contradiction is checked in exact arithmetic. Whatever the solver did before, a
certificate that holds is a proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from accord.hours.cycle.program import FREE, IntArray, Program

if TYPE_CHECKING:
    import highspy

__all__ = ["Matrix", "multipliers"]

SCALE: Final = 2**20
SAFE: Final = 2**62


def multipliers(solver: highspy.Highs) -> Iterator[IntArray]:
    """Give the multipliers that HiGHS found for a program without solution, as integers.

    Yields
    ------
    array
        Shape (rows,); once as they are and once with the other sign, for conventions differ.
    """
    _, has_ray, ray = solver.getDualRay()
    found = np.array(ray, dtype=np.float64) if has_ray else np.zeros(1)
    largest = np.abs(found).max()
    if largest > 0:
        whole = np.rint(found / largest * SCALE).astype(np.int64)
        yield whole
        yield -whole


class Matrix:
    """The rows of a program in coordinates, all integers."""

    def __init__(self, program: Program) -> None:
        sizes = [len(columns) for columns, _ in program.rows]
        self._row = np.repeat(np.arange(len(sizes)), sizes)
        self._column = np.concatenate([columns for columns, _ in program.rows])
        self._value = np.concatenate([values for _, values in program.rows])
        self._num_columns = program.num_columns

    def contradicts(
        self, y: IntArray, least: IntArray, most: IntArray, low: IntArray, high: IntArray
    ) -> bool:
        """Tell whether the rows times ``y`` ask for more than the columns can give.

        Parameters
        ----------
        y
            Whole multipliers, shape (rows,).
        least, most
            Bounds of the rows.
        low, high
            Bounds of the columns.
        """
        y = np.where(((y > 0) & (least <= -FREE)) | ((y < 0) & (most >= FREE)), 0, y)
        used = np.flatnonzero(y)
        size = float(np.abs(y).max()) * float(np.abs(self._value).max())
        size *= float(max(np.abs(low).max(), np.abs(high).max(), 1)) * len(self._value)
        if size > SAFE:
            y = y.astype(object)
        bound = np.where(y > 0, least, most)
        asked = sum(int(y[i]) * int(bound[i]) for i in used.tolist())
        weight = np.zeros(self._num_columns, dtype=y.dtype)
        np.add.at(weight, self._column, y[self._row] * self._value)
        given = int(np.where(weight > 0, weight * high, weight * low).sum())
        return asked > given
