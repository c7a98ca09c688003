"""The door: run replications of a model and return what was made and by whom."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from accord.errors import DeadlockError, ModelError
from accord.flow.compile import Compiled, compile_model
from accord.flow.compile_controls import stock_names
from accord.flow.durations import LONGEST_US
from accord.flow.from_plant import model_of
from accord.flow.kernel import engine, lines
from accord.flow.kernel import layout as k
from accord.flow.lateness import Deadlines
from accord.flow.model import Model
from accord.flow.rates import rates_of
from accord.flow.result import FlowResult, interval
from accord.flow.traces import traces_of
from accord.flow.windows import next_open
from accord.flow.world import Kept, World, make_world
from accord.plant.records import Plant

MAX_POOL = 1 << 24
MAX_BUCKETS = 100_000
MAX_ROWS = 1 << 24  # of a trace: 1 GiB
WEEK_H = 168.0


@dataclass(frozen=True, slots=True)
class _Run:
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

    def scalar(self, name: str) -> int:
        """Return a scalar of the run."""
        return int(self.record[name][0])


def simulate(
    model: Model | Plant,
    *,
    until: float | timedelta | None = None,
    until_pieces: int | None = None,
    replications: int = 1,
    precision: float | None = None,
    max_replications: int = 400,
    seed: int = 1,
    warm_up: float = 0.0,
    bucket: float | None = None,
    executor: Executor | None = None,
    trace: bool = False,
    states: bool = False,
    window: tuple[float, float] | None = None,
    piecewise: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> FlowResult:
    """Simulate a model or a plant and return what was made, where time went and who worked.

    Parameters
    ----------
    model
        A ``Model``, or the records of a plant: its time unit is then the hour from 00:00 of
        ``plant.on``, its buckets are weeks, and its end is by default ``plant.horizon_weeks``.
    until
        Length of a replication, as a ``timedelta`` or in the model's time unit; its last instant
        is included.
    until_pieces
        Stop earlier, when this many pieces have left the shop.
    replications, precision, max_replications
        At least ``replications``; with ``precision`` go on until the half width of the 95 %
        interval of good pieces is below that share of the mean, or ``max_replications``.
    seed
        Key of all random streams; the same seed gives paired (common) random numbers.
    warm_up
        Leading time left out of every result, in the model's time unit.
    bucket
        Length of the result buckets in the model's time unit (None: one bucket).
    executor
        Any ``concurrent.futures.Executor``; the bits do not depend on it.
    trace
        Keep the tasks of replication 0 (start, end, machine, person, product, step, pieces).
    states
        Keep each stay of a machine or a person of replication 0 in a state, and each change of a
        queue.
    window
        Keep of these only what touches this stretch of time (from, to), in the model's time unit.
    piecewise
        Make each piece an event of its own; the results are the same bits, slower.
    progress
        Called with (replications done, replications planned).

    Raises
    ------
    ModelError
        When the model cannot be built, or needs an end that is not given.
    DeadlockError
        When machines block each other in a circle; the circle is named.
    """
    if isinstance(model, Plant):
        weeks = model.horizon_weeks
        if isinstance(until, timedelta):
            weeks = math.ceil(until / timedelta(weeks=1))
        elif until is not None:
            weeks = math.ceil(until / WEEK_H)
        model, bucket = model_of(model, weeks), WEEK_H if bucket is None else bucket
        until = weeks * WEEK_H if until is None else until
    if isinstance(until, timedelta):
        until = until / timedelta(microseconds=model.unit_us)
    _check_request(until, until_pieces, replications, precision, model.unit_us)
    horizon = int(k.INF) - 1 if until is None else round(until * model.unit_us)
    compiled = compile_model(model, horizon)
    ends = _buckets(model, until, warm_up, bucket)
    last = int(k.INF) if until_pieces is None else until_pieces

    one = partial(  # no closure: another process must be able to receive it
        _replicate,
        compiled,
        seed=seed,
        horizon=horizon,
        ends=ends,
        until_pieces=last,
        kept=_kept(trace, states, window, model.unit_us),
        piecewise=piecewise,
    )

    runs: list[_Run] = []
    wanted = replications
    while len(runs) < wanted:
        batch = range(len(runs), wanted)
        results = executor.map(one, batch) if executor else map(one, batch)
        for run in results:
            runs.append(run)
            if progress:
                progress(len(runs), wanted)
        wanted = _replications_needed(runs, wanted, precision, max_replications, warm_up > 0)
    return _result(model, compiled, runs, ends, seed=seed, warm_up=warm_up, until=until)


def _check_request(
    until: float | None,
    until_pieces: int | None,
    replications: int,
    precision: float | None,
    unit_us: int,
) -> None:
    """Refuse a run without an end, or with an end or a precision that is none."""
    if until is None and until_pieces is None:
        raise ModelError("give the run an end: until=... or until_pieces=...")
    if until is not None and not 0 < until * unit_us <= LONGEST_US:
        raise ModelError(f"until is {until}; it must be positive and at most 3 000 years")
    if until_pieces is not None and until_pieces < 1:
        raise ModelError(f"until_pieces is {until_pieces}; at least 1 is needed")
    if not isinstance(replications, numbers.Integral) or replications < 1:
        raise ModelError(f"replications is {replications}; a whole number of at least 1 is needed")
    if precision is not None and not 0 < precision < 1:
        raise ModelError(f"precision is {precision}; write a share of the mean, such as 0.01")


def _kept(trace: bool, states: bool, window: tuple[float, float] | None, unit_us: int) -> Kept:
    """Return what the trace keeps."""
    if window is None:
        return Kept(trace, states)
    begin, end = window
    if not 0 <= begin < end or not (trace or states):
        raise ModelError(f"window {begin} to {end}: it needs trace or states, and 0 <= from < to")
    return Kept(trace, states, (round(begin * unit_us), round(min(end * unit_us, float(k.INF)))))


def _buckets(
    model: Model, until: float | None, warm_up: float, bucket: float | None
) -> NDArray[np.int64]:
    """Return the ends of the buckets in microseconds; the first ends with the warm-up, if any."""
    if until is None:
        if bucket is not None or warm_up > 0:
            raise ModelError("buckets and warm-up need until=...")
        return np.array([k.INF - 1], dtype=np.int64)
    if not 0 <= warm_up < until:
        raise ModelError(f"warm_up is {warm_up}; it must lie between 0 and until ({until})")
    ends = [warm_up] if warm_up > 0 else []
    if bucket is not None:
        if not bucket > 0:
            raise ModelError(f"bucket is {bucket}; it must be positive")
        steps = math.ceil((until - warm_up) / bucket - 1e-9)
        if steps > MAX_BUCKETS:
            raise ModelError(f"bucket is {bucket}: {steps:,} of them; write a longer one")
        ends += [min(until, warm_up + bucket * (j + 1)) for j in range(steps)]
    else:
        ends.append(until)
    ends[-1] = until  # whatever rounding left of the last bucket belongs to it
    return np.array([round(e * model.unit_us) for e in ends], dtype=np.int64)


def _replicate(
    compiled: Compiled,
    replication: int,
    *,
    seed: int,
    horizon: int,
    ends: NDArray[np.int64],
    until_pieces: int,
    kept: Kept,
    piecewise: bool,
) -> _Run:
    """Run one replication, with larger pools if the first ones were too small.

    Only replication 0 keeps its trace.
    """
    pool = 256
    if replication > 0:
        kept = Kept(tasks=False, states=False)
    is_traced = kept.tasks or kept.states
    rows = 1 << 16 if is_traced else 0
    while True:
        world = make_world(
            compiled,
            replication=replication,
            seed=seed,
            bucket_end_us=ends,
            until_pieces=until_pieces,
            pool=pool,
            kept=kept,
            trace_rows=rows,
            piecewise=piecewise,
        )
        key = np.uint64(seed % 2**64)
        run = _kernel_for(compiled, world)
        code = run(world.record, key, np.uint64(replication), np.int64(horizon))
        if code == k.OK:
            break
        if code == k.DEADLOCK:
            raise DeadlockError(_describe_deadlock(compiled, world))
        if code == k.GROW_TRACE:
            rows *= 4
            if rows > MAX_ROWS:
                raise ModelError(
                    f"the trace has more than {MAX_ROWS:,} rows: shorten the run, or keep a "
                    "stretch of time only (window)"
                )
        else:
            pool *= 4
        if pool > MAX_POOL:
            raise ModelError(
                f"more than {MAX_POOL:,} lots are in the shop at once: demand exceeds capacity; "
                "limit the release with conwip, or shorten the run"
            )
    return _Run(
        **{name: world.table(name).copy() for name in _Run.TABLES},
        stock=world.floats("stock").copy(),
        record=world.record.copy(),
        rows=world.tables["rows"][: world.scalar("trace_rows")].copy() if is_traced else None,
    )


def _kernel_for(compiled: Compiled, world: World) -> Callable[..., int]:
    """Return the fastest kernel that runs a world; all give the same bits."""
    ends_together = world.scalar("until_pieces") >= k.INF or world.scalar("num_sources") <= 2
    kernel: Callable[..., int] = engine.simulate
    if world.scalar("is_plain") and compiled.is_lines and ends_together:
        kernel = lines.simulate_lines
    elif world.scalar("is_plain"):
        kernel = engine.simulate_plain
    return kernel


def _describe_deadlock(compiled: Compiled, world: World) -> str:
    """Name the circle of stations that block each other and what breaks it."""
    st, mc = world.tables["st"], world.tables["mc"]
    node = int(np.flatnonzero(st["stuck"])[0])
    path: list[int] = []
    while node not in path:
        path.append(node)
        node = int(mc["blocked_for"][st["first_machine"][node]])
    circle = [*path[path.index(node) :], node]
    names = " -> ".join(compiled.stations[j] for j in circle)
    return (
        f"deadlock after {world.scalar('now') / 3.6e9:.2f} h: {names}: each machine holds a "
        "finished part for which the next station has no room. Give one of these stations a "
        "larger or unlimited buffer, or let fewer lots in (conwip)."
    )


def _replications_needed(
    runs: list[_Run], wanted: int, precision: float | None, limit: int, skip_first: bool
) -> int:
    """Return how many replications the asked precision needs: at most twice those done."""
    if precision is None or wanted >= limit:
        return wanted
    first = 1 if skip_first else 0
    totals = np.array([r.good[first:].sum() for r in runs], dtype=float)
    if len(totals) < 2:
        return min(limit, max(wanted, 2))
    mean, low, high = interval(totals)
    if mean <= 0 or (high - low) / 2 <= precision * mean:
        return wanted
    need = math.ceil(len(runs) * ((high - low) / 2 / (precision * mean)) ** 2)
    return min(limit, max(wanted + 1, min(need, 2 * wanted)))


def _result(
    model: Model,
    compiled: Compiled,
    runs: list[_Run],
    ends: NDArray[np.int64],
    *,
    seed: int,
    warm_up: float,
    until: float | None,
) -> FlowResult:
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
        *traces_of(
            compiled,
            first_run.rows,
            end_us=round(end_time[0] * unit),
            has_tasks=first_run.scalar("tracing") == 1,
            has_states=first_run.scalar("watching") == 1,
        ),
    )


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
