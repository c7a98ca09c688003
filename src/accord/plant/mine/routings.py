"""Routes of the cases: which operations, in which order, with how many pieces and minutes.

A *visit* is all the reports of one case at one operation. The route of a case is the order of the
first visits. Where the log counts different numbers of pieces at the steps of one case (it began
before the log or ended after it, pieces were split, a side was machined twice) the case is cut into
*layers*: each layer is an order whose pieces pass the same steps, and the layers of a case add up
to the pieces counted at every step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

__all__ = ["Layer", "family", "find_layers", "find_routes", "find_visits", "name_operations"]

SAME_LEVEL = 1.25  # step counts within this ratio belong to the same pieces
_SETUP_PREFIX = r"(?i)^\W*(set-?\s?up|reglages?|réglages?)\W*"


@dataclass(frozen=True, slots=True)
class Layer:
    """Pieces of one case that pass the same steps: an order of the mined plant.

    Parameters
    ----------
    case, part
        Names in the log.
    number
        1 for the layer with most pieces, then 2, 3, ... in the order of their release.
    pieces
        Pieces, at least 1.
    steps
        Operations in route order.
    own
        Operations whose set-up and fixed time this layer carries.
    release, due
        Dates of the first report of its first step and of the last report of its steps.
    is_counted
        False for work that the log records without finished pieces (carried as one piece).
    """

    case: str
    part: str
    number: int
    pieces: int
    steps: tuple[str, ...]
    own: frozenset[str]
    release: date
    due: date
    is_counted: bool = True


def family(operation: str) -> str:
    """Return the process of an operation: ``Turning & Milling - Machine 4``: Turning & Milling."""
    stem = re.split(r"\s+-\s+|-\s*(?=[Mm]achine)", operation)[0]
    return re.sub(r"\s*\d+\s*$", "", stem).strip() or operation


def name_operations(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``operation``: the activity, with set-ups named apart brought back to their machine.

    A set-up named in the activity (``Setup - Machine 4``) takes, in this order: its own name
    without the word when that is an activity of the log; the case's next (else last) operation on
    the same resource; the resource's commonest operation; the case's next operation; its own name.
    """
    rows = rows.with_columns(operation="activity")
    named = rows.filter(pl.col("is_named_setup"))
    if named.height == 0:
        return rows
    work = rows.filter(~pl.col("is_named_setup") & (pl.col("report") == "D")).sort("start", "line")
    fix = _owners_of_setups(named, work)
    # Without a machine column the set-up's own name stands as its resource: take the operation's.
    lost = pl.col("is_named_setup") & (pl.col("resource") == pl.col("activity"))
    return (
        rows.join(fix, on="line", how="left", maintain_order="left")
        .with_columns(
            operation=pl.coalesce("new", "operation"),
            resource=pl.when(lost).then(pl.coalesce("other", "resource")).otherwise("resource"),
        )
        .drop("new", "other")
    )


def _owners_of_setups(named: pl.DataFrame, work: pl.DataFrame) -> pl.DataFrame:
    """Find the operation (``new``) and resource (``other``) of set-ups named apart, by line."""
    stripped = pl.col("activity").str.replace(_SETUP_PREFIX, "")
    usual = (
        work.group_by("activity", "resource")
        .len()
        .sort("len", "activity", descending=[True, False])
    )
    of_activity = usual.unique("activity", keep="first", maintain_order=True)
    of_resource = usual.unique("resource", keep="first", maintain_order=True)
    later = work.select("case", "resource", "start", at="activity", at_resource="resource")
    asked = named.select("line", "case", "resource", "start", stripped=stripped).sort("start")
    asked = (
        asked.join(
            of_activity.select(stripped="activity", own="activity", own_resource="resource"),
            on="stripped",
            how="left",
            maintain_order="left",
        )
        .join_asof(
            later.select("case", "resource", "start", next="at"),
            on="start",
            by=["case", "resource"],
            strategy="forward",
            check_sortedness=False,
        )
        .join_asof(
            later.select("case", "resource", "start", previous="at"),
            on="start",
            by=["case", "resource"],
            strategy="backward",
            check_sortedness=False,
        )
        .join(
            of_resource.select("resource", usual="activity"),
            on="resource",
            how="left",
            maintain_order="left",
        )
        .join_asof(
            later.select("case", "start", after="at", after_resource="at_resource"),
            on="start",
            by="case",
            strategy="forward",
            check_sortedness=False,
        )
    )
    return asked.select(
        "line",
        new=pl.coalesce("own", "next", "previous", "usual", "after"),
        other=pl.coalesce("own_resource", "after_resource"),
    )


def find_visits(counted: pl.DataFrame, *, has_pieces: bool) -> pl.DataFrame:
    """Sum the reports of each case at each operation.

    Parameters
    ----------
    counted
        Rows that count, with ``operation``, ``status`` and ``taken_min``.
    has_pieces
        False when the log counts no pieces: each visit then counts one.

    Returns
    -------
    polars.DataFrame
        One row per visit in route order: case, part, operation, resource, ordered, pieces (good and
        rejected), rejected, work_min, num_work (believed reports), setup_min, num_setup,
        num_default (placeholders), has_work, first, last.
    """
    believed = pl.col("status") == "used"
    is_work, is_setup = pl.col("report") == "D", pl.col("report") == "S"
    pieces = (pl.col("good").fill_null(0) + pl.col("rejected").fill_null(0)).sum()
    visits = (
        counted.filter(pl.col("report") != "B")
        .group_by("case", "operation", maintain_order=True)
        .agg(
            pl.col("part").first(),
            pl.col("resource").mode(maintain_order=True).first(),
            pl.col("ordered").drop_nulls().first(),
            (pieces if has_pieces else pl.lit(1.0)).alias("pieces"),
            pl.col("rejected").fill_null(0).sum(),
            work_min=pl.col("taken_min").filter(is_work & believed).sum(),
            num_work=(is_work & believed).sum().cast(pl.Int64),
            setup_min=pl.col("taken_min").filter(is_setup & believed).sum(),
            num_setup=(is_setup & believed).sum().cast(pl.Int64),
            num_default=(pl.col("status") == "placeholder").sum().cast(pl.Int64),
            has_work=is_work.any(),
            first=pl.col("start").min(),
            first_work=pl.col("start").filter(is_work).min(),
            last=pl.col("end").max(),
        )
    )
    return visits.sort(
        pl.coalesce("first_work", "first"), "first", "operation", maintain_order=True
    ).sort("case", maintain_order=True)


def find_routes(counted: pl.DataFrame) -> pl.DataFrame:
    """Return each case's route over its work reports: the order of the first visits.

    Parameters
    ----------
    counted
        Rows that count, with ``activity``.

    Returns
    -------
    polars.DataFrame
        case, part, route (operations joined by `` > ``), num_steps.
    """
    first = (
        counted.filter(pl.col("report") == "D")
        .sort("start", "line")
        .unique(["case", "activity"], keep="first", maintain_order=True)
    )
    return first.group_by("case", maintain_order=True).agg(
        pl.col("part").first(),
        route=pl.col("activity").str.join(" > "),
        num_steps=pl.len().cast(pl.Int64),
    )


def find_layers(visits: pl.DataFrame) -> list[Layer]:
    """Cut every case into orders whose pieces pass the same steps.

    Parameters
    ----------
    visits
        As from ``find_visits``.

    Returns
    -------
    list of Layer
        At least one per case; over the layers of a case the pieces at a step add up to the pieces
        counted there (steps whose counts lie within a quarter of each other share their mean).
    """
    needed = visits.select("case", "part", "operation", "pieces", "first", "last")
    cases: dict[str, list[dict[str, object]]] = {}
    for step in needed.iter_rows(named=True):
        cases.setdefault(step["case"], []).append(step)
    begun = needed.group_by("case").agg(pl.col("first").min()).sort("first", "case")
    return [layer for case in begun["case"] for layer in _layers_of(cases[case])]


def _layers_of(steps: list[dict[str, object]]) -> list[Layer]:
    """Cut one case; ``steps`` are its visits in route order."""
    level: dict[str, float] = {}
    counts = sorted(
        (float(str(s["pieces"])), str(s["operation"])) for s in steps if float(str(s["pieces"])) > 0
    )
    cluster: list[tuple[float, str]] = []
    for count, operation in counts:
        if cluster and count > SAME_LEVEL * cluster[0][0]:
            _share(cluster, level)
            cluster = []
        cluster.append((count, operation))
    _share(cluster, level)
    found: list[tuple[int, tuple[str, ...], bool]] = []
    below = 0.0
    for value in sorted(set(level.values())):
        pieces = max(1, round(value) - round(below))
        through = tuple(
            str(s["operation"]) for s in steps if level.get(str(s["operation"]), 0) >= value
        )
        found.append((pieces, through, True))
        below = value
    uncounted = tuple(str(s["operation"]) for s in steps if str(s["operation"]) not in level)
    if uncounted:
        found.append((1, uncounted, False))
    return _as_orders(steps, found)


def _share(cluster: list[tuple[float, str]], level: dict[str, float]) -> None:
    """Give the steps of a cluster their mean count."""
    for _, operation in cluster:
        level[operation] = sum(count for count, _ in cluster) / len(cluster)


def _as_orders(
    steps: list[dict[str, object]], found: list[tuple[int, tuple[str, ...], bool]]
) -> list[Layer]:
    """Sort layers by size and give each its number, its dates and the set-ups it carries."""
    first = {str(s["operation"]): s["first"] for s in steps}
    last = {str(s["operation"]): s["last"] for s in steps}
    taken: set[str] = set()
    layers = []
    for number, (pieces, through, is_counted) in enumerate(
        sorted(found, key=lambda item: (-item[0], item[1])), start=1
    ):
        starts = [m for op in through if isinstance(m := first[op], datetime)]
        ends = [m for op in through if isinstance(m := last[op], datetime)]
        layers.append(
            Layer(
                case=str(steps[0]["case"]),
                part=str(steps[0]["part"]),
                number=number,
                pieces=pieces,
                steps=through,
                own=frozenset(through) - taken,
                release=starts[0].date(),
                due=max(max(ends).date(), starts[0].date()),
                is_counted=is_counted,
            )
        )
        taken.update(through)
    return layers
