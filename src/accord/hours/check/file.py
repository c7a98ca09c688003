"""Check a file against the law of hours: duties, a cycle, a matrix, or a whole plant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from accord.errors import InputError, Place, Problem
from accord.hours.check.conditions import Facts
from accord.hours.check.cycle import check_cycle
from accord.hours.check.duty_tables import kind_of, read_dated, read_weekly
from accord.hours.check.matrix_book import is_matrix_book, read_matrix_book
from accord.hours.check.matrix_file import read_matrix
from accord.hours.check.plant import check
from accord.hours.check.roster import check_roster
from accord.hours.check.statutes import country_code
from accord.hours.cycle.problem import CycleProblem
from accord.hours.records import HoursCheck
from accord.plant import read as read_plant

__all__ = ["check_file"]

_TABLES: Final = (".csv", ".tsv", ".txt")
_BOOKS: Final = (".xlsx", ".xlsm")
_PLANTS: Final = (*_BOOKS, ".yaml", ".yml")


def check_file(
    path: Path | str,
    *,
    country: str = "fr",
    on: date | None = None,
    facts: Facts | None = None,
    overrides: Mapping[str, str] | None = None,
    problem: CycleProblem | None = None,
) -> HoursCheck:
    """Check the hours of a file.

    Parameters
    ----------
    path
        A CSV file of dated duties (person, date, start, end, breaks), of the cycles of crews
        (crew, week, day, start, end, breaks) or of a matrix (week and the seven days), which may
        be a workbook too; or a plant: its folder or its workbook.
    country
        Code or name of a country whose law of hours is known; a plant has its own.
    on
        Date whose law applies. By default the law of each day for dated duties, the plant's date
        for a plant, and the last law that is known for a cycle without dates.
    facts, overrides
        As for ``check_cycle``.
    problem
        Problem whose shifts give the hours of the names in a matrix.

    Returns
    -------
    HoursCheck
        ``as_dict()`` is what the command prints.

    Raises
    ------
    InputError
        With every mistake of the file.
    NeedsError
        When no law of hours is known for the country.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _BOOKS and path.is_file() and is_matrix_book(path):
        cycles, taken = read_matrix_book(path, problem)
        found = check_cycle(cycles, country=country, on=on, facts=facts, overrides=overrides)
        return replace(found, notes=found.notes + taken, file=str(path))
    if path.is_dir() or suffix in _PLANTS:
        found = check(read_plant(path), on=on, facts=facts, overrides=overrides)
        return replace(found, file=str(path))
    if suffix not in _TABLES:
        seen = f"a file of kind {suffix or '(none)'!r}"
        rule = "hours are a CSV file, a plant folder or a plant's workbook"
        raise InputError([Problem(Place(str(path)), seen, rule, "Save it as CSV.")])
    code = country_code(country)
    try:
        data = path.read_bytes()
    except OSError as error:
        seen = f"the file cannot be read ({error.strerror})"
        rule = "a file of hours must be readable"
        place = Place(str(path))
        raise InputError([Problem(place, seen, rule, "Check the path and its rights.")]) from None
    return replace(
        _check_table(str(path), data, code, on, facts=facts, overrides=overrides, problem=problem),
        file=str(path),
    )


def _check_table(
    name: str,
    data: bytes,
    country: str,
    on: date | None,
    *,
    facts: Facts | None,
    overrides: Mapping[str, str] | None,
    problem: CycleProblem | None,
) -> HoursCheck:
    """Check a CSV file by what it is."""
    kind = kind_of(name, data)
    if kind == "dated":
        duties, days = read_dated(name, data, country)
        first, last = days or (None, None)
        return check_roster(
            duties, country=country, on=on, first=first, last=last, facts=facts, overrides=overrides
        )
    if kind == "weekly":
        cycles = read_weekly(name, data, country)
        return check_cycle(cycles, country=country, on=on, facts=facts, overrides=overrides)
    cycles, taken = read_matrix(name, data, problem)
    found = check_cycle(cycles, country=country, on=on, facts=facts, overrides=overrides)
    return replace(found, notes=found.notes + taken)
