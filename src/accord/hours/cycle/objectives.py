"""What a cycle can be good at: each aim counts days or steps of the schedule.

====================  ==========================================================  ========
aim                   counts                                                      wanted
====================  ==========================================================  ========
free_weekends         weeks with Saturday and Sunday off                          most
single_days_off       days-off blocks of one day                                  fewest
single_work_days      work blocks of one day                                      fewest
nights_beyond         nights that end a row of more nights than advised: the      fewest
                      night and as many days before it as are advised in a row
                      are all nights of the same shift
quick_returns         steps from one day's shift to the next day's with a rest    fewest
                      of the advised threshold or less
backward_steps        steps from one day's shift to the next day's that starts    fewest
                      earlier on the clock
====================  ==========================================================  ========

The thresholds (three nights, 11 h, two hours) are those of the ergonomic advice of the law room. A
night is a shift with as many hours between midnight and five as ``ergo.nights_in_row`` says, so a
shift may be a night on some weekdays only: a day on which it is none ends the row. A step goes
back when the next start lies earlier by less than half a turn of the clock, so night to morning is
forward and morning to night is backward.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from accord.hours.cycle.problem import ShiftType
from accord.law import pack

__all__ = ["AIMS", "Aim", "Thresholds", "is_backward", "is_night", "is_quick", "thresholds"]

DAY_MIN: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: whether more is better, and what it counts in words."""

    name: str
    is_most: bool
    words_fr: str
    words_en: str


AIMS: Final = {
    aim.name: aim
    for aim in (
        Aim("free_weekends", True, "week-ends libres", "free weekends"),
        Aim("single_days_off", False, "jours de repos isolés", "single days off"),
        Aim("single_work_days", False, "jours de travail isolés", "single work days"),
        Aim("nights_beyond", False, "nuits au-delà du seuil", "nights beyond the threshold"),
        Aim("quick_returns", False, "retours rapides", "quick returns"),
        Aim("backward_steps", False, "rotations arrière", "backward steps"),
    )
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Advice of ergonomics that the aims count against (see ``accord/law/ergo``)."""

    nights: int
    night_from_min: int
    night_to_min: int
    night_least_min: int
    quick_return_min: int
    backward_min: int


@cache
def thresholds() -> Thresholds:
    """Read the thresholds from the law room, the latest version of each."""
    advice = pack("ergo")
    nights = advice["ergo.nights_in_row"].versions[-1]
    rest = advice["ergo.quick_return"].versions[-1]
    turn = advice["ergo.rotation"].versions[-1]
    return Thresholds(
        nights=int(nights.number()),
        night_from_min=round(60 * nights.number("from_h")),
        night_to_min=round(60 * nights.number("to_h")),
        night_least_min=round(60 * nights.number("least_h")),
        quick_return_min=round(60 * rest.number()),
        backward_min=round(60 * turn.number("least_change_h")),
    )


def is_night(shift: ShiftType, weekday: int, limits: Thresholds) -> bool:
    """Tell whether a shift that starts on a weekday is a night."""
    start = shift.start_min[weekday]
    end = start + shift.length_min[weekday]
    inside = 0
    for midnight in (0, DAY_MIN, 2 * DAY_MIN):
        opens, closes = midnight + limits.night_from_min, midnight + limits.night_to_min
        inside += max(0, min(end, closes) - max(start, opens))
    return inside >= limits.night_least_min


def rest_min(first: ShiftType, weekday: int, second: ShiftType) -> int:
    """Give the minutes between a shift on a weekday and another on the day after."""
    end = first.start_min[weekday] + first.length_min[weekday]
    return DAY_MIN + second.start_min[(weekday + 1) % 7] - end


def is_quick(first: ShiftType, weekday: int, second: ShiftType, limits: Thresholds) -> bool:
    """Tell whether the step from ``first`` on a weekday to ``second`` is a quick return."""
    return rest_min(first, weekday, second) <= limits.quick_return_min


def is_backward(first: ShiftType, weekday: int, second: ShiftType, limits: Thresholds) -> bool:
    """Tell whether the step from ``first`` on a weekday to ``second`` goes back on the clock."""
    later = (second.start_min[(weekday + 1) % 7] - first.start_min[weekday]) % DAY_MIN
    return later > DAY_MIN // 2 and DAY_MIN - later >= limits.backward_min
