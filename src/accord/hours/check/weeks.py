"""The week in which hours are counted: the seven days that a country's law or an agreement names.

What is worked inside the week counts, in minutes: a night from Sunday to Monday belongs to two
weeks, and is split where one ends. Which week that is stands in the law room, dated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accord.errors import InputError, Place, Problem
from accord.hours.check.conditions import Case, derogations
from accord.hours.check.timeline import Timeline
from accord.hours.duties import DAY_MIN, WEEK_MIN, IntArray
from accord.law import FloatArray, Version, pack
from accord.plant.values import DAYS

__all__ = ["Weeks", "told_week", "weeks_of"]

_PLACE: Final = Place("facts.week_start_h")
_ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of a timeline, as the law counts them.

    Parameters
    ----------
    begin_min
        Minutes from the Monday of week 1, shape (weeks,); the first week of a roster may begin
        before it.
    work_min
        Minutes of work inside each week, shape (weeks,).
    is_whole
        Whether all days of each week are known, shape (weeks,).
    """

    begin_min: IntArray
    work_min: FloatArray
    is_whole: NDArray[np.bool_]

    @property
    def end_min(self) -> IntArray:
        """Minute at which each week ends, shape (weeks,)."""
        found: IntArray = self.begin_min + WEEK_MIN
        return found

    @property
    def work_h(self) -> FloatArray:
        """Hours of work inside each week, shape (weeks,)."""
        found: FloatArray = self.work_min / 60
        return found


def weeks_of(timeline: Timeline, country: str, case: Case) -> Weeks:
    """Count the work of a timeline in the weeks of a country's law.

    Parameters
    ----------
    timeline
        The duties.
    country
        Law pack with a parameter ``hours.week``.
    case
        The date, and the facts: ``week_start_h`` where an agreement (or, in the United States, the
        employer) has set another week.

    Raises
    ------
    InputError
        When the law of that date does not allow that week.
    """
    return _cut(timeline, _start(country, case)[0])


def told_week(country: str, case: Case) -> tuple[str, ...]:
    """Say that hours are counted in another week than the law's, with the article that allows it.

    Parameters
    ----------
    country, case
        As for ``weeks_of``.
    """
    _, article = _start(country, case)
    return (f"{country}.hours.week={article}",) if article else ()


def _start(country: str, case: Case) -> tuple[int, str]:
    """Give the minute from Monday 0:00 at which a week begins, and the article if it is agreed."""
    file = pack(country).get(f"{country}.hours.week")
    law = None if file is None else file.on(case.on)
    if file is None and case.facts.week_start_h is not None:
        seen = f"another week under the law of {country}"
        rule = "no limit of that law is for a week that begins on a fixed day"
        fix = "Leave it out: its averages are held from every day."
        raise InputError([Problem(_PLACE, seen, rule, fix)])
    if law is None:  # no limit of this country is for one week: the civil week serves to tell hours
        return 0, ""
    usual_min = DAYS.index(law.text("from_day")) * DAY_MIN + int(law.number("from_h") * 60)
    asked = case.facts.week_start_h
    if asked is None or round(asked * 60) == usual_min:
        return usual_min, ""
    if not 0 <= round(asked * 60) < WEEK_MIN:
        seen = f"a week that begins {asked:g} h after Monday 0:00"
        rule = f"it begins at least 0 and less than {WEEK_MIN // 60} h after it"
        raise InputError([Problem(_PLACE, seen, rule, "Correct it.")])
    day, minute = divmod(round(asked * 60), DAY_MIN)
    clock = f"{DAYS[day % 7]} {minute // 60:02d}:{minute % 60:02d}"
    return round(asked * 60), f"{clock} ({_allowed(law, asked)})"


def _allowed(law: Version, start_h: float) -> str:
    """Give the article that allows a week from another hour."""
    day, hour = divmod(round(start_h * 60), DAY_MIN)
    seen = f"a week from {DAYS[day % 7]} {hour // 60:02d}:{hour % 60:02d}"
    for opened in derogations(law).values():
        days = opened["from_day"].split()
        if days == [_ANY] or (DAYS[day % 7] in days and hour == 0):
            return opened["article"]
    allowed = "; ".join(opened["from_day"] for opened in derogations(law).values())
    rule = f"{law.article} allows another week from {allowed or 'no other day'}"
    raise InputError([Problem(_PLACE, seen, rule, "Correct it, or leave it out.")])


def _cut(timeline: Timeline, offset_min: int) -> Weeks:
    """Count the work in each week; on the calendar in all weeks that the roster touches."""
    first = offset_min if timeline.is_cyclic or offset_min == 0 else offset_min - WEEK_MIN
    num_weeks = timeline.num_weeks + (0 if timeline.is_cyclic or offset_min == 0 else 1)
    cuts = first + np.arange(num_weeks + 1) * WEEK_MIN
    is_whole = (cuts[:-1] >= 0) & (cuts[1:] <= timeline.length_min)
    return Weeks(cuts[:-1], np.diff(timeline.work_before(cuts)), is_whole | timeline.is_cyclic)
