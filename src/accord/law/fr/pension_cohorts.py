"""What a named law of pension asks of each birth: age, age of the full rate, quarters, penalty.

A named law is a file of tables by day of birth. One may override another for the births and the
pensions that it names (``fallback``), so that both can be shown for the same person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.law.bands import months_later
from accord.law.parameters import Version
from accord.law.records import BoolArray, FloatArray, Words
from accord.law.trace import Law

Days = NDArray[np.datetime64]
Names = NDArray[np.str_]

LAWS = "fr.pension.laws"
AGE, FULL_AGE, QUARTERS, PENALTY = "age_months", "full_rate_age_months", "quarters", "penalty"
NAMED = tuple(
    f"fr.pension.{name}"
    for name in ("law_1993", "law_2003", "law_2010", "law_2014", "law_2023", "suspension_2026")
)
_FALLBACK, _PENSIONS_FROM, _QUARTERS_TO = "fallback", "pensions_from", "quarters_to"
_ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The tables of the law named in each row; arrays of shape (rows,).

    ``read_in`` is, for each table, the file that each row's number was read in: an override, or the
    law it falls back to. It is empty where no law is known; numbers are then 0.
    """

    values: Mapping[str, FloatArray]
    read_in: Mapping[str, Names]

    def step(self, law: Law, table: str, words: Words, unit: str, key: str) -> FloatArray:
        """Write the numbers of one table, each row under the file it was read in."""
        return step_by_file(law, words, self.values[table], unit, self.read_in[table], key=key)


def step_by_file(
    law: Law, words: Words, values: FloatArray, unit: str, read_in: Names, *, key: str = ""
) -> FloatArray:
    """Write one step for each file that rows rest on, and give all values back."""
    for name in sorted(set(read_in.tolist()) - {""}):
        law.step(words, np.where(read_in == name, values, np.nan), unit, name, key)
    return values


def cohorts(
    law: Law,
    birth_date: Days,
    pension_law: Names,
    pension_way: Names,
    pension_from: Days | None = None,
) -> Cohorts:
    """Look the tables of each row's law up, and say where they are not known.

    Parameters
    ----------
    law
        Versions in force.
    birth_date
        Day of birth.
    pension_law, pension_way
        Name of the law; ordinary departure or another.
    pension_from
        Day on which the pension begins; None is the first day that the law allows.
    """
    _lack_other_ways(law, pension_way)
    named = np.char.add(_file(""), pension_law)
    in_force = np.isin(named, [name for name in NAMED if name in law])
    laws = ", ".join(law[LAWS].texts("laws"))
    law.lack(
        ~in_force,
        "pension_law",
        (
            f"cette loi n'a pas de valeur ce jour-là ; lois de ce jour : {laws}",
            f"that law has no value on that day; laws of the day: {laws}",
        ),
        LAWS,
    )
    tables = (AGE, FULL_AGE, QUARTERS, PENALTY)
    values = {table: np.zeros(len(birth_date)) for table in tables}
    read_in = {table: np.full(len(birth_date), "", dtype=named.dtype) for table in tables}
    found = Cohorts(values, read_in)
    for name in sorted(set(named[in_force].tolist())):
        rows = named == name
        base = law[name].text(_FALLBACK) if _FALLBACK in law[name] else ""
        if base:
            _fill(found, law[_file(base)], rows, birth_date)
            rows &= _is_overridden(law[name], birth_date, pension_from)
        _fill(found, law[name], rows, birth_date)
    _lack_births(law, found, in_force)
    return found


def lack_quarters_to_come(law: Law, birth_date: Days, found: Cohorts) -> None:
    """Say where the law had not yet set the quarters of a birth."""
    for name in sorted(set(found.read_in[QUARTERS].tolist()) - {""}):
        if _QUARTERS_TO in law[name]:
            last = np.datetime64(law[name].text(_QUARTERS_TO), "D")
            law.lack(
                (found.read_in[QUARTERS] == name) & (birth_date > last),
                "birth_date",
                (
                    f"les trimestres des naissances d'après le {last} n'étaient pas encore fixés",
                    f"the quarters of births after {last} had not been set yet",
                ),
                name,
            )


def full_rate(law: Law, found: Cohorts) -> FloatArray:
    """Give the full rate of each row, from the file of its penalty."""
    rates = np.zeros(len(found.values[PENALTY]))
    for name in set(found.read_in[PENALTY].tolist()) - {""}:
        rates[found.read_in[PENALTY] == name] = law[name].number("full_rate")
    return rates


def reached_on(birth_date: Days, age_months: FloatArray) -> Days:
    """Give the day on which an age is reached; the last of its month where it lacks the day."""
    return months_later(birth_date, age_months.astype(np.int64))


def _file(name: str) -> str:
    return f"fr.pension.{name}"


def _by_birth(version: Version, table: str) -> tuple[Days, FloatArray]:
    """Give the first day of birth of each row of a table, ascending, and its number."""
    rows = sorted(version.shares(table).items())
    return (
        np.array([first for first, _ in rows], dtype="datetime64[D]"),
        np.array([number for _, number in rows], dtype=np.float64),
    )


def _fill(found: Cohorts, version: Version, rows: BoolArray, birth_date: Days) -> None:
    """Set the tables that a version has, for the births it holds."""
    for table, values in found.values.items():
        if table in version:
            firsts, numbers = _by_birth(version, table)
            held = rows & (birth_date >= firsts[0])
            values[held] = numbers[np.searchsorted(firsts, birth_date[held], side="right") - 1]
            found.read_in[table][held] = version.id


def _is_overridden(version: Version, birth_date: Days, pension_from: Days | None) -> BoolArray:
    """Say whether a pension begins late enough for an override of the law before it."""
    begins = pension_from
    if begins is None:
        firsts, ages = _by_birth(version, AGE)
        i_row = np.maximum(np.searchsorted(firsts, birth_date, side="right") - 1, 0)
        begins = reached_on(birth_date, ages[i_row])
    is_late: BoolArray = begins >= np.datetime64(version.text(_PENSIONS_FROM), "D")
    return is_late


def _lack_other_ways(law: Law, pension_way: Names) -> None:
    law.lack(
        pension_way != _ORDINARY,
        "pension_way",
        (
            "les départs pour carrière longue, pénibilité, handicap ou inaptitude ne sont pas "
            "recensés : ils peuvent être plus tôt",
            "departures for a long career, hardship, a disability or unfitness are not held: they "
            "may be earlier",
        ),
        LAWS,
    )


def _lack_births(law: Law, found: Cohorts, in_force: BoolArray) -> None:
    law.lack(
        in_force & (found.read_in[AGE] == ""),
        "birth_date",
        (
            "une naissance aussi ancienne n'est dans aucune table de cette loi",
            "a birth as early as that is in no table of that law",
        ),
        LAWS,
    )
