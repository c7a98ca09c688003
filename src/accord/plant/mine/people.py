"""Who was there when, and who worked where, as the reports show it.

Presence is the stretch from a person's first report to the last one with no pause of four hours in
between. It is what was *worked*, not what was owed: contract hours are not in the log. Setters
and mechanics report only when they are called, others help out now and then: on a day with a report
they are taken to be there for the shift of the people around them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from accord.plant.mine.spans import Floats, busy_in, by_key, sessions

__all__ = [
    "Regime",
    "SkillRow",
    "Stretch",
    "find_presence",
    "find_regimes",
    "find_skills",
    "worked_minutes",
]

PAUSE_MIN = 240.0
LONGEST_MIN = 16 * 60.0
MAX_CYCLE_WEEKS = 104  # weeks of a roster in a plant
OCCASIONAL = 10  # stretches, below which a person is seen in part only
OF_PERSON, OF_STATION = 0.05, 0.10
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - logs hold wall clock times


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of presence of a person, on the wall clock, in whole minutes."""

    worker: str
    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.end - self.start).total_seconds() / 3600


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A person's reports at a station: what was done there, how often, how fast.

    Parameters
    ----------
    worker, station
        Who and where.
    tasks
        ``run``, ``setup``, ``repair`` as reported.
    num_reports
        Reports of any kind.
    person_share, station_share
        These reports as a share of the person's and of the station's.
    first, last
        Dates of the first and last report.
    """

    worker: str
    station: str
    tasks: tuple[str, ...]
    num_reports: int
    person_share: float
    station_share: float
    first: date
    last: date

    @property
    def level(self) -> int:
        """2 for a regular post, 1 where the person was seen too rarely to be counted on.

        Regular: at least 5 % of the person's reports or 10 % of the station's. A simulation that
        lets everybody run what they touched once takes the inspectors away from inspection.
        """
        return 2 if self.person_share >= OF_PERSON or self.station_share >= OF_STATION else 1


@dataclass(frozen=True, slots=True)
class Regime:
    """A person's working time as reported.

    Parameters
    ----------
    worker
        Who.
    num_weeks, num_stretches
        Weeks with at least one report; stretches of presence.
    week_h
        Median hours of presence of the weeks with at least four stretches (None: too few).
    usual_start
        Commonest starting hours (share of stretches at least a quarter), as ``07``.
    night_share
        Share of stretches that start between 18:00 and 03:00.
    changes_share
        Share of consecutive weeks between which the person changes between day and night.
    """

    worker: str
    num_weeks: int
    num_stretches: int
    week_h: float | None
    usual_start: tuple[str, ...]
    night_share: float
    changes_share: float

    @property
    def kind(self) -> str:
        """``rotating``, ``night``, ``day`` or ``occasional``."""
        if self.num_stretches < OCCASIONAL:
            return "occasional"
        if 0.2 <= self.night_share <= 0.8 and self.changes_share >= 0.2:
            return "rotating"
        return "night" if self.night_share > 0.5 else "day"


def find_presence(timed: pl.DataFrame, called: Collection[str] = ()) -> list[Stretch]:
    """Find every person's stretches of presence.

    Parameters
    ----------
    timed
        Rows with believed durations: worker, start_min, end_min (minutes since 1970).
    called
        Setters and mechanics. Each stretch of theirs, and of people with fewer than ten, is widened
        to the median start and end of the other people's stretches that hold its middle.

    Returns
    -------
    list of Stretch
        Sorted by worker and start; starts rounded down and ends up to whole minutes.
    """
    spells = {
        worker: sessions(
            group["start_min"].to_numpy(),
            group["end_min"].to_numpy(),
            gap=PAUSE_MIN,
            longest=LONGEST_MIN,
        )
        for (worker,), group in by_key(timed.filter(pl.col("worker").is_not_null()), ["worker"])
    }
    seen_in_part = {w for w, found in spells.items() if w in called or len(found) < OCCASIONAL}
    others = [s for worker, found in spells.items() if worker not in seen_in_part for s in found]
    if others:
        around = np.array(others)
        for worker in seen_in_part:
            if spells[worker]:
                spells[worker] = _widened(spells[worker], around)
    return [
        Stretch(
            worker,
            EPOCH + timedelta(minutes=int(np.floor(start))),
            EPOCH + timedelta(minutes=int(np.ceil(end))),
        )
        for worker, found in sorted(spells.items())
        for start, end in found
    ]


def _widened(own: list[tuple[float, float]], around: Floats) -> list[tuple[float, float]]:
    """Widen each stretch to the shift of the people around it; stretches that meet are joined."""
    wide = []
    for start, end in own:
        middle = (start + end) / 2
        there = around[(around[:, 0] <= middle) & (around[:, 1] >= middle)]
        if there.size:
            shift = np.median(there, axis=0)
            start, end = min(start, float(shift[0])), max(end, float(shift[1]))  # noqa: PLW2901
        wide.append((start, end))
    table = np.array(wide)
    return sessions(table[:, 0], table[:, 1], gap=1.0, longest=LONGEST_MIN)


def find_skills(counted: pl.DataFrame, station_of: Mapping[str, str]) -> list[SkillRow]:
    """List who worked at which station.

    Parameters
    ----------
    counted
        Rows that count (placeholders too: the person was there, only the time is unknown).
    station_of
        Resource to station.

    Returns
    -------
    list of SkillRow
        Sorted by worker and station.
    """
    tasks = {"D": "run", "S": "setup", "B": "repair"}
    table = (
        counted.filter(pl.col("worker").is_not_null())
        .with_columns(station=pl.col("resource").replace_strict(dict(station_of)))
        .group_by("worker", "station")
        .agg(
            pl.col("report").unique().sort(),
            n=pl.len(),
            first=pl.col("start").min().dt.date(),
            last=pl.col("start").max().dt.date(),
        )
        .sort("worker", "station")
        .with_columns(
            of_person=pl.col("n") / pl.col("n").sum().over("worker"),
            of_station=pl.col("n") / pl.col("n").sum().over("station"),
        )
        .select("worker", "station", "report", "n", "of_person", "of_station", "first", "last")
    )
    return [
        SkillRow(worker, station, tuple(tasks[k] for k in kinds), *rest)
        for worker, station, kinds, *rest in table.iter_rows()
    ]


def find_regimes(presence: list[Stretch], monday: date) -> list[Regime]:
    """Describe each person's working time: weekly hours, usual start, day, night or rotating.

    Parameters
    ----------
    presence
        As from ``find_presence``.
    monday
        First day of week 1.

    Returns
    -------
    list of Regime
        Sorted by worker.
    """
    by_worker: dict[str, list[Stretch]] = {}
    for stretch in presence:
        by_worker.setdefault(stretch.worker, []).append(stretch)
    return [_regime(worker, rows, monday) for worker, rows in sorted(by_worker.items())]


def _regime(worker: str, rows: list[Stretch], monday: date) -> Regime:
    weeks: dict[int, list[Stretch]] = {}
    for row in rows:
        weeks.setdefault((row.start.date() - monday).days // 7, []).append(row)
    full = [sum(r.hours for r in week) for week in weeks.values() if len(week) >= 4]
    hours = [f"{r.start.hour:02d}" for r in rows]
    usual = sorted({h for h in hours if hours.count(h) >= len(hours) / 4})
    is_night = [r.start.hour >= 18 or r.start.hour < 3 for r in rows]
    kind = [
        sum(r.start.hour >= 18 or r.start.hour < 3 for r in weeks[w]) > len(weeks[w]) / 2
        for w in sorted(weeks)
    ]
    changes = sum(a != b for a, b in pairwise(kind))
    return Regime(
        worker=worker,
        num_weeks=len(weeks),
        num_stretches=len(rows),
        week_h=float(np.median(full)) if full else None,
        usual_start=tuple(usual),
        night_share=sum(is_night) / len(rows),
        changes_share=changes / (len(kind) - 1) if len(kind) > 1 else 0.0,
    )


def worked_minutes(timed: pl.DataFrame, edges: Floats) -> dict[str, Floats]:
    """Return each person's minutes of work (union of the reports) in each window.

    Parameters
    ----------
    timed
        Rows with believed durations.
    edges
        Window edges, minutes since 1970, shape (m + 1,).

    Returns
    -------
    dict
        By worker, minutes per window, shape (m,).
    """
    return {
        worker: busy_in(group["start_min"].to_numpy(), group["end_min"].to_numpy(), edges)
        for (worker,), group in by_key(timed.filter(pl.col("worker").is_not_null()), ["worker"])
    }
