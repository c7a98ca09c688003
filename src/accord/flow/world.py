"""One replication in memory: the compiled arrays copied into tables on which the kernel works."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accord.flow.compile import Compiled
from accord.flow.kernel import layout as k
from accord.flow.kernel import lines
from accord.flow.kernel.memory import address_of
from accord.flow.kernel.scalars import WORLD
from accord.flow.kernel.step_records import HAND, LINE_STEP, POOL
from accord.flow.rounds import round_us

CACHE_LINE = 64  # bytes
Tables = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class World:
    """One replication: a record of scalars and addresses, and the tables it points to.

    ``tables`` keeps the arrays alive while the kernel works on their addresses.
    """

    record: NDArray[np.void]
    tables: Tables
    shapes: dict[str, tuple[int, ...]]
    begin: dict[str, int]
    sizes: dict[str, int]  # of the tables of the float64 arena

    def table(self, name: str) -> NDArray[np.int64]:
        """Return a table of the int64 arena, as a view."""
        shape, start = self.shapes[name], self.begin[name]
        values: NDArray[np.int64] = self.tables["x"][start : start + math.prod(shape)]
        return values.reshape(shape)

    def floats(self, name: str) -> NDArray[np.float64]:
        """Return a table of the float64 arena, as a flat view."""
        start = self.scalar(name)
        values: NDArray[np.float64] = self.tables["y"][start : start + self.sizes[name]]
        return values

    def scalar(self, name: str) -> int:
        """Return a scalar of the run."""
        return int(self.record[name][0])


@dataclass(frozen=True, slots=True)
class Kept:
    """What the trace of a run keeps: its tasks, its states and queues, and of which time (us)."""

    tasks: bool
    states: bool
    window_us: tuple[int, int] = (0, int(k.INF))


def make_world(
    compiled: Compiled,
    *,
    replication: int,
    seed: int,
    bucket_end_us: NDArray[np.int64],
    until_pieces: int,
    pool: int,
    kept: Kept,
    trace_rows: int,
    piecewise: bool,
    per_person: bool = False,
    counts_from_us: int = -1,
) -> World:
    """Copy the compiled arrays into a fresh world for one replication.

    ``pool`` is the number of lots there is room for; units have four times as many, where a lot is
    not always one unit. Lots that leave after ``counts_from_us`` count in the time in the system.
    """
    switches = compiled.effects.switches
    if per_person and len(compiled.ps):
        switches |= int(k.FX_DETAIL)
    shapes = _shapes(compiled, pool, len(bucket_end_us), switches)
    begin, size = {}, 0
    for name, shape in shapes.items():
        begin[name] = size
        size += math.prod(shape)
    floats = _floats(compiled, switches)
    tables = _tables(compiled, pool, seed, replication)
    tables |= _people(compiled, seed, replication, switches)
    tables["x"] = np.zeros(size + 1, dtype=np.int64)
    tables["y"] = np.concatenate([*floats.values(), [0.0]])
    tables["rows"] = np.zeros((max(1, trace_rows), int(k.TRACE_COLUMNS)), dtype=np.int64)
    record = np.zeros(1, dtype=WORLD).view(np.recarray)  # fields by name without the compiler
    world = World(record, tables, shapes, begin, {name: len(v) for name, v in floats.items()})
    for name, array in tables.items():
        record[name] = address_of(array)
    for name, start in begin.items():
        record[name] = start
    at = 0
    for name, values in floats.items():
        record[name] = at
        at += len(values)
    _fill(world, compiled, bucket_end_us, switches)
    scalars = {
        **compiled.scalars,
        **_counts(compiled, tables, shapes),
        "num_units": len(tables["un"]),
        "num_lots": pool,
        "until_pieces": until_pieces,
        "counts_from": counts_from_us,
        "piecewise": int(piecewise),
        "next_bucket": int(bucket_end_us[0]),
        "tracing": int(kept.tasks),
        "watching": int(kept.states),
        "trace_from": kept.window_us[0],
        "trace_until": kept.window_us[1],
        "round_us": round_us(compiled.steps) if until_pieces >= k.INF else 0,
        "is_plain": int(compiled.is_plain and switches == 0 and not piecewise and trace_rows == 0),
        "effects": switches,
        "task_pieces": compiled.effects.task_pieces,
        "fx_columns": compiled.effects.experience.shape[1],
        "release_head": -1,
        "release_tail": -1,
        "exact_until": -1,
        "ask_head": -1,
        "ask_tail": -1,
    }
    for name, value in scalars.items():
        record[name] = value
    return world


def _shapes(c: Compiled, pool: int, buckets: int, switches: int) -> dict[str, tuple[int, ...]]:
    """Return the tables of the int64 arena and their shapes."""
    r = c.routes
    num_mc, num_ps, num_st, num_products = len(c.mc), len(c.ps), len(c.st), len(c.products)
    largest_pool = int(np.bincount(c.pools.of_people, minlength=1).max())
    has_effects = switches != 0
    return {
        "team": (num_mc, max(1, int(c.st["operators"].max(initial=1)))),
        "can": (c.can.shape[1], -(-num_ps // 64)),
        "pools": c.pools.of_classes.shape,
        "pools_from": c.pools.first.shape,
        "pool_head": (c.pools.count,),
        "pool_tail": (c.pools.count,),
        "pool_order": (c.pools.count,),
        "round_order": (len(c.steps),),
        "step_of": (num_mc if len(c.steps) else 0,),
        "round_ring": (c.pools.count, _power_of_two(largest_pool + 2)),
        "busy_loading": (2 + _power_of_two(num_ps + 3),),
        "busy_attending": (2 + _power_of_two(num_ps + 3),),
        "line": (num_mc + len(r.sources), int(k.LINE_COLUMNS)) if c.is_lines else (0,),
        "takes": (int(_ring_sizes(c).sum()),) if c.is_lines else (0,),
        "partial": (4 * (num_mc + num_ps) + 4,),
        "lot_due": (pool, r.max_steps),
        "lot_got": (pool, r.max_steps),
        "gathers": (num_products,),
        "order_left": (len(c.orders),),
        "order_done": (len(c.orders),),
        "comp_product": r.component_product.shape,
        "loop_op": r.loop_op.shape,
        "loop_qty": r.loop_qty.shape,
        "cond_met": c.calendars.conditions.shape,
        "way_op": c.routes.forks.table()[1].shape,
        "cards": c.controls.cards.shape,
        "in_loop": c.controls.cards.shape,
        "card_head": c.controls.cards.shape,
        "windows": c.controls.windows.shape,
        "order_due": c.routes.order_due.shape,
        "wip": c.controls.wip.shape,
        "bucket_end": (buckets,),
        "backlog": (buckets,),
        "entered_at": (buckets,),
        "acc_m": (buckets, num_mc, int(k.MACHINE_ACCOUNTS)),
        "acc_p": (buckets, num_ps, len(k.PERSON_STATES)),
        "acc_extra": (buckets, num_ps),
        "good": (buckets, num_products),
        "tally": (buckets, num_st, int(k.NUM_TALLIES)),
        "fx_column": c.effects.column.shape if has_effects else (0,),
        "fx_area": c.effects.area.shape if has_effects else (0,),
        "fx_walk": c.effects.walk_us.shape,
        "seen": (c.effects.num_areas,) if has_effects else (0,),
        "seen_num": (c.effects.num_areas,) if has_effects else (0,),
        "worked": (2, num_ps, num_st) if switches & k.FX_DETAIL else (0,),
    }


def _power_of_two(size: int) -> int:
    """Return the smallest power of two that is at least ``size``."""
    return 1 << (size - 1).bit_length()


def _ring_sizes(c: Compiled) -> NDArray[np.int64]:
    """Return how many of its last pieces each machine of a line remembers: a power of two."""
    places = np.maximum(c.st["capacity"][c.mc["station"]], 0)
    sizes: NDArray[np.int64] = 2 ** np.ceil(np.log2(places + 1)).astype(np.int64)
    return sizes


def _line_steps(c: Compiled) -> NDArray[np.void]:
    """Return the steps of all lines, line by line in the order of their sources and routes."""
    if not c.is_lines:
        return np.zeros(1, dtype=LINE_STEP)
    sizes = _ring_sizes(c)
    ring = np.cumsum(sizes) - sizes
    steps = np.zeros(len(c.mc), dtype=LINE_STEP)
    at = 0
    for first_op in c.routes.sources["first_op"][1:]:
        op = int(first_op)
        while op >= 0:
            o = c.routes.operations[op]
            i = int(c.st["first_machine"][o["station"]])
            step, at = steps[at], at + 1
            for name in ("kind", "sigma", "noise_pieces", "station"):
                step[name] = o[name]
            step["cycle"], step["op"], step["run_op"], step["machine"] = o["cycle_us"], op, op, i
            step["places"] = c.st["capacity"][o["station"]]
            step["ring"], step["ring_mask"] = ring[i], sizes[i] - 1
            op = int(o["next"])
            step["is_last"] = op < 0
    steps["made_at"] = -1
    steps["stopped_by"] = -1
    return steps


def _floats(c: Compiled, switches: int) -> dict[str, NDArray[np.float64]]:
    """Return the tables of the float64 arena."""
    fx = c.effects
    of_effects = {
        "fx_numbers": fx.numbers,
        "fx_done": fx.experience.ravel(),
        "fx_base": fx.base.ravel(),
        "fx_manual": fx.manual_share,
        "fx_time": np.ones(fx.experience.size),
        "fx_until": np.zeros(fx.experience.size),
    }
    return {
        "pace": c.pace.ravel(),
        "stock": c.controls.stock,
        "way_share": c.routes.forks.table()[2],
        "setups": c.controls.setups,
        "upkeep_last": c.controls.upkeep_last.ravel(),
        "comp_qty": c.routes.component_qty,
        "loop_share": c.routes.loop_share,
        "cond_limit": c.calendars.conditions,
        "cond_cap": c.calendars.caps_us,
        **(of_effects if switches else {}),
    }


def _tables(c: Compiled, pool: int, seed: int, replication: int) -> Tables:
    """Return the tables of records; what the kernel writes is copied."""
    r = c.routes
    timed = np.flatnonzero(r.sources["kind"][1:] >= 0)  # a saturated source has no events
    entities = len(c.mc) + (int(timed[-1]) + 1 if len(timed) else 0)
    leaves = 1 << max(1, (entities - 1).bit_length())
    return {
        "st": c.st.copy(),
        "op": r.operations,
        "mc": c.mc.copy(),
        "ps": c.ps.copy(),
        "un": _aligned(pool if c.is_plain else 4 * pool, k.UNIT),
        "lt": _aligned(pool, k.LOT),
        "plan": r.plan.copy(),
        "cal": c.calendars.entries(seed, replication),
        "src": r.sources.copy(),
        "stp": _steps(c),
        "pol": np.zeros(c.pools.count, dtype=POOL),
        "hnd": np.zeros(len(c.ps), dtype=HAND),
        "up": c.controls.upkeep,
        "fk": r.forks.table()[0],
        "ev": np.zeros(2 * leaves, dtype=k.EVENT),
        "ln": np.zeros(leaves, dtype=k.LINK),
        "ls": _line_steps(c),
    }


def _aligned(length: int, kind: np.dtype[np.void]) -> NDArray[np.void]:
    """Return empty records that begin where a line of the processor's cache does."""
    raw = np.zeros(length * kind.itemsize + CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    return raw[start : start + length * kind.itemsize].view(kind)


def _steps(c: Compiled) -> NDArray[np.void]:
    """Return the steps of the rounds with the pools that may serve them."""
    steps = c.steps.copy()
    needs = steps["attendance"] != k.ATT_NONE
    skill = np.where(needs, steps["skill"], 0)
    steps["first_class"] = np.where(needs, c.pools.first[skill], 0)
    steps["last_class"] = np.where(needs, c.pools.first[skill + 1], 0)
    return steps


def _people(c: Compiled, seed: int, replication: int, switches: int) -> Tables:
    """Return what the effects know of people and their tasks: no rows when all are off."""
    workers = np.zeros(len(c.ps) if switches else 0, dtype=k.WORKER)
    for name in ("place", "off_since", "area"):
        workers[name] = -1
    if switches:
        workers["rate"] = c.effects.rates(seed, replication)
        workers["pace"] = 1.0
        workers["mentor"] = c.effects.mentor
    tasks = np.zeros(len(c.mc) if switches else 0, dtype=k.TASK)
    tasks["credit_left"] = -1
    return {"wk": workers, "tk": tasks}


def _fill(world: World, c: Compiled, bucket_end_us: NDArray[np.int64], switches: int) -> None:
    """Write the tables of the int64 arena that do not begin at zero."""
    r = c.routes
    world.table("can")[...] = _bits(c.can.T)
    world.table("pools")[...] = c.pools.of_classes
    world.table("pools_from")[...] = c.pools.first
    world.table("pool_head")[...] = -1
    world.table("pool_tail")[...] = -1
    world.table("pool_order")[...] = k.INF
    world.table("round_order")[...] = np.arange(len(c.steps))
    if len(c.steps):
        world.table("step_of")[c.steps["machine"]] = np.arange(len(c.steps))
    rings = world.table("round_ring")
    world.tables["hnd"]["pool"] = c.ps["pool"]
    world.tables["pol"]["ring"] = world.begin["round_ring"] + np.arange(len(rings)) * rings.shape[1]
    world.table("gathers")[...] = r.gathers
    world.table("order_left")[...] = r.order_qty
    world.table("order_done")[...] = -1
    world.table("comp_product")[...] = r.component_product
    world.table("loop_op")[...] = r.loop_op
    world.table("loop_qty")[...] = r.loop_qty
    world.table("way_op")[...] = r.forks.table()[1]
    world.table("cards")[...] = c.controls.cards
    world.table("card_head")[...] = -1
    world.table("windows")[...] = c.controls.windows
    world.table("order_due")[...] = r.order_due
    world.table("wip")[...] = c.controls.wip
    world.table("bucket_end")[...] = bucket_end_us
    world.table("fx_walk")[...] = c.effects.walk_us
    if switches:
        world.table("fx_column")[...] = c.effects.column
        world.table("fx_area")[...] = c.effects.area
    if c.is_lines:
        line = world.table("line")
        world.tables["ls"]["ring"] += world.begin["takes"]
        world.tables["ls"]["bucket_end"] = bucket_end_us[0]
        line[:, lines.BUCKET_END] = bucket_end_us[0]
        line[:, lines.ACCOUNTS] = world.begin["acc_m"] + np.arange(len(line)) * k.MACHINE_ACCOUNTS
        line[:, lines.TALLIES] = world.begin["tally"]


def _bits(flags: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return the columns of each row as bits of 64-bit words, the first column lowest."""
    width = -(-flags.shape[1] // 64) * 64
    padded = np.zeros((len(flags), width), dtype=np.uint8)
    padded[:, : flags.shape[1]] = flags
    return np.packbits(padded, axis=1, bitorder="little").view("<i8")


def _counts(c: Compiled, tables: Tables, shapes: dict[str, tuple[int, ...]]) -> dict[str, int]:
    """Return the sizes that the kernel needs."""
    return {
        "num_machines": len(c.mc),
        "num_people": len(c.ps),
        "num_stations": len(c.st),
        "num_plan": len(c.routes.plan),
        "num_calendar": len(tables["cal"]),
        "num_sources": len(c.routes.sources),
        "num_rows": len(tables["rows"]),
        "num_loop": len(c.routes.loop_op),
        "num_steps": len(c.steps),
        "num_pools": c.pools.count,
        "ring_mask": shapes["round_ring"][1] - 1,
        "busy_mask": shapes["busy_loading"][0] - 3,
        "num_forks": len(c.routes.forks),
        "num_loops": len(c.controls.cards),
        "num_wip": len(c.controls.wip),
        "max_upkeep": c.controls.upkeep_last.shape[1],
        "leaves": len(tables["ev"]) // 2,
        "team_max": shapes["team"][1],
        "classes": c.pace.shape[1],
        "can_words": shapes["can"][1],
        "steps": c.routes.max_steps,
        "buckets": shapes["bucket_end"][0],
        "products": len(c.products),
    }
