"""Hold a dated roster against the law: every duty of every person, with the weeks before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from accord.hours.check.conditions import Facts
from accord.hours.check.roster import Duty, check_roster
from accord.hours.check.statutes import country_code
from accord.hours.records import HoursCheck, Violation
from accord.hours.rosters.duty_problem import DAY_MIN
from accord.hours.rosters.duty_roster import PlantRoster
from accord.plant.records import Plant

__all__ = ["law_duties", "law_of_roster"]

_FRANCE = "fr"
_BY_SEX: Mapping[str, bool | None] = {"F": True, "M": False, "": None}


def law_of_roster(
    made: PlantRoster, plant: Plant, *, is_annualised: bool | None = None
) -> HoursCheck:
    """Check a roster as it is worked, under the law of each day.

    Parameters
    ----------
    made
        The roster. The weeks known before it count in averages and rests; what is broken in them
        alone is not told.
    plant
        Its plant: for the country, the headcount and, where the law asks for it, the sex.
    is_annualised
        Whether hours are counted over a year by agreement; None is not known.

    Returns
    -------
    HoursCheck
        Every violation that touches a day of the roster. Days of leave and sickness count as days
        without work.

    Raises
    ------
    NeedsError
        When no law of hours is known for the plant's country.
    """
    problem = made.problem
    code = country_code(plant.country)
    facts = _facts(made, plant, code, is_annualised)
    sex_of = {p.person: p.sex.upper() if code == _FRANCE else "" for p in plant.people}
    duties: dict[str, list[Duty]] = {}
    for duty in law_duties(made):
        duties.setdefault(sex_of.get(duty.person, ""), []).append(duty)
    last = problem.date(problem.num_days - 1)
    checks = [
        check_roster(
            own,
            country=plant.country,
            first=problem.date(-problem.num_before),
            last=last + timedelta(days=6 - last.weekday()),
            facts=replace(facts, women=_BY_SEX.get(sex)) if code == _FRANCE else facts,
        )
        for sex, own in sorted(duties.items())
    ]
    return _joined(checks, problem.first, last)


def law_duties(made: PlantRoster) -> Iterator[Duty]:
    """Yield every duty of the roster and of the weeks known before it, to the end of its week.

    Parameters
    ----------
    made
        The roster.
    """
    problem = made.problem
    monday = problem.monday(problem.num_days - 1)
    for i, worker in enumerate(problem.workers):
        for day in range(-problem.num_before, monday + 7):
            duty = problem.duty_of(i, day, problem.at(made.cells, i, day))
            if duty is None:
                continue
            for start, end in duty.spans:
                breaks = duty.breaks and tuple(
                    b for b in duty.breaks if start <= b.start_min and b.end_min <= end
                )
                # a part of a duty may begin after midnight: it belongs to the day after
                late = DAY_MIN if start > DAY_MIN else 0
                yield Duty(
                    worker.name,
                    problem.date(day + bool(late)),
                    start - late,
                    end - late,
                    breaks
                    and tuple(
                        replace(b, start_min=b.start_min - late, end_min=b.end_min - late)
                        for b in breaks
                    ),
                )


def _facts(made: PlantRoster, plant: Plant, code: str, is_annualised: bool | None) -> Facts:
    if code != _FRANCE:
        return Facts()
    # heavy: every formula of French law, where only French plants are asked
    from accord.law.fr.headcount import is_counted

    headcount = sum(is_counted(p.contract, on=made.problem.first) for p in plant.people)
    return Facts(
        headcount=headcount or None, continuous=_never_stops(made), annualised=is_annualised
    )


def _never_stops(made: PlantRoster) -> bool:
    """Say whether somebody is planned at every minute of the roster's days."""
    problem = made.problem
    until = 0
    spans = sorted(
        (start + day * DAY_MIN, end + day * DAY_MIN)
        for day in range(-1, problem.num_days)
        for duty in problem.duties_on(day).values()
        for start, end in duty.spans
    )
    for start, end in spans:
        if start > until:
            return False
        until = max(until, end)
    return until >= problem.num_days * DAY_MIN


def _joined(checks: list[HoursCheck], first: date, last: date) -> HoursCheck:
    """Return one check of several groups of people, with what touches the days asked for."""

    def inside(found: tuple[Violation, ...]) -> list[Violation]:
        return [v for v in found if v.last >= first.isoformat() and v.first <= last.isoformat()]

    return replace(
        checks[0],
        on=first,
        findings=tuple(f for check in checks for f in check.findings),
        needs=tuple(dict.fromkeys(need for check in checks for need in check.needs)),
        violations=_in_order(v for check in checks for v in inside(check.violations)),
        flagged=_in_order(v for check in checks for v in inside(check.flagged)),
        is_law_known=all(check.is_law_known for check in checks),
    )


def _in_order(found: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(sorted(found, key=lambda v: (v.first, v.who, v.rule)))
