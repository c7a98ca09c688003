"""Every cost that is a sum or a difference follows from the figures that it names."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from accord.errors import Place
from accord.plant import apply
from accord.plant.records import Aid, Exit, Investment, Prices
from accord.study.figures import FigureBook
from accord.study.measure import enter_all
from accord.study.measure.inputs import setting_place

# Sign of each parent in the sum, by the end of its id; the first that fits. A sum of lines takes
# the lines of today (S0, or of its year) off.
_TODAY = r"^S0\.|\.today_(year|line)"
SUMS = (
    (r"cost\.(today_)?year\d?$", ((r"", 1),)),
    (r"cost\.legal_week_year\d?$", ((_TODAY, -1), (r"", 1))),
    (r"cost\.change_output_year\d?$", ((_TODAY, -1), (r"", 1))),
    (r"cost\.aid_year\d?$", ((r"", -1),)),
    (r"cost\.change_year_before_aid$", ((_TODAY, -1), (r"", 1))),
    (r"cost\.change_year\d?$", ((_TODAY, -1), (r"aid_year", -1), (r"", 1))),
    (r"cost\.(change_years|aid_total|legal_week_horizon|change_output_horizon)$", ((r"", 1),)),
    (r"cost\.change_horizon$", ((r"aid_total", -1), (r"", 1))),
    (r"cost\.change_horizon_without_premium$", ((r"legal_week", -1), (r"", 1))),
    (r"cost\.(once|wages_year)$", ((r"", 1),)),
)
# Read off the files, a ratio or a share: no sum of figures.
NO_SUM = r"cost\.(line\.|line_year|today_line_year|payback|residual$|wage_level$)"


def from_parents(book, figure):
    """Recompute a sum or difference from the figures that it names; None where it is none."""
    for name, signs in SUMS:
        if re.search(name, figure.id):
            return sum(
                next(sign for end, sign in signs if re.search(end, parent)) * book[parent].value
                for parent in figure.parents
            )
    assert re.search(NO_SUM, figure.id), f"{figure.id}: a new cost: say here how it is summed"
    return None


@pytest.fixture
def rich(field):
    """Return the book of a plan with all that a price can hold, from May 1999: 35 hours, aid,
    hires, who leaves in the second year, a machine, scrap."""

    def of(**changes):
        person = replace(field.plant.people[0], wage_month=8000.0, category="ouvrier")
        people = tuple(
            replace(person, person=f"P{i}", at=Place("people.csv", i + 1)) for i in range(1, 31)
        )
        prices = Prices(scrap_piece=2.0, recruiting=5000.0, late_order_day=100.0)
        plant = replace(
            field.plant, people=people, weekly_h=39.0, employer_charges_share=0.45, prices=prices
        )
        today, change = field.cases
        plan = replace(change.scenario, **changes)
        run = change.run
        scrap = np.arange(run.scrap_pieces.size).reshape(run.scrap_pieces.shape) % 17
        cases = (
            replace(today, plant=plant),
            replace(
                change,
                plant=apply(plant, plan),
                scenario=plan,
                run=replace(run, scrap_pieces=scrap),
            ),
        )
        book = FigureBook(1)
        enter_all(replace(field, plant=plant, cases=cases), book)
        return book

    return of


PLANS = {
    "35 hours, aid, a leaver and a machine": {
        "weekly_h": 35.0,
        "aid": Aid(
            "aubry1", date(1999, 4, 1), variant="defensive 3", at=Place("scenarios/S1.yaml", 5)
        ),
        "exits": (Exit("P1", date(2000, 9, 1), "leaver", Place("scenarios/S1.yaml", 7)),),
        "investment": (
            Investment("press", 1e6, date(1999, 5, 3), 10.0, Place("scenarios/S1.yaml", 9)),
        ),
    },
    "39 hours, two leave": {
        "weekly_h": 39.0,
        "exits": (
            Exit("P1", date(2000, 9, 1), "leaver", Place("scenarios/S1.yaml", 7)),
            Exit("P2", date(2001, 1, 31), "early_exit"),
        ),
    },
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_each_sum_of_costs_follows_from_its_named_parents(rich, plan) -> None:
    book = rich(**plan)
    checked = []
    for figure in book:
        if ".cost." not in figure.id or not np.isfinite(figure.value):
            continue
        redone = from_parents(book, figure)
        if redone is not None:
            assert figure.value == pytest.approx(redone, rel=1e-9, abs=0.1), figure.id
            checked.append(figure.id)
    # two cases: year and wages of each; of the plan 5 x (year less the first, today, premium,
    # aid, change, output), the change before aid, and the sums of five years
    assert len(checked) >= 30
    assert "S1.cost.change_years" in checked


def test_a_leaver_of_the_second_year_has_a_figure_of_that_year_that_leads_to_the_line(rich) -> None:
    book = rich(**PLANS["39 hours, two leave"])
    parts = [f for f in book if f.id.startswith("S1.cost.line_year2.leavers.")]
    assert parts
    for part in parts:
        (line,) = part.parents
        assert line == part.id.replace("line_year2", "line")
        assert abs(part.value) < abs(book[line].value)  # gone for a part of the year only
        assert part.id in book["S1.cost.year2"].parents


def test_each_line_leads_to_the_inputs_it_is_worked_out_from(rich) -> None:
    book = rich(**PLANS["35 hours, aid, a leaver and a machine"])
    everyone = "people.csv:2-31 (wage_month)"
    wanted = {
        "payroll.today.wages": everyone,
        "investment.1": "scenarios/S1.yaml:9",
        "leavers.leaver.wages": "people.csv:2 (wage_month)",
        "exits.leave": "scenarios/S1.yaml:7",
        "aid.aubry1.year1": "scenarios/S1.yaml:5",
        "legal_week.wages": everyone,
    }
    for line, place in wanted.items():
        assert place in book[f"S1.cost.line.{line}"].places, line
    assert "law fr.aid.aubry1 1999-05-03" in book["S1.cost.line.aid.aubry1.year1"].places
    rows = book["S1.cost.line.exits.leave"].places
    assert rows[-1] == "people.csv:2 (wage_month)"  # long lists of rows last
    contributions = book["S1.cost.line.payroll.today.contributions"]
    assert contributions.parents == ("S1.cost.line.payroll.today.wages",)
    for figure in book:  # the scenario's first line is the input of no line
        if ".cost.line." in figure.id:
            assert "scenarios/S1.yaml:2" not in figure.places, figure.id


def test_a_price_inside_braces_is_found_on_its_line(tmp_path) -> None:
    (tmp_path / "plant.yaml").write_text(
        "name: X  # recruiting: not here\nprices: {scrap_piece: 0.4, recruiting: 300}\n"
        "weekly_h: 39\n"
    )
    assert setting_place(tmp_path, "plant.yaml", "recruiting") == ("plant.yaml:2",)
    assert setting_place(tmp_path, "plant.yaml", "weekly_h") == ("plant.yaml:3",)
    assert setting_place(tmp_path, "plant.yaml", "late_order_day") == ("plant.yaml",)
