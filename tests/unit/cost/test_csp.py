"""The CSP: for who joins, the notice goes to the unemployment insurance and bears no leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Exit, Person, Plant, Scenario

ON, START = date(2026, 12, 1), date(2026, 2, 2)
NO_WORKLOAD = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})


def person(name, hired=date(2016, 3, 1), **facts):
    usual = {
        "category": "ouvrier", "birth_date": date(1980, 5, 20), "disabled": False,
        "weekly_h": 35.0, "wage_month": 2600.0,
    }  # fmt: skip
    return Person(name, hire_date=hired, **{**usual, **facts})


def priced(*people, on=ON, others=0, share=None, start=START):
    staff = (*people, *(person(f"X{i}") for i in range(others)))
    plant = Plant(
        name="p", country="FR", currency="EUR", on=start, weekly_h=35.0, people=staff,
        employer_charges_share=0.45,
    )  # fmt: skip
    gone = tuple(Exit(p.person, on, "layoff") for p in people)
    plan = Scenario("S", "S", "S", start, 35.0, exits=gone, csp_joined_share=share)
    return cost.price(apply(plant, plan), plan, NO_WORKLOAD)


def csp(found):
    return next((line for line in found.lines if line.id == "exits.csp"), None)


# two months of 2 600: 7 540 with contributions are paid, 8 294 with the tenth of leave are not
TWO_MONTHS = 2 * 2600 * 1.45 * -0.1


def test_nobody_joins_unless_it_is_said_and_everyone_is_the_bound():
    found = priced(person("P0"), person("P1"))
    line = csp(found)
    assert (line.low, line.amount, line.high) == pytest.approx((2 * TWO_MONTHS, 0, 0))
    assert "15 080 - 16 588" in line.formula_en
    assert any("csp_joined_share of the scenario" in en for _, en in found.notes)
    assert "L1233-69" in line.article


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_share_of_the_scenario_gives_one_number_in_the_month_of_the_dismissal(share):
    found = priced(person("P0"), person("P1"), share=share)
    line = csp(found)
    assert line.low == line.amount == line.high == pytest.approx(share * 2 * TWO_MONTHS)
    assert line.by_month[10] == pytest.approx(line.amount)  # December, from February
    assert sum(line.by_month) == pytest.approx(line.amount)
    assert not any("csp_joined_share" in en for _, en in found.notes)
    # what is paid to who joins does not touch the lines of who does not
    for name in ("notice", "notice_leave", "severance", "contributions"):
        one = priced(person("P0"), person("P1")).line(f"exits.{name}")
        assert found.line(f"exits.{name}").amount == one.amount


def test_who_has_less_than_a_year_is_paid_the_notice_himself():
    new = person("P0", hired=date(2026, 1, 5))  # eleven months: a month of notice
    found = priced(new, person("P1"), share=1.0)
    assert found.line("exits.notice").amount == 3 * 2600
    assert csp(found).amount == pytest.approx(TWO_MONTHS)
    assert csp(priced(new, share=1.0)) is None


def test_a_firm_of_a_thousand_owes_redeployment_leave_instead():
    assert csp(priced(person("P0"), others=998, share=1.0)) is not None
    assert csp(priced(person("P0"), others=999, share=1.0)) is None


def test_where_the_notice_is_not_known_no_line_pretends():
    found = priced(replace(person("P0"), disabled=None), share=1.0)
    assert found.needs
    assert csp(found) is None


def test_before_september_2011_there_was_none():
    start = date(2011, 2, 7)
    before, since = (
        priced(person("P0", hired=date(2001, 3, 1)), on=day, start=start, share=1.0)
        for day in (date(2011, 8, 31), date(2011, 9, 1))
    )
    assert csp(before) is None
    assert csp(since).amount == pytest.approx(TWO_MONTHS)
