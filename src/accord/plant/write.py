"""Write a plant as a folder of files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from accord.plant.records import Plant
from accord.plant.rows import Cell, cells_of, check_writable, head_lines
from accord.plant.tables import TABLES

__all__ = ["csv_text", "write_folder"]


def write_folder(plant: Plant, folder: Path | str) -> None:
    """Write a plant's settings and tables as plant.yaml and CSV files.

    Scenarios and evidence are files of their own and are not written.

    Parameters
    ----------
    plant
        The plant, before any scenario is applied.
    folder
        Where to write; made when it does not exist.

    Raises
    ------
    InputError
        When the plant has dated rows, which files do not hold.
    """
    check_writable(plant)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    head = "".join(f"{line}\n" for line in head_lines(plant))
    (target / "plant.yaml").write_text(head, encoding="utf-8", newline="\n")
    for table in TABLES.values():
        rows = list(cells_of(plant, table))
        if rows or table.use.value == "required":
            text = csv_text([c.name for c in table.columns], rows)
            (target / f"{table.name}.csv").write_text(text, encoding="utf-8", newline="\n")


def csv_text(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Return the text of a CSV file: comma, decimal point, ISO dates, yes and no."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)
