"""Benefits in kind, meal vouchers and commuting costs: their value, and what bears no levy."""

from __future__ import annotations

import numpy as np

from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

_MONTHS_PER_YEAR = 12
IN_KIND, VOUCHER = "fr.benefits.in_kind", "fr.benefits.meal_voucher"
COMMUTING = "fr.benefits.commuting"


@rule("fr.benefits.in_kind", articles=["L242-1"], uses=[IN_KIND], unit="money")
def in_kind(
    law: Law,
    *,
    num_meals: FloatArray,
    devices_price: FloatArray,
    subscription_month: FloatArray,
    other_month: FloatArray,
) -> FloatArray:
    """Value a month's benefits in kind at their flat rates; other benefits as they are."""
    version = law[IN_KIND]
    share = version.number("device_share_year")
    meals = law.step(
        (f"repas x {version.number('meal'):g}", f"meals x {version.number('meal'):g}"),
        num_meals * version.number("meal"),
        "money",
        IN_KIND,
    )
    devices = law.step(
        (f"{share:g} du prix par an", f"{share:g} of the price a year"),
        share * (devices_price / _MONTHS_PER_YEAR + subscription_month),
        "money",
        IN_KIND,
    )
    return law.step(
        ("avantages en nature du mois", "benefits in kind of the month"),
        meals + devices + other_month,
        "money",
        IN_KIND,
    )


@rule("fr.benefits.meal_voucher", articles=["CGI art. 81 19°"], uses=[VOUCHER], unit="money")
def meal_voucher_exempt(
    law: Law, *, num_vouchers: FloatArray, voucher_value: FloatArray, employer_share: FloatArray
) -> FloatArray:
    """Give the part of the employer's share of meal vouchers that bears no contribution."""
    version = law[VOUCHER]
    least, most = version.number("employer_share_least"), version.number("employer_share_most")
    paid = law.step(
        ("part patronale", "employer's share"),
        num_vouchers * voucher_value * employer_share,
        "money",
        VOUCHER,
        key="employer",
    )
    is_out = law.refuse(
        (employer_share < least) | (employer_share > most),
        (
            f"la part patronale n'est pas entre {least:g} et {most:g} : rien n'est exonéré",
            f"the employer's share is not between {least:g} and {most:g}: nothing is exempt",
        ),
        VOUCHER,
    )
    limit = version.number("exempt_most")
    return law.step(
        (f"exonéré, au plus {limit:g} par titre", f"exempt, at most {limit:g} a voucher"),
        np.where(is_out, 0.0, np.minimum(paid, num_vouchers * limit)),
        "money",
        VOUCHER,
    )


@rule("fr.benefits.commuting", articles=["CGI art. 81 19° ter"], uses=[COMMUTING], unit="money")
def commuting_exempt(
    law: Law,
    *,
    public_transport_month: FloatArray,
    employer_share: FloatArray,
    mobility_month: FloatArray,
    fuel_month: FloatArray,
) -> FloatArray:
    """Give the part of the employer's commuting refunds of a month that bears no contribution."""
    version = law[COMMUTING]
    fuel_most, mobility_most, together_most = (
        version.number(name) / _MONTHS_PER_YEAR
        for name in ("fuel_most_year", "mobility_most_year", "together_most_year")
    )
    law.step(
        ("versé par l'employeur", "paid by the employer"),
        public_transport_month * employer_share + mobility_month + fuel_month,
        "money",
        COMMUTING,
        key="employer",
    )
    share = np.minimum(employer_share, version.number("public_exempt_share"))
    public = law.step(
        ("abonnement, part exonérée", "season ticket, exempt part"),
        public_transport_month * share,
        "money",
        COMMUTING,
    )
    own = np.minimum(mobility_month + np.minimum(fuel_month, fuel_most), mobility_most)
    together = np.maximum(np.minimum(public + own, together_most), public)
    has_both = (public > 0) & (mobility_month > 0)
    return law.step(
        (
            "abonnement, forfait mobilités et prime de transport, dans leurs limites",
            "season ticket, mobility and fuel allowances, within their limits",
        ),
        np.where(has_both, together, public + own),
        "money",
        COMMUTING,
    )
