"""Compile routes, orders and release rules: one row per operation, move and rework."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.controls import Alternative
from accord.flow.durations import sigma_of, variate_of
from accord.flow.forks import EXIT, WAYS, Forks, check_shares
from accord.flow.kernel import layout as k
from accord.flow.kernel.streams import FIXED, LOGNORMAL
from accord.flow.model import Model, Step
from accord.flow.releases import due_dates, loop_of, plan_of, sources_of

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
    forks: Forks
    entries: dict[str, list[int]]  # code of each step of a product
    order_due: NDArray[np.int64]


class Builder:
    """Collects operation rows while the routes are walked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.station = {s.name: j for j, s in enumerate(model.stations)}
        self.product = {p: j for j, p in enumerate(model.products)}
        self.stock = {
            p: j for j, p in enumerate(dict.fromkeys((*model.products, *model.materials)))
        }
        self.rows: list[NDArray[np.void]] = []
        self.names: list[tuple[str, int]] = []
        self.first_op: dict[str, int] = {}  # or the code of a fork
        self.first_row: dict[str, int] = {}
        self.forks = Forks()
        self.entries: dict[str, list[int]] = {}
        self.components: list[tuple[int, float]] = []
        self.makes = {c for route in model.products.values() for s in route for c in s.components}

    def station_index(self, name: str, where: str) -> int:
        """Return the number of a station."""
        if name not in self.station:
            known = ", ".join(list(self.station)[:8])
            raise ModelError(f"{where}: station {name!r} does not exist; stations are {known}")
        return self.station[name]

    def row(self, product: str, step: int, station: int) -> NDArray[np.void]:
        """Append the row of an operation, a move or a rework; return it."""
        row: NDArray[np.void] = np.zeros(1, dtype=k.OPERATION)[0]
        row["product"], row["step"], row["station"] = self.product[product], step, station
        row["kind"], row["noise_pieces"] = FIXED, 1
        for name in ("next", "target", "rework_op", "source", "following"):
            row[name] = -1
        row["wear"] = 1.0
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
    b = Builder(model)
    gathers = np.zeros(len(model.products), dtype=np.int32)
    for name, route in model.products.items():
        gathers[b.product[name]] = _route(b, name, route)
    operations = np.array([tuple(r) for r in b.rows], dtype=k.OPERATION)
    sources = sources_of(b, operations)
    plan, order_qty = plan_of(b)
    loop = loop_of(b, operations)
    if not (len(plan) or len(sources) > 1 or len(loop[0]) or model.in_progress):
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
        _has_cycle(model, operations, b.forks),
        waits,
        np.array([c[0] for c in b.components] or [0], dtype=np.int32),
        np.array([c[1] for c in b.components] or [0.0]),
        plan,
        order_qty,
        sources,
        *loop,
        b.forks,
        b.entries,
        due_dates(model),
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
    for what in ("cv", "setup", "setup_cv", "rework_time", "wear"):
        value = getattr(step, what)
        if value is not None and not 0.0 <= value < math.inf:
            raise ModelError(f"{where}: {what} is {value}; write zero or more")
    for component, quantity in step.components.items():
        if not 0.0 < quantity < math.inf:
            raise ModelError(
                f"{where}: it needs {quantity} of component {component!r}; write more than zero"
            )


def _route(b: Builder, name: str, route: tuple[Step, ...]) -> int:
    """Append the rows of one product; return 1 if some step waits for whole lots."""
    if not route:
        raise ModelError(f"product {name}: its route has no step; add a flow.Step")
    main: list[list[int]] = []  # the rows of each step: its station, and the alternatives
    split = False
    gathers = 0
    for j, step in enumerate(route):
        where = f"product {name}, step {j + 1}"
        split = split or step.lot is not None
        rows = []
        for option in (step, *(_alternative(step, a) for a in step.alternatives)):
            sets_up = _operation(b, name, j, option, where)
            if sets_up and split:
                b.rows[-1]["gathers"] = gathers = 1
            rows.append(len(b.rows) - 1)
        main.append(rows)
        split = split or step.transfer is not None
        if gathers and any(s.alternatives or s.branches for s in route):
            raise ModelError(
                f"{where}: a station that sets up lots waits for all of a lot, so its route needs "
                "one way; leave alternatives and branches out, or lot and transfer"
            )
        for i in rows:
            _check_gathering(b, b.rows[i], where)
    entries = [
        rows[0] if len(rows) == 1 else _entry(b, name, j, route[j], rows)
        for j, rows in enumerate(main)
    ]
    b.first_op[name], b.first_row[name] = entries[0], main[0][0]
    b.entries[name] = entries
    _link(b, name, route, main, entries)
    return gathers


def _alternative(step: Step, other: Alternative) -> Step:
    """Return a step as it is done at another station."""
    has_time = other.time is not None or other.rate_h is not None
    return replace(
        step,
        station=other.station,
        time=other.time if has_time else step.time,
        rate_h=other.rate_h if has_time else step.rate_h,
        cv=step.cv if other.cv is None else other.cv,
        setup=step.setup if other.setup is None else other.setup,
    )


def _operation(b: Builder, name: str, j: int, step: Step, where: str) -> bool:
    """Append the row of a step at one station; return whether that station sets up for it."""
    _check_step(step, where)
    station = b.station_index(step.station, where)
    row = b.row(name, j, station)
    _cycle(b, row, step, where)
    row["scrap"], row["rework"] = step.scrap, step.rework
    row["lot_pieces"] = step.lot or 0
    row["transfer_pieces"] = step.transfer or 0
    row["wear"] = step.wear
    row["first_component"] = len(b.components)
    for component, quantity in step.components.items():
        if component not in b.stock:
            raise ModelError(
                f"{where}: component {component!r} is no product and no material; add it with "
                "model.product(...) or model.material(...)"
            )
        b.components.append((b.stock[component], float(quantity)))
    row["num_components"] = len(step.components)
    return step.setup > 0 or bool(b.model.stations[station].setups)


def _check_gathering(b: Builder, row: NDArray[np.void], where: str) -> None:
    """Refuse limits where whole lots gather: the rest of a lot could never come."""
    station = b.model.stations[row["station"]]
    if not row["gathers"]:
        return
    if station.buffer is not None:
        raise ModelError(
            f"{where}: station {station.name} sets up whole lots, so its queue must be "
            "unlimited; leave buffer empty there"
        )
    if any(station.name in loop.stations for loop in b.model.loops):
        raise ModelError(
            f"{where}: station {station.name} sets up whole lots that come in parts, so kanban "
            "cards could keep the rest of a lot out; take it out of the loop"
        )


def _entry(b: Builder, name: str, j: int, step: Step, rows: Sequence[int]) -> int:
    """Return the code of the fork at which units choose a step's station."""
    where = f"product {name}, step {j + 1}"
    if step.choice not in WAYS:
        raise ModelError(f"{where}: choice {step.choice!r}: write one of {', '.join(WAYS)}")
    shares = [step.share, *(a.share for a in step.alternatives)]
    check_shares(shares, where)
    return b.forks.add(f"{name}:{j}:station", step.choice, rows, shares)


def _cycle(b: Builder, row: NDArray[np.void], step: Step, where: str) -> None:
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


def _link(
    b: Builder, name: str, route: tuple[Step, ...], main: list[list[int]], entries: list[int]
) -> None:
    """Join the steps: moves between them, rework beside them.

    ``entries`` are the first rows of the steps, or the codes of forks.
    """
    codes = [*entries, EXIT]
    followings = [_following(name, route, codes, j) for j in range(len(route))]
    b.forks.check_ends(name, [[f for f, _ in ways] for ways in followings], entries)
    cycles = [float(b.rows[rows[0]]["cycle_us"]) for rows in main]
    later = [*accumulate(reversed(cycles[1:]), initial=0.0)]  # work after the last step, and so on
    for j, (step, ways) in enumerate(zip(route, followings, strict=True)):
        following = ways[0][0]
        if len(ways) > 1:
            ends, shares = zip(*ways, strict=True)
            following = b.forks.add(f"{name}:{j}:branch", "share", ends, shares)
        where = f"product {name}, step {j + 1}"
        for i in main[j]:
            op = b.rows[i]
            op["work_us"] = op["cycle_us"] + later[-1 - j]
            _go_to(b, op, following)
            _moves(b, i, following)
            if step.rework > 0:
                _rework(b, i, step, _after_rework(step, following, entries, where), where)


def _following(
    name: str, route: tuple[Step, ...], codes: list[int], j: int
) -> list[tuple[int, float]]:
    """Return where units go on after step ``j``, with their shares.

    ``codes`` are those of the steps and of the exit.
    """
    where = f"product {name}, step {j + 1}"
    for step, share in route[j].branches.items():
        if not 0 <= step <= len(route):
            raise ModelError(
                f"{where}: branch to step {step}: write 0 to {len(route) - 1}, or {len(route)} to "
                "leave the shop"
            )
        if not 0.0 <= share <= 1.0:
            raise ModelError(f"{where}: branch to step {step}: share {share} is not within 0 to 1")
    rest = 1.0 - math.fsum(route[j].branches.values())
    if rest < -1e-9:
        raise ModelError(f"{where}: the shares of its branches add up to {1 - rest}, more than 1")
    ways = [(codes[s], share) for s, share in route[j].branches.items() if share > 0]
    return [*ways, (codes[j + 1], rest)] if rest > 1e-9 or not ways else ways


def _go_to(b: Builder, row: NDArray[np.void], code: int) -> None:
    """Let units of a row go on at an operation, out of the shop, or at a fork."""
    row["following"] = code
    row["is_led"] = int(code < EXIT)
    if code >= 0:
        row["next"], row["target"] = code, b.rows[code]["station"]


def _moves(b: Builder, i: int, following: int) -> None:
    """Let the mover of its station carry what row ``i`` has made, if there is one."""
    op = b.rows[i]
    spec = b.model.stations[op["station"]]
    if not spec.moved_by or following == EXIT:
        return
    mover = b.station_index(spec.moved_by, f"station {spec.name}: moved_by")
    if b.model.stations[mover].buffer is not None:
        raise ModelError(f"station {spec.moved_by} moves lots: leave its buffer empty")
    move = b.row(*b.names[i], mover)
    move["is_move"] = 1
    move["cycle_us"] = spec.move * b.model.unit_us
    move["next"] = max(following, EXIT)
    move["is_led"] = op["is_led"]
    move["work_us"] = op["work_us"] - op["cycle_us"]
    op["next"] = len(b.rows) - 1


def _after_rework(step: Step, following: int, entries: list[int], where: str) -> int:
    """Return the code at which reworked pieces go on."""
    back = step.rework_step
    if back is None:
        return following
    if not 0 <= back < len(entries):
        raise ModelError(f"{where}: rework_step {back} is not a step of the route")
    return entries[back]


def _rework(b: Builder, i: int, step: Step, code: int, where: str) -> None:
    """Add the rework of what row ``i`` has made badly; it goes on at ``code``."""
    op = b.rows[i]
    if not step.rework_station:
        raise ModelError(f"{where}: rework needs a rework_station")
    bench = b.station_index(step.rework_station, where)
    if b.model.stations[bench].buffer is not None:
        raise ModelError(f"station {step.rework_station}: a rework queue is unlimited")
    fix = b.row(*b.names[i], bench)
    fix["cycle_us"] = (
        op["cycle_us"] if step.rework_time is None else step.rework_time * b.model.unit_us
    )
    fix["work_us"] = fix["cycle_us"] + op["work_us"] - op["cycle_us"]
    _go_to(b, fix, code)
    op["rework_op"] = len(b.rows) - 1


def _has_cycle(model: Model, operations: NDArray[np.void], forks: Forks) -> bool:
    """Return whether finite buffers form a circle, so that machines could block each other."""
    edges: dict[int, set[int]] = {}
    for r in operations:
        for leaf in forks.leaves(int(r["following"])):
            target = int(operations[leaf]["station"])
            if model.stations[target].buffer is not None:
                edges.setdefault(int(r["station"]), set()).add(target)
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
