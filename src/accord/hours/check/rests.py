"""How long people rest: between days, in a week, in a break, on Sundays.

A rest is never cut at midnight or at the end of a week.
"""

from __future__ import annotations

from calendar import SUNDAY

import numpy as np
from numpy.typing import NDArray

from accord.hours.check.conditions import Case
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import FOREVER_MIN, Timeline
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, IntArray
from accord.law import FloatArray, Version

__all__ = ["after_day", "days_of_week", "free_sundays", "in_24_h", "pause", "weekly"]


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


def weekly(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the longest rest of each civil week, not cut at its ends, against its minimum.

    A rest counts for a week if it starts in it, or if at least a whole day of it lies inside.
    Where the law knows two weeks as well, a week without its rest is made good by a neighbour.
    """
    rest = timeline.gap_min
    begins = np.arange(timeline.num_weeks) * WEEK_MIN
    best, counts = _rests_of_weeks(timeline, rest, law.number())
    is_held = ~timeline.is_open(best)
    if "value_weeks" in law:
        is_held &= (best / 60 >= law.number()) | ~_made_good(timeline, law, best, counts)
    return series(
        law.id,
        best / 60,
        law.number(),
        "h",
        at=(timeline.first_duty_of_week(), begins, begins + WEEK_MIN),
        is_maximum=False,
        where=is_held,
    )


def _rests_of_weeks(
    timeline: Timeline, rest: IntArray, least_h: float
) -> tuple[IntArray, IntArray]:
    """Give the longest rest of each week, and how many long ones start in it, shape (weeks,)."""
    begins = timeline.end_min
    if timeline.is_cyclic:
        begins = np.concatenate([begins + turn for turn in _turns(timeline)])
        rest = np.tile(rest, len(_turns(timeline)))
    else:  # before the first duty nothing is known either
        begins = np.append(timeline.start_min[0] - FOREVER_MIN, begins)
        rest = np.append(FOREVER_MIN, rest)
    best = np.zeros(timeline.num_weeks, dtype=np.int64)
    counts = np.zeros(timeline.num_weeks, dtype=np.int64)
    for i_week in range(timeline.num_weeks):
        opens, closes = i_week * WEEK_MIN, (i_week + 1) * WEEK_MIN
        inside = np.minimum(begins + rest, closes) - np.maximum(begins, opens)
        starts = (begins >= opens) & (begins < closes)
        best[i_week] = np.max(rest, where=starts | (inside >= DAY_MIN), initial=0)
        counts[i_week] = np.count_nonzero(starts & (rest / 60 >= least_h))
    return best, counts


def _turns(timeline: Timeline) -> tuple[int, ...]:
    return (-timeline.length_min, 0, timeline.length_min)


def _made_good(
    timeline: Timeline, law: Version, best: IntArray, counts: IntArray
) -> NDArray[np.bool_]:
    """Say which weeks have, with the week before or after, the rest that two weeks ask for."""
    longest = np.maximum(best, np.roll(best, -1)) / 60
    number = counts + np.roll(counts, -1)
    with_next = (longest >= law.number("value_weeks")) | (number >= law.number("rests"))
    if not timeline.is_cyclic:
        with_next[-1] = False
    with_last = np.roll(with_next, 1)
    found: NDArray[np.bool_] = with_next | with_last
    return found


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


def free_sundays(timeline: Timeline, law: Version, _case: Case) -> Series | Gap | None:
    """Hold the free Sundays of a year against their minimum.

    A Sunday runs from midnight to midnight, so that a duty from Saturday night takes it; where
    the law lets a plant move it, the hour that leaves most Sundays free is taken.
    """
    weeks_year = law.number("weeks_year")
    move_min = int(law.number("shift_h") * 60) if "shift_h" in law else 0
    num_free = max(_free_sundays(timeline, move) for move in {-move_min, 0, move_min})
    weeks = np.zeros(1, dtype=np.int64)
    at = (weeks, weeks, weeks + timeline.length_min)
    if timeline.is_cyclic:
        values = np.array([num_free * weeks_year / timeline.num_weeks])
        return series(law.id, values, law.number(), "day", at=at, is_maximum=False)
    # on the calendar a year is known whole, or the Sundays already worked leave too few
    left = max(weeks_year - timeline.num_weeks, 0.0)
    values = np.array([num_free + left])
    if left > 0 and values[0] >= law.number():
        return Gap(
            f"{timeline.num_weeks} semaines sont connues, les dimanches se "
            f"comptent sur un an ({law.article})",
            f"{timeline.num_weeks} weeks are known, Sundays are counted over a "
            f"year ({law.article})",
        )
    years = max(1.0, timeline.num_weeks / weeks_year)
    return series(law.id, values / years, law.number(), "day", at=at, is_maximum=False)


def _free_sundays(timeline: Timeline, move_min: int) -> int:
    """Count the Sundays that no duty touches, each moved by some minutes."""
    opens = np.arange(timeline.num_weeks) * WEEK_MIN + SUNDAY * DAY_MIN + move_min
    touched = np.zeros(timeline.num_weeks, dtype=bool)
    for turn in _turns(timeline) if timeline.is_cyclic else (0,):
        begins, ends = timeline.start_min + turn, timeline.end_min + turn
        # the first duty that ends after a Sunday opens is the only one to look at
        i_next = np.searchsorted(ends, opens, side="right")
        is_there = i_next < len(begins)
        following = begins[np.minimum(i_next, len(begins) - 1)]
        touched |= is_there & (following < opens + DAY_MIN)
    return int(np.count_nonzero(~touched))
