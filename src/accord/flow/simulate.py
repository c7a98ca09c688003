"""The door: run replications of a model and return what was made and by whom."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from copy import copy
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from accord.errors import DeadlockError, ModelError
from accord.flow.cautions import cautions
from accord.flow.collect import Run, collect
from accord.flow.compile import Compiled, compile_model
from accord.flow.durations import LONGEST_US
from accord.flow.estimate import estimate
from accord.flow.kernel import engine, lines
from accord.flow.kernel import layout as k
from accord.flow.limits import check_whole
from accord.flow.measure import check_measure, samples
from accord.flow.model import Model
from accord.flow.result import FlowResult, Reached
from accord.flow.world import Kept, World, make_world

if TYPE_CHECKING:  # a model needs neither tables nor the records of a plant: half the time to start
    from accord.plant.records import Plant

LEAST_POOL, MAX_FIRST_POOL = 256, 1 << 16  # lots for which there is room at first
MAX_POOL = 1 << 22
MAX_BUCKETS = 100_000
MAX_ROWS = 1 << 24  # of a trace: 1 GiB
MAX_REPLICATIONS = 1_000_000
FEWEST_TO_STOP = 10  # a variance of fewer replications is small by luck too often
WEEK_H = 168.0


def simulate(
    model: Model | Plant,
    *,
    until: float | timedelta | None = None,
    until_pieces: int | None = None,
    replications: int = 1,
    precision: float | None = None,
    measure: str | Sequence[str] = "good_pieces",
    max_replications: int = 400,
    first_replication: int = 0,
    seed: int = 1,
    warm_up: float = 0.0,
    bucket: float | None = None,
    executor: Executor | None = None,
    trace: bool = False,
    states: bool = False,
    window: tuple[float, float] | None = None,
    piecewise: bool = False,
    per_person: bool = False,
    effects: Mapping[str, str] | None = None,
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
    replications, precision, measure, max_replications
        At least ``replications``; with ``precision`` go on (from ten) until the half width of the
        95 % interval is below that share of the mean for each ``measure`` (``throughput``,
        ``use:press``: see ``flow.measure``), or ``max_replications``; ``result.reached`` tells.
    first_replication
        Number of the first one, to continue a run: replications 10 to 19 of a seed are the same
        however they are asked for.
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
    per_person
        Keep the hours of each person at each station, the moves and the mean pace too; the rest of
        the results are the same bits. It is so whenever an effect of people is on.
    effects
        Switches of the effects of people, such as ``{"learning": "low", "fatigue": "off"}``: see
        ``flow.Effects.switched``.
    progress
        Called with (replications done, replications planned).

    Raises
    ------
    ModelError
        When the model cannot be built, or needs an end that is not given.
    DeadlockError
        When machines block each other in a circle; the circle is named.
    """
    if not isinstance(model, Model):
        model, until = _of_plant(model, until)
        bucket = WEEK_H if bucket is None else bucket
    on = model.effects.switched(effects or {})
    if effects:
        model = copy(model)
        model.effects = on
    per_person = per_person or bool(on.names_on)
    if isinstance(until, timedelta):
        until = until / timedelta(microseconds=model.unit_us)
    _check_request(until, until_pieces, replications, precision, model.unit_us)
    check_whole("simulate", "seed", seed, 1 << 64)
    measures = (measure,) if isinstance(measure, str) else tuple(measure)
    _check_measures(model, measures)
    if until is None:
        _check_ends(model)
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
        per_person=per_person,
        counts_from_us=round(warm_up * model.unit_us) if warm_up > 0 else -1,
    )

    runs: list[Run] = []
    wanted = first_batch(replications, precision, max_replications)
    while True:
        batch = range(first_replication + len(runs), first_replication + wanted)
        results = executor.map(one, batch) if executor else map(one, batch)
        for run in results:
            runs.append(run)
            if progress:
                progress(len(runs), wanted)
        result = collect(model, compiled, runs, ends, seed=seed, warm_up=warm_up, until=until)
        reached = () if precision is None else _reached(result, measures, precision)
        wanted = _replications_needed(reached, len(runs), max_replications)
        if len(runs) == wanted:
            break
    missed = tuple(r.warning(len(runs)) for r in reached if not r.is_reached)
    return replace(result, reached=reached, warnings=(*missed, *cautions(model, result)))


def _of_plant(
    plant: Plant, until: float | timedelta | None
) -> tuple[Model, float | timedelta | None]:
    """Return the model of a plant and its end, in hours if not given as a time."""
    from accord.flow.from_plant import model_of  # noqa: PLC0415 (heavy)

    weeks = plant.horizon_weeks
    if isinstance(until, timedelta):
        weeks = math.ceil(until / timedelta(weeks=1))
    elif until is not None:
        weeks = math.ceil(until / WEEK_H)
    return model_of(plant, weeks), weeks * WEEK_H if until is None else until


def _check_measures(model: Model, measures: tuple[str, ...]) -> None:
    parts = {
        "products": tuple(model.products),
        "stations": tuple(s.name for s in model.stations),
        "people": tuple(p.name for p in model.people),
    }
    for measure in measures:
        check_measure(measure, parts)


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
    if replications > MAX_REPLICATIONS:
        raise ModelError(f"replications is {replications}; the most is {MAX_REPLICATIONS:,}")
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


def _check_ends(model: Model) -> None:
    """Refuse a run that only pieces can end, where what is supplied without end is all scrapped."""
    endless = {product for product, _, _ in model.sources}
    endless |= set(model.loop[1] if model.loop else ())
    spoils = {p: any(s.scrap >= 1.0 for s in model.products.get(p, ())) for p in endless}
    if endless and all(spoils.values()):
        raise ModelError(
            f"product {min(endless)}: a step scraps every piece, so until_pieces never comes: "
            "give the run an end with until=..."
        )


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
        steps = max(1, math.ceil((until - warm_up) / bucket - 1e-9))
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
    per_person: bool,
    counts_from_us: int,
) -> Run:
    """Run one replication, with larger pools if the first ones were too small.

    Only replication 0 keeps its trace.
    """
    pool = _first_pool(compiled)
    if replication > 0:
        kept = Kept(tasks=False, states=False)
    is_traced = kept.tasks or kept.states
    rows = 1 << 22 if is_traced else 0  # 256 MB, of which only what is written takes memory
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
            per_person=per_person,
            counts_from_us=counts_from_us,
        )
        key = np.uint64(int(seed) % 2**64)
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
        elif pool < MAX_POOL:
            pool = min(4 * pool, MAX_POOL)
        else:
            raise ModelError(
                f"more than {MAX_POOL:,} lots are in the shop at once: demand exceeds capacity; "
                "limit the release with conwip, or shorten the run"
            )
    return Run(
        **{name: world.table(name).copy() for name in Run.TABLES},
        stock=world.floats("stock").copy(),
        record=world.record.copy(),
        rows=world.tables["rows"][: world.scalar("trace_rows")] if is_traced else None,
        worked=world.table("worked").copy(),
        workers=world.tables["wk"].copy(),
    )


def _first_pool(compiled: Compiled) -> int:
    """Return for how many lots there is room at first: for all places of a plain plant's queues."""
    if not compiled.is_plain:
        return LEAST_POOL
    places = int(np.maximum(compiled.st["capacity"], 0).clip(max=MAX_FIRST_POOL).sum())
    return max(LEAST_POOL, min(places + 2 * len(compiled.mc), MAX_FIRST_POOL))


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


def _reached(
    result: FlowResult, measures: tuple[str, ...], precision: float
) -> tuple[Reached, ...]:
    """Return for each measure how narrow its interval is."""
    found = []
    for name in measures:
        known = estimate(samples(result, name))
        found.append(Reached(name, known.mean, known.half_width, precision))
    return tuple(found)


def first_batch(replications: int, precision: float | None, max_replications: int) -> int:
    """Return how many replications come before a precision is looked at for the first time."""
    if precision is None:
        return replications
    return max(replications, min(FEWEST_TO_STOP, max_replications))


def _replications_needed(reached: tuple[Reached, ...], done: int, limit: int) -> int:
    """Return how many replications the asked precision needs: at most twice those done."""
    missing = [r for r in reached if not r.is_reached]
    if not missing or done >= limit:
        return done
    most = max(r.half_width / (r.precision * abs(r.mean)) if r.mean else math.inf for r in missing)
    need = math.ceil(done * most**2) if most < 2 else 2 * done  # nan: not known at all
    return min(limit, max(done + 1, min(need, 2 * done)))
