"""Check a plant's shifts against the law of working time and the advice of ergonomics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from accord.errors import NeedsError
from accord.hours.check.conditions import Case, Facts, read_overrides, told_derogations
from accord.hours.check.plant_law import Gathered, hold_plant
from accord.hours.check.statutes import NOTES, country_code, rules_of
from accord.hours.check.weeks import told_week
from accord.hours.check.women_at_night import night_window
from accord.hours.check.wording import sentence
from accord.hours.duties import Cycle, cycles
from accord.hours.ergonomics import criteria as ergonomics
from accord.hours.ergonomics.worst import Measure
from accord.hours.records import ERGONOMICS, Finding, HoursCheck
from accord.law import Version, pack
from accord.plant.records import Plant

__all__ = ["check"]

_FRANCE: Final = "fr"
_ADVICE: Final[tuple[tuple[str, Callable[[Cycle, Version], Measure | None]], ...]] = (
    ("ergo.quick_return", ergonomics.quick_return),
    ("ergo.early_start", ergonomics.early_start),
    ("ergo.nights_in_row", ergonomics.nights_in_row),
    ("ergo.rotation", ergonomics.rotation),
    ("ergo.days_in_row", ergonomics.days_in_row),
)


def check(
    plant: Plant,
    *,
    on: date | None = None,
    facts: Facts | None = None,
    overrides: Mapping[str, str] | None = None,
) -> HoursCheck:
    """Check every crew's cycle in force from a date, today's and those that follow.

    Parameters
    ----------
    plant
        A plant; if a scenario was applied, the cycles before and after its start are both checked.
    on
        First day that counts and whose law applies to the cycle then in force; by default the
        plant's own date. A later cycle is checked under the law of its first day, and again at
        every later change of a limit within the plant's horizon.
    facts
        What the plant does not say; what is given here stands in the place of the plant's.
    overrides
        Derogations by rule, as for ``check_cycle``.

    Returns
    -------
    HoursCheck
        One finding per rule, crew and period, said once where periods agree; every violation with
        its days; needs when a rule lacks a fact.

    Notes
    -----
    Source: the articles named by each finding. Limits: hours are the shifts as written, with
    overtime checked apart as if worked every week; the change-over from one cycle to the next is
    not checked.
    """
    day = plant.on if on is None else on
    found = cycles(plant, day)
    try:
        country = country_code(plant.country)
    except NeedsError:
        country = ""
    gathered = Gathered() if country else _without_law(plant)
    gathered.facts = facts or Facts()
    if country:
        rules = [rule.parameter for rule in rules_of(country)]
        gathered.overrides = read_overrides(overrides or {}, pack(country), rules)
    for cycle in hold_plant(plant, found, country, gathered):
        gathered.findings += _advice_findings(cycle)
    if country == _FRANCE:
        gathered.findings += night_window(plant, found)
    return HoursCheck(
        on=day,
        findings=tuple(_once(gathered.findings)),
        needs=tuple(dict.fromkeys(gathered.needs)),
        violations=tuple(dict.fromkeys(gathered.violations)),
        flagged=tuple(dict.fromkeys(gathered.flagged)),
        country=country,
        derogations=told_derogations(gathered.overrides)
        + (told_week(country, Case(gathered.facts, day)) if country else ()),
        notes=NOTES.get(country, ()),
        is_law_known=gathered.is_law_known,
    )


def _without_law(plant: Plant) -> Gathered:
    return Gathered(
        is_law_known=False,
        needs=[
            (
                f"aucun droit du temps de travail n'est connu pour le pays {plant.country!r} ; "
                "seule l'ergonomie est examinée",
                f"no law of working time is known for the country {plant.country!r}; only "
                "ergonomics is checked",
            )
        ],
    )


def _once(findings: list[Finding]) -> list[Finding]:
    """Keep the first of findings that say the same of a crew in several periods of a season."""
    kept: dict[tuple[object, ...], Finding] = {}
    for f in findings:
        same = (f.rule, f.crew, f.value, f.limit, f.severity, f.article, f.with_overtime)
        kept.setdefault(same, f)
    return list(kept.values())


def _advice_findings(cycle: Cycle) -> Iterator[Finding]:
    for id_, measure_of in _ADVICE:
        version = pack("ergo")[id_].versions[-1]  # advice has no date of force: the last one
        measure = measure_of(cycle, version)
        if measure is not None:
            yield _advice_finding(cycle, measure, version)


def _advice_finding(cycle: Cycle, measure: Measure, version: Version) -> Finding:
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
        kind=ERGONOMICS,
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
        on=cycle.since,
        since=cycle.since,
    )
