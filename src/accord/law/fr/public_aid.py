"""The Aubry I aid of 1998 to 2001 and the Robien relief of 1996 to 1998."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

AID = "fr.aid.aubry1"
CONDITIONS = "fr.aid.aubry1.conditions"
SMALL_AID, SMALL_CONDITIONS = "fr.aid.aubry1.small", "fr.aid.aubry1.small_conditions"
ROBIEN, ROBIEN_CONDITIONS = "fr.aid.robien", "fr.aid.robien.conditions"


def _year(law: Law, key: str, aid_year: FloatArray, aid: str = AID) -> FloatArray:
    """Amount of the asked year; zero outside the years of the convention."""
    amounts = law[aid].numbers(key)
    i_year = aid_year.astype(np.int64) - 1
    is_inside = (i_year >= 0) & (i_year < len(amounts))
    return np.where(is_inside, amounts[np.clip(i_year, 0, len(amounts) - 1)], 0.0)


@rule(
    "fr.aid.aubry1",
    articles=["Loi 98-461 art. 3"],
    uses=[AID, CONDITIONS],
    unit="money",
)
def aubry1(
    law: Law,
    *,
    agreement_date: NDArray[np.datetime64],
    aid_year: FloatArray,
    headcount_covered: FloatArray,
    cut_share: FloatArray,
    jobs_share: FloatArray,
    weekly_h: FloatArray,
    headcount: FloatArray,
    is_labour_intensive: NDArray[np.bool_],
    has_extra_jobs: NDArray[np.bool_],
) -> FloatArray:
    """Give the aid of one year of the convention for the whole firm; zero if a condition fails."""
    terms = law[CONDITIONS]
    most, above = terms.number("weekly_h_max"), terms.number("headcount_above")
    is_open = (weekly_h <= most) & (headcount > above)
    cut_1, jobs_1 = terms.number("first_cut_share"), terms.number("first_jobs_share")
    cut_2, jobs_2 = terms.number("second_cut_share"), terms.number("second_jobs_share")
    is_first = law.step(
        (
            f"conditions : baisse >= {cut_1:g}, embauches >= {jobs_1:g}, {most:g} h ou moins, "
            f"plus de {above:g} salariés",
            f"conditions: cut >= {cut_1:g}, hires >= {jobs_1:g}, {most:g} h or less, "
            f"more than {above:g} employees",
        ),
        is_open & (cut_share >= cut_1) & (jobs_share >= jobs_1),
        "met (1) or not (0)",
        CONDITIONS,
    ).astype(bool)
    is_second = law.step(
        (
            f"second palier : baisse >= {cut_2:g}, embauches >= {jobs_2:g}",
            f"second tier: cut >= {cut_2:g}, hires >= {jobs_2:g}",
        ),
        is_first & (cut_share >= cut_2) & (jobs_share >= jobs_2),
        "met (1) or not (0)",
        CONDITIONS,
    ).astype(bool)
    base = np.where(
        is_second,
        _year(law, "second_tier_years", aid_year),
        _year(law, "first_tier_years", aid_year),
    )
    law.step(
        ("aide par salarié", "aid per employee"),
        np.where(is_first, base, 0.0),
        "money/person",
        AID,
    )
    bonus = np.where(is_labour_intensive, _year(law, "labour_intensive_years", aid_year), 0.0)
    law.step(
        ("majoration pour main-d'œuvre nombreuse", "labour-intensive bonus"),
        np.where(is_first, bonus, 0.0),
        "money/person",
        AID,
    )
    extra = np.where(has_extra_jobs, _year(law, "extra_jobs_years", aid_year), 0.0)
    law.step(
        ("majoration pour embauches au-delà du minimum", "extra-jobs bonus"),
        np.where(is_first, extra, 0.0),
        "money/person",
        AID,
    )
    per_person = np.where(is_first, base + bonus + extra, 0.0)
    return law.step(
        ("aide de l'année", "aid of the year"), per_person * headcount_covered, "money", AID
    )


@rule(
    "fr.aid.aubry1.small",
    articles=["Loi 98-461 art. 3"],
    uses=[SMALL_AID, SMALL_CONDITIONS],
    unit="money",
)
def aubry1_small(
    law: Law,
    *,
    agreement_date: NDArray[np.datetime64],
    aid_year: FloatArray,
    headcount_covered: FloatArray,
    cut_share: FloatArray,
    jobs_share: FloatArray,
    weekly_h: FloatArray,
    headcount: FloatArray,
    is_labour_intensive: NDArray[np.bool_],
    has_extra_jobs: NDArray[np.bool_],
) -> FloatArray:
    """Give the aid of one year for a firm of 20 employees or fewer; zero if a condition fails."""
    terms = law[SMALL_CONDITIONS]
    is_small = headcount <= terms.number("headcount_up_to")
    is_open = is_small & (weekly_h <= terms.number("weekly_h_max"))
    tiers = [
        (cut_share >= terms.number(f"{tier}_cut_share"))
        & (jobs_share >= terms.number(f"{tier}_jobs_share"))
        for tier in ("first", "second")
    ]
    is_met = law.step(
        (
            "conditions : baisse, embauches, 35 heures, 20 salariés au plus",
            "conditions: cut, hires, 35 hours, 20 employees at most",
        ),
        is_open & tiers[0],
        "met (1) or not (0)",
        SMALL_CONDITIONS,
    ).astype(bool)
    base = np.where(
        tiers[1],
        _year(law, "second_tier_years", aid_year, SMALL_AID),
        _year(law, "first_tier_years", aid_year, SMALL_AID),
    )
    manual = np.where(
        is_labour_intensive, _year(law, "labour_intensive_years", aid_year, SMALL_AID), 0.0
    )
    extra = np.where(has_extra_jobs, _year(law, "extra_jobs_years", aid_year, SMALL_AID), 0.0)
    per_person = law.step(
        ("aide par salarié, majorations comprises", "aid per employee, bonuses included"),
        np.where(is_met, base + manual + extra, 0.0),
        "money/person",
        SMALL_AID,
    )
    return law.step(
        ("aide de l'année", "aid of the year"), per_person * headcount_covered, "money", SMALL_AID
    )


@rule(
    "fr.aid.robien",
    articles=["Loi 96-502 art. 1 et 2"],
    uses=[ROBIEN, ROBIEN_CONDITIONS],
    unit="money",
)
def robien(
    law: Law,
    *,
    agreement_date: NDArray[np.datetime64],
    cut_share: FloatArray,
    jobs_share: FloatArray,
    is_defensive: NDArray[np.bool_],
    aid_year: FloatArray,
    social_security_month: FloatArray,
) -> FloatArray:
    """Give the Robien relief of a month: a share of the employer's contributions."""
    terms, jobs = law[ROBIEN], law[ROBIEN_CONDITIONS]
    is_met = [
        (cut_share >= terms.number(f"{tier}_cut_share"))
        & (is_defensive | (jobs_share >= jobs.number(f"{tier}_jobs_share")))
        for tier in ("first", "second")
    ]
    law.step(
        (
            "conditions : baisse des heures, embauches (ou emplois préservés)",
            "conditions: cut of hours, hires (or jobs saved)",
        ),
        is_met[0],
        "met (1) or not (0)",
        ROBIEN_CONDITIONS,
    )
    share = np.where(
        is_met[1],
        _year(law, "second_years", aid_year, ROBIEN),
        _year(law, "first_years", aid_year, ROBIEN),
    )
    counted = law.step(
        ("taux de l'année de l'accord", "rate of the year of the agreement"),
        np.where(is_met[0], share, 0.0),
        "ratio",
        ROBIEN,
    )
    return law.step(
        ("x cotisations patronales de sécurité sociale", "x the employer's social security"),
        half_up(counted * social_security_month),
        "money",
        ROBIEN,
    )
