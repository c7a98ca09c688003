"""A price that lacks a part is no price: no sum of it is shown, and what lacks is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from accord import cost
from accord import plant as plant_room
from accord.cli_cost_data import as_data
from accord.cli_cost_text import as_text
from accord.plant.records import Aid
from accord.study.hours_table import no_hours
from accord.study.scenario_price import price_scenario

PLANT = Path(__file__).parents[3] / "plants" / "gaillon-2026"
NO_HOURS = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})
KEYS = ("accident_share", "transport_share", "apprentice_share", "plan_employer_month")


@pytest.fixture(scope="module")
def plant():
    return plant_room.read(PLANT)


def priced(plant, name="S1"):
    scenario = next(s for s in plant.scenarios if s.name == name)
    return cost.price(plant_room.apply(plant, scenario), scenario, NO_HOURS)


def without_wage(plant, person):
    people = tuple(replace(p, wage_month=None) if p.person == person else p for p in plant.people)
    return replace(plant, people=people)


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key_of_the_payroll_leaves_no_sum(plant, key):
    found = priced(replace(plant, payroll=replace(plant.payroll, **{key: None})))
    assert {n.fact for n in found.gaps} == {key}
    assert found.years.is_empty()
    assert found.samples.is_empty()
    assert found.people_months["cost"].null_count() == found.people_months.height > 0
    assert found.line("hires.wages").amount > 0
    (english,) = cost.missing_words(found.gaps)[1:]
    assert english == f"{key} (plant.yaml, payroll: {key})"


def test_without_any_share_of_charges_no_month_of_a_person_has_a_cost(plant):
    found = priced(replace(plant, payroll=None, employer_charges_share=None))
    assert [n.fact for n in found.gaps] == ["payroll"]
    assert found.people_months["cost"].null_count() == found.people_months.height > 0


def test_one_wage_that_is_missing_leaves_no_sum_and_names_the_person(plant):
    found = priced(without_wage(plant, "E150"))
    assert found.years.is_empty()
    assert cost.missing_words(found.gaps) == (
        "wage_month de E150 (people.csv, colonne wage_month)",
        "wage_month of E150 (people.csv, column wage_month)",
    )


def test_an_aid_that_is_not_known_leaves_the_cost_whole(plant):
    scenario = next(s for s in plant.scenarios if s.name == "S1")
    aid = Aid("unheard_of", date(2027, 1, 1))
    asked = replace(scenario, aid=aid)
    found = cost.price(plant_room.apply(plant, asked), asked, NO_HOURS)
    assert [n.fact for n in found.needs] == ["aid"]
    assert found.gaps == ()
    assert not found.years.is_empty()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a copy of the plant in which the wage of E150 is not written."""
    copy = tmp_path_factory.mktemp("plant")
    for file in PLANT.rglob("*"):
        if file.is_file():
            to = copy / file.relative_to(PLANT)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(file.read_bytes())
    people = copy / "people.csv"
    table = pl.read_csv(people, infer_schema_length=0)
    wage = pl.when(pl.col("person") == "E150").then(None).otherwise(pl.col("wage_month"))
    table.with_columns(wage.alias("wage_month")).write_csv(people)
    return copy


def test_the_command_says_first_what_lacks_and_adds_nothing_up(folder, tmp_path):
    found = price_scenario(folder, "S1", runs=tmp_path, hours=no_hours())
    text = as_text(found, "en", has_lines=False)
    assert text.splitlines()[2].startswith("INCOMPLETE PRICE: nothing is added up. Missing wage_mo")
    for word in ("today kept as it is", "\nchange", "\ntotal", "reliefs lost (+)", "Payback"):
        assert word not in text
    assert "Recruiting" in text
    data = as_data(found)
    assert data["totals"] is None
    assert data["scenario"]["years"] == data["today"]["years"] == []
    assert data["scenario"]["needs"][0]["fact"] == "wage_month"


def test_the_gate_names_the_alternatives_without_a_price_and_what_they_lack(folder, tmp_path):
    found = price_scenario(folder, "S5", runs=tmp_path, hours=no_hours())
    assert not found.gate.is_open
    french, english = found.gate.says
    assert "(S6, S7 : wage_month de E150" in french
    assert "(S6, S7: wage_month of E150" in english
    assert "Add to scenarios/" not in english


def test_the_totals_of_a_whole_price_are_those_of_its_years(tmp_path):
    found = price_scenario(PLANT, "S1", runs=tmp_path, hours=no_hours())
    for row in as_data(found)["totals"]:
        year = found.result.years.filter(pl.col("year") == row["year"])
        kept = found.today.years.filter(pl.col("year") == row["year"])
        assert row["total"] == pytest.approx(year["amount"].sum())
        assert row["change"] == pytest.approx(year["amount"].sum() - kept["amount"].sum())


def test_the_command_says_what_the_totals_of_dismissals_leave_out_as_the_report_does(tmp_path):
    found = price_scenario(PLANT, "S5", runs=tmp_path, hours=no_hours())
    # Two presses of 600 000 over 10 years, bought on the first of the 1827 days compared:
    # 1 200 000 x (1 - 1827 / 3652.5) = 599 754; the dies, over 5 years, are written off.
    english = [en for _, en in found.result.notes]
    assert any(x.startswith("Measures of the social plan") and x.endswith("S5.") for x in english)
    (value,) = [x for x in english if x.startswith("Value left in machines after five years")]
    assert "599,754" in value
    french = [fr for fr, _ in found.result.notes]
    assert any(x.startswith("Mesures du plan social") for x in french)


def test_a_plan_that_dismisses_nobody_owes_no_social_plan(tmp_path):
    found = price_scenario(PLANT, "S7", runs=tmp_path, hours=no_hours())
    assert not any("social plan (redeployment" in en for _, en in found.result.notes)
