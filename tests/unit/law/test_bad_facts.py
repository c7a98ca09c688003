"""Facts that cannot be are refused by name, with the rule and the article that asks for them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from accord import law
from accord.errors import FactError, NeedsError

ON = date(2024, 6, 1)
LEGAL = {
    "seniority_years": 12,
    "seniority_right_years": 12,
    "wage_month": 2500,
    "is_unfit_by_work": False,
}
METAL = {"seniority_years": 12, "age_years": 40, "wage_month": 9500}


def refused(rule: str, facts: dict[str, object], on: date = ON) -> FactError:
    with pytest.raises(FactError) as caught:
        law.compute(rule, facts, on=on)
    error = caught.value
    assert error.article
    assert error.article in str(error)
    assert error.fact in str(error)
    assert error.rule in str(error)
    return error


def test_negative_pay_is_refused_with_its_article():
    error = refused("fr.severance.legal", {**LEGAL, "wage_month": -200})
    assert str(error).startswith("wage_month is -200: it is at least 0.")
    assert "R1234-2" in error.article


def test_a_person_of_130_is_refused():
    error = refused("fr.severance.metal", {**METAL, "age_years": 130}, date(1999, 6, 1))
    assert "age_years is 130: it is at most 110" in str(error)


@pytest.mark.parametrize(
    ("rule", "facts", "words"),
    [
        (
            "uk.redundancy.pay",
            {"age_years": 20, "service_years": 10, "week_pay": 600},
            "service_years is 10: it is at most 7 (age_years 20 less 13)",
        ),
        (
            "fr.severance.metal",
            {"age_years": 30, "seniority_years": 50, "wage_month": 2500},
            "seniority_years is 50: it is at most 17 (age_years 30 less 13)",
        ),
        (
            "fr.severance.legal",
            {**LEGAL, "seniority_years": 2, "seniority_right_years": 30},
            "seniority_right_years is 30: it is at most 3 (seniority_years 2 plus 1)",
        ),
    ],
)
def test_facts_that_contradict_each_other_are_refused(rule, facts, words):
    on = date(1999, 6, 1) if rule == "fr.severance.metal" else ON
    assert words in str(refused(rule, facts, on))


def test_rows_of_a_table_are_bounded_each_by_its_own_age():
    facts = {"age_years": [20, 20, 33], "service_years": [7, 8, 20], "week_pay": [600] * 3}
    with pytest.raises(FactError) as caught:
        law.compute_table("uk.redundancy.pay", facts, on=ON)
    assert caught.value.rows == (1,)


def test_an_exit_before_the_hire_is_refused_with_both_dates():
    error = refused(
        "fr.seniority",
        {"hire_date": date(2020, 5, 2), "leave_date": date(2020, 5, 1), "absence_months": 0},
    )
    assert "leave_date is 2020-05-01: it is not before hire_date (2020-05-02)" in str(error)


def test_an_unknown_agreement_is_refused_with_those_known_and_how_to_add_one():
    error = refused("fr.severance.due", {**LEGAL, "agreement": "IDCC1486"})
    assert "known: none, metal" in str(error)
    assert "docs/howto/add-a-rule.md" in str(error)


@pytest.mark.parametrize(
    ("currency", "on", "is_refused"),
    [
        ("FRF", date(1998, 12, 31), False),
        ("EUR", date(1998, 12, 31), True),
        ("FRF", date(1999, 1, 1), False),
        ("EUR", date(1999, 1, 1), False),
        ("FRF", date(2001, 12, 31), False),
        ("FRF", date(2002, 1, 1), True),
        ("EUR", date(2002, 1, 1), False),
        ("FRF", ON, True),
        ("USD", ON, True),
    ],
)
def test_an_amount_is_in_a_currency_of_its_date(currency, on, is_refused):
    facts = {**METAL, "wage_month": law.Money(9500, currency)}
    facts |= {"seniority_right_years": 12, "is_economic": True, "is_unfit_by_work": False}
    if is_refused:
        error = refused("fr.severance.legal", facts, on)
        assert f"9500 {currency}" in str(error)
        assert "amounts of that date are in" in str(error)
    else:
        found = law.compute("fr.severance.legal", facts, on=on)
        assert found.currency == currency


def test_an_amount_without_currency_is_in_the_one_of_its_date():
    facts = {**LEGAL, "is_economic": False}
    for on, currency in ((date(1998, 6, 1), "FRF"), (date(2001, 6, 1), "FRF"), (ON, "EUR")):
        assert law.compute("fr.severance.legal", facts, on=on).currency == currency


def test_a_word_in_place_of_a_number_or_a_date_is_refused():
    assert "it is a number" in str(refused("fr.severance.legal", {**LEGAL, "seniority_years": "x"}))
    service = {"hire_date": "tomorrow", "leave_date": ON, "absence_months": 0}
    assert "it is a date" in str(refused("fr.seniority", service))
    assert "it is yes or no" in str(refused("fr.severance.legal", {**LEGAL, "is_unfit_by_work": 2}))


def test_the_rows_of_a_table_that_cannot_be_are_named():
    table = {name: np.full(5, float(value)) for name, value in LEGAL.items()}
    table["wage_month"][[2, 4]] = -1.0
    with pytest.raises(FactError, match=r"wage_month is -1 \(row 2, 4\)") as caught:
        law.compute_table("fr.severance.legal", table, on=ON)
    assert caught.value.rows == (2, 4)


def test_a_missing_fact_is_a_need_with_its_reason_in_both_languages_and_the_article():
    found = law.compute("fr.severance.legal", {**LEGAL, "wage_month": None}, on=ON)
    (need,) = found.needs
    assert (need.fact, found.value) == ("wage_month", None)
    assert "R1234-2" in need.article
    assert need.told("en").startswith("wage_month is needed: the amount is in months")
    assert need.told("fr").startswith("wage_month est nécessaire : le montant est en mois")


def test_a_date_without_law_is_a_need_that_says_from_when_law_is_known():
    found = law.compute("fr.severance.metal", METAL, on=date(2024, 1, 1))
    (need,) = found.needs
    assert need.fact == "on"
    assert "known from 1987-07-01, to 2023-12-31" in need.why
    assert "connu depuis le 1987-07-01, jusqu'au 2023-12-31" in need.why_fr
    assert "art. 33" in need.article


def test_an_unknown_rule_country_or_parameter_says_what_is_known():
    with pytest.raises(NeedsError, match=r"no rule 'fr\.severance\.levy'"):
        law.compute("fr.severance.levy", {}, on=ON)
    with pytest.raises(NeedsError, match="no law pack 'it'"):
        law.compute("it.severance", {}, on=ON)
    with pytest.raises(NeedsError, match="no parameter"):
        law.parameter("fr.severance.levy", ON)


def test_a_fact_is_asked_only_under_the_condition_of_the_law():
    """Pension readiness counts from 61 on, age only for executives."""
    facts = {**LEGAL, "metal_group": "G", "is_for_long_absence": False, "was_executive": False}
    rule = "fr.severance.idcc3248"
    asked = {
        age: {n.fact for n in law.compute(rule, {**facts, "age_years": age}, on=ON).needs}
        for age in (60, 61)
    }
    assert asked == {60: set(), 61: {"is_pension_ready"}}
    staff = law.compute(rule, {**facts, "metal_group": "C"}, on=ON)
    assert staff.needs == ()
    assert {n.fact for n in law.compute(rule, facts, on=ON).needs} == {"age_years"}


def test_what_the_law_of_a_time_did_not_ask_is_not_asked():
    """The motive counted between 2002 and 2008 only, unfitness by work from 1981."""
    days = (date(1975, 1, 1), date(1999, 1, 1), date(2005, 1, 1), ON)
    asked = [{f.name for f in law.facts_of("fr.severance.legal", day)} for day in days]
    assert ["is_economic" in names for names in asked] == [False, False, True, False]
    assert ["is_unfit_by_work" in names for names in asked] == [False, True, True, True]


def test_where_the_law_gives_no_right_the_amount_is_zero_and_the_reason_is_told():
    found = law.compute("fr.severance.legal", {**LEGAL, "seniority_right_years": 0.5}, on=ON)
    assert found.value == 0.0
    (refusal,) = found.refusals
    assert "less than 0.6667 years of service" in refusal.why
    assert "L1234-9" in refusal.article
    assert "nothing is due" in found.explain("en")
    assert "rien n'est dû" in found.explain("fr")


def test_what_a_joined_csp_costs_needs_the_contributions_on_the_notice():
    facts = {"headcount": 180, "is_insolvent": False, "is_csp_joined": True, "wage_month": 2500}
    facts |= {"seniority_years": 5, "notice_months": 2}
    found = law.compute("fr.dismissal.csp_financing", facts, on=date(2026, 3, 1))
    assert found.value is None
    (need,) = found.needs
    assert need.fact == "employer_contributions_month"
    assert "L1233-69" in need.article
    raised = {**facts, "employer_contributions_month": 1000}
    outcome = law.compute("fr.dismissal.csp_financing", raised, on=date(2026, 3, 1))
    assert outcome.value == 7000
    assert "raised by the employer's contributions = 3500 EUR/month" in outcome.explain()
