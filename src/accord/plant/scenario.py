"""Scenario files: a change of a plant, read with every mistake and its place.

A scenario says what differs from the plant's tables and from which day (``from``). Keys:
``name title from agreement weekly_h reference_period annual_h purpose wages shifts cycle crews
hires exits training machines stations routes drop_products investment overtime aid``
(``docs/reference/scenario-files.md``). What a scenario does not name stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from accord.errors import Problem
from accord.plant import scenario_rows as rows
from accord.plant.records import CrewMove, Operation, Plant, Scenario
from accord.plant.scenario_check import check_references
from accord.plant.yamlfile import Form, Node, load

__all__ = ["parse_scenario", "parse_scenarios"]

REFERENCE_PERIODS = ("week", "cycle", "year")
WAGE_POLICIES = ("keep_month", "keep_hour")


def parse_scenarios(
    files: Iterable[tuple[Path, str]], plant: Plant
) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Read scenario files against a plant; all mistakes of all files at once.

    Parameters
    ----------
    files
        Pairs of a path and the name that places give to it.
    plant
        The plant the scenarios change; empty tables are not checked against.

    Returns
    -------
    tuple
        The scenarios that could be read, in the order of the files, and every problem.
    """
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for path, name in files:
        node, found = load(path, name)
        problems += found
        if any(problem.kind == "error" for problem in found) and not node.entries:
            continue
        scenario, found_in = parse_scenario(node, plant)
        problems += found_in
        if scenario is None:
            continue
        twin = next((s for s in scenarios if s.name == scenario.name), None)
        if twin is not None:
            rule = "a scenario name stands once in a plant"
            remedy = f"It is already used in {twin.at.file}; rename one of the two."
            problems.append(Problem(scenario.at, f"scenario {scenario.name!r} again", rule, remedy))
            continue
        scenarios.append(scenario)
    return tuple(scenarios), tuple(problems)


def parse_scenario(node: Node, plant: Plant) -> tuple[Scenario | None, tuple[Problem, ...]]:
    """Read one scenario from its tree; None when name, start or hours are missing.

    Parameters
    ----------
    node
        The root of the file.
    plant
        The plant it changes.

    Returns
    -------
    tuple
        The scenario and every problem found, references to the plant included.
    """
    problems: list[Problem] = []
    form = Form(node, problems)
    name = form.text("name", required=True)
    start = form.date("from", required=True)
    weekly_h = form.number("weekly_h", low=1, high=84, required=True)
    scenario = Scenario(
        name=name,
        title_fr="",
        title_en="",
        start=start or plant.on,
        weekly_h=weekly_h or plant.weekly_h,
        agreement=form.date("agreement"),
        at=form.place,
    )
    scenario = _with_terms(form, scenario)
    scenario = _with_people(form, scenario)
    scenario = _with_shop(form, scenario)
    form.close()
    problems += check_references(scenario, plant)
    is_complete = bool(name) and start is not None and weekly_h is not None
    return (scenario if is_complete else None), tuple(problems)


def _with_terms(form: Form, scenario: Scenario) -> Scenario:
    """Add titles, hours terms, wage policy and aid."""
    title = form.words("title")
    policy, growth = "keep_month", 0.0
    if (wages := form.form("wages")) is not None:
        policy = wages.choice("policy", WAGE_POLICIES, policy)
        growth = wages.number("growth_share_year", low=-0.5, high=0.5) or 0.0
        wages.close()
    aid_form = form.form("aid")
    return replace(
        scenario,
        title_fr=title.fr or scenario.name,
        title_en=title.en or scenario.name,
        reference_period=form.choice("reference_period", REFERENCE_PERIODS, "week"),
        annual_h=form.number("annual_h", low=1, high=4400),
        wage_policy=policy,
        wage_growth_share_year=growth,
        aid=None if aid_form is None else rows.read_aid(aid_form, scenario.agreement),
        purpose=form.text("purpose"),
    )


def _with_people(form: Form, scenario: Scenario) -> Scenario:
    """Add shifts, crews, hires, exits, training and overtime."""
    start = scenario.start
    has_shifts = form.raw("shifts") is not None
    shifts = tuple(s for line in form.forms("shifts") for s in rows.read_shifts(line))
    crews = form.form("crews")
    moves: tuple[CrewMove, ...] = () if crews is None else rows.read_crew_moves(crews, start)
    hires = (rows.read_hire(line, start) for line in form.forms("hires"))
    overtime = (rows.read_overtime(line) for line in form.forms("overtime"))
    return replace(
        scenario,
        shifts=shifts if has_shifts else None,
        cycle=rows.read_cycle(form, "cycle"),
        crew_moves=moves,
        hires=tuple(hire for hire in hires if hire is not None),
        exits=tuple(e for line in form.forms("exits") for e in rows.read_exits(line)),
        csp_joined_share=form.number("csp_joined_share", low=0, high=1),
        training=tuple(t for line in form.forms("training") for t in rows.read_training(line)),
        overtime=tuple(rule for rule in overtime if rule is not None),
    )


def _with_shop(form: Form, scenario: Scenario) -> Scenario:
    """Add machines, stations, routes, dropped products and investment."""
    start = scenario.start
    machines = (rows.read_machine_change(line, start) for line in form.forms("machines"))
    stations = (rows.read_station(line) for line in form.forms("stations"))
    money = (rows.read_investment(line, start) for line in form.forms("investment"))
    return replace(
        scenario,
        machines=tuple(change for change in machines if change is not None),
        stations=tuple(station for station in stations if station is not None),
        operations=_routes(form, start),
        dropped_products=form.texts("drop_products"),
        investment=tuple(item for item in money if item is not None),
    )


def _routes(form: Form, start: date) -> tuple[Operation, ...]:
    """Read ``routes``: a product, the day its route changes, and all its steps."""
    operations: list[Operation] = []
    for route in form.forms("routes"):
        product = route.text("product", required=True)
        since = route.date("from") or start
        steps = (rows.read_operation(line, product, since) for line in route.forms("steps"))
        operations += [step for step in steps if step is not None]
        route.close()
    return tuple(operations)
