"""The sum of the lines is the payroll, whoever is counted first; aid never makes a plan dearer."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import cost, law
from accord.plant.applied import apply
from accord.plant.records import Aid, Exit, Hire, Payroll, Person, Plant, Scenario

EMPTY = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})
PAYROLL = Payroll(0.027, 0.01, 0.02, 30.0, 20.0)
MONTHS = 5
AGREED = date(1999, 6, 25)
ROBIEN = date(1998, 5, 4)


def plant_of(currency, on, wages, hours):
    scale = 6.5 if currency == "FRF" else 1.0
    people = tuple(
        Person(
            f"P{i}",
            category="cadre" if wage > 3000 else "ouvrier",
            contract="cdd" if i == 2 else "permanent",
            birth_date=date(on.year - 40, 3, 1),
            hire_date=date(on.year - 9, 3, 1),
            wage_month=wage * scale,
            weekly_h=weekly_h,
            disabled=False,
        )
        for i, (wage, weekly_h) in enumerate(zip(wages, hours, strict=True))
    )
    return Plant(
        "small", "fr", currency, on, 39.0, "", payroll=PAYROLL, people=people, horizon_weeks=52
    )


@st.composite
def cases(draw):
    """Draw a plant and a scenario that starts on the first of a month."""
    currency, start = draw(
        st.sampled_from(
            [("FRF", date(1999, 11, 1)), ("FRF", date(2001, 11, 1)), ("EUR", date(2003, 5, 1)),
             ("EUR", date(2005, 5, 1)), ("EUR", date(2026, 4, 1))]
        )
    )  # fmt: skip
    number = draw(st.integers(1, 3))
    wages = draw(st.lists(st.integers(1300, 4500), min_size=number, max_size=number))
    hours = [draw(st.sampled_from([39.0, 39.0, 30.0])) for _ in range(number)]
    plant = plant_of(currency, start - timedelta(days=90), wages, hours)
    later = st.integers(0, 28 * MONTHS).map(lambda n: start + timedelta(days=n))
    exits = tuple(Exit("P0", draw(later), draw(st.sampled_from(["layoff", "leaver"])))
                  for _ in range(draw(st.integers(0, 1))))  # fmt: skip
    wage = plant.people[0].wage_month
    hires = tuple(
        Hire("N", 1, "operator", "ouvrier", "O1", ("A",), wage, draw(later), 35.0)
        for _ in range(draw(st.integers(0, 1)))
    )
    scenario = Scenario(
        "S", "S", "S", start, draw(st.sampled_from([39.0, 35.0, 32.0])),
        wage_policy=draw(st.sampled_from(["keep_month", "keep_hour"])),
        wage_growth_share_year=draw(st.sampled_from([0.0, 0.02])),
        hires=hires, exits=exits, agreement=draw(st.sampled_from([None, AGREED])),
    )  # fmt: skip
    return plant, scenario


def until_of(scenario):
    return scenario.start + timedelta(days=30 * MONTHS - 15)


def direct(plant, scenario, month):
    """Return what the month costs, person by person, one question to the law each."""
    days = calendar.monthrange(month.year, month.month)[1]
    headcount = len([p for p in plant.people if p.present_from is None])
    legal = law.compute("fr.hours.legal_week", {"headcount": headcount}, on=month).value
    of_month = SimpleNamespace(on=month, days=days, legal=legal, headcount=headcount)
    return sum(person_month(plant, scenario, person, of_month) for person in plant.people)


def person_month(plant, scenario, person, of_month):
    month, days, legal = of_month.on, of_month.days, of_month.legal
    is_franc = plant.currency == "FRF"
    first, last = person.present_from or date.min, person.present_to or date.max
    there = sum(first <= month.replace(day=d) <= last for d in range(1, days + 1)) / days
    if not there:
        return 0.0
    wage, weekly_h = person.wage_month, person.weekly_h
    if person.present_from is None:
        ratio = scenario.weekly_h / plant.weekly_h
        wage *= ratio if scenario.wage_policy == "keep_hour" else 1
        weekly_h *= ratio
    weeks = 52 / 12
    hourly, above = wage / (weekly_h * weeks), max(weekly_h - legal, 0)
    premium = 0.0
    if above:
        facts = {"hourly_wage": hourly, "overtime_week_h": above}
        premium = law.compute("fr.overtime.premium_pay", facts, on=month).value * weeks
    gross = (wage + premium) * there
    paid_h = (weekly_h - above) * weeks * there
    money = 6.55957 if is_franc and month >= date(2002, 1, 1) else 1.0
    facts = {
        **dict.fromkeys(("in_kind_month", "exempt_month", "indemnity_month", "allowance_month",
                         "complementary_pay_month"), 0.0),
        "gross_month": gross / money,
        "paid_h_month": paid_h,
        "overtime_h_month": above * weeks * there,
        "overtime_pay_month": (hourly * above * weeks + premium) * there / money,
        "headcount": of_month.headcount,
        "is_executive": person.category == "cadre",
        "is_fixed_term": person.contract == "cdd",
        "plan_employer_month": PAYROLL.plan_employer_month * there / money,
        "plan_employee_month": PAYROLL.plan_employee_month * there / money,
        "accident_share": PAYROLL.accident_share,
        "transport_share": PAYROLL.transport_share,
        "apprentice_share": PAYROLL.apprentice_share,
    }  # fmt: skip
    if month >= date(2005, 7, 1):
        return law.compute("fr.pay.month", facts, on=month).value * money
    facts["relief_month"] = relief_of(scenario, facts, of_month, is_franc=is_franc)
    return law.compute("fr.pay.month_before_2005", facts, on=month).value * money


def relief_of(scenario, facts, of_month, *, is_franc):
    month, week = of_month.on, scenario.weekly_h  # the law's full week, or the agreed one if less
    legal = min(of_month.legal, week)
    is_short = scenario.weekly_h <= 35 and scenario.agreement is not None
    hours, gross = facts["paid_h_month"], facts["gross_month"]
    if month >= date(2003, 7, 1):
        asked = {"gross_month": gross, "has_35h_agreement": is_short,
                 "paid_h_month": hours + facts["overtime_h_month"]}  # fmt: skip
        return law.compute("fr.relief.fillon_2003", asked, on=month).value
    if is_short and month >= date(2000, 2, 1):
        # from July 2001 the scale is in euros while pay is in francs
        rate = 6.55957 if is_franc and date(2001, 7, 1) <= month < date(2002, 1, 1) else 1.0
        asked = {"gross_month": gross / rate, "worked_share": min(hours / (legal * 52 / 12), 1)}
        return law.compute("fr.relief.aubry2", asked, on=month).value * rate
    asked = {"gross_month": gross, "worked_share": min(hours / (legal * 52 / 12), 1),
             "headcount": facts["headcount"]}  # fmt: skip
    return law.compute("fr.relief.juppe", asked, on=month).value


def payroll_lines(found):
    beside = ("exits.", "aid.", "investment.", "hires.recruiting")
    return [x for x in found.lines if x.kind == "yearly" and not x.id.startswith(beside)]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_the_lines_of_each_month_add_up_to_the_payroll_person_by_person(case):
    plant, scenario = case
    applied = apply(plant, scenario)
    found = cost.price(applied, scenario, EMPTY, until=until_of(scenario))
    assert not [n for n in found.needs if n.fact not in {"seniority_years", "age_years"}]
    sums = np.sum([line.by_month for line in payroll_lines(found)], axis=0)
    first = scenario.start.year * 12 + scenario.start.month - 1
    months = [date((first + i) // 12, (first + i) % 12 + 1, 1) for i in range(len(sums))]
    expected = [direct(applied, scenario, month) for month in months]
    assert sums == pytest.approx(expected, abs=0.011 * len(applied.people))
    by_person = found.people_months.group_by("month").agg(pl.col("cost").sum()).sort("month")
    kept = dict(by_person.iter_rows())
    assert [kept.get(m, 0.0) for m in months] == pytest.approx(sums.tolist(), abs=1e-6)
    assert found.months["amount"].sum() == pytest.approx(
        sum(sum(line.by_month) for line in found.lines), abs=1e-6
    )


@settings(max_examples=15, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_permuting_people_changes_no_line(case, random):
    plant, scenario = case
    shuffled = list(plant.people)
    random.shuffle(shuffled)
    one, other = (
        cost.price(apply(p, scenario), scenario, EMPTY, until=until_of(scenario))
        for p in (plant, replace(plant, people=tuple(shuffled)))
    )
    assert [x.id for x in one.lines] == [x.id for x in other.lines]
    for first, second in zip(one.lines, other.lines, strict=True):
        assert first.amount == pytest.approx(second.amount, abs=1e-6), first.id
        assert first.by_month == pytest.approx(second.by_month, abs=1e-6), first.id


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 4),
    st.sampled_from([39.0, 35.0, 32.0]),
    st.sampled_from([20, 30]),
    st.sampled_from(
        [Aid("aubry1", AGREED), Aid("robien", ROBIEN), Aid("robien", ROBIEN, variant="defensive")]
    ),
)
def test_asking_for_an_aid_never_makes_a_plan_dearer(hires, weekly_h, people, aid):
    start = date(1999, 9, 1)
    wages = [1300 + 40 * i for i in range(people)]
    plant = plant_of("FRF", date(1999, 5, 3), wages, [39.0] * people)
    without = Scenario(
        "S", "S", "S", start, weekly_h, agreement=AGREED,
        hires=tuple(Hire("N", 1, "o", "ouvrier", "O1", ("A",), 9000, start) for _ in range(hires)),
    )  # fmt: skip
    plan = replace(without, aid=aid)
    sums = [
        sum(sum(x.by_month) for x in cost.price(apply(plant, s), s, EMPTY).lines)
        for s in (without, plan)
    ]
    assert sums[1] <= sums[0] + 1e-6
