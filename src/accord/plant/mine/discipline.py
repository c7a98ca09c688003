"""Which waiting case was taken first: the discipline of the queues, as the starts show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from accord.plant.mine.spans import by_key

__all__ = ["Discipline", "find_discipline"]

MAX_VISITS = 3000


@dataclass(frozen=True, slots=True)
class Discipline:
    """How often the case that had waited longest was started first.

    Parameters
    ----------
    num_pairs
        Pairs of cases that waited for the same station at the same time.
    fifo_share
        Share of pairs started in the order of arrival (1: strictly, 0.5: any order); None without
        pairs.
    small_first_share
        Share of pairs in which the case with fewer pieces started first.
    wait_h_median
        Median hours between the end of one step and the first report of the next.
    """

    num_pairs: int
    fifo_share: float | None
    small_first_share: float | None
    wait_h_median: float | None


def find_discipline(visits: pl.DataFrame, station_of: Mapping[str, str]) -> Discipline:
    """Measure the queue discipline over all stations.

    A case arrives when its previous step ends. Two cases count when both had arrived before either
    was started.

    Parameters
    ----------
    visits
        As from ``find_visits``.
    station_of
        Resource to station.

    Returns
    -------
    Discipline
        Counts and shares.

    Limits
    ------
    Steps of one case overlap in time; such visits have no arrival and are left out.
    """
    rows = (
        visits.with_columns(
            station=pl.col("resource").replace_strict(dict(station_of)),
            arrival=pl.col("last").shift(1).over("case"),
        )
        .filter(pl.col("arrival") <= pl.col("first"))
        .with_columns(
            a=pl.col("arrival").dt.epoch("us") / 3.6e9, s=pl.col("first").dt.epoch("us") / 3.6e9
        )
    )
    pairs = fifo = small = sized = 0
    for _, group in by_key(rows, ["station"]):
        top = group.head(MAX_VISITS)
        a, s, q = (top[name].to_numpy() for name in ("a", "s", "pieces"))
        both = (a[:, None] < a[None, :]) & (a[None, :] < s[:, None]) & (s[:, None] != s[None, :])
        pairs += int(both.sum())
        fifo += int((both & (s[:, None] < s[None, :])).sum())
        differ = both & (q[:, None] != q[None, :])
        sized += int(differ.sum())
        small += int((differ & ((q[:, None] < q[None, :]) == (s[:, None] < s[None, :]))).sum())
    wait = float(np.median(rows["s"].to_numpy() - rows["a"].to_numpy())) if rows.height else None
    return Discipline(
        pairs, fifo / pairs if pairs else None, small / sized if sized else None, wait
    )
