"""A fitted shop as a ``flow.Model``: each case is a product with its own route.

A task is a queue and a report. The queue is a station whose set-up is the wait: set-ups stop when
their person leaves, so the wait passes in opening hours only. The report needs a skilled person and
is finished by whoever began it. Draws are spread evenly over each distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist
from typing import cast

import numpy as np
import polars as pl

from accord import flow
from accord.plant.mine.people import EPOCH
from accord.plant.mine.spans import Floats
from accord.study.validation.attendance import (
    WEEK_MIN,
    Ints,
    monday_of,
    opening,
    repeated,
)
from accord.study.validation.fit import DATED, Shop, Task

GOLDEN = 0.6180339887498949
LONGEST_MIN = 900.0  # a report is at most as long as a long shift
INSTANT_MIN = 0.01
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Window:
    """What a simulation is given of the time it imitates.

    Attributes
    ----------
    start, end
        Its ends.
    num_cases
        Cases that begin in it.
    """

    start: datetime
    end: datetime
    num_cases: int

    @property
    def start_min(self) -> float:
        """Start in minutes since 1970."""
        return (self.start - EPOCH) / timedelta(minutes=1)

    @property
    def span_min(self) -> float:
        """Length in minutes."""
        return (self.end - self.start) / timedelta(minutes=1)


def evenly(rng: np.random.Generator, num: int) -> Floats:
    """Return one uniform number from each of ``num`` equal parts of 0..1, in random order.

    Source
    ------
    McKay, Beckman and Conover 1979, doi:10.2307/1268522 (Latin hypercube sampling).
    """
    return rng.permutation((np.arange(num) + rng.random(num)) / num)


def new_cases(shop: Shop, window: Window, first: tuple[float, float]) -> tuple[list[str], Floats]:
    """Choose cases to repeat by their weights, and spread their releases over the window.

    Parameters
    ----------
    first
        Two numbers in 0..1 at which the even draws of cases and of releases begin.

    Returns
    -------
    tuple
        Case to repeat and release (minutes from the start of the window) of each new case; short
        and long ones alternate, so that the mix is the same all along.
    """
    num = window.num_cases
    at = (np.arange(num) + first[0]) / num
    chosen = np.searchsorted(np.cumsum(shop.weights), at).clip(0, len(shop.cases) - 1)
    release = (np.arange(num) * GOLDEN + first[1]) % 1.0 * window.span_min
    return [shop.cases[k] for k in chosen], release.astype(np.float64)


def some_weeks(shop: Shop, num: int, rng: np.random.Generator) -> Ints:
    """Draw ``num`` train weeks, each as often as the others."""
    turns = range(num // shop.num_weeks + 1)
    return np.concatenate([rng.permutation(shop.num_weeks) for _ in turns])[:num]


def simulate_shop(
    shop: Shop,
    window: Window,
    cases: list[str],
    release: Floats,
    *,
    wait_scale: float,
    seed: int,
    same_weeks: bool = False,
) -> pl.DataFrame:
    """Simulate the cases in the window and return the log that the shop would have written.

    Parameters
    ----------
    cases, release
        Case whose route each new case follows, and its release (minutes from ``window.start``).
    wait_scale
        Factor on the waits.
    same_weeks
        Lay the first train weeks in their order (to imitate the train part itself).

    Returns
    -------
    polars.DataFrame
        case, activity, worker, start, end, pieces of every report that ended in the window.
    """
    rng = np.random.default_rng(seed)
    model = flow.Model(time_unit="min", rules=flow.Rules(shift_end="finish"))
    _people(model, shop, window, len(cases), rng, same_weeks=same_weeks)
    names = _cases(model, shop, cases, release, wait_scale=wait_scale, rng=rng)
    result = flow.simulate(model, until=window.span_min, seed=seed, trace=True)
    trace = cast("pl.DataFrame", result.trace)  # asked for
    moment = [
        (pl.lit(window.start) + pl.duration(microseconds=(pl.col(name) * 60e6).cast(pl.Int64)))
        .cast(pl.Datetime("us"))
        .alias(name)
        for name in ("start", "end")
    ]
    return (
        trace.filter(pl.col("kind") == "run")
        .drop("pieces")
        .join(names, on=["product", "step"])
        .sort("product", "step")
        .select(
            pl.col("product").alias("case"),
            "activity",
            pl.col("person").alias("worker"),
            *moment,
            "pieces",
        )
    )


def _people(
    model: flow.Model,
    shop: Shop,
    window: Window,
    num_cases: int,
    rng: np.random.Generator,
    *,
    same_weeks: bool,
) -> None:
    """Add stations, people with their calendars, and the queues with their opening hours."""
    monday = monday_of(window.start_min)
    num_weeks = int(np.ceil((window.start_min + window.span_min - monday) / WEEK_MIN))
    there = {}
    for person, seen in sorted(shop.attendance.items()):
        weeks = some_weeks(shop, num_weeks, rng)
        if same_weeks:
            weeks[: shop.num_weeks] = np.arange(shop.num_weeks)[:num_weeks]
        there[person] = repeated(seen, weeks, shop.first_monday, monday, window.start_min)
    hours = opening(there, shop.skills)
    known: dict[str, list[str]] = {}
    for station, who in shop.skills.items():
        machines, each = shop.places[station]
        if station.endswith(DATED):
            machines = each = num_cases
        model.station(station, machines, operators=1, machines_per_operator=each)
        queue = _queue(station)
        model.station(queue, num_cases, operators=1, machines_per_operator=num_cases)
        model.person(f"hours of {station}", [queue], _windows(hours[station]))
        for person in who:
            known.setdefault(person, []).append(station)
    for person, stations in sorted(known.items()):
        model.person(person, stations, _windows(there[person]))


def _queue(station: str) -> str:
    return f"queue of {station}"


def _windows(spans: Floats) -> flow.Windows:
    return flow.Windows(spans[:, 0], spans[:, 1])


def _cases(
    model: flow.Model,
    shop: Shop,
    cases: list[str],
    release: Floats,
    *,
    wait_scale: float,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Add a product and an order for each case; return what its steps are called in a log."""
    tasks = [(i, task) for i, case in enumerate(cases) for task in shop.routes[case]]
    minutes = _draw_minutes(tasks, rng)
    routes: list[list[flow.Step]] = [[] for _ in cases]
    names = []
    for (i, task), lasts in zip(tasks, minutes, strict=True):
        wait = wait_scale * task.wait
        if wait >= 1.0:
            routes[i].append(
                flow.Step(_queue(task.station), flow.Fixed(INSTANT_MIN), setup=wait, lot=1)
            )
        routes[i].append(flow.Step(task.station, flow.Fixed(float(lasts))))
        names.append((f"case {i + 1}", len(routes[i]) - 1, task.activity, task.pieces))
    for i, route in enumerate(routes):
        model.product(f"case {i + 1}", route)
        model.order(f"case {i + 1}", 1, release=float(release[i]))
    return pl.DataFrame(names, schema=["product", "step", "activity", "pieces"], orient="row")


def _draw_minutes(tasks: list[tuple[int, Task]], rng: np.random.Generator) -> Floats:
    """Draw the minutes of each report: one lognormal draw a visit, evenly within each activity."""
    table = pl.DataFrame(
        [(i, t.activity) for i, t in tasks], schema=["case", "activity"], orient="row"
    )
    visits = table.unique(maintain_order=True)
    drawn = [
        group.with_columns(at=pl.Series(evenly(rng, group.height)))
        for group in visits.partition_by("activity", maintain_order=True)
    ]
    at = table.join(pl.concat(drawn), on=["case", "activity"], maintain_order="left")["at"]
    normal = np.array([NormalDist().inv_cdf(min(max(x, TINY), 1.0 - TINY)) for x in at])
    level, sigma = (np.array([getattr(t, name) for _, t in tasks]) for name in ("level", "sigma"))
    within: Floats = np.clip(np.exp(level + sigma * normal), 1.0, LONGEST_MIN)
    return within
