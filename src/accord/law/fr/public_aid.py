"""The Aubry I aid of 1998 and 1999."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.records import FloatArray
from accord.law.registry import Law, rule

AID = "fr.aid.aubry1"
CONDITIONS = "fr.aid.aubry1.conditions"


def _year(law: Law, key: str, aid_year: FloatArray) -> FloatArray:
    """Amount of the asked year; zero outside the years of the convention."""
    amounts = law[AID].numbers(key)
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
    is_open = (weekly_h <= terms.number("weekly_h_max")) & (
        headcount > terms.number("headcount_above")
    )
    cut_1, jobs_1 = terms.number("first_cut_share"), terms.number("first_jobs_share")
    cut_2, jobs_2 = terms.number("second_cut_share"), terms.number("second_jobs_share")
    is_first = law.step(
        f"conditions: cut >= {cut_1:g}, hires >= {jobs_1:g}, 35 h or less, more than 20 employees",
        is_open & (cut_share >= cut_1) & (jobs_share >= jobs_1),
        "met (1) or not (0)",
        CONDITIONS,
    ).astype(bool)
    is_second = law.step(
        f"second tier: cut >= {cut_2:g}, hires >= {jobs_2:g}",
        is_first & (cut_share >= cut_2) & (jobs_share >= jobs_2),
        "met (1) or not (0)",
        CONDITIONS,
    ).astype(bool)
    base = np.where(
        is_second,
        _year(law, "second_tier_years", aid_year),
        _year(law, "first_tier_years", aid_year),
    )
    law.step("aid per employee", np.where(is_first, base, 0.0), "money/person", AID)
    bonus = np.where(is_labour_intensive, _year(law, "labour_intensive_years", aid_year), 0.0)
    law.step("labour-intensive bonus", np.where(is_first, bonus, 0.0), "money/person", AID)
    extra = np.where(has_extra_jobs, _year(law, "extra_jobs_years", aid_year), 0.0)
    law.step("extra-jobs bonus", np.where(is_first, extra, 0.0), "money/person", AID)
    per_person = np.where(is_first, base + bonus + extra, 0.0)
    return law.step("aid of the year", per_person * headcount_covered, "money", AID)
