"""Severance pay: the law since 1973, the metal agreements of 1987 and 2024, the better of both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import band_words, banded
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

LEGAL, METAL, IDCC3248 = "fr.severance.legal", "fr.severance.metal", "fr.severance.idcc3248"
RIGHT, MUTUAL, DUE = "fr.severance.right", "fr.severance.mutual", "fr.severance.due"
TEXT = NDArray[np.str_]


@rule(
    "fr.severance.right",
    articles=["L1234-9"],
    uses=[RIGHT, LEGAL],
    unit="flag",
)
def severance_right(
    law: Law,
    *,
    contract: TEXT,
    is_gross_misconduct: BoolArray,
    seniority_right_years: FloatArray,
    is_unfit_by_work: BoolArray,
) -> FloatArray:
    """Say (1 or 0) whether legal severance pay is due, and if not why."""
    refused = _not_permanent(law, contract, RIGHT)
    refused |= law.refuse(
        is_gross_misconduct,
        ("le licenciement est pour faute grave", "the dismissal is for gross misconduct"),
        RIGHT,
    )
    refused |= _too_short(law, seniority_right_years, is_unfit_by_work)
    return law.step(
        ("droit à l'indemnité légale", "right to legal severance pay"),
        ~refused,
        "yes (1) or no (0)",
        RIGHT,
    )


def _not_permanent(law: Law, contract: TEXT, parameter: str) -> BoolArray:
    """Refuse where the contract is not permanent."""
    return law.refuse(
        ~np.isin(contract, law[parameter].texts("entitled_contracts")),
        ("le contrat n'est pas à durée indéterminée", "the contract is not permanent"),
        parameter,
    )


@rule(
    "fr.severance.mutual_right",
    articles=["L1237-11"],
    uses=[MUTUAL, RIGHT],
    unit="flag",
    title=("droit à la rupture conventionnelle", "right to a mutual termination"),
)
def mutual_right(law: Law, *, contract: TEXT) -> FloatArray:
    """Say (1 or 0) whether a contract may be ended by mutual termination, and if not why."""
    return law.step(
        ("droit à la rupture conventionnelle", "right to a mutual termination"),
        ~_not_permanent(law, contract, MUTUAL),
        "yes (1) or no (0)",
        MUTUAL,
    )


def _too_short(law: Law, years: FloatArray, is_unfit_by_work: BoolArray) -> BoolArray:
    """Refuse where the service is below the least, unless unfitness was caused by work."""
    scale = law[LEGAL]
    least = scale.number("service_min_years")
    waived = is_unfit_by_work & ("unfit_multiplier" in scale)
    return law.refuse(
        (years < least) & ~waived,
        (
            f"moins de {least:.4g} an d'ancienneté à la notification",
            f"less than {least:.4g} years of service at the notification",
        ),
        LEGAL,
    )


def _legal(
    law: Law,
    years: FloatArray,
    wage_month: FloatArray,
    *,
    is_economic: BoolArray,
    is_unfit_by_work: BoolArray,
    refused: BoolArray,
) -> FloatArray:
    """Give the legal amount: months by bands, times the pay, doubled for unfitness by work."""
    scale = law[LEGAL]
    economic, personal = scale.bands("bands_economic"), scale.bands("bands_personal")
    french, english = band_words(*personal)
    if scale.values["bands_economic"] != scale.values["bands_personal"]:
        french_economic, english_economic = band_words(*economic)
        french = f"motif personnel {french} ; motif économique {french_economic}"
        english = f"personal motive {english}; economic {english_economic}"
    months = law.step(
        (
            f"mois de salaire par tranches d'ancienneté ({french})",
            f"months of pay by bands of service ({english})",
        ),
        np.where(
            refused, 0.0, np.where(is_economic, banded(years, *economic), banded(years, *personal))
        ),
        "month",
        LEGAL,
    )
    amount = law.step(
        (
            "mois × salaire de référence, arrondi au centime",
            "months × reference pay, rounded half up to the cent",
        ),
        half_up(months * wage_month),
        "money",
        LEGAL,
    )
    if "unfit_multiplier" not in scale:
        return amount
    # the official calculators double the rounded amount, not the exact one
    times = scale.number("unfit_multiplier")
    with law.among(is_unfit_by_work):
        return law.step(
            (
                f"× {times:g} pour inaptitude d'origine professionnelle",
                f"× {times:g} for unfitness caused by work",
            ),
            np.where(is_unfit_by_work, amount * times, amount),
            "money",
            LEGAL,
        )


@rule("fr.severance.legal", articles=["R1234-2"], former=["R122-2"], uses=[LEGAL], unit="money")
def severance_legal(
    law: Law,
    *,
    seniority_years: FloatArray,
    seniority_right_years: FloatArray,
    wage_month: FloatArray,
    is_economic: BoolArray,
    is_unfit_by_work: BoolArray,
) -> FloatArray:
    """Give the legal severance pay, rounded half up to the cent."""
    refused = _too_short(law, seniority_right_years, is_unfit_by_work)
    return _legal(
        law,
        seniority_years,
        wage_month,
        is_economic=is_economic,
        is_unfit_by_work=is_unfit_by_work,
        refused=refused,
    )


@rule("fr.severance.mutual", articles=["L1237-13"], uses=[MUTUAL, LEGAL], unit="money")
def severance_mutual(
    law: Law,
    *,
    seniority_years: FloatArray,
    wage_month: FloatArray,
    is_unfit_by_work: BoolArray,
) -> FloatArray:
    """Give the least pay at a mutual termination: the legal scale without a minimum service."""
    nobody = np.zeros(len(wage_month), dtype=bool)
    return _legal(
        law,
        seniority_years,
        wage_month,
        is_economic=nobody,
        is_unfit_by_work=is_unfit_by_work,
        refused=nobody,
    )


@rule(
    "fr.severance.metal",
    articles=["Accord national métallurgie, mensualisation, art. 33"],
    uses=[METAL],
    unit="money",
)
def severance_metal(
    law: Law, *, seniority_years: FloatArray, age_years: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the severance pay of the metal agreement of 1987 for manual and office staff."""
    scale = law[METAL]
    years = np.floor(seniority_years)
    short_from, short_rate = scale.number("short_from_years"), scale.number("short_rate")
    long_from = scale.number("long_from_years")
    french, english = band_words(*scale.bands("bands"))
    months = law.step(
        (
            f"mois par années entières d'ancienneté ({short_rate:g} par an dès {short_from:g} ans, "
            f"dès {long_from:g} ans {french})",
            f"months by full years of service ({short_rate:g} a year from {short_from:g} years, "
            f"from {long_from:g} years {english})",
        ),
        np.where(
            years >= long_from,
            banded(years, *scale.bands("bands")),
            np.where(years >= short_from, years * short_rate, 0.0),
        ),
        "month",
        METAL,
    )
    age, least = scale.number("floor_from_age"), scale.number("floor_months")
    has_floor = (age_years >= age) & (years >= scale.number("floor_from_years"))
    floored = law.step(
        (
            f"au moins {least:g} mois dès {age:g} ans et "
            f"{scale.number('floor_from_years'):g} ans d'ancienneté",
            f"at least {least:g} months from age {age:g} and "
            f"{scale.number('floor_from_years'):g} years of service",
        ),
        np.where(has_floor, np.maximum(months, least), months),
        "month",
        METAL,
    )
    return law.step(
        (
            "mois × salaire de référence, arrondi au centime",
            "months × reference pay, rounded half up to the cent",
        ),
        half_up(floored * wage_month),
        "money",
        METAL,
    )
