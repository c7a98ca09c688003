"""The Delalande contribution for the dismissal of a person of 50 or more, and who is exempt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import from_threshold
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

DELALANDE, EXEMPTIONS = "fr.levy.delalande", "fr.levy.delalande_exemptions"


@rule("fr.levy.delalande", articles=["L321-13, D321-8"], uses=[DELALANDE], unit="money")
def delalande(
    law: Law, *, age_years: FloatArray, headcount: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the contribution due to the unemployment fund for a dismissal at 50 or more."""
    scale = law[DELALANDE]
    threshold = scale.number("threshold_headcount")
    large = from_threshold(age_years, *scale.table("months_large"))
    small = from_threshold(age_years, *scale.table("months_small"))
    words = (
        (
            f"mois selon l'âge et l'effectif (seuil {threshold:g})",
            f"months by age and headcount (threshold {threshold:g})",
        )
        if threshold
        else ("mois selon l'âge, toutes entreprises", "months by age, all firms")
    )
    months = law.step(words, np.where(headcount >= threshold, large, small), "month", DELALANDE)
    return law.step(
        ("mois × salaire brut, arrondi au centime", "months × gross pay, rounded half up"),
        half_up(months * wage_month),
        "money",
        DELALANDE,
    )


@rule(
    "fr.levy.delalande_due",
    articles=["L321-13"],
    uses=[DELALANDE, EXEMPTIONS],
    unit="money",
    title=(
        "contribution Delalande due, exonérations comprises",
        "Delalande contribution due, exemptions held",
    ),
)
def delalande_due(
    law: Law,
    *,
    age_years: FloatArray,
    headcount: FloatArray,
    wage_month: FloatArray,
    exemption: NDArray[np.str_],
) -> FloatArray:
    """Give the contribution, nothing where the end of the contract is exempt."""
    full = delalande(law, age_years=age_years, headcount=headcount, wage_month=wage_month)
    is_exempt = law.refuse(
        np.isin(exemption, law[EXEMPTIONS].texts("exempt")),
        ("cette rupture est exonérée", "this end of contract is exempt"),
        EXEMPTIONS,
    )
    return law.step(
        ("rien en cas d'exonération", "nothing where exempt"),
        np.where(is_exempt, 0.0, full),
        "money",
        EXEMPTIONS,
    )
