"""A cycle in a workbook: the sheets that ``exports.write_matrix_xlsx`` writes, perhaps changed.

A sheet ``Cycle`` (or ``Cycle 1``, ``Cycle 2`` ... for groups) has a header with the days and a row
for each week; the sheet ``Shifts`` has the hours of each shift by weekday.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from accord.errors import Place, Problem
from accord.hours.check.matrix_file import Cell, Hours, Matrix, clock_hours
from accord.plant.columns import plain
from accord.plant.values import DAYS

__all__ = ["book_matrix", "is_matrix_book"]

_SHEET: Final = re.compile(r"cycle(_\d+)?")
_SHIFTS: Final = "shifts"
_HOURS: Final = re.compile(r"([\d:]+)-([\d:]+)")

Grid = list[tuple[int, list[str]]]
"""Rows with their number, 1 = the first of the sheet."""


def is_matrix_book(path: Path) -> bool:
    """Say whether a workbook has a sheet of a cycle; False for what cannot be opened."""
    import fastexcel  # heavy, needed only to read workbooks

    try:
        names = fastexcel.read_excel(str(path)).sheet_names
    except (fastexcel.FastExcelError, OSError, ValueError):
        return False
    return any(_SHEET.fullmatch(plain(name)) for name in names)


def book_matrix(path: Path) -> Matrix:
    """Read the cells of a workbook, the hours that it gives, and what is wrong so far.

    Parameters
    ----------
    path
        The workbook.
    """
    import fastexcel  # heavy, needed only to read workbooks

    book = fastexcel.read_excel(str(path))
    grids = {name: _grid(book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string"))
             for name in book.sheet_names}  # fmt: skip
    cells: list[Cell] = []
    problems: list[Problem] = []
    hours: dict[tuple[str, int | None], Hours] = {}
    own = [name for name in grids if _SHEET.fullmatch(plain(name))]
    for name in own:
        group = "" if len(own) == 1 else name
        _read_weeks(Place(str(path), sheet=name), group, grids[name], cells, problems)
    for name, grid in grids.items():
        if plain(name) == _SHIFTS:
            hours |= _read_hours(grid)
    return Matrix(cells, hours, problems)


def _grid(sheet: object) -> Grid:
    frame = sheet.to_polars()  # type: ignore[attr-defined]  # fastexcel has no types
    return [(i, [(text or "").strip() for text in row]) for i, row in enumerate(frame.rows(), 1)]


def _days(row: Sequence[str]) -> dict[int, int]:
    """Give the weekday of each column of a header."""
    words = [plain(word)[: len(DAYS[0])] for word in row]
    return {i: DAYS.index(word) for i, word in enumerate(words) if word in DAYS}


def _read_weeks(
    sheet: Place, group: str, grid: Grid, cells: list[Cell], problems: list[Problem]
) -> None:
    """Read the weeks below the header with the days, as long as they are numbered."""
    head = next(((i, _days(row)) for i, row in grid if len(_days(row)) == len(DAYS)), None)
    if head is None:
        rule = "a sheet of a cycle has a header with the days Mon to Sun"
        problems.append(Problem(sheet, "no header", rule, "Add it."))
        return
    i_head, columns = head
    week = 0
    for line, row in grid:
        if line <= i_head or not row[0].isdecimal():
            continue
        week += 1
        if int(row[0]) != week:
            place = Place(sheet.file, line, 1, sheet.sheet)
            rule = "weeks follow each other from 1"
            problems.append(Problem(place, f"week {row[0]}", rule, f"Write {week}."))
        cells += [
            Cell(group, week, day, row[i], Place(sheet.file, line, i + 1, sheet.sheet))
            for i, day in columns.items()
        ]


def _read_hours(grid: Grid) -> dict[tuple[str, int | None], Hours]:
    """Read the hours of each shift and weekday."""
    columns: dict[int, int] = {}
    found: dict[tuple[str, int | None], Hours] = {}
    for _, row in grid:
        if len(_days(row)) == len(DAYS):
            columns = _days(row)
            continue
        for i, day in columns.items():
            clock = _HOURS.fullmatch(row[i])
            hours = clock_hours(clock[1], clock[2]) if clock else None
            if hours is not None:
                found[row[0], day] = hours
    return found
