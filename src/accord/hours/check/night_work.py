"""Night workers: who is one, the longest day, averages, special hazards; and women until 2001."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from accord.hours.check.conditions import Case
from accord.hours.check.lengths import average, work_in_24_h
from accord.hours.check.night_period import is_night_duty, night_h
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import Timeline
from accord.hours.duties import DAY_MIN, WEEK_MIN
from accord.law import Version, pack

__all__ = ["average_of_night", "average_of_night_worker", "day_of_night_worker", "hazard", "women"]

_NIGHT_WORKER: Final = "fr.hours.night_worker"
_YEAR: Final = "fr.wages.month"


def is_night_worker(timeline: Timeline, law: Version) -> bool:
    """Say whether somebody is a night worker in France.

    As many nights as the law names in one week of the cycle, or its hours at night in a year.
    """
    is_night = is_night_duty(timeline, law)
    weeks = timeline.start_min[is_night] // WEEK_MIN
    per_week = np.bincount(weeks, minlength=timeline.num_weeks)
    if per_week.max() >= law.number("least_times_week"):
        return True
    if "least_year_h" not in law:
        return False
    # hours at night count in a year of the cycle, or in what a roster shows
    hours = float(night_h(timeline, law).sum())
    if timeline.is_cyclic:
        year = pack("fr")[_YEAR].versions[-1].number("weeks_per_year")
        hours *= year / timeline.num_weeks
    return hours >= law.number("least_year_h")


def day_of_night_worker(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold the duties of night workers against their daily maximum."""
    if not is_night_worker(timeline, law):
        return None
    at = (np.arange(timeline.num_duties), timeline.start_min, timeline.end_min)
    return series(
        law.id,
        timeline.work_min / 60,
        law.number(),
        "h",
        at=at,
        where=is_night_duty(timeline, law),
    )


def average_of_night_worker(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the averages of night workers in France against their maximum."""
    of_worker = pack("fr")[_NIGHT_WORKER].on(case.on)
    if of_worker is None:
        return None
    if "from_h" in law:  # the night of an agreement
        night = {key: law.values[key] for key in ("from_h", "to_h")}
        of_worker = replace(of_worker, values={**of_worker.values, **night})
    return average(timeline, law, case) if is_night_worker(timeline, of_worker) else None


def average_of_night(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the averages of people with night duties against their maximum."""
    return average(timeline, law, case) if is_night_duty(timeline, law).any() else None


def hazard(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the hours in any 24 hours with night work against the maximum of hazardous work."""
    is_night = is_night_duty(timeline, law)
    if case.facts.hazardous is False or not is_night.any():
        return None
    hours, has_night = work_in_24_h(timeline, is_night)
    at = (np.arange(timeline.num_duties), timeline.start_min, timeline.start_min + DAY_MIN)
    found = series(law.id, hours, law.number(), "h", at=at, where=has_night)
    if case.facts.hazardous is None:
        if found is None or found.excess.max() <= 0:
            return None
        return Gap(
            f"hazardous : le travail de nuit a-t-il des risques particuliers ({law.article}) ?",
            f"hazardous: does the night work have special hazards ({law.article})?",
        )
    if found is None:
        return None
    turn_min = timeline.length_min if timeline.is_cyclic else 0
    return replace(found, is_rolling=True, turn_min=turn_min)


def women(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Measure the hours inside the legal night of people among whom there are women.

    Flagged, not a breach: whether the ban could still be applied in 1999 was disputed.
    """
    if case.facts.women is False:
        return None
    hours = night_h(timeline, law)
    if case.facts.women is None:
        if not hours.any():
            return None
        return Gap(
            f"women : des femmes travaillent-elles de nuit ({law.article}) ?",
            f"women: do women work at night ({law.article})?",
        )
    at = (np.arange(timeline.num_duties), timeline.start_min, timeline.end_min)
    return series(law.id, hours, 0.0, "h", at=at, worse="flag")
