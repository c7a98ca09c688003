"""How far one event log is from another: five distances of the process-mining literature.

Each looks at one thing only, so a model is judged by all five together. Hours are floored to whole
ones, and distributions are compared by the 1-Wasserstein distance (mean absolute difference of
quantiles), so each distance in hours reads as "so many hours off on average".
Source: Chapela-Campa, Benchekroun, Baron, Dumas, Krass and Senderovich 2023, A framework for
measuring the quality of business process simulation models, doi:10.1016/j.is.2024.102447.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

HOUR_US = 3_600_000_000
WEEK_DAYS = range(1, 8)
ONE_SIDED_H = 23.0  # told for a weekday on which only one of the logs has events


@dataclass(frozen=True, slots=True)
class LogDistances:
    """Distances between two logs; 0 is alike.

    Attributes
    ----------
    ngram
        Difference of the counts of three activities in a row, over their sum (0 to 1).
    absolute_h
        Distance of the hours at which events start and end, on the calendar.
    circadian_h
        Mean over the weekdays of the distance of the hours of the day.
    relative_h
        Distance of the hours from the start of the case.
    cycle_time_h
        Distance of the durations of cases, in bins of one hour.
    """

    ngram: float
    absolute_h: float
    circadian_h: float
    relative_h: float
    cycle_time_h: float


def log_distances(log: pl.DataFrame, other: pl.DataFrame) -> LogDistances:
    """Return the five distances between two event logs.

    Parameters
    ----------
    log, other
        Columns ``case``, ``activity``, ``start``, ``end`` (local date and time), at least one row.

    Raises
    ------
    ValueError
        When a log has no rows.
    """
    if log.is_empty() or other.is_empty():
        msg = "a log without rows has no distance to another"
        raise ValueError(msg)
    return LogDistances(
        ngram=_ngram(log, other),
        absolute_h=_absolute(log, other),
        circadian_h=_circadian(log, other),
        relative_h=wasserstein(_relative_h(log), _relative_h(other)),
        cycle_time_h=_cycle_time(log, other),
    )


def wasserstein(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the 1-Wasserstein distance of two samples: the area between their distributions."""
    values = np.sort(np.concatenate([one, other]))
    below_one = np.searchsorted(np.sort(one), values[:-1], side="right") / len(one)
    below_other = np.searchsorted(np.sort(other), values[:-1], side="right") / len(other)
    return float(np.sum(np.abs(below_one - below_other) * np.diff(values)))


def _ngram(log: pl.DataFrame, other: pl.DataFrame, size: int = 3) -> float:
    counts = _ngrams(log, size).join(
        _ngrams(other, size), on=[f"a{k}" for k in range(size)], how="full", nulls_equal=True
    )
    one, two = (counts[name].fill_null(0).to_numpy().astype(float) for name in ("len", "len_right"))
    return float(np.abs(one - two).sum() / (one.sum() + two.sum()))


def _ngrams(log: pl.DataFrame, size: int) -> pl.DataFrame:
    """Count ``size`` activities in a row, empty places before and after each case included."""
    rows = log.sort("case", "start", "end", maintain_order=True).select("case", "activity")
    cases = rows.select("case").unique(maintain_order=True)
    empty = cases.select("case", pl.lit(None, pl.String).alias("activity"))
    padded = pl.concat([empty] * (size - 1) + [rows] + [empty] * (size - 1)).sort(
        "case", maintain_order=True
    )
    window = [pl.col("activity").shift(-k).over("case").alias(f"a{k}") for k in range(size)]
    place = pl.int_range(pl.len()).over("case")
    is_whole = place <= pl.len().over("case") - size
    return (
        padded.with_columns(*window).filter(is_whole).group_by(f"a{k}" for k in range(size)).len()
    )


def _moments(log: pl.DataFrame) -> pl.Series:
    """Return all starts and ends."""
    return pl.concat([log["start"], log["end"]]).cast(pl.Datetime("us"))


def _hours(microseconds: pl.Series) -> NDArray[np.float64]:
    """Return whole hours, rounded down."""
    hours: NDArray[np.float64] = np.floor_divide(microseconds.to_numpy(), HOUR_US).astype(float)
    return hours


def _absolute(log: pl.DataFrame, other: pl.DataFrame) -> float:
    mine, theirs = (_hours(_moments(one).cast(pl.Int64)) for one in (log, other))
    return wasserstein(mine, theirs)


def _circadian(log: pl.DataFrame, other: pl.DataFrame) -> float:
    days = []
    for one in (log, other):
        moments = _moments(one)
        days.append((moments.dt.weekday().to_numpy(), moments.dt.hour().to_numpy().astype(float)))
    (day, hour), (other_day, other_hour) = days
    distances = []
    for week_day in WEEK_DAYS:
        mine, theirs = hour[day == week_day], other_hour[other_day == week_day]
        if len(mine) and len(theirs):
            distances.append(wasserstein(mine, theirs))
        else:
            distances.append(ONE_SIDED_H if len(mine) or len(theirs) else 0.0)
    return float(np.mean(distances))


def _relative_h(log: pl.DataFrame) -> NDArray[np.float64]:
    begin = pl.col("start").min().over("case")
    since = log.select(
        (pl.col(name) - begin).dt.total_microseconds().alias(name) for name in ("start", "end")
    )
    return _hours(pl.concat([since["start"], since["end"]]))


def _cycle_time(log: pl.DataFrame, other: pl.DataFrame) -> float:
    span = (pl.col("end").max() - pl.col("start").min()).dt.total_microseconds().alias("span")
    mine, theirs = (one.group_by("case").agg(span)["span"] for one in (log, other))
    least = min(mine.to_numpy().min(), theirs.to_numpy().min())
    return wasserstein(_hours(mine - least), _hours(theirs - least))
