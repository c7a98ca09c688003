"""The pay of whole months around an exit: of today's contract, of the scenario's, overtime held."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from accord.cost.case import Case
from accord.cost.columns import WAGES
from accord.cost.contracts import Terms, terms
from accord.cost.horizon import MONTHS_PER_YEAR, Horizon, share_of_days
from accord.cost.records import months_later
from accord.cost.run import PricedStages
from accord.cost.stages import Calendar, MonthOfStage
from accord.law import FloatArray
from accord.law.bands import whole_years

Rows = NDArray[np.int64]


@dataclass(slots=True)
class PaidMonths:
    """What people are paid for whole months, before the scenario and under it.

    Parameters
    ----------
    case, horizon
        What is priced, over which months.
    priced
        The payroll of the scenario, None where somebody's pay is not known: months then hold no
        overtime.

    Notes
    -----
    Months before the horizon are paid as today: pay and contract hours of the files, with the
    premium of hours above the legal week of that month, no growth and no overtime (A-29).
    """

    case: Case
    horizon: Horizon
    priced: PricedStages | None
    _calendar: Calendar = field(init=False)
    _terms: dict[date, Terms] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Work out the shares of days once."""
        self._calendar = Calendar(self.case, self.horizon)

    def on_day(self, rows: Rows, day: date) -> FloatArray:
        """Give a month's pay by the contract of a day: growth and premium held, no overtime.

        Parameters
        ----------
        rows
            Rows of the staff, shape (rows,).
        day
            A day from the start on.
        """
        contract = self._on(day).after
        start = np.datetime64(self.case.start, "D")
        years = whole_years(np.array([start]), np.array([day], dtype="datetime64[D]"))[0]
        grown = (1 + self.case.scenario.wage_growth_share_year) ** max(years, 0.0)
        pay: FloatArray = contract.wage[rows] + contract.premium[rows]
        return pay * np.where(self.case.hired[rows], 1.0, grown)

    def in_month(self, rows: Rows, month: date) -> FloatArray:
        """Give the pay of a whole month; with overtime where the whole of it is priced.

        Parameters
        ----------
        rows
            Rows of the staff, shape (rows,).
        month
            Its first day.
        """
        i_month, contracts = self.horizon.index(month), self._on(month)
        if i_month < 0:
            return contracts.before.wage[rows] + contracts.before.premium[rows]
        after = self._calendar.after[i_month]
        pay = (contracts.before.wage + contracts.before.premium) * (1 - after)
        pay = pay + (contracts.after.wage + contracts.after.premium) * after
        grown = np.where(self.case.hired, 1.0, self._calendar.growth[i_month])
        found: FloatArray = (pay * grown)[rows]
        if self.priced is None:
            return found
        month_of = MonthOfStage(self.priced.stages[-1], i_month, contracts, self._calendar)
        is_whole = month_of.presence()[rows] == 1
        return np.where(is_whole, self.priced.people[i_month, rows, WAGES], found)

    def between(self, row: int, first: np.datetime64, last: date) -> tuple[float, float]:
        """Give the pay of a span of days, and the mean pay of a month in it.

        Parameters
        ----------
        row
            Row of the staff.
        first, last
            First and last day; a span without days has no pay.

        Returns
        -------
        pay, mean
            Months in part count by their days.
        """
        after = np.datetime64(last, "D") + np.timedelta64(1, "D")
        if first >= after:
            return 0.0, 0.0
        opened: date = first.astype("datetime64[M]").item()
        count = (last.year - opened.year) * MONTHS_PER_YEAR + last.month - opened.month + 1
        edges = np.array([months_later(opened, i) for i in range(count + 1)], dtype="datetime64[D]")
        shares = share_of_days(edges[:-1], edges[1:], first, after)
        days = shares * (edges[1:] - edges[:-1]).astype(np.int64)
        who = np.array([row])
        pays = np.array([self.in_month(who, day)[0] for day in edges[:-1].astype(object)])
        return float(pays @ shares), float(pays @ days / days.sum())

    def _on(self, day: date) -> Terms:
        """Give the contracts under the law of a day's month."""
        month = day.replace(day=1)
        if month not in self._terms:
            self._terms[month] = terms(self.case, month)
        return self._terms[month]
