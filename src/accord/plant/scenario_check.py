"""What a scenario refers to must exist: people, crews, stations, machines, products.

A reference is checked only against tables that are there, so that one broken table does not bring
a second complaint about every scenario.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from accord.errors import Place, Problem
from accord.plant.capacity import REWORK_STEP
from accord.plant.records import (
    CrewMove,
    Exit,
    Hire,
    Operation,
    Plant,
    Scenario,
    Shift,
    Training,
)
from accord.plant.values import suggest

__all__ = ["check_references", "hired_ids"]


def hired_ids(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of the people a scenario hires, in the order of its ``hires``."""
    numbers: Counter[str] = Counter()
    ids: list[str] = []
    for hire in scenario.hires:
        for _ in range(hire.count):
            numbers[hire.prefix] += 1
            ids.append(f"{scenario.name}-{hire.prefix}{numbers[hire.prefix]:02d}")
    return tuple(ids)


def check_references(scenario: Scenario, plant: Plant) -> tuple[Problem, ...]:
    """Return every reference of a scenario that the plant does not have, with near misses.

    Parameters
    ----------
    scenario
        The change.
    plant
        What it changes.

    Returns
    -------
    tuple of Problem
        Empty when the scenario can be applied.
    """
    problems: list[Problem] = []
    for check in (_dates, _people, _crews, _machines, _routes, _skills):
        problems += check(scenario, plant)
    return tuple(problems)


def _unknown(what: str, seen: str, known: Iterable[str], place: Place) -> Problem:
    rule = f"a scenario refers only to a {what} of the plant"
    return Problem(place, f"unknown {what} {seen!r}", rule, suggest(seen, known))


def _dates(scenario: Scenario, plant: Plant) -> Iterator[Problem]:
    if scenario.start < plant.on:
        seen = f"scenario {scenario.name} starts on {scenario.start}"
        rule = f"the study starts on {plant.on}"
        yield Problem(scenario.at, seen, rule, "Write a later day behind 'from'.")
    if scenario.agreement is not None and scenario.agreement > scenario.start:
        seen = f"the agreement is dated {scenario.agreement}, after the start {scenario.start}"
        rule = "hours change after the agreement is signed"
        french = (
            f"l'accord est daté du {scenario.agreement}, après le début {scenario.start}",
            "les heures changent après la signature de l'accord",
            "Vérifiez les deux dates.",
        )
        yield Problem(scenario.at, seen, rule, "Check both dates.", "warning", french)
    dated: tuple[Hire | Exit | Training, ...]
    dated = (*scenario.hires, *scenario.exits, *scenario.training)
    for row in dated:
        if row.on < plant.on:
            seen = f"a change of people on {row.on}"
            rule = f"the study starts on {plant.on}"
            yield Problem(row.at, seen, rule, "Change the plant's own tables for earlier days.")


def _people(scenario: Scenario, plant: Plant) -> Iterator[Problem]:
    if not plant.people:
        return
    hired = hired_ids(scenario)
    known = {person.person for person in plant.people}
    for person in sorted(known.intersection(hired)):
        seen = f"the hired person {person!r} is already in people"
        yield Problem(scenario.at, seen, "ids are unique", "Choose another prefix.")
    known.update(hired)
    named: tuple[Exit | Training | CrewMove, ...]
    named = (*scenario.exits, *scenario.training, *scenario.crew_moves)
    for row in named:
        if row.person not in known:
            yield _unknown("person", row.person, known, row.at)
    yield from _twice(((row.person, row.at) for row in scenario.exits), "leaves")
    yield from _twice(((row.person, row.at) for row in scenario.crew_moves), "changes crew")


def _twice(rows: Iterable[tuple[str, Place]], what: str) -> Iterator[Problem]:
    known: set[str] = set()
    for person, place in rows:
        if person in known:
            rule = "a person stands once in this list"
            yield Problem(place, f"{person} {what} twice", rule, "Keep one of the two lines.")
        known.add(person)


def _crews(scenario: Scenario, plant: Plant) -> Iterator[Problem]:
    shifts = plant.shifts if scenario.shifts is None else scenario.shifts
    known = {shift.crew for shift in shifts}
    if not known:
        return
    for move in scenario.crew_moves:
        if move.crew not in known:
            yield _unknown("crew", move.crew, known, move.at)
    for hire in scenario.hires:
        for crew in hire.crews:
            if crew not in known:
                yield _unknown("crew", crew, known, hire.at)
    for extra in scenario.overtime:
        for crew in extra.crews:
            if crew not in known:
                yield _unknown("crew", crew, known, extra.at)
    yield from _cycle(scenario, shifts, known)
    if scenario.shifts is None:
        return
    moved = {move.person for move in scenario.crew_moves}
    left = {row.person for row in scenario.exits if row.on < scenario.start}
    lost: Counter[str] = Counter()
    for person in plant.people:
        if person.crew and person.crew not in known and person.person not in moved | left:
            lost[person.crew] += 1
    for crew, count in sorted(lost.items()):
        seen = f"{count} people of crew {crew!r} have no shift any more"
        rule = "'shifts' replaces the whole shift table, so every crew in use needs its shifts"
        remedy = f"Add shifts for {crew!r}, or move its people under 'crews'."
        yield Problem(scenario.at, seen, rule, remedy)


def _cycle(scenario: Scenario, shifts: Iterable[Shift], known: set[str]) -> Iterator[Problem]:
    if scenario.cycle is None:
        return
    for crew in scenario.cycle.crews:
        if crew not in known:
            yield _unknown("crew", crew, known, scenario.cycle.at)
    asked = set(scenario.cycle.crews) or known
    dated = (s for s in shifts if s.until or (s.since or scenario.start) > scenario.start)
    first = next((s.crew for s in dated if s.crew in asked), None)
    if first is not None:
        seen = f"'cycle' asks for a design, and the shifts of {first} change with the date"
        rule = "a designed cycle takes the place of one table that holds from the start on"
        remedy = "Leave 'cycle' out, or write shifts without 'from' and 'until'."
        yield Problem(scenario.cycle.at, seen, rule, remedy)


def _machines(scenario: Scenario, plant: Plant) -> Iterator[Problem]:
    if not plant.stations:
        return
    stations = {s.station: set(s.machines) for s in (*plant.stations, *scenario.stations)}
    for change in sorted(scenario.machines, key=lambda c: c.on or scenario.start):
        if change.station not in stations:
            yield _unknown("station", change.station, stations, change.at)
            continue
        everywhere = set().union(*stations.values())
        for machine in change.removed:
            if machine not in stations[change.station]:
                what = f"machine at {change.station}"
                yield _unknown(what, machine, stations[change.station], change.at)
        for machine in change.added:
            if machine in everywhere:
                seen = f"machine {machine!r} is added and already there"
                yield Problem(change.at, seen, "machine ids are unique", "Choose a new id.")
        stations[change.station] -= set(change.removed)
        stations[change.station] |= set(change.added)
        if not stations[change.station]:
            seen = f"station {change.station!r} keeps no machine"
            rule = "a station has at least one machine"
            remedy = "Keep one machine, and take the station out of the routes."
            french = (
                f"le groupe {change.station!r} ne garde aucune machine",
                "un groupe a au moins une machine",
                "Gardez une machine, et retirez le groupe des gammes.",
            )
            yield Problem(change.at, seen, rule, remedy, "warning", french)


def _routes(scenario: Scenario, plant: Plant) -> Iterator[Problem]:
    if not plant.operations or not plant.stations:
        return
    products = {o.product for o in plant.operations} | {o.product for o in plant.orders}
    stations = {s.station for s in (*plant.stations, *scenario.stations)}
    routes: dict[str, list[Operation]] = {}
    for operation in scenario.operations:
        routes.setdefault(operation.product, []).append(operation)
    for product, steps in routes.items():
        if product not in products:
            yield _unknown("product", product, products, steps[0].at)
        numbers = Counter(step.step for step in steps)
        on_route = sorted(set(numbers) - {REWORK_STEP})
        for step in steps:
            if numbers[step.step] > 1:
                seen = f"step {step.step} of {product} stands {numbers[step.step]} times"
                yield Problem(step.at, seen, "a step stands once in a route", "Renumber it.")
            for station in (step.station, step.rework_station):
                if station and station not in stations:
                    yield _unknown("station", station, stations, step.at)
            if step.rework_step is not None and step.rework_step not in on_route:
                seen = f"rework of step {step.step} returns to step {step.rework_step}"
                rule = f"rework returns to a step of the route of {product}"
                remedy = f"Steps: {', '.join(map(str, on_route))}."
                yield Problem(step.at, seen, rule, remedy)
    for product in scenario.dropped_products:
        if product not in products:
            yield _unknown("product", product, products, scenario.at)


def _skills(scenario: Scenario, plant: Plant) -> Iterator[Problem]:
    if not plant.stations:
        return
    known = {s.station for s in (*plant.stations, *scenario.stations)}
    for station in (*plant.stations, *scenario.stations):
        groups = (station.setup_skill, station.repair_skill, station.relief_skill)
        known.update(group for group in groups if group)
    known.update(skill.station for skill in plant.skills)
    for training in scenario.training:
        if training.station not in known:
            yield _unknown("station", training.station, known, training.at)
    for hire in scenario.hires:
        for group, _task in hire.skills:
            if group not in known:
                yield _unknown("station", group, known, hire.at)
