"""Hold a country's rules against a timeline: under the law of one date, or of each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from accord.hours.conditions import Case, Derogation, Facts, applied
from accord.hours.duties import DAY_MIN
from accord.hours.records import BREACH, LAW, Finding, Violation
from accord.hours.series import Gap, Series
from accord.hours.statutes import Rule
from accord.hours.timeline import Timeline
from accord.hours.wording import sentence, told
from accord.law import Version, pack
from accord.law.parameters import ParameterFile

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
    """What was held, what is missing (of law, of facts), and whether a limit is not known."""

    held: list[Held] = field(default_factory=list)
    needs: list[tuple[str, str]] = field(default_factory=list)
    missing: list[Gap] = field(default_factory=list)
    is_law_known: bool = True


def hold(
    timeline: Timeline,
    rules: Sequence[Rule],
    *,
    on: date | None,
    facts: Facts,
    overrides: Mapping[str, Sequence[Derogation]],
) -> Holding:
    """Hold rules against a timeline.

    Parameters
    ----------
    timeline
        The duties; without any, nothing is held.
    rules
        Rules of one country.
    on
        Date whose law applies; None takes, for a timeline on the calendar, the law of each day
        (of a window of weeks, the law of its last day).
    facts, overrides
        What is known beside the duties, and the derogations named.
    """
    holding = Holding()
    if timeline.num_duties == 0:
        return holding
    for rule in rules:
        file = pack(rule.parameter.partition(".")[0])[rule.parameter]
        for first, last, version in _stretches(file, timeline, on):
            if version is None:
                if not file.is_absent(first):
                    holding.needs.append(_no_value(file, first))
                    holding.is_law_known &= not rule.is_limit
                continue
            law = applied(version, overrides.get(rule.parameter, ()), facts)
            if law is None:
                continue
            found = rule.measure(timeline, law, Case(facts, first))
            for part in found if isinstance(found, tuple) else (found,):
                if isinstance(part, Gap):
                    holding.missing.append(part)
                elif part is not None:
                    kept = part if on is not None else _within(part, timeline, first, last)
                    if kept is not None:
                        holding.held.append(Held(rule, kept, law, first, timeline))
    return holding


def _stretches(
    file: ParameterFile, timeline: Timeline, on: date | None
) -> Iterator[tuple[date, date, Version | None]]:
    """Give the stretches of days under one version: one day, or those of the timeline."""
    if on is not None:
        yield on, on, file.on(on)
        return
    first, last = timeline.on(0), timeline.on(timeline.length_min - 1)
    if first is None or last is None:
        raise ValueError("a cycle without dates needs the date of the law")
    one = timedelta(days=1)
    changes = {v.since for v in file.versions} | {day for gap in file.gaps for day in gap}
    changes |= {day + one for _, day in file.gaps}
    if file.ends is not None:
        changes.add(file.ends + one)
    starts = [first, *sorted(day for day in changes if first < day <= last)]
    for start, following in zip(starts, [*starts[1:], last + one], strict=True):
        yield start, following - one, file.on(start)


def _within(found: Series, timeline: Timeline, first: date, last: date) -> Series | None:
    """Keep what falls under one version: by its first day, a window of weeks by its last."""
    opens = timeline.on(0)
    if opens is None:
        return found
    at = found.end_min - 1 if found.is_rolling else found.begin_min
    day = np.minimum(at, timeline.length_min - 1) // DAY_MIN
    low, high = (first - opens).days, (last - opens).days
    return _kept(found, (day >= low) & (day <= high))


def _kept(found: Series, mask: NDArray[np.bool_]) -> Series | None:
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


def _no_value(file: ParameterFile, day: date) -> tuple[str, str]:
    return (
        f"aucune valeur connue le {day.isoformat()} pour {file.id} ({file.title_fr})",
        f"{file.id} ({file.title_en}) has no value in force on {day.isoformat()}",
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
        )
