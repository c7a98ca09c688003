"""The severance pay that is due: the law's, or the branch agreement's where it gives more."""

from __future__ import annotations

import numpy as np

from accord.law.fr.severance import DUE, IDCC3248, LEGAL, METAL, TEXT, severance_legal
from accord.law.fr.severance import severance_metal as metal_1987
from accord.law.fr.severance_idcc3248 import severance_idcc3248
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

_NOT_KNOWN = (
    "l'indemnité de l'accord de la métallurgie de cette date n'est pas connue ici",
    "the severance pay of the metal agreement of that date is not known here",
)
_LARGER = ("le plus élevé de la loi et de l'accord", "the larger of law and agreement")


@rule(
    "fr.severance.metal_due",
    articles=["R1234-2 ; Accord national métallurgie, mensualisation, art. 33"],
    former=["R122-2 ; Accord national métallurgie, mensualisation, art. 33"],
    uses=[LEGAL, METAL],
    unit="money",
    title=(
        "indemnité de licenciement due, mensuels de la métallurgie",
        "severance pay due, metal agreement for manual and office staff",
    ),
)
def severance_metal_due(
    law: Law,
    *,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    age_years: FloatArray,
    wage_month: FloatArray,
    is_economic: BoolArray,
    is_unfit_by_work: BoolArray,
) -> FloatArray:
    """Give the larger of the legal severance pay and that of the metal agreement of 1987."""
    legal = severance_legal(
        law,
        seniority_years=seniority_years,
        seniority_right_years=seniority_right_years,
        wage_month=wage_month,
        is_economic=is_economic,
        is_unfit_by_work=is_unfit_by_work,
    )
    metal = metal_1987(
        law, seniority_years=seniority_years, age_years=age_years, wage_month=wage_month
    )
    return law.step(_LARGER, np.maximum(legal, metal), "money", METAL)


@rule(
    "fr.severance.due",
    articles=["L1234-9 ; L2251-1"],
    former=["L122-9 ; L132-4"],
    uses=[DUE, LEGAL],
    optional=[METAL, IDCC3248],
    unit="money",
)
def severance_due(
    law: Law,
    *,
    agreement: TEXT,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    age_years: FloatArray,
    wage_month: FloatArray,
    is_economic: BoolArray,
    is_unfit_by_work: BoolArray,
    metal_group: TEXT,
    was_executive: BoolArray,
    is_pension_ready: BoolArray,
    is_for_long_absence: BoolArray,
    long_absence_months: FloatArray,
) -> FloatArray:
    """Give the severance pay due under the law and the branch agreement of the date."""
    due = severance_legal(
        law,
        seniority_years=seniority_years,
        seniority_right_years=seniority_right_years,
        wage_month=wage_month,
        is_economic=is_economic,
        is_unfit_by_work=is_unfit_by_work,
    )
    is_metal = agreement == "metal"
    if METAL in law:
        with law.among(is_metal):
            agreed = metal_1987(
                law, seniority_years=seniority_years, age_years=age_years, wage_month=wage_month
            )
        due = np.where(is_metal, np.fmax(due, agreed), due)
    elif IDCC3248 in law:
        with law.among(is_metal):
            agreed = severance_idcc3248(
                law,
                metal_group=metal_group,
                was_executive=was_executive,
                age_years=age_years,
                is_pension_ready=is_pension_ready,
                seniority_years=seniority_years,
                seniority_right_years=seniority_right_years,
                wage_month=wage_month,
                is_for_long_absence=is_for_long_absence,
                long_absence_months=long_absence_months,
            )
        due = np.where(is_metal, np.fmax(due, agreed), due)
    else:
        law.lack(is_metal, "agreement", _NOT_KNOWN, DUE)
    return law.step(_LARGER, due, "money", DUE)
