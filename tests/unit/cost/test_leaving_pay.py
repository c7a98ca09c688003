"""Exits that are no dismissal have a price: retirement by choice, and the ARPE with its hires."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Exit, Hire, Person, Plant, Scenario

NO_WORKLOAD = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})


def priced(person, on, kind, *, scheme="", hires=(), agreement="metallurgie", **facts):
    """Price one exit from a plant of 61, in francs before 2002."""
    is_franc = on.year < 2002
    start = date(1999, 9, 1) if is_franc else date(2026, 2, 2)
    week = 39.0 if is_franc else 35.0
    others = tuple(
        replace(person, person=f"E{i}", birth_date=date(1960, 1, 1), hire_date=date(1990, 1, 1))
        for i in range(60)
    )
    plant = Plant(
        name="p", country="FR", currency="FRF" if is_franc else "EUR", on=start, weekly_h=week,
        people=(person, *others), employer_charges_share=0.4, branch_agreement=agreement,
    )  # fmt: skip
    gone = (Exit("P0", on, kind, scheme=scheme),)
    plan = Scenario("S", "S", "S", start, week, exits=gone, hires=hires, **facts)
    return cost.price(apply(plant, plan), plan, NO_WORKLOAD)


def somebody(birth, hired, wage):
    return Person(
        "P0", category="ouvrier", klass="A1", birth_date=birth, hire_date=hired, wage_month=wage,
        disabled=False, weekly_h=39.0 if wage > 5000 else 35.0, leave_days=0.0,
    )  # fmt: skip


OLDER = somebody(date(1962, 3, 1), date(2004, 2, 2), 2900.0)
IN_1999 = somebody(date(1941, 6, 4), date(1966, 1, 11), 9500.0)


def lines(found):
    return {x.id: x.amount for x in found.lines if x.id.startswith("exits.")}


@pytest.mark.parametrize(
    ("agreement", "months"),
    [("metallurgie", 3.0), ("", 1.5)],  # 22 years: art. 77 from 20 years; D1237-1 from 20 years
)
def test_who_retires_by_choice_has_the_larger_of_law_and_agreement(agreement, months):
    found = priced(OLDER, date(2026, 12, 31), "retirement", agreement=agreement)
    due = lines(found)
    assert due["exits.retirement"] == pytest.approx(months * 2900)
    # it is pay: contributions, at the plant's share, on it and on no day of leave
    assert due["exits.contributions"] == pytest.approx(0.4 * months * 2900)
    line = found.line("exits.retirement")
    assert line.by_month[10] == line.amount  # December, from February
    assert "D1237-1" in line.article
    assert any("pay of the law alone" in en for _, en in found.notes) is (not agreement)


def test_retirement_in_1999_is_the_pay_of_the_law_and_the_agreement_is_said_not_to_be_known():
    found = priced(replace(IN_1999, birth_date=date(1939, 6, 4)), date(1999, 12, 31), "retirement")
    assert lines(found)["exits.retirement"] == 2 * 9500  # 33 years: two months from thirty
    assert "loi 78-49" in found.line("exits.retirement").article
    assert any("(metallurgie) is not known on that day" in en for _, en in found.notes)


def test_below_ten_years_the_law_gives_nothing_at_retirement():
    young = replace(OLDER, hire_date=date(2017, 1, 1))
    assert "exits.retirement" not in lines(
        priced(young, date(2026, 12, 30), "retirement", agreement="")
    )
    at_ten = replace(OLDER, hire_date=date(2016, 12, 31))
    found = priced(at_ten, date(2026, 12, 31), "retirement", agreement="")
    assert lines(found)["exits.retirement"] == 0.5 * 2900


def arpe(on=date(2000, 1, 28), person=IN_1999, hires=()):
    return priced(person, on, "early_exit", scheme="arpe", hires=hires)


def hire(on, count=1):
    return Hire("N", count, "press operator", "ouvrier", "O1", ("A",), 7000.0, on)


def conditions(found):
    return {c.id: (c.value, c.limit, c.is_met, c.status) for c in found.conditions}


def test_the_arpe_costs_leaving_pay_and_a_fifth_of_twelve_months():
    found = arpe()
    due = lines(found)
    assert due["exits.arpe_leaving_pay"] == 2 * 9500  # 34 years of service
    assert due["exits.arpe_employer"] == pytest.approx(0.20 * 12 * 9500)
    # no contributions on either: the leaving pay has the regime of severance
    assert due.get("exits.contributions", 0.0) == 0.0
    assert not any("Early exits of no scheme" in en for _, en in found.notes)
    row = found.exits.row(0, named=True)
    assert (row["arpe_leaving_pay"], row["arpe_employer"]) == (19_000, 22_800)


@pytest.mark.parametrize(
    ("hires", "answered"),
    [((), 0.0), ((hire(date(2000, 4, 28)),), 1.0), ((hire(date(2000, 4, 29)),), 0.0)],
)
def test_the_arpe_asks_for_a_hire_within_three_months_of_the_exit(hires, answered):
    found = conditions(arpe(hires=hires))
    assert found["exits.arpe.hires"] == (answered, 1.0, answered == 1.0, "checked")
    assert found["exits.arpe.word"] == (1.0, 1.0, True, "assumption")


def test_each_hire_answers_one_exit_in_the_order_of_the_days():
    two = (IN_1999, replace(IN_1999, person="P1"))
    plant = Plant(
        name="p", country="FR", currency="FRF", on=date(1999, 9, 1), weekly_h=39.0, people=two,
        employer_charges_share=0.4,
    )  # fmt: skip
    gone = (
        Exit("P0", date(2000, 6, 30), "early_exit", scheme="arpe"),
        Exit("P1", date(2000, 1, 28), "early_exit", scheme="arpe"),
    )
    plan = Scenario("S", "S", "S", date(1999, 9, 1), 39.0, exits=gone)
    cases = (
        ((hire(date(2000, 4, 28)), hire(date(2000, 9, 30))), 2.0),
        ((hire(date(2000, 4, 28), 2),), 2.0),
        ((hire(date(2000, 4, 29), 2),), 1.0),  # too late for January: June has one of them
        ((hire(date(2000, 4, 28)), hire(date(2000, 10, 1))), 1.0),
    )
    for hires, answered in cases:
        hiring = replace(plan, hires=hires)
        found = conditions(cost.price(apply(plant, hiring), hiring, NO_WORKLOAD))
        assert found["exits.arpe.hires"][:2] == (answered, 2.0)


@pytest.mark.parametrize(
    ("birth", "is_met"), [(date(1940, 1, 28), False), (date(1940, 1, 29), True)]
)
def test_who_is_sixty_on_the_day_may_not_leave_by_the_arpe(birth, is_met):
    found = conditions(arpe(person=replace(IN_1999, birth_date=birth)))
    assert found["exits.arpe.age"][2] is is_met


def test_where_the_arpe_is_not_known_no_line_and_no_sum_pretend():
    found = arpe(date(2001, 1, 31))
    assert [n.fact for n in found.gaps] == ["exits scheme"]
    assert "exits.arpe_employer" not in lines(found)
    assert found.years.is_empty()


def test_an_early_exit_of_no_scheme_is_said_not_to_be_priced():
    found = priced(IN_1999, date(2000, 1, 28), "early_exit")
    assert not {x for x in lines(found) if x.startswith("exits.arpe")}
    assert any(
        "Early exits of no scheme: 1 person" in en and "not priced" in en for _, en in found.notes
    )
    assert not any(c.id.startswith("exits.arpe") for c in found.conditions)
