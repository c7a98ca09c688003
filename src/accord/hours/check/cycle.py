"""Check a designed cycle or a pattern against the law of a country on a date."""

from __future__ import annotations

from calendar import SATURDAY
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import starmap
from typing import Final

import numpy as np

from accord.errors import InputError, Place, Problem
from accord.hours.check.conditions import Case, Facts, read_overrides, told_derogations
from accord.hours.check.hold import hold, violations
from accord.hours.check.in_force import laws_in_force
from accord.hours.check.series import Gap
from accord.hours.check.statutes import NOTES, country_code, rules_of
from accord.hours.check.timeline import Timeline, of_cycle
from accord.hours.check.weeks import told_week, weeks_of
from accord.hours.duties import DAY_MIN, Cycle
from accord.hours.records import BREACH, FLAG, CrewHours, Finding, HoursCheck, Violation
from accord.law import pack

__all__ = ["check_cycle", "check_timelines", "latest_law"]

_MOST_WEEKS: Final = 100 * 100
"""Weeks of a cycle that are looked at."""
_MOST_NAMES: Final = 7
"""Names that are written where the same is missing of many."""


def check_cycle(
    cycle: Cycle | Iterable[Cycle],
    *,
    country: str = "fr",
    on: date | None = None,
    facts: Facts | None = None,
    overrides: Mapping[str, str] | None = None,
) -> HoursCheck:
    """Check cycles that are not yet dated: of a pattern, or of a schedule just designed.

    Parameters
    ----------
    cycle
        One cycle, or one for each crew. Of people who follow each other through one cycle a single
        one is enough.
    country
        Code or name of a country whose law of hours is known: de, eu, fr, uk, us.
    on
        Date whose law applies; by default the day since which the cycle holds, or without one the
        day of the last change of the law that is known.
    facts
        What duties do not show.
    overrides
        Derogations by rule: ``{"fr.hours.day_max": "agreement"}``, or ``"agreement:11"`` for less
        than the law allows, or several joined by a plus; ``"none"`` says that there is none.

    Returns
    -------
    HoursCheck
        Every violation with week and weekday of the cycle, the worst value of each rule, needs.

    Raises
    ------
    NeedsError
        When no law of hours is known for the country.
    InputError
        For duties that overlap, end before they start or last longer than a day; for an override
        that the law does not know.
    """
    code = country_code(country)
    cycles = (cycle,) if isinstance(cycle, Cycle) else tuple(cycle)
    problems = [p for c in cycles for p in _wrong(c)]
    if problems:
        raise InputError(problems)
    if on is None:
        dated = [c.since for c in cycles if c.since != date.min]
        on = min(dated) if dated else latest_law(code)
    timelines = [of_cycle(c) for c in cycles]
    return check_timelines(timelines, code, on=on, facts=facts, overrides=overrides)


def latest_law(country: str) -> date:
    """Give the day of the last change that is known of a country's limits of hours."""
    files = pack(country)
    return max(v.since for rule in rules_of(country) for v in files[rule.parameter].versions)


def check_timelines(
    timelines: Sequence[Timeline],
    country: str,
    *,
    on: date | None,
    facts: Facts | None,
    overrides: Mapping[str, str] | None,
) -> HoursCheck:
    """Hold the rules of a country against timelines.

    Parameters
    ----------
    timelines
        One for each crew or person.
    country
        Law pack.
    on
        Date whose law applies; None for the law of each day of timelines on the calendar.
    facts, overrides
        As for ``check_cycle``.
    """
    rules = rules_of(country)
    facts = facts or Facts()
    named = read_overrides(overrides or {}, pack(country), [rule.parameter for rule in rules])
    laws = laws_in_force(rules, on or _days(timelines), facts=facts, overrides=named)
    findings: list[Finding] = []
    missing: dict[Gap, list[str]] = {}
    each: dict[str, list[Violation]] = {BREACH: [], FLAG: []}
    first = on or _days(timelines)[0]
    for timeline in timelines:
        holding = hold(timeline, laws, facts)
        for gap in holding.missing:
            missing.setdefault(gap, []).append(timeline.who)
        for held in holding.held:
            findings.append(held.finding(since=timeline.monday or first))
            for severity in each:
                each[severity] += violations(held, severity)
    return HoursCheck(
        on=first,
        findings=tuple(findings),
        needs=tuple(dict.fromkeys([*laws.needs, *(_of(gap, who) for gap, who in missing.items())])),
        violations=tuple(each[BREACH]),
        flagged=tuple(each[FLAG]),
        country=country,
        derogations=told_derogations(named) + told_week(country, Case(facts, first)),
        notes=NOTES.get(country, ()),
        is_law_known=laws.is_known,
        crews=tuple(_hours(t, country, Case(facts, first)) for t in timelines if t.is_cyclic),
    )


def _hours(timeline: Timeline, country: str, case: Case) -> CrewHours:
    """Count the hours and free weekends of a crew that goes round its cycle."""
    weeks_h = weeks_of(timeline, country, case).work_h
    is_off = np.ones(timeline.num_weeks * 7, dtype=bool)
    is_off[timeline.day] = False
    weekends = is_off.reshape(timeline.num_weeks, 7)[:, SATURDAY:]
    return CrewHours(
        timeline.who,
        timeline.num_weeks,
        float(weeks_h.mean()),
        float(weeks_h.max()),
        int(np.count_nonzero(weekends.all(axis=1))),
    )


def _days(timelines: Sequence[Timeline]) -> tuple[date, date]:
    """Give the first and last day of timelines on the calendar."""
    first = min((t.monday for t in timelines if t.monday is not None), default=date.min)
    num_weeks = max((t.num_weeks for t in timelines), default=1)
    return first, first + timedelta(weeks=num_weeks) - timedelta(days=1)


def _of(gap: Gap, who: list[str]) -> tuple[str, str]:
    """Write what is missing, and of whom."""
    names = ", ".join(who[:_MOST_NAMES])
    fr = names if len(who) <= _MOST_NAMES else f"{names}, … {len(who)} en tout"
    en = names if len(who) <= _MOST_NAMES else f"{names}, ... {len(who)} in all"
    return f"{gap.fr} : {fr}", f"{gap.en}: {en}"


def _wrong(cycle: Cycle) -> list[Problem]:
    """Say what cannot be in the arrays of a cycle."""
    name = Place(f"cycle of {cycle.crew}")
    lengths = {len(a) for a in (cycle.start_min, cycle.end_min, cycle.work_min, cycle.places)}
    if len(lengths) > 1 or not 0 < cycle.num_weeks <= _MOST_WEEKS:
        seen = f"{cycle.num_weeks} weeks, arrays of {sorted(lengths)} duties"
        rule = f"a cycle has 1 to {_MOST_WEEKS:,} weeks and arrays of one length"
        return [Problem(name, seen, rule, "Build it with one entry per duty.")]
    if not len(cycle.start_min):
        return []
    length = cycle.end_min - cycle.start_min
    following = np.append(cycle.start_min[1:], cycle.start_min[0] + cycle.length_min)
    outside = (cycle.start_min < 0) | (cycle.start_min >= cycle.length_min)
    rules = (
        (length <= 0, "a duty ends after it starts", "Correct its end."),
        (length > DAY_MIN, "a duty lasts at most 24 h", "Split it."),
        (outside, f"a duty starts within the {cycle.num_weeks} weeks", "Correct its week or day."),
        (
            (cycle.work_min < 0) | (cycle.work_min > length),
            "work lies between nothing and the length of the duty",
            "Correct its breaks.",
        ),
        (
            following < cycle.end_min,
            "duties do not overlap, and come in the order of their starts",
            "Correct one of the two; the last duty is followed by the first.",
        ),
    )
    rows = [(int(i), rule, fix) for bad, rule, fix in rules for i in np.flatnonzero(bad)]
    return list(starmap(lambda i, rule, fix: _problem(cycle, i, rule, fix), rows))


def _problem(cycle: Cycle, i: int, rule: str, fix: str) -> Problem:
    start, end = int(cycle.start_min[i]), int(cycle.end_min[i])
    seen = f"crew {cycle.crew}, duty {i + 1} from minute {start} to {end}"
    return Problem(cycle.places[i], seen, rule, fix)
