"""State pension age by day of birth: an age in years and months, or one day for a band of births.

An age is reached on its day of the month; a day that the month lacks becomes its last one, but the
28th of February after a birth on the 29th becomes the 1st of March, as the calculator has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import months_later, whole_months
from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray
from accord.law.registry import rule
from accord.law.trace import Law

AGE, BY_SEX = "uk.pension.state_age", "uk.pension.state_age_by_sex"
Days = NDArray[np.datetime64]
_MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands of births, ascending: first day, age in months (0 where a day), day or NaT."""

    parameter: str
    firsts: Days
    months: NDArray[np.int64]
    days: Days


@rule(AGE, articles=["Pensions Act 1995 sch. 4"], uses=[AGE], unit="day")
def state_pension_age(law: Law, *, birth_date: Days) -> FloatArray:
    """Give the age in days at which the state pension is due: its day less the day of birth."""
    bands = _bands(law[AGE], "by_birth")
    first = bands.firsts[0]
    law.lack(
        birth_date < first,
        "birth_date",
        (
            f"pour une naissance avant le {first} l'âge dépend du sexe : {BY_SEX}",
            f"for a birth before {first} the age depends on the sex: {BY_SEX}",
        ),
        AGE,
    )
    return _days_to_pension(law, birth_date, bands, np.ones(len(birth_date), dtype=bool))


@rule(
    BY_SEX,
    articles=["Pensions Act 1995 sch. 4"],
    uses=[AGE, BY_SEX],
    unit="day",
    title=("âge de la pension d'État selon le sexe", "state pension age by sex"),
)
def state_pension_age_by_sex(law: Law, *, birth_date: Days, sex: NDArray[np.str_]) -> FloatArray:
    """Give the age in days of anyone born since 1900; the sex counts before December 1953."""
    later = _bands(law[AGE], "by_birth")
    is_later = birth_date >= later.firsts[0]
    found = _days_to_pension(law, birth_date, later, is_later)
    for one in sorted(set(sex[~is_later].tolist())):
        bands, rows = _bands(law[BY_SEX], one), ~is_later & (sex == one)
        law.lack(
            rows & (birth_date < bands.firsts[0]),
            "birth_date",
            (
                "une naissance aussi ancienne n'est pas tenue",
                "a birth as early as that is not held",
            ),
            BY_SEX,
        )
        found = np.where(rows, _days_to_pension(law, birth_date, bands, rows), found)
    return found


def _days_to_pension(law: Law, birth_date: Days, bands: Bands, rows: BoolArray) -> FloatArray:
    """Write the age on the pension day for some rows, and give the days from birth to it."""
    if not rows.any():
        return np.zeros(len(birth_date))
    i_band = np.maximum(np.searchsorted(bands.firsts, birth_date, side="right") - 1, 0)
    months, days = bands.months[i_band], bands.days[i_band]
    is_age = np.isnat(days)
    due = np.where(is_age, _reached(birth_date, months), days)
    law.step(
        ("âge en mois entiers le jour de la pension", "age in whole months on the pension day"),
        np.where(rows, np.where(is_age, months, whole_months(birth_date, due)), np.nan),
        "month",
        bands.parameter,
        key="months",
    )
    return law.step(
        ("jours de la naissance à la pension d'État", "days from birth to the state pension"),
        np.where(rows, (due - birth_date).astype(np.float64), np.nan),
        "day",
        bands.parameter,
    )


def _bands(version: Version, key: str) -> Bands:
    rows = sorted(version.entries(key).items())
    months = [int(r.get("years", 0)) * _MONTHS_PER_YEAR + int(r.get("months", 0)) for _, r in rows]
    return Bands(
        parameter=version.id,
        firsts=np.array([first for first, _ in rows], dtype="datetime64[D]"),
        months=np.array(months, dtype=np.int64),
        days=np.array([row.get("day", "NaT") for _, row in rows], dtype="datetime64[D]"),
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
