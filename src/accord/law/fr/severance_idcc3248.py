"""Severance pay of the metal agreement of 2022 (IDCC 3248), in force since 2024."""

from __future__ import annotations

import numpy as np

from accord.law.bands import band_words, banded, from_threshold
from accord.law.fr.severance import IDCC3248, LEGAL, TEXT
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

_CCN = "Convention collective nationale de la métallurgie"


@rule(
    "fr.severance.idcc3248",
    articles=[f"{_CCN}, art. 75.3"],
    uses=[IDCC3248, LEGAL],
    unit="money",
)
def severance_idcc3248(
    law: Law,
    *,
    metal_group: TEXT,
    was_executive: BoolArray,
    age_years: FloatArray,
    is_pension_ready: BoolArray,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    wage_month: FloatArray,
    is_for_long_absence: BoolArray,
    long_absence_months: FloatArray,
) -> FloatArray:
    """Give the severance pay of the metal agreement: scale, age, pension, floor, cap, absence."""
    amount = severance_idcc3248_mutual(
        law,
        metal_group=metal_group,
        was_executive=was_executive,
        age_years=age_years,
        is_pension_ready=is_pension_ready,
        seniority_years=seniority_years,
        seniority_right_years=seniority_right_years,
        wage_month=wage_month,
    )
    scale = law[IDCC3248]
    protected = from_threshold(seniority_years, *scale.table("long_absence_below_months"))
    times = scale.number("long_absence_multiplier")
    with law.among(is_for_long_absence):
        return law.step(
            (
                f"× {times:g} : absence plus courte que la durée protégée",
                f"× {times:g}: absence shorter than the months protected",
            ),
            np.where(
                is_for_long_absence & (long_absence_months < protected),
                half_up(amount * times),
                amount,
            ),
            "money",
            IDCC3248,
        )


@rule(
    "fr.severance.mutual_idcc3248",
    articles=[f"{_CCN}, art. 75.3"],
    uses=[IDCC3248, LEGAL],
    unit="money",
    title=(
        "indemnité de rupture conventionnelle, métallurgie (IDCC 3248)",
        "pay at a mutual termination in the metal agreement (IDCC 3248)",
    ),
)
def severance_idcc3248_mutual(
    law: Law,
    *,
    metal_group: TEXT,
    was_executive: BoolArray,
    age_years: FloatArray,
    is_pension_ready: BoolArray,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    wage_month: FloatArray,
) -> FloatArray:
    """Give the agreement's pay without the surcharge for long absence, which a dismissal gives."""
    scale = law[IDCC3248]
    least = scale.number("service_min_years")
    refused = law.refuse(
        seniority_right_years < least,
        (
            f"moins de {least:.4g} an d'ancienneté à la notification",
            f"less than {least:.4g} years of service at the notification",
        ),
        IDCC3248,
    )
    is_executive = np.isin(metal_group, scale.texts("executive_groups"))
    with law.among(~is_executive):
        legal = _staff(law, seniority_years, wage_month)
    has_upper = is_executive | was_executive
    with law.among(has_upper):
        # no age is asked of the others
        age = np.where(has_upper, age_years, np.nan)
        upper = _executives(law, age, is_pension_ready, seniority_years, wage_month)
    amount = np.where(is_executive, upper, np.where(was_executive, np.maximum(legal, upper), legal))
    return law.step(
        (
            "selon le groupe d'emplois ; le meilleur des deux pour un ancien cadre",
            "by the group of the job; the better of both for a former executive",
        ),
        np.where(refused, 0.0, amount),
        "money",
        IDCC3248,
    )


def _staff(law: Law, years: FloatArray, wage_month: FloatArray) -> FloatArray:
    """Give the scale of groups A to E: the legal one."""
    bands = law[LEGAL].bands("bands_personal")
    french, english = band_words(*bands)
    return law.step(
        (f"groupes A à E : barème légal ({french})", f"groups A to E: legal scale ({english})"),
        half_up(banded(years, *bands) * wage_month),
        "money",
        LEGAL,
    )


def _executives(
    law: Law,
    age_years: FloatArray,
    is_pension_ready: BoolArray,
    years: FloatArray,
    wage_month: FloatArray,
) -> FloatArray:
    """Give the scale of groups F to I; NaN where no age was asked.

    Order of the official calculator: base rounded, age, pension, floor, cap, then rounded.
    """
    scale = law[IDCC3248]
    long_from = scale.number("long_from_years")
    short, long = scale.bands("bands_short"), scale.bands("bands_long")
    short_words, long_words = band_words(*short), band_words(*long)
    base = law.step(
        (
            f"groupes F à I : {short_words[0]} ; dès {long_from:g} ans {long_words[0]}",
            f"groups F to I: {short_words[1]}; from {long_from:g} years {long_words[1]}",
        ),
        half_up(
            np.where(years >= long_from, banded(years, *long), banded(years, *short)) * wage_month
        ),
        "money",
        IDCC3248,
    )
    age = np.nan_to_num(age_years)
    has_service = years >= scale.number("age_from_years")
    by_age = np.where(has_service, from_threshold(age, *scale.table("age_multiplier")), 1.0)
    by_pension = np.where(
        is_pension_ready, from_threshold(age, *scale.table("pension_multiplier")), 1.0
    )
    raised = law.step(
        (
            "majoration d'âge × minoration de retraite",
            "surcharge of age × reduction when ready for the pension",
        ),
        by_age * by_pension,
        "ratio",
        IDCC3248,
    )
    floor = np.where(has_service, from_threshold(age, *scale.table("age_floor_months")), 0.0)
    cap = scale.number("cap_months")
    amount = half_up(np.clip(base * raised, floor * wage_month, cap * wage_month))
    return law.step(
        (
            f"au moins le plancher d'âge, au plus {cap:g} mois, arrondi au centime",
            f"at least the floor of age, at most {cap:g} months, rounded half up to the cent",
        ),
        np.where(np.isnan(age_years), np.nan, amount),
        "money",
        IDCC3248,
    )
