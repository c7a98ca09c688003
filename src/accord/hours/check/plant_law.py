"""Hold the law against the crews of a plant, over its periods, seasons and changes of law."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from accord.hours.check.conditions import Derogation, Facts
from accord.hours.check.hold import Held, hold, violations
from accord.hours.check.in_force import laws_in_force
from accord.hours.check.season import Average, Season, averages, seasonal_crews, seasons
from accord.hours.check.statutes import Rule, rules_of
from accord.hours.check.timeline import Timeline, of_cycle
from accord.hours.check.women_at_night import has_women
from accord.hours.check.wording import sentence, told
from accord.hours.duties import WEEK_MIN, Cycle
from accord.hours.records import BREACH, FLAG, LAW, Finding, Violation
from accord.law import pack
from accord.plant.records import Plant

__all__ = ["Gathered", "hold_plant"]

_FRANCE: Final = "fr"
_LEGAL_WEEK: Final = "fr.hours.legal_week"
_CONTINUOUS: Final = "fr.hours.continuous"
# Averaged over the calendar where the shifts change with the season.
_AVERAGES: Final = frozenset({"fr.hours.average_max", _LEGAL_WEEK})
# What worked overtime changes; the rest is the same as without it.
_WITH_OVERTIME: Final = (
    "week_max", "average_max", "average_week", "average", "days_week", "rest_week",
    "night_average", "sundays", "overtime",
)  # fmt: skip
_LONGEST_WEEKS: Final = 7 * 24
"""Weeks up to which the crews of a plant are laid side by side."""


@dataclass(slots=True)
class Gathered:
    """What a check has found so far, and what was said by the one who asks."""

    findings: list[Finding] = field(default_factory=list)
    needs: list[tuple[str, str]] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    flagged: list[Violation] = field(default_factory=list)
    is_law_known: bool = True
    facts: Facts = field(default_factory=Facts)
    overrides: Mapping[str, Sequence[Derogation]] = field(default_factory=dict)

    def add(self, held: Held, finding: Finding) -> None:
        """Add a rule held, its worst value and each time it is passed."""
        self.findings.append(finding)
        self.violations += violations(held)
        self.flagged += violations(held, FLAG)


def hold_plant(
    plant: Plant, found: tuple[Cycle, ...], country: str, gathered: Gathered
) -> Iterator[Cycle]:
    """Hold the law against every cycle of a plant, and give the cycles as they are held.

    Parameters
    ----------
    plant
        The plant, for its people and its horizon.
    found
        Its cycles.
    country
        Law pack; empty when none is known, then nothing is held.
    gathered
        Where the findings go.

    Yields
    ------
    Cycle
        Each cycle without overtime, once where the same comes back.
    """
    seasonal = seasonal_crews(found)
    seen: set[tuple[object, ...]] = set()
    for cycle in found:
        same = (*cycle.signature, *_laws(plant, cycle, country))
        if cycle.crew in seasonal and same in seen:
            continue  # a season comes back: its weeks were checked under the same law
        seen.add(same)
        if country:
            own = _facts(plant, cycle, found, gathered.needs, country=country)
            facts = gathered.facts.over(own)
            _hold_cycle(plant, cycle, country, facts, gathered, is_seasonal=cycle.crew in seasonal)
        if not cycle.with_overtime:
            yield cycle
    if country == _FRANCE:
        _hold_seasons(plant, found, seasonal, gathered)


def _rules(country: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules_of(country) if rule.is_of_plants)


def _laws(plant: Plant, cycle: Cycle, country: str) -> tuple[object, ...]:
    """Name the versions of the limits in force at both ends of a cycle."""
    if not country:
        return ()
    files = pack(country)
    ends = (cycle.since, _last_day(plant, cycle))
    return tuple(files[rule.parameter].on(day) for rule in _rules(country) for day in ends)


def _last_day(plant: Plant, cycle: Cycle) -> date:
    horizon = plant.on + timedelta(weeks=plant.horizon_weeks)
    return horizon if cycle.until is None else min(cycle.until, horizon)


def _headcount(plant: Plant) -> int:
    # heavy: every formula of French law, where only French plants are asked
    from accord.law.fr.headcount import is_counted

    return sum(is_counted(p.contract, on=plant.on) for p in plant.people)


def _facts(
    plant: Plant,
    cycle: Cycle,
    found: Sequence[Cycle],
    needs: list[tuple[str, str]],
    *,
    country: str,
) -> Facts:
    """Read from a plant the facts that the rules ask for."""
    if country != _FRANCE:
        return Facts()
    headcount = _headcount(plant)
    if not headcount:
        needs.append(
            (
                "personnes : la durée légale dépend de l'effectif (L212-1)",
                "people: the legal week depends on the headcount (L212-1)",
            )
        )
    return Facts(
        headcount=headcount or None,
        women=has_women(plant, cycle.crew, needs),
        continuous=_never_stops(cycle, found),
    )


def _never_stops(cycle: Cycle, found: Sequence[Cycle]) -> bool:
    """Say whether the crews of a period together are at work at every minute."""
    same = [c for c in found if c.since == cycle.since and not c.with_overtime]
    num_weeks = math.lcm(*(c.num_weeks for c in same))
    if len(same) <= 1 or num_weeks > _LONGEST_WEEKS:
        return False
    change = np.zeros((num_weeks + num_weeks) * WEEK_MIN + 1, dtype=np.int64)
    for c in same:
        turns = np.arange(0, num_weeks, c.num_weeks)[:, None] * WEEK_MIN
        np.add.at(change, (c.start_min + turns).ravel(), 1)
        np.add.at(change, (c.end_min + turns).ravel(), -1)
    at_work = np.cumsum(change)[:-1].reshape(-1, num_weeks * WEEK_MIN).sum(axis=0)
    return bool((at_work > 0).all())


def _hold_cycle(
    plant: Plant,
    cycle: Cycle,
    country: str,
    facts: Facts,
    gathered: Gathered,
    *,
    is_seasonal: bool,
) -> None:
    """Hold each rule at the start of a cycle, and at each change of its law while it holds."""
    monday = plant.on - timedelta(days=plant.on.weekday())
    timeline = of_cycle(cycle, monday=monday, since=cycle.since)
    for rule in _rules(country):
        if (is_seasonal and rule.parameter in _AVERAGES) or (
            rule.parameter == _LEGAL_WEEK and facts.headcount is None
        ):
            continue
        if cycle.with_overtime and not _is_changed_by_overtime(rule):
            continue
        before: Finding | None = None
        for on in _days_of_law(plant, cycle, rule):
            held = _hold_rule(timeline, rule, on, facts, gathered)
            if held is None:
                continue
            held = _softened(held, is_overtime=cycle.with_overtime)
            finding = held.finding(since=cycle.since, with_overtime=cycle.with_overtime)
            if cycle.with_overtime and not _is_named(finding.rule, _WITH_OVERTIME):
                continue
            # a later version of the law is said only where it changes the verdict or the limit
            if before is None or (before.severity, before.limit) != (
                finding.severity,
                finding.limit,
            ):
                dated = replace(timeline, since=max(on, cycle.since))
                gathered.add(replace(held, timeline=dated), finding)
            before = finding


def _days_of_law(plant: Plant, cycle: Cycle, rule: Rule) -> list[date]:
    file = pack(rule.parameter.partition(".")[0])[rule.parameter]
    last = _last_day(plant, cycle)
    changes = [v.since for v in file.versions if cycle.since < v.since <= last]
    return [cycle.since, *changes]


def _hold_rule(
    timeline: Timeline, rule: Rule, on: date, facts: Facts, gathered: Gathered
) -> Held | None:
    laws = laws_in_force((rule,), on, facts=facts, overrides=gathered.overrides)
    holding = hold(timeline, laws, facts)
    gathered.needs += [*laws.needs, *((gap.fr, gap.en) for gap in holding.missing)]
    gathered.is_law_known &= laws.is_known
    return holding.held[0] if holding.held else None


def _is_changed_by_overtime(rule: Rule) -> bool:
    return _is_named(rule.parameter, _WITH_OVERTIME)


def _is_named(rule: str, names: Sequence[str]) -> bool:
    return rule.rpartition(".")[-1] in names


def _softened(held: Held, *, is_overtime: bool) -> Held:
    """Make a flag of what is not sure: overtime in every week, a plant that seems continuous."""
    if not is_overtime and held.rule.parameter != _CONTINUOUS:
        return held
    # nobody works every overtime shift for sure: to be looked at, not broken yet
    return replace(held, series=replace(held.series, worse=FLAG))


def _hold_seasons(
    plant: Plant, found: tuple[Cycle, ...], crews: frozenset[str], gathered: Gathered
) -> None:
    """Hold the averages of crews whose shifts change with the season."""
    headcount = _headcount(plant)
    if not headcount:
        return
    for season in seasons(plant, found, crews, gathered.facts):
        for worst in averages(season, headcount):
            gathered.findings.append(_season_finding(season, worst))
            for average in worst.passed:
                is_breach = average.severity == BREACH
                kept = gathered.violations if is_breach else gathered.flagged
                kept.append(_season_violation(season, average))


def _season_finding(season: Season, a: Average) -> Finding:
    text_fr, text_en = sentence(
        a.rule, season.crew, a.week, a.value, a.limit, with_overtime=season.with_overtime
    )
    return Finding(
        rule=a.rule,
        kind=LAW,
        article=a.version.article,
        status=a.version.status,
        crew=season.crew,
        week=a.week,
        value=a.value,
        limit=a.limit,
        unit="h",
        severity=a.severity,
        text_fr=text_fr,
        text_en=text_en,
        place=a.place,
        on=a.on,
        since=season.monday[0],
        with_overtime=season.with_overtime,
    )


def _season_violation(season: Season, a: Average) -> Violation:
    first, last = a.first.isoformat(), a.last.isoformat()
    text_fr, text_en = told(a.rule, season.crew, (first, last), a.value, a.limit)
    return Violation(
        who=season.crew,
        first=first,
        last=last,
        rule=a.rule,
        value=a.value,
        limit=a.limit,
        unit="h",
        article=a.version.article,
        status=a.version.status,
        severity=a.severity,
        text_fr=text_fr,
        text_en=text_en,
        place=a.place,
    )
