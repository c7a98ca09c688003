"""The Delalande contribution for the dismissal of a person of 50 or more."""

from __future__ import annotations

import numpy as np

from accord.law.bands import from_threshold
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

DELALANDE = "fr.levy.delalande"


@rule("fr.levy.delalande", articles=["L321-13, D321-8"], uses=[DELALANDE], unit="money")
def delalande(
    law: Law, *, age_years: FloatArray, headcount: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the contribution due to the unemployment fund for a dismissal at 50 or more."""
    scale = law[DELALANDE]
    threshold = scale.number("threshold_headcount")
    large = from_threshold(age_years, *scale.table("months_large"))
    small = from_threshold(age_years, *scale.table("months_small"))
    months = law.step(
        (
            f"mois selon l'âge et l'effectif (seuil {threshold:g})",
            f"months by age and headcount (threshold {threshold:g})",
        ),
        np.where(headcount >= threshold, large, small),
        "month",
        DELALANDE,
    )
    return law.step(
        ("mois × salaire brut, arrondi au centime", "months × gross pay, rounded half up"),
        half_up(months * wage_month),
        "money",
        DELALANDE,
    )
