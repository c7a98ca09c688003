"""The same plant as one workbook: gaillon.xlsx, written by Accord from the folder."""

from __future__ import annotations

from pathlib import Path

from accord import plant
from generator.frame import Frame


def write(folder: Path, _frame: Frame) -> None:
    """Write gaillon.xlsx; every other table must have been written before."""
    plant.write_workbook(folder, folder / "gaillon.xlsx")
