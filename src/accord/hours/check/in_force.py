"""Which versions of a country's rules are in force: on one date, or over a stretch of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accord.hours.check.conditions import Derogation, Facts, applied
from accord.hours.check.statutes import Rule
from accord.law import Version, pack
from accord.law.parameters import ParameterFile

__all__ = ["InForce", "Laws", "laws_in_force"]

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule with its version from a first to a last day, as derogations leave it."""

    rule: Rule
    first: date
    last: date
    version: Version


@dataclass(frozen=True, slots=True)
class Laws:
    """The rules in force, what is not known of them, and whether each day has the law of its own.

    Parameters
    ----------
    entries
        One for each rule and version.
    needs
        Rules without a known value, in French and in English.
    is_known
        False when the value of a limit is not known.
    is_by_day
        Whether entries hold for the days from their first to their last only.
    """

    entries: tuple[InForce, ...]
    needs: tuple[tuple[str, str], ...]
    is_known: bool
    is_by_day: bool


def laws_in_force(
    rules: Sequence[Rule],
    days: date | tuple[date, date],
    *,
    facts: Facts,
    overrides: Mapping[str, Sequence[Derogation]],
) -> Laws:
    """Find the versions of rules that are in force.

    Parameters
    ----------
    rules
        Rules of one country.
    days
        The date whose law applies to all, or the first and last day, each with the law of its day.
    facts, overrides
        What is known beside the duties, and the derogations named.

    Raises
    ------
    InputError
        When a derogation did not exist at the time, or goes further than it may.
    """
    entries: list[InForce] = []
    needs: list[tuple[str, str]] = []
    is_known = True
    for rule in rules:
        file = pack(rule.parameter.partition(".")[0])[rule.parameter]
        for first, last, version in _stretches(file, days):
            if version is not None:
                law = applied(version, overrides.get(rule.parameter, ()), facts)
                if law is not None:
                    entries.append(InForce(rule, first, last, law))
            elif not file.is_absent(first):
                needs.append(_no_value(file, first))
                is_known &= not rule.is_limit
    return Laws(tuple(entries), tuple(needs), is_known, not isinstance(days, date))


def _stretches(
    file: ParameterFile, days: date | tuple[date, date]
) -> Iterator[tuple[date, date, Version | None]]:
    """Give the stretches of days under one version."""
    if isinstance(days, date):
        yield days, days, file.on(days)
        return
    first, last = days
    changes = {v.since for v in file.versions} | {first for first, _ in file.gaps}
    changes |= {day + _ONE for _, day in file.gaps}
    if file.ends is not None:
        changes.add(file.ends + _ONE)
    starts = [first, *sorted(day for day in changes if first < day <= last)]
    for start, following in zip(starts, [*starts[1:], last + _ONE], strict=True):
        yield start, following - _ONE, file.on(start)


def _no_value(file: ParameterFile, day: date) -> tuple[str, str]:
    """Say in words what is not known on a day, and since when it is."""
    later = next((v for v in file.versions if v.since > day), None)
    fr = f"ce que le droit du {day.isoformat()} disait de : {file.title_fr} ({file.id})"
    en = f"what the law of {day.isoformat()} said of: {file.title_en} ({file.id})"
    if later is None:
        return f"{fr} n'est pas connu ici", f"{en} is not known here"
    since = later.since.isoformat()
    return (
        f"{fr} n'est pas connu ici ; connu depuis le {since} ({later.article})",
        f"{en} is not known here; it is known since {since} ({later.article})",
    )
