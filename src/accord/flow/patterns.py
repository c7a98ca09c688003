"""When a person is present: windows one by one, many as arrays, or a pattern that repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from accord.errors import ModelError


@dataclass(frozen=True, slots=True)
class Window:
    """One presence: start, end and breaks ``(start, end)``, in the model's time unit."""

    start: float
    end: float
    breaks: tuple[tuple[float, float], ...] = ()


def _no_index() -> NDArray[np.int64]:
    return np.zeros(0, dtype=np.int64)


def _no_time() -> NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Many presences of one person as arrays, in the model's time unit: a fast list of ``Window``.

    Parameters
    ----------
    start, end
        (W,) begin and end of each presence, in any order.
    break_window
        (B,) index of the presence in which each break lies.
    break_start, break_end
        (B,) begin and end of each break.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    break_window: NDArray[np.int64] = field(default_factory=_no_index)
    break_start: NDArray[np.float64] = field(default_factory=_no_time)
    break_end: NDArray[np.float64] = field(default_factory=_no_time)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Windows that repeat every ``period_day`` days from midnight of day 0; minutes of the day."""

    period_day: int
    windows: tuple[tuple[int, int, int], ...]  # (day, start_min, end_min)


def _minutes(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    try:
        hour, minute = int(hours), int(minutes or 0)
    except ValueError:
        raise ModelError(f"time of day {text!r}: write it as 06:00") from None
    if not (0 <= minute < 60 and 0 <= hour * 60 + minute <= 1440):
        raise ModelError(f"time of day {text!r} is outside 00:00-24:00")
    return hour * 60 + minute


def _span(text: str) -> tuple[int, int]:
    start, dash, end = text.partition("-")
    if not dash:
        raise ModelError(f"duty {text!r}: write it as 06:00-14:00")
    first, last = _minutes(start), _minutes(end)
    return first, last if last > first else last + 1440


def daily(*spans: str) -> Pattern:
    """Return a duty that repeats every day, e.g. ``daily("06:00-10:00", "10:30-14:00")``."""
    return Pattern(1, tuple((0, *_span(s)) for s in spans))


def weekly(days: Mapping[str, Sequence[str]]) -> Pattern:
    """Return a duty that repeats every week, e.g. ``weekly({"mon": ["06:00-14:00"]})``."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    windows: list[tuple[int, int, int]] = []
    for day, spans in days.items():
        if day not in names:
            raise ModelError(f"day {day!r}: write one of {', '.join(names)}")
        windows += [(names.index(day), *_span(s)) for s in spans]
    return Pattern(7, tuple(sorted(windows)))
