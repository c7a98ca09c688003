"""What a contract pays in a month under the law of a period: hours, overtime in it, premium."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from accord.cost.case import Case
from accord.cost.horizon import MONTHS_PER_YEAR
from accord.law import (
    CHECKED,
    DRAFT,
    FloatArray,
    compute,
    compute_table,
    parameter,
)

LEGAL_WEEK, PREMIUM = "fr.hours.legal_week", "fr.overtime.premium_pay"


@dataclass(frozen=True, slots=True)
class Contract:
    """A month of each person's contract, whole; money and hours a month, shape (people,).

    Parameters
    ----------
    wage
        The month's pay.
    hourly
        Pay of an hour.
    base_h
        Hours up to the legal week.
    above_h
        Hours above it; their pay without premium is in the wage.
    premium
        Their premium.
    """

    wage: FloatArray
    hourly: FloatArray
    base_h: FloatArray
    above_h: FloatArray
    premium: FloatArray


@dataclass(frozen=True, slots=True)
class Terms:
    """The contracts before and after the change under one law, and what was read for them."""

    on: date
    before: Contract
    after: Contract
    weeks: float
    legal_h: float
    articles: tuple[str, ...]
    status: str


def hourly_wage(wage_month: FloatArray, weekly_h: FloatArray, on: date) -> FloatArray:
    """Give the pay of one hour from the month's pay, in money per hour, shape (people,)."""
    facts = {"wage_month": wage_month, "weekly_h": weekly_h}
    return compute_table("fr.wages.hourly", facts, on=on).values


def weeks_per_month(on: date) -> float:
    """Give the weeks of a month of pay (52/12)."""
    return parameter("fr.wages.month", on).number("weeks_per_year") / MONTHS_PER_YEAR


def legal_week_h(headcount: int, on: date) -> float | None:
    """Give the legal weekly hours of a firm on a date; None where the law room knows none."""
    return compute(LEGAL_WEEK, {"headcount": headcount}, on=on).value


def terms(case: Case, on: date) -> Terms:
    """Work out both contracts of everyone under the law of a day."""
    weeks = weeks_per_month(on)
    legal = legal_week_h(case.headcount, on) if case.is_french else None
    legal_h = np.inf if legal is None else legal
    staff = case.staff
    found: list[Contract] = []
    articles: list[str] = []
    statuses: list[str] = []
    for wage, weekly_h in (
        (staff.wage_month, staff.weekly_h),
        (case.wage_after, case.weekly_h_after),
    ):
        above = np.clip(weekly_h - legal_h, 0, None)
        hourly = hourly_wage(wage, weekly_h, on)
        premium = np.zeros(len(wage))
        if above.any():
            facts = {"hourly_wage": hourly, "overtime_week_h": above}
            priced = compute_table(PREMIUM, facts, on=on)
            premium = priced.values * weeks
            articles += priced.articles
            statuses.append(priced.status)
        found.append(
            Contract(wage, hourly, np.minimum(weekly_h, legal_h) * weeks, above * weeks, premium)
        )
    status = CHECKED if all(s == CHECKED for s in statuses) else DRAFT
    before, after = found
    return Terms(on, before, after, weeks, legal_h, tuple(dict.fromkeys(articles)), status)
