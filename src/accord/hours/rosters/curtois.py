"""Read a roster problem in the text form of the Curtois and Qu instances.

Sections begin with ``SECTION_NAME``, rows are cells between commas, ``#`` begins a comment. Day 0
is a Monday. All mistakes of a file are reported together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from accord.errors import Complaining, InputError, Place, Problem
from accord.hours.rosters.problem import Cover, Person, Request, RosterProblem, Shift

__all__ = ["MAX_DAYS", "MAX_PEOPLE", "MAX_SHIFTS", "parse_curtois", "read_curtois"]

MAX_PEOPLE: Final = 10_000
MAX_DAYS: Final = 1_000
MAX_SHIFTS: Final = 50

_HEAD: Final = "SECTION_"
_SECTIONS: Final = (
    "HORIZON",
    "SHIFTS",
    "STAFF",
    "DAYS_OFF",
    "SHIFT_ON_REQUESTS",
    "SHIFT_OFF_REQUESTS",
    "COVER",
)
_STAFF_CELLS: Final = 8
_REQUEST_CELLS: Final = 4
_COVER_CELLS: Final = 5


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text between commas and where it stands."""

    text: str
    place: Place


_Row = list[_Cell]


def read_curtois(path: str | Path) -> RosterProblem:
    """Read an instance file.

    Parameters
    ----------
    path
        Text file; UTF-8.

    Raises
    ------
    InputError
        With every mistake found, each with line and column.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(Place(str(path)), f"cannot be read ({error})", "a text file", "Check it.")
        raise InputError([problem]) from error
    return parse_curtois(text, name=str(path))


def parse_curtois(text: str, *, name: str = "instance") -> RosterProblem:
    """Read an instance from its text.

    Parameters
    ----------
    text
        The whole text.
    name
        Name of the problem and of its places.

    Raises
    ------
    InputError
        With every mistake found, each with line and column.
    """
    return _Reader(name, text).read()


class _Reader(Complaining):
    """Reads one text; what is wrong gathers in ``problems``."""

    __slots__ = ("name", "num_days", "people", "places", "problems", "rows", "shifts")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.num_days = 0
        self.shifts: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.places: dict[str, Place] = {}
        self.rows: dict[str, list[_Row]] = {}
        self._split(text)

    def read(self) -> RosterProblem:
        """Return the problem, or raise all that is wrong."""
        self._horizon()
        shifts = self._shifts()
        is_small = self._is_small("STAFF", "people", MAX_PEOPLE)
        staff = [self._person(row) for row in self.rows.get("STAFF", [])] if is_small else []
        if "STAFF" in self.rows and not self.rows["STAFF"]:
            self.complain(Place(self.name), "no person", "SECTION_STAFF names people", "Add one.")
        people: list[Person] = []
        if is_small:
            days_off = self._days_off()
            people = [replace(p, days_off=frozenset(days_off.get(p.name, ()))) for p in staff if p]
        requests = [] if not is_small else self._requests()
        covers = self._covers()
        if self.problems:
            raise InputError(self.problems)
        return RosterProblem(
            self.name,
            self.num_days,
            shifts,
            tuple(people),
            tuple(covers),
            tuple(requests),
            places=self.places,
        )

    def _split(self, text: str) -> None:
        """Cut the text into sections of rows of cells."""
        section = ""
        for i_line, line in enumerate(text.splitlines(), start=1):
            row = line.split("#", 1)[0].rstrip()
            place = Place(self.name, i_line, 1)
            if not row.strip():
                continue
            if row.strip().startswith(_HEAD):
                section = row.strip().removeprefix(_HEAD)
                if section not in _SECTIONS:
                    known = ", ".join(_SECTIONS)
                    self.complain(place, f"section {section}", f"known: {known}", "Correct it.")
                elif section in self.rows:
                    self.complain(place, f"section {section} again", "one of each", "Join them.")
                self.rows.setdefault(section, [])
            elif not section:
                self.complain(place, f"`{row.strip()}`", "a section comes first", "Move it.")
            elif section == "STAFF" and len(self.rows[section]) > MAX_PEOPLE:
                self.rows[section].append([])  # too many already: only counted
            else:
                self.rows[section].append(_cells(self.name, i_line, row))
        for missing in _SECTIONS:
            if missing not in self.rows:
                self.complain(
                    Place(self.name),
                    f"no {_HEAD}{missing}",
                    "each section is there, empty or not",
                    "Add it; perhaps the file was cut short.",
                )

    def _horizon(self) -> None:
        rows = self.rows.get("HORIZON", [])
        if "HORIZON" not in self.rows:
            return
        if len(rows) != 1 or len(rows[0]) != 1:
            place = rows[0][0].place if rows else Place(self.name)
            self.complain(place, f"{len(rows)} rows of horizon", "one number of days", "Give one.")
            return
        self.num_days = self._number(rows[0][0], "days of the horizon", least=1, most=MAX_DAYS)

    def _shifts(self) -> tuple[Shift, ...]:
        rows = self.rows.get("SHIFTS", [])
        if "SHIFTS" in self.rows and not rows:
            self.complain(Place(self.name), "no shift", "SECTION_SHIFTS names shifts", "Add one.")
        if not self._is_small("SHIFTS", "shifts", MAX_SHIFTS):
            return ()
        for row in rows:
            self._new_name(row[0], "shift", self.shifts)
        shifts = []
        for row in rows:
            if not self._has_cells(row, 3, "id, minutes, shifts that must not follow"):
                continue
            length = self._number(row[1], "minutes of a shift", least=1, most=24 * 60)
            banned = {self._shift(cell) for cell in _parts(row[2], "|") if cell.text}
            shifts.append(Shift(row[0].text, length, frozenset(banned)))
        return tuple(shifts)

    def _person(self, row: _Row) -> Person | None:
        self._new_name(row[0], "person", self.people)
        self.places.setdefault(row[0].text, row[0].place)
        if not self._has_cells(row, _STAFF_CELLS, "the eight values of a person"):
            return None
        most = dict.fromkeys(self.shifts.values(), self.num_days)
        for part in _parts(row[1], "|"):
            shift, equals, number = (p.strip() for p in part.text.partition("="))
            if not equals:
                self.complain(part.place, f"`{part.text}`", "shift=most", "Write like D=14.")
                continue
            code = self._shift(_Cell(shift, part.place))
            most[code] = self._number(_Cell(number, part.place), "most shifts")
        names = ("most minutes", "least minutes", "most shifts in a row", "least shifts in a row")
        most_min, least_min, max_run, min_run = (
            self._number(cell, name) for cell, name in zip(row[2:6], names, strict=True)
        )
        min_off = self._number(row[6], "least days off in a row")
        weekends = self._number(row[7], "most weekends")
        return Person(
            row[0].text,
            tuple(most.get(code, 0) for code in range(len(self.shifts))),
            least_min,
            most_min,
            min_run,
            max_run,
            min_off,
            weekends,
        )

    def _days_off(self) -> dict[str, set[int]]:
        days_off: dict[str, set[int]] = {}
        for row in self.rows.get("DAYS_OFF", []):
            self._whose(row[0])
            days = {self._day(cell) for cell in row[1:] if cell.text}
            days_off.setdefault(row[0].text, set()).update(days)
        return days_off

    def _requests(self) -> list[Request]:
        found = []
        for section, is_on in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
            for row in self.rows.get(section, []):
                if not self._has_cells(row, _REQUEST_CELLS, "person, day, shift, weight"):
                    continue
                person, day = self._whose(row[0]), self._day(row[1])
                shift, weight = self._shift(row[2]), self._number(row[3], "weight")
                found.append(Request(person, day, shift, weight, is_on))
        return found

    def _covers(self) -> list[Cover]:
        found: dict[tuple[int, int], Cover] = {}
        for row in self.rows.get("COVER", []):
            if not self._has_cells(row, _COVER_CELLS, "day, shift, wanted, two weights"):
                continue
            day, shift = self._day(row[0]), self._shift(row[1])
            names = ("people wanted", "weight under", "weight over")
            wanted, under, over = (
                self._number(cell, name) for cell, name in zip(row[2:], names, strict=True)
            )
            if (day, shift) in found and min(day, shift) >= 0:
                seen = f"day {day}, shift {row[1].text} again"
                self.complain(row[0].place, seen, "one row for each", "Keep one.")
            found[day, shift] = Cover(day, shift, wanted, under, over)
        if "COVER" in self.rows:
            self._say_uncovered(found)
        return list(found.values())

    def _say_uncovered(self, found: dict[tuple[int, int], Cover]) -> None:
        """Complain of days and shifts without a row of cover."""
        gone = [
            (day, shift)
            for day in range(self.num_days)
            for shift in self.shifts
            if (day, self.shifts[shift]) not in found
        ]
        if gone:
            day, shift = gone[0]
            self.complain(
                Place(self.name),
                f"{len(gone)} days and shifts without cover, first day {day}, shift {shift}",
                "SECTION_COVER has a row for each day and shift",
                "Add it, 0 when nobody is wanted; perhaps the file was cut short.",
            )

    def _number(self, cell: _Cell, what: str, *, least: int = 0, most: int = 10**9) -> int:
        """Read a whole number; on a mistake complain and return the least one."""
        try:
            value = int(cell.text)
        except ValueError:
            rule = f"{what}: a whole number"
            self.complain(cell.place, f"`{cell.text}`", rule, "Write digits only.")
            return least
        if not least <= value <= most:
            rule = f"{what}: {least} to {most}"
            self.complain(cell.place, f"{value}", rule, "Correct the number.")
            return least
        return value

    def _day(self, cell: _Cell) -> int:
        """Read a day of the horizon; on a mistake complain and return -1."""
        before = len(self.problems)
        day = self._number(cell, "day")
        if len(self.problems) > before:
            return -1
        if self.num_days and day >= self.num_days:
            rule = f"days are 0 to {self.num_days - 1}"
            self.complain(cell.place, f"day {day}", rule, "Correct the day or the horizon.")
            return -1
        return day

    def _shift(self, cell: _Cell) -> int:
        """Return the number of a shift; on a mistake complain and return -1."""
        if "SHIFTS" in self.rows and cell.text not in self.shifts:
            known = ", ".join(self.shifts) or "none"
            seen = f"unknown shift {cell.text or '(empty)'}"
            self.complain(cell.place, seen, f"shifts are {known}", "Correct the name.")
        return self.shifts.get(cell.text, -1)

    def _whose(self, cell: _Cell) -> int:
        """Return the number of a person; on a mistake complain and return -1."""
        if "STAFF" in self.rows and cell.text not in self.people:
            seen = f"unknown person {cell.text or '(empty)'}"
            self.complain(cell.place, seen, "SECTION_STAFF names all people", "Correct the name.")
        return self.people.get(cell.text, -1)

    def _new_name(self, cell: _Cell, what: str, known: dict[str, int]) -> None:
        if not cell.text:
            self.complain(cell.place, f"a {what} without a name", "each has one", "Give one.")
        elif cell.text in known:
            self.complain(cell.place, f"{what} {cell.text} again", "names differ", "Rename one.")
        known.setdefault(cell.text, len(known))

    def _has_cells(self, row: _Row, wanted: int, what: str) -> bool:
        if len(row) == wanted:
            return True
        rule = f"{wanted} values: {what}"
        remedy = "Correct the row; perhaps the file was cut short."
        self.complain(row[-1].place, f"{len(row)} values", rule, remedy)
        return False

    def _is_small(self, section: str, what: str, most: int) -> bool:
        rows = self.rows.get(section, [])
        if len(rows) <= most:
            return True
        rule = f"at most {most} {what}"
        self.complain(rows[0][0].place, f"{len(rows)} {what}", rule, "Split the problem.")
        return False


def _cells(name: str, i_line: int, row: str) -> _Row:
    """Cut a row at its commas."""
    return _parts(_Cell(row, Place(name, i_line, 1)), ",")


def _parts(cell: _Cell, mark: str) -> _Row:
    """Cut a cell at each mark; each part knows its column."""
    parts = []
    at = cell.place.column
    for text in cell.text.split(mark):
        column = at + len(text) - len(text.lstrip())
        parts.append(_Cell(text.strip(), Place(cell.place.file, cell.place.line, column)))
        at += len(text) + len(mark)
    return parts
