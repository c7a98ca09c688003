"""Hold the rules in force against a timeline: findings, and each time that one is passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from accord.hours.check.conditions import Case, Facts
from accord.hours.check.in_force import InForce, Laws
from accord.hours.check.openings import openings
from accord.hours.check.series import Gap, Series
from accord.hours.check.statutes import Rule
from accord.hours.check.timeline import Timeline
from accord.hours.check.wording import sentence, told
from accord.hours.duties import DAY_MIN
from accord.hours.records import BREACH, LAW, Finding, Violation
from accord.law import Version

__all__ = ["Held", "Holding", "hold", "violations"]


@dataclass(frozen=True, slots=True)
class Held:
    """A rule held against a timeline under one version of the law."""

    rule: Rule
    series: Series
    version: Version
    on: date
    timeline: Timeline

    def finding(self, *, since: date, with_overtime: bool = False) -> Finding:
        """Give the worst value as a finding.

        Parameters
        ----------
        since
            First day of the shifts.
        with_overtime
            Whether overtime is counted as worked every week.
        """
        found, i = self.series, self.series.i_worst
        i_duty = int(found.duties[i])
        week = int(self.timeline.day[i_duty]) // 7 + 1
        value, limit = float(found.values[i]), float(found.limits[i])
        text_fr, text_en = sentence(
            found.rule, self.timeline.who, week, value, limit, with_overtime=with_overtime,
            is_person=not self.timeline.is_cyclic,
        )  # fmt: skip
        return Finding(
            rule=found.rule,
            kind=LAW,
            article=self.version.article,
            status=self.version.status,
            crew=self.timeline.who,
            week=week,
            value=value,
            limit=limit,
            unit=found.unit,
            severity=found.severity(i),
            text_fr=text_fr,
            text_en=text_en,
            place=self.timeline.places[i_duty],
            on=self.on,
            since=since,
            with_overtime=with_overtime,
        )


@dataclass(slots=True)
class Holding:
    """What was held against a timeline, and the facts that are missing."""

    held: list[Held] = field(default_factory=list)
    missing: list[Gap] = field(default_factory=list)


def hold(timeline: Timeline, laws: Laws, facts: Facts) -> Holding:
    """Hold the rules in force against a timeline.

    Parameters
    ----------
    timeline
        The duties; without any, nothing is held.
    laws
        The rules. Where each day has the law of its own, a window of weeks has that of its last.
    facts
        What is known beside the duties.
    """
    holding = Holding()
    if timeline.num_duties == 0:
        return holding
    for entry in laws.entries:
        found = entry.rule.measure(timeline, entry.version, Case(facts, entry.first))
        for part in found if isinstance(found, tuple) else (found,):
            if isinstance(part, Gap):
                holding.missing.append(part)
                continue
            kept = _within(part, timeline, entry) if part and laws.is_by_day else part
            if kept is not None:
                holding.held.append(Held(entry.rule, kept, entry.version, entry.first, timeline))
    return holding


def _within(found: Series, timeline: Timeline, entry: InForce) -> Series | None:
    """Keep what falls under one version: by its first day, a window of weeks by its last."""
    opens = timeline.on(0)
    if opens is None:
        return found
    at = found.end_min - 1 if found.is_rolling else found.begin_min
    # a week set by agreement may begin before the first day of the roster
    day = np.clip(at, 0, timeline.length_min - 1) // DAY_MIN
    low, high = (entry.first - opens).days, (entry.last - opens).days
    mask = (day >= low) & (day <= high)
    if mask.all():
        return found
    if not mask.any():
        return None
    return replace(
        found,
        values=found.values[mask],
        limits=found.limits[mask],
        duties=found.duties[mask],
        begin_min=found.begin_min[mask],
        end_min=found.end_min[mask],
    )


def violations(held: Held, severity: str = BREACH) -> Iterator[Violation]:
    """Give each time that a rule is passed.

    Parameters
    ----------
    held
        The rule on a timeline.
    severity
        ``breach``, or ``flag``.
    """
    found, timeline = held.series, held.timeline
    for i in found.passed(severity):
        first, last = timeline.spell(int(found.begin_min[i]), int(found.end_min[i]))
        value, limit = float(found.values[i]), float(found.limits[i])
        text_fr, text_en = told(found.rule, timeline.who, (first, last), value, limit)
        yield Violation(
            who=timeline.who,
            first=first,
            last=last,
            rule=found.rule,
            value=value,
            limit=limit,
            unit=found.unit,
            article=held.version.article,
            status=held.version.status,
            severity=severity,
            text_fr=text_fr,
            text_en=text_en,
            place=timeline.places[int(found.duties[i])],
            openings=openings(found, held.version, value),
        )
