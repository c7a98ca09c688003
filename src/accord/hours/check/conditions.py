"""Facts that a rule needs beside the duties, and derogations: each named by the one who asks.

Nothing is assumed: a derogation holds only when it is named, and the result says that it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final, cast

from accord.errors import InputError, Place, Problem
from accord.hours.check.night_period import with_night
from accord.law import DRAFT, Version
from accord.law.parameters import Node, ParameterFile, number

__all__ = [
    "NO_DEROGATION",
    "Case",
    "Derogation",
    "Facts",
    "applied",
    "derogations",
    "read_overrides",
    "told_derogations",
]

NO_DEROGATION: Final = "none"
"""Says that there is no derogation: what one could allow is then no longer left open."""
_PLACE: Final = Place("overrides")


@dataclass(frozen=True, slots=True)
class Facts:
    """What duties do not show. None is unknown: where a rule depends on it, it becomes a need.

    Parameters
    ----------
    headcount
        Employees of the firm.
    hazardous
        Whether night work has special hazards or heavy strain (EU, UK).
    continuous
        Whether the people work permanently in shifts of a plant that never stops (France).
    women
        Whether women work these duties (France until 2001).
    leave_weeks
        Weeks of paid leave a year.
    weeks_worked
        Weeks worked in a year; by default the year less the legal leave.
    annualised
        Whether hours are counted over a year by agreement (France).
    night
        Night period set by an agreement, as hours on the clock, for example (22, 7).
    week_start_h
        Where the seven days of a week do not begin on Monday at midnight: hours from there, for
        example 144 for Sunday 0:00. France by agreement, United States as the employer has set it.
    """

    headcount: float | None = None
    hazardous: bool | None = None
    continuous: bool | None = None
    women: bool | None = None
    leave_weeks: float | None = None
    weeks_worked: float | None = None
    annualised: bool | None = None
    night: tuple[float, float] | None = None
    week_start_h: float | None = None

    def over(self, own: Facts) -> Facts:
        """Give the facts of a plant, except those that are said here."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(own, **{name: value for name, value in said.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Case:
    """The facts, and the date whose law is applied."""

    facts: Facts
    on: date


@dataclass(frozen=True, slots=True)
class Derogation:
    """A derogation that was named: its rule and name, and the value agreed, if one was said."""

    rule: str
    name: str
    value: float | None = None

    def __str__(self) -> str:
        return f"{self.rule}={self.name}" + ("" if self.value is None else f":{self.value:g}")


def derogations(version: Version) -> Mapping[str, Mapping[str, str]]:
    """Give the derogations that a version of the law opens, by name."""
    found = version.values.get("derogations", {})
    return cast("Mapping[str, Mapping[str, str]]", found)


def read_overrides(
    overrides: Mapping[str, str], files: Mapping[str, ParameterFile], rules: Sequence[str]
) -> dict[str, tuple[Derogation, ...]]:
    """Read derogations: ``{"fr.hours.day_max": "agreement"}``, ``"agreement:11"``, ``"a+b"``.

    Parameters
    ----------
    overrides
        By rule, the name of a derogation, with the value agreed if it is less than the law allows;
        several that hold together are joined by a plus.
    files
        Law pack of the country.
    rules
        Rules of hours of the country.

    Raises
    ------
    InputError
        For a rule or derogation that the law does not have, or a value that is no number.
    """
    found: dict[str, tuple[Derogation, ...]] = {}
    problems: list[Problem] = []
    for rule, text in overrides.items():
        if rule not in rules:
            known = ", ".join(dict.fromkeys(rules))
            seen = f"rule {rule!r}"
            what = "a derogation is from a rule of hours"
            problems.append(Problem(_PLACE, seen, what, f"Known: {known}."))
            continue
        names = _names(files[rule])
        parts = [_derogation(rule, part.strip(), names, problems) for part in text.split("+")]
        found[rule] = tuple(part for part in parts if part is not None)
    if problems:
        raise InputError(problems)
    return found


def _derogation(
    rule: str, text: str, known: Sequence[str], problems: list[Problem]
) -> Derogation | None:
    name, colon, value = text.partition(":")
    if name not in {*known, NO_DEROGATION}:
        what = f"{rule} knows {', '.join(known)}" if known else f"{rule} knows no derogation"
        problems.append(Problem(_PLACE, f"derogation {text!r}", what, "Name one of these."))
    elif colon and not _is_number(value):
        remedy = f"Write {name} or {name}:value."
        problems.append(Problem(_PLACE, f"{rule}: {text!r}", "a value agreed is a number", remedy))
    else:
        return Derogation(rule, name, number(value) if colon else None)
    return None


def told_derogations(overrides: Mapping[str, Sequence[Derogation]]) -> tuple[str, ...]:
    """Write the derogations that were named."""
    return tuple(str(derogation) for named in overrides.values() for derogation in named)


def _names(file: ParameterFile) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for v in file.versions for name in derogations(v)))


def _is_number(text: str) -> bool:
    try:
        number(text)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def applied(version: Version, named: Sequence[Derogation], facts: Facts) -> Version | None:
    """Give a version as it holds under derogations; None when one of them sets it aside.

    Raises
    ------
    InputError
        When the derogation did not exist on that date, or goes further than it may.
    """
    found: Version | None = version
    if facts.night is not None:
        found = with_night(version, facts.night)
    for derogation in named:
        if found is not None:
            found = _under(found, derogation)
    return found


def _under(version: Version, derogation: Derogation) -> Version | None:
    if derogation.name == NO_DEROGATION:
        kept = {k: v for k, v in version.values.items() if k not in {"open_to", "derogations"}}
        return replace(version, values=kept)
    opened = derogations(version).get(derogation.name)
    if opened is None:
        rule = f"{version.id} has no such derogation since {version.since.isoformat()}"
        raise InputError(
            [Problem(_PLACE, str(derogation), rule, "Ask for the law of a later date.")]
        )
    if opened.get("rule") == NO_DEROGATION:
        return None
    changed: dict[str, Node] = {k: v for k, v in opened.items() if k not in {"article", "status"}}
    if derogation.value is not None:
        changed["value"] = _within(version, derogation, opened)
    kept = {k: v for k, v in version.values.items() if k != "open_to"}
    return replace(
        version,
        values={**kept, **changed},
        article=f"{version.article} ; {opened['article']} ({derogation.name})",
        status=DRAFT if opened.get("status") == DRAFT else version.status,
    )


def _within(version: Version, derogation: Derogation, opened: Mapping[str, str]) -> str:
    """Check that the value agreed lies between the rule and the furthest the derogation goes."""
    agreed = derogation.value
    bounds = sorted((version.number(), number(opened.get("value", version.text("value")))))
    if agreed is None or not bounds[0] <= agreed <= bounds[-1]:
        rule = f"{opened['article']} goes from {bounds[0]:g} to {bounds[-1]:g}"
        raise InputError([Problem(_PLACE, str(derogation), rule, "Enter a value in between.")])
    return repr(agreed)
