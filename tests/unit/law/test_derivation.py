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
