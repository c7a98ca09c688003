"""OWBPA: times and disclosures without which a waiver of age claims does not hold."""

from __future__ import annotations

import numpy as np

from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

WAIVER, DISCLOSURE = "us.owbpa.waiver", "us.owbpa.disclosure"
SINGLE_AGES = "us.owbpa.single_ages"
_TOLD = {
    "tells_unit": ("unité de décision", "decisional unit"),
    "tells_eligibility": ("critères d'éligibilité", "eligibility factors"),
    "tells_time_limits": ("délais", "time limits"),
    "tells_selected": ("emplois et âges des choisis", "titles and ages of those selected"),
    "tells_not_selected": ("âges des non choisis", "ages of those not selected"),
    "tells_single_ages": ("âges année par année", "ages by single year"),
}


@rule(
    "us.owbpa.days",
    articles=["OWBPA, 29 U.S.C. 626 (f) (1) (F)"],
    uses=[WAIVER],
    unit="day",
    title=("jours pour réfléchir à une renonciation", "days to consider a waiver"),
)
def days_to_consider(law: Law, *, age_years: FloatArray, is_group: BoolArray) -> FloatArray:
    """Give the days a person has to consider a waiver of age claims, 0 below the age."""
    terms = law[WAIVER]
    is_young = _below_age(law, age_years)
    group, single = terms.number("group_days"), terms.number("individual_days")
    return law.step(
        (
            f"jours de réflexion : {single:g}, {group:g} pour un groupe",
            f"days to consider: {single:g}, {group:g} for a group",
        ),
        np.where(is_young, 0.0, np.where(is_group, group, single)),
        "day",
        WAIVER,
    )


@rule(
    "us.owbpa.revocation_days",
    articles=["OWBPA, 29 U.S.C. 626 (f) (1) (G)"],
    uses=[WAIVER],
    unit="day",
    title=("jours pour se rétracter d'une renonciation", "days to revoke a waiver"),
)
def revocation_days(law: Law, *, age_years: FloatArray) -> FloatArray:
    """Give the days a person has to revoke a signed waiver of age claims, 0 below the age."""
    is_young = _below_age(law, age_years)
    return law.step(
        ("jours de rétractation", "days to revoke"),
        np.where(is_young, 0.0, law[WAIVER].number("revocation_days")),
        "day",
        WAIVER,
    )


@rule(
    "us.owbpa.disclosure",
    articles=["OWBPA, 29 U.S.C. 626 (f) (1) (H)"],
    uses=[DISCLOSURE],
    unit="flag",
)
def disclosure(
    law: Law,
    *,
    tells_unit: BoolArray,
    tells_eligibility: BoolArray,
    tells_time_limits: BoolArray,
    tells_selected: BoolArray,
    tells_not_selected: BoolArray,
) -> FloatArray:
    """Say (1 or 0) whether a group was told all that it has to be told, step by step."""
    told = {
        "tells_unit": tells_unit,
        "tells_eligibility": tells_eligibility,
        "tells_time_limits": tells_time_limits,
        "tells_selected": tells_selected,
        "tells_not_selected": tells_not_selected,
    }
    asked = law[DISCLOSURE].texts("told")
    return _all_told(law, {name: told[name] for name in asked}, DISCLOSURE)


@rule(
    SINGLE_AGES,
    articles=["29 CFR 1625.22 (f) (4)"],
    uses=[SINGLE_AGES],
    unit="flag",
)
def single_ages(law: Law, *, tells_single_ages: BoolArray) -> FloatArray:
    """Say (1 or 0) whether ages were told by single year."""
    return _all_told(law, {"tells_single_ages": tells_single_ages}, SINGLE_AGES)


def _below_age(law: Law, age_years: FloatArray) -> BoolArray:
    least = law[WAIVER].number("age_from")
    why = (f"moins de {least:g} ans", f"below age {least:g}")
    return law.refuse(age_years < least, why, WAIVER)


def _all_told(law: Law, told: dict[str, BoolArray], parameter: str) -> FloatArray:
    """Write one step a condition, under the name of its fact, and give whether all hold."""
    for name, is_told in told.items():
        french, english = _TOLD[name]
        words = (f"dit : {french}", f"told: {english}")
        law.step(words, is_told, "met (1) or not (0)", parameter, key=name)
    return law.step(
        ("tout est dit", "all is told"),
        np.logical_and.reduce(list(told.values())),
        "met (1) or not (0)",
        parameter,
    )
