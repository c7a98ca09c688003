"""Short-time work (activité partielle): what the employer pays for it, what the State refunds."""

from __future__ import annotations

import numpy as np

from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

_MONTHS_PER_YEAR = 12
SCALE, SMIC, MONTH = "fr.short_time", "fr.smic.hourly", "fr.wages.month"


def _counted(law: Law, hourly_wage: FloatArray) -> FloatArray:
    """Limit the hourly pay that counts."""
    limit = law[SCALE].number("pay_limit_smic") * law[SMIC].number()
    return law.step(
        (f"salaire horaire, au plus {limit:g}", f"hourly pay, at most {limit:g}"),
        np.minimum(hourly_wage, limit),
        "money/h",
        SCALE,
    )


@rule(
    "fr.short_time.indemnity",
    articles=["R5122-18, L3232-3"],
    uses=[SCALE, SMIC, MONTH],
    unit="money",
)
def indemnity(
    law: Law,
    *,
    hourly_wage: FloatArray,
    short_time_h_month: FloatArray,
    contract_h_month: FloatArray,
    net_pay_month: FloatArray,
    net_smic_month: FloatArray,
) -> FloatArray:
    """Give the month's short-time pay, with the least pay of full-time and part-time staff."""
    version = law[SCALE]
    share = version.number("indemnity_share")
    full_h = version.number("full_week_h") * law[MONTH].number("weeks_per_year") / _MONTHS_PER_YEAR
    is_full = contract_h_month >= full_h
    base = law.step(
        (f"{share:g} du salaire horaire x heures chômées", f"{share:g} of hourly pay x hours lost"),
        share * _counted(law, hourly_wage) * short_time_h_month,
        "money",
        SCALE,
    )
    least_hour = np.minimum(net_smic_month / full_h, hourly_wage)
    of_part_time = np.maximum(base, least_hour * short_time_h_month)
    lacking = np.clip(net_smic_month - base - net_pay_month, 0.0, None)
    complement = law.step(
        (
            "complément : rémunération mensuelle minimale (temps complet), SMIC net horaire sinon",
            "complement: least monthly pay (full time), else the hourly net minimum wage",
        ),
        np.where(short_time_h_month > 0, np.where(is_full, lacking, of_part_time - base), 0.0),
        "money",
        SCALE,
        key="complement",
    )
    return law.step(("indemnité du mois", "short-time pay"), base + complement, "money", SCALE)


@rule("fr.short_time.allowance", articles=["D5122-13"], uses=[SCALE, SMIC], unit="money")
def allowance(law: Law, *, hourly_wage: FloatArray, short_time_h_month: FloatArray) -> FloatArray:
    """Give what the State refunds to the employer for the month."""
    version = law[SCALE]
    share, least = version.number("allowance_share"), version.number("least_allowance_hour")
    hourly = law.step(
        (
            f"{share:g} du salaire horaire, au moins {least:g}",
            f"{share:g} of the hourly pay, at least {least:g}",
        ),
        np.maximum(share * _counted(law, hourly_wage), least),
        "money/h",
        SCALE,
    )
    return law.step(
        ("x heures chômées", "x hours lost"), hourly * short_time_h_month, "money", SCALE
    )
