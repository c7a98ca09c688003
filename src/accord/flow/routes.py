"""Compile routes, orders and release rules: one row per operation, move and rework."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.durations import sigma_of, variate_of
from accord.flow.kernel import layout as k
from accord.flow.kernel.streams import FIXED, LOGNORMAL
from accord.flow.keys import entity_key
from accord.flow.model import Model, Step

HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Routes:
    """Operations and everything that enters the shop, as arrays."""

    operations: NDArray[np.void]
    names: tuple[tuple[str, int], ...]  # (product, step) of each operation row
    first_op: dict[str, int]
    gathers: NDArray[np.int32]
    max_steps: int
    has_cycle: bool
    waits_for_components: NDArray[np.int32]
    component_product: NDArray[np.int32]
    component_qty: NDArray[np.float64]
    plan: NDArray[np.void]
    order_qty: NDArray[np.int64]
    sources: NDArray[np.void]
    loop_op: NDArray[np.int32]
    loop_qty: NDArray[np.int64]
    loop_share: NDArray[np.float64]


class _Builder:
    """Collects operation rows while the routes are walked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.station = {s.name: j for j, s in enumerate(model.stations)}
        self.product = {p: j for j, p in enumerate(model.products)}
        self.rows: list[NDArray[np.void]] = []
        self.names: list[tuple[str, int]] = []
        self.first_op: dict[str, int] = {}
        self.components: list[tuple[int, float]] = []
        self.makes = {c for route in model.products.values() for s in route for c in s.components}

    def station_index(self, name: str, where: str) -> int:
        if name not in self.station:
            known = ", ".join(list(self.station)[:8])
            raise ModelError(f"{where}: station {name!r} does not exist; stations are {known}")
        return self.station[name]

    def row(self, product: str, step: int, station: int) -> NDArray[np.void]:
        row: NDArray[np.void] = np.zeros(1, dtype=k.OPERATION)[0]
        row["product"], row["step"], row["station"] = self.product[product], step, station
        row["kind"], row["noise_pieces"] = FIXED, 1
        for name in ("next", "target", "rework_op", "source"):
            row[name] = -1
        row["makes"] = int(product in self.makes)
        self.rows.append(row)
        self.names.append((product, step))
        return row


def compile_routes(model: Model) -> Routes:
    """Compile the routes, orders and sources of ``model``.

    Raises
    ------
    ModelError
        For an empty route, an unknown station, a share outside 0..1 or a release that never ends.
    """
    b = _Builder(model)
    gathers = np.zeros(len(model.products), dtype=np.int32)
    for name, route in model.products.items():
        gathers[b.product[name]] = _route(b, name, route)
    operations = np.array([tuple(r) for r in b.rows], dtype=k.OPERATION)
    sources = _sources(b, operations)
    plan, order_qty = _plan(b)
    loop = _loop(b, operations)
    if not (len(plan) or len(sources) > 1 or len(loop[0])):
        raise ModelError(
            "nothing enters the shop: add orders, arrivals, saturate or conwip with a mix"
        )
    waits = np.zeros(len(model.stations), dtype=np.int32)
    for r in operations:
        if r["num_components"] > 0:
            waits[r["station"]] = 1
    return Routes(
        operations,
        tuple(b.names),
        b.first_op,
        gathers,
        max(len(r) for r in model.products.values()),
        _has_cycle(model, operations),
        waits,
        np.array([c[0] for c in b.components] or [0], dtype=np.int32),
        np.array([c[1] for c in b.components] or [0.0]),
        plan,
        order_qty,
        sources,
        *loop,
    )


def _check_step(step: Step, where: str) -> None:
    if (step.time is None) == (step.rate_h is None):
        raise ModelError(f"{where}: give exactly one of time and rate_h")
    if step.rate_h is not None and not step.rate_h > 0:
        raise ModelError(f"{where}: rate_h {step.rate_h} must be positive")
    for what in ("scrap", "rework"):
        value = getattr(step, what)
        if not 0.0 <= value <= 1.0:
            raise ModelError(f"{where}: {what} is {value}; a share lies between 0 and 1")
    if step.rework >= 1.0:
        raise ModelError(f"{where}: rework of every piece never ends; rework must be below 1")
    for what in ("lot", "transfer", "noise_pieces"):
        value = getattr(step, what)
        if value is not None and value < 1:
            raise ModelError(f"{where}: {what} is {value}; write at least 1 piece")
    for what in ("cv", "setup", "setup_cv", "rework_time"):
        value = getattr(step, what)
        if value is not None and not 0.0 <= value < math.inf:
            raise ModelError(f"{where}: {what} is {value}; write zero or more")
    for component, quantity in step.components.items():
        if not 0.0 < quantity < math.inf:
            raise ModelError(
                f"{where}: it needs {quantity} of component {component!r}; write more than zero"
            )


def _route(b: _Builder, name: str, route: tuple[Step, ...]) -> int:
    """Append the rows of one product; return 1 if some step waits for whole lots."""
    if not route:
        raise ModelError(f"product {name}: its route has no step; add a flow.Step")
    main: list[int] = []
    split = False
    gathers = 0
    for j, step in enumerate(route):
        where = f"product {name}, step {j + 1}"
        _check_step(step, where)
        station = b.station_index(step.station, where)
        row = b.row(name, j, station)
        main.append(len(b.rows) - 1)
        _cycle(b, row, step, where)
        row["scrap"], row["rework"] = step.scrap, step.rework
        row["lot_pieces"] = step.lot or 0
        row["transfer_pieces"] = step.transfer or 0
        split = split or step.lot is not None
        if step.setup > 0 and split:
            row["gathers"] = gathers = 1
            if b.model.stations[station].buffer is not None:
                raise ModelError(
                    f"{where}: station {step.station} sets up whole lots, so its queue must be "
                    "unlimited; leave buffer empty there"
                )
        split = split or step.transfer is not None
        row["first_component"] = len(b.components)
        for component, quantity in step.components.items():
            if component not in b.product:
                raise ModelError(
                    f"{where}: component {component!r} is no product; add it with "
                    "model.product(...)"
                )
            b.components.append((b.product[component], float(quantity)))
        row["num_components"] = len(step.components)
    b.first_op[name] = main[0]
    _link(b, name, route, main)
    return gathers


def _cycle(b: _Builder, row: NDArray[np.void], step: Step, where: str) -> None:
    unit = b.model.unit_us
    if step.rate_h is not None:
        row["cycle_us"] = HOUR_US / step.rate_h
        if step.cv > 0:
            row["kind"], row["sigma"] = LOGNORMAL, sigma_of(step.cv)
    elif step.time is not None:
        row["kind"], row["cycle_us"], row["sigma"] = variate_of(step.time, unit, where)
        if row["kind"] == 3:
            raise ModelError(f"{where}: a uniform cycle is not offered; use Lognormal")
    row["noise_pieces"] = step.noise_pieces
    row["setup_us"] = step.setup * unit
    row["setup_kind"], row["setup_sigma"] = FIXED, 0.0
    if step.setup_cv > 0:
        row["setup_kind"], row["setup_sigma"] = LOGNORMAL, sigma_of(step.setup_cv)


def _link(b: _Builder, name: str, route: tuple[Step, ...], main: list[int]) -> None:
    """Join the steps: moves between them, rework beside them."""
    for j, step in enumerate(route):
        op = b.rows[main[j]]
        following = main[j + 1] if j + 1 < len(route) else -1
        where = f"product {name}, step {j + 1}"
        if following >= 0:
            op["target"] = b.rows[following]["station"]
            op["next"] = following
            spec = b.model.stations[op["station"]]
            if spec.moved_by:
                mover = b.station_index(spec.moved_by, f"station {spec.name}: moved_by")
                if b.model.stations[mover].buffer is not None:
                    raise ModelError(f"station {spec.moved_by} moves lots: leave its buffer empty")
                move = b.row(name, j, mover)
                move["is_move"] = 1
                move["cycle_us"] = spec.move * b.model.unit_us
                move["next"] = following
                op["next"] = len(b.rows) - 1
        if step.rework > 0:
            if not step.rework_station:
                raise ModelError(f"{where}: rework needs a rework_station")
            back = step.rework_step
            if back is not None and not 0 <= back < len(route):
                raise ModelError(f"{where}: rework_step {back} is not a step of the route")
            target = following if back is None else main[back]
            bench = b.station_index(step.rework_station, where)
            if b.model.stations[bench].buffer is not None:
                raise ModelError(f"station {step.rework_station}: a rework queue is unlimited")
            fix = b.row(name, j, bench)
            fix["cycle_us"] = (
                op["cycle_us"] if step.rework_time is None else step.rework_time * b.model.unit_us
            )
            fix["next"] = target
            fix["target"] = b.rows[target]["station"] if target >= 0 else -1
            op["rework_op"] = len(b.rows) - 1


def _has_cycle(model: Model, operations: NDArray[np.void]) -> bool:
    """Return whether finite buffers form a circle, so that machines could block each other."""
    edges: dict[int, set[int]] = {}
    for r in operations:
        if r["target"] >= 0 and model.stations[r["target"]].buffer is not None:
            edges.setdefault(int(r["station"]), set()).add(int(r["target"]))
    state: dict[int, int] = {}  # 1: on the way, 2: done
    for start, nexts in edges.items():
        path = [(start, iter(nexts))] if start not in state else []
        state.setdefault(start, 1)
        while path:
            node, others = path[-1]
            following = next((o for o in others if state.get(o) != 2), None)
            if following is None:
                state[node] = 2
                path.pop()
            elif state.get(following) == 1:
                return True
            else:
                state[following] = 1
                path.append((following, iter(edges.get(following, ()))))
    return False


def _first(b: _Builder, product: str, where: str) -> int:
    if product not in b.first_op:
        raise ModelError(
            f"{where}: product {product!r} has no route; add it with model.product(...)"
        )
    return b.first_op[product]


def _check_takes_time(
    b: _Builder, product: str, operations: NDArray[np.void], steps: list[int]
) -> None:
    """Refuse an endless supply of a product whose steps take no time: the clock would stand."""
    for op in steps:
        station = b.model.stations[operations[op]["station"]]
        if operations[op]["cycle_us"] >= 1 or (station.operators > 0 and station.load > 0):
            return
    raise ModelError(
        f"product {product}: it is supplied without end and its first step takes no time; give "
        "that step a time of a microsecond or more"
    )


def _sources(b: _Builder, operations: NDArray[np.void]) -> NDArray[np.void]:
    src = np.zeros(len(b.model.sources) + 1, dtype=k.SOURCE)  # row 0 draws closed-loop products
    for j, (product, every, quantity) in enumerate(b.model.sources, start=1):
        row = src[j]
        row["first_op"] = _first(b, product, f"arrivals of {product}")
        if quantity < 1:
            raise ModelError(f"arrivals of {product}: quantity {quantity} must be at least 1")
        row["qty"] = quantity
        row["entity"] = entity_key(f"source:{j}:{product}")
        if every is None:
            _check_takes_time(b, product, operations, [int(row["first_op"])])
            row["kind"] = -1
            operations[row["first_op"]]["source"] = j
        else:
            row["kind"], row["mean_us"], row["sigma"] = variate_of(
                every, b.model.unit_us, f"arrivals of {product}"
            )
            if row["mean_us"] < 1:
                raise ModelError(f"arrivals of {product}: the time between them must be positive")
    return src


def _plan(b: _Builder) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """Return the planned lots and the quantity of each order.

    Orders are cut into lots and levelled: lot i of n is wanted at release + (i + 1/2)/n of the
    time to the due date, so that products alternate instead of following each other.
    """
    unit = b.model.unit_us
    rows: list[tuple[int, int, int, int, int, int]] = []
    for j, o in enumerate(b.model.orders):
        first = _first(b, o.product, f"order {o.name}")
        if o.quantity < 1:
            raise ModelError(f"order {o.name}: quantity {o.quantity} must be at least 1")
        if not o.release >= 0:
            raise ModelError(f"order {o.name}: release {o.release} lies before the run begins at 0")
        if o.lot is not None and o.lot < 1:
            raise ModelError(f"order {o.name}: lot {o.lot} must be at least 1 piece, or None")
        size = o.lot or int(b.rows[first]["lot_pieces"]) or o.quantity
        n = max(1, round(o.quantity / size))
        start, due = round(o.release * unit), round(max(o.due, o.release) * unit)
        for i in range(n):
            quantity = o.quantity // n + (1 if i < o.quantity % n else 0)
            wanted = start + (2 * i + 1) * (due - start) // (2 * n)
            rows.append((start, wanted, quantity, o.priority, first, j))
    rows.sort(key=lambda r: (-r[3], r[1], r[5]))
    plan = np.zeros(len(rows), dtype=k.LOT_PLAN)
    places = {"available": 0, "qty": 2, "priority": 3, "first_op": 4, "order": 5}
    for name, place in places.items():
        plan[name] = [row[place] for row in rows]
    if rows:
        plan["first"] = np.minimum.accumulate(plan["available"][::-1])[::-1]
    return plan, np.array([o.quantity for o in b.model.orders], dtype=np.int64)


def _loop(
    b: _Builder, operations: NDArray[np.void]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]:
    if b.model.loop is None:
        return np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0)
    _, mix, quantity = b.model.loop
    if not mix or min(mix.values()) < 0 or sum(mix.values()) <= 0:
        raise ModelError(
            f"conwip: the weights are {mix}: give zero or more to each product, and more to one"
        )
    ops = np.array([_first(b, p, "conwip") for p in mix], dtype=np.int32)
    for product, first in zip(mix, ops.tolist(), strict=True):
        steps = [first]
        while (following := int(operations[steps[-1]]["next"])) >= 0:
            steps.append(following)
        _check_takes_time(b, product, operations, steps)
    share = np.cumsum(np.array(list(mix.values()), dtype=float)) / sum(mix.values())
    return ops, np.full(len(ops), quantity, dtype=np.int64), share
