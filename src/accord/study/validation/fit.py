"""Fit a shop to the train part: routes, times, waiting, people, and which cases may be repeated.

Everything comes from the train part alone. What the part cannot show is put right in two places:
cases seen from the middle are not repeated, and long cases, which the cut leaves out more often,
weigh more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.plant.mine.people import EPOCH
from accord.plant.mine.routings import family
from accord.plant.mine.spans import Floats, by_key
from accord.plant.mine.times import shrink
from accord.study.validation.attendance import (
    WEEK_MIN,
    find_attendance,
    monday_of,
    open_minutes,
    opening,
)
from accord.study.validation.parts import Parts, first_start

BEGUN_BEFORE = 0.98  # quantile of the pauses inside cases: nearer to the start it may have begun
DATED = " (date only)"


@dataclass(frozen=True, slots=True)
class Task:
    """One report of a case, as the model repeats it.

    Attributes
    ----------
    activity, station
        Name in the log; station of the model.
    is_dated
        Its times are defaults: nobody is needed, it is written on a day.
    level, sigma
        Log minutes, its visit pulled to part, activity and process; sd of the visit's level.
    wait
        Minutes of opening hours between the case's earlier reports and this one: it waits for the
        rest of the shop's work, most of which is in other cases.
    pieces
        Pieces counted.
    """

    activity: str
    station: str
    is_dated: bool
    level: float
    sigma: float
    wait: float
    pieces: float


@dataclass(frozen=True, slots=True)
class Shop:
    """The fitted model: machines, people, calendars, routes, times.

    Attributes
    ----------
    first_monday, num_weeks
        The train weeks that are repeated as calendars.
    attendance
        Presence of each person, minutes since 1970, shape (n, 2).
    skills
        People who work at each station.
    places
        Machines of each station, and how many of them one person tends.
    routes
        Reports of each case that may be repeated.
    cases, weights, release_min, duration_min
        These cases by duration, their share among new cases, first report and duration in train.
    """

    first_monday: float
    num_weeks: int
    attendance: dict[str, Floats]
    skills: dict[str, tuple[str, ...]]
    places: dict[str, tuple[int, int]]
    routes: dict[str, tuple[Task, ...]]
    cases: tuple[str, ...]
    weights: Floats
    release_min: Floats
    duration_min: Floats


def fit_shop(parts: Parts) -> Shop:
    """Fit the model to the train part (``parts.test`` is not read)."""
    rows = parts.train.filter(~pl.col("is_repeated")).with_columns(
        station=pl.when("is_dated").then(pl.col("station") + DATED).otherwise("station"),
        worker=pl.when("is_dated").then("clerk of " + pl.col("station")).otherwise("worker"),
    )
    begin, cut = (
        (moment - EPOCH) / timedelta(minutes=1) for moment in (first_start(rows), parts.cut)
    )
    attendance = find_attendance(rows)
    skills = {
        station: tuple(sorted(w for w in group["worker"].unique() if w in attendance))
        for (station,), group in by_key(rows, ["station"])
    }
    skills = {station: who for station, who in skills.items() if who}
    rows = _with_waits(
        rows.filter(pl.col("station").is_in(list(skills))), opening(attendance, skills)
    )
    level, sigma = _levels(rows)
    rows = rows.with_columns(level=pl.Series(level), sigma=pl.Series(sigma))
    cases, weights, release, duration = _repeatable(rows, begin, cut)
    monday = monday_of(begin)
    return Shop(
        monday,
        max(int((cut - monday) // WEEK_MIN), 1),
        attendance,
        skills,
        _places(rows),
        _routes(rows, cases),
        cases,
        weights,
        release,
        duration,
    )


def _with_waits(rows: pl.DataFrame, hours: dict[str, Floats]) -> pl.DataFrame:
    """Add ``wait``: open minutes of the station since the case's earlier reports ended."""
    rows = rows.with_columns(
        ready=pl.col("end_min").cum_max().shift(1).over("case")
    ).with_row_index("place")
    found = np.zeros(rows.height)
    for (station,), group in by_key(rows.drop_nulls("ready"), ["station"]):
        begin, ready = group["start_min"].to_numpy(), group["ready"].to_numpy()
        waited = open_minutes(hours[station], begin) - open_minutes(hours[station], ready)
        found[group["place"].to_numpy()] = np.maximum(waited, 0.0)
    return rows.with_columns(wait=pl.Series(found)).drop("place")


def _levels(rows: pl.DataFrame) -> tuple[Floats, Floats]:
    """Return log minutes of each report, and how unsure the level of its visit is (sd of logs).

    The level of a visit (the reports of one case at one activity) is pulled to part, activity and
    process; a factor per activity keeps its total. How the reports of a visit share its work stays
    as it was written, because reports end with shifts.
    """
    level, sigma = np.log(np.maximum(rows["minutes"].to_numpy(), 1.0)), np.zeros(rows.height)
    real = ~rows["is_dated"].to_numpy()
    if not real.any():
        return level, sigma
    known = rows.filter(pl.Series(real))
    rest, fitted = level[real].copy(), np.zeros(int(real.sum()))
    process = pl.Series([family(name) for name in known["activity"]])
    for key in ([process], [known["activity"]], [known["activity"], known["part"]]):
        codes = codes_of(*key)
        means = shrink(rest, codes)[0][codes]
        fitted, rest = fitted + means, rest - means
    visits = codes_of(known["activity"], known["part"], known["case"])
    pulled, weight, _, between = shrink(rest, visits)
    raw = np.bincount(visits, weights=rest) / np.bincount(visits)
    activity, spread = codes_of(known["activity"]), np.sqrt(between * (1.0 - weight))[visits]
    guess = fitted + pulled[visits] + (rest - raw[visits])
    expected = np.bincount(activity, weights=np.exp(guess + spread**2 / 2))
    measured = np.bincount(activity, weights=np.exp(level[real]))
    level[real], sigma[real] = guess + np.log(measured / expected)[activity], spread
    return level, sigma


def codes_of(*columns: pl.Series) -> NDArray[np.int64]:
    """Return a code 0..g-1 for each combination of values, in sorted order."""
    table = pl.DataFrame([c.alias(str(k)) for k, c in enumerate(columns)])
    ranked = table.select(pl.struct(pl.all()).rank("dense") - 1).to_series()
    return ranked.cast(pl.Int64).to_numpy()


def _repeatable(
    rows: pl.DataFrame, begin: float, cut: float
) -> tuple[tuple[str, ...], Floats, Floats, Floats]:
    """Return the cases seen from their beginning, by duration, and their share among new cases.

    A case of duration d ends before the cut only if it begins d earlier: of the T minutes in which
    it could have begun, T - d let it through. So it stands for T / (T - d) cases.

    Source
    ------
    Horvitz and Thompson 1952, doi:10.1080/01621459.1952.10483446 (weight = 1 / chance to be seen).
    """
    spans = rows.group_by("case").agg(
        release=pl.col("start_min").min(), end=pl.col("end_min").max()
    )
    pauses = rows.select((pl.col("start_min") - pl.col("ready")).clip(0.0)).to_series().drop_nulls()
    lead = float(pauses.quantile(BEGUN_BEFORE, "linear") or 0.0)
    fresh = spans.filter(pl.col("release") >= begin + lead)
    if fresh.height < 2:
        fresh, lead = spans, 0.0
    fresh = fresh.with_columns(duration=pl.col("end") - pl.col("release")).sort("duration", "case")
    duration = fresh["duration"].to_numpy()
    room = cut - begin - lead
    weight = room / np.maximum(room - duration, 1.0)
    return tuple(fresh["case"]), weight / weight.sum(), fresh["release"].to_numpy(), duration


def _routes(rows: pl.DataFrame, cases: Sequence[str]) -> dict[str, tuple[Task, ...]]:
    names = ("activity", "station", "is_dated", "level", "sigma", "wait", "pieces")
    routes: dict[str, list[Task]] = {case: [] for case in cases}
    mine = rows.filter(pl.col("case").is_in(list(cases)))
    for case, *values in mine.select("case", *names).iter_rows():
        routes[case].append(Task(*values))
    return {case: tuple(tasks) for case, tasks in routes.items()}


def _places(rows: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """Return the most reports open at once at each station, and with one person there."""
    found = {}
    for (station,), group in by_key(rows, ["station"]):
        one = max(_at_once(mine) for _, mine in by_key(group, ["worker"]))
        found[station] = (_at_once(group), one)
    return found


def _at_once(rows: pl.DataFrame) -> int:
    start, end = np.sort(rows["start_min"].to_numpy()), np.sort(rows["end_min"].to_numpy())
    open_now = np.arange(1, start.size + 1) - np.searchsorted(end, start, side="right")
    return max(int(open_now.max()), 1)
