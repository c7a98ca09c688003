"""When people are there, as the train part shows it, and such weeks again in another window.

A person's presence is the stretch from the first report to the last one without a pause of four
hours. The part holds only some of the cases, so a person who reported in a week is taken to be
there on the usual weekdays of the person, at the median hours of that week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.plant.mine.people import LONGEST_MIN, PAUSE_MIN
from accord.plant.mine.spans import Floats, by_key, sessions

DAY_MIN, WEEK_MIN = 1440.0, 10080.0
USUAL_SHARE = 0.4  # of the weeks with a report, for a weekday to be usual
MONDAY_MIN = 4 * DAY_MIN  # 5 January 1970 was a Monday
FOREVER = 1e12

Ints = NDArray[np.int64]


def monday_of(minute: float) -> float:
    """Return the Monday 00:00 at or before an instant, both in minutes since 1970."""
    return minute - (minute - MONDAY_MIN) % WEEK_MIN


def union(spans: Sequence[Floats]) -> Floats:
    """Return the union of intervals, shape (n, 2), sorted."""
    every = np.concatenate(spans)
    return np.array(sessions(every[:, 0], every[:, 1], gap=0.0, longest=FOREVER)).reshape(-1, 2)


def find_attendance(reports: pl.DataFrame) -> dict[str, Floats]:
    """Return each person's stretches of presence in minutes since 1970, shape (n, 2).

    Parameters
    ----------
    reports
        As in ``Parts``: ``worker``, ``start_min``, ``end_min``.
    """
    found = {}
    for (worker,), group in by_key(reports, ["worker"]):
        seen = sessions(
            group["start_min"].to_numpy(),
            group["end_min"].to_numpy(),
            gap=PAUSE_MIN,
            longest=LONGEST_MIN,
        )
        if seen:
            found[worker] = _filled(np.array(seen))
    return found


def _filled(seen: Floats) -> Floats:
    """Add the usual weekdays on which the other cases of the shop kept the person busy."""
    monday = MONDAY_MIN + (seen[:, 0] - MONDAY_MIN) // WEEK_MIN * WEEK_MIN
    day = ((seen[:, 0] - monday) // DAY_MIN).astype(int)
    at, lasts = (seen[:, 0] - monday) % DAY_MIN, seen[:, 1] - seen[:, 0]
    weeks = np.unique(monday)
    usual = [d for d in range(7) if len(np.unique(monday[day == d])) >= USUAL_SHARE * len(weeks)]
    more = []
    for week in weeks:
        inside = monday == week
        start, long = np.median(at[inside]), np.median(lasts[inside])
        for d in usual:
            if not (inside & (day == d)).any():
                begin = week + d * DAY_MIN + start
                more.append((begin, begin + long))
    return union([seen, np.array(more).reshape(-1, 2)])


def opening(
    attendance: Mapping[str, Floats], skills: Mapping[str, Sequence[str]]
) -> dict[str, Floats]:
    """Return when each station has somebody who works there."""
    return {station: union([attendance[w] for w in who]) for station, who in skills.items()}


def open_minutes(hours: Floats, at: Floats) -> Floats:
    """Return how many minutes of the opening hours lie before each instant."""
    done = np.cumsum(hours[:, 1] - hours[:, 0])
    sums = np.stack([np.concatenate([[0.0], done[:-1]]), done], axis=1)
    counted: Floats = np.interp(at, hours.ravel(), sums.ravel())
    return counted


def repeated(seen: Floats, weeks: Ints, source: float, target: float, begin: float) -> Floats:
    """Lay weeks of presence into a window.

    Parameters
    ----------
    seen
        Presence, minutes since 1970, shape (n, 2).
    weeks
        Number of the source week that each week of the window repeats.
    source, target
        Monday of source week 0 and of the window's first week.
    begin
        Start of the window: time 0 of the result.
    """
    parts = [np.zeros((0, 2))]
    for j, week in enumerate(weeks):
        low = source + WEEK_MIN * week
        inside = (seen[:, 0] >= low) & (seen[:, 0] < low + WEEK_MIN)
        parts.append(seen[inside] - low + target + WEEK_MIN * j - begin)
    spans = np.concatenate(parts)
    spans = np.maximum(spans[spans[:, 1] > 0], 0.0)
    return union([spans])
