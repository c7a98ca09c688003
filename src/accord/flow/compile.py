"""Compile a model into the arrays of the kernel: ids become codes, durations microseconds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.calendars import Calendars, compile_calendars
from accord.flow.compile_controls import ControlTables, compile_controls
from accord.flow.durations import variate_of
from accord.flow.effect_tables import EffectTables, compile_effects
from accord.flow.kernel import layout as k
from accord.flow.kernel.step_records import ROUND_STEP
from accord.flow.kernel.streams import FIXED
from accord.flow.keys import entity_key
from accord.flow.limits import check_numbers
from accord.flow.model import Model, PersonSpec, StationSpec
from accord.flow.rounds import compile_rounds
from accord.flow.routes import Routes, compile_routes

Array = NDArray[np.void]

RULES = {
    "finish": int(k.FINISH),
    "preempt": int(k.PREEMPT),
    "handover": int(k.HANDOVER),
    "no_start": int(k.NO_START),
}
FAILURES = {"stay": int(k.STAY), "until_off": int(k.UNTIL_OFF), "free": int(k.FREE)}
ATTENDANCE = {"cycle": int(k.ATT_CYCLE), "load": int(k.ATT_LOAD)}


TASKS = ("run", "setup", "repair", "relief")


@dataclass(frozen=True, slots=True)
class Pools:
    """People by their skills: those of one pool can replace each other.

    Attributes
    ----------
    of_people
        (P,) pool of each person.
    count
        Number of pools G.
    of_classes
        (N,) pools that master a skill class, class by class.
    first
        (C + 1,) where the pools of each class begin in ``of_classes``.
    """

    of_people: NDArray[np.intp]
    count: int
    of_classes: NDArray[np.intp]
    first: NDArray[np.intp]


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
    pools: Pools
    pace: NDArray[np.float64]
    scalars: dict[str, int]
    routes: Routes
    calendars: Calendars
    effects: EffectTables
    controls: ControlTables
    is_plain: bool
    is_lines: bool
    steps: NDArray[np.void]


def compile_model(model: Model, horizon_us: int) -> Compiled:
    """Compile ``model`` for runs of at most ``horizon_us`` microseconds.

    Raises
    ------
    ModelError
        When the model cannot be run; the message names station or product and the remedy.
    """
    check_numbers(model)
    _check_names(model)
    classes = _skill_classes(model)
    stations, machines = _stations(model, classes)
    routes = compile_routes(model)
    st = stations
    st["has_components"] = routes.waits_for_components
    people = tuple(p.name for p in model.people)
    can, ever, pace = _skills(model, classes)
    pools = _pools(ever)
    for row in st:
        is_even = row["run_class"] < 0 or bool((pace[:, row["run_class"]] == 1.0).all())
        row["is_paced"] = int(row["attendance"] == k.ATT_CYCLE and not is_even)
    mc = _machines(model, st, machines)
    controls = compile_controls(model, st, mc, routes, classes)
    calendars = compile_calendars(model, classes, machines, horizon_us)
    ps = np.zeros(len(people), dtype=k.PERSON)
    ps["active"] = ever.any(axis=1)
    ps["pool"] = pools.of_people
    ps["extra_cap_us"] = k.INF
    ps["plain_until"] = -1
    if model.extra_cap:
        ps["extra_cap_us"] = [int(c * model.unit_us) for c in model.extra_cap]
    scalars = {
        "limit_lots": model.loop[0] if model.loop else model.limit_lots,
        "release_mode": int(k.REL_CLOSED if model.loop else k.REL_ORDERS),
        "shift_end": _rule(model.rules.shift_end, "shift_end"),
        "break_rule": _rule(model.rules.break_rule, "break_rule"),
        "long_rule": _rule(model.rules.long_task_end, "long_task_end"),
        "at_fail": _rule(model.rules.at_failure, "at_failure", FAILURES),
        "cyclic": int(routes.has_cycle),
    }
    mc["entity"] = np.array([entity_key(m) for m in machines], dtype=np.uint64)
    effects = compile_effects(model, classes, routes)
    is_plain = (
        effects.switches == 0 and not controls.is_used and _is_plain(scalars, st, routes, calendars)
    )
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
        pools,
        pace,
        scalars,
        routes,
        calendars,
        effects,
        controls,
        is_plain,
        is_plain and _is_lines(scalars, st, routes, calendars),
        compile_rounds(st, routes, scalars["at_fail"])
        if is_plain
        else np.zeros(0, dtype=ROUND_STEP),
    )


def _is_plain(scalars: dict[str, int], st: Array, routes: Routes, calendars: Calendars) -> bool:
    """Return whether the plant has none of what the kernel leaves out for a plain plant.

    Single pieces in queues by arrival, one person a task, no set-ups, losses, assembly or moves,
    nobody for repairs, skills that do not change, and tasks that are finished at a shift's end.
    """
    r = routes
    one_at_a_time = (
        (st["operators"] <= 1) & (st["per_operator"] == 1) & (st["is_paced"] == 0)
    ).all()
    helpers = max(st[name].max() for name in ("setup_class", "repair_class", "relief_class"))
    simple = all(
        not r.operations[name].any()
        for name in ("setup_us", "scrap", "rework", "is_move", "num_components", "makes")
    )
    quantities = np.concatenate([r.sources["qty"][1:], r.plan["qty"], r.loop_qty])
    finishes = scalars["shift_end"] == k.FINISH and scalars["break_rule"] == k.FINISH
    return bool(
        one_at_a_time
        and helpers < 0
        and simple
        and (quantities == 1).all()
        and len(set(r.plan["priority"].tolist()) | {0}) == 1
        and finishes
        and not (calendars.table["kind"] == k.C_SKILL).any()
    )


def _is_lines(scalars: dict[str, int], st: Array, routes: Routes, calendars: Calendars) -> bool:
    """Return whether a plain plant is nothing but lines that need nobody (``kernel.lines``).

    One machine a station, each visited by one step, a source for each product, and no calendar.
    """
    first_ops = routes.sources["first_op"][1:]
    visited = routes.operations["station"]
    return bool(
        (st["operators"] == 0).all()
        and (st["num_machines"][visited] == 1).all()
        and (st["clock"][visited] == k.CLOCK_RUNNING).all()
        and len(np.unique(visited)) == len(visited)
        and len(np.unique(first_ops)) == len(first_ops)
        and len(routes.plan) == len(routes.loop_op) == len(calendars.table) == 0
    )


def _rule(name: str, what: str, words: dict[str, int] = RULES) -> int:
    if name not in words:
        raise ModelError(f"rules.{what} is {name!r}: write one of {', '.join(words)}")
    return words[name]


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
    """Return the number of each pair (group, task) that some station asks for."""
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
        wanted += [
            (p.skill, "repair") for p in model.maintenances if p.station == s.name and p.skill
        ]
        for pair in wanted:
            classes.setdefault(pair, len(classes))
    return classes


def _stations(model: Model, classes: dict[tuple[str, str], int]) -> tuple[Array, tuple[str, ...]]:
    st = np.zeros(len(model.stations), dtype=k.STATION)
    machines: list[str] = []
    for j, s in enumerate(model.stations):
        _check_station(s)
        row = st[j]
        unit = model.unit_us
        row["capacity"] = -1 if s.buffer is None else s.buffer
        row["load_us"] = round(s.load * unit) if s.operators > 0 else 0
        row["unload_us"] = round(s.unload * unit) if s.operators > 0 else 0
        row["first_machine"] = len(machines)
        row["num_machines"] = len(s.machines)
        row["operators"] = s.operators
        # tending is for machines that run; who loads does one loading at a time
        row["per_operator"] = s.machines_per_operator if s.attendance == "cycle" else 1
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
    if not s.machines:
        raise ModelError(f"{where}: it has no machine; give a number of at least 1, or their ids")
    if s.operators < 0 or s.machines_per_operator < 1:
        raise ModelError(
            f"{where}: operators {s.operators} and machines_per_operator "
            f"{s.machines_per_operator}: write at least 0 and at least 1"
        )
    if s.operators > 1 and (s.attendance == "load" or s.machines_per_operator > 1):
        raise ModelError(
            f"{where}: a team of {s.operators} attends one machine for the whole cycle; "
            "load attendance and several machines per person need operators=1"
        )
    if s.buffer is not None and s.buffer < 0:
        raise ModelError(f"{where}: buffer {s.buffer} must be zero or more places, or None")
    for what, value in (("load", s.load), ("unload", s.unload), ("move", s.move)):
        if not 0.0 <= value < math.inf:
            raise ModelError(f"{where}: {what} {value} must be zero or more and finite")
    if s.repair is not None and s.failure is None:
        raise ModelError(f"{where}: it has a repair and no failure; give both or neither")


def _machines(model: Model, st: Array, machines: tuple[str, ...]) -> Array:
    mc = np.zeros(len(machines), dtype=k.MACHINE)
    late = {d.machine for d in model.machine_dates if d.start is not None and d.start > 0}
    unknown = {d.machine for d in model.machine_dates} - set(machines)
    if unknown:
        raise ModelError(
            f"machine {sorted(unknown)[0]!r} has a date but belongs to no station: "
            "add it to the machines of its station"
        )
    for d in model.machine_dates:
        if d.start is not None and d.end is not None and d.end <= d.start:
            raise ModelError(
                f"machine {d.machine!r} leaves at {d.end}, before it comes at {d.start}: "
                "give the end after the start"
            )
    for j, row in enumerate(st):
        for i in range(row["first_machine"], row["first_machine"] + row["num_machines"]):
            mc[i]["station"] = j
            mc[i]["state"] = k.OFFLINE if machines[i] in late else k.IDLE
    nothing = ("unit", "out", "prev_ask", "next_ask", "next_blocked", "setup_op", "run_op", "fixer")
    for name in (*nothing, "setup_family", "upkeep"):
        mc[name] = -1
    mc["known_repair"] = -1
    mc["unstaffed"] = st["operators"][mc["station"]] > 0
    mc["fail_left"] = k.INF
    mc["fail_at"] = k.INF
    return mc


def _skills(
    model: Model, classes: dict[tuple[str, str], int]
) -> tuple[NDArray[np.int8], NDArray[np.int8], NDArray[np.float64]]:
    """Return (P, C) who masters what at time 0, who ever does, and the paces."""
    names = {s.name for s in model.stations} | {group for group, _ in classes}
    can = np.zeros((len(model.people), max(1, len(classes))), dtype=np.int8)
    ever = np.zeros_like(can)
    pace = np.ones(can.shape)
    for i, p in enumerate(model.people):
        _check_skills(p)
        for skill in p.skills:
            if skill.station not in names:
                raise ModelError(
                    f"person {p.name}: skill {skill.station!r} is neither a station nor a group; "
                    f"known are {', '.join(sorted(names)[:8])}"
                )
            c = classes.get((skill.station, skill.task))
            if c is not None:
                ever[i, c] = 1
                pace[i, c] = skill.pace
                if skill.since <= 0:
                    can[i, c] = 1
    return can, ever, pace


def _check_skills(p: PersonSpec) -> None:
    """Refuse skills that say nothing, or two things at once."""
    seen = set()
    for skill in p.skills:
        where = f"person {p.name}: skill {skill.station!r}"
        if skill.task not in TASKS:
            raise ModelError(f"{where}: task {skill.task!r}: write one of {', '.join(TASKS)}")
        if not 0.0 < skill.pace < math.inf:
            raise ModelError(f"{where}: pace {skill.pace} must be positive and finite")
        if math.isnan(skill.since):
            raise ModelError(f"{where}: since is no number; write the instant it is mastered")
        if (skill.station, skill.task) in seen:
            raise ModelError(f"{where}: the task {skill.task} stands twice; keep one of the two")
        seen.add((skill.station, skill.task))


def _pools(ever: NDArray[np.int8]) -> Pools:
    """Put people who ever master the same skill classes into one pool."""
    packed = [row.tobytes() for row in np.packbits(ever, axis=1)]
    pool_of = {row: pool for pool, row in enumerate(dict.fromkeys(packed))}
    of_people = np.array([pool_of[row] for row in packed], dtype=np.int64)
    masters = np.zeros((len(pool_of), ever.shape[1]), dtype=np.int8)
    masters[of_people] = ever
    classes, of_classes = np.nonzero(masters.T)
    first = np.searchsorted(classes, np.arange(ever.shape[1] + 1))
    return Pools(of_people, len(masters), of_classes, first)
