"""Facts of early exit and of dismissal that are missing or cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from accord import law
from accord.errors import FactError

ARPE = {
    "birth_date": date(1940, 6, 15),
    "exit_date": date(1999, 6, 30),
    "work_start": date(1958, 9, 1),
    "pension_quarters": 160,
    "insured_years": 30,
    "is_employer_agreed": True,
    "is_hire_promised": True,
}
ON = date(1999, 6, 30)


def refused(rule, facts, on=ON):
    with pytest.raises(FactError) as caught:
        law.compute(rule, facts, on=on)
    assert caught.value.article in str(caught.value)
    assert caught.value.article
    return str(caught.value)


@pytest.mark.parametrize("fact", list(ARPE))
def test_a_missing_fact_is_a_need_with_its_reason_in_both_languages(fact):
    found = law.compute("fr.early_exit.arpe", {**ARPE, fact: None}, on=ON)
    (need,) = found.needs
    assert (need.fact, found.value) == (fact, None)
    assert need.told("en").startswith(f"{fact} is needed: ")
    assert need.told("fr").startswith(f"{fact} est nécessaire : ")
    assert "Accord du 22 décembre 1998" in need.article


def test_a_person_of_130_is_refused_with_both_dates():
    said = refused("fr.early_exit.arpe", {**ARPE, "birth_date": date(1869, 6, 15)})
    assert "exit_date is 1999-06-30: it is at most 110 years after birth_date (1869-06-15)" in said
    law.compute("fr.early_exit.arpe", {**ARPE, "birth_date": date(1889, 6, 30)}, on=ON)


def test_work_or_exit_before_birth_is_refused():
    said = refused("fr.early_exit.arpe", {**ARPE, "work_start": date(1940, 6, 14)})
    assert "work_start is 1940-06-14: it is not before birth_date (1940-06-15)" in said
    assert "exit_date" in refused("fr.early_exit.arpe", {**ARPE, "exit_date": date(1939, 1, 1)})


@pytest.mark.parametrize(
    ("rule", "facts", "seen"),
    [
        ("fr.early_exit.arpe", {**ARPE, "pension_quarters": -1}, "pension_quarters is -1"),
        ("fr.early_exit.arpe", {**ARPE, "insured_years": 99}, "it is at most 80"),
        ("fr.early_exit.arpe_allowance", {"reference_pay_month": -5}, "it is at least 0"),
        ("fr.levy.delalande", {"age_years": 130, "headcount": 9, "wage_month": 1}, "at most 110"),
        ("fr.dismissal.regime", {"dismissals_30_days": -2, "headcount": 9}, "is -2"),
        ("fr.dismissal.regime", {"dismissals_30_days": 2, "headcount": -9}, "headcount is -9"),
    ],
)
def test_a_number_that_cannot_be_is_refused_by_name(rule, facts, seen):
    assert seen in refused(rule, facts)


def test_an_unknown_exemption_is_refused_with_those_known():
    facts = {"age_years": 57, "headcount": 180, "wage_month": 9500, "exemption": "luck"}
    assert "known: none, gross_misconduct" in refused("fr.levy.delalande_due", facts)


def test_euros_are_refused_for_1998_and_francs_for_2026():
    pay = {"reference_pay_month": law.Money(1500, "EUR"), "least_allowance_month": 0}
    said = refused("fr.early_exit.asfne_allowance", pay, date(1998, 12, 1))
    assert "amounts of that date are in FRF" in said
    said = refused(
        "fr.dismissal.redeployment_pay",
        {"mean_pay_month": law.Money(9500, "FRF")},
        date(2026, 6, 1),
    )
    assert "amounts of that date are in EUR" in said


def test_pay_above_the_ceiling_of_social_security_is_a_need_of_the_arpe():
    """The source gives the allowance up to the ceiling only; nothing is guessed beyond it."""
    on = date(1999, 6, 1)
    at = law.compute("fr.early_exit.arpe_allowance", {"reference_pay_month": 14_470}, on=on)
    assert at.value == 9405.5
    above = law.compute("fr.early_exit.arpe_allowance", {"reference_pay_month": 14_471}, on=on)
    assert above.value is None
    assert "above the ceiling (14470)" in above.needs[0].why


def test_every_reason_against_an_exit_is_told():
    facts = {**ARPE, "pension_quarters": 100, "insured_years": 3, "is_hire_promised": False}
    found = law.compute("fr.early_exit.arpe", facts, on=ON)
    assert found.value == 0
    assert [r.why for r in found.refusals] == [
        "none of the ways in",
        "insured for less than 12 years",
        "no hire in return",
    ]


def test_quarters_are_asked_of_a_disabled_worker_only():
    facts = {
        "birth_date": date(1943, 1, 1),
        "exit_date": date(2000, 6, 30),
        "has_branch_agreement": True,
        "has_company_agreement": True,
        "agreed_age_years": 57,
        "seniority_years": 30,
        "is_pension_ready": False,
        "line_or_shift_years": 0,
        "night_years": 0,
    }
    on = date(2000, 6, 30)
    asked = {
        is_disabled: [
            need.fact
            for need in law.compute(
                "fr.early_exit.cats", {**facts, "is_disabled": is_disabled}, on=on
            ).needs
        ]
        for is_disabled in (False, True)
    }
    assert asked == {False: [], True: ["pension_quarters"]}


def test_a_table_of_people_gives_the_same_as_each_of_them():
    """The columns of a plant's people table: birth, start of work, quarters."""
    people = {
        "birth_date": [date(1940, 6, 15), date(1943, 6, 30), date(1950, 1, 1)],
        "work_start": [date(1958, 9, 1), date(1958, 6, 29), date(1968, 1, 1)],
        "pension_quarters": [160, 168, 120],
    }
    firm = {"exit_date": ON, "insured_years": 20, "is_employer_agreed": 1, "is_hire_promised": 1}
    table = law.compute_table(
        "fr.early_exit.arpe", {**people, **{n: [v] * 3 for n, v in firm.items()}}, on=ON
    )
    assert table.values.tolist() == [1, 1, 0]
    for i_row in range(3):
        one = {name: column[i_row] for name, column in people.items()}
        found = law.compute("fr.early_exit.arpe", {**one, **firm}, on=ON)
        assert found.value == table.values[i_row]
        assert found.refusals == table.row(i_row).refusals


def test_a_derivation_begins_with_the_title_in_its_language():
    found = law.compute("fr.early_exit.arpe", ARPE, on=ON)
    assert found.explain("fr").startswith("allocation de remplacement pour l'emploi (ARPE), ")
    assert found.explain("en").startswith("early exit against hiring (ARPE), ")
