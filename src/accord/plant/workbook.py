"""Write a plant as one workbook: the same tables as sheets, numbers and dates as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from accord.errors import Place, Problem
from accord.plant.read import read
from accord.plant.records import Plant
from accord.plant.rows import Cell, cells_of, check_writable, clock, head_rows
from accord.plant.tables import TABLES, YAML_NAMES
from accord.plant.values import DAYS
from accord.plant.yamlfile import decode_text

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Pen", "write_workbook"]

FIRST_TYPED_YEAR = 1901
"""Earlier dates are written as text: Excel believes that 1900 was a leap year."""
LABEL_COLUMNS = ("word", "fr", "en")
OVERTIME_COLUMNS = (
    "day", "start", "end", "when_backlog_days", "max_h_year", "crews", "premium_share",
)  # fmt: skip


class Pen:
    """Writes tables into sheets of one workbook, each cell in its type.

    Parameters
    ----------
    book
        The open workbook.
    """

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head: Format = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
        self._date: Format = book.add_format({"num_format": "yyyy-mm-dd"})

    def sheet(self, name: str, header: Sequence[str], rows: Iterable[Iterable[Cell]]) -> Worksheet:
        """Add a sheet with a frozen header and its rows; return it."""
        sheet = self._book.add_worksheet(name)
        for i, word in enumerate(header):
            sheet.write_string(0, i, word, self._head)
            sheet.set_column(i, i, max(10, len(word) + 2))
        sheet.freeze_panes(1, 0)
        for i_row, row in enumerate(rows, start=1):
            for i_column, cell in enumerate(row):
                self._write(sheet, i_row, i_column, cell)
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            sheet.write_string(row, column, "yes" if cell else "no")
        elif isinstance(cell, date) and cell.year >= FIRST_TYPED_YEAR:
            sheet.write_datetime(row, column, cell, self._date)
        elif isinstance(cell, int | float) and float(f"{cell:.16G}") == cell:
            sheet.write_number(row, column, cell)
        else:  # a number of 17 digits does not survive a cell: it is kept as text
            sheet.write_string(row, column, str(cell))


def write_workbook(source: Plant | Path | str, path: Path | str) -> tuple[Problem, ...]:
    """Write a plant as an ``.xlsx`` workbook that reads back as the same plant.

    Parameters
    ----------
    source
        A plant folder (scenarios and evidence go along), or a plant.
    path
        The workbook to write.

    Returns
    -------
    tuple
        What could not be written: scenarios and evidence of a plant given without its folder.

    Raises
    ------
    InputError
        When the folder has errors, or the plant has dated rows.
    """
    import xlsxwriter  # noqa: PLC0415 - heavy, needed only to write workbooks

    plant = source if isinstance(source, Plant) else read(source)
    check_writable(plant)
    lost: list[Problem] = []
    Path(path).touch()  # a path that cannot be written is told at once, as any other
    with xlsxwriter.Workbook(str(path)) as book:
        # The same plant gives the same bytes: the file says when the plant starts, not today.
        book.set_properties({"created": datetime(plant.on.year, plant.on.month, plant.on.day)})  # noqa: DTZ001 - Excel knows no time zones
        pen = Pen(book)
        head = ((key, _short(value)) for key, value in head_rows(plant))
        pen.sheet("plant", ("key", "value"), head)
        if plant.overtime:
            pen.sheet("overtime", OVERTIME_COLUMNS, _overtime(plant))
        if plant.labels:
            labels = [(x.word, x.words.fr, x.words.en) for x in plant.labels]
            pen.sheet("labels", LABEL_COLUMNS, labels)
        for table in TABLES.values():
            rows = list(cells_of(plant, table))
            if rows or table.use.value == "required":
                pen.sheet(table.name, [c.name for c in table.columns], rows)
        if isinstance(source, Plant):
            lost = _lost(plant, str(path))
        else:
            _write_texts(pen, Path(source))
    return tuple(lost)


def _short(cell: Cell) -> Cell:
    """Keep a long or tiny number as text: read as text, ten digits and nine decimals survive."""
    if isinstance(cell, float) and not float(f"{cell:.9G}") == float(f"{cell:.9f}") == cell:
        return repr(cell)
    return cell


def _overtime(plant: Plant) -> Iterable[list[Cell]]:
    for rule in plant.overtime:
        end = rule.end_min if rule.end_min <= 1440 else rule.end_min - 1440
        yield [
            DAYS[rule.day],
            clock(rule.start_min),
            clock(end),
            _short(rule.when_backlog_days),
            _short(rule.max_h_year),
            ";".join(rule.crews),
            _short(rule.premium_share),
        ]


def _write_texts(pen: Pen, source: Path) -> None:
    """Copy scenario and evidence files, one line of text a row, so that places stay exact."""
    folder = source if source.is_dir() else source.parent
    scenarios = sorted((folder / "scenarios").glob("*.y*ml"))
    for name, files in (("scenarios", scenarios), ("evidence", [folder / YAML_NAMES[1]])):
        lines = [
            (file.name, line)
            for file in files
            if file.is_file()
            for line in decode_text(file.read_bytes()).splitlines()
        ]
        if lines:
            pen.sheet(name, ("file", "text"), lines)


def _lost(plant: Plant, path: str) -> list[Problem]:
    return [
        Problem(Place(Path(path).name), f"{len(rows)} {name} are not in the workbook",
                "they are files of the plant's folder", "Give the folder instead.", "warning")
        for name, rows in (("scenarios", plant.scenarios), ("evidence", plant.evidence))
        if rows
    ]  # fmt: skip
