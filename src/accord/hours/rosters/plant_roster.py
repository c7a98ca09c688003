"""Roster a plant: its crew cycles on dates, absences taken out, missing cover filled."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from accord.errors import HoursError
from accord.hours.rosters.cover_rows import CoverRows, cover_rows
from accord.hours.rosters.duty_checker import check_duties
from accord.hours.rosters.duty_limits import ADVICE
from accord.hours.rosters.duty_problem import Cells, DutyProblem, Limits
from accord.hours.rosters.duty_roster import PlantRoster
from accord.hours.rosters.duty_rows import DutyRows, build
from accord.hours.rosters.fairness import unfairness
from accord.hours.rosters.levels import Aim, solve_levels
from accord.hours.rosters.linear import Expression, add_up
from accord.hours.rosters.plant_plan import NeedsGiven, continued, problem_of
from accord.hours.rosters.reasons import changes_of, gaps_of
from accord.hours.rosters.requests import Training, Wish
from accord.hours.rosters.station_needs import StationNeed, station_needs
from accord.hours.rosters.wish_rows import broken_wishes, training_missed
from accord.plant.records import Plant

__all__ = ["AIMS", "EFFORT", "changed", "roster"]

AIMS: Final = ("cover", "training", "wishes", "changes", "fairness")
"""Aims of a new roster, the most important first."""
EFFORT: Final = 10.0
"""Most work for each stage, in the deterministic seconds of CP-SAT (two to five CPU seconds)."""


def roster(
    plant_or_problem: Plant | DutyProblem,
    *,
    first: date | None = None,
    days: int = 28,
    needs: NeedsGiven | None = None,
    limits: Limits | None = None,
    advice: Sequence[str] = ADVICE,
    may: Mapping[str, frozenset[str]] | None = None,
    wishes: Sequence[Wish] = (),
    trainings: Sequence[Training] = (),
    history: PlantRoster | None = None,
    aims: Sequence[str] = AIMS,
    effort: float = EFFORT,
) -> PlantRoster:
    """Make the dated roster of a plant.

    The crews' cycles say who is planned; leave and absences are taken out; where people are missing
    for the load of the stations, people are moved between shifts or called on a day off within the
    limits of law. Aims are met in their order, each proven or bounded.

    Parameters
    ----------
    plant_or_problem
        A plant, or a problem made from one (then only ``aims`` and ``effort`` apply).
    first, days
        Horizon; ``first`` is the plant's own date when it is not given.
    needs
        Skill -> people at every hour that it is open, or kind of duty -> skill -> people; by
        default derived from load and stations (``station_needs``).
    limits
        Rules that a change must keep; by default the law of the plant's country on these days.
    advice
        Ergonomic advice kept like law, where ``limits`` is not given.
    may
        Person -> kinds of duty to which they may be moved; by default those that people of the
        same job and the same contract hours work.
    wishes, trainings
        What people asked for.
    history
        The roster before this one: its last days count for rest, weeks and shares.
    aims
        Levels in their order, some or all of ``AIMS``.
    effort
        Most work for each stage.

    Returns
    -------
    PlantRoster
        With every level's value and bound, the changes, and the places that stay empty.

    Raises
    ------
    HoursError
        When a name is unknown, nobody has a duty in these days, or an aim is unknown.
    NeedsError
        When no law of hours is known for the plant's country.

    Notes
    -----
    Source: the articles in ``problem.limits.sources``. Limits: hours are the shifts as written;
    overtime shifts that a backlog calls for are not planned here; contract hours are not balanced:
    a day called in is extra work, a wish granted a day less.
    """
    began = time.process_time()
    if isinstance(plant_or_problem, DutyProblem):
        problem = plant_or_problem
        derived: tuple[StationNeed, ...] = ()
    else:
        plant = plant_or_problem
        if first is not None and first < plant.on:
            raise HoursError(
                f"{plant.name}: a roster from {first} is asked for, the plant's shifts begin on "
                f"{plant.on}; give a first day from then on"
            )
        derived = station_needs(plant, first) if needs is None else ()
        problem = problem_of(
            plant,
            plant.on if first is None else first,
            days,
            needs=needs,
            limits=limits,
            advice=advice,
            may=may,
            wishes=wishes,
            trainings=trainings,
        )
    if history is not None:
        problem = continued(problem, history.problem, history.cells)
    base = problem.base()
    return changed(problem, base, frozenset(), aims, effort, derived=derived, began=began)


def changed(
    problem: DutyProblem,
    base: Cells,
    fixed: frozenset[tuple[int, int]],
    aims: Sequence[str],
    effort: float,
    *,
    derived: tuple[StationNeed, ...],
    began: float,
) -> PlantRoster:
    """Return the best roster that changes a given one.

    Parameters
    ----------
    problem
        The problem.
    base
        The roster to change, absences taken out.
    fixed
        Cells that must stay.
    aims, effort
        As for ``roster``.
    derived
        How the people needed were derived.
    began
        CPU seconds of the process when the question was asked.

    Raises
    ------
    HoursError
        When an aim is unknown, or the roster found breaks a rule (a fault of the program).
    """
    unknown = [a for a in aims if a not in AIMS]
    if unknown or not aims or len(set(aims)) != len(aims):
        raise HoursError(f"aims {', '.join(aims) or 'none'}: each once, of {', '.join(AIMS)}")
    rows = build(problem, base, fixed)
    cover = cover_rows(rows)
    found = solve_levels(rows, cover, _aims(rows, cover, aims), effort=effort)
    check = check_duties(problem, found.cells, base)
    told = {level.name: level.value for level in found.levels}
    if not check.is_sound or check.missing != told.get("cover", check.missing):
        raise HoursError(f"the roster found is wrong: {check.worse[:3]}, missing {check.missing}")
    return PlantRoster(
        problem,
        found.cells,
        base,
        fixed,
        found.levels,
        changes_of(problem, found.cells, base),
        gaps_of(problem, found.cells, fixed),
        derived,
        time.process_time() - began,
        found.num_rounds,
    )


def _aims(rows: DutyRows, cover: CoverRows, aims: Sequence[str]) -> list[Aim]:
    """Return the aims as expressions of a program, built when it is their turn."""
    missed = training_missed(rows)
    build_of: dict[str, Callable[[], Expression]] = {
        "cover": lambda: cover.cost,
        "training": lambda: missed,
        "wishes": lambda: broken_wishes(rows),
        "changes": lambda: add_up(rows.changes(i, day) for i, day in rows.words),
        "fairness": lambda: unfairness(rows),
    }
    return [Aim(name, build_of[name], is_loose=name == "fairness") for name in aims]
