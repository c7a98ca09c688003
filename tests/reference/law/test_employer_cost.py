"""The official pay calculator's cases: every amount, the readings in which it leaves the texts."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from typer.testing import CliRunner

from accord import law
from accord.cli import app
from accord.law.cases import Case, answer_cases, read_cases
from accord.law.fr.payslip import amounts

FULL_H = 35 * 52 / 12
FAMILIES = ("fr.urssaf.employer_cost", "fr.urssaf.grid")


def cases_of(law_data, family):
    path = law_data / "law_cases" / f"{family}.json"
    if not path.is_file():
        pytest.skip(f"no outside cases {path.name}")
    return path, json.loads(path.read_text(encoding="utf-8"))


def differences(recorded, answers, *, within=None):
    found = {answer["id"]: answer for answer in answers}
    return [
        (case["id"], key, found[case["id"]]["values"].get(key), expected)
        for case in recorded
        for key, expected in case["expected"].items()
        if found[case["id"]]["needs"]
        or abs(found[case["id"]]["values"][key] - (expected or 0)) > (within or case["tolerance"])
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_command_answers_every_case_of_pay_within_its_tolerance(law_data, family):
    path, recorded = cases_of(law_data, family)
    command = ["law", "compute", family, "--cases", str(path), "--json"]
    written = CliRunner().invoke(app, command)
    assert written.exit_code == 0, written.output
    assert differences(recorded, json.loads(written.stdout)) == []


def test_the_grid_agrees_to_a_millionth_of_a_euro(law_data):
    path, recorded = cases_of(law_data, "fr.urssaf.grid")
    answers = [a.as_dict() for a in answer_cases(read_cases(path, "fr.urssaf.grid"))]
    assert differences(recorded, answers, within=1e-6) == []
    assert len(recorded) == 60


def test_overtime_relief_follows_the_old_age_rate_really_borne_above_the_ceiling(law_data):
    path, recorded = cases_of(law_data, "fr.urssaf.grid")
    answers = {a.case.id: a for a in answer_cases(read_cases(path, "fr.urssaf.grid"))}
    key = "overtime_relief_employee_plus_employer_month"
    limited = []
    for case in recorded:
        if not case["inputs"]["overtime_hours_month"]:
            continue
        answer = answers[case["id"]]
        assert answer.values[key] == pytest.approx(case["expected"][key], abs=1e-6)
        steps = {step.key: step.value for step in answer.outcomes[-1].trace if step.key}
        if steps["overtime_relief.rate"] < 0.1131 - 1e-9:
            limited.append(case["inputs"]["gross_month"])
    assert sorted(limited) == [4887, 4908]  # the two that a flat 11.31 % misses


def of_the_texts(recorded):
    """Compute cases of the grid as the texts count them: hours alone, no bases given."""
    day = date.fromisoformat(recorded[0]["inputs"]["date"])
    facts = {
        name: np.array([float(case["inputs"][key]) for case in recorded])
        for name, key in (
            ("gross", "gross_month"),
            ("overtime_h_month", "overtime_hours_month"),
            ("headcount", "headcount"),
            ("accident_share", "work_accident_rate"),
            ("is_executive", "executive"),
        )
    }
    gross = facts.pop("gross")
    paid = gross / FULL_H * 1.25 * facts["overtime_h_month"]
    zero = np.zeros(len(gross))
    none = ("complementary_pay_month", "is_fixed_term", "transport_share", "apprentice_share")
    none += ("in_kind_month", "exempt_month", "indemnity_month", "allowance_month")
    found = law.compute_table(
        "fr.pay.month",
        {
            **facts,
            **dict.fromkeys(none, zero),
            "gross_month": gross + paid,
            "overtime_pay_month": paid,
            "paid_h_month": zero + FULL_H,
            "plan_employer_month": zero + 20,
            "plan_employee_month": zero + 20,
        },
        on=day,
    )
    assert not found.needs
    return amounts(found)


def reduction_of_2026(gross, headcount, overtime_h, smic):
    """Give the general reduction of 2026 in closed form: D241-7, coefficient to four decimals.

    ``round4(0.02 + d × ((3 × smic × hours / gross − 1) / 2) ^ 1.75) × gross``, of the pay with its
    overtime; nothing from three times the minimum wage on.
    """
    share = np.where(headcount < 50, 0.3781, 0.3821)
    gap = np.maximum(3 * smic * (FULL_H + overtime_h) / gross - 1, 0) / 2
    return np.where(gap > 0, law.half_up(0.02 + share * gap**1.75, 4), 0) * gross


def of_the_grid(law_data, day):
    """Give the cases of a day, their inputs as columns, and what ``fr.pay.month`` makes of them.

    Cases whose overtime lifts the pay over the ceiling of 4,005 EUR are left out: there the
    calculator raises the ceiling with the hours, the texts do not (docs/background/payroll.md).
    """
    _, recorded = cases_of(law_data, "fr.urssaf.grid")
    found = [case for case in recorded if case["inputs"]["date"] == day]
    columns = {
        key: np.array([float(case["inputs"][key]) for case in found])
        for key in ("gross_month", "overtime_hours_month", "headcount")
    }
    columns["pay"] = columns["gross_month"] * (1 + 1.25 * columns["overtime_hours_month"] / FULL_H)
    kept = (columns["overtime_hours_month"] == 0) | (columns["pay"] <= 4005)
    cases = [case for case, is_kept in zip(found, kept, strict=True) if is_kept]
    left_out = columns["gross_month"][~kept].astype(int).tolist()
    return cases, {key: of[kept] for key, of in columns.items()}, left_out


def expected(cases, key):
    return np.array([case["expected"][key] or 0.0 for case in cases])


def test_the_month_that_prices_are_made_of_is_the_calculators_month_of_february(law_data):
    """``accord cost`` computes tables of ``fr.pay.month``: all lines agree, overtime included."""
    cases, columns, left_out = of_the_grid(law_data, "2026-02-01")
    of = of_the_texts(cases)
    overtime_relief = of["overtime_relief.employee"] + of["overtime_relief.employer"]
    assert (len(cases), (columns["overtime_hours_month"] > 0).sum()) == (25, 10)
    assert sorted(left_out) == [3748, 4242, 4284]
    for ours, key in (
        (of["employer_cost"], "employer_cost_month"),
        (of["employer_contributions"], "employer_contributions_month"),
        (of["general_reduction"], "general_reduction_month"),
        (of["net_before_tax"], "net_before_tax_month"),
        (overtime_relief, "overtime_relief_employee_plus_employer_month"),
    ):
        np.testing.assert_allclose(ours, expected(cases, key), atol=1e-6)


def test_since_the_decree_of_june_the_reduction_keeps_the_minimum_wage_of_january(law_data):
    """The month of June differs by the reduction alone: at 12.02 EUR, not at the 12.31 of June."""
    cases, columns, left_out = of_the_grid(law_data, "2026-06-01")
    of = of_the_texts(cases)
    assert (len(cases), sorted(left_out)) == (29, [4361, 4887, 4908])
    theirs = expected(cases, "general_reduction_month")
    facts = (columns["pay"], columns["headcount"], columns["overtime_hours_month"])
    np.testing.assert_allclose(of["general_reduction"], reduction_of_2026(*facts, 12.02), atol=1e-6)
    np.testing.assert_allclose(theirs, reduction_of_2026(*facts, 12.31), atol=1e-6)
    before = of["employer_cost"] + of["general_reduction"]
    np.testing.assert_allclose(before, expected(cases, "employer_cost_month") + theirs, atol=1e-6)
    np.testing.assert_allclose(
        of["net_before_tax"], expected(cases, "net_before_tax_month"), atol=1e-6
    )


@pytest.mark.parametrize(
    ("gross", "reduction"),
    [(2000, 635.60), (2200, 543.84), (2500, 433.75), (3000, 302.40), (4000, 158.80)],
)
def test_the_general_reduction_of_2026_for_300_people(gross, reduction):
    found = law.compute(
        "fr.relief.general",
        {"gross_month": gross, "headcount": 300, "paid_h_month": FULL_H, "overtime_h_month": 0},
        on=date(2026, 2, 1),
    )
    assert law.half_up(found.value) == reduction
    assert found.status == "checked"


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"salarié . contrat . salaire brut": "-2000 €/mois"}, "not negative"),
        ({"salarié . contrat . salaire brut": "2000 €/an"}, "its unit is €/mois"),
        ({"salarié . contrat . salaire": "2000 €/mois"}, "the keys that are read"),
        (
            {
                "salarié . contrat . salaire brut": "2000 €/mois",
                "salarié . convention collective": "'sport'",
            },
            "known branch agreements: HCR, compta",
        ),
        ({"salarié . activité partielle": "peut-être"}, "it is oui or non"),
        ({"salarié . activité partielle": "oui"}, "a gross pay, a cost or a net pay is needed"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_by_name(inputs, said):
    (answer,) = answer_cases([Case("x", "fr.urssaf.employer_cost", inputs)])
    assert said in answer.error
    assert answer.values == {}


def test_a_day_before_the_known_law_is_a_need_and_no_amount():
    inputs = {"date": "1997-06-01", "gross_month": 2000, "headcount": 50}
    case = Case("x", "fr.urssaf.grid", {**inputs, "work_accident_rate": 0.02})
    (answer,) = answer_cases([case])
    assert answer.values == {}
    assert answer.needs[0].fact == "date"
    assert "no value in force on 1997-06-01" in answer.needs[0].why
