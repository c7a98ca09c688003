"""Full retirement age of Social Security by day of birth, and the months to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import months_later, months_until
from accord.law.records import FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

FULL_AGE = "us.pension.full_age"
Days = NDArray[np.datetime64]


@rule(FULL_AGE, articles=["20 CFR 404.409"], uses=[FULL_AGE], unit="month")
def full_age(law: Law, *, birth_date: Days) -> FloatArray:
    """Give the age in months from which the pension is whole."""
    return _full_age(law, birth_date)


@rule(
    "us.pension.months_to_full",
    articles=["20 CFR 404.409"],
    uses=[FULL_AGE],
    unit="month",
    title=("mois jusqu'à la pension entière", "months until the full pension"),
)
def months_to_full(law: Law, *, birth_date: Days, counted_on: Days) -> FloatArray:
    """Count the months from a day to the full retirement age, begun ones as whole."""
    age = _full_age(law, birth_date)
    reached = months_later(birth_date, age.astype(np.int64)) - np.timedelta64(1, "D")
    return law.step(
        (
            "mois jusqu'à cet âge, atteint la veille de l'anniversaire",
            "months to that age, reached the day before the birthday",
        ),
        months_until(counted_on, reached),
        "month",
        FULL_AGE,
    )


def _full_age(law: Law, birth_date: Days) -> FloatArray:
    rows = sorted(law[FULL_AGE].shares("by_birth").items())
    firsts = np.array([first for first, _ in rows], dtype="datetime64[D]")
    ages = np.array([age for _, age in rows], dtype=np.float64)
    law.lack(
        birth_date < firsts[0],
        "birth_date",
        ("une naissance aussi ancienne n'est pas tenue", "a birth as early as that is not held"),
        FULL_AGE,
    )
    i_row = np.maximum(np.searchsorted(firsts, birth_date, side="right") - 1, 0)
    words = ("âge de la pension entière", "full retirement age")
    return law.step(words, ages[i_row], "month", FULL_AGE, key="age")
