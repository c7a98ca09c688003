"""Design the shift cycle of a plant: the best legal one, or the proof that there is none.

For every family of crews (``family``) three questions are answered, each with its proof: does a
legal cycle cover the same duties with these crews at these hours, and which is best; how few crews
could do it at these hours; where none exists, which smallest changes of rules would allow one. A
designed cycle goes back into the shift table (``with_designs``) only when the check of the law
finds no breach in it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from accord.errors import HoursError, Place
from accord.hours.check.plant import check
from accord.hours.cycle.fewest import explain, fewest_people
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule
from accord.hours.cycle.results import (
    CycleResult,
    FewestResult,
    Proof,
    Relaxations,
)
from accord.hours.cycle.solve import solve_cycle
from accord.hours.cycle.tally import tally
from accord.hours.design.arrange import alternating, start_weeks
from accord.hours.design.family import MOST_DAYS_OFF, Family, LeftOut, families
from accord.hours.records import Violation
from accord.plant import apply
from accord.plant.records import Plant, Scenario, Shift

__all__ = [
    "AIMS_BY_DEFAULT",
    "CycleDesign",
    "apply_designed",
    "beyond_hours",
    "design",
    "hours_limit",
    "with_designs",
]

AIMS_BY_DEFAULT: Final = ("free_weekends", "single_days_off", "single_work_days")
_EXACT_H: Final = 1e-9


@dataclass(frozen=True, slots=True)
class CycleDesign:
    """The designed cycle of one family, or why there is none.

    Parameters
    ----------
    family
        Its crews and rules.
    weekly_h
        Hours of an average week that may not be passed; None when they are counted over a year.
    cycle
        The best cycle with these crews, or the proof that none exists.
    fewest
        The cycle of the same duties with the fewest crews at ``weekly_h``; None without a limit.
    relaxations
        The smallest changes of rules after which these crews have a cycle; None when they have one,
        or when it is the hours that no change of rules can bring down.
    schedule
        The cycle's weeks in the order worked; empty without one.
    start_weeks
        The 0-based week of the cycle with which each crew begins.
    written, counts
        Each aim counted in the table as written and in the design: of all crews in a week.
    breaches
        What the check of the law found in the design; a design with a breach is not used.
    """

    family: Family
    weekly_h: float | None
    cycle: CycleResult
    fewest: FewestResult | None
    relaxations: Relaxations | None
    schedule: Schedule
    start_weeks: tuple[int, ...]
    written: dict[str, float]
    counts: dict[str, float]
    breaches: tuple[Violation, ...] = ()

    @property
    def status(self) -> str:
        """``found``, ``impossible``, ``unknown`` (time was up) or ``unlawful``."""
        return "unlawful" if self.breaches else self.cycle.status

    @property
    def is_usable(self) -> bool:
        """Whether the design may go into the shift table."""
        return self.status == "found"

    def rows(self, at: Place | None = None) -> tuple[Shift, ...]:
        """Give the cycle as rows of the shift table, breaks and dates kept.

        Parameters
        ----------
        at
            Place of the rows; by default that of the written row whose duty it is.
        """
        num = len(self.schedule)
        return tuple(
            replace(
                template,
                crew=crew,
                week=week + 1,
                day=day,
                at=at or template.at,
                cycle_weeks=num if _is_free(self.schedule[start - 1]) else None,
            )
            for crew, start in zip(self.family.crews, self.start_weeks, strict=False)
            for week in range(num)
            for day, code in enumerate(self.schedule[(start + week) % num])
            if code != OFF
            if (template := self.family.templates[code][day]) is not None
        )


def _is_free(week: Sequence[int]) -> bool:
    return all(code == OFF for code in week)


def design(
    plant: Plant,
    *,
    on: date | None = None,
    weekly_h: float | None = None,
    aims: Sequence[str] = AIMS_BY_DEFAULT,
    crews: Collection[str] = (),
    most_days_off: int = MOST_DAYS_OFF,
) -> tuple[tuple[CycleDesign, ...], tuple[LeftOut, ...]]:
    """Design the cycle of every family of crews.

    Parameters
    ----------
    plant
        A plant, as read or with a scenario applied.
    on
        First day; by default the plant's own date.
    weekly_h
        Hours of an average week that a cycle may not pass; None sets no limit.
    aims
        What makes a cycle good, the first the most important (``cycle.objectives``).
    crews
        Only the families of these crews; none means all.
    most_days_off
        Longest block of days off.

    Returns
    -------
    tuple
        The designs, and the crews left out with the reason.

    Notes
    -----
    Source: rules from the law room, see ``family``. Limits: one unit is a whole crew; which posts
    its people fill is not looked at here, the simulation of the designed table shows it.
    """
    day = plant.on if on is None else on
    found, left = families(plant, day, most_days_off=most_days_off)
    wanted = [f for f in found if not crews or set(crews) & set(f.crews)]
    return tuple(_design(plant, family, weekly_h, aims) for family in wanted), left


def with_designs(plant: Plant, designs: Sequence[CycleDesign], *, at: Place | None = None) -> Plant:
    """Return the plant with the designed cycles in its shift table.

    Parameters
    ----------
    plant
        The plant that was designed for.
    designs
        Usable designs, at most one for each crew.
    at
        Place of the new rows, for example the line that asked for the design.

    Raises
    ------
    HoursError
        When a design may not be used, or the crews' table changes with the season: a cycle takes
        the place of one table.
    """
    shifts = plant.shifts
    for one in designs:
        crews = ", ".join(one.family.crews)
        if not one.is_usable:
            raise HoursError(f"the cycle of {crews} is {one.status}: it cannot replace the table")
        mine = [s for s in shifts if s.crew in one.family.crews]
        later = [s for s in mine if s.until is None or s.until >= one.family.since]
        if any((s.since or plant.on) > one.family.since or s.until is not None for s in later):
            raise HoursError(
                f"the table of {crews} changes after {one.family.since}: a designed cycle takes "
                "the place of one table that holds from then on; leave 'cycle' out, or write one "
                "table without 'until'"
            )
        gone = {id(s) for s in later}
        shifts = tuple(s for s in shifts if id(s) not in gone) + one.rows(at)
    return replace(plant, shifts=shifts)


def apply_designed(
    plant: Plant, scenario: Scenario
) -> tuple[Plant, tuple[CycleDesign, ...], tuple[LeftOut, ...]]:
    """Apply a scenario, and design its shift cycle where it asks for that.

    Parameters
    ----------
    plant
        The plant of today.
    scenario
        What changes; with ``cycle`` its rotating crews get a designed cycle from its start on.

    Returns
    -------
    tuple
        The plant, the designs that were asked for, and the crews left out of them. The table stays
        as written for crews whose design cannot be used: there is none, or the law forbids it.

    Raises
    ------
    InputError
        When the scenario refers to something the plant does not have.
    """
    applied = apply(plant, scenario)
    if scenario.cycle is None:
        return applied, (), ()
    designs, left = design(
        applied,
        on=scenario.start,
        weekly_h=hours_limit(scenario),
        aims=scenario.cycle.aims or AIMS_BY_DEFAULT,
        crews=scenario.cycle.crews,
        most_days_off=scenario.cycle.most_days_off or MOST_DAYS_OFF,
    )
    usable = [one for one in designs if one.is_usable]
    return with_designs(applied, usable, at=scenario.cycle.at), designs, left


def hours_limit(scenario: Scenario) -> float | None:
    """Give the average week that a cycle may not pass; None for hours counted over a year."""
    return None if scenario.reference_period == "year" else scenario.weekly_h


def _design(
    plant: Plant, family: Family, weekly_h: float | None, aims: Sequence[str]
) -> CycleDesign:
    problem = family.problem
    fewest = None if weekly_h is None else fewest_people(problem, max_average_h=weekly_h)
    written = _written(family)
    if weekly_h is not None and problem.average_h > weekly_h + _EXACT_H:
        cycle = beyond_hours(problem, weekly_h)
        return CycleDesign(family, weekly_h, cycle, fewest, None, (), (), written, {})
    cycle = solve_cycle(problem, objectives=aims)
    if cycle.status != "found":
        why = explain(problem).relaxations if cycle.status == "impossible" else None
        return CycleDesign(family, weekly_h, cycle, fewest, why, (), (), written, {})
    schedule = alternating(problem, cycle.schedules[0])
    counts = {name: float(value) for name, value in tally(problem, schedule).items()}
    starts = start_weeks(schedule, family.written)
    found = CycleDesign(family, weekly_h, cycle, fewest, None, schedule, starts, written, counts)
    return replace(found, breaches=_breaches(plant, found))


def _breaches(plant: Plant, found: CycleDesign) -> tuple[Violation, ...]:
    """Hold the walk of one crew against the law; the others walk the same way, weeks apart."""
    crew = found.family.crews[0]
    rows = tuple(row for row in found.rows() if row.crew == crew)
    return check(replace(plant, shifts=rows, overtime=()), on=found.family.since).violations


def _written(family: Family) -> dict[str, float]:
    """Count each aim in the table as written, of all crews in a week."""
    totals: dict[str, float] = {}
    for schedule in family.written:
        for name, count in tally(family.problem, schedule).items():
            totals[name] = totals.get(name, 0.0) + count / len(schedule)
    return totals


def beyond_hours(problem: CycleProblem, weekly_h: float) -> CycleResult:
    """Return that no cycle exists, by the sum of the hours alone.

    Parameters
    ----------
    problem
        A problem whose average week is longer than ``weekly_h``.
    weekly_h
        Hours that the average week may not pass.
    """
    hours, num = problem.week_min / 60, problem.num_people
    proof = Proof(
        "counting",
        f"{hours:g} h de postes par semaine pour {num} équipes font {problem.average_h:.2f} h en "
        f"moyenne, plus que {weekly_h:g} h".replace(".", ","),
        f"{hours:g} h of duties a week for {num} crews make {problem.average_h:.2f} h on average, "
        f"more than {weekly_h:g} h",
    )
    return CycleResult(problem, "impossible", (), {}, {}, proof, 0.0)
