"""What the field study gathers before anything is written: every scenario applied, run, checked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import accord.hours
from accord import plant as plant_room
from accord.errors import ModelError
from accord.plant.records import Exit, Plant, Scenario
from accord.study.document import Verbatim
from accord.study.runs import Run, simulate_once

__all__ = ["TODAY", "Case", "Field", "gather"]

TODAY: Final = "S0"
YEAR_WEEKS: Final = 52
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario as studied: the plant it gives, its run, its legal check.

    ``run`` is None and ``trouble`` says why when the plant it gives cannot be simulated.
    """

    id: str
    title: Verbatim
    scenario: Scenario | None
    plant: Plant
    run: Run | None
    check: accord.hours.HoursCheck
    trouble: str = ""

    @property
    def weekly_h(self) -> float:
        """Collective hours a week, once the scenario holds."""
        return self.plant.weekly_h if self.scenario is None else self.scenario.weekly_h

    @property
    def layoffs(self) -> tuple[Exit, ...]:
        """Exits that the scenario imposes."""
        exits = () if self.scenario is None else self.scenario.exits
        return tuple(e for e in exits if e.kind == "layoff")

    @property
    def headcount(self) -> int:
        """People present at the end of the horizon."""
        last = self.plant.on + timedelta(weeks=self.plant.horizon_weeks)
        return sum(is_present(p.present_from, p.present_to, last) for p in self.plant.people)


@dataclass(frozen=True, slots=True)
class Field:
    """Everything the sections read: the plant, the cases (status quo first), the common window.

    ``first`` to ``last`` are the weeks, counted from 0, over which all scenarios are compared; the
    same calendar weeks for all, after the last scenario has begun.
    """

    path: Path
    plant: Plant
    cases: tuple[Case, ...]
    first: int
    last: int
    precision: float
    num_reused: int

    @property
    def today(self) -> Case:
        """The status quo."""
        return self.cases[0]

    @property
    def changes(self) -> tuple[Case, ...]:
        """The scenarios other than the status quo."""
        return self.cases[1:]

    @property
    def window(self) -> slice:
        """The compared weeks as a slice of a run's week axis."""
        return slice(self.first, self.last + 1)

    @property
    def is_fictional(self) -> bool:
        """Whether the plant's name says that it is invented."""
        name = self.plant.name.lower()
        return any(word in name for word in ("fictional", "fictif", "fictive"))

    @property
    def num_weeks(self) -> int:
        """Number of compared weeks."""
        return self.last - self.first + 1


def is_present(start: date | None, end: date | None, day: date) -> bool:
    """Tell whether a person present from ``start`` to ``end`` is there on a day."""
    return (start is None or start <= day) and (end is None or day <= end)


def gather(
    path: Path,
    out: Path,
    *,
    precision: float,
    replications: int,
    executor: Executor | None,
    progress: Progress | None,
) -> Field:
    """Read a plant, then apply, simulate and check each of its scenarios.

    Each finished run is on disk before the next begins, so that an interrupted study loses only
    the scenario it was at.
    """
    plant = plant_room.read(path)
    planned = _planned(plant)
    cases: list[Case] = []
    num_reused = 0
    for number, (name, title, scenario) in enumerate(planned):
        if progress is not None:
            progress(f"{name}", number, len(planned))
        applied = plant if scenario is None else plant_room.apply(plant, scenario)
        run: Run | None = None
        trouble = ""
        try:
            run, was_there = simulate_once(
                applied,
                out / "runs",
                weeks=plant.horizon_weeks,
                replications=replications,
                precision=precision,
                executor=executor,
            )
            num_reused += was_there
        except ModelError as error:
            if scenario is None:
                raise
            trouble = str(error)
        check = accord.hours.check(applied, on=scenario.start if scenario else plant.on)
        cases.append(Case(name, title, scenario, applied, run, check, trouble))
    if progress is not None:
        progress("report", len(planned), len(planned))
    first, last = _window(plant, tuple(cases))
    return Field(path, plant, tuple(cases), first, last, precision, num_reused)


def _planned(plant: Plant) -> list[tuple[str, Verbatim, Scenario | None]]:
    """List the status quo first; a plant's own ``S0`` is its status quo when it changes nothing."""
    planned: list[tuple[str, Verbatim, Scenario | None]] = []
    for scenario in plant.scenarios:
        title = Verbatim(scenario.title_fr or scenario.name, scenario.title_en or scenario.name)
        planned.append((scenario.name, title, scenario))
    names = [name for name, _, _ in planned]
    if TODAY in names:
        planned.insert(0, planned.pop(names.index(TODAY)))
    else:
        planned.insert(0, (TODAY, Verbatim("Statu quo", "Status quo"), None))
    return planned


def _window(plant: Plant, cases: tuple[Case, ...]) -> tuple[int, int]:
    """Return the compared weeks: the last year of the horizon, never before warm-up or start."""
    count = max(len(c.run.weeks) for c in cases if c.run is not None)
    starts = [c.scenario.start for c in cases if c.scenario is not None]
    begun = max(((s - plant.on).days + 6) // 7 for s in starts) if starts else 0
    first = max(count - YEAR_WEEKS, min(plant.warm_up_weeks, count - 1), 0)
    if begun < count:
        first = max(first, begun)
    return first, count - 1
