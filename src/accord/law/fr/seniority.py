"""Seniority at the end of a contract: whole months, less the absences that are deducted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import whole_months
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

SENIORITY, ABSENCE = "fr.seniority", "fr.seniority.absence"
IDCC3248 = "fr.seniority.idcc3248"
_MONTHS_PER_YEAR = 12
Days = NDArray[np.datetime64]


@rule("fr.seniority.absence", articles=["L1234-8, L1225-54"], uses=[ABSENCE], unit="month")
def deducted_absence(
    law: Law, *, absence_kind: NDArray[np.str_], absence_length_months: FloatArray
) -> FloatArray:
    """Give the months that an absence takes from seniority, one row for each absence."""
    shares = law[ABSENCE].shares("deducted_share")
    share = np.zeros(len(absence_length_months))
    for kind, part in shares.items():
        share[absence_kind == kind] = part
    law.step(
        ("part retirée selon la nature de l'absence", "share deducted by the kind of absence"),
        share,
        "ratio",
        ABSENCE,
    )
    return law.step(
        ("mois retirés de l'ancienneté", "months deducted from seniority"),
        share * absence_length_months,
        "month",
        ABSENCE,
    )


@rule("fr.seniority", articles=["R1234-1, R1234-4"], uses=[SENIORITY], unit="year")
def seniority(
    law: Law, *, hire_date: Days, leave_date: Days, absence_months: FloatArray
) -> FloatArray:
    """Count service in years: whole months to the day after leaving, less absences, over 12."""
    months = _service(law, hire_date, leave_date, SENIORITY)
    return law.step(
        ("(mois entiers - mois retirés) / 12", "(whole months - deducted months) / 12"),
        (months - absence_months) / _MONTHS_PER_YEAR,
        "year",
        SENIORITY,
    )


def _service(law: Law, first: Days, last: Days, parameter: str) -> FloatArray:
    """Count whole months from a day to the day after another."""
    next_day = last + int(law[parameter].number("days_added"))
    return law.step(
        ("mois entiers, jour de sortie compris", "whole months, the leave date included"),
        whole_months(first, next_day),
        "month",
        parameter,
    )


@rule(
    "fr.seniority.absence_idcc3248",
    articles=["Convention collective nationale de la métallurgie, art. 73"],
    uses=[IDCC3248],
    unit="month",
    title=(
        "absences retirées de l'ancienneté, métallurgie (IDCC 3248)",
        "absences deducted from seniority in the metal agreement (IDCC 3248)",
    ),
)
def deducted_absence_idcc3248(
    law: Law,
    *,
    metal_group: NDArray[np.str_],
    was_executive: BoolArray,
    absence_length_months: FloatArray,
) -> FloatArray:
    """Give the months that an absence takes from seniority in the metal agreement."""
    terms = law[IDCC3248]
    above = terms.number("absence_above_months")
    is_executive = was_executive | np.isin(metal_group, terms.texts("executive_groups"))
    return law.step(
        (
            f"absence de plus de {above:g} mois, retirée entièrement de A à E",
            f"absence of more than {above:g} months, deducted in full in A to E",
        ),
        np.where((absence_length_months > above) & ~is_executive, absence_length_months, 0.0),
        "month",
        IDCC3248,
    )


@rule(
    "fr.seniority.idcc3248",
    articles=["Convention collective nationale de la métallurgie, art. 73"],
    uses=[SENIORITY, IDCC3248],
    unit="year",
    title=(
        "ancienneté dans la métallurgie (IDCC 3248), rupture du contrat",
        "seniority in the metal agreement (IDCC 3248), end of contract",
    ),
)
def seniority_idcc3248(
    law: Law,
    *,
    hire_date: Days,
    leave_date: Days,
    absence_months: FloatArray,
    metal_group: NDArray[np.str_],
    was_executive: BoolArray,
    is_day_contract: BoolArray,
    day_contract_since: Days,
    day_contract_absence_months: FloatArray,
) -> FloatArray:
    """Count service in years; in A to E months under a contract in days count one and a half."""
    terms = law[IDCC3248]
    months = _service(law, hire_date, leave_date, SENIORITY)
    is_raised = is_day_contract & ~np.isin(metal_group, terms.texts("executive_groups"))
    since = np.where(np.isnat(day_contract_since), leave_date, day_contract_since)
    since = np.maximum(since, hire_date)
    since = np.where(
        was_executive, np.maximum(since, np.datetime64(terms.text("former_executive_from"))), since
    )
    next_day = leave_date + int(terms.number("days_added"))
    in_days = np.clip(whole_months(since, next_day), 0.0, None)
    extra = terms.number("day_contract_extra")
    raised = law.step(
        (
            f"mois au forfait en jours, moins les absences, × {extra:g} en plus",
            f"months under a contract in days, less absences, × {extra:g} more",
        ),
        np.where(is_raised, (in_days - np.nan_to_num(day_contract_absence_months)) * extra, 0.0),
        "month",
        IDCC3248,
    )
    return law.step(
        ("(mois - mois retirés + majoration) / 12", "(months - deducted months + extra) / 12"),
        (months - absence_months + raised) / _MONTHS_PER_YEAR,
        "year",
        IDCC3248,
    )
