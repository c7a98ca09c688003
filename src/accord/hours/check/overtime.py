"""Hours beyond the legal week, over a week, a cycle or a year: flags, since they may be worked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np

from accord.hours.check.conditions import Case
from accord.hours.check.series import Gap, Series, series
from accord.hours.check.timeline import Timeline
from accord.hours.check.weeks import weeks_of
from accord.hours.duties import DAY_MIN, IntArray
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
        return _each_week(timeline, law, limit, case)
    mean = np.array([timeline.week_work_min.mean() / 60])
    return series(law.id, mean, limit, "h", at=_all_weeks(timeline), worse=FLAG)


def overtime(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold each week against the hours beyond which overtime is paid (no limit of hours)."""
    return _each_week(timeline, law, law.number(), case)


def _each_week(timeline: Timeline, law: Version, limit: float, case: Case) -> Series | None:
    weeks = weeks_of(timeline, law.id.partition(".")[0], case)
    at = (timeline.duty_from(weeks.begin_min), weeks.begin_min, weeks.end_min)
    return series(law.id, weeks.work_h, limit, "h", at=at, worse=FLAG)


def continuous(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the average week worked of people who work permanently on a continuous cycle.

    A week is worked when a duty starts in it; the end of a Sunday night makes none.
    """
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
    weeks = weeks_of(timeline, "fr", case)
    beyond_h = np.clip(weeks.work_h - limit, 0.0, None)
    if timeline.is_cyclic:
        hours = np.array([beyond_h.mean() * _weeks_worked(case)])
        return series(law.id, hours, law.number(), "h", at=_all_weeks(timeline), worse=FLAG)
    years = np.array([_year_of(timeline, int(begin)) for begin in weeks.begin_min])
    _, first = np.unique(years, return_index=True)
    hours = np.add.reduceat(beyond_h, first)
    begins = weeks.begin_min[first]
    ends = np.append(begins[1:], timeline.length_min)
    at = (timeline.duty_from(begins), begins, ends)
    return series(law.id, hours, law.number(), "h", at=at, worse=FLAG)


def _year_of(timeline: Timeline, minute: int) -> int:
    """Give the civil year of a minute: a week belongs to the year of its first day."""
    day = timeline.on(minute)
    return 0 if day is None else day.year


def _weeks_worked(case: Case) -> float:
    if case.facts.weeks_worked is not None:
        return case.facts.weeks_worked
    files = pack("fr")
    weeks = files[_YEAR].versions[-1].number("weeks_per_year")
    return weeks - files[_LEAVE].versions[-1].number()


def year(timeline: Timeline, law: Version, case: Case) -> Series | None:
    """Hold the hours of each civil year of a roster against the yearly hours of an agreement."""
    if not case.facts.annualised or timeline.monday is None or timeline.is_cyclic:
        return None
    first, last = timeline.monday, timeline.monday + timedelta(weeks=timeline.num_weeks)
    turns = [date(y, 1, 1) for y in range(first.year + 1, last.year + 1)]
    inside = [(day - first).days * DAY_MIN for day in turns if first < day < last]
    cuts = np.array([0, *inside, timeline.length_min], dtype=np.int64)
    hours = np.diff(timeline.work_before(cuts)) / 60
    at = (timeline.duty_from(cuts[:-1]), cuts[:-1], cuts[1:])
    return series("fr.hours.annual", hours, law.number(), "h", at=at, worse=FLAG)


def spread_over(timeline: Timeline, law: Version, case: Case) -> Series | Gap | None:
    """Hold the weeks of a cycle with unequal weeks against what the employer may set alone.

    Said where some week is beyond the legal week and the average is not: hours then count over
    the cycle only under an arrangement. Beyond the weeks that the employer may set alone it takes
    an agreement, named as a derogation; before 2008 also the regime of cycles.
    """
    of_week = pack("fr")[_LEGAL_WEEK].on(case.on)
    if not timeline.is_cyclic or of_week is None:
        return None
    weeks = weeks_of(timeline, "fr", case)
    limit = legal_week_h(of_week, case.facts.headcount)
    if limit is None:
        return _headcount_gap(law)
    if weeks.work_h.max() <= limit or weeks.work_h.mean() > limit:
        return None
    num_weeks = _period(weeks.work_min)
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


def _period(week_min: FloatArray) -> int:
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
