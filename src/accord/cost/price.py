"""Price a scenario: what changes for the payroll, what is spent once, what the State pays."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from accord.cost.aid import price_aid
from accord.cost.bill import Bill
from accord.cost.case import open_case
from accord.cost.checks import check_case
from accord.cost.columns import NUM_AMOUNTS
from accord.cost.departures import price_departures
from accord.cost.extra_hours import ExtraHours, extra_hours
from accord.cost.horizon import Horizon, horizon
from accord.cost.month import Payer
from accord.cost.notes import note_learners, note_minimum_wage, note_overtime, note_relief
from accord.cost.outlay import price_outlay
from accord.cost.output import price_output, price_units
from accord.cost.pay_with_smic import write_pay_with_smic
from accord.cost.payroll import write_payroll
from accord.cost.records import CostResult
from accord.cost.relief import write_conditions
from accord.cost.run import PricedStages, run_stages
from accord.cost.stay import write_rate
from accord.cost.tables import (
    months_table,
    people_months_table,
    people_table,
    samples_table,
    years_table,
)
from accord.law import FloatArray
from accord.plant.records import Plant, Scenario


def price(
    plant: Plant,
    scenario: Scenario,
    workload: pl.DataFrame,
    *,
    output: pl.DataFrame | None = None,
    until: date | None = None,
) -> CostResult:
    """Price one scenario in the plant's currency, month by month, each line with its article.

    Parameters
    ----------
    plant
        The plant with the scenario applied (``accord.plant.apply``).
    scenario
        The scenario.
    workload
        One row per person and month: columns person, month (first day), overtime_h; hours and
        training_h where they are known; replication where there are several, priced in this one
        call. Its months repeat over the price. May be empty: overtime is then not priced, and a
        note says so.
    output
        One row per product: product, pieces, scrap, late_order_days, each a year; replication
        where the workload has it.
    until
        A day of the last month; by default sixty months from the month of the start.

    Returns
    -------
    CostResult
        Lines, conditions, tables by month, year, person and replication, needs and notes. A line
        that lacks a fact is not there; its need is, and no year or replication is summed.

    Raises
    ------
    FactError
        For a fact that cannot be: negative pay, an exit before the hire, money of another time.

    Notes
    -----
    Source: articles named in each line; assumptions A-16 to A-20, A-24 to A-29 and A-33 of
    ``docs/assumptions.md``. Limits: thresholds of size are those of the headcount on the eve of the
    change; no discounting; not legal advice. The gate of dismissals is not here, since a price
    knows no other scenario: the commands, reports and figures apply it (``accord.study.gate``).
    """
    case = open_case(plant, scenario)
    check_case(case)
    months = horizon(scenario.start, until)
    bill = Bill(case, months)
    payer = Payer(case)
    extra = _overtime(bill, workload)
    write_rate(bill)
    priced = _payroll(bill, payer, extra)
    exits = price_departures(bill, payer, priced)
    price_outlay(bill, workload)
    output_year = price_output(bill, output)
    price_aid(bill, priced)
    write_conditions(bill)
    if not case.is_french:
        why = f"no law pack for {plant.country or 'an unnamed country'!r}"
        bill.need("country", why, "A-25", is_gap=False)
    bill.needs.extend(payer.needs_told())
    bill.gaps.extend(payer.needs_told())
    price_units(bill, workload, output)
    if priced is None:
        return _result(bill, _nothing(bill, months), exits, np.zeros(1))
    return _result(bill, priced, exits, output_year)


def _overtime(bill: Bill, workload: pl.DataFrame) -> ExtraHours | None:
    """Read the overtime of the workload; say so where there is none to price."""
    case = bill.case
    found = extra_hours(workload, case.staff.person, bill.horizon)
    if found is None:
        bill.notes.append(
            (
                "Pas de charge simulée : les heures supplémentaires ne sont pas chiffrées.",
                "No simulated workload: overtime is not priced.",
            )
        )
        return None
    if not case.is_french and found.hours.any() and case.agreed_premium is None:
        bill.need("overtime premium_share", "no law of overtime is known here", "A-25")
        return None
    return found


def _payroll(bill: Bill, payer: Payer, extra: ExtraHours | None) -> PricedStages | None:
    """Write the lines of the payroll, unless somebody's pay is not known."""
    case = bill.case
    if not payer.is_known:
        fact = "payroll" if case.is_french else "employer_charges_share"
        bill.need(fact, "employer contributions are priced by law, or as a share of pay", "A-16")
    rows = (case.base & case.staff.counts) | case.hired
    why = "wages, charges, overtime and exits are all priced from the monthly pay"
    if not bill.knows("wage_month", case.staff.wage_month, rows, why=why, article="A-17"):
        return None
    priced = run_stages(case, bill.horizon, payer, extra)
    write_payroll(bill, priced, payer, extra)
    note_learners(bill)
    note_minimum_wage(bill, priced)
    note_overtime(bill, extra)
    note_relief(bill)
    write_pay_with_smic(bill, priced, payer)
    return priced


def _result(
    bill: Bill, priced: PricedStages, exits: pl.DataFrame, output_year: FloatArray
) -> CostResult:
    years = years_table(bill.lines, bill.horizon)
    samples = samples_table(bill, priced.samples, output_year)
    if bill.gaps:  # a sum without one of its lines would mislead
        years, samples = years.clear(), samples.clear()
    return CostResult(
        scenario=bill.case.scenario.name,
        currency=bill.case.plant.currency,
        lines=tuple(bill.lines),
        conditions=tuple(bill.conditions),
        exits=exits,
        people=people_table(bill, priced),
        months=months_table(bill.lines, bill.horizon),
        years=years,
        people_months=people_months_table(bill, priced),
        samples=samples,
        needs=tuple(dict.fromkeys(bill.needs)),
        gaps=tuple(dict.fromkeys(bill.gaps)),
        notes=tuple(bill.notes),
    )


def _nothing(bill: Bill, months: Horizon) -> PricedStages:
    """Give the empty payroll of a scenario in which somebody's pay is not known: no sample."""
    count, people = len(months.months), len(bill.case.staff.person)
    return PricedStages(
        [], np.zeros((0, count, 0)), np.zeros(count), np.zeros((count, people, NUM_AMOUNTS + 1)),
        np.zeros((0, count)), (),
    )  # fmt: skip
