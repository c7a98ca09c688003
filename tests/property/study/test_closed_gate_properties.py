"""What a closed gate lets out, for drawn lists of dismissals: nothing of what leaving costs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from accord import cost
from accord import plant as plant_room
from accord.cli_cost_data import as_data
from accord.cli_cost_text import as_text
from accord.plant.records import Exit, Investment, Scenario
from accord.study.gate import behind_gate, exit_gate
from accord.study.measure.prices import status_quo
from accord.study.scenario_price import BesideToday, ScenarioPrice, as_shown

FOLDER = Path(__file__).parents[3] / "plants" / "gaillon-2026"
WHOLE = plant_room.read(FOLDER)
PLANT = replace(WHOLE, people=WHOLE.people[:8], scenarios=(), stations=(), operations=())
START = date(2027, 5, 10)
NO_HOURS = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})
SMALLEST = 100.0  # amounts below it meet by chance, and so do whole ones
_NO_ARTICLE = r"(?<![A-Za-z\d])(?<![A-Za-z\d]-)"  # L1233-69 is no amount
FACTS = {"person", "kind", "on", "age_years", "seniority_years"}


@st.composite
def plans(draw) -> Scenario:
    who = draw(st.lists(st.sampled_from(PLANT.people), min_size=1, max_size=4, unique=True))
    exits = tuple(
        Exit(person.person, START + timedelta(days=draw(st.integers(0, 700))), "layoff")
        for person in who
    )
    spent = draw(st.floats(1e4, 1e6).map(lambda x: round(x, 2)))
    return Scenario(
        "P", "P", "P", START, draw(st.sampled_from([39.0, 35.0])), exits=exits,
        investment=(Investment("press", spent, START),),
    )  # fmt: skip


def priced(plan: Scenario) -> BesideToday:
    kept = replace(status_quo(PLANT), start=START)
    return BesideToday(
        cost.price(plant_room.apply(PLANT, plan), plan, NO_HOURS),
        cost.price(plant_room.apply(PLANT, kept), kept, NO_HOURS),
    )


def shown(plan: Scenario, pair: BesideToday) -> ScenarioPrice:
    return as_shown(replace(PLANT, scenarios=(plan,)), plan, pair, ())


def numbers(tree: object) -> Iterator[float]:
    """Give every number of plain data, those inside its texts too."""
    if isinstance(tree, dict):
        for value in tree.values():
            yield from numbers(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from numbers(value)
    elif isinstance(tree, str):
        found = re.findall(rf"{_NO_ARTICLE}\d+(?:[\u202f\u00a0 ,]\d{{3}})*(?:\.\d+)?", tree)
        yield from (float(re.sub(r"[^\d.]", "", x)) for x in found)
    elif isinstance(tree, int | float) and not isinstance(tree, bool):
        yield abs(float(tree))


def secrets(pair: BesideToday) -> np.ndarray:
    """Give every amount that leaving goes into: lines, months, people, years, ratios of the sum."""
    open_price = cost.against_today(pair.result, pair.today)
    hidden = ("exits", "leavers", "payback", "break_even", "per_piece", "per_hour")
    found: list[float] = []
    for line in open_price.lines:
        if line.id.startswith(hidden):
            found += [line.amount, line.low, line.high, *line.by_month, sum(line.by_month)]
    for column in pair.result.exits.select(pl.selectors.float()):
        found += [] if column.name in FACTS else column.drop_nulls().to_list()
    years = pair.result.years.filter(pl.col("year") > 0)
    changes = [pair.result.year(y) - pair.today.year(y) for y in range(1, 6)]
    found += [*years.group_by("year").agg(pl.col("amount").sum())["amount"].to_list(), *changes]
    found += [sum(changes), sum(x.amount for x in pair.result.lines if x.kind == "once")]
    values = np.unique(np.abs(np.array(found)))
    return values[(values >= SMALLEST) & (values != np.round(values))]


@settings(max_examples=8, deadline=None)
@given(plans())
def test_no_number_of_a_closed_price_is_printed_or_is_a_sum_of_two_that_are(plan):
    pair = priced(plan)
    found = shown(plan, pair)
    assert not found.gate.is_open
    data = json.loads(json.dumps(as_data(found), default=str))
    printed = np.unique(np.array(list(numbers(data))))
    told = {
        key for row in data["scenario"]["exits"] for key, value in row.items() if value is not None
    }
    assert told <= FACTS
    amounts = secrets(pair)
    assert len(amounts) > 20
    assert printed[0] == 0
    for secret in amounts:
        for values in (secret - printed, secret + printed):  # 0 is printed: the number itself too
            at = np.clip(np.searchsorted(printed, values), 1, len(printed) - 1)
            near = np.minimum(np.abs(printed[at] - values), np.abs(printed[at - 1] - values))
            assert near.min() > 1e-8 * secret, secret
    told = {round(x) + apart for x in printed for apart in (-1, 0, 1)}
    for lang in ("fr", "en"):  # the text tells no number that the data has not
        text = {round(x) for x in numbers(as_text(found, lang, has_lines=True)) if x >= 1000}
        assert text <= told


@settings(max_examples=8, deadline=None)
@given(plans())
def test_what_a_closed_price_tells_is_that_of_the_plan_in_which_nobody_leaves(plan):
    data = as_data(shown(plan, priced(plan)))
    stays = replace(plan, exits=())
    pair = priced(stays)
    whole = as_data(
        ScenarioPrice(PLANT, stays, pair.today, pair.result, (), exit_gate(PLANT, stays))
    )
    kept = [x for x in whole["scenario"]["lines"] if not x["id"].startswith("per_")]
    assert data["scenario"]["lines"] == kept
    assert data["scenario"]["months"] == whole["scenario"]["months"]
    assert data["scenario"]["years"] == [x for x in whole["scenario"]["years"] if x["year"] == 0]
    assert (data["difference"], data["alternatives"]) == ([], [])
    assert data["scenario"]["people_months"] == data["today"]["people_months"] == []


@settings(max_examples=5, deadline=None)
@given(plans())
def test_a_payback_that_never_comes_is_not_told_either(plan):
    pair = priced(replace(plan, investment=(Investment("press", 1e12, START),)))
    assert any("never" in en for _, en in cost.against_today(pair.result, pair.today).notes)
    closed = behind_gate(
        pair.result, exit_gate(replace(PLANT, scenarios=(plan,)), plan), pair.today
    )
    assert not any("never" in en for _, en in closed.notes)
