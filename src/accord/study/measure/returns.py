"""Years until what is spent once is earned back, and the aid of each year that helps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.cost import CostResult
from accord.study.measure.prices import AID

__all__ = ["aid_by_year", "payback_years"]

Floats = npt.NDArray[np.float64]
MONTHS_PER_YEAR: Final = 12
# A payback beyond this is no plan; the sum is not followed further.
PAYBACK_YEARS_MOST: Final = 50


def payback_years(once: float, gross: Sequence[float] | Floats, aid: dict[int, float]) -> float:
    """Return the years until what is spent once is earned back; NaN when it never is.

    Parameters
    ----------
    once
        Money spent once.
    gross
        Change of cost of each year without aid, a saving negative; the last one goes on.
    aid
        Aid by year from the start, negative; a year that is not there has none.

    Returns
    -------
    float
        Years, straight within the last one; aid that falls and stops is followed year by year.
    """
    if once <= 0:
        return 0.0
    left = once
    for year in range(1, PAYBACK_YEARS_MOST + 1):
        saved = -float(gross[min(year, len(gross)) - 1]) - aid.get(year, 0.0)
        if saved >= left:
            return year - 1 + left / saved
        left -= saved
    return math.nan


def aid_by_year(result: CostResult) -> dict[int, float]:
    """Return the aid of each year from the start, negative."""
    found: dict[int, float] = {}
    for line in result.lines:
        if line.id.startswith(AID + "."):
            for month, amount in enumerate(line.by_month):
                year = month // MONTHS_PER_YEAR + 1
                found[year] = found.get(year, 0.0) + amount
    return {year: amount for year, amount in found.items() if amount}
