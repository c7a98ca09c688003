"""A derivation reads in French and in English: bands, articles, dates of the parameters."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from accord import law
from accord.law.parameters import number
from accord.law.wording import number_words, unit_words

WORKED = Path(__file__).parents[2] / "reference" / "law" / "worked_cases.yaml"
CASES = yaml.safe_load(WORKED.read_text(encoding="utf-8"))
FACTS = {
    "seniority_years": 30,
    "seniority_right_years": 30,
    "wage_month": law.Money(9500, "FRF"),
    "is_unfit_by_work": False,
}


def test_an_english_derivation_names_bands_article_date_and_currency():
    text = law.compute("fr.severance.legal", FACTS, on=date(1999, 6, 1)).explain("en")
    assert text.splitlines() == [
        "legal severance pay, fr.severance.legal on 1999-06-01 (draft)",
        "  months of pay by bands of service (1/10 month a year, 1/6 month a year from 10) = "
        "4.333333333 month [R122-2 ; L122-32-6 ; accord du 10 décembre 1977, art. 5, in force "
        "since 1991-05-07]",
        "  months × reference pay, rounded half up to the cent = 41166.67 FRF [R122-2 ; "
        "L122-32-6 ; accord du 10 décembre 1977, art. 5, in force since 1991-05-07]",
        "  = 41166.67 FRF",
    ]


def test_a_french_derivation_has_french_words_numbers_and_status():
    text = law.compute("fr.severance.legal", FACTS, on=date(1999, 6, 1)).explain("fr")
    assert text.startswith("indemnité légale de licenciement, fr.severance.legal au 1999-06-01")
    assert "(à vérifier)" in text
    assert "1/10 mois par an, 1/6 mois par an dès 10 ans) = 4,333333333 mois [" in text
    assert "en vigueur depuis le 1991-05-07" in text
    assert text.endswith("= 41166,67 FRF")


def test_a_language_that_has_no_words_is_refused():
    with pytest.raises(ValueError, match="no words in 'de'"):
        law.compute("fr.severance.legal", FACTS, on=date(1999, 6, 1)).explain("de")


@pytest.mark.parametrize(
    ("unit", "french", "english"),
    [
        ("money", "EUR", "EUR"),
        ("money/month", "EUR/mois", "EUR/month"),
        ("h/week", "h/semaine", "h/week"),
        ("ratio", "", ""),
        ("yes (1) or no (0)", "oui (1) ou non (0)", "yes (1) or no (0)"),
        ("furlong", "furlong", "furlong"),
    ],
)
def test_units_have_words(unit, french, english):
    assert unit_words(unit, "fr", "EUR") == french
    assert unit_words(unit, "en", "EUR") == english


def test_numbers_keep_the_digits_that_matter():
    assert number_words(3.9166666666666665, "en") == "3.916666667"
    assert number_words(1234.5, "fr") == "1234,5"


def facts_of(case: dict[str, object]) -> dict[str, object]:
    return {
        k: number(v) if isinstance(v, str) and "/" in v else v for k, v in case["facts"].items()
    }


ENDINGS = ("fr.severance", "fr.seniority", "fr.notice", "fr.job_search", "fr.fixed_term", "fr.levy")


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["rule"].startswith(ENDINGS)], ids=lambda c: c["name"]
)
def test_every_step_of_the_ending_of_contracts_is_told_in_french(case):
    found = law.compute(case["rule"], facts_of(case), on=case["date"])
    assert found.trace
    for step in found.trace:
        assert step.label_fr
        assert step.label_fr != step.label
        assert step.source.parameter in law.pack("fr")
        assert step.source.since <= case["date"]
    assert not re.search(r"\b(the|months|years|pay)\b", found.explain("fr"))


METAL_STAFF = {
    "seniority_years": 10,
    "seniority_right_years": 10,
    "age_years": 55,
    "wage_month": 2500,
    "is_economic": False,
    "is_unfit_by_work": False,
    "metal_group": "C",
    "was_executive": False,
    "is_pension_ready": False,
    "is_for_long_absence": False,
    "is_disabled": False,
}


def told(rule, on, **facts):
    return law.compute(rule, {**METAL_STAFF, **facts}, on=on).explain()


def test_a_machinist_is_not_told_the_scale_of_groups_f_to_i():
    text = told("fr.severance.due", date(2026, 3, 1), agreement="metal")
    assert "groups A to E: legal scale" in text
    assert "F to I" not in text
    assert "surcharge of age" not in text
    assert "floor of age" not in text
    assert text.endswith("= 6250 EUR")  # 10 x 1/4 x 2 500


def test_an_engineer_is_told_the_scale_of_groups_f_to_i_alone():
    text = told("fr.severance.due", date(2026, 3, 1), agreement="metal", metal_group="F")
    assert "groups A to E" not in text
    # 7 x 1/5 + 3 x 3/5 = 3.2 months, x 1.3 is 4.16, at least 6 at 55
    assert "from 8 years 1/5 month a year, 3/5 month a year from 7 = 8000 EUR" in text
    assert text.endswith("= 15000 EUR")


def test_a_former_executive_is_told_both_scales():
    text = told("fr.severance.due", date(2026, 3, 1), agreement="metal", was_executive=True)
    assert "groups A to E: legal scale" in text
    assert "groups F to I" in text


@pytest.mark.parametrize("on", [date(1999, 3, 1), date(2026, 3, 1)])
@pytest.mark.parametrize("rule", ["fr.severance.due", "fr.notice.due"])
def test_who_has_no_agreement_is_told_none_of_its_steps(rule, on):
    text = told(rule, on, agreement="none")
    assert "métallurgie" not in text
    assert "group" not in text


def test_a_surcharge_that_is_not_due_is_no_step():
    on = date(2026, 3, 1)
    assert "absence shorter" not in told("fr.severance.due", on, agreement="metal")
    absent = {"is_for_long_absence": True, "long_absence_months": 2}
    assert "× 1.5" in told("fr.severance.due", on, agreement="metal", **absent)


PEOPLE = [
    {"agreement": "none"},
    {"agreement": "metal"},
    {"agreement": "metal", "metal_group": "H"},
    {"agreement": "metal", "was_executive": True},
    {"agreement": "metal", "is_for_long_absence": True, "long_absence_months": 2},
    {"agreement": "none", "is_unfit_by_work": True},
    {"agreement": "none", "seniority_right_years": 0.5, "seniority_years": 0.5},
]


@pytest.mark.parametrize("on", [date(1999, 3, 1), date(2026, 3, 1)])
def test_a_row_of_a_table_has_the_derivation_that_it_has_alone(on):
    rows = [{**METAL_STAFF, "long_absence_months": None, **person} for person in PEOPLE]
    table = law.compute_table("fr.severance.due", {k: [r[k] for r in rows] for k in rows[0]}, on=on)
    for i_row, facts in enumerate(rows):
        alone = law.compute("fr.severance.due", facts, on=on)
        together = table.row(i_row)
        assert together.trace == alone.trace
        assert together.refusals == alone.refusals
        assert together.value == alone.value


def test_the_base_of_the_robien_aid_is_named_only_while_it_was_paid():
    facts = payslip(2400.0)
    assert "Robien" not in law.compute("fr.pay.month", facts, on=date(2026, 2, 1)).explain("fr")
    before = {**facts, "relief_month": 0.0}
    then = law.compute("fr.pay.month_before_2005", before, on=date(1999, 2, 1))
    assert "dont base Robien" in then.explain("fr")


def test_a_month_of_pay_in_a_table_has_the_lines_that_it_has_alone():
    people = [
        payslip(2400.0),
        payslip(2400.0, is_executive=True),
        payslip(9000.0, is_executive=True),
        payslip(1200.0, indemnity_month=900.0, paid_h_month=80.0),
        payslip(2400.0, is_fixed_term=True),
    ]
    on = date(2026, 2, 1)
    columns = {name: [facts[name] for facts in people] for name in people[0]}
    table = law.compute_table("fr.pay.month", columns, on=on)
    for i_row, facts in enumerate(people):
        assert table.row(i_row).trace == law.compute("fr.pay.month", facts, on=on).trace


def payslip(gross, **other):
    """Give the facts of a month of pay; a plain one where nothing is said."""
    none = ("overtime_h_month", "overtime_pay_month", "complementary_pay_month", "in_kind_month",
            "exempt_month", "indemnity_month", "allowance_month", "transport_share")  # fmt: skip
    plain = dict.fromkeys(none, 0.0)
    plain |= {"is_executive": False, "is_fixed_term": False, "accident_share": 0.02}
    plain |= {"plan_employer_month": 20.0, "plan_employee_month": 20.0, "apprentice_share": 0.03}
    return {**plain, "gross_month": gross, "headcount": 120, "paid_h_month": 455 / 3, **other}
