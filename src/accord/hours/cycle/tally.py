"""What a schedule counts of each aim, read off its days and their minutes.

The optimiser counts arcs; here each day of a schedule is laid on the clock and looked at with its
neighbours. The two share the thresholds, which are data of the law room, and no line of code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accord.hours.cycle.objectives import Thresholds, thresholds
from accord.hours.cycle.problem import OFF, CycleProblem, Schedule

__all__ = ["tally", "tally_all"]

DAY_MIN: Final = 1440
SATURDAY: Final = 5


def tally(problem: CycleProblem, schedule: Schedule) -> dict[str, int]:
    """Count every aim of ``cycle.objectives`` in one cyclic schedule.

    Parameters
    ----------
    problem
        For the hours of the shifts.
    schedule
        Weeks of seven codes; the last Sunday joins the first Monday.
    """
    codes = [code for week in schedule for code in week]
    limits, num = thresholds(), len(codes)
    times = [_on_the_clock(problem, code, i) for i, code in enumerate(codes)]
    at_night = _at_night(problem, limits)
    nights = [(code, i % 7) in at_night for i, code in enumerate(codes)]
    found = {"free_weekends": sum(week[SATURDAY:] == (OFF, OFF) for week in schedule)}
    found |= dict.fromkeys(("single_days_off", "single_work_days", "nights_beyond"), 0)
    found |= dict.fromkeys(("quick_returns", "backward_steps"), 0)
    for i, code in enumerate(codes):
        before, after = codes[i - 1], codes[(i + 1) % num]
        is_alone = (before == OFF) == (after == OFF) != (code == OFF)
        found["single_days_off" if code == OFF else "single_work_days"] += is_alone
        row = [(i - back) % num for back in range(limits.nights + 1)]
        found["nights_beyond"] += all(nights[j] and codes[j] == code for j in row)
        today, tomorrow = times[i], times[(i + 1) % num]
        if today is not None and tomorrow is not None:
            starts = tomorrow[0] + num * DAY_MIN * (i + 1 == num)
            found["quick_returns"] += starts - today[1] <= limits.quick_return_min
            found["backward_steps"] += _turns_back(starts - today[0], limits)
    return found


def tally_all(problem: CycleProblem, schedules: Sequence[Schedule]) -> dict[str, int]:
    """Count every aim over the schedules of all groups."""
    counts = [tally(problem, schedule) for schedule in schedules]
    return {aim: sum(count[aim] for count in counts) for aim in counts[0]}


def _on_the_clock(problem: CycleProblem, code: int, day: int) -> tuple[int, int] | None:
    """Give the minutes from the first midnight at which a day's shift starts and ends."""
    if code == OFF:
        return None
    shift, weekday = problem.shifts[code], day % 7
    start = day * DAY_MIN + shift.start_min[weekday]
    return start, start + shift.length_min[weekday]


def _at_night(problem: CycleProblem, limits: Thresholds) -> set[tuple[int, int]]:
    """Give the shifts and weekdays with enough minutes in the night hours of the clock."""
    night = range(limits.night_from_min, limits.night_to_min)
    return {
        (code, weekday)
        for code, shift in enumerate(problem.shifts)
        for weekday, start in enumerate(shift.start_min)
        if sum(m % DAY_MIN in night for m in range(start, start + shift.length_min[weekday]))
        >= limits.night_least_min
    }


def _turns_back(minutes: int, limits: Thresholds) -> bool:
    """Tell whether from one start to the next the hand of a 24-hour clock turns back.

    It turns the shorter way round; half a turn is forward.
    """
    turn = minutes % DAY_MIN
    return turn * 2 > DAY_MIN and turn <= DAY_MIN - limits.backward_min
