"""Every official case of every family, through the function of the command.

Cases: outside data ``law_cases`` (repository, commit, path and licence named in each case): tests
of the public calculators of the French labour ministry, URSSAF and gov.uk, and outputs of the first
two on random people. They are read, never committed.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from accord.cli import app
from accord.law.cases import INELIGIBLE, answer_cases, families, read_cases

CENT, EXACT = 0.0051, 1e-9
AS_FRACTIONS = ("seniority", "reference_salary")
NAMES = sorted(families())


@cache
def recorded(path: Path) -> dict[str, dict[str, object]]:
    return {case["id"]: case for case in json.loads(path.read_text(encoding="utf-8"))}


@pytest.fixture(params=NAMES)
def family(request, law_data) -> tuple[str, Path]:
    path = law_data / "law_cases" / f"{request.param}.json"
    if not path.is_file():
        pytest.skip(f"no outside cases {path.name}")
    return request.param, path


def tolerance(name: str, case: dict[str, object]) -> float:
    """Tolerance of a case; the README's where it states none."""
    if case.get("tolerance") is not None:
        return float(case["tolerance"])
    return EXACT if name.rpartition(".")[2].startswith(AS_FRACTIONS) else CENT


def agrees(found: object, expected: object, within: float) -> bool:
    if expected is None:  # a null amount means zero
        expected = 0
    if isinstance(expected, (str, bool)):
        return found == expected
    is_number = isinstance(found, (int, float)) and not isinstance(found, bool)
    return is_number and abs(found - expected) <= within


def differences(name: str, answers: list[dict[str, object]], path: Path) -> list[str]:
    cases = recorded(path)
    assert [a["id"] for a in answers] == list(cases)
    wrong = []
    for answer in answers:
        case = cases[answer["id"]]
        expected, within = case["expected"], tolerance(name, case)
        values = answer["values"]
        for key, wanted in expected.items():
            if key == INELIGIBLE:
                is_right = values == {INELIGIBLE: True} and bool(answer["refusals"])
            else:
                is_amount = isinstance(wanted, dict) and "value" in wanted
                is_right = agrees(values.get(key), wanted["value"] if is_amount else wanted, within)
                if key in {"result", "agreement"}:
                    is_right &= agrees(answer["value"], wanted["value"], within)
            if not is_right:
                wrong.append(f"{answer['id']} {key}: {values} instead of {wanted}")
    return wrong


def test_every_case_of_the_family_has_its_expected_value(family):
    name, path = family
    answers = [answer.as_dict() for answer in answer_cases(read_cases(path, name))]
    assert answers
    assert differences(name, answers, path) == []


def test_every_answer_carries_a_trace_with_articles_and_dates_and_no_need(family):
    name, path = family
    for answer in answer_cases(read_cases(path, name)):
        assert answer.needs == ()
        assert answer.error == ""
        steps = [step for outcome in answer.outcomes for step in outcome.trace]
        assert steps
        assert all(step.article and step.source.since and step.source.status for step in steps)


def test_every_official_case_names_its_repository_commit_and_path(family):
    _, path = family
    for case in recorded(path).values():
        assert {"repo", "commit", "path"} <= {k for k, v in case["source"].items() if v}


def test_every_family_of_the_outside_data_is_answered(law_data):
    files = {path.stem for path in (law_data / "law_cases").glob("[a-z]*.*.json")}
    assert files <= set(NAMES)


def test_the_command_writes_one_list_in_the_cases_own_keys(law_data):
    path = law_data / "law_cases" / "fr.legal.severance.json"
    run = CliRunner().invoke(
        app, ["law", "compute", "fr.legal.severance", "--cases", str(path), "--json"]
    )
    assert run.exit_code == 0
    answers = json.loads(run.stdout)
    assert {"id", "values", "unit", "needs", "trace"} <= set(answers[0])
    assert differences("fr.legal.severance", answers, path) == []


@pytest.mark.parametrize(
    ("name", "key", "fact"),
    [
        ("fr.legal.severance", "ref_salary", "wage_month"),
        ("fr.legal.severance", "seniority_right_years", "seniority_right_years"),
        ("fr.legal.severance", "work_related_unfitness", "is_unfit_by_work"),
        ("fr.legal.severance.grid", "hire_date", "hire_date"),
        ("fr.legal.severance.grid", "absences", "absence_months"),
        ("fr.legal.severance.grid", "gross_misconduct", "is_gross_misconduct"),
        ("fr.legal.severance.grid", "contract_type", "contract"),
        ("fr.legal.severance.seniority", "dateSortie", "leave_date"),
        ("fr.idcc3248.severance.seniority", "categoriePro", "metal_group"),
        ("fr.idcc3248.severance.grid", "ref_salary_agreement", "wage_month"),
        ("fr.legal.notice_retirement", "disabled", "is_disabled"),
        ("fr.idcc3248.notice_resignation", "convention collective . métallurgie . groupe",
         "metal_group"),
        ("fr.legal.fixed_term_end_bonus", "type de cdd", "fixed_term_kind"),
        ("fr.legal.fixed_term_end_bonus", "refusCDIFindeContrat", "contract_end"),
        ("fr.legal.severance.reference_salary", "salaires", "pay_quarter"),
        ("fr.legal.mutual_termination", "contract_type", "contract"),
        ("fr.idcc3248.mutual_termination", "salary_periods", "wage_month"),
        ("uk.statutory_redundancy_pay", "weekly_cap", "cap_week"),
        ("uk.statutory_redundancy_pay", "age", "age_years"),
        ("uk.state_pension_age", "birth_date", "birth_date"),
    ],
)  # fmt: skip
def test_a_fact_taken_out_of_a_case_is_asked_for_by_name(law_data, name, key, fact):
    path = law_data / "law_cases" / f"{name}.json"
    num_asked = 0
    for case in read_cases(path, name):
        if case.has(key):
            del case.inputs[key]
            (answer,) = answer_cases([case])
            asked = {need.fact for need in answer.needs}
            if fact in asked:
                assert answer.values == {}
                assert all(need.article and need.why for need in answer.needs)
                num_asked += 1
    assert num_asked > 0


def test_an_absence_without_its_start_is_asked_for_where_the_contract_in_days_came_later(law_data):
    path = law_data / "law_cases" / "fr.idcc3248.severance.seniority.json"
    asked = []
    for case in read_cases(path, "fr.idcc3248.severance.seniority"):
        for absence in case.rows("absences") or []:
            absence.pop("startedAt", None)
        (answer,) = answer_cases([case])
        asked += [need.fact for need in answer.needs]
    assert set(asked) == {"day_contract_absence_months"}


def test_a_fixed_term_contract_has_no_mutual_termination_and_no_severance(law_data):
    for name in ("fr.legal.mutual_termination", "fr.legal.severance"):
        path = law_data / "law_cases" / f"{name}.json"
        dated = [case for case in read_cases(path, name) if case.has("contract_type")]
        assert dated
        for case in dated:
            case.inputs["contract_type"] = "cdd"
            (answer,) = answer_cases([case])
            assert answer.values == {INELIGIBLE: True}
            refusals = [r for outcome in answer.outcomes for r in outcome.refusals]
            assert "the contract is not permanent" in {r.why for r in refusals}
