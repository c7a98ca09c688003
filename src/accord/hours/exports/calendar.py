"""A cycle as iCalendar (RFC 5545): a calendar for each person, repeated as long as it holds.

Each position of the cycle at which the person works is an event of its own that repeats every n
weeks (``RRULE:FREQ=WEEKLY;INTERVAL=n``). Weeks rather than ``FREQ=DAILY;INTERVAL=7n``: a reader
sees "every 9 weeks on Monday", and programs that cap an interval cap days sooner than weeks.

Limits
------
A device that is set to the clock of another country shows the plant's clock. Many programs read
an interval of up to 99 weeks only: longer cycles are written; ``LONG_WEEKS`` is there to say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from accord.errors import HoursError
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Schedule
from accord.hours.exports.vcalendar import Event, file_name, local, vcalendar

__all__ = ["LONG_WEEKS", "calendars", "check_dates", "person_calendar"]

LONG_WEEKS: Final = 99
PRODUCT: Final = "-//Accord//shift cycles//EN"
MAX_YEAR: Final = 9000


def calendars(
    problem: CycleProblem,
    schedules: Sequence[Schedule],
    *,
    start: date,
    stamp: datetime,
    until: date | None = None,
) -> Iterator[tuple[str, str]]:
    """Write the calendar of every person.

    Parameters
    ----------
    problem
        The problem, for names and hours.
    schedules
        One schedule for each group; person i of a group begins in week i.
    start
        Monday on which the cycle begins.
    stamp
        When the calendars were made (``DTSTAMP``), in UTC.
    until
        Last day of the cycle; without it the shifts repeat for ever.

    Yields
    ------
    tuple
        Name of a file, and its content.

    Raises
    ------
    HoursError
        When ``start`` is not a Monday or ``until`` lies before it.
    """
    for i_group, group in enumerate(problem.groups):
        for i_person in range(group.num_people):
            label = group.name if len(problem.groups) > 1 else "person"
            text = person_calendar(
                problem, schedules, i_group, i_person, start=start, stamp=stamp, until=until
            )
            yield file_name(f"{label}-{i_person + 1}"), text


def person_calendar(
    problem: CycleProblem,
    schedules: Sequence[Schedule],
    i_group: int,
    i_person: int,
    *,
    start: date,
    stamp: datetime,
    until: date | None = None,
) -> str:
    """Write the calendar of one person: ``i_person`` of a group, who begins in that week.

    Parameters
    ----------
    problem, schedules, start, stamp, until
        As for ``calendars``.
    i_group, i_person
        Which group and who in it, from 0.
    """
    check_dates(start, until)
    group, schedule = problem.groups[i_group], schedules[i_group]
    who = f"{group.name} {i_person + 1}" if len(problem.groups) > 1 else f"person {i_person + 1}"
    events = []
    for i_week in range(len(schedule)):
        week = (i_week + i_person) % len(schedule)
        for day, code in enumerate(schedule[week]):
            first = start + timedelta(days=DAYS * i_week + day)
            if code == OFF or (until is not None and first > until):
                continue
            shift = problem.shifts[code]
            begin = datetime.combine(first, time()) + timedelta(minutes=shift.start_min[day])
            events.append(
                Event(
                    (problem.name, group.name, i_person, start, week, day),
                    begin,
                    begin + timedelta(minutes=shift.length_min[day]),
                    shift.name,
                    f"Week {week + 1} of {len(schedule)}. {problem.name}",
                    f"FREQ=WEEKLY;INTERVAL={len(schedule)}{_until(until, begin)}",
                )
            )
    return vcalendar(f"{problem.name}, {who}", PRODUCT, events, stamp)


def check_dates(start: date, until: date | None) -> None:
    """Refuse dates that no calendar of a cycle can have.

    Raises
    ------
    HoursError
        When ``start`` is not a Monday, or ``until`` lies before it.
    """
    if start.weekday() != 0:
        monday = start + timedelta(days=-start.weekday() % DAYS)
        raise HoursError(
            f"the cycle begins on {start:%A} {start}; a cycle begins on a Monday. Take {monday}"
        )
    if start.year > MAX_YEAR:
        raise HoursError(f"the cycle begins on {start}; take a year before {MAX_YEAR}")
    if until is not None and until < start:
        raise HoursError(f"the cycle ends on {until}, before it begins on {start}. Correct a date")


def _until(until: date | None, begin: datetime) -> str:
    """Return the end of a repetition, in the form of its start: a shift of the last day counts."""
    if until is None:
        return ""
    return f";UNTIL={local(datetime.combine(until, begin.time()))}"
