"""WARN: notice of a plant closing or of a mass layoff, and pay where it is not given."""

from __future__ import annotations

import numpy as np

from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

NOTICE, BACK_PAY = "us.warn.notice", "us.warn.back_pay"


@rule(NOTICE, articles=["WARN, 29 U.S.C. 2101, 2102"], uses=[NOTICE], unit="day")
def warn_notice(
    law: Law,
    *,
    employer_headcount: FloatArray,
    site_headcount: FloatArray,
    losses_in_period: FloatArray,
    is_closing: BoolArray,
) -> FloatArray:
    """Give the days of notice that are due, 0 where the Act asks for none."""
    terms = law[NOTICE]
    employer, large = terms.number("employer_least"), terms.number("layoff_large")
    closing, layoff = terms.number("closing_least"), terms.number("layoff_least")
    share = terms.number("layoff_share")
    is_small = law.refuse(
        employer_headcount < employer,
        (
            f"moins de {employer:g} salariés hors temps partiels",
            f"fewer than {employer:g} employees, part-time staff left out",
        ),
        NOTICE,
    )
    is_plant_closing = law.step(
        (f"fermeture et au moins {closing:g} emplois", f"a closing and at least {closing:g} jobs"),
        is_closing & (losses_in_period >= closing),
        "met (1) or not (0)",
        NOTICE,
        key="plant_closing",
    ).astype(bool)
    is_share = losses_in_period >= share * site_headcount
    is_layoff = law.step(
        (
            f"au moins {large:g} emplois, ou au moins {layoff:g} et {share:g} du site",
            f"at least {large:g} jobs, or at least {layoff:g} and {share:g} of the site",
        ),
        (losses_in_period >= large) | ((losses_in_period >= layoff) & is_share),
        "met (1) or not (0)",
        NOTICE,
        key="mass_layoff",
    ).astype(bool)
    return law.step(
        ("jours de préavis", "days of notice"),
        np.where(~is_small & (is_plant_closing | is_layoff), terms.number("days"), 0.0),
        "day",
        NOTICE,
    )


@rule(BACK_PAY, articles=["WARN, 29 U.S.C. 2104"], uses=[BACK_PAY, NOTICE], unit="money")
def warn_back_pay(law: Law, *, notice_days: FloatArray, day_pay: FloatArray) -> FloatArray:
    """Give the back pay of a person to whom notice was due and came late or not at all."""
    most = law[BACK_PAY].number("most_days")
    days = law.step(
        (f"jours de préavis non donnés, {most:g} au plus", f"days short of notice, {most:g} most"),
        np.clip(law[NOTICE].number("days") - notice_days, 0.0, most),
        "day",
        BACK_PAY,
    )
    return law.step(
        ("jours x paie d'un jour", "days x a day's pay"), half_up(days * day_pay), "money", BACK_PAY
    )
