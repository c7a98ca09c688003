"""Hours or days to look for a job during a notice or at the end of a trial period."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

LEGAL, METAL = "fr.job_search.legal", "fr.job_search.idcc3248"
_CCN = "Convention collective nationale de la métallurgie"
_TRIAL = "trial_by_employer"


@rule("fr.job_search.legal", articles=["Code du travail"], uses=[LEGAL], unit="h/day")
def legal(law: Law) -> FloatArray:
    """Give the hours that the labour code itself gives: none."""
    return law.step(
        ("le code n'en prévoit pas : accord ou usage", "the code gives none: agreement or custom"),
        np.array([law[LEGAL].number("hours_a_day")]),
        "h/day",
        LEGAL,
    )


def _is_entitled(law: Law, end_kind: NDArray[np.str_], seniority_months: FloatArray) -> BoolArray:
    terms = law[METAL]
    least = terms.number("trial_from_months")
    is_too_short = (end_kind == _TRIAL) & (seniority_months < least)
    entitled: BoolArray = np.isin(end_kind, terms.texts("entitled_ends")) & ~is_too_short
    law.step(
        (
            f"licenciement, ou essai rompu par l'employeur après {least:g} mois",
            f"dismissal, or trial ended by the employer after {least:g} month",
        ),
        entitled,
        "yes (1) or no (0)",
        METAL,
    )
    return entitled


@rule("fr.job_search.idcc3248", articles=[f"{_CCN}, art. 70.5.3"], uses=[METAL], unit="h/day")
def hours_idcc3248(
    law: Law,
    *,
    end_kind: NDArray[np.str_],
    is_day_contract: BoolArray,
    seniority_months: FloatArray,
) -> FloatArray:
    """Give the paid hours on each day worked; none under a contract in days."""
    terms = law[METAL]
    entitled = _is_entitled(law, end_kind, seniority_months)
    most = terms.number("dismissal_max_h_month")
    return law.step(
        (
            f"heures par jour travaillé ; licenciement : au plus {most:g} h par mois de préavis",
            f"hours on each day worked; dismissal: at most {most:g} h a month of notice",
        ),
        np.where(entitled & ~is_day_contract, terms.number("hours_a_day"), 0.0),
        "h/day",
        METAL,
    )


@rule(
    "fr.job_search.days_idcc3248",
    articles=[f"{_CCN}, art. 70.5.3.2, 75.2.3.2"],
    uses=[METAL],
    unit="day",
    title=(
        "jours pour recherche d'emploi au forfait en jours, métallurgie (IDCC 3248)",
        "days to look for a job under a contract in days, metal agreement (IDCC 3248)",
    ),
)
def days_idcc3248(
    law: Law,
    *,
    end_kind: NDArray[np.str_],
    is_day_contract: BoolArray,
    seniority_months: FloatArray,
) -> FloatArray:
    """Give the paid days in two weeks of work under a contract in days."""
    entitled = _is_entitled(law, end_kind, seniority_months)
    return law.step(
        ("jours pour deux semaines de travail", "days in two weeks of work"),
        np.where(entitled & is_day_contract, law[METAL].number("days_in_two_weeks"), 0.0),
        "day",
        METAL,
    )
