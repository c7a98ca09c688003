"""Whether an exit can be of the kind that a scenario gives it: no dismissal under another name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from accord.cost.case import is_french
from accord.cost.staff import plain
from accord.errors import Problem
from accord.law import pack, parameter
from accord.law.bands import whole_years
from accord.plant.records import Exit, Person, Plant, Scenario

__all__ = ["exit_problems"]

_STAFF = "fr.staff"
# the kind, the ages below which it is open to nobody, its name in French and English
_BY_AGE = (
    ("retirement", "fr.pension.earliest", "une retraite", "a retirement"),
    ("early_exit", "fr.early_exit.earliest", "une préretraite", "an early exit"),
)
_REMEDY = (
    "Write the kind that it is (a dismissal is a layoff), or correct the day, or the people table "
    "(column {}).",
    "Écrivez le motif réel (un licenciement est layoff), ou corrigez la date, ou la table des "
    "personnes (colonne {}).",
)


def exit_problems(plant: Plant, *scenarios: Scenario) -> tuple[Problem, ...]:
    """List the exits that cannot be of their kind under French law.

    Parameters
    ----------
    plant
        A plant, no scenario applied or one.
    scenarios
        Scenarios of it.

    Returns
    -------
    tuple of Problem
        The end of a contract that has none, a retirement or an early exit of somebody too young for
        any that the law of the day knows; each with its place in the scenario. Whose age no file
        tells, or whom the scenario hires, is in none; nor is a plant outside France.
    """
    if not is_french(plant):
        return ()
    people = {p.person: p for p in plant.people if p.present_from is None}
    return tuple(
        problem
        for scenario in scenarios
        for row in scenario.exits
        if row.person in people
        for problem in (*_endless(row, people[row.person]), *_too_young(row, people[row.person]))
    )


def _endless(row: Exit, person: Person) -> Iterator[Problem]:
    """Refuse that a contract ends by itself which is permanent, said or by its silence."""
    words = parameter(_STAFF, row.on)
    contract = plain(person.contract)
    if row.kind != "end_of_contract" or contract not in {"", *words.texts("permanent_contracts")}:
        return
    told = person.contract or "not given, so permanent"
    dit = person.contract or "non indiqué, donc à durée indéterminée"
    yield _refused(
        row,
        "contract",
        (f"end_of_contract of {row.person}, contract {told}",
         "only a contract with a term ends by itself (L1242-1)"),
        (f"end_of_contract de {row.person}, contrat {dit}",
         "seul un contrat à terme prend fin de lui-même (L1242-1)"),
    )  # fmt: skip


def _too_young(row: Exit, person: Person) -> Iterator[Problem]:
    """Refuse what nobody of that age can have."""
    for kind, rule, un, one in _BY_AGE:
        terms = pack("fr")[rule].on(row.on)
        if row.kind != kind or terms is None or person.birth_date is None:
            continue
        may_be_disabled = "age_years_disabled" in terms and person.disabled is not False
        least = terms.number("age_years_disabled" if may_be_disabled else "age_years")
        # a pension begins on the day after the last day worked at the earliest
        days = np.array([person.birth_date, row.on + timedelta(days=1)], dtype="datetime64[D]")
        age = int(whole_years(days[:1], days[1:])[0])
        if age < least:
            yield _refused(
                row,
                "birth_date",
                (f"{kind} of {row.person}, aged {age} on {row.on}",
                 f"{one} is open from {least:g} at the earliest [{terms.article}]"),
                (f"{kind} de {row.person}, {age} ans le {row.on}",
                 f"{un} est ouverte à {least:g} ans au plus tôt [{terms.article}]"),
            )  # fmt: skip


def _refused(row: Exit, column: str, english: tuple[str, str], french: tuple[str, str]) -> Problem:
    remedy, remede = (text.format(column) for text in _REMEDY)
    return Problem(row.at, *english, remedy, french=(*french, remede))
