"""Pay at a retirement chosen by the person: the law since 1978, the metal agreements since 2010."""

from __future__ import annotations

import numpy as np

from accord.law.bands import from_threshold
from accord.law.fr.severance import TEXT
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

LEGAL, METAL = "fr.severance.retirement", "fr.severance.retirement_metal"
_NOT_KNOWN = (
    "l'indemnité de départ à la retraite de l'accord de la métallurgie de cette date n'est pas "
    "connue ici",
    "the pay at retirement of the metal agreement of that date is not known here",
)


@rule(
    "fr.severance.retirement",
    articles=["L1237-9, D1237-1"],
    former=["L122-14-13 ; loi 78-49, accord annexé, art. 6"],
    uses=[LEGAL],
    optional=[METAL],
    unit="money",
)
def retirement_pay(
    law: Law, *, agreement: TEXT, seniority_years: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the larger of the legal pay at retirement and that of the branch agreement."""
    due = legal_retirement_pay(law, seniority_years, wage_month)
    is_metal = agreement == "metal"
    if METAL not in law:
        law.lack(is_metal, "agreement", _NOT_KNOWN, LEGAL)
        return due
    with law.among(is_metal):
        words = ("barème de la métallurgie", "scale of the metal agreement")
        agreed = _of_scale(law, METAL, words, seniority_years, wage_month)
    return law.step(
        ("le plus élevé de la loi et de l'accord", "the larger of law and agreement"),
        np.where(is_metal, np.fmax(due, agreed), due),
        "money",
        LEGAL,
    )


def legal_retirement_pay(
    law: Law, seniority_years: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give the pay of the law alone, which is also that of other exits before the pension."""
    return _of_scale(law, LEGAL, ("barème légal", "legal scale"), seniority_years, wage_month)


def _of_scale(
    law: Law, file: str, words: tuple[str, str], years: FloatArray, wage_month: FloatArray
) -> FloatArray:
    """Give months by years of service, times the pay of a month."""
    months = law.step(
        (f"mois selon l'ancienneté : {words[0]}", f"months by service: {words[1]}"),
        from_threshold(years, *law[file].table("months_from_years")),
        "month",
        file,
    )
    return law.step(
        ("mois × salaire, arrondi au centime", "months × pay, rounded half up to the cent"),
        half_up(months * wage_month),
        "money",
        file,
    )
