"""Advice of working-time studies held against a cycle: flags to be weighed, never breaches."""

from __future__ import annotations

from calendar import SATURDAY, SUNDAY

import numpy as np
from numpy.typing import NDArray

from accord.hours.duties import DAY_MIN, Cycle, IntArray, window_min
from accord.hours.ergonomics.worst import Measure, at_least, at_most, worked_days
from accord.hours.records import FLAG, OK
from accord.law import Version, pack


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


def is_night(cycle: Cycle) -> NDArray[np.bool_]:
    """Say which duties are nights, shape (duties,); what a night is stands with its advice."""
    night = pack("ergo")["ergo.nights_in_row"].versions[-1]
    inside = window_min(
        cycle.start_min, cycle.end_min, night.number("from_h"), night.number("to_h")
    )
    found: NDArray[np.bool_] = inside / 60 >= night.number("least_h")
    return found


def nights_in_row(cycle: Cycle, advice: Version) -> Measure:
    """Look for the longest run of nights."""
    nights = np.unique(cycle.day[is_night(cycle)])
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


def early_in_row(cycle: Cycle, advice: Version) -> Measure:
    """Look for the longest run of days that begin early; a night is not an early shift."""
    days, first, _ = worked_days(cycle)
    clock = (cycle.start_min[first] % DAY_MIN) / 60
    early = days[(clock < advice.number("before_h")) & ~is_night(cycle)[first]]
    return _run(cycle, advice, early)


def long_in_row(cycle: Cycle, advice: Version) -> Measure:
    """Look for the longest run of long days."""
    days, first, _ = worked_days(cycle)
    hours = np.add.reduceat(cycle.work_min, first) / 60
    return _run(cycle, advice, days[hours >= advice.number("from_h")])


def _run(cycle: Cycle, advice: Version, days: IntArray) -> Measure:
    run, first_day = _longest_run(days, cycle.num_weeks * 7)
    i_duty = int(np.searchsorted(cycle.day, first_day)) if run else 0
    return at_most(
        advice.id, np.array([float(run)]), advice.number(), "day", np.array([i_duty]), worse=FLAG
    )


def rest_after_nights(cycle: Cycle, advice: Version) -> Measure | None:
    """Look for the shortest rest after the last night of a run of nights."""
    night = is_night(cycle)
    ends_run = night & (~np.roll(night, -1) | (cycle.gap_min > DAY_MIN))
    duties = np.flatnonzero(ends_run)
    if len(duties) == 0:
        return None
    return at_least(advice.id, cycle.gap_min[duties] / 60, advice.number(), "h", duties, worse=FLAG)


def sleep_at_change(cycle: Cycle, advice: Version) -> Measure | None:
    """Count the full nights of sleep between days and nights, and look for the fewest."""
    night = is_night(cycle)
    duties = np.flatnonzero(night != np.roll(night, -1))
    if len(duties) == 0:
        return None
    opens, closes = advice.number("from_h") * 60, advice.number("to_h") * 60
    begins = cycle.end_min[duties]
    ends = begins + cycle.gap_min[duties]
    # the first evening at or after the end of work, the last morning at or before the next start
    first = np.ceil((begins - opens) / DAY_MIN)
    last = np.floor((ends - closes) / DAY_MIN)
    return at_least(
        advice.id, np.maximum(last - first, 0.0), advice.number(), "night", duties, worse=FLAG
    )


def _kinds(cycle: Cycle) -> IntArray:
    """Give each worked day a number by its start, shape (days,); near starts share one."""
    _, first, _ = worked_days(cycle)
    clock_h = (cycle.start_min[first] % DAY_MIN) / 60
    ordered = np.unique(clock_h)
    least = pack("ergo")["ergo.rotation"].versions[-1].number("least_change_h")
    number = np.concatenate(([0], np.cumsum(np.diff(ordered) >= least)))
    found: IntArray = number[np.searchsorted(ordered, clock_h)]
    return found


def rotation_speed(cycle: Cycle, advice: Version) -> Measure | None:
    """Look for the longest stretch of worked days on one shift, where there are three or more.

    A stretch is fine when it is quick or as slow as whole weeks; at any other speed it is flagged
    if the change that ends it goes backward.
    """
    direction = pack("ergo")["ergo.rotation"].versions[-1]
    kinds = _kinds(cycle)
    if len(np.unique(kinds)) < direction.number("least_kinds"):
        return None
    days, first, last = worked_days(cycle)
    ends = np.flatnonzero(kinds != np.roll(kinds, -1))  # last worked day of each stretch
    worked = np.diff(np.concatenate(([ends[-1] - len(days)], ends)))
    begins = (np.roll(ends, 1) + 1) % len(days)
    num_days = cycle.num_weeks * 7
    span = (days[(ends + 1) % len(days)] - days[begins]) % num_days
    clock_h = (cycle.start_min[first] % DAY_MIN) / 60
    later_h = (np.roll(clock_h, -1) - clock_h)[ends] % 24
    is_backward = later_h > 12
    is_between = (worked > advice.number()) & (span < advice.number("slow_from_days"))
    severity = FLAG if (is_between & is_backward).any() else OK
    longest = int(np.argmax(worked + (is_between & is_backward) * num_days))
    return Measure(
        advice.id,
        float(worked[longest]),
        advice.number(),
        "day",
        int(last[ends[longest]]),
        severity,
    )


def shift_length(cycle: Cycle, advice: Version) -> Measure:
    """Look for the longest duty, breaks included."""
    length_h = (cycle.end_min - cycle.start_min) / 60
    return at_most(advice.id, length_h, advice.number(), "h", np.arange(len(length_h)), worse=FLAG)


def night_length(cycle: Cycle, advice: Version) -> Measure | None:
    """Look for the longest night, breaks included."""
    duties = np.flatnonzero(is_night(cycle))
    if len(duties) == 0:
        return None
    length_h = (cycle.end_min - cycle.start_min)[duties] / 60
    return at_most(advice.id, length_h, advice.number("night_h"), "h", duties, worse=FLAG)


def days_off(cycle: Cycle) -> NDArray[np.bool_]:
    """Say on which days of the cycle no duty starts, shape (num_weeks, 7)."""
    is_off = np.ones(cycle.num_weeks * 7, dtype=bool)
    is_off[cycle.day] = False
    return is_off.reshape(cycle.num_weeks, 7)


def free_weekends(cycle: Cycle) -> NDArray[np.bool_]:
    """Say which weekends have no duty that starts on Saturday or Sunday, shape (num_weeks,)."""
    is_off = days_off(cycle)
    found: NDArray[np.bool_] = is_off[:, SATURDAY] & is_off[:, SUNDAY]
    return found


def _block_days(cycle: Cycle) -> IntArray:
    """Give the length of the run of days off around each day, round the cycle; 0 when worked."""
    is_off = days_off(cycle).ravel()
    found = np.zeros(len(is_off), dtype=np.int64)
    if is_off.all():
        return found + len(is_off)
    start = int(np.argmin(is_off))
    turned = np.roll(is_off, -start)
    change = np.diff(np.concatenate(([0], turned.astype(np.int64), [0])))
    for begin, end in zip(np.flatnonzero(change > 0), np.flatnonzero(change < 0), strict=True):
        found[(np.arange(begin, end) + start) % len(is_off)] = end - begin
    return found


def rest_weekends(cycle: Cycle, advice: Version) -> NDArray[np.bool_]:
    """Say which weekends lie in free time long enough, with a Saturday or a Sunday in it."""
    is_long = (_block_days(cycle) >= advice.number("least_days")).reshape(cycle.num_weeks, 7)
    found: NDArray[np.bool_] = is_long[:, SATURDAY] | is_long[:, SUNDAY]
    return found


def weekends(cycle: Cycle, advice: Version) -> Measure:
    """Count the weekends of the cycle with free time of two days or more."""
    free = float(rest_weekends(cycle, advice).sum())
    return at_least(
        advice.id, np.array([free]), advice.number(), "weekend", np.zeros(1, np.int64), worse=FLAG
    )


def single_days_off(cycle: Cycle, advice: Version) -> Measure:
    """Count the days off that stand alone."""
    alone = np.flatnonzero(_block_days(cycle) == 1)
    i_duty = int(np.searchsorted(cycle.day, alone[0])) % len(cycle.day) if len(alone) else 0
    return at_most(
        advice.id,
        np.array([float(len(alone))]),
        advice.number(),
        "count",
        np.array([i_duty]),
        worse=FLAG,
    )


def longest_without_weekend(cycle: Cycle) -> float:
    """Give the most weekends in a row without a free one, round the cycle; infinite if never."""
    busy = np.flatnonzero(~free_weekends(cycle))
    if len(busy) == cycle.num_weeks:
        return float("inf")
    return float(_longest_run(busy, cycle.num_weeks)[0])


def quick_return_share(cycle: Cycle, advice: Version) -> float:
    """Give the share of worked days that begin after a quick return."""
    _, _, last = worked_days(cycle)
    return float(np.mean(cycle.gap_min[last] / 60 <= advice.number()))


def night_share(cycle: Cycle) -> float:
    """Give the share of duties that are nights."""
    return float(is_night(cycle).mean())
