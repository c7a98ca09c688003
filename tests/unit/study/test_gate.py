"""What dismissals cost is shown only beside plans that meet the same need and dismiss nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from accord import cost
from accord import plant as plant_room
from accord.plant.records import Exit, Hire, MachineChange, Training
from accord.study.alternative import is_alternative
from accord.study.beside import beside, is_withheld
from accord.study.figures import Figure
from accord.study.gate import Gate, behind_gate, exit_gate
from accord.study.language import language

PLANTS = Path(__file__).parents[3] / "plants"
EMPTY = pl.DataFrame(schema={"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64})
FACTS = {"person", "kind", "on", "age_years", "seniority_years"}


@pytest.fixture(scope="module")
def gaillon():
    return plant_room.read(PLANTS / "gaillon")


def scenario(plant, name):
    return next(s for s in plant.scenarios if s.name == name)


@pytest.fixture(scope="module")
def plan(gaillon):
    return scenario(gaillon, "S5")


@pytest.fixture(scope="module")
def layoffs(gaillon, plan):
    return cost.price(plant_room.apply(gaillon, plan), plan, EMPTY, until=date(2000, 12, 31))


@pytest.fixture(scope="module")
def closed(layoffs, gaillon, plan):
    alone = replace(gaillon, scenarios=(scenario(gaillon, "S0"), plan))
    return behind_gate(layoffs, exit_gate(alone, plan))


@pytest.mark.parametrize("folder", ["gaillon", "gaillon-2026"])
def test_the_layoffs_of_gaillon_stand_beside_s6_and_s7_alone(folder):
    plant = plant_room.read(PLANTS / folder)
    gate = exit_gate(plant, scenario(plant, "S5"))
    assert (gate.layoffs, gate.layoff_h_week) == (12, 12 * 39)
    assert gate.alternatives == ("S6", "S7")


def test_with_the_gate_open_the_whole_price_is_shown_with_the_alternatives_named(gaillon, layoffs):
    shown = behind_gate(layoffs, exit_gate(gaillon, scenario(gaillon, "S5")))
    assert shown.lines == layoffs.lines
    assert "S6, S7" in shown.notes[-1][1]


@pytest.mark.parametrize(("folder", "found"), [("gaillon", ()), ("gaillon-2026", ("S6",))])
def test_without_machines_only_the_plan_that_takes_away_as_many_people_counts(folder, found):
    # twelve exits each; in 1999 five job seekers are hired against the ARPE: seven people less
    plant = plant_room.read(PLANTS / folder)
    assert exit_gate(plant, replace(scenario(plant, "S5"), machines=())).alternatives == found


def test_the_dismissals_undone_and_an_hour_of_training_are_no_alternative(gaillon, plan):
    training = (Training("E017", "GC", "run", plan.start, 1.0),)
    straw = replace(plan, name="X", exits=(), machines=(), training=training)
    gate = exit_gate(replace(gaillon, scenarios=(plan, straw)), plan)
    assert not gate.is_open


@pytest.mark.parametrize(
    ("weekly_h", "counts"), [(39, False), (38, False), (36.5, True), (36, False), (32, False)]
)
def test_a_shorter_week_counts_where_it_takes_away_the_dismissed_hours(
    gaillon, plan, weekly_h, counts
):
    shorter = replace(scenario(gaillon, "S0"), name="X", start=plan.start, weekly_h=weekly_h)
    assert is_alternative(gaillon, plan, shorter) is counts


@pytest.mark.parametrize(("count", "counts"), [(10, False), (11, True), (13, True), (14, False)])
def test_exits_count_within_a_tenth_of_the_dismissals(gaillon, plan, count, counts):
    leave = tuple(Exit(f"E{i:03d}", date(2000, 6, 30), "leaver") for i in range(40, 40 + count))
    other = replace(plan, name="X", exits=leave, machines=())
    assert is_alternative(gaillon, plan, other) is counts


def test_what_comes_years_later_or_is_hired_back_is_no_answer(gaillon, plan):
    other = replace(scenario(gaillon, "S6"), machines=(), hires=())
    assert is_alternative(gaillon, plan, other)
    late = replace(other, exits=tuple(replace(e, on=date(2030, 1, 1)) for e in other.exits))
    assert not is_alternative(gaillon, plan, late)
    back = Hire("x", 12, "press operator", "ouvrier", "O1", ("A",), 7000.0, plan.start)
    assert not is_alternative(gaillon, plan, replace(other, hires=(back,)))
    never = tuple(replace(m, on=date(2030, 1, 1)) for m in plan.machines)
    assert not is_alternative(gaillon, plan, replace(plan, name="X", exits=(), machines=never))


def test_those_who_leave_under_the_plan_anyway_are_no_answer_to_its_dismissals(gaillon, plan):
    leave = tuple(Exit(f"E{i:03d}", plan.exits[0].on, "leaver") for i in range(40, 52))
    both = replace(plan, exits=(*plan.exits, *leave), machines=())
    same = replace(both, name="X", exits=leave)
    assert not is_alternative(gaillon, both, same)


@pytest.mark.parametrize("kind", ["leaver", "end_of_contract", "early_exit"])
@pytest.mark.parametrize("num_renamed", [1, 12])
def test_a_dismissal_under_another_name_is_no_alternative_and_the_gate_says_so(
    gaillon, plan, kind, num_renamed
):
    # it takes the plan's machines, and twelve people away: without the names it would count
    renamed = tuple(replace(row, kind=kind) for row in plan.exits[:num_renamed])
    rest = tuple(Exit(f"E{i:03d}", plan.start, "leaver") for i in range(40, 52 - num_renamed))
    other = replace(plan, name="X", exits=(*renamed, *rest))
    assert not is_alternative(gaillon, plan, other)
    assert is_alternative(gaillon, plan, replace(other, exits=rest))
    gate = exit_gate(replace(gaillon, scenarios=(plan, other)), plan)
    assert not gate.is_open
    assert gate.relabelled == (("X", num_renamed),)
    french, english = gate.says
    assert f"X n'est pas mis à côté : des personnes que S5 licencie ({num_renamed})" in french
    assert f"X is not put beside it: people whom S5 dismisses ({num_renamed})" in english


def test_an_early_exit_by_a_scheme_of_those_dismissed_is_an_alternative(gaillon, plan):
    early = tuple(replace(row, kind="early_exit", scheme="arpe") for row in plan.exits)
    assert is_alternative(gaillon, plan, replace(plan, name="X", exits=early))


def test_beside_a_real_alternative_the_renamed_plan_is_told_and_left_out(gaillon, plan):
    other = replace(plan, name="X", exits=(replace(plan.exits[0], kind="leaver"),))
    gate = exit_gate(replace(gaillon, scenarios=(*gaillon.scenarios, other)), plan)
    assert gate.alternatives == ("S6", "S7")
    assert gate.relabelled == (("X", 1),)
    assert "S6, S7" in gate.says[1]


def test_machines_are_compared_by_station_and_number_not_by_name(gaillon, plan):
    other = replace(
        plan,
        name="X",
        exits=(),
        machines=(
            MachineChange("GC", added=("PC08", "PC09")),
            MachineChange("G63", removed=("PR01", "PR02", "PR03")),
            MachineChange("G63", removed=("PR04", "PR05", "PR06")),
        ),
    )
    assert is_alternative(gaillon, plan, other)
    assert not is_alternative(gaillon, plan, replace(other, machines=other.machines[:2]))


def test_a_plan_that_dismisses_nobody_is_never_behind_the_gate(gaillon, layoffs):
    gate = exit_gate(gaillon, scenario(gaillon, "S1"))
    assert gate.is_open
    assert gate.says == ("", "")
    assert behind_gate(layoffs, gate) is layoffs


def test_with_no_alternative_no_amount_of_an_exit_is_left_anywhere(closed, layoffs):
    assert not [x for x in closed.lines if x.id.startswith(("exits.", "leavers."))]
    assert not closed.months["line"].str.contains("^(exits|leavers)").any()
    assert closed.exits["person"].to_list() == layoffs.exits["person"].to_list()
    amounts = [name for name in closed.exits.columns if name not in FACTS]
    assert {"severance", "notice", "delalande", "leave"} <= set(amounts)
    assert all(closed.exits[name].null_count() == 12 for name in amounts)


def test_with_no_alternative_no_total_of_the_plan_can_be_summed(closed, layoffs, gaillon):
    ratios = ("payback", "break_even", "per_piece", "per_hour")
    assert not [x for x in closed.lines if x.id.startswith(ratios)]
    assert closed.samples.is_empty()
    assert closed.people_months.is_empty()
    assert closed.years["year"].unique().to_list() == [0]
    saved = sum(x.amount for x in layoffs.lines if x.id.startswith("leavers."))
    assert saved < 0
    # what is left of a year is that of a plan in which nobody leaves, never the cheaper one
    assert closed.year(1) == pytest.approx(layoffs.year(1, without=("leavers",)))
    assert closed.year(1) > layoffs.year(1)


def test_a_closed_gate_says_what_to_add_in_both_languages(closed):
    french, english = closed.notes[-1]
    assert "Ajoutez dans scenarios/" in french
    assert "12 personnes" in french
    assert "Add to scenarios/" in english
    assert "468 paid hours a week" in english


def figures_of(*names):
    return {
        f"{name}.{figure}": Figure(f"{name}.{figure}", 1e6, "FRF")
        for name in names
        for figure in ("cost.change_horizon", "cost.once")
    }


def test_beside_a_plan_stand_its_alternatives_own_figures():
    gates = {"S5": Gate("S5", 12, ("S6", "S7"), 468.0)}
    figures = figures_of("S5", "S6", "S7", "S1")
    (found,) = beside(gates, figures, ("S1", "S5", "S5"))
    assert [row.scenario for row in found.rows] == ["S5", "S6", "S7"]
    assert found.rows[2].once is figures["S7.cost.once"]
    assert len(found.cells(language("fr"))) == 4
    assert "S6, S7" in found.says("fr")
    assert beside(gates, {}, ("S5",)) == ()


def test_a_closed_gate_withholds_totals_and_exits_but_no_other_line():
    gates = {"S5": Gate("S5", 12, (), 468.0), "S4": Gate("S4", 1, ("S6",), 39.0)}
    figures = figures_of("S6")
    for name in ("cost.once", "cost.change_year2", "cost.line.exits.leave", "cost.line.per_piece"):
        assert is_withheld(gates, figures, f"S5.{name}")
        assert not is_withheld(gates, figures, f"S4.{name}")
        assert not is_withheld(gates, figures, f"S6.{name}")
    assert not is_withheld(gates, figures, "S5.cost.line.investment.9")
    assert not is_withheld(gates, figures, "S5.flow.output_week.total")
