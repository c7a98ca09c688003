"""Polars expressions that read a column of text as numbers, dates, clocks and words."""

from __future__ import annotations

import polars as pl

from accord.plant.cells import MISSING
from accord.plant.columns import Column, Kind
from accord.plant.dialect import Dialect
from accord.plant.values import NO_WORDS, YES_WORDS

__all__ = ["DTYPES", "is_ambiguous", "typed"]

DTYPES: dict[Kind, pl.DataType] = {
    "number": pl.Float64(), "whole": pl.Int64(), "date": pl.Date(), "clock": pl.Int64(),
    "yes_no": pl.Boolean(),
}  # fmt: skip
_SLASHED = r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$"
_ISO = r"^(\d{4}-\d{1,2}-\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$"
_CLOCK = r"^(?:1899-12-3[01] )?(\d{1,2})\s*[:hH]\s*(\d{2})?(?::00)?$"
_GROUPED = r"^[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?$"


def typed(column: Column, dialect: Dialect) -> pl.Expr:
    """Return the expression that reads a column's text; null where it cannot."""
    text = pl.col(column.name)
    match column.kind:
        case "number":
            expr = _number(text, dialect.decimal)
        case "whole":
            number = _number(text, dialect.decimal)
            is_whole = (number == number.floor()) & (number.abs() < 2**53)
            expr = pl.when(is_whole).then(number).cast(pl.Int64, strict=False)
        case "date":
            expr = _date(text, dialect.dates)
        case "clock":
            hour = text.str.extract(_CLOCK, 1).cast(pl.Int64, strict=False)
            minute = text.str.extract(_CLOCK, 2).fill_null("0").cast(pl.Int64, strict=False)
            clock = hour * 60 + minute
            expr = pl.when((minute < 60) & (clock <= 1440)).then(clock)
        case "yes_no":
            word = text.str.to_lowercase()
            expr = (
                pl.when(word.is_in(list(YES_WORDS)))
                .then(True)
                .when(word.is_in(list(NO_WORDS)))
                .then(False)
            )
        case "choice":
            words = {choice.lower(): choice for choice in column.choices} | dict(column.words)
            expr = text.str.to_lowercase().replace_strict(
                words, default=None, return_dtype=pl.String
            )
        case _:
            expr = pl.when(text != MISSING).then(text)
    return expr.cast(DTYPES.get(column.kind, pl.String())).alias(column.name)


def _number(text: pl.Expr, decimal: str) -> pl.Expr:
    plain_text = (
        pl.when(text.str.contains(_GROUPED))
        .then(text.str.replace_all(r"[ \u00a0\u202f]", ""))
        .otherwise(text)
    )
    if "," in decimal:
        if "." in decimal:  # a typed 1,600 in a workbook may be thousands: not read, so asked
            plain_text = pl.when(~plain_text.str.contains(r"^[1-9]\d{0,2},\d{3}$")).then(plain_text)
        plain_text = plain_text.str.replace(",", ".", literal=True)
    is_number = plain_text.str.contains(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
    number = pl.when(is_number).then(plain_text).cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _date(text: pl.Expr, order: str) -> pl.Expr:
    iso = text.str.extract(_ISO, 1).str.to_date("%Y-%m-%d", strict=False)
    slashed = pl.when(text.str.contains(_SLASHED)).then(
        text.str.replace_all(".", "/", literal=True)
    )
    day_first = slashed.str.to_date("%d/%m/%Y", strict=False)
    month_first = slashed.str.to_date("%m/%d/%Y", strict=False)
    if order:
        return pl.coalesce(iso, day_first if order == "dmy" else month_first)
    certain = pl.when(~is_ambiguous(text)).then(pl.coalesce(day_first, month_first))
    return pl.coalesce(iso, certain)


def is_ambiguous(text: pl.Expr) -> pl.Expr:
    """Tell whether a slashed date can be read as day/month and as month/day."""
    first = text.str.extract(_SLASHED, 1).cast(pl.Int64, strict=False)
    second = text.str.extract(_SLASHED, 2).cast(pl.Int64, strict=False)
    return ((first <= 12) & (second <= 12) & (first != second)).fill_null(value=False)
