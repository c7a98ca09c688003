"""A dated roster as the table on the wall: a row for each person, a column for each date.

It is what ``accord hours roster --csv`` writes. The hours of a word come from the plant of the
roster, from lines of comment (``# M=06:00-14:00``), from the cells (``06:00-14:00``) or from a
cycle problem. Letters of the pattern library are not taken: the ``M`` of a plant has hours of its
own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from accord.errors import InputError, Place, Problem
from accord.hours.check.matrix_file import (
    DAYS_OFF,
    OFF_WORDS,
    Told,
    cell_hours,
    hours_told,
    told_off,
)
from accord.hours.check.roster import Duty
from accord.hours.cycle.problem import CycleProblem
from accord.plant.columns import plain
from accord.plant.dialect import date_order, read_bytes, separator
from accord.plant.records import Plant
from accord.plant.values import read_date

if TYPE_CHECKING:
    from accord.hours.rosters.duty_problem import DutyProblem

__all__ = ["ABSENT_WORDS", "is_roster_header", "read_roster_table"]

ABSENT_WORDS: Final = ("absent", "*", "absence", "leave", "conge", "congé", "sick", "maladie")
"""Words of a day on which somebody does not work; why is not asked."""
_TRAINING: Final = "T"
_CREWS: Final = ("crew", "equipe", "équipe", "team", "group", "groupe")


def is_roster_header(words: Sequence[str]) -> bool:
    """Say whether a header is that of people against dates.

    Parameters
    ----------
    words
        Its cells.
    """
    return sum(_is_date(word) for word in words) > 1


def _is_date(word: str) -> bool:
    try:
        read_date(word, order="dmy")
    except ValueError:
        try:
            read_date(word, order="mdy")
        except ValueError:
            return False
    return True


@dataclass(slots=True)
class _Known:
    """The hours of words, and how many days are of training without hours."""

    plant: DutyProblem | None
    problem: CycleProblem | None
    told: Mapping[tuple[str, int | None], tuple[int, int]]
    num_training: int = 0
    off: list[str] = field(default_factory=list)

    def duties(self, person: str, day: date, word: str, at: Place) -> list[Duty] | None:
        """Give the duties of a word, none for a day off; None when its hours are not known."""
        if word in DAYS_OFF:
            return []
        if self.plant is not None:
            found = self._of_plant(person, day, word, at)
            if found is not None:
                return found
        for shift in self.problem.shifts if self.problem is not None else ():
            if shift.name == word:
                start = shift.start_min[day.weekday()]
                return [Duty(person, day, start, start + shift.length_min[day.weekday()], at=at)]
        hours = self.told.get((word, None)) or cell_hours(word)
        if hours is None and word == _TRAINING:
            self.num_training += 1
            return []
        if hours is None and word.lower() in (*OFF_WORDS, *ABSENT_WORDS):
            self.off += [word] if word.lower() in OFF_WORDS else []
            return []
        return None if hours is None else [Duty(person, day, *hours, at=at)]

    def _of_plant(self, person: str, day: date, word: str, at: Place) -> list[Duty] | None:
        """Give the duty that a plant's roster calls so on a day; training is the day's own duty."""
        problem = self.plant
        assert problem is not None  # noqa: S101 - for the type checker: the caller has looked
        i_day = (day - problem.first).days
        names = [worker.name for worker in problem.workers]
        if person not in names or not 0 <= i_day < problem.num_days:
            return None
        duty = problem.duty_of(names.index(person), i_day, word)
        if duty is None:
            return None
        return [
            Duty(
                person,
                day,
                start,
                end,
                None
                if duty.breaks is None
                else tuple(b for b in duty.breaks if start <= b.start_min and b.end_min <= end),
                at,
            )
            for start, end in duty.spans
        ]


def read_roster_table(
    name: str,
    data: bytes,
    country: str,
    *,
    plant: Plant | None = None,
    problem: CycleProblem | None = None,
) -> tuple[list[Duty], tuple[date, date], Told]:
    """Read a roster of people against dates.

    Parameters
    ----------
    name
        How places call the file.
    data
        Its bytes.
    country
        Country, a hint for the order of day and month.
    plant
        Plant whose roster it is: for the hours and breaks of its duties.
    problem
        Cycle problem whose shifts have the hours of the words.

    Returns
    -------
    tuple
        The duties, the first and last day, and what was taken from elsewhere.

    Raises
    ------
    InputError
        With every cell whose hours are not known.
    """
    text, _ = read_bytes(data)
    lines = text.splitlines()
    kept = [(i, s) for i, s in enumerate(lines, start=1) if s.strip() and s[0] != "#"]
    sign = separator(kept[0][1], None)
    header = next(csv.reader([kept[0][1]], delimiter=sign))
    days = _days(name, kept[0][0], header, country)
    known = _Known(_problem_of(plant, days), problem, hours_told(lines))
    i_person = _person_column(name, kept[0][0], header, days)
    duties: list[Duty] = []
    problems: list[Problem] = []
    unknown: dict[str, list[Place]] = {}
    for line, row_text in kept[1:]:
        row = next(csv.reader([row_text], delimiter=sign))
        for cell in _cells(name, line, row, i_person, days):
            if isinstance(cell, Problem):
                problems.append(cell)
                continue
            person, day, word, at = cell
            found = known.duties(person, day, word, at)
            if found is None:
                unknown.setdefault(word, []).append(at)
            else:
                duties += found
    problems += [
        _unknown(word, places, has_plant=plant is not None) for word, places in unknown.items()
    ]
    if not kept[1:]:
        rule = "a roster has a row for each person"
        problems.append(Problem(Place(name, kept[0][0]), "no person", rule, "Add the people."))
    if problems:
        raise InputError(problems)
    return duties, (min(days.values()), max(days.values())), _told(known)


def _person_column(name: str, line: int, header: Sequence[str], days: Mapping[int, date]) -> int:
    """Give the column of people: the first that is no date, a crew's only if there is no other."""
    others = [i for i in range(len(header)) if i not in days]
    people = [i for i in others if plain(header[i]) not in _CREWS]
    if not others:
        rule = "a roster has a column of people before its dates"
        raise InputError([Problem(Place(name, line), "only dates", rule, "Add the people.")])
    return (people or others)[0]


def _days(name: str, line: int, header: Sequence[str], country: str) -> dict[int, date]:
    """Give the date of each column; each the day after the one before."""
    columns = [i for i, word in enumerate(header) if _is_date(word)]
    order, _ = date_order([header[i] for i in columns], is_french=False, country=country)
    days: dict[int, date] = {}
    problems: list[Problem] = []
    for i in columns:
        try:
            days[i] = read_date(header[i], order=order)
        except ValueError as error:
            at = Place(name, line, i + 1)
            problems.append(Problem(at, f"date {header[i]!r}", str(error), "Correct it."))
    following = sorted(days)
    for before, after in pairwise(following):
        if days[after] != days[before] + timedelta(days=1):
            at = Place(name, line, after + 1)
            seen = f"{days[after].isoformat()} after {days[before].isoformat()}"
            rule = "the columns of a roster are days that follow each other"
            problems.append(Problem(at, seen, rule, "Add the days between; '-' is a day off."))
    if problems:
        raise InputError(problems)
    return days


def _cells(
    name: str, line: int, row: Sequence[str], i_person: int, days: Mapping[int, date]
) -> Iterator[tuple[str, date, str, Place] | Problem]:
    person = row[i_person].strip() if i_person < len(row) else ""
    if not person:
        rule = "a row of a roster names its person"
        yield Problem(Place(name, line, i_person + 1), "no person", rule, "Enter the person.")
        return
    if len(row) <= max(days):
        rule = "a row has a cell for each day; write '-' for a day off"
        yield Problem(Place(name, line), f"{len(row)} cells", rule, "Fill the row.")
        return
    for i, day in days.items():
        yield person, day, row[i].strip(), Place(name, line, i + 1)


def _unknown(word: str, places: Sequence[Place], *, has_plant: bool) -> Problem:
    """Say once that the hours of a word are not known: its first place, and how many more."""
    rule = "a duty has hours: of a plant, in a line of comment, in the cell or in a cycle problem"
    fix = f"Add a first line such as '# {word}=06:00-14:00', or name the plant (--plant)."
    if has_plant:
        rule = "a word of a plant's roster is a duty that somebody starts on that day"
        fix = f"Is it the roster of another plant or date? Or add a line '# {word}=06:00-14:00'."
    more = f", and {len(places) - 1} more of it" if len(places) > 1 else ""
    return Problem(places[0], f"duty {word!r}{more}", rule, fix)


def _problem_of(plant: Plant | None, days: Mapping[int, date]) -> DutyProblem | None:
    """Give the duties of a plant on the days of a roster, called as its roster calls them."""
    if plant is None:
        return None
    # the room of rosters holds its own rosters against this check
    from accord.hours.rosters.plant_plan import problem_of

    return problem_of(plant, min(days.values()), len(days))


def _told(known: _Known) -> Told:
    off = told_off(known.off)
    if not known.num_training:
        return off
    return (
        (
            f"{known.num_training} jour(s) de formation (T) sans horaire connu : comptés sans "
            "travail",
            f"{known.num_training} day(s) of training (T) whose hours are not known: counted as "
            "days without work",
        ),
        *off,
    )
