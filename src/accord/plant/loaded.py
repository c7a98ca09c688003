"""A table after conversion, and how a rule on it becomes problems with places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from accord.errors import Place, Problem
from accord.plant.cells import Parsed
from accord.plant.columns import Column, Table
from accord.plant.sheet import Sheet
from accord.plant.values import suggest

__all__ = ["Loaded", "Rule", "Tables", "report"]

MAX_LISTED = 200
"""Problems listed per rule and column; the rest is counted in one more line."""
MAX_SHOWN = 60
"""Characters of a cell that a problem shows."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table after conversion.

    Parameters
    ----------
    table, sheet
        The specification and the text it came from.
    frame
        Typed columns by specified name, and ``line``; null where empty or unreadable. Columns of
        kind machines, days and breaks stay text; ``parsed`` has their values.
    raw
        The text of every column, named ``column:text``, null where empty.
    fields
        Field number of each column that the file has.
    parsed
        Value of each text of the columns of kind machines, days, breaks.
    """

    table: Table
    sheet: Sheet
    frame: pl.DataFrame
    raw: pl.DataFrame
    fields: Mapping[str, int]
    parsed: Mapping[str, Mapping[str, Parsed]]

    def place(self, line: int = 0, column: str = "") -> Place:
        """Return the place of a cell, a row (no column) or the table (no line)."""
        return self.sheet.place(line, self.fields.get(column))

    @property
    def both(self) -> pl.DataFrame:
        """Typed columns and their texts side by side."""
        return pl.concat([self.raw, self.frame], how="horizontal")

    def rows(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Give (line, values of the columns) of every row; a value may be None."""
        return self.both.select("line", *columns).iter_rows()

    def values(self, column: str) -> set[str]:
        """Return the different values of a column of words."""
        return set(self.frame[column].drop_nulls().to_list())

    def problem(
        self,
        cell: tuple[int, str],
        seen: str,
        rule: str,
        remedy: str,
        kind: str = "error",
        *,
        french: tuple[str, str, str] | None = None,
    ) -> Problem:
        """Return a problem at a cell (line, column) of the table."""
        return Problem(self.place(*cell), seen, rule, remedy, kind, french)

    def texts(self, column: str) -> list[str | None]:
        """Return the cells of a column as written."""
        if column not in self.fields:
            return [None] * self.frame.height
        return self.sheet.frame[str(self.fields[column])].to_list()


Tables = Mapping[str, Loaded]
"""The tables of a plant that exist, by name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must not be: ``bad`` is true on the rows that break it.

    ``french`` is rule and remedy of a warning in French.
    """

    column: str
    bad: pl.Expr
    rule: str
    remedy: str
    kind: str = "error"
    french: tuple[str, str] | None = None


def report(
    loaded: Loaded, frame: pl.DataFrame, rules: Sequence[Rule]
) -> tuple[list[Problem], dict[str, pl.Series]]:
    """Evaluate rules on a frame with the rows of the table.

    Parameters
    ----------
    loaded
        The table, for places and texts.
    frame
        The rows, with the columns that the rules name.
    rules
        What must not be.

    Returns
    -------
    tuple
        One problem per row that breaks a rule, and for each column the rows that break an error.
    """
    if not rules or not frame.height:
        return [], {}
    masks = frame.select(
        rule.bad.fill_null(value=False).alias(str(i)) for i, rule in enumerate(rules)
    )
    is_hit = masks.select(pl.all().any()).row(0)
    problems: list[Problem] = []
    broken: dict[str, pl.Series] = {}
    for i, rule in enumerate(rules):
        if not is_hit[i]:
            continue
        mask = masks[str(i)]
        if rule.kind == "error":
            broken[rule.column] = mask | broken[rule.column] if rule.column in broken else mask
        problems += _problems(loaded, rule, mask.arg_true().to_list())
    return problems, broken


def _problems(loaded: Loaded, rule: Rule, rows: list[int]) -> Iterator[Problem]:
    """Give one problem a row; beyond a limit the rest is counted in one."""
    lines, texts = loaded.frame["line"], loaded.texts(rule.column)
    column = loaded.table.column(rule.column)
    for row in rows[:MAX_LISTED]:
        text = texts[row]
        remedy = rule.remedy
        if not remedy and text is not None:
            remedy = suggest(text, column.choices)
        place = loaded.place(lines[row], rule.column)
        french = (_seen(column, text, "vide", "vaut"), *rule.french) if rule.french else None
        yield Problem(place, _seen(column, text), rule.rule, remedy, rule.kind, french)
    if len(rows) > MAX_LISTED:
        place = loaded.place(lines[rows[MAX_LISTED]], rule.column)
        more = len(rows) - MAX_LISTED
        french = (f"{more} autres lignes comme celle-ci", *rule.french) if rule.french else None
        seen = f"{more} more rows like this"
        yield Problem(place, seen, rule.rule, rule.remedy, rule.kind, french)


def _seen(column: Column, text: str | None, empty: str = "is empty", verb: str = "is") -> str:
    if text is None:
        return f"{column.name} {empty}"
    if column.kind in ("number", "whole") and text.replace(".", "").lstrip("-").isdigit():
        return f"{column.name} {verb} {text}"
    shown = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "..."
    return f"{column.name} {verb} {shown!r}"
