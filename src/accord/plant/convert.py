"""From text to typed columns: one polars expression per rule, every error with its place.

``convert`` never stops at the first error. A cell that cannot be read becomes null, so that the
rules of later steps (which are null for null) do not report it a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from accord.errors import Problem
from accord.plant.casts import DTYPES, is_ambiguous, typed
from accord.plant.cells import (
    BREAKS_RULE,
    DAYS_RULE,
    MACHINES_RULE,
    MISSING,
    Parsed,
    read_breaks,
    read_days,
    read_machines,
)
from accord.plant.columns import Column, Kind, Table, plain
from accord.plant.dialect import date_order, decimal_sign, is_french
from accord.plant.loaded import Loaded, Rule, report
from accord.plant.sheet import Sheet
from accord.plant.tables import FREE_COLUMNS
from accord.plant.values import nearest

__all__ = ["convert"]

_EXPECTED: dict[Kind, str] = {
    "number": "a number is expected",
    "whole": "a whole number is expected",
    "date": "a date is expected, written 1999-08-02 or 02/08/1999, that exists in the calendar",
    "clock": "a time of day between 00:00 and 24:00 is expected",
    "yes_no": "yes or no is expected",
    "machines": MACHINES_RULE,
    "days": DAYS_RULE,
    "breaks": BREAKS_RULE,
}
_PARSERS: dict[Kind, Callable[[str], Parsed]] = {
    "machines": read_machines, "days": read_days, "breaks": read_breaks,
}  # fmt: skip


def convert(sheet: Sheet, table: Table, country: str) -> tuple[Loaded, list[Problem]]:
    """Convert a table and report everything wrong in it, and every default assumed.

    Parameters
    ----------
    sheet
        The table as text.
    table
        What it should hold.
    country
        Country of the plant (lower case), a hint for the order of dates; may be empty.

    Returns
    -------
    tuple
        The typed table and the problems (errors, warnings, notes).
    """
    fields, suggested, problems = _headers(sheet, table)
    sheet = _with_dialect(sheet, table, fields, country)
    raw = pl.DataFrame(
        [
            sheet.frame[str(fields[c.name])].alias(c.name)
            if c.name in fields
            else pl.Series(c.name, [None] * sheet.frame.height, dtype=pl.String)
            for c in table.columns
        ]
    )
    cells = raw.select(typed(column, sheet.dialect) for column in table.columns)
    parsed, unreadable = _parse_texts(raw, table)
    texts = raw.rename(lambda name: f"{name}:text")
    loaded = Loaded(table, sheet, cells.with_columns(sheet.frame["line"]), texts, fields, parsed)
    present = [column for column in table.columns if column.name in fields]
    rules = [r for c in present for r in _rules(c, sheet, unreadable.get(c.name, []))]
    found, broken = report(loaded, loaded.both, rules)
    problems += found
    for column in present:
        if column.kind == "date":
            problems += _ask_order(loaded, column)
    # A value that broke a rule becomes null, so that later rules do not report it again.
    clean = [pl.when(~mask).then(pl.col(name)).alias(name) for name, mask in broken.items()]
    loaded = replace(loaded, frame=loaded.frame.with_columns(clean))
    filled, notes = _defaults(loaded, raw, suggested)
    if not cells.height and table.use.value == "required":
        problems.append(_no_rows(loaded))
    return replace(loaded, frame=filled), problems + notes


def _headers(sheet: Sheet, table: Table) -> tuple[dict[str, int], set[str], list[Problem]]:
    """Match header and specification; near misses are suggested."""
    fields: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    problems: list[Problem] = []
    for i_field, header in enumerate(sheet.header):
        column = table.find(header)
        place = sheet.place(sheet.header_line, i_field)
        if column is None:
            unknown.append((i_field, header))
        elif column.name in fields:
            problems.append(
                Problem(
                    place,
                    f"column {header!r} again",
                    f"column {column.name} may stand only once",
                    "Remove one.",
                )
            )
        else:
            fields[column.name] = i_field
    open_columns = [c for c in table.columns if c.name not in fields]
    suggested: set[str] = set()
    for i_field, header in unknown:
        place = sheet.place(sheet.header_line, i_field)
        near = nearest(plain(header), [n for c in open_columns for n in (c.name, *c.aliases)])
        column = table.find(near) if near else None
        if plain(header) in FREE_COLUMNS:
            continue
        if column is not None:
            suggested.add(column.name)
            problems.append(
                Problem(
                    place,
                    f"unknown column {header!r}",
                    f"{table.name} has the columns of its specification",
                    f"Did you mean {near!r}?",
                )
            )
        elif sheet.frame[str(i_field)].null_count() < sheet.frame.height or header:
            what = repr(header) if header else "without a name"
            problems.append(
                Problem(
                    place,
                    f"column {what} is not read",
                    f"{table.name} has the columns of its specification",
                    "Call it 'note' if it is meant for people.",
                    "warning",
                    french=(
                        f"la colonne {repr(header) if header else 'sans nom'} n'est pas lue",
                        f"{table.name} a les colonnes de sa description",
                        "Appelez-la 'note' si elle est pour des lecteurs.",
                    ),
                )
            )
    problems += [
        Problem(sheet.place(sheet.header_line), f"no column {c.name!r}",
                f"{table.name} needs it: {c.meaning}", _remedy(c, "Add the column"))
        for c in open_columns
        if c.required and c.name not in suggested
    ]  # fmt: skip
    return fields, suggested, problems


def _remedy(column: Column, verb: str) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    example = f", for example {column.example}" if column.example else ""
    return f"{verb}: {column.meaning}{unit}{example}."


def _with_dialect(sheet: Sheet, table: Table, fields: Mapping[str, int], country: str) -> Sheet:
    """Find decimal sign and date order from the cells."""

    def texts(*kinds: Kind) -> list[str | None]:
        columns = [
            sheet.frame[str(fields[c.name])].alias("text")
            for c in table.columns
            if c.kind in kinds and c.name in fields
        ]
        return pl.concat(columns).unique(maintain_order=True).to_list() if columns else []

    dialect = sheet.dialect
    decimal = ".," if sheet.sheet else decimal_sign(texts("number", "whole"), dialect.separator)
    dialect = dialect.with_values(decimal, "")
    french = is_french(sheet.header, table, dialect)
    order, _ = date_order(texts("date"), is_french=french, country=country)
    return replace(sheet, dialect=dialect.with_values(decimal, order))


def _parse_texts(
    raw: pl.DataFrame, table: Table
) -> tuple[dict[str, dict[str, Parsed]], dict[str, list[str]]]:
    """Parse machines, days and breaks once per different text; return values and failures."""
    parsed: dict[str, dict[str, Parsed]] = {}
    failed: dict[str, list[str]] = {}
    for column in table.columns:
        if column.kind not in _PARSERS:
            continue
        values: dict[str, Parsed] = {}
        bad: list[str] = []
        for text in raw[column.name].unique(maintain_order=True).drop_nulls().to_list():
            try:
                values[text] = _PARSERS[column.kind](text)
            except ValueError:
                bad.append(text)
        parsed[column.name], failed[column.name] = values, bad
    return parsed, failed


def _rules(column: Column, sheet: Sheet, unreadable: list[str]) -> list[Rule]:
    """Return the rules of one column; ``name:text`` is its text, ``name`` its typed value."""
    name = column.name
    text, value = pl.col(f"{name}:text"), pl.col(name)
    rules = [Rule(name, text == MISSING, "a value is still missing", _remedy(column, "Enter"))]
    if column.required:
        rules.append(
            Rule(name, text.is_null(), "this column is required", _remedy(column, "Enter"))
        )
    if column.kind in _PARSERS:
        bad = text.is_in([word for word in unreadable if word != MISSING])
        rules.append(Rule(name, bad, _EXPECTED[column.kind], _remedy(column, "Write")))
    elif column.kind == "choice":
        bad = text.is_not_null() & value.is_null() & (text != MISSING)
        options = f"one of {', '.join(column.choices)} is expected"
        rules.append(Rule(name, bad, options, ""))
    elif column.kind in _EXPECTED:
        bad = text.is_not_null() & value.is_null() & (text != MISSING)
        if column.kind == "date" and not sheet.dialect.dates:
            bad &= ~is_ambiguous(text)
        expected = _EXPECTED[column.kind]
        if column.kind in ("number", "whole") and not sheet.sheet:
            expected += f" (decimal sign of this file: {sheet.dialect.decimal!r})"
        rules.append(Rule(name, bad, expected, _remedy(column, "Write")))
    if column.low is not None:
        bad = value <= column.low if column.low_open else value < column.low
        bound = "above" if column.low_open else "at least"
        rules.append(
            Rule(name, bad, f"it must be {bound} {column.low:g}", _remedy(column, "Enter"))
        )
    if column.high is not None:
        rules.append(
            Rule(
                name,
                value > column.high,
                f"it must be at most {column.high:g}",
                _remedy(column, "Enter"),
            )
        )
    if column.kind == "date":
        odd = ~value.dt.year().is_between(1900, 2100)
        rules.append(
            Rule(name, odd, "the year lies between 1900 and 2100", _remedy(column, "Enter"))
        )
    return rules


def _ask_order(loaded: Loaded, column: Column) -> list[Problem]:
    """Ask once per column in which order its ambiguous dates stand."""
    if loaded.sheet.dialect.dates:
        return []
    texts = loaded.sheet.frame.select(
        pl.col(str(loaded.fields[column.name])).alias("text"), "line"
    ).filter(is_ambiguous(pl.col("text")))
    if not texts.height:
        return []
    text, line = texts.row(0)
    more = f" and {texts.height - 1} more dates" if texts.height > 1 else ""
    return [
        Problem(
            loaded.place(line, column.name),
            f"{column.name} is {text!r}{more}",
            "a date must not be ambiguous: is it day/month or month/day",
            "Write dates as 1999-08-02, or set country in plant.yaml.",
        )
    ]


def _defaults(
    loaded: Loaded, raw: pl.DataFrame, suggested: set[str]
) -> tuple[pl.DataFrame, list[Problem]]:
    """Fill the values assumed for empty cells, and say so once per column."""
    notes: list[Problem] = []
    num_empty = raw.null_count().row(0, named=True)
    fills: list[pl.Expr] = []
    for column in loaded.table.columns:
        if not column.default or column.name in suggested:
            continue
        if not num_empty[column.name]:
            continue
        is_empty = raw[column.name].is_null()
        dtype = DTYPES.get(column.kind, pl.String())
        value = pl.lit(column.default).cast(dtype)
        fills.append(
            pl.when(is_empty).then(value).otherwise(pl.col(column.name)).alias(column.name)
        )
        told = is_empty & raw[column.only_with].is_not_null() if column.only_with else is_empty
        count = told.sum()
        if not count:
            continue
        rows = "1 row" if count == 1 else f"{count} rows"
        is_absent = column.name not in loaded.fields
        where, where_fr = ("missing", "absente") if is_absent else ("empty", "vide")
        place = loaded.place(loaded.sheet.header_line, column.name)
        notes.append(
            Problem(
                place,
                f"{column.name} {where}, {column.default} assumed, {rows}",
                column.meaning,
                "Fill it in if that is not so.",
                "note",
                french=(
                    f"{column.name} {where_fr}, {column.default} supposé : "
                    f"{count} {'ligne' if count == 1 else 'lignes'}",
                    column.sense,
                    "Remplissez-la si ce n'est pas le cas.",
                ),
            )
        )
    return loaded.frame.with_columns(fills), notes


def _no_rows(loaded: Loaded) -> Problem:
    """Return the problem of a required table without rows; an optional one may well be empty."""
    columns = ", ".join(c.name for c in loaded.table.columns if c.required)
    return Problem(
        loaded.place(),
        "the table has no rows",
        f"{loaded.table.name}: {loaded.table.meaning.rstrip('.')}",
        f"Add at least one row with {columns}.",
    )
