"""A crew's cycle as arrays: duties in minutes from the Monday of week 1.

The shift table becomes one ``Cycle`` per crew and period, so that the rules read arrays and never
rows. A duty belongs to the day on which it starts, a night duty too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.errors import Place
from accord.plant.calendar import num_weeks
from accord.plant.records import Break, OvertimeRule, Plant, Shift

DAY_MIN = 24 * 60
WEEK_MIN = 7 * DAY_MIN
UNKNOWN = -1
"""Minutes of a break of which nothing is known."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cycle:
    """The duties of one crew over its cycle, sorted by start.

    Parameters
    ----------
    crew
        Crew.
    num_weeks
        Weeks of the cycle; after the last comes the first.
    start_min, end_min
        Minutes from the Monday of week 1, shape (duties,).
    work_min
        Length less unpaid breaks, shape (duties,).
    longest_break_min
        Longest break of the duty, ``UNKNOWN`` when breaks are not given, shape (duties,).
    places
        Row of each duty in the shift table.
    since, until
        First and last day on which this cycle holds; ``until`` None is open.
    with_overtime
        Whether overtime shifts are included, as if worked every week.
    pauses_min
        From and to of each unpaid break whose times are known, in order.
    """

    crew: str
    num_weeks: int
    start_min: IntArray
    end_min: IntArray
    work_min: IntArray
    longest_break_min: IntArray
    places: tuple[Place, ...]
    since: date
    until: date | None
    with_overtime: bool = False
    pauses_min: tuple[tuple[int, int], ...] = ()

    @property
    def signature(self) -> tuple[object, ...]:
        """What makes two cycles of a crew alike, whatever their period."""
        return (
            self.crew,
            self.with_overtime,
            self.num_weeks,
            self.start_min.tobytes(),
            self.end_min.tobytes(),
            self.work_min.tobytes(),
            self.longest_break_min.tobytes(),
            self.pauses_min,
        )

    @property
    def length_min(self) -> int:
        """Minutes of the whole cycle."""
        return self.num_weeks * WEEK_MIN

    @property
    def day(self) -> IntArray:
        """Day of the cycle on which each duty starts, from 0, shape (duties,)."""
        return self.start_min // DAY_MIN

    @property
    def week_h(self) -> NDArray[np.float64]:
        """Hours of work of each week of the cycle, shape (num_weeks,)."""
        minutes = np.zeros(self.num_weeks)
        np.add.at(minutes, self.start_min // WEEK_MIN, self.work_min)
        return minutes / 60

    @property
    def gap_min(self) -> IntArray:
        """Minutes of rest after each duty, round the end of the cycle, shape (duties,)."""
        following = np.append(self.start_min[1:], self.start_min[0] + self.length_min)
        return following - self.end_min


def cycles(plant: Plant, on: date) -> tuple[Cycle, ...]:
    """Turn the shift table into cycles: per crew, one for each period from ``on``.

    Parameters
    ----------
    plant
        A plant, with dated rows if a scenario was applied.
    on
        Periods that end before this day are left out.
    """
    found: list[Cycle] = []
    for first, last in _periods(plant.shifts, on):
        rows = [s for s in plant.shifts if _holds(s, first)]
        for crew in sorted({s.crew for s in rows}):
            own = [s for s in rows if s.crew == crew]
            found.append(_cycle(crew, own, first, last))
            extra = [r for r in plant.overtime if _holds(r, first) and crew in (r.crews or (crew,))]
            if extra:
                more = [
                    _overtime_shift(r, crew, week + 1)
                    for r in extra
                    for week in range(num_weeks(own))
                ]
                found.append(_cycle(crew, own + more, first, last, with_overtime=True))
    return tuple(found)


def _holds(row: Shift | OvertimeRule, day: date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day <= row.until)


def _periods(shifts: Iterable[Shift], on: date) -> list[tuple[date, date | None]]:
    """Split the time from ``on`` into stretches in which the same rows hold."""
    starts = {on}
    for row in shifts:
        if row.since is not None and row.since > on:
            starts.add(row.since)
        if row.until is not None and row.until >= on:
            starts.add(row.until + timedelta(days=1))
    ordered = sorted(starts)
    ends: list[date | None] = [day - timedelta(days=1) for day in ordered[1:]]
    return list(zip(ordered, [*ends, None], strict=True))


def _overtime_shift(row: OvertimeRule, crew: str, week: int) -> Shift:
    return Shift(crew, week, row.day, row.start_min, row.end_min, at=row.at)


def _cycle(
    crew: str, rows: list[Shift], first: date, last: date | None, *, with_overtime: bool = False
) -> Cycle:
    rows = sorted(rows, key=lambda s: (s.week, s.day, s.start_min))
    offset = np.array([(s.week - 1) * WEEK_MIN + s.day * DAY_MIN for s in rows], dtype=np.int64)
    start = offset + np.array([s.start_min for s in rows], dtype=np.int64)
    end = offset + np.array([s.end_min for s in rows], dtype=np.int64)
    unpaid = [sum(b.end_min - b.start_min for b in s.breaks if not b.paid) for s in rows]
    longest = [max((b.end_min - b.start_min for b in s.breaks), default=0) for s in rows]
    return Cycle(
        crew=crew,
        num_weeks=num_weeks(rows),
        start_min=start,
        end_min=end,
        work_min=end - start - np.array(unpaid, dtype=np.int64),
        longest_break_min=np.array(longest, dtype=np.int64),
        places=tuple(s.at for s in rows),
        since=first,
        until=last,
        with_overtime=with_overtime,
        pauses_min=unpaid_of(zip(offset.tolist(), (s.breaks for s in rows), strict=True)),
    )


def unpaid_of(
    breaks: Iterable[tuple[int, Iterable[Break]]],
) -> tuple[tuple[int, int], ...]:
    """Give from and to of unpaid breaks.

    Parameters
    ----------
    breaks
        The breaks of each duty, after the minute from which their clock counts.
    """
    return tuple(
        (at + b.start_min, at + b.end_min) for at, own in breaks for b in own if not b.paid
    )


def window_min(
    start_min: IntArray, end_min: IntArray, from_h: float, to_h: float
) -> NDArray[np.float64]:
    """Count the minutes of each duty inside a daily window, which may run past midnight.

    Parameters
    ----------
    start_min, end_min
        Minutes, shape (duties,).
    from_h, to_h
        Window on the clock, for example 22 to 5.
    """
    opens, closes = from_h * 60, to_h * 60
    if closes <= opens:
        closes += DAY_MIN
    inside = np.zeros(len(start_min))
    days = (start_min // DAY_MIN) * DAY_MIN
    # the window of the eve, of the day and of the day after can touch a duty
    for shift_days in (-1, 0, 1):
        low = np.maximum(start_min, days + shift_days * DAY_MIN + opens)
        high = np.minimum(end_min, days + shift_days * DAY_MIN + closes)
        inside += np.clip(high - low, 0, None)
    return inside
