"""Advice of working-time studies held against a cycle: flags to be weighed, never breaches."""

from __future__ import annotations

import numpy as np

from accord.hours.duties import DAY_MIN, Cycle, IntArray, window_min
from accord.hours.limits import Measure, at_least, at_most, worked_days
from accord.hours.records import FLAG
from accord.law import Version


def quick_return(cycle: Cycle, advice: Version) -> Measure:
    """Look for short rests between two worked days."""
    _, _, last = worked_days(cycle)
    # the studies count a rest of exactly the threshold as a quick return
    found = at_least(advice.id, cycle.gap_min[last] / 60, advice.number(), "h", last, worse=FLAG)
    is_quick = found.value <= found.limit
    return Measure(
        found.rule, found.value, found.limit, found.unit, found.i_duty, FLAG if is_quick else "ok"
    )


def early_start(cycle: Cycle, advice: Version) -> Measure:
    """Look for the earliest start of a day."""
    _, first, _ = worked_days(cycle)
    clock = (cycle.start_min[first] % DAY_MIN) / 60
    return at_least(advice.id, clock, advice.number(), "h", first, worse=FLAG)


def _longest_run(days: IntArray, num_days: int) -> tuple[int, int]:
    """Give the longest run of days in a row, round the end of the cycle, and its first day."""
    if len(days) == num_days:
        return num_days, 0
    is_on = np.zeros(num_days, dtype=bool)
    is_on[days] = True
    start = int(np.argmin(is_on))  # a free day: no run crosses it
    turned = np.roll(is_on, -start)
    change = np.diff(np.concatenate(([0], turned.astype(np.int64), [0])))
    begins, ends = np.flatnonzero(change > 0), np.flatnonzero(change < 0)
    if len(begins) == 0:
        return 0, 0
    best = int(np.argmax(ends - begins))
    return int(ends[best] - begins[best]), int((begins[best] + start) % num_days)


def nights_in_row(cycle: Cycle, advice: Version) -> Measure:
    """Look for the longest run of nights."""
    inside = window_min(
        cycle.start_min, cycle.end_min, advice.number("from_h"), advice.number("to_h")
    )
    nights = np.unique(cycle.day[inside / 60 >= advice.number("least_h")])
    run, first_day = _longest_run(nights, cycle.num_weeks * 7)
    i_duty = int(np.searchsorted(cycle.day, first_day)) if run else 0
    return at_most(
        advice.id, np.array([float(run)]), advice.number(), "night", np.array([i_duty]), worse=FLAG
    )


def days_in_row(cycle: Cycle, advice: Version) -> Measure:
    """Look for the longest run of worked days."""
    days, _, _ = worked_days(cycle)
    run, first_day = _longest_run(days, cycle.num_weeks * 7)
    i_duty = int(np.searchsorted(cycle.day, first_day))
    return at_most(
        advice.id, np.array([float(run)]), advice.number(), "day", np.array([i_duty]), worse=FLAG
    )


def rotation(cycle: Cycle, advice: Version) -> Measure | None:
    """Count changes to an earlier shift after a short rest, where there are three shifts or more.

    With two shifts every second change is backward whatever is done, so nothing is said.
    """
    _, first, last = worked_days(cycle)
    clock_h = (cycle.start_min[first] % DAY_MIN) / 60
    least = advice.number("least_change_h")
    ordered = np.sort(np.unique(clock_h))
    num_kinds = 1 + int(np.sum(np.diff(ordered) >= least))
    if num_kinds < advice.number("least_kinds"):
        return None
    # round the clock: night to morning is forward, morning to night is backward
    later_h = (np.roll(clock_h, -1) - clock_h) % 24
    earlier_h = np.where(later_h > 12, 24 - later_h, 0.0)
    rest_h = cycle.gap_min[last] / 60
    is_backward = (earlier_h >= least) & (rest_h < advice.number("longest_off_h"))
    i_duty = int(last[np.argmax(is_backward)])
    return at_most(
        advice.id,
        np.array([float(is_backward.sum())]),
        advice.number(),
        "count",
        np.array([i_duty]),
        worse=FLAG,
    )
