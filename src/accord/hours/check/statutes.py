"""Which rules of hours each country has, and how each is measured.

The numbers stand in the law room, dated; here stands only what is measured against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from accord.errors import NeedsError
from accord.hours.check import lengths, night_work, overtime, rests, sundays
from accord.hours.check.conditions import Case
from accord.hours.check.series import Gap, Series
from accord.hours.check.timeline import Timeline
from accord.law import Version

__all__ = ["COUNTRIES", "NOTES", "Rule", "country_code", "rules_of"]

Found: TypeAlias = "Series | Gap | tuple[Series | None, Gap | None] | None"
Measure: TypeAlias = Callable[[Timeline, Version, Case], Found]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its parameter file, and the function that measures it on a timeline.

    ``is_limit`` says that passing it breaks the law; else it is something to be paid, compensated
    or agreed, and a flag. ``is_of_plants`` says that it is held against the shifts of a plant too.
    """

    parameter: str
    measure: Measure
    is_limit: bool = True
    is_of_plants: bool = True


COUNTRIES: Final[Mapping[str, tuple[str, ...]]] = {
    "de": ("germany", "deutschland", "allemagne"),
    "eu": ("european union", "union européenne", "ue"),
    "fr": ("france",),
    "uk": ("united kingdom", "great britain", "gb", "royaume-uni"),
    "us": ("united states", "usa", "états-unis"),
}
"""Countries with a law of hours, by the name of their pack, and other names."""

_RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "fr": (
        Rule("fr.hours.day_max", lengths.day),
        Rule("fr.hours.week_max", lengths.week),
        Rule("fr.hours.average_max", lengths.average),
        Rule("fr.hours.rest_day", rests.after_day),
        Rule("fr.hours.rest_day", lengths.span),
        Rule("fr.hours.rest_week", rests.weekly),
        Rule("fr.hours.rest_week", rests.days_of_week),
        Rule("fr.hours.sunday", sundays.sunday),
        Rule("fr.hours.break", rests.pause),
        Rule("fr.hours.night_worker", night_work.day_of_night_worker),
        Rule("fr.hours.legal_week", overtime.legal_week, is_limit=False),
        Rule("fr.hours.night_women", night_work.women, is_limit=False),
        Rule("fr.hours.night_average", night_work.average_of_night_worker),
        Rule("fr.hours.continuous", overtime.continuous),
        Rule("fr.hours.day_civil", lengths.civil_day, is_limit=False),
        Rule("fr.hours.annualisation", overtime.spread_over, is_limit=False, is_of_plants=False),
        Rule("fr.hours.annualisation", overtime.year, is_limit=False, is_of_plants=False),
        Rule("fr.overtime.contingent", overtime.contingent, is_limit=False, is_of_plants=False),
    ),
    "eu": (
        Rule("eu.hours.rest_day", rests.in_24_h),
        Rule("eu.hours.rest_week", rests.weekly),
        Rule("eu.hours.break", rests.pause),
        Rule("eu.hours.average_week", lengths.average),
        Rule("eu.hours.night_average", night_work.average_of_night),
        Rule("eu.hours.night_hazard", night_work.hazard),
        Rule("eu.hours.leave", overtime.leave, is_limit=False, is_of_plants=False),
    ),
    "de": (
        Rule("de.hours.day_max", lengths.day),
        Rule("de.hours.average", lengths.average),
        Rule("de.hours.break", rests.pause),
        Rule("de.hours.rest_day", rests.after_day),
        Rule("de.hours.night_average", night_work.average_of_night),
        Rule("de.hours.sunday", sundays.sunday),
        Rule("de.hours.substitute", sundays.substitute),
        Rule("de.hours.sundays", sundays.free_sundays),
    ),
    "uk": (
        Rule("uk.hours.average_week", lengths.average),
        Rule("uk.hours.rest_day", rests.in_24_h),
        Rule("uk.hours.rest_week", rests.weekly),
        Rule("uk.hours.break", rests.pause),
        Rule("uk.hours.night_average", night_work.average_of_night),
        Rule("uk.hours.night_hazard", night_work.hazard),
    ),
    "us": (Rule("us.hours.overtime", overtime.overtime, is_limit=False),),
}


NOTES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "us": (
        (
            "La loi fédérale (FLSA) ne limite ni le jour ni la semaine d'un adulte et n'impose ni "
            "repos ni pause ; elle majore les heures. Les lois des États ne sont pas examinées.",
            "The federal law (FLSA) limits neither an adult's day nor week and asks for no rest or "
            "break; it pays overtime. The laws of the states are not checked.",
        ),
        (
            "La semaine de travail est comptée du lundi 0 h si l'employeur n'en a pas fixé une "
            "autre (fait week_start).",
            "The workweek is counted from Monday 0:00 unless the employer has set another (fact "
            "week_start).",
        ),
    ),
    "eu": (
        (
            "Une directive s'adresse aux États : le droit national s'applique à l'usine, ceci est "
            "le minimum qu'il doit garantir.",
            "A directive binds the states: the national law applies to a plant, this is the least "
            "that it must give.",
        ),
    ),
}
"""What must be said with a verdict under the law of a country, in French and English."""


def country_code(name: str) -> str:
    """Give the name of the law pack of a country.

    Parameters
    ----------
    name
        Its code or name, for example ``fr`` or ``France``.

    Raises
    ------
    NeedsError
        When no law of working time is known for it; the message lists those known.
    """
    wanted = name.strip().lower()
    for code, names in COUNTRIES.items():
        if wanted == code or wanted in names:
            return code
    known = ", ".join(f"{code} ({names[0]})" for code, names in COUNTRIES.items())
    raise NeedsError(
        f"no law of working time is known for the country {name!r}; known: {known}. For another "
        "country of the Union 'eu' holds the directive, which its law must at least give"
    )


def rules_of(country: str) -> tuple[Rule, ...]:
    """Give the rules of a country's hours, in the order of the report."""
    return _RULES[country]
