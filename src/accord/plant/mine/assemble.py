"""From a graded log to the pieces of a plant: stations, operations, orders, people, shifts.

What is fitted where: ``times`` (work, set-ups), ``shopfloor`` (stations), ``routings`` (orders and
their steps), ``people`` (presence, skills), ``effects`` (what is shown and not used).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from accord.plant.mine.discipline import Discipline, find_discipline
from accord.plant.mine.effects import Association, associations, operator_spread
from accord.plant.mine.eventlog import EventLog
from accord.plant.mine.people import (
    Regime,
    SkillRow,
    Stretch,
    find_presence,
    find_regimes,
    find_skills,
)
from accord.plant.mine.quality import Quality, grade
from accord.plant.mine.routings import (
    Layer,
    find_layers,
    find_routes,
    find_visits,
    name_operations,
)
from accord.plant.mine.shopfloor import Station, find_stations
from accord.plant.mine.spans import with_attention
from accord.plant.mine.times import Fit, SetupFit, fit_setups, fit_times, shrink
from accord.plant.mine.weeks import minutes_since_1970, weekly

__all__ = ["Breakdown", "Mined", "OrderStep", "assemble", "tends_several"]

TENDING = 1.25  # machine hours per person hour from which a cell is run as two machines a person
SCRAP_PRIOR_PIECES = 200.0
MIN_CYCLE_S = 0.001  # a step takes some time, be it not measured


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Breakdowns of one station: hours between them, hours to repair, spread, number seen."""

    mtbf_h: float
    mttr_h: float
    spread: float
    num: int


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One step of one order of the mined plant.

    Parameters
    ----------
    operation, station
        Names.
    cycle_s
        Seconds per piece, the visit's fixed time included.
    spread
        Coefficient of variation of the whole visit.
    setup_min
        Set-up minutes reported for this visit.
    setup_spread
        Coefficient of variation of set-ups.
    transfer_pieces
        Pieces per report: they go on together.
    scrap_share
        Share of pieces rejected at this operation and part (pooled).
    num_reports
        Believed reports of this visit; 0: time from the operation and part, -1: not measured.
    """

    operation: str
    station: str
    cycle_s: float
    spread: float
    setup_min: float
    transfer_pieces: int
    scrap_share: float
    num_reports: int


@dataclass(frozen=True, slots=True)
class Mined:
    """Everything found in a log, before it is written.

    Parameters
    ----------
    log, quality
        The log and its grades.
    monday, weeks
        First day and number of weeks of the plant.
    stations, breakdowns
        Stations, and breakdowns by station name.
    layers, steps
        Orders, and the steps of each (same order).
    fit, setups
        Fitted times; set-ups by operation.
    presence, skills, regimes
        People.
    speed
        By worker: speed as a share of the mean, weight, reports.
    speed_sd
        Spread of speed between people (sd of log).
    routes, visits, counted, timed
        Tables for the report.
    discipline
        Order in which waiting cases were started.
    observed
        The weekly table.
    associations
        Regressions with all rows and without placeholders.
    """

    log: EventLog
    quality: Quality
    monday: date
    weeks: int
    stations: tuple[Station, ...]
    breakdowns: dict[str, Breakdown]
    layers: tuple[Layer, ...]
    steps: tuple[tuple[OrderStep, ...], ...]
    fit: Fit
    setups: dict[str, SetupFit]
    presence: tuple[Stretch, ...]
    skills: tuple[SkillRow, ...]
    regimes: tuple[Regime, ...]
    speed: dict[str, tuple[float, float, int]]
    speed_sd: float
    routes: pl.DataFrame
    visits: pl.DataFrame
    counted: pl.DataFrame
    timed: pl.DataFrame
    discipline: Discipline
    observed: pl.DataFrame
    associations: tuple[tuple[Association, ...], tuple[Association, ...]]

    @property
    def station_of(self) -> dict[str, str]:
        """Resource of the log to station of the plant."""
        return {r: s.name for s in self.stations for r in s.resources}


def tends_several(station: Station) -> bool:
    """Return True when one person is taken to tend two machines of the station at once."""
    return len(station.machines) > 1 and station.machines_per_person >= TENDING


def assemble(log: EventLog) -> Mined:
    """Grade a log and find the plant in it.

    Parameters
    ----------
    log
        The log as read.

    Returns
    -------
    Mined
        Complete; nothing is written.
    """
    quality = grade(log)
    counted = name_operations(quality.counted)
    timed = with_attention(minutes_since_1970(counted.filter(pl.col("status") == "used")))
    stations = find_stations(counted, timed)
    counted, timed = _working_time(counted, timed, stations)
    visits = find_visits(counted, has_pieces=log.has("good"))
    fit = fit_times(visits, counted)
    setups = fit_setups(visits)
    monday, weeks = _window(counted)
    station_of = {r: s.name for s in stations for r in s.resources}
    defaults = _default_minutes(counted)
    scrap = _scrap_shares(visits)
    layers, steps = [], []
    for layer, found in _orders(visits, fit, station_of, defaults, scrap):
        layers.append(layer)
        steps.append(found)
    called = {w for s in stations for w in (*s.setters, *s.menders)}
    presence = find_presence(timed, called)
    speed_sd, speed = operator_spread(counted)
    return Mined(
        log=log,
        quality=quality,
        monday=monday,
        weeks=weeks,
        stations=stations,
        breakdowns=_breakdowns(timed, stations),
        layers=tuple(layers),
        steps=tuple(steps),
        fit=fit,
        setups=setups,
        presence=tuple(presence),
        skills=tuple(find_skills(counted, station_of)),
        regimes=tuple(find_regimes(presence, monday)),
        speed=speed,
        speed_sd=speed_sd,
        routes=find_routes(counted),
        visits=visits,
        counted=counted,
        timed=timed,
        discipline=find_discipline(visits, station_of),
        observed=weekly(counted, timed, [(x.due, x.pieces) for x in layers], monday, weeks),
        associations=(
            associations(counted, no_placeholders=False),
            associations(counted, no_placeholders=True),
        ),
    )


def _window(counted: pl.DataFrame) -> tuple[date, int]:
    """Return the Monday of the first report and the weeks up to the last one."""
    dates = counted.select(a=pl.col("start").min().dt.date(), b=pl.col("end").max().dt.date())
    begin, end = dates.row(0)
    if begin is None or end is None:
        return date(2000, 1, 3), 1
    monday = begin - timedelta(days=begin.weekday())
    return monday, (end - monday).days // 7 + 1


def _working_time(
    counted: pl.DataFrame, timed: pl.DataFrame, stations: tuple[Station, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Replace the minutes of a report by the time it took on the machine and of the person.

    Where one person tends several machines of a cell the machine's minutes count. Everywhere else a
    person's overlapping reports are shared out, so that nobody works two hours in one.
    """
    cells = [r for s in stations if tends_several(s) for r in s.resources]
    shared = timed.select(
        "line",
        taken_min=pl.when(pl.col("resource").is_in(cells) | pl.col("worker").is_null())
        .then(pl.col("minutes"))
        .otherwise(pl.col("attention_min")),
    )
    counted = counted.join(shared, on="line", how="left", maintain_order="left").with_columns(
        taken_min=pl.coalesce("taken_min", "minutes")
    )
    timed = timed.join(shared, on="line", how="left", maintain_order="left")
    return counted, timed


def _default_minutes(counted: pl.DataFrame) -> dict[str, float]:
    """Median placeholder minutes by operation: the plant's own planned default."""
    rows = counted.filter(pl.col("is_placeholder"))
    return dict(rows.group_by("operation").agg(pl.col("minutes").median()).iter_rows())


def _scrap_shares(visits: pl.DataFrame) -> dict[tuple[str, str], float]:
    """Share of pieces rejected by operation x part, pulled to the operation and to the plant."""
    total = float(visits["pieces"].sum())
    plant = float(visits["rejected"].sum()) / total if total > 0 else 0.0
    by_op = {
        op: (rejected + SCRAP_PRIOR_PIECES * plant) / (pieces + SCRAP_PRIOR_PIECES)
        for op, rejected, pieces in visits.group_by("operation", maintain_order=True)
        .agg(pl.col("rejected").sum(), pl.col("pieces").sum())
        .iter_rows()
    }
    cells = visits.group_by("operation", "part", maintain_order=True).agg(
        pl.col("rejected").sum(), pl.col("pieces").sum()
    )
    return {
        (op, part): (rejected + SCRAP_PRIOR_PIECES * by_op[op]) / (pieces + SCRAP_PRIOR_PIECES)
        for op, part, rejected, pieces in cells.iter_rows()
    }


def _orders(
    visits: pl.DataFrame,
    fit: Fit,
    station_of: dict[str, str],
    defaults: dict[str, float],
    scrap: dict[tuple[str, str], float],
) -> list[tuple[Layer, tuple[OrderStep, ...]]]:
    """Give every layer its steps with their times."""
    by_visit = {
        (row["case"], row["operation"]): row
        for row in visits.select(
            *("case", "operation", "resource", "pieces", "setup_min", "num_work", "has_work")
        ).iter_rows(named=True)
    }
    found = []
    for layer in find_layers(visits):
        steps = []
        for op in layer.steps:
            row = by_visit[layer.case, op]
            setup = float(row["setup_min"]) if op in layer.own else 0.0
            minutes, num = _visit_minutes(layer, op, fit, defaults)
            if not row["has_work"]:  # a set-up only
                minutes, num = 0.0, int(row["num_work"])
            if not layer.is_counted and minutes + setup <= 0:
                continue
            reports = max(int(row["num_work"]), 1)
            steps.append(
                OrderStep(
                    operation=op,
                    station=station_of[row["resource"]],
                    cycle_s=max(minutes * 60 / layer.pieces, MIN_CYCLE_S),
                    spread=fit.spreads.get(op, 0.0),
                    setup_min=setup,
                    transfer_pieces=min(max(round(row["pieces"] / reports), 1), layer.pieces),
                    scrap_share=scrap.get((op, layer.part), 0.0) if layer.is_counted else 0.0,
                    num_reports=num,
                )
            )
        if steps:
            found.append((layer, tuple(steps)))
    return found


def _visit_minutes(
    layer: Layer, op: str, fit: Fit, defaults: dict[str, float]
) -> tuple[float, int]:
    """Minutes of a layer's visit, and the reports behind them (-1: not measured)."""
    time = fit.visits.get((layer.case, op))
    if time is None:
        return (defaults.get(op, 0.0) if op in layer.own else 0.0), -1
    fixed = time.fixed_min if op in layer.own else 0.0
    return fixed + time.piece_min * layer.pieces, time.num_reports


def _breakdowns(timed: pl.DataFrame, stations: tuple[Station, ...]) -> dict[str, Breakdown]:
    """Fit breakdowns: running hours between them, repair hours pulled to the plant's mean."""
    station_of = {r: s.name for s in stations for r in s.resources}
    rows = timed.filter((pl.col("report") == "B") & (pl.col("minutes") > 0)).with_columns(
        station=pl.col("resource").replace_strict(station_of)
    )
    if rows.height == 0:
        return {}
    names = sorted(rows["station"].unique().to_list())
    codes = np.array([names.index(s) for s in rows["station"]], dtype=np.int64)
    level, _, inside, _ = shrink(np.log(rows["minutes"].to_numpy()), codes)
    # The clock of breakdowns runs while the machine works, not while it is set up.
    hours = dict(
        timed.filter(pl.col("report") == "D")
        .with_columns(station=pl.col("resource").replace_strict(station_of))
        .group_by("station", maintain_order=True)
        .agg(pl.col("taken_min").sum() / 60)
        .iter_rows()
    )
    mean = np.exp(level + inside / 2)
    factor = float(rows["minutes"].sum()) / float(mean[codes].sum())  # keep the total
    return {
        name: Breakdown(
            mtbf_h=max(hours.get(name, 0.0), 1.0) / int((codes == k).sum()),
            mttr_h=float(mean[k]) * factor / 60,
            spread=float(np.sqrt(np.expm1(min(inside, 2.0)))),
            num=int((codes == k).sum()),
        )
        for k, name in enumerate(names)
    }
