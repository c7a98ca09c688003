"""Monthly pay: hourly rate, minimum wage of a month, guarantee of 2000 to 2005, part time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

_MONTHS_PER_YEAR = 12
MONTH, SMIC = "fr.wages.month", "fr.smic.hourly"
GUARANTEE, COMPLEMENTARY = "fr.wages.guarantee", "fr.wages.complementary"


def _month_h(law: Law, weekly_h: FloatArray) -> FloatArray:
    weeks_per_year = law[MONTH].number("weeks_per_year")
    return law.step(
        (
            f"heures du mois : heures de la semaine x {weeks_per_year:g} / 12",
            f"hours of the month: weekly hours x {weeks_per_year:g} / 12",
        ),
        weekly_h * weeks_per_year / _MONTHS_PER_YEAR,
        "h/month",
        MONTH,
    )


@rule(
    "fr.wages.hourly",
    articles=["Loi 78-49 (mensualisation)"],
    uses=[MONTH],
    unit="money/h",
)
def hourly(law: Law, *, wage_month: FloatArray, weekly_h: FloatArray) -> FloatArray:
    """Divide a month's pay by the month's hours (39 h a week is 169 h a month)."""
    month_h = _month_h(law, weekly_h)
    return law.step(
        (
            "salaire horaire : paie du mois / heures",
            "hourly rate: month's pay / hours of the month",
        ),
        np.divide(wage_month, month_h, out=np.zeros_like(wage_month), where=month_h > 0),
        "money/h",
        MONTH,
    )


@rule(
    "fr.smic.month",
    articles=["L3231-2 à L3231-12"],
    former=["L141-2"],
    uses=[SMIC, MONTH],
    unit="money",
)
def smic_month(law: Law, *, weekly_h: FloatArray) -> FloatArray:
    """Give the minimum wage of a month of so many weekly hours, to the cent."""
    hourly_smic = law[SMIC].number()
    return law.step(
        (f"SMIC horaire {hourly_smic:g} x heures", f"hourly minimum {hourly_smic:g} x hours"),
        half_up(hourly_smic * _month_h(law, weekly_h)),
        "money",
        SMIC,
    )


@rule(
    "fr.wages.guarantee",
    articles=["Loi 2000-37 art. 32"],
    uses=[GUARANTEE],
    unit="money",
)
def guarantee(law: Law, *, moved_on: NDArray[np.datetime64], weekly_h: FloatArray) -> FloatArray:
    """Give the guarantee of minimum-wage staff by the day they moved to 35 hours."""
    version = law[GUARANTEE]
    edges = np.array(version.texts("moved_from"), dtype="datetime64[D]")
    i_guarantee = np.searchsorted(edges, moved_on, side="right") - 1
    is_held = law.step(
        ("passage à 35 heures sous la loi de 1998", "moved to 35 hours under the law of 1998"),
        i_guarantee >= 0,
        "yes (1) or no (0)",
        GUARANTEE,
    ).astype(bool)
    full = version.numbers("amounts")[np.maximum(i_guarantee, 0)]
    share = np.minimum(weekly_h / version.number("full_week_h"), 1.0)
    return law.step(
        ("garantie du mois, au prorata sous 35 heures", "guarantee, in proportion below 35 hours"),
        np.where(is_held, half_up(full * share), 0.0),
        "money",
        GUARANTEE,
    )


@rule(
    "fr.wages.complementary",
    articles=["L3123-28, L3123-29"],
    former=["L212-4-4"],
    uses=[COMPLEMENTARY],
    unit="money",
)
def complementary(
    law: Law,
    *,
    contract_h_month: FloatArray,
    complementary_h_month: FloatArray,
    hourly_wage: FloatArray,
) -> FloatArray:
    """Pay a month's complementary hours: the hours, and their premium by bands."""
    version = law[COMPLEMENTARY]
    first_h = law.step(
        ("heures à la première majoration", "hours at the first premium"),
        contract_h_month * version.number("first_share"),
        "h",
        COMPLEMENTARY,
    )
    law.forbid(
        complementary_h_month > contract_h_month * version.number("limit_share"),
        (
            "plus d'un tiers des heures du contrat : aucun accord ne le permet",
            "more than a third of the contract's hours: no agreement allows it",
        ),
        COMPLEMENTARY,
    )
    return complementary_pay(law, first_h, complementary_h_month, hourly_wage)


def complementary_pay(
    law: Law, first_h: FloatArray, hours: FloatArray, hourly_wage: FloatArray
) -> FloatArray:
    """Pay complementary hours whose first premium ends after so many hours of the month."""
    version = law[COMPLEMENTARY]
    first, then = version.number("first_premium"), version.number("then_premium")
    beyond = np.clip(hours - first_h, 0.0, None)
    return law.step(
        (
            f"heures x salaire horaire, majorées de {first:g} puis {then:g}",
            f"hours x hourly pay, with a premium of {first:g}, then {then:g}",
        ),
        hourly_wage * ((hours - beyond) * (1 + first) + beyond * (1 + then)),
        "money",
        COMPLEMENTARY,
    )
