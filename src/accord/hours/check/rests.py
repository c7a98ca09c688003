"""How long people rest: between days, in a week, in a break.

A rest is never cut at midnight or at the end of a week.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.check.conditions import Case, derogations
from accord.hours.check.rest_weeks import rest_supply, weeks_served, weeks_without
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import FOREVER_MIN, Timeline
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, IntArray
from accord.hours.records import BREACH, FLAG, OK
from accord.law import FloatArray, Version
from accord.law.parameters import number

__all__ = ["after_day", "days_of_week", "in_24_h", "pause", "weekly"]

_CONTINUOUS: Final = "continuous"
_DEFERRED: Final = "deferred_h"
"""Each rest that may be put off: in a period there are as many of them as weeks."""


def after_day(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the rest between the end of a worked day and the next against the daily rest."""
    _, _, last = timeline.worked_days()
    gap = timeline.gap_min[last]
    ends = timeline.end_min[last]
    return series(
        law.id,
        gap / 60,
        law.number(),
        "h",
        at=(last, ends, ends + gap + 1),
        is_maximum=False,
        where=~timeline.is_open(gap),
    )


def in_24_h(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the longest rest in the 24 hours from the start of each duty against the daily rest."""
    closes = timeline.start_min + DAY_MIN
    longest = np.zeros(timeline.num_duties, dtype=np.int64)
    free_from = timeline.end_min
    steps = 1
    inside: NDArray[np.bool_] = np.ones(timeline.num_duties, dtype=bool)
    while inside.any():
        following = timeline.start_after(steps)
        rest = np.minimum(following, closes) - free_from
        longest = np.where(inside, np.maximum(longest, rest), longest)
        inside = inside & (following < closes)
        free_from = timeline.end_after(steps)
        steps += 1
    at = (np.arange(timeline.num_duties), timeline.start_min, closes)
    return series(law.id, longest / 60, law.number(), "h", at=at, is_maximum=False)


def weekly(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the rest of each civil week, not cut at its ends, against its minimum.

    A rest may serve a week in which it starts, or of which it covers a whole day, and one week
    only, unless it is as long as two. Where the law knows two weeks as well, their two rests may
    lie in either. A week without a rest of its own has the longest of those that are too short.
    """
    begins_min, rest_min = _rests(timeline)
    least_min = law.number() * 60
    rests = list(zip(begins_min.tolist(), rest_min.tolist(), strict=True))
    best, too_short = _longest(timeline, rests, least_min)
    supply = rest_supply(rests, least_min, timeline.num_weeks, is_cyclic=timeline.is_cyclic)
    is_without = weeks_without(supply, may_pair="value_weeks" in law)
    values = np.where(is_without, too_short, best)
    deferred = _deferred(timeline, rests, law, case)
    is_made_good = ~is_without & (best < least_min)  # by the week beside it
    if deferred == OK:
        is_made_good |= is_without
    opens = np.arange(timeline.num_weeks) * WEEK_MIN
    return series(
        law.id,
        values / 60,
        law.number(),
        "h",
        at=(timeline.first_duty_of_week(), opens, opens + WEEK_MIN),
        is_maximum=False,
        where=~timeline.is_open(best) & ~is_made_good,
        worse=FLAG if deferred == FLAG else BREACH,
    )


def _rests(timeline: Timeline) -> tuple[IntArray, IntArray]:
    """Give the begin and length of every rest; before the first duty of a roster one is open."""
    begins, rest = timeline.end_min, timeline.gap_min
    if timeline.is_cyclic:
        return begins, rest
    begins = np.append(timeline.start_min[0] - FOREVER_MIN, begins)
    return begins, np.append(FOREVER_MIN, rest)


def _longest(
    timeline: Timeline, rests: Sequence[tuple[int, int]], least_min: float
) -> tuple[IntArray, IntArray]:
    """Give the longest rest that may serve each week, and the longest that is too short."""
    best = np.zeros(timeline.num_weeks, dtype=np.int64)
    too_short = np.zeros(timeline.num_weeks, dtype=np.int64)
    for begin, length in rests:
        weeks = weeks_served(begin, length)
        if timeline.is_cyclic:
            inside = {week % timeline.num_weeks for week in weeks}
        else:
            inside = set(range(max(weeks[0], 0), min(weeks[-1], timeline.num_weeks - 1) + 1))
        for week in sorted(inside):
            best[week] = max(best[week], length)
            if length < least_min:
                too_short[week] = max(too_short[week], length)
    return best, too_short


def _deferred(
    timeline: Timeline, rests: Sequence[tuple[int, int]], law: Version, case: Case
) -> str:
    """Say whether rests that may be put off are as many as the weeks: ``ok`` when that is named.

    A ``flag`` when the plant never stops and it is not said; a ``breach`` when they are too few,
    or may not be put off.
    """
    if _DEFERRED in law:
        each_min, found = law.number(_DEFERRED) * 60, OK
    else:
        opened = derogations(law).get(_CONTINUOUS)
        if opened is None or not case.facts.continuous:
            return BREACH
        each_min, found = number(opened[_DEFERRED]) * 60, FLAG
    known = [
        length if timeline.is_cyclic
        else min(begin + length, timeline.length_min) - max(begin, 0)
        for begin, length in rests
    ]  # fmt: skip
    num_rests = sum(max(0, int(length // each_min)) for length in known)
    return found if num_rests >= timeline.num_weeks else BREACH


def days_of_week(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the days worked in each civil week against the maximum; a night duty is one day."""
    days, _, _ = timeline.worked_days()
    counts = np.bincount(days // 7, minlength=timeline.num_weeks).astype(np.float64)
    begins = np.arange(timeline.num_weeks) * WEEK_MIN
    rule = law.id.replace("rest_week", "days_week")
    at = (timeline.first_duty_of_week(), begins, begins + WEEK_MIN)
    return series(rule, counts, law.number("days_max"), "day", at=at)


def pause(timeline: Timeline, law: Version, _case: Case) -> tuple[Series | None, Gap | None]:
    """Hold the breaks of each long day against the minimum; a gap between duties counts.

    The longest break counts, or with ``counts: sum`` all of them.
    """
    _, first, last = timeline.worked_days()
    work_h = np.add.reduceat(timeline.work_min, first) / 60
    is_sum = "counts" in law and law.text("counts") == "sum"
    own = timeline.total_break_min if is_sum else timeline.longest_break_min
    is_last = np.zeros(timeline.num_duties, dtype=bool)
    is_last[last] = True
    gaps = np.where(is_last, 0, timeline.gap_min)
    join = np.add if is_sum else np.maximum
    minutes = join.reduceat(join(np.maximum(own, 0), gaps), first)
    needed = _break_needed(law, work_h)
    is_unknown = np.maximum.reduceat(own == UNKNOWN, first) & (minutes < needed)
    found = series(
        law.id,
        minutes.astype(np.float64),
        needed,
        "min",
        at=(first, timeline.start_min[first], timeline.end_min[last]),
        is_maximum=False,
        where=(needed > 0) & ~is_unknown,
    )
    if not is_unknown.any():
        return found, None
    return found, Gap(
        f"les pauses ne sont pas toutes données ({law.article})",
        f"not all breaks are given ({law.article})",
    )


def _break_needed(law: Version, work_h: FloatArray) -> FloatArray:
    """Give the minutes of break that a day of so many hours needs, shape (days,)."""
    if "from_h" in law:
        return np.where(work_h >= law.number("from_h"), law.number(), 0.0)
    if "minutes" not in law:
        return np.where(work_h > law.number("more_than_h"), law.number(), 0.0)
    steps = work_h[:, None] > law.numbers("more_than_h")
    found: FloatArray = np.max(np.where(steps, law.numbers("minutes"), 0.0), axis=1)
    return found
