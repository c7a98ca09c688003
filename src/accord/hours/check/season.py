"""Averages of a crew whose shifts change with the season: the weeks as they follow each other.

Where the shift table has several short periods (an annual plan of long and short weeks), an average
within one period means nothing: the weeks are laid on the calendar and averaged there.
"""

from __future__ import annotations

from calendar import FRIDAY, SUNDAY
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.errors import Place
from accord.hours.check.conditions import Case, Facts
from accord.hours.check.series import apart
from accord.hours.check.timeline import Timeline, of_cycle
from accord.hours.check.weeks import weeks_of
from accord.hours.duties import WEEK_MIN, Cycle, IntArray
from accord.hours.records import BREACH, FLAG, OK
from accord.law import FloatArray, ParameterFile, Version, pack
from accord.plant.records import Plant

_AVERAGE, _LEGAL = "fr.hours.average_max", "fr.hours.legal_week"


@dataclass(frozen=True, slots=True)
class Season:
    """The weeks of one crew on the calendar, shape (weeks,).

    ``week_h`` has the hours inside each week of the law; in a closed week no duty starts.
    ``is_open`` says which weeks are worked at all.
    """

    crew: str
    monday: tuple[date, ...]
    week_h: FloatArray
    is_open: NDArray[np.bool_]
    places: tuple[Place, ...]
    with_overtime: bool


@dataclass(frozen=True, slots=True)
class Average:
    """The worst average of a season under one version of the law, and each that is too high.

    ``first`` and ``last`` are the days averaged; ``passed`` has one average for each stretch of
    weeks beyond the limit.
    """

    rule: str
    version: Version
    on: date
    week: int
    value: float
    limit: float
    severity: str
    place: Place
    first: date
    last: date
    passed: tuple[Average, ...] = ()


def seasonal_crews(found: tuple[Cycle, ...]) -> frozenset[str]:
    """Name the crews with at least two periods that end within a year of their start."""
    short: dict[str, int] = {}
    for cycle in found:
        if cycle.with_overtime or cycle.until is None:
            continue
        if (cycle.until.year, cycle.until.month) < (cycle.since.year + 1, cycle.since.month):
            short[cycle.crew] = short.get(cycle.crew, 0) + 1
    return frozenset(crew for crew, count in short.items() if count > 1)


def seasons(
    plant: Plant, found: tuple[Cycle, ...], crews: frozenset[str], facts: Facts | None = None
) -> Iterator[Season]:
    """Lay the cycles of some crews on the calendar, up to the plant's horizon.

    Parameters
    ----------
    plant
        The plant, for its closed weeks and its horizon.
    found
        Its cycles.
    crews
        Crews to lay out.
    facts
        What is known beside the shifts, for the week in which hours are counted.
    """
    for crew in sorted(crews):
        for with_overtime in (False, True):
            own = [c for c in found if c.crew == crew and c.with_overtime <= with_overtime]
            if with_overtime and not any(c.with_overtime for c in own):
                continue
            yield _season(plant, crew, own, facts or Facts(), with_overtime=with_overtime)


def _season(
    plant: Plant, crew: str, own: list[Cycle], facts: Facts, *, with_overtime: bool
) -> Season:
    # where a period has a cycle with overtime, it stands for the one without
    by_since = {c.since: c for c in sorted(own, key=lambda c: c.with_overtime)}
    periods = [by_since[since] for since in sorted(by_since)]
    first, horizon = periods[0].since, plant.on + timedelta(weeks=plant.horizon_weeks)
    monday = first - timedelta(days=first.weekday())
    mondays: list[date] = []
    walk: list[tuple[Cycle, int]] = []
    while monday < horizon:
        friday = monday + timedelta(days=FRIDAY)
        cycle = next((c for c in reversed(periods) if c.since <= friday), periods[0])
        walk.append((cycle, (monday - plant.on).days // 7 % cycle.num_weeks))
        mondays.append(monday)
        monday += timedelta(weeks=1)
    is_open = np.array([_is_open(plant, day) for day in mondays], dtype=bool)
    timeline = _laid_out(crew, mondays[0], walk, is_open)
    weeks = weeks_of(timeline, "fr", Case(facts, plant.on)).work_h
    return Season(
        crew,
        tuple(mondays),
        weeks[-len(mondays) :],
        is_open,
        tuple(cycle.places[0] for cycle, _ in walk),
        with_overtime,
    )


def _laid_out(
    crew: str, monday: date, walk: Sequence[tuple[Cycle, int]], is_open: NDArray[np.bool_]
) -> Timeline:
    """Lay the weeks of cycles one after the other; in a closed week no duty starts."""
    parts = [
        (of_cycle(cycle), i_week, turn * WEEK_MIN)
        for turn, (cycle, i_week) in enumerate(walk)
        if is_open[turn]
    ]
    rows = [(t, t.start_min // WEEK_MIN == w, at - w * WEEK_MIN) for t, w, at in parts]

    def joined(name: str, *, is_moved: bool = False) -> IntArray:
        found = [getattr(t, name)[i_row] + later * is_moved for t, i_row, later in rows]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    return Timeline(
        who=crew,
        num_weeks=len(walk),
        start_min=joined("start_min", is_moved=True),
        end_min=joined("end_min", is_moved=True),
        work_min=joined("work_min"),
        longest_break_min=joined("longest_break_min"),
        total_break_min=joined("total_break_min"),
        places=tuple(
            place
            for t, i_row, _ in rows
            for place, is_there in zip(t.places, i_row, strict=True)
            if is_there
        ),
        is_cyclic=False,
        monday=monday,
        pauses_min=tuple(
            (begin + later, end + later)
            for t, i_row, later in rows
            for begin, end in t.pauses_min
            if i_row[np.searchsorted(t.start_min, begin, "right") - 1]
        ),
    )


def _is_open(plant: Plant, monday: date) -> bool:
    """Say whether a week is worked: not when one closure holds it from Monday to Friday."""
    friday = monday + timedelta(days=FRIDAY)
    return not any(c.first <= monday and friday <= c.last for c in plant.closures)


def averages(season: Season, headcount: int) -> Iterator[Average]:
    """Give the worst average of each version of the law: of twelve weeks, and of the weeks worked.

    Parameters
    ----------
    season
        The weeks of a crew.
    headcount
        Employees of the firm, for the legal week.
    """
    files = pack("fr")
    yield from _runs(season, files[_AVERAGE])
    if not season.with_overtime:
        yield from _worked(season, files[_LEGAL], headcount)


def _runs(season: Season, file: ParameterFile) -> Iterator[Average]:
    for version, weeks in _by_version(season, file):
        length = int(version.number("weeks"))
        ends = [i for i in weeks if i >= length - 1]
        if not ends:
            continue
        means = np.array([season.week_h[i - length + 1 : i + 1].mean() for i in ends])
        limit = version.number()
        # overtime is not worked in every week for sure: a flag only
        worse = FLAG if season.with_overtime else BREACH
        each = [
            _average(season, version, (end - length + 1, end), (float(mean), limit), worse=worse)
            for end, mean in zip(ends, means, strict=True)
        ]
        last = np.array(ends, dtype=np.int64)
        rows = np.flatnonzero(means > limit)
        kept = apart(means[rows], last[rows] - length + 1, last[rows] + 1)
        passed = tuple(each[rows[i]] for i in kept)
        yield replace(each[int(np.argmax(means))], passed=passed)


def _worked(season: Season, file: ParameterFile, headcount: int) -> Iterator[Average]:
    """Average the weeks worked of each whole year from the first week, under the law at its end."""
    year = int(pack("fr")["fr.wages.month"].versions[0].number("weeks_per_year"))
    for first in range(0, len(season.monday) - year + 1, year):
        rows = [i for i in range(first, first + year) if season.is_open[i]]
        version = file.on(season.monday[first + year - 1])
        if version is None or not rows:
            continue
        is_large = headcount > version.number("threshold_headcount")
        limit = version.number("above_h") if is_large else version.number("up_to_h")
        value = float(season.week_h[rows].mean())
        weeks = (first, first + year - 1)
        found = _average(season, version, weeks, (value, limit), worse=FLAG)
        yield replace(found, passed=() if found.severity == OK else (found,))


def _average(
    season: Season,
    version: Version,
    weeks: tuple[int, int],
    held: tuple[float, float],
    *,
    worse: str,
) -> Average:
    value, limit = held
    i_first, i_week = weeks
    return Average(
        rule=version.id,
        version=version,
        on=season.monday[i_week],
        week=i_week + 1,
        value=value,
        limit=limit,
        severity=worse if value > limit else OK,
        place=season.places[i_week],
        first=season.monday[i_first],
        last=season.monday[i_week] + timedelta(days=SUNDAY),
    )


def _by_version(season: Season, file: ParameterFile) -> Iterator[tuple[Version, list[int]]]:
    """Group the weeks by the version of the law in force on their Monday."""
    groups: dict[date, tuple[Version, list[int]]] = {}
    for i_week, monday in enumerate(season.monday):
        version = file.on(monday)
        if version is not None:
            groups.setdefault(version.since, (version, []))[1].append(i_week)
    yield from groups.values()
