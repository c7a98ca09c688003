"""The legal week and the pay of overtime."""

from __future__ import annotations

import numpy as np

from accord.law.bands import banded
from accord.law.records import FloatArray
from accord.law.registry import Law, rule


@rule(
    "fr.hours.legal_week",
    articles=["L3121-27"],
    former=["L212-1"],
    uses=["fr.hours.legal_week"],
    unit="h/week",
)
def legal_week(law: Law, *, headcount: FloatArray) -> FloatArray:
    """Give the weekly hours beyond which hours are overtime."""
    week = law["fr.hours.legal_week"]
    threshold = week.number("threshold_headcount")
    return law.step(
        f"legal week, headcount above {threshold:g} or not",
        np.where(headcount > threshold, week.number("above_h"), week.number("up_to_h")),
        "h/week",
        "fr.hours.legal_week",
    )


@rule(
    "fr.overtime.pay",
    articles=["L3121-36"],
    former=["L212-5"],
    uses=["fr.overtime.premium"],
    unit="money/week",
)
def overtime_pay(law: Law, *, hourly_wage: FloatArray, overtime_week_h: FloatArray) -> FloatArray:
    """Pay a week's overtime: the hours and their premium by bands."""
    lowers, rates = law["fr.overtime.premium"].bands("bands")
    bands = ", ".join(f"from {a:g} h +{r:g}" for a, r in zip(lowers, rates, strict=True))
    premium_h = law.step(
        f"hours of pay that the premium adds ({bands})",
        banded(overtime_week_h, lowers, rates),
        "h/week",
        "fr.overtime.premium",
    )
    return law.step(
        "pay: hourly wage x (hours + premium)",
        hourly_wage * (overtime_week_h + premium_h),
        "money/week",
        "fr.overtime.premium",
    )


@rule(
    "fr.overtime.premium_pay",
    articles=["L3121-36"],
    former=["L212-5"],
    uses=["fr.overtime.premium"],
    unit="money/week",
)
def premium_pay(law: Law, *, hourly_wage: FloatArray, overtime_week_h: FloatArray) -> FloatArray:
    """Pay the premium alone, for hours whose base pay is already in the month's pay."""
    lowers, rates = law["fr.overtime.premium"].bands("bands")
    bands = ", ".join(f"from {a:g} h +{r:g}" for a, r in zip(lowers, rates, strict=True))
    return law.step(
        f"premium alone: hourly wage x hours by band ({bands})",
        hourly_wage * banded(overtime_week_h, lowers, rates),
        "money/week",
        "fr.overtime.premium",
    )


@rule(
    "fr.overtime.comp_rest",
    articles=["L3121-38"],
    former=["L212-5-1"],
    uses=["fr.overtime.contingent", "fr.overtime.comp_rest"],
    unit="h/year",
)
def compulsory_rest(law: Law, *, overtime_year_h: FloatArray, headcount: FloatArray) -> FloatArray:
    """Give the hours of compulsory rest for a year's overtime beyond the default allowance."""
    rest, allowance_h = law["fr.overtime.comp_rest"], law["fr.overtime.contingent"].number()
    beyond_h = law.step(
        f"overtime beyond the allowance of {allowance_h:g} h",
        np.clip(overtime_year_h - allowance_h, 0.0, None),
        "h/year",
        "fr.overtime.contingent",
    )
    threshold = rest.number("threshold_headcount")
    share = law.step(
        f"hours of rest per hour, headcount above {threshold:g} or not",
        np.where(headcount > threshold, rest.number("above_share"), rest.number("up_to_share")),
        "ratio",
        "fr.overtime.comp_rest",
    )
    return law.step("rest owed", beyond_h * share, "h/year", "fr.overtime.comp_rest")
