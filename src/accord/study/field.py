"""What the field study gathers before anything is written: every scenario applied, run, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import accord.hours
from accord import plant as plant_room
from accord.errors import ModelError
from accord.plant.records import Exit, Plant, Scenario
from accord.study.cycle_comparison import CycleComparison
from accord.study.document import Verbatim
from accord.study.runs import Run, plant_digest, simulate_once
from accord.study.working_hours import (
    FourWeeks,
    HoursLook,
    TradeOff,
    compared,
    four_weeks,
    look,
    shown,
    trade_offs,
)

__all__ = [
    "TODAY",
    "Case",
    "Field",
    "Tracker",
    "begun_week",
    "compared_weeks",
    "gather",
    "in_words",
    "is_present",
]

TODAY: Final = "S0"
YEAR_WEEKS: Final = 52
IN_WORK: Final = 2
NUM_PROBES: Final = 3
STEPS: Final = 100
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One scenario as studied: the plant it gives, its run, its legal check.

    ``run`` is None and ``trouble`` says why when the plant it gives cannot be simulated. ``hours``
    is what was found of its shift cycle, its ergonomics and its regimes.
    """

    id: str
    title: Verbatim
    scenario: Scenario | None
    plant: Plant
    run: Run | None
    check: accord.hours.HoursCheck
    trouble: str = ""
    hours: HoursLook | None = None

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
    trade_offs: tuple[TradeOff, ...] = ()
    roster: FourWeeks | None = None
    comparison: CycleComparison | None = None

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
    def settled(self) -> int:
        """First week, from 0, in which every scenario holds and the warm-up is over."""
        return max(_begun(self.plant, self.cases), self.plant.warm_up_weeks)

    @property
    def last_day(self) -> date:
        """Last day of the plant's horizon: the law is followed until then."""
        return self.plant.on + timedelta(weeks=self.plant.horizon_weeks)

    @property
    def is_fictional(self) -> bool:
        """Whether the plant's name says that it is invented."""
        name = self.plant.name.lower()
        return any(word in name for word in ("fictional", "fictif", "fictive"))

    @property
    def num_weeks(self) -> int:
        """Number of compared weeks."""
        return self.last - self.first + 1


def in_words(plant: Plant, word: str) -> Verbatim:
    """Return a word of the plant's files as the plant calls it in each language."""
    words = plant.in_words(word)
    return Verbatim(words.fr, words.en)


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
    tracker: Tracker,
) -> Field:
    """Read a plant, then apply, simulate and check each of its scenarios.

    Each finished run is on disk as soon as it is done, so that an interrupted study loses only the
    scenarios it was at. Two scenarios are in work at a time: while one is read or written in
    Python, the other's replications run in the executor. Scenarios that are the same to the
    simulation share one run.
    """
    plant = plant_room.read(path)
    prepared = [_prepare(plant, *planned) for planned in _planned(plant)]
    tracker.expect(len(prepared) + NUM_PROBES)
    started: dict[str, Future[tuple[Run, bool]]] = {}
    pool = ThreadPoolExecutor(IN_WORK)
    try:
        for case in prepared:
            digest = plant_digest(
                case.plant,
                weeks=plant.horizon_weeks,
                replications=replications,
                precision=precision,
            )
            if digest in started:
                started[case.id] = started[digest]
                continue
            started[case.id] = started[digest] = pool.submit(
                simulate_once,
                case.plant,
                out / "runs",
                digest,
                weeks=plant.horizon_weeks,
                replications=replications,
                precision=precision,
                executor=executor,
                progress=tracker.follow(case.id),
            )
        # looked at while the runs are at work in the executor
        prepared = [replace(case, hours=_look(plant, case)) for case in prepared]
        found, weeks = _trade_offs(plant, prepared), _four_weeks(prepared)
        comparison = _compared(plant, prepared)
        cases = tuple(_finish(case, started[case.id]) for case in prepared)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    num_reused = sum(f.result()[1] for f in set(started.values()) if f.exception() is None)
    first, last = _window(plant, cases)
    return Field(path, plant, cases, first, last, precision, num_reused, found, weeks, comparison)


def _prepare(plant: Plant, name: str, title: Verbatim, scenario: Scenario | None) -> Case:
    """Apply a scenario, design its cycle if it asks, check its hours; the run comes later."""
    applied = plant
    designs: tuple[accord.hours.CycleDesign, ...] = ()
    if scenario is not None:
        applied, designs, _ = accord.hours.apply_designed(plant, scenario)
    check = accord.hours.check(applied, on=scenario.start if scenario else plant.on)
    hours = HoursLook(designs=designs) if designs else None
    return Case(name, title, scenario, applied, None, check, hours=hours)


def _look(plant: Plant, case: Case) -> HoursLook:
    asked = () if case.hours is None else case.hours.designs
    return look(plant, case.plant, case.scenario, asked)


def _looks(cases: list[Case]) -> dict[str, HoursLook]:
    return {case.id: case.hours for case in cases if case.hours is not None}


def _four_weeks(cases: list[Case]) -> FourWeeks | None:
    """Make the roster of the scenario whose cycle is drawn."""
    picked = shown(_looks(cases))
    if picked is None:
        return None
    name, found = picked
    case = next(c for c in cases if c.id == name)
    return four_weeks(case.plant, name, found)


def _compared(plant: Plant, cases: list[Case]) -> CycleComparison | None:
    """Hold today's cycle against the one that is drawn."""
    return compared(plant, {c.id: c.plant for c in cases}, _looks(cases))


def _trade_offs(plant: Plant, cases: list[Case]) -> tuple[TradeOff, ...]:
    looks = _looks(cases)
    hours = [case.weekly_h for case in cases]
    return trade_offs(plant, looks, longest_h=max(hours), shortest_h=min(hours))


def _finish(case: Case, started: Future[tuple[Run, bool]]) -> Case:
    try:
        run, _ = started.result()
    except ModelError as error:
        if case.id == TODAY:
            raise
        return replace(case, trouble=str(error))
    return replace(case, run=run)


class Tracker:
    """Adds up the progress of several runs into one bar.

    Parameters
    ----------
    progress
        Called with what is being done, how much is done and how much there is; may be None.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._total = STEPS
        self._done: dict[str, int] = {}

    def expect(self, num_runs: int) -> None:
        """Say how many runs there will be, the probes included."""
        self._total = num_runs * STEPS

    def follow(self, name: str) -> Callable[[int, int], None]:
        """Return the function that one run calls with replications done and planned."""

        def move(done: int, planned: int) -> None:
            self._done[name] = STEPS * done // max(planned, 1)
            if self._progress is not None:
                self._progress(name, min(sum(self._done.values()), self._total), self._total)

        return move


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


def _begun(plant: Plant, cases: tuple[Case, ...]) -> int:
    """Return the first week, from 0, that lies wholly after the start of every scenario."""
    return begun_week(plant, (c.scenario for c in cases if c.scenario is not None))


def begun_week(plant: Plant, scenarios: Iterable[Scenario]) -> int:
    """Return the first week, from 0, that lies wholly after the start of all these scenarios."""
    return max((((s.start - plant.on).days + 6) // 7 for s in scenarios), default=0)


def _window(plant: Plant, cases: tuple[Case, ...]) -> tuple[int, int]:
    """Return the compared weeks of the cases that were run."""
    count = max(len(c.run.weeks) for c in cases if c.run is not None)
    return compared_weeks(plant, count, begun=_begun(plant, cases))


def compared_weeks(plant: Plant, count: int, begun: int) -> tuple[int, int]:
    """Return the compared weeks: the last year of the horizon, never before warm-up or start.

    Parameters
    ----------
    plant
        The plant.
    count
        Weeks simulated.
    begun
        First week, from 0, in which every scenario holds (``begun_week``).
    """
    first = max(count - YEAR_WEEKS, min(plant.warm_up_weeks, count - 1), 0)
    if begun < count:
        first = max(first, begun)
    return first, count - 1
