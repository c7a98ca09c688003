"""Seniority, severance pay, notice and the Delalande contribution."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import banded, from_threshold, whole_months
from accord.law.records import FloatArray
from accord.law.registry import Law, rule
from accord.law.rounding import half_up

_MONTHS_PER_YEAR = 12
SENIORITY, LEGAL, METAL = "fr.seniority", "fr.severance.legal", "fr.severance.metal"
NOTICE, DELALANDE = "fr.notice.dismissal", "fr.levy.delalande"


def _words(lowers: FloatArray, rates: FloatArray) -> str:
    """Write bands as words, for the trace."""
    return ", ".join(
        f"{rate:.4g} month a year from {lower:g}" for lower, rate in zip(lowers, rates, strict=True)
    )


@rule("fr.seniority", articles=["R1234-1, R1234-4"], uses=[SENIORITY], unit="year")
def seniority(
    law: Law,
    *,
    hire_date: NDArray[np.datetime64],
    leave_date: NDArray[np.datetime64],
    absence_months: FloatArray,
) -> FloatArray:
    """Count service in years: whole months to the day after leaving, less absences, over 12."""
    next_day = leave_date + int(law[SENIORITY].number("days_added"))
    months = law.step("whole months", whole_months(hire_date, next_day), "month", SENIORITY)
    return law.step(
        "(whole months - deducted months) / 12",
        (months - absence_months) / _MONTHS_PER_YEAR,
        "year",
        SENIORITY,
    )


@rule(
    "fr.severance.legal",
    articles=["R122-2 ; R1234-2"],
    uses=[LEGAL],
    unit="money",
)
def severance_legal(
    law: Law,
    *,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    wage_month: FloatArray,
    is_economic: NDArray[np.bool_],
    is_unfit_by_work: NDArray[np.bool_],
) -> FloatArray:
    """Give the legal severance pay, rounded half up to the cent."""
    scale = law[LEGAL]
    economic = banded(seniority_years, *scale.bands("bands_economic"))
    personal = banded(seniority_years, *scale.bands("bands_personal"))
    least = scale.number("service_min_years")
    has_right = (seniority_right_years >= least) | is_unfit_by_work
    bands = _words(*scale.bands("bands_economic"))
    months = law.step(
        f"legal months by bands of service ({bands}), if {least:.4g} years are reached",
        np.where(has_right, np.where(is_economic, economic, personal), 0.0),
        "month",
        LEGAL,
    )
    amount = law.step("months x reference pay", half_up(months * wage_month), "money", LEGAL)
    if "unfit_multiplier" not in scale:
        return amount
    # the official calculators double the rounded amount, not the exact one
    doubled = amount * scale.number("unfit_multiplier")
    return law.step(
        "doubled if unfit through work", np.where(is_unfit_by_work, doubled, amount), "money", LEGAL
    )


@rule(
    "fr.severance.metal",
    articles=["Accord national métallurgie, mensualisation, art. 33"],
    uses=[METAL],
    unit="money",
)
def severance_metal(
    law: Law, *, seniority_years: FloatArray, age_years: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the severance pay of the metal agreement for manual and office staff."""
    scale = law[METAL]
    years = np.floor(seniority_years)
    short = np.where(
        years >= scale.number("short_from_years"), years * scale.number("short_rate"), 0.0
    )
    is_long = years >= scale.number("long_from_years")
    months = law.step(
        f"agreement months by full years of service, long scale from "
        f"{scale.number('long_from_years'):g} years: {_words(*scale.bands('bands'))}",
        np.where(is_long, banded(years, *scale.bands("bands")), short),
        "month",
        METAL,
    )
    has_floor = (age_years >= scale.number("floor_from_age")) & (
        years >= scale.number("floor_from_years")
    )
    floored = law.step(
        "floor for older staff",
        np.where(has_floor, np.maximum(months, scale.number("floor_months")), months),
        "month",
        METAL,
    )
    return law.step("months x reference pay", half_up(floored * wage_month), "money", METAL)


@rule(
    "fr.severance.metal_due",
    articles=["R122-2 ; Accord national métallurgie, mensualisation, art. 33"],
    uses=[LEGAL, METAL],
    unit="money",
)
def severance_metal_due(
    law: Law,
    *,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    age_years: FloatArray,
    wage_month: FloatArray,
    is_economic: NDArray[np.bool_],
    is_unfit_by_work: NDArray[np.bool_],
) -> FloatArray:
    """Give the larger of the legal severance pay and that of the metal agreement."""
    legal = severance_legal(
        law,
        seniority_years=seniority_years,
        seniority_right_years=seniority_right_years,
        wage_month=wage_month,
        is_economic=is_economic,
        is_unfit_by_work=is_unfit_by_work,
    )
    metal = severance_metal(
        law, seniority_years=seniority_years, age_years=age_years, wage_month=wage_month
    )
    return law.step("the larger of law and agreement", np.maximum(legal, metal), "money", METAL)


@rule("fr.notice.dismissal", articles=["L122-6 ; L1234-1"], uses=[NOTICE], unit="money")
def notice(
    law: Law,
    *,
    seniority_years: FloatArray,
    is_disabled: NDArray[np.bool_],
    wage_month: FloatArray,
) -> FloatArray:
    """Give the pay of the notice, in money; the months stand in the trace."""
    scale = law[NOTICE]
    months = from_threshold(seniority_years, *scale.table("months_from_years"))
    doubled = np.minimum(
        months * scale.number("disabled_multiplier"),
        np.maximum(months, scale.number("disabled_max_months")),
    )
    due = law.step("notice by service", np.where(is_disabled, doubled, months), "month", NOTICE)
    return law.step("months x pay", half_up(due * wage_month), "money", NOTICE)


@rule("fr.levy.delalande", articles=["L321-13, D321-8"], uses=[DELALANDE], unit="money")
def delalande(
    law: Law, *, age_years: FloatArray, headcount: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the contribution due to the unemployment fund for a dismissal at 50 or more."""
    scale = law[DELALANDE]
    large = from_threshold(age_years, *scale.table("months_large"))
    small = from_threshold(age_years, *scale.table("months_small"))
    months = law.step(
        "months by age and headcount",
        np.where(headcount >= scale.number("threshold_headcount"), large, small),
        "month",
        DELALANDE,
    )
    return law.step("months x gross pay", half_up(months * wage_month), "money", DELALANDE)
