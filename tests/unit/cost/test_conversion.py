"""Conversion agreements to June 2001: no notice for who joins, two months less days are paid."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Exit, Person, Plant, Scenario

NO_WORKLOAD = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})
ON = date(1999, 12, 1)
# two months of 9 500 with a tenth of leave and 40 % of contributions are not paid
SAVED = 2 * 9500 * 1.1 * 1.4


def person(name, birth=date(1950, 5, 20), hired=date(1990, 3, 1)):
    return Person(
        name, category="ouvrier", birth_date=birth, hire_date=hired, disabled=False,
        weekly_h=39.0, wage_month=9500.0,
    )  # fmt: skip


def priced(*people, on=ON, days=None, share=None):
    start = on.replace(month=1, day=4)
    plant = Plant(
        name="p", country="FR", currency="FRF", on=start, weekly_h=39.0, people=people,
        employer_charges_share=0.4,
    )  # fmt: skip
    gone = tuple(
        Exit(p.person, day, "layoff")
        for p, day in zip(people, days or [on] * len(people), strict=True)
    )
    plan = Scenario("S", "S", "S", start, 39.0, exits=gone, csp_joined_share=share)
    return cost.price(apply(plant, plan), plan, NO_WORKLOAD)


def conversion(found):
    return next((x for x in found.lines if x.id == "exits.conversion"), None)


def test_nobody_joins_unless_it_is_said_and_everyone_is_the_bound():
    found = priced(person("P0"), person("P1"))
    line = conversion(found)
    everyone = 2 * ((2 - 14 / 30) * 9500 - SAVED)  # fewer than ten: fourteen days
    assert (line.low, line.amount, line.high) == pytest.approx((everyone, 0, 0), abs=0.02)
    assert line.status == "draft"
    assert "arrêté du 19 janvier 1998" in line.article
    (note,) = [en for _, en in found.notes if "Conversion agreements" in en]
    assert "csp_joined_share" in note
    assert "29 387" not in note  # a closed gate withholds lines, not notes


def test_ten_dismissals_in_thirty_days_take_off_six_days_and_not_fourteen():
    ten = [person(f"P{i}") for i in range(10)]
    inside = [ON] * 9 + [date(1999, 12, 30)]
    outside = [ON] * 9 + [date(1999, 12, 31)]
    for days, off in ((inside, 6), (outside, 14)):
        line = conversion(priced(*ten, days=days, share=1.0))
        assert line.low == line.high == line.amount
        assert line.amount == pytest.approx(10 * ((2 - off / 30) * 9500 - SAVED), abs=0.2)


def test_who_is_57_or_has_less_than_two_years_may_not_join():
    old, new = person("P1", birth=date(1942, 12, 1)), person("P2", hired=date(1998, 1, 1))
    found = conversion(priced(person("P0"), old, new, share=1.0))
    assert dict(found.inputs)["people who may join"] == "1"
    assert found.amount == pytest.approx((2 - 14 / 30) * 9500 - SAVED, abs=0.02)
    assert conversion(priced(old, new, share=1.0)) is None
    younger = person("P1", birth=date(1942, 12, 2))
    assert conversion(priced(younger, share=1.0)) is not None


def test_there_is_none_after_june_2001():
    assert conversion(priced(person("P0"), on=date(2001, 6, 30), share=1.0)) is not None
    after = priced(person("P0"), on=date(2001, 7, 1), share=1.0)
    assert conversion(after) is None
    assert not any("onversion" in en for _, en in after.notes)
