"""When a collective dismissal calls for the large procedure."""

from __future__ import annotations

from accord.law.records import FloatArray
from accord.law.registry import Law, rule

COLLECTIVE = "fr.dismissal.collective"


@rule(
    "fr.dismissal.social_plan",
    articles=["L321-4-1 ; L1233-61"],
    uses=[COLLECTIVE],
    unit="flag",
)
def social_plan(law: Law, *, dismissals_30_days: FloatArray, headcount: FloatArray) -> FloatArray:
    """Say (1 or 0) whether works-council consultation and a social plan are due."""
    terms = law[COLLECTIVE]
    dismissals, staff = terms.number("dismissals_min"), terms.number("headcount_min")
    return law.step(
        (
            f"au moins {dismissals:g} licenciements en {terms.number('within_days'):g} jours "
            f"dans une entreprise d'au moins {staff:g} salariés",
            f"at least {dismissals:g} dismissals in {terms.number('within_days'):g} days "
            f"in a firm of at least {staff:g}",
        ),
        (dismissals_30_days >= dismissals) & (headcount >= staff),
        "due (1) or not (0)",
        COLLECTIVE,
    )
