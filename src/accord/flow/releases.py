"""Compile what enters the shop: sources, planned lots, the closed loop, and due dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.durations import variate_of
from accord.flow.forks import EXIT
from accord.flow.kernel import layout as k
from accord.flow.keys import entity_key
from accord.flow.model import Model

if TYPE_CHECKING:
    from accord.flow.routes import Builder


def _first(b: Builder, product: str, where: str) -> int:
    if product not in b.first_op:
        raise ModelError(
            f"{where}: product {product!r} has no route; add it with model.product(...)"
        )
    return b.first_op[product]


def _check_takes_time(
    b: Builder, product: str, operations: NDArray[np.void], steps: list[int]
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


def sources_of(b: Builder, operations: NDArray[np.void]) -> NDArray[np.void]:
    """Return the sources of lots that arrive by themselves, and note which step feeds them."""
    src = np.zeros(len(b.model.sources) + 1, dtype=k.SOURCE)  # row 0 draws closed-loop products
    for j, (product, every, quantity) in enumerate(b.model.sources, start=1):
        row = src[j]
        row["first_op"] = _first(b, product, f"arrivals of {product}")
        if quantity < 1:
            raise ModelError(f"arrivals of {product}: quantity {quantity} must be at least 1")
        row["qty"] = quantity
        row["entity"] = entity_key(f"source:{j}:{product}")
        if every is None:
            for op in b.forks.leaves(int(row["first_op"])):
                _check_takes_time(b, product, operations, [op])
            row["kind"] = -1
            for op in b.forks.leaves(int(row["first_op"])):
                operations[op]["source"] = j
                row["starts"] += len(b.model.stations[operations[op]["station"]].machines)
            if row["first_op"] < EXIT and b.model.products[product][0].choice == "share":
                raise ModelError(
                    f"saturate {product}: its first step chooses a station by shares, so some "
                    "could lack work; choose shortest or first"
                )
        else:
            row["kind"], row["mean_us"], row["sigma"] = variate_of(
                every, b.model.unit_us, f"arrivals of {product}"
            )
            if row["mean_us"] < 1:
                raise ModelError(f"arrivals of {product}: the time between them must be positive")
    return src


def plan_of(b: Builder) -> tuple[NDArray[np.void], NDArray[np.int64]]:
    """Return the planned lots and the quantity of each order.

    Orders are cut into lots and levelled: lot i of n is wanted at release + (i + 1/2)/n of the
    time to the due date, so that products alternate instead of following each other.
    """
    unit = b.model.unit_us
    rows: list[tuple[int, int, int, int, int, int]] = []
    begun = begun_pieces(b.model)
    for j, o in enumerate(b.model.orders):
        first = _first(b, o.product, f"order {o.name}")
        if o.quantity < 1:
            raise ModelError(f"order {o.name}: quantity {o.quantity} must be at least 1")
        if not o.release >= 0:
            raise ModelError(f"order {o.name}: release {o.release} lies before the run begins at 0")
        if o.lot is not None and o.lot < 1:
            raise ModelError(f"order {o.name}: lot {o.lot} must be at least 1 piece, or None")
        left = o.quantity - begun[o.name]
        if left == 0:
            continue
        size = o.lot or int(b.rows[b.first_row[o.product]]["lot_pieces"]) or left
        n = max(1, round(left / size))
        start, due = round(o.release * unit), round(max(o.due, o.release) * unit)
        for i in range(n):
            quantity = left // n + (1 if i < left % n else 0)
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


def begun_pieces(model: Model) -> dict[str, int]:
    """Return how many pieces of each order are in progress at the start.

    Raises
    ------
    ModelError
        When they are of another product than their order, or more than it asks for.
    """
    begun = {o.name: 0 for o in model.orders}
    orders = {o.name: o for o in model.orders}
    for unit in model.in_progress:
        if not unit.order:
            continue
        where = f"work in progress of {unit.product}: order {unit.order!r}"
        if unit.order not in orders:
            raise ModelError(f"{where} is not in the model; add it with model.order(...)")
        if orders[unit.order].product != unit.product:
            raise ModelError(f"{where} is of product {orders[unit.order].product}")
        begun[unit.order] += unit.quantity
        if begun[unit.order] > orders[unit.order].quantity:
            raise ModelError(
                f"{where} asks for {orders[unit.order].quantity} pieces and has "
                f"{begun[unit.order]} in progress; write at most what it asks for"
            )
    return begun


def due_dates(model: Model) -> NDArray[np.int64]:
    """Return (O,) the due date of each order in microseconds, ``INF`` for none."""
    due = [round(o.due * model.unit_us) if o.has_due else int(k.INF) for o in model.orders]
    return np.array(due, dtype=np.int64)


def loop_of(
    b: Builder, operations: NDArray[np.void]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]:
    """Return (first operation, pieces, cumulated share) of each product of the closed loop."""
    if b.model.loop is None:
        return np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0)
    _, mix, quantity = b.model.loop
    if not mix or min(mix.values()) < 0 or sum(mix.values()) <= 0:
        raise ModelError(
            f"conwip: the weights are {mix}: give zero or more to each product, and more to one"
        )
    ops = np.array([_first(b, p, "conwip") for p in mix], dtype=np.int32)
    for product, first in zip(mix, ops.tolist(), strict=True):
        for way in b.forks.ways_through(operations, first):
            _check_takes_time(b, product, operations, way)
    share = np.cumsum(np.array(list(mix.values()), dtype=float)) / sum(mix.values())
    return ops, np.full(len(ops), quantity, dtype=np.int64), share
