"""Facts that cannot be are refused by name, with what is wrong and the article that asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.errors import FactError
from accord.plant.applied import apply
from accord.plant.records import Exit

ON = date(1998, 5, 4)


def priced(plant, scenario, workload):
    return cost.price(apply(plant, scenario), scenario, workload)


def with_first(plant, **changes):
    return replace(plant, people=(replace(plant.people[0], **changes), *plant.people[1:]))


@pytest.mark.parametrize(
    ("changes", "fact", "rule", "article"),
    [
        ({"wage_month": -100.0}, "wage_month", "at least 0", "78-49"),
        ({"birth_date": date(1869, 1, 1)}, "birth_date", "at most 110", "L321-13"),
        ({"hire_date": date(2000, 3, 1)}, "exit", "before the day of hire", "L1234-8"),
        ({"contract": "foo"}, "contract", "permanent, cdi", "L1242-1"),
        ({"contract": "Durée déterminée ?"}, "contract", "column contract", "L1242-1"),
    ],
)
def test_a_fact_that_cannot_be_names_the_person_the_rule_and_the_article(
    stamping, twelve_layoffs, no_workload, *, changes, fact, rule, article
):
    with pytest.raises(FactError) as caught:
        priced(with_first(stamping, **changes), twelve_layoffs, no_workload)
    assert caught.value.fact == fact
    message = str(caught.value)
    assert "L00" in message
    assert rule in message
    assert article in message


@pytest.mark.parametrize(
    ("currency", "start", "known"),
    [("FRF", date(2003, 9, 1), "EUR"), ("EUR", date(1998, 9, 1), "FRF"), ("USD", None, "FRF")],
)
def test_money_of_another_time_is_refused(
    stamping, twelve_layoffs, no_workload, *, currency, start, known
):
    scenario = replace(twelve_layoffs, start=start or twelve_layoffs.start, exits=())
    with pytest.raises(FactError, match=rf"currency is {currency}.*in {known}"):
        priced(replace(stamping, currency=currency, on=ON), scenario, no_workload)


@pytest.mark.parametrize(
    ("people", "hours", "words"),
    [
        (["Z9"], 1.0, "person is Z9"),
        (["E000"], -1.0, "overtime_h is -1: it is from 0 to the 744 h of 1999-10"),
        (["E000"], float("nan"), "overtime_h is nan"),
        (["E000"], float("inf"), "overtime_h is inf"),
        (["E000"], 745.0, "overtime_h is 745"),  # October has 31 x 24 hours
        (["E001", "E000", "E000"], 8.0, "person is E000 twice in 1999-10"),
    ],
)
def test_overtime_that_nobody_works_is_refused(stamping, twelve_layoffs, people, hours, words):
    table = {"person": people, "month": date(1999, 10, 1), "overtime_h": hours}
    with pytest.raises(FactError, match=words):
        priced(stamping, twelve_layoffs, pl.DataFrame(table))


def test_an_unknown_agreement_is_named_in_the_need(stamping, twelve_layoffs, no_workload):
    toys = replace(stamping, branch_agreement="toys")
    (need,) = priced(toys, twelve_layoffs, no_workload).needs
    assert (need.fact, need.article) == ("branch_agreement", "L122-9, L132-4")
    assert "'toys' is not known" in need.why


def test_somebody_who_leaves_after_the_months_priced_changes_nothing(
    stamping, twelve_layoffs, no_workload
):
    late = replace(twelve_layoffs, exits=(Exit("L00", date(2008, 1, 15), "leaver"),))
    found = priced(stamping, late, no_workload)
    assert not [x for x in found.lines if x.id.startswith("leavers.")]


def test_who_is_hired_after_the_start_stands_in_the_hires(stamping, twelve_layoffs, no_workload):
    kept = replace(twelve_layoffs, exits=())
    eve = with_first(stamping, hire_date=kept.start)
    assert not [n for n in priced(eve, kept, no_workload).needs if n.fact == "hire_date"]
    late = with_first(stamping, hire_date=date(1999, 9, 2))
    with pytest.raises(FactError, match=r"hire_date is 1999-09-02 \(person L00\).*its hires"):
        priced(late, kept, no_workload)


def test_a_start_in_a_year_whose_law_nobody_knows_is_refused_and_later_months_are_told(
    stamping, twelve_layoffs, no_workload
):
    young = tuple(replace(p, birth_date=date(2000, 1, 1)) for p in stamping.people)
    now = replace(stamping, on=date(2026, 1, 5), currency="EUR", people=young)
    kept = replace(twelve_layoffs, exits=(), investment=(), start=date(2026, 9, 7))
    said = {note for pair in priced(now, kept, no_workload).notes for note in pair}
    assert any("law as last read on" in note and "A-18" in note for note in said)
    assert any("droit lu en dernier" in note for note in said)
    with pytest.raises(FactError, match=r"from is 2045-01-02 \(scenario S5\).*last read"):
        priced(now, replace(kept, start=date(2045, 1, 2)), no_workload)
    then = priced(stamping, replace(kept, start=date(1999, 9, 1)), no_workload)
    assert not [en for _, en in then.notes if "last read" in en]


@pytest.mark.parametrize(
    ("changes", "english", "french"),
    [
        ({"category": ""}, "Category not given", "Catégorie non indiquée"),
        ({"category": "chef de file"}, "Unknown category", "Catégorie inconnue"),
        ({"contract": ""}, "Contract not given", "Contrat non indiqué"),
        ({"contract": "CDD"}, "Fixed-term contracts without an end", "sans fin"),
    ],
)
def test_what_the_people_table_leaves_open_is_said_with_who_it_is(
    stamping, twelve_layoffs, no_workload, *, changes, english, french
):
    kept = replace(twelve_layoffs, exits=())
    known = tuple(replace(p, contract="permanent") for p in stamping.people)
    plain = replace(stamping, people=known)
    words = ("Category", "Contract not", "Fixed-term", "Unknown category")
    assert not [en for _, en in priced(plain, kept, no_workload).notes if en.startswith(words)]
    ((fr, en),) = [
        note
        for note in priced(with_first(plain, **changes), kept, no_workload).notes
        if note[1].startswith(words)
    ]
    assert en.startswith(english)
    assert french in fr
    assert "1 (L00)" in fr
    assert "1 (L00)" in en


def test_a_fixed_term_contract_that_ends_in_the_scenario_is_not_told(
    stamping, twelve_layoffs, no_workload
):
    ends = replace(twelve_layoffs, exits=(Exit("L00", date(2000, 1, 31), "end_of_contract"),))
    fixed = with_first(stamping, contract="CDD", hire_date=date(1998, 9, 1))
    found = priced(fixed, ends, no_workload)
    assert not [en for _, en in found.notes if en.startswith("Fixed-term contracts without")]
