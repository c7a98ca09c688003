"""The reference pay of severance: the better of the last twelve months and the last three."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from accord.law.facts import FactValue
from accord.law.records import FloatArray
from accord.law.registry import parameter, rule
from accord.law.trace import Law

REFERENCE = "fr.severance.reference_pay"


def pay_facts(pays: Sequence[float], bonuses: Sequence[float], *, on: date) -> dict[str, FactValue]:
    """Sum the pay of the windows that the reference pay looks at.

    Parameters
    ----------
    pays
        Pay of each month with its bonuses, the newest month first.
    bonuses
        Yearly bonuses inside the pay of each month.
    on
        Date whose law applies.

    Returns
    -------
    dict
        The facts of ``fr.severance.reference_pay``.
    """
    windows = parameter(REFERENCE, on)
    quarter = int(windows.number("quarter_months"))
    found: dict[str, FactValue] = {
        "pay_quarter": float(sum(pays[:quarter])),
        "bonus_quarter": float(sum(bonuses[:quarter])),
        "months_quarter": len(pays[:quarter]),
    }
    if "year_months" in windows:
        year = int(windows.number("year_months"))
        found |= {"pay_year": float(sum(pays[:year])), "months_year": len(pays[:year])}
    return found


@rule("fr.severance.reference_pay", articles=["R1234-4"], uses=[REFERENCE], unit="money")
def reference_pay(
    law: Law,
    *,
    pay_year: FloatArray,
    months_year: FloatArray,
    pay_quarter: FloatArray,
    bonus_quarter: FloatArray,
    months_quarter: FloatArray,
) -> FloatArray:
    """Give the monthly reference pay: the better mean, a yearly bonus spread over the year."""
    windows = law[REFERENCE]
    of_quarter = pay_quarter
    if "year_months" in windows:
        share = windows.number("quarter_months") / windows.number("year_months")
        of_quarter = pay_quarter - bonus_quarter + bonus_quarter * share
    quarter = law.step(
        (
            "moyenne des trois derniers mois, primes annuelles au prorata",
            "mean of the last three months, yearly bonuses by their share",
        ),
        of_quarter / np.maximum(months_quarter, 1),
        "money/month",
        REFERENCE,
    )
    if "year_months" not in windows:
        return quarter
    year = law.step(
        ("moyenne des douze derniers mois", "mean of the last twelve months"),
        pay_year / np.maximum(months_year, 1),
        "money/month",
        REFERENCE,
    )
    return law.step(
        ("la plus élevée des deux", "the larger of both"),
        np.maximum(quarter, year),
        "money/month",
        REFERENCE,
    )
