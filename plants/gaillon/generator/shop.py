"""Machines, routes and demand: stations.csv, operations.csv, components.csv, orders.csv.

Every number is a field of the plant's description (SOURCES.md, section 2 and 3); the rest follows
from it by the arithmetic written beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from generator.frame import Frame
from generator.writing import Value, write_csv

OPENING_H = 78.0
PALLET_PIECES = 1500
SCRAP_SHARE = 0.005
REWORK_SHARE = 0.02
CYCLE_SD_LOG = 0.10
NOISE_PIECES = 100
SETUP_SD_LOG = 0.35
REPAIR_MEDIAN_MIN, REPAIR_SD_LOG = 98.0, 0.9
DEMAND_SD = 0.06
MOVE_S = 120.0
BENCH_STEP = 0  # the row of the rework bench: time there, off the route


def spread(sd_log: float) -> float:
    """Return the coefficient of variation of a lognormal with this sd of the logarithm."""
    return math.sqrt(math.exp(sd_log**2) - 1.0)


MTTR_H = REPAIR_MEDIAN_MIN * math.exp(REPAIR_SD_LOG**2 / 2.0) / 60.0


@dataclass(frozen=True, slots=True)
class Group:
    """A group of like machines; set-ups as number a week and minutes, or as a share of opening."""

    name: str
    area: str
    machines: tuple[str, ...]
    rate_h: float
    operators: int
    per_operator: int
    setups_week: int
    setup_min: float
    setup_share: float
    down_share: float
    buffer_pieces: int | None = None
    is_press: bool = False

    @property
    def net_h(self) -> float:
        """Hours a week left to run on one machine at 78 h opening."""
        setup_h = self.setup_min * self.setups_week / 60.0 / len(self.machines)
        return OPENING_H * (1.0 - self.down_share - self.setup_share) - setup_h

    @property
    def mtbf_h(self) -> float | None:
        """Running hours between breakdowns that give the share of opening lost."""
        if self.down_share == 0.0:
            return None
        return MTTR_H * self.net_h / (self.down_share * OPENING_H)


def _ids(stem: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{stem}{i:02d}" for i in range(first, last + 1))


GROUPS = (
    Group("G63", "press", _ids("PR", 1, 8), 700, 1, 1, 64, 90, 0, 0.035, is_press=True),
    Group("G100", "press", _ids("PR", 9, 16), 600, 1, 1, 64, 100, 0, 0.035, is_press=True),
    Group("G160", "press", _ids("PR", 17, 20), 420, 1, 1, 28, 120, 0, 0.035, is_press=True),
    Group("GC", "press", _ids("PC", 1, 4), 1600, 1, 2, 24, 140, 0, 0.035, is_press=True),
    Group("WELD", "assembly", _ids("AS", 1, 6), 190, 1, 1, 0, 0, 0.04, 0.03),
    Group("RIVET", "assembly", _ids("AS", 7, 10), 160, 1, 1, 0, 0, 0.02, 0.02),
    Group("SORT", "assembly", _ids("RW", 1, 1), 250, 1, 1, 0, 0, 0, 0),
    Group("DEBUR", "finishing", _ids("TB", 1, 2), 1650, 1, 2, 0, 0, 0.03, 0.03),
    Group("DEGR", "finishing", _ids("DG", 1, 1), 9000, 2, 1, 0, 0, 0, 0.04, 8 * PALLET_PIECES),
    Group("PAINT", "finishing", _ids("PT", 1, 1), 1100, 3, 1, 0, 0, 0.05, 0.05, 4 * PALLET_PIECES),
    Group("PACK", "logistics", _ids("PK", 1, 2), 4500, 1, 1, 0, 0, 0, 0.01, 8 * PALLET_PIECES),
    Group("FORK", "logistics", _ids("FK", 1, 3), 30, 1, 1, 0, 0, 0, 0.02),
)
GROUP = {group.name: group for group in GROUPS}


C3_PARTS_ON_G100 = 3  # one coil lot of C3 is pressed in three lots of about 5 200 on G100


@dataclass(frozen=True, slots=True)
class Product:
    """A product: weekly demand in good pieces, lots a week, and the groups it passes."""

    name: str
    title: str
    demand_week: int
    lots_week: int
    route: tuple[str, ...]

    def lots(self) -> dict[str, float]:
        """Lots a week on each press group it passes; a coil lot of C3 makes three on G100."""
        lots: dict[str, float] = dict.fromkeys(self.route, self.lots_week)
        if self.name == "C3":
            lots["G100"] = self.lots_week * C3_PARTS_ON_G100
        return lots


# Lots a week are chosen so that set-ups are 64 / 64 / 28 / 24 a week on G63 / G100 / G160 / GC.
PRODUCTS = (
    Product("A1", "clip", 64_000, 10, ("G63", "DEBUR", "DEGR", "PACK")),
    Product("A2", "bracket", 48_000, 9, ("G63", "G63", "DEGR", "PACK")),
    Product("A3", "hinge plate", 40_000, 8, ("G63", "G100", "DEBUR", "DEGR", "PACK")),
    Product("A4", "stop plate", 30_000, 5, ("G63", "G63", "G100", "DEGR", "PACK")),
    Product(
        "B1", "small cover", 23_000, 5, ("G100", "G100", "G63", "WELD", "DEGR", "PAINT", "PACK")
    ),
    Product("B2", "housing", 15_000, 5, ("G160", "G100", "G100", "WELD", "DEGR", "PAINT", "PACK")),
    Product("B3", "guard", 12_000, 3, ("G160", "G160", "G100", "WELD", "DEGR", "PAINT", "PACK")),
    Product("B4", "foot", 8_000, 2, ("G160", "G160", "WELD", "WELD", "DEGR", "PACK")),
    Product("C1", "washer strip", 150_000, 11, ("GC", "DEGR", "PACK")),
    Product("C2", "terminal", 110_000, 8, ("GC", "DEBUR", "DEGR", "PACK")),
    Product("C3", "retainer", 78_000, 5, ("GC", "G100", "DEGR", "PACK")),
    Product(
        "D1",
        "painted sub-unit",
        14_000,
        5,
        ("G160", "G100", "G63", "RIVET", "DEGR", "PAINT", "PACK"),
    ),
    Product("D2", "riveted sub-unit", 26_000, 8, ("G63", "G100", "G160", "RIVET", "DEGR", "PACK")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One row of operations.csv."""

    product: str
    step: int
    station: str
    rate_h: float
    setup_min: float
    lot_pieces: int | None
    scrap_share: float
    rework_share: float
    rework_step: int | None

    def row(self) -> list[Value]:
        """Return the cells of the row."""
        has_rework = self.rework_share > 0
        return [
            self.product, self.step, self.station, self.rate_h, None, CYCLE_SD_LOG, NOISE_PIECES,
            self.setup_min, self.lot_pieces, PALLET_PIECES, self.scrap_share, self.rework_share,
            "SORT" if has_rework else None, self.rework_step,
        ]  # fmt: skip


OPERATION_COLUMNS = (
    "product", "step", "station", "rate_h", "cycle_s", "spread", "noise_pieces", "setup_min",
    "lot_pieces", "transfer_pieces", "scrap_share", "rework_share", "rework_station",
    "rework_step",
)  # fmt: skip


def weekly_load(group: str, routes: dict[str, tuple[str, ...]] | None = None) -> float:
    """Return the pieces a week that pass a group, scrap at this and later strokes included."""
    total = 0.0
    for product in PRODUCTS:
        route = product.route if routes is None else routes.get(product.name, product.route)
        strokes = [GROUP[name].is_press for name in route]
        for i, name in enumerate(route):
            if name == group:
                total += product.demand_week / (1.0 - SCRAP_SHARE) ** sum(strokes[i:])
    return total


def pallet_setup_min(group: Group) -> float:
    """Return the minutes per pallet that make up a group's set-up share."""
    pallets = weekly_load(group.name) / PALLET_PIECES
    return group.setup_share * OPENING_H * 60.0 * len(group.machines) / pallets


def rate_with_setups(group: Group) -> float:
    """Return the rate that carries the set-up share of a group with a finite queue.

    A set-up needs its whole lot in the queue, which a queue of a few pallets cannot promise; so
    colour changes are spread over the pieces: the hours a week are the same at the mean load.
    """
    setup_s = group.setup_share * OPENING_H * 3600.0 * len(group.machines)
    return 3600.0 / (3600.0 / group.rate_h + setup_s / weekly_load(group.name))


def steps_of(
    product: Product, route: tuple[str, ...], lots_week: dict[str, float] | None = None
) -> list[Step]:
    """Return the steps of a product: press steps set up per lot, welding and the like per pallet.

    Rework leaves the last step before degreasing and comes back at degreasing, which has no set-up.
    """
    lots = product.lots() if lots_week is None else lots_week
    degreasing = 10 * (route.index("DEGR") + 1)
    bench = Step(product.name, BENCH_STEP, "SORT", GROUP["SORT"].rate_h, 0.0, None, 0.0, 0.0, None)
    steps: list[Step] = [bench]
    for i, name in enumerate(route):
        group = GROUP[name]
        rate_h, setup_min = group.rate_h, group.setup_min
        lot_pieces = round(product.demand_week / lots[name]) if group.is_press else None
        if group.setup_share > 0 and group.buffer_pieces is None:
            setup_min, lot_pieces = round(pallet_setup_min(group), 1), PALLET_PIECES
        elif group.setup_share > 0:
            rate_h = round(rate_with_setups(group), 1)
        is_last = route[i + 1 : i + 2] == ("DEGR",)
        steps.append(
            Step(
                product.name,
                10 * (i + 1),
                name,
                rate_h,
                setup_min,
                lot_pieces,
                SCRAP_SHARE if group.is_press else 0.0,
                REWORK_SHARE if is_last else 0.0,
                degreasing if is_last else None,
            )
        )
    return steps


def _station_row(group: Group) -> list[Value]:
    is_fork = group.name == "FORK"
    machines = f"{group.machines[0]}-{group.machines[-1]}"
    sets_up = group.setup_min > 0
    has_setups = sets_up or (group.setup_share > 0 and group.buffer_pieces is None)
    return [
        group.name, group.area, machines if len(group.machines) > 1 else group.machines[0],
        group.operators, group.per_operator, "cycle", 0, group.buffer_pieces,
        None if group.mtbf_h is None else round(group.mtbf_h, 2),
        None if group.mtbf_h is None else round(MTTR_H, 3),
        None if group.mtbf_h is None else round(spread(REPAIR_SD_LOG), 3), "running",
        None if group.mtbf_h is None else "MAINT", "SETUP" if sets_up else None,
        round(spread(SETUP_SD_LOG), 3) if has_setups else None,
        group.name if group.is_press or group.name == "DEGR" else None,
        None if is_fork or group.name == "PACK" else "FORK",
        0 if is_fork or group.name == "PACK" else MOVE_S,
    ]  # fmt: skip


STATION_COLUMNS = (
    "station", "area", "machines", "operators", "machines_per_operator", "attendance", "load_s",
    "buffer_pieces", "mtbf_h", "mttr_h", "mttr_spread", "breakdown_clock", "repair_skill",
    "setup_skill", "setup_spread", "relief_skill", "moved_by", "move_s",
)  # fmt: skip


def orders(frame: Frame) -> list[list[Value]]:
    """Return the orders: one per product and open week, good pieces demanded.

    Quantity = weekly mean x month index x noise (6 %) x open days / 5.
    """
    noise = frame.stream("orders")
    rows: list[list[Value]] = []
    for week in frame.open_weeks():
        start = frame.monday(week)
        for product in PRODUCTS:
            factor = frame.season(week) * (1.0 + DEMAND_SD * noise.gauss(0.0, 1.0))
            factor = factor * frame.open_days(week) / 5
            quantity = round(product.demand_week * factor)
            due = start + timedelta(days=11)
            name = f"{product.name}-{start:%y%m%d}"
            rows.append([name, product.name, quantity, start.isoformat(), due.isoformat(), 0])
    return rows


def write(folder: Path, frame: Frame) -> None:
    """Write stations, operations, components and orders."""
    write_csv(folder / "stations.csv", STATION_COLUMNS, map(_station_row, GROUPS))
    steps = [s for p in PRODUCTS for s in steps_of(p, p.route)]
    write_csv(folder / "operations.csv", OPERATION_COLUMNS, (step.row() for step in steps))
    write_csv(folder / "components.csv", ("product", "step", "component", "quantity"), ())
    columns = ("order", "product", "quantity", "release", "due", "priority")
    write_csv(folder / "orders.csv", columns, orders(frame))
