"""Price a scenario: what changes for the payroll, what is spent once, what the State pays."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from accord.cost.aid import price_aid
from accord.cost.bill import Bill
from accord.cost.case import Case, open_case
from accord.cost.departures import price_departures
from accord.cost.outlay import price_outlay, price_return
from accord.cost.overtime import hourly_wage, price_legal_week, price_overtime
from accord.cost.payroll import price_payroll
from accord.cost.records import CostResult
from accord.cost.timeline import timeline
from accord.law import pack
from accord.plant.records import Plant, Scenario


def price(
    plant: Plant, scenario: Scenario, workload: pl.DataFrame, *, until: date | None = None
) -> CostResult:
    """Price one scenario in the plant's currency, line by line, each with its article.

    Parameters
    ----------
    plant
        The plant with the scenario applied (``accord.plant.apply``).
    scenario
        The scenario.
    workload
        One row per person and month: columns person, month (first day), overtime_h, and others
        that are not read here. May be empty: overtime is then not priced, and a note says so.
    until
        Last day of the timeline; by default as many years as the longest aid is paid.

    Returns
    -------
    CostResult
        Lines, conditions, tables per person, timeline, needs and notes. A line that lacks a fact
        is not there; its need is.

    Notes
    -----
    Source: articles named in each line; assumptions A-16 to A-20 and A-24 to A-27 of
    ``docs/assumptions.md``. Limits: employer charges are one share of pay; no discounting; not
    legal advice.
    """
    case = open_case(plant, scenario)
    years = _years(case, until)
    bill = Bill(case)
    price_payroll(bill)
    overtime = price_overtime(bill, workload)
    price_legal_week(bill, years)
    exits = price_departures(bill)
    price_outlay(bill)
    price_aid(bill)
    price_return(bill, years)
    if not case.is_french:
        bill.need("country", f"no law pack for {plant.country or 'an unnamed country'!r}", "A-25")
    return CostResult(
        scenario=scenario.name,
        currency=plant.currency,
        lines=tuple(bill.lines),
        conditions=tuple(bill.conditions),
        exits=exits,
        people=_people(case, overtime),
        timeline=timeline(bill.lines, case.start, years),
        needs=tuple(dict.fromkeys(bill.needs)),
        notes=tuple(bill.notes),
    )


def _years(case: Case, until: date | None) -> int:
    if until is not None:
        return max(until.year - case.start.year + (until >= case.start.replace(year=until.year)), 1)
    return int(pack("fr")["fr.aid.aubry1.conditions"].versions[-1].number("years"))


def _people(case: Case, overtime: pl.DataFrame) -> pl.DataFrame:
    """Give pay per person before and after, for everyone on the books or hired."""
    rows = case.base | case.hired
    staff = case.staff
    before = hourly_wage(staff.wage_month, staff.weekly_h, case.start)
    after = hourly_wage(case.wage_after, case.weekly_h_after, case.start)
    table = pl.DataFrame(
        {
            "person": [p for p, is_in in zip(staff.person, rows, strict=True) if is_in],
            "wage_month": case.wage_after[rows],
            "hourly_before": np.where(case.hired, np.nan, before)[rows],
            "hourly_after": after[rows],
        }
    ).with_columns(pl.selectors.float().fill_nan(None))
    return table.join(overtime, on="person", how="left", maintain_order="left").with_columns(
        pl.col("overtime_pay").fill_null(0.0)
    )
