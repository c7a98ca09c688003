"""Count dismissals in any run of consecutive days, as the laws of collective dismissal do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.law.records import FloatArray

Counts = NDArray[np.int64]


def busiest_window(days: Sequence[date] | NDArray[np.datetime64], within_days: float) -> Counts:
    """Give, for each dismissal, the most dismissals in any run of days that includes it.

    Parameters
    ----------
    days
        Day of each dismissal, in any order; shape (dismissals,).
    within_days
        Length of the run: 30 is a day and the 29 after it.

    Returns
    -------
    array
        Shape (dismissals,), in the order given; each at least 1.

    Source: 98/59/EC art. 1 (1) (a) as the Court reads it (C-300/19): any period of 30 or 90
    consecutive days in which the dismissal falls, before it or after.
    """
    given = np.array(days, dtype="datetime64[D]").astype(np.int64)
    order = np.argsort(given, kind="stable")
    sorted_days = given[order]
    # a run with the most dismissals may be moved to begin on the first of them
    starts, first = np.unique(sorted_days, return_index=True)
    ends = np.searchsorted(sorted_days, starts + int(within_days), side="left")
    inside = ends - first
    # the runs that include a dismissal begin on its day or at most within_days - 1 before it
    i_low = np.searchsorted(starts, sorted_days - int(within_days), side="right")
    i_high = np.searchsorted(starts, sorted_days, side="right")
    found: Counts = np.empty(len(given), dtype=np.int64)
    found[order] = [int(inside[low:high].max()) for low, high in zip(i_low, i_high, strict=True)]
    return found


def most_within(days: Sequence[date] | NDArray[np.datetime64], within_days: float) -> int:
    """Give the most dismissals in any run of consecutive days; 0 when there is none.

    Parameters
    ----------
    days
        Day of each dismissal.
    within_days
        Length of the run.
    """
    return int(busiest_window(days, within_days).max(initial=0))


def least_of_size(
    size: FloatArray, table: tuple[FloatArray, FloatArray], shares: tuple[FloatArray, FloatArray]
) -> FloatArray:
    """Give the least number that reaches a threshold by size: a number, or a share rounded up.

    Parameters
    ----------
    size
        Staff of the establishment, shape (rows,).
    table, shares
        Thresholds of size with a number, and with a share of the staff.
    """
    number = table[1][np.searchsorted(table[0], size, side="right") - 1]
    share = shares[1][np.searchsorted(shares[0], size, side="right") - 1]
    # a tenth of 130 is 13, not a hair above it
    of_staff = np.ceil(share * size - np.finfo(np.float64).eps * size)
    least: FloatArray = np.maximum(number, of_staff)
    return least
