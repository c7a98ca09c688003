"""Pension of the general scheme: legal age, quarters, rate, and how near a person is to them.

The ordinary departure alone. The law is a fact (``pension_law``): two named laws of one day can be
shown for the same person.
"""

from __future__ import annotations

import numpy as np

from accord.law.bands import months_until
from accord.law.fr.pension_cohorts import (
    AGE,
    FULL_AGE,
    LAWS,
    NAMED,
    PENALTY,
    QUARTERS,
    Cohorts,
    Days,
    Names,
    cohorts,
    full_rate,
    lack_quarters_to_come,
    reached_on,
    step_by_file,
)
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

_MONTHS_PER_YEAR = 12
_AGE_WORDS = (
    "âge légal, départ ordinaire (carrière longue, pénibilité, handicap non comptés)",
    "legal age, ordinary departure (long career, hardship, disability not counted)",
)
_FULL_AGE_WORDS = (
    "âge du taux plein quels que soient les trimestres",
    "age of the full rate whatever the quarters",
)
_QUARTER_WORDS = ("trimestres du taux plein", "quarters of the full rate")


@rule(
    "fr.pension.age",
    articles=["L161-17-2, L351-1"],
    uses=[LAWS],
    optional=NAMED,
    unit="month",
    title=("âge légal de la retraite, en mois", "legal age of the pension, in months"),
)
def pension_age(
    law: Law, *, birth_date: Days, pension_law: Names, pension_way: Names
) -> FloatArray:
    """Give the legal age in months; the trace has the age of the full rate too."""
    found = cohorts(law, birth_date, pension_law, pension_way)
    found.step(law, FULL_AGE, _FULL_AGE_WORDS, "month", "full_rate_age")
    return found.step(law, AGE, _AGE_WORDS, "month", "age")


@rule(
    "fr.pension.quarters",
    articles=["L161-17-3, L351-1"],
    uses=[LAWS],
    optional=NAMED,
    unit="quarter",
    title=("trimestres du taux plein", "quarters of the full rate"),
)
def pension_quarters(
    law: Law, *, birth_date: Days, pension_law: Names, pension_way: Names
) -> FloatArray:
    """Give the quarters of insurance that the full rate asks for."""
    found = cohorts(law, birth_date, pension_law, pension_way)
    lack_quarters_to_come(law, birth_date, found)
    return found.step(law, QUARTERS, _QUARTER_WORDS, "quarter", "quarters")


@rule(
    "fr.pension.rate",
    articles=["L351-1, R351-27"],
    uses=[LAWS],
    optional=NAMED,
    unit="ratio",
    title=("taux de la pension, décote comprise", "rate of the pension, penalty included"),
)
def pension_rate(
    law: Law,
    *,
    birth_date: Days,
    pension_law: Names,
    pension_way: Names,
    pension_from: Days,
    pension_quarters: FloatArray,
) -> FloatArray:
    """Give the rate of a pension that begins on a day, 0 before the legal age."""
    found = cohorts(law, birth_date, pension_law, pension_way, pension_from)
    lack_quarters_to_come(law, birth_date, found)
    age = found.step(law, AGE, _AGE_WORDS, "month", "age")
    is_young = law.refuse(
        pension_from < reached_on(birth_date, age),
        ("l'âge légal n'est pas atteint", "the legal age is not reached"),
        LAWS,
    )
    missing = _missing_quarters(law, found, birth_date, pension_from, pension_quarters)
    penalty = found.step(
        law,
        PENALTY,
        (
            "décote : part du taux plein par trimestre manquant",
            "penalty: share of the full rate for each missing quarter",
        ),
        "ratio",
        "penalty",
    )
    rate = full_rate(law, found) * (1 - penalty * missing)
    return step_by_file(
        law,
        (
            "taux : taux plein x (1 - décote x trimestres manquants)",
            "rate: full rate x (1 - penalty x missing quarters)",
        ),
        np.where(is_young, 0.0, rate),
        "ratio",
        found.read_in[PENALTY],
        key="rate",
    )


@rule(
    "fr.pension.months_to_age",
    articles=["L161-17-2, L351-1"],
    uses=[LAWS],
    optional=NAMED,
    unit="month",
    title=("mois jusqu'à l'âge légal", "months until the legal age"),
)
def months_to_age(
    law: Law, *, birth_date: Days, pension_law: Names, pension_way: Names, counted_on: Days
) -> FloatArray:
    """Count the months from a day to the legal age, begun ones as whole, 0 once it is reached."""
    found = cohorts(law, birth_date, pension_law, pension_way)
    return _months_to_age(law, found, birth_date, counted_on)


@rule(
    "fr.pension.months_to_full",
    articles=["L161-17-2, L161-17-3, L351-1, L351-8"],
    uses=[LAWS],
    optional=NAMED,
    unit="month",
    title=("mois jusqu'au taux plein", "months until the full rate"),
)
def months_to_full(
    law: Law,
    *,
    birth_date: Days,
    pension_law: Names,
    pension_way: Names,
    counted_on: Days,
    pension_quarters: FloatArray,
) -> FloatArray:
    """Count the months from a day to the full rate, if quarters go on being earned.

    The trace has the months to the legal age (``months_to_age``), to the quarters
    (``months_to_quarters``) and to the age of the full rate whatever (``months_to_full_age``).
    """
    found = cohorts(law, birth_date, pension_law, pension_way)
    lack_quarters_to_come(law, birth_date, found)
    to_age = _months_to_age(law, found, birth_date, counted_on)
    required = found.step(law, QUARTERS, _QUARTER_WORDS, "quarter", "quarters")
    a_year = law[LAWS].number("quarters_per_year")
    # LIMIT: quarters are earned evenly; the law counts them by calendar year and, in the year of
    # the departure, by civil quarters ended before it.
    to_quarters = law.step(
        (
            f"mois jusqu'à ces trimestres, si {a_year:g} par an continuent d'être acquis",
            f"months to these quarters, if {a_year:g} a year go on being earned",
        ),
        np.ceil(np.clip(required - pension_quarters, 0.0, None) * _MONTHS_PER_YEAR / a_year),
        "month",
        LAWS,
        key="months_to_quarters",
    )
    full_age = found.values[FULL_AGE]
    to_full_age = step_by_file(
        law,
        (f"mois jusqu'à l'{_FULL_AGE_WORDS[0]}", f"months to the {_FULL_AGE_WORDS[1]}"),
        months_until(counted_on, reached_on(birth_date, full_age)),
        "month",
        found.read_in[FULL_AGE],
        key="months_to_full_age",
    )
    return law.step(
        (
            "mois jusqu'au taux plein : l'âge légal et les trimestres, ou l'âge du taux plein",
            "months to the full rate: the legal age and the quarters, or the age of the full rate",
        ),
        np.minimum(np.maximum(to_age, to_quarters), to_full_age),
        "month",
        LAWS,
        key="months_to_full",
    )


def _months_to_age(law: Law, found: Cohorts, birth_date: Days, counted_on: Days) -> FloatArray:
    age = found.step(law, AGE, _AGE_WORDS, "month", "age")
    return step_by_file(
        law,
        ("mois jusqu'à l'âge légal", "months to the legal age"),
        months_until(counted_on, reached_on(birth_date, age)),
        "month",
        found.read_in[AGE],
        key="months_to_age",
    )


def _missing_quarters(
    law: Law,
    found: Cohorts,
    birth_date: Days,
    pension_from: Days,
    pension_quarters: FloatArray,
) -> FloatArray:
    """Write the missing quarters: those short, or those to the age of the full rate if fewer."""
    required = found.step(law, QUARTERS, _QUARTER_WORDS, "quarter", "quarters")
    full_age = found.step(law, FULL_AGE, _FULL_AGE_WORDS, "month", "full_rate_age")
    months = months_until(pension_from, reached_on(birth_date, full_age))
    a_year = law[LAWS].number("quarters_per_year")
    to_age = np.ceil(months * a_year / _MONTHS_PER_YEAR)
    short = np.ceil(np.clip(required - pension_quarters, 0.0, None))
    return step_by_file(
        law,
        (
            "trimestres manquants : le plus petit nombre, jusqu'à la durée ou jusqu'à l'âge du "
            "taux plein (arrondi au supérieur)",
            "missing quarters: the smaller count, to the quarters or to the age of the full rate "
            "(rounded up)",
        ),
        np.minimum(short, to_age),
        "quarter",
        found.read_in[PENALTY],
        key="missing_quarters",
    )
