"""Two prices are explained line by line, to the last cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Payroll


@pytest.fixture(scope="module")
def prices(stamping, twelve_layoffs, thirty_five_hours, no_workload):
    plant = replace(stamping, payroll=Payroll(0.027, 0.0, 0.017, 120.0, 80.0))
    same_day = replace(twelve_layoffs, start=thirty_five_hours.start)
    return [cost.price(apply(plant, s), s, no_workload) for s in (same_day, thirty_five_hours)]


def total(result):
    return sum(sum(line.by_month) for line in result.lines)


def test_the_differences_add_up_to_that_of_the_totals(prices):
    before, after = prices
    found = cost.explain_difference(before, after)
    assert found["difference"].sum() == pytest.approx(total(after) - total(before), abs=1e-6)
    assert (found["after"] - found["before"]).to_list() == found["difference"].to_list()
    assert {1, 2, 3, 4, 5} == set(found["year"])


def test_each_row_says_why_in_both_languages_and_where(prices):
    found = cost.explain_difference(*prices)
    lines = set(found["line"])
    assert {"exits.severance", "policy.relief", "legal_week.change.wages", "hires.wages"} <= lines
    assert "payroll.today.wages" not in lines  # the same in both: nothing to explain
    for name in ("why_fr", "why_en", "article", "label_fr", "label_en"):
        assert all(found[name].to_list()), name


def test_a_price_does_not_differ_from_itself(prices):
    assert cost.explain_difference(prices[0], prices[0]).is_empty()


def test_two_currencies_are_not_compared(prices):
    with pytest.raises(ValueError, match="FRF and EUR"):
        cost.explain_difference(prices[0], replace(prices[0], currency="EUR"))


def test_the_base_year_is_that_of_the_start(prices):
    assert prices[0].line("payroll.today.wages").first == date(1999, 9, 1)
