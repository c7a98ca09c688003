"""Probes: the examined scenario run again with one input moved, until the conclusion turns.

An input is moved step by step until the verdict on the demand (held, or not) changes; the turn lies
between the last two runs and is taken by a straight line. Each probe is a run like any other: it is
kept, and found again when nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from accord.errors import ModelError
from accord.plant.records import Plant
from accord.study.field import Case, Field, Tracker
from accord.study.measure.output import HELD_SHARE, backlog_growth, demand_week
from accord.study.runs import Run, plant_digest, simulate_once

__all__ = ["Turn", "probe"]

Floats = npt.NDArray[np.float64]
# Probes need no finer interval than this: they locate a threshold, they do not compare plans.
PRECISION: Final = 0.05
IN_WORK: Final = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the verdict on the demand turns when one input is moved.

    Parameters
    ----------
    name
        ``demand``, ``absence`` or ``repair``.
    base
        Value of the input in the scenario: 1 for demand and repairs (factors), a share for absence.
    values
        (R,) value at which the backlog grows by the share called held, by replication.
    is_short
        True when the scenario does not hold the demand as it is.
    tried
        Values that were run, the base first.
    last
        The run beyond the turn: its busiest station is where it gives.
    inputs
        Digests of the runs.
    """

    name: str
    base: float
    values: Floats
    is_short: bool
    tried: tuple[float, ...]
    last: Run
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Input:
    """An input to move: levels upwards, levels downwards, and how a plant takes one."""

    name: str
    base: float
    up: Sequence[float]
    down: Sequence[float]
    move: Callable[[Plant, float], Plant]


def probe(
    field: Field,
    case: Case,
    out: Path,
    *,
    replications: int,
    executor: Executor | None,
    tracker: Tracker,
) -> tuple[Turn, ...]:
    """Return the turns found for a case; an input whose turn lies beyond all levels is left out."""
    if case.run is None:
        return ()

    def run_at(item: _Input, level: float) -> Run:
        plant = item.move(case.plant, level)
        asked = (field.plant.horizon_weeks, replications)
        digest = plant_digest(plant, weeks=asked[0], replications=asked[1], precision=PRECISION)
        run, _ = simulate_once(
            plant,
            out / "runs",
            digest,
            weeks=asked[0],
            replications=asked[1],
            precision=PRECISION,
            executor=executor,
            progress=tracker.follow(f"{case.id} {item.name}"),
        )
        return run

    pool = ThreadPoolExecutor(IN_WORK)
    try:
        found = list(pool.map(lambda item: _seek(field, case, item, run_at), _inputs(case.plant)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return tuple(turn for turn in found if turn is not None)


def _inputs(plant: Plant) -> list[_Input]:
    inputs = [_Input("demand", 1.0, (1.05, 1.15), (0.95, 0.85), _with_demand)]
    absence = plant.absence_share
    if absence is not None:
        up = (absence + 0.03, absence + 0.10)
        inputs.append(_Input("absence", absence, up, (absence / 2, 0.0), _with_absence))
    if any(s.mttr_h is not None for s in plant.stations):
        inputs.append(_Input("repair", 1.0, (1.5, 2.5), (0.5, 0.1), _with_repairs))
    return inputs


def _with_demand(plant: Plant, factor: float) -> Plant:
    orders = tuple(replace(o, quantity=max(1, round(factor * o.quantity))) for o in plant.orders)
    return replace(plant, orders=orders)


def _with_absence(plant: Plant, share: float) -> Plant:
    return replace(plant, absence_share=min(share, 0.95))


def _with_repairs(plant: Plant, factor: float) -> Plant:
    stations = tuple(
        replace(s, mttr_h=s.mttr_h * factor) if s.mttr_h is not None else s for s in plant.stations
    )
    return replace(plant, stations=stations)


def _excess(field: Field, run: Run) -> Floats:
    """Return growth of the backlog beyond what is called held, as a share of demand, (R,)."""
    demand = demand_week(run, field.window)
    return backlog_growth(run, field.window, field.settled) / max(demand, 1.0) - HELD_SHARE


def _seek(
    field: Field, case: Case, item: _Input, run_at: Callable[[_Input, float], Run]
) -> Turn | None:
    """Move one input until the verdict turns, and return where."""
    assert case.run is not None  # noqa: S101 - the caller has looked
    before, level_before = _excess(field, case.run), item.base
    is_short = bool(before.mean() > 0)
    tried, inputs = [item.base], [case.run.digest]
    for level in item.down if is_short else item.up:
        try:
            run = run_at(item, level)
        except ModelError:
            return None
        after = _excess(field, run)
        tried.append(level)
        inputs.append(run.digest)
        if bool(after.mean() > 0) != is_short:
            slope = (after.mean() - before.mean()) / (level - level_before)
            values = np.asarray(level_before - before / slope, dtype=np.float64)
            return Turn(item.name, item.base, values, is_short, tuple(tried), run, tuple(inputs))
        before, level_before = after, level
    return None
