"""The price of one scenario beside today, and beside alternatives where it dismisses people."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

import accord.hours
from accord import plant as plant_room
from accord.cost import CostResult, against_today, explain_difference, price
from accord.errors import NeedsError
from accord.law import Need
from accord.plant.records import Plant, Scenario
from accord.plant.values import suggest
from accord.study.field import TODAY, Progress, Tracker, begun_week, compared_weeks
from accord.study.gate import Gate, behind_gate, exit_gate
from accord.study.hours_table import HoursTable
from accord.study.measure.prices import status_quo
from accord.study.measure.unpriced import left_out, left_out_notes
from accord.study.run_price import paired, price_run
from accord.study.runs import Run, plant_digest, simulate_once

__all__ = ["BesideToday", "ScenarioPrice", "as_shown", "price_scenario"]


@dataclass(frozen=True, slots=True)
class BesideToday:
    """The price of a scenario and that of today kept as it is, over the same months."""

    result: CostResult
    today: CostResult

    @property
    def gaps(self) -> tuple[Need, ...]:
        """What either price lacks: while there is anything, their change is not known."""
        return tuple(dict.fromkeys((*self.result.gaps, *self.today.gaps)))


@dataclass(frozen=True, slots=True)
class ScenarioPrice:
    """The price of a scenario, as it may be shown.

    Parameters
    ----------
    plant
        The plant as read.
    scenario
        The scenario.
    today
        Today kept as it is, priced over the same months; with the gate closed without its people
        by month, whose sum over those dismissed is the pay saved.
    result
        The scenario's price, behind the gate.
    alternatives
        Prices of the scenarios that dismiss nobody, where this one dismisses people; each beside
        today over its own months.
    gate
        What may be shown of exits, and beside what.
    """

    plant: Plant
    scenario: Scenario
    today: CostResult
    result: CostResult
    alternatives: tuple[BesideToday, ...]
    gate: Gate

    @property
    def gaps(self) -> tuple[Need, ...]:
        """What the price or today's lacks: while there is anything, no sum or change is shown."""
        return BesideToday(self.result, self.today).gaps

    @property
    def difference(self) -> pl.DataFrame:
        """The difference from today, line by line and year by year (``explain_difference``).

        With the gate closed it has no row: what is left of it is the difference of another plan.
        """
        found = explain_difference(self.today, self.result)
        return found if self.gate.is_open else found.clear()


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plant with a scenario applied, to simulate and price."""

    name: str
    plant: Plant
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class _Shop:
    """How plans are simulated: runs are made, or found in a folder."""

    plant: Plant
    folder: Path
    replications: int
    precision: float
    executor: Executor | None
    tracker: Tracker

    def simulate(self, plan: _Plan) -> Run:
        """Simulate a plan."""
        weeks = self.plant.horizon_weeks
        digest = plant_digest(
            plan.plant, weeks=weeks, replications=self.replications, precision=self.precision
        )
        run, _ = simulate_once(
            plan.plant,
            self.folder,
            digest,
            weeks=weeks,
            replications=self.replications,
            precision=self.precision,
            executor=self.executor,
            progress=self.tracker.follow(plan.name),
        )
        return run

    def price(self, today: _Plan, plans: list[_Plan]) -> list[BesideToday]:
        """Price the plans on the weeks that a study compares, each beside today."""
        todays, *runs = (self.simulate(plan) for plan in (today, *plans))
        begun = begun_week(self.plant, self.plant.scenarios)
        first, last = compared_weeks(self.plant, len(todays.weeks), begun)
        weeks = slice(first, last + 1)
        found = []
        for run, plan in zip(runs, plans, strict=True):
            count = paired(run, todays)
            kept = _kept(today, plan)
            found.append(
                BesideToday(
                    price_run(run, plan.plant, plan.scenario, weeks, count),
                    price_run(todays, kept.plant, kept.scenario, weeks, count),
                )
            )
        return found


def price_scenario(
    path: Path | str,
    name: str,
    *,
    runs: Path,
    hours: HoursTable | None = None,
    replications: int = 10,
    precision: float = 0.01,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> ScenarioPrice:
    """Price one scenario of a plant month by month, beside today.

    Parameters
    ----------
    path
        Plant folder or workbook.
    name
        Name of the scenario.
    runs
        Folder of simulated runs, those of a study for example; what is missing is run.
    hours
        Table to price on instead of a simulation (``read_hours``, ``no_hours``). With a column
        scenario each plan has its own rows (``S0`` is today); without, all plans have the same.
    replications, precision
        As in ``run``.
    executor
        Where replications run.
    progress
        Called with what is being done, how much is done and how much there is.

    Raises
    ------
    InputError
        With every problem of the plant's files, or of the table of hours.
    NeedsError
        When the plant has no such scenario.
    ModelError
        When the plant cannot be simulated.
    FactError
        For a fact that cannot be, with place and remedy.
    """
    plant = plant_room.read(Path(path))
    scenario = _find(plant, name)
    gate = exit_gate(plant, scenario)
    others = [s for s in plant.scenarios if s.name in gate.alternatives]
    tracker = Tracker(progress)
    tracker.expect(2 + len(others))
    today = _today(plant)
    plans = [_plan(plant, s) for s in (scenario, *others)]
    if hours is None:
        shop = _Shop(plant, runs, replications, precision, executor, tracker)
        asked, *beside = shop.price(today, plans)
    else:
        hours.check(plant, scenario)
        asked, *beside = (_on_hours(hours, today, plan) for plan in plans)
    return as_shown(plant, scenario, asked, beside)


def as_shown(
    plant: Plant, scenario: Scenario, asked: BesideToday, beside: Sequence[BesideToday]
) -> ScenarioPrice:
    """Put a price behind its gate: open beside the alternatives that could be priced.

    Parameters
    ----------
    plant
        The plant with all its scenarios, none applied.
    scenario
        The scenario asked for.
    asked
        Its price, beside today over the same months.
    beside
        Those of its alternatives.
    """
    gate = exit_gate(plant, scenario)
    gate = gate.among({x.result.scenario: x.gaps for x in beside})
    shown = behind_gate(asked.result, gate, asked.today)
    has_payroll = plant.payroll is not None
    names = left_out(scenario, asked.result, asked.today, has_payroll=has_payroll)
    told = left_out_notes(scenario, names, plant.currency)
    shown = replace(shown, notes=(*shown.notes, *told))
    if not gate.is_open:
        today = replace(asked.today, people_months=asked.today.people_months.clear())
        return ScenarioPrice(plant, scenario, today, shown, (), gate)
    others = tuple(
        replace(x, result=against_today(x.result, x.today)) for x in beside if not x.gaps
    )
    return ScenarioPrice(plant, scenario, asked.today, shown, others, gate)


def _on_hours(hours: HoursTable, today: _Plan, plan: _Plan) -> BesideToday:
    """Price a plan and today on a table of hours."""

    def on_its_hours(one: _Plan) -> CostResult:
        rows = hours.of(one.name, one.plant, one.scenario.start)
        found = price(one.plant, one.scenario, rows)
        return replace(found, notes=(*found.notes, *hours.notes))

    return BesideToday(on_its_hours(plan), on_its_hours(_kept(today, plan)))


def _today(plant: Plant) -> _Plan:
    """Return the plant as it is."""
    own = next((s for s in plant.scenarios if s.name == TODAY), None)
    applied = plant if own is None else accord.hours.apply_designed(plant, own)[0]
    return _Plan(TODAY, applied, status_quo(plant))


def _kept(today: _Plan, plan: _Plan) -> _Plan:
    """Return today kept as it is over the months of a plan."""
    return replace(today, scenario=replace(today.scenario, start=plan.scenario.start))


def _plan(plant: Plant, scenario: Scenario) -> _Plan:
    return _Plan(scenario.name, accord.hours.apply_designed(plant, scenario)[0], scenario)


def _find(plant: Plant, name: str) -> Scenario:
    for scenario in plant.scenarios:
        if scenario.name == name:
            return scenario
    remedy = suggest(name, (s.name for s in plant.scenarios))
    raise NeedsError(f"{plant.name}: no scenario {name!r}. {remedy}")
