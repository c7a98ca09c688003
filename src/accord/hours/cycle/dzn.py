"""Rotating workforce problems as MiniZinc data, both dialects of the challenges.

The dialect of 2018 and 2019 (``nb_workers``, ``temp_req`` ...) says all that plain text says;
``shift_block_max`` is already cut to ``max_work``, forbidden sequences are three arrays of equal
length (shift before, shift after, whether one day off lies between).

The dialect of 2022 has ``employees`` and ``requirements``, a row for each day and a column for each
of day, evening and night. Its rules are not in the data but in its model: two days off in a row
inside each week from Monday to Sunday, at most five days of work in a row, a free weekend among any
three, at most three nights in a row, after a night a night or a day off, and nights only after a
night or a day off.

Limits
------
The data of 2022 has no hours. Shifts of 8 h from 06:00, 14:00 and 22:00 are assumed: averages in
hours of such a file rest on this.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Final

from accord.errors import Complaining, Place, Problem
from accord.hours.cycle.consistent import MAX_SHIFTS, UNLIMITED
from accord.hours.cycle.dzn_values import Kind, Value, read_values
from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Group, ShiftType
from accord.plant.values import read_day, suggest

__all__ = ["parse_dzn"]

EVERYONE: Final = "all"
COUNTS: Final = (
    "week_length", "nb_workers", "min_daysoff", "max_daysoff", "min_work", "max_work", "nb_shifts",
    "nb_forbidden",
)  # fmt: skip
ARRAYS: Final = {
    "shift_name": "text",
    "shift_start": "whole",
    "shift_length": "whole",
    "shift_block_min": "whole",
    "shift_block_max": "whole",
    "forbidden_before": "whole",
    "forbidden_after": "whole",
    "forbidden_daysoff": "truth",
}
EARLIER: Final = (*COUNTS, *ARRAYS, "temp_req")
LATER: Final = ("employees", "requirements")
# The model of 2022: its shifts with the starts assumed here, and its rules.
LATER_SHIFTS: Final = ("Day", "Evening", "Night")
LATER_STARTS_MIN: Final = (360, 840, 1320)
LATER_LENGTH_MIN: Final = 480
LATER_WORK: Final = (1, 5)
LATER_NIGHTS: Final = (1, 3)
LATER_PAIRS: Final = frozenset({(0, 2), (1, 2), (2, 0), (2, 1)})
LATER_REST_IN_WEEK: Final = 2
LATER_FREE_WEEKEND_IN: Final = 3


def parse_dzn(text: str, file: str) -> tuple[list[CycleProblem], list[Problem]]:
    """Read a problem from MiniZinc data; mistakes come back as problems.

    Parameters
    ----------
    text
        Content of the file.
    file
        How places call it; its stem is the problem's name.

    Returns
    -------
    tuple
        The problem, alone in a list (empty when too little can be read), and what is wrong.
    """
    values, keys, problems = read_values(text, file)
    if problems and not values:
        return [], problems
    is_later = any(name in values for name in LATER)
    reader = (_Later if is_later else _Earlier)(file, values, keys, problems)
    problem = reader.read()
    reader.complain_of_unknown()
    return ([] if problem is None else [problem]), reader.problems


class _Reader(Complaining):
    """Takes named values out of the data; what is missing or odd becomes a problem."""

    known: tuple[str, ...] = ()

    def __init__(
        self, file: str, values: dict[str, Value], keys: dict[str, Place], problems: list[Problem]
    ) -> None:
        self.problems = problems
        self.file = file
        self.values = values
        self.keys = keys
        self.places: dict[str, Place] = {}

    def complain_of_unknown(self) -> None:
        """Report names that the dialect does not have."""
        for name, place in self.keys.items():
            if name not in self.known:
                self.complain(
                    place, f"unknown name {name!r}", "only the names of the dialect are read",
                    suggest(name, self.known),
                )  # fmt: skip

    def value(self, name: str, kind: Kind) -> Value | None:
        """Return the value of a name when it is of a kind."""
        value = self.values.get(name)
        if value is None:
            if not any(name in str(p.seen) for p in self.problems):
                self.complain(
                    Place(self.file), f"{name} is missing", "this name is required",
                    f"Add '{name} = ...;'. Is the file whole?",
                )  # fmt: skip
            return None
        return value if self.is_kind(value, name, kind) else None

    def is_kind(self, value: Value, name: str, kind: Kind) -> bool:
        """Tell whether a value is of a kind; complain when it is not."""
        if value.kind == kind or (kind == "text" and value.kind == "word"):
            return True
        words = {
            "whole": "a whole number", "truth": "true or false", "text": "a text in quotes",
            "list": "a list [...]", "rows": "rows [| ... | ... |]", "word": "a word",
        }  # fmt: skip
        seen = f"{value.text!r} in {name}" if value.text else f"{name} is a {value.kind}"
        self.complain(value.place, seen, f"{words[kind]} is expected", f"Write {words[kind]}.")
        return False

    def whole(self, name: str, rule: str = "") -> int | None:
        """Return a whole number."""
        value = self.value(name, "whole")
        if value is None:
            return None
        self.places[rule or name] = value.place
        return int(value.text)

    def items(self, name: str, kind: Kind, count: int | None) -> tuple[Value, ...] | None:
        """Return the values of a list, all of a kind."""
        value = self.value(name, "list")
        if value is None:
            return None
        if count is not None and len(value.items) != count:
            self.complain(
                value.place, f"{name} has {len(value.items)} values", f"{count} are expected",
                "Correct the list, or the number.",
            )  # fmt: skip
            return None
        fits = [self.is_kind(item, name, kind) for item in value.items]
        return value.items if all(fits) else None

    def row(self, row: Value, name: str, count: int) -> tuple[int, ...] | None:
        """Return the whole numbers of a row."""
        if len(row.items) != count:
            self.complain(
                row.place, f"a row of {len(row.items)} values in {name}", f"{count} are expected",
                "Correct the row.",
            )  # fmt: skip
            return None
        fits = [self.is_kind(item, name, "whole") for item in row.items]
        return tuple(int(item.text) for item in row.items) if all(fits) else None


class _Earlier(_Reader):
    """The dialect of 2018 and 2019."""

    known = EARLIER

    def read(self) -> CycleProblem | None:
        """Read all names; None when the number of shifts is unknown."""
        week = self.whole("week_length")
        if week is not None and week != DAYS:
            self.complain(
                self.places["week_length"], f"a week of {week} days", f"a week has {DAYS} days",
                f"Write {DAYS}.",
            )  # fmt: skip
        people = self.whole("nb_workers", "people")
        off_block = self._bounds("min_daysoff", "max_daysoff", "days_off")
        work_block = self._bounds("min_work", "max_work", "work")
        num_shifts = self.whole("nb_shifts")
        if num_shifts is None or not 1 <= num_shifts <= MAX_SHIFTS:
            if num_shifts is not None:
                self.complain(
                    self.places["nb_shifts"], f"{num_shifts} shifts",
                    f"a problem has between 1 and {MAX_SHIFTS} shifts", "Correct the number.",
                )  # fmt: skip
            return None
        shifts = self._shifts(num_shifts)
        demand = self._demand([s.name for s in shifts])
        pairs, triples = self._forbidden([s.name for s in shifts])
        return CycleProblem(
            name=PurePath(self.file).stem,
            groups=(Group(EVERYONE, 1 if people is None else people, tuple(range(num_shifts))),),
            shifts=tuple(shifts),
            demand=demand,
            off_block=off_block,
            work_block=work_block,
            pairs=pairs,
            triples=triples,
            places=self.places,
        )

    def _bounds(self, least: str, most: str, rule: str) -> tuple[int, int]:
        low, high = self.whole(least), self.whole(most)
        if low is None or high is None:
            return (1, 1)
        self.places[rule] = self.places[least]
        return (low, high)

    def _shifts(self, num_shifts: int) -> list[ShiftType]:
        found = {
            name: self.items(name, "text" if kind == "text" else "whole", num_shifts)
            for name, kind in ARRAYS.items() if name.startswith("shift_")
        }  # fmt: skip
        return [self._shift(i, found) for i in range(num_shifts)]

    def _shift(self, i: int, found: dict[str, tuple[Value, ...] | None]) -> ShiftType:
        cells = {name: values[i] for name, values in found.items() if values is not None}
        name = cells["shift_name"].text.strip() if "shift_name" in cells else f"({i + 1})"
        if name in {"", "-"} or f"shift {name}" in self.places:
            self.complain(
                cells["shift_name"].place, f"a shift named {name!r}",
                "each shift has a name of its own; - is the day off", "Give it another name.",
            )  # fmt: skip
            name = f"({i + 1})"
        self.places[f"shift {name}"] = (
            cells["shift_name"].place if "shift_name" in cells else Place(self.file)
        )
        numbers = {key: int(cell.text) for key, cell in cells.items() if key != "shift_name"}
        for key, rule in (("shift_start", "start"), ("shift_length", "length")):
            if key in cells:
                self.places[f"{rule} {name}"] = cells[key].place
        block = (1, 1)
        if "shift_block_min" in numbers and "shift_block_max" in numbers:
            self.places[f"block {name}"] = cells["shift_block_min"].place
            block = (numbers["shift_block_min"], numbers["shift_block_max"])
        start, length = numbers.get("shift_start", 0), numbers.get("shift_length", 0)
        return ShiftType(name, (start,) * DAYS, (length,) * DAYS, block)

    def _demand(self, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        empty = (0,) * DAYS
        table = self.value("temp_req", "rows")
        if table is None:
            return (empty,) * len(names)
        if len(table.items) != len(names):
            self.complain(
                table.place, f"temp_req has {len(table.items)} rows",
                f"it has a row for each of {len(names)} shifts", "Correct the rows, or nb_shifts.",
            )  # fmt: skip
            return (empty,) * len(names)
        rows = [self.row(row, "temp_req", DAYS) for row in table.items]
        for name, numbers, row in zip(names, rows, table.items, strict=True):
            if numbers is not None:
                self.places[f"demand {name}"] = row.place
        return tuple(numbers or empty for numbers in rows)

    def _forbidden(
        self, names: Sequence[str]
    ) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int, int]]]:
        count = self.whole("nb_forbidden")
        before = self.items("forbidden_before", "whole", count)
        after = self.items("forbidden_after", "whole", count)
        between = self.items("forbidden_daysoff", "truth", count)
        pairs: set[tuple[int, int]] = set()
        triples: set[tuple[int, int, int]] = set()
        if before is None or after is None or between is None:
            return frozenset(), frozenset()
        for first, second, is_over_rest in zip(before, after, between, strict=count is not None):
            a, b = self._number(first, names), self._number(second, names)
            if a is None or b is None:
                continue
            if is_over_rest.text == "true":
                triples.add((a, OFF, b))
                self.places[f"triple {names[a]} - {names[b]}"] = first.place
            else:
                pairs.add((a, b))
                self.places[f"pair {names[a]} {names[b]}"] = first.place
        return frozenset(pairs), frozenset(triples)

    def _number(self, value: Value, names: Sequence[str]) -> int | None:
        number = int(value.text)
        if 1 <= number <= len(names):
            return number - 1
        self.complain(
            value.place, f"shift number {number} in a forbidden sequence",
            f"shifts are numbered from 1 to {len(names)}", "Correct the number.",
        )  # fmt: skip
        return None


class _Later(_Reader):
    """The dialect of 2022, with the rules of its model."""

    known = LATER

    def read(self) -> CycleProblem | None:
        """Read both names."""
        people = self.whole("employees", "people")
        table = self.value("requirements", "rows")
        if table is None:
            return None
        columns = self._columns(table)
        rows = self._days(table)
        if columns is None or rows is None:
            return None
        numbers = [self.row(row, "requirements", len(LATER_SHIFTS)) for row in rows]
        for name in LATER_SHIFTS:
            if None not in numbers:
                self.places[f"demand {name}"] = table.place
        by_day = [(0,) * len(LATER_SHIFTS) if row is None else row for row in numbers]
        demand = tuple(tuple(row[column] for row in by_day) for column in columns)
        blocks = (LATER_WORK, LATER_WORK, LATER_NIGHTS)
        shifts = tuple(
            ShiftType(name, (start,) * DAYS, (LATER_LENGTH_MIN,) * DAYS, block)
            for name, start, block in zip(LATER_SHIFTS, LATER_STARTS_MIN, blocks, strict=True)
        )
        return CycleProblem(
            name=PurePath(self.file).stem,
            groups=(Group(EVERYONE, 1 if people is None else people, tuple(range(len(shifts)))),),
            shifts=shifts,
            demand=demand,
            off_block=(1, UNLIMITED),
            work_block=LATER_WORK,
            pairs=LATER_PAIRS,
            rest_in_week=LATER_REST_IN_WEEK,
            free_weekend_in=LATER_FREE_WEEKEND_IN,
            places=self.places,
        )

    def _columns(self, table: Value) -> tuple[int, ...] | None:
        """Return the column of each shift."""
        if not table.labels:
            return tuple(range(len(LATER_SHIFTS)))
        names = [label.text for label in table.labels]
        if sorted(names) == sorted(LATER_SHIFTS):
            return tuple(names.index(name) for name in LATER_SHIFTS)
        for label in table.labels:
            if label.text not in LATER_SHIFTS:
                self.complain(
                    label.place, f"unknown shift {label.text!r}",
                    f"the columns are {', '.join(LATER_SHIFTS)}", suggest(label.text, LATER_SHIFTS),
                )  # fmt: skip
        if all(name in LATER_SHIFTS for name in names):
            self.complain(
                table.place, f"columns {', '.join(names)}",
                f"the columns are {', '.join(LATER_SHIFTS)}, each once", "Correct the columns.",
            )  # fmt: skip
        return None

    def _days(self, table: Value) -> list[Value] | None:
        """Return the row of each day from Monday."""
        by_day: dict[int, Value] = {}
        num_wrong = len(self.problems)
        for i, row in enumerate(table.items):
            day = i
            if row.labels:
                label = row.labels[0]
                try:
                    day = read_day(label.text)
                except ValueError as error:
                    self.complain(
                        label.place, f"a row for {label.text!r}", str(error), "Name the day."
                    )
                    continue
            if day in by_day:
                self.complain(
                    row.place, "a second row for one day", "each day has one row", "Keep one."
                )
            by_day[day] = row
        if len(self.problems) == num_wrong and sorted(by_day) != list(range(DAYS)):
            self.complain(
                table.place, f"requirements has {len(table.items)} rows",
                f"it has a row for each of the {DAYS} days", "Add the missing rows.",
            )  # fmt: skip
        return [by_day[day] for day in range(DAYS)] if len(self.problems) == num_wrong else None
