"""Which scenarios are alternatives to one that dismisses people: those that answer its need.

Whoever writes the plan writes the scenarios beside it too, so that "dismisses nobody" alone would
let any straw stand there. An alternative takes the plan's machines, or takes away as many people
or as many paid hours as the plan's dismissals do; and it does not make those whom the plan
dismisses leave under another name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

from accord.cost import years_later
from accord.plant.records import Exit, Person, Plant, Scenario

__all__ = [
    "LAYOFF",
    "MOST_YEARS",
    "TOLERANCE_SHARE",
    "alternatives",
    "dismissed_h_week",
    "is_alternative",
    "relabelled",
]

LAYOFF: Final = "layoff"
# Assumption A-32: how near, and how soon after the last dismissal, an alternative must come.
TOLERANCE_SHARE: Final = 0.10
MOST_YEARS: Final = 2
# What no file proves and nobody can be made to do: those dismissed would resign, or a term run out;
# so would an early exit of no scheme, which nobody pays for.
_OTHER_NAMES: Final = frozenset({"leaver", "end_of_contract"})
_EARLY_EXIT: Final = "early_exit"
_BY_THEMSELVES: Final = frozenset({"leaver", _EARLY_EXIT, "retirement"})


def alternatives(plant: Plant, plan: Scenario) -> tuple[str, ...]:
    """Name the scenarios of a plant that answer a plan's need and dismiss nobody."""
    return tuple(other.name for other in plant.scenarios if is_alternative(plant, plan, other))


def relabelled(plant: Plant, plan: Scenario) -> tuple[tuple[str, int], ...]:
    """Name the scenarios that answer a plan's need but make those leave whom it dismisses.

    Returns
    -------
    tuple of (str, int)
        Name, and how many of those dismissed leave there by themselves, at the end of a contract or
        by an early exit of no scheme.
    """
    counts = ((other, len(_renamed(plan, other))) for other in plant.scenarios)
    return tuple(
        (other.name, count) for other, count in counts if count and _answers(plant, plan, other)
    )


def is_alternative(plant: Plant, plan: Scenario, other: Scenario) -> bool:
    """Tell whether a scenario answers what a plan that dismisses people answers.

    Parameters
    ----------
    plant
        The plant as it is, no scenario applied.
    plan
        The scenario that dismisses people.
    other
        Another scenario of the plant.

    Returns
    -------
    bool
        True when ``other`` dismisses nobody and, not later than ``MOST_YEARS`` after the plan's
        last dismissal, (a) adds and removes as many machines at the same stations as the plan, or
        (b) takes away, beyond what the plan does without its dismissals, as many people (natural
        and early exits, retirements) or as many paid hours a week (those exits and a shorter week)
        as the dismissals, to within ``TOLERANCE_SHARE`` of them. Hires beyond the plan's count
        against (b). Never where somebody whom the plan dismisses leaves by themselves, at the end
        of a contract or by an early exit of no scheme under ``other``.

    Limits
    ------
    (a) holds for a scenario that takes the machines and keeps everyone. What ``other`` makes, and
    whether it holds the demand, the study tells; it is not asked here. Nor is the age of who
    retires or has an early exit: the price refuses what cannot be (``accord.cost.exit_problems``).
    """
    return not _renamed(plan, other) and _answers(plant, plan, other)


def _answers(plant: Plant, plan: Scenario, other: Scenario) -> bool:
    """Tell whether a scenario meets a plan's need without a layoff, whoever leaves under it."""
    layoffs = _layoffs(plan)
    if not layoffs or other.name == plan.name or _layoffs(other):
        return False
    by = years_later(max(row.on for row in layoffs), MOST_YEARS)
    machines = _machines(plant, plan, date.max)
    if machines and _machines(plant, other, by) == machines:
        return True
    people = _people_less(plant, plan, other, by)
    hours = _hours_less(plant, plan, other, by)
    return _is_near(people, len(_names(layoffs))) or _is_near(hours, dismissed_h_week(plant, plan))


def dismissed_h_week(plant: Plant, plan: Scenario) -> float:
    """Sum the paid hours a week of those whom a plan dismisses, at the plan's hours."""
    gone = _names(_layoffs(plan))
    ratio = plan.weekly_h / plant.weekly_h
    return ratio * math.fsum(_hours(plant, p) for p in plant.people if p.person in gone)


def _layoffs(scenario: Scenario) -> tuple[Exit, ...]:
    return tuple(row for row in scenario.exits if row.kind == LAYOFF)


def _renamed(plan: Scenario, other: Scenario) -> frozenset[str]:
    """Name those whom a plan dismisses and another makes leave under another name."""
    leaving = _names(
        row
        for row in other.exits
        if row.kind in _OTHER_NAMES or (row.kind == _EARLY_EXIT and not row.scheme)
    )
    return _names(_layoffs(plan)) & leaving


def _names(exits: Iterable[Exit]) -> frozenset[str]:
    return frozenset(row.person for row in exits)


def _leaving(scenario: Scenario, by: date) -> frozenset[str]:
    """Name who leaves without being dismissed until a day."""
    return _names(row for row in scenario.exits if row.kind in _BY_THEMSELVES and row.on <= by)


def _is_near(less: float, wanted: float) -> bool:
    return wanted > 0 and abs(less - wanted) <= TOLERANCE_SHARE * wanted + 1e-9


def _people_less(plant: Plant, plan: Scenario, other: Scenario, by: date) -> int:
    """Count the people fewer than under the plan without its dismissals."""
    own = {p.person for p in plant.people}
    leaving = len(_leaving(other, by) & own) - len(_leaving(plan, by) & own)
    hired = [sum(row.count for row in s.hires) for s in (other, plan)]
    return leaving - max(hired[0] - hired[1], 0)


def _hours_less(plant: Plant, plan: Scenario, other: Scenario, by: date) -> float:
    """Sum the paid hours a week fewer than under the plan without its dismissals."""
    hired = [
        math.fsum(row.count * (row.weekly_h or s.weekly_h) for row in s.hires)
        for s in (other, plan)
    ]
    kept = [_kept_h_week(plant, s, by) for s in (other, plan)]
    return kept[1] - kept[0] - max(hired[0] - hired[1], 0.0)


def _kept_h_week(plant: Plant, scenario: Scenario, by: date) -> float:
    """Sum the paid hours a week, on a day, of the plant's people who have not left by themselves.

    Part-timers keep their share of the collective hours, as in the price (``accord.cost``).
    """
    gone = _leaving(scenario, by)
    ratio = scenario.weekly_h / plant.weekly_h if scenario.start <= by else 1.0
    return ratio * math.fsum(_hours(plant, p) for p in plant.people if p.person not in gone)


def _hours(plant: Plant, person: Person) -> float:
    return plant.weekly_h if person.weekly_h is None else person.weekly_h


def _machines(plant: Plant, scenario: Scenario, by: date) -> Counter[tuple[str, str]]:
    """Count the machines added and removed at each station until a day."""
    found: Counter[tuple[str, str]] = Counter()
    for row in scenario.machines:
        if (row.on or scenario.start) <= by:
            found[row.station, "added"] += len(row.added)
            found[row.station, "removed"] += len(row.removed)
    today = {station.station: set(station.machines) for station in plant.stations}
    for station in scenario.stations if scenario.start <= by else ():
        before, after = today.get(station.station, set()), set(station.machines)
        found[station.station, "added"] += len(after - before)
        found[station.station, "removed"] += len(before - after)
    return +found
