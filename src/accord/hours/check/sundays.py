"""Work on Sundays: whether it may be, how many are free in a year, and the days off in their place.

A Sunday runs from midnight to midnight; where the law lets a plant move it, the hour is taken that
is best for all Sundays together.
"""

from __future__ import annotations

import heapq
from calendar import SUNDAY
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.hours.check.conditions import Case
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import Timeline
from accord.hours.duties import DAY_MIN, WEEK_MIN, IntArray
from accord.hours.records import BREACH, FLAG
from accord.law import Version

__all__ = ["free_sundays", "substitute", "sunday"]

_WEEK: Final = 7


def sunday(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the work of each Sunday, from midnight to midnight: it needs a derogation.

    A flag while it is not said which one holds; a breach when it is said that there is none, and
    the plant is not one that never stops.
    """
    opens = min(
        (_opens(timeline) + move for move in _moves(law)),
        key=lambda begins: float(_work_h(timeline, begins).sum()),
    )
    is_open = "open_to" in law or bool(case.facts.continuous)
    return series(
        law.id,
        _work_h(timeline, opens),
        law.number(),
        "h",
        at=(timeline.duty_from(opens), opens, opens + DAY_MIN),
        worse=FLAG if is_open else BREACH,
    )


def _opens(timeline: Timeline) -> IntArray:
    """Give the minute at which each Sunday begins, shape (weeks,)."""
    return np.arange(timeline.num_weeks) * WEEK_MIN + SUNDAY * DAY_MIN


def _moves(law: Version) -> tuple[int, ...]:
    """Give the minutes by which all Sundays may be moved, none first."""
    if "shift_h" not in law:
        return (0,)
    move_min = int(law.number("shift_h") * 60)
    return 0, -move_min, move_min


def _work_h(timeline: Timeline, opens: IntArray) -> NDArray[np.float64]:
    hours: NDArray[np.float64] = (
        timeline.work_before(opens + DAY_MIN) - timeline.work_before(opens)
    ) / 60
    return hours


def free_sundays(timeline: Timeline, law: Version, _case: Case) -> Series | Gap | None:
    """Hold the free Sundays of a year against their minimum.

    A duty from Saturday night takes the Sunday.
    """
    weeks_year = law.number("weeks_year")
    num_free = max(
        int(np.count_nonzero(~_touched(timeline, _opens(timeline) + move))) for move in _moves(law)
    )
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


def _touched(timeline: Timeline, opens: IntArray) -> NDArray[np.bool_]:
    """Say on which days of 24 h, given by their begins, some duty goes on."""
    touched = np.zeros(len(opens), dtype=bool)
    turns = (-timeline.length_min, 0, timeline.length_min) if timeline.is_cyclic else (0,)
    for turn in turns:
        begins, ends = timeline.start_min + turn, timeline.end_min + turn
        # the first duty that ends after a day opens is the only one to look at
        i_next = np.searchsorted(ends, opens, side="right")
        is_there = i_next < len(begins)
        following = begins[np.minimum(i_next, len(begins) - 1)]
        touched |= is_there & (following < opens + DAY_MIN)
    return touched


def substitute(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the free working days near each worked Sunday: it has one of its own.

    On the calendar nothing is said of a Sunday whose day may lie outside of what is known.
    """
    reach = int(law.number("window_days")) - 1
    num_days = timeline.num_weeks * _WEEK
    found = [_without_day(timeline, move, reach) for move in _moves(law)]
    days, lacking, move = min(found, key=lambda one: int(one[1].sum()))
    # on the calendar the two weeks on both sides are known
    is_known = timeline.is_cyclic | ((days - reach >= 0) & (days + reach < num_days))
    opens = days * DAY_MIN + move
    return series(
        law.id,
        np.where(lacking, 0.0, law.number()),
        law.number(),
        "day",
        at=(timeline.duty_from(opens), opens, opens + DAY_MIN),
        is_maximum=False,
        where=is_known,
    )


def _without_day(
    timeline: Timeline, move_min: int, reach: int
) -> tuple[IntArray, NDArray[np.bool_], int]:
    """Give the worked Sundays as days, which lack a free day, and by how much days are moved."""
    num_days = timeline.num_weeks * _WEEK
    is_touched = _touched(timeline, np.arange(num_days) * DAY_MIN + move_min)
    is_sunday = np.arange(num_days) % _WEEK == SUNDAY
    days = np.flatnonzero(is_touched & is_sunday)
    free = np.flatnonzero(~is_touched & ~is_sunday)
    turn = num_days if timeline.is_cyclic else 0
    return days, _lacking(days, free, reach, turn), move_min


def _lacking(days: IntArray, free: IntArray, reach: int, turn: int) -> NDArray[np.bool_]:
    """Say which Sundays have no free day of their own, the fewest there can be.

    Each free day in turn goes to the Sunday that can wait least. A cycle is gone round until its
    ends no longer matter, and the turn in the middle is read.
    """
    middle = reach // turn + 1 if turn else 0
    num_turns = middle + 1 + middle
    wanted = [(int(d) + k * turn, i) for k in range(num_turns) for i, d in enumerate(days)]
    wanted = [(d, i + (d // turn if turn else 0) * len(days)) for d, i in wanted]
    offered = sorted(int(f) + k * turn for k in range(num_turns) for f in free)
    waiting: list[tuple[int, int]] = []
    served: set[int] = set()
    i_next = 0
    for day in offered:
        while i_next < len(wanted) and wanted[i_next][0] - reach <= day:
            heapq.heappush(waiting, wanted[i_next])
            i_next += 1
        while waiting and waiting[0][0] + reach < day:
            heapq.heappop(waiting)
        if waiting:
            served.add(heapq.heappop(waiting)[1])
    return np.array([middle * len(days) + i not in served for i in range(len(days))])
