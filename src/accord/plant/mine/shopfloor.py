"""Machines, stations and the person's attention, as the log shows them.

Resources that do the same operation are like machines and form one station. So do resources that
one person is seen to tend at the same time (a cell): work waits for any machine of the station, and
in a cell one person may tend several. A resource on which several people report at the same time is
a workplace with several places. Set-ups and repairs done by people who do not run the machine are
the work of specialists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from accord.plant.mine.spans import Floats, by_key, sessions, together

__all__ = ["Station", "find_stations"]

CELL_SHARE = 0.10  # two machines tended together for this share of the hours of the lesser one
CELL_MIN_H = 20.0
PLACES_SHARE = 0.20  # a workplace has several places when shared for this share of its busy time
PLACES_COVER = 0.95  # ... as many as cover this share of it
LIKE_SHARE, LIKE_ROWS = 0.05, 5  # of an operation's reports, for a resource to be one of its own
SPECIALIST_RUNS = 0.10  # who runs a station in fewer of his reports there is a specialist


@dataclass(frozen=True, slots=True)
class Station:
    """A station found in a log.

    Parameters
    ----------
    name
        Name in the mined plant.
    resources
        Names of its machines or workplaces in the log.
    machines
        Machine ids in the mined plant.
    machine_h
        Hours reported on it (a person's overlapping rows on one resource count once).
    attention_h
        Hours that people really had for it (their time shared among what they did at once).
    num_reports
        Reports whose duration is believed.
    num_people
        People who reported on it.
    setters, menders
        People who set it up, and who repair it, without running it; empty when its own operators
        do most of it.
    """

    name: str
    resources: tuple[str, ...]
    machines: tuple[str, ...]
    machine_h: float
    attention_h: float
    num_reports: int
    num_people: int
    setters: tuple[str, ...] = ()
    menders: tuple[str, ...] = ()

    @property
    def is_measured(self) -> bool:
        """True when at least one report has a believed duration."""
        return self.num_reports > 0

    @property
    def machines_per_person(self) -> float:
        """Machine hours per hour of attention: how many machines one person tends on average."""
        return self.machine_h / self.attention_h if self.attention_h > 0 else 1.0


def find_stations(counted: pl.DataFrame, timed: pl.DataFrame) -> tuple[Station, ...]:
    """Find the stations of a log.

    Parameters
    ----------
    counted
        Rows that count for routes and pieces.
    timed
        Rows whose duration is believed, with ``start_min``, ``end_min``, ``attention_min``.

    Returns
    -------
    tuple of Station
        Sorted by name; every resource of the log belongs to exactly one.
    """
    resources = sorted(counted["resource"].drop_nulls().unique().to_list())
    merged = _merged(timed)
    hours = {r: sum(float((e - s).sum()) for s, e in merged.get(r, [])) / 60 for r in resources}
    places = {r: _num_places(merged.get(r, [])) for r in resources}
    groups = _cells(timed, {r: h for r, h in hours.items() if places[r] == 1})
    _join_like(counted, groups)
    by_resource = timed.group_by("resource", maintain_order=True).agg(
        pl.col("attention_min").sum() / 60, n=pl.len()
    )
    attention = dict(by_resource.select("resource", "attention_min").iter_rows())
    reports = dict(by_resource.select("resource", "n").iter_rows())
    people = counted.group_by("resource").agg(pl.col("worker").drop_nulls().unique())
    who = dict(people.iter_rows())
    taken: set[str] = set()
    found = []
    for group in groups(resources):
        machines = tuple(m for r in group for m in _machine_ids(r, places[r], taken))
        found.append(
            Station(
                name=_cell_name(group),
                resources=tuple(group),
                machines=machines,
                machine_h=sum(hours[r] for r in group),
                attention_h=sum(attention.get(r, 0.0) for r in group),
                num_reports=sum(reports.get(r, 0) for r in group),
                num_people=len({p for r in group for p in who.get(r, [])}),
                setters=_specialists(timed, group, "S"),
                menders=_specialists(timed, group, "B"),
            )
        )
    return tuple(sorted(found, key=lambda s: s.name))


_Spans = list[tuple[Floats, Floats]]


def _merged(timed: pl.DataFrame) -> Mapping[str, _Spans]:
    """Return, per resource, each person's reports with overlaps merged (start, end arrays)."""
    found: dict[str, _Spans] = {}
    for (resource, _), group in by_key(timed, ["resource", "worker"]):
        spans = sessions(
            group["start_min"].to_numpy(), group["end_min"].to_numpy(), gap=0.0, longest=1e9
        )
        table = np.array(spans).reshape(-1, 2)
        found.setdefault(resource, []).append((table[:, 0], table[:, 1]))
    return found


def _num_places(spans: _Spans) -> int:
    """Return how many people work at a resource at once; 1 unless it is shared regularly."""
    if not spans:
        return 1
    level = together(np.concatenate([s for s, _ in spans]), np.concatenate([e for _, e in spans]))
    busy = level[1:]
    if busy.size < 2 or busy[1:].sum() < PLACES_SHARE * busy.sum():
        return 1
    return int(np.searchsorted(np.cumsum(busy) / busy.sum(), PLACES_COVER) + 1)


class _Groups:
    """Connected machines; calling it lists the groups of a list of resources."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def find(self, name: str) -> str:
        while (up := self._leader.get(name, name)) != name:
            name = up
        return name

    def join(self, a: str, b: str) -> None:
        first, second = sorted((self.find(a), self.find(b)))
        self._leader[second] = first

    def __call__(self, resources: list[str]) -> list[list[str]]:
        found: dict[str, list[str]] = {}
        for resource in resources:
            found.setdefault(self.find(resource), []).append(resource)
        return [sorted(group, key=_natural) for group in found.values()]


def _cells(timed: pl.DataFrame, hours: Mapping[str, float]) -> _Groups:
    """Join machines that one person tends at the same time often enough."""
    shared: dict[tuple[str, str], float] = {}
    for _, group in by_key(timed.filter(pl.col("resource").is_in(list(hours))), ["worker"]):
        start, end = group["start_min"].to_numpy(), group["end_min"].to_numpy()
        names = group["resource"].to_list()
        for i in range(len(names)):
            # rows are sorted by start: only those that begin before this one ends overlap it
            stop = int(np.searchsorted(start, end[i]))
            for j in range(i + 1, stop):
                if names[j] != names[i]:
                    pair = (min(names[i], names[j]), max(names[i], names[j]))
                    both = min(end[i], end[j]) - start[j]
                    shared[pair] = shared.get(pair, 0.0) + float(both) / 60
    groups = _Groups()
    for a, b in combinations(sorted(hours), 2):
        both_h = shared.get((a, b), 0.0)
        if both_h >= CELL_MIN_H and both_h >= CELL_SHARE * min(hours[a], hours[b]):
            groups.join(a, b)
    return groups


def _join_like(counted: pl.DataFrame, groups: _Groups) -> None:
    """Join the resources on which one and the same operation is regularly done."""
    rows = (
        counted.filter(pl.col("report") == "D")
        .group_by("operation", "resource")
        .len()
        .filter(
            (pl.col("len") >= LIKE_ROWS)
            & (pl.col("len") >= LIKE_SHARE * pl.col("len").sum().over("operation"))
        )
        .sort("operation", "resource")
    )
    first: dict[str, str] = {}
    for operation, resource in rows.select("operation", "resource").iter_rows():
        groups.join(first.setdefault(operation, resource), resource)


def _specialists(timed: pl.DataFrame, group: list[str], report: str) -> tuple[str, ...]:
    """Return who does the set-ups (S) or repairs (B) of a station when they do not run it."""
    rows = timed.filter(pl.col("resource").is_in(group) & pl.col("worker").is_not_null())
    table = rows.group_by("worker", maintain_order=True).agg(
        done=pl.col("minutes").filter(pl.col("report") == report).sum(),
        runs=(pl.col("report") == "D").mean(),
    )
    table = table.filter(pl.col("done") > 0).with_columns(is_apart=pl.col("runs") < SPECIALIST_RUNS)
    apart = table.filter("is_apart")
    if apart.height == 0 or 2 * float(apart["done"].sum()) < float(table["done"].sum()):
        return ()
    return tuple(sorted(apart["worker"].to_list()))


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort key that puts Machine 9 before Machine 10."""
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _split(resource: str) -> tuple[str, str]:
    """Split ``Machine 4 - Turning & Milling`` into its machine and its process."""
    left, dash, right = resource.partition("-")
    return (left.strip(), right.strip()) if dash else (resource.strip(), "")


def _cell_name(group: list[str]) -> str:
    """Name a cell: the common process and the machine numbers."""
    clean = [re.sub(r"[;,]", " ", name) for name in group]
    if len(clean) == 1:
        return clean[0]
    labels, processes = zip(*map(_split, clean), strict=True)
    numbers = [re.sub(r"\D", "", label) or label for label in labels]
    common = [p for p in dict.fromkeys(processes) if p]
    if common:
        return f"{' / '.join(common)} {'+'.join(numbers)}"
    stems = {re.sub(r"\d+$", "", label) for label in labels}
    if len(stems) == 1:  # PR01, PR02, ... PR08
        span = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 3 else "+".join(numbers)
        return f"{stems.pop()}{span}"
    return "+".join(labels)


def _machine_ids(resource: str, places: int, taken: set[str]) -> list[str]:
    """Make machine ids without blanks: ``M4`` for ``Machine 4 - ...``, else the name's letters."""
    label, _ = _split(resource)
    if re.fullmatch(r"\w+", resource):
        label = ""  # an id already
    short = re.fullmatch(r"([A-Za-z])[A-Za-z]*\s*(\d+)", label)
    stem = f"{short[1].upper()}{short[2]}" if short else re.sub(r"[^A-Za-z0-9]+", "", resource)
    stem = stem or "M"
    base, n = stem, 2
    while base in taken:
        base, n = f"{stem}x{n}", n + 1
    taken.add(base)
    return [base] if places == 1 else [f"{base}p{i + 1}" for i in range(places)]
