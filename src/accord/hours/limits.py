"""The limits of law held against one crew's cycle; each gives the worst value and where it is.

Every function takes a cycle and the version of the law in force and returns one measure (none when
the rule has nothing to say). A measure becomes a finding in ``check``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.hours.duties import DAY_MIN, WEEK_MIN, Cycle, IntArray, window_min
from accord.hours.records import BREACH, FLAG, OK
from accord.law import FloatArray, Version

_DAY_H = 24.0


@dataclass(frozen=True, slots=True)
class Measure:
    """The worst value of a rule in a cycle, the duty behind it, and what it means."""

    rule: str
    value: float
    limit: float
    unit: str
    i_duty: int
    severity: str


def at_most(
    rule: str, values: FloatArray, limit: float, unit: str, duties: IntArray, *, worse: str = BREACH
) -> Measure:
    """Measure the largest value against a maximum."""
    worst = int(np.argmax(values))
    value = float(values[worst])
    return Measure(rule, value, limit, unit, int(duties[worst]), worse if value > limit else OK)


def at_least(
    rule: str, values: FloatArray, limit: float, unit: str, duties: IntArray, *, worse: str = BREACH
) -> Measure:
    """Measure the smallest value against a minimum."""
    worst = int(np.argmin(values))
    value = float(values[worst])
    return Measure(rule, value, limit, unit, int(duties[worst]), worse if value < limit else OK)


def worked_days(cycle: Cycle) -> tuple[IntArray, IntArray, IntArray]:
    """Give the worked days of the cycle, with their first and last duty, shape (days,)."""
    days, first = np.unique(cycle.day, return_index=True)
    last = np.append(first[1:], len(cycle.day)) - 1
    return days, first, last


def first_duty_of_week(cycle: Cycle) -> IntArray:
    """Give a duty of each week of the cycle (the next one when the week is free)."""
    weeks = np.arange(cycle.num_weeks) * WEEK_MIN
    found: IntArray = np.searchsorted(cycle.start_min, weeks) % len(cycle.start_min)
    return found


def day_max(cycle: Cycle, law: Version) -> Measure:
    """Hold the hours of each day against the daily maximum."""
    _, first, _ = worked_days(cycle)
    hours = np.add.reduceat(cycle.work_min, first) / 60
    return at_most(law.id, hours, law.number(), "h", first)


def week_max(cycle: Cycle, law: Version) -> Measure:
    """Hold the hours of each civil week against the weekly maximum."""
    return at_most(law.id, cycle.week_h, law.number(), "h", first_duty_of_week(cycle))


def average_max(cycle: Cycle, law: Version) -> Measure:
    """Hold every run of twelve weeks, round the end of the cycle, against the average maximum."""
    num_weeks = int(law.number("weeks"))
    runs = (np.arange(cycle.num_weeks)[:, None] + np.arange(num_weeks)) % cycle.num_weeks
    means = cycle.week_h[runs].mean(axis=1)
    return at_most(law.id, means, law.number(), "h", first_duty_of_week(cycle))


def legal_week(cycle: Cycle, law: Version, headcount: int) -> Measure:
    """Hold the average week against the legal week: above it, overtime is the rule."""
    is_large = headcount > law.number("threshold_headcount")
    limit = law.number("above_h") if is_large else law.number("up_to_h")
    return at_most(
        law.id, np.array([cycle.week_h.mean()]), limit, "h", np.zeros(1, np.int64), worse=FLAG
    )


def rest_day(cycle: Cycle, law: Version) -> Measure:
    """Hold the rest between the end of a worked day and the next against the daily rest."""
    _, _, last = worked_days(cycle)
    return at_least(law.id, cycle.gap_min[last] / 60, law.number(), "h", last)


def span(cycle: Cycle, law: Version) -> Measure:
    """Hold the span of each day, first start to last end, against what the daily rest leaves."""
    _, first, last = worked_days(cycle)
    hours = (cycle.end_min[last] - cycle.start_min[first]) / 60
    return at_most("fr.hours.span", hours, _DAY_H - law.number(), "h", first)


def rest_week(cycle: Cycle, law: Version) -> Measure:
    """Hold the longest rest of each civil week, not cut at Sunday midnight, against its minimum.

    A rest counts for a week if it starts in it, or if at least a whole day of it lies inside.
    """
    length = cycle.length_min
    start = cycle.end_min  # a rest starts where a duty ends
    rest = cycle.gap_min
    best = np.zeros(cycle.num_weeks)
    for i_week in range(cycle.num_weeks):
        opens, closes = i_week * WEEK_MIN, (i_week + 1) * WEEK_MIN
        for turn in (-length, 0, length):
            begins = start + turn
            inside = np.minimum(begins + rest, closes) - np.maximum(begins, opens)
            counts = ((begins >= opens) & (begins < closes)) | (inside >= DAY_MIN)
            best[i_week] = max(best[i_week], np.max(rest, where=counts, initial=0) / 60)
    return at_least(law.id, best, law.number(), "h", first_duty_of_week(cycle))


def days_week(cycle: Cycle, law: Version) -> Measure:
    """Hold the days worked in each civil week against the maximum."""
    days, _, _ = worked_days(cycle)
    counts = np.bincount(days // 7, minlength=cycle.num_weeks).astype(np.float64)
    return at_most(
        "fr.hours.days_week", counts, law.number("days_max"), "day", first_duty_of_week(cycle)
    )


def pause(cycle: Cycle, law: Version) -> Measure | None:
    """Hold the longest break of each long day against the minimum; a gap between duties counts."""
    _, first, last = worked_days(cycle)
    work_h = np.add.reduceat(cycle.work_min, first) / 60
    gaps = np.where(np.isin(np.arange(len(cycle.day)), last), 0, cycle.gap_min)
    longest = np.maximum.reduceat(np.maximum(cycle.longest_break_min, gaps), first)
    is_long = work_h >= law.number("from_h")
    if not is_long.any():
        return None
    return at_least(
        law.id, longest[is_long].astype(np.float64), law.number(), "min", first[is_long]
    )


def night_women(cycle: Cycle, law: Version) -> Measure:
    """Measure the hours inside the legal night of a crew in which women work.

    Flagged, not a breach: whether the ban could still be applied in 1999 was disputed.
    """
    hours = (
        window_min(cycle.start_min, cycle.end_min, law.number("from_h"), law.number("to_h")) / 60
    )
    return at_most(law.id, hours, 0.0, "h", np.arange(len(hours)), worse=FLAG)


def night_worker(cycle: Cycle, law: Version) -> Measure | None:
    """Hold the duties of night workers against their daily maximum."""
    inside = window_min(cycle.start_min, cycle.end_min, law.number("from_h"), law.number("to_h"))
    is_night = inside / 60 >= law.number("least_night_h")
    per_week = np.bincount(cycle.start_min[is_night] // WEEK_MIN, minlength=cycle.num_weeks)
    if per_week.max() < law.number("least_times_week"):
        return None
    duties: NDArray[np.int64] = np.flatnonzero(is_night)
    return at_most(law.id, cycle.work_min[duties] / 60, law.number(), "h", duties)
