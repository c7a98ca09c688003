"""Machine hours that the orders need against machine hours that the shifts open."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import TopologicalSorter

from accord.errors import Problem
from accord.plant.calendar import ShiftPlan, closed_days
from accord.plant.records import Operation, Order, Plant, Station

__all__ = ["REWORK_STEP", "Load", "check_capacity", "loads"]

MUCH_SETUP = 0.05
"""Share of a station's need from which its set-ups are named as a lever."""
ROUNDING = 1e-9
"""A plant that is loaded to the last piece (4 900 pieces in 7 h at 700/h) is not overloaded."""

REWORK_STEP = 0
"""Step number of a rework bench: its row gives the time there, it is not on the route."""


@dataclass(frozen=True, slots=True)
class Load:
    """Load of one station over the days of the orders.

    Parameters
    ----------
    station
        The station.
    run_h, setup_h
        Machine hours of running and of set-ups that the orders need.
    open_h
        Machine hours that the shifts of its operators open, breakdowns taken off.
    move_h
        Hours of carrying its transfer lots away, by the station that moves them.
    """

    station: Station
    run_h: float
    setup_h: float
    open_h: float
    move_h: float = 0.0

    @property
    def use_share(self) -> float:
        """Hours needed over hours open; infinite when none are open."""
        needed = self.run_h + self.setup_h
        return needed / self.open_h if self.open_h > 0 else (float("inf") if needed else 0.0)


def check_capacity(plant: Plant) -> Iterator[Problem]:
    """Warn about each station whose orders need more machine hours than its shifts open.

    Parameters
    ----------
    plant
        The plant.
    """
    for load in loads(plant):
        if load.use_share <= 1.0 + ROUNDING:
            continue
        name = load.station.station
        needed = load.run_h + load.setup_h
        setup_share = load.setup_h / needed
        levers = ["more opening hours", "another machine", "a shorter cycle"]
        if setup_share > MUCH_SETUP:
            levers.insert(0, f"shorter or fewer set-ups ({setup_share:.0%} of the need)")
        seen = (
            f"demand above capacity: {name} needs {needed:,.0f} machine hours and "
            f"{load.open_h:,.0f} are open (use {load.use_share:.2f})"
        )
        yield Problem(
            load.station.at,
            seen,
            "use above 1 makes the backlog grow without end",
            f"Levers: {', '.join(levers)}; or fewer orders.",
            "warning",
            french=_in_french(load, setup_share),
        )


def _in_french(load: Load, setup_share: float) -> tuple[str, str, str]:
    levers = ["plus d'heures d'ouverture", "une machine de plus", "un cycle plus court"]
    if setup_share > MUCH_SETUP:
        levers.insert(
            0, f"des réglages plus courts ou moins nombreux ({setup_share:.0%} du besoin)"
        )
    return (
        f"demande au-dessus de la capacité : {load.station.station} demande "
        f"{load.run_h + load.setup_h:.0f} heures de machine, {load.open_h:.0f} sont ouvertes",
        "un usage au-dessus de 1 fait croître le retard sans fin",
        f"Leviers : {', '.join(levers)} ; ou moins de commandes.",
    )


def loads(plant: Plant, *, since: date | None = None) -> tuple[Load, ...]:
    """Compute the load of every station from the first release to the last due date, in hours.

    Scrap and rework are counted: a step makes what the steps after it lose.

    Parameters
    ----------
    plant
        The plant, as read or with a scenario applied.
    since
        Count the orders released from this day on (all, when there are none), with the routes in
        force on it and the crews of each day; by default all orders, with the routes of the
        plant's own date.

    Returns
    -------
    tuple
        One load a station that some operation uses, in the order of the stations.

    Limits
    ------
    Counts machines, not people: a station may be short of operators below a use of 1.
    """
    if not plant.orders:
        return ()
    begin = plant.on if since is None else max(plant.on, since)
    later = [order for order in plant.orders if since is None or order.release >= since]
    orders = later or plant.orders
    run_h: dict[str, float] = defaultdict(float)
    setup_h: dict[str, float] = defaultdict(float)
    move_h: dict[str, float] = defaultdict(float)
    move_s = {s.station: s.move_s for s in plant.stations}
    routes = _routes(plant, begin)
    bench_s = {(o.product, o.station): o.cycle_s for o in plant.operations if o.step == REWORK_STEP}
    for product, (pieces, num_orders) in _demand(plant, orders).items():
        for step, visits in _visits(routes.get(product, ())):
            run_h[step.station] += visits * pieces * step.cycle_s / 3600
            lots = (
                max(visits * pieces / step.lot_pieces, num_orders)
                if step.lot_pieces
                else (num_orders)
            )
            setup_h[step.station] += lots * step.setup_min / 60
            units = visits * pieces / step.transfer_pieces if step.transfer_pieces else lots
            move_h[step.station] += max(units, lots) * move_s.get(step.station, 0.0) / 3600
            if step.rework_station:
                cycle_s = bench_s.get((product, step.rework_station), step.cycle_s)
                run_h[step.rework_station] += visits * pieces * step.rework_share * cycle_s / 3600
    first = max(begin, min(order.release for order in orders))
    last = max(order.due for order in orders)
    open_h = _open_h(plant, first, last)
    return tuple(
        Load(
            s,
            run_h[s.station],
            setup_h[s.station],
            open_h[s.station] * len(s.machines) * _availability(s),
            move_h[s.station],
        )
        for s in plant.stations
        if s.station in run_h
    )


def _availability(station: Station) -> float:
    if not station.mtbf_h or not station.mttr_h:
        return 1.0
    return station.mtbf_h / (station.mtbf_h + station.mttr_h)


def _routes(plant: Plant, day: date) -> Mapping[str, tuple[Operation, ...]]:
    routes: dict[str, list[Operation]] = defaultdict(list)
    for operation in plant.operations:
        if operation.step == REWORK_STEP:
            continue
        is_begun = operation.since is None or operation.since <= day
        if is_begun and (operation.until is None or operation.until >= day):
            routes[operation.product].append(operation)
    return {p: tuple(sorted(route, key=lambda o: o.step)) for p, route in routes.items()}


def _demand(plant: Plant, orders: Sequence[Order]) -> dict[str, tuple[float, int]]:
    """Return good pieces and number of orders by product, components of assemblies included."""
    pieces: dict[str, float] = defaultdict(float)
    count: dict[str, int] = defaultdict(int)
    for order in orders:
        pieces[order.product] += order.quantity
        count[order.product] += 1
    used_by: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for part in plant.components:
        used_by[part.component].append((part.product, part.quantity))
    graph = {product: [user for user, _ in users] for product, users in used_by.items()}
    for product in TopologicalSorter(graph).static_order():  # users before what they are made of
        for user, quantity in used_by[product]:
            pieces[product] += pieces[user] * quantity
    return {p: (total, max(count[p], 1)) for p, total in pieces.items() if total > 0}


def _visits(route: tuple[Operation, ...]) -> Iterator[tuple[Operation, float]]:
    """Give each step with its visits per good piece: later scrap and returns counted.

    Solved backwards for scrap; a rework loop from step j back to step i multiplies the visits of
    i..j by 1 / (1 - share).
    """
    factor = 1.0
    visits: list[float] = []
    for step in reversed(route):
        factor /= 1.0 - step.scrap_share
        visits.append(factor)
    visits.reverse()
    for j, step in enumerate(route):
        if step.rework_share <= 0 or step.rework_step is None or step.rework_share >= 1:
            continue
        loop = 1.0 / (1.0 - step.rework_share)
        for i, other in enumerate(route[: j + 1]):
            if other.step >= step.rework_step:
                visits[i] *= loop
    yield from zip(route, visits, strict=True)


def _open_h(plant: Plant, first: date, last: date) -> dict[str, float]:
    """Return the hours each station is open: when any crew that runs it is at work.

    A station without operators is open whenever the plant has anybody at work, or all day when
    the plant has no shifts at all.
    """
    closed = closed_days(plant.closures)
    shift_plan = ShiftPlan(plant)
    moves = sorted({first, *(m.on for m in plant.crew_moves if m.on and first < m.on <= last)})
    crews = {day: _crews_of_stations(plant, day) for day in moves}
    hours: dict[str, float] = defaultdict(float)
    for i in range((last - first).days + 1):
        day = first + timedelta(days=i)
        if day in closed:
            continue
        plan = shift_plan.on(day)
        spans_of: dict[frozenset[str], float] = {}
        for station, group in crews[moves[bisect_right(moves, day) - 1]].items():
            if group not in spans_of:
                spans = sorted((s.start_min, s.end_min) for c in group for s in plan.get(c, ()))
                spans_of[group] = _union_min(spans) / 60 if plant.shifts else 24.0
            hours[station] += spans_of[group]
    return {s.station: hours[s.station] for s in plant.stations}


def _crews_of_stations(plant: Plant, day: date) -> dict[str, frozenset[str]]:
    """Return the crews that run each station on a day; everybody, where no operator is needed."""
    crew_of = {person.person: person.crew for person in plant.people}
    for move in sorted(plant.crew_moves, key=lambda m: m.on or date.min):
        if move.on is None or move.on <= day:
            crew_of[move.person] = move.crew
    able: dict[str, set[str]] = defaultdict(set)
    for skill in plant.skills:
        if skill.task == "run" and skill.level >= 2:
            able[skill.station].add(crew_of.get(skill.person, ""))
    everybody = frozenset(crew for crew in crew_of.values() if crew)
    return {
        s.station: frozenset(able[s.station]) if s.operators else everybody for s in plant.stations
    }


def _union_min(spans: list[tuple[int, int]]) -> int:
    total, reached = 0, -1
    for start, end in spans:
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
