"""The ARPE of 1999: leaving before sixty against the hire of a job seeker."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import whole_years
from accord.law.fr.retirement import LEGAL as RETIREMENT
from accord.law.fr.retirement import legal_retirement_pay
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

ARPE, CEILING = "fr.early_exit.arpe", "fr.wages.ceiling"
DAYS = NDArray[np.datetime64]
_ARTICLES = ["Accord du 22 décembre 1998 (ARPE)"]
_MET = "met (1) or not (0)"


def age_on(law: Law, birth_date: DAYS, day: DAYS, parameter: str) -> FloatArray:
    """Write the whole years of age on a day in the trace and give them."""
    return law.step(
        ("âge ce jour-là", "age on that day"), whole_years(birth_date, day), "year", parameter
    )


def year_of(days: DAYS) -> FloatArray:
    """Give the calendar year of days."""
    return np.array([f"{year}" for year in days.astype("datetime64[Y]")], dtype=np.float64)


def _by_birth_year(
    law: Law, birth_date: DAYS, age_years: FloatArray, quarters: FloatArray
) -> BoolArray:
    terms = law[ARPE]
    born = year_of(birth_date)
    any_age, from_age = terms.numbers("born_any_age"), terms.number("born_from_age")
    age, needed = terms.number("born_from_age_years"), terms.number("born_quarters")
    of_year = np.isin(born, any_age) | ((born == from_age) & (age_years >= age))
    first, last = any_age.min(), any_age.max()
    met = law.step(
        (
            f"né de {first:.0f} à {last:.0f}, ou en {from_age:.0f} et {age:g} ans ; "
            f"{needed:g} trimestres",
            f"born from {first:.0f} to {last:.0f}, or in {from_age:.0f} and aged {age:g}; "
            f"{needed:g} quarters",
        ),
        of_year & (quarters >= needed),
        _MET,
        ARPE,
    )
    return met.astype(bool)


def _by_early_work(
    law: Law, birth_date: DAYS, work_start: DAYS, age_years: FloatArray, quarters: FloatArray
) -> BoolArray:
    terms = law[ARPE]
    began = whole_years(birth_date, work_start)
    needed = terms.number("early_quarters")
    met = np.zeros(len(age_years), dtype=bool)
    pairs = zip(
        terms.numbers("early_work_below_years"), terms.numbers("early_age_years"), strict=True
    )
    for below, age in pairs:
        way = law.step(
            (
                f"travail commencé avant {below:g} ans, {age:g} ans, {needed:g} trimestres",
                f"work begun before {below:g}, aged {age:g}, {needed:g} quarters",
            ),
            (began < below) & (age_years >= age) & (quarters >= needed),
            _MET,
            ARPE,
        )
        met |= way.astype(bool)
    return met


@rule("fr.early_exit.arpe", articles=_ARTICLES, uses=[ARPE], unit="flag")
def arpe(
    law: Law,
    *,
    birth_date: DAYS,
    exit_date: DAYS,
    work_start: DAYS,
    pension_quarters: FloatArray,
    insured_years: FloatArray,
    is_employer_agreed: BoolArray,
    is_hire_promised: BoolArray,
) -> FloatArray:
    """Say (1 or 0) whether a person may leave with the ARPE, and if not why."""
    terms = law[ARPE]
    age_years = age_on(law, birth_date, exit_date, ARPE)
    long_age, long_quarters = terms.number("long_age_years"), terms.number("long_quarters")
    by_long_career = law.step(
        (
            f"{long_age:g} ans et {long_quarters:g} trimestres",
            f"aged {long_age:g} with {long_quarters:g} quarters",
        ),
        (age_years >= long_age) & (pension_quarters >= long_quarters),
        _MET,
        ARPE,
    ).astype(bool)
    has_way = (
        by_long_career
        | _by_birth_year(law, birth_date, age_years, pension_quarters)
        | _by_early_work(law, birth_date, work_start, age_years, pension_quarters)
    )
    below, insured = terms.number("age_below_years"), terms.number("insured_years_min")
    reasons = (
        (~has_way, ("aucune des voies d'accès", "none of the ways in")),
        (age_years >= below, (f"{below:g} ans ou plus", f"aged {below:g} or more")),
        (
            insured_years < insured,
            (f"moins de {insured:g} ans d'affiliation", f"insured for less than {insured:g} years"),
        ),
        (~is_employer_agreed, ("l'employeur n'a pas accepté", "the employer has not agreed")),
        (~is_hire_promised, ("pas d'embauche en contrepartie", "no hire in return")),
    )
    refused = np.zeros(len(age_years), dtype=bool)
    for where, why in reasons:
        refused |= law.refuse(where, why, ARPE)
    return law.step(("accès à l'ARPE", "access to the ARPE"), ~refused, "yes (1) or no (0)", ARPE)


@rule(
    "fr.early_exit.arpe_allowance",
    articles=_ARTICLES,
    uses=[ARPE, CEILING],
    unit="money",
    title=("allocation ARPE par mois", "ARPE allowance of a month"),
)
def arpe_allowance(law: Law, *, reference_pay_month: FloatArray) -> FloatArray:
    """Give the allowance of a month, for pay up to the ceiling of social security."""
    share, ceiling = law[ARPE].number("pay_share"), law[CEILING].number()
    law.lack(
        reference_pay_month > ceiling,
        "reference_pay_month",
        (
            f"la part de l'allocation au-delà du plafond ({ceiling:g}) n'est pas connue ici",
            f"the part of the allowance above the ceiling ({ceiling:g}) is not known here",
        ),
        ARPE,
    )
    return law.step(
        (
            f"{share:g} du salaire de référence jusqu'au plafond {ceiling:g}, arrondi au centime",
            f"{share:g} of the reference pay up to the ceiling {ceiling:g}, rounded half up",
        ),
        half_up(share * reference_pay_month),
        "money",
        ARPE,
    )


@rule(
    "fr.early_exit.arpe_employer",
    articles=_ARTICLES,
    uses=[ARPE],
    unit="money",
    title=("participation de l'employeur à l'ARPE", "share of the employer in the ARPE"),
)
def arpe_employer(law: Law, *, gross_twelve_months: FloatArray) -> FloatArray:
    """Give what the employer pays to the fund, once."""
    share, months = law[ARPE].number("employer_share"), law[ARPE].number("employer_months")
    return law.step(
        (
            f"{share:g} des rémunérations des {months:g} derniers mois, arrondi au centime",
            f"{share:g} of the pay of the last {months:g} months, rounded half up",
        ),
        half_up(share * gross_twelve_months),
        "money",
        ARPE,
    )


@rule(
    "fr.early_exit.arpe_leaving_pay",
    articles=_ARTICLES,
    uses=[ARPE, RETIREMENT],
    unit="money",
    title=("indemnité légale de cessation, ARPE", "legal leaving pay, ARPE"),
)
def arpe_leaving_pay(
    law: Law, *, seniority_years: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the legal leaving pay, that of retirement; an agreement may give more."""
    return legal_retirement_pay(law, seniority_years, wage_month)
