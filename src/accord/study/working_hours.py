"""What a study looks at of working hours, case by case: cycle, ergonomics, regime, trade-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from accord.errors import HoursError, NeedsError
from accord.hours import (
    Audit,
    CrewRegime,
    CycleDesign,
    CycleProblem,
    Family,
    FewestResult,
    FrontierResult,
    LeftOut,
    audit,
    cycles,
    design,
    families,
    fewest_people,
    recut,
    regimes,
    trade_off,
)
from accord.hours.design.crews import hours_limit
from accord.hours.duties import Cycle
from accord.hours.rosters.plant_roster import roster
from accord.hours.rosters.roster_matrix import RosterPicture, picture
from accord.plant.records import Plant, Scenario
from accord.study.cycle_comparison import CycleComparison, compare_cycles

__all__ = [
    "CrewAudit",
    "FourWeeks",
    "HoursLook",
    "TodaysPosts",
    "TradeOff",
    "compared",
    "four_weeks",
    "look",
    "shown",
    "trade_offs",
]

ROSTER_DAYS: Final = 28
ROSTER_EFFORT: Final = 1.0
"""Most work for each stage of the roster, in deterministic seconds of CP-SAT."""


@dataclass(frozen=True, slots=True)
class CrewAudit:
    """One ergonomic audit, and the crews whose cycle it is."""

    audit: Audit
    crews: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodaysPosts:
    """Today's posts at the hours of a scenario, the crews cut as the scenario cuts them.

    Parameters
    ----------
    parts
        Crews into which one of today's crews is cut.
    weekly_h
        Hours of an average week that may not be passed.
    problem
        The posts of today with as many crews as the scenario has.
    fewest
        The fewest crews that cover them at these hours.
    """

    parts: int
    weekly_h: float
    problem: CycleProblem
    fewest: FewestResult

    @property
    def is_enough(self) -> bool:
        """Whether the crews there are enough."""
        found = self.fewest.cycle
        return found.status == "found" and found.problem.num_people <= self.problem.num_people


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Crews against hours against free time, for the posts of today or of a scenario.

    Parameters
    ----------
    scenario
        The scenario whose crews are the unit.
    is_today
        Whether today's posts are meant, cut into such crews; else the scenario's own.
    parts
        Crews into which one of today's is cut; 0 where it is not known.
    result
        The points.
    """

    scenario: str
    is_today: bool
    parts: int
    result: FrontierResult


@dataclass(frozen=True, slots=True)
class FourWeeks:
    """The dated roster of four weeks of one scenario.

    Parameters
    ----------
    scenario
        Its name.
    drawn
        People by days, absences and changes marked.
    missing
        Places that stay empty, and the proven least of them.
    changes
        Days that differ from the crews' cycle, and the proven least of them.
    crews
        Crews of the cycle shown.
    """

    scenario: str
    drawn: RosterPicture
    missing: tuple[int, int]
    changes: tuple[int, int]
    crews: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursLook:
    """What was looked at of one case.

    Parameters
    ----------
    designs
        The designed cycle of each family, or why there is none; empty where hours do not change.
    left
        Crews without a design, and why.
    is_asked
        Whether the scenario asks for a designed cycle, which is then the one simulated.
    todays
        Today's posts at the scenario's hours; None without one family today and one then.
    audits
        Ergonomic audits of the cycles in force, each once.
    regimes
        How the hours of each crew are counted.
    """

    designs: tuple[CycleDesign, ...] = ()
    left: tuple[LeftOut, ...] = ()
    is_asked: bool = False
    todays: TodaysPosts | None = None
    audits: tuple[CrewAudit, ...] = ()
    regimes: tuple[CrewRegime, ...] = ()

    @property
    def usable(self) -> CycleDesign | None:
        """The first design that may be used."""
        return next((d for d in self.designs if d.is_usable), None)


def look(
    today: Plant, plant: Plant, scenario: Scenario | None, asked: tuple[CycleDesign, ...]
) -> HoursLook:
    """Look at the working hours of one case.

    Parameters
    ----------
    today
        The plant as it is.
    plant
        The plant of the case, the scenario applied and designed.
    scenario
        The scenario; None for the status quo.
    asked
        Designs made because the scenario asked for them.
    """
    on = plant.on if scenario is None else scenario.start
    designs: tuple[CycleDesign, ...] = asked
    left: tuple[LeftOut, ...] = ()
    changes = scenario is not None and scenario.shifts is not None
    if scenario is not None and changes:
        if asked:
            _, left = families(plant, on)
        else:
            designs, left = design(plant, on=on, weekly_h=hours_limit(scenario))
    todays = None
    if designs and designs[0].weekly_h is not None and scenario is not None:
        todays = _todays(today, designs[0].family, scenario.weekly_h)
    return HoursLook(
        designs,
        left,
        bool(asked),
        todays,
        _audits(plant, [c for c in cycles(plant, on) if not c.with_overtime]),
        regimes(plant, on=on, scenario=scenario),
    )


def shown(looks: Mapping[str, HoursLook]) -> tuple[str, CycleDesign] | None:
    """Choose the scenario whose cycle is drawn: one that asked, then the one with most crews.

    Parameters
    ----------
    looks
        What was looked at, by scenario.
    """
    usable = {name: d for name, one in looks.items() if (d := one.usable) is not None}
    if not usable:
        return None
    name = max(usable, key=lambda n: (looks[n].is_asked, len(usable[n].family.crews)))
    return name, usable[name]


def compared(
    today: Plant, plants: Mapping[str, Plant], looks: Mapping[str, HoursLook]
) -> CycleComparison | None:
    """Hold today's cycle against the one that is drawn; None without one, or with several today.

    Parameters
    ----------
    today
        The plant as it is.
    plants, looks
        The plant of each scenario, and what was looked at of it.
    """
    picked = shown(looks)
    if picked is None:
        return None
    now = _only_family(today)
    if now is None:
        return None
    name, found = picked
    is_used = looks[name].is_asked
    return compare_cycles(today, now, plants[name], found, name=name, is_used=is_used)


def four_weeks(plant: Plant, name: str, found: CycleDesign) -> FourWeeks | None:
    """Make the roster of the first four weeks of a scenario; None where it cannot be made.

    Parameters
    ----------
    plant
        The plant of the scenario.
    name
        The scenario.
    found
        Its cycle.

    Notes
    -----
    Limits: people who are wanted are those that the mean load asks for at each station; overtime
    shifts are not planned.
    """
    start = found.family.since
    first = start + timedelta(days=-start.weekday() % 7)
    try:
        made = roster(
            plant, first=first, days=ROSTER_DAYS, aims=("cover", "changes"), effort=ROSTER_EFFORT
        )
    except (HoursError, NeedsError):
        return None
    cover, changes = made.level("cover"), made.level("changes")
    return FourWeeks(
        name,
        picture(made),
        (cover.value, cover.bound),
        (changes.value, changes.bound),
        found.family.crews,
    )


def trade_offs(
    today: Plant, looks: Mapping[str, HoursLook], *, longest_h: float, shortest_h: float
) -> tuple[TradeOff, ...]:
    """Find crews against hours for today's posts, and for those of the finest-cut scenario.

    Parameters
    ----------
    today
        The plant as it is.
    looks
        What was looked at, by scenario.
    longest_h, shortest_h
        Average weeks at the two ends.
    """
    picked = shown(looks)
    if picked is None or not longest_h > shortest_h:
        return ()
    name, family = picked[0], picked[1].family
    found = []
    now = _only_family(today)
    parts = 0 if now is None else _parts(now, family)
    if now is not None and parts:
        problem = recut(now.problem, parts)
        points = trade_off(problem, longest_h=longest_h, shortest_h=shortest_h)
        found.append(TradeOff(name, True, parts, points))
    if now is None or recut(now.problem, max(parts, 1)).demand != family.problem.demand:
        own = trade_off(family.problem, longest_h=longest_h, shortest_h=shortest_h)
        found.append(TradeOff(name, False, parts, own))
    return tuple(found)


def _only_family(today: Plant) -> Family | None:
    found, _ = families(today, today.on)
    return found[0] if len(found) == 1 else None


def _parts(now: Family, then: Family) -> int:
    """Give the crews of a scenario for one of today's; 0 when it does not come out even."""
    parts, rest = divmod(len(then.crews), len(now.crews))
    return 0 if rest else parts


def _todays(today: Plant, then: Family, weekly_h: float) -> TodaysPosts | None:
    now = _only_family(today)
    parts = 0 if now is None else _parts(now, then)
    if now is None or not parts:
        return None
    problem = recut(now.problem, parts)
    return TodaysPosts(parts, weekly_h, problem, fewest_people(problem, max_average_h=weekly_h))


def _audits(plant: Plant, found: list[Cycle]) -> tuple[CrewAudit, ...]:
    """Audit each cycle once, whoever works it and in whatever season; crews with people only."""
    moved = {move.crew for move in plant.crew_moves}
    worked = {p.crew for p in plant.people} | moved
    alike: dict[tuple[object, ...], list[Cycle]] = {}
    for cycle in found:
        if cycle.crew in worked or not worked:
            alike.setdefault(cycle.signature[2:], []).append(cycle)
    return tuple(
        CrewAudit(audit(own[0]), tuple(dict.fromkeys(c.crew for c in own)))
        for own in alike.values()
    )
