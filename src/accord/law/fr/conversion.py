"""The conversion agreement of 1987 to 2001: what the employer pays for who joins."""

from __future__ import annotations

import numpy as np

from accord.law.bands import from_threshold
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

CONVERSION = "fr.dismissal.conversion"


@rule(
    "fr.dismissal.conversion",
    articles=["L321-5, L321-6"],
    uses=[CONVERSION],
    unit="money",
)
def conversion(
    law: Law,
    *,
    dismissals_30_days: FloatArray,
    age_years: FloatArray,
    seniority_years: FloatArray,
    notice_months: FloatArray,
    wage_month: FloatArray,
) -> FloatArray:
    """Give what is paid to the unemployment insurance for who joins; 0 for who may not."""
    terms = law[CONVERSION]
    below, least = terms.number("age_below_years"), terms.number("seniority_min_years")
    most, month = terms.number("notice_months_max"), terms.number("month_days")
    refused = law.refuse(
        age_years >= below, (f"{below:g} ans ou plus", f"aged {below:g} or more"), CONVERSION
    )
    refused |= law.refuse(
        seniority_years < least,
        (f"moins de {least:g} ans d'ancienneté", f"less than {least:g} years of service"),
        CONVERSION,
    )
    months = law.step(
        (f"préavis non fait, au plus {most:g} mois", f"notice not worked, at most {most:g} months"),
        np.where(refused, 0.0, np.fmin(notice_months, most)),
        "month",
        CONVERSION,
    )
    days = law.step(
        ("jours retirés selon le nombre de licenciements", "days taken off by the dismissals"),
        from_threshold(dismissals_30_days, *terms.table("days_off_from_dismissals")),
        "days",
        CONVERSION,
    )
    return law.step(
        (
            f"(mois - jours / {month:g}) × salaire, arrondi au centime",
            f"(months - days / {month:g}) × pay, rounded half up to the cent",
        ),
        half_up(np.fmax(months - days / month, 0.0) * wage_month),
        "money",
        CONVERSION,
    )
