"""How long people work: the day, the week, averages over windows of weeks."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.check.conditions import Case
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import Timeline
from accord.hours.check.weeks import weeks_of
from accord.hours.duties import DAY_MIN, WEEK_MIN, IntArray
from accord.law import FloatArray, Version
from accord.law.rounding import half_up

__all__ = ["average", "civil_day", "day", "span", "week", "work_in_24_h"]

_DAY_H = 24.0
WORKDAY: Final = "workday"
"""A duty counts whole on the working day on which it begins."""


def day(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the hours of each day against the daily maximum; a duty counts on the day it starts.

    With ``counts: workday`` the working day of a person begins with the first duty after a rest
    that parts two days, and lasts 24 hours: what begins in it belongs to it, past midnight too.
    """
    if "counts" in law and law.text("counts") == WORKDAY:
        return _workday(timeline, law)
    _, first, last = timeline.worked_days()
    hours = np.add.reduceat(timeline.work_min, first) / 60
    at = (first, timeline.start_min[first], timeline.end_min[last])
    return series(law.id, hours, law.number(), "h", at=at)


def _workday(timeline: Timeline, law: Version) -> Series | None:
    """Hold the working day of a person, which a rest or the end of 24 hours parts from the next."""
    parted_by_min = law.number("parted_by_h") * 60
    num = timeline.num_duties
    gap = timeline.gap_min
    # on a cycle begin after its longest rest, so that no working day is cut at the end
    i_first = (int(np.argmax(gap)) + 1) % num if timeline.is_cyclic else 0
    order = (np.arange(num) + i_first) % num
    turned = timeline.start_min + np.where(np.arange(num) < i_first, timeline.length_min, 0)
    first: list[int] = []
    label = np.zeros(num, dtype=np.int64)
    for i in order.tolist():
        is_parted = not first or gap[i - 1] >= parted_by_min
        if is_parted or turned[i] >= turned[first[-1]] + DAY_MIN:
            first.append(i)
        label[i] = len(first) - 1
    hours = np.bincount(label, weights=timeline.work_min) / 60
    ends = np.zeros(len(first), dtype=np.int64)
    np.maximum.at(ends, label, turned + timeline.end_min - timeline.start_min)
    begins = np.array(first, dtype=np.int64)
    opens = timeline.start_min[begins]
    ends -= turned[begins] - opens
    return series(law.id, hours, law.number(), "h", at=(begins, opens, ends))


def civil_day(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the hours from midnight to midnight against the daily maximum, as a flag.

    A duty past midnight belongs to two days; nothing is said when there is none.
    """
    midnight = (timeline.day + 1) * DAY_MIN
    if not (timeline.end_min > midnight).any():
        return None
    num_days = timeline.num_weeks * 7
    minutes = np.diff(timeline.work_before(np.arange(num_days + 1) * DAY_MIN))
    days = np.arange(num_days)
    begins = days * DAY_MIN
    behind = _duty_before(timeline, begins + DAY_MIN)
    return series(
        law.id,
        minutes / 60,
        law.number(),
        "h",
        at=(behind, begins, begins + DAY_MIN),
        worse="flag",
        where=minutes > 0,
    )


def _duty_before(timeline: Timeline, minute: IntArray) -> IntArray:
    """Give the last duty that starts before a minute, shape as ``minute``."""
    found: IntArray = (
        np.searchsorted(timeline.start_min, minute, side="left") - 1
    ) % timeline.num_duties
    return found


def week(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the hours inside each week against the weekly maximum."""
    weeks = weeks_of(timeline, law.id.partition(".")[0], case)
    at = (timeline.duty_from(weeks.begin_min), weeks.begin_min, weeks.end_min)
    return series(law.id, weeks.work_h, law.number(), "h", at=at)


def average(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the average of every window of weeks against its maximum, round the end of a cycle.

    Windows begin with each week of the law, or with ``step: day`` on any day. With ``days_week``
    the limit is for a day, of which each week has so many. A roster shorter than the window passes
    the limit only if what is known of it does so already.
    """
    num_weeks = int(law.number("weeks"))
    is_daily = "step" in law and law.text("step") == "day"
    first_min, minutes, step_min, num_known = _steps(timeline, law, case, is_daily=is_daily)
    num_steps = num_weeks * 7 if is_daily else num_weeks
    per_week = law.number("days_week") if "days_week" in law else 1.0
    sums = _window_sums(minutes, num_steps, is_cyclic=timeline.is_cyclic)
    begins = first_min + np.arange(len(sums)) * step_min
    values = sums / (60 * num_weeks * per_week)
    behind = timeline.duty_from(begins)
    found = series(
        law.id,
        values,
        law.number(),
        "h",
        at=(behind, begins, begins + num_weeks * WEEK_MIN),
    )
    is_short = not timeline.is_cyclic and num_known < num_steps
    if found is None or (is_short and found.excess.max() <= 0):
        num_weeks_known = num_known * step_min // WEEK_MIN
        return Gap(
            f"{num_weeks_known} semaines sont connues, la moyenne porte sur "
            f"{num_weeks} ({law.article})",
            f"{num_weeks_known} weeks are known, the average is over {num_weeks} ({law.article})",
        )
    turn_min = timeline.length_min if timeline.is_cyclic else 0
    return replace(found, is_rolling=True, turn_min=turn_min)


def _steps(
    timeline: Timeline, law: Version, case: Case, *, is_daily: bool
) -> tuple[int, FloatArray, int, int]:
    """Give where the first step begins, the work of each, its length and how many are known whole.

    A day has the work from midnight to midnight, or with ``counts: workday`` that of the duties
    that start on it.
    """
    if not is_daily:
        weeks = weeks_of(timeline, law.id.partition(".")[0], case)
        num_known = int(np.count_nonzero(weeks.is_whole))
        return int(weeks.begin_min[0]), weeks.work_min, WEEK_MIN, num_known
    if law.text("counts") == WORKDAY:
        by_day = timeline.day_work_min.astype(np.float64)
        return 0, by_day, DAY_MIN, len(by_day)
    cuts = np.arange(timeline.num_weeks * 7 + 1) * DAY_MIN
    return 0, np.diff(timeline.work_before(cuts)), DAY_MIN, len(cuts) - 1


def _window_sums(minutes: FloatArray, num_steps: int, *, is_cyclic: bool) -> FloatArray:
    """Sum every window; on the calendar those inside, or all that is known if it is shorter."""
    known = len(minutes)
    if is_cyclic:
        minutes = np.resize(minutes, known + num_steps - 1)
    elif known < num_steps:
        minutes = np.append(minutes, np.zeros(num_steps - known))
    cumulated = np.concatenate(([0.0], np.cumsum(minutes)))
    return half_up(cumulated[num_steps:] - cumulated[:-num_steps])


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
