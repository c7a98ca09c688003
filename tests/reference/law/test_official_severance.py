"""French severance and seniority against the tests and outputs of the official calculator.

Cases: ``law_cases`` (SocialGouv/code-du-travail-numerique, commit and test named in each case).
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from accord import law

CENT = 0.0051
# Which absences are deducted belongs to the case files' reading notes, not to the engine.
DEDUCTED = {
    "absenceMaladieNonPro": 1.0,
    "absenceAccidentTrajet": 1.0,
    "absenceCongesSabbatique": 1.0,
    "absenceCongesCreationEntreprise": 1.0,
    "absenceCongesSansSolde": 1.0,
    "absenceGreve": 1.0,
    "absenceMiseAPied": 1.0,
    "absenceCongesParentalEducation": 0.5,
}


def cases(folder, name):
    return json.loads((folder / "law_cases" / f"{name}.json").read_text(encoding="utf-8"))


def deducted_months(absences) -> float:
    return sum(
        (a.get("durationInMonth") or 0) * DEDUCTED.get(a["motif"]["key"], 0.0) for a in absences
    )


def service_years(hired: str, left: str, months: float) -> float:
    found = law.compute(
        "fr.seniority",
        {
            "hire_date": date.fromisoformat(hired),
            "leave_date": date.fromisoformat(left),
            "absence_months": months,
        },
        on=date.fromisoformat(left),
    )
    assert found.value is not None
    return found.value


def severance(years: float, right_years: float, inputs: dict, on: date) -> float:
    found = law.compute(
        "fr.severance.legal",
        {
            "seniority_years": years,
            "seniority_right_years": right_years,
            "wage_month": float(inputs["ref_salary"]),
            "is_economic": False,
            "is_unfit_by_work": inputs["work_related_unfitness"],
        },
        on=on,
    )
    assert found.value is not None, found.explain()
    return found.value


def test_every_official_seniority_is_exact(law_data):
    found = cases(law_data, "fr.legal.severance.seniority")
    assert found
    for case in found:
        inputs = case["inputs"]
        years = service_years(
            inputs["dateEntree"], inputs["dateSortie"], deducted_months(inputs["absences"])
        )
        assert years == pytest.approx(case["expected"]["result"]["value"], abs=1e-9), case["id"]


def years_of(inputs: dict) -> tuple[float, float]:
    """Service for the amount and for the right: as given, or from the dates."""
    if "seniority_years" in inputs:
        return float(inputs["seniority_years"]), float(inputs["seniority_right_years"])
    months = deducted_months(inputs["absences"])
    amount = service_years(inputs["hire_date"], inputs["leave_date"], months)
    return amount, service_years(inputs["hire_date"], inputs["notification_date"], months)


def test_every_official_severance_with_a_reference_pay_is_exact_to_the_cent(law_data):
    found = [
        case for case in cases(law_data, "fr.legal.severance") if "ref_salary" in case["inputs"]
    ]
    assert len(found) == 17  # of 19; the other two give months of pay, or none at all
    for case in found:
        value = severance(*years_of(case["inputs"]), case["inputs"], date(2024, 1, 1))
        # a refusal is worth nothing; its French wording is not compared
        expected = case["expected"].get("result", {"value": 0.0})["value"]
        assert value == pytest.approx(expected, abs=CENT), case["id"]


def test_every_official_output_from_dates_is_exact_to_the_cent(law_data):
    found = cases(law_data, "fr.legal.severance.grid")
    assert len(found) == 60
    num_compared = 0
    for case in found:
        inputs = case["inputs"]
        if "result" not in case["expected"] or inputs["gross_misconduct"]:
            continue
        value = severance(
            *years_of(inputs), inputs, date.fromisoformat(inputs["notification_date"])
        )
        assert value == pytest.approx(case["expected"]["result"]["value"], abs=CENT), case["id"]
        num_compared += 1
    assert num_compared >= 50
