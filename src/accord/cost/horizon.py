"""The months of a price: which they are, what part of each lies after a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.records import months_later
from accord.law import FloatArray

DEFAULT_MONTHS = 60
MONTHS_PER_YEAR = 12
Days = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The months over which a scenario is priced, from the month of its start.

    Parameters
    ----------
    months
        First day of each month, shape (M,), in a row.
    opens, closes
        First day of each month, and of the month after it, shape (M,).
    """

    months: tuple[date, ...]
    opens: Days
    closes: Days

    @property
    def first(self) -> date:
        """First day of the first month."""
        return self.months[0]

    @property
    def years(self) -> int:
        """Years that the months reach into."""
        return -(-len(self.months) // MONTHS_PER_YEAR)

    def index(self, day: date) -> int:
        """Give the month that holds a day: below 0 or from M on where no month does."""
        return (day.year - self.first.year) * MONTHS_PER_YEAR + day.month - self.first.month

    def share_from(self, day: date) -> FloatArray:
        """Give the part of each month's days that lies on or after a day, shape (M,)."""
        return share_of_days(self.opens, self.closes, np.datetime64(day, "D"), self.closes[-1])

    def spread(self, amount: float, first: date, months: int = 1) -> FloatArray:
        """Give an amount by month, in even parts from the month of a day; what is before is first.

        Parameters
        ----------
        amount
            The amount.
        first
            A day of its first month; one before the horizon counts in the first month.
        months
            Months over which it is spread; parts after the horizon are left out.
        """
        found = np.zeros(len(self.months))
        start = max(self.index(first), 0)
        found[start : start + months] = amount / months
        return found

    def year_of(self, by_month: FloatArray, first: date) -> float:
        """Give the first twelve months from a day of a line whose first month is in part.

        The month in which twelve months end counts by the days that the first one lacks. A horizon
        that ends earlier is scaled up to a year.
        """
        start = max(self.index(first), 0)
        values = by_month[start : start + MONTHS_PER_YEAR + 1]
        if len(values) == 0:
            return 0.0
        share = float(self.share_from(first)[start])
        weights = np.ones(len(values))
        weights[MONTHS_PER_YEAR:] = 1 - share
        counted = share + float(weights[1:].sum())
        return float((values * weights).sum()) * MONTHS_PER_YEAR / counted


def share_of_days(
    opens: Days, closes: Days, first: Days | np.datetime64, after: Days | np.datetime64
) -> FloatArray:
    """Give the part of spans of days that lies in [first, after), element by element."""
    held = np.minimum(closes, after) - np.maximum(opens, first)
    days = (closes - opens).astype(np.int64)
    shares: FloatArray = np.clip(held.astype(np.int64), 0, None) / days
    return shares


def horizon(start: date, until: date | None) -> Horizon:
    """Give the months from the one of a start to the one of ``until``, by default sixty.

    Parameters
    ----------
    start
        First day of the change.
    until
        A day of the last month; one before the start gives one month.
    """
    first = start.replace(day=1)
    count = DEFAULT_MONTHS
    if until is not None:
        gap = (until.year - first.year) * MONTHS_PER_YEAR + until.month - first.month
        count = max(gap + 1, 1)
    days = [months_later(first, i) for i in range(count + 1)]
    edges = np.array(days, dtype="datetime64[D]")
    return Horizon(tuple(days[:-1]), edges[:-1], edges[1:])
