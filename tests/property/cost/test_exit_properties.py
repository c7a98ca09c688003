"""Whoever leaves whenever: each line of exits is the sum of its months, within its bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import cost
from accord.plant.applied import apply
from accord.plant.records import Exit, Person, Plant, Scenario

EMPTY = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})
KINDS = ("layoff", "early_exit", "retirement", "leaver", "end_of_contract")
STARTS = (("FRF", date(1999, 9, 6)), ("EUR", date(2007, 6, 4)), ("EUR", date(2026, 2, 2)))


def is_refused(plant, row):
    """Say whether nobody of that age can leave in that way."""
    return bool(cost.exit_problems(plant, Scenario("S", "S", "S", plant.on, 39.0, exits=(row,))))


@st.composite
def plans(draw):
    """Draw a plant of two to four people, of whom some leave in or after the months priced."""
    currency, start = draw(st.sampled_from(STARTS))
    scale = 6.5 if currency == "FRF" else 1.0
    people = tuple(
        Person(
            f"P{i}",
            category="ouvrier",
            klass="C5",
            contract=draw(st.sampled_from(["permanent", "permanent", "cdd"])),
            birth_date=start - timedelta(days=draw(st.integers(18 * 366, 60 * 365))),
            hire_date=start - timedelta(days=draw(st.integers(1, 3000))),
            wage_month=draw(st.integers(1500, 4000)) * scale,
            weekly_h=draw(st.sampled_from([39.0, 35.0])),
            disabled=draw(st.booleans()),
            leave_days=draw(st.sampled_from([None, 7.0])),
        )
        for i in range(draw(st.integers(2, 4)))
    )
    plant = Plant(
        "p", "fr", currency, start - timedelta(days=7), 39.0, "metallurgie",
        employer_charges_share=0.4, people=people,
    )  # fmt: skip
    who = draw(st.lists(st.sampled_from(people), min_size=1, unique=True))
    exits = tuple(
        Exit(
            p.person,
            start + timedelta(days=draw(st.integers(0, 400))),
            draw(st.sampled_from(KINDS if p.contract == "cdd" else KINDS[:-1])),
        )
        for p in who
    )
    exits = tuple(replace(x, kind="leaver") if is_refused(plant, x) else x for x in exits)
    policy = draw(st.sampled_from(["keep_month", "keep_hour"]))
    scenario = Scenario(
        "S", "S", "S", start, draw(st.sampled_from([39.0, 35.0])), exits=exits, wage_policy=policy,
        wage_growth_share_year=draw(st.sampled_from([0.0, 0.02])),
    )  # fmt: skip
    return plant, scenario, start + timedelta(days=draw(st.integers(0, 400)))


@settings(max_examples=60, deadline=None)
@given(plans())
def test_lines_of_exits_are_the_sum_of_their_months_and_of_the_people(plan):
    plant, scenario, until = plan
    found = cost.price(apply(plant, scenario), scenario, EMPTY, until=until)
    lines = [x for x in found.lines if x.kind == "once"]
    for line in lines:
        assert line.amount == pytest.approx(sum(line.by_month)), line.id
        assert line.low <= line.amount + 1e-6, line.id
        assert line.amount <= line.high + 1e-6, line.id
        name = line.id.removeprefix("exits.")
        if name in found.exits.columns:
            assert line.amount == pytest.approx(found.exits[name].sum()), line.id
    everything = sum(sum(line.by_month) for line in found.lines)
    assert found.months["amount"].sum() == pytest.approx(everything, abs=1e-6)
    inside = [e for e in scenario.exits if (e.on.year, e.on.month) <= (until.year, until.month)]
    priced = found.exits.filter(pl.col("wage_month").is_not_null())
    assert set(priced["person"]) == {e.person for e in inside}
    assert any("in no line" in en and "Exits after" in en for _, en in found.notes) == (
        len(inside) < len(scenario.exits)
    )


@settings(max_examples=20, deadline=None)
@given(plans(), st.integers(1, 40))
def test_the_leave_due_moves_little_from_one_day_to_the_next(plan, days):
    plant, scenario, _ = plan
    person = next(p for p in plant.people if p.person == scenario.exits[0].person)
    plant = replace(plant, people=(replace(person, leave_days=None),))
    worth = []
    for on in (scenario.start + timedelta(days=days), scenario.start + timedelta(days=days + 1)):
        one = replace(scenario, exits=(Exit(person.person, on, "leaver"),))
        found = cost.price(apply(plant, one), one, EMPTY, until=on)
        worth.append(found.line("exits.leave").amount)
    # a day earns 1.2 tenths of a month's pay over a year; the season takes as much in 153 days
    assert abs(worth[1] - worth[0]) <= person.wage_month * 1.2 * 1.2 / 150
