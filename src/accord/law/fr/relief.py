"""Reliefs of employer contributions by date: Juppé, Aubry II, Fillon, the general reduction."""

from __future__ import annotations

import numpy as np

from accord.law.bands import from_threshold
from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

_MONTHS_PER_YEAR = 12
_EPS = np.finfo(np.float64).eps  # keeps a pay of nothing from dividing
GENERAL, OVERTIME = "fr.relief.general", "fr.relief.overtime"
JUPPE, AUBRY2, FILLON = "fr.relief.juppe", "fr.relief.aubry2", "fr.relief.fillon_2003"
SMIC, MONTH, LEGAL_WEEK = "fr.smic.hourly", "fr.wages.month", "fr.hours.legal_week"
_TO_THE_CENT = ("arrondi au centime", "rounded half up to the cent")


def general_rate(
    version: Version, gross: FloatArray, smic: FloatArray, headcount: FloatArray
) -> FloatArray:
    """Give the rate of the general reduction, rounded half up as the decree says.

    Parameters
    ----------
    version
        Version of ``fr.relief.general`` in force.
    gross, smic
        Pay, and minimum wage of the same hours, over the same time (a month or a year).
    headcount
        Size of the firm.

    Returns
    -------
    array
        Share of the pay, shape (rows,); 0 from the ceiling on.
    """
    ceiling, least = version.number("ceiling_smic"), version.number("rate_least")
    delta = from_threshold(headcount, *version.table("rate_delta"))
    gap = np.clip(ceiling * smic / np.maximum(gross, _EPS) - 1, 0.0, None) / (ceiling - 1)
    rate = least + delta * gap ** version.number("power")
    rounded = half_up(np.minimum(rate, least + delta), int(version.number("decimals")))
    return np.where((gross > 0) & (gross < ceiling * smic), rounded, 0.0)


def counts_overtime(law: Law) -> bool:
    """Say whether overtime is in the pay and hours of the general reduction."""
    return law[GENERAL].text("overtime_counts") == "yes"


def smic_of_hours(law: Law, paid_h: FloatArray, overtime_h: FloatArray) -> FloatArray:
    """Give the minimum wage that the general reduction compares with, for hours of a month."""
    version = law[GENERAL]
    is_fixed = "smic_hour" in version
    hourly = version.number("smic_hour") if is_fixed else law[SMIC].number()
    hours = paid_h + overtime_h if counts_overtime(law) else paid_h
    return law.step(
        (
            f"SMIC de la réduction générale : {hourly:g} x heures payées",
            f"minimum wage of the general reduction: {hourly:g} x hours paid",
        ),
        hours * hourly,
        "money",
        GENERAL if is_fixed else SMIC,
        key="relief_smic_month",
    )


def general_reduction(
    law: Law, gross: FloatArray, counted: FloatArray, smic: FloatArray, headcount: FloatArray
) -> FloatArray:
    """Write the general reduction of a month: rate on the pay that counts, then rate x pay."""
    version = law[GENERAL]
    rate = law.step(
        (
            f"coefficient, {version.number('decimals'):g} décimales ; nul à partir de "
            f"{version.number('ceiling_smic'):g} SMIC",
            f"coefficient, {version.number('decimals'):g} decimals; none from "
            f"{version.number('ceiling_smic'):g} minimum wages",
        ),
        general_rate(version, counted, smic, headcount),
        "ratio",
        GENERAL,
        key="general_reduction.rate",
    )
    return law.step(
        ("réduction générale : coefficient x salaire", "general reduction: coefficient x pay"),
        rate * gross,
        "money",
        GENERAL,
        key="general_reduction",
    )


def overtime_of_employer(law: Law, hours: FloatArray, headcount: FloatArray) -> FloatArray:
    """Write the employer's deduction per hour of overtime."""
    thresholds, amounts = law[OVERTIME].table("employer_hour")
    return law.step(
        (
            "déduction patronale : montant par heure supplémentaire",
            "employer's deduction: an amount per hour of overtime",
        ),
        hours * from_threshold(headcount, thresholds, amounts),
        "money",
        OVERTIME,
        key="overtime_relief.employer",
    )


def overtime_of_employee(
    law: Law, relieved: FloatArray, gross: FloatArray, old_age: FloatArray, everything: FloatArray
) -> FloatArray:
    """Write the employee's relief: the rate really borne, up to a limit, on the relieved pay.

    Parameters
    ----------
    law
        Versions in force.
    relieved
        Pay of overtime and complementary hours.
    gross
        Pay of the month.
    old_age, everything
        The employee's old-age contributions, and all of them with CSG and CRDS.
    """
    version = law[OVERTIME]
    borne = everything if version.text("employee_on") == "all" else old_age
    limit = version.number("employee_rate")
    rate = law.step(
        (
            f"taux des cotisations salariales exonérées, au plus {limit:g}",
            f"rate of the employee's contributions relieved, at most {limit:g}",
        ),
        np.minimum(borne / np.maximum(gross, _EPS), limit),
        "ratio",
        OVERTIME,
        key="overtime_relief.rate",
    )
    return law.step(
        ("réduction salariale sur les heures majorées", "employee's relief on overtime"),
        relieved * rate,
        "money",
        OVERTIME,
        key="overtime_relief.employee",
    )


@rule(
    "fr.relief.general",
    articles=["L241-13, D241-7"],
    uses=[GENERAL, SMIC],
    unit="money",
)
def general(
    law: Law,
    *,
    gross_month: FloatArray,
    headcount: FloatArray,
    paid_h_month: FloatArray,
    overtime_h_month: FloatArray,
    overtime_pay_month: FloatArray,
) -> FloatArray:
    """Give the general reduction of a month (or of a year, from the year's pay and hours)."""
    smic = smic_of_hours(law, paid_h_month, overtime_h_month)
    counted = gross_month if counts_overtime(law) else gross_month - overtime_pay_month
    return general_reduction(law, gross_month, counted, smic, headcount)


@rule("fr.relief.juppe", articles=["L241-13, D241-7"], uses=[JUPPE, SMIC], unit="money")
def juppe(law: Law, *, gross_month: FloatArray, worked_share: FloatArray) -> FloatArray:
    """Give the relief on low pay of 1996 to 2003, a month.

    Source: D241-7 and D241-8. Thresholds are those of the hours that the article names, 169 a
    month, whatever the legal week; from 1998 the amount, and not they, follows the hours paid.
    """
    version = law[JUPPE]
    hours, ceiling = version.number("month_h"), version.number("ceiling_smic")
    smic = law.step(
        (f"SMIC du mois : {hours:g} heures", f"minimum wage of a month: {hours:g} hours"),
        np.full(len(gross_month), hours * law[SMIC].number()),
        "money",
        SMIC,
    )
    below, slope = version.number("rate_below_smic"), version.number("rate_on_gap")
    is_below = gross_month < smic
    with law.among(is_below):
        on_pay = law.step(
            (
                f"salaire sous le SMIC du mois : {below:g} x salaire",
                f"pay below the minimum wage of a month: {below:g} x pay",
            ),
            below * gross_month,
            "money",
            JUPPE,
        )
    most = version.number("rate_max_at_smic")
    with law.among(~is_below):
        on_gap = law.step(
            (
                f"{slope:g} x ({ceiling:g} SMIC - salaire), au plus {most:g} SMIC",
                f"{slope:g} x ({ceiling:g} minimum wages - pay), at most {most:g} of one",
            ),
            np.clip(slope * (ceiling * smic - gross_month), 0.0, most * smic),
            "money",
            JUPPE,
        )
    full = np.where(is_below, on_pay, on_gap)
    if version.text("by_hours") == "no":
        return law.step(_TO_THE_CENT, half_up(full), "money", JUPPE)
    return law.step(
        (
            "en proportion des heures payées, arrondi au centime",
            "in proportion to the hours paid, rounded half up to the cent",
        ),
        half_up(full * worked_share),
        "money",
        JUPPE,
    )


def full_month_h(law: Law, headcount: FloatArray) -> FloatArray:
    """Write the hours of a month at the legal week, by size of the firm (it came in two steps)."""
    week = law[LEGAL_WEEK]
    weekly_h = np.where(
        headcount > week.number("threshold_headcount"),
        week.number("above_h"),
        week.number("up_to_h"),
    )
    return law.step(
        ("heures d'un mois complet", "hours of a full month"),
        weekly_h * law[MONTH].number("weeks_per_year") / _MONTHS_PER_YEAR,
        "h",
        LEGAL_WEEK,
    )


@rule("fr.relief.aubry2", articles=["L241-13-1 (loi 2000-37 art. 21)"], uses=[AUBRY2], unit="money")
def aubry2(law: Law, *, gross_month: FloatArray, worked_share: FloatArray) -> FloatArray:
    """Give the Aubry II relief of a month for staff at 35 hours."""
    version = law[AUBRY2]
    full = gross_month / np.maximum(worked_share, _EPS)
    slope, reference = version.number("slope"), version.number("reference")
    falling = slope * reference / np.maximum(full, _EPS)
    top = slope - version.number("constant")
    year = law.step(
        (
            f"allègement de l'année : {slope:g} x {reference:g} / salaire mensuel - "
            f"{version.number('constant'):g}, au moins {version.number('least'):g}",
            f"relief of the year: {slope:g} x {reference:g} / monthly pay - "
            f"{version.number('constant'):g}, at least {version.number('least'):g}",
        ),
        np.clip(falling - version.number("constant"), version.number("least"), top),
        "money/year",
        AUBRY2,
        key="year",
    )
    return law.step(
        ("un douzième, au prorata des heures", "a twelfth, in proportion to the hours"),
        half_up(year * worked_share / _MONTHS_PER_YEAR),
        "money",
        AUBRY2,
    )


@rule(
    "fr.relief.fillon_2003",
    articles=["Loi 2003-47 art. 9"],
    uses=[FILLON, SMIC, MONTH],
    unit="money",
)
def fillon_2003(
    law: Law, *, gross_month: FloatArray, paid_h_month: FloatArray, has_35h_agreement: BoolArray
) -> FloatArray:
    """Give the reduction of July 2003 to June 2005, which depends on the agreed hours."""
    version = law[FILLON]
    full_h = version.number("full_week_h") * law[MONTH].number("weeks_per_year") / _MONTHS_PER_YEAR
    hour_35h = version.number("reference_35h") / full_h
    reference = law.step(
        (
            "rémunération de référence : garantie mensuelle (35 h) ou SMIC, x heures payées",
            "reference pay: monthly guarantee (35 h) or minimum wage, x hours paid",
        ),
        paid_h_month * np.where(has_35h_agreement, hour_35h, law[SMIC].number()),
        "money",
        FILLON,
    )
    ceiling, most = (
        np.where(has_35h_agreement, version.number(f"{name}_35h"), version.number(f"{name}_39h"))
        for name in ("ceiling", "rate")
    )
    ratio = ceiling * reference / np.maximum(gross_month, _EPS)
    rate = law.step(
        (
            "coefficient : taux maximal / (plafond - 1) x (plafond x référence / salaire - 1)",
            "coefficient: largest rate / (ceiling - 1) x (ceiling x reference / pay - 1)",
        ),
        half_up(
            np.clip(most / (ceiling - 1) * (ratio - 1), 0.0, most), int(version.number("decimals"))
        ),
        "ratio",
        FILLON,
    )
    return law.step(
        ("réduction : coefficient x salaire", "reduction: coefficient x pay"),
        half_up(rate * gross_month),
        "money",
        FILLON,
    )
