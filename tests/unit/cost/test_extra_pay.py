"""Hours beyond the contract: complementary up to the legal week, overtime beyond, by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from accord import cost, law
from accord.plant.applied import apply
from accord.plant.records import OvertimeRule, Payroll, Person, Plant, Scenario

MONTH_WEEKS = 52 / 12
PAYROLL = Payroll(0.02, 0.0, 0.01, 20.0, 20.0)


def shop(*people, currency="EUR", on=date(2026, 1, 5), weekly_h=35.0, **more):
    born = {"birth_date": date(1980, 1, 1), "hire_date": date(1995, 1, 2), "disabled": False}
    staff = tuple(Person(name, category="ouvrier", contract="permanent", weekly_h=h,
                         wage_month=wage, **born) for name, h, wage in people)  # fmt: skip
    facts = {"employer_charges_share": 0.4, **more}
    return Plant("shop", "fr", currency, on, weekly_h, people=staff, **facts)


def kept(plant, **changes):
    return Scenario("S", "S", "S", plant.on, changes.pop("weekly_h", plant.weekly_h), **changes)


def priced(plant, scenario, *rows):
    table = pl.DataFrame(
        [(person, scenario.start.replace(day=1), hours) for person, hours in rows],
        schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64},
        orient="row",
    )
    until = scenario.start.replace(day=28)
    return cost.price(apply(plant, scenario), scenario, table, until=until)


def test_in_1999_a_part_timers_extra_hours_bear_no_premium_up_to_39():
    plant = shop(("P", 19.5, 4500.0), currency="FRF", on=date(1999, 10, 4), weekly_h=39.0)
    line = priced(plant, kept(plant), ("P", 20.0)).line("overtime.wages")
    hourly = 4500 / (19.5 * MONTH_WEEKS)
    assert line.by_month == pytest.approx((20 * hourly,))
    # all in one week: 19.5 + 20 passes 39 by half an hour, which is overtime at a quarter more
    assert line.high / line.amount == pytest.approx((19.5 + 0.5 * 1.25) / 20)
    assert line.status == "draft"
    assert "L212-4-3" in line.article


@pytest.mark.parametrize(
    ("hours", "paid_a_week", "is_barred"),
    [
        # of 6 a week a tenth of 28 h, 2.8, at 10 %, the other 3.2 at 25 %
        (6, 2.8 * 1.10 + 3.2 * 1.25, False),
        # of 9 the first 7 lead to 35 h, the last 2 are overtime: no agreement allows them
        (9, 2.8 * 1.10 + 4.2 * 1.25 + 2 * 1.25, True),
    ],
)
def test_in_2026_the_tenth_bears_a_tenth_more_and_the_rest_a_quarter(hours, paid_a_week, is_barred):
    plant = shop(("P", 28.0, 1700.0))
    found = priced(plant, kept(plant), ("P", hours * MONTH_WEEKS))
    hourly = 1700 / (28 * MONTH_WEEKS)
    line = found.line("overtime.wages")
    assert line.by_month == pytest.approx((paid_a_week * MONTH_WEEKS * hourly,))
    assert "L3123-28" in line.article
    said = [en for _, en in found.notes if "no agreement allows" in en]
    assert bool(said) is is_barred
    assert not said or "P" in said[0]


def test_more_than_a_third_of_the_contract_is_paid_and_said():
    plant = shop(("P", 14.0, 900.0))
    found = priced(plant, kept(plant), ("P", 5 * MONTH_WEEKS))  # a third of 14 is 4.67
    assert any("no agreement allows" in en and "P" in en for _, en in found.notes)
    assert any("aucun accord" in fr for fr, _ in found.notes)


def test_full_timers_of_a_shorter_agreed_week_have_plain_hours_up_to_the_legal_one():
    plant = shop(("P", 32.0, 2000.0), weekly_h=32.0)
    line = priced(plant, kept(plant), ("P", 5 * MONTH_WEEKS)).line("overtime.wages")
    hourly = 2000 / (32 * MONTH_WEEKS)
    assert line.by_month == pytest.approx(((3 + 2 * 1.25) * MONTH_WEEKS * hourly,))


def test_an_agreed_premium_is_the_least_of_every_extra_hour():
    rule = OvertimeRule(5, 360, 720, 1.0, 94, ("A",), premium_share=0.2)
    plant = shop(("P", 28.0, 1700.0), overtime=(rule,))
    line = priced(plant, kept(plant), ("P", 6 * MONTH_WEEKS)).line("overtime.wages")
    hourly = 1700 / (28 * MONTH_WEEKS)
    # by law 7.08 hours of pay, by agreement 6 x 1.2 = 7.2
    assert line.by_month == pytest.approx((7.2 * MONTH_WEEKS * hourly,))


def test_the_month_of_a_part_timer_is_that_of_the_law():
    plant = shop(("P", 28.0, 1700.0), employer_charges_share=None, payroll=PAYROLL)
    found = priced(plant, kept(plant), ("P", 9 * MONTH_WEEKS)).people_months.row(0, named=True)
    hourly = 1700 / (28 * MONTH_WEEKS)
    complementary = (2.8 * 1.10 + 4.2 * 1.25) * MONTH_WEEKS * hourly
    overtime = 2 * 1.25 * MONTH_WEEKS * hourly
    facts = {
        **dict.fromkeys(("in_kind_month", "exempt_month", "indemnity_month", "allowance_month"), 0),
        "gross_month": 1700 + complementary + overtime, "paid_h_month": 35 * MONTH_WEEKS,
        "overtime_h_month": 2 * MONTH_WEEKS, "overtime_pay_month": overtime,
        "complementary_pay_month": complementary, "headcount": 1, "is_executive": False,
        "is_fixed_term": False, "accident_share": 0.02, "transport_share": 0,
        "apprentice_share": 0.01, "plan_employer_month": 20, "plan_employee_month": 20,
    }  # fmt: skip
    on = date(2026, 1, 1)
    assert found["cost"] == pytest.approx(law.compute("fr.pay.month", facts, on=on).value)
    assert found["net"] == pytest.approx(law.compute("fr.pay.net_before_tax", facts, on=on).value)
    assert found["overtime_pay"] == pytest.approx(complementary + overtime)


def test_overtime_of_a_full_timer_is_what_it_was():
    plant = shop(("F", 39.0, 2000.0), weekly_h=39.0)
    found = priced(plant, kept(plant), ("F", 6 * MONTH_WEEKS))
    hourly = 2000 / (39 * MONTH_WEEKS)
    # 4 hours above 35 are in the contract: of 6 more 4 are at 25 %, 2 at 50 %
    paid = (4 * 1.25 + 2 * 1.5) * MONTH_WEEKS * hourly
    assert found.line("overtime.wages").by_month == pytest.approx((paid,))


def test_replications_are_priced_one_by_one_and_their_mean_is_told():
    plant = shop(("P", 28.0, 1700.0), ("F", 35.0, 2000.0))
    scenario = kept(plant)
    tables = [
        pl.DataFrame({"person": ["P", "F"], "month": [date(2026, 1, 1)] * 2,
                      "overtime_h": [hours * MONTH_WEEKS, 2 * hours * MONTH_WEEKS]})
        for hours in (0.0, 3.0, 6.0)
    ]  # fmt: skip
    every = pl.concat(t.with_columns(replication=pl.lit(i)) for i, t in enumerate(tables))
    until = date(2026, 6, 30)
    together = cost.price(plant, scenario, every, until=until)
    alone = [cost.price(plant, scenario, t, until=until) for t in tables]
    mean = sum(sum(x.by_month[0] for x in one.lines if x.by_month) for one in alone) / 3
    assert sum(x.by_month[0] for x in together.lines if x.by_month) == pytest.approx(mean)
    samples = together.samples.sort("replication")["amount"].to_list()
    assert samples == pytest.approx([one.samples["amount"][0] for one in alone])
    high = sum(one.line("overtime.wages").high for one in alone) / 3
    assert together.line("overtime.wages").high == pytest.approx(high)
    gross = together.people_months.filter(pl.col("person") == "F")["gross"][0]
    single = [one.people_months.filter(pl.col("person") == "F")["gross"][0] for one in alone]
    assert gross == pytest.approx(sum(single) / 3)
