"""Collect the tables of finished replications into one result."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from accord.flow.compile import Compiled
from accord.flow.compile_controls import stock_names
from accord.flow.kernel import layout as k
from accord.flow.lateness import Deadlines
from accord.flow.model import Model
from accord.flow.rates import rates_of
from accord.flow.result import FlowResult
from accord.flow.windows import next_open

if TYPE_CHECKING:  # heavy
    from accord.flow.traces import Traces

__all__ = ["Run", "collect"]


@dataclass(frozen=True, slots=True)
class Run:
    """The tables of one finished replication and its scalars."""

    TABLES: ClassVar = (
        "good",
        "tally",
        "backlog",
        "entered_at",
        "acc_m",
        "acc_p",
        "acc_extra",
        "order_done",
    )
    good: NDArray[np.int64]
    tally: NDArray[np.int64]
    backlog: NDArray[np.int64]
    entered_at: NDArray[np.int64]
    acc_m: NDArray[np.int64]
    acc_p: NDArray[np.int64]
    acc_extra: NDArray[np.int64]
    order_done: NDArray[np.int64]
    stock: NDArray[np.float64]
    record: NDArray[np.void]
    rows: NDArray[np.int64] | None
    worked: NDArray[np.int64]
    workers: NDArray[np.void]

    def scalar(self, name: str) -> int:
        """Return a scalar of the run."""
        return int(self.record[name][0])


def collect(
    model: Model,
    compiled: Compiled,
    runs: list[Run],
    ends: NDArray[np.int64],
    *,
    seed: int,
    warm_up: float,
    until: float | None,
) -> FlowResult:
    """Return the result of finished replications; a warm-up is their first bucket."""
    unit = model.unit_us
    first = 1 if warm_up > 0 else 0
    starts = np.concatenate([[0], ends[:-1]])
    now = np.array([r.scalar("now") for r in runs], dtype=float) / unit
    hour = 3.6e9
    tally = np.stack([r.tally[first:] for r in runs])
    entered = np.stack([np.diff(r.entered_at, prepend=0)[first:] for r in runs])
    done = np.stack([r.order_done for r in runs]).astype(float)
    done[done < 0] = math.nan
    demand = np.zeros((len(ends), len(compiled.products)), dtype=np.int64)
    where = {p: j for j, p in enumerate(compiled.products)}
    for o in model.orders:
        b = int(np.searchsorted(ends, round(o.release * unit), side="left"))
        if b < len(ends):
            demand[b, where[o.product]] += o.wanted
    finished = np.array([r.scalar("done_pieces") >= r.scalar("until_pieces") for r in runs])
    if until is None:
        finished[:] = True
    lots = np.array([r.scalar("done_lots") for r in runs])
    in_system = np.array([r.scalar("time_in_system") for r in runs], dtype=float) / unit
    end_time = np.where(finished, now, math.inf if until is None else float(until))
    first_run = runs[0]
    return FlowResult(
        compiled.products,
        compiled.stations,
        compiled.machines,
        compiled.people,
        compiled.orders,
        compiled.machine_station,
        starts[first:] / unit,
        ends[first:] / unit,
        np.stack([r.good[first:] for r in runs]),
        tally[..., 1],
        tally[..., 0],
        tally[..., 2],
        tally[..., 3],
        tally[..., 4],
        np.stack([r.backlog[first:] for r in runs]),
        entered,
        demand[first:],
        np.stack([r.acc_m[first:, :, : len(k.MACHINE_STATES)] for r in runs]) / hour,
        np.stack([r.acc_p[first:] for r in runs]) / hour,
        np.stack([r.acc_extra[first:] for r in runs]) / hour,
        done / unit,
        np.array([r.scalar("events") for r in runs]),
        np.array([r.tally[..., 0].sum() for r in runs]),
        np.array([r.scalar("done_pieces") for r in runs]),
        lots,
        end_time,
        np.array([r.scalar("last_exit") for r in runs], dtype=float) / unit,
        np.divide(in_system, lots, out=np.full(len(runs), math.nan), where=lots > 0),
        _deadlines(model, compiled, done / unit, np.minimum(end_time, ends[-1] / unit)),
        tally[..., 5],
        stock_names(model),
        np.stack([r.stock for r in runs]),
        rates_of(model),
        seed,
        unit,
        _traces(compiled, first_run, round(end_time[0] * unit)),
        *_of_people(runs, first),
        tuple(model.effects.rows()),
    )


def _traces(compiled: Compiled, run: Run, end_us: int) -> Traces | None:
    """Return the tasks, states and queues that a run has kept."""
    if run.rows is None:
        return None
    from accord.flow.traces import Traces  # noqa: PLC0415 (heavy)

    has_tasks, has_states = run.scalar("tracing") == 1, run.scalar("watching") == 1
    return Traces(compiled, run.rows, end_us=end_us, has_tasks=has_tasks, has_states=has_states)


def _of_people(
    runs: list[Run], first: int
) -> tuple[NDArray[np.float64] | None, NDArray[np.int64] | None, NDArray[np.float64] | None]:
    """Return hours by person and station, moves and mean paces; None if they were not kept.

    The first bucket is told apart: it may be the warm-up.
    """
    if not runs[0].worked.size:
        return None, None, None
    worked = np.stack([r.worked[first:].sum(axis=0) for r in runs])
    workers = np.stack([r.workers for r in runs])
    moves, task_us, pace_us = (
        workers[name] - first * workers[f"first_{name}"] for name in ("moves", "task_us", "pace_us")
    )
    nan = np.full(pace_us.shape, math.nan)
    pace = np.divide(pace_us, task_us, out=nan, where=task_us > 0)
    return worked / 3.6e9, moves, pace


def _deadlines(
    model: Model,
    compiled: Compiled,
    done: NDArray[np.float64],
    end: NDArray[np.float64],
) -> Deadlines:
    """Return due dates and shipping: at once, or when the customer's goods next leave."""
    shipped = done.copy()
    for j, o in enumerate(model.orders):
        at = model.shipping_times.get(o.product)
        if at is not None:
            where = f"shipping of {o.product}"
            shipped[:, j] = next_open(done[:, j], at, model.unit_us, where)
    shipped[shipped > end[:, None]] = math.nan
    due = np.array([o.due if o.has_due else math.nan for o in model.orders], dtype=float)
    return Deadlines(compiled.orders, due, shipped, end)
