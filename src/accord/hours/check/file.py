"""Check a file against the law of hours: duties, a cycle, a matrix, a roster, or a whole plant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from accord.errors import InputError, Place, Problem
from accord.hours.check.conditions import Facts
from accord.hours.check.cycle import check_cycle
from accord.hours.check.cycle_rules import Words, hold_cycle_rules
from accord.hours.check.duty_tables import kind_of, read_dated, read_weekly
from accord.hours.check.matrix_book import book_matrix, is_matrix_book
from accord.hours.check.matrix_file import Matrix, Told, cycles_of, matrix_of
from accord.hours.check.plant import check
from accord.hours.check.roster import Duty, check_roster
from accord.hours.check.roster_table import read_roster_table
from accord.hours.check.statutes import country_code
from accord.hours.cycle.problem import CycleProblem
from accord.hours.duties import Cycle, cycles
from accord.hours.records import HoursCheck
from accord.law.fr.headcount import is_counted
from accord.plant import read as read_plant
from accord.plant.records import Plant

__all__ = ["check_file", "read_cycles"]

_TABLES: Final = (".csv", ".tsv", ".txt")
_BOOKS: Final = (".xlsx", ".xlsm")
_PLANTS: Final = (*_BOOKS, ".yaml", ".yml")
_FRANCE: Final = "fr"

Problems = CycleProblem | Sequence[CycleProblem] | None


@dataclass(frozen=True, slots=True)
class _Cycles:
    """The cycles of a file, the names of their shifts, and what was taken from elsewhere."""

    cycles: list[Cycle]
    words: Words = field(default_factory=dict)
    told: Told = ()


@dataclass(frozen=True, slots=True)
class _Duties:
    """The dated duties of a file, its first and last day, and what was taken from elsewhere."""

    duties: list[Duty]
    days: tuple[date, date] | None
    told: Told = ()


def check_file(
    path: Path | str,
    *,
    country: str = "fr",
    on: date | None = None,
    facts: Facts | None = None,
    overrides: Mapping[str, str] | None = None,
    problem: Problems = None,
    plant: Plant | None = None,
) -> HoursCheck:
    """Check the hours of a file.

    Parameters
    ----------
    path
        A CSV file of dated duties (person, date, start, end, breaks), of the cycles of crews
        (crew, week, day, start, end, breaks), of a matrix (week and the seven days), which may be
        a workbook too, or of a roster (person and a column for each date); or a plant: its folder
        or its workbook.
    country
        Code or name of a country whose law of hours is known; a plant has its own.
    on
        Date whose law applies. By default the law of each day for dated duties, the plant's date
        for a plant, and the last law that is known for a cycle without dates.
    facts, overrides
        As for ``check_cycle``.
    problem
        Problem whose shifts give the hours of the names. A cycle is held against its rules too:
        blocks, forbidden sequences, demand; of several profiles against the one it breaks least.
    plant
        Plant whose roster a table of people and dates is: for its hours, country and headcount.

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
    if _is_plant(path):
        found = check(read_plant(path), on=on, facts=facts, overrides=overrides)
        return replace(found, file=str(path))
    code = country_code(country if plant is None else plant.country)
    problems = _several(problem)
    read = _read(path, code, problems[0] if problems else None, plant)
    if isinstance(read, _Duties):
        first, last = read.days or (None, None)
        own = facts if plant is None else (facts or Facts()).over(_facts(plant, code))
        found = check_roster(
            read.duties, country=code, on=on, first=first, last=last, facts=own, overrides=overrides
        )
        return replace(found, notes=found.notes + read.told, file=str(path))
    found = check_cycle(read.cycles, country=code, on=on, facts=facts, overrides=overrides)
    broken, taken = hold_cycle_rules(read.cycles, problems, read.words) if problems else ((), ())
    return replace(
        found,
        violations=found.violations + broken,
        notes=found.notes + read.told + taken,
        file=str(path),
    )


def read_cycles(
    path: Path | str, *, on: date | None = None, problem: Problems = None
) -> tuple[list[Cycle], Told]:
    """Read the cycles of a file: of crews, of a matrix, of a workbook, or of a plant.

    Parameters
    ----------
    path
        As for ``check_file``, dated duties and rosters left out.
    on
        First day that counts of a plant; by default its own date.
    problem
        Problem whose shifts give the hours of the names in a matrix.

    Returns
    -------
    tuple
        The cycles, overtime left out, and what was taken from elsewhere.

    Raises
    ------
    InputError
        With every mistake of the file, or when its duties have dates.
    """
    path = Path(path)
    if _is_plant(path):
        own = read_plant(path)
        return [c for c in cycles(own, own.on if on is None else on) if not c.with_overtime], ()
    problems = _several(problem)
    read = _read(path, _FRANCE, problems[0] if problems else None, None)
    if isinstance(read, _Duties):
        seen, rule = "duties with dates", "a cycle comes round: it has weeks and no dates"
        fix = "Write the cycle of the crews, or hold the law with `accord hours check`."
        raise InputError([Problem(Place(str(path)), seen, rule, fix)])
    return read.cycles, read.told


def _is_plant(path: Path) -> bool:
    if path.suffix.lower() in _BOOKS and path.is_file() and is_matrix_book(path):
        return False
    return path.is_dir() or path.suffix.lower() in _PLANTS


def _several(problem: Problems) -> tuple[CycleProblem, ...]:
    if problem is None:
        return ()
    return (problem,) if isinstance(problem, CycleProblem) else tuple(problem)


def _read(
    path: Path, country: str, problem: CycleProblem | None, plant: Plant | None
) -> _Cycles | _Duties:
    """Read a table or the workbook of a cycle by what it is."""
    name, suffix = str(path), path.suffix.lower()
    if suffix in _BOOKS:
        return _of_matrix(book_matrix(path), name, problem)
    if suffix not in _TABLES:
        seen = f"a file of kind {suffix or '(none)'!r}"
        rule = "hours are a CSV file, a plant folder or a plant's workbook"
        raise InputError([Problem(Place(name), seen, rule, "Save it as CSV.")])
    try:
        data = path.read_bytes()
    except OSError as error:
        seen = f"the file cannot be read ({error.strerror})"
        rule = "a file of hours must be readable"
        raise InputError(
            [Problem(Place(name), seen, rule, "Check the path and its rights.")]
        ) from None
    kind = kind_of(name, data)
    if kind == "dated":
        return _Duties(*read_dated(name, data, country))
    if kind == "roster":
        return _Duties(*read_roster_table(name, data, country, plant=plant, problem=problem))
    if kind == "weekly":
        own, told = read_weekly(name, data, country)
        return _Cycles(own, told=told)
    return _of_matrix(matrix_of(name, data), name, problem)


def _of_matrix(matrix: Matrix, name: str, problem: CycleProblem | None) -> _Cycles:
    found, told = cycles_of(matrix, name, problem)
    return _Cycles(found, matrix.words(name), told)


def _facts(plant: Plant, country: str) -> Facts:
    """Read from a plant what the law of its country asks for beside its duties."""
    if country != _FRANCE:
        return Facts()
    headcount = sum(is_counted(p.contract, on=plant.on) for p in plant.people)
    return Facts(headcount=float(headcount) or None)
