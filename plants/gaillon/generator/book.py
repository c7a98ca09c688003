"""The same plant as one workbook: gaillon.xlsx, written by Accord from the folder."""

from __future__ import annotations

from pathlib import Path

from accord import plant


def write(folder: Path) -> None:
    """Write gaillon.xlsx; every other table must have been written before."""
    plant.write_workbook(folder, folder / "gaillon.xlsx")
