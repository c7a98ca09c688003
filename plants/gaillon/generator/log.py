"""The production log of the twelve months before the reference date: log.csv.

One row per lot, operation and shift, set-ups (type S) and breakdowns (type B) apart, written by a
plain list scheduler on today's shifts: each lot takes the machine of the group that is free first.
No row comes from outside data.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from generator.frame import MONTH_INDEX, Frame
from generator.mastery import skills
from generator.rosters import past_absences
from generator.shop import (
    DEMAND_SD,
    GROUP,
    PRODUCTS,
    REPAIR_MEDIAN_MIN,
    REPAIR_SD_LOG,
    REWORK_SHARE,
    SCRAP_SHARE,
    SETUP_SD_LOG,
    Product,
    steps_of,
)
from generator.staff import staff
from generator.writing import Value, write_csv

FIRST_WEEK = -52
BREAK_AFTER_MIN, BREAK_MIN = 240, 20
REWORK_BATCH_PIECES = 250
COLUMNS = (
    "case", "activity", "resource", "start", "end", "worker", "type", "part", "order qty",
    "qty ok", "qty rejected", "rework",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """One shift of one crew; minutes are minutes of work since the log began."""

    first_min: float
    last_min: float
    start: datetime
    crew: str

    def clock(self, minute: float) -> datetime:
        """Return the clock time of a minute of work; the break lies in the middle."""
        done = round(minute - self.first_min)
        return self.start + timedelta(minutes=done + (BREAK_MIN if done > BREAK_AFTER_MIN else 0))


def windows(frame: Frame) -> list[Window]:
    """Return the shifts of a year in order of time: crew A and B swap weekly."""
    shifts: list[Window] = []
    total = 0.0
    for week in range(FIRST_WEEK, 0):
        for day in range(5):
            on = frame.monday(week) + timedelta(days=day)
            if on in frame.past_holidays or frame.is_closed(on):
                continue
            length = 420.0 if day == 4 else 480.0
            for i, hour in enumerate((330, 820 if day < 4 else 760)):
                start = datetime(on.year, on.month, on.day) + timedelta(minutes=hour)  # noqa: DTZ001
                crew = "AB"[(week + i) % 2]
                shifts.append(Window(total, total + length, start, crew))
                total += length
    return shifts


@dataclass(slots=True)
class Lot:
    """One lot on its way through the shop."""

    case: str
    product: Product
    quantity: int
    steps: list[tuple[int, str]]
    good: int = 0


@dataclass(slots=True)
class Shop:
    """The state of the scheduler: free times of machines, who stands where in a shift."""

    rng: random.Random
    shifts: list[Window]
    free: dict[str, float] = field(default_factory=dict)
    posts: dict[tuple[int, str], str] = field(default_factory=dict)
    masters: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    taken: dict[int, set[str]] = field(default_factory=dict)
    away: dict[str, list[tuple[date, date]]] = field(default_factory=dict)
    rows: list[list[Value]] = field(default_factory=list)
    to_rework: int = 0

    def window(self, minute: float) -> int:
        """Return the number of the shift that holds a minute of work."""
        low, high = 0, len(self.shifts) - 1
        while low < high:
            middle = (low + high) // 2
            if self.shifts[middle].last_min <= minute:
                low = middle + 1
            else:
                high = middle
        return low

    def worker(self, i: int, machine: str, station: str, task: str) -> str:
        """Return who stands at a machine in a shift: present, skilled, and nowhere else."""
        key = (i, f"{machine}:{task}")
        if key in self.posts:
            return self.posts[key]
        shift = self.shifts[i]
        day = shift.start.date()
        able = [
            person
            for person in self.masters.get((station, task, shift.crew), [])
            if not any(first <= day <= last for first, last in self.away.get(person, []))
        ]
        busy = self.taken.setdefault(i, set())
        choice = [p for p in able if p not in busy] or able
        person = self.rng.choice(choice) if choice else ""
        if task == "run":
            busy.add(person)
        self.posts[key] = person
        return person

    def pieces_of(self, begin: float, minutes: float) -> Iterator[tuple[int, float, float]]:
        """Cut a stretch of work into shifts: number of the shift, first and last minute."""
        end = begin + minutes
        i = self.window(begin)
        while begin < end - 1e-9 and i < len(self.shifts):
            stop = min(end, self.shifts[i].last_min)
            if stop > begin:
                yield i, begin, stop
            begin, i = max(begin, stop), i + 1


def _season(frame: Frame, week: int) -> float:
    open_ones = frame.open_weeks(FIRST_WEEK, 0)
    mean = sum(MONTH_INDEX[frame.month_of(w) - 1] for w in open_ones) / len(open_ones)
    return MONTH_INDEX[frame.month_of(week) - 1] / mean


def _lots(shop: Shop, frame: Frame) -> Iterator[tuple[float, Lot]]:
    """Give the lots of the year with their release, spread evenly over each week."""
    for week in range(FIRST_WEEK, 0):
        days = [frame.monday(week) + timedelta(days=d) for d in range(5)]
        inside = [s for s in shop.shifts if s.start.date() in days]
        if not inside:
            continue
        first, last = inside[0].first_min, inside[-1].last_min
        for product in PRODUCTS:
            noise = 1.0 + DEMAND_SD * shop.rng.gauss(0.0, 1.0)
            quantity = product.demand_week * _season(frame, week) * noise * len(inside) / 10.0
            count = max(1, round(quantity * product.lots_week / product.demand_week))
            steps = [(s.step, s.station) for s in steps_of(product, product.route) if s.step > 0]
            for j in range(count):
                release = first + (j + shop.rng.random()) / count * (last - first)
                case = f"{product.name}-{week - FIRST_WEEK + 1:02d}-{j + 1:02d}"
                size = round(quantity / count)
                yield release, Lot(case, product, size, steps, good=size)


def _duration(rng: random.Random, median: float, sd_log: float) -> float:
    return median * math.exp(sd_log * rng.gauss(0.0, 1.0))


def _write(
    shop: Shop, lot: Lot, place: tuple[str, str, str], task: str, stretch: tuple[float, float]
) -> None:
    """Write rows for a set-up or a breakdown."""
    activity, station, machine = place
    kind, skill = ("S", "SETUP") if task == "setup" else ("B", "MAINT")
    if task == "setup" and GROUP[station].setup_min == 0:
        skill, task = station, "run"
    for i, begin, stop in shop.pieces_of(*stretch):
        shift = shop.shifts[i]
        shop.rows.append(
            [
                lot.case, activity, machine, _stamp(shift.clock(begin)), _stamp(shift.clock(stop)),
                shop.worker(i, machine, skill, task), kind, lot.product.name, lot.quantity,
                None, None, None,
            ]
        )  # fmt: skip


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


PARTS = {"WELD": 3, "RIVET": 2}  # slow groups share a lot over this many machines


def _run(shop: Shop, lot: Lot, i_step: int, ready: float) -> float:
    """Schedule one operation of a lot; return when it is done, in minutes of work."""
    parts = PARTS.get(lot.steps[i_step][1], 1)
    sizes = [(lot.good * (k + 1)) // parts - (lot.good * k) // parts for k in range(parts)]
    ends = [_run_part(shop, lot, i_step, ready, size) for size in sizes]
    return max(ends)


def _run_part(shop: Shop, lot: Lot, i_step: int, ready: float, pieces: int) -> float:
    """Schedule a part of a lot on the machine that is free first."""
    step, station = lot.steps[i_step]
    group = GROUP[station]
    machine = min(group.machines, key=lambda name: (shop.free.get(name, 0.0), name))
    begin = max(ready, shop.free.get(machine, 0.0))
    if group.setup_min > 0:
        minutes = _duration(shop.rng, group.setup_min * 0.94, SETUP_SD_LOG)
        _write(shop, lot, (f"setup {station}", station, machine), "setup", (begin, minutes))
        begin += minutes
    pace = math.exp(0.03 * shop.rng.gauss(0.0, 1.0)) * (1.0 + group.setup_share)
    minutes = 60.0 * pieces / group.rate_h * pace
    if shop.rng.random() < minutes / 60.0 / (group.mtbf_h or math.inf):
        repair = _duration(shop.rng, REPAIR_MEDIAN_MIN, REPAIR_SD_LOG)
        _write(shop, lot, (f"breakdown {station}", station, machine), "repair", (begin, repair))
        begin += repair
    rejected = 0
    if group.is_press:
        mean = SCRAP_SHARE * pieces
        rejected = max(0, round(mean + math.sqrt(mean) * shop.rng.gauss(0.0, 1.0)))
    _write_run(
        shop, lot, (f"{step} {station}", station, machine), (begin, minutes), (pieces, rejected)
    )
    shop.free[machine] = begin + minutes
    lot.good -= rejected
    return begin + minutes


def _write_run(
    shop: Shop,
    lot: Lot,
    place: tuple[str, str, str],
    stretch: tuple[float, float],
    quantity: tuple[int, int],
) -> None:
    """Write one row per shift of a run; pieces are shared out by time."""
    activity, station, machine = place
    begin, minutes = stretch
    left, bad_left = quantity
    stretches = list(shop.pieces_of(begin, minutes))
    for k, (i, first, stop) in enumerate(stretches):
        is_last = k == len(stretches) - 1
        share = (stop - first) / minutes
        made = left if is_last else round(quantity[0] * share)
        bad = bad_left if is_last else round(quantity[1] * share)
        left, bad_left = left - made, bad_left - bad
        shift = shop.shifts[i]
        shop.rows.append(
            [
                lot.case, activity, machine, _stamp(shift.clock(first)), _stamp(shift.clock(stop)),
                shop.worker(i, machine, station, "run"), "D", lot.product.name, lot.quantity,
                made - bad, bad, None,
            ]
        )  # fmt: skip


def _rework(shop: Shop, lot: Lot, ready: float) -> None:
    """Write the sorting and rework: 2 % of the pieces, an hour's work and more at a time."""
    shop.to_rework += round(REWORK_SHARE * lot.good)
    pieces = shop.to_rework
    if pieces < REWORK_BATCH_PIECES:
        return
    shop.to_rework = 0
    begin = max(ready, shop.free.get("RW01", 0.0))
    minutes = 60.0 * pieces / GROUP["SORT"].rate_h
    for i, first, stop in shop.pieces_of(begin, minutes):
        shift = shop.shifts[i]
        made = round(pieces * (stop - first) / minutes)
        shop.rows.append(
            [
                lot.case, "rework", "RW01", _stamp(shift.clock(first)), _stamp(shift.clock(stop)),
                shop.worker(i, "RW01", "SORT", "run"), "D", lot.product.name, lot.quantity, made,
                0, "Y",
            ]
        )  # fmt: skip
    shop.free["RW01"] = begin + minutes


def _masters(frame: Frame) -> dict[tuple[str, str, str], list[str]]:
    """Return who masters (station, task) in crew A or B."""
    crew = {w.person: w.crew[0] for w in staff(frame)[0]}
    masters: dict[tuple[str, str, str], list[str]] = {}
    for person, station, task, level, *_ in skills(frame):
        if isinstance(level, int) and level >= 2:
            key = (str(station), str(task), crew[str(person)])
            masters.setdefault(key, []).append(str(person))
    return masters


def log_rows(frame: Frame) -> list[list[Value]]:
    """Return the rows of the log, by start, machine and case."""
    away: dict[str, list[tuple[date, date]]] = {}
    for person, first, last in past_absences(frame):
        away.setdefault(person, []).append((first, last))
    shop = Shop(frame.stream("log"), windows(frame), masters=_masters(frame), away=away)
    end = shop.shifts[-1].last_min
    queue = [(release, i, 0, lot) for i, (release, lot) in enumerate(_lots(shop, frame))]
    heapq.heapify(queue)
    while queue:
        ready, i, i_step, lot = heapq.heappop(queue)
        if ready >= end:
            continue
        station = lot.steps[i_step][1]
        if station == "DEGR":
            _rework(shop, lot, ready)
        done = _run(shop, lot, i_step, ready)
        if i_step + 1 < len(lot.steps):
            heapq.heappush(queue, (done, i, i_step + 1, lot))
    shop.rows.sort(key=lambda row: (str(row[3]), str(row[2]), str(row[0])))
    return shop.rows


def write(folder: Path, frame: Frame) -> None:
    """Write log.csv."""
    write_csv(folder / "log.csv", COLUMNS, log_rows(frame))
