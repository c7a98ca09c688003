"""The example plant: money and law of its scenarios against the sector's worked numbers.

Kind: hand. Source: docs/background/cost.md, plants/gaillon/SOURCES.md. Numbers are recomputed from
the plant's own people; where they differ from the published round ones the test says by what.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from accord import cost, hours
from accord import plant as plant_room

FOLDER = Path(__file__).parents[3] / "plants" / "gaillon"
NO_WORKLOAD = pl.DataFrame(
    schema={"person": pl.String, "month": pl.Date, "hours": pl.Float64, "overtime_h": pl.Float64}
)


@pytest.fixture(scope="module")
def gaillon():
    return plant_room.read(FOLDER)


@pytest.fixture(scope="module")
def case(gaillon):
    def find(name):
        scenario = next(s for s in gaillon.scenarios if s.name == name)
        return plant_room.apply(gaillon, scenario), scenario

    return find


def priced(case, name):
    plant, scenario = case(name)
    return cost.price(plant, scenario, NO_WORKLOAD)


def test_the_payroll_of_180_people_is_30_4_million_with_charges(case):
    found = priced(case, "S0")
    assert found.needs == ()
    assert found.total("payroll.today", "yearly") == pytest.approx(30.4e6, rel=0.01)


def test_the_exit_list_costs_1_535_566_francs(gaillon, case):
    found = priced(case, "S5")
    # the published total gives everyone two months of notice: nobody on the list has three
    disabled = {p.person for p in gaillon.people if p.disabled}
    assert not disabled & set(found.exits["person"])
    # it also leaves out the employer charges on that notice
    listed = found.total("exits", "once") - found.line("exits.charges").amount
    assert listed == pytest.approx(1_535_566.40, abs=0.01)
    father = found.exits.filter(pl.col("wage_month") == 9500).row(0, named=True)
    assert father["severance"] + father["notice"] + father["delalande"] == 185_250.0


def test_the_layoffs_pay_back_in_4_2_years_and_4_3_with_the_training(case):
    found = priced(case, "S5")
    saved = -found.total("leavers", "yearly")
    assert saved == pytest.approx(1.87e6, rel=0.01)
    once = found.total("exits", "once") + found.total("investment", "once")
    charges = found.line("exits.charges").amount
    assert (once - charges) / saved == pytest.approx(4.2, abs=0.05)
    training = found.total("training", "once")
    assert found.line("payback.years").amount == pytest.approx((once + training) / saved)


def test_the_aid_of_the_35_hours_is_7_83_million_with_every_condition_met(case):
    found = priced(case, "S1")
    assert found.total("aid", "yearly") == -7_831_000
    assert found.line("aid.aubry1.year1").amount == -2_292_000
    assert all(c.is_met for c in found.conditions)
    shares = {c.id: c.value for c in found.conditions}
    assert shares["aid.manual"] == pytest.approx(128 / 180)
    assert 0.70 <= shares["aid.low_wage"] < 0.80
    assert found.total("hires", "yearly") == pytest.approx(11 * 7000 * 12 * 1.45)


def test_the_aid_of_the_plan_with_presses_is_asked_for_in_time_and_not_proved(case):
    found = priced(case, "S7")
    by_id = {c.id: c for c in found.conditions}
    assert by_id["aid.reduced_before"].is_met
    assert (by_id["aid.scale"].is_met, by_id["aid.scale"].status) == (False, "assumption")
    assert found.total("aid", "yearly") == -180 * (7000 + 6000 + 5000 + 5000 + 5000)


def test_32_hours_reach_the_second_tier_of_13_000_to_9_000_francs(case):
    found = priced(case, "S8")
    years = [-found.line(f"aid.aubry1.year{y}").amount / 197 for y in range(1, 6)]
    assert years == [16_000, 14_000, 12_000, 10_000, 9_000]  # bonus of 3, 2 and 1 thousand first


def test_every_scenario_of_the_example_keeps_the_limits_of_its_time(gaillon, case):
    for scenario in gaillon.scenarios:
        plant, _ = case(scenario.name)
        found = hours.check(plant, on=scenario.start)
        assert found.needs == (), scenario.name
        assert found.breaches == (), scenario.name


@pytest.mark.parametrize("name", ["S4a", "S4b"])
def test_two_shifts_of_nine_hours_do_not_fit_outside_the_legal_night(case, name):
    plant, scenario = case(name)
    found = hours.check(plant, on=scenario.start)
    window = next(f for f in found.findings if f.rule == "fr.hours.night_window")
    assert (window.severity, window.limit, window.status) == ("flag", 17.0, "draft")
    assert window.value > 17.0
    assert window.place.file.endswith(f"{name}.yaml")


def test_staying_at_39_hours_is_flagged_from_2000_and_35_hours_are_not(case):
    plant, scenario = case("S0")
    stays = hours.check(plant, on=scenario.start)
    assert {(f.rule, f.on.year) for f in stays.flags if "legal_week" in f.rule} == {
        ("fr.hours.legal_week", 2000)
    }
    for name in ("S1", "S2", "S3"):
        plant, scenario = case(name)
        found = hours.check(plant, on=scenario.start)
        assert not [f for f in found.flags if "legal_week" in f.rule], name
