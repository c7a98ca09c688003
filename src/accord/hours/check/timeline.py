"""The duties of one person or crew as arrays: on a cycle that comes round, or on the calendar.

Minute 0 is the Monday of week 1. A rule reads a timeline and does not ask which of the two it is:
on a cycle the first duty follows the last, on the calendar nothing is known outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.errors import Place
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, Cycle, IntArray
from accord.law import FloatArray
from accord.law.rounding import half_up
from accord.plant.values import DAYS

__all__ = ["FOREVER_MIN", "Timeline", "of_cycle"]

FOREVER_MIN: Final = int(np.iinfo(np.int32).max)
"""A rest of which one end is not known."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The duties of one person or crew, sorted by start, none overlapping.

    Parameters
    ----------
    who
        Person or crew.
    num_weeks
        Weeks, Monday to Sunday.
    start_min, end_min
        Minutes from the Monday of week 1, shape (duties,).
    work_min
        Length less unpaid breaks, shape (duties,).
    longest_break_min, total_break_min
        Longest break, and all breaks, of each duty; ``UNKNOWN`` when not known, shape (duties,).
    places
        Where each duty stands.
    is_cyclic
        Whether week 1 follows the last week.
    monday
        Date of minute 0; None for a cycle without dates.
    since
        First day on which a dated cycle holds.
    pauses_min
        From and to of each unpaid break whose times are known, in order.
    """

    who: str
    num_weeks: int
    start_min: IntArray
    end_min: IntArray
    work_min: IntArray
    longest_break_min: IntArray
    total_break_min: IntArray
    places: tuple[Place, ...]
    is_cyclic: bool = True
    monday: date | None = None
    since: date | None = None
    pauses_min: tuple[tuple[int, int], ...] = ()

    @property
    def num_duties(self) -> int:
        """Duties in all weeks."""
        return len(self.start_min)

    @property
    def length_min(self) -> int:
        """Minutes of all weeks."""
        return self.num_weeks * WEEK_MIN

    @property
    def day(self) -> IntArray:
        """Day on which each duty starts, from 0, shape (duties,)."""
        return self.start_min // DAY_MIN

    @property
    def day_work_min(self) -> IntArray:
        """Minutes of work of the duties that start on each day, shape (7 num_weeks,)."""
        minutes = np.zeros(self.num_weeks * 7, dtype=np.int64)
        np.add.at(minutes, self.day, self.work_min)
        return minutes

    @property
    def week_work_min(self) -> IntArray:
        """Minutes of work of the duties that start in each week, shape (num_weeks,)."""
        minutes: IntArray = self.day_work_min.reshape(-1, 7).sum(axis=1)
        return minutes

    def work_before(self, minute: IntArray) -> FloatArray:
        """Give the minutes of work before each minute, shape as ``minute``.

        A duty counts for the part that lies before, to a hundredth of a minute; an unpaid break
        whose times are not known is spread over its duty. On a cycle the count goes on through its
        turns.
        """
        if self.num_duties == 0:
            return np.zeros(len(minute))
        at, done = self._work_curve()
        if not self.is_cyclic:
            counted: FloatArray = half_up(np.asarray(np.interp(minute, at, done)))
            return counted
        turn, rest = np.divmod(minute, self.length_min)
        own = np.interp(rest, at, done)
        # what runs past the last Sunday is worked on the first Monday
        past = np.interp(rest + self.length_min, at, done) - np.interp(self.length_min, at, done)
        turned: FloatArray = half_up(np.asarray(turn * float(self.work_min.sum()) + own + past))
        return turned

    def _work_curve(self) -> tuple[IntArray, FloatArray]:
        """Give minutes at which work begins, pauses or ends, and the work done before each."""
        begins = np.array([begin for begin, _ in self.pauses_min], dtype=np.int64)
        ends = np.array([end for _, end in self.pauses_min], dtype=np.int64)
        length = self.end_min - self.start_min
        i_duty = np.searchsorted(self.start_min, begins, side="right") - 1
        paused = np.bincount(i_duty, weights=ends - begins, minlength=self.num_duties)
        rate = self.work_min / np.maximum(length - paused, 1.0)
        at = np.concatenate([self.start_min, self.end_min, begins, ends])
        change = np.concatenate([rate, -rate, -rate[i_duty], rate[i_duty]])
        order = np.argsort(at, kind="stable")
        at, pace = at[order], np.cumsum(change[order])
        return at, np.concatenate([[0.0], np.cumsum(np.diff(at) * pace[:-1])])

    def worked_days(self) -> tuple[IntArray, IntArray, IntArray]:
        """Give the worked days with their first and last duty, shape (days,) each."""
        days, first = np.unique(self.day, return_index=True)
        last = np.append(first[1:], self.num_duties) - 1
        return days, first, last

    def start_after(self, steps: int) -> IntArray:
        """Give the start of the duty so many steps after each duty, shape (duties,)."""
        return self._after(self.start_min, steps)

    def end_after(self, steps: int) -> IntArray:
        """Give the end of the duty so many steps after each duty, shape (duties,)."""
        return self._after(self.end_min, steps)

    def _after(self, minutes: IntArray, steps: int) -> IntArray:
        wanted = np.arange(self.num_duties) + steps
        found = minutes[wanted % self.num_duties]
        if self.is_cyclic:
            shifted: IntArray = found + wanted // self.num_duties * self.length_min
            return shifted
        return np.where(wanted < self.num_duties, found, FOREVER_MIN)

    @property
    def gap_min(self) -> IntArray:
        """Rest after each duty; ``FOREVER_MIN`` or about it at the end of a roster."""
        return self.start_after(1) - self.end_min

    def is_open(self, rest_min: IntArray) -> NDArray[np.bool_]:
        """Say which rests run past what is known of a roster."""
        found: NDArray[np.bool_] = rest_min > self.length_min + DAY_MIN
        return found

    def duty_from(self, minute: IntArray) -> IntArray:
        """Give the duty that goes on at a minute, or else the next one, shape as ``minute``."""
        # LIMIT: at the start of a cycle not the one that runs over from its end
        found: IntArray = np.searchsorted(self.end_min, minute, side="right") % self.num_duties
        return found

    def first_duty_of_week(self) -> IntArray:
        """Give a duty of each week (the next one when the week is free), shape (num_weeks,)."""
        weeks = np.arange(self.num_weeks) * WEEK_MIN
        found: IntArray = np.searchsorted(self.start_min, weeks) % self.num_duties
        return found

    def on(self, minute: int) -> date | None:
        """Give the date of a minute; None on a cycle without dates."""
        if self.monday is None:
            return None
        return self.monday + timedelta(days=minute // DAY_MIN)

    def spell(self, begin_min: int, end_min: int) -> tuple[str, str]:
        """Write the first and last day of a stretch: dates, or week and weekday of the cycle.

        A cycle with dates gives the first time that the stretch begins on or after its first day.
        """
        last_min = max(end_min - 1, begin_min)
        first, last = self.on(begin_min), self.on(last_min)
        if first is None or last is None:
            return self._week_day(begin_min), self._week_day(last_min)
        if self.is_cyclic and self.since is not None:
            days = self.num_weeks * 7
            turns = max(0, -((first - self.since).days // days))
            later = timedelta(days=turns * days)
            first, last = first + later, last + later
        return first.isoformat(), last.isoformat()

    def _week_day(self, minute: int) -> str:
        day = minute // DAY_MIN
        turn, i_day = divmod(day, self.num_weeks * 7)
        again = f", turn {turn + 1}" if turn > 0 else ""
        return f"week {i_day // 7 + 1} {DAYS[i_day % 7]}{again}"


def of_cycle(cycle: Cycle, *, monday: date | None = None, since: date | None = None) -> Timeline:
    """Give the timeline of a crew's cycle.

    Parameters
    ----------
    cycle
        The cycle.
    monday
        Monday of its week 1, when it has dates.
    since
        First day on which it holds, when it has dates.
    """
    longest = cycle.longest_break_min
    unpaid = cycle.end_min - cycle.start_min - cycle.work_min
    # an unknown break is unknown, unless an unpaid one shows in the hours of work
    total = np.where((longest == UNKNOWN) & (unpaid == 0), UNKNOWN, np.maximum(longest, unpaid))
    return Timeline(
        who=cycle.crew,
        num_weeks=cycle.num_weeks,
        start_min=cycle.start_min,
        end_min=cycle.end_min,
        work_min=cycle.work_min,
        longest_break_min=longest,
        total_break_min=total.astype(np.int64),
        places=cycle.places,
        monday=monday,
        since=since,
        pauses_min=cycle.pauses_min,
    )
