"""Statutory redundancy pay: weeks by the age in each year of service, times a capped week's pay."""

from __future__ import annotations

import numpy as np

from accord.law.bands import banded
from accord.law.records import FloatArray, Words
from accord.law.registry import rule
from accord.law.trace import Law

WEEKS, CAP = "uk.redundancy.weeks", "uk.redundancy.weekly_cap"
CAP_NI = "uk.redundancy.weekly_cap_ni"


@rule(WEEKS, articles=["ERA 1996 s. 162"], uses=[WEEKS], unit="week")
def redundancy_weeks(law: Law, *, age_years: FloatArray, service_years: FloatArray) -> FloatArray:
    """Give the weeks of pay that are due, 0 with less than the service required."""
    return _weeks(law, age_years, service_years)


@rule(
    "uk.redundancy.pay",
    articles=["ERA 1996 s. 162", "ERA 1996 s. 227"],
    uses=[WEEKS, CAP],
    unit="money",
    title=("indemnité légale de licenciement économique", "statutory redundancy pay"),
)
def redundancy_pay(
    law: Law, *, age_years: FloatArray, service_years: FloatArray, week_pay: FloatArray
) -> FloatArray:
    """Give the pay under the cap of Great Britain in force on the relevant date."""
    weeks = _weeks(law, age_years, service_years)
    cap = np.full(len(week_pay), law[CAP].number())
    return _pay(law, weeks, week_pay, cap, CAP)


@rule(
    "uk.redundancy.pay_ni",
    articles=["Employment Rights (NI) Order 1996"],
    uses=[WEEKS, CAP_NI],
    unit="money",
    title=(
        "indemnité légale de licenciement économique (Irlande du Nord)",
        "statutory redundancy pay (Northern Ireland)",
    ),
)
def redundancy_pay_ni(
    law: Law, *, age_years: FloatArray, service_years: FloatArray, week_pay: FloatArray
) -> FloatArray:
    """Give the pay under the cap of Northern Ireland in force on the relevant date."""
    weeks = _weeks(law, age_years, service_years)
    cap = np.full(len(week_pay), law[CAP_NI].number())
    return _pay(law, weeks, week_pay, cap, CAP_NI)


@rule(
    "uk.redundancy.pay_under_cap",
    articles=["ERA 1996 s. 162", "ERA 1996 s. 227"],
    uses=[WEEKS],
    unit="money",
    title=(
        "indemnité légale de licenciement économique sous un plafond donné",
        "statutory redundancy pay under a cap that is said",
    ),
)
def redundancy_pay_under_cap(
    law: Law,
    *,
    age_years: FloatArray,
    service_years: FloatArray,
    week_pay: FloatArray,
    cap_week: FloatArray,
) -> FloatArray:
    """Give the pay under a cap that is a fact, such as that of an earlier year."""
    weeks = _weeks(law, age_years, service_years)
    return _pay(law, weeks, week_pay, cap_week, WEEKS)


def _weeks(law: Law, age_years: FloatArray, service_years: FloatArray) -> FloatArray:
    """Sum the weeks of the last complete years, each by the age at its end."""
    terms = law[WEEKS]
    least, most = terms.number("least_years"), terms.number("most_years")
    too_short = law.refuse(
        service_years < least,
        (
            f"moins de {least:g} ans de service à la date de fin",
            f"less than {least:g} years of service at the relevant date",
        ),
        WEEKS,
    )
    age = np.floor(age_years)
    years = law.step(
        (
            f"années entières de service comptées, {most:g} au plus",
            f"complete years of service that count, at most {most:g}",
        ),
        np.minimum(np.floor(service_years), most),
        "year",
        WEEKS,
    )
    lowers, rates = terms.bands("bands")
    first_age = np.maximum(age - years, 0.0)
    weeks = banded(age, lowers, rates) - banded(first_age, lowers, rates)
    return law.step(_week_words(lowers, rates), np.where(too_short, 0.0, weeks), "week", WEEKS)


def _week_words(lowers: FloatArray, rates: FloatArray) -> Words:
    """Write the scale of weeks by age for a trace."""
    pairs = list(zip(lowers, rates, strict=True))
    french = ", ".join(f"{r:g}" + (f" dès {a:g} ans" if a else "") for a, r in pairs)
    english = ", ".join(f"{r:g}" + (f" from age {a:g}" if a else "") for a, r in pairs)
    return (
        f"semaines par année de service selon l'âge ({french})",
        f"weeks a year of service by the age in it ({english})",
    )


def _pay(
    law: Law, weeks: FloatArray, week_pay: FloatArray, cap: FloatArray, parameter: str
) -> FloatArray:
    """Multiply the weeks by a week's pay, which counts up to the cap."""
    counted = law.step(
        ("salaire d'une semaine, plafonné", "a week's pay, up to the cap"),
        np.minimum(week_pay, cap),
        "money",
        parameter,
    )
    words = ("semaines × salaire d'une semaine", "weeks × a week's pay")
    return law.step(words, weeks * counted, "money", WEEKS)
