"""Apply a scenario to a plant: the same plant with dated rows, nothing changed in place.

Rows that a scenario replaces end on the day before it starts; new rows hold from its start. What a
scenario does not name is the very same record, so the status quo gives the same simulation inputs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from accord.errors import InputError
from accord.plant.records import (
    CrewMove,
    MachineChange,
    Operation,
    Order,
    OvertimeRule,
    Person,
    Plant,
    Scenario,
    Shift,
    Skill,
    Station,
)
from accord.plant.scenario_check import check_references, hired_ids

__all__ = ["apply"]

Dated = TypeVar("Dated", Shift, Operation, OvertimeRule)


def apply(plant: Plant, scenario: Scenario) -> Plant:
    """Return the plant as the scenario makes it, with dated rows.

    Parameters
    ----------
    plant
        The plant of today.
    scenario
        What changes, and from which day.

    Returns
    -------
    Plant
        A new plant; ``plant`` itself is not changed. Contract hours of the people stay those of
        their files: the scenario's ``weekly_h`` holds from its start and is read from it.

    Raises
    ------
    InputError
        When the scenario refers to something the plant does not have.

    Notes
    -----
    Limits: a replaced station (``stations``) holds for the whole period, because station rows have
    no dates; add machines with ``machines`` when a date matters.
    """
    problems = [p for p in check_references(scenario, plant) if p.kind == "error"]
    if problems:
        raise InputError(problems)
    return replace(
        plant,
        stations=_stations(plant.stations, scenario.stations),
        operations=_operations(plant, scenario),
        orders=_orders(plant.orders, scenario),
        people=_people(plant, scenario),
        skills=_skills(plant, scenario),
        shifts=_shifts(plant, scenario),
        overtime=_overtime(plant, scenario),
        machine_changes=plant.machine_changes + _machine_changes(scenario),
        crew_moves=plant.crew_moves + _crew_moves(scenario),
    )


def _ended(rows: tuple[Dated, ...], start: date, first_day: date) -> tuple[Dated, ...]:
    """End rows on the eve of ``start``; rows that would never hold are left out."""
    eve = start - timedelta(days=1)
    kept: list[Dated] = []
    for row in rows:
        if row.until is not None and row.until < start:
            kept.append(row)
        elif (row.since or first_day) <= eve:
            kept.append(replace(row, until=eve))
    return tuple(kept)


def _begun(rows: tuple[Dated, ...], start: date, first_day: date) -> tuple[Dated, ...]:
    """Start rows no earlier than ``start``; None stands for the plant's first day."""
    begun: list[Dated] = []
    for row in rows:
        since = start if row.since is None else max(row.since, start)
        begun.append(replace(row, since=None if since <= first_day else since))
    return tuple(begun)


def _shifts(plant: Plant, scenario: Scenario) -> tuple[Shift, ...]:
    if scenario.shifts is None:
        return plant.shifts
    old = _ended(plant.shifts, scenario.start, plant.on)
    return old + _begun(scenario.shifts, scenario.start, plant.on)


def _overtime(plant: Plant, scenario: Scenario) -> tuple[OvertimeRule, ...]:
    if not scenario.overtime:
        return plant.overtime
    old = _ended(plant.overtime, scenario.start, plant.on)
    return old + _begun(scenario.overtime, scenario.start, plant.on)


def _operations(plant: Plant, scenario: Scenario) -> tuple[Operation, ...]:
    starts: dict[str, date] = {}
    for step in scenario.operations:
        since = max(step.since or scenario.start, scenario.start)
        starts[step.product] = min(since, starts.get(step.product, since))
    if not starts:
        return plant.operations
    kept: list[Operation] = []
    for row in plant.operations:
        start = starts.get(row.product)
        kept += (row,) if start is None else _ended((row,), start, plant.on)
    return tuple(kept) + _begun(scenario.operations, scenario.start, plant.on)


def _orders(orders: tuple[Order, ...], scenario: Scenario) -> tuple[Order, ...]:
    if not scenario.dropped_products:
        return orders
    dropped = set(scenario.dropped_products)
    return tuple(o for o in orders if o.product not in dropped or o.release < scenario.start)


def _stations(old: tuple[Station, ...], new: tuple[Station, ...]) -> tuple[Station, ...]:
    by_name = {station.station: station for station in new}
    kept = tuple(by_name.pop(station.station, station) for station in old)
    return kept + tuple(by_name.values())


def _people(plant: Plant, scenario: Scenario) -> tuple[Person, ...]:
    if not scenario.hires and not scenario.exits:
        return plant.people
    leaves = {row.person: row.on for row in scenario.exits}
    hired = tuple(_hired(scenario))
    return tuple(
        replace(p, present_to=_earlier(p.present_to, leaves[p.person])) if p.person in leaves else p
        for p in plant.people + hired
    )


def _earlier(first: date | None, second: date) -> date:
    return second if first is None else min(first, second)


def _hired(scenario: Scenario) -> list[Person]:
    """Make the people of ``hires``: like people, crews taken in turn."""
    ids = iter(hired_ids(scenario))
    return [
        Person(
            person=next(ids),
            job=hire.job,
            category=hire.category,
            klass=hire.klass,
            crew=hire.crews[i % len(hire.crews)],
            hire_date=hire.on,
            contract="permanent",
            weekly_h=scenario.weekly_h if hire.weekly_h is None else hire.weekly_h,
            wage_month=hire.wage_month,
            present_from=hire.on,
            at=hire.at,
        )
        for hire in scenario.hires
        for i in range(hire.count)
    ]


def _skills(plant: Plant, scenario: Scenario) -> tuple[Skill, ...]:
    new: list[Skill] = []
    ids = iter(hired_ids(scenario))
    for hire in scenario.hires:
        since = hire.on + timedelta(weeks=hire.training_weeks)
        for _ in range(hire.count):
            person = next(ids)
            new += [Skill(person, s, task, 2, 1.0, since, hire.at) for s, task in hire.skills]
    rate: dict[str, float] = {}
    for skill in plant.skills:
        rate.setdefault(skill.person, skill.rate_share)
    for row in scenario.training:
        share = rate.get(row.person, 1.0)
        new.append(Skill(row.person, row.station, row.task, 2, share, row.on, row.at))
    return plant.skills + tuple(new)


def _machine_changes(scenario: Scenario) -> tuple[MachineChange, ...]:
    return tuple(
        row if row.on is not None else replace(row, on=scenario.start) for row in scenario.machines
    )


def _crew_moves(scenario: Scenario) -> tuple[CrewMove, ...]:
    return tuple(
        row if row.on is not None else replace(row, on=scenario.start)
        for row in scenario.crew_moves
    )
