"""State pension age by day of birth: an age in years and months, or one day for a band of births.

An age is reached on its day of the month; a day that the month lacks becomes its last one, but the
28th of February after a birth on the 29th becomes the 1st of March, as the calculator has it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import months_later, whole_months
from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

AGE = "uk.pension.state_age"
Days = NDArray[np.datetime64]
_MONTHS_PER_YEAR = 12


@rule(AGE, articles=["Pensions Act 1995 sch. 4"], uses=[AGE], unit="day")
def state_pension_age(law: Law, *, birth_date: Days) -> FloatArray:
    """Give the age in days at which the state pension is due: its day less the day of birth."""
    starts, months, days = _bands(law[AGE])
    law.lack(
        birth_date < starts[0],
        "birth_date",
        (
            f"pour une naissance avant le {starts[0]} l'âge dépend du sexe et n'est pas connu ici",
            f"for a birth before {starts[0]} the age depends on the sex and is not held",
        ),
        AGE,
    )
    i_band = np.maximum(np.searchsorted(starts, birth_date, side="right") - 1, 0)
    is_age = np.isnat(days[i_band])
    due = np.where(is_age, _reached(birth_date, months[i_band]), days[i_band])
    law.step(
        ("âge en mois entiers le jour de la pension", "age in whole months on the pension day"),
        np.where(is_age, months[i_band], whole_months(birth_date, due)),
        "month",
        AGE,
        key="months",
    )
    return law.step(
        ("jours de la naissance à la pension d'État", "days from birth to the state pension"),
        (due - birth_date).astype(np.float64),
        "day",
        AGE,
    )


def _bands(version: Version) -> tuple[Days, NDArray[np.int64], Days]:
    """Give each band's first day of birth, its age in months (0 where a day), its day or NaT."""
    rows = sorted(version.entries("by_birth").items())
    months = [int(r.get("years", 0)) * _MONTHS_PER_YEAR + int(r.get("months", 0)) for _, r in rows]
    return (
        np.array([first for first, _ in rows], dtype="datetime64[D]"),
        np.array(months, dtype=np.int64),
        np.array([row.get("day", "NaT") for _, row in rows], dtype="datetime64[D]"),
    )


def _reached(birth_date: Days, months: NDArray[np.int64]) -> Days:
    """Give the day on which an age is reached; 1 March for a birth on 29 February."""
    found = months_later(birth_date, months)
    is_cut = _day_of_month(found) < _day_of_month(birth_date)
    is_leap_birth = is_cut & _is_february(birth_date) & _is_february(found)
    reached: Days = found + is_leap_birth.astype(np.int64)
    return reached


def _day_of_month(days: Days) -> NDArray[np.int64]:
    first = days.astype("datetime64[M]").astype("datetime64[D]")
    found: NDArray[np.int64] = (days - first).astype(np.int64)
    return found


def _is_february(days: Days) -> BoolArray:
    i_month = days.astype("datetime64[M]").astype(np.int64) % _MONTHS_PER_YEAR
    found: BoolArray = i_month == 1  # counted from 0
    return found
