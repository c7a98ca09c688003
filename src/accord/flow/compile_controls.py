"""Compile what controls a shop beside its stations into the arrays of the kernel.

Set-up matrices, maintenance plans, kanban loops, work in progress, deliveries, windows of arrivals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.controls import MaintenanceSpec, WipSpec
from accord.flow.durations import LONGEST_US, variate_of
from accord.flow.kernel import layout as k
from accord.flow.model import Model, StationSpec
from accord.flow.patterns import Pattern
from accord.flow.routes import Routes
from accord.flow.windows import windows_of

Array = NDArray[np.void]
Ints = NDArray[np.int64]

DISPATCHING = {
    "fifo": int(k.RULE_FIFO),
    "edd": int(k.RULE_EDD),
    "spt": int(k.RULE_SPT),
    "cr": int(k.RULE_CR),
    "lst": int(k.RULE_LST),
    "setup": int(k.RULE_SETUP),
}
CLOCKS = {
    "calendar": int(k.CLOCK_CALENDAR),
    "running": int(k.CLOCK_RUNNING),
    "wear": int(k.CLOCK_WEAR),
}


@dataclass(frozen=True, slots=True)
class ControlTables:
    """The controls of a model as arrays.

    Attributes
    ----------
    upkeep
        Maintenance plans, ``UPKEEP`` records, station by station.
    upkeep_last
        (M, N) first date of each calendar plan of a machine, 0 for other plans.
    setups
        Mean set-up times (us) of all matrices, -1 where the step's own counts.
    cards
        (L,) pieces that each kanban loop may hold.
    wip
        (W, 4) operation (or the code of a fork), pieces, order, priority.
    windows
        (V, 2) begin and length (us) of the windows of arrivals, within their period.
    stock
        (K,) stock at the start of products, then of materials.
    is_used
        Whether the model has any of these, or forks, or a dispatching rule.
    """

    upkeep: Array
    upkeep_last: NDArray[np.float64]
    setups: NDArray[np.float64]
    cards: Ints
    wip: Ints
    windows: Ints
    stock: NDArray[np.float64]
    is_used: bool


def compile_controls(
    model: Model, st: Array, mc: Array, routes: Routes, classes: dict[tuple[str, str], int]
) -> ControlTables:
    """Compile the controls of ``model`` and write their places into stations and routes.

    Raises
    ------
    ModelError
        For unknown names and words, for times and numbers that are none, and for kanban loops
        that could wait for each other's cards.
    """
    setups = _setups(model, st, routes)
    upkeep = _upkeep(model, st, classes)
    cards = _loops(model, st, routes)
    wip = np.array([_wip(model, st, routes, w) for w in model.in_progress], dtype=np.int64)
    windows = _windows(model, routes)
    for row, s in zip(st, model.stations, strict=True):
        if s.rule not in DISPATCHING:
            raise ModelError(
                f"station {s.name}: rule {s.rule!r}: write one of {', '.join(DISPATCHING)}"
            )
        row["rule"] = DISPATCHING[s.rule]
        row["picks"] = int(row["rule"] != k.RULE_FIFO or row["setups"] >= 0 or row["num_upkeep"])
    used = (len(cards), len(wip), len(windows), len(routes.forks), len(model.deliveries))
    is_used = any(used) or bool(st["picks"].any()) or bool(model.materials)
    return ControlTables(
        upkeep,
        _first_dates(st, mc, upkeep),
        setups,
        cards,
        wip.reshape(-1, 4),
        windows,
        _stock(model),
        is_used,
    )


def stock_names(model: Model) -> tuple[str, ...]:
    """Return what may be in stock: products, then materials."""
    return tuple(dict.fromkeys((*model.products, *model.materials)))


def _stock(model: Model) -> NDArray[np.float64]:
    names = stock_names(model)
    for name, stock in model.materials.items():
        if not 0.0 <= stock < math.inf:
            raise ModelError(f"material {name}: stock {stock}: write zero or more pieces")
    for d in model.deliveries:
        where = f"delivery of {d.component}"
        if d.component not in names:
            raise ModelError(
                f"{where}: it is neither a product nor a material; add it with model.material(...)"
            )
        if d.quantity < 1 or d.quantity != int(d.quantity):
            raise ModelError(f"{where}: quantity {d.quantity}: write at least 1 whole piece")
        if not 0.0 <= d.at * model.unit_us <= LONGEST_US:
            raise ModelError(f"{where} at {d.at}: write an instant from 0 on")
    return np.array([model.materials.get(name, 0.0) for name in names])


def _setups(model: Model, st: Array, routes: Routes) -> NDArray[np.float64]:
    """Lay out the matrix of each station, its set-up families numbered."""
    st["setups"] = -1
    tables: list[NDArray[np.float64]] = []
    size = 0
    for j, s in enumerate(model.stations):
        if not s.setups:
            continue
        mine = np.flatnonzero((routes.operations["station"] == j) & ~_is_move(routes))
        names = []
        for i in mine.tolist():
            product, step = routes.names[i]
            names.append(model.products[product][step].family or product)
        number = {name: n for n, name in enumerate(dict.fromkeys(names))}
        routes.operations["family"][mine] = [number[name] for name in names]
        table = np.full((len(number), len(number)), -1.0)
        for one, other, time in _named_setups(s, number):
            table[number[one], number[other]] = time * model.unit_us
        st[j]["setups"], st[j]["num_families"] = size, len(number)
        tables.append(table.ravel())
        size += table.size
    return np.concatenate([np.zeros(0), *tables])


def _is_move(routes: Routes) -> NDArray[np.bool_]:
    is_move: NDArray[np.bool_] = routes.operations["is_move"] == 1
    return is_move


def _named_setups(s: StationSpec, number: dict[str, int]) -> list[tuple[str, str, float]]:
    found = []
    for one, row in s.setups.items():
        for other, time in row.items():
            where = f"station {s.name}: setups from {one!r} to {other!r}"
            for name in (one, other):
                if name not in number:
                    raise ModelError(
                        f"{where}: no step here is of family {name!r}; families are "
                        f"{', '.join(list(number)[:8])}"
                    )
            if not 0.0 <= time < math.inf:
                raise ModelError(f"{where}: time {time}: write zero or more")
            found.append((one, other, time))
    return found


def _upkeep(model: Model, st: Array, classes: dict[tuple[str, str], int]) -> Array:
    names = [s.name for s in model.stations]
    for plan in model.maintenances:
        if plan.station not in names:
            raise ModelError(
                f"maintenance: station {plan.station!r} does not exist; stations are "
                f"{', '.join(names[:8])}"
            )
    rows: list[Array] = []
    for j, name in enumerate(names):
        plans = [p for p in model.maintenances if p.station == name]
        st[j]["first_upkeep"], st[j]["num_upkeep"] = len(rows), len(plans)
        for p in plans:
            row = _plan_row(model, p)
            row["skill_class"] = classes.get((p.skill, "repair"), -1)
            rows.append(row)
    return np.array([tuple(r) for r in rows], dtype=k.UPKEEP)


def _plan_row(model: Model, p: MaintenanceSpec) -> Array:
    where = f"maintenance of {p.station}"
    if p.clock not in CLOCKS:
        raise ModelError(f"{where}: clock {p.clock!r}: write one of {', '.join(CLOCKS)}")
    row: Array = np.zeros(1, dtype=k.UPKEEP)[0]
    row["clock"] = CLOCKS[p.clock]
    is_wear = p.clock == "wear"
    row["every"] = p.every if is_wear else np.rint(p.every * model.unit_us)
    if not 0.0 < row["every"] <= LONGEST_US:
        raise ModelError(f"{where}: every {p.every}: write more than zero")
    row["kind"], row["mean_us"], row["sigma"] = variate_of(
        p.duration, model.unit_us, f"{where}: duration"
    )
    row["renews"] = int(p.is_renewal)
    return row


def _first_dates(st: Array, mc: Array, upkeep: Array) -> NDArray[np.float64]:
    dates = np.zeros((len(mc), max(1, int(st["num_upkeep"].max(initial=0)))))
    for i, j in enumerate(mc["station"].tolist()):
        for n in range(st[j]["num_upkeep"]):
            plan = upkeep[st[j]["first_upkeep"] + n]
            if plan["clock"] == k.CLOCK_CALENDAR:
                dates[i, n] = plan["every"]
    return dates


def _loops(model: Model, st: Array, routes: Routes) -> Ints:
    """Give stations the number of their kanban loop; refuse loops that wait for each other."""
    st["loop"] = -1
    index = {s.name: j for j, s in enumerate(model.stations)}
    for number, loop in enumerate(model.loops):
        where = f"kanban loop of {', '.join(loop.stations) or 'no station'}"
        if not loop.stations or loop.cards < 1 or loop.pieces < 1:
            raise ModelError(
                f"{where}: {loop.cards} cards of {loop.pieces} pieces: name at least one station, "
                "one card and one piece"
            )
        for name in loop.stations:
            if name not in index:
                raise ModelError(
                    f"{where}: station {name!r} does not exist; stations are "
                    f"{', '.join(list(index)[:8])}"
                )
            if st[index[name]]["loop"] >= 0:
                raise ModelError(f"{where}: station {name} is in a loop already; keep one of them")
            if model.stations[index[name]].buffer is not None:
                raise ModelError(
                    f"{where}: station {name} has a buffer; the cards limit what is there, so "
                    "leave the buffer empty"
                )
            st[index[name]]["loop"] = number
    if model.loops:
        routes.operations["is_led"] = 1
        _check_loops(model, st, routes)
    return np.array([loop.cards * loop.pieces for loop in model.loops], dtype=np.int64)


def _check_loops(model: Model, st: Array, routes: Routes) -> None:
    """Refuse kanban loops in a circle: pieces could wait for each other's cards for good.

    What is held while a unit waits leads to what it waits for: a loop's cards or a machine, to the
    cards of another loop or the places of a finite buffer.
    """
    edges: dict[str, set[str]] = {}
    rows = routes.operations
    for i in np.flatnonzero(~_is_move(routes)).tolist():
        ways = [*routes.forks.leaves(int(rows[i]["following"]))]
        ways += [int(rows[i]["rework_op"])] if rows[i]["rework_op"] >= 0 else []
        here = int(rows[i]["station"])
        held = [f"station {model.stations[here].name}"]
        held += [f"loop {st[here]['loop']}"] if st[here]["loop"] >= 0 else []
        for way in ways:
            there = int(rows[way]["station"])
            wanted = []
            if st[there]["loop"] >= 0 and st[there]["loop"] != st[here]["loop"]:
                wanted.append((f"loop {st[there]['loop']}", held[1:]))
            if st[there]["capacity"] >= 0:
                wanted.append((f"station {model.stations[there].name}", held))
            for what, holders in wanted:
                for holder in holders:
                    edges.setdefault(holder, set()).add(what)
    circle = _circle_with_loop(edges)
    if circle:
        named = " -> ".join(_named(model, node) for node in circle)
        raise ModelError(
            f"kanban: {named}: pieces in this circle could wait for each other's cards for good; "
            "put these stations into one loop, or take the loop away"
        )


def _named(model: Model, node: str) -> str:
    what, _, number = node.partition(" ")
    return ", ".join(model.loops[int(number)].stations) if what == "loop" else number


def _circle_with_loop(edges: dict[str, set[str]]) -> list[str]:
    """Return a circle that passes a kanban loop, or nothing."""
    for start in sorted(node for node in edges if node.startswith("loop ")):
        before: dict[str, str] = {}
        todo = [start]
        while todo:
            node = todo.pop()
            for other in sorted(edges.get(node, ())):
                if other == start:
                    path = [start]
                    while node != start:
                        path.append(node)
                        node = before[node]
                    return [start, *reversed(path)]
                if other not in before:
                    before[other] = node
                    todo.append(other)
    return []


def _wip(model: Model, st: Array, routes: Routes, w: WipSpec) -> tuple[int, int, int, int]:
    """Return the row of a unit in progress."""
    where = f"work in progress of {w.product}"
    if w.product not in model.products:
        raise ModelError(f"{where}: it is no product; add it with model.product(...)")
    if not 0 <= w.step < len(model.products[w.product]):
        raise ModelError(
            f"{where}: step {w.step}: write 0 to {len(model.products[w.product]) - 1}, the "
            "position in its route"
        )
    if w.quantity < 1 or w.quantity != int(w.quantity):
        raise ModelError(f"{where}: quantity {w.quantity}: write at least 1 whole piece")
    code = routes.entries[w.product][w.step]
    for leaf in routes.forks.leaves(code):
        j = int(routes.operations[leaf]["station"])
        asked = sum(
            other.quantity
            for other in model.in_progress
            if other.product in model.products
            and 0 <= other.step < len(model.products[other.product])
            and model.products[other.product][other.step].station == model.stations[j].name
        )
        places = int(st[j]["capacity"])
        if places >= 0 and asked > places + st[j]["num_machines"]:
            raise ModelError(
                f"{where}: {asked} pieces stand at station {model.stations[j].name}, which has "
                f"{places} places and {st[j]['num_machines']} machines; put fewer there"
            )
    number = {o.name: i for i, o in enumerate(model.orders)}
    priority = w.priority
    if w.order:
        priority = model.orders[number[w.order]].priority
    return code, int(w.quantity), number.get(w.order, -1), priority


def _windows(model: Model, routes: Routes) -> Ints:
    """Lay out the windows of arrivals of each source."""
    found: list[Ints] = []
    size = 0
    for j, within in model.source_windows.items():
        row = routes.sources[j]
        where = f"arrivals of {model.sources[j - 1][0]}: within"
        if not isinstance(within, Pattern):
            raise ModelError(f"{where}: write flow.daily(...) or flow.weekly(...)")
        windows, period_us = windows_of(within, where)
        row["first_window"], row["num_windows"] = size, len(windows)
        row["period_us"], row["open_us"] = period_us, windows[:, 1].sum()
        found.append(windows)
        size += len(windows)
    return np.concatenate([np.zeros((0, 2), dtype=np.int64), *found])
