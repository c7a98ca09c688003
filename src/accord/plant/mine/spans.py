"""Intervals of work on one time axis: how many run at once, and for how long at least one does.

A person who reports on three machines at the same time works one hour per hour: presence is the
union of the intervals, and each interval's *attention* is its share of that union.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["Floats", "attention", "busy_in", "by_key", "sessions", "together", "with_attention"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def _sweep(start: Floats, end: Floats) -> tuple[Floats, Ints]:
    """Return the sorted instants, and how many intervals run from each instant to the next."""
    times = np.unique(np.concatenate((start, end)))
    running = np.searchsorted(np.sort(start), times, side="right") - np.searchsorted(
        np.sort(end), times, side="right"
    )
    return times, running.astype(np.int64)


def attention(start: Floats, end: Floats) -> Floats:
    """Share out the union of one person's intervals among them, in minutes.

    While k intervals run together each gets 1/k of the time.

    Parameters
    ----------
    start, end
        Minutes on one axis, shape (n,), ``end >= start``.

    Returns
    -------
    numpy.ndarray
        Minutes per interval, shape (n,); their sum is the length of the union.
    """
    if start.size == 0:
        return np.zeros(0)
    times, running = _sweep(start, end)
    rate = np.where(running[:-1] > 0, 1.0 / np.maximum(running[:-1], 1), 0.0)
    total = np.concatenate(([0.0], np.cumsum(rate * np.diff(times))))
    share: Floats = total[np.searchsorted(times, end)] - total[np.searchsorted(times, start)]
    return share


def busy_in(start: Floats, end: Floats, edges: Floats) -> Floats:
    """Return the minutes of the union of intervals inside each window between two edges.

    Parameters
    ----------
    start, end
        Minutes, shape (n,).
    edges
        Increasing window edges, shape (m + 1,).

    Returns
    -------
    numpy.ndarray
        Minutes per window, shape (m,).
    """
    if start.size == 0:
        return np.zeros(edges.size - 1)
    times, running = _sweep(start, end)
    total = np.concatenate(([0.0], np.cumsum((running[:-1] > 0) * np.diff(times))))
    inside: Floats = np.diff(np.interp(edges, times, total))
    return inside


def together(start: Floats, end: Floats) -> Floats:
    """Return the minutes during which exactly 0, 1, 2, ... intervals run.

    Parameters
    ----------
    start, end
        Minutes, shape (n,).

    Returns
    -------
    numpy.ndarray
        ``result[k]`` is the time with k intervals running between first start and last end.
    """
    if start.size == 0:
        return np.zeros(1)
    times, running = _sweep(start, end)
    levels = np.bincount(running[:-1], weights=np.diff(times), minlength=2)
    return levels.astype(np.float64)


def sessions(
    start: Floats, end: Floats, *, gap: float, longest: float
) -> list[tuple[float, float]]:
    """Cut one person's intervals into stretches of presence.

    Parameters
    ----------
    start, end
        Minutes, shape (n,).
    gap
        A pause at least this long, in minutes, ends a stretch.
    longest
        A stretch is cut at this length, in minutes.

    Returns
    -------
    list
        (start, end) in minutes, in order.
    """
    order = np.argsort(start, kind="stable")
    found: list[tuple[float, float]] = []
    for i in order:
        if found and start[i] - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(found[-1][1], float(end[i])))
        else:
            found.append((float(start[i]), float(end[i])))
    return [(a, min(b, a + longest)) for a, b in found if b > a]


def by_key(rows: pl.DataFrame, keys: list[str]) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    """Walk the groups of a table in the order of their keys (rows keep their order)."""
    ordered = rows.sort(keys, maintain_order=True, nulls_last=True)
    place = 0
    # Slices of a sorted table cost nothing; splitting it group by group would.
    for *key, size in ordered.group_by(keys, maintain_order=True).len().iter_rows():
        yield tuple(str(part) for part in key), ordered.slice(place, size)
        place += size


def with_attention(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``attention_min``: the minutes of each row that its worker really had for it."""
    parts = []
    for _, group in by_key(rows, ["worker"]):
        share = attention(group["start_min"].to_numpy(), group["end_min"].to_numpy())
        parts.append(group.with_columns(attention_min=pl.Series(share)))
    if not parts:
        return rows.with_columns(attention_min=pl.lit(0.0))
    return pl.concat(parts).sort("start_min", "line")
