"""Check dated duties of people against the law of each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import numpy as np

from accord.errors import InputError, Place, Problem
from accord.hours.check.conditions import Facts
from accord.hours.check.cycle import check_timelines
from accord.hours.check.statutes import NOTES, country_code
from accord.hours.check.timeline import Timeline
from accord.hours.duties import DAY_MIN, UNKNOWN, unpaid_of
from accord.hours.records import HoursCheck
from accord.plant.records import Break

__all__ = ["Duty", "check_roster"]

_LONGEST_DAYS: Final = 7 * 60 * 24
"""Days that a roster may span."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one person.

    Parameters
    ----------
    person
        Person (or crew).
    day
        Date on which it starts.
    start_min, end_min
        Minutes after midnight of ``day``; an end past midnight is above 1440.
    breaks
        Breaks on the same clock; None when they are not known.
    at
        Where it stands.
    """

    person: str
    day: date
    start_min: int
    end_min: int
    breaks: tuple[Break, ...] | None = None
    at: Place = field(default_factory=lambda: Place("roster"), compare=False)

    def __str__(self) -> str:
        return (
            f"{self.person} {self.day.isoformat()} {_clock(self.start_min)}-{_clock(self.end_min)}"
        )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def check_roster(
    duties: Iterable[Duty],
    *,
    country: str = "fr",
    on: date | None = None,
    first: date | None = None,
    last: date | None = None,
    facts: Facts | None = None,
    overrides: Mapping[str, str] | None = None,
) -> HoursCheck:
    """Check dated duties, person by person.

    Parameters
    ----------
    duties
        The duties of all people, in any order.
    country
        Code or name of a country whose law of hours is known: de, eu, fr, uk, us.
    on
        Date whose law applies to all; by default each day has the law of that day, and a window of
        weeks the law of its last day.
    first, last
        Days for which the roster is complete; by default from the Monday before the first duty of
        anybody to the Sunday after the last. Nothing is assumed of the days outside.
    facts, overrides
        As for ``check_cycle``.

    Returns
    -------
    HoursCheck
        Every violation with person and dates, the worst value of each rule and person, needs.

    Raises
    ------
    NeedsError
        When no law of hours is known for the country.
    InputError
        For duties that overlap, end before they start, last longer than a day or lie outside.

    Notes
    -----
    Limits: days of leave and sickness count as days without work, which lowers averages. Of a
    week whose Sunday or Monday lies outside the roster only the part that is known counts.
    """
    code = country_code(country)
    own: dict[str, list[Duty]] = {}
    for duty in sorted(duties, key=lambda d: (d.person, d.day, d.start_min)):
        own.setdefault(duty.person, []).append(duty)
    problems = [p for rows in own.values() for p in _wrong(rows, first, last)]
    days = [duty.day for rows in own.values() for duty in rows]
    if days and (max(days) - min(days)).days > _LONGEST_DAYS:
        seen = f"duties from {min(days).isoformat()} to {max(days).isoformat()}"
        rule = f"a roster spans at most {_LONGEST_DAYS:,} days"
        problems.append(Problem(Place("roster"), seen, rule, "Is a year wrong?"))
    if problems:
        raise InputError(problems)
    if not days:
        return HoursCheck(on or date.min, (), country=code, notes=NOTES.get(code, ()))
    opens, closes = min(first or days[0], *days), max(last or days[0], *days)
    monday = opens - timedelta(days=opens.weekday())
    num_weeks = (closes - monday).days // 7 + 1
    timelines = [_timeline(rows, monday, num_weeks) for rows in own.values()]
    return check_timelines(timelines, code, on=on, facts=facts, overrides=overrides)


def _wrong(rows: Sequence[Duty], first: date | None, last: date | None) -> list[Problem]:
    """Say what cannot be in the duties of one person, which come in order."""
    problems: list[Problem] = []
    for duty in rows:
        length = duty.end_min - duty.start_min
        pauses = duty.breaks or ()
        inside = all(
            duty.start_min <= b.start_min <= b.end_min <= duty.end_min for b in pauses
        ) and all(b.start_min >= a.end_min for a, b in pairwise(sorted(pauses, key=_start)))
        rules = (
            (not duty.person, "a duty belongs to a person", "Enter the person."),
            (length <= 0, "a duty ends after it starts", "Correct its end."),
            (length > DAY_MIN, "a duty lasts at most 24 h", "Split it."),
            (not 0 <= duty.start_min <= DAY_MIN, "a duty starts on its day", "Correct its day."),
            (
                not inside and 0 < length <= DAY_MIN,
                "breaks lie inside their duty and do not overlap",
                "Correct them.",
            ),
            (
                bool((first and duty.day < first) or (last and duty.day > last)),
                "a duty lies in the days of the roster",
                "Correct its date, or the days of the roster.",
            ),
        )
        problems += [Problem(duty.at, str(duty), rule, fix) for bad, rule, fix in rules if bad]
    for one, following in pairwise(rows):
        if _start_min(following) < _start_min(one) + one.end_min - one.start_min:
            seen = f"{following} while {one} goes on ({one.at})"
            rule = "nobody has two duties at once"
            problems.append(Problem(following.at, seen, rule, "Correct or remove one of them."))
    return problems


def _start(pause: Break) -> int:
    return pause.start_min


def _start_min(duty: Duty) -> int:
    return duty.day.toordinal() * DAY_MIN + duty.start_min


def _timeline(rows: Sequence[Duty], monday: date, num_weeks: int) -> Timeline:
    start = np.array([_start_min(d) for d in rows], dtype=np.int64) - monday.toordinal() * DAY_MIN
    length = np.array([d.end_min - d.start_min for d in rows], dtype=np.int64)
    unpaid = [sum(b.end_min - b.start_min for b in d.breaks or () if not b.paid) for d in rows]
    midnights = [(d.day - monday).days * DAY_MIN for d in rows]
    longest = [_longest(d) for d in rows]
    total = [_total(d) for d in rows]
    return Timeline(
        who=rows[0].person,
        num_weeks=num_weeks,
        start_min=start,
        end_min=start + length,
        work_min=length - np.array(unpaid, dtype=np.int64),
        longest_break_min=np.array(longest, dtype=np.int64),
        total_break_min=np.array(total, dtype=np.int64),
        places=tuple(d.at for d in rows),
        is_cyclic=False,
        monday=monday,
        pauses_min=unpaid_of(zip(midnights, (d.breaks or () for d in rows), strict=True)),
    )


def _longest(duty: Duty) -> int:
    if duty.breaks is None:
        return UNKNOWN
    return max((b.end_min - b.start_min for b in duty.breaks), default=0)


def _total(duty: Duty) -> int:
    if duty.breaks is None:
        return UNKNOWN
    return sum(b.end_min - b.start_min for b in duty.breaks)
