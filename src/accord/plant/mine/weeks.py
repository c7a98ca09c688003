"""What the log shows week by week: pieces, hours of people, hours of machines.

This is the yardstick of a simulated "today": the study compares its weeks with these.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from accord.errors import InputError, Place, Problem
from accord.plant.mine.people import EPOCH, worked_minutes
from accord.plant.mine.spans import Floats, busy_in, by_key

__all__ = ["OBSERVED_COLUMNS", "OBSERVED_FILE", "minutes_since_1970", "read_observed", "weekly"]

OBSERVED_FILE = "observed.csv"
OBSERVED_COLUMNS = (
    "week",
    "operation_pieces",
    "finished_pieces",
    "rejected_pieces",
    "worked_h",
    "machine_h",
    "setup_h",
    "breakdown_h",
    "people",
    "orders_begun",
    "orders_ended",
)


def minutes_since_1970(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``start_min`` and ``end_min``: minutes since 1970 on the log's wall clock."""
    return rows.with_columns(
        start_min=pl.col("start").dt.epoch("us") / 60e6, end_min=pl.col("end").dt.epoch("us") / 60e6
    )


def weekly(
    counted: pl.DataFrame,
    timed: pl.DataFrame,
    finished: Iterable[tuple[date, int]],
    monday: date,
    weeks: int,
) -> pl.DataFrame:
    """Sum the log by week.

    Parameters
    ----------
    counted
        Rows that count for pieces.
    timed
        Rows whose duration is believed, with ``start_min`` and ``end_min``.
    finished
        Day of the last report and pieces of each order found in the log.
    monday
        First day of the first week.
    weeks
        Number of weeks.

    Returns
    -------
    polars.DataFrame
        One row per week: ``week`` (its Monday); ``operation_pieces`` (good and rejected pieces,
        counted at every operation, in the week the report ends); ``finished_pieces`` (of the orders
        whose last report lies in the week); ``rejected_pieces``; ``worked_h`` (union of
        each person's reports, summed over people); ``machine_h`` (one person's overlapping reports
        on one machine count once); ``setup_h``, ``breakdown_h`` (report hours); ``people`` (with a
        report); ``orders_begun``, ``orders_ended`` (first and last report of a case).
    """
    origin = datetime(monday.year, monday.month, monday.day)  # noqa: DTZ001 - wall clock
    edges: Floats = np.arange(weeks + 1, dtype=np.float64) * 10080.0
    edges += (origin - EPOCH).total_seconds() / 60
    week = ((pl.col("end") - origin).dt.total_minutes() // 10080).clip(0, weeks - 1)
    rows = counted.with_columns(
        week=week,
        made=pl.col("good").fill_null(0) + pl.col("rejected").fill_null(0),
    )
    pieces = rows.group_by("week", maintain_order=True).agg(
        pl.col("made").sum(),
        rejected=pl.col("rejected").fill_null(0).sum(),
        people=pl.col("worker").drop_nulls().n_unique(),
    )
    table = pl.DataFrame({"week": range(weeks)}, schema={"week": pl.Int64}).join(
        pieces.with_columns(pl.col("week").cast(pl.Int64)), on="week", how="left"
    )
    spans = rows.group_by("case").agg(
        begun=((pl.col("start").min() - origin).dt.total_minutes() // 10080), ended=pl.max("week")
    )
    worked = worked_minutes(timed, edges)
    return (
        table.sort("week")
        .fill_null(0)
        .with_columns(
            worked_h=_hours(sum(worked.values(), np.zeros(weeks))),
            machine_h=_hours(_by_week(timed, edges)),
            setup_h=_hours(_by_week(timed.filter(pl.col("report") == "S"), edges)),
            breakdown_h=_hours(_by_week(timed.filter(pl.col("report") == "B"), edges)),
            finished_pieces=_finished(finished, monday, weeks),
            orders_begun=_counts(spans["begun"], weeks),
            orders_ended=_counts(spans["ended"], weeks),
            week=pl.Series([monday + timedelta(days=7 * w) for w in range(weeks)]),
        )
        .rename({"made": "operation_pieces", "rejected": "rejected_pieces"})
        .select(OBSERVED_COLUMNS)
    )


def _hours(minutes: Floats) -> pl.Series:
    return pl.Series(np.round(minutes / 60, 4))


def _finished(orders: Iterable[tuple[date, int]], monday: date, weeks: int) -> pl.Series:
    """Pieces of the orders by the week of their last report."""
    total = np.zeros(weeks)
    for day, pieces in orders:
        total[min(max((day - monday).days // 7, 0), weeks - 1)] += pieces
    return pl.Series(total)


def _counts(week: pl.Series, weeks: int) -> pl.Series:
    codes = week.drop_nulls().clip(0, weeks - 1).cast(pl.Int64).to_numpy()
    return pl.Series(np.bincount(codes, minlength=weeks))


def _by_week(timed: pl.DataFrame, edges: Floats) -> Floats:
    """Minutes per week reported on machines; one person's overlaps on one machine merged."""
    total = np.zeros(edges.size - 1)
    for _, group in by_key(timed, ["resource", "worker"]):
        total += busy_in(group["start_min"].to_numpy(), group["end_min"].to_numpy(), edges)
    return total


def read_observed(folder: Path) -> pl.DataFrame:
    """Read the weekly table that ``accord mine`` left in a mined plant.

    Parameters
    ----------
    folder
        The mined plant.

    Returns
    -------
    polars.DataFrame
        The columns of ``weekly``.

    Raises
    ------
    InputError
        If the file is missing or is not that table.
    """
    path = folder / OBSERVED_FILE
    remedy = "Mine the log again, or leave the comparison out."
    try:
        table = pl.read_csv(path, try_parse_dates=True)
    except (OSError, pl.exceptions.PolarsError):
        raise InputError(
            [
                Problem(
                    Place(OBSERVED_FILE),
                    "the weekly table is missing or unreadable",
                    "a mined plant keeps what its log showed week by week",
                    remedy,
                )
            ]
        ) from None
    lost = [name for name in OBSERVED_COLUMNS if name not in table.columns]
    if lost:
        raise InputError(
            [
                Problem(
                    Place(OBSERVED_FILE, 1),
                    f"columns missing: {', '.join(lost)}",
                    f"the weekly table has the columns {', '.join(OBSERVED_COLUMNS)}",
                    remedy,
                )
            ]
        )
    return table.select(OBSERVED_COLUMNS)
