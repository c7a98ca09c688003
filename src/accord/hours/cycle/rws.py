"""Rotating workforce problems as plain text (``ExampleN.txt``).

Comments (``#``) and blank lines aside, the lines are: length of the week (7), people, number of
shifts; for each shift its demand from Monday to Sunday; for each shift ``name start length least
most`` (minutes; days in a row); least and most days off in a row; least and most days of work in
a row; numbers of forbidden pairs and triples; the pairs ``a b``; the triples ``a - b``, where
``-`` is a day off. (Musliu, Schutt and Stuckey, CPAIOR 2018, and the published benchmark files.)

A shift's most may be above the most of work: it is kept as written, the smaller one rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from accord.errors import Complaining, Place, Problem
from accord.hours.cycle.consistent import MAX_SHIFTS
from accord.hours.cycle.problem import DAYS, OFF, Bounds, CycleProblem, Group, ShiftType
from accord.plant.values import suggest

__all__ = ["parse_rws"]

EVERYONE: Final = "all"
OFF_MARK: Final = "-"
_SHIFT_CELLS: Final = 5
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_LINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Line:
    cells: tuple[_Cell, ...]
    place: Place

    @property
    def said(self) -> str:
        text = " ".join(cell.text for cell in self.cells)
        return text if len(text) <= 60 else f"{text[:57]}..."


def parse_rws(text: str, file: str) -> tuple[list[CycleProblem], list[Problem]]:
    """Read a problem from plain text; mistakes come back as problems.

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
    reader = _Reader(text, file)
    problem = reader.read()
    return ([] if problem is None else [problem]), reader.problems


class _Reader(Complaining):
    """Takes the lines one after another; a line that is wrong is said and passed."""

    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Problem] = []
        self.file = file
        self.places: dict[str, Place] = {}
        self._lines: list[_Line] = []
        number = 0
        for number, line in enumerate(_LINE.split(text), start=1):
            if line.strip() and not line.lstrip().startswith("#"):
                cells = tuple(
                    _Cell(m[0], Place(file, number, m.start() + 1))
                    for m in re.finditer(r"\S+", line)
                )
                self._lines.append(_Line(cells, cells[0].place))
        self._next = 0
        self._end = Place(file, max(number, 1))

    def read(self) -> CycleProblem | None:
        """Read all lines; None when even the number of shifts is unknown."""
        self._week()
        people = self._count("the number of people", "people")
        num_shifts = self._count("the number of shifts", "shifts")
        if num_shifts is None:
            return None
        if not 1 <= num_shifts <= MAX_SHIFTS:
            self.complain(
                self.places["shifts"], f"{num_shifts} shifts",
                f"a problem has between 1 and {MAX_SHIFTS} shifts", "Correct the number of shifts.",
            )  # fmt: skip
            return None
        rows = [self._numbers("a row of demand, Monday to Sunday", DAYS) for _ in range(num_shifts)]
        shifts = [self._shift(i) for i in range(num_shifts)]
        for (numbers, place), shift in zip(rows, shifts, strict=True):
            if numbers is not None:
                self.places[f"demand {shift.name}"] = place
        off_block = self._bounds("least and most days off in a row", "days_off")
        work_block = self._bounds("least and most days of work in a row", "work")
        pairs, triples = self._forbidden([s.name for s in shifts])
        self._nothing_more()
        return CycleProblem(
            name=PurePath(self.file).stem,
            groups=(Group(EVERYONE, 1 if people is None else people, tuple(range(num_shifts))),),
            shifts=tuple(shifts),
            demand=tuple(tuple(numbers or (0,) * DAYS) for numbers, _ in rows),
            off_block=off_block,
            work_block=work_block,
            pairs=pairs,
            triples=triples,
            places=self.places,
        )

    def _take(self, what: str) -> _Line | None:
        """Return the next line, or say once that the file ends here."""
        if self._next < len(self._lines):
            self._next += 1
            return self._lines[self._next - 1]
        if self._next == len(self._lines):
            self._next += 1
            seen = "the file ends" if self._lines else "the file is empty"
            self.complain(
                self._end, seen, f"{what} is expected next",
                "Is the file whole? Copy it again, or add the missing lines.",
            )  # fmt: skip
        return None

    def _numbers(self, what: str, count: int) -> tuple[tuple[int, ...] | None, Place]:
        """Read a line of whole numbers; None for one that is not."""
        line = self._take(what)
        if line is None:
            return None, self._end
        numbers = [self._whole(cell, what) for cell in line.cells]
        if len(numbers) != count:
            self.complain(
                line.place, f"{len(numbers)} value(s): {line.said}",
                f"{what} has {count} value(s)", "Correct the line.",
            )  # fmt: skip
            return None, line.place
        return tuple(
            n for n in numbers if n is not None
        ) if None not in numbers else None, line.place

    def _whole(self, cell: _Cell, what: str) -> int | None:
        if _WHOLE.fullmatch(cell.text):
            return int(cell.text)
        self.complain(
            cell.place, f"{cell.text!r} in {what}", "whole numbers are expected there",
            "Write a whole number.",
        )  # fmt: skip
        return None

    def _week(self) -> None:
        numbers, place = self._numbers("the length of the week", 1)
        if numbers is not None and numbers[0] != DAYS:
            self.complain(
                place, f"a week of {numbers[0]} days", f"a week has {DAYS} days", f"Write {DAYS}."
            )

    def _count(self, what: str, rule: str) -> int | None:
        numbers, place = self._numbers(what, 1)
        if numbers is None:
            return None
        self.places[rule] = place
        return numbers[0]

    def _bounds(self, what: str, rule: str) -> Bounds:
        numbers, place = self._numbers(what, 2)
        if numbers is None:
            return (1, 1)
        self.places[rule] = place
        return (numbers[0], numbers[1])

    def _shift(self, i: int) -> ShiftType:
        """Read ``name start length least most``; the last two are the bounds of its block."""
        line = self._take("a shift: name, start, length, least and most days in a row")
        name = line.cells[0].text if line else ""
        if line is None or name == OFF_MARK or f"shift {name}" in self.places:
            if line is not None:
                is_off = name == OFF_MARK
                rule = "the mark of a day off" if is_off else "the name of a shift above"
                remedy = "Give the shift another name."
                self.complain(line.place, f"a shift named {name!r}", f"this is {rule}", remedy)
            return ShiftType(f"({i + 1})", (0,) * DAYS, (1,) * DAYS, (1, 1))
        self.places[f"shift {name}"] = line.place
        if len(line.cells) not in {_SHIFT_CELLS, _SHIFT_CELLS + 1}:
            self.complain(
                line.place, f"{len(line.cells)} value(s): {line.said}",
                "a shift has a name, start and length in minutes, least and most days in a row",
                "Correct the line, for example: N 1320 480 2 4",
            )  # fmt: skip
            return ShiftType(name, (0,) * DAYS, (1,) * DAYS, (1, 1))
        cells = (*line.cells[1:3], *line.cells[-2:])
        start, length, least, most = (self._whole(cell, f"shift {name}") for cell in cells)
        if start is not None:
            self.places[f"start {name}"] = cells[0].place
        if length is not None:
            self.places[f"length {name}"] = cells[1].place
        block = (1, 1)
        if least is not None and most is not None:
            self.places[f"block {name}"] = cells[2].place
            block = (least, most)
        return ShiftType(name, (start or 0,) * DAYS, (length or 0,) * DAYS, block)

    def _forbidden(
        self, names: Sequence[str]
    ) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int, int]]]:
        what = "the numbers of forbidden pairs and triples"
        counts, place = self._numbers(what, 2)
        if counts is None:
            self._next = max(self._next, len(self._lines))  # what follows cannot be told apart
            return frozenset(), frozenset()
        if min(counts) < 0:
            self.complain(
                place, f"{counts[0]} pairs and {counts[1]} triples", f"{what} are not below zero",
                "Count the lines that follow.",
            )  # fmt: skip
        pairs = self._sequences("pair", counts[0], 2, names)
        triples = self._sequences("triple", counts[1], 3, names)
        return frozenset((a, b) for a, b in pairs), frozenset((a, b, c) for a, b, c in triples)

    def _sequences(
        self, kind: str, count: int, length: int, names: Sequence[str]
    ) -> list[tuple[int, ...]]:
        """Read so many lines of forbidden sequences as codes."""
        found = []
        for _ in range(count):
            line = self._take(f"a forbidden {kind}")
            if line is None:
                break
            if len(line.cells) != length:
                self.complain(
                    line.place, f"{line.said!r} as a forbidden {kind}", f"it has {length} words",
                    "Correct the line, or the numbers of pairs and triples above.",
                )  # fmt: skip
                continue
            codes = [self._code(cell, names, may_be_off=0 < i < length - 1)
                     for i, cell in enumerate(line.cells)]  # fmt: skip
            if None not in codes:
                self.places[f"{kind} {' '.join(cell.text for cell in line.cells)}"] = line.place
                found.append(tuple(code for code in codes if code is not None))
        return found

    def _code(self, cell: _Cell, names: Sequence[str], *, may_be_off: bool) -> int | None:
        if cell.text in names:
            return names.index(cell.text)
        if cell.text == OFF_MARK:
            if may_be_off:
                return OFF
            self.complain(
                cell.place, "a day off at the end of a forbidden sequence",
                "it begins and ends with a shift; a day off stands in the middle of a triple",
                "Use the bounds of blocks to say how long work or days off last.",
            )  # fmt: skip
            return None
        self.complain(
            cell.place, f"unknown shift {cell.text!r}", "forbidden sequences name shifts above",
            suggest(cell.text, names),
        )  # fmt: skip
        return None

    def _nothing_more(self) -> None:
        if self._next < len(self._lines):
            line = self._lines[self._next]
            self.complain(
                line.place, f"{len(self._lines) - self._next} more line(s): {line.said}",
                "nothing follows the forbidden triples",
                "Correct the numbers of pairs and triples, or take the lines out.",
            )  # fmt: skip
