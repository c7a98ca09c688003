"""Hours beyond the legal week, over a week, a cycle or a year: flags, since they may be worked."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from accord.hours.check.conditions import Case
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import Timeline
from accord.hours.duties import WEEK_MIN, IntArray
from accord.hours.records import FLAG
from accord.law import FloatArray, Version, pack

__all__ = ["contingent", "continuous", "leave", "legal_week", "overtime", "spread_over", "year"]

_LEGAL_WEEK: Final = "fr.hours.legal_week"
_YEAR: Final = "fr.wages.month"
_LEAVE: Final = "fr.hours.leave"
_CYCLE: Final = "fr.hours.cycle_regime"


def legal_week_h(law: Version, headcount: float | None) -> float | None:
    """Give the legal week of a firm; None when it depends on a headcount that is not known."""
    above, up_to = law.number("above_h"), law.number("up_to_h")
    if above == up_to:
        return above
    if headcount is None:
        return None
    return above if headcount > law.number("threshold_headcount") else up_to


def _headcount_gap(law: Version) -> Gap:
    return Gap(
        f"headcount : la règle dépend de l'effectif ({law.article})",
        f"headcount: the rule depends on the headcount ({law.article})",
    )


def _all_weeks(timeline: Timeline) -> tuple[IntArray, IntArray, IntArray]:
    none = np.zeros(1, dtype=np.int64)
    return none, none, none + timeline.length_min


def legal_week(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the average week of a cycle against the legal week: above it, overtime is the rule.

    On the calendar each week is held, unless hours are counted over a year.
    """
    limit = legal_week_h(law, case.facts.headcount)
    if limit is None:
        return _headcount_gap(law)
    if not timeline.is_cyclic:
        if case.facts.annualised:
            return None
        return _each_week(timeline, law.id, limit)
    mean = np.array([timeline.week_work_min.mean() / 60])
    return series(law.id, mean, limit, "h", at=_all_weeks(timeline), worse=FLAG)


def overtime(timeline: Timeline, law: Version, _case: Case) -> Series | None:
    """Hold each week against the hours beyond which overtime is paid (no limit of hours)."""
    return _each_week(timeline, law.id, law.number())


def _each_week(timeline: Timeline, rule: str, limit: float) -> Series | None:
    begins = np.arange(timeline.num_weeks) * WEEK_MIN
    at = (timeline.first_duty_of_week(), begins, begins + WEEK_MIN)
    return series(rule, timeline.week_work_min / 60, limit, "h", at=at, worse=FLAG)


def continuous(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the average week worked of people who work permanently on a continuous cycle."""
    weeks = timeline.week_work_min
    if not case.facts.continuous or not weeks.any():
        return None
    mean = np.array([weeks[weeks > 0].mean() / 60])
    return series(law.id, mean, law.number(), "h", at=_all_weeks(timeline))


def contingent(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold a year's overtime, counted week by week, against the yearly allowance.

    A cycle is worked in all weeks of a year but those of leave; of a roster the years it shows are
    held. Beyond the allowance rest is compulsory: a flag.
    """
    if case.facts.annualised:
        return None
    of_week = pack("fr")[_LEGAL_WEEK].on(case.on)
    limit = legal_week_h(of_week, case.facts.headcount) if of_week is not None else None
    if limit is None:
        return _headcount_gap(law)
    beyond_h = np.clip(timeline.week_work_min / 60 - limit, 0.0, None)
    if timeline.is_cyclic:
        hours = np.array([beyond_h.mean() * _weeks_worked(case)])
        return series(law.id, hours, law.number(), "h", at=_all_weeks(timeline), worse=FLAG)
    return _per_year(timeline, law, beyond_h * 60)


def _weeks_worked(case: Case) -> float:
    if case.facts.weeks_worked is not None:
        return case.facts.weeks_worked
    files = pack("fr")
    weeks = files[_YEAR].versions[-1].number("weeks_per_year")
    return weeks - files[_LEAVE].versions[-1].number()


def _per_year(timeline: Timeline, law: Version, week_min: FloatArray) -> Series | None:
    """Sum the weeks of each civil year of a roster (a week belongs to the year of its Monday)."""
    begins = np.arange(timeline.num_weeks) * WEEK_MIN
    mondays = [timeline.on(int(begin)) for begin in begins]
    years = np.array([0 if day is None else day.year for day in mondays])
    _, first = np.unique(years, return_index=True)
    hours = np.add.reduceat(week_min, first) / 60
    ends = np.append(begins[first[1:]], timeline.length_min)
    at = (timeline.first_duty_of_week()[first], begins[first], ends)
    return series(law.id, hours, law.number(), "h", at=at, worse=FLAG)


def year(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the hours of each civil year of a roster against the yearly hours of an agreement."""
    if not case.facts.annualised or timeline.is_cyclic:
        return None
    found = _per_year(timeline, law, timeline.week_work_min.astype(np.float64))
    return None if found is None else replace(found, rule="fr.hours.annual")


def spread_over(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the weeks of a cycle with unequal weeks against what the employer may set alone.

    Said where some week is beyond the legal week and the average is not: hours then count over
    the cycle only under an arrangement. Beyond the weeks that the employer may set alone it takes
    an agreement, named as a derogation; before 2008 also the regime of cycles.
    """
    of_week = pack("fr")[_LEGAL_WEEK].on(case.on)
    if not timeline.is_cyclic or of_week is None:
        return None
    weeks_h = timeline.week_work_min / 60
    limit = legal_week_h(of_week, case.facts.headcount)
    if limit is None:
        return _headcount_gap(law)
    if weeks_h.max() <= limit or weeks_h.mean() > limit:
        return None
    num_weeks = _period(timeline.week_work_min)
    alone = _weeks_alone(law, case.facts.headcount, num_weeks)
    if alone is None:
        return _headcount_gap(law)
    if case.facts.continuous and pack("fr")[_CYCLE].on(case.on) is not None:
        return None  # a plant that never stops averaged over its cycle
    return series(
        "fr.hours.spread",
        np.array([float(num_weeks)]),
        alone,
        "week",
        at=_all_weeks(timeline),
        worse=FLAG,
    )


def _period(week_min: IntArray) -> int:
    """Give the weeks after which the hours of the weeks repeat."""
    known = len(week_min)
    turns = (n for n in range(1, known) if known % n == 0)
    return next((n for n in turns if (week_min == np.roll(week_min, n)).all()), known)


def _weeks_alone(law: Version, headcount: float | None, num_weeks: int) -> float | None:
    if "derogated_weeks" in law:
        return law.number("derogated_weeks")
    small, large = law.number("employer_small_weeks"), law.number("employer_large_weeks")
    if headcount is None:
        # the headcount decides only between the two bounds
        if num_weeks <= min(small, large):
            return min(small, large)
        return max(small, large) if num_weeks > max(small, large) else None
    return small if headcount < law.number("threshold_headcount") else large


def leave(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the weeks of paid leave against their minimum; duties do not show them."""
    if case.facts.leave_weeks is None:
        return Gap(
            f"leave_weeks : les congés ne se voient pas dans les postes ({law.article})",
            f"leave_weeks: paid leave does not show in duties ({law.article})",
        )
    weeks = np.array([case.facts.leave_weeks])
    at = _all_weeks(timeline)
    return series(law.id, weeks, law.number(), "week", at=at, is_maximum=False)
