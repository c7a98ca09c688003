"""The tables of a result: lines by month, groups by year, people by month, replications by year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from accord.cost.bill import Bill
from accord.cost.columns import NET, NUM_AMOUNTS, OVERTIME, RELIEF, WAGES
from accord.cost.contracts import hourly_wage
from accord.cost.horizon import MONTHS_PER_YEAR, Horizon
from accord.cost.month import Payer
from accord.cost.records import YEARLY, CostLine
from accord.cost.run import PricedStages
from accord.cost.stages import LEGAL_WEEK, TODAY
from accord.cost.stages import OVERTIME as EXTRA
from accord.errors import FactError
from accord.law import FloatArray

_MONTHS = {"month": pl.Date, "line": pl.String, "amount": pl.Float64}
_YEARS = {"group": pl.String, "year": pl.Int64, "amount": pl.Float64}
_SAMPLES = {
    "replication": pl.Int64, "year": pl.Int64, "amount": pl.Float64, "output": pl.Float64,
}  # fmt: skip
_AID = "aid"
PAY = "pay"
GROUPS = (
    PAY, "contributions", "relief", "overtime", "hires", "exits", "investment",
    "scrap", "late", _AID,
)  # fmt: skip


def group_of(line: CostLine) -> str:
    """Give the group of a line in the roll-up by year."""
    head, _, _ = line.id.partition(".")
    if head in GROUPS:
        return head
    if head == LEGAL_WEEK:
        return "overtime"
    part = line.id.rpartition(".")[-1]
    return part if part in GROUPS else PAY


def months_table(lines: Iterable[CostLine], horizon: Horizon) -> pl.DataFrame:
    """Lay the lines over the months; zeros are left out."""
    rows = [
        (month, line.id, amount)
        for line in lines
        for month, amount in zip(horizon.months, line.by_month, strict=False)
        if amount
    ]
    return pl.DataFrame(rows, schema=_MONTHS, orient="row").sort("month", maintain_order=True)


def years_table(lines: Iterable[CostLine], horizon: Horizon) -> pl.DataFrame:
    """Roll the lines up by group and year; year 0 is twelve months of today's payroll.

    It holds what today's hours above the legal week cost in these months. Overtime is that of the
    workload priced: it is today's, and in year 0, only where the scenario changes nothing.
    """
    lines = list(lines)
    today = {TODAY, LEGAL_WEEK}
    if not any(line.is_change for line in lines):
        today.add(EXTRA)
    sums: dict[tuple[int, str], float] = {}
    for line in lines:
        by_month = np.array(line.by_month)
        by_year = [
            float(by_month[i : i + MONTHS_PER_YEAR].sum())
            for i in range(0, len(by_month), MONTHS_PER_YEAR)
        ]
        is_today = not line.is_change and line.id.rpartition(".")[0] in today
        base = horizon.year_of(by_month, horizon.first) if is_today else 0.0
        for year, amount in enumerate([base, *by_year]):
            key = (year, group_of(line))
            sums[key] = sums.get(key, 0.0) + amount
    rows = [
        (group, year, sums[year, group])
        for year in range(horizon.years + 1)
        for group in GROUPS
        if sums.get((year, group))
    ]
    return pl.DataFrame(rows, schema=_YEARS, orient="row")


def people_table(bill: Bill, priced: PricedStages) -> pl.DataFrame:
    """Give pay per person before and after, for everyone on the books or hired."""
    case, staff = bill.case, bill.case.staff
    rows = case.base | case.hired
    before = hourly_wage(staff.wage_month, staff.weekly_h, case.start)
    after = hourly_wage(case.wage_after, case.weekly_h_after, case.start)
    year = priced.people[:MONTHS_PER_YEAR, :, OVERTIME].sum(axis=0)
    return pl.DataFrame(
        {
            "person": [p for p, is_in in zip(staff.person, rows, strict=True) if is_in],
            "wage_month": case.wage_after[rows],
            "hourly_before": np.where(case.hired, np.nan, before)[rows],
            "hourly_after": after[rows],
            "overtime_pay": year[rows],
        }
    ).with_columns(pl.selectors.float().fill_nan(None))


def people_months_table(bill: Bill, priced: PricedStages) -> pl.DataFrame:
    """Give each month of each person under the scenario; who is not there has no row."""
    amounts = priced.people
    i_month, i_person = np.nonzero(amounts[:, :, WAGES] != 0)
    found = amounts[i_month, i_person]
    is_known = Payer(bill.case).is_known  # without charges nobody knows what a month costs
    owed = found[:, NUM_AMOUNTS] if is_known else np.full(len(found), np.nan)
    months = pl.Series(bill.horizon.months, dtype=pl.Date)
    return pl.DataFrame(
        {
            "person": pl.Series(bill.case.staff.person, dtype=pl.String).gather(i_person),
            "month": months.gather(i_month),
            "gross": found[:, WAGES],
            "overtime_pay": found[:, OVERTIME],
            "contributions": owed,
            "relief": found[:, RELIEF],
            "net": found[:, NET],
            "cost": found[:, WAGES] + owed - found[:, RELIEF],
        }
    ).with_columns(pl.selectors.float().fill_nan(None))


def samples_table(bill: Bill, samples: FloatArray, output_year: FloatArray) -> pl.DataFrame:
    """Give what each year costs in each replication, without aid and legal premium.

    ``output`` is the part of the amount that is scrap and late orders.

    Parameters
    ----------
    bill
        All lines.
    samples
        Cost of the scenario's payroll, shape (replications, months).
    output_year
        Scrap and late orders of a year, shape (replications,), or (1,) for all alike.

    Raises
    ------
    FactError
        When workload and output have other numbers of replications.
    """
    if len({len(samples), len(output_year)} - {1}) > 1:
        raise FactError(
            "replication",
            f"{len(output_year)} in output, {len(samples)} in the workload",
            "both tables have the same replications",
            why="each replication is priced on its own hours and output",
            article="A-27",
        )
    others = np.zeros(samples.shape[1])
    for line in bill.lines:
        if line.kind == YEARLY and line.id.startswith(LEGAL_WEEK + "."):
            others -= np.array(line.by_month)
    output = np.repeat(output_year[:, np.newaxis] / MONTHS_PER_YEAR, samples.shape[1], axis=1)
    whole = samples + others + output
    years = np.arange(0, samples.shape[1], MONTHS_PER_YEAR)
    sums, of_output = (
        np.broadcast_to(np.add.reduceat(x, years, axis=1), (len(whole), len(years)))
        for x in (whole, output)
    )
    rows = [
        (i_run, i_year + 1, float(sums[i_run, i_year]), float(of_output[i_run, i_year]))
        for i_run, i_year in np.ndindex(sums.shape)
    ]
    return pl.DataFrame(rows, schema=_SAMPLES, orient="row")
