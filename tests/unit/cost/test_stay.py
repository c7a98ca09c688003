"""What those who stay earn before and after, and what an hour pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accord import cost
from accord.plant.applied import apply


def priced(plant, scenario, workload):
    return cost.price(apply(plant, scenario), scenario, workload)


@pytest.fixture
def today(stamping):
    """The plant in euros under the law of 2027: all 180 at 39 hours, 4 of them at 25 %."""
    return replace(stamping, currency="EUR", on=date(2026, 9, 7))


@pytest.fixture
def cut(thirty_five_hours):
    return replace(thirty_five_hours, start=date(2027, 1, 4), hires=(), aid=None)


def note(found):
    return [en for _, en in found.notes if en.startswith("Those who stay")]


def test_a_month_kept_loses_the_premium_of_the_hours_above_the_legal_week(today, cut, no_workload):
    found = priced(today, cut, no_workload)
    pay = sum(p.wage_month for p in today.people)
    # base pay of 39 hours, and a quarter of 4 of them: 40 / 39 of it; 35 hours: the base pay
    before, after = (f"{x:,.0f}".replace(",", " ") for x in (pay * 40 / 39, pay))
    (said,) = note(found)
    assert "180 people" in said
    assert "2027-02" in said  # January has three days of the old week
    assert f"gross {before} -> {after} (-2.5%)" in said  # 39 / 40 - 1
    assert "net" not in said  # one share for all charges: no net pay is known


def test_the_base_rate_rises_more_than_the_rate_with_its_premium(today, cut, no_workload):
    rate = priced(today, cut, no_workload).line("rate.hourly_growth")
    assert rate.amount == pytest.approx(39 / 35 - 1)
    # 39 / 35 x 39 / 40 - 1
    assert rate.formula_en.endswith("premium of hours above the legal week included: +8.6%")
    assert rate.label_en == "Growth of the base hourly rate"


def test_pay_that_follows_the_hours_falls_by_the_hours_and_the_premium(today, cut, no_workload):
    found = priced(today, replace(cut, wage_policy="keep_hour"), no_workload)
    (said,) = note(found)
    assert "(-12.5%)" in said  # 35 / 40 - 1
    rate = found.line("rate.hourly_growth")
    assert rate.amount == 0
    assert rate.formula_en.endswith(": -2.5%")  # 39 / 40 - 1


def test_the_note_counts_from_the_month_in_which_the_law_makes_a_premium(
    stamping, thirty_five_hours, no_workload
):
    (said,) = note(priced(stamping, replace(thirty_five_hours, hires=(), aid=None), no_workload))
    assert "2000-01" in said  # 39 hours were the legal week of 1999
    assert "(-1.0%)" in said  # a tenth of 4 hours in 2000: 39 / 39.4 - 1


def test_who_leaves_does_not_stay_and_a_plan_without_change_says_nothing(
    stamping, twelve_layoffs, thirty_five_hours, no_workload
):
    assert note(priced(stamping, twelve_layoffs, no_workload)) == []
    both = replace(thirty_five_hours, hires=(), aid=None, exits=twelve_layoffs.exits)
    (said,) = note(priced(stamping, both, no_workload))
    assert "168 people" in said
