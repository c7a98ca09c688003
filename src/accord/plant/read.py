"""Read and check a plant: a folder of files, or one workbook; every mistake at once."""

from __future__ import annotations

from pathlib import Path

from accord.errors import InputError, Problem
from accord.plant.records import Plant

__all__ = ["check", "read"]


def read(path: Path | str) -> Plant:
    """Read a plant.

    Parameters
    ----------
    path
        A plant folder (or its ``plant.yaml``), or an ``.xlsx`` workbook.

    Returns
    -------
    Plant
        The plant, with its warnings and notes in ``notes`` and the digests in ``sources``.

    Raises
    ------
    InputError
        With all problems of all files, when at least one is an error.
    """
    from accord.plant.load import load  # noqa: PLC0415 - heavy: polars, where a plant is read

    plant, problems = load(Path(path))
    if any(problem.kind == "error" for problem in problems):
        raise InputError(problems)
    return plant


def check(path: Path | str) -> tuple[Problem, ...]:
    """List everything wrong, doubtful or assumed in a plant; empty when there is nothing to say.

    Parameters
    ----------
    path
        A plant folder (or its ``plant.yaml``), or an ``.xlsx`` workbook.

    Returns
    -------
    tuple
        Errors, warnings and notes, sorted by place; never raises for what the files hold.
    """
    from accord.plant.load import load  # noqa: PLC0415 - heavy: polars, where a plant is read

    return load(Path(path))[1]
