"""What the cases of the French labour ministry's calculator share: labels, bands, absences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

import numpy as np

from accord.law.cases.records import Case, Json, Working
from accord.law.facts import FactValue
from accord.law.records import Outcome

ABSENCE = "fr.seniority.absence"
METAL = "convention collective . métallurgie . "
SEVERANCE = f"{METAL}indemnité de licenciement . "
CATEGORY = f"{SEVERANCE}catégorie professionnelle"
EURO, MONTHS, WEEKS, YEARS = "€", "mois", "semaines", "years"

_KINDS = {
    "absenceMaladieNonPro": "sickness",
    "absenceAccidentTrajet": "commuting_accident",
    "absenceCongesSabbatique": "sabbatical",
    "absenceCongesCreationEntreprise": "business_creation",
    "absenceCongesParentalEducation": "parental_leave",
    "absenceCongesSansSolde": "unpaid_leave",
    "absenceGreve": "strike",
    "absenceMiseAPied": "suspension",
}
_CONTRACTS = {"cdi": "permanent", "cdd": "fixed_term", "CDD": "fixed_term", "CTT": "temporary"}
_FIRST_NUMBER = re.compile(r"(?P<digits>\d+)|\b(?P<one>une?)\b", re.IGNORECASE)
_BELOW = "moins"


def group_of(label: str | None) -> str | None:
    """Give the first group of a label such as ``F, G, H ou I``: rules treat its groups alike."""
    return label[:1] if label else None


def band_start(label: str | None) -> float | None:
    """Give a number inside a band: ``2 ans ou plus`` is 2, ``Moins de 2 ans`` just below 2.

    ``De 2 mois à moins de 4 mois`` is 2: the first number counts, and whether it is an upper bound.
    """
    if not label:
        return None
    found = _FIRST_NUMBER.search(label)
    if found is None:
        return None
    bound = 1.0 if found["one"] else float(found["digits"])
    is_upper = label.lower().startswith(_BELOW)
    return float(np.nextafter(bound, 0.0)) if is_upper else bound


def contract_of(case: Case, key: str) -> str | None:
    """Give the contract of a case under its clean name; an unknown word stays as it is."""
    word = case.text(key)
    return None if word is None else _CONTRACTS.get(word, word)


def absences_of(case: Case) -> list[dict[str, Json]]:
    """Give the absences that have a length: one without deducts nothing in the cases."""
    return [row for row in case.rows("absences") or [] if row.get("durationInMonth") is not None]


def kind_of(absence: dict[str, Json]) -> str:
    """Give the kind of an absence; an unknown key stays as it is, and is refused as a fact."""
    motive = cast("dict[str, Json]", absence["motif"])
    key = str(motive["key"])
    return _KINDS.get(key, key)


def length_of(absence: dict[str, Json]) -> float:
    """Give the length of an absence in months."""
    return float(cast("float", absence["durationInMonth"]))


def start_of(absence: dict[str, Json]) -> date | None:
    """Give the first day of an absence, or None where it is not given."""
    start = absence.get("startedAt")
    return date.fromisoformat(start) if isinstance(start, str) else None


def total(
    working: Working, rule: str, facts: Sequence[Mapping[str, FactValue]], *, on: date
) -> float:
    """Compute a rule for each record and add the values up."""
    return sum(working.compute(rule, row, on=on).value or 0.0 for row in facts)


def legal_seniority(
    working: Working, *, until: date | None, on: date, hired: date | None
) -> Outcome:
    """Compute the legal seniority of a case from the hire date to a day."""
    absences: list[dict[str, FactValue]] = [
        {"absence_kind": kind_of(row), "absence_length_months": length_of(row)}
        for row in absences_of(working.case)
    ]
    is_said = working.case.has("absences")
    facts: dict[str, FactValue | Outcome] = {
        "hire_date": hired,
        "leave_date": until,
        "absence_months": total(working, ABSENCE, absences, on=on) if is_said else None,
    }
    return working.compute("fr.seniority", facts, on=on)
