"""How many people are needed at the same time, and with which skill: from load and stations.

The requirement is the load, not the number of machines. For a station with hours ``R`` to run and
``O`` hours open (both over the days of the orders), ``R / O`` machines run at the same time on
average; rounded up, and divided by the machines that one team minds, that is the number of teams;
times the operators of a team, the number of people. Set-ups count at the station when its own
operators do them, and otherwise at the skill that sets up; repairs (running hours times repair time
over time between failures) at the skill that repairs; carrying at the station that carries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil
from typing import Final

from accord.hours.duties import DAY_MIN
from accord.hours.rosters.duty_problem import Duty, Need
from accord.plant.capacity import Load, loads
from accord.plant.records import Plant

__all__ = ["AUTONOMOUS", "Crewed", "StationNeed", "needs_over", "skill_name", "station_needs"]

AUTONOMOUS: Final = 2
"""Skill level from which a person works alone."""
ROUNDING: Final = 1e-9
"""A load of exactly three machines needs three, whatever the last bit says."""


@dataclass(frozen=True, slots=True)
class StationNeed:
    """People needed at one skill, and what the number rests on.

    Parameters
    ----------
    skill
        Station, or ``group:task``.
    people
        People needed at the same time while the skill is open.
    load
        Machines (or tasks) at work at the same time on average; 0 when the need was given.
    why
        The derivation in words.
    """

    skill: str
    people: int
    load: float
    why: str


def skill_name(station: str, task: str) -> str:
    """Return the name of a skill: the station, or ``station:task`` for a task other than run."""
    return station if task in ("run", "move") else f"{station}:{task}"


def station_needs(plant: Plant, since: date | None = None) -> tuple[StationNeed, ...]:
    """Derive the people needed at each skill from the load of the stations.

    Parameters
    ----------
    plant
        The plant with its orders, operations and stations.
    since
        First day of the orders that count, with the routes of that day and the crews and hours
        from it on; by default all orders.

    Notes
    -----
    Source: the plant's tables. Limits: an average over all orders; a peak or a mix of products is
    not seen, and what one rounding adds is added at each station. Scrap and rework are counted.
    """
    found = loads(plant, since=since)
    machines = _machines(plant, since or plant.on)
    needs = [n for load in found if (n := _running(load, machines)) is not None]
    tasks: dict[str, list[tuple[Load, float]]] = defaultdict(list)
    for load in found:
        s = load.station
        if s.setup_skill and load.setup_h > 0:
            tasks[skill_name(s.setup_skill, "setup")].append((load, load.setup_h))
        if s.repair_skill and s.mtbf_h:
            repair_h = load.run_h * (s.mttr_h or 0.0) / s.mtbf_h
            tasks[skill_name(s.repair_skill, "repair")].append((load, repair_h))
        if s.moved_by and load.move_h > 0:
            tasks[skill_name(s.moved_by, "move")].append((load, load.move_h))
    teams = {s.station: max(1, s.operators) for s in plant.stations}
    for skill in sorted(tasks):
        hours = sum(h for _, h in tasks[skill])
        at_once = hours / max(_shop_h(load) for load, _ in tasks[skill])
        people = _up(at_once) * teams.get(skill, 1)
        words = ", ".join(load.station.station for load, _ in tasks[skill])
        needs.append(
            StationNeed(skill, people, at_once, f"{hours:.0f} h of it for {words}: {at_once:.2f}")
        )
    return tuple(_joined(needs))


def _joined(needs: Sequence[StationNeed]) -> Iterator[StationNeed]:
    """Add up the needs of one skill: a station that runs and also carries."""
    by_skill: dict[str, list[StationNeed]] = defaultdict(list)
    for need in needs:
        by_skill[need.skill].append(need)
    for skill, own in by_skill.items():
        people, load = sum(n.people for n in own), sum(n.load for n in own)
        if people:
            yield StationNeed(skill, people, load, "; ".join(n.why for n in own))


def _machines(plant: Plant, day: date) -> dict[str, int]:
    """Return the machines of each station on a day, those of later changes left out."""
    count = {s.station: len(s.machines) for s in plant.stations}
    for change in plant.machine_changes:
        if change.on is None or change.on <= day:
            count[change.station] += len(change.added) - len(change.removed)
    return count


def _running(load: Load, machines_of: Mapping[str, int]) -> StationNeed | None:
    s = load.station
    shop_h = _shop_h(load)
    hours = load.run_h + (0.0 if s.setup_skill else load.setup_h)
    if not s.operators or shop_h <= 0:
        return None
    at_once = hours / shop_h
    there = machines_of[s.station]
    machines = min(_up(at_once), there)
    people = s.operators * ceil(machines / s.machines_per_operator)
    why = f"{hours:.0f} h to run in {shop_h:.0f} h open: {at_once:.2f} of {there} machines"
    return StationNeed(s.station, people, at_once, why)


def _shop_h(load: Load) -> float:
    """Return the hours for which the station is open, its breakdowns not taken off."""
    s = load.station
    up = 1.0 if not s.mtbf_h or not s.mttr_h else s.mtbf_h / (s.mtbf_h + s.mttr_h)
    return load.open_h / (up * len(s.machines)) if s.machines else 0.0


def _up(value: float) -> int:
    return ceil(value - ROUNDING)


@dataclass(frozen=True, slots=True)
class Crewed:
    """A duty on a day and the skills that the people planned on it bring."""

    day: int
    duty: Duty
    skills: frozenset[str]


def needs_over(
    slots: Sequence[Crewed], people: Mapping[str, int], first_day: int, last_day: int
) -> tuple[Need, ...]:
    """Lay the people needed over the hours in which each skill is open.

    A skill is open while a crew with somebody who masters it is planned at work. Time is cut where
    a duty begins or ends; a stretch whose need another one implies (fewer duties, at least the same
    people) is left out.

    Parameters
    ----------
    slots
        The duties planned, those of the days around the horizon too.
    people
        Skill -> people needed at the same time.
    first_day, last_day
        Stretches that begin outside these days are left out.
    """
    found: list[Need] = []
    cuts = sorted({t + c.day * DAY_MIN for c in slots for span in c.duty.spans for t in span})
    for start, end in pairwise(cuts):
        inside = [c for c in slots if _covers(c, start, end)]
        open_skills = frozenset[str]().union(*(c.skills for c in inside))
        wanted = {skill: n for skill, n in people.items() if n and skill in open_skills}
        day = start // DAY_MIN
        if wanted and first_day <= day <= last_day:
            at = tuple(sorted((c.day, c.duty.kind) for c in inside))
            found.append(Need(day, start - day * DAY_MIN, end - day * DAY_MIN, at, wanted))
    return tuple(_needed(found))


def _covers(c: Crewed, start: int, end: int) -> bool:
    base = c.day * DAY_MIN
    return any(base + a <= start and end <= base + b for a, b in c.duty.spans)


def _needed(found: Sequence[Need]) -> Iterator[Need]:
    """Leave out each need that another one implies."""
    by_day: dict[int, list[Need]] = defaultdict(list)
    for need in found:
        by_day[need.day].append(need)
    for need in found:
        around = [n for d in (-1, 0, 1) for n in by_day[need.day + d]]
        if not any(_implies(other, need) for other in around if other is not need):
            yield need


def _implies(strict: Need, loose: Need) -> bool:
    """Say whether one need, kept, makes the other one be kept; of two alike the first stands."""
    slots, others = set(strict.slots), set(loose.slots)
    if not slots <= others or any(strict.wanted.get(s, 0) < n for s, n in loose.wanted.items()):
        return False
    is_same = slots == others and dict(strict.wanted) == dict(loose.wanted)
    return not is_same or (strict.day, strict.from_min) < (loose.day, loose.from_min)
