"""Collective redundancies: days of consultation, and the award where there was none."""

from __future__ import annotations

import numpy as np

from accord.law.bands import from_threshold
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.rounding import half_up
from accord.law.trace import Law

CONSULTATION = "uk.redundancy.consultation"
AWARD = "uk.redundancy.protective_award"
_DAYS_PER_WEEK = 7


@rule(CONSULTATION, articles=["TULRCA 1992 s. 188"], uses=[CONSULTATION], unit="day")
def consultation(law: Law, *, dismissals_90_days: FloatArray) -> FloatArray:
    """Give the least days from the start of consultation to the first dismissal; 0 where none."""
    terms = law[CONSULTATION]
    thresholds, days = terms.table("days")
    first = thresholds[1]
    law.refuse(
        dismissals_90_days < first,
        (
            f"moins de {first:g} licenciements en {terms.number('within_days'):g} jours",
            f"fewer than {first:g} dismissals within {terms.number('within_days'):g} days",
        ),
        CONSULTATION,
    )
    french = ", ".join(f"{d:g} dès {n:g}" for n, d in zip(thresholds, days, strict=True) if n)
    english = ", ".join(f"{d:g} from {n:g}" for n, d in zip(thresholds, days, strict=True) if n)
    return law.step(
        (
            f"jours de consultation selon les licenciements ({french})",
            f"days of consultation by dismissals ({english})",
        ),
        from_threshold(dismissals_90_days, thresholds, days),
        "day",
        CONSULTATION,
    )


@rule(
    AWARD,
    articles=["TULRCA 1992 s. 189, s. 190"],
    uses=[AWARD],
    unit="money",
    title=("indemnité de protection, au plus", "protective award, at most"),
)
def protective_award(
    law: Law, *, dismissals_90_days: FloatArray, week_pay: FloatArray
) -> FloatArray:
    """Give the most a tribunal may award a person for want of consultation."""
    terms = law[AWARD]
    least, most = terms.number("least_dismissals"), terms.number("most_days")
    is_few = law.refuse(
        dismissals_90_days < least,
        (f"moins de {least:g} licenciements", f"fewer than {least:g} dismissals"),
        AWARD,
    )
    days = law.step(
        ("jours de paie au plus", "days of pay at most"), np.where(is_few, 0.0, most), "day", AWARD
    )
    return law.step(
        ("jours x paie d'une semaine / 7", "days x a week's pay / 7"),
        half_up(days * week_pay / _DAYS_PER_WEEK),
        "money",
        AWARD,
    )
