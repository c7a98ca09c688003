"""What those who stay earn before and after, and what an hour pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Hire, Payroll


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


def noted(found, start):
    return [en for _, en in found.notes if en.startswith(start)]


def test_the_base_pay_that_the_premium_comes_on_top_of_is_told(stamping, today, cut, no_workload):
    (said,) = noted(priced(today, cut, no_workload), "The pay of the files (wage_month)")
    # a quarter of 4 of 39 hours, twelve months
    year = sum(p.wage_month for p in today.people) / 39 * 12
    assert f"adds it ({year:,.0f} EUR a year)".replace(",", " ") in said
    at_35 = replace(
        today, weekly_h=35, people=tuple(replace(p, weekly_h=35.0) for p in today.people)
    )
    assert not noted(priced(at_35, cut, no_workload), "The pay of the files (wage_month)")


def test_the_overtime_of_hires_stands_beside_their_base_pay(today, cut):
    start = date(2027, 2, 1)
    hire = Hire("N", 2, "press operator", "ouvrier", "O1", ("A",), 2100, start)
    plan = replace(cut, start=start, hires=(hire,))
    before = {p.person for p in today.people}
    hired = next(p.person for p in apply(today, plan).people if p.person not in before)
    months = [date(2027 + m // 12, m % 12 + 1, 1) for m in range(1, 13)]
    hours = pl.DataFrame({"person": [hired] * 12, "month": months, "overtime_h": [5.0] * 12})
    formula = priced(today, plan, hours).line("hires.wages").formula_en
    # 60 h of 2 100 / (35 x 52 / 12) with a quarter more: 1 038
    assert formula.startswith("2 people, 4 200 a month × 12 + 1 038 beyond the base pay")


def test_months_left_out_of_the_hours_are_named(today, cut):
    months = [date(2027, m, 1) for m in range(1, 13) if m != 8]
    hours = pl.DataFrame({"person": ["E000"] * 11, "month": months, "overtime_h": [8.0] * 11})
    (said,) = noted(priced(today, cut, hours), "Months without a row of hours")
    assert "(1): 2027-08." in said
    whole = pl.concat([hours, hours[:1].with_columns(month=date(2027, 8, 1), overtime_h=0.0)])
    assert not noted(priced(today, cut, whole), "Months without a row of hours")


@pytest.mark.parametrize(
    ("policy", "cause"), [("keep_month", "the same pay"), ("keep_hour", "a share of the pay")]
)
def test_the_cause_of_lower_reliefs_is_that_of_the_wage_policy(
    today, cut, no_workload, policy, cause
):
    paid = replace(
        today, employer_charges_share=None, payroll=Payroll(0.027, 0.0, 0.017, 120.0, 80.0),
        people=tuple(replace(p, wage_month=2400.0) for p in today.people),
    )  # fmt: skip
    found = priced(paid, replace(cut, wage_policy=policy), no_workload)
    (said,) = noted(found, "The cut of hours lowers the reliefs")
    assert cause in said
    # of the labour cost: pay, contributions, less reliefs
    cost_today = sum(
        found.line(f"payroll.today.{x}").amount for x in ("wages", "contributions", "relief")
    )
    lost = sum(found.line("policy.relief").by_month) / 5
    assert f"({lost / cost_today * 100:.1f}% of today's labour cost" in said
