"""Notice of dismissal, resignation and retirement: the law's and the metal agreement's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import from_threshold
from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

DISMISSAL, DISMISSAL_METAL = "fr.notice.dismissal", "fr.notice.idcc3248"
DUE, METAL = "fr.notice.due", "metal"
RESIGNATION, RESIGNATION_METAL = "fr.notice.resignation", "fr.notice.resignation_idcc3248"
RETIREMENT, RETIREMENT_METAL = "fr.notice.retirement", "fr.notice.retirement_idcc3248"
_CCN = "Convention collective nationale de la métallurgie"


def _doubled(scale: Version, months: FloatArray, is_disabled: BoolArray) -> FloatArray:
    """Double the notice of a disabled worker, up to the most; a longer notice stays."""
    most = np.maximum(months, scale.number("disabled_max_months"))
    doubled = np.minimum(months * scale.number("disabled_multiplier"), most)
    return np.where(is_disabled, doubled, months)


@rule(
    "fr.notice.dismissal_months",
    articles=["L1234-1"],
    former=["L122-6"],
    uses=[DISMISSAL],
    unit="month",
)
def notice_months(law: Law, *, seniority_years: FloatArray, is_disabled: BoolArray) -> FloatArray:
    """Give the legal notice of a dismissal, in months."""
    scale = law[DISMISSAL]
    months = from_threshold(seniority_years, *scale.table("months_from_years"))
    return law.step(
        (
            "préavis selon l'ancienneté, doublé en cas de handicap",
            "notice by service, doubled for a disabled worker",
        ),
        _doubled(scale, months, is_disabled),
        "month",
        DISMISSAL,
    )


@rule(
    "fr.notice.dismissal", articles=["L1234-1"], former=["L122-6"], uses=[DISMISSAL], unit="money"
)
def notice(
    law: Law, *, seniority_years: FloatArray, is_disabled: BoolArray, wage_month: FloatArray
) -> FloatArray:
    """Give the pay of the notice, in money; the months stand in the trace."""
    months = notice_months(law, seniority_years=seniority_years, is_disabled=is_disabled)
    return law.step(
        ("mois × salaire, arrondi au centime", "months × pay, rounded half up to the cent"),
        half_up(months * wage_month),
        "money",
        DISMISSAL,
    )


@rule("fr.notice.idcc3248", articles=[f"{_CCN}, art. 75.2.1"], uses=[DISMISSAL_METAL], unit="month")
def notice_idcc3248(
    law: Law,
    *,
    metal_group: NDArray[np.str_],
    seniority_years: FloatArray,
    was_executive: BoolArray,
    age_years: FloatArray,
) -> FloatArray:
    """Give the notice of a dismissal in the metal agreement, in months."""
    scale = law[DISMISSAL_METAL]
    older, oldest = scale.numbers("ages")
    lower, middle, upper, from_older, from_oldest = (
        from_threshold(seniority_years, *scale.table(key))
        for key in (
            "lower_months",
            "middle_months",
            "executive_months",
            f"executive_months_from_{older:g}",
            f"executive_months_from_{oldest:g}",
        )
    )
    by_age = np.where(
        age_years >= oldest, from_oldest, np.where(age_years >= older, from_older, upper)
    )
    staff = np.where(np.isin(metal_group, scale.texts("middle_groups")), middle, lower)
    is_executive = np.isin(metal_group, scale.texts("executive_groups"))
    kept = np.where(was_executive, np.maximum(staff, by_age), staff)
    return law.step(
        (
            f"préavis selon groupe, ancienneté et, de F à I, âge ({older:g}, {oldest:g} ans)",
            f"notice by group, service and, in F to I, age ({older:g}, {oldest:g})",
        ),
        np.where(is_executive, by_age, kept),
        "month",
        DISMISSAL_METAL,
    )


@rule(
    "fr.notice.due",
    articles=["L1234-1 ; L2251-1"],
    former=["L122-6 ; L132-4"],
    uses=[DUE, DISMISSAL],
    optional=[DISMISSAL_METAL],
    unit="month",
)
def notice_due(
    law: Law,
    *,
    agreement: NDArray[np.str_],
    seniority_years: FloatArray,
    is_disabled: BoolArray,
    metal_group: NDArray[np.str_],
    was_executive: BoolArray,
    age_years: FloatArray,
) -> FloatArray:
    """Give the notice due under the law and the branch agreement of the date, in months."""
    months = notice_months(law, seniority_years=seniority_years, is_disabled=is_disabled)
    is_metal = agreement == METAL
    if DISMISSAL_METAL not in law:
        why = (
            "les préavis des accords de la métallurgie de cette date ne sont pas connus ici",
            "the notices of the metal agreements of that date are not known here",
        )
        law.lack(is_metal, "agreement", why, DUE)
    else:
        with law.among(is_metal):
            agreed = notice_idcc3248(
                law,
                metal_group=metal_group,
                seniority_years=seniority_years,
                was_executive=was_executive,
                age_years=age_years,
            )
        months = np.where(is_metal, np.maximum(months, agreed), months)
    return law.step(
        ("le plus long de la loi et de l'accord", "the longer of law and agreement"),
        months,
        "month",
        DUE,
    )


@rule("fr.notice.resignation", articles=["L1237-1"], uses=[RESIGNATION], unit="month")
def resignation(law: Law) -> FloatArray:
    """Give the notice of a resignation that the code itself sets: none."""
    return law.step(
        ("le code n'en fixe pas : accord ou usage", "the code sets none: agreement or custom"),
        np.array([law[RESIGNATION].number("months")]),
        "month",
        RESIGNATION,
    )


def _by_group(law: Law, metal_group: NDArray[np.str_], key: str, unit: str) -> FloatArray:
    found = np.zeros(len(metal_group))
    for group, length in law[RESIGNATION_METAL].shares(key).items():
        found[metal_group == group] = length
    return law.step(
        ("préavis selon le groupe d'emplois", "notice by the group of the job"),
        found,
        unit,
        RESIGNATION_METAL,
    )


@rule(
    "fr.notice.resignation_idcc3248",
    articles=[f"{_CCN}, art. 74.2.1"],
    uses=[RESIGNATION_METAL],
    unit="month",
)
def resignation_idcc3248(law: Law, *, metal_group: NDArray[np.str_]) -> FloatArray:
    """Give the notice of a resignation in the metal agreement, in months (groups C to I)."""
    return _by_group(law, metal_group, "months", "month")


@rule(
    "fr.notice.resignation_weeks_idcc3248",
    articles=[f"{_CCN}, art. 74.2.1"],
    uses=[RESIGNATION_METAL],
    unit="week",
    title=(
        "préavis de démission en semaines, métallurgie (IDCC 3248)",
        "notice of resignation in weeks, metal agreement (IDCC 3248)",
    ),
)
def resignation_weeks_idcc3248(law: Law, *, metal_group: NDArray[np.str_]) -> FloatArray:
    """Give the notice of a resignation in the metal agreement, in weeks (groups A and B)."""
    return _by_group(law, metal_group, "weeks", "week")


@rule(
    "fr.notice.retirement",
    articles=["L1237-6, L1237-10"],
    uses=[RETIREMENT],
    unit="month",
)
def retirement(law: Law, *, seniority_months: FloatArray, is_disabled: BoolArray) -> FloatArray:
    """Give the legal notice of a retirement, in months, whoever decides."""
    scale = law[RETIREMENT]
    months = from_threshold(seniority_months, *scale.table("months_from_months"))
    return law.step(
        (
            "préavis légal selon l'ancienneté, doublé en cas de handicap",
            "legal notice by service, doubled for a disabled worker",
        ),
        _doubled(scale, months, is_disabled),
        "month",
        RETIREMENT,
    )


@rule(
    "fr.notice.retirement_idcc3248",
    articles=[f"{_CCN}, art. 77.2, 78.2"],
    uses=[RETIREMENT_METAL, RETIREMENT],
    unit="month",
)
def retirement_idcc3248(
    law: Law,
    *,
    is_by_employer: BoolArray,
    seniority_months: FloatArray,
    is_disabled: BoolArray,
) -> FloatArray:
    """Give the notice of a retirement in the metal agreement, in months.

    Below the service from which the law sets a notice, the agreement's holds.
    """
    legal = retirement(law, seniority_months=seniority_months, is_disabled=is_disabled)
    months = from_threshold(seniority_months, *law[RETIREMENT_METAL].table("months_from_months"))
    agreed = law.step(
        ("préavis de l'accord selon l'ancienneté", "notice of the agreement by service"),
        _doubled(law[RETIREMENT], months, is_disabled),
        "month",
        RETIREMENT_METAL,
    )
    both = np.where(is_by_employer, np.maximum(legal, agreed), np.minimum(legal, agreed))
    return law.step(
        (
            "le plus long si l'employeur décide, le plus court sinon",
            "the longer where the employer decides, else the shorter",
        ),
        np.where(legal > 0, both, agreed),
        "month",
        RETIREMENT_METAL,
    )
