"""Early exit with the State: AS-FNE at a dismissal, CATS after hard work, half time from 55."""

from __future__ import annotations

import numpy as np

from accord.law.bands import banded, from_threshold, whole_years
from accord.law.fr.arpe import CEILING, DAYS, age_on
from accord.law.records import BoolArray, FloatArray, Words
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

ASFNE, ASFNE_PAY = "fr.early_exit.asfne", "fr.early_exit.asfne_allowance"
CATS = "fr.early_exit.cats"
HALF, HALF_PAY = "fr.early_exit.progressive", "fr.early_exit.progressive_allowance"
_YES = "yes (1) or no (0)"
_NO_STATE = ("pas de convention avec l'État", "no agreement with the State")
_PENSION = ("retraite à taux plein acquise", "a full pension may be drawn")


def _younger(than: float) -> Words:
    return f"moins de {than:g} ans", f"younger than {than:g}"


def _short(what: Words, least: float) -> Words:
    return f"moins de {least:g} {what[0]}", f"less than {least:g} {what[1]}"


def _allowed(
    law: Law, reasons: tuple[tuple[BoolArray, Words], ...], what: Words, file: str
) -> FloatArray:
    """Refuse the rows of each reason; say who is left."""
    refused = np.zeros(len(reasons[0][0]), dtype=bool)
    for where, why in reasons:
        refused |= law.refuse(where, why, file)
    return law.step(what, ~refused, _YES, file)


def _service(
    law: Law, file: str, insured_years: FloatArray, seniority_years: FloatArray
) -> tuple[tuple[BoolArray, Words], ...]:
    insured, served = (law[file].number(k) for k in ("insured_years_min", "seniority_years_min"))
    return (
        (
            insured_years < insured,
            _short(
                ("ans de sécurité sociale comme salarié", "years insured as an employee"), insured
            ),
        ),
        (seniority_years < served, _short(("an d'ancienneté", "years of service"), served)),
    )


@rule("fr.early_exit.asfne", articles=["L322-4, R322-7"], uses=[ASFNE], unit="flag")
def asfne(
    law: Law,
    *,
    birth_date: DAYS,
    exit_date: DAYS,
    is_economic: BoolArray,
    has_state_agreement: BoolArray,
    has_age_derogation: BoolArray,
    insured_years: FloatArray,
    seniority_years: FloatArray,
    is_pension_ready: BoolArray,
) -> FloatArray:
    """Say (1 or 0) whether a person dismissed may have the AS-FNE allowance, and if not why."""
    terms = law[ASFNE]
    age_years = age_on(law, birth_date, exit_date, ASFNE)
    usual, lowered = terms.number("age_years"), terms.number("age_years_derogation")
    reasons = (
        (~has_age_derogation & (age_years < usual), _younger(usual)),
        (has_age_derogation & (age_years < lowered), _younger(lowered)),
        (~is_economic, ("le licenciement n'est pas économique", "the dismissal is not economic")),
        (~has_state_agreement, _NO_STATE),
        *_service(law, ASFNE, insured_years, seniority_years),
        (is_pension_ready, _PENSION),
    )
    return _allowed(law, reasons, ("accès à l'AS-FNE", "access to the AS-FNE"), ASFNE)


def _allowance(law: Law, file: str, pay: FloatArray, least: FloatArray) -> FloatArray:
    """Give the bands of the reference pay, at least the least allowance."""
    lowers, shares = law[file].bands("bands_ceilings")
    ceiling = law[CEILING].number()
    first, second, twice = float(shares[0]), float(shares[1]), float(lowers[-1])
    by_bands = law.step(
        (
            f"{first:g} jusqu'au plafond {ceiling:g}, {second:g} jusqu'à {twice:g} plafonds",
            f"{first:g} up to the ceiling {ceiling:g}, {second:g} up to {twice:g} ceilings",
        ),
        banded(pay, lowers * ceiling, shares),
        "money",
        file,
    )
    return law.step(
        ("au moins l'allocation minimale", "at least the least allowance"),
        np.maximum(by_bands, least),
        "money",
        file,
    )


@rule("fr.early_exit.asfne_allowance", articles=["R322-7"], uses=[ASFNE_PAY, CEILING], unit="money")
def asfne_allowance(
    law: Law, *, reference_pay_month: FloatArray, least_allowance_month: FloatArray
) -> FloatArray:
    """Give the AS-FNE allowance of a month."""
    most = law[ASFNE_PAY].number("most_pay_share")
    found = _allowance(law, ASFNE_PAY, reference_pay_month, least_allowance_month)
    return law.step(
        (
            f"au plus {most:g} du salaire de référence, arrondi au centime",
            f"at most {most:g} of the reference pay, rounded half up",
        ),
        half_up(np.minimum(found, most * reference_pay_month)),
        "money",
        ASFNE_PAY,
    )


@rule("fr.early_exit.cats", articles=["R322-7-2 (décret 2000-105)"], uses=[CATS], unit="flag")
def cats(
    law: Law,
    *,
    birth_date: DAYS,
    exit_date: DAYS,
    has_branch_agreement: BoolArray,
    has_company_agreement: BoolArray,
    agreed_age_years: FloatArray,
    seniority_years: FloatArray,
    is_pension_ready: BoolArray,
    is_disabled: BoolArray,
    pension_quarters: FloatArray,
    line_or_shift_years: FloatArray,
    night_years: FloatArray,
) -> FloatArray:
    """Say (1 or 0) whether a person may join with the State's share, and if not why."""
    terms = law[CATS]
    age_years = age_on(law, birth_date, exit_date, CATS)
    hard, quarters = terms.number("hard_years_min"), terms.number("disabled_quarters_min")
    nights, below = terms.number("nights_per_year_min"), terms.number("age_below_years")
    least = terms.number("age_years_min")
    by_work = law.step(
        (
            f"{hard:g} ans à la chaîne ou en équipes, ou {hard:g} ans de {nights:g} nuits, ou "
            f"handicap et {quarters:g} trimestres",
            f"{hard:g} years on the line or in shifts, or {hard:g} years of {nights:g} nights, or "
            f"disabled with {quarters:g} quarters",
        ),
        (line_or_shift_years >= hard)
        | (night_years >= hard)
        | (is_disabled & (pension_quarters >= quarters)),
        "met (1) or not (0)",
        CATS,
    ).astype(bool)
    served = terms.number("seniority_years_min")
    reasons = (
        (
            agreed_age_years < least,
            (f"accord sous {least:g} ans", f"an agreement below {least:g}"),
        ),
        (age_years < agreed_age_years, ("âge de l'accord non atteint", "below the agreed age")),
        (age_years >= below, (f"{below:g} ans ou plus", f"aged {below:g} or more")),
        (~has_branch_agreement, ("pas d'accord de branche", "no agreement of the branch")),
        (~has_company_agreement, ("pas d'accord d'entreprise", "no agreement of the firm")),
        (~by_work, ("conditions de travail non remplies", "the work was not hard by the rule")),
        (seniority_years < served, _short(("an d'ancienneté", "years of service"), served)),
        (is_pension_ready, _PENSION),
    )
    return _allowed(law, reasons, ("accès à la CATS", "access to the CATS"), CATS)


@rule(
    "fr.early_exit.cats_state_share",
    articles=["R322-7-2, arrêté du 9 février 2000"],
    uses=[CATS],
    unit="ratio",
    title=("part de l'État dans l'allocation CATS", "share of the State in the CATS allowance"),
)
def cats_state_share(law: Law, *, birth_date: DAYS, exit_date: DAYS, pay_date: DAYS) -> FloatArray:
    """Give the share of the allowance that the State pays, by the age of joining, from 57."""
    terms = law[CATS]
    joined = age_on(law, birth_date, exit_date, CATS)
    paid_from = terms.number("state_age_years")
    is_paid = whole_years(birth_date, pay_date) >= paid_from
    law.refuse(~is_paid, _younger(paid_from), CATS)
    return law.step(
        (
            f"part selon l'âge d'adhésion, versée dès {paid_from:g} ans",
            f"share by the age of joining, paid from {paid_from:g}",
        ),
        np.where(is_paid, from_threshold(joined, *terms.table("state_share")), 0.0),
        "ratio",
        CATS,
    )


@rule(
    "fr.early_exit.cats_state",
    articles=["R322-7-2, arrêté du 9 février 2000"],
    uses=[CATS],
    unit="money",
    title=("versement de l'État, CATS", "payment of the State, CATS"),
)
def cats_state(
    law: Law,
    *,
    birth_date: DAYS,
    exit_date: DAYS,
    pay_date: DAYS,
    allowance_month: FloatArray,
) -> FloatArray:
    """Give what the State pays of a month's allowance; the employer bears the rest."""
    share = cats_state_share(law, birth_date=birth_date, exit_date=exit_date, pay_date=pay_date)
    state = half_up(share * allowance_month)
    law.step(
        ("reste à l'employeur", "left to the employer"), allowance_month - state, "money", CATS
    )
    return law.step(
        ("part × allocation, arrondi au centime", "share × allowance, rounded half up"),
        state,
        "money",
        CATS,
    )


@rule("fr.early_exit.progressive", articles=["L322-4, R322-7"], uses=[HALF], unit="flag")
def progressive(
    law: Law,
    *,
    birth_date: DAYS,
    exit_date: DAYS,
    has_state_agreement: BoolArray,
    new_time_share: FloatArray,
    insured_years: FloatArray,
    seniority_years: FloatArray,
    pension_quarters: FloatArray,
) -> FloatArray:
    """Say (1 or 0) whether a person may go to half time with an allowance, and if not why."""
    terms = law[HALF]
    age_years = age_on(law, birth_date, exit_date, HALF)
    least, below = terms.number("age_years"), terms.number("age_below_years")
    full_age, full = terms.number("full_rate_age_years"), terms.number("full_rate_quarters")
    share = terms.number("work_share")
    reasons = (
        (age_years < least, _younger(least)),
        (age_years >= below, (f"{below:g} ans ou plus", f"aged {below:g} or more")),
        (~has_state_agreement, _NO_STATE),
        (
            ~np.isclose(new_time_share, share),
            (f"temps de travail différent de {share:g}", f"working time other than {share:g}"),
        ),
        *_service(law, HALF, insured_years, seniority_years),
        (
            (age_years >= full_age) & (pension_quarters >= full),
            (
                f"{full_age:g} ans et {full:g} trimestres : retraite à taux plein",
                f"aged {full_age:g} with {full:g} quarters: a full pension",
            ),
        ),
    )
    what = ("accès à la préretraite progressive", "access to progressive early retirement")
    return _allowed(law, reasons, what, HALF)


@rule(
    "fr.early_exit.progressive_allowance",
    articles=["R322-7"],
    uses=[HALF_PAY, CEILING],
    unit="money",
)
def progressive_allowance(
    law: Law, *, reference_pay_month: FloatArray, least_allowance_month: FloatArray
) -> FloatArray:
    """Give the allowance of a month, on top of the pay of half time."""
    found = _allowance(law, HALF_PAY, reference_pay_month, least_allowance_month)
    return law.step(
        ("arrondi au centime", "rounded half up to the cent"), half_up(found), "money", HALF_PAY
    )
