"""Compile a model into the arrays of the kernel: ids become codes, durations microseconds."""

from __future__ import annotations

import math
from collections import namedtuple
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.calendars import Calendars, compile_calendars
from accord.flow.durations import variate_of
from accord.flow.kernel import layout as k
from accord.flow.kernel.streams import FIXED
from accord.flow.keys import entity_key
from accord.flow.model import Model, StationSpec
from accord.flow.routes import Routes, compile_routes

Array = NDArray[np.void]

World = namedtuple("World", "st op mc ps un lt plan cal src ev g x y rows")  # type: ignore[misc]  # noqa: PYI024, E501 (numba reads it)

RULES = {"finish": k.FINISH, "preempt": k.PREEMPT, "handover": k.HANDOVER, "no_start": k.NO_START}
ATTENDANCE = {"cycle": k.ATT_CYCLE, "load": k.ATT_LOAD}


@dataclass(frozen=True, slots=True)
class Compiled:
    """A model as arrays, ready to be copied into a world for each replication."""

    products: tuple[str, ...]
    stations: tuple[str, ...]
    machines: tuple[str, ...]
    machine_station: tuple[int, ...]
    people: tuple[str, ...]
    orders: tuple[str, ...]
    unit_us: int
    st: NDArray[np.void]
    mc: NDArray[np.void]
    ps: NDArray[np.void]
    can: NDArray[np.int8]
    pace: NDArray[np.float64]
    scalars: tuple[tuple[int, int], ...]
    routes: Routes
    calendars: Calendars


def compile_model(model: Model, horizon_us: int) -> Compiled:
    """Compile ``model`` for runs of at most ``horizon_us`` microseconds.

    Raises
    ------
    ModelError
        When the model cannot be run; the message names station or product and the remedy.
    """
    _check_names(model)
    classes = _skill_classes(model)
    stations, machines = _stations(model, classes)
    routes = compile_routes(model)
    st = stations
    for j in range(len(model.stations)):
        st[j]["has_components"] = int(routes.waits_for_components[j])
    people = tuple(p.name for p in model.people)
    can, pace, active = _skills(model, classes)
    calendars = compile_calendars(model, classes, machines, horizon_us)
    mc = _machines(model, st, machines)
    ps = np.zeros(len(people), dtype=k.PERSON)
    ps["active"] = active
    ps["extra_cap_us"] = k.INF
    if model.extra_cap:
        ps["extra_cap_us"] = [int(c * model.unit_us) for c in model.extra_cap]
    scalars = (
        (k.G_LIMIT_LOTS, model.loop[0] if model.loop else model.limit_lots),
        (k.G_RELEASE_MODE, k.REL_CLOSED if model.loop else k.REL_ORDERS),
        (k.G_SHIFT_END, _rule(model.rules.shift_end, "shift_end")),
        (k.G_BREAK_RULE, _rule(model.rules.break_rule, "break_rule")),
        (k.G_LONG_RULE, _rule(model.rules.long_task_end, "long_task_end")),
        (k.G_AT_FAIL, _at_failure(model.rules.at_failure)),
        (k.G_CYCLIC, int(routes.has_cycle)),
    )
    mc["entity"] = np.array([entity_key(m) for m in machines], dtype=np.uint64)
    return Compiled(
        tuple(model.products),
        tuple(s.name for s in model.stations),
        machines,
        tuple(int(m["station"]) for m in mc),
        people,
        tuple(o.name for o in model.orders),
        model.unit_us,
        st,
        mc,
        ps,
        can,
        pace,
        scalars,
        routes,
        calendars,
    )


def _rule(name: str, what: str) -> int:
    if name not in RULES:
        raise ModelError(f"rules.{what} is {name!r}: write one of {', '.join(RULES)}")
    return RULES[name]


def _at_failure(name: str) -> int:
    names = {"stay": k.STAY, "until_off": k.UNTIL_OFF, "free": k.FREE}
    if name not in names:
        raise ModelError(f"rules.at_failure is {name!r}: write one of {', '.join(names)}")
    return names[name]


def _check_names(model: Model) -> None:
    if not model.stations:
        raise ModelError("the model has no station: add one with model.station(...)")
    if not model.products:
        raise ModelError("the model has no product: add one with model.product(...)")
    for what, names in (
        ("station", [s.name for s in model.stations]),
        ("machine", [m for s in model.stations for m in s.machines]),
        ("person", [p.name for p in model.people]),
        ("order", [o.name for o in model.orders]),
    ):
        seen: set[str] = set()
        for name in names:
            if name in seen:
                raise ModelError(f"{what} {name!r} is defined twice: give each its own name")
            seen.add(name)


def _skill_classes(model: Model) -> dict[tuple[str, str], int]:
    """Number the (group, task) pairs that some station asks for."""
    classes: dict[tuple[str, str], int] = {}
    for s in model.stations:
        wanted = [(s.name, "run")] if s.operators > 0 else []
        wanted += [
            (group, task)
            for group, task in (
                (s.setup_skill, "setup"),
                (s.repair_skill, "repair"),
                (s.relief_skill, "relief"),
            )
            if group
        ]
        for pair in wanted:
            classes.setdefault(pair, len(classes))
    return classes


def _stations(
    model: Model, classes: dict[tuple[str, str], int]
) -> tuple[Array, tuple[str, ...]]:
    st = np.zeros(len(model.stations), dtype=k.STATION)
    machines: list[str] = []
    for j, s in enumerate(model.stations):
        _check_station(s)
        row = st[j]
        unit = model.unit_us
        row["capacity"] = -1 if s.buffer is None else s.buffer
        row["load_us"] = round(s.load * unit)
        row["unload_us"] = round(s.unload * unit)
        row["first_machine"] = len(machines)
        row["num_machines"] = len(s.machines)
        row["operators"] = s.operators
        row["per_operator"] = s.machines_per_operator
        row["attendance"] = ATTENDANCE[s.attendance] if s.operators > 0 else k.ATT_NONE
        row["run_class"] = classes.get((s.name, "run"), -1) if s.operators > 0 else -1
        row["setup_class"] = classes.get((s.setup_skill, "setup"), -1)
        row["repair_class"] = classes.get((s.repair_skill, "repair"), -1)
        row["relief_class"] = classes.get((s.relief_skill, "relief"), -1)
        row["clock"] = k.CLOCK_CALENDAR if s.breakdown_clock == "calendar" else k.CLOCK_RUNNING
        row["fail_kind"], row["repair_kind"] = -1, FIXED
        if s.failure is not None:
            what = f"station {s.name}: failure"
            row["fail_kind"], row["fail_us"], row["fail_sigma"] = variate_of(s.failure, unit, what)
            if row["fail_us"] < 1:
                raise ModelError(f"{what}: the time between failures must be positive")
            row["repair_kind"], row["repair_us"], row["repair_sigma"] = variate_of(
                s.repair if s.repair is not None else 0.0, unit, f"station {s.name}: repair"
            )
        for end in ("head", "tail", "blocked_head", "blocked_tail"):
            row[end] = -1
        machines += s.machines
    return st, tuple(machines)


def _check_station(s: StationSpec) -> None:
    where = f"station {s.name}"
    if s.attendance not in ATTENDANCE:
        raise ModelError(f"{where}: attendance {s.attendance!r}: write cycle or load")
    if s.breakdown_clock not in ("running", "calendar"):
        raise ModelError(
            f"{where}: breakdown_clock {s.breakdown_clock!r}: write running or calendar"
        )
    if s.operators < 0 or s.machines_per_operator < 1:
        raise ModelError(f"{where}: operators >= 0 and machines_per_operator >= 1")
    if s.operators > 1 and (s.attendance == "load" or s.machines_per_operator > 1):
        raise ModelError(
            f"{where}: a team of {s.operators} attends one machine for the whole cycle; "
            "load attendance and several machines per person need operators=1"
        )
    if s.buffer is not None and s.buffer < 0:
        raise ModelError(f"{where}: buffer {s.buffer} must be zero or more places")
    if s.load < 0 or s.unload < 0 or s.move < 0:
        raise ModelError(f"{where}: load, unload and move must be zero or more")


def _machines(model: Model, st: Array, machines: tuple[str, ...]) -> Array:
    mc = np.zeros(len(machines), dtype=k.MACHINE)
    late = {d.machine for d in model.machine_dates if d.start is not None and d.start > 0}
    unknown = {d.machine for d in model.machine_dates} - set(machines)
    if unknown:
        raise ModelError(f"machine {sorted(unknown)[0]!r} has a date but belongs to no station")
    for j, row in enumerate(st):
        for i in range(row["first_machine"], row["first_machine"] + row["num_machines"]):
            mc[i]["station"] = j
            mc[i]["state"] = k.OFFLINE if machines[i] in late else k.IDLE
    for name in ("unit", "out", "prev_ask", "next_ask", "next_blocked", "setup_op", "run_op", "fixer"):
        mc[name] = -1
    mc["known_repair"] = -1
    mc["fail_left"] = k.INF
    mc["fail_at"] = k.INF
    return mc


def _skills(
    model: Model, classes: dict[tuple[str, str], int]
) -> tuple[NDArray[np.int8], NDArray[np.float64], NDArray[np.int32]]:
    names = {s.name for s in model.stations} | {group for group, _ in classes}
    can = np.zeros((len(model.people), max(1, len(classes))), dtype=np.int8)
    pace = np.ones((len(model.people), max(1, len(classes))))
    active = np.zeros(len(model.people), dtype=np.int32)
    for i, p in enumerate(model.people):
        for skill in p.skills:
            if skill.station not in names:
                raise ModelError(
                    f"person {p.name}: skill {skill.station!r} is neither a station nor a group"
                )
            if not skill.pace > 0:
                raise ModelError(f"person {p.name}: pace {skill.pace} must be positive")
            c = classes.get((skill.station, skill.task))
            if c is not None:
                active[i] = 1
                pace[i, c] = skill.pace
                if skill.since <= 0:
                    can[i, c] = 1
    return can, pace, active


@dataclass(frozen=True, slots=True)
class Arena:
    """Tables of one replication that live side by side in one int64 vector."""

    begin: dict[int, int]
    shape: dict[int, tuple[int, ...]]
    values: NDArray[np.int64]

    def table(self, index: int) -> NDArray[np.int64]:
        """Return the table that begins at scalar ``index``, as a view."""
        start, shape = self.begin[index], self.shape[index]
        return self.values[start : start + math.prod(shape)].reshape(shape)


def _arena(shapes: dict[int, tuple[int, ...]]) -> Arena:
    begin, size = {}, 0
    for index, shape in shapes.items():
        begin[index] = size
        size += math.prod(shape)
    return Arena(begin, shapes, np.zeros(size + 1, dtype=np.int64))


def make_world(
    compiled: Compiled,
    *,
    replication: int,
    seed: int,
    bucket_end_us: NDArray[np.int64],
    until_pieces: int,
    pool: int,
    trace_rows: int,
    piecewise: bool,
) -> tuple[World, Arena]:
    """Copy the compiled arrays into a fresh world for one replication.

    ``pool`` is the number of lots there is room for; units have four times as many.
    """
    c, r = compiled, compiled.routes
    num_st, num_mc, num_ps = len(c.st), len(c.mc), len(c.ps)
    num_products, num_orders, buckets = len(c.products), len(c.orders), len(bucket_end_us)
    team, classes = max(1, int(c.st["operators"].max(initial=1))), c.can.shape[1]
    num_loop, num_cond = len(r.loop_op), len(c.calendars.conditions)
    x = _arena(
        {
            k.G_TEAM: (num_mc, team),
            k.G_CAN: (num_ps, classes),
            k.G_PARTIAL: (4 * (num_mc + num_ps) + 4,),
            k.G_LOT_DUE: (pool, r.max_steps),
            k.G_LOT_GOT: (pool, r.max_steps),
            k.G_GATHERS: (num_products,),
            k.G_ORDER_LEFT: (num_orders,),
            k.G_ORDER_DONE: (num_orders,),
            k.G_COMP_PRODUCT: (len(r.component_product),),
            k.G_LOOP_OP: (num_loop,),
            k.G_LOOP_QTY: (num_loop,),
            k.G_COND_MET: (num_cond,),
            k.G_BUCKET_END: (buckets,),
            k.G_BACKLOG: (buckets,),
            k.G_ENTERED_AT: (buckets,),
            k.G_ACC_M: (buckets, num_mc, k.NUM_MACHINE_STATES),
            k.G_ACC_P: (buckets, num_ps, k.NUM_PERSON_STATES),
            k.G_ACC_EXTRA: (buckets, num_ps),
            k.G_GOOD: (buckets, num_products),
            k.G_TALLY: (buckets, num_st, k.NUM_TALLIES),
        }
    )
    for index, values in (
        (k.G_CAN, c.can),
        (k.G_GATHERS, r.gathers),
        (k.G_ORDER_LEFT, r.order_qty),
        (k.G_ORDER_DONE, -1),
        (k.G_COMP_PRODUCT, r.component_product),
        (k.G_LOOP_OP, r.loop_op),
        (k.G_LOOP_QTY, r.loop_qty),
        (k.G_BUCKET_END, bucket_end_us),
    ):
        x.table(index)[...] = values
    floats = {
        0: c.pace.ravel(),
        k.G_STOCK: np.zeros(num_products),
        k.G_COMP_QTY: r.component_qty,
        k.G_LOOP_SHARE: r.loop_share,
        k.G_COND_LIMIT: c.calendars.conditions,
    }
    g = np.zeros(k.G_SIZE, dtype=np.int64)
    at = 0
    for index, values in floats.items():
        g[index] = at
        at += len(values)
    for index, start in x.begin.items():
        g[index] = start
    for index, value in c.scalars:
        g[index] = value
    for index in (k.G_IDLE_HEAD, k.G_IDLE_TAIL, k.G_ASK_HEAD, k.G_ASK_TAIL):
        g[index] = -1
    g[k.G_NOW] = 0
    g[k.G_UNTIL_PIECES] = until_pieces
    g[k.G_PIECEWISE] = int(piecewise)
    g[k.G_NEXT_BUCKET] = bucket_end_us[0]
    g[k.G_TRACING] = int(trace_rows > 0)
    g[k.G_TEAM_MAX], g[k.G_CLASSES], g[k.G_STEPS] = team, classes, r.max_steps
    g[k.G_BUCKETS], g[k.G_PRODUCTS], g[k.G_NUM_LOOP] = buckets, num_products, num_loop
    leaves = 2
    while leaves < num_mc + len(r.sources):
        leaves *= 2
    world = World(
        st=c.st.copy(),
        op=r.operations,
        mc=c.mc.copy(),
        ps=c.ps.copy() if num_ps else np.zeros(1, dtype=k.PERSON)[:0],
        un=np.zeros(4 * pool, dtype=k.UNIT),
        lt=np.zeros(pool, dtype=k.LOT),
        plan=r.plan.copy(),
        cal=c.calendars.entries(seed, replication),
        src=r.sources.copy(),
        ev=np.zeros(leaves, dtype=k.EVENT),
        g=g,
        x=x.values,
        y=np.concatenate([*floats.values(), [0.0]]),
        rows=np.zeros((max(1, trace_rows), 8), dtype=np.int64),
    )
    return world, x
