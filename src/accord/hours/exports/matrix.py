"""A cycle as the matrix that both sides read: rows are weeks, columns Monday to Sunday.

In CSV and as a workbook with a colour for each shift; the name of the shift stands in every cell,
so nothing is told by colour alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from accord.hours.cycle.problem import DAYS, OFF, CycleProblem, Schedule, as_words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["DAY_NAMES", "matrix_csv", "write_matrix_xlsx"]

DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLOURS: Final = (
    "#FBE3A1", "#F6C6A8", "#B7C9E8", "#C9E4C5", "#E3C7E6", "#BFE3E3", "#E6D5C3", "#D9D9F3",
)  # fmt: skip
"""Light, so that black text can be read on each; they begin again after the last."""
OFF_COLOUR: Final = "#F4F4F4"
UNDATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - the same cycle gives the same bytes
DAY_MIN: Final = 24 * 60


def matrix_csv(problem: CycleProblem, schedules: Sequence[Schedule]) -> str:
    """Write a cycle as CSV: a line for each week, a column for each day, ``-`` for a day off.

    Parameters
    ----------
    problem
        The problem, for names.
    schedules
        One schedule for each group; with several groups a column names the group.
    """
    is_one = len(problem.groups) == 1
    text = io.StringIO()
    pen = csv.writer(text, lineterminator="\r\n")
    pen.writerow([*([] if is_one else ["group"]), "week", *DAY_NAMES])
    for group, schedule in zip(problem.groups, schedules, strict=True):
        for week, words in enumerate(as_words(problem, schedule), start=1):
            pen.writerow([*([] if is_one else [group.name]), week, *words])
    return text.getvalue()


def write_matrix_xlsx(
    problem: CycleProblem, schedules: Sequence[Schedule], path: Path | str
) -> None:
    """Write a cycle as a workbook: a coloured sheet for each group, and one of the shifts.

    Parameters
    ----------
    problem
        The problem, for names, hours and demand.
    schedules
        One schedule for each group.
    path
        The workbook to write. The same cycle gives the same bytes.
    """
    import xlsxwriter  # heavy, needed only to write workbooks

    Path(path).touch()  # a path that cannot be written is told at once, as any other
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"title": problem.name, "created": UNDATED})
        pen = _Pen(book, problem)
        for i, (group, schedule) in enumerate(zip(problem.groups, schedules, strict=True)):
            name = "Cycle" if len(problem.groups) == 1 else f"Cycle {i + 1}"
            pen.cycle(book.add_worksheet(name), group.name, schedule)
        pen.shifts(book.add_worksheet("Shifts"))


class _Pen:
    """Writes the sheets, with a format for each shift."""

    def __init__(self, book: Workbook, problem: CycleProblem) -> None:
        self._problem = problem
        box = {"border": 1, "border_color": "#FFFFFF", "align": "center"}
        self._head: Format = book.add_format({"bold": True, "align": "center", "bottom": 1})
        self._title: Format = book.add_format({"bold": True, "font_size": 14})
        self._hours: Format = book.add_format({"num_format": "0.00", "align": "right"})
        self._off: Format = book.add_format({**box, "bg_color": OFF_COLOUR})
        self._shift: list[Format] = [
            book.add_format({**box, "bg_color": COLOURS[i % len(COLOURS)]})
            for i in range(len(problem.shifts))
        ]

    def cycle(self, sheet: Worksheet, group: str, schedule: Schedule) -> None:
        """Write the weeks of a group, their hours, and which weekends are free."""
        named = f"{self._problem.name} - {group}" if len(self._problem.groups) > 1 else ""
        sheet.write_string(0, 0, named or self._problem.name, self._title)
        for column, word in enumerate(("week", *DAY_NAMES, "hours", "free weekend")):
            sheet.write_string(1, column, word, self._head)
        sheet.set_column(1, DAYS, 7)
        sheet.set_column(DAYS + 2, DAYS + 2, 13)
        sheet.freeze_panes(2, 1)
        words = as_words(self._problem, schedule)
        for row, (week, codes) in enumerate(zip(words, schedule, strict=True), start=2):
            sheet.write_number(row, 0, row - 1, self._head)
            for day, code in enumerate(codes):
                shape = self._off if code == OFF else self._shift[code]
                sheet.write_string(row, day + 1, week[day], shape)
            sheet.write_number(row, DAYS + 1, self._week_h(codes), self._hours)
            if codes[5] == codes[6] == OFF:
                sheet.write_string(row, DAYS + 2, "yes", self._off)
        average = sum(self._week_h(codes) for codes in schedule) / len(schedule)
        sheet.write_string(len(schedule) + 2, 0, "mean", self._head)
        sheet.write_number(len(schedule) + 2, DAYS + 1, average, self._hours)

    def _week_h(self, codes: Sequence[int]) -> float:
        shifts = self._problem.shifts
        return sum(shifts[c].work_min[d] for d, c in enumerate(codes) if c != OFF) / 60

    def shifts(self, sheet: Worksheet) -> None:
        """Write hours and demand of each shift; hours that differ by weekday day by day."""
        for column, word in enumerate(("shift", "what", *DAY_NAMES)):
            sheet.write_string(0, column, word, self._head)
        for i, shift in enumerate(self._problem.shifts):
            row = 1 + 2 * i
            for below, what in enumerate(("hours", "people")):
                sheet.write_string(row + below, 0, shift.name, self._shift[i])
                sheet.write_string(row + below, 1, what)
            for day in range(DAYS):
                hours = _hours(shift.start_min[day], shift.length_min[day])
                sheet.write_string(row, 2 + day, hours)
                sheet.write_number(row + 1, 2 + day, self._problem.demand[i][day])
        sheet.set_column(2, DAYS + 1, 13)
        sheet.freeze_panes(1, 2)


def _hours(start_min: int, length_min: int) -> str:
    end_min = (start_min + length_min) % DAY_MIN
    return "-".join(f"{m // 60:02d}:{m % 60:02d}" for m in (start_min, end_min))
