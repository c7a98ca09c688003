"""Reliefs of a 35-hour agreement: full time of the agreed week, and what the Aubry I aid takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Aid, Payroll, Plant, Scenario

from .conftest import person

PAYROLL = Payroll(0.027, 0.0, 0.017, 0.0, 0.0)
START, AGREED = date(1999, 9, 1), date(1999, 6, 25)
PLAN = Scenario(
    "S", "", "", START, 35.0, aid=Aid("aubry1", AGREED, variant="defensive 3"), agreement=AGREED
)


def plant(wage, weekly_h=39.0, *, of_plant=39.0, count=25):
    people = tuple(person(f"P{i}", wage=wage, weekly_h=weekly_h) for i in range(count))
    return Plant("p", "fr", "FRF", date(1999, 5, 3), of_plant, payroll=PAYROLL, people=people)


@pytest.fixture
def price(no_workload):
    def of(shop, scenario=PLAN, **more):
        return cost.price(apply(shop, scenario), scenario, no_workload, **more)

    return of


def relief_of(found, on):
    rows = found.people_months.filter((pl.col("person") == "P0") & (pl.col("month") == on))
    return rows["relief"].item()


def month_of(found, id_, on):
    i = (on.year - START.year) * 12 + on.month - START.month
    return next((x.by_month[i] for x in found.lines if x.id == id_), 0.0)


def test_the_agreed_week_is_full_time_for_the_relief_on_low_pay(price) -> None:
    # 169 h of 40.72 F are 6 881.68 F, 1.3 times that 8 946.18 F: 0.607 x (8 946.18 - 7 000), whole,
    # though the law still says 39 hours and 35 are paid
    on = date(1999, 10, 1)
    assert relief_of(price(plant(7000)), on) == 1181.33
    # 28 hours of 35 (31.2 of 39) at 5 600 F: 0.182 x 5 600 F below the minimum wage, 28/35 of it
    assert relief_of(price(plant(5600, 31.2)), on) == pytest.approx(0.182 * 5600 * 0.8, abs=0.01)


def test_a_week_of_32_hours_is_full_time_for_aubry_2(price) -> None:
    # (41 500 x 6 881.68 / 8 000 - 20 000) / 12
    four_days = replace(PLAN, weekly_h=32.0)
    assert relief_of(price(plant(8000), four_days), date(2000, 2, 1)) == 1308.23
    assert relief_of(price(plant(8000)), date(2000, 2, 1)) == 1308.23


def test_aubry_1_lowers_aubry_2_by_its_least_amount_and_fillon_by_54_euros(price) -> None:
    found = price(plant(8000))
    lost = {
        day: month_of(found, f"aid.aubry1.reliefs.year{year}", day)
        for year, day in (
            (1, date(2000, 1, 1)),
            (1, date(2000, 2, 1)),
            (2, date(2001, 7, 1)),
            (4, date(2003, 7, 1)),
            (5, date(2004, 3, 1)),
        )
    }
    assert list(lost.values()) == pytest.approx(
        [0, 25 * 4000 / 12, 25 * 4174 / 12, 25 * 54 * 6.55957, 25 * 54 * 6.55957], abs=0.05
    )
    half = price(plant(4000, 19.5))
    line = "aid.aubry1.reliefs.year1"
    assert month_of(half, line, date(2000, 2, 1)) == pytest.approx(25 * 2000 / 12)
    # nobody loses more than the relief: 333.33 F at 20 000 F of pay, the least of the scale
    rich = price(plant(20_000))
    assert month_of(rich, line, date(2000, 2, 1)) == pytest.approx(25 * 333.33)
    assert month_of(rich, "aid.aubry1.reliefs.year4", date(2003, 7, 1)) == 0


def test_from_april_2004_the_greater_of_aid_and_fillon_is_left(price) -> None:
    # 8 000 F are 1 219.59 EUR: 0.26/0.7 x (1.7 x 1 145.54 / 1 219.59 - 1) = 0.222, 270.75 EUR a
    # month and person; the aid of the fifth year is 5 000 F a year
    march, april = date(2004, 3, 1), date(2004, 4, 1)
    found = price(plant(8000))
    assert relief_of(found, april) == pytest.approx(270.75 * 6.55957, abs=0.01)
    assert month_of(found, "aid.aubry1.year5", march) == pytest.approx(-25 * 5000 / 12)
    assert month_of(found, "aid.aubry1.year5", april) == 0
    # September 2003 to March 2004
    line = found.line("aid.aubry1.year5")
    assert line.amount == pytest.approx(-25 * 5000 * 7 / 12)
    assert sum(line.by_month) == pytest.approx(line.amount)
    assert dict(line.inputs)["months paid"] == "7"
    (option,) = [c for c in found.conditions if c.id == "aid.cumulation"]
    assert (option.value, option.status) == (april, "assumption")
    assert option.text_en.endswith("here the reduction")
    # at 20 000 F there is no reduction: the aid goes on
    rich = price(plant(20_000))
    assert month_of(rich, "aid.aubry1.year5", april) == pytest.approx(-25 * 5000 / 12)
    (option,) = [c for c in rich.conditions if c.id == "aid.cumulation"]
    assert option.text_en.endswith("here the aid")


def test_what_the_aid_leaves_of_reliefs_is_never_more_than_the_reliefs(price) -> None:
    found = price(plant(9500))
    relief = -sum(
        sum(x.by_month) for x in found.lines if x.id.endswith(".relief") and x.id[:3] != "aid"
    )
    lost = sum(sum(x.by_month) for x in found.lines if x.id.startswith("aid.aubry1.reliefs."))
    assert 0 < lost < relief


def test_todays_short_week_is_held_to_be_agreed_and_the_place_to_say_it_is_named(price) -> None:
    short = plant(8000, 35.0, of_plant=35.0)
    kept = replace(PLAN, start=date(2000, 3, 1), aid=None, agreement=None)
    found = price(short, kept)
    (today,) = [c for c in found.conditions if c.id == "relief.today"]
    assert (today.value, today.status) == (35.0, "assumption")
    assert any("agreement: YYYY-MM-DD" in en for _, en in found.notes)
    told = price(short, replace(kept, agreement=date(1999, 6, 1)))
    assert not any("agreement: YYYY" in en for _, en in told.notes)
    later = price(replace(short, currency="EUR"), replace(kept, start=date(2026, 3, 1)))
    assert not [c for c in later.conditions if c.id.startswith("relief.")]


def test_the_reliefs_of_a_pay_that_follows_the_minimum_wage_stand_beside(price) -> None:
    # 40.72 F in September 1999, 7.19 EUR (47.16 F) in April 2004: 8 000 F become 9 265.88 F, which
    # are 1 412.57 EUR: 0.26/0.7 x (1.7 x 1 145.54 / 1 412.57 - 1) = 0.141 instead of 0.222
    found = price(plant(8000), until=date(2004, 4, 30))
    line = found.line("relief_share.pay_with_smic")
    assert (line.amount, line.low, line.high) == pytest.approx((0.141, 0.141, 0.222), abs=1e-5)
    assert (line.kind, line.by_month) == ("ratio", ())
    (said,) = [en for _, en in found.notes if en.startswith("Pay is held still")]
    assert "rises by 15.8%" in said
    assert "22.2% of pay, 14.1% if" in said
    # pay that grows as much loses nothing to it
    grown = replace(PLAN, wage_growth_share_year=1.15824 ** (1 / 4) - 1)
    line = price(plant(8000), grown, until=date(2004, 4, 30)).line(line.id)
    assert line.high - line.low < 0.001
    still = price(plant(8000), until=date(1999, 12, 31))
    assert not [x for x in still.lines if x.id.startswith("relief_share.")]
    assert not any("held still" in en for _, en in still.notes)
