"""A typed table of hours: read, checked row by row, laid over the months of a plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
import polars.selectors as cs

from accord.cost import month_hours, years_later
from accord.errors import InputError, NeedsError, Place, Problem
from accord.plant.records import Plant, Scenario
from accord.plant.values import suggest
from accord.study.field import TODAY
from accord.study.measure.prices import HORIZON_YEARS

__all__ = ["HoursTable", "no_hours", "read_hours"]

_SCENARIO, _REPLICATION, _LINE = "scenario", "replication", "line"
_NEEDED: Final = {"person": pl.String, "month": pl.Date, "overtime_h": pl.Float64}
_HOURS: Final = ("overtime_h", "hours", "training_h")
_KINDS: Final = {
    **_NEEDED,
    "hours": pl.Float64,
    "training_h": pl.Float64,
    _REPLICATION: pl.Int64,
    _SCENARIO: pl.String,
}
_REMEDIES: Final = {
    pl.String: "Write the name",
    pl.Date: "Write the first day of a month: 2026-09-01",
    pl.Float64: "Write a number of hours: 7.5; 0 where there is none",
    pl.Int64: "Number the replications from 0",
}
_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class HoursTable:
    """Hours of people by month, as a file gives them; none is no overtime.

    Parameters
    ----------
    rows
        Columns person, month (first day), overtime_h; hours, training_h, replication and scenario
        where the file has them; line, where each row stands.
    name
        The file, as it was given.
    """

    rows: pl.DataFrame
    name: str

    def check(self, plant: Plant, scenario: Scenario) -> None:
        """Refuse months and plans that the table cannot stand for.

        Parameters
        ----------
        plant
            The plant, for the names of its scenarios.
        scenario
            The scenario that is priced.

        Raises
        ------
        InputError
            For a month before the year that precedes the scenario, after the last month priced, or
            more than a year from another one; for a scenario that the plant does not have.
        """
        if self.rows.is_empty():
            return
        problems = [*self._out_of_time(scenario)] or [*self._beyond_a_year()]
        if _SCENARIO in self.rows.columns:
            known = (TODAY, *(s.name for s in plant.scenarios))
            for row in self.rows.filter(~pl.col(_SCENARIO).is_in(known)).iter_rows(named=True):
                seen, remedy = f"scenario {row[_SCENARIO]!r}", suggest(row[_SCENARIO], known)
                rule = "the plant has no such scenario"
                problems.append(self.problem(row, seen, rule, remedy))
        if problems:
            raise InputError(problems)

    def of(self, name: str, plant: Plant, first: date) -> pl.DataFrame:
        """Give the hours of a plan over twelve months: a row is its month of every year.

        Parameters
        ----------
        name
            Name of the plan: its own rows where the table has a column scenario, else all rows
            less those of people whom other scenarios hire.
        plant
            The plant with the plan applied.
        first
            A day of the first month priced.
        """
        rows = self._rows_of(name, plant)
        month = pl.col("month").dt.month()
        year = first.year + (month < first.month).cast(pl.Int32)
        laid = rows.with_columns(month=pl.date(year, month, 1)).drop(_LINE)
        if rows.is_empty():
            return laid
        lacking = [
            {**laid.row(0, named=True), "month": m, **dict.fromkeys(self.numbers, 0.0)}
            for m in (date(first.year + (i < first.month), i, 1) for i in self.missing)
        ]
        return pl.concat([laid, pl.DataFrame(lacking, schema=laid.schema)])

    @property
    def missing(self) -> list[int]:
        """Months of the year, from 1, that the table has no row for: they have no overtime."""
        given = set(self.rows["month"].dt.month().to_list())
        return [month for month in range(1, _YEAR + 1) if given and month not in given]

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """Say what is read into the table."""
        if not self.missing:
            return ()
        months = ", ".join(map(str, self.missing))
        return (
            (
                f"Table des heures : aucune ligne pour les mois {months} (1 : janvier), sans "
                "heures supplémentaires donc. Une ligne vaut pour son mois de chaque année.",
                f"Table of hours: no row for the months {months} (1: January), which so have no "
                "overtime. A row stands for its month of every year.",
            ),
        )

    def _rows_of(self, name: str, plant: Plant) -> pl.DataFrame:
        if _SCENARIO in self.rows.columns:
            return self.rows.filter(pl.col(_SCENARIO) == name)
        own = {p.person for p in plant.people}
        others = tuple(f"{s.name}-" for s in plant.scenarios if s.name != name)
        is_others = [p not in own and p.startswith(others) for p in self.rows["person"].to_list()]
        return self.rows.filter(~pl.Series(is_others, dtype=pl.Boolean))

    @property
    def numbers(self) -> list[str]:
        """Columns of hours that the table has."""
        return [column for column in _HOURS if column in self.rows.columns]

    def _out_of_time(self, scenario: Scenario) -> Iterator[Problem]:
        first = date(scenario.start.year - 1, 1, 1)
        after = years_later(scenario.start, HORIZON_YEARS)
        rule = f"{scenario.name} is priced from {scenario.start} to {after}"
        remedy = f"Give months of one year, from {first:%Y-%m} on: each stands for every year"
        out = ~pl.col("month").is_between(first, after)
        for row in self.rows.filter(out).iter_rows(named=True):
            yield self.problem(row, f"month {row['month']}", rule, remedy)

    def _beyond_a_year(self) -> Iterator[Problem]:
        first = self.rows.sort("month", maintain_order=True).row(0, named=True)
        rule = f"a year or more after {first['month']} of line {first[_LINE]}, for which it stands"
        remedy = "Give at most twelve months in a row: each stands for that month of every year"
        out = pl.col("month") >= years_later(first["month"], 1)
        for row in self.rows.filter(out).iter_rows(named=True):
            yield self.problem(row, f"month {row['month']}", rule, remedy)

    def problem(self, row: dict[str, object], seen: str, rule: str, remedy: str) -> Problem:
        """Tell what is wrong in a row: file, line, value, rule, remedy."""
        line = row[_LINE]
        return Problem(Place(self.name, line if isinstance(line, int) else 0), seen, rule, remedy)


def no_hours() -> HoursTable:
    """Give the table without overtime."""
    return HoursTable(pl.DataFrame(schema={**_NEEDED, _LINE: pl.UInt32}), "none")


def read_hours(path: Path) -> HoursTable:
    """Read a table of hours (.csv or .parquet).

    Raises
    ------
    NeedsError
        When it cannot be read, lacks a column or has no row.
    InputError
        With each row that cannot be: file, line, value, remedy.
    """
    name = str(path)
    is_csv = path.suffix != ".parquet"
    try:
        words = pl.read_csv(path, infer_schema=False) if is_csv else _words_of_parquet(path)
    except pl.exceptions.PolarsError as error:
        said = str(error).splitlines()[0]
        remedy = "Write a header person,month,overtime_h and one row per person and month"
        raise NeedsError(f"--hours {name}: cannot be read ({said}). {remedy}") from None
    if missing := [column for column in _NEEDED if column not in words.columns]:
        raise NeedsError(
            f"--hours {name}: no column {', '.join(missing)}; a table of hours has one row per "
            "person and month: person, month (first day), overtime_h"
        )
    words = words.select(c for c in words.columns if c in _KINDS)
    words = words.with_columns(cs.string().str.strip_chars())
    words = words.with_row_index(_LINE, offset=2 if is_csv else 1)
    words = words.filter(~pl.all_horizontal(pl.exclude(_LINE).is_null()))
    if words.is_empty():
        raise NeedsError(f"--hours {name}: no row. Write --hours none to price no overtime")
    found = HoursTable(words.with_columns(_read(c) for c in words.columns if c != _LINE), name)
    if problems := [*_unread(found, words), *_not_possible(found), *_twice(found)]:
        raise InputError(problems)
    if "hours" in words.columns and found.missing:
        raise NeedsError(
            f"--hours {name}: the column hours gives the cost of an hour worked, and no row is of "
            f"the months {', '.join(map(str, found.missing))}. Give twelve months, or leave it out"
        )
    return found


def _words_of_parquet(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path).with_columns(cs.datetime().cast(pl.Date)).cast(pl.String)


def _read(column: str) -> pl.Expr:
    kind = _KINDS[column]
    if kind == pl.Date:
        return pl.col(column).str.to_date("%Y-%m-%d", strict=False)
    return pl.col(column).cast(kind, strict=False)


def _unread(found: HoursTable, words: pl.DataFrame) -> Iterator[Problem]:
    for column in words.columns:
        if column == _LINE:
            continue
        rows = words.filter(found.rows[column].is_null())
        for row in rows.iter_rows(named=True):
            seen = f"{column} is empty" if row[column] is None else f"{column} {row[column]!r}"
            kind = _KINDS[column]
            yield found.problem(row, seen, "it cannot be read", _REMEDIES[kind])


def _not_possible(found: HoursTable) -> Iterator[Problem]:
    rows = found.rows.filter(pl.col("month").is_not_null())
    for row in rows.filter(pl.col("month").dt.day() != 1).iter_rows(named=True):
        rule = "it is the first day of a month"
        yield found.problem(row, f"month {row['month']}", rule, _REMEDIES[pl.Date])
    most = {month: month_hours(month) for month in rows["month"].unique()}
    for column in found.numbers:
        limit = pl.col("month").replace_strict(most, return_dtype=pl.Float64)
        out = ~(pl.col(column).is_between(0, limit) & pl.col(column).is_finite())
        for row in rows.filter(out).iter_rows(named=True):
            rule = f"it is from 0 to the {most[row['month']]:g} h of {row['month']:%Y-%m}"
            yield found.problem(row, f"{column} {row[column]:g}", rule, _REMEDIES[pl.Float64])


def _twice(found: HoursTable) -> Iterator[Problem]:
    """Find rows of the same person and month, in the same scenario and replication."""
    keys = [c for c in (_SCENARIO, _REPLICATION, "person", "month") if c in found.rows.columns]
    for row in found.rows.filter(~pl.struct(keys).is_first_distinct()).iter_rows(named=True):
        seen = f"{row['person']} again in {row['month']}"
        yield found.problem(row, seen, "a person has one row a month", "Keep one, or add them up")
