"""Crews that follow each other on the same shifts: what they are called and how long they open.

Two crews belong to one rotation when they share a shift, or when a shift of one starts as a shift
of the other ends; weekend crews stay apart. From the plant's own table follows what the shop floor
calls it: day, 2x8, 3x8, 5x8, weekend crew.
"""

from __future__ import annotations

import math
from calendar import SATURDAY
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accord.hours.duties import DAY_MIN, WEEK_MIN, Cycle, IntArray
from accord.hours.ergonomics.criteria import is_night
from accord.plant.records import Words

__all__ = ["Rotation", "rotations"]

_WEEK_H = 7 * 24


@dataclass(frozen=True, slots=True)
class Rotation:
    """Crews that share shifts.

    Parameters
    ----------
    crews
        Their names, sorted.
    system
        ``day``, ``night``, ``weekend``, or crews by hours: ``2x8``, ``3x8``, ``5x8``, ``4x12``. The
        first number is the shifts that follow each other in a day; on a rotation that is open all
        week it is its crews, for each crew that is always there.
    title
        The same in words.
    opening_h
        Hours of an average week in which somebody is there, breaks included.
    average_h
        Hours of work of an average week, mean of the crews.
    days_week
        Most days that a crew works in a civil week.
    """

    crews: tuple[str, ...]
    system: str
    title: Words
    opening_h: float
    average_h: float
    days_week: int


def rotations(found: Sequence[Cycle]) -> tuple[Rotation, ...]:
    """Group the cycles of crews by the shifts they share.

    Parameters
    ----------
    found
        Cycles in force together, one per crew.
    """
    groups: list[list[Cycle]] = []
    for cycle in found:
        near = [g for g in groups if any(_is_near(cycle, other) for other in g)]
        apart = [g for g in groups if not any(g is n for n in near)]
        groups = [*apart, [other for g in near for other in g] + [cycle]]
    return tuple(sorted((_rotation(own) for own in groups), key=lambda r: r.crews))


def _is_near(one: Cycle, other: Cycle) -> bool:
    """Say whether two crews share a shift or relieve each other."""
    if _is_weekend(one) != _is_weekend(other):
        return False
    first, second = _clock(one), _clock(other)
    starts, ends = ({s for s, _ in first}, {e for _, e in first})
    relieved = {s for s, _ in second} & ends or {e for _, e in second} & starts
    return bool(first & second or relieved)


def _is_weekend(cycle: Cycle) -> bool:
    return bool((cycle.day % 7 >= SATURDAY).all())


def _clock(cycle: Cycle) -> set[tuple[int, int]]:
    """Give the shifts of a crew as (start, end) on the clock."""
    start, end = (cycle.start_min % DAY_MIN).tolist(), (cycle.end_min % DAY_MIN).tolist()
    return set(zip(start, end, strict=True))


def _rotation(own: list[Cycle]) -> Rotation:
    there = _there(own)
    system, title = _name(own, there)
    return Rotation(
        crews=tuple(sorted(c.crew for c in own)),
        system=system,
        title=title,
        opening_h=float((there > 0).mean()) * _WEEK_H,
        average_h=float(np.mean([c.week_h.mean() for c in own])),
        days_week=max(int(np.bincount(np.unique(c.day) // 7).max()) for c in own),
    )


def _there(own: list[Cycle]) -> IntArray:
    """Count the crews there in each minute of weeks that are whole cycles of every crew."""
    num_weeks = math.lcm(*(c.num_weeks for c in own))
    length = num_weeks * WEEK_MIN
    change = np.zeros(length + WEEK_MIN + 1, dtype=np.int64)
    for cycle in own:
        turns = np.arange(0, length, cycle.length_min)
        np.add.at(change, (cycle.start_min[:, None] + turns).ravel(), 1)
        np.add.at(change, (cycle.end_min[:, None] + turns).ravel(), -1)
    there = np.cumsum(change)
    # what runs past the last Sunday is there on the first Monday
    there[:WEEK_MIN] += there[length : length + WEEK_MIN]
    found: IntArray = there[:length]
    return found


def _name(own: list[Cycle], there: IntArray) -> tuple[str, Words]:
    if all(_is_weekend(c) for c in own):
        return "weekend", Words("équipe de suppléance", "weekend crew")
    work_h = round(float(np.concatenate([c.work_min for c in own]).mean()) / 60)
    if there.min() > 0:
        name = f"{round(len(own) / int(there.min()))}x{work_h}"
        return name, Words(f"{name}, en continu", f"{name}, continuous")
    shift_min = float(np.concatenate([c.end_min - c.start_min for c in own]).mean())
    longest_day_min = int((there > 0).reshape(-1, DAY_MIN).sum(axis=1).max())
    shifts_day = round(longest_day_min / shift_min)
    if shifts_day > 1:
        name = f"{shifts_day}x{work_h}"
        return name, Words(name, name)
    if all(is_night(c).all() for c in own):
        return "night", Words("nuit", "night")
    return "day", Words("journée", "day")
