"""Check a plant's shifts against the law of working time and the advice of ergonomics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from accord.hours import ergonomics, limits
from accord.hours.duties import Cycle, cycles
from accord.hours.limits import Measure
from accord.hours.night import has_women, night_window
from accord.hours.records import BREACH, ERGONOMICS, FLAG, LAW, Finding, HoursCheck
from accord.hours.season import averages, seasonal_crews, seasons
from accord.hours.wording import sentence
from accord.law import Version, pack
from accord.law.fr.headcount import is_counted
from accord.plant.records import Plant

_FRANCE = {"fr", "france"}
Check = Callable[[Cycle, Version], "Measure | None"]

# Which parameter file feeds which checks; the limits themselves are in the law room.
_LIMITS: tuple[tuple[str, Check], ...] = (
    ("fr.hours.day_max", limits.day_max),
    ("fr.hours.week_max", limits.week_max),
    ("fr.hours.average_max", limits.average_max),
    ("fr.hours.rest_day", limits.rest_day),
    ("fr.hours.rest_day", limits.span),
    ("fr.hours.rest_week", limits.rest_week),
    ("fr.hours.rest_week", limits.days_week),
    ("fr.hours.break", limits.pause),
    ("fr.hours.night_worker", limits.night_worker),
)
# Averaged over the calendar where the shifts change with the season.
_AVERAGES = frozenset({"fr.hours.average_max", "fr.hours.legal_week"})
_ADVICE: tuple[tuple[str, Check], ...] = (
    ("ergo.quick_return", ergonomics.quick_return),
    ("ergo.early_start", ergonomics.early_start),
    ("ergo.nights_in_row", ergonomics.nights_in_row),
    ("ergo.rotation", ergonomics.rotation),
    ("ergo.days_in_row", ergonomics.days_in_row),
)
# What worked overtime changes; the rest is the same as without it.
_WITH_OVERTIME = frozenset(
    {"fr.hours.week_max", "fr.hours.average_max", "fr.hours.days_week", "fr.hours.rest_week"}
)


def check(plant: Plant, *, on: date | None = None) -> HoursCheck:
    """Check every crew's cycle in force from a date, today's and those that follow.

    Parameters
    ----------
    plant
        A plant; if a scenario was applied, the cycles before and after its start are both checked.
    on
        First day that counts and whose law applies to the cycle then in force; by default the
        plant's own date. A later cycle is checked under the law of its first day, and again at
        every later change of a limit within the plant's horizon.

    Returns
    -------
    HoursCheck
        One finding per rule, crew and period, said once where periods agree; needs when a rule
        lacks a fact.

    Notes
    -----
    Source: the articles named by each finding. Limits: hours are the shifts as written, with
    overtime checked apart as if worked every week; the change-over from one cycle to the next is
    not checked; a day is the day on which a duty starts.
    """
    day = plant.on if on is None else on
    found = cycles(plant, day)
    findings: list[Finding] = []
    needs: list[tuple[str, str]] = []
    is_french = plant.country.strip().lower() in _FRANCE
    if not is_french:
        needs.append(
            (
                f"aucun droit du temps de travail n'est connu pour le pays {plant.country!r} ; "
                "seule l'ergonomie est examinée",
                f"no law of working time is known for the country {plant.country!r}; only "
                "ergonomics is checked",
            )
        )
    seasonal = seasonal_crews(found)
    seen: set[tuple[object, ...]] = set()
    for cycle in found:
        same = (*cycle.signature, *_laws(plant, cycle))
        if cycle.crew in seasonal and same in seen:
            continue  # a season comes back: its weeks were checked under the same law
        seen.add(same)
        if is_french:
            findings += _law_findings(plant, cycle, needs, is_seasonal=cycle.crew in seasonal)
        if not cycle.with_overtime:
            findings += _advice_findings(cycle)
    if is_french:
        findings += _season_findings(plant, found, seasonal)
        findings += night_window(plant, found)
    return HoursCheck(day, tuple(_once(findings)), tuple(dict.fromkeys(needs)))


def _laws(plant: Plant, cycle: Cycle) -> tuple[object, ...]:
    """Name the versions of the limits in force at both ends of a cycle."""
    horizon = plant.on + timedelta(weeks=plant.horizon_weeks)
    last = horizon if cycle.until is None else min(cycle.until, horizon)
    files = pack("fr")
    return tuple(files[id_].on(day) for id_, _ in _LIMITS for day in (cycle.since, last))


def _once(findings: list[Finding]) -> list[Finding]:
    """Keep the first of findings that say the same of a crew in several periods of a season."""
    kept: dict[tuple[object, ...], Finding] = {}
    for f in findings:
        same = (f.rule, f.crew, f.value, f.limit, f.severity, f.article, f.with_overtime)
        kept.setdefault(same, f)
    return list(kept.values())


def _law_findings(
    plant: Plant, cycle: Cycle, needs: list[tuple[str, str]], *, is_seasonal: bool
) -> Iterator[Finding]:
    for id_, measure_of in _checks(plant, cycle, needs):
        if is_seasonal and id_ in _AVERAGES:
            continue
        before: Finding | None = None
        for on, version in _versions(id_, cycle, plant):
            measure = measure_of(cycle, version)
            if measure is None or (cycle.with_overtime and measure.rule not in _WITH_OVERTIME):
                continue
            if cycle.with_overtime and measure.severity == BREACH:
                # nobody works every overtime shift for sure: to be looked at, not broken yet
                measure = replace(measure, severity=FLAG)
            finding = _finding(cycle, measure, version, on, LAW)
            # a later version of the law is said only where it changes the verdict or the limit
            if before is None or (before.severity, before.limit) != (
                finding.severity,
                finding.limit,
            ):
                yield finding
            before = finding


def _checks(
    plant: Plant, cycle: Cycle, needs: list[tuple[str, str]]
) -> Iterator[tuple[str, Check]]:
    yield from _LIMITS
    headcount = _headcount(plant)
    if headcount:
        yield (
            "fr.hours.legal_week",
            lambda cycle, version: limits.legal_week(cycle, version, headcount),
        )
    else:
        needs.append(
            (
                "personnes : la durée légale dépend de l'effectif (L212-1)",
                "people: the legal week depends on the headcount (L212-1)",
            )
        )
    if has_women(plant, cycle.crew, needs):
        yield "fr.hours.night_women", limits.night_women


def _versions(id_: str, cycle: Cycle, plant: Plant) -> Iterator[tuple[date, Version]]:
    """Give the version in force at the start of a cycle, then each change while it holds."""
    file = pack(id_.partition(".")[0])[id_]
    horizon = plant.on + timedelta(weeks=plant.horizon_weeks)
    last = horizon if cycle.until is None else min(cycle.until, horizon)
    changes = [v.since for v in file.versions if cycle.since < v.since <= last]
    for on in [cycle.since, *changes]:
        version = file.on(on)
        if version is not None:
            yield on, version


def _advice_findings(cycle: Cycle) -> Iterator[Finding]:
    for id_, measure_of in _ADVICE:
        version = pack("ergo")[id_].versions[-1]  # advice has no date of force: the last one
        measure = measure_of(cycle, version)
        if measure is not None:
            yield _finding(cycle, measure, version, cycle.since, ERGONOMICS)


def _finding(cycle: Cycle, measure: Measure, version: Version, on: date, kind: str) -> Finding:
    week = int(cycle.day[measure.i_duty]) // 7 + 1
    text_fr, text_en = sentence(
        measure.rule,
        cycle.crew,
        week,
        measure.value,
        measure.limit,
        with_overtime=cycle.with_overtime,
    )
    return Finding(
        rule=measure.rule,
        kind=kind,
        article=version.article,
        status=version.status,
        crew=cycle.crew,
        week=week,
        value=measure.value,
        limit=measure.limit,
        unit=measure.unit,
        severity=measure.severity,
        text_fr=text_fr,
        text_en=text_en,
        place=cycle.places[measure.i_duty],
        on=on,
        since=cycle.since,
        with_overtime=cycle.with_overtime,
    )


def _headcount(plant: Plant) -> int:
    return sum(is_counted(p.contract, on=plant.on) for p in plant.people)


def _season_findings(
    plant: Plant, found: tuple[Cycle, ...], crews: frozenset[str]
) -> Iterator[Finding]:
    """Hold the averages of crews whose shifts change with the season."""
    headcount = _headcount(plant)
    if not headcount:
        return
    for season in seasons(plant, found, crews):
        for a in averages(season, headcount):
            text_fr, text_en = sentence(
                a.rule,
                season.crew,
                a.week,
                a.value,
                a.limit,
                with_overtime=season.with_overtime,
            )
            yield Finding(
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
