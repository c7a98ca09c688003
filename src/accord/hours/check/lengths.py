"""How long people work: the day, the week, averages over windows of weeks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from accord.hours.check.conditions import Case, derogations
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import Timeline
from accord.hours.duties import DAY_MIN, WEEK_MIN, IntArray
from accord.law import FloatArray, Version
from accord.law.parameters import number

__all__ = ["average", "civil_day", "day", "span", "week", "work_in_24_h"]

_DAY_H = 24.0


def day(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the hours of each day against the daily maximum; a duty counts on the day it starts."""
    _, first, last = timeline.worked_days()
    hours = np.add.reduceat(timeline.work_min, first) / 60
    at = (first, timeline.start_min[first], timeline.end_min[last])
    return series(law.id, hours, law.number(), "h", at=at)


def civil_day(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the hours from midnight to midnight against the daily maximum, as a flag.

    A duty past midnight belongs to two days; nothing is said when there is none.
    """
    midnight = (timeline.day + 1) * DAY_MIN
    after = np.clip(timeline.end_min - midnight, 0, None)
    if not after.any():
        return None
    later = timeline.work_min * after / (timeline.end_min - timeline.start_min)
    num_days = timeline.num_weeks * 7
    minutes = np.zeros(num_days + 1)
    np.add.at(minutes, timeline.day, timeline.work_min - later)
    np.add.at(minutes, timeline.day + 1, later)
    if timeline.is_cyclic:
        minutes[0] += minutes[-1]
    days = np.arange(num_days)
    begins = days * DAY_MIN
    behind = _duty_before(timeline, begins + DAY_MIN)
    return series(
        law.id,
        minutes[:num_days] / 60,
        law.number(),
        "h",
        at=(behind, begins, begins + DAY_MIN),
        worse="flag",
        where=minutes[:num_days] > 0,
    )


def _duty_before(timeline: Timeline, minute: IntArray) -> IntArray:
    """Give the last duty that starts before a minute, shape as ``minute``."""
    found: IntArray = (
        np.searchsorted(timeline.start_min, minute, side="left") - 1
    ) % timeline.num_duties
    return found


def week(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the hours of each civil week against the weekly maximum."""
    begins = np.arange(timeline.num_weeks) * WEEK_MIN
    at = (timeline.first_duty_of_week(), begins, begins + WEEK_MIN)
    return series(law.id, timeline.week_work_min / 60, law.number(), "h", at=at)


def average(timeline: Timeline, law: Version, _case: Case) -> Series | Gap | None:
    """Hold the average of every window of weeks against its maximum, round the end of a cycle.

    With ``days_week`` the limit is for a day, of which each week has so many. A roster shorter
    than the window passes the limit only if what is known of it does so already.
    """
    num_weeks = int(law.number("weeks"))
    is_daily = "step" in law and law.text("step") == "day"
    minutes, step_min = (
        (timeline.day_work_min, DAY_MIN) if is_daily else (timeline.week_work_min, WEEK_MIN)
    )
    num_steps = num_weeks * 7 if is_daily else num_weeks
    per_week = law.number("days_week") if "days_week" in law else 1.0
    sums = _window_sums(minutes, num_steps, is_cyclic=timeline.is_cyclic)
    begins = np.arange(len(sums)) * step_min
    values = sums / (60 * num_weeks * per_week)
    behind = np.searchsorted(timeline.start_min, begins) % timeline.num_duties
    found = series(
        law.id,
        values,
        law.number(),
        "h",
        at=(behind, begins, begins + num_weeks * WEEK_MIN),
    )
    is_short = not timeline.is_cyclic and len(minutes) < num_steps
    if found is None or (is_short and found.excess.max() <= 0):
        return Gap(
            f"{timeline.num_weeks} semaines sont connues, la moyenne porte sur "
            f"{num_weeks} ({law.article})",
            f"{timeline.num_weeks} weeks are known, the average is over "
            f"{num_weeks} ({law.article})",
        )
    opened = _open_up_to(law)
    turn_min = timeline.length_min if timeline.is_cyclic else 0
    return replace(found, is_rolling=True, turn_min=turn_min, flag_up_to=opened)


def _window_sums(minutes: IntArray, num_steps: int, *, is_cyclic: bool) -> FloatArray:
    """Sum every window; on the calendar those inside, or all that is known if it is shorter."""
    known = len(minutes)
    if is_cyclic:
        minutes = np.resize(minutes, known + num_steps - 1)
    elif known < num_steps:
        minutes = np.append(minutes, np.zeros(num_steps - known, dtype=np.int64))
    cumulated = np.concatenate(([0], np.cumsum(minutes)))
    sums: FloatArray = (cumulated[num_steps:] - cumulated[:-num_steps]).astype(np.float64)
    return sums


def _open_up_to(law: Version) -> float | None:
    """Give the furthest that the derogation named in ``open_to`` allows."""
    if "open_to" not in law:
        return None
    return number(derogations(law)[law.text("open_to")]["value"])


def span(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the span of each day, first start to last end, against what the daily rest leaves."""
    _, first, last = timeline.worked_days()
    hours = (timeline.end_min[last] - timeline.start_min[first]) / 60
    rule = law.id.replace("rest_day", "span")
    at = (first, timeline.start_min[first], timeline.end_min[last])
    return series(rule, hours, _DAY_H - law.number(), "h", at=at)


def work_in_24_h(
    timeline: Timeline, looked_for: NDArray[np.bool_]
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Give the work in the 24 hours from the start of each duty.

    Parameters
    ----------
    timeline
        The duties.
    looked_for
        Some of the duties, shape (duties,).

    Returns
    -------
    tuple
        Hours, and whether one of the duties looked for begins in these 24 hours, shape (duties,)
        each.
    """
    closes = timeline.start_min + DAY_MIN
    length = timeline.end_min - timeline.start_min
    hours = np.zeros(timeline.num_duties)
    has_one = np.zeros(timeline.num_duties, dtype=bool)
    inside = np.ones(timeline.num_duties, dtype=bool)
    steps = 0
    while inside.any():
        later = (np.arange(timeline.num_duties) + steps) % timeline.num_duties
        begins, ends = timeline.start_after(steps), timeline.end_after(steps)
        inside = begins < closes
        covered = np.clip(np.minimum(ends, closes) - begins, 0, None)
        work = covered * timeline.work_min[later] / length[later]
        hours += np.where(inside, work, 0.0) / 60
        has_one |= inside & looked_for[later]
        steps += 1
    return hours, has_one
