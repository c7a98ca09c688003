"""A cycle written as a matrix of shift names: rows are weeks, columns Monday to Sunday.

The hours of each shift come from a problem file, from the cells (``06:00-14:00``), from lines of
comment (``# M=06:00-14:00 N=22:00/8h``) or, for letters of the pattern library that can mean one
thing only, from there; then the check says so.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final, TypeAlias

import numpy as np

from accord.errors import InputError, Place, Problem
from accord.hours.cycle.problem import CycleProblem, ShiftType
from accord.hours.duties import DAY_MIN, UNKNOWN, WEEK_MIN, Cycle, unpaid_of
from accord.hours.patterns.text import pattern
from accord.hours.walk import longest_break
from accord.plant.columns import plain
from accord.plant.dialect import read_bytes, separator
from accord.plant.values import read_clock, read_day, read_number, read_whole

__all__ = [
    "DAYS_OFF",
    "OFF_WORDS",
    "Cell",
    "Matrix",
    "Told",
    "cell_hours",
    "clock_hours",
    "cycles_of",
    "hours_told",
    "matrix_of",
    "told_off",
]

DAYS_OFF: Final = ("", "-")
"""Cells that are a day off whatever the shifts are called."""
OFF_WORDS: Final = ("off", "x", ".", "repos", "r.h.")
"""Words of a day off, where no shift of the problem or of the legend is called so."""
_MAY_BE_SHIFTS: Final = ("x", ".")
_CELL: Final = re.compile(r"([\d:hH]+)\s*-\s*([\d:hH]+)")
_LEGEND: Final = re.compile(r"(\S+?)\s*=\s*([\d:hH]+)\s*(?:-\s*([\d:hH]+)|/\s*([\d.,]+)\s*h)")
_WEEK: Final = ("week", "semaine")
_GROUP: Final = ("group", "crew", "groupe", "equipe")
_LIBRARY: Final = ("3x8", "4x10", "4-day-35h")
"""Patterns whose letters have hours that are not mistaken for others."""

Hours: TypeAlias = tuple[int, int]
"""Start and end in minutes after midnight of the day."""
Told: TypeAlias = tuple[tuple[str, str], ...]
"""Remarks in French and in English."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one week of a group, as written."""

    group: str
    week: int
    day: int
    word: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Duty:
    """One duty of a cycle, in minutes from the Monday of its first week; its shift if known."""

    start_min: int
    end_min: int
    place: Place
    shift: ShiftType | None
    day: int
    midnight: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells, hours of shifts by name and weekday (None: every day), and what is wrong so far."""

    cells: list[Cell]
    hours: Mapping[tuple[str, int | None], Hours]
    problems: list[Problem]

    def words(self, name: str) -> dict[tuple[str, int, int], str]:
        """Give the word of each cell by crew, week (from 1) and weekday.

        Parameters
        ----------
        name
            File, for the name of a cycle without group.
        """
        stem = PurePath(name).stem
        return {(c.group or stem, c.week, c.day): c.word for c in self.cells}


def matrix_of(name: str, data: bytes) -> Matrix:
    """Read the cells of a matrix, the hours that it gives, and what is wrong so far.

    Parameters
    ----------
    name
        How places call the file.
    data
        Its bytes.
    """
    text, _ = read_bytes(data)
    lines = text.splitlines()
    cells, problems = _cells(name, lines)
    return Matrix(cells, hours_told(lines), problems)


def cycles_of(
    matrix: Matrix, name: str, problem: CycleProblem | None = None
) -> tuple[list[Cycle], Told]:
    """Make the cycles of a matrix.

    Parameters
    ----------
    matrix
        Its cells and the hours that it gives.
    name
        File, for the name of a cycle without group.
    problem
        A problem whose shifts have the hours of the names.

    Raises
    ------
    InputError
        With every cell whose hours are not known.
    """
    library = _library()
    problems = list(matrix.problems)
    taken: dict[str, Hours] = {}
    off: list[str] = []
    duties: dict[str, list[_Duty]] = {}
    weeks: dict[str, int] = {}
    for cell in sorted(matrix.cells, key=lambda c: (c.group, c.week, c.day)):
        weeks[cell.group] = max(weeks.get(cell.group, 0), cell.week)
        own = duties.setdefault(cell.group, [])
        if cell.word in DAYS_OFF:
            continue
        hours = _hours(cell, problem, matrix.hours)
        if hours is None and cell.word.lower() in OFF_WORDS:
            off.append(cell.word)
            continue
        if hours is None and cell.word in library:
            hours = taken[cell.word] = library[cell.word]
        if hours is None:
            rule = "a shift has hours: in a problem file, in the cell or in a line of comment"
            fix = f"Add a first line such as '# {cell.word}=06:00-14:00', or write 06:00-14:00."
            problems.append(Problem(cell.place, f"shift {cell.word!r}", rule, fix))
            continue
        midnight = (cell.week - 1) * WEEK_MIN + cell.day * DAY_MIN
        span = (midnight + hours[0], midnight + hours[1])
        own.append(_Duty(*span, cell.place, _shift(cell, problem), cell.day, midnight))
    if problems:
        raise InputError(problems)
    stem = PurePath(name).stem
    return [_cycle(group or stem, own, weeks[group]) for group, own in duties.items()], (
        _told(taken) + told_off(off)
    )


def _cells(name: str, lines: list[str]) -> tuple[list[Cell], list[Problem]]:
    """Split the matrix into cells; a row is a week."""
    kept = [(i, line) for i, line in enumerate(lines, start=1) if line.strip() and line[0] != "#"]
    sign = separator(kept[0][1], None)
    header = [plain(word) for word in next(csv.reader([kept[0][1]], delimiter=sign))]
    days = {i: day for i, word in enumerate(header) if (day := _day(word)) is not None}
    i_week = next((i for i, word in enumerate(header) if word in _WEEK), None)
    i_group = next((i for i, word in enumerate(header) if word in _GROUP), None)
    cells: list[Cell] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, text in kept[1:]:
        row = next(csv.reader([text], delimiter=sign))
        group = row[i_group].strip() if i_group is not None and i_group < len(row) else ""
        week = seen[group] = seen.get(group, 0) + 1
        said = row[i_week].strip() if i_week is not None and i_week < len(row) else str(week)
        if not _is_week(said, week):
            rule = "weeks follow each other from 1"
            problems.append(Problem(Place(name, line), f"week {said!r}", rule, f"Write {week}."))
        if len(row) <= max(days):
            rule = "a week has seven days; write '-' for a day off"
            problems.append(Problem(Place(name, line), f"{len(row)} cells", rule, "Fill the row."))
            continue
        cells += [
            Cell(group, week, day, row[i].strip(), Place(name, line, i + 1))
            for i, day in days.items()
        ]
    if not kept[1:]:
        rule = "a matrix has a row for each week"
        problems.append(Problem(Place(name, kept[0][0]), "no week", rule, "Add the weeks."))
    return cells, problems


def _day(word: str) -> int | None:
    try:
        return None if word.isdecimal() else read_day(word)
    except ValueError:
        return None


def _is_week(said: str, week: int) -> bool:
    try:
        return read_whole(said) == week
    except ValueError:
        return False


def hours_told(lines: Iterable[str]) -> Mapping[tuple[str, int | None], Hours]:
    """Read the hours of shifts in lines of comment."""
    return {
        (found[1], None): hours
        for line in lines
        if line.startswith("#")
        for found in _LEGEND.finditer(line.lstrip("# "))
        if (hours := clock_hours(found[2], found[3], found[4])) is not None
    }


def clock_hours(start: str, end: str | None, length_h: str | None = None) -> Hours | None:
    """Give start and end of a shift from its end or its length; None when it cannot be read."""
    try:
        begins = read_clock(start)
        if length_h is not None:
            length = round(read_number(length_h.replace(",", ".")) * 60)
            return (begins, begins + length) if 0 < length <= DAY_MIN else None
        ends = read_clock(end or "")
    except ValueError:
        return None
    return begins, ends if ends > begins else ends + DAY_MIN


def _hours(
    cell: Cell, problem: CycleProblem | None, legend: Mapping[tuple[str, int | None], Hours]
) -> Hours | None:
    """Find the hours of a cell: in the problem, in the legend, in the cell itself."""
    shift = _shift(cell, problem)
    if shift is not None:
        start = shift.start_min[cell.day]
        return start, start + shift.length_min[cell.day]
    for key in ((cell.word, cell.day), (cell.word, None)):
        if key in legend:
            return legend[key]
    return cell_hours(cell.word)


def cell_hours(word: str) -> Hours | None:
    """Give the hours that a cell writes itself: ``06:00-14:00``; None for a name."""
    found = _CELL.fullmatch(word)
    return None if found is None else clock_hours(found[1], found[2])


def _shift(cell: Cell, problem: CycleProblem | None) -> ShiftType | None:
    """Find the shift of a cell in the problem."""
    shifts = problem.shifts if problem is not None else ()
    return next((shift for shift in shifts if shift.name == cell.word), None)


def _library() -> Mapping[str, Hours]:
    return {
        letter.name: (letter.start_min, letter.start_min + letter.length_min)
        for name in _LIBRARY
        for letter in pattern(name).letters
    }


def _told(taken: Mapping[str, Hours]) -> Told:
    if not taken:
        return ()
    said = ", ".join(
        f"{name} {_clock(start)}-{_clock(end)}" for name, (start, end) in sorted(taken.items())
    )
    return (
        (
            f"horaires pris dans la bibliothèque de rythmes : {said}",
            f"hours taken from the pattern library: {said}",
        ),
    )


def told_off(words: Iterable[str]) -> Told:
    """Say which words without hours were read as days off, of those that may be a shift.

    Parameters
    ----------
    words
        One for each cell.
    """
    counts = sorted(Counter(w for w in words if w.lower() in _MAY_BE_SHIFTS).items())
    if not counts:
        return ()
    said = ", ".join(f"{word!r} ({num})" for word, num in counts)
    return ((f"lus comme jours de repos : {said}", f"read as days off: {said}"),)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _cycle(group: str, duties: list[_Duty], num_weeks: int) -> Cycle:
    start = np.array([d.start_min for d in duties], dtype=np.int64)
    end = np.array([d.end_min for d in duties], dtype=np.int64)
    shifts = [(d.shift, d.day) for d in duties]
    unpaid = [0 if shift is None else shift.unpaid_min[day] for shift, day in shifts]
    longest = [UNKNOWN if shift is None else longest_break(shift, day) for shift, day in shifts]
    return Cycle(
        crew=group,
        num_weeks=num_weeks,
        start_min=start,
        end_min=end,
        work_min=end - start - np.array(unpaid, dtype=np.int64),
        longest_break_min=np.array(longest, dtype=np.int64),
        places=tuple(d.place for d in duties),
        since=date.min,
        until=None,
        pauses_min=unpaid_of(
            (d.midnight, d.shift.breaks[d.day])
            for d in duties
            if d.shift is not None and d.shift.breaks is not None
        ),
    )
