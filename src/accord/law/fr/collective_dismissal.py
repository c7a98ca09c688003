"""Which procedure a number of economic dismissals calls for."""

from __future__ import annotations

from accord.law.records import FloatArray
from accord.law.registry import Law, rule

COLLECTIVE, CONSULTATION = "fr.dismissal.collective", "fr.dismissal.consultation"
ROLLING = "fr.dismissal.rolling"


@rule(
    "fr.dismissal.social_plan",
    articles=["L1233-61"],
    former=["L321-4-1"],
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


@rule(
    "fr.dismissal.council",
    articles=["L1233-8"],
    former=["L321-2"],
    uses=[CONSULTATION],
    unit="flag",
    title=(
        "consultation du comité sur un licenciement économique",
        "consultation of the works council on economic dismissals",
    ),
)
def council(law: Law, *, dismissals_30_days: FloatArray, headcount: FloatArray) -> FloatArray:
    """Say (1 or 0) whether the works council, or the delegates, must be consulted."""
    terms = law[CONSULTATION]
    several, staff = terms.number("collective_min"), terms.number("headcount_min")
    return law.step(
        (
            f"au moins {several:g} licenciements, au moins {staff:g} salariés",
            f"at least {several:g} dismissals, at least {staff:g} employees",
        ),
        (dismissals_30_days >= several) & (headcount >= staff),
        "due (1) or not (0)",
        CONSULTATION,
    )


@rule(
    "fr.dismissal.regime",
    articles=["L1233-8, L1233-28, L1233-61"],
    former=["L321-2"],
    uses=[CONSULTATION, COLLECTIVE],
    unit="flag",
    title=("régime d'un licenciement économique", "regime of economic dismissals"),
)
def regime(law: Law, *, dismissals_30_days: FloatArray, headcount: FloatArray) -> FloatArray:
    """Give the regime: 0 individual, 1 small collective, 2 large, 3 large with a social plan."""
    large, days = (law[COLLECTIVE].number(key) for key in ("dismissals_min", "within_days"))
    several = law[CONSULTATION].number("collective_min")
    is_collective = law.step(
        (
            f"collectif : au moins {several:g} licenciements en {days:g} jours",
            f"collective: at least {several:g} dismissals in {days:g} days",
        ),
        dismissals_30_days >= several,
        "yes (1) or no (0)",
        CONSULTATION,
    )
    is_large = law.step(
        (
            f"grande procédure : au moins {large:g} licenciements en {days:g} jours",
            f"large procedure: at least {large:g} dismissals in {days:g} days",
        ),
        dismissals_30_days >= large,
        "yes (1) or no (0)",
        COLLECTIVE,
    )
    has_plan = social_plan(law, dismissals_30_days=dismissals_30_days, headcount=headcount)
    return law.step(
        (
            f"régime : individuel, collectif de moins de {large:g}, de {large:g} et plus, "
            "avec plan (de 0 à 3)",
            f"regime: individual, collective below {large:g}, of {large:g} and more, "
            "with a plan (0 to 3)",
        ),
        is_collective + is_large + has_plan,
        "flag",
        COLLECTIVE,
    )


@rule(
    "fr.dismissal.rolling",
    articles=["L1233-26, L1233-27"],
    former=["L321-2"],
    uses=[ROLLING, COLLECTIVE],
    unit="flag",
)
def rolling(
    law: Law,
    *,
    dismissals_three_months: FloatArray,
    most_in_30_days: FloatArray,
    is_in_following_months: FloatArray,
    dismissals_last_year: FloatArray,
    had_plan_last_year: FloatArray,
    is_in_first_months: FloatArray,
    headcount: FloatArray,
) -> FloatArray:
    """Say (1 or 0) whether earlier dismissals put the next one under the large procedure."""
    terms, large = law[ROLLING], law[COLLECTIVE].number("dismissals_min")
    total, year = terms.number("months_total_above"), terms.number("year_total_above")
    staff = terms.number("headcount_min")
    by_months = law.step(
        (
            f"plus de {total:g} en {terms.number('months'):g} mois, jamais {large:g} en "
            f"{law[COLLECTIVE].number('within_days'):g} jours, "
            f"{terms.number('months_after'):g} mois suivants",
            f"more than {total:g} in {terms.number('months'):g} months, never {large:g} in "
            f"{law[COLLECTIVE].number('within_days'):g} days, "
            f"the {terms.number('months_after'):g} months after",
        ),
        (dismissals_three_months > total)
        & (most_in_30_days < large)
        & is_in_following_months.astype(bool),
        "yes (1) or no (0)",
        ROLLING,
    ).astype(bool)
    by_year = law.step(
        (
            f"plus de {year:g} dans l'année civile sans plan, "
            f"{terms.number('year_months_after'):g} premiers mois de la suivante",
            f"more than {year:g} in the calendar year without a plan, "
            f"the first {terms.number('year_months_after'):g} months of the next",
        ),
        (dismissals_last_year > year)
        & ~had_plan_last_year.astype(bool)
        & is_in_first_months.astype(bool),
        "yes (1) or no (0)",
        ROLLING,
    ).astype(bool)
    return law.step(
        (
            f"grande procédure dans une entreprise d'au moins {staff:g} salariés",
            f"large procedure in a firm of at least {staff:g} employees",
        ),
        (by_months | by_year) & (headcount >= staff),
        "due (1) or not (0)",
        ROLLING,
    )
