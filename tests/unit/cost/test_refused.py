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


def test_the_overtime_of_a_stranger_or_below_zero_is_refused(stamping, twelve_layoffs):
    for person, hours, word in (("Z9", 1.0, "Z9"), ("E000", -1.0, "at least 0")):
        rows = pl.DataFrame(
            {"person": [person], "month": [date(1999, 10, 1)], "overtime_h": [hours]}
        )
        with pytest.raises(FactError, match=word):
            priced(stamping, twelve_layoffs, rows)


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
