"""Windows that repeat: their open time within a period, and the next open instant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError
from accord.flow.duties import DAY_US, MINUTE_US
from accord.flow.patterns import Pattern

Ints = NDArray[np.int64]


def windows_of(pattern: Pattern, where: str) -> tuple[Ints, int]:
    """Return (V, 2) begin and length (us) of the windows in one period, and the period (us).

    What runs over the end of the period stands at its beginning; windows that meet are joined.

    Raises
    ------
    ModelError
        When the pattern has no window.
    """
    period = pattern.period_day * DAY_US
    spans: list[tuple[int, int]] = []
    for day, first, last in pattern.windows:
        begin, end = day * DAY_US + first * MINUTE_US, day * DAY_US + last * MINUTE_US
        spans += [(begin, min(end, period))] + ([(0, end - period)] if end > period else [])
    if not spans:
        raise ModelError(f"{where}: it has no window; write one such as 06:00-14:00")
    joined: list[list[int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([begin, end])
    return np.array([(begin, end - begin) for begin, end in joined], dtype=np.int64), period


def next_open(
    instants: NDArray[np.float64], pattern: Pattern | tuple[float, ...], unit_us: int, where: str
) -> NDArray[np.float64]:
    """Return the first open instant at or after each of ``instants`` (time unit; nan stays nan).

    ``pattern`` are windows that repeat, or single instants; after the last of these it is nan.
    """
    later = np.full(instants.shape, np.nan)
    known = ~np.isnan(instants)
    if isinstance(pattern, tuple):
        dates = np.append(np.sort(np.array(pattern, dtype=float)), np.nan)
        later[known] = dates[np.searchsorted(dates[:-1], instants[known])]
        return later
    windows, period = windows_of(pattern, where)
    at = np.rint(instants[known] * unit_us).astype(np.int64)
    base, inside = at // period * period, at % period
    ends = np.append(windows.sum(axis=1), windows[0].sum() + period)
    begins = np.append(windows[:, 0], windows[0, 0] + period)
    i = np.searchsorted(ends, inside)
    later[known] = np.maximum(at, base + begins[i]) / unit_us
    return later
