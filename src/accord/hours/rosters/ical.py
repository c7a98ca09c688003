"""A dated roster as iCalendar: one calendar a person, one event a duty, as worked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from accord.errors import HoursError
from accord.hours.exports.vcalendar import Event, file_name, vcalendar
from accord.hours.rosters.duty_problem import TRAINING
from accord.hours.rosters.duty_roster import PlantRoster
from accord.hours.rosters.reasons import ABSENT

__all__ = ["roster_calendar", "roster_calendars"]

PRODUCT: Final = "-//Accord//rosters//EN"


def roster_calendars(roster: PlantRoster, *, stamp: datetime) -> Iterator[tuple[str, str]]:
    """Write the calendar of every person.

    Parameters
    ----------
    roster
        The roster.
    stamp
        When the calendars were made, in UTC.

    Yields
    ------
    tuple
        Name of a file, and its content.
    """
    for person in roster.people:
        yield file_name(person), roster_calendar(roster, person, stamp=stamp)


def roster_calendar(roster: PlantRoster, person: str, *, stamp: datetime) -> str:
    """Write the calendar of one person: duties at their hours, training, days away as whole days.

    A changed day says what it was before. The identity of a day's event stays the same from one
    roster of a plant to the next: a calendar that is read again shows the day once, as it is now.

    Parameters
    ----------
    roster
        The roster.
    person
        Id.
    stamp
        When the calendar was made, in UTC.

    Raises
    ------
    HoursError
        When the person is not in the roster.
    """
    problem = roster.problem
    if person not in problem.number:
        raise HoursError(f"{person} is not in the roster of {problem.name}; give an id of it")
    return vcalendar(f"{problem.name}, {person}", PRODUCT, _events(roster, person), stamp)


def _events(roster: PlantRoster, person: str) -> Iterator[Event]:
    problem, i = roster.problem, roster.problem.number[person]
    was = {c.on: c.before for c in roster.changes if c.person == person}
    for day, word in enumerate(roster.cells[i]):
        when = problem.date(day)
        name = (problem.name, person, when)
        if (i, day) in problem.away:
            yield Event(name, when, when + timedelta(days=1), ABSENT, is_busy=False)
            continue
        duty = problem.duty_of(i, day, word)
        if duty is None:
            continue
        told = [f"{problem.name}."]
        if when in was:
            told.append(f"Changed: was {was[when]}.")
        summary = word
        if word == TRAINING:
            what = [t.what for t in problem.trainings if t.person == person and t.what]
            summary = f"training: {what[0]}" if what else "training"
        midnight = datetime.combine(when, time())
        for part, (start, end) in enumerate(duty.spans):
            begin, finish = (midnight + timedelta(minutes=m) for m in (start, end))
            identity = name if part == 0 else (*name, part)
            yield Event(identity, begin, finish, summary, " ".join(told))
